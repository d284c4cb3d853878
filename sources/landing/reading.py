"""Read a delivered file as text, batch by batch, with the number of each row.

Everything is read as String: a library that casts quotes what it can't cast. Rows that break
the file's form (too many or too few fields) are counted by number and skipped.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from sources.declarations import CsvFormat, Format, Source, Table
from sources.errors import Refused
from sources.landing.delivery import Delivery
from sources.landing.encodings import surest_encoding
from sources.landing.header import HeaderMismatch, match, match_fields, told
from sources.landing.names import file_of
from sources.landing.unpacking import SUPPLIER, Unreadable, Watched, WrongEncoding, unpack, unpacked

BLOCK_BYTES = 32 << 20
HEADER_BYTES = 1 << 20
ROW = "_row"
"""The locator: 1-based number of the data row within its file."""


@dataclass
class TableReader:
    """One file of one table. Iterate `batches`; then `malformed` holds the broken rows' numbers.

    `remarks` says what was let pass and should be known: unknown columns, another encoding.
    `scratch` is a folder in the restricted zone, where a packed Parquet file is unpacked.
    """

    source: Source
    delivery: Delivery
    table: Table
    path: Path
    scratch: Path
    malformed: list[int] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    rows_read: int = 0
    _above: int = 1
    """Lines above the rows: a header."""

    def batches(self) -> Iterator[pl.DataFrame]:
        """Frames of String columns under canonical names, with `_row` (Int64).

        Raises Refused when the file can't be read whole: wrong encoding or columns, damaged
        archive, quotes left open, no rows.
        """
        reader = self._csv if isinstance(self.form, CsvFormat) else self._parquet
        try:
            yield from reader()
        except Unreadable as error:
            raise self.refusal(f"{self.name} {error.what}", error.todo) from None
        except (WrongEncoding, UnicodeDecodeError):
            raise self._encoding_refusal() from None
        except pa.ArrowInvalid as error:
            # Its text quotes the row: only its kind is passed on.
            if "invalid UTF8" in str(error) or "UTF-8" in str(error):
                raise self._encoding_refusal() from None
            raise self.refusal(
                f"{self.name} can't be read as {self._form()}",
                "Check delimiter and quotes against the source's declaration.",
            ) from None
        if self.rows_read == 0 and not self.table.may_be_empty:
            raise self.refusal(f"{self.name} has no rows", SUPPLIER)

    def refusal(self, what: str, todo: str) -> Refused:
        """The delivery's refusal, in our words."""
        return Refused(self.source.id, self.delivery.id, what, f"{todo} Nothing was changed.")

    @property
    def name(self) -> str:
        """What the file is called to people."""
        return file_of(self.table, self.path.name)

    @property
    def form(self) -> Format:
        """The format that the table is declared in."""
        return self.source.format_of(self.table)

    def _form(self) -> str:
        form = self.form
        if isinstance(form, CsvFormat):
            encodings = " or ".join([form.encoding, *form.other_encodings])
            return f"CSV with '{form.delimiter}' in {encodings}"
        return "Parquet"

    def _encoding_refusal(self) -> Refused:
        return self.refusal(
            f"{self.name} is not in the encoding that is declared ({self._form()})",
            "Ask the supplier for it in that encoding, or change the declaration.",
        )

    def _csv(self) -> Iterator[pl.DataFrame]:
        form = self.form
        assert isinstance(form, CsvFormat)
        encoding = self._encoding(form)
        if form.fields:
            self._above = 0
            columns, width = self._match_fields(form, encoding)
        else:
            with unpacked(self.path, encoding, self.table.member) as stream:
                header, empty = _header(stream, form.delimiter, encoding)
            if empty and not header:
                return
            # A line alone that is no header is a row, and may not pass for an empty table.
            columns, width = self._match(header), len(header)
            if empty:
                return
        options = pacsv.ReadOptions(
            encoding=encoding,
            block_size=BLOCK_BYTES,
            use_threads=False,
            column_names=[f"c{i}" for i in range(width)],
            skip_rows=self._above,
        )
        convert = pacsv.ConvertOptions(
            column_types={f"c{i}": pa.string() for i in range(width)},
            # One field may become two of ours: it is read once.
            include_columns=[f"c{i}" for i in dict.fromkeys(columns.values())],
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
            null_values=[""],
        )
        parse = pacsv.ParseOptions(
            delimiter=form.delimiter, invalid_row_handler=self._malformed_row
        )
        with (
            unpacked(self.path, encoding, self.table.member) as stream,
            pacsv.open_csv(
                pa.PythonFile(stream, mode="r"),
                read_options=options,
                parse_options=parse,
                convert_options=convert,
            ) as batches,
        ):
            for batch in batches:
                frame = pl.from_arrow(pa.Table.from_batches([batch]))
                assert isinstance(frame, pl.DataFrame)
                if frame.height:
                    yield self._numbered(
                        frame.select(pl.col(f"c{i}").alias(ours) for ours, i in columns.items())
                    )
        self.rows_read = max([self.rows_read, *self.malformed])
        lines = stream.lines - self._above
        if self.rows_read < lines:
            # Rows between two stray quotes would vanish into one value, unseen by any contract.
            below = " below its header" if self._above else ""
            raise Unreadable(
                f"holds {lines} lines{below} but {self.rows_read} rows: "
                "a quote is left open, or a value runs over a line end",
                "Ask the supplier for one row a line, with its quotes closed.",
            )

    def _encoding(self, form: CsvFormat) -> str:
        """The one that the file is in; said where it isn't the usual one."""
        if not form.other_encodings:
            return form.encoding
        with unpacked(self.path, member=self.table.member) as stream:
            encoding = surest_encoding(stream, (form.encoding, *form.other_encodings))
        if encoding != form.encoding:
            self.remarks.append(f"{self.name} is in {encoding}, not in {form.encoding}")
        return encoding

    def _malformed_row(self, row: pacsv.InvalidRow) -> str:
        # Physical row numbers count the header.
        self.malformed.append(int(row.number) - self._above)
        return "skip"

    def _numbered(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Number the rows of the file, leaving out the numbers of malformed rows.

        Columns that are absent, as they may be, are empty.
        """
        first, most = self.rows_read + 1, frame.height + len(self.malformed)
        broken = np.array(self.malformed, dtype=np.int64) - first
        whole = np.ones(most, dtype=np.bool_)
        whole[broken[(broken >= 0) & (broken < most)]] = False
        numbers = (np.flatnonzero(whole) + first)[: frame.height]
        self.rows_read = int(numbers[-1])
        absent = [
            c.name for c in self.table.kept if c.may_be_absent and c.name not in frame.columns
        ]
        nothing = [pl.lit(None, dtype=pl.String).alias(name) for name in absent]
        return frame.with_columns(pl.Series(ROW, numbers), *nothing)

    def _parquet(self) -> Iterator[pl.DataFrame]:
        try:
            with pq.ParquetFile(unpack(self.path, self.scratch)) as file:
                columns = self._match(file.schema_arrow.names)
                names = [file.schema_arrow.names[i] for i in columns.values()]
                once = list(dict.fromkeys(names))
                for batch in file.iter_batches(batch_size=500_000, columns=once):
                    frame = pl.from_arrow(pa.Table.from_batches([batch]))
                    assert isinstance(frame, pl.DataFrame)
                    renamed = frame.select(
                        pl.col(theirs).cast(pl.String).alias(ours)
                        for ours, theirs in zip(columns, names, strict=True)
                    )
                    if frame.height:
                        yield self._numbered(renamed)
        except (pa.ArrowException, pl.exceptions.PolarsError, OSError):
            raise Unreadable("is cut off or can't be read as Parquet") from None

    def _match_fields(self, form: CsvFormat, encoding: str) -> tuple[dict[str, int], int]:
        """Canonical name → position in a file without a header, and the fields of a row."""
        with unpacked(self.path, encoding, self.table.member) as stream:
            rows = _first_rows(stream, form.delimiter, encoding)
        try:
            return match_fields(rows, self.table, form.fields)
        except HeaderMismatch as error:
            raise self.refusal(f"{self.name} {error.what}", error.todo) from None

    def _match(self, header: list[str]) -> dict[str, int]:
        """Canonical name → position in the file; columns that we don't know are left behind."""
        form = self.form
        delimiter = form.delimiter if isinstance(form, CsvFormat) else None
        try:
            matched = match(header, self.table, self.delivery.period, delimiter)
        except HeaderMismatch as error:
            raise self.refusal(f"{self.name} {error.what}", error.todo) from None
        if matched.unknown:
            self.remarks.append(
                f"{self.name} has columns that aren't declared and weren't read: "
                f"{told(matched.unknown)}"
            )
        if matched.absent:
            names = [self.table.column(name).original for name in matched.absent]
            self.remarks.append(
                f"{self.name} comes without columns that need not come every year: {told(names)}"
            )
        return matched.positions


def _header(stream: Watched, delimiter: str, encoding: str) -> tuple[list[str], bool]:
    """The names in the first line, and whether nothing follows it."""
    start = stream.read(HEADER_BYTES)
    line, _, rest = start.partition(b"\n")
    if b"\r" in line.rstrip(b"\r"):
        raise Unreadable("ends its lines with CR alone", "Ask the supplier for LF or CRLF.")
    text = line.decode("utf-8-sig" if encoding.lower() == "utf-8" else encoding)
    try:
        header = next(csv.reader([text.rstrip("\r")], delimiter=delimiter), [])
    except csv.Error:  # a name beyond any length: no header of ours
        header = []
    return header, len(start) < HEADER_BYTES and not rest.strip()


def _first_rows(stream: Watched, delimiter: str, encoding: str) -> list[list[str]]:
    """The fields of the rows at the file's beginning, blank lines left out."""
    start = stream.read(HEADER_BYTES)
    if len(start) == HEADER_BYTES:
        start = start[: start.rfind(b"\n") + 1]  # the last line may be cut off
    if b"\n" not in start and b"\r" in start.rstrip(b"\r"):
        raise Unreadable("ends lines with CR alone", "Ask the supplier for LF or CRLF.")
    try:
        return [r for r in csv.reader(start.decode(encoding).split("\n"), delimiter=delimiter) if r]
    except csv.Error:
        raise Unreadable(
            "begins with a value beyond any length, or with a quote that is left open"
        ) from None
