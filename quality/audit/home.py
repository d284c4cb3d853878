"""Checks of the home behind a candidate: may it be released, is every row accounted for?"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from quality.acceptance import Acceptance, acceptances, in_force
from quality.audit.candidate import Candidate
from quality.audit.result import Check, Finding
from quality.audit.rules import COMPUTED
from quality.protection import refuse_real_registers
from quality.reconciliation import unbalanced, unbalanced_official
from sources.declarations import Source, SourceKind
from sources.errors import VarantoError
from sources.home import SYNTHETIC


def _in_force(candidate: Candidate, source: Source) -> list[Acceptance]:
    return list(in_force(acceptances(candidate.home, source.id)).values())


def _registers(candidate: Candidate) -> Iterator[Finding]:
    held = sum(
        len(_in_force(candidate, s)) for s in candidate.sources if s.kind is SourceKind.REGISTER
    )
    try:
        refuse_real_registers(candidate.home, held)
    except VarantoError as refusal:
        yield Finding("home", str(refusal), held)


def _reconciled(candidate: Candidate) -> Iterator[Finding]:
    for source in candidate.sources:
        records = _in_force(candidate, source)
        if source.kind is SourceKind.OFFICIAL:
            lost = unbalanced_official(candidate.home, records)
        else:
            lost = unbalanced(candidate.home, source, records)
        for line in lost:
            yield Finding(source.id, line, 1)


def _labelled(candidate: Candidate) -> Iterator[Finding]:
    """Rows of ours are synthetic where the home is; a published figure never is.

    Data of places come to every home: counts are synthetic where their delivery is, and may be so
    in a home of invented persons, whom they are counted per. What is around homes is synthetic
    where either is: the places' delivery or the persons.
    """
    invented = candidate.home.kind == SYNTHETIC
    ours = pl.col("source_kind") == COMPUTED
    places = ours & pl.col("source_id").is_in(candidate.ids(SourceKind.AREA))
    of_places = pl.any_horizontal(
        pl.lit(False),
        *(
            (pl.col("source_id") == source.id) & (pl.col("year") == int(record.period))
            for source in candidate.sources
            if source.kind is SourceKind.AREA
            for record in _in_force(candidate, source)
            if record.synthetic and record.period.isdigit()
        ),
    )
    flag = pl.col("synthetic")
    right = (
        pl.when(places & (of_places | (candidate.counts_persons() & pl.lit(invented))))
        .then(flag)
        .when(places)
        .then(~flag | pl.lit(invented))
        .otherwise(flag == (ours & pl.lit(invented)))
    )
    for table, rows in candidate.tables.items():
        wrong = rows.filter(~right).height
        if wrong:
            kind = candidate.home.kind or "official"
            yield Finding(table, f"rows whose synthetic flag is wrong in this {kind} home", wrong)


CHECKS = (
    Check(
        "registers_may_be_released",
        "Real person-level registers are released only under full disclosure control.",
        _registers,
    ),
    Check(
        "deliveries_reconcile",
        "Rows read = accepted + quarantined + excluded, in every delivery in force, by the files.",
        _reconciled,
    ),
    Check(
        "synthetic_is_said",
        "Every row from invented persons or places says so, and no other row does.",
        _labelled,
    ),
)
