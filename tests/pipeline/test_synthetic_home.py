"""The whole way on the synthetic Finland: planted faults found, nothing lost, eight tables out.

The generator and the contracts were written from the formats' descriptions, not from each other:
that their faults and refusals agree row by row is the evidence that both read them rightly.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest
from cli_support import varanto
from one_sector import BELOW, MADE, shortened

from assets import annual
from assets.inputs import count_sources, counts_path
from pipelines.plan import plan
from pipelines.refresh import refresh
from quality.acceptance import acceptances, in_force
from quality.reconciliation import unbalanced
from sources.catalogue import SECTOR_SOURCES, SOURCES, source
from sources.corrections import OUT_OF_DATE
from sources.declarations import Format, JsonDocuments, Reserve, SourceKind
from sources.home import AS_OF_VARIABLE, HOME_VARIABLE, Home
from sources.landing.delivery import deliveries
from sources.landing.names import file_of, tables_of
from sources.landing.receive import receive
from sources.reference.framework import framework
from warehouse.release import Manifest

PERSONS = 4_000
YEARS = ("2021", "2022", "2023", "2024")
SECTORS = tuple(s.id for s in SECTOR_SOURCES if s.id != "eu_silc")  # that one is Austria's
REGISTERS = tuple(s.id for s in SECTOR_SOURCES if s.kind is SourceKind.REGISTER)
ROW = ["source", "year", "file", "row"]


@pytest.fixture(scope="module")
def finland(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Deliveries of a small synthetic Finland, with the key to its faults."""
    out = tmp_path_factory.mktemp("finland") / "out"
    subprocess.run(
        [
            sys.executable, "-m", "sources.synthetic", "--persons", str(PERSONS),
            "--years", f"{YEARS[0]}-{YEARS[-1]}", "--seed", "7", "--fault-rate", "0.004",
            "--out", str(out), "--quiet",
        ],
        check=True,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    return out


@pytest.fixture(scope="module")
def released(finland: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A home that took all of it and made a release."""
    folder = tmp_path_factory.mktemp("synthetic_home")
    with pytest.MonkeyPatch.context() as patch:
        _environment(patch, folder)
        home = Home(folder / "home")
        for sector in SECTORS:
            for year in _due(sector):
                _receive(home, finland, sector, year)
        outcome = refresh(home, lambda _: None)
        assert outcome.failures == []
        yield home


def _environment(patch: pytest.MonkeyPatch, folder: Path) -> None:
    patch.setenv(HOME_VARIABLE, str(folder / "home"))
    patch.setenv("VARANTO_KEYS", str(folder / "keys"))
    patch.setenv(AS_OF_VARIABLE, "2026-11-24")
    patch.setenv("DAGSTER_HOME", "")
    patch.delenv("DAGSTER_HOME")


def _due(sector: str) -> tuple[str, ...]:
    """The years that the source comes in: some come every second year only."""
    return tuple(y for y in YEARS if source(sector).is_due(int(y)))


def _receive(home: Home, finland: Path, sector: str, year: str) -> None:
    for folder, said in ((year, None), (f"{year}-delta", {"delta": "yes"})):
        files = sorted((finland / sector / folder).glob("*"))
        if files:  # not every source comes every year
            receive(home, source(sector), files, period=year, synthetic=True, exchange=said)


def _planted(finland: Path) -> pl.DataFrame:
    """Every row that must be refused: the planted ones, and the children of planted parents."""
    keys = [
        pl.read_csv(finland / f"planted_{kind}.csv", infer_schema=False).select(*ROW, "reason")
        for kind in ("faults", "cascades")
    ]
    return pl.concat(keys).with_columns(pl.col("row").cast(pl.Int64))


def _file(name: str, form: Format) -> str:
    """A file of documents feeds several tables: what their rows are is named with it."""
    return f"{name} {form.rows}".strip() if isinstance(form, JsonDocuments) else name


def _quarantined(home: Home) -> pl.DataFrame:
    parts = []
    for sector in SECTORS:
        for delivery in deliveries(home.landing, sector):
            names = {
                t.name: _file(file_of(t, f.name), source(sector).format_of(t))
                for f in delivery.files
                for t in tables_of(source(sector), f.name)
            }
            rows = pl.read_parquet(home.quarantine / sector / f"{delivery.id}.parquet")
            if "delivery" in rows.columns:  # a delta: it lists those of what it changes again
                rows = rows.filter(pl.col("delivery") == delivery.id)
            parts.append(
                rows.select(
                    pl.lit(sector).alias("source"),
                    pl.lit(delivery.period).alias("year"),
                    pl.col("table").replace_strict(names).alias("file"),
                    "row",
                    "reason",
                )
            )
    return pl.concat(parts)


def test_exactly_the_planted_faults_are_quarantined(finland: Path, released: Home) -> None:
    planted, quarantined = _planted(finland), _quarantined(released)
    missed = planted.join(quarantined, on=ROW, how="anti")
    invented = quarantined.join(planted, on=ROW, how="anti")
    assert planted.height > 500
    assert missed.is_empty(), missed.group_by("file", "reason").len()
    assert invented.is_empty(), invented.group_by("file", "reason").len()


def test_each_planted_fault_is_quarantined_for_its_own_reason(
    finland: Path, released: Home
) -> None:
    planted, quarantined = _planted(finland), _quarantined(released)
    unexplained = planted.join(quarantined, on=[*ROW, "reason"], how="anti")
    assert unexplained.is_empty(), unexplained.group_by("file", "reason").len()


def test_rows_read_are_accepted_quarantined_or_excluded(released: Home) -> None:
    for sector in SECTORS:
        records = list(in_force(acceptances(released, sector)).values())
        assert [r.period for r in records] == list(_due(sector))
        assert all(t.balanced for r in records for t in r.tables.values())
        assert unbalanced(released, source(sector), records) == []


def test_reports_that_were_cancelled_are_left_out_and_counted(released: Home) -> None:
    for record in in_force(acceptances(released, "income_register")).values():
        assert record.tables["wage_cancellations"].accepted > 0
        for table in ("wage_reports", "wage_transactions"):
            assert record.tables[table].excluded["cancelled"] > 0


def test_changes_and_known_errors_end_as_they_were_made(released: Home) -> None:
    deaths = in_force(acceptances(released, "causes_of_death"))["2024"]
    came = {d.id: d.files[0].name for d in deliveries(released.landing, "causes_of_death")}
    assert [came[part] for part in deaths.extra["parts"].split()] == [
        "kuolemansyyt_2024.csv",
        "kuolemansyyt_2024_muutokset.csv",
    ]
    assert set(deaths.tables["deaths"].excluded) == {"replaced", "removed", "removal"}
    known = {r.period: r.corrected for r in acceptances(released, "offences") if r.corrected}
    assert known == {"2023": {"synthetic-espoo-2023": 4}}
    assert not [r for s in SECTORS for r in acceptances(released, s) if OUT_OF_DATE in r.extra]
    (oldest,) = (r for r in acceptances(released, "air_quality") if r.period == "2021")
    assert oldest.remarks == ["asemat_2021.csv is in windows-1252, not in utf-8"]


def test_the_release_has_eight_reserves_four_levels_and_four_years(released: Home) -> None:
    with duckdb.connect(str(released.database), read_only=True) as connection:
        rows = connection.sql(
            "select distinct reserve, indicator_id, year from reserves.everything "
            "where reserve <> 'overall_experience' and value is not null "
            "and source_kind = 'computed'"
        ).fetchall()
        levels = connection.sql("select distinct area_level from reserves.everything").fetchall()
        synthetic = connection.sql("select bool_and(synthetic) from reserves.everything").fetchall()
    asked = set(framework()["indicator_id"])
    computed = Counter(reserve for reserve, i in {r[:2] for r in rows} if i in asked)
    assert {str(year) for *_, year in rows} == set(YEARS)
    assert computed.keys() == set(Reserve) - {Reserve.OVERALL_EXPERIENCE}
    assert computed.total() >= 50
    assert min(computed.values()) >= 5, computed
    assert {level for (level,) in levels} == {"COUNTRY", "REGION", "COUNTY", "MUNICIPALITY"}
    assert synthetic == [(True,)]


@pytest.mark.parametrize(
    ("indicator", "years"),
    [
        ("pm25_population_weighted_mean", YEARS),
        ("pm25_above_who_share", YEARS),
        ("green_access_300m_share", YEARS),
        ("public_transport_access_share", YEARS),
        ("noise_lden55_share", tuple(y for y in YEARS if y == "2021")),
    ],
)
def test_what_is_around_homes_has_a_figure_each_year_that_it_was_measured(
    released: Home, indicator: str, years: tuple[str, ...]
) -> None:
    with duckdb.connect(str(released.database), read_only=True) as connection:
        found = connection.execute(
            "select year from reserves.environment where indicator_id=? and area_code='SSS' "
            "and sex='_T' and age_group='TOTAL' and value is not null order by year",
            [indicator],
        ).fetchall()
    assert tuple(str(y) for (y,) in found) == years


def test_what_is_not_asked_every_year_has_rows_of_its_years_only(released: Home) -> None:
    with duckdb.connect(str(released.database), read_only=True) as connection:
        years = connection.sql(
            "select indicator_id, list(distinct year order by year) from reserves.everything where "
            "indicator_id in ('likes_school_share_8_9', 'formal_volunteering_share', "
            "'unpaid_work_gap') group by all order by all"
        ).fetchall()
    assert years == [
        ("formal_volunteering_share", [2022]),
        ("likes_school_share_8_9", [2021, 2023]),
        ("unpaid_work_gap", [2021]),
    ]


def test_women_do_more_unpaid_work_and_how_sure_that_is(released: Home) -> None:
    with duckdb.connect(str(released.database), read_only=True) as connection:
        rows = connection.sql(
            "select value, se, sex from reserves.activities_and_work where area_code='SSS' "
            "and indicator_id='unpaid_work_gap' and age_group='TOTAL'"
        ).fetchall()
    [(value, se, sex)] = rows
    assert sex == "_T"
    assert 20 < value < 130  # about 70 minutes a day
    assert 3 < se < 25


def test_a_reserve_reads_no_counts_that_its_asset_does_not_wait_for(
    released: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: set[str] = set()

    def told(home: Home, source: str, year: int) -> Path:
        read.add(source)
        return counts_path(home, source, year)

    monkeypatch.setattr(annual, "counts_path", told)
    for reserve in Reserve:
        read.clear()
        annual.write_protected(released, reserve, 2023)
        assert read <= set(count_sources(reserve))


def test_a_plain_question_gives_one_row_a_year(released: Home) -> None:
    with duckdb.connect(str(released.database), read_only=True) as connection:
        years = connection.sql(
            "select year from reserves.social_connections "
            "where indicator_id='living_alone_share' and area_code='HVA08' and sex='_T' "
            "and age_group='TOTAL' and breakdown_by='_T' order by year"
        ).fetchall()
    assert [str(y) for (y,) in years] == list(YEARS)


def test_what_happens_in_some_years_only_has_rows_of_those_years(released: Home) -> None:
    with duckdb.connect(str(released.database), read_only=True) as connection:
        found = connection.sql(
            "select indicator_id, list(year order by year) from reserves.voice_and_governance "
            "where (indicator_id like 'voter_turnout%' or source_id = 'trust_survey') "
            "and area_level = 'COUNTRY' and sex = '_T' and age_group = 'TOTAL' "
            "and value is not null group by 1 order by 1"
        ).fetchall()
    assert found == [
        ("political_voice_share", [2021, 2023]),
        ("trust_local_government_share", [2021, 2023]),
        ("trust_national_government_share", [2021, 2023]),
        ("voter_turnout_county", [2022]),
        ("voter_turnout_municipal", [2021]),
        ("voter_turnout_parliamentary", [2023]),
    ]


@pytest.mark.parametrize(
    ("indicator", "years"),
    [("persistent_poverty_rate_register", YEARS), ("at_risk_of_poverty_rate_register", ("2024",))],
)
def test_explain_names_the_deliveries_of_every_year_that_went_in(
    released: Home, capsys: pytest.CaptureFixture[str], indicator: str, years: tuple[str, ...]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        _environment(patch, released.path.parent)
        told = json.loads(varanto(capsys, "explain", indicator, "SSS", "2024", "--json").out)
    expected = {(s, y) for s in ("population", "income_register") for y in years}
    assert {(d["source"], d["period"]) for d in told["deliveries"]} == expected
    assert {(r["source"], r["period"]) for r in told["rows_in"]} == expected


def test_a_second_refresh_makes_nothing_and_keeps_the_release(released: Home) -> None:
    before = Manifest.read(released.current)
    assert plan(released, SOURCES).empty
    assert refresh(released, lambda _: None).made == []
    assert Manifest.read(released.current) == before


@pytest.mark.parametrize("sector", MADE)
def test_a_new_delivery_of_one_sector_makes_only_what_hangs_on_it(
    released: Home, finland: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sector: str
) -> None:
    shutil.copytree(released.path, tmp_path / "home", symlinks=True)
    keys = Path(os.environ["VARANTO_KEYS"])
    _environment(monkeypatch, tmp_path)
    shutil.copytree(keys, tmp_path / "keys")
    home = Home(tmp_path / "home")
    year, name, hanging = MADE[sector]
    files = [
        shortened(path, tmp_path / path.name) if path.name == name else path
        for path in sorted((finland / sector / str(year)).iterdir())
    ]
    receive(home, source(sector), files, period=str(year), synthetic=True)
    outcome = refresh(home, lambda _: None)
    assert outcome.failures == []
    assert outcome.years == (year,)
    assert set(outcome.made) == {f"facts/{sector}", *hanging, *BELOW}
    with duckdb.connect(str(home.database), read_only=True) as connection:
        told = connection.execute(
            "select delivery_id from catalog.deliveries where source_id = ? and period = ?",
            [sector, str(year)],
        ).fetchall()
    assert told == [(deliveries(home.landing, sector)[-1].id,)]


def test_population_and_official_figures_alone_give_a_release(
    finland: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _environment(monkeypatch, tmp_path)
    home = Home(tmp_path / "home")
    for year in YEARS:
        _receive(home, finland, "population", year)
    published = tmp_path / "poverty.csv"
    published.write_text(
        "DATAFLOW,LAST UPDATE,freq,sex,age,unit,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
        "ESTAT:SDG_01_10(1.0),07/07/23 23:00:00,A,T,TOTAL,PC,FI,2021,14.2,\n"
        "ESTAT:SDG_01_10(1.0),07/07/23 23:00:00,A,T,TOTAL,PC,FI,2022,16.3,b\n"
    )
    receive(home, source("eurostat"), [published])
    outcome = refresh(home, lambda _: None)
    assert outcome.failures == []
    with duckdb.connect(str(home.database), read_only=True) as connection:
        measured = connection.sql(
            "select distinct indicator_id, source_kind from reserves.everything order by all"
        )
        assert measured.fetchall() == [
            ("arope_rate", "official"),
            ("living_alone_share", "computed"),
        ]
        official = connection.sql(
            "select year, value, obs_status, synthetic from reserves.material_living_standards "
            "where indicator_id='arope_rate' order by year"
        )
        assert official.fetchall() == [(2021, 14.2, "A", False), (2022, 16.3, "B", False)]
        missing = connection.sql(
            "select source_id from catalog.sources where status='not delivered'"
        )
        assert ("income_register",) in missing.fetchall()
