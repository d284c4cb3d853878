"""Dots of ours and rings of theirs on one scale a picture, the line between coloured by the reason.

Static SVG: what is to be told on pointing stands in titles, and everything is written out too.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from sources.declarations import Explanation

EQUAL = "equal"
"""Said of a pair without an explanation: ours equals the published figure as it is rounded."""

COLOURS: dict[str, str] = {
    Explanation.UNEXPLAINED.value: "#a3262a",
    Explanation.REVISION.value: "#d08a1d",
    Explanation.CONCEPT.value: "#6a4fa3",
    Explanation.POPULATION.value: "#b48ad1",
    Explanation.PERIOD.value: "#2f6db3",
    Explanation.SOURCE.value: "#7c6a58",
    Explanation.SAMPLING.value: "#5fa5a4",
    EQUAL: "#0b6e6e",
}
"""Word → colour, in the order in which they are listed."""

WIDTH, LABEL, NUMBERS, ROW, HEAD = 1010, 250, 345, 17, 24
RIGHT = WIDTH - NUMBERS
COLUMNS = (RIGHT + 64, RIGHT + 132, RIGHT + 202, RIGHT + 250)
"""Right ends of the columns of numbers beside the picture."""

LONGEST_LABEL = 40
INK, MUTED, LINE = "#1b2a33", "#5b6b73", "#e3e8ea"


@dataclass(frozen=True)
class Dot:
    """One pair. `spread` is how far ours may be off by sampling, on either side; 0 for none."""

    label: str
    own: float
    official: float
    spread: float
    difference: str
    in_se: str
    word: str
    tip: str


@dataclass(frozen=True)
class Scale:
    """From a value to its place between the labels and the numbers."""

    low: float
    high: float

    def x(self, value: float) -> float:
        """Where a value stands."""
        room = RIGHT - LABEL - 24
        return LABEL + 12 + room * (value - self.low) / (self.high - self.low)


def legend() -> str:
    """What dot, ring and colours mean."""
    pieces = [
        _dot(6, 9, INK), _text(15, 13, "ours, ± 2 standard errors", 11.5),
        _ring(178, 9, INK), _text(187, 13, "published", 11.5),
    ]  # fmt: skip
    x = 258.0
    for word, fill in COLOURS.items():
        pieces.append(f'<rect x="{x:.1f}" y="3" width="14" height="12" rx="2" fill="{fill}"/>')
        pieces.append(_text(x + 19, 13, word, 11.5))
        x += 32 + 6.4 * len(word)
    return f'<svg width="{WIDTH}" height="20" role="img">{"".join(pieces)}</svg>'


def dot_plot(groups: Sequence[tuple[str, Sequence[Dot]]], decimals: int) -> str:
    """The picture of an indicator: a title a group, a row a pair, all on one scale."""
    scale = scale_of([dot for _, dots in groups for dot in dots])
    heads = ("ours", "published", "difference", "in se")
    pieces = [
        _text(x, 12, head, 10.5, muted=True, end=True)
        for x, head in zip(COLUMNS, heads, strict=True)
    ]
    pieces.append(_text(COLUMNS[-1] + 12, 12, "why", 10.5, muted=True))
    y = 16
    rows: list[str] = []
    for title, dots in groups:
        rows.append(_text(0, y + 16, title, 12, bold=True))
        y += HEAD
        for dot in dots:
            rows += _row(dot, scale, y, decimals)
            y += ROW
        y += 4
    for tick in ticks(scale):
        x = scale.x(tick)
        pieces.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="18" y2="{y}" stroke="{LINE}"/>')
        pieces.append(
            f'<text x="{x:.1f}" y="{y + 13}" font-size="10" fill="{MUTED}" '
            f'text-anchor="middle">{_tick(tick)}</text>'
        )
    drawn = "".join([*pieces, *rows])
    return f'<svg width="{WIDTH}" height="{y + 20}" role="img">{drawn}</svg>'


def scale_of(dots: Sequence[Dot]) -> Scale:
    """A scale on which every dot, ring and spread has room."""
    ends = [end for d in dots for end in (d.own - d.spread, d.own + d.spread, d.official)]
    low, high = min(ends), max(ends)
    edge = 0.04 * (high - low) or max(abs(high) * 0.05, 0.5)
    return Scale(low - edge, high + edge)


def ticks(scale: Scale) -> list[float]:
    """Three to eight round values within the scale."""
    rough = (scale.high - scale.low) / 8
    base = 10.0 ** math.floor(math.log10(rough))
    step = next(base * n for n in (1, 2, 5, 10) if base * n >= rough * 0.999)
    first = math.ceil(scale.low / step)
    return [n * step for n in range(first, math.floor(scale.high / step) + 1)]


def _tick(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def _row(dot: Dot, scale: Scale, y: float, decimals: int) -> list[str]:
    middle = y + 8
    fill = COLOURS[dot.word]
    own, official = scale.x(dot.own), scale.x(dot.official)
    low, high = scale.x(dot.own - dot.spread), scale.x(dot.own + dot.spread)
    label = dot.label
    if len(label) > LONGEST_LABEL:
        label = f"{label[: LONGEST_LABEL - 1].rstrip(' ,')}…"
    pieces = [
        f"<g><title>{escape(dot.tip)}</title>",
        f'<rect x="0" y="{y}" width="{WIDTH}" height="{ROW}" fill="white" fill-opacity="0"/>',
        _text(8, y + 12, label, 11.5),
    ]
    if dot.spread:
        pieces.append(_line(low, high, middle, "#b9c4c9", 1.2))
    pieces += [
        _line(own, official, middle, fill, 3),
        _dot(own, middle, fill),
        _ring(official, middle, INK),
        _text(COLUMNS[0], y + 12, f"{dot.own:,.{decimals}f}", 11.5, end=True),
        _text(COLUMNS[1], y + 12, f"{dot.official:,.{decimals}f}", 11.5, end=True),
        _text(COLUMNS[2], y + 12, dot.difference, 11.5, end=True),
        _text(COLUMNS[3], y + 12, dot.in_se, 11.5, end=True),
        f'<rect x="{COLUMNS[3] + 12}" y="{y + 4}" width="8" height="8" rx="1" fill="{fill}"/>',
        _text(COLUMNS[3] + 25, y + 12, dot.word, 11.5),
        "</g>",
    ]
    return pieces


def _line(x1: float, x2: float, y: float, stroke: str, wide: float) -> str:
    return (
        f'<line x1="{x1:.1f}" x2="{x2:.1f}" y1="{y}" y2="{y}" stroke="{stroke}" '
        f'stroke-width="{wide}"/>'
    )


def _dot(x: float, y: float, fill: str) -> str:
    return f'<circle class="own" cx="{x:.1f}" cy="{y}" r="4.2" fill="{fill}"/>'


def _ring(x: float, y: float, stroke: str) -> str:
    return (
        f'<circle class="official" cx="{x:.1f}" cy="{y}" r="4.2" fill="none" stroke="{stroke}" '
        'stroke-width="1.4"/>'
    )


def _text(
    x: float, y: float, text: str, size: float, *, bold: bool = False, muted: bool = False,
    end: bool = False,
) -> str:  # fmt: skip
    weight = ' font-weight="600"' if bold else ""
    anchor = ' text-anchor="end"' if end else ""
    colour = MUTED if muted else INK
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}"{weight}{anchor}>'
        f"{escape(text)}</text>"
    )
