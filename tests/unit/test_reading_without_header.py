"""Files without a header: the declared order of the fields is all there is to go by."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from border_deliveries import care
from test_reading import THREE

from sources.declarations import CsvFormat
from sources.errors import Refused
from sources.landing.delivery import Delivery
from sources.landing.reading import ROW, TableReader

FORM = CsvFormat(fields=("AVAIN", "X", "KOKO", "NIMI", "USKONTO"))
DELIVERY = Delivery("care", "2023-abc", "2023", 1, "", "", True, "", ())


def reader(folder: Path, text: str, form: CsvFormat = FORM) -> TableReader:
    path = folder / "three.csv"
    path.write_bytes(text.encode(form.encoding))
    return TableReader(care(form), DELIVERY, THREE, path, scratch=folder)


def rows_of(read: TableReader) -> list[tuple[object, ...]]:
    return pl.concat(read.batches()).select(ROW, "key", "name", "size").rows()


@pytest.mark.parametrize("end", ["", ";"], ids=["plain", "a delimiter at the end of each row"])
def test_names_go_by_position_and_the_first_line_is_a_row(tmp_path: Path, end: str) -> None:
    read = reader(tmp_path, f"a;1;1,5;Å;x{end}\nb;2;2;;y{end}\n")
    assert rows_of(read) == [(1, "a", "Å", "1,5"), (2, "b", None, "2")]
    assert (read.rows_read, read.malformed, read.remarks) == (2, [], [])


def test_rows_of_other_widths_are_numbered_and_skipped_the_first_too(tmp_path: Path) -> None:
    read = reader(tmp_path, "a;1;1,5;Å\nb;2;2;;y\nc;3;3;C;z;;\nd;4;4;D;w\n")
    assert rows_of(read) == [(2, "b", None, "2"), (4, "d", "D", "4")]
    assert (read.rows_read, read.malformed) == (4, [1, 3])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a;1;1,5;Å\nb;2;2;B\nc;3;3;C;z\n", "has 4 fields a row where 5 are declared"),
        ("a;1;1,5;Å;x;y\n", "has 6 fields a row where 5 are declared"),
        ("a;1;1,5;Å;x;y;\n", "has 7 fields a row where 5 are declared"),
        ("a,1,1.5,Å,x\n", "has 1 fields a row where 5 are declared"),
        ("Avain;X;KOKO;NIMI;USKONTO\na;1;1,5;Å;x\n", "begins with a row of names"),
        ("AVAIN;X;KOKO;NIMI;USKONTO;\na;1;1,5;Å;x;\n", "begins with a row of names"),
        ("\n\n", "has no rows"),
        ("a;1;1,5;Å;x\rb;2;2;B;y\r", "ends lines with CR alone"),
        ('a;1;1,5;Å;x\n"' + "b;2;2;B;y\n" * 20_000, "a quote that is left open"),
        ('a;1;1,5;"Å;x\nb;2;2;B;y\nc;3;3;C";z\n', "holds 3 lines but 1 rows"),
    ],
)
def test_a_file_of_another_form_is_refused_whole(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(Refused) as refused:
        rows_of(reader(tmp_path, text))
    assert told in refused.value.what
    assert "Å" not in str(refused.value)


def test_blank_lines_are_no_rows(tmp_path: Path) -> None:
    read = reader(tmp_path, "\n\r\na;1;1,5;Å;x\n\n\nb;2;2;;y\n\n")
    assert [row[1:] for row in rows_of(read)] == [("a", "Å", "1,5"), ("b", None, "2")]


def test_a_long_file_is_judged_by_its_beginning(tmp_path: Path) -> None:
    rows = "a;1;1,5;Å;x\n" * 200_000
    assert reader(tmp_path, rows + "b;2\n").path.stat().st_size > 1 << 20
    read = reader(tmp_path, rows + "b;2\n", replace(FORM, encoding="utf-8"))
    assert sum(frame.height for frame in read.batches()) == 200_000
    assert read.malformed == [200_001]


def test_two_fields_of_one_name_are_no_format() -> None:
    with pytest.raises(ValueError, match="same name"):
        CsvFormat(fields=("AVAIN", "avain"))
