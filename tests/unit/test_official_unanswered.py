"""What a fetch says of declared slices that an answer has nothing for."""

from __future__ import annotations

import polars as pl
import pytest

from sources.official import OBSERVATION_SCHEMA, unanswered

TITLES = '{"fi": "Keksitty osuus, %", "sv": "Påhittad andel, %"}'


def observed(*cells: dict[str, object]) -> pl.DataFrame:
    usual = {
        "provider": "eurostat", "dataset": "made_up", "geo": "FI", "time": "2021", "sex": "_T",
        "age": "TOTAL", "value": 4.5, "obs_status": "A", "conf_status": "F", "flag_raw": "",
    }  # fmt: skip
    return pl.DataFrame([usual | cell for cell in cells], schema=dict(OBSERVATION_SCHEMA))


PERCENT, EUROS = ({"dimensions": f'{{"unit":"{unit}"}}'} for unit in ("PC", "EUR"))


@pytest.mark.parametrize(
    ("slices", "told"),
    [
        ([{"unit": "PC"}], []),
        ([{"unit": "PC"}, {"unit": "EUR"}], ["no value for unit = EUR; check the declaration"]),
        ([{"unit": "PC"}, {"unit": "THS"}], ["unit = THS: code of unit 'THS' is not there"]),
        ([{"unit": "PC"}, {"measure": "PC"}], ["measure = PC: dimension 'measure' is not there"]),
    ],
)
def test_a_slice_without_a_value_says_why(slices: list[dict[str, str]], told: list[str]) -> None:
    rows = observed(PERCENT, EUROS | {"value": None, "obs_status": "M"})
    found = unanswered("eurostat", "made_up", slices, rows)
    assert [said[: len(expected)] for said, expected in zip(found, told, strict=True)] == told


def test_another_dataset_in_answer_is_told() -> None:
    found = unanswered("eurostat", "ilc_li02", [{"unit": "PC"}], observed(PERCENT))
    assert found == ("the answer is of made_up, not of ilc_li02",)


def test_another_title_under_the_number_is_told() -> None:
    rows = observed({"provider": "sotkanet", "dataset": "1", "dimensions": "{}", "title": TITLES})
    assert unanswered("sotkanet", "1", [{"title": "Keksitty*"}], rows) == ()
    (said,) = unanswered("sotkanet", "1", [{"title": "Toinen osuus"}], rows)
    assert "the indicator's title is another than the declaration expects" in said
