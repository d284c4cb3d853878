"""Formats of offences, victims and accidents, written anew to judge the synthetic ones by."""

from __future__ import annotations

from datetime import datetime

from synthetic_forms import Form, Row, Verdict, code, day, filled, hetu, number

DOTTED = "%d.%m.%Y"


def of_a_year(text: str) -> str | None:
    if not text.isdigit():
        return "not_a_number" if text else "missing"
    return None if text in ("2021", "2022") else "other_year"


def place(text: str) -> str | None:
    if not text:
        return "missing"
    return "unknown_code" if text.endswith("999") else None


def as_severe_as_its_casualties(row: Row) -> Verdict | None:
    killed, injured, badly = (int(row[c]) for c in ("lkmkuol", "lkmlouk", "lkm_vakavlouk"))
    if row["vakav"] != ("1" if killed else "2" if injured else "0"):
        return ("lkmkuol", "severity_not_of_casualties")
    if (row["tietotyy"] == "1") != (row["vakav"] != "0"):
        return ("tietotyy", "type_not_of_severity")
    return ("lkm_vakavlouk", "seriously_injured_over_injured") if badly > injured else None


def reported_in_its_year(text: str) -> str | None:
    return day(DOTTED)(text) or (None if text[6:] in ("2021", "2022") else "other_year")


def committed_forwards_and_then_reported(row: Row) -> Verdict | None:
    began, ended, reported = (
        datetime.strptime(row[c], DOTTED) if row[c] else None
        for c in ("tekoaika_alku", "tekoaika_loppu", "ilmoituspvm")
    )
    assert began
    assert reported
    if ended and ended < began:
        return ("tekoaika_loppu", "offence_backwards")
    late = max(began, ended or began) > reported
    return ("tekoaika_loppu", "reported_before_committed") if late else None


SAFETY_FORMS: dict[str, Form] = {
    "rikokset_kunnittain": Form(
        ";",
        "utf-8",
        {
            "VUOSI": of_a_year,
            "KUNTA": place,
            "RIKOSRYHMA": code("101T603", "101T161", "201T223", "231T241"),
            "RIKOKSET_LKM": number(0, 2_000_000),
        },
        ("KUNTA", "RIKOSRYHMA"),
    ),
    "tonn_onn": Form(
        ";",
        "utf-8",
        {
            "ilmnro_s": filled,
            "tietotyy": code("1", "2"),
            "vvonn": of_a_year,
            "kkonn": number(1, 12),
            "kunta": place,
            "vakav": code("0", "1", "2"),
            "lkmkuol": number(0, 500),
            "lkmlouk": number(0, 500),
            "lkm_vakavlouk": number(0, 500),
        },
        ("ilmnro_s",),
        rule=as_severe_as_its_casualties,
    ),
    "rikosten_uhrit": Form(
        ";",
        "utf-8",
        {
            "ilmoitus_nro": filled,
            "rikos_nro": number(1, 9999),
            "rikosnimike": number(101, 603),
            "tekoaika_alku": day(DOTTED),
            "tekoaika_loppu": day(DOTTED, required=False),
            "ilmoituspvm": reported_in_its_year,
            "rooli": code("asianomistaja"),
            "hetu": hetu,
            "ika": number(0, 120, required=False),
            "sukup": code("1", "2"),
            "selvitetty": code("0", "1"),
        },
        ("ilmoitus_nro", "rikos_nro", "hetu"),
        rule=committed_forwards_and_then_reported,
    ),
}
