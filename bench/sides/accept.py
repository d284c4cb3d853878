"""Accept of one Incomes Register year, and the least that reads, casts and writes the same files.

The minimum reads, casts and writes every column but the identity code, which stays as text (it
writes to a temporary folder, and the persons are invented).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.csv as pacsv

from bench.pairs import YEAR
from bench.prepare import AS_OF
from quality.accept import Accept
from quality.acceptance import ACCEPTED, acceptances
from sources.catalogue import source
from sources.home import Home
from sources.identity.keys import KeyRing, keys_dir
from sources.identity.registry import LocalRegistry
from sources.landing.receive import receive

INCOMES = "income_register"
DATES = ("paymentDate", "paymentStartDate", "paymentEndDate")


def _files(work: Path) -> list[Path]:
    return sorted((work / "deliveries" / INCOMES / str(YEAR)).iterdir())


def _home(work: Path) -> Home:
    return Home(work / "accept-home")


def ours(work: Path) -> Callable[[], object]:
    home = _home(work)
    shutil.rmtree(home.path, ignore_errors=True)
    home.prepare()
    incomes = source(INCOMES)
    received = receive(home, incomes, _files(work), period=str(YEAR), synthetic=True)
    keys = KeyRing.open(keys_dir(work / "home"), home.path)
    accept = Accept(home, date.fromisoformat(AS_OF), keys, LocalRegistry(home.identity, keys))
    return lambda: accept.accept(incomes, received.delivery)


def minimum(work: Path) -> Callable[[], object]:
    out = work / "accept-minimum"
    out.mkdir(exist_ok=True)

    def run() -> None:
        for path in _files(work):
            rows = pl.from_arrow(_read(path))
            assert isinstance(rows, pl.DataFrame)
            rows.with_columns(_casts(rows.columns)).write_parquet(
                out / f"{path.name}.parquet", compression="zstd", compression_level=1
            )

    return run


def _read(path: Path) -> pa.Table:
    # Text first, as in accept: malformed rows are left out, the rest can't fail.
    header = pacsv.open_csv(path, parse_options=pacsv.ParseOptions(delimiter=";")).schema.names
    return pacsv.read_csv(
        path,
        parse_options=pacsv.ParseOptions(delimiter=";", invalid_row_handler=lambda _: "skip"),
        convert_options=pacsv.ConvertOptions(
            column_types=dict.fromkeys(header, pa.string()), strings_can_be_null=True
        ),
    )


def _casts(columns: list[str]) -> list[pl.Expr]:
    casts = [pl.col(c).str.to_date("%Y-%m-%d", strict=False) for c in columns if c in DATES]
    if "reportVersion" in columns:
        casts.append(pl.col("reportVersion").cast(pl.Int64, strict=False))
    if "amount" in columns:
        amount = pl.col("amount").str.replace(",", ".", literal=True)
        casts.append((amount.cast(pl.Float64, strict=False) * 10_000).round(0).cast(pl.Int64))
    return casts


def check(work: Path) -> str:
    (record,) = acceptances(_home(work), INCOMES)
    assert record.status == ACCEPTED, record.why
    read = sum(t.read for t in record.tables.values())
    broken = sum(
        n
        for t in record.tables.values()
        for fault, n in t.faults.items()
        if fault.startswith("malformed_row")
    )
    written = sum(
        pl.scan_parquet(path).select(pl.len()).collect().item()
        for path in (work / "accept-minimum").iterdir()
    )
    assert read - broken == written, (read, broken, written)
    return f"{read:,} rows read by both"
