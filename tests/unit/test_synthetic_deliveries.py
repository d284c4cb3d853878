"""Synthetic deliveries judged by rules written here anew: sound but for exactly what is planted.

`verdicts` finds what is wrong with each row of a delivery from the formats alone; the key file
must name the same rows, with the same column and reason, and the cascade file their children.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import pytest

from sources.synthetic.__main__ import main

PERSONS, YEARS = 1500, (2021, 2022)
CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY"
CENTURY = {"+": 1800} | dict.fromkeys("-YXWVU", 1900) | dict.fromkeys("ABCDEF", 2000)

Row = dict[str, str]
Verdict = tuple[str, str]  # column, reason


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two years of a small Finland with four times the usual faults."""
    out = tmp_path_factory.mktemp("synthetic") / "out"
    asked = ["--persons", str(PERSONS), "--years", "2021-2022", "--fault-rate", "0.008"]
    assert main([*asked, "--seed", "3", "--quiet", "--out", str(out)]) == 0
    return out


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


def like(pattern: str) -> Callable[[str], str | None]:
    return lambda text: None if re.fullmatch(pattern, text) else "bad_pattern"


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
            "kaste": code(
                *[
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
            ),
            "ISCED_ala3": like(r"\d{4}"),
            "saika": like(r"\d{4}(0[1-9]|1[0-2])"),
            "ulkom": code("0", "1"),
        },
        ("henkilotunnus",),
        rule=level_of_the_degree_taken_by_then,
    ),
}


def deliveries(root: Path, year: int) -> Iterator[tuple[str, Path, list[Row]]]:
    """(form's name, path, rows) of every file of a year, parents before children."""
    paths = {re.sub(rf"_{year}", "", p.name.split(".")[0]): p for p in root.glob(f"*/{year}/*")}
    assert paths.keys() == FORMS.keys()
    for name, form in FORMS.items():
        data = paths[name].read_bytes()
        text = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode(form.encoding)
        lines = text.splitlines()
        fields = lines[0].split(form.separator)
        split = [line.split(form.separator) for line in lines[1:]]
        assert {len(cells) for cells in split} <= {len(fields)}, f"{name}: ragged rows"
        yield name, paths[name], [dict(zip(fields, cells, strict=True)) for cells in split]


def verdicts(
    root: Path, year: int
) -> tuple[set[tuple[str, int, str, str]], set[tuple[str, int, str]]]:
    """Faulty rows (file, row, column, reason); rows that fall with a parent (file, row, reason)."""
    faults: set[tuple[str, int, str, str]] = set()
    fallen: set[tuple[str, int, str]] = set()
    accepted: dict[str, set[tuple[str, ...]]] = {}
    refused: dict[str, set[tuple[str, ...]]] = {}
    for name, path, rows in deliveries(root, year):
        form = FORMS[name]
        seen: set[tuple[str, ...]] = set()
        good: set[tuple[str, ...]] = set()
        bad: set[tuple[str, ...]] = set()
        for at, row in enumerate(rows, start=1):
            wrong = [(c, r) for c, judge in form.columns.items() if (r := judge(row[c]))]
            if not wrong and (broken := form.rule(row)):
                wrong = [broken]
            key = tuple(row[c] for c in form.key)
            if not wrong and key and key in seen:
                wrong = [(form.key[0], "duplicate")]
            seen.add(key)
            if not wrong and form.parent:
                table, column, own = form.parent
                parent = tuple(row[c] for c in own)
                if parent in refused[table] and parent not in accepted[table]:
                    fallen.add((path.name, at, "parent_quarantined"))
                    bad.add(key)
                    continue
                if parent not in accepted[table]:
                    wrong = [(column, "orphan")]
            assert len(wrong) < 2, f"{name} row {at} has more than one fault"
            faults |= {(path.name, at, *w) for w in wrong}
            (bad if wrong else good).add(key)
        accepted[name], refused[name] = good, bad
    return faults, fallen


def listed(root: Path, name: str, year: int) -> list[Row]:
    with (root / name).open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["year"] == str(year)]


@pytest.mark.parametrize("year", YEARS)
def test_exactly_the_planted_rows_are_faulty_and_exactly_their_children_fall(
    made: Path, year: int
) -> None:
    faults, fallen = verdicts(made, year)
    planted = {
        (r["file"], int(r["row"]), r["column"], r["reason"])
        for r in listed(made, "planted_faults.csv", year)
    }
    cascades = {
        (r["file"], int(r["row"]), r["reason"]) for r in listed(made, "planted_cascades.csv", year)
    }
    # A child whose parent's own key was spoilt looks like any orphan; the lists tell them apart.
    lost = {(f, at, reason) for f, at, _, reason in faults - planted}
    assert planted - faults == set()
    assert {reason for _, _, reason in lost} <= {"orphan"}
    assert cascades == fallen | lost


def test_each_planted_row_is_named_once_and_no_cascade_is_planted_as_well(made: Path) -> None:
    for year in YEARS:
        planted = Counter((r["file"], r["row"]) for r in listed(made, "planted_faults.csv", year))
        cascades = Counter(
            (r["file"], r["row"]) for r in listed(made, "planted_cascades.csv", year)
        )
        assert set(planted.values()) == {1}
        assert set(cascades.values()) == {1}
        assert not planted.keys() & cascades.keys()


def test_the_rate_of_faults_is_the_one_asked_for_in_every_table(made: Path) -> None:
    for year in YEARS:
        planted = Counter(r["file"] for r in listed(made, "planted_faults.csv", year))
        for name, path, rows in deliveries(made, year):
            assert abs(planted[path.name] - 0.008 * len(rows)) <= 1.5, name


def test_every_reason_is_planted_somewhere(made: Path) -> None:
    reasons = {r["reason"] for y in YEARS for r in listed(made, "planted_faults.csv", y)}
    assert reasons == {
        *("hetu_bad_check", "hetu_bad_date", "hetu_bad_format", "hetu_future", "missing"),
        *("not_a_number", "not_a_date", "out_of_range", "unknown_code", "duplicate", "orphan"),
        *("death_before_birth", "moved_out_before_in"),
        *("bad_pattern", "level_not_of_degree", "completed_after_year"),
    }


def test_neither_key_file_holds_an_identity_code(made: Path) -> None:
    for name in ("planted_faults.csv", "planted_cascades.csv"):
        assert not re.search(r"\d{6}[-+A-FU-Y]9\d\d", (made / name).read_text(encoding="utf-8"))


def test_persons_keep_their_codes_and_the_corrected_ones_are_listed(made: Path) -> None:
    tables = {y: {n: rows for n, _, rows in deliveries(made, y)} for y in YEARS}
    first, second = (
        {r["HENKILOTUNNUS"] for r in tables[y]["vtj_henkilo"] if hetu(r["HENKILOTUNNUS"]) is None}
        for y in YEARS
    )
    assert len(first & second) > 0.95 * len(first)
    corrections = [
        r
        for r in tables[2022]["vtj_hetukorjaus"]
        if r["MUUTETTUHENKILOTUNNUS"] and r["AKTIIVINENHENKILOTUNNUS"]
    ]
    assert len(corrections) >= 4
    old = {r["MUUTETTUHENKILOTUNNUS"] for r in corrections}
    assert not old & second
    used = {
        r["incomeEarnerHetu"]
        for n in ("palkka", "etuus")
        for r in tables[2022][f"tulorek_{n}_ilmoitus"]
    }
    assert old & used, "payers go on using some old codes"


def test_lines_of_a_report_add_up_and_a_replacement_has_lines_of_its_own(made: Path) -> None:
    tables = {n: rows for n, _, rows in deliveries(made, 2022)}
    split: dict[tuple[str, str], int] = defaultdict(int)
    total: dict[tuple[str, str], int] = {}
    for line in tables["tulorek_palkka_tulolaji"]:
        if LINE["amount"](line["amount"]) or "true" in (line["recovery"], line["unjustEnrichment"]):
            continue
        key = (line["repId"], line["reportVersion"])
        cents = int(line["amount"].replace(",", ""))
        if line["transactionCode"] == "101":
            total[key] = cents
        elif line["transactionCode"].startswith("2"):
            split[key] += cents
    wrong = [k for k, v in split.items() if k in total and v != total[k]]
    assert len(split) > 0.2 * len(total)
    assert len(wrong) <= 0.01 * len(split) + 2, "only where a line is faulty"
    replaced = {k for k, version in total if version == "2"}
    assert replaced
    assert all((k, "1") in total for k in replaced)


def test_households_of_the_survey_are_whole_and_one_member_answers(made: Path) -> None:
    tables = {n: rows for n, _, rows in deliveries(made, 2022)}
    members = Counter(r["RB040"] for r in tables["silc_R"])
    size = {r["HB030"]: int(r["HX040"]) for r in tables["silc_H"]}
    assert sum(members[h] == n for h, n in size.items()) > 0.95 * len(size)
    answering = Counter(p["PB030"][:-2] for p in tables["silc_P"] if p["PH010"])
    assert set(answering.values()) <= {1, 2}
    assert sum(answering.values()) < 1.03 * len(answering)
    assert all(bool(p["PB060"]) == bool(p["PH010"]) for p in tables["silc_P"])
