"""The formats of the care registers' files, written down once more to judge the synthetic ones."""

from __future__ import annotations

import re
from datetime import datetime

from synthetic_forms import Form, Row, Verdict, code, day, hetu, like, number
from synthetic_register_forms import optional, required


def moment(text: str) -> str | None:
    shape = re.fullmatch(r"\d\d\.\d\d\.\d{4} \d\d:\d\d", text)
    try:
        datetime.strptime(text if shape else "", "%d.%m.%Y %H:%M")
    except ValueError:
        return "not_a_moment"
    return None


def dotted_day(text: str) -> str | None:
    if not text:
        return "missing"
    return day("%d.%m.%Y")(text) if re.fullmatch(r"\d\d\.\d\d\.\d{4}", text) else "not_a_date"


def in_the_order_of_time(row: Row) -> Verdict | None:
    """Asked for, assessed, booked, begun, ended; the booked time itself may be missed."""

    def at(column: str) -> datetime | None:
        return datetime.strptime(row[column], "%d.%m.%Y %H:%M") if row[column] else None

    asked, assessed = at("YHTEYDENOTTO_AJANKOHTA"), at("HOIDONTARVE_AJANKOHTA")
    booked, began, ended = at("AJANVARAUS_AJANKOHTA"), at("KAYNTI_ALKOI"), at("KAYNTI_LOPPUI")
    if began and any(t and t > began for t in (asked, assessed, booked)):
        return ("YHTEYDENOTTO_AJANKOHTA", "began_before_contact")
    if asked and assessed and assessed < asked:
        return ("HOIDONTARVE_AJANKOHTA", "need_assessed_before_contact")
    if booked and any(t and t > booked for t in (asked, assessed)):
        return ("AJANVARAUS_AJANKOHTA", "booked_before_contact")
    if began and ended and ended < began:
        return ("KAYNTI_LOPPUI", "ended_before_began")
    return None


def in_the_year_of_discharge(row: Row) -> Verdict | None:
    arrived, left = (datetime.strptime(row[c], "%d.%m.%Y") for c in ("TUPVA", "LPVM"))
    if left < arrived:
        return ("TUPVA", "discharged_before_arrival")
    if row["VUOSI"] != str(left.year):
        return ("VUOSI", "year_not_of_discharge")
    return None


DIAGNOSIS = required(like(r"[A-Z]\d\d(\.?[0-9A-Z]{1,3})?"))
MODES = ("R10", "R20", "R41", "R51", "R52", "R56", "R60", "R71", "R72", "R80")


def codes_of_visits() -> dict[str, Form]:
    """The files of codes beside the visits, each with its own kind of code."""
    kinds = {
        "icd10": {"ICD10": DIAGNOSIS},
        "icpc2": {"ICPC2": required(like(r"[A-Z]\d\d|-\d\d"))},
        "toimenpide": {"TOIMENPIDE": required(like(r"SPAT\d{4}"))},
        "rokotus": {
            "LAAKEAINE": required(like(r"J07[A-Z]{2}\d\d")),
            "ROKOTE_ANTOPVM": dotted_day,
        },
    }
    key = ("AVOHILMO_ID", "JARJESTYS")
    parent = ("avohilmo", "AVOHILMO_ID", ("AVOHILMO_ID",))
    return {
        f"avohilmo_{kind}": Form(
            ";", "iso-8859-1", {"JARJESTYS": number(1, 99), **columns}, key, parent=parent
        )
        for kind, columns in kinds.items()
    }


def spells() -> dict[str, Form]:
    """Hospital care and what hangs on it."""
    parent = ("hilmo", "HILMO_ID", ("HILMO_ID",))
    return {
        "hilmo": Form(
            ";",
            "iso-8859-1",
            {
                "TNRO": hetu,
                "VUOSI": number(2000, 2100),
                "PALA": optional(like(r"\d{1,2}")),
                "TUPVA": dotted_day,
                "LPVM": dotted_day,
                "PDGO": optional(DIAGNOSIS),
                "YHTEYSTAPA": optional(code(*MODES)),
            },
            ("HILMO_ID",),
            rule=in_the_year_of_discharge,
        ),
        "hilmo_diagnoosit": Form(
            ";",
            "iso-8859-1",
            {"KENTTA": code("SDGO", "ULKSYY"), "N": number(0, 99), "KOODI": DIAGNOSIS},
            ("HILMO_ID", "KENTTA", "N"),
            parent=parent,
        ),
        "hilmo_toimenpiteet": Form(
            ";",
            "iso-8859-1",
            {"N": number(0, 99), "TOIMP": required(like(r"[A-Z]{3}\d\d"))},
            ("HILMO_ID", "N"),
            parent=parent,
        ),
    }


CARE_FORMS: dict[str, Form] = {
    "avohilmo": Form(
        ";",
        "iso-8859-1",
        {
            "TNRO": hetu,
            "SEURANTATIETUE_PAIVITETTY": required(moment),
            "YHTEYDENOTTO_AJANKOHTA": optional(moment),
            "HOIDONTARVE_AJANKOHTA": optional(moment),
            "AJANVARAUS_AJANKOHTA": optional(moment),
            "KAYNTI_ALKOI": optional(moment),
            "KAYNTI_LOPPUI": optional(moment),
            "KAYNTI_YHTEYSTAPA": optional(code(*MODES)),
            "KAYNTI_PALVELUMUOTO": optional(like(r"T\d\d")),
            "KAYNTI_AMMATTI": optional(like(r"\d{3,5}")),
        },
        ("AVOHILMO_ID",),
        version=("SEURANTATIETUE_PAIVITETTY",),
        rule=in_the_order_of_time,
    ),
    **codes_of_visits(),
    **spells(),
}
