"""Commands about what is published: releases, diff, explain, indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.output import WrongUsage, as_json, say, table, text
from sources.errors import VarantoError
from sources.home import Home

if TYPE_CHECKING:
    from pipelines.cli.lookup import Area
    from sources.declarations import Indicator
    from warehouse.diff import Moves
    from warehouse.explain import Explanation


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(releases)
    app.command()(diff)
    app.command()(explain)
    app.command()(indicators)


def releases(json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """The releases of this home, oldest first."""
    from warehouse.release import Manifest
    from warehouse.release import releases as all_releases

    home = Home.from_environment()
    found = all_releases(home)
    current = Manifest.read(home.current)
    rows = [
        {
            "release": m.release_id,
            "created": m.created,
            "kind": m.kind,
            "protection": m.protection,
            "rows": sum(n for name, n in m.tables.items() if not name.endswith("_all")),
            "current": current is not None and m.release_id == current.release_id,
        }
        for m in found
    ]
    if json:
        as_json(rows)
    elif rows:
        table([row | {"current": "*" if row["current"] else ""} for row in rows])
    else:
        say("There is no release yet. Run varanto refresh.")


def diff(
    older: Annotated[str, typer.Argument(help="Release id or its beginning.")] = "previous",
    newer: Annotated[str, typer.Argument(help="Release id or its beginning.")] = "current",
    every_series: Annotated[
        bool, typer.Option("--all", help="Every source and vintage, not the recommended rows only.")
    ] = False,
    largest: Annotated[int, typer.Option(min=0, help="How many of the largest changes.")] = 10,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """What moved between two releases: rows added, removed, changed; the largest changes."""
    from pipelines.cli.lookup import release_named
    from warehouse.diff import diff as compare

    home = Home.from_environment()
    moves = compare(
        home,
        release_named(home, older),
        release_named(home, newer),
        every_series=every_series,
        largest=largest,
    )
    if json:
        as_json(
            {
                "older": moves.older.release_id,
                "newer": moves.newer.release_id,
                "tables": [vars(t) for t in moves.tables],
                "indicators": moves.indicators.to_dicts(),
                "largest": moves.largest.to_dicts(),
            }
        )
    else:
        _show_moves(moves)


def explain(
    indicator: Annotated[str, typer.Argument(help="Indicator id or name.")],
    area: Annotated[str, typer.Argument(help="Area code or name: MK06, Pirkanmaa.")],
    year: Annotated[int, typer.Argument(help="The year that the value describes.")],
    sex: Annotated[str, typer.Option(help="_T, F or M.")] = "_T",
    age: Annotated[str, typer.Option(help="Age group, as Y16-24.")] = "TOTAL",
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Where a value comes from: method, definition, rows that went in, deliveries."""
    from assets.look_back import registers_behind, years_before
    from pipelines.cli.lookup import areas_named, indicator_named, release_named
    from sources.catalogue import SOURCES
    from warehouse.explain import explain as put_together
    from warehouse.explain import find_row

    home = Home.from_environment()
    if not home.current.exists():
        raise VarantoError("There is no release yet. Run varanto refresh first.")
    meant, places = indicator_named(indicator), areas_named(area)
    where = {"sex": sex, "age_group": age}
    found = [(p, *find_row(home, meant, p.code, year, where)) for p in places]
    with_row = [(p, row, others) for p, row, others in found if row is not None]
    if not with_row:
        raise VarantoError(_no_row(home, meant, places, year, sex, age))
    if len(with_row) > 1:
        listed = ", ".join(f"{p.code} ({p.level})" for p, *_ in with_row)
        raise WrongUsage(f"{area} is several areas: {listed}. Give the code.")
    _, row, others = with_row[0]
    computed = next((s for s in meant.series if s.source_id == row["source_id"]), None)
    told = put_together(
        home,
        release_named(home, "current"),
        meant,
        SOURCES,
        row,
        others,
        years_before(computed) if computed else 0,
        registers_behind(computed) if computed else (),
    )
    if json:
        as_json(_explained(told))
    else:
        _show_explanation(told)


def indicators(json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """Every indicator: its reserve, unit, sources, and the years in the current release."""
    from assets.reserves import INDICATORS

    years = _years_published(Home.from_environment())
    rows = [
        {
            "indicator": i.id,
            "reserve": i.reserve.value,
            "label": i.label_en,
            "unit": i.unit,
            "direction": i.direction.value,
            "sources": ", ".join(
                dict.fromkeys([*(s.source_id for s in i.series), *(s.provider for s in i.official)])
            ),
            "years": years.get(i.id, "not delivered"),
        }
        for i in INDICATORS
    ]
    if json:
        as_json(rows)
    else:
        table(rows)


def _years_published(home: Home) -> dict[str, str]:
    """Indicator → first and last year with a value in the current release."""
    if not home.database.exists():
        return {}
    import duckdb

    with duckdb.connect(str(home.database.resolve()), read_only=True) as connection:
        rows = connection.execute(
            "SELECT indicator_id, min(year), max(year) FROM reserves.everything "
            "WHERE value IS NOT NULL GROUP BY indicator_id"
        ).fetchall()
    return {name: str(first) if first == last else f"{first}–{last}" for name, first, last in rows}


def _no_row(
    home: Home, indicator: Indicator, places: list[Area], year: int, sex: str, age: str
) -> str:
    """Why there is no row, and where there is one."""
    from quality.acceptance import acceptances, in_force
    from warehouse.explain import years_with_a_row

    area = " or ".join(f"{p.name} ({p.code})" for p in places)
    group = "" if (sex, age) == ("_T", "TOTAL") else f", sex {sex}, age {age},"
    what = f"{indicator.id} has no row for {area}{group} in {year}."
    years = sorted({y for p in places for y in years_with_a_row(home, indicator, p.code)})
    if years:
        return f"{what} There is one for {', '.join(map(str, years))}."
    wanted = [*(s.source_id for s in indicator.series), *(s.provider for s in indicator.official)]
    lacking = [s for s in dict.fromkeys(wanted) if not in_force(acceptances(home, s))]
    if lacking:
        return f"{what} Not delivered: {', '.join(lacking)}."
    levels = dict.fromkeys(level for s in indicator.series for level in s.levels)
    return f"{what} It is given by {', '.join(levels)}."


def _show_moves(moves: Moves) -> None:
    say(f"From {moves.older.release_id} to {moves.newer.release_id}:")
    if moves.same:
        say("The two hold the same rows.")
        return
    rows = [vars(t) for t in moves.tables if t.moved]
    table(rows)
    say()
    table(moves.indicators.to_dicts())
    if moves.largest.height:
        say()
        say("Largest changes of a value:")
        table(
            [
                {
                    "indicator": r["indicator_id"],
                    "area": r["area_code"],
                    "year": str(r["year"]),
                    "sex": r["sex"],
                    "age": r["age_group"],
                    "older": r["older"],
                    "newer": r["newer"],
                    "unit": r["unit"],
                    "change": "" if r["per_cent"] is None else f"{r['per_cent']:+.1f} %",
                }
                for r in moves.largest.iter_rows(named=True)
            ]
        )


def _explained(told: Explanation) -> dict[str, object]:
    return {
        "release_id": told.release.release_id,
        "row": told.row,
        "others": list(told.others),
        "label": told.indicator.label_en,
        "definition": told.indicator.definition,
        "method_id": told.row["method_id"],
        "rows_in": [vars(r) for r in told.rows_in],
        "deliveries": [
            {
                "source": d.source,
                "delivery": d.id,
                "period": d.period,
                "received": d.received,
                "sender": d.sender,
                "synthetic": d.synthetic,
                "checksum": d.checksum,
                "files": [vars(f) for f in d.files],
                "addresses": {
                    file: {"address": address, "retrieved": retrieved}
                    for file, (address, retrieved) in d.addresses.items()
                },
                "licence": d.exchange.get("via:licence"),
            }
            for d in told.deliveries
        ],
        "newer_than_release": list(told.since_published),
    }


def _show_explanation(told: Explanation) -> None:
    row, indicator = told.row, told.indicator
    area = row["area_name_en"] or row["area_name_fi"] or row["area_code"]
    say(f"{indicator.label_en}, {area} ({row['area_code']}), {row['year']}, "
        f"sex {row['sex']}, age {row['age_group']}")  # fmt: skip
    say(f"Value: {_value(row, indicator.decimals)}")
    say(f"Definition ({indicator.definition_version}): {indicator.definition}")
    if row["source_kind"] == "official":
        say(f"Published by {row['source_id']}: {row['note']}")
    else:
        say(f"Computed from {row['source_id']} by method {row['method_id']} (docs/methods.md).")
        if row["note"]:
            say(f"Note: {row['note']}")
    if row["synthetic"]:
        say("The persons are invented.")
    if row["experimental"]:
        say("Experimental: no statistical authority has endorsed it.")
    for other in told.others:
        say(f"Beside it: {_value(other, indicator.decimals)} from {other['source_id']} "
            f"({other['source_kind']})")  # fmt: skip
    say()
    say("Rows that went in:")
    table([vars(r) for r in told.rows_in], indent="  ")
    say("Deliveries:")
    for d in told.deliveries:
        say(f"  {d.source} {d.id}, received {d.received} from {d.sender}")
        for file in d.files:
            say(f"    {file.name}  {file.bytes:,} bytes  sha256 {file.sha256}")
            if file.name in d.addresses:
                address, retrieved = d.addresses[file.name]
                say(f"      {address}, {retrieved}")
        if "via:licence" in d.exchange:
            say(f"    licence: {d.exchange['via:licence']}")
    if told.since_published:
        say(f"Newer than the release: {', '.join(told.since_published)}. Run varanto refresh.")
    say(f"Release: {told.release.release_id} ({told.release.protection})")


def _value(row: dict[str, object], decimals: int) -> str:
    """Value with unit and interval, or why there is none."""
    from sources.declarations.status import FREE

    value, unit = row["value"], row["unit"]
    if not isinstance(value, float):
        why = "suppressed" if row["conf_status"] not in (None, FREE) else "missing"
        return f"none ({why}; obs_status {row['obs_status']}, conf_status {row['conf_status']})"
    shown = f"{value:,.{decimals}f} {unit}"
    low, high = row["ci_low"], row["ci_high"]
    if isinstance(low, float) and isinstance(high, float):
        shown += f", 95 % interval {low:,.{decimals}f} – {high:,.{decimals}f}"
    if row["n"] is not None:
        shown += f", n {text(row['n'])}"
    return f"{shown}, obs_status {row['obs_status']}"
