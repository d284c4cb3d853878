"""The formats of elections and of the trust survey, written down once more to judge by."""

from __future__ import annotations

from synthetic_forms import BIG, Form, Row, Verdict, code, like, number


def votes_that_add_up(row: Row) -> Verdict | None:
    place = ("3", "municipality_not_named")
    if row["4"] in "AK" and row["3"] == "***":
        return place
    n = {at: int(row[at]) for at in ("14", "15", "17", "37", "39", "41", "47")}
    if n["17"] > n["14"]:
        return ("17", "residents_over_total")
    if n["47"] > n["17"]:
        return ("17", "more_voters_than_entitled")
    if n["37"] + n["39"] != n["41"]:
        return ("39", "voters_not_total")
    return ("15", "men_over_total") if n["15"] > n["14"] else None


def candidates_votes_add_up(row: Row) -> Verdict | None:
    wrong = int(row["33"]) + int(row["34"]) != int(row["35"])
    return ("35", "votes_not_total") if wrong else None


def result_files(prefix: str, letter: str, year: int) -> dict[str, Form]:
    """The ministry's two files of an election; columns by their place in the row, from 1."""
    places = {
        "1": code(letter),
        "3": lambda text: "unknown_code" if text == "999" else None,
        "4": code("M", "V", "H", "K", "A"),
    }
    counts = {at: number(0, BIG) for at in ("14", "15", "17", "37", "39", "41", "42", "47")}
    key = ("2", "3", "4", "5")
    return {
        f"{prefix}_taat_maa": Form(
            ";",
            "iso-8859-1",
            places | counts | {"74": like(r"\d{14}")},
            ("3", "2", "4", "5"),
            rule=votes_that_add_up,
            fields=(*map(str, range(1, 115)), "end"),
            torn="10",
            year=year,
        ),
        f"{prefix}_teat_maa": Form(
            ";",
            "iso-8859-1",
            places
            | {"15": number(2, BIG), "20": code("1", "2"), "21": number(18, 120)}
            | {at: number(0, BIG) for at in ("33", "34", "35")},
            ("15", *key),
            rule=candidates_votes_add_up,
            fields=(*map(str, range(1, 46)), "end"),
            torn="12",
            year=year,
        ),
    }


VOICE_FORMS: dict[str, Form] = {
    "trust_survey_fin": Form(
        ",",
        "utf-8",
        {
            "YEAR": lambda text: None if text == "2021" else "other_year",
            "REGION": code("FI19", "FI1B", "FI1C", "FI1D", "FI20"),
            "GENDER": code("1", "2"),
            "AGE": number(18, 120),
            "WEIGHT": number(0.0001, BIG),
            **dict.fromkeys(
                ("TRUST_NATGOV", "TRUST_LOCALGOV", "POL_VOICE"), number(0, 10, none=("97", "98"))
            ),
        },
        ("RESPID",),
        year=2021,
    ),
    **result_files("kv", "K", 2021),
    **result_files("av", "M", 2022),
}
