"""Commands about what came: status, quarantine. Internal: exact figures of deliveries."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.output import Row, WrongUsage, as_json, csv_file, say, table
from sources.home import Home

if TYPE_CHECKING:
    from sources.declarations import Source
    from sources.landing.delivery import Delivery

SENT_BACK = ("delivery", "status", "file", "row", "column", "rule", "explanation")
ROWS_SHOWN = 20
IN_FORCE, NOT_IN_FORCE = "in force", "superseded"


@dataclass(frozen=True)
class SourceStatus:
    """One source of the home. Row counts are of the deliveries in force.

    `refused` tells each refused delivery that no later one of its period has made good;
    `waiting` counts deliveries not judged yet.
    """

    source: str
    kind: str
    periods: list[str]
    last_delivery: str | None
    received: str | None
    read: int
    accepted: int
    quarantined: int
    excluded: int
    refused: list[str]
    waiting: int


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(status)
    app.command()(quarantine)


def status(
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """What has come from each source, what was taken, and what is published."""
    from sources.catalogue import SOURCES
    from warehouse.release import Manifest

    home = Home.from_environment()
    found = [source_status(home, s) for s in SOURCES]
    current = Manifest.read(home.current)
    if json:
        as_json(
            {
                "home": str(home.path),
                "kind": home.kind,
                "release_id": current.release_id if current else None,
                "protection": current.protection if current else None,
                "sources": [vars(s) for s in found],
            }
        )
        return
    say(f"Home: {home.path} ({home.kind or 'no person-level delivery yet'})")
    published = f"{current.release_id} ({current.protection})" if current else "none yet"
    say(f"Release: {published}")
    say()
    table([_line(s) for s in found])
    refused = [f"Refused: {s.source}, {why}" for s in found for why in s.refused]
    if refused:
        say()
    for line in refused:
        say(line)
    waiting = sum(s.waiting for s in found)
    if waiting:
        deliveries = "1 delivery waits" if waiting == 1 else f"{waiting} deliveries wait"
        say(f"{deliveries} for the next varanto refresh.")


def quarantine(
    source: Annotated[str, typer.Argument(help="Source id, as in varanto status.")],
    delivery: Annotated[
        str | None, typer.Option(help="One delivery; else all in force, and newer refused ones.")
    ] = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", help="Write every row to this file, to send back.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Every row as JSON.")] = False,
) -> None:
    """What to send back: file, row, column and rule of each row that waits; never a value.

    Row 1 is the first row after the header. A refused delivery that came after the one in force
    stands below it, under its own name.
    """
    from pipelines.cli.lookup import source_named

    home, declared = Home.from_environment(), source_named(source)
    chosen = _chosen(home, declared, delivery)
    rows = [row for d, status in chosen for row in _sent_back(home, declared, d, status)]
    if csv is not None:
        csv_file(csv, rows, SENT_BACK)
        say(f"{len(rows):,} rows written to {csv}.")
    elif json:
        as_json(rows)
    elif not rows:
        say(f"{source}: nothing is in quarantine.")
    else:
        _show(rows)


def source_status(home: Home, source: Source) -> SourceStatus:
    """What has come from a source, and what became of it."""
    from quality.acceptance import REFUSED, acceptances, in_force
    from sources.errors import clause
    from sources.landing.delivery import deliveries

    came = deliveries(home.landing, source.id)
    records = acceptances(home, source.id)
    current = in_force(records)
    judged = {r.delivery for r in records}
    good = {period: r.number for period, r in current.items()}
    in_use = list(current.values())
    return SourceStatus(
        source=source.id,
        kind=source.kind.value,
        periods=sorted(current),
        last_delivery=came[-1].id if came else None,
        received=came[-1].received if came else None,
        read=sum(r.read for r in in_use),
        accepted=sum(r.accepted for r in in_use),
        quarantined=sum(r.quarantined for r in in_use),
        excluded=sum(r.excluded for r in in_use),
        refused=[
            f"{r.delivery}: {clause(r.why)}."
            for r in records
            if r.status == REFUSED and good.get(r.period, 0) < r.number
        ],
        waiting=sum(d.id not in judged for d in came),
    )


def _line(status: SourceStatus) -> Row:
    periods = ", ".join(status.periods)
    if not periods:
        periods = "not judged yet" if status.waiting else "not delivered"
        periods = "refused" if status.refused else periods
    have = bool(status.periods)
    return {
        "source": status.source,
        "kind": status.kind,
        "periods": periods,
        "received": (status.received or "")[:10],
        "read": status.read if have else None,
        "accepted": status.accepted if have else None,
        "quarantined": status.quarantined if have else None,
        "excluded": status.excluded if have else None,
    }


def _chosen(home: Home, source: Source, wanted: str | None) -> list[tuple[Delivery, str]]:
    """The delivery asked for, with its status; else all in force, then the newer refused ones.

    Of refused ones, the newest of each period.
    """
    from quality.acceptance import REFUSED, acceptances, in_force, not_made_good
    from sources.landing.delivery import deliveries

    records = acceptances(home, source.id)
    status = {r.delivery: REFUSED if r.status == REFUSED else NOT_IN_FORCE for r in records}
    status |= {r.delivery: IN_FORCE for r in in_force(records).values()}
    known = {d.id: d for d in deliveries(home.landing, source.id) if d.id in status}
    if wanted is None:
        told = (*in_force(records).values(), *not_made_good(records).values())
        chosen = [r.delivery for r in told]
        return [(known[name], status[name]) for name in chosen if name in known]
    if wanted not in known:
        listed = ", ".join([*known][-6:]) or "none"
        raise WrongUsage(
            f"{source.id} has no judged delivery {wanted}. Its last deliveries: {listed}."
        )
    return [(known[wanted], status[wanted])]


def _sent_back(home: Home, source: Source, delivery: Delivery, status: str) -> list[Row]:
    """The delivery's quarantined rows in the supplier's own terms."""
    import polars as pl

    from quality.reasons import explanation
    from quality.spool import CHANGE
    from sources.declarations import place
    from sources.landing.delivery import deliveries
    from sources.landing.names import file_of, tables_of

    path = home.quarantine / source.id / f"{delivery.id}.parquet"
    if not path.exists():
        return []
    came = {d.id: d for d in deliveries(home.landing, source.id)}
    files = {
        (d.id, t.name): file_of(t, f.name)
        for d in came.values()
        for f in d.files
        for t in tables_of(source, f.name)
    }
    form = {t.name: source.format_of(t) for t in source.tables}
    original = {(t.name, c.name): c.original for t in source.tables for c in t.columns}
    original |= {(t.name, CHANGE): t.delta.original for t in source.tables if t.delta}
    rows = pl.read_parquet(path).sort("table", "row", "column", "reason")
    if "delivery" not in rows.columns:  # only where deltas were merged
        rows = rows.with_columns(delivery=pl.lit(delivery.id))
    return [
        {
            "delivery": whose,
            "status": status,
            "file": files[whose, name],
            "row": place(form[name], row),
            "column": ", ".join(original.get((name, c), c) for c in column.split(",")),
            "rule": reason,
            "explanation": explanation(source, name, reason),
        }
        for name, row, column, reason, whose in rows.select(
            "table", "row", "column", "reason", "delivery"
        ).iter_rows()
    ]


def _show(rows: list[Row]) -> None:
    """Delivery by delivery: how many rows break which rule, then the first of them."""
    for nth, (delivery, status) in enumerate(
        dict.fromkeys((r["delivery"], r["status"]) for r in rows)
    ):
        if nth:
            say()
        say(f"Delivery {delivery}, {status}:")
        _show_delivery([r for r in rows if r["delivery"] == delivery])


def _show_delivery(rows: list[Row]) -> None:
    counted = Counter((r["file"], r["column"], r["rule"], r["explanation"]) for r in rows)
    table(
        [
            {"file": file, "column": column, "rule": rule, "rows": n, "explanation": why}
            for (file, column, rule, why), n in counted.items()
        ]
    )
    say()
    table([{k: r[k] for k in ("file", "row", "column", "rule")} for r in rows[:ROWS_SHOWN]])
    if len(rows) > ROWS_SHOWN:
        say(f"… and {len(rows) - ROWS_SHOWN:,} more; all of them with --csv FILE.")
