"""A refusal is read by a person: whole sentences, each ended once, wherever it is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from border_deliveries import CLIENTS, care, client, csv_bytes, deliver, judge

from assets.deliveries import summary as asset_line
from assets.official_rows import accept_official
from pipelines import alerts, summary
from pipelines.cli.delivered import source_status
from quality.acceptance import REFUSED, STAYS, Acceptance, refusal, write_acceptance
from quality.overview import quality_of
from quality.pages.source_page import source_page, verdict
from sources.catalogue import source as catalogued
from sources.declarations import Source
from sources.errors import Refused, clause
from sources.home import Home
from sources.landing.receive import receive

SOURCE = care(tables=(CLIENTS,))
ROWS = 300


def rows(sex: str = "1", weight: str = "70", income: str = "1000,00", count: int = ROWS) -> bytes:
    """Clients that differ only in what is named; `income` may count them (`{n}`)."""
    return csv_bytes(
        [
            client(n, SUKUPUOLI=sex, PAINO=weight, TULO=income.format(n=n))
            for n in range(1, count + 1)
        ]
    )


def well_told(text: str) -> None:
    assert not re.search(r"\.\s*\.|\.,|,\.|\s\.|\.[A-Z]|  ", text), text
    assert "\n" not in text


def everywhere(home: Home, source: Source, record: Acceptance) -> list[str]:
    """The refusal in each place where a person meets it."""
    assert record.status == REFUSED
    quality = quality_of(home, source, catalogued("population"))
    page = re.sub(r"<[^>]+>", "\n", source_page(quality))
    return [
        refusal(record),
        *summary.refusals([record]),
        *(a.text for a in alerts.refused(home, [source])),
        *source_status(home, source).refused,
        asset_line(record),
        verdict(quality),
        *(line for line in page.splitlines() if record.why[:20] in line),
    ]


CHANGED = {
    "an empty column": rows(weight=""),
    "other codes": rows(sex="2"),
    "another distribution": rows(income="{n}000,00"),
    "several at once": rows(sex="2", weight="", income="{n}000,00"),
}


@pytest.mark.parametrize("kind", CHANGED)
def test_a_delivery_unlike_the_last_one_is_refused_in_whole_sentences(
    home: Home, kind: str
) -> None:
    judge(home, deliver(home, {"clients.csv": rows()}, source=SOURCE), SOURCE)
    record = judge(home, deliver(home, {"clients.csv": CHANGED[kind]}, source=SOURCE), SOURCE)
    assert "differs too much" in record.why
    assert (", and 2 more" in record.why) == (kind == "several at once")
    told = everywhere(home, SOURCE, record)
    assert len(told) >= 8
    for text in told:
        well_told(text)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (rows(count=100), "less than half"),
        (rows(sex="7"), "break the contract"),
        (b"HETU;SUKUPUOLI\n", "lacks the columns"),
        (rows().replace(b"1000", b"10\x0000"), "has a NUL"),
    ],
)
def test_so_is_any_other(home: Home, content: bytes, why: str) -> None:
    strict = care(tables=(CLIENTS,), reject_limit=0.1)
    judge(home, deliver(home, {"clients.csv": rows()}, source=strict), strict)
    record = judge(home, deliver(home, {"clients.csv": content}, source=strict), strict)
    assert why in record.why
    for text in everywhere(home, strict, record):
        well_told(text)


def test_so_are_published_statistics_and_the_last_good_one_is_named_once(
    home: Home, tmp_path: Path
) -> None:
    eurostat, file = catalogued("eurostat"), tmp_path / "made_up.csv"
    file.write_text(
        "DATAFLOW,LAST UPDATE,freq,geo,TIME_PERIOD,OBS_VALUE\nESTAT:X(1.0),1,A,FI,2021,"
    )
    record = accept_official(home, eurostat, receive(home, eurostat, [file]).delivery)
    assert record.status == REFUSED
    (alert,) = alerts.refused(home, [eurostat])
    for text in (refusal(record), *summary.refusals([record]), alert.text):
        well_told(text)
    assert alert.text.count(STAYS) == 1


def test_a_record_of_former_days_is_told_well_too(home: Home) -> None:
    """Its stop stood in the record already."""
    record = Acceptance(
        "care", "2023-x", "2023", 1, REFUSED, "c", {}, why="the median is 6.1%.",
        extra={"todo": "Ask the supplier. Nothing was changed."},
    )  # fmt: skip
    write_acceptance(home.prepare(), record)
    assert refusal(record) == "the median is 6.1%. Ask the supplier. Nothing was changed."
    for text in everywhere(home, SOURCE, record):
        well_told(text)
    assert refusal(Acceptance("care", "x", "2023", 1, "accepted", "c", {})) == ""


def test_what_was_a_sentence_becomes_a_clause() -> None:
    said = Refused("care", "2023-x", "it has 6.1%. ", "Ask the supplier.")
    assert str(said) == "care, delivery 2023-x: it has 6.1%. Ask the supplier."
    assert said.what == clause("it has 6.1%..") == "it has 6.1%"
    assert clause("6.1 %") == "6.1 %"
