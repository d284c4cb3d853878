"""The formats of the registers' files, written down once more to judge the synthetic ones by."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY"
CENTURY = {"+": 1800} | dict.fromkeys("-YXWVU", 1900) | dict.fromkeys("ABCDEF", 2000)

Row = dict[str, str]
Verdict = tuple[str, str]  # column, reason

# What is wrong with a text, or None.


def hetu(text: str) -> str | None:
    if not text:
        return "missing"
    match = re.fullmatch(r"(\d\d)(\d\d)(\d\d)([-+YXWVUA-F])(\d{3})([0-9A-FHJ-NPR-Y])", text.upper())
    if not match:
        return "hetu_bad_format"
    day, month, year, sign, number, check = match.groups()
    try:
        born = date(CENTURY[sign] + int(year), int(month), int(day))
    except ValueError:
        return "hetu_bad_date"
    if CHECK[int(day + month + year + number) % 31] != check:
        return "hetu_bad_check"
    assert number >= "900", "an individual number that could be someone's"
    return "hetu_future" if born > date(2026, 1, 1) else None


def day(pattern: str, required: bool = True) -> Callable[[str], str | None]:
    def judge(text: str) -> str | None:
        if not text:
            return "missing" if required else None
        whole = (
            re.sub(r"00(?=$)", "01", re.sub(r"0000$", "0101", text)) if "-" not in text else text
        )
        try:
            datetime.strptime(whole, pattern)
        except ValueError:
            return "not_a_date"
        return None

    return judge


def number(
    low: float, high: float, comma: bool = False, required: bool = True, none: tuple[str, ...] = ()
) -> Callable[[str], str | None]:
    def judge(text: str) -> str | None:
        if not text:
            return "missing" if required else None
        if text in none:
            return None
        try:
            value = float(text.replace(",", ".") if comma else text)
        except ValueError:
            return "not_a_number"
        return None if low <= value <= high else "out_of_range"

    return judge


def code(*known: str) -> Callable[[str], str | None]:
    def judge(text: str) -> str | None:
        if not text:
            return "missing"
        return None if text in known else "unknown_code"

    return judge


def filled(text: str) -> str | None:
    return None if text else "missing"


BIG = 1e9
LEVELS = [
    "31",
    "32",
    "33",
    "41",
    "51",
    "52",
    "61",
    "62",
    "63",
    "69",
    "71",
    "72",
    "73",
    "79",
    "81",
    "82",
    "91",
]
COMPACT, DASHED = "%Y%m%d", "%Y-%m-%d"


@dataclass(frozen=True)
class Form:
    """How a file is written and what its columns hold; keys, parents, rules between columns."""

    separator: str
    encoding: str
    columns: dict[str, Callable[[str], str | None]]
    key: tuple[str, ...] = ()
    parent: tuple[str, str, tuple[str, ...]] | None = None  # file, column named, own columns
    rule: Callable[[Row], Verdict | None] = field(default=lambda row: None)


def dies_after_birth(row: Row) -> Verdict | None:
    wrong = "" < row["KUOLINPV"] < row["SYNTYMAPV"]
    return ("KUOLINPV", "death_before_birth") if wrong else None


def leaves_after_coming(row: Row) -> Verdict | None:
    wrong = "" < row["KUNNASTAPOISMUUTTOPV"] < row["KUNTAANMUUTTOPV"]
    return ("KUNNASTAPOISMUUTTOPV", "moved_out_before_in") if wrong else None


def level_of_the_degree_taken_by_then(row: Row) -> Verdict | None:
    if row["kaste"][:1] != row["koulk"][:1]:
        return ("kaste", "level_not_of_degree")
    return ("saika", "completed_after_year") if row["saika"][:4] > row["vuosi"] else None


def of_the_year_and_no_injury(row: Row) -> Verdict | None:
    if row["KUOLPVM"][:4] != row["VUOSI"]:
        return ("KUOLPVM", "death_outside_year")
    return ("TPKS", "injury_as_cause") if row["TPKS"][:1] in "ST" else None


def like(pattern: str) -> Callable[[str], str | None]:
    return lambda text: None if re.fullmatch(pattern, text) else "bad_pattern"


def year(text: str) -> str | None:
    """A year of the deliveries that are judged."""
    if not text:
        return "missing"
    return None if text in ("2021", "2022") else "other_year"


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


DELIVERY = {
    "paymentDate": day(DASHED),
    "paymentStartDate": day(DASHED),
    "paymentEndDate": day(DASHED),
    "payerIdType1_s": filled,
}
REPORT = {"incomeEarnerHetu": hetu, "actionCode": code("1", "2")}
HOURS = {"hoursPerWeek": number(0, 168, comma=True, required=False)}
LINE = {"transactionCode": filled, "amount": number(0, BIG, comma=True)}
TEN = number(0, 10, required=False, none=("99",))


def register(kind: str) -> dict[str, Form]:
    names = [f"tulorek_{kind}_{table}" for table in ("toimitus", "ilmoitus", "tulolaji")]
    report = REPORT | (HOURS if kind == "palkka" else {})
    of_report = ("repId", "reportVersion")
    return {
        names[0]: Form(";", "utf-8", DELIVERY, ("delId",)),
        names[1]: Form(";", "utf-8", report, of_report, (names[0], "delId", ("delId",))),
        names[2]: Form(";", "utf-8", LINE, (), (names[1], "repId", of_report)),
    }


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


FORMS: dict[str, Form] = {
    "vtj_henkilo": Form(
        ";",
        "iso-8859-1",
        {
            "HENKILOTUNNUS": hetu,
            "SUKUPUOLI": code("MIES", "NAINEN", "PUUTTUU"),
            "SYNTYMAPV": day(COMPACT),
            "KUOLINPV": day(COMPACT, required=False),
            "TURVAKIELTO": code("0", "1"),
        },
        ("HENKILOTUNNUS",),
        rule=dies_after_birth,
    ),
    "vtj_kotikunta": Form(
        ";",
        "iso-8859-1",
        {
            "HENKILOTUNNUS": hetu,
            "KUNTAANMUUTTOPV": day(COMPACT),
            "KUNNASTAPOISMUUTTOPV": day(COMPACT, required=False),
        },
        ("HENKILOTUNNUS", "KUNTAANMUUTTOPV"),
        ("vtj_henkilo", "HENKILOTUNNUS", ("HENKILOTUNNUS",)),
        leaves_after_coming,
    ),
    "vtj_hetukorjaus": Form(
        ";",
        "iso-8859-1",
        {"MUUTETTUHENKILOTUNNUS": hetu, "AKTIIVINENHENKILOTUNNUS": hetu, "MUUTOSPV": day(COMPACT)},
    ),
    **register("palkka"),
    **register("etuus"),
    "silc_D": Form(",", "utf-8", {"DB090": number(0.01, BIG)}, ("DB030",)),
    "silc_H": Form(
        ",",
        "utf-8",
        {"HY020": number(-BIG, BIG), "HS120": number(1, 6), "HX040": number(1, 40)},
        ("HB030",),
        ("silc_D", "HB030", ("HB030",)),
    ),
    "silc_R": Form(
        ",",
        "utf-8",
        {"RB090": code("1", "2"), "RX020": number(-1, 120), "RB050": number(0.01, BIG)},
        ("RB030",),
        ("silc_D", "RB040", ("RB040",)),
    ),
    "silc_P": Form(
        ",",
        "utf-8",
        {
            "PB060": number(0.01, BIG, required=False),
            "PL073": number(0, 12),
            "PL080": number(0, 12),
            "PL032": number(1, 8),
            "PH010": number(1, 5, required=False),
            "PW010": TEN,
            "PW191": TEN,
            "PW230": number(1, 5, required=False, none=("99",)),
        },
        ("PB030",),
        ("silc_R", "PB030", ("PB030",)),
    ),
    "kuolemansyyt": Form(
        ";",
        "iso-8859-1",
        {
            "VUOSI": number(1969, 2100),
            "HENKILOTUNNUS": hetu,
            "KUOLPVM": day(COMPACT),
            "TPKS": lambda text: like("[A-Z][0-9]{2}[0-9A-Z]{0,2}")(text) if text else "missing",
            "KUNTA": lambda text: "unknown_code" if text == "999" else filled(text),
            "IKA": number(0, 125),
            "SP": code("1", "2"),
        },
        ("HENKILOTUNNUS",),
        rule=of_the_year_and_no_injury,
    ),
    "terve_suomi": Form(
        ";",
        "iso-8859-1",
        {
            "SUKUPUOLI": code("1", "2"),
            "IKA": number(20, 120),
            "PAINO": number(0.0001, BIG, comma=True),
            "KOETTU_TERVEYS": number(1, 5, none=("9",)),
            "MHI_ONNELLINEN": number(1, 6, none=("9",)),
            "LUOTTAMUS_KUNTA": number(0, 10, none=("99",)),
            "EUROHIS_3": number(1, 5, none=("9",)),
        },
        ("VASTAAJA",),
    ),
    "tutkinto_korkein": Form(
        ";",
        "utf-8",
        {
            "vuosi": number(2021, 2022),
            "henkilotunnus": hetu,
            "koulk": like(r"[3-9]\d{5}"),
            "kaste": code(*LEVELS),
            "ISCED_ala3": like(r"\d{4}"),
            "saika": like(r"\d{4}(0[1-9]|1[0-2])"),
            "ulkom": code("0", "1"),
        },
        ("henkilotunnus",),
        rule=level_of_the_degree_taken_by_then,
    ),
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
