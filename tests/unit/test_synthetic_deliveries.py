"""Synthetic deliveries judged by rules written here anew: sound but for exactly what is planted.

`verdicts` finds what is wrong with each row of a delivery from the formats alone; the key file
must name the same rows, with the same column and reason, and the cascade file their children.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from synthetic_forms import LINE, Row, hetu
from synthetic_survey_forms import ALL_FORMS as FORMS

from sources.synthetic.__main__ import main

PERSONS, YEARS = 1500, (2021, 2022)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two years of a small Finland with four times the usual faults."""
    out = tmp_path_factory.mktemp("synthetic") / "out"
    asked = ["--persons", str(PERSONS), "--years", "2021-2022", "--fault-rate", "0.008"]
    assert main([*asked, "--seed", "3", "--quiet", "--out", str(out)]) == 0
    return out


def deliveries(root: Path, year: int) -> Iterator[tuple[str, str, list[Row]]]:
    """(form's name, file, rows) of every file of a year, parents before children."""
    files = {name: (told, data) for name, told, data in contents(root, year)}
    forms = {name: form for name, form in FORMS.items() if form.year in (None, year)}
    assert files.keys() == forms.keys()
    for name, form in forms.items():
        told, data = files[name]
        text = io.StringIO(data.decode(form.encodings.get(year, form.encoding)), newline="")
        rows = list(csv.reader(text, delimiter=form.separator))
        fields = form.fields or tuple(rows.pop(0))
        ragged = {len(cells) for cells in rows} - {len(fields)}
        assert form.torn or not ragged, f"{name}: ragged rows"
        yield (
            name,
            told,
            [
                dict(zip(fields, cells, strict=True)) if len(cells) == len(fields) else {}
                for cells in rows
            ],
        )


def contents(root: Path, year: int) -> Iterator[tuple[str, str, bytes]]:
    """(form's name, what the file is called, bytes), unpacked: each member of an archive."""
    for path in root.glob(f"*/{year}*/*"):
        data = path.read_bytes()
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for member in archive.namelist():
                    yield member.split(".")[0], f"{path.name}/{member}", archive.read(member)
        elif ".json" not in path.name:  # documents are judged elsewhere
            plain = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
            yield re.sub(rf"[-_]{year}", "", path.name.split(".")[0]), path.name, plain


def verdicts(
    root: Path, year: int
) -> tuple[set[tuple[str, int, str, str]], set[tuple[str, int, str]]]:
    """Faulty rows (file, row, column, reason); rows that fall with a parent (file, row, reason)."""
    faults: set[tuple[str, int, str, str]] = set()
    fallen: set[tuple[str, int, str]] = set()
    accepted: dict[str, set[tuple[str, ...]]] = {}
    refused: dict[str, set[tuple[str, ...]]] = {}
    for name, file, rows in deliveries(root, year):
        form = FORMS[name]
        seen: set[tuple[str, ...]] = set()
        good: set[tuple[str, ...]] = set()
        bad: set[tuple[str, ...]] = set()
        for at, row in enumerate(rows, start=1):
            if not row:
                faults.add((file, at, form.torn, "malformed_row"))
                continue
            wrong = [(c, r) for c, judge in form.columns.items() if (r := judge(row[c]))]
            if not wrong and (broken := form.rule(row)):
                wrong = [broken]
            key = tuple(row[c] for c in form.key)
            version = tuple(row[c] for c in (*form.key, *form.version))
            if not wrong and key and version in seen:
                wrong = [(form.key[0], "duplicate")]
            if not wrong:
                seen.add(version)  # the first sound row with a key is the one that stays
            if not wrong and form.parent:
                table, column, own = form.parent
                parent = tuple(row[c] for c in own)
                if parent in refused[table] and parent not in accepted[table]:
                    fallen.add((file, at, "parent_quarantined"))
                    bad.add(key)
                    continue
                if parent not in accepted[table]:
                    wrong = [(column, "orphan")]
            assert len(wrong) < 2, f"{name} row {at} has more than one fault"
            faults |= {(file, at, *w) for w in wrong}
            (bad if wrong else good).add(key)
        accepted[name], refused[name] = good, bad
    return faults, fallen


def listed(root: Path, name: str, year: int) -> list[Row]:
    with (root / name).open(encoding="utf-8", newline="") as file:
        return [
            row
            for row in csv.DictReader(file)
            if row["year"] == str(year) and ".json" not in row["file"]  # a test apart
        ]


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
        for name, file, rows in deliveries(made, year):
            # Rows that were added as faults are among the rows.
            off = abs(planted[file] - 0.008 * len(rows))
            assert off <= 1.5 + 0.008 * planted[file], name


def test_every_reason_is_planted_somewhere(made: Path) -> None:
    reasons = {r["reason"] for y in YEARS for r in listed(made, "planted_faults.csv", y)}
    assert reasons == {
        *("hetu_bad_check", "hetu_bad_date", "hetu_bad_format", "hetu_future", "missing"),
        *("not_a_number", "not_a_date", "out_of_range", "unknown_code", "duplicate", "orphan"),
        *("death_before_birth", "moved_out_before_in"),
        *("week_outside_quarter", "county_outside_region"),
        *("weekday_not_of_date", "day_outside_survey", "not_its_kind_of_day"),
        *("bad_pattern", "level_not_of_degree", "completed_after_year", "other_year"),
        *("reimbursed_more_than_it_cost", "prescribed_after_purchase"),
        "right_ends_before_it_begins",
        *("search_backwards", "spell_backwards"),
        *("building_bad_check", "no_such_hour"),
        *("not_a_moment", "began_before_contact", "ended_before_began"),
        *("need_assessed_before_contact", "discharged_before_arrival", "year_not_of_discharge"),
        # Of the elections' other reasons each is tried in test_elections_spec.
        *("residents_over_total", "municipality_not_named", "malformed_row"),
        *("more_voters_than_entitled", "votes_not_total"),
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


def test_changes_of_the_last_years_deaths_lead_to_who_died(made: Path) -> None:
    tables = {n: rows for n, _, rows in deliveries(made, 2022)}
    early, changes = tables["kuolemansyyt"], tables["kuolemansyyt_muutokset"]
    was = {r["HENKILOTUNNUS"]: r["TPKS"] for r in early}
    of = {
        kind: {r["HENKILOTUNNUS"]: r["TPKS"] for r in changes if r["MUUTOS"] == kind}
        for kind in "LMP"
    }
    dead = {r["HENKILOTUNNUS"] for r in tables["vtj_henkilo"] if r["KUOLINPV"][:4] == "2022"}
    assert all(of.values())
    assert not of["L"].keys() & was.keys()
    assert of["M"].keys() | of["P"].keys() <= was.keys()
    assert {was[who] for who in of["M"]} == {"R99"}
    assert "R99" not in {*of["L"].values(), *of["M"].values()}
    assert of["L"].keys() | of["M"].keys() <= dead
    assert not of["P"].keys() & dead
