"""One specimen of each way in which a provider's response goes wrong: nothing is silently wrong."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import polars as pl
import pytest
from official_forms import FORMS
from official_mutations import Holds, check, differently_named, explained, observations, rows

KINDS = [(form, kind) for form, made in FORMS.items() for kind in made.kinds]


@pytest.mark.parametrize(("form", "kind"), KINDS)
def test_a_mutated_response_is_refused_or_differs_only_where_it_was_hit(
    tmp_path: Path, form: str, kind: str
) -> None:
    check(FORMS[form], kind, 0, tmp_path)


@pytest.mark.parametrize(
    "forms", [("Eurostat JSON-stat", "SDMX-CSV", "TSV"), ("StatFin JSON-stat", "PX")]
)
def test_one_table_gives_the_same_observations_in_every_format(
    tmp_path: Path, forms: tuple[str, ...]
) -> None:
    found = [
        rows(
            observations(FORMS[form], tmp_path, FORMS[form].good).with_columns(
                # A missing cell's flag begins with a colon in TSV only.
                pl.col("flag_raw").str.strip_prefix(":").replace("......", "")
            )
        )
        for form in forms
    ]
    assert found[0].total() > 100
    assert all(other == found[0] for other in found)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_has_kinds_of_each_sort(form: str) -> None:
    held = {kind.holds for kind in FORMS[form].kinds.values()}
    assert {Holds.HARMLESS, Holds.REFUSED, Holds.CELL, Holds.HIT} <= held


def test_what_is_asserted_notices_a_shift_and_a_lost_row(tmp_path: Path) -> None:
    form = FORMS["SDMX-CSV"]
    good = observations(form, tmp_path, form.good)
    shifted = good.with_columns(pl.col("value").shift(1))
    for other in (shifted, good.head(-1), good.with_columns(pl.col("value") * 10)):
        lost, new = rows(good) - rows(other), rows(other) - rows(good)
        assert not explained(lost, new, 2)
    one = good.with_columns(pl.when(pl.int_range(pl.len()) == 3).then(5.5).otherwise("value"))
    one = good.with_columns(one.to_series(-1).alias("value"))
    assert explained(rows(good) - rows(one), rows(one) - rows(good))
    renamed = good.with_columns(pl.col("geo").replace("FI", "FJ"))
    assert explained(rows(good) - rows(renamed), rows(renamed) - rows(good))
    two = good.with_columns(pl.col("geo").replace({"FI": "FJ", "SE": "SF"}))
    assert not explained(rows(good) - rows(two), rows(two) - rows(good))
    assert not differently_named(two, rows(good))
    assert explained(Counter(), Counter())
