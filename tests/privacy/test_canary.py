"""The canary test: identity codes go in, everything fails that can, and no byte outside landing,
key folder included, holds one of them in any guise.

Three years of population are delivered: one with broken rows, one that is refused for too many
of them, one with a quote left open. Refresh first fails inside accept with an error that quotes
rows, then runs to its end while a library talks of rows on standard error.
"""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl
import pytest
from border_deliveries import CHECK_CHARACTERS, csv_bytes, deliver, hetu, person, quarantine
from border_population import (
    PROJECT,
    change,
    deliver_population,
    files,
    hooked,
    residence,
    resident,
)

from quality.acceptance import acceptances
from sources import building_stock, noise_maps
from sources.home import AS_OF_VARIABLE, HOME_VARIABLE, Home

GOOD = [hetu("130377", number, sign) for number, sign in ((901, "-"), (902, "Y"), (903, "-"))]
NO_DATE = hetu("310277", 904)
WRONG_CHECK = hetu("130377", 905)[:-1] + "#"
FORMER = hetu("140377", 906)
DWELLINGS = ["912345678X1C007", "987654321K2D009"]
WORDS = ["Kanarialintu", "4711kanaria"]
BUILDING = "912345678R"  # with its check character, as the building stock has it
BUILDINGS = [BUILDING, *(dwelling[:10] for dwelling in DWELLINGS)]
CANARIES = [*GOOD, NO_DATE, WRONG_CHECK, FORMER, *DWELLINGS, *BUILDINGS, *WORDS]


def population(year: int, people: list[str], broken: list[dict[str, str]]) -> dict[str, bytes]:
    return files(
        year,
        [resident(code) for code in people] + broken,
        [residence(code, DWELLINGS[n % 2]) for n, code in enumerate(people)],
        [change(FORMER, people[0])],
    )


BROKEN = [
    resident(NO_DATE),
    resident(WRONG_CHECK),
    resident(WORDS[0]),
    resident(GOOD[1], SYNTYMAPV=WORDS[1]),
    resident(GOOD[0]),
]


def stock() -> bytes:
    """A good building, the same again, one with a wrong check character, one far out at sea."""
    good = {
        "RAKENNUSTUNNUS": BUILDING,
        "KUNTAKOODI": "837",
        "KAYTTOTARKOITUS": "0110",
        "KERROSALA": "120",
        "VALMISTUMISVUOSI": "1977",
        "LAMMITYSAINE": "4",
        "ASUNTOJEN_LKM": "1",
        "POHJOINEN": "6822000",
        "ITA": "328000",
    }
    others = [CHECK_CHARACTERS[int(f"91234{n:04d}") % 31] for n in range(100)]
    fillers = [good | {"RAKENNUSTUNNUS": f"91234{n:04d}{c}"} for n, c in enumerate(others)]
    wrong = good | {"RAKENNUSTUNNUS": DWELLINGS[0][:10]}
    at_sea = good | {"RAKENNUSTUNNUS": DWELLINGS[1][:10], "ITA": "4"}
    return csv_bytes([good, good, wrong, at_sea, *fillers])


def noise() -> bytes:
    """The good building at two kinds of source, one that is no building id, one level too many."""
    good = {"RAKENNUSTUNNUS": BUILDING, "MELULAHDE": "tie", "LDEN": "61,5", "LYO": "52"}
    quiet = [good | {"RAKENNUSTUNNUS": f"91234{n:04d}0", "LDEN": "44"} for n in range(100)]
    no_id = good | {"RAKENNUSTUNNUS": WORDS[0]}
    too_loud = good | {"RAKENNUSTUNNUS": DWELLINGS[0][:10], "LDEN": "610"}
    return csv_bytes([good, good | {"MELULAHDE": "raide"}, no_id, too_loud, *quiet])


@dataclass(frozen=True)
class Run:
    """What the runs left behind."""

    home: Home
    folder: Path
    failed: subprocess.CompletedProcess[bytes]
    done: subprocess.CompletedProcess[bytes]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("canary")
    home = Home(folder / "home")
    elsewhere = {name: folder / name for name in ("tmp", "user", "work")}
    for path in elsewhere.values():
        path.mkdir()
    people = GOOD + [person(n) for n in range(200)]
    content = population(2021, people, BROKEN)
    name = "vtj_henkilo_2021.csv"
    content[name] = content[name] + f"{GOOD[2]};{WORDS[0]}\n".encode()
    deliver_population(home, 2021, content)
    deliver_population(home, 2022, population(2022, people[:5], BROKEN))
    content = population(2023, people, BROKEN)
    name = "vtj_kotikunta_2023.csv"
    content[name] = content[name].replace(b";837;", b';"837;', 1)
    deliver_population(home, 2023, content)
    deliver(
        home,
        {"rakennukset_2021.csv": stock()},
        source=building_stock.SOURCE,
        period="2021",
        synthetic=True,
    )
    deliver(
        home,
        {"julkisivumelu_2021.csv": noise()},
        source=noise_maps.SOURCE,
        period="2021",
        synthetic=True,
    )
    env = os.environ | hooked(folder)
    env |= {HOME_VARIABLE: str(home.path), "VARANTO_KEYS": str(folder / "keys")}
    env |= {"TMPDIR": str(elsewhere["tmp"]), "HOME": str(elsewhere["user"])}
    env |= {AS_OF_VARIABLE: "2026-11-24", "CANARY": " ".join(CANARIES)}
    env.pop("DAGSTER_HOME", None)

    def refresh(point: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "pipelines.cli.main", "refresh", "--verbose"],
            env=env | {"ACCEPT_FAILS": point},
            cwd=elsewhere["work"],
            capture_output=True,
            check=False,
        )

    return Run(home, folder, refresh("judge"), refresh("talk"))


def guises(canary: str) -> set[bytes]:
    """The canary as it may stand in a file: text, wide text, base64, hexadecimal; without sign."""
    found: set[bytes] = set()
    for text in {canary, canary.lower(), canary[:6] + canary[7:]}:
        for raw in (text.encode(), text.encode("utf-16-le")):
            found |= {raw, raw.hex().encode(), raw.hex().upper().encode()}
            for shift in range(3):
                # Only what no neighbouring byte takes part in: whole groups of three bytes.
                start = (3 - shift) % 3
                inner = raw[start : start + (len(raw) - start) // 3 * 3]
                found |= {base64.b64encode(inner), base64.urlsafe_b64encode(inner)}
    return found


GUISES = {guise: canary for canary in CANARIES for guise in guises(canary)}


def seen(content: bytes) -> set[str]:
    """The canaries in these bytes."""
    return {canary for guise, canary in GUISES.items() if guise in content}


def contents(path: Path) -> Iterator[bytes]:
    """A file's bytes, and its values where it packs them."""
    yield path.read_bytes()
    if path.suffix == ".parquet":
        yield text_of(pl.read_parquet(path))
    if path.suffix == ".duckdb":
        with duckdb.connect(str(path), read_only=True) as connection:
            tables = connection.sql(
                "select table_schema, table_name from information_schema.tables"
            ).fetchall()
            for schema, name in tables:
                yield str(connection.sql(f'from "{schema}"."{name}"').fetchall()).encode()


def text_of(frame: pl.DataFrame) -> bytes:
    binary = [c for c, dtype in frame.schema.items() if dtype == pl.Binary]
    return frame.with_columns(pl.col(binary).bin.encode("hex")).write_json().encode()


def places(folder: Path, home: Home) -> list[Path]:
    """Every file that the runs may have written, outside landing and what the test sent."""
    own = {folder / "sent", folder / "hook", home.landing}
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not own & {path, *path.parents}
    ]


def test_the_search_finds_each_canary_in_each_guise(tmp_path: Path) -> None:
    for canary in CANARIES:
        sign_less = canary[:6] + canary[7:]
        for text in (canary, sign_less):
            for before in (b"", b"x", b"xy"):
                for packed in (
                    text.encode(),
                    text.encode("utf-16"),
                    base64.b64encode(before + text.encode() + b"yz"),
                    text.encode().hex().encode(),
                ):
                    assert seen(b"..." + packed + b"...")
    frame = pl.DataFrame({"x": CANARIES * 1000, "y": [b"x"] * len(CANARIES) * 1000})
    frame.write_parquet(tmp_path / "x.parquet", statistics=False)
    found = [seen(content) for content in contents(tmp_path / "x.parquet")]
    assert found[-1] == set(CANARIES)
    with duckdb.connect(str(tmp_path / "x.duckdb")) as connection:
        connection.sql("create table t as from frame")
    assert set(CANARIES) in [seen(content) for content in contents(tmp_path / "x.duckdb")]


def test_the_deliveries_were_full_of_canaries_and_were_judged(run: Run) -> None:
    landed = b"".join(p.read_bytes() for p in run.home.landing.rglob("*.csv"))
    assert seen(landed) == set(CANARIES)
    records = acceptances(run.home, "population")
    assert [(r.period, r.status) for r in records] == [
        ("2021", "accepted"),
        ("2022", "refused"),
        ("2023", "refused"),
    ]
    reasons = {reason for *_, reason in quarantine(run.home, records[0])}
    assert reasons == {
        "hetu_bad_date",
        "hetu_bad_format",
        "not_a_date",
        "duplicate",
        "malformed_row",
    }
    assert "quote is left open" in records[2].why
    (stock_record,) = acceptances(run.home, "building_stock")
    assert stock_record.status == "accepted"
    reasons = {reason for *_, reason in quarantine(run.home, stock_record)}
    assert reasons == {"duplicate", "building_bad_check", "out_of_range"}
    (noise_record,) = acceptances(run.home, "noise_maps")
    assert noise_record.status == "accepted"
    reasons = {reason for *_, reason in quarantine(run.home, noise_record)}
    assert reasons == {"bad_pattern", "out_of_range"}


def test_the_first_refresh_failed_inside_accept_and_the_second_made_a_release(run: Run) -> None:
    assert run.failed.returncode == 1
    assert b"accept failed (ValueError at" in run.failed.stderr
    assert seen((run.folder / "hook" / "quoted").read_bytes()) >= set(GOOD) | set(WORDS)
    assert run.done.returncode == 1  # two deliveries are refused; the year that is good goes on
    told = [line for line in run.done.stderr.splitlines() if b"population, delivery" in line]
    assert len(told) >= 2
    assert b"2 deliveries were refused" in run.done.stderr.splitlines()[-1]
    with duckdb.connect(str(run.home.database), read_only=True) as connection:
        assert connection.sql("from reserves.social_connections").fetchall()


def test_nobody_s_code_or_dwelling_is_in_what_was_said(run: Run) -> None:
    for finished in (run.failed, run.done):
        assert finished.stdout + finished.stderr
        assert seen(finished.stdout + finished.stderr) == set()


def test_nobody_s_code_or_dwelling_is_in_any_file_outside_landing(run: Run) -> None:
    paths = places(run.folder, run.home)
    kinds = {
        path.relative_to(run.home.path).parts[0] for path in paths if run.home.path in path.parents
    }
    assert {"facts", "identity", "quarantine", "dagster", "person_years", "surroundings"} <= kinds
    assert run.folder / "keys" / "root.key" in paths
    leaks = {
        str(path.relative_to(run.folder)): found
        for path in paths
        for content in contents(path)
        if (found := seen(content))
    }
    assert leaks == {}


def test_accept_alone_opened_the_key(run: Run) -> None:
    openings = (run.folder / "key-openings").read_text().splitlines()
    assert openings
    assert all(" -m quality.process " in line for line in openings)
    # Were another process to open it, the log would show it.
    subprocess.run(
        [sys.executable, "-c", f"open({str(run.folder / 'keys' / 'root.key')!r}).close()"],
        env=os.environ | hooked(run.folder),
        cwd=PROJECT,
        check=True,
    )
    assert "quality.process" not in (run.folder / "key-openings").read_text().splitlines()[-1]


def test_no_other_user_can_read_what_is_not_published(run: Run) -> None:
    open_to_others = [
        str(path.relative_to(run.home.path))
        for path in (run.home.path, *run.home.path.rglob("*"))
        if path.stat().st_mode & 0o077 and run.home.releases not in path.parents
    ]
    assert open_to_others == []


def test_the_working_space_in_the_restricted_zone_is_empty_again(run: Run) -> None:
    assert list(run.home.spool.iterdir()) == []
