"""Eurostat's declared slices: whole, in the indicator's unit, and found in answers as were seen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from math import prod
from pathlib import Path

import polars as pl
import pytest

from assets.counterparts import eurostat
from assets.counterparts.checked import EUROSTAT, Checked
from assets.reserves import INDICATORS
from sources.declarations import Evidence, Indicator, OfficialSeries
from sources.errors import VarantoError
from sources.official.match import match
from sources.official.recognise import read_official
from sources.official.renamings import canonical_code, canonical_name

OF = {i.id: i for i in INDICATORS}
ALL = [
    pytest.param(OF[name], series, id=f"{name}-{series.dataset}")
    for name, several in eurostat.SERIES.items()
    for series in several
]

UNITS = {
    "PC": "PC",
    "PC_ACT": "PC",
    "PC_IND": "PC",
    "PC_POP": "PC",
    "EUR": "EUR",
    "RAT": "RATIO",
    "RT": "P_HTHAB",
    "RTG": "RTG",
    "YR": "YR",
}
"""Eurostat's unit → ours, which it is without a factor."""


def as_declared(series: OfficialSeries) -> Checked:
    """The dimensions that a declaration names, of a dataset that nothing was checked with."""
    return Checked(tuple(dict.fromkeys([*(n.rstrip("?") for n in series.where), "sex", "age"])))


def faults(indicator: Indicator, series: OfficialSeries, checked: Mapping[str, Checked]) -> str:
    """What is wrong with a declared slice; empty when nothing is."""
    known = checked.get(series.dataset) or as_declared(series)
    if (series.evidence is Evidence.RESPONSE) != (known.seen is not None):
        return f"{series.dataset} is marked {series.evidence}, which it was not checked with"
    has = {canonical_name("eurostat", series.dataset, d) or d for d in known.dimensions}
    named = {n for n in series.where if not n.endswith("?")}
    possible = {n.rstrip("?") for n in series.where}
    if named - has:
        return f"{series.dataset} has no {', '.join(sorted(named - has))}"
    if has - possible - {"sex", "age"}:
        return f"{series.dataset}: {', '.join(sorted(has - possible))} not named"
    code = series.where.get("unit")
    if code and UNITS.get(code) != indicator.unit:
        return f"{series.dataset} is in {code}, the indicator in {indicator.unit}"
    return "" if series.factor == 1 else "Eurostat's units are ours: no factor"


@pytest.mark.parametrize(("indicator", "series"), ALL)
def test_a_slice_names_what_its_dataset_has_in_the_indicators_unit(
    indicator: Indicator, series: OfficialSeries
) -> None:
    assert faults(indicator, series, EUROSTAT) == ""


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"dataset": "ilc_mdes99"}, "marked response"),
        ({"evidence": Evidence.DOCUMENTATION}, "marked documentation"),
        ({"where": {"unit": "PC", "hhcomp": "TOTAL"}}, "rskpovth not named"),
        (
            {"where": {"unit": "PC", "hhcomp": "TOTAL", "rskpovth": "TOTAL", "age": "TOTAL"}},
            "has no age",
        ),
        (
            {"where": {"unit": "YR", "hhcomp": "TOTAL", "rskpovth": "TOTAL"}},
            "is in YR, the indicator in PC",
        ),
        ({"factor": 10.0}, "no factor"),
    ],
)
def test_what_is_declared_wrong_is_told(change: Mapping[str, object], told: str) -> None:
    (series,) = eurostat.SERIES["crime_in_area_share"]
    assert told in faults(OF["crime_in_area_share"], replace(series, **change), EUROSTAT)  # type: ignore[arg-type]


def test_nothing_is_checked_that_no_series_is_of() -> None:
    used = {s.dataset for several in eurostat.SERIES.values() for s in several}
    assert set(EUROSTAT) <= used


def answer(folder: Path, series: OfficialSeries) -> Path:
    """A JSON-stat answer with the dataset's dimensions as seen: the slice, and another code."""
    where = {n.rstrip("?"): c for n, c in series.where.items()}
    codes: dict[str, list[str]] = {"freq": ["A"]}
    for name in EUROSTAT.get(series.dataset, as_declared(series)).dimensions:
        today = canonical_name("eurostat", series.dataset, name) or name
        meant = where.get(today, "T" if name == "sex" else "TOTAL")
        codes[name] = [meant] if meant == "*" else [meant, _other(name)]
    codes |= {"geo": ["FI", "EE"], "time": ["2022", "2023"]}
    size = [len(c) for c in codes.values()]
    path = folder / f"{series.dataset}.json"
    path.write_text(
        json.dumps(
            {
                "version": "2.0",
                "class": "dataset",
                "source": "ESTAT",
                "id": list(codes),
                "size": size,
                "dimension": {
                    name: {"category": {"index": {c: n for n, c in enumerate(given)}}}
                    for name, given in codes.items()
                },
                "value": [n / 10 for n in range(prod(size))],
                "extension": {"agencyId": "ESTAT", "id": series.dataset.upper()},
            }
        ),
        encoding="utf-8",
    )
    return path


def _other(name: str) -> str:
    return {"sex": "F", "age": "Y_GE75"}.get(name, "OTH_CODE")


def rows(indicator: Indicator, series: OfficialSeries, folder: Path) -> pl.DataFrame:
    # The figures are made up: any size will do.
    alone = replace(indicator, official=(series,), plausible=(0, 10**9))
    return match([alone], read_official(answer(folder, series))).rows


@pytest.mark.parametrize(("indicator", "series"), ALL)
def test_a_slice_finds_its_rows_in_an_answer_of_the_dimensions_that_were_seen(
    indicator: Indicator, series: OfficialSeries, tmp_path: Path
) -> None:
    found = rows(indicator, series, tmp_path).filter(age_group="TOTAL", sex="_T")
    assert found.select("area_code", "year").rows() == [
        ("EE", 2022),
        ("EE", 2023),
        ("SSS", 2022),
        ("SSS", 2023),
    ]


def test_a_dimension_that_a_dataset_gets_anew_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (series,) = eurostat.SERIES["crime_in_area_share"]
    grown = replace(EUROSTAT["ilc_mddw03"], dimensions=("deg_urb", "hhtyp", "incgrp", "unit"))
    monkeypatch.setitem(EUROSTAT, "ilc_mddw03", grown)  # type: ignore[arg-type]
    with pytest.raises(VarantoError, match="does not name deg_urb"):
        rows(OF["crime_in_area_share"], series, tmp_path)


def test_former_codes_are_known_where_they_are_read() -> None:
    assert canonical_code("eurostat", "tespm110", "reason", "TOOEFW") == "TXP_TFAR_WLIST"


@pytest.mark.reference_data
def test_genuine_files_answer_the_slices_with_plausible_figures_of_finland(
    reference: Path,
) -> None:
    files = (reference / "open_statistics" / "eurostat").glob("*.[ct]sv")
    observed = pl.concat([read_official(file) for file in files])
    there = set(observed["dataset"].unique())
    found = set()
    for indicator in INDICATORS:
        mine = tuple(s for s in indicator.official if s.dataset in there)
        finland = match([replace(indicator, official=mine)], observed).rows.filter(
            area_code="SSS", sex="_T", age_group="TOTAL"
        )
        low, high = indicator.plausible
        values = finland["value"].drop_nulls()
        assert values.filter((values < low) | (values > high)).is_empty(), indicator.id
        if len(values):
            found.add(indicator.id)
    assert found == {
        "arope_rate",
        "life_expectancy_at_birth",
        "long_term_unemployment_rate",
        "self_rated_health_good_share",
        "unmet_medical_need_share",
    }
