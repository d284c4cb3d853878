"""The audit itself: Great Expectations on the tables, our own checks on everything else."""

from __future__ import annotations

from pathlib import Path

from quality.audit import deliveries, figures, files, home, places
from quality.audit.candidate import Candidate
from quality.audit.result import FOLDER, Audit, Check, CheckResult
from quality.expectations import RULES, judge

CHECKS: tuple[Check, ...] = (
    *files.CHECKS,
    *home.CHECKS,
    *deliveries.CHECKS,
    *figures.CHECKS,
    *places.CHECKS,
)
"""Our own checks; `expectations.RULES` are the others."""

DESCRIPTIONS: dict[str, str] = {**{c.name: c.description for c in CHECKS}, **RULES}
"""Every check of the audit and what it demands, in the order of the report."""


def own_checks(candidate: Candidate) -> list[CheckResult]:
    """Our own checks of a candidate, in the order of `CHECKS`."""
    return [
        CheckResult(
            c.name, c.description, c.severity, tuple(c.run(candidate)), len(candidate.files)
        )
        for c in CHECKS
    ]


def audit(candidate: Candidate, folder: Path, release_id: str, content: str) -> Audit:
    """Judge the candidate in `folder`; its record and Data Docs are in `quality/` afterwards."""
    own = own_checks(candidate)
    judged = judge(candidate, folder / FOLDER)
    result = Audit(release_id, content, (*own, *judged))
    result.write(folder)
    return result
