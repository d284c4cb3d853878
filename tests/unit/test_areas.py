from pathlib import Path

import polars as pl
import pytest

from sources.errors import VarantoError
from sources.reference.areas import (
    LAST_YEAR,
    areas,
    division,
    mergers,
    municipalities,
    seed,
    spells,
    successor,
)

KEYS = Path(__file__).parents[3] / "shared" / "data" / "reference" / "municipality_keys"

COUNTS = {
    **dict.fromkeys((2013, 2014), 320),
    2015: 317,
    2016: 313,
    **dict.fromkeys((2017, 2018, 2019), 311),
    2020: 310,
    **dict.fromkeys((2021, 2022, 2023, 2024), 309),
    **dict.fromkeys((2025, 2026), 308),
}


def in_several_regions(frame: pl.DataFrame) -> set[str]:
    regions = frame.group_by("county").agg(pl.col("region").n_unique())
    return set(regions.filter(pl.col("region") > 1)["county"])


@pytest.mark.parametrize(("year", "count"), COUNTS.items())
def test_each_year_has_its_number_of_municipalities_once_each(year: int, count: int) -> None:
    frame = municipalities(year)
    assert frame.height == count
    assert frame["municipality"].n_unique() == count
    assert frame["municipality"].str.len_chars().eq(3).all()
    assert frame.null_count().sum_horizontal().item() == 0
    assert frame["county"].n_unique() == 23
    assert frame["region"].n_unique() == 19


@pytest.mark.parametrize("year", range(2021, 2027))
def test_a_county_lies_in_one_region_from_2021_on(year: int) -> None:
    assert in_several_regions(municipalities(year)) == set()


@pytest.mark.parametrize("year", range(2013, 2021))
def test_back_cast_counties_of_moved_municipalities_straddle_regions_before_2021(
    year: int,
) -> None:
    moved_2021 = {"HVA08", "HVA09", "HVA13", "HVA14", "HVA16"}
    moved_2016 = {"HVA19"} if year < 2016 else set()
    assert in_several_regions(municipalities(year)) == moved_2021 | moved_2016


@pytest.mark.parametrize("year", range(2013, 2027))
def test_on_one_vintage_counties_nest_in_every_year(year: int) -> None:
    frame = division(year, 2026)
    assert frame.height == COUNTS[year]
    assert frame.null_count().sum_horizontal().item() == 0
    assert in_several_regions(frame) == set()


@pytest.mark.parametrize("year", range(2013, 2027))
def test_a_region_lies_in_one_nuts2_area(year: int) -> None:
    nuts2 = municipalities(year).group_by("region").agg(pl.col("nuts2").n_unique())
    assert nuts2["nuts2"].max() == 1


def test_moves_between_regions_take_effect_in_their_year() -> None:
    moves = (
        ("785", 2016, "MK18", "MK17"),
        ("090", 2021, "MK10", "MK12"),
        ("142", 2021, "MK08", "MK07"),
        ("152", 2021, "MK15", "MK14"),
        ("171", 2021, "MK10", "MK11"),
        ("291", 2021, "MK13", "MK06"),
    )
    for code, year, before, after in moves:
        for at, region in ((year - 1, before), (year, after)):
            row = municipalities(at).filter(pl.col("municipality") == code)
            assert row["region"].to_list() == [region], (code, at)


def test_a_merged_municipality_is_found_in_its_successor_from_the_year_of_the_merger() -> None:
    assert successor("588", 2024) == "588"
    assert successor("588", 2025) == "507"
    assert successor("837", 2026) == "837"
    gone = set(seed("mergers")["from"])
    assert len(gone) == 12
    assert gone.isdisjoint(municipalities(2026)["municipality"])
    assert {successor(code, 2026) for code in gone} <= set(municipalities(2026)["municipality"])


def test_the_county_of_a_municipality_merged_before_the_counties_is_its_successors() -> None:
    row = municipalities(2013).filter(pl.col("municipality") == "911")
    assert row.select("county", "region", "nuts2").row(0) == ("HVA14", "MK12", "FI1D")


def test_a_year_after_the_newest_key_reads_as_the_newest_and_one_before_the_first_is_refused() -> (
    None
):
    assert municipalities(LAST_YEAR + 3).equals(municipalities(LAST_YEAR))
    with pytest.raises(VarantoError, match="from 2013 on"):
        municipalities(2012)


def test_areas_has_every_code_once_with_names_and_a_parent_that_is_there() -> None:
    frame = areas()
    assert frame["area_code"].n_unique() == frame.height
    assert frame.select("name_fi", "name_sv", "name_en").null_count().sum_horizontal().item() == 0
    parents = frame["parent_code"].drop_nulls()
    assert set(parents) <= set(frame["area_code"])
    orphans = frame.filter(pl.col("parent_code").is_null())
    assert set(orphans["area_level"]) == {"COUNTRY"}
    count = dict(frame["area_level"].value_counts().iter_rows())
    assert {level: count[level] for level in ("REGION", "COUNTY", "MUNICIPALITY", "NUTS2")} == {
        "REGION": 19,
        "COUNTY": 23,
        "MUNICIPALITY": 320,
        "NUTS2": 14,
    }


def test_region_08_and_county_08_are_different_areas() -> None:
    names = dict(areas().select("area_code", "name_fi").iter_rows())
    assert names["MK08"] == "Kymenlaakso"
    assert names["HVA08"] == "Pirkanmaan hyvinvointialue"
    assert names["KU837"] == "Tampere"
    assert names["SSS"] == "Suomi"
    assert names["AT13"] == "Wien"


def test_areas_says_until_when_a_merged_municipality_was() -> None:
    row = areas().filter(pl.col("area_code") == "KU588")
    assert row.select("parent_code", "valid_from", "valid_to").row(0) == ("HVA12", None, 2024)


def test_counties_hold_from_2023_and_the_regions_of_today_from_2011() -> None:
    bounds = areas().select("area_level", "valid_from", "valid_to").unique()
    assert set(bounds.filter(pl.col("area_level").is_in(["COUNTY", "REGION"])).rows()) == {
        ("COUNTY", 2023, None),
        ("REGION", 2011, None),
    }


def overlapping(rows: pl.DataFrame) -> int:
    """Spells of a municipality that begin before the last one ended, or end before they begin."""
    before = pl.col("valid_to").shift(1).over("area_code")
    follows = pl.col("area_code").is_first_distinct() | (pl.col("valid_from") == before + 1)
    ordered = (pl.col("valid_from") <= pl.col("valid_to")).fill_null(value=True)
    return rows.filter(~(follows.fill_null(value=False) & ordered)).height


def test_spells_of_a_municipality_follow_each_other_and_a_merger_ends_them() -> None:
    rows = spells()
    assert overlapping(rows) == 0
    vaala = rows.filter(pl.col("area_code") == "KU785").select("region", "valid_from", "valid_to")
    assert vaala.rows() == [("MK18", None, 2015), ("MK17", 2016, None)]
    last = dict(rows.group_by("area_code").agg(pl.col("valid_to").last()).iter_rows())
    ended = dict(mergers().select("area_code", pl.col("year") - 1).iter_rows())
    assert {code: year for code, year in last.items() if year is not None} == ended


def test_a_gap_or_an_overlap_of_spells_is_found_out() -> None:
    for first in (2015, 2017):
        begins = pl.when(pl.col("valid_from") == 2016).then(first).otherwise("valid_from")
        assert overlapping(spells().with_columns(valid_from=begins)) > 0


@pytest.mark.reference_data
@pytest.mark.skipif(not KEYS.is_dir(), reason="reference files are not at ../shared/data")
@pytest.mark.parametrize("year", range(2013, 2027))
def test_the_seed_agrees_with_statistics_finlands_key_of_the_year(year: int) -> None:
    key = pl.read_csv(KEYS / f"municipality_key_{year}.csv", infer_schema=False)
    ours = municipalities(year)

    def belongs(column: str, width: int) -> dict[str, str]:
        rows = key.select(pl.col("kunta").str.zfill(3), pl.col(column).str.zfill(width))
        return dict(rows.drop_nulls().iter_rows())

    regions = dict(ours.select("municipality", pl.col("region").str.slice(2)).iter_rows())
    assert regions == belongs("maakunta_code", 2)
    if "nuts2_code" in key.columns:
        assert dict(ours.select("municipality", "nuts2").iter_rows()) == belongs("nuts2_code", 4)
    if "hyvinvointialue_code" in key.columns:
        counties = belongs("hyvinvointialue_code", 2)
        mine = ours.filter(pl.col("municipality").is_in(list(counties)))
        assert dict(mine.select("municipality", pl.col("county").str.slice(3)).iter_rows()) == (
            counties
        )
        assert len(counties) >= key.height - 2
