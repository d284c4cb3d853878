"""What moved between two releases, as the morning report tells it: countries, years, cells."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import polars as pl

from assets.reserves import INDICATORS
from sources.home import Home
from warehouse.diff import diff
from warehouse.release import Manifest
from warehouse.shape import SCHEMA, TABLES

COUNTRY_KEY = ("indicator_id", "area_code", "year")


@dataclass(frozen=True)
class CountryMove:
    """An indicator whose value for a whole country is another one than before."""

    indicator: str
    label: str
    area: str
    year: int
    older: float
    newer: float
    decimals: int
    unit: str


@dataclass(frozen=True)
class TableMove:
    """Cells of a table that came, went, changed, lost a value or gained one; years that are new."""

    table: str
    added: int
    removed: int
    changed: int
    hidden: int
    shown: int
    new_years: tuple[int, ...]


@dataclass(frozen=True)
class Moved:
    """All of it; tables in which nothing differs are left out."""

    countries: tuple[CountryMove, ...]
    tables: tuple[TableMove, ...]

    def as_record(self) -> dict[str, object]:
        """For machines."""
        return {
            "countries": [asdict(c) for c in self.countries],
            "tables": [asdict(t) for t in self.tables],
        }


def moved(home: Home, older: Manifest, newer: Manifest) -> Moved:
    """Compare two releases by their published rows."""
    years_before, years_after = _years(home, older), _years(home, newer)
    tables = tuple(
        TableMove(
            table=t.table,
            added=t.added,
            removed=t.removed,
            changed=t.changed,
            hidden=t.hidden,
            shown=t.shown,
            new_years=tuple(sorted(years_after[t.table] - years_before[t.table])),
        )
        for t in diff(home, older, newer, largest=0).tables
        if t.moved
    )
    return Moved(_country_moves(_countries(home, older), _countries(home, newer)), tables)


def _country_moves(older: pl.DataFrame, newer: pl.DataFrame) -> tuple[CountryMove, ...]:
    """Values that differ by more than one unit of the indicator's last shown decimal."""
    declared = {i.id: i for i in INDICATORS}
    both = older.join(newer, on=COUNTRY_KEY, suffix="_newer").drop_nulls(["value", "value_newer"])
    found = []
    for row in both.sort(COUNTRY_KEY).iter_rows(named=True):
        indicator = declared.get(row["indicator_id"])
        decimals = indicator.decimals if indicator else 1
        if abs(row["value_newer"] - row["value"]) > 10.0**-decimals:
            found.append(
                CountryMove(
                    indicator=row["indicator_id"],
                    label=indicator.label_en if indicator else row["indicator_id"],
                    area=row["area_name_en_newer"] or row["area_code"],
                    year=row["year"],
                    older=row["value"],
                    newer=row["value_newer"],
                    decimals=decimals,
                    unit=row["unit_newer"],
                )
            )
    return tuple(found)


def _countries(home: Home, release: Manifest) -> pl.DataFrame:
    """Recommended rows of whole countries, without breakdown, of all reserves."""
    columns = [*COUNTRY_KEY, "area_name_en", "value", "unit"]
    parts = [pl.DataFrame(schema={c: SCHEMA[c] for c in columns})]
    for table in TABLES:
        for file in sorted((home.releases / release.release_id / "reserves").glob(f"{table}-*")):
            rows = pl.scan_parquet(file, hive_partitioning=False).filter(
                (pl.col("area_level") == "COUNTRY")
                & (pl.col("sex") == "_T")
                & (pl.col("age_group") == "TOTAL")
                & (pl.col("breakdown_by") == "_T")
            )
            parts.append(rows.select(columns).collect())
    return pl.concat(parts)


def _years(home: Home, release: Manifest) -> dict[str, set[int]]:
    folder = home.releases / release.release_id / "reserves"
    return {
        table: {int(f.stem.rsplit("-", 1)[1]) for f in folder.glob(f"{table}-*.parquet")}
        for table in TABLES
    }
