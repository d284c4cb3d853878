"""The formats of offences and accidents, written down once more to judge the synthetic ones by."""

from __future__ import annotations

from synthetic_forms import Form, Row, Verdict, code, filled, number


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
}
