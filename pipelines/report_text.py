"""The night's report in plain language, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pipelines.moves import CountryMove, Moved, TableMove

if TYPE_CHECKING:
    from pipelines.reports import Arrival, Report, Step

LISTED = 40


def as_markdown(report: Report) -> str:
    """One page: first what matters, then what ran."""
    parts = [
        f"# Varanto, {report.after.at:%d.%m.%Y %H:%M}",
        headline(report),
        *_section("Failures", _bullets(report.failures)),
        *_section("Deliveries", _arrivals(report.arrivals) + _silent(report)),
        *_section("What moved in the release", _moved(report)),
        *_section("Not there", _absent(report)),
        *_section("Alerts", _alerts(report)),
        *_section("What ran", _steps(report.steps)),
    ]
    return "\n\n".join(parts) + "\n"


def headline(report: Report) -> str:
    """The whole night in a few sentences."""
    release = report.after.release
    lasted = sum(step.seconds for step in report.steps)
    if report.failures:
        first = f"**{_count(len(report.failures), 'failure')}.** What was finished stays"
        kept = f"; the release is {release.release_id}." if release else "; there is no release."
        return first + kept
    if not report.steps and not report.new_release:
        same = f" The release stays {release.release_id}." if release else ""
        return f"Nothing was new, so nothing was made.{same}"
    if release is None:
        return f"{_count(len(report.steps), 'asset')} ran in {lasted:.0f} s. There is no release."
    new = "A new release" if report.new_release else "The release is unchanged"
    rows = sum(n for t, n in release.tables.items() if not t.endswith("_all"))
    return (
        f"{new}: **{release.release_id}** ({release.protection}), {rows:,} rows. "
        f"{_count(len(report.steps), 'asset')} ran in {lasted:.0f} s."
    )


def _arrivals(arrivals: Sequence[Arrival]) -> str:
    if not arrivals:
        return "No delivery was judged."
    table = _table(
        ("source", "judged", "refused", "rows read", "accepted", "quarantined", "left out"),
        (
            (a.source, a.deliveries, len(a.refused), a.read, a.accepted, a.quarantined, a.excluded)
            for a in arrivals
        ),
    )
    refused = [f"{a.source}, delivery {text}" for a in arrivals for text in a.refused]
    remarks = [f"{a.source}, delivery {text}" for a in arrivals for text in a.remarks]
    return "\n\n".join(
        [
            table,
            *(["Refused:", _bullets(refused)] if refused else []),
            *(["To be looked at:", _bullets(remarks)] if remarks else []),
        ]
    )


def _silent(report: Report) -> str:
    """Sources in use that nothing came from: their last good deliveries stay in force."""
    if not report.silent or not report.arrivals:
        return ""
    return f"\n\nNothing new came from {', '.join(report.silent)}: what is in force stays."


def _moved(report: Report) -> str:
    if not report.new_release:
        return "The release is unchanged."
    if report.moved is None:
        tables = report.after.release.tables if report.after.release else {}
        filled = [(t, n) for t, n in tables.items() if n and not t.endswith("_all")]
        return "This is the first release.\n\n" + _table(("table", "rows"), filled)
    return f"{_countries(report.moved)}\n\n{_tables(report.moved.tables)}"


def _countries(moved: Moved) -> str:
    if not moved.countries:
        return "No value of a whole country moved by more than its last shown decimal."
    table = _table(
        ("indicator", "area", "year", "before", "now", "unit"),
        (
            (c.label, c.area, str(c.year), _shown(c.older, c), _shown(c.newer, c), c.unit)
            for c in moved.countries[:LISTED]
        ),
    )
    more = len(moved.countries) - LISTED
    return table if more <= 0 else f"{table}\n\nAnd {more} more: see the JSON beside this file."


def _tables(tables: Sequence[TableMove]) -> str:
    if not tables:
        return "No cell differs."
    return _table(
        ("table", "new years", "new cells", "removed", "changed", "now suppressed", "now shown"),
        (
            (
                t.table,
                ", ".join(map(str, t.new_years)) or "–",
                t.added,
                t.removed,
                t.changed,
                t.hidden,
                t.shown,
            )
            for t in tables
        ),
    )


def _absent(report: Report) -> str:
    lines = [f"Overdue: {text}" for text in report.overdue]
    if report.invented_overdue:
        lines.append(
            f"Invented data is overdue from nobody: {report.invented_overdue} sources whose "
            "deliveries are synthetic are not listed."
        )
    lines += [f"Not delivered: {source}" for source in report.not_delivered]
    return _bullets(lines) or "Every source is delivered."


def _alerts(report: Report) -> str:
    told = report.told
    lines = [f"Sent by {target}: {a.subject}" for a, target in told.sent]
    lines += [f"Not sent: {problem}" for problem in told.problems]
    lines += [f"No target is set, nobody was told: {a.subject}" for a in told.unaddressed]
    return _bullets(lines) or "None."


def _steps(steps: Sequence[Step]) -> str:
    if not steps:
        return "Nothing."
    return _table(
        ("asset", "years", "ended", "seconds"),
        ((s.asset, s.years or "–", s.status, f"{s.seconds:.1f}") for s in steps),
    )


def _shown(value: float, move: CountryMove) -> str:
    return f"{value:,.{move.decimals}f}"


def _section(title: str, body: str) -> list[str]:
    return [f"## {title}", body] if body else []


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _table(names: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [f"| {' | '.join(names)} |", "|" + "---|" * len(names)]
    lines += [f"| {' | '.join(_cell(c) for c in row)} |" for row in rows]
    return "\n".join(lines)


def _cell(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _count(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"
