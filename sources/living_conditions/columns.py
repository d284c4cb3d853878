"""Columns that the files of the living conditions survey have in common, and lists of answers."""

from __future__ import annotations

from sources.declarations import Column, Kind
from sources.survey_columns import scale

DOES_NOT_KNOW = "99"

AFFORDS = {"1": "yes", "2": "cannot_afford", "3": "other_reason"}
ARREARS = {"1": "once", "2": "twice_or_more", "3": "no"}


def year(original: str) -> Column:
    """The survey's year, under the file's own name for it."""
    return Column("year", original, Kind.INTEGER, "Year of the survey", minimum=2004, maximum=2100)


def country(original: str) -> Column:
    """The country, Finland alone."""
    return Column("country", original, Kind.CODE, "Country of the survey", codes={"FI": "SSS"})


def household(original: str) -> Column:
    """A household's id."""
    return Column("household", original, Kind.RECORD, "Household id within the year")


def person(original: str) -> Column:
    """A person's id."""
    return Column("person_id", original, Kind.RECORD, "Person id within the year")


def wellbeing(name: str, original: str, low: int, high: int, description: str) -> Column:
    """An answer on a scale of the wellbeing items; 99 is no answer."""
    return scale(name, original, low, high, description, missing=(DOES_NOT_KNOW,))
