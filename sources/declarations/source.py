"""`Source`: what is said about a dataset that comes to us, table by table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import polars as pl

from sources.declarations.columns import KEYED, Column, Kind
from sources.declarations.formats import CsvFormat, Format, JsonDocuments
from sources.declarations.tolerance import Tolerance

CLOSED = ("Restricted", "By agreement")
"""How the licence begins of what isn't published as it is delivered."""


class SourceKind(StrEnum):
    """How a source observes the world."""

    REGISTER = "register"  # every person; joined by person number
    AREA = "area"  # counts and measurements of places; no row is a person
    SURVEY = "survey"  # a sample: respondents with their own weights and households
    OFFICIAL = "official"  # published statistics


@dataclass(frozen=True)
class Rule:
    """A row rule over typed, canonically named columns; null counts as kept.

    `columns` are named in the quarantine as what to look at; `reason` is the code a data owner
    reads, `explanation` the sentence.
    """

    name: str
    holds: pl.Expr
    columns: tuple[str, ...]
    explanation: str


@dataclass(frozen=True)
class Exclusion:
    """Good rows that we leave out on purpose, by reason (cancelled, superseded, …).

    With `whole`, key columns, every row of the same key goes with them, whatever its version.
    """

    reason: str
    where: pl.Expr
    explanation: str
    whole: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reference:
    """`columns` must name an accepted row of `table`; a row whose parent is refused follows it."""

    columns: tuple[str, ...]
    table: str
    parent_columns: tuple[str, ...]


@dataclass(frozen=True)
class Delta:
    """How a table comes in changes alone: rows new, changed and removed since the last delivery.

    `key` names the row that is meant. `original` is the supplier's column that says what became of
    it; `codes` maps its codes to `new`, `changed` and `removed`. Of a removed row only the key
    need be filled in.
    """

    key: tuple[str, ...]
    original: str
    codes: Mapping[str, str]

    def __post_init__(self) -> None:
        if not set(self.codes.values()) <= {"new", "changed", "removed"}:
            raise ValueError("a delta's codes mean new, changed or removed")


@dataclass(frozen=True)
class Table:
    """One table of a delivery. `grain` says what one row is.

    `file_pattern` is a regular expression on the file's name, case-insensitive, without
    `.gz`/`.zip`. `latest_of` = (key columns, version column): only the highest version of a
    key counts; older ones are excluded as superseded. `corrects` = (former, active) names two
    PERSON columns whose codes belong to one person. With `may_be_empty`, a file of a header alone
    is good news (no correction this year), not a broken delivery; with `may_be_absent` its file
    need not come at all; with `occasional` neither, and what it is of doesn't happen every year
    (an election), so that its absence isn't a loss beside the year before. `format` is the table's
    own, where a source's tables come in several.
    Rows that an accepted row of a table in `cancelled_by` names are left out as cancelled.
    `member` is the table's file in the archive that `file_pattern` names, where one zip holds
    several tables.
    `year_of` is the date or year whose year must be the delivery's: rows of other years wait in
    quarantine for a delivery (or a delta) of their own. `delta` says how it comes in changes.
    """

    name: str
    grain: str
    file_pattern: str
    columns: tuple[Column, ...]
    unique: tuple[tuple[str, ...], ...] = ()
    references: tuple[Reference, ...] = ()
    rules: tuple[Rule, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    latest_of: tuple[tuple[str, ...], str] | None = None
    corrects: tuple[str, str] | None = None
    may_be_empty: bool = False
    format: Format | None = None
    may_be_absent: bool = False
    cancelled_by: tuple[Reference, ...] = ()
    year_of: str | None = None
    delta: Delta | None = None
    occasional: bool = False
    member: str | None = None

    @property
    def kept(self) -> tuple[Column, ...]:
        """The columns that reach the facts."""
        return tuple(c for c in self.columns if not c.special_category)

    def column(self, name: str) -> Column:
        """The column of that canonical name; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"table {self.name} has no column {name}")


@dataclass(frozen=True)
class Source:
    """A dataset: whose it is, on what ground we hold it, and the contract of each table.

    `reject_limit` is the share of rows (0–1) above which a delivery is refused whole.
    `expected_by` is the day of the following year (MM-DD) by which a year's delivery should
    have come; a later one raises the missing-delivery alert. A source that comes every so many
    years (`every_years`) has a year in `since`, from which they are counted.
    """

    id: str
    title: str
    title_fi: str
    description: str
    sector: str
    kind: SourceKind
    provider: str
    owner: str
    licence: str
    legal_basis: str
    tables: tuple[Table, ...]
    format: Format = field(default_factory=CsvFormat)
    reject_limit: float = 0.05
    expected_by: str | None = None
    every_years: int = 1
    since: int = 2021
    tolerance: Tolerance = field(default_factory=Tolerance)

    def __post_init__(self) -> None:
        for table in self.tables:
            if table.delta and isinstance(self.format_of(table), JsonDocuments):
                raise ValueError(f"table {table.name}: documents come whole, without a delta")

    def is_due(self, year: int) -> bool:
        """Whether a delivery is to come that describes `year`."""
        return (year - self.since) % self.every_years == 0

    @property
    def person_level(self) -> bool:
        """Whether rows are persons (registers and survey respondents alike)."""
        return self.kind in (SourceKind.REGISTER, SourceKind.SURVEY)

    @property
    def published(self) -> bool:
        """Whether its figures are published ones: statistics, or open data of places."""
        return self.kind is SourceKind.OFFICIAL or (
            self.kind is SourceKind.AREA and not self.licence.startswith(CLOSED)
        )

    @property
    def judged(self) -> bool:
        """Whether deliveries pass a contract into facts (all but published statistics)."""
        return self.kind is not SourceKind.OFFICIAL

    @property
    def identified(self) -> bool:
        """Whether deliveries carry personal identity codes."""
        return any(c.kind is Kind.PERSON for t in self.tables for c in t.columns)

    @property
    def keyed(self) -> bool:
        """Whether deliveries carry ids that leave the border as keyed numbers only."""
        return any(c.kind in KEYED for t in self.tables for c in t.columns)

    def format_of(self, table: Table) -> Format:
        """The format that a table comes in."""
        return table.format or self.format

    def table(self, name: str) -> Table:
        """The table of that name; KeyError if there is none."""
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(f"source {self.id} has no table {name}")
