"""Deliveries whose columns, dates, numbers or encoding aren't as last year, from file to facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from border_deliveries import (
    CLIENTS,
    Row,
    care,
    client,
    csv_bytes,
    deliver,
    facts,
    judge,
    quarantine,
)

from quality.acceptance import Acceptance
from sources.declarations import Column, CsvFormat, FormerName, Kind, Source
from sources.home import Home


def of(*changed: Column, form: CsvFormat | None = None) -> Source:
    """The clients alone, with these columns in place of those of their names."""
    new = {c.name: c for c in changed}
    columns = tuple(new.get(c.name, c) for c in CLIENTS.columns)
    return care(form, tables=(replace(CLIENTS, columns=columns),))


def send(
    home: Home, rows: Sequence[Row], source: Source, period: str = "2023", encoding: str = ""
) -> Acceptance:
    content = csv_bytes(rows)
    if encoding:
        content = content.decode("iso-8859-1").encode(encoding)
    return judge(
        home, deliver(home, {"clients.csv": content}, source=source, period=period), source
    )


def renamed(row: Row, **names: str) -> Row:
    return {names.get(name, name): value for name, value in row.items()}


INCOME = replace(CLIENTS.column("income"), formerly=(FormerName("ANSIOT", until="2022"),))


def test_order_and_case_of_columns_change_from_year_to_year(home: Home) -> None:
    source = of()
    first = send(home, [client(1), client(2)], source, "2022")
    turned = [{k.lower(): v for k, v in reversed(client(n).items())} for n in (1, 2)]
    second = send(home, turned, source, "2023")
    assert facts(home, first).equals(facts(home, second))
    assert second.remarks == []


def test_columns_that_are_not_declared_are_said_and_left_behind(home: Home) -> None:
    rows = [client(n) | {"UUSI": "x", "010190-900P": "y"} for n in (1, 2)]
    record = send(home, rows, of())
    assert record.accepted == 2
    assert record.remarks == [
        "clients.csv has columns that aren't declared and weren't read: UUSI and 1 more"
    ]
    assert facts(home, record).columns == [c.name for c in CLIENTS.kept]


def test_a_former_name_is_taken_for_its_years_and_no_other(home: Home) -> None:
    source = of(INCOME)
    old = renamed(client(), TULO="ANSIOT")
    assert send(home, [old], source, "2022").accepted == 1
    assert send(home, [client()], source, "2022").accepted == 1
    late = send(home, [old], source, "2023")
    assert late.status == "refused"
    assert late.why == "clients.csv lacks the column TULO (12 columns came)"
    assert late.extra["todo"].startswith("ANSIOT is declared as the name of TULO until 2022 only")


def test_a_column_of_some_years_may_be_absent_and_is_empty_then(home: Home) -> None:
    module = replace(INCOME, required=False, may_be_absent=True)
    without = [{k: v for k, v in client(n).items() if k != "TULO"} for n in (1, 2)]
    record = send(home, without, of(module), "2023")
    assert facts(home, record)["income"].to_list() == [None, None]
    assert record.remarks == [
        "clients.csv comes without columns that need not come every year: TULO"
    ]
    assert send(home, [client()], of(module), "2022").remarks == []
    required = send(home, without, of(), "2021")
    assert required.why.startswith("clients.csv lacks the column TULO (")


def test_a_column_that_comes_under_both_its_names_is_refused(home: Home) -> None:
    record = send(home, [client() | {"ANSIOT": "1"}], of(INCOME), "2022")
    assert "has the column TULO under its former name ANSIOT too" in record.why


def test_a_renamed_column_that_is_not_mapped_is_refused_with_the_closest_name(home: Home) -> None:
    record = send(home, [renamed(client(), TULO="TULOT_EUR", SYNTPV="SYNTPVM")], of())
    assert record.status == "refused"
    assert "Closest: SYNTPVM for SYNTPV, TULOT_EUR for TULO" in record.extra["todo"]


def test_no_value_is_hinted_at_where_the_header_is_missing(home: Home) -> None:
    rows = csv_bytes([client(1), client(2)]).split(b"\n", 1)[1].replace(b"fi", b"Kieli")
    source = of()
    record = judge(home, deliver(home, {"clients.csv": rows}, source=source), source)
    assert record.status == "refused"
    assert "Kieli" not in record.why + record.extra["todo"]


def test_a_file_in_the_other_declared_encoding_is_read_by_it_and_said(home: Home) -> None:
    either = CsvFormat(encoding="iso-8859-1", other_encodings=("utf-8", "windows-1252"))
    language = replace(CLIENTS.column("language"), pattern=None)
    source = of(language, form=either)
    rows = [client(1, KIELI="sääminki")]
    kept = []
    for period, encoding in (("2020", "iso-8859-1"), ("2021", "utf-8"), ("2022", "utf-8-sig")):
        record = send(home, rows, source, period, encoding)
        kept.append((facts(home, record)["language"].item(), record.remarks))
    said = ["clients.csv is in utf-8, not in iso-8859-1"]
    assert kept == [("sääminki", []), ("sääminki", said), ("sääminki", said)]
    euro = judge(
        home,
        deliver(
            home,
            {"clients.csv": csv_bytes(rows).replace(b"s\xe4\xe4", b"s\x80\xe4")},
            source=source,
        ),
        source,
    )
    assert facts(home, euro)["language"].item() == "s€äminki"
    assert euro.remarks == ["clients.csv is in windows-1252, not in iso-8859-1"]


def test_a_file_in_an_encoding_that_is_not_declared_is_refused(home: Home) -> None:
    language = replace(CLIENTS.column("language"), pattern=None)
    record = send(home, [client(1, KIELI="sääminki")], of(language), encoding="utf-8")
    assert "is not in the encoding that is declared" in record.why


DATES = ("%d.%m.%Y", "%Y-%m-%d", "%Y%m%d", "%d%b%Y:%H:%M:%S", "%d/%m/%Y")
BORN = Column("born", "SYNTPV", Kind.DATE, "Born", date_format=DATES[0], date_formats=DATES[1:])


def test_five_styles_of_a_date_are_read_as_one_day(home: Home) -> None:
    texts = ("1.3.1975", "1975-03-01", "19750301", "01MAR1975:00:00:00", "01/03/1975")
    record = send(home, [client(n, SYNTPV=t) for n, t in enumerate(texts, 1)], of(BORN))
    assert facts(home, record)["born"].to_list() == [date(1975, 3, 1)] * 5


@pytest.mark.parametrize(
    "text", ["01MAR1975:12:00:00", "01MAA1975:00:00:00", "1/3/75", "32.1.1975"]
)
def test_a_date_that_no_style_reads_in_full_waits(home: Home, text: str) -> None:
    record = send(home, [client(1, SYNTPV=text), client(2)], of(BORN))
    assert quarantine(home, record) == {("clients", 1, "born", "not_a_date")}


def test_day_and_month_are_never_guessed(home: Home) -> None:
    either = replace(BORN, date_format="%d/%m/%Y", date_formats=("%m/%d/%Y",))
    texts = ("13/02/1975", "02/13/1975", "02/03/1975", "03/03/1975")
    record = send(home, [client(n, SYNTPV=t) for n, t in enumerate(texts, 1)], of(either))
    assert quarantine(home, record) == {("clients", 3, "born", "ambiguous_date")}
    assert facts(home, record)["born"].to_list() == [
        date(1975, 2, 13), date(1975, 2, 13), date(1975, 3, 3),
    ]  # fmt: skip


def test_comma_and_point_side_by_side_where_declared_and_thousands_never(home: Home) -> None:
    texts = ("1234,5", "1234.5", "1.234", "1,234", "1.234,5", "1234", "1.23")
    rows = [client(n, TULO=t, PAINO="") for n, t in enumerate(texts, 1)]
    record = send(home, rows, of(form=CsvFormat(decimal=",.")))
    assert quarantine(home, record) == {
        ("clients", 3, "income", "ambiguous_number"),
        ("clients", 4, "income", "ambiguous_number"),
        ("clients", 5, "income", "not_a_number"),
    }
    amounts = facts(home, record)["income"].to_list()
    assert amounts == [12_345_000, 12_345_000, 12_340_000, 12_300]
    comma = send(home, rows, of(), "2022")
    assert {row for _, row, _, _ in quarantine(home, comma)} == {2, 3, 5, 7}
