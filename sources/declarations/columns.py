"""`Column`: what is said about one field of a delivered table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import polars as pl


class Kind(StrEnum):
    """What a field holds, and so how it is read and what it becomes in the facts."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"  # integer units of 1e-4 EUR: exact sums, and ratios right to 1e-9
    DATE = "date"
    MOMENT = "moment"  # a date with its time of day, by the clock where it happened
    CODE = "code"  # a closed list; canonical codes in the facts
    PERSON = "person"  # a personal identity code outside, a person number inside
    DWELLING = "dwelling"  # a dwelling id outside, a keyed 63-bit number inside
    BUILDING = "building"  # a building id (or a dwelling id, which begins with it), a number inside
    IDENTIFIER = "identifier"  # another id that could lead to a person outside, a number inside
    RECORD = "record"  # a row's or respondent's own id within the delivery


class UnknownCode(StrEnum):
    """What a code outside the list means."""

    QUARANTINE = "quarantine"  # a slip of the pen: that row waits
    REFUSE = "refuse"  # the classification has changed: the whole delivery waits


@dataclass(frozen=True)
class FormerName:
    """A name that a column had in deliveries for years up to and including `until`."""

    name: str
    until: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"\d{4}", self.until):
            raise ValueError(f"former name {self.name}: until is a year, as 2022")


MONEY_UNITS = 10_000
"""Units of `Kind.MONEY` in one euro."""

KEYED = (Kind.PERSON, Kind.DWELLING, Kind.BUILDING, Kind.IDENTIFIER)
"""Kinds that are text outside and a keyed number inside: accept needs the key for them."""

_FACT_TYPE: Mapping[Kind, pl.DataType] = {
    Kind.TEXT: pl.String(),
    Kind.INTEGER: pl.Int64(),
    Kind.NUMBER: pl.Float64(),
    Kind.MONEY: pl.Int64(),
    Kind.DATE: pl.Date(),
    Kind.MOMENT: pl.Datetime("us"),
    Kind.CODE: pl.String(),
    Kind.PERSON: pl.Int64(),
    Kind.DWELLING: pl.Int64(),
    Kind.BUILDING: pl.Int64(),
    Kind.IDENTIFIER: pl.Int64(),
    Kind.RECORD: pl.String(),
}


@dataclass(frozen=True)
class Column:
    """One field: the supplier's name outside, ours inside, and what a good value is.

    `original` is the supplier's own name; upper and lower case are the same there. `formerly` are
    its earlier names, each taken in deliveries for the years up to its last. With `may_be_absent`
    a file may come without the column (a module asked every sixth year), which is empty then.
    `codes` maps the supplier's codes to ours; `missing` lists texts that mean "no value".
    `date_formats` are read beside `date_format`: a text that they read differently is refused as
    ambiguous. A MOMENT's holds the time (`%d.%m.%Y %H:%M`); in a DATE's the time is midnight.
    With `incomplete_dates`, 00 for an unknown month or day reads as January or the 1st.
    `bare` texts are codes of a classification too long to list, read in upper case and without
    dots (`f32.9` → `F329`), so that each has one form in the facts.
    `special_category` fields (religion and the like) are dropped before anything is written.
    """

    name: str
    original: str
    kind: Kind
    description: str
    required: bool = True
    codes: Mapping[str, str] = field(default_factory=dict)
    unknown_code: UnknownCode = UnknownCode.QUARANTINE
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    unit: str | None = None
    date_format: str = "%d.%m.%Y"
    date_formats: tuple[str, ...] = ()
    incomplete_dates: bool = False
    missing: tuple[str, ...] = ()
    bare: bool = False
    special_category: bool = False
    formerly: tuple[FormerName, ...] = ()
    may_be_absent: bool = False

    def __post_init__(self) -> None:
        if self.may_be_absent and self.required:
            raise ValueError(f"column {self.name}: a column that may be absent isn't required")
        if (self.kind is Kind.CODE) != bool(self.codes):
            raise ValueError(f"column {self.name}: codes belong to kind CODE, and CODE needs them")
        forms = (self.date_format, *self.date_formats)
        if self.kind is Kind.MOMENT and not all("%H" in form for form in forms):
            raise ValueError(f"column {self.name}: kind MOMENT needs a time in its date_format")
        if self.bare and self.kind is not Kind.TEXT:
            raise ValueError(f"column {self.name}: bare codes are of kind TEXT")

    def names_in(self, period: str) -> tuple[str, ...]:
        """The names that the column may have in a delivery for a year, today's first."""
        return (self.original, *(f.name for f in self.formerly if period <= f.until))

    @property
    def fact_type(self) -> pl.DataType:
        """The Polars type of the column in the facts."""
        return _FACT_TYPE[self.kind]
