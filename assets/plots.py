"""The picture on a reserve's page: protected cells of a year, by area, with their intervals.

One panel an indicator, one row an area, sorted by value; a vertical line marks the whole country.
Only rows that have been through disclosure control are drawn.
"""

from __future__ import annotations

import base64
import io
import textwrap
from collections.abc import Sequence

import polars as pl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from sources.declarations import Indicator

PANELS = 6
COLUMNS = 3
LEVELS = ("COUNTY", "NUTS2", "REGION", "COUNTRY")
LEVEL_NAMES = {
    "COUNTY": "wellbeing services counties",
    "NUTS2": "NUTS 2 regions",
    "REGION": "regions",
    "COUNTRY": "the whole country",
}
UNITS = {"PC": "%", "EUR": "EUR", "RATIO": "ratio", "RTG": "mean on the scale", "YR": "years"}

INK, ACCENT, MUTED, GRID = "#1b2a33", "#0b6e6e", "#5b6b73", "#e3e8ea"
LIMIT_BYTES = 60_000
"""Base64 makes a third more of it; the event log keeps one a reserve and year."""


def reserve_plot(title: str, indicators: Sequence[Indicator], rows: pl.DataFrame) -> bytes | None:
    """PNG of a reserve's totals by area in one year; None when no cell has a value.

    `rows` are the reserve's protected rows of that year (`warehouse.shape`).
    """
    totals = _totals(rows)
    drawn = [i for i in indicators if i.id in totals["indicator_id"].unique()]
    if not drawn:
        return None
    year = int(totals["year"][0])
    panels = [(i, _panel(totals.filter(pl.col("indicator_id") == i.id))) for i in drawn[:PANELS]]
    across = min(COLUMNS, len(panels))
    down = -(-len(panels) // across)
    tallest = max(rows.height for _, rows in panels)
    figure = Figure(figsize=(4.6 * across, (0.17 * tallest + 1.3) * down + 0.8), dpi=88)
    FigureCanvasAgg(figure)
    axes = figure.subplots(down, across, squeeze=False)
    for place, axis in enumerate(axes.flat):
        if place < len(panels):
            indicator, areas = panels[place]
            country = totals.filter(
                (pl.col("indicator_id") == indicator.id) & (pl.col("area_level") == "COUNTRY")
            )
            _draw(axis, indicator, areas, country)
        else:
            axis.set_axis_off()
    _caption(figure, f"{title}, {year}", rows, shown=len(panels), of=len(drawn))
    return _png(figure)


def as_markdown(png: bytes) -> str:
    """The picture as Dagster's pages show it."""
    return f"![plot](data:image/png;base64,{base64.b64encode(png).decode()})"


def _totals(rows: pl.DataFrame) -> pl.DataFrame:
    """Both sexes, whole base, no breakdown, with a value."""
    return rows.filter(
        (pl.col("sex") == "_T")
        & (pl.col("age_group") == "TOTAL")
        & (pl.col("breakdown_by") == "_T")
        & pl.col("value").is_not_null()
    )


def _panel(totals: pl.DataFrame) -> pl.DataFrame:
    """One row an area of the level that says most; of several sources the one with most areas."""
    for level in LEVELS:
        of_level = totals.filter(pl.col("area_level") == level)
        if of_level.height:
            counted = of_level.group_by("source_id").len().sort("len", "source_id")
            source = counted["source_id"][-1]
            return of_level.filter(pl.col("source_id") == source).sort("value", "area_code")
    return totals


def _draw(axis: Axes, indicator: Indicator, areas: pl.DataFrame, country: pl.DataFrame) -> None:
    source = areas["source_id"][0]
    places = list(range(areas.height))
    values = areas["value"].to_list()
    for place, low, high in zip(places, areas["ci_low"], areas["ci_high"], strict=True):
        if low is not None and high is not None:
            axis.plot([low, high], [place, place], color=ACCENT, alpha=0.35, linewidth=2.2)
    axis.plot(values, places, "o", color=ACCENT, markersize=4)
    for value in country.filter(pl.col("source_id") == source)["value"]:
        axis.axvline(value, color=INK, linewidth=0.9, linestyle=(0, (4, 3)))
    names = areas.select(pl.coalesce("area_name_en", "area_code")).to_series().to_list()
    axis.set_yticks(places, [textwrap.shorten(n, 26, placeholder="…") for n in names])
    axis.set_ylim(-0.7, areas.height - 0.3)
    axis.tick_params(axis="both", labelsize=7.5, colors=INK, length=0)
    axis.grid(axis="x", color=GRID, linewidth=0.8)
    axis.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axis.spines[side].set_visible(False)
    axis.spines["bottom"].set_color(GRID)
    axis.set_title(
        textwrap.fill(indicator.label_en, 44), fontsize=9, loc="left", color=INK, weight="bold"
    )
    unit = UNITS.get(indicator.unit, indicator.unit.lower())
    axis.set_xlabel(f"{unit} · {source}", fontsize=7.5, color=MUTED, loc="left")


def _caption(figure: Figure, title: str, rows: pl.DataFrame, *, shown: int, of: int) -> None:
    synthetic = bool(rows["synthetic"].any())
    kind = " (synthetic persons)" if synthetic else ""
    levels = [n for n in LEVELS if (rows["area_level"] == n).any()]
    said = [f"By {LEVEL_NAMES[levels[0]]}, with 95 % intervals; dashed: the whole country."]
    said += [f"{shown} of {of} indicators." if shown < of else "", "Protected cells."]
    figure.suptitle(f"{title}{kind}", x=0.01, ha="left", fontsize=12, color=INK, weight="bold")
    figure.text(0.01, 0.008, " ".join(filter(None, said)), fontsize=8, color=MUTED)
    figure.tight_layout(rect=(0, 0.025, 1, 0.985), h_pad=1.2, w_pad=1.0)


def _png(figure: Figure) -> bytes:
    """The figure in few colours, and smaller still if it must be."""
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png", facecolor="white")
    picture = Image.open(drawn).convert("RGB")
    for scale in (1.0, 0.8, 0.6, 0.45):
        size = (round(picture.width * scale), round(picture.height * scale))
        packed = io.BytesIO()
        resized = picture if scale == 1.0 else picture.resize(size, Image.Resampling.LANCZOS)
        resized.quantize(24).save(packed, format="png", optimize=True)
        if len(packed.getvalue()) <= LIMIT_BYTES:
            break
    return packed.getvalue()
