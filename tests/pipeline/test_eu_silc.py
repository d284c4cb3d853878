"""The whole way on real input: EU-SILC file → release → the published figures.

Figures: Alfons & Templ (2013), Journal of Statistical Software 54(15), and a laeken run for the
regions; Gini and S80/S20 as printed in the package's vignettes.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipelines.plan import plan
from pipelines.refresh import refresh
from sources.catalogue import SOURCES, source
from sources.home import Home
from sources.landing.receive import receive

pytestmark = pytest.mark.reference_data

COUNTRY = {
    "at_risk_of_poverty_rate": 14.44422,
    "income_quintile_share_ratio": 3.970004,
    "relative_median_poverty_gap": 18.9286,
    "gini_disposable_income": 26.48962,
}

# area: AROP, S80/S20, RMPG, Gini
REGIONS = {
    "AT11": (19.53984, 5.008486, 12.32438, 32.05489),
    "AT21": (13.08627, 3.562404, 13.12787, 25.49448),
    "AT12": (13.84362, 3.824539, 17.48023, 25.93737),
    "AT32": (13.78734, 3.768393, 28.89533, 25.01652),
    "AT22": (14.37464, 3.464305, 15.53486, 23.71190),
    "AT33": (15.30819, 3.586046, 19.58447, 25.24881),
    "AT31": (10.88977, 3.668289, 19.47177, 25.49202),
    "AT13": (17.23468, 4.654743, 23.35608, 28.94944),
    "AT34": (16.53731, 4.366511, 26.96706, 28.74120),
}
INDICATORS = (
    "at_risk_of_poverty_rate",
    "income_quintile_share_ratio",
    "relative_median_poverty_gap",
    "gini_disposable_income",
)


@pytest.fixture
def released(home: Home, reference: Path) -> Home:
    receive(home, source("eu_silc"), [reference / "microdata" / "eusilc.csv"], period="2006")
    outcome = refresh(home, lambda _: None)
    assert outcome.failures == []
    return home


def test_the_real_file_gives_the_published_figures(released: Home) -> None:
    with duckdb.connect(str(released.database), read_only=True) as connection:
        rows = connection.sql(
            "select indicator_id, area_code, value, obs_status, source_kind "
            "from reserves.material_living_standards "
            "where year=2006 and sex='_T' and age_group='TOTAL' and breakdown_by='_T'"
        ).fetchall()
    values = {(indicator, area): value for indicator, area, value, *_ in rows}
    for indicator, published in COUNTRY.items():
        assert values[indicator, "AT"] == pytest.approx(published, abs=1e-5)
    for area, published_of_area in REGIONS.items():
        for indicator, published in zip(INDICATORS, published_of_area, strict=True):
            assert values[indicator, area] == pytest.approx(published, abs=1e-5)


def test_a_second_refresh_with_nothing_new_makes_nothing(released: Home) -> None:
    before = released.current.resolve()
    assert plan(released, SOURCES).empty
    outcome = refresh(released, lambda _: None)
    assert outcome.made == []
    assert released.current.resolve() == before
    assert not outcome.new_release


def test_every_row_of_the_real_file_is_accounted_for(released: Home) -> None:
    import json

    record = json.loads(next((released.facts / "eu_silc" / "acceptances").glob("*")).read_text())
    counts = record["tables"]["persons"]
    assert counts["read"] == 14_827
    assert counts["accepted"] == 14_827
    assert counts["quarantined"] == 0
