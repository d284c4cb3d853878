"""Published series beside our indicators: observations → rows of the reserve tables.

`OfficialSeries.where` must name every dimension of the dataset other than area, time, frequency,
sex and age; of what is not named nothing is guessed. A name or code may give alternatives
(`TOOEFW|TXP_TFAR_WLIST`): exactly one must be there. Names that a provider has changed are known
from `renamings.csv`, so a declaration bears today's. A name that ends in `?` is of a dimension
that may be absent; the code `*` means the only code that there is, and more than one is refused.

`title` is no dimension where the file gives the indicator's title (Sotkanet): it must be the title
in one of its languages (`*` stands for any text), so that a number that is used anew for another
indicator is refused.

An age that `where` names is the indicator's own base, so its rows are age_group TOTAL; without it
every age is taken under its own code. Sex is its own column either way.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import polars as pl

from sources.declarations import Explanation, Indicator, OfficialSeries
from sources.declarations.status import DIFFERS, NORMAL
from sources.errors import VarantoError
from sources.official.declared import OFFICIAL_SOURCES
from sources.official.observations import (
    AGE_DIMENSIONS,
    AGE_GRAMMAR,
    SEX_CODES,
    SEX_DIMENSIONS,
    age_code,
)
from sources.official.places import place
from sources.official.plausible import implausible
from sources.official.renamings import canonical_code, canonical_name
from sources.official.titles import check_title

ROW_SCHEMA: Mapping[str, pl.DataType] = {
    "indicator_id": pl.String(),
    "area_level": pl.String(),
    "area_code": pl.String(),
    "year": pl.Int32(),
    "period": pl.String(),
    "sex": pl.String(),
    "age_group": pl.String(),
    "value": pl.Float64(),
    "unit": pl.String(),
    "obs_status": pl.String(),
    "conf_status": pl.String(),
    "source_kind": pl.String(),
    "source_id": pl.String(),
    "method_id": pl.String(),
    "note": pl.String(),
}

IMPLAUSIBLE = "not plausible as the indicator"

EXCLUDED_SCHEMA: Mapping[str, pl.DataType] = {
    "indicator_id": pl.String(),
    "provider": pl.String(),
    "dataset": pl.String(),
    "reason": pl.String(),
    "code": pl.String(),
    "n": pl.Int64(),
}

_KEY = ["area_level", "area_code", "period", "sex", "age_group"]
_SEXES = ("_T", "F", "M")

OTHER_THAN_OURS = "not ours: other"
"""Stands in the note of figures of another concept or population than the indicator's."""

_OTHER = (Explanation.CONCEPT, Explanation.POPULATION)

ONLY = "*"
"""As a code: the one that there is."""

MAY_BE_ABSENT = "?"
"""Ends the name of a dimension that a dataset has at times."""


@dataclass(frozen=True)
class Matched:
    """`rows` (`ROW_SCHEMA`) and what was left out (`EXCLUDED_SCHEMA`), counted by reason.

    Reasons: an aggregate of countries, an area outside our tables, an age or sex outside our
    grammar, a key that a series declared earlier already gives, a dataset that has not come (n 0),
    years in which Finland's figure can't be the indicator's. Of these `told` has a line a series.
    """

    rows: pl.DataFrame
    excluded: pl.DataFrame
    told: tuple[str, ...] = ()


def of_another_concept() -> pl.Expr:
    """Whether a row's note says that its figure is of another concept or population."""
    return pl.col("note").fill_null("").str.contains(f"; {OTHER_THAN_OURS} ", literal=True)


def _one(
    options: str,
    there: set[str],
    what: str,
    where: str,
    today: Callable[[str], str | None] = str,
) -> str:
    """The one alternative of `options` that is there, under its name or `today`'s name of it."""
    names = options.split("|")
    names = list(dict.fromkeys([*names, *(today(name) or name for name in names)]))
    found = sorted(there) if options == ONLY else [name for name in names if name in there]
    if len(found) != 1:
        known = ", ".join(sorted(there)[:12]) or "none"
        raise VarantoError(
            f"{where}: {what} {options!r} is {'ambiguous' if found else 'not there'} "
            f"(there are: {known}); mend the declaration"
        )
    return found[0]


def _sliced(series: OfficialSeries, frame: pl.DataFrame, label: str) -> tuple[pl.DataFrame, bool]:
    """The observations that `where` means, and whether it names the age."""
    texts = frame["dimensions"].unique().to_list()
    slices: list[dict[str, str]] = [json.loads(text) for text in texts]
    names = {name for codes in slices for name in codes}
    wanted: dict[str, str] = {}
    optional: set[str] = set()
    age_named = False
    has = {*names, *(_named(frame))}
    for declared, code in series.where.items():
        dimension = declared.removesuffix(MAY_BE_ABSENT)
        lower = dimension.lower()
        if dimension != declared and not has & {lower, *dimension.split("|")}:
            continue
        if lower == "title" and frame["title"].null_count() == 0:
            check_title(code, frame, label)
        elif lower in SEX_DIMENSIONS and frame["sex"].null_count() == 0:
            sexes = set(frame["sex"].unique())
            mean = _one(SEX_CODES.get(code, code), sexes, dimension, label)
            frame = frame.filter(pl.col("sex") == mean)
        elif lower in AGE_DIMENSIONS and frame["age"].null_count() == 0:
            mean = pl.select(age_code(pl.lit(code))).item()
            mean = _one(mean, set(frame["age"].unique()), dimension, label)
            frame = frame.filter(pl.col("age") == mean)
            age_named = True
        else:
            who = (series.provider, series.dataset)
            name = _one(dimension, names, "dimension", label, partial(canonical_name, *who))
            there = {codes[name] for codes in slices if name in codes}
            today = partial(canonical_code, *who, name)
            wanted[name] = _one(code, there, f"code of {name}", label, today)
            if dimension != declared:
                optional.add(name)
    unnamed = sorted(names - set(wanted) - {"freq"})
    if unnamed:
        raise VarantoError(
            f"{label}: the declaration does not name {', '.join(unnamed)}; give each a code"
        )
    kept = [
        text
        for text, codes in zip(texts, slices, strict=True)
        # Of two deliveries one may lack it; where both have a cell, that is refused below.
        if all(
            codes.get(name, code if name in optional else None) == code
            for name, code in wanted.items()
        )
    ]
    if not kept:
        raise VarantoError(f"{label}: no observation has all the codes declared; mend them")
    return frame.filter(pl.col("dimensions").is_in(kept)), age_named


def unanswered(
    provider: str, dataset: str, slices: Sequence[Mapping[str, str]], observations: pl.DataFrame
) -> tuple[str, ...]:
    """In words, which of a dataset's slices (dimension → code) have no value, or can't be told."""
    mine = observations.filter(pl.col("provider") == provider, pl.col("dataset") == dataset)
    lacking = []
    for where in slices:
        series = OfficialSeries(provider, dataset, where)
        said = ", ".join(f"{n} = {c}" for n, c in where.items()) or "the whole of it"
        if mine.is_empty():
            there = ", ".join(sorted(observations["dataset"].unique()))
            lacking.append(f"the answer is of {there}, not of {dataset}")
            continue
        try:
            if _sliced(series, mine, said)[0]["value"].count() == 0:
                lacking.append(f"no value for {said}; check the declaration")
        except VarantoError as error:
            lacking.append(str(error))
    return tuple(dict.fromkeys(lacking))


def _named(frame: pl.DataFrame) -> set[str]:
    """The names of sex and age, where the observations have them."""
    found: set[str] = set()
    if frame["sex"].null_count() == 0:
        found |= set(SEX_DIMENSIONS)
    if frame["age"].null_count() == 0:
        found |= set(AGE_DIMENSIONS)
    return found


def _placed(frame: pl.DataFrame, provider: str) -> pl.DataFrame:
    """`frame` with area_level and area_code, or the reason in `left_out`."""
    places = frame.select("geo", "geo_label").unique()
    found = [place(provider, geo, label) for geo, label in places.iter_rows()]
    table = places.with_columns(
        pl.Series("area_level", [None if isinstance(p, str) else p[0] for p in found], pl.String),
        pl.Series("area_code", [None if isinstance(p, str) else p[1] for p in found], pl.String),
        pl.Series("left_out", [p if isinstance(p, str) else None for p in found], pl.String),
    )
    return frame.join(
        table, on=["geo", "geo_label"], how="left", nulls_equal=True, maintain_order="left"
    )


def _candidates(
    indicator: Indicator, series: OfficialSeries, observed: pl.DataFrame, order: int
) -> pl.DataFrame:
    """Rows of one series with `left_out` (why not taken, else null), `code` and `order`."""
    label = f"{indicator.id}, {series.provider} {series.dataset}"
    frame, age_named = _sliced(series, observed, label)
    age = pl.lit("TOTAL") if age_named else pl.col("age").fill_null("TOTAL")
    # The base that stands behind TOTAL is said in the note.
    base = "".join(
        f"; age {code}"
        for name, code in series.where.items()
        if name.lower() in AGE_DIMENSIONS and code != "TOTAL"
    )
    licence = OFFICIAL_SOURCES[series.provider].licence
    other = f"; {OTHER_THAN_OURS} {series.differs.value}" if series.differs in _OTHER else ""
    note = f"{series.dataset}{base}; {licence}{other}"
    note += f"; {series.note}" if series.note else ""
    result = _placed(frame, series.provider).select(
        pl.lit(indicator.id).alias("indicator_id"),
        "area_level",
        "area_code",
        # A pooled period (`2015/2017`) belongs to its last year.
        pl.col("time").str.extract(r"^(?:\d{4}/)?(\d{4})", 1).cast(pl.Int32).alias("year"),
        pl.col("time").alias("period"),
        pl.col("sex").fill_null("_T"),
        age.alias("age_group"),
        (pl.col("value") * series.factor).alias("value"),
        pl.lit(indicator.unit).alias("unit"),
        "obs_status",
        "conf_status",
        pl.lit("official").alias("source_kind"),
        pl.lit(series.provider).alias("source_id"),
        pl.lit(None, dtype=pl.String).alias("method_id"),
        pl.lit(note).alias("note"),
        "geo",
        "left_out",
    )
    if other:
        normal = pl.col("obs_status") == NORMAL
        result = result.with_columns(
            pl.when(normal).then(pl.lit(DIFFERS)).otherwise("obs_status").alias("obs_status")
        )
    result = result.with_columns(
        pl.when(pl.col("left_out").is_not_null())
        .then("left_out")
        .when(~pl.col("age_group").str.contains(AGE_GRAMMAR))
        .then(pl.lit("age outside our grammar"))
        .when(~pl.col("sex").is_in(_SEXES))
        .then(pl.lit("sex outside our codes"))
        .alias("left_out"),
        pl.lit(series.dataset).alias("dataset"),
        pl.lit(order).alias("order"),
    )
    taken = result.filter(pl.col("left_out").is_null())
    if taken.select(_KEY).is_duplicated().any():
        raise VarantoError(
            f"{label}: the declaration leaves several rows for one area, period, sex and age; "
            "name more dimensions, or give one delivery of the dataset"
        )
    return result


def match(indicators: Sequence[Indicator], observations: pl.DataFrame) -> Matched:
    """Rows of the indicators' declared series, and what was left out and why.

    `observations` has `OBSERVATION_SCHEMA` and holds each dataset once (its latest delivery).
    Where two series of one provider give the same key, the one with a value is taken, then the
    one declared first. A provider, dimension or code that is not known, a dimension not named,
    and more than one row a key are `VarantoError`s that name indicator and dataset.
    """
    rows: list[pl.DataFrame] = []
    left: list[pl.DataFrame] = []
    told: list[str] = []
    for indicator in indicators:
        for order, series in enumerate(indicator.official):
            if series.provider not in OFFICIAL_SOURCES:
                raise VarantoError(
                    f"{indicator.id}: provider {series.provider!r} is none of "
                    f"{', '.join(OFFICIAL_SOURCES)}; mend the declaration"
                )
            observed = observations.filter(
                pl.col("provider") == series.provider, pl.col("dataset") == series.dataset
            )
            if observed.is_empty():
                absent = (indicator.id, series.provider, series.dataset, "not received", None, 0)
                left.append(pl.DataFrame([absent], schema=EXCLUDED_SCHEMA, orient="row"))
                continue
            candidates = _candidates(indicator, series, observed, order)
            odd = implausible(indicator, series, candidates)
            told += odd.told
            rows.append(
                candidates.with_columns(
                    left_out=pl.when(pl.col("year").is_in(odd.years) & pl.col("left_out").is_null())
                    .then(pl.lit(IMPLAUSIBLE))
                    .otherwise("left_out")
                )
            )
    if not rows:
        return Matched(pl.DataFrame(schema=ROW_SCHEMA), _excluded(left))
    every = pl.concat(rows)
    key = ["indicator_id", "source_id", *_KEY]
    ranked = every.sort(pl.col("value").is_null(), "order", maintain_order=True)
    out = pl.col("left_out").is_not_null()
    first = ranked.filter(~out).unique(key, keep="first", maintain_order=True)
    second = ranked.filter(~out).join(first.select(*key, "order"), on=[*key, "order"], how="anti")
    second = second.with_columns(pl.lit("another series comes first").alias("left_out"))
    counted = (
        pl.concat([ranked.filter(out), second])
        .group_by(
            "indicator_id",
            pl.col("source_id").alias("provider"),
            "dataset",
            pl.col("left_out").alias("reason"),
            pl.col("geo").alias("code"),
        )
        .agg(pl.len().cast(pl.Int64).alias("n"))
    )
    left.append(counted.select(list(EXCLUDED_SCHEMA)))
    return Matched(first.select(list(ROW_SCHEMA)).sort(key), _excluded(left), tuple(told))


def _excluded(parts: list[pl.DataFrame]) -> pl.DataFrame:
    frame = pl.concat([pl.DataFrame(schema=EXCLUDED_SCHEMA), *parts])
    return frame.sort("indicator_id", "provider", "dataset", "reason", "code", nulls_last=True)
