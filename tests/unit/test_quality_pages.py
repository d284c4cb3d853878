"""The pages on data quality: figures of deliveries for their owners, in the internal zone."""

from __future__ import annotations

from calendar import month_name
from dataclasses import replace
from datetime import date

import pytest

from quality.acceptance import ACCEPTED, REFUSED, Acceptance, TableCounts
from quality.drift import WARN, Finding
from quality.overview import Coverage, DeliveryQuality, SourceQuality
from quality.pages import html
from quality.pages.figures import figure, unit
from quality.pages.source_page import CODES_SHOWN, level, source_page, verdict
from quality.pages.write import index_page
from quality.profile import ColumnProfile, TableProfile
from sources.catalogue import source

SOURCE = source("wellbeing_survey")
RECORD = Acceptance(
    source=SOURCE.id,
    delivery="2024-0123456789",
    period="2024",
    number=3,
    status=ACCEPTED,
    contract="c",
    tables={"respondents": TableCounts(1203, 1200, 3, 0, {}, {"out_of_range|age": 3})},
)
GOOD = DeliveryQuality(
    record=RECORD,
    received=date(2025, 6, 1),
    days_late=-29,
    profile={
        "respondents": TableProfile(
            1200,
            {
                "sex": ColumnProfile(1200, codes={"F": 660, "M": 540}),
                "age": ColumnProfile(1150, quantiles=[20 + 3.5 * n for n in range(21)]),
            },
        )
    },
    compared_with="2023",
    findings=(),
    coverage=None,
)


def quality(*deliveries: DeliveryQuality, refused: tuple[Acceptance, ...] = ()) -> SourceQuality:
    return SourceQuality(SOURCE, deliveries, refused)


def test_a_page_shows_rows_completeness_codes_ranges_and_what_to_send_back() -> None:
    page = source_page(quality(GOOD))
    for shown in (
        "Healthy Finland survey",
        "1,203",
        "29 days early",
        "95.8%",  # 1,150 of 1,200 ages
        "55.0%",  # 660 of 1,200 women
        "24 · 55 · 86",  # whole years
        "The number is outside what is possible for the field.",
        '<span class="note">out_of_range</span>',
        "varanto quarantine wellbeing_survey",
        "Internal: exact figures",
    ):
        assert shown in page, shown
    assert "Nothing: every delivery resembles" in page


KELA = source("kela")
PURCHASES = KELA.table("medicine_purchases")


def kela_page(record: Acceptance, columns: dict[str, ColumnProfile]) -> str:
    profile = {PURCHASES.name: TableProfile(1000, columns)}
    given = replace(GOOD, record=replace(record, source="kela"), profile=profile)
    return source_page(SourceQuality(KELA, (given,), ()))


def test_rules_are_explained_and_columns_named_as_in_the_file() -> None:
    faults = {"hetu_bad_check|person": 2, "reimbursed_more_than_it_cost|reimbursement,cost": 1}
    counts = TableCounts(100, 97, 3, 0, {}, faults)
    page = kela_page(replace(RECORD, tables={PURCHASES.name: counts}), {})
    shown = (
        "HETU<br>", "check character does not agree.<br>", ">hetu_bad_check<",
        "KORV_EUR, KUST_EUR<br>", ">reimbursement, cost<",
        "The reimbursements are more than the price",
    )  # fmt: skip
    assert [text for text in shown if text not in page] == []


def test_all_twelve_months_are_named_the_empty_one_too() -> None:
    months = {f"{n:02}": 50 for n in range(1, 13) if n != 7}
    page = kela_page(RECORD, {"purchased_on": ColumnProfile(550, codes=months)})
    assert "Dates by month" in page
    assert "Codes, as shares" not in page
    places = [page.index(f"<td>{month_name[n]}</td>") for n in range(1, 13)]
    assert places == sorted(places)
    assert ">0.0%<" in page[places[6] : places[7]]


def test_codes_beyond_the_commonest_are_counted_together_and_scales_are_in_order() -> None:
    many = {f"A{n:02}": 100 - n for n in range(12)}
    page = kela_page(RECORD, {"atc": ColumnProfile(1134, codes=many)})
    assert "<td>4 more</td>" in page
    assert page.count("<td>A0") == CODES_SHOWN
    scale = {str(n): 10 for n in (10, 2, 1, 9)}
    page = kela_page(RECORD, {"atc": ColumnProfile(40, codes=scale)})
    places = [page.index(f"<td>{n}</td>") for n in (1, 2, 9, 10)]
    assert places == sorted(places)


def test_figures_are_in_the_unit_that_is_said() -> None:
    cost, year = PURCHASES.column("cost"), PURCHASES.column("statistics_year")
    assert (figure(77_919.9, cost), unit(cost)) == ("7.79", "EUR")
    assert figure(12_345_678.0, cost) == "1,234.57"
    assert figure(2024.0, year) == "2024"
    number = source("air_quality").tables[0].column("latitude")
    shown = [(60.2751, "60.28"), (2.0, "2"), (0.123456, "0.123"), (6_662_190.0, "6,662,190")]
    assert [figure(value, number) for value, _ in shown] == [text for _, text in shown]


def test_invented_deliveries_say_why_they_are_neither_early_nor_late() -> None:
    invented = replace(GOOD, record=replace(RECORD, synthetic=True), days_late=None)
    page = source_page(quality(invented))
    assert "<td>invented</td>" in page
    assert "sent by nobody on no day" in page
    real = source_page(quality(replace(GOOD, days_late=None)))
    assert "invented" not in real.lower()
    assert "Agreed: by 06-30 (month and day)" in real


def test_what_is_late_changed_or_unknown_to_the_population_is_remarked() -> None:
    changed = Finding("respondents", "sex", "codes", 0.5, 0.55, WARN, "sex: otherwise.")
    bad = replace(GOOD, days_late=3, findings=(changed,), coverage=Coverage(100, 90, 5000))
    assert bad.remarks == [
        "sex: otherwise.",
        "It came 3 days after the day that it was due.",
        "10.0% of its persons are not in the population register.",
    ]
    assert level(quality(bad)) == "look"
    assert verdict(quality(bad)) == "3 things to look at in the delivery of 2024."
    assert replace(GOOD, coverage=Coverage(100, 98, 5000)).remarks == []


def test_a_delivery_that_has_left_landing_has_no_day() -> None:
    gone = replace(GOOD, received=None, days_late=None)
    assert "0001-01-01" not in source_page(quality(gone))
    assert gone.remarks == []


def test_lights_follow_what_was_found() -> None:
    refused = replace(RECORD, status=REFUSED, why="half is missing", extra={"todo": "Ask."})
    assert level(quality(GOOD)) == "good"
    assert level(quality(GOOD, refused=(refused,))) == "bad"
    assert verdict(quality()) == "Nothing is delivered yet."
    page = index_page([quality(GOOD), quality(GOOD, refused=(refused,))])
    assert page.index('class="bad"') < page.index('class="good"')


@pytest.mark.parametrize("text", ["<script>", 'a"b', "&"])
def test_every_text_is_escaped(text: str) -> None:
    from html import escape

    made = [html.heading(text), html.paragraph(text), html.bullets([text]), html.link(text, text)]
    assert all(escape(text) in piece for piece in made)
    assert html.table(["x"], [["a & b"]]).count("a &amp; b") == 1
    assert f"<td>{escape(text)}</td>" in html.table(["x"], [[text]])
    assert html.bar(0.5) in html.table(["x"], [[html.bar(0.5)]])
