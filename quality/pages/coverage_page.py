"""The coverage of a release at a glance: indicators by area level and year, and what is lacking.

A block a reserve, a row an indicator, a column a level and year; the colour says what share of the
cells has a value. Drawn from `catalog.indicators` and `catalog.coverage`, protected both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import polars as pl

from quality.pages import html

LEVELS = {
    "COUNTRY": "Whole country",
    "REGION": "Regions",
    "COUNTY": "Wellbeing services counties",
    "MUNICIPALITY": "Municipalities",
    "NUTS2": "NUTS 2",
}
YEARS_SHOWN = 8
OURS = ("#d5e8e7", "#a5cccc", "#5fa5a4", "#0b6e6e")
PUBLISHED = ("#e6e0f0", "#c5b8de", "#9a85c4", "#6a4fa3")
HIDDEN = "#f0c9a0"
EMPTY = "#f4f6f7"
STEPS = (1 / 3, 2 / 3, 0.999)
"""Shares of cells with a value at which the colour darkens."""

ROW, HEAD, LABEL, GAP, SOURCE = 17, 26, 372, 16, 178
WIDTH = 1110
NARROWEST = 84.0
"""A level's columns are at least as wide as its name."""
LONGEST_LABEL, LONGEST_SOURCE, LONGEST_REASON = 51, 30, 104

Found = Mapping[tuple[str, str, int], list[dict[str, object]]]
"""Indicator, level, year → its rows of `catalog.coverage`, ours first."""


@dataclass(frozen=True)
class Columns:
    """Where the columns stand: levels from left to right, years within each."""

    levels: tuple[str, ...]
    years: tuple[int, ...]

    @property
    def wide(self) -> float:
        """Width of a cell."""
        room = WIDTH - LABEL - SOURCE - GAP * len(self.levels)
        return min(30.0, room / max(1, len(self.levels) * len(self.years)))

    def left(self, level: str) -> float:
        """Left edge of a level's first year."""
        block = max(len(self.years) * self.wide, NARROWEST)
        return LABEL + self.levels.index(level) * (block + GAP)

    def x(self, level: str, year: int) -> float:
        """Left edge of a cell."""
        return self.left(level) + self.years.index(year) * self.wide


def coverage_page(release: str, indicators: pl.DataFrame, coverage: pl.DataFrame) -> str:
    """The whole page in HTML: the picture, and a table of what isn't measured and why."""
    found: dict[tuple[str, str, int], list[dict[str, object]]] = defaultdict(list)
    for row in coverage.sort(
        "source_kind", "cells_with_value", descending=[False, True]
    ).to_dicts():
        found[row["indicator_id"], row["area_level"], row["year"]].append(row)
    columns = _columns(coverage)
    there = set(coverage["indicator_id"])
    left = indicators.filter(~pl.col("indicator_id").is_in(list(there)))
    seventy = indicators.filter("in_framework")
    order = {
        name: nth for nth, name in enumerate(indicators["reserve"].unique(maintain_order=True))
    }
    body = [
        html.heading("Coverage", 1),
        html.paragraph(
            f"Release {release}. {len(there)} of {indicators.height} indicators have rows; of the "
            f"framework's {seventy.height} (in bold) "
            f"{seventy.height - left.filter('in_framework').height}.",
            "sub",
        ),
        _legend(),
        _picture(indicators, found, columns),
        html.paragraph(_omitted(coverage, columns), "sub"),
        html.heading("Not measured here, and why"),
        html.table(
            ["Reserve", "Indicator", "Name", "Why"],
            [
                [_reserve(r["reserve"]), r["indicator_id"], r["label_en"], r["reason"]]
                for r in sorted(left.to_dicts(), key=lambda r: order[r["reserve"]])
            ],
        )
        if left.height
        else html.paragraph("Every indicator has rows."),
    ]
    return html.page("Coverage", body)


def share(row: Mapping[str, object]) -> float:
    """Share of the cells that have a value."""
    cells = row["cells"]
    assert isinstance(cells, int)
    return float(str(row["cells_with_value"])) / cells if cells else 0.0


def colour(row: Mapping[str, object]) -> str:
    """Colour of a cell of the picture: by share and by who computed it."""
    part = share(row)
    if part == 0:
        return HIDDEN if row["cells_hidden"] else EMPTY
    scale = OURS if row["source_kind"] == "computed" else PUBLISHED
    return scale[sum(part > step for step in STEPS)]


def told(row: Mapping[str, object]) -> str:
    """What a row of the coverage says, in a line."""
    parts = [f"{row['cells_with_value']} of {row['cells']} cells have a value"]
    for name, what in (
        ("cells_hidden", "hidden"),
        ("cells_cannot_exist", "can't exist"),
        ("cells_not_collected", "not collected"),
        ("cells_missing", "missing"),
        ("cells_otherwise_empty", "empty"),
    ):
        if row[name]:
            parts.append(f"{row[name]} {what}")
    return f"{row['source_id']}: {', '.join(parts)}"


def _columns(coverage: pl.DataFrame) -> Columns:
    """Levels that occur, and the newest years in which something is computed (or published)."""
    ours = coverage.filter(pl.col("source_kind") == "computed")
    years = (ours if ours.height else coverage)["year"].unique().sort()
    present = set(coverage["area_level"])
    return Columns(
        tuple(level for level in LEVELS if level in present), tuple(years.tail(YEARS_SHOWN))
    )


def _omitted(coverage: pl.DataFrame, columns: Columns) -> str:
    others = coverage.filter(~pl.col("year").is_in(list(columns.years)))["year"].n_unique()
    said = "Point at a square to read its numbers. All of them are in catalog.coverage"
    return f"{said}, {others} further years among them." if others else f"{said}."


def _reserve(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _legend() -> str:
    """What the colours mean."""
    parts: list[tuple[str, str]] = [
        *zip(OURS, ("under 1/3", "under 2/3", "more", "all"), strict=True),
        (PUBLISHED[-1], "published figures alone"),
        (HIDDEN, "all hidden"),
        (EMPTY, "all empty"),
    ]
    said = "Share of cells with a value:"
    pieces = [_text(0, 13, said, 11.5, bold=True)]
    x = 12 + round(6.3 * len(said))
    for fill, text in parts:
        pieces.append(_box(x, 3, 14, 12, fill, ""))
        pieces.append(_text(x + 19, 13, text, 11.5))
        x += 34 + round(6.1 * len(text))
    return f'<svg width="{WIDTH}" height="20" role="img">{"".join(pieces)}</svg>'


def _picture(indicators: pl.DataFrame, found: Found, columns: Columns) -> str:
    pieces = _header(columns)
    y = 44
    for (reserve,), block in indicators.group_by("reserve", maintain_order=True):
        of_block = block.to_dicts()
        there = sum(any(key[0] == r["indicator_id"] for key in found) for r in of_block)
        pieces.append(
            _text(0, y + 17, f"{_reserve(str(reserve))}: {there} of {len(of_block)}", 13, bold=True)
        )
        pieces.append(
            f'<line x1="0" x2="{WIDTH}" y1="{y + 22}" y2="{y + 22}" stroke="#1b2a33" '
            'stroke-width="0.8"/>'
        )
        y += HEAD
        for row in sorted(of_block, key=lambda r: not r["in_framework"]):
            pieces += _row(row, found, columns, y)
            y += ROW
        y += 6
    return f'<svg width="{WIDTH}" height="{y}" role="img">{"".join(pieces)}</svg>'


def _header(columns: Columns) -> list[str]:
    pieces = []
    for level in columns.levels:
        wide = len(columns.years) * columns.wide
        name = LEVELS[level] if wide > 6.2 * len(LEVELS[level]) else LEVELS[level].split()[-1]
        pieces.append(_text(columns.left(level), 14, name.capitalize(), 11.5, bold=True))
        pieces += [
            _text(columns.x(level, year) + columns.wide / 2 - 6, 32, f"’{year % 100:02}", 10)
            for year in columns.years
        ]
    return pieces


def _row(indicator: Mapping[str, object], found: Found, columns: Columns, y: float) -> list[str]:
    name, label = str(indicator["indicator_id"]), str(indicator["label_en"])
    pieces = [
        _text(8, y + 13, _cut(label, LONGEST_LABEL), 11.5, bold=bool(indicator["in_framework"]),
              tip=f"{name}: {label}")
    ]  # fmt: skip
    sources: dict[str, None] = {}
    for level in columns.levels:
        for year in columns.years:
            rows = found.get((name, level, year), [])
            if not rows:
                continue
            sources |= dict.fromkeys(str(r["source_id"]) for r in rows)
            tip = "\n".join([f"{label}, {LEVELS[level].lower()}, {year}", *map(told, rows)])
            pieces.append(
                _box(columns.x(level, year), y + 1, columns.wide - 2, ROW - 3, colour(rows[0]), tip)
            )
    right = WIDTH - SOURCE
    if sources:
        pieces.append(
            _text(right, y + 13, _cut(", ".join(sources), LONGEST_SOURCE), 10.5, muted=True,
                  tip=", ".join(sources))
        )  # fmt: skip
    elif indicator["reason"]:
        reason = str(indicator["reason"])
        pieces.append(
            _text(LABEL, y + 13, _cut(reason, LONGEST_REASON), 10.5, muted=True, tip=reason)
        )
    elif any(key[0] == name for key in found):
        pieces.append(_text(LABEL, y + 13, "other years alone", 10.5, muted=True))
    return pieces


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip(' ,:;')}…"


def _box(x: float, y: float, wide: float, high: float, fill: str, tip: str) -> str:
    title = f"<title>{escape(tip)}</title>" if tip else ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" rx="2" '
        f'fill="{fill}">{title}</rect>'
    )


def _text(
    x: float, y: float, text: str, size: float, *, bold: bool = False, muted: bool = False,
    tip: str = "",
) -> str:  # fmt: skip
    title = f"<title>{escape(tip)}</title>" if tip else ""
    weight = ' font-weight="600"' if bold else ""
    fill = "#5b6b73" if muted else "#1b2a33"
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{fill}"{weight}>'
        f"{escape(text)}{title}</text>"
    )


def summary(indicators: pl.DataFrame, coverage: pl.DataFrame) -> Sequence[Mapping[str, object]]:
    """A line a reserve: indicators, those with rows, and the share of cells with a value."""
    lines = []
    for (reserve,), block in indicators.group_by("reserve", maintain_order=True):
        of_reserve = coverage.filter(pl.col("reserve") == reserve)
        cells = int(of_reserve["cells"].sum())
        lines.append(
            {
                "reserve": reserve,
                "indicators": block.height,
                "with rows": of_reserve["indicator_id"].n_unique(),
                "cells": cells,
                "with value": f"{of_reserve['cells_with_value'].sum() / cells:.0%}"
                if cells
                else "",
                "hidden": f"{of_reserve['cells_hidden'].sum() / cells:.0%}" if cells else "",
            }
        )
    return lines
