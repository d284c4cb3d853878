"""Reading: what each native form gives, row by row, with the number of each row."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from border_deliveries import care

from sources.declarations import Column, CsvFormat, Format, Kind, ParquetFormat, Table
from sources.landing import reading
from sources.landing.delivery import Delivery
from sources.landing.reading import ROW, TableReader

THREE = Table(
    name="three",
    grain="one row a thing",
    file_pattern=r"three\..*",
    columns=(
        Column("key", "AVAIN", Kind.RECORD, "Key"),
        Column("name", "NIMI", Kind.TEXT, "Name", required=False),
        Column("size", "KOKO", Kind.NUMBER, "Size", required=False),
        Column("faith", "USKONTO", Kind.TEXT, "Faith", False, special_category=True),
    ),
)
DELIVERY = Delivery("care", "2023-abc", "2023", 1, "", "", True, "", ())
LATIN, UTF8 = CsvFormat(), CsvFormat(encoding="utf-8")
Rows = list[tuple[object, ...]]


def reader(folder: Path, content: bytes, form: Format = LATIN, name: str = "x.csv") -> TableReader:
    path = folder / name
    path.write_bytes(content)
    return TableReader(care(form), DELIVERY, THREE, path, scratch=folder)


def rows_of(read: TableReader) -> Rows:
    frames = list(read.batches())
    for frame in frames:
        assert frame.columns == ["key", "name", "size", ROW]
        assert frame.dtypes == [pl.String, pl.String, pl.String, pl.Int64]
    return pl.concat(frames).select(ROW, "key", "name", "size").rows() if frames else []


PLAIN: Rows = [(1, "a", "Å", "1,5"), (2, "b", None, "2")]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["iso-8859-1", "iso-8859-15", "utf-8", "windows-1252"])
def test_each_delimiter_encoding_and_line_end(
    tmp_path: Path, delimiter: str, encoding: str, end: str
) -> None:
    lines = [["AVAIN", "NIMI", "KOKO"], ["a", "Å", '"1,5"'], ["b", "", "2"]]
    text = end.join(delimiter.join(line) for line in lines) + end
    form = CsvFormat(delimiter=delimiter, encoding=encoding)
    assert rows_of(reader(tmp_path, text.encode(encoding), form)) == PLAIN


@pytest.mark.parametrize(
    "text",
    [
        "AVAIN;NIMI;KOKO\na;Å;1,5\nb;;2",
        '"AVAIN";"NIMI";"KOKO"\n"a";"Å";"1,5"\n"b";"";"2"\n',
        "avain;Nimi;KOKO\na;Å;1,5\nb;;2\n",
        "KOKO;USKONTO;AVAIN;NIMI\n1,5;x;a;Å\n2;y;b;\n",
        'OTHER;AVAIN;"A;B";NIMI;KOKO\n1;a;2;Å;1,5\n1;b;"3;4";;2\n',
        "X;X;AVAIN;NIMI;KOKO\n1;1;a;Å;1,5\n1;1;b;;2\n",
        "AVAIN;NIMI;KOKO\n\na;Å;1,5\n\n\nb;;2\n\n",
        "AVAIN;NIMI;KOKO\r\n\r\na;Å;1,5\r\n\r\nb;;2\r\n\r\n",
        " AVAIN ;NIMI; KOKO\na;Å;1,5\nb;;2\n",
    ],
    ids=[
        "no last line end",
        "all quoted",
        "other case",
        "other order, one more",
        "delimiter in quotes",
        "unknown column twice",
        "blank lines",
        "blank lines CRLF",
        "blanks in names",
    ],
)
def test_forms_that_mean_the_same_read_the_same(tmp_path: Path, text: str) -> None:
    assert rows_of(reader(tmp_path, text.encode("iso-8859-1"))) == PLAIN


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    text = "AVAIN;NIMI;KOKO\na;Å;1,5\nb;;2\n"
    assert rows_of(reader(tmp_path, text.encode("utf-8-sig"), UTF8)) == PLAIN


def test_quotes_within_values_and_delimiters_within_quotes_stay(tmp_path: Path) -> None:
    text = 'AVAIN;NIMI;KOKO\na;"x;y";1\nb;"say ""so""";2\nc;d"e;3\n'
    assert rows_of(reader(tmp_path, text.encode())) == [
        (1, "a", "x;y", "1"),
        (2, "b", 'say "so"', "2"),
        (3, "c", 'd"e', "3"),
    ]


def test_a_special_category_is_not_even_read(tmp_path: Path) -> None:
    read = reader(tmp_path, b"AVAIN;USKONTO;NIMI;KOKO\na;x;b;1\n")
    assert "faith" not in next(read.batches()).columns


@pytest.mark.parametrize("block", [24, 32, 57, 64, 100, 333, 1 << 20])
def test_broken_rows_are_counted_under_their_own_numbers_across_batches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr(reading, "BLOCK_BYTES", block)
    broken = {1: "a", 2: "a;b", 9: "a;b;c;d", 10: ";;;", 17: "x", 39: "a;b", 40: "a"}
    lines = [broken.get(n, f"k{n};n{n};{n}") for n in range(1, 41)]
    read = reader(tmp_path, ("AVAIN;NIMI;KOKO\n" + "\n".join(lines) + "\n").encode())
    good = [n for n in range(1, 41) if n not in broken]
    assert rows_of(read) == [(n, f"k{n}", f"n{n}", str(n)) for n in good]
    assert sorted(read.malformed) == sorted(broken)
    assert read.rows_read == 40


def test_a_file_of_broken_rows_alone_has_all_of_them_counted(tmp_path: Path) -> None:
    read = reader(tmp_path, b"AVAIN;NIMI;KOKO\na\nb\nc\n")
    assert rows_of(read) == []
    assert read.malformed == [1, 2, 3]
    assert read.rows_read == 3


def test_gzip_and_zip_of_a_file_read_as_the_file(tmp_path: Path) -> None:
    content = "AVAIN;NIMI;KOKO\na;Å;1,5\nb;;2\n".encode("iso-8859-1")
    half = len(content) // 2
    two_members = gzip.compress(content[:half]) + gzip.compress(content[half:])
    for name, packed in (
        ("x.csv.gz", gzip.compress(content)),
        ("x.CSV.GZ", two_members),
        ("x.csv.zip", zipped({"folder/": b"", "folder/x.csv": content})),
        ("x.zip", zipped({"x.csv": content}, zipfile.ZIP_STORED)),
    ):
        assert rows_of(reader(tmp_path, packed, name=name)) == PLAIN


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("packing", ["", ".gz", ".zip"])
def test_parquet_reads_as_text_of_its_values(tmp_path: Path, packing: str) -> None:
    frame = pl.DataFrame(
        {
            "Koko": [1.5, None],
            "avain": [17, 18],
            "NIMI": [date(2023, 1, 31), None],
            "OTHER": [[1], [2]],
        }
    )
    out = io.BytesIO()
    frame.write_parquet(out)
    content = out.getvalue()
    packed = {"": content, ".gz": gzip.compress(content), ".zip": zipped({"x.parquet": content})}
    read = reader(tmp_path, packed[packing], ParquetFormat(), f"x.parquet{packing}")
    assert rows_of(read) == [(1, "17", "2023-01-31", "1.5"), (2, "18", None, None)]
    assert read.rows_read == 2


def test_every_byte_of_iso_8859_1_is_some_character(tmp_path: Path) -> None:
    letters = "".join(chr(c) for c in range(0xA0, 0x100))
    text = f"AVAIN;NIMI;KOKO\na;{letters};1\n"
    assert rows_of(reader(tmp_path, text.encode("iso-8859-1"))) == [(1, "a", letters, "1")]
