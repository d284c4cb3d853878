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
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from PIL import Image

from sources.declarations import Indicator

PANELS = 6
COLUMNS = 2  # the page shows it in a window some 540 pixels wide
PANEL_INCHES = 3.5
LEVELS = ("COUNTY", "NUTS2", "REGION", "COUNTRY")
LEVEL_NAMES = {
    "COUNTY": "wellbeing services counties",
    "NUTS2": "NUTS 2 regions",
    "REGION": "regions",
    "COUNTRY": "the whole country",
}
UNITS = {"PC": "%", "EUR": "EUR", "RATIO": "ratio", "RTG": "mean on the scale", "YR": "years"}

INK, ACCENT, INTERVAL, MUTED, GRID = "#1b2a33", "#0b6e6e", "#a5cccc", "#5b6b73", "#e3e8ea"
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
    figure = Figure(figsize=(PANEL_INCHES * across, (0.17 * tallest + 1.1) * down + 0.8), dpi=84)
    axes = figure.subplots(down, across, squeeze=False, gridspec_kw=_margins(figure, across, down))
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


def _margins(figure: Figure, across: int, down: int) -> dict[str, float]:
    """Room for names, titles and axes, in parts of the figure; measuring the text would be slow."""
    width, height = figure.get_size_inches()
    top, bottom = 1 - 0.95 / height, 0.75 / height
    panel = (height * (top - bottom) - 0.95 * (down - 1)) / down
    return {
        "left": 1.5 / width,
        "right": 1 - 0.15 / width,
        "top": top,
        "bottom": bottom,
        "wspace": 1.6 / (PANEL_INCHES - 1.6),
        "hspace": 0.95 / panel,
    }


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
    ends = areas.with_row_index("place").drop_nulls(["ci_low", "ci_high"])
    axis.hlines(
        ends["place"].to_list(),
        ends["ci_low"].to_list(),
        ends["ci_high"].to_list(),
        color=INTERVAL,
        linewidth=2.2,
    )
    axis.plot(values, places, "o", color=ACCENT, markersize=4)
    for value in country.filter(pl.col("source_id") == source)["value"]:
        axis.axvline(value, color=INK, linewidth=0.9, linestyle=(0, (4, 3)))
    names = areas.select(pl.coalesce("area_name_en", "area_code")).to_series().to_list()
    # The caption says what kind of area it is.
    short = [n.removesuffix(" wellbeing services county") for n in names]
    axis.set_yticks(places, [textwrap.shorten(n, 24, placeholder="…") for n in short])
    axis.set_ylim(-0.7, areas.height - 0.3)
    axis.tick_params(axis="both", labelsize=7.5, colors=INK, length=0)
    axis.xaxis.set_major_locator(MaxNLocator(4))
    axis.grid(axis="x", color=GRID, linewidth=0.8)
    axis.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axis.spines[side].set_visible(False)
    axis.spines["bottom"].set_color(GRID)
    axis.set_title(
        textwrap.fill(indicator.label_en, 28), fontsize=8, loc="left", color=INK, weight="bold"
    )
    unit = UNITS.get(indicator.unit, indicator.unit.lower())
    axis.set_xlabel(f"{unit} · {source}", fontsize=7.5, color=MUTED, loc="left")


def _caption(figure: Figure, title: str, rows: pl.DataFrame, *, shown: int, of: int) -> None:
    synthetic = bool(rows["synthetic"].any())
    kind = " (synthetic persons)" if synthetic else ""
    levels = [n for n in LEVELS if (rows["area_level"] == n).any()]
    said = [f"By {LEVEL_NAMES[levels[0]]}, with 95 % intervals; dashed: the whole country."]
    said += [f"{shown} of {of} indicators." if shown < of else "", "Protected cells."]
    down = 0.12 / figure.get_size_inches()[1]
    figure.text(0.01, 1 - down, f"{title}{kind}", va="top", fontsize=12, color=INK, weight="bold")
    figure.text(0.01, down, " ".join(filter(None, said)), fontsize=8, color=MUTED)


def _png(figure: Figure) -> bytes:
    """The figure in few colours, and smaller still if it must be."""
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png", facecolor="white", pil_kwargs={"compress_level": 1})
    picture = Image.open(drawn).convert("RGB")
    for scale in (1.0, 0.8, 0.6, 0.45):
        size = (round(picture.width * scale), round(picture.height * scale))
        resized = picture if scale == 1.0 else picture.resize(size, Image.Resampling.LANCZOS)
        packed = io.BytesIO()
        resized.quantize(16, Image.Quantize.FASTOCTREE).save(packed, format="png", optimize=True)
        if len(packed.getvalue()) <= LIMIT_BYTES:
            break
    return packed.getvalue()
