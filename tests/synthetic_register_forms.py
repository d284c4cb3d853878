"""The formats of the later registers' files, written down once more to judge the synthetic ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from synthetic_forms import (
    BIG,
    DASHED,
    Form,
    Row,
    Verdict,
    code,
    day,
    filled,
    hetu,
    like,
    number,
    year,
)


def optional(judge: Callable[[str], str | None]) -> Callable[[str], str | None]:
    return lambda text: judge(text) if text else None


def required(judge: Callable[[str], str | None]) -> Callable[[str], str | None]:
    return lambda text: judge(text) if text else "missing"


def euros(text: str) -> float:
    return float(text.replace(",", ".") or 0)


def no_more_back_than_paid_and_no_purchase_before_its_prescription(row: Row) -> Verdict | None:
    if row["RKPV"] > row["OSTOPV"]:
        return ("RKPV", "prescribed_after_purchase")
    back = euros(row["KORV_EUR"]) + euros(row["KAKORV_EUR"])
    over = back > euros(row["KUST_EUR"]) + 1e-9
    return ("KORV_EUR", "reimbursed_more_than_it_cost") if over else None


def ends_after_beginning(last: str, first: str, reason: str) -> Callable[[Row], Verdict | None]:
    return lambda row: (last, reason) if "" < row[last] < row[first] else None


MONTHS = (
    *("TAMMI", "HELMI", "MAALIS", "HUHTI", "TOUKO", "KESA"),
    *("HEINA", "ELO", "SYYS", "LOKA", "MARRAS", "JOULU"),
)


def months_add_up(row: Row) -> Verdict | None:
    wrong = sum(int(row[m]) for m in MONTHS) != int(row["TUKIKUUKAUSIA"])
    return ("TUKIKUUKAUSIA", "months_do_not_add_up") if wrong else None


DOTTED = "%d.%m.%Y"
OPEN_ENDED = "11.11.2222"


def until(text: str) -> str | None:
    return None if text == OPEN_ENDED else day(DOTTED, required=False)(text)


def forwards(first: str, last: str, reason: str) -> Callable[[Row], Verdict | None]:
    def judge(row: Row) -> Verdict | None:
        if row[last] in ("", OPEN_ENDED):
            return None
        begin, end = (datetime.strptime(row[c], DOTTED) for c in (first, last))
        return (last, reason) if end < begin else None

    return judge


def job_seeking() -> dict[str, Form]:
    reasons = code("", *[f"{n:02d}" for n in range(17)])
    return {
        "tyonhaku_haku": Form(
            ";",
            "iso-8859-1",
            {
                "hetu": hetu,
                "alkpv1": day(DOTTED),
                "loppv1": until,
                "hedkd": code(*[f"{n:02d}" for n in range(14)]),
                "hapkd": lambda text: reasons(text) if text else None,
            },
            ("hetu", "alkpv1"),
            rule=forwards("alkpv1", "loppv1", "search_backwards"),
        ),
        "tyonhaku_tyollisyys": Form(
            ";",
            "iso-8859-1",
            {
                "hetu": hetu,
                "tappvh": day(DOTTED),
                "tppvm": until,
                "tyok1": code(*"0123456789z"),
            },
            ("hetu", "tappvh", "tyok1", "tppvm"),
            rule=forwards("tappvh", "tppvm", "spell_backwards"),
        ),
        "tyonhaku_sijoitus": Form(
            ";",
            "iso-8859-1",
            {
                "hetu": hetu,
                "alkpv2": day(DOTTED),
                "loppv2": until,
                "sijkds": like("[0-9][0-9A-Z]"),
                "ralaj": code(*"012345"),
            },
            ("hetu", "alkpv2", "sijkds", "loppv2"),
            rule=forwards("alkpv2", "loppv2", "placement_backwards"),
        ),
    }


REGISTER_FORMS: dict[str, Form] = {
    "81_522_2020_LAAKEOSTOT": Form(
        ";",
        "iso-8859-1",
        {
            "HETU": hetu,
            "ATC": required(like(r"[A-Z]\d\d[A-Z]{2}\d\d")),
            "PLKM": number(0.01, 1000, comma=True),
            "KUST_EUR": number(0, BIG, comma=True),
            "KORV_EUR": number(0, BIG, comma=True),
            "KAKORV_EUR": number(0, BIG, comma=True, required=False),
            "VNRO": like(r"\d{6}"),
            "SAIR": optional(like(r"[123]\d\d")),
            "TILASTOVUOSI": year,
            "OSTOPV": day(DASHED),
            "RKPV": day(DASHED, required=False),
        },
        rule=no_more_back_than_paid_and_no_purchase_before_its_prescription,
    ),
    "81_522_2020_KORVAUSOIKEUDET": Form(
        ";",
        "iso-8859-1",
        {
            "HETU": hetu,
            "KORVAUSOIKEUS_KOODI": required(like(r"[123]\d\d")),
            "DIAGNOOSI_KOODI": optional(like(r"[A-Z]\d\d\.?\d?")),
            "KORVAUSOIKEUS_ALPV": day(DASHED),
            "KORVAUSOIKEUS_LOPV": day(DASHED, required=False),
        },
        ("HETU", "KORVAUSOIKEUS_KOODI", "DIAGNOOSI_KOODI", "KORVAUSOIKEUS_ALPV"),
        rule=ends_after_beginning(
            "KORVAUSOIKEUS_LOPV", "KORVAUSOIKEUS_ALPV", "right_ends_before_it_begins"
        ),
    ),
    "81_522_2020_ETUUDET": Form(
        ";",
        "iso-8859-1",
        {
            "HETU": hetu,
            "ETUUS": filled,
            "ALPV": day(DASHED),
            "LOPV": day(DASHED),
            "MAKSUPV": day(DASHED),
            "EURO": number(-BIG, BIG, comma=True),
        },
        ("HETU", "ETUUS", "ALPV", "MAKSUPV"),
        rule=ends_after_beginning("LOPV", "ALPV", "spell_ends_before_it_begins"),
    ),
    "toimeentulotuki": Form(
        ";",
        "iso-8859-1",
        {
            "TNRO": hetu,
            "TILASTOVUOSI": year,
            "KUNTA": filled,
            "TUKIKUUKAUSIA": number(1, 12),
            "PERUS_TOIMEENTULOTUKI_EUR": number(0, BIG, comma=True),
            "TAYD_TOIMEENTULOTUKI_EUR": number(0, BIG, comma=True, required=False),
            "EHKAISEVA_TOIMEENTULOTUKI_EUR": number(0, BIG, comma=True, required=False),
            "LAPSIA": number(0, 30),
            "SOSIOEKOASEMA": optional(like(r"\d{1,2}")),
        },
        ("TNRO",),
        rule=months_add_up,
    ),
    **job_seeking(),
}
