"""The pages on data quality: figures of deliveries for their owners, in the internal zone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from quality.acceptance import ACCEPTED, REFUSED, Acceptance, TableCounts
from quality.drift import WARN, Finding
from quality.overview import Coverage, DeliveryQuality, SourceQuality
from quality.pages import html
from quality.pages.source_page import level, source_page, verdict
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
        "23.5 · 55 · 86.5",
        "out_of_range",
        "varanto quarantine wellbeing_survey",
        "Internal: exact figures",
    ):
        assert shown in page, shown
    assert "Nothing: every delivery resembles" in page


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
