"""What the asset pages show: plots of protected cells, previews, lineage."""

from __future__ import annotations

import base64
import struct
from datetime import timedelta

import dagster as dg
import polars as pl
import pytest

from assets.deliveries import acceptance_metadata, facts_key, freshness
from assets.plots import as_markdown, reserve_plot
from assets.registers import REGISTER_CELLS
from assets.reserves import of_reserve
from assets.yearly import preview, reserve_asset
from pipelines.assembly import ASSETS
from quality.acceptance import Acceptance, TableCounts
from sources.catalogue import SOURCES, source
from sources.declarations import Reserve
from warehouse.shape import SCHEMA, TABLES

INDICATORS = of_reserve(Reserve.HEALTH)


def county_rows(*, synthetic: bool, values: bool = True) -> pl.DataFrame:
    """The first four indicators in 22 counties and the country, as protected rows."""
    shown = [
        {
            "indicator_id": indicator.id,
            "area_level": level,
            "area_code": f"A{area:02}",
            "area_name_en": f"Area {area} wellbeing services county",
            "year": 2024,
            "sex": "_T",
            "age_group": "TOTAL",
            "breakdown_by": "_T",
            "value": 10.0 + area if values else None,
            "ci_low": 8.0 + area if values and area % 2 else None,
            "ci_high": 12.0 + area if values and area % 2 else None,
            "unit": "PC",
            "synthetic": synthetic,
            "source_id": "made_up",
        }
        for indicator in INDICATORS[:4]
        for area in range(23)
        for level in ["COUNTY" if area else "COUNTRY"]
    ]
    return pl.DataFrame(shown, schema={k: v for k, v in SCHEMA.items() if k in shown[0]})


@pytest.mark.parametrize("synthetic", [True, False])
def test_a_reserve_has_a_small_picture_that_says_whether_its_persons_are_invented(
    synthetic: bool,
) -> None:
    png = reserve_plot("Health", INDICATORS, county_rows(synthetic=synthetic))
    assert png is not None
    assert png.startswith(b"\x89PNG")
    (width,) = struct.unpack(">I", png[16:20])
    assert 300 < width < 700
    shown = as_markdown(png)
    assert len(shown) < 80_000
    assert base64.b64decode(shown.split("base64,")[1].rstrip(")")) == png


def test_where_no_cell_may_be_shown_there_is_no_picture_and_the_preview_says_so() -> None:
    hidden = county_rows(synthetic=True, values=False)
    assert reserve_plot("Health", INDICATORS, hidden) is None
    assert preview(hidden) == "No cell has a value."


def test_the_preview_shows_whole_countries_and_fits_on_the_page() -> None:
    rows = county_rows(synthetic=True)
    lines = preview(rows).splitlines()[2:]
    assert [line.split("|")[1].strip() for line in lines] == [i.id for i in INDICATORS[:4]]
    assert {line.split("|")[2].strip() for line in lines} == {"Area 0 wellbeing services county"}
    without = preview(rows.filter(pl.col("area_level") != "COUNTRY"))
    assert len(without.splitlines()) > 8
    assert len(without) < 1000


def test_estimates_hang_on_the_columns_that_the_indicators_look_at() -> None:
    metadata = next(iter(reserve_asset(Reserve.HEALTH).specs)).metadata
    lineage = metadata["dagster/column_lineage"]
    assert isinstance(lineage, dg.TableColumnLineage)
    value = {(d.asset_key.to_user_string(), d.column_name) for d in lineage.deps_by_column["value"]}
    assert ("frames/living_conditions", "self_rated_health") in value
    assert ("frames/living_conditions", "respondent_weight") in value
    schema = metadata["dagster/column_schema"]
    assert isinstance(schema, dg.TableSchema)
    assert set(lineage.deps_by_column) <= {c.name for c in schema.columns}


def test_lineage_leads_only_to_assets_that_the_reserve_depends_on() -> None:
    for reserve in Reserve:
        spec = next(iter(reserve_asset(reserve).specs))
        above = {d.asset_key for d in spec.deps}
        lineage = spec.metadata["dagster/column_lineage"]
        assert isinstance(lineage, dg.TableColumnLineage)
        named = {d.asset_key for deps in lineage.deps_by_column.values() for d in deps}
        assert named <= above
        assert (REGISTER_CELLS in named) == (REGISTER_CELLS in above)


def test_every_asset_has_an_owner_a_description_a_group_a_layer_and_retries() -> None:
    for asset in ASSETS:
        for spec in asset.specs:
            assert spec.owners, spec.key
            assert spec.description, spec.key
            assert spec.group_name != "default", spec.key
            assert "layer" in spec.tags, spec.key
            assert spec.kinds, spec.key
        assert asset.op.retry_policy is not None, asset.key
    reserves = {s.key.path[-1] for a in ASSETS for s in a.specs if s.group_name == "reserves"}
    assert set(TABLES) <= reserves


def test_the_release_must_be_looked_at_every_night() -> None:
    specs = {s.key.to_user_string(): s for a in ASSETS for s in a.specs}
    policy = specs["release"].freshness_policy
    assert policy is not None
    assert policy.deadline_cron == "0 6 * * *"
    assert policy.timezone == "Europe/Helsinki"


def test_facts_are_late_when_the_years_delivery_has_not_come_by_its_day() -> None:
    for declared in SOURCES:
        policy = freshness(declared)
        every_year = declared.expected_by is not None and declared.every_years == 1
        assert (policy is None) == (not every_year)
    policy = freshness(source("population"))
    assert policy is not None
    assert policy.deadline_cron == "59 23 28 2 *"
    assert policy.lower_bound_delta == timedelta(days=58, hours=23, minutes=59)
    (spec,) = (s for a in ASSETS for s in a.specs if s.key == facts_key(source("population")))
    assert spec.freshness_policy == policy


def test_the_quarantine_is_told_by_rule_and_delivery() -> None:
    def record(number: int, faults: dict[str, int]) -> Acceptance:
        tables = {"persons": TableCounts(100, 90, 10, 0, {}, faults)}
        return Acceptance(
            "population", f"d{number}", f"202{number}", number, "accepted", "c", tables
        )

    one, two = record(1, {"missing|sex": 7}), record(2, {"missing|sex": 3, "not_a_date|born": 1})
    shown = acceptance_metadata([one, two], [])["quarantine by rule"]
    assert isinstance(shown, dg.MarkdownMetadataValue)
    assert shown.md_str.splitlines() == [
        "| table | column | rule | d2 | d1 |",
        "|---|---|---|--:|--:|",
        "| persons | born | not_a_date | 1 | 0 |",
        "| persons | sex | missing | 3 | 7 |",
    ]
