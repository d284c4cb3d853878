"""Read a delivered file as text, batch by batch, with the number of each row.

Everything is read as String: a library that casts quotes what it can't cast. Rows that break
the file's form (too many or too few fields) are counted by number and skipped.
"""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from sources.declarations import CsvFormat, Source, Table
from sources.errors import Refused
from sources.landing.delivery import Delivery

BLOCK_BYTES = 32 << 20
SAMPLE_BYTES = 1 << 20
ROW = "_row"
"""The locator: 1-based number of the data row within its file."""


@dataclass
class TableReader:
    """One file of one table. Iterate `batches`; then `malformed` holds the broken rows' numbers."""

    source: Source
    delivery: Delivery
    table: Table
    path: Path
    malformed: list[int] = field(default_factory=list)
    rows_read: int = 0

    def batches(self) -> Iterator[pl.DataFrame]:
        """Frames of String columns under canonical names, with `_row` (Int64).

        Raises Refused when the file can't be read whole: wrong encoding or columns, truncated
        archive, no rows.
        """
        reader = self._csv if isinstance(self.source.format, CsvFormat) else self._parquet
        try:
            yield from reader()
        except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile):
            raise self.refusal(
                f"{self.path.name} is cut off or not the archive that its name says",
                "Ask the supplier to send it again.",
            ) from None
        except UnicodeDecodeError:
            raise self._encoding_refusal() from None
        except pa.ArrowInvalid as error:
            # Arrow's text quotes the row: only its kind is passed on.
            if "invalid UTF8" in str(error) or "UTF-8" in str(error):
                raise self._encoding_refusal() from None
            raise self.refusal(
                f"{self.path.name} can't be read as {self._form()}",
                "Check delimiter and quotes against the source's declaration.",
            ) from None
        self.rows_read = max([self.rows_read, *self.malformed])
        if self.rows_read == 0:
            raise self.refusal(
                f"{self.path.name} has no rows", "Ask the supplier to send it again."
            )

    def refusal(self, what: str, todo: str) -> Refused:
        """The delivery's refusal, in our words."""
        return Refused(self.source.id, self.delivery.id, what, f"{todo} Nothing was changed.")

    def _form(self) -> str:
        form = self.source.format
        if isinstance(form, CsvFormat):
            return f"CSV with '{form.delimiter}' in {form.encoding}"
        return "Parquet"

    def _encoding_refusal(self) -> Refused:
        return self.refusal(
            f"{self.path.name} is not in the encoding that is declared ({self._form()})",
            "Ask the supplier for it in that encoding, or change the declaration.",
        )

    def _csv(self) -> Iterator[pl.DataFrame]:
        form = self.source.format
        assert isinstance(form, CsvFormat)
        self._check_encoding(form)
        with open_packed(self.path) as stream:
            header = next(iter_header(stream, form), [])
            columns = self._match(header)
        options = pacsv.ReadOptions(
            encoding=form.encoding,
            block_size=BLOCK_BYTES,
            use_threads=False,
            column_names=[f"c{i}" for i in range(len(header))],
            skip_rows=1,
        )
        convert = pacsv.ConvertOptions(
            column_types={f"c{i}": pa.string() for i in range(len(header))},
            include_columns=[f"c{i}" for i in columns.values()],
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
            null_values=[""],
        )
        parse = pacsv.ParseOptions(
            delimiter=form.delimiter, invalid_row_handler=self._malformed_row
        )
        with open_packed(self.path) as stream, _arrow(stream, options, parse, convert) as batches:
            for batch in batches:
                frame = pl.from_arrow(pa.Table.from_batches([batch]))
                assert isinstance(frame, pl.DataFrame)
                if frame.height:
                    yield self._numbered(
                        frame.rename(dict(zip(frame.columns, columns, strict=True)))
                    )

    def _malformed_row(self, row: pacsv.InvalidRow) -> str:
        # Physical row numbers count the header.
        self.malformed.append(int(row.number) - 1)
        return "skip"

    def _numbered(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Number the rows of the file, leaving out the numbers of malformed rows."""
        first = self.rows_read + 1
        numbers = np.arange(first, first + frame.height + len(self.malformed), dtype=np.int64)
        numbers = np.setdiff1d(numbers, np.array(self.malformed, dtype=np.int64))[: frame.height]
        self.rows_read = int(numbers[-1])
        return frame.with_columns(pl.Series(ROW, numbers))

    def _parquet(self) -> Iterator[pl.DataFrame]:
        with pq.ParquetFile(self.path) as file:
            columns = self._match(file.schema_arrow.names)
            names = [file.schema_arrow.names[i] for i in columns.values()]
            for batch in file.iter_batches(batch_size=500_000, columns=names):
                frame = pl.from_arrow(pa.Table.from_batches([batch]))
                assert isinstance(frame, pl.DataFrame)
                renamed = frame.select(
                    pl.col(theirs).cast(pl.String).alias(ours)
                    for ours, theirs in zip(columns, names, strict=True)
                )
                yield self._numbered(renamed)

    def _match(self, header: list[str]) -> dict[str, int]:
        """Canonical name → position in the file; columns that we don't know are left behind."""
        positions: dict[str, int] = {}
        for position, name in enumerate(header):
            positions.setdefault(name.strip().strip('"').lower(), position)
        found = {
            c.name: positions[c.original.lower()]
            for c in self.table.kept
            if c.original.lower() in positions
        }
        lacking = [c.original for c in self.table.kept if c.name not in found]
        if lacking:
            raise self.refusal(
                f"{self.path.name} lacks the column{'s' if len(lacking) > 1 else ''} "
                f"{', '.join(lacking)} ({len(header)} columns came)",
                "Check the header and the delimiter against the source's declaration.",
            )
        return found

    def _check_encoding(self, form: CsvFormat) -> None:
        """Refuse text that is plainly in another encoding; ISO-8859-1 would accept any bytes."""
        with open_packed(self.path) as stream:
            sample = stream.read(SAMPLE_BYTES)
        if sample[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in sample:
            raise self._encoding_refusal()
        if form.encoding.lower().startswith("iso-8859") and not sample.isascii():
            try:
                # The sample may end inside a character.
                sample[: sample.rfind(b"\n") + 1].decode("utf-8")
            except UnicodeDecodeError:
                return
            raise self._encoding_refusal()


@contextmanager
def open_packed(path: Path) -> Iterator[IO[bytes]]:
    """The file's bytes, unpacked from gzip or from a zip of one file."""
    if path.suffix.lower() == ".gz":
        with gzip.open(path, "rb") as unpacked:
            yield cast(IO[bytes], unpacked)
    elif path.suffix.lower() == ".zip":
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
            if len(members) != 1:
                raise zipfile.BadZipFile
            with archive.open(members[0]) as stream:
                yield stream
    else:
        with path.open("rb") as stream:
            yield stream


def iter_header(stream: IO[bytes], form: CsvFormat) -> Iterator[list[str]]:
    """The names in the first line."""
    line = stream.readline(SAMPLE_BYTES)
    text = line.decode("utf-8-sig" if form.encoding.lower() == "utf-8" else form.encoding)
    yield [name.strip().strip('"') for name in text.rstrip("\r\n").split(form.delimiter)]


def _arrow(
    stream: IO[bytes],
    read: pacsv.ReadOptions,
    parse: pacsv.ParseOptions,
    convert: pacsv.ConvertOptions,
) -> pacsv.CSVStreamingReader:
    return pacsv.open_csv(stream, read_options=read, parse_options=parse, convert_options=convert)
