"""`catalog.coverage`: how much of an indicator is there, by source, area level and year."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from sources.declarations.status import CANNOT_EXIST, FREE, NOT_COLLECTED, NOTHING
from warehouse.shape import KEY, TABLES

SCHEMA: Mapping[str, pl.DataType] = {
    **dict.fromkeys(
        ("reserve", "indicator_id", "source_kind", "source_id", "area_level"), pl.String()
    ),
    "year": pl.Int32(),
    **dict.fromkeys(
        ("areas", "with_value", "cells", "cells_with_value", "cells_hidden", "cells_cannot_exist",
         "cells_not_collected", "cells_missing", "cells_otherwise_empty"), pl.Int64()),
}  # fmt: skip
"""One row an indicator, source, area level and year. `areas` and `with_value` are of totals."""

_OF = ("indicator_id", "source_kind", "source_id", "area_level", "year")
_REASONS = {
    CANNOT_EXIST: "cells_cannot_exist",
    NOT_COLLECTED: "cells_not_collected",
    NOTHING: "cells_missing",
}


def coverage_rows(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """What the reserve tables (`<table>_all`, every source) hold, as `SCHEMA`.

    A cell is an area × sex × age group × breakdown; of several definitions, periods and vintages of
    it the newest counts. `cells` is the sum of those with a value, hidden by confidentiality, and
    empty for one of the reasons of the observation status.
    """
    empty = pl.col("value").is_null()
    hidden = empty & (pl.col("conf_status") != FREE).fill_null(False)
    absent = empty & ~hidden
    total = (pl.col("sex") == "_T") & (pl.col("age_group") == "TOTAL")
    total &= pl.col("breakdown_by") == "_T"
    reasons = {
        name: (absent & (pl.col("obs_status") == status).fill_null(False))
        for status, name in _REASONS.items()
    }
    other = absent & ~pl.col("obs_status").is_in(list(_REASONS)).fill_null(False)
    counts: dict[str, pl.Expr] = {
        "areas": total,
        "with_value": total & ~empty,
        "cells": pl.lit(True),
        "cells_with_value": ~empty,
        "cells_hidden": hidden,
        **reasons,
        "cells_otherwise_empty": other,
    }
    parts = [pl.DataFrame(schema=dict(SCHEMA))]
    for name in TABLES:
        rows = tables.get(f"{name}_all")
        if rows is None or not rows.height:
            continue
        newest = rows.sort("definition_version", "vintage", "period").unique(
            [*KEY, "source_kind", "source_id"], keep="last"
        )
        parts.append(
            newest.with_columns(**counts)
            .group_by(*_OF)
            .agg(pl.col(list(counts)).sum().cast(pl.Int64))
            .select(pl.lit(name).alias("reserve"), pl.all())
            .select(list(SCHEMA))
        )
    return pl.concat(parts).sort("reserve", *_OF)
