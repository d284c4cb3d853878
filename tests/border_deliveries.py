"""A small source with every kind of column, and deliveries of it, for the tests of the border."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from unittest.mock import patch

import polars as pl

from quality.accept import Accept
from quality.acceptance import Acceptance, facts_path
from sources.declarations import (
    Column,
    CsvFormat,
    Exclusion,
    Format,
    Kind,
    Reference,
    Rule,
    Source,
    SourceKind,
    Table,
    UnknownCode,
)
from sources.home import Home
from sources.identity.keys import KeyRing
from sources.identity.permutation import Permutation
from sources.identity.registry import LocalRegistry
from sources.landing.delivery import Delivery
from sources.landing.receive import receive
from sources.synthetic.faults import Fault

AS_OF = date(2026, 11, 24)
_KEYS = KeyRing(bytes(range(32)))
_PERMUTATION = Permutation(_KEYS)
Row = dict[str, str]
CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"


def hetu(ddmmyy: str, number: int, sign: str = "-") -> str:
    """An identity code with a right check character, put together at run time."""
    return f"{ddmmyy}{sign}{number:03d}{CHECK_CHARACTERS[int(f'{ddmmyy}{number:03d}') % 31]}"


def person(nth: int) -> str:
    """The identity code of the nth invented person."""
    return hetu(f"{nth // 100 % 28 + 1:02d}0375", 900 + nth % 100)


CLIENTS = Table(
    name="clients",
    grain="one row a client",
    file_pattern=r"clients\.csv",
    columns=(
        Column("person", "HETU", Kind.PERSON, "The client"),
        Column("sex", "SUKUPUOLI", Kind.CODE, "Sex", codes={"1": "M", "2": "F"}),
        Column("born", "SYNTPV", Kind.DATE, "Date of birth", date_format="%Y%m%d"),
        Column("left", "LOPPUPV", Kind.DATE, "Last day", required=False, date_format="%Y%m%d"),
        Column("income", "TULO", Kind.MONEY, "Income", minimum=0, maximum=1_000_000, unit="EUR"),
        Column("weight", "PAINO", Kind.NUMBER, "Weight", required=False),
        Column("visits", "KAYNNIT", Kind.INTEGER, "Visits", required=False, minimum=0, maximum=366),
        Column("dwelling", "ASUNTO", Kind.DWELLING, "Dwelling", False, pattern="^9[0-9]{8}.+$"),
        Column("language", "KIELI", Kind.TEXT, "Language", False, pattern="^[a-z]{2}$"),
        Column("seen", "AIKA", Kind.MOMENT, "Last seen", False, date_format="%d.%m.%Y %H:%M"),
        Column("cause", "SYY", Kind.TEXT, "ICD-10", False, pattern="^[A-Z][0-9]{2}", bare=True),
        Column("faith", "USKONTO", Kind.TEXT, "Never read", False, special_category=True),
    ),
    unique=(("person",),),
    rules=(
        Rule(
            "left_before_birth",
            pl.col("left") >= pl.col("born"),
            ("left", "born"),
            "The last day is before the date of birth.",
        ),
    ),
)

EPISODES = Table(
    name="episodes",
    grain="one row an episode and version",
    file_pattern=r"episodes\.csv",
    columns=(
        Column("episode", "JAKSO", Kind.RECORD, "Episode"),
        Column("version", "VERSIO", Kind.INTEGER, "Version", minimum=1),
        Column("person", "HETU", Kind.PERSON, "The client"),
        Column(
            "place", "PAIKKA", Kind.CODE, "Place", codes={"091": "KU091", "837": "KU837"},
            unknown_code=UnknownCode.REFUSE,
        ),
        Column("state", "TILA", Kind.CODE, "State", codes={"K": "held", "P": "cancelled"}),
    ),
    unique=(("episode", "version"),),
    references=(Reference(("person",), "clients", ("person",)),),
    latest_of=(("episode",), "version"),
    exclusions=(Exclusion("cancelled", pl.col("state") == "cancelled", "It never took place."),),
)  # fmt: skip

ACTS = Table(
    name="acts",
    grain="one row an act of an episode",
    file_pattern=r"acts\.csv",
    columns=(
        Column("episode", "JAKSO", Kind.RECORD, "Episode"),
        Column("version", "VERSIO", Kind.INTEGER, "Version"),
        Column("minutes", "MIN", Kind.INTEGER, "Minutes", minimum=0),
    ),
    references=(Reference(("episode", "version"), "episodes", ("episode", "version")),),
)


def care(
    form: Format | None = None,
    tables: tuple[Table, ...] = (CLIENTS, EPISODES, ACTS),
    reject_limit: float = 1.0,
) -> Source:
    """The source; by default no share of bad rows refuses a delivery of it."""
    return Source(
        id="care",
        title="Care",
        title_fi="Hoito",
        description="A source of the tests.",
        sector="health",
        kind=SourceKind.REGISTER,
        provider="Tests",
        owner="tests@example.fi",
        licence="none",
        legal_basis="none",
        tables=tables,
        format=form or CsvFormat(delimiter=";", encoding="iso-8859-1", decimal=","),
        reject_limit=reject_limit,
    )


def client(nth: int = 1, **other: str) -> Row:
    """A good row of `clients`, under the supplier's names."""
    return {
        "HETU": person(nth),
        "SUKUPUOLI": "2",
        "SYNTPV": "19750301",
        "LOPPUPV": "",
        "TULO": "12345,67",
        "PAINO": "1,5",
        "KAYNNIT": "3",
        "ASUNTO": "900000759J1C003 ",
        "KIELI": "fi",
        "AIKA": "01.03.2023 09:05",
        "SYY": "F32.9",
        "USKONTO": "1",
    } | other


def episode(number: int = 1, nth: int = 1, version: int = 1, **other: str) -> Row:
    """A good row of `episodes`."""
    return {
        "JAKSO": f"J{number}",
        "VERSIO": str(version),
        "HETU": person(nth),
        "PAIKKA": "837",
        "TILA": "K",
    } | other


def act(number: int = 1, version: int = 1, **other: str) -> Row:
    """A good row of `acts`."""
    return {"JAKSO": f"J{number}", "VERSIO": str(version), "MIN": "15"} | other


def csv_bytes(rows: Sequence[Mapping[str, str]], delimiter: str = ";") -> bytes:
    """The rows as CSV in ISO-8859-1."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("iso-8859-1")


def deliver(
    home: Home,
    files: Mapping[str, bytes],
    *,
    source: Source | None = None,
    period: str = "2023",
    synthetic: bool = True,
    exchange: dict[str, str] | None = None,
) -> Delivery:
    """Receive files of these names and contents."""
    folder = home.path.parent / "sent"
    folder.mkdir(exist_ok=True)
    paths = []
    for name, content in files.items():
        paths.append(folder / name)
        paths[-1].write_bytes(content)
    return receive(
        home, source or care(), paths, period=period, synthetic=synthetic, exchange=exchange
    ).delivery


def deliver_rows(
    home: Home,
    clients: Sequence[Row] = (),
    episodes: Sequence[Row] = (),
    acts: Sequence[Row] = (),
    **other: str | bool | Source,
) -> Delivery:
    """Receive a delivery of these rows; a table without rows gets one good row."""
    files = {
        "clients.csv": csv_bytes(clients or [client()]),
        "episodes.csv": csv_bytes(episodes or [episode()]),
        "acts.csv": csv_bytes(acts or [act()]),
    }
    return deliver(home, files, **other)  # type: ignore[arg-type]  # keywords of deliver


def judge(home: Home, delivery: Delivery, source: Source | None = None) -> Acceptance:
    """Judge it here, in this process, with a key of the tests."""
    with patch("sources.identity.registry.Permutation", lambda _: _PERMUTATION):  # slow to make
        accept = Accept(home, AS_OF, _KEYS, LocalRegistry(home.identity, _KEYS))
    return accept.accept(source or care(), delivery)


def facts(home: Home, record: Acceptance, table: str = "clients") -> pl.DataFrame:
    """The accepted rows."""
    return pl.read_parquet(facts_path(home, record.source, table, record.period, record.delivery))


def quarantine(home: Home, record: Acceptance) -> set[tuple[str, int, str, str]]:
    """(table, row, column, reason) of what is quarantined."""
    path = home.quarantine / record.source / f"{record.delivery}.parquet"
    return set(pl.read_parquet(path).select("table", "row", "column", "reason").iter_rows())


def refused_rows(
    home: Home, source: Source, name: str, text: str
) -> tuple[Acceptance, list[tuple[int, str, str]]]:
    """A delivery of one file, judged though half of it is wrong; (row, column, reason) refused."""
    delivered = deliver(home, {name: text.encode()}, source=source)
    record = judge(home, delivered, replace(source, reject_limit=0.5))
    waits = pl.read_parquet(home.quarantine / source.id / f"{delivered.id}.parquet")
    return record, waits.select("row", "column", "reason").rows()


def with_fault(text: str, nth: int, fault: Fault) -> str:
    """The file of semicolons with the fault in its nth row."""
    lines = text.splitlines()
    at = lines[0].split(";").index(fault.column)
    row = lines[nth].split(";")
    row[at] = fault.change(row[at])
    return "\n".join([*lines[:nth], ";".join(row), *lines[nth + 1 :], ""])


def tree(*folders: Path) -> dict[str, bytes]:
    """Every file below the folders, by path, with its bytes."""
    return {
        str(path): path.read_bytes()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
