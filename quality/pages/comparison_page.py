"""Own beside published at a glance: a dot plot an indicator, coloured by why the two differ.

Drawn from `catalog.indicators` and `catalog.comparisons`, protected both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from html import escape

import polars as pl

from quality.pages import html
from quality.pages.dot_plot import COLOURS, EQUAL, Dot, dot_plot, legend
from sources.declarations import Explanation
from sources.reference.areas import areas

INVENTED = (
    "The persons are invented. The differences below say nothing about Finland: the page only "
    "shows what comparisons will look like."
)
YEARS_SHOWN, AREAS_SHOWN, LARGEST_SHOWN, LARGEST_OF_ONE = 6, 10, 15, 3
BAR = 150

_TOTAL = (pl.col("sex") == "_T") & (pl.col("age_group") == "TOTAL") & (
    pl.col("breakdown_by") == "_T"
)  # fmt: skip
_WIDER = ("COUNTRY", "NUTS2", "REGION", "COUNTY", "MUNICIPALITY")
_TITLES = {
    "COUNTRY": "Whole country",
    "NUTS2": "NUTS 2",
    "REGION": "Regions",
    "COUNTY": "Wellbeing services counties",
    "MUNICIPALITY": "Municipalities",
}


def comparison_page(release: str, indicators: pl.DataFrame, compared: pl.DataFrame) -> str:
    """The whole page in HTML; `compared` in order of `rank`."""
    labels = {r["indicator_id"]: r for r in indicators.iter_rows(named=True)}
    of = compared.partition_by("indicator_id", as_dict=True, maintain_order=True)
    unexplained = compared.filter(pl.col("explanation") == Explanation.UNEXPLAINED.value)
    body = [html.heading("Own beside published", 1)]
    if compared["synthetic"].any():
        body.append(html.paragraph(INVENTED, "internal"))
    body += [
        html.paragraph(
            f"Release {release}. {compared.height:,} pairs of {len(of)} indicators: "
            f"{int(compared['agrees'].sum()):,} agree, {unexplained.height:,} differ unexplained. "
            "What each word means: docs/methods.md, M25.",
            "sub",
        ),
        legend(),
    ]
    if not of:
        body.append(html.paragraph("No own value has a published figure under the same key."))
        return html.page("Own beside published", body)
    body.append(_overview(of, labels))
    if unexplained.height:
        # One indicator of many areas would leave no room for the others.
        nth = pl.int_range(pl.len()).over("indicator_id")
        largest = unexplained.filter(nth < LARGEST_OF_ONE).head(LARGEST_SHOWN)
        body += [
            html.heading(f"The largest unexplained, at most {LARGEST_OF_ONE} an indicator"),
            _largest(largest, labels),
        ]
    for (name,), rows in of.items():
        body += _block(str(name), rows, labels.get(str(name), {}))
    return html.page("Own beside published", body)


def summary(compared: pl.DataFrame) -> Sequence[Mapping[str, object]]:
    """A line an indicator, the one with the largest unexplained difference first."""
    lines = []
    for (name,), rows in compared.group_by("indicator_id", maintain_order=True):
        counted = _counts(rows)
        lines.append(
            {
                "indicator": name,
                "against": ", ".join(sorted(set(rows["official_source_id"]))),
                "pairs": rows.height,
                "agree": int(rows["agrees"].sum()),
                **{e.value: counted.get(e.value, 0) for e in Explanation},
            }
        )
    return lines


def place(row: Mapping[str, object]) -> str:
    """Area, year and group of a row, in words; totals aren't said, nor is the country's code."""
    code, name = str(row["area_code"]), area_name(str(row["area_code"]))
    area = name if row["area_level"] == "COUNTRY" else f"{name} {code}"
    return ", ".join([area, str(row["year"]), *_group(row)])


def _group(row: Mapping[str, object]) -> list[str]:
    wholes = (("sex", "_T"), ("age_group", "TOTAL"), ("breakdown_value", "_T"))
    return [str(row[name]) for name, whole in wholes if row[name] != whole]


def area_name(code: str) -> str:
    """Name of an area in English, else in Finnish, else its code; of a county its short name."""
    return _names().get(code, code).removesuffix(" wellbeing services county")


@cache
def _names() -> Mapping[str, str]:
    listed = areas().select("area_code", pl.coalesce("name_en", "name_fi"))
    return {code: name for code, name in listed.iter_rows() if name}


def _counts(rows: pl.DataFrame) -> dict[str, int]:
    """Pairs by explanation; `EQUAL` for those without one."""
    words = rows.select(pl.col("explanation").fill_null(EQUAL)).to_series()
    return dict(words.value_counts().iter_rows())


def _overview(of: Mapping[tuple[object, ...], pl.DataFrame], labels: Mapping[str, object]) -> str:
    lines: list[list[str | int | None]] = []
    for (name,), rows in of.items():
        counted = _counts(rows)
        lines.append(
            [
                html.link(f"#{name}", _label(str(name), labels)),
                ", ".join(sorted(set(rows["official_source_id"]))),
                rows.height,
                int(rows["agrees"].sum()),
                counted.get(Explanation.UNEXPLAINED.value, 0),
                _stacked(counted, rows.height),
            ]
        )
    return html.table(
        ["Indicator", "Published by", "Pairs", "Agree", "Unexplained", "Why they differ"], lines
    )


def _stacked(counted: Mapping[str, int], whole: int) -> html.Markup:
    """Pairs by explanation as one bar."""
    x, pieces = 0.0, []
    for word, fill in COLOURS.items():
        wide = BAR * counted.get(word, 0) / whole
        if wide:
            pieces.append(
                f'<rect x="{x:.1f}" y="3" width="{wide:.1f}" height="12" fill="{fill}">'
                f"<title>{escape(word)}: {counted[word]:,}</title></rect>"
            )
        x += wide
    return html.Markup(f'<svg width="{BAR}" height="18" role="img">{"".join(pieces)}</svg>')


def _largest(rows: pl.DataFrame, labels: Mapping[str, object]) -> str:
    return html.table(
        ["Indicator", "Where and when", "Ours", "Published", "Difference", "In se", "By"],
        [
            [
                html.link(f"#{r['indicator_id']}", _label(r["indicator_id"], labels)),
                place(r),
                number(r["value"], 2),
                number(r["official_value"], 2),
                number(r["difference"], 2, sign=True),
                number(r["difference_in_se"], 1, sign=True),
                f"{r['official_source_id']} {r['dataset'] or ''}".strip(),
            ]
            for r in rows.iter_rows(named=True)
        ],
    )


def _label(name: str, labels: Mapping[str, object]) -> str:
    row = labels.get(name)
    return str(row["label_en"]) if isinstance(row, dict) else name


def number(value: float | None, decimals: int, *, sign: bool = False) -> str:
    """A figure of the page; empty where there is none."""
    if value is None:
        return ""
    return f"{value:+,.{decimals}f}" if sign else f"{value:,.{decimals}f}"


def _block(name: str, rows: pl.DataFrame, label: Mapping[str, object]) -> list[str]:
    """Heading, what stands against what, and the dots of an indicator."""
    counted = _counts(rows)
    words = ", ".join(f"{n:,} {word}" for word, n in sorted(counted.items(), key=lambda p: -p[1]))
    pairs = rows.select("source_id", "official_source_id", "dataset", "licence").unique(
        maintain_order=True
    )
    against = "; ".join(
        f"{own} beside {by} {dataset or ''} ({licence})".replace("  ", " ")
        for own, by, dataset, licence in pairs.iter_rows()
    )
    several = pairs.select("official_source_id", "dataset").n_unique() > 1
    body = [
        f'<h2 id="{escape(name)}">{escape(str(label.get("label_en", name)))}</h2>',
        html.paragraph(f"{name}, {rows['unit'][0]}. {against}. {words}.", "sub"),
    ]
    decimals = max(
        int(str(label.get("decimals", 1))),
        int(rows.select(pl.col("official_decimals").max()).item() or 0),
    )
    groups = [
        (title, [_dot(r, several, decimals) for r in shown.iter_rows(named=True)])
        for title, shown in _shown(rows)
    ]
    return [*body, dot_plot(groups, min(decimals, 4))]


def _shown(rows: pl.DataFrame) -> list[tuple[str, pl.DataFrame]]:
    """What is drawn: totals by year for countries, of the newest year elsewhere, largest first.

    Where no totals are compared, the largest differences of any group.
    """
    totals = rows.filter(_TOTAL)
    found = []
    for level in _WIDER:
        of_level = totals.filter(pl.col("area_level") == level)
        if not of_level.height:
            continue
        newest = of_level["year"].unique().sort().tail(YEARS_SHOWN)
        if level == "COUNTRY":
            shown = of_level.filter(pl.col("year").is_in(newest.implode()))
            drawn = shown.sort("area_code", "official_source_id", "dataset", "year").head(
                3 * YEARS_SHOWN
            )
        else:
            drawn = of_level.filter(pl.col("year") == newest[-1]).head(AREAS_SHOWN)
        more = of_level.height - drawn.height
        title = _TITLES[level] if level == "COUNTRY" else f"{_TITLES[level]}, {newest[-1]}"
        title += f" ({more:,} more in catalog.comparisons)" if more else ""
        found.append((title, drawn))
    if not found:
        found.append(("Largest of all groups", rows.head(AREAS_SHOWN)))
    return found


def _dot(row: Mapping[str, object], several: bool, decimals: int) -> Dot:
    """A pair as it is drawn; the year of areas below the country stands in their title."""
    value, official = row["value"], row["official_value"]
    difference, in_se = row["difference"], row["difference_in_se"]
    assert isinstance(value, float)
    assert isinstance(official, float)
    assert isinstance(difference, float)
    se = row["se"] if isinstance(row["se"], float) else None
    by = f"{row['official_source_id']} {row['dataset'] or ''}".strip()
    word = str(row["explanation"] or EQUAL)
    periods = (
        f"; ours of {row['period']}, theirs of {row['official_period']}"
        if row["period"] != row["official_period"]
        else ""
    )
    shown = min(decimals, 4)
    of_country = row["area_level"] == "COUNTRY" or bool(_group(row))
    label = place(row) if of_country else area_name(str(row["area_code"]))
    return Dot(
        label=label + (f", {by}" if several else ""),
        own=value,
        official=official,
        spread=2 * se if se else 0.0,
        difference=number(difference, shown, sign=True),
        in_se=number(in_se if isinstance(in_se, float) else None, 1, sign=True),
        word=word,
        tip=f"{place(row)}: {row['source_id']} {number(value, shown)}, {by} "
        f"{number(official, shown)} ({row['official_obs_status']}){periods}: {word}",
    )
