"""The page on one source: what came, whether it is as before, how full it is, what to send back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from quality.acceptance import refusal
from quality.overview import DeliveryQuality, SourceQuality
from quality.pages import html
from quality.pages.figures import dated, measure, month, unit
from quality.profile import ColumnProfile
from quality.reasons import explanation
from sources.declarations import Source, Table
from sources.errors import clause

Cells = list[list[str | int | None]]

CODES_SHOWN = 8
PERIODS_SHOWN = 4

INTERNAL = "Internal: exact figures of deliveries. For the data's owner; not for publication."


def level(quality: SourceQuality) -> str:
    """good, look (something to look at) or bad (refused, nothing newer took its place)."""
    if quality.refused:
        return "bad"
    return "look" if quality.deliveries and quality.deliveries[0].remarks else "good"


def verdict(quality: SourceQuality) -> str:
    """The state of the source in one sentence."""
    if quality.refused:
        newest = quality.refused[-1]
        return f"Delivery {newest.delivery} was refused: {clause(newest.why)}."
    if not quality.deliveries:
        return "Nothing is delivered yet."
    newest_good = quality.deliveries[0]
    remarks = len(newest_good.remarks)
    if remarks:
        things = "1 thing" if remarks == 1 else f"{remarks} things"
        return f"{things} to look at in the delivery of {newest_good.record.period}."
    return f"The delivery of {newest_good.record.period} is as expected."


def source_page(quality: SourceQuality) -> str:
    """The whole page in HTML."""
    source, shown = quality.source, quality.deliveries[:PERIODS_SHOWN]
    body = [
        f"<p>{html.link('index.html', 'All sources')}</p>",
        html.heading(source.title, 1),
        html.paragraph(f"{source.title_fi} · {source.provider} · {source.owner}", "sub"),
        html.paragraph(INTERNAL, "internal"),
        f"<p>{html.light(level(quality), verdict(quality))}</p>",
    ]
    if quality.refused:
        body += [
            html.heading("Refused"),
            html.bullets([f"{r.delivery}: {refusal(r)}" for r in quality.refused]),
        ]
    if shown:
        body += [
            html.heading("Deliveries in force"),
            _deliveries(quality.deliveries),
            html.paragraph(_of_days(source, quality.deliveries), "sub"),
            html.heading("What to look at"),
            *_remarks(quality.deliveries),
            html.heading("Rows to send back"),
            *_send_back(source, quality.deliveries),
        ]
        for table in source.tables:
            body += _table(table, shown)
    return html.page(f"Data quality: {source.title}", body)


def _deliveries(found: Sequence[DeliveryQuality]) -> str:
    header = ["Period", "Delivery", "Received", "On time", "Read", "Accepted"]
    header += ["Quarantined", "Excluded", "Persons", "In the population"]
    return html.table(
        header,
        [
            [
                q.record.period,
                q.record.delivery,
                str(q.received or "–"),
                _on_time(q),
                q.record.read,
                q.record.accepted,
                q.record.quarantined,
                q.record.excluded,
                q.coverage.persons if q.coverage else None,
                f"{q.coverage.share:.2%}" if q.coverage else None,
            ]
            for q in found
        ],
    )


def _on_time(quality: DeliveryQuality) -> str:
    days_late = quality.days_late
    if days_late is None:
        return "invented" if quality.record.synthetic else "–"
    if days_late > 0:
        return f"{days_late} days late"
    return f"{-days_late} days early" if days_late else "on the day"


def _of_days(source: Source, found: Sequence[DeliveryQuality]) -> str:
    """What the days in the table mean, and why there may be none."""
    if source.expected_by is None:
        said = "No day is agreed by which it comes."
    else:
        said = f"Agreed: by {source.expected_by} (month and day) of the year after."
    if any(q.record.synthetic for q in found):
        said += (
            " Invented data was sent by nobody on no day: it was received when it was made, and "
            "that says nothing of being on time."
        )
    return said


def _remarks(found: Sequence[DeliveryQuality]) -> list[str]:
    parts = []
    for q in found:
        if q.remarks:
            beside = f", beside {q.compared_with}" if q.compared_with else ""
            parts += [html.paragraph(f"{q.record.period}{beside}:"), html.bullets(q.remarks)]
    return parts or [html.paragraph("Nothing: every delivery resembles the one before it.")]


def _send_back(source: Source, found: Sequence[DeliveryQuality]) -> list[str]:
    counts: Counter[tuple[str, str, str]] = Counter()
    for q in found:
        for name, table in q.record.tables.items():
            for fault, rows in table.faults.items():
                reason, column = fault.split("|", 1)
                counts[name, column, reason] += rows
    if not counts:
        return [html.paragraph("None.")]
    listed: Cells = [
        [
            table,
            html.noted(*_names(source, table, column)),
            html.noted(explanation(source, table, reason), reason),
            rows,
        ]
        for (table, column, reason), rows in sorted(
            counts.items(), key=lambda item: (-item[1], item[0])
        )
    ]
    return [
        html.table(["Table", "Column in the file", "What is wrong", "Rows"], listed),
        f"<p>The list, row by row: <code>varanto quarantine {source.id} --csv send_back.csv</code>"
        "</p>",
    ]


def _names(source: Source, table: str, columns: str) -> tuple[str, str]:
    """Columns by the supplier's names, and by ours; ours alone where none is declared any more."""
    ours = columns.split(",")
    original = {c.name: c.original for t in source.tables if t.name == table for c in t.columns}
    return ", ".join(original.get(c, c) for c in ours), ", ".join(ours)


def _table(table: Table, shown: Sequence[DeliveryQuality]) -> list[str]:
    """Completeness, codes and distributions of a table over the periods, newest first."""
    there = [q for q in shown if q.profile and table.name in q.profile]
    if not there:
        return []
    periods = [q.record.period for q in there]
    profiles = [q.profile[table.name] for q in there if q.profile]
    parts = [
        html.heading(f"Table {table.name}"),
        html.paragraph(f"{table.grain[0].upper()}{table.grain[1:]}.", "sub"),
    ]
    filled: Cells = [["Rows accepted", "", *(p.rows for p in profiles)]]
    codes: Cells = []
    months: Cells = []
    measures: Cells = []
    for column in table.kept:
        of_column = [p.columns.get(column.name) for p in profiles]
        if not any(of_column):
            continue
        bars = [
            html.bar(c.filled / p.rows) if c and p.rows else None
            for c, p in zip(of_column, profiles, strict=True)
        ]
        filled.append([column.name, column.original, *bars])
        if dated(column):
            months += _months(column.name, of_column)
        else:
            codes += _codes(column.name, of_column)
        if any(c and c.quantiles for c in of_column):
            shown_as = (measure(c, column) for c in of_column)
            measures.append([column.name, unit(column), *shown_as])
    parts.append(html.table(["Column", "In the file", *periods], filled))
    if codes:
        parts += [
            html.paragraph("Codes, as shares of the rows with a value:", "sub"),
            html.table(["Column", "Code", *periods], codes),
        ]
    if months:
        parts += [
            html.paragraph("Dates by month, as shares of the rows with a date:", "sub"),
            html.table(["Column", "Month", *periods], months),
        ]
    if measures:
        parts += [
            html.paragraph("Measured values: 5 % below · median · 5 % above", "sub"),
            html.table(["Column", "Unit", *periods], measures),
        ]
    return parts


def _codes(name: str, profiles: Sequence[ColumnProfile | None]) -> Cells:
    """The commonest codes of a column, and all others together."""
    if not any(p and p.codes for p in profiles):
        return []
    total: Counter[str] = Counter()
    for profile in profiles:
        total.update((profile.codes or {}) if profile else {})
    common = [code for code, _ in total.most_common(CODES_SHOWN)]
    rows: Cells = [[code, *_shares(profiles, [code])] for code in sorted(common, key=_in_order)]
    others = sorted(total.keys() - set(common))
    if others:
        rows.append([f"{len(others)} more", *_shares(profiles, others)])
    return [[name if nth == 0 else "", *row] for nth, row in enumerate(rows)]


def _months(name: str, profiles: Sequence[ColumnProfile | None]) -> Cells:
    """All twelve months of a column with dates: one that lacks is what is looked for."""
    if not any(p and p.codes for p in profiles):
        return []
    return [
        [name if nth == 1 else "", month(code), *_shares(profiles, [code])]
        for nth in range(1, 13)
        for code in [f"{nth:02}"]
    ]


def _shares(
    profiles: Sequence[ColumnProfile | None], codes: Sequence[str]
) -> list[html.Markup | None]:
    return [
        html.bar(sum(p.codes.get(code, 0) for code in codes) / p.filled)
        if p and p.codes and p.filled
        else None
        for p in profiles
    ]


def _in_order(code: str) -> tuple[float, str]:
    """Steps of a scale by their size (2 before 10), codes by their letters."""
    return (float(code), "") if code.lstrip("-").isdecimal() else (0.0, code)
