"""The formats of the later surveys' files, written down once more to judge the synthetic ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from synthetic_care_forms import CARE_FORMS
from synthetic_forms import BIG, FORMS, Form, Row, Verdict, code, day, filled, number
from synthetic_place_forms import PLACE_FORMS
from synthetic_register_forms import REGISTER_FORMS
from synthetic_safety_forms import SAFETY_FORMS
from synthetic_voice_forms import VOICE_FORMS

from sources.reference import areas

WEIGHT = number(1e-9, BIG)
REGION = {
    "05": "02", "06": "04", "07": "05", "08": "06", "09": "07", "10": "08", "11": "09", "12": "10",
    "13": "11", "14": "12", "15": "13", "16": "14", "17": "15", "18": "16", "19": "17", "20": "18",
    "21": "19", "01": "01", "02": "01", "03": "01", "04": "01", "90": "01", "91": "21",
}  # fmt: skip
"""Region by wellbeing services county."""

MUNICIPALITIES = areas.municipalities(2021)["municipality"].to_list()


FORMS_OF_VIOLENCE = ("UHKAUS", "TARTTUMINEN", "LAIMAYS", "ISKU", "POTKU", "ASE")


def maybe(*known: str) -> Callable[[str], str | None]:
    """An answer from a list, or none."""
    inside = code(*known)
    return lambda text: inside(text) if text else None


def _interview(row: Row) -> Verdict | None:
    week, quarter = int(row["REFWEEK"]), int(row["REFQUARTER"])
    if not 13 * quarter - 13 < week <= 13 * quarter:
        return ("REFWEEK", "week_outside_quarter")
    inside = REGION[row["FI_HVA"]] == row["FI_MK"]
    return None if inside else ("FI_HVA", "county_outside_region")


def _diary(row: Row) -> Verdict | None:
    began = datetime.strptime(row["PVM"], "%d.%m.%Y")
    if str(began.isoweekday()) != row["VIIKONPAIVA"]:
        return ("VIIKONPAIVA", "weekday_not_of_date")
    if (row["PAIVAKIRJA"] == "2") != (row["VIIKONPAIVA"] in "67"):
        return ("PAIVAKIRJA", "not_its_kind_of_day")
    return None if began.year in (2020, 2021) else ("PVM", "day_outside_survey")


LAST_DIGITS = (
    "00:0 01:012 02:01 03:019 10:0 11:01 12:019 20:0 21:012 22:01 30:0 31:01234 32:012349 33:01239 "
    "34:012349 35:012349 36:01239 37:01 38:012349 39:0129 40:0 41:0129 42:0123456789 43:0129 50:0 "
    "51:012349 52:0123459 53:01 60:0 61:0129 62:01 63:01 70:0 71:0129 72:012 73:012349 80:0 "
    "81:0129 82:01 83:01 90:0 91:0 92:0 93:0689 94:0 95:0 96:0 97:0 98:0 99:589"
)
ACTIVITIES = [g[:2] + last for g in LAST_DIGITS.split() for last in g[3:]]
"""HETUS codes of main activities, by their first two digits."""


SURVEY_FORMS = {
    "tyovoimatutkimus": Form(
        ";",
        "utf-8",
        {
            "REFYEAR": number(2021, 2022),
            "REFQUARTER": number(1, 4),
            "REFWEEK": number(1, 53),
            "INTWAVE": number(1, 5),
            "IDENT": filled,
            "HHNUM": filled,
            "STRATUM": code("MA", "AX"),
            "COEFFQ": WEIGHT,
            "FI_MK": code(*REGION.values()),
            "FI_HVA": code(*REGION),
            "SEX": code("1", "2"),
            "AGE": number(15, 89),
            "ILOSTAT": code("1", "2", "3"),
            "HWUSUAL": number(1, 98, required=False, none=("0", "99")),
            "DURUNE": maybe(*"012345678"),
            "EDUCFED4": maybe("1", "2", "9"),
            "EDUCNFE4": maybe("1", "2", "9"),
            "HATLEV1D": maybe("L", "M", "H", "9"),
        },
        ("IDENT", "REFQUARTER"),
        rule=_interview,
    ),
    "kouluterveyskysely": Form(
        ";",
        "utf-8",
        {
            "VUOSI": lambda year: None if year == "2021" else "other_year",
            "VASTAAJA": filled,
            "KOULU": filled,
            "KUNTA": code(*MUNICIPALITIES),
            "LUOKKA": code("4", "5", "8", "9", "L1", "L2", "A1", "A2"),
            "SUKUPUOLI": maybe("1", "2", "9"),
            "KOULUSTA_PITAMINEN": number(1, 4, required=False, none=("9",)),
            "LAHEISET_YSTAVAT": maybe("1", "2", "3", "4", "9"),
        },
        ("VASTAAJA",),
        year=2021,  # odd years
    ),
    "rikosuhritutkimus": Form(
        ";",
        "iso-8859-1",
        {
            "VASTAAJA": filled,
            "OSITE": code("MA", "AX"),
            "SUURALUE": code("FI19", "FI1B", "FI1C", "FI1D", "FI20"),
            "SUKUPUOLI": code("1", "2"),
            "IKA": number(15, 74),
            "PAINO": number(1e-9, BIG, comma=True),
            **dict.fromkeys(FORMS_OF_VIOLENCE, maybe("1", "2", "9")),
            "PELKO_ILTAISIN": maybe("1", "2", "3", "9"),
        },
        ("VASTAAJA",),
        rule=lambda row: None if row["VUOSI"] in ("2021", "2022") else ("VUOSI", "other_year"),
    ),
    "ajankaytto_henkilot": Form(
        ";",
        "utf-8",
        {
            "VUOSI": lambda year: None if year == "2021" else "other_year",
            "VASTAAJA": filled,
            "KOTITALOUS": filled,
            "OSITE": code("MA", "AX"),
            "SUURALUE": code("FI19", "FI1B", "FI1C", "FI1D", "FI20"),
            "SUKUPUOLI": code("1", "2"),
            "IKA": number(10, 120),
            "HENKILOPAINO": number(1e-9, BIG, comma=True),
        },
        ("VASTAAJA",),
        year=2021,  # once in ten years
    ),
    "ajankaytto_paivat": Form(
        ";",
        "utf-8",
        {
            "TUTKIMUSVUOSI": number(2021, 2021),
            "VASTAAJA": filled,
            "PAIVAKIRJA": number(1, 2),
            "PVM": day("%d.%m.%Y"),
            "VIIKONPAIVA": number(1, 7),
            "PAIVAPAINO": number(1e-9, BIG, comma=True),
            **{f"MACT{n}": code(*ACTIVITIES) for n in range(1, 145)},
        },
        ("VASTAAJA", "PAIVAKIRJA"),
        ("ajankaytto_henkilot", "VASTAAJA", ("VASTAAJA",)),
        _diary,
        year=2021,
    ),
}

ALL_FORMS = (
    FORMS | REGISTER_FORMS | CARE_FORMS | SURVEY_FORMS | VOICE_FORMS | SAFETY_FORMS | PLACE_FORMS
)
