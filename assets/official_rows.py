"""Official statistics on their way in: delivered files → observations → rows of the reserve tables.

A delivery of a provider is one dataset (its period is the dataset's name). Accepted observations
lie under `official/observations/<provider>/<delivery>.parquet`, rows beside ours under
`official/<reserve>.parquet`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import polars as pl

from assets.official_slices import SINCE, observed_in_force
from assets.parquet import write_parquet
from quality.acceptance import (
    ACCEPTED,
    REFUSED,
    STAYS,
    Acceptance,
    TableCounts,
    acceptances,
    in_force,
    write_acceptance,
)
from sources.declarations import Indicator, OfficialSeries, Reserve, Source
from sources.declarations.fingerprint import fingerprint
from sources.errors import Refused, VarantoError, clause
from sources.home import Home, write_text
from sources.landing.delivery import Delivery
from sources.official import (
    OFFICIAL_SOURCES,
    disagreeing,
    match,
    read_official,
    recognise,
)
from sources.official.match import EXCLUDED_SCHEMA, Matched
from sources.official.places import place
from sources.reference.areas import areas
from warehouse.shape import SCHEMA, shaped
from warehouse.versions import code_version, digest, is_fresh, stamp

TABLE = "observations"
CELL = ("dataset", "dimensions", "geo", "geo_label", "time", "sex", "age")
"""What one observation is of, within a provider."""

READING_CODE = ("sources/declarations/status.py", "sources/official", "sources/reference")
ROWS_CODE = (
    *READING_CODE,
    "assets/official_rows.py",
    "assets/official_slices.py",
    "warehouse/shape.py",
)

WITHIN_A_YEAR = "period within a year"
UNFIT = "the declaration does not fit what came"


@dataclass(frozen=True)
class OfficialRows:
    """What was written: rows by reserve, what was left out and why (`EXCLUDED_SCHEMA`), misfits.

    A misfit is the one line about a declared series that the delivered dataset does not answer, or
    not with figures that can be the indicator's.
    """

    rows: Mapping[Reserve, pl.DataFrame]
    excluded: pl.DataFrame
    misfits: tuple[str, ...]


def official_contract() -> str:
    """Version of the code that reads the providers' files; a delivery is judged anew when it moves.

    It stands where a person-level source has the digest of its declared contract.
    """
    return code_version(*READING_CODE)


def observations_path(home: Home, provider: str, delivery: str) -> Path:
    """Where the observations of a delivery lie."""
    return home.official / TABLE / provider / f"{delivery}.parquet"


def rows_path(home: Home, reserve: Reserve) -> Path:
    """Where the official rows of a reserve lie."""
    return home.official / f"{reserve.value}.parquet"


def excluded_path(home: Home) -> Path:
    """Where it is listed which observations became no row, and why."""
    return home.official / TABLE / "excluded.parquet"


def misfits(home: Home) -> tuple[str, ...]:
    """The lines about declared series that what is in force doesn't answer."""
    try:
        return tuple(json.loads(_misfits_path(home).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return ()


def _misfits_path(home: Home) -> Path:
    return home.official / TABLE / "misfits.json"


def accept_official(home: Home, source: Source, delivery: Delivery) -> Acceptance:
    """Judge a delivery of published statistics; the record is on disk when this returns.

    Observations of areas outside our tables (aggregates of countries, NUTS 1 and the like) are
    excluded by reason. A file that cannot be read whole refuses the delivery: only the record is
    written, and the last good delivery of the dataset stays in force.
    """
    started = time.monotonic()
    try:
        observed = _read(home, source, delivery)
    except Refused as refusal:
        record = _record(delivery, REFUSED, {}, started, why=refusal.what)
        record.extra["todo"] = refusal.todo
        write_acceptance(home, record)
        return record
    reasons = _left_out(source.id, observed)
    accepted = observed.filter(reasons.is_null())
    path = observations_path(home, source.id, delivery.id)
    write_parquet(accepted, path)
    excluded = dict(
        sorted(reasons.drop_nulls().value_counts(name="rows").rows())  # (reason, rows)
    )
    counts = TableCounts(
        read=observed.height,
        accepted=accepted.height,
        quarantined=0,
        cascades=0,
        excluded=excluded,
        faults={},
    )
    record = _record(delivery, ACCEPTED, {TABLE: counts}, started, written=path.stat().st_size)
    record.remarks.extend(disagreeing(observed))
    if SINCE in delivery.exchange:
        record.extra[SINCE] = delivery.exchange[SINCE]
    write_acceptance(home, record)
    return record


def official_in_force(home: Home) -> dict[str, list[Acceptance]]:
    """Provider → the accepted deliveries in force, in order of arrival; none without one."""
    found = {
        provider: sorted(in_force(acceptances(home, provider)).values(), key=lambda r: r.number)
        for provider in OFFICIAL_SOURCES
    }
    return {provider: records for provider, records in found.items() if records}


def official_inputs(home: Home, indicators: Sequence[Indicator]) -> str:
    """Digest of all that the official rows are made of; empty when nothing is in force."""
    current = official_in_force(home)
    if not current:
        return ""
    return digest(
        [
            "official",
            *(f"{r.source} {r.delivery} {r.contract}" for rs in current.values() for r in rs),
            *(fingerprint(i.id, i.reserve.value, i.unit, i.official) for i in indicators),
            code_version(*ROWS_CODE),
        ]
    )


def official_is_stale(home: Home, indicators: Sequence[Indicator]) -> bool:
    """Whether the official rows must be made anew."""
    inputs = official_inputs(home, indicators)
    return bool(inputs) and not all(is_fresh(rows_path(home, r), inputs) for r in Reserve)


def write_official(home: Home, indicators: Sequence[Indicator]) -> OfficialRows:
    """Make the official rows of all reserves from the deliveries in force.

    A series that the delivered dataset does not answer (a code renamed, a slice that did not
    come) is left out and told as a misfit; the others stand.
    """
    inputs = official_inputs(home, indicators)
    wanted = {(s.provider, s.dataset) for i in indicators for s in i.official}
    observed = observed_in_force(official_in_force(home), partial(observations_path, home), wanted)
    rows: dict[Reserve, list[pl.DataFrame]] = {r: [pl.DataFrame(schema=SCHEMA)] for r in Reserve}
    excluded = [pl.DataFrame(schema=EXCLUDED_SCHEMA)]
    unanswered: list[str] = []
    for indicator in indicators:
        fitting, matched, unfit = _matched(indicator, observed)
        unanswered += matched.told
        for series, why in unfit:
            unanswered.append(why)
            excluded.append(_note(indicator, series, UNFIT))
        yearly = pl.col("period").str.contains(r"^\d{4}(/\d{4})?$")
        rows[indicator.reserve].append(_described(matched.rows.filter(yearly)))
        excluded.append(matched.excluded)
        within = matched.rows.filter(~yearly)
        for series in {(s.provider, s.dataset): s for s in fitting.official}.values():
            # A row's note begins with its dataset.
            its_own = pl.col("note").str.starts_with(f"{series.dataset};")
            n = within.filter(pl.col("source_id") == series.provider, its_own).height
            if n:
                excluded.append(_note(indicator, series, WITHIN_A_YEAR, n))
    finished = {reserve: shaped(pl.concat(parts)) for reserve, parts in rows.items()}
    left_out = pl.concat(excluded)
    write_parquet(left_out, excluded_path(home))
    write_text(_misfits_path(home), json.dumps(unanswered, ensure_ascii=False))
    for reserve, frame in finished.items():
        write_parquet(frame, rows_path(home, reserve))
        stamp(rows_path(home, reserve), inputs)
    return OfficialRows(finished, left_out, tuple(unanswered))


def _matched(
    indicator: Indicator, observed: pl.DataFrame
) -> tuple[Indicator, Matched, list[tuple[OfficialSeries, str]]]:
    """The indicator with the series that the datasets answer, what they answer, and the others.

    Of the others what is wrong is told; only then is each series looked at alone.
    """
    try:
        return indicator, match([indicator], observed), []
    except VarantoError:
        fitting, unfit = [], []
    for series in indicator.official:
        try:
            match([replace(indicator, official=(series,))], observed)
        except VarantoError as error:
            unfit.append((series, str(error)))
        else:
            fitting.append(series)
    rest = replace(indicator, official=tuple(fitting))
    return rest, match([rest], observed), unfit


def _read(home: Home, source: Source, delivery: Delivery) -> pl.DataFrame:
    """All observations of the delivery's files; Refused when one cannot be read whole."""
    folder = home.landing / source.id / delivery.id
    paths = [folder / file.name for file in delivery.files]
    try:
        for path in paths:
            provider = recognise(path).provider
            if provider != source.id:
                todo = f"Receive it as {provider}"
                raise _refused(source, delivery, f"{path.name} is a file of {provider}", todo)
        observed = read_official(*paths)
    except Refused:
        raise
    except VarantoError as error:
        what, _, todo = str(error).partition("; ")
        todo = todo[:1].upper() + todo[1:] or "Fetch the file again"
        raise _refused(source, delivery, what, todo) from None
    except (pl.exceptions.PolarsError, OverflowError, RecursionError):
        names = ", ".join(path.name for path in paths)
        what = f"{names}: damaged in a way that the reader does not know"
        raise _refused(source, delivery, what, "Fetch it again") from None
    if observed.select(CELL).is_duplicated().any():
        what = "two of its files give the same observation"
        raise _refused(source, delivery, what, "Deliver each file on its own")
    return observed


def _refused(source: Source, delivery: Delivery, what: str, todo: str) -> Refused:
    return Refused(source.id, delivery.id, what, f"{clause(todo)}. {STAYS}")


def _left_out(provider: str, observed: pl.DataFrame) -> pl.Series:
    """Why each observation is excluded; null where its area is ours."""
    places = observed.select("geo", "geo_label").unique()
    found = [place(provider, geo, label) for geo, label in places.iter_rows()]
    reasons = places.with_columns(
        pl.Series("reason", [p if isinstance(p, str) else None for p in found], pl.String)
    )
    joined = observed.join(
        reasons, on=["geo", "geo_label"], how="left", nulls_equal=True, maintain_order="left"
    )
    return joined["reason"]


def _described(rows: pl.DataFrame) -> pl.DataFrame:
    """Matched rows with area names and what is true of every published figure."""
    names = areas().select(
        "area_level",
        "area_code",
        *(pl.col(f"name_{spoken}").alias(f"area_name_{spoken}") for spoken in ("fi", "sv", "en")),
    )
    return shaped(
        rows.join(names, on=["area_level", "area_code"], how="left").with_columns(
            pl.lit("_T").alias("breakdown_by"),
            pl.lit("_T").alias("breakdown_value"),
            pl.lit(False).alias("experimental"),
            pl.lit(False).alias("synthetic"),
            pl.lit(1).alias("vintage"),
        )
    )


def _note(indicator: Indicator, series: OfficialSeries, reason: str, n: int = 0) -> pl.DataFrame:
    """One line for the list of what was left out."""
    row = (indicator.id, series.provider, series.dataset, reason, None, n)
    return pl.DataFrame([row], schema=dict(EXCLUDED_SCHEMA), orient="row")


def _record(
    delivery: Delivery,
    status: str,
    tables: dict[str, TableCounts],
    started: float,
    *,
    why: str = "",
    written: int = 0,
) -> Acceptance:
    return Acceptance(
        source=delivery.source,
        delivery=delivery.id,
        period=delivery.period,
        number=delivery.number,
        status=status,
        contract=official_contract(),
        tables=tables,
        seconds=round(time.monotonic() - started, 2),
        bytes=written,
        why=why,
        synthetic=delivery.synthetic,
    )
