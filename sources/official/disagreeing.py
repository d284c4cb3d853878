"""Areas of ours whose figures are left out as code and name disagree: in words, for a person."""

from __future__ import annotations

import polars as pl

from sources.official.places import DISAGREES, OTHER_FORM, place
from sources.reference.areas import FIRST_YEAR

_SAID = {
    DISAGREES: "code and name of {n} disagree",
    OTHER_FORM: "the code of {n} is of a form that is not known",
}


def disagreeing(observations: pl.DataFrame) -> tuple[str, ...]:
    """A sentence for each reason, such as `code and name of 309 areas disagree, first 837 X`.

    Areas of before our tables (municipalities that ended before 2013) are nobody's fault.
    """
    year = pl.col("time").str.extract(r"^(?:\d{4}/)?(\d{4})", 1).cast(pl.Int32)
    areas = observations.filter(pl.col("value").is_not_null(), year >= FIRST_YEAR)
    areas = areas.select("provider", "geo", "geo_label").unique().sort("geo", "geo_label")
    found: dict[str, list[str]] = {}
    for provider, geo, label in areas.iter_rows():
        at = place(provider, geo, label)
        if isinstance(at, str) and at in _SAID:
            found.setdefault(at, []).append(f"{geo.rpartition(':')[2]} {label or ''}".strip())
    return tuple(
        f"{_SAID[why].format(n=_areas(len(names)))}, first {names[0]}"
        for why, names in sorted(found.items())
    )


def _areas(n: int) -> str:
    return "1 area" if n == 1 else f"{n} areas"
