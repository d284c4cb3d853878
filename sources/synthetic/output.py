"""Files of a delivery: delimited text in the register's encoding, plain or gzip, byte for byte
the same on every run.

Tables come as Polars frames of text and integers, in blocks; nothing of a file is held once it is
written. Gzip carries no time stamp and no name.
"""

from __future__ import annotations

import gzip
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import numpy as np
import numpy.typing as npt
import polars as pl

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Dialect:
    """How a source writes its files."""

    separator: str
    encoding: str = "utf-8"
    compressed: bool = False
    line_end: str = "\n"
    header: bool = True


POPULATION = Dialect(";", "iso-8859-1", line_end="\r\n")
INCOME_REGISTER = Dialect(";", compressed=True)
LIVING_CONDITIONS = Dialect(",")
AIR_QUALITY = Dialect(",")
NOISE_MAPS = Dialect(";")
GREEN_AREAS = Dialect(",")
TIMETABLES = Dialect(",")
WELLBEING_SURVEY = Dialect(";", "iso-8859-1")
LABOUR_FORCE = Dialect(";")
SCHOOL_HEALTH = Dialect(";")
CRIME_VICTIMS = Dialect(";", "iso-8859-1")
KELA = Dialect(";", "iso-8859-1", line_end="\r\n")
SOCIAL_ASSISTANCE = Dialect(";", "iso-8859-1")
CARE_REGISTERS = Dialect(";", "iso-8859-1", compressed=True)
TRUST_SURVEY = Dialect(",")
TIME_USE = Dialect(";")
ELECTIONS = Dialect(";", "iso-8859-1", line_end="\r\n", header=False)


@dataclass
class Written:
    """What the manifest says of a file."""

    path: str
    rows: int
    bytes: int
    sha256: str


class TableFile:
    """One file of a delivery, written block by block; `rows` data rows so far."""

    def __init__(self, root: Path, path: str, columns: tuple[str, ...], dialect: Dialect) -> None:
        self.path = path
        self.columns = columns
        self.rows = 0
        self._root = root
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        self._raw: IO[bytes] = target.open("wb")
        out: IO[bytes] = self._raw
        if dialect.compressed:
            out = cast(
                IO[bytes], gzip.GzipFile("", "wb", compresslevel=4, fileobj=self._raw, mtime=0)
            )
        self.begin(out, dialect)

    def begin(self, out: IO[bytes], dialect: Dialect) -> None:
        """Write the header, if it has one, into `out`, where the rows go too."""
        self._out, self._dialect = out, dialect
        if dialect.header:
            out.write((dialect.separator.join(self.columns) + dialect.line_end).encode("ascii"))

    @property
    def name(self) -> str:
        """The file's own name, without the folders."""
        return Path(self.path).name

    def write(self, block: pl.DataFrame) -> None:
        """Append the rows of `block`, its columns in the file's order."""
        if not block.height:
            return
        buffer = io.BytesIO()
        block.select(self.columns).write_csv(
            buffer,
            include_header=False,
            separator=self._dialect.separator,
            line_terminator=self._dialect.line_end,
            quote_style="never",
        )
        data = buffer.getbuffer()
        if self._dialect.encoding == "utf-8":
            self._out.write(data)
        else:
            self._out.write(str(data, "utf-8").encode(self._dialect.encoding))
        self.rows += block.height

    def close(self) -> Written:
        """End the file; its size and checksum."""
        self._out.close()
        self._raw.close()
        return described(self._root / self.path, self.path, self.rows)


def described(file: Path, path: str, rows: int) -> Written:
    """What the manifest says of a file that is closed."""
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Written(path, rows, file.stat().st_size, digest)


def cents(column: str, mark: str = ",") -> pl.Expr:
    """Whole cents as euros with two decimals after a decimal comma, or another mark."""
    value = pl.col(column)
    text = pl.concat_str(
        value.abs() // 100, pl.lit(mark), (value.abs() % 100).cast(pl.String).str.zfill(2)
    )
    return pl.when(value < 0).then(pl.lit("-") + text).otherwise(text).alias(column)


def tenths(column: str) -> pl.Expr:
    """Whole tenths, not negative, with a decimal comma."""
    value = pl.col(column)
    return pl.format("{},{}", value // 10, value % 10).alias(column)


def dashed(days: pl.Expr) -> pl.Expr:
    """Days since 1900 as YYYY-MM-DD; 0 is empty."""
    return _date(days, "%Y-%m-%d")


def compact(days: pl.Expr) -> pl.Expr:
    """Days since 1900 as YYYYMMDD; 0 is empty."""
    return _date(days, "%Y%m%d")


def dotted(days: pl.Expr) -> pl.Expr:
    """Days since 1900 as DD.MM.YYYY; 0 is empty."""
    return _date(days, "%d.%m.%Y")


def _date(days: pl.Expr, pattern: str) -> pl.Expr:
    # 25,567 days lie between 1 January 1900 and Polars' epoch, 1 January 1970.
    date = (days.cast(pl.Int32) - 25_567).cast(pl.Date).dt.strftime(pattern)
    return pl.when(days > 0).then(date)


def dotted_days(days: Ints) -> pl.Series:
    """Days since 1900 as dd.mm.yyyy; 0 is empty."""
    return _days_as_text(days, "%d.%m.%Y")


def moments(minutes: Ints) -> pl.Series:
    """Minutes since 1900 as dd.mm.yyyy hh:mm; 0 is empty."""
    # By look-up: formatting each moment anew costs several times as much.
    clock = pl.Series([f" {m // 60:02d}:{m % 60:02d}" for m in range(1440)])
    frame = pl.DataFrame({"d": dotted_days(minutes // 1440), "t": clock.gather(minutes % 1440)})
    return frame.select(pl.col("d") + pl.col("t")).to_series()


def _days_as_text(days: Ints, pattern: str) -> pl.Series:
    given = days[days > 0]
    if not len(given):
        return pl.Series([None] * len(days), dtype=pl.String)
    first = int(given.min())
    span = pl.DataFrame({"d": np.arange(first, int(given.max()) + 1)})
    text = span.select(_date(pl.col("d"), pattern)).to_series()
    nothing = pl.Series([None], dtype=pl.String)
    return pl.concat([text, nothing]).gather(np.where(days > 0, days - first, len(text)))


def texts(columns: Mapping[str, object]) -> pl.DataFrame:
    """A frame from arrays; byte strings become text."""
    frame = pl.DataFrame(columns)
    binary = [name for name, kind in frame.schema.items() if kind == pl.Binary]
    return frame.with_columns(pl.col(binary).cast(pl.String)) if binary else frame
