"""Checks of the deliveries that a candidate was made of: about whom, and when they came.

What is found is published with a release, so shares are whole percents (rounded down, so that one
below a limit never reads as the limit) and no person is counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import floor

from quality.acceptance import Acceptance, acceptances, in_force
from quality.audit.candidate import Candidate
from quality.audit.result import Check, Finding, Severity
from quality.coverage import Coverage, waits
from quality.timeliness import arrivals, days_late
from sources.landing.said import CHANGED


def _uncovered(candidate: Candidate) -> Iterator[Finding]:
    """Deliveries of which too many persons are unknown, unless their sender has confirmed them."""
    for source, record, coverage in candidate.coverages:
        if waits(coverage, record, source.tolerance):
            what = (
                f"{_known(coverage, record)} (the limit is {source.tolerance.coverage_block:.0%}). "
                f"Ask {source.provider} whether that is right; if it is, receive it again with "
                "--changed"
            )
            yield Finding(source.id, what, 1)


def _partly_covered(candidate: Candidate) -> Iterator[Finding]:
    for source, record, coverage in candidate.coverages:
        if coverage.level(source.tolerance) and not waits(coverage, record, source.tolerance):
            expected = f"{source.tolerance.coverage_warn:.0%} are expected"
            yield Finding(source.id, f"{_known(coverage, record)}; {expected}", 1)


def _known(coverage: Coverage, record: Acceptance) -> str:
    share = f"{floor(100 * coverage.share)}% of the persons"
    return f"the population register knows {share} of delivery {record.delivery}"


def _too_late(candidate: Candidate) -> Iterator[Finding]:
    for source in candidate.sources:
        limit = source.tolerance.late_blocks_after
        if limit is None:
            continue
        came = arrivals(candidate.home, source)
        for record in in_force(acceptances(candidate.home, source.id)).values():
            late = days_late(source, record, came.get(record.delivery))
            if late is not None and late > limit and CHANGED not in record.extra:
                what = (
                    f"delivery {record.delivery} came {late} days after its day (the limit is "
                    f"{limit}). If it may be used, receive it again with --changed"
                )
                yield Finding(source.id, what, 1)


CHECKS = (
    Check(
        "persons_in_population",
        "The population register knows the persons of each register, down to its blocking limit.",
        _uncovered,
    ),
    Check(
        "persons_expected_in_population",
        "The population register knows as many of a register's persons as is expected.",
        _partly_covered,
        Severity.WARNING,
    ),
    Check(
        "deliveries_in_time",
        "No delivery came later than its source's blocking limit, where one is declared.",
        _too_late,
    ),
)
