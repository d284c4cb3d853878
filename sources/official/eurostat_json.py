"""Eurostat's JSON-stat responses (statistics API)."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from sources.official.eurostat import dimension_names
from sources.official.jsonstat import JsonStat, read_jsonstat
from sources.official.labels import SPOKEN, check_labels, strangers
from sources.official.meanings import check_meanings
from sources.official.observations import eurostat_observations, labelled
from sources.official.renamings import ENGLISH, Labels, renamed
from sources.official.status import eurostat_labelled
from sources.official.text import refuse

_DATASET = re.compile(r"^[A-Za-z0-9_]+(\$[A-Za-z0-9_]+)?$")


def read_eurostat_json(path: Path) -> pl.DataFrame:
    """Observations (common shape) of a response, one for each cell that its dimensions span.

    A cell without value and flag is one that the dataset does not have: missing, reason not
    given. Refused with a `VarantoError`, beside what `read_jsonstat` refuses: no dataset's name,
    no `geo` or `time`, a flag or label that means another thing than it did, a value beside a
    flag that says there is none.
    """
    read = read_jsonstat(path)
    names = [d.id for d in read.dimensions]
    if "time" not in names:
        raise refuse(path, "has no time dimension")
    dimensions = dimension_names(path, [name for name in names if name != "time"])
    language = str(read.extension.get("lang") or "en").lower()
    if language == ENGLISH:
        eurostat_labelled(_flag_labels(read))
    dataset = _dataset(path, read)
    frame = read.frame()
    said_missing = frame["flag"].str.starts_with(":")
    if (said_missing & frame["value"].is_not_null()).any():
        raise refuse(path, "a value has a flag that says there is none")
    frame = frame.select(
        pl.lit(dataset).alias("dataset"),
        *(
            pl.col(n).alias(lower)
            for n, lower in zip((n for n in names if n != "time"), dimensions, strict=True)
        ),
        "time",
        "value",
        "flag",
        pl.lit(None, dtype=pl.String).alias("conf"),
    )
    labels = Labels(
        language,
        {d.id.lower(): d.label for d in read.dimensions if d.label},
        {d.id.lower(): d.labels for d in read.dimensions if d.labels},
    )
    free = [name for name in dimensions if name != "geo"]
    canonical, spoken = renamed(frame, "eurostat", free, labels)
    check_labels("eurostat", dataset, spoken, "time")
    check_meanings("eurostat", dataset, spoken)
    if language in SPOKEN:
        strange = strangers("eurostat", spoken.codes.get("geo", {}))
        canonical = labelled(canonical, "geo", strange)
    return eurostat_observations(canonical)


def _dataset(path: Path, read: JsonStat) -> str:
    said = read.extension.get("id") or read.extension.get("datasetId")
    if not isinstance(said, str) or not _DATASET.match(said):
        raise refuse(path, "does not name its dataset")
    return said.lower()


def _flag_labels(read: JsonStat) -> dict[str, str]:
    status = read.extension.get("status")
    labels = status.get("label") if isinstance(status, dict) else None
    if not isinstance(labels, dict):
        return {}
    return {str(flag): str(label) for flag, label in labels.items()}
