"""`Home`: the folders of one installation, said once.

landing/     deliveries as received; the only place with personal identity codes (restricted)
identity/    the register of persons: tokens and person numbers (restricted)
corrections/ known errors of sources by row number of a delivered file (restricted)
quarantine/  refused rows by locator, rule and column; never a value
facts/       accepted rows, typed and pseudonymised, with the record of each acceptance
person_years/, surroundings/, frames/, exact_cells/, counts/  internal, exact
protected/   reserve rows after disclosure control
candidate/   what tonight's run would publish, with its quality report
releases/    what is published; `current` points at the newest
dagster/     DAGSTER_HOME
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sources.errors import VarantoError

HOME_VARIABLE = "VARANTO_HOME"
AS_OF_VARIABLE = "VARANTO_AS_OF"
DEFAULT_HOME = "data"

SYNTHETIC = "synthetic"
REAL = "real"


def today() -> date:
    """The one clock: `VARANTO_AS_OF` (YYYY-MM-DD) if set, else the machine's date."""
    text = os.environ.get(AS_OF_VARIABLE)
    if not text:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise VarantoError(
            f"{AS_OF_VARIABLE} is not a date. Write it as YYYY-MM-DD, or unset it."
        ) from None


@dataclass(frozen=True)
class Home:
    """Paths of one home. Nothing is created until `prepare`."""

    path: Path

    @classmethod
    def from_environment(cls) -> Home:
        """The home that `VARANTO_HOME` names (default `./data`)."""
        return cls(Path(os.environ.get(HOME_VARIABLE) or DEFAULT_HOME).expanduser().absolute())

    @property
    def landing(self) -> Path:
        """Deliveries as received."""
        return self.path / "landing"

    @property
    def corrections(self) -> Path:
        """Known errors of the sources, where the project may not hold them (restricted)."""
        return self.path / "corrections"

    @property
    def spool(self) -> Path:
        """Working space of accept; inside the restricted zone, emptied after each delivery."""
        return self.landing / ".spool"

    @property
    def identity(self) -> Path:
        """The register of persons."""
        return self.path / "identity"

    @property
    def quarantine(self) -> Path:
        """Refused rows by locator and rule."""
        return self.path / "quarantine"

    @property
    def facts(self) -> Path:
        """Accepted rows by source, table and year."""
        return self.path / "facts"

    @property
    def person_years(self) -> Path:
        """One row a resident and year."""
        return self.path / "person_years"

    @property
    def surroundings(self) -> Path:
        """One row a building and year: what lies around it; internal."""
        return self.path / "surroundings"

    @property
    def frames(self) -> Path:
        """One row a survey respondent and year."""
        return self.path / "frames"

    @property
    def exact_cells(self) -> Path:
        """Exact cells before disclosure control; internal and dangerous."""
        return self.path / "exact_cells"

    @property
    def counts(self) -> Path:
        """Counts by area, sex and age, by source; exact, internal."""
        return self.path / "counts"

    @property
    def official(self) -> Path:
        """Official observations in one shape, by provider."""
        return self.path / "official"

    @property
    def protected(self) -> Path:
        """Reserve rows after disclosure control, by reserve and year."""
        return self.path / "protected"

    @property
    def candidate(self) -> Path:
        """The next release, written aside and audited."""
        return self.path / "candidate"

    @property
    def releases(self) -> Path:
        """Published releases, and the link `current`."""
        return self.path / "releases"

    @property
    def current(self) -> Path:
        """The release that readers open."""
        return self.releases / "current"

    @property
    def database(self) -> Path:
        """The published DuckDB file."""
        return self.current / "wellbeing.duckdb"

    @property
    def dagster(self) -> Path:
        """DAGSTER_HOME."""
        return self.path / "dagster"

    @property
    def reports(self) -> Path:
        """The report of each night, and what was alerted."""
        return self.path / "reports"

    @property
    def lock(self) -> Path:
        """Held by the one process that may write."""
        return self.path / ".lock"

    def prepare(self) -> Home:
        """Create the folders, closed to other users (0700)."""
        folders = (
            self.path,
            self.landing,
            self.corrections,
            self.identity,
            self.quarantine,
            self.facts,
            self.person_years,
            self.surroundings,
            self.frames,
            self.exact_cells,
            self.counts,
            self.official,
            self.protected,
            self.releases,
            self.dagster,
            self.reports,
        )
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self

    @property
    def kind(self) -> str | None:
        """`synthetic` or `real`, fixed by the first person-level delivery; None before it."""
        try:
            return str(json.loads((self.path / "home.json").read_text())["kind"])
        except FileNotFoundError:
            return None
        except (ValueError, KeyError):
            raise VarantoError(
                f"{self.path / 'home.json'} is damaged: it must hold the home's kind. "
                "Restore it from a backup."
            ) from None

    def fix_kind(self, synthetic: bool) -> None:
        """Set the kind at the first person-level delivery; refuse the other kind afterwards."""
        wanted, kind = (SYNTHETIC if synthetic else REAL), self.kind
        if kind is None:
            write_text(self.path / "home.json", json.dumps({"kind": wanted}) + "\n")
            (self.path / "home.json").chmod(0o600)
        elif kind != wanted:
            unsaid = (
                " If its persons are invented too, say so: --synthetic, or "
                '"synthetic": true in the drop folder\'s manifest.json.'
            )
            raise VarantoError(
                f"This home holds {kind} persons, the delivery is {wanted}. The two never mix: "
                "point VARANTO_HOME at another folder for it."
                f"{unsaid if kind == SYNTHETIC else ''}"
            )


def write_text(path: Path, text: str) -> None:
    """Write a small file aside and move it into place, so that no reader sees half of it."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    aside.touch(mode=0o600)
    aside.write_text(text, encoding="utf-8")
    os.replace(aside, path)
