"""The formats of offences and accidents, written down once more to judge the synthetic ones by."""

from __future__ import annotations

from synthetic_forms import Form, code, number


def of_a_year(text: str) -> str | None:
    if not text.isdigit():
        return "not_a_number" if text else "missing"
    return None if text in ("2021", "2022") else "other_year"


def place(text: str) -> str | None:
    if not text:
        return "missing"
    return "unknown_code" if text.endswith("999") else None


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
}
