"""A delivery many times the usual size is taken, and a person hears of it."""

from __future__ import annotations

from border_deliveries import CLIENTS, care, client, csv_bytes, deliver, judge

from assets.deliveries import size_result
from pipelines.alert_targets import AlertKind
from pipelines.alerts import swollen
from quality.acceptance import Acceptance
from sources.declarations import Source
from sources.home import Home

SOURCE = care(tables=(CLIENTS,))


def send(home: Home, rows: int, period: str, source: Source = SOURCE) -> Acceptance:
    files = {"clients.csv": csv_bytes([client(n) for n in range(1, rows + 1)])}
    return judge(home, deliver(home, files, source=source, period=period), source)


def test_ten_times_as_many_rows_are_taken_and_told(home: Home) -> None:
    usual = send(home, 120, "2022")
    assert size_result([usual]).passed
    large = send(home, 1200, "2023")
    assert (large.status, large.accepted) == ("accepted", 1200)
    said = (
        f"table clients has 1,200 rows where delivery {usual.delivery} had 120: "
        "more than 3 times as many"
    )
    assert large.remarks == [said]
    assert not size_result([usual, large]).passed
    [alert] = swollen(home, [SOURCE])
    assert (alert.kind, large.delivery in alert.key) == (AlertKind.SIZE, True)
    assert said in alert.text


def test_growth_within_reason_and_small_tables_are_not_told(home: Home) -> None:
    assert send(home, 50, "2020").remarks == []
    assert send(home, 500, "2021").remarks == []  # fewer than 100 before: nothing is concluded
    assert send(home, 1500, "2022").remarks == []
    assert swollen(home, [SOURCE]) == []
