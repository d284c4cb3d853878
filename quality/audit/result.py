"""What the audit found: counts by table, never a value of a row; and its record in the candidate.

`quality/audit.json` lies in the candidate and so in the release. Publishing reads it: what was not
audited, or was changed after its audit, isn't published.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from quality.audit.candidate import Candidate
from sources.errors import VarantoError
from sources.home import write_text

FOLDER = "quality"
RECORD = "audit.json"
DATA_DOCS = "index.html"


class Severity(StrEnum):
    """What a failed check means."""

    ERROR = "error"  # not published
    WARNING = "warning"  # published, and said


@dataclass(frozen=True)
class Finding:
    """Something wrong in a table: what, and in how many rows (or files, or areas)."""

    table: str
    what: str
    count: int


@dataclass(frozen=True)
class Check:
    """A check by name; `run` gives what is wrong, nothing if all is well."""

    name: str
    description: str
    run: Callable[[Candidate], Iterator[Finding]]
    severity: Severity = Severity.ERROR


@dataclass(frozen=True)
class CheckResult:
    """How a check went. `judged` counts what it looked at (tables, or expectations)."""

    name: str
    description: str
    severity: Severity
    findings: tuple[Finding, ...]
    judged: int

    @property
    def passed(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


@dataclass(frozen=True)
class Audit:
    """All checks of one candidate, and the content that they judged."""

    release_id: str
    content: str
    checks: tuple[CheckResult, ...]

    @property
    def failed(self) -> tuple[CheckResult, ...]:
        """The failed checks that forbid publication."""
        return tuple(c for c in self.checks if not c.passed and c.severity is Severity.ERROR)

    @property
    def passed(self) -> bool:
        """Whether the candidate may be published."""
        return not self.failed

    @property
    def line(self) -> str:
        """One line: what failed, in which table, how often."""
        first = self.failed[0].findings[0] if self.failed else None
        if first is None:
            return f"The candidate passed {len(self.checks)} checks."
        names = ", ".join(c.name for c in self.failed)
        return (
            f"The candidate failed its audit and is not published ({names}). First: {first.table}: "
            f"{first.what} ({first.count}). The release in force stays; see candidate/{FOLDER}/."
        )

    def write(self, folder: Path) -> None:
        """Write `quality/audit.json` into a candidate's folder."""
        (folder / FOLDER).mkdir(exist_ok=True, mode=0o700)
        record = {
            "release_id": self.release_id,
            "content": self.content,
            "passed": self.passed,
            "checks": [{**asdict(c), "passed": c.passed} for c in self.checks],
        }
        text = json.dumps(record, indent=2, ensure_ascii=False) + "\n"
        write_text(folder / FOLDER / RECORD, text)


def require_passed(folder: Path, content: str) -> None:
    """VarantoError unless the candidate in `folder` passed its audit with exactly this content."""
    try:
        record = json.loads((folder / FOLDER / RECORD).read_text(encoding="utf-8"))
        passed, judged = record["passed"] is True, record["content"]
    except FileNotFoundError:
        raise VarantoError(
            "The candidate has not been audited, so it is not published. Run varanto refresh."
        ) from None
    except (ValueError, KeyError, TypeError):
        raise VarantoError(
            "The candidate's audit record is damaged, so it is not published. Run varanto refresh."
        ) from None
    if not passed:
        raise VarantoError(
            "The candidate failed its audit, so it is not published; the release in force stays. "
            f"See candidate/{FOLDER}/{RECORD}."
        )
    if judged != content:
        raise VarantoError(
            "The candidate changed after its audit, so it is not published. Run varanto refresh."
        )
