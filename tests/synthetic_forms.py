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


def shaped(pattern: str) -> Callable[[str], str | None]:
    def judge(text: str) -> str | None:
        if not text:
            return "missing"
        return None if re.fullmatch(pattern, text) else "bad_pattern"

    return judge


def building(text: str) -> str | None:
    wrong = shaped(r"9\d{8}[0-9A-Y]")(text)
    return wrong or (None if CHECK[int(text[:9]) % 31] == text[9] else "building_bad_check")


def hour(text: str) -> str | None:
    wrong = shaped(r"\d{4}-\d\d-\d\dT\d\d:00:00Z")(text)
    return wrong or ("no_such_hour" if day("%Y-%m-%dT%H:%M:%SZ")(text) else None)


BIG = 1e9
LEVELS = [*("31", "32", "33", "41", "51", "52", "61", "62", "63", "69", "71", "72", "73"),
          "79", "81", "82", "91"]  # fmt: skip
COMPACT, DASHED = "%Y%m%d", "%Y-%m-%d"


@dataclass(frozen=True)
class Form:
    """How a file is written and what its columns hold; keys, parents, rules between columns.

    With `fields` it has no header, `torn` is the field that is torn in two; `year` is the only one
    that the file comes in, of those that are tried; `encodings` are those of single years.
    """

    separator: str
    encoding: str
    columns: dict[str, Callable[[str], str | None]]
    key: tuple[str, ...] = ()
    parent: tuple[str, str, tuple[str, ...]] | None = None  # file, column named, own columns
    rule: Callable[[Row], Verdict | None] = field(default=lambda row: None)
    version: tuple[str, ...] = ()  # a record may come again under its key, in another version
    fields: tuple[str, ...] = ()
    torn: str = ""
    year: int | None = None
    encodings: dict[int, str] = field(default_factory=dict)


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


def sound_or_taken_away(row: Row) -> Verdict | None:
    """A removal says who alone; other changes are whole rows."""
    told = {column: row[column] for column in DEATH}
    if row["MUUTOS"] == "P":
        return ("MUUTOS", "tells_more") if sum(map(bool, told.values())) > 1 else None
    wrong = [(c, r) for c, text in told.items() if (r := DEATH[c](text))]
    return wrong[0] if wrong else of_the_year_and_no_injury(row)


def like(pattern: str) -> Callable[[str], str | None]:
    return lambda text: None if re.fullmatch(pattern, text) else "bad_pattern"


def year(text: str) -> str | None:
    """A year of the deliveries that are judged."""
    if not text:
        return "missing"
    return None if text in ("2021", "2022") else "other_year"


DEATH: dict[str, Callable[[str], str | None]] = {
    "VUOSI": number(1969, 2100),
    "HENKILOTUNNUS": hetu,
    "KUOLPVM": day(COMPACT),
    "TPKS": lambda text: like("[A-Z][0-9]{2}[0-9A-Z]{0,2}")(text) if text else "missing",
    "KUNTA": lambda text: "unknown_code" if text == "999" else filled(text),
    "IKA": number(0, 125),
    "SP": code("1", "2"),
}
DELIVERY = {
    "paymentDate": day(DASHED),
    "paymentStartDate": day(DASHED),
    "paymentEndDate": day(DASHED),
    "payerIdType1_s": filled,
}
REPORT = {"incomeEarnerHetu": hetu, "actionCode": code("1", "2")}
HOURS = {"hoursPerWeek": number(0, 168, comma=True, required=False)}
LINE = {"transactionCode": filled, "amount": number(0, BIG, comma=True)}
CANCELLATION = {"repId": filled, "invalidationDate": day(DASHED, required=False)}
TEN = number(0, 10, required=False, none=("99",))


def register(kind: str) -> dict[str, Form]:
    names = [f"tulorek_{kind}_{table}" for table in ("toimitus", "ilmoitus", "tulolaji")]
    report = REPORT | (HOURS if kind == "palkka" else {})
    of_report = ("repId", "reportVersion")
    return {
        names[0]: Form(";", "utf-8", DELIVERY, ("delId",)),
        names[1]: Form(";", "utf-8", report, of_report, (names[0], "delId", ("delId",))),
        names[2]: Form(";", "utf-8", LINE, (), (names[1], "repId", of_report)),
        f"tulorek_{kind}_mitatointi": Form(";", "utf-8", CANCELLATION, ("repId",)),
    }


def module_and_hours(row: Row) -> Verdict | None:
    """The module's columns come in its years only: 8 and 6 are their last codes."""
    last = dict.fromkeys(("PS010", "PS040"), 8) | dict.fromkeys(("PS020", "PS030"), 7)
    often = dict.fromkeys(("PS050", "PS060", "PS070", "PS080"), 6) | {"PS110": 6}
    for column, most in (last | often).items():
        text = row.get(column, "")
        if text not in ("", "99" if column in often and column != "PS110" else "") and not (
            text.isdigit() and 1 <= int(text) <= most
        ):
            return (column, "unknown_code")
    return ("PL060", "hours_without_work") if row["PL060"] and row["PL032"] != "1" else None


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
        {
            "HY010": number(-BIG, BIG),
            "HY020": number(-BIG, BIG),
            "HS120": number(1, 6),
            "HX040": number(1, 40),
        },
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
            **dict.fromkeys(("PL074", "PL075", "PL076", "PL080"), number(0, 12)),
            "PL060": number(1, 99, required=False),
            **dict.fromkeys(("PY080G", "PY100G", "PY110G", "PY130G"), number(0, BIG)),
            "PL032": number(1, 8),
            "PH010": number(1, 5, required=False),
            "PW010": TEN,
            "PW191": TEN,
            "PW230": number(1, 5, required=False, none=("99",)),
        },
        ("PB030",),
        ("silc_R", "PB030", ("PB030",)),
        module_and_hours,
    ),
    "kuolemansyyt": Form(
        ";", "iso-8859-1", DEATH, ("HENKILOTUNNUS",), rule=of_the_year_and_no_injury
    ),
    "kuolemansyyt_muutokset": Form(
        ";",
        "iso-8859-1",
        {"MUUTOS": code("L", "M", "P"), "HENKILOTUNNUS": hetu},
        ("HENKILOTUNNUS",),
        rule=sound_or_taken_away,
        year=2022,
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
            "TURVALLISUUS_ARKI": number(1, 4, none=("9",)),
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
    "rakennukset": Form(
        ";",
        "iso-8859-1",
        {
            "RAKENNUSTUNNUS": building,
            "KERROSALA": number(1, BIG, required=False),
            "VALMISTUMISVUOSI": number(1300, 2035, required=False),
            "LAMMITYSAINE": code("1", "2", "3", "4", "5", "6", "7", "9"),
            "ASUNTOJEN_LKM": number(0, 2000),
            "POHJOINEN": number(6.6e6, 7.78e6),
            "ITA": number(50_000, 740_000),
        },
        ("RAKENNUSTUNNUS",),
    ),
    "asemat": Form(
        ",",
        "utf-8",
        {"name": like(r"\d{3} [A-ZÄÖa-zäö]+"), "lat": number(59, 71), "lon": number(19, 32)},
        ("fmisid",),
        encodings={2021: "windows-1252"},
    ),
    "ilmanlaatu": Form(
        ",",
        "utf-8",
        {
            "fmisid": filled,
            "time": hour,
            "PM25_PT1H_avg": number(-20, 2000, required=False),
            "PM10_PT1H_avg": number(-20, 5000, required=False),
            "NO2_PT1H_avg": number(-20, 2000, required=False),
        },
        ("fmisid", "time"),
        ("asemat", "fmisid", ("fmisid",)),
    ),
}
