"""Is every row accounted for? Counted from the files, not from what accept said of them."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from quality.acceptance import Acceptance, facts_path
from sources.declarations import Source
from sources.home import Home


def unbalanced(home: Home, source: Source, records: Sequence[Acceptance]) -> list[str]:
    """Tables of accepted deliveries in which rows are missing or counted twice.

    Accepted rows are counted in the facts, quarantined ones in the quarantine; what was read and
    excluded is as recorded. Each entry reads `delivery/table: read … ≠ …`.
    """
    found = []
    for record in records:
        quarantined = _quarantined(home, record)
        for table in source.tables:
            counts = record.tables[table.name]
            path = facts_path(home, source.id, table.name, record.period, record.delivery)
            accepted = (
                pl.scan_parquet(path).select(pl.len()).collect().item() if path.exists() else 0
            )
            refused = quarantined.get(table.name, 0)
            excluded = sum(counts.excluded.values())
            if counts.read != accepted + refused + excluded:
                found.append(
                    f"{record.delivery}/{table.name}: read {counts.read} ≠ accepted {accepted} "
                    f"+ quarantined {refused} + excluded {excluded}"
                )
    return found


def unbalanced_official(home: Home, records: Sequence[Acceptance]) -> list[str]:
    """Accepted deliveries of observations that are not all accounted for, counted in the files."""
    found = []
    for record in records:
        for name, counts in record.tables.items():
            path = home.official / name / record.source / f"{record.delivery}.parquet"
            kept = pl.scan_parquet(path).select(pl.len()).collect().item() if path.exists() else 0
            left = sum(counts.excluded.values())
            if counts.read != kept + left:
                found.append(
                    f"{record.delivery}: read {counts.read} ≠ kept {kept} + excluded {left}"
                )
    return found


def _quarantined(home: Home, record: Acceptance) -> dict[str, int]:
    path = home.quarantine / record.source / f"{record.delivery}.parquet"
    if not path.exists():
        return {}
    listed = pl.scan_parquet(path)
    whose = [c for c in listed.collect_schema().names() if c in ("row", "delivery")]
    rows = (
        listed.group_by("table").agg(pl.struct(whose).n_unique().alias("n")).collect().iter_rows()
    )
    return dict(rows)
