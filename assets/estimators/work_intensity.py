"""Work intensity of households (method M8): months worked of those that could have been worked."""

from __future__ import annotations

import numpy as np

from assets.estimators.arrays import Booleans, Floats, Keys, group_sums

VERY_LOW = 0.2
TIE = 1e-9  # a fifth exactly, through the rounding of floats
YEAR = 12.0
FULL_WEEK = 35.0  # hours from which a part-time month counts whole
HOURS_UNKNOWN = 0.5  # a part-time month of someone whose hours nobody knows (any more)
WORKING_AGE = (18, 64)
LAST_STUDENT_AGE = 24
EARLY_EXIT_AGE = 60
OLD_AGE = 65


def months_worked(full_time: Floats, part_time: Floats, hours: Floats) -> Floats:
    """Months of full-time work in the year: part-time months by usual weekly hours.

    All by person; `hours` NaN where not known: such a month counts half. NaN where `full_time`
    or `part_time` is.
    """
    part = np.where(np.isnan(hours), HOURS_UNKNOWN, np.minimum(hours / FULL_WEEK, 1.0))
    worked: Floats = full_time + part_time * part
    return worked


def counts_for_work(
    age: Floats,
    student: Booleans,
    retired: Booleans,
    own_pension: Booleans,
    inactive: Booleans,
    lives_on_pensions: Booleans,
) -> Booleans:
    """Who could have worked: aged 18 to 64, but for the students and pensioners among them.

    Out are students of 18 to 24, the retired, whoever gets a pension other than a survivor's, and
    the inactive of 60 to 64 in households that live on pensions. Eurostat's definition of 2021.
    """
    first, last = WORKING_AGE
    early = (age >= EARLY_EXIT_AGE) & inactive & lives_on_pensions
    out = (student & (age <= LAST_STUDENT_AGE)) | retired | own_pension | early
    return np.asarray((age >= first) & (age <= last) & ~out, dtype=np.bool_)


def work_intensity(household: Keys, counted: Booleans, worked: Floats) -> Floats:
    """Months worked of those that the household's counted members could have, for every member.

    NaN where nobody is counted, or where the months of one who is aren't known.
    """
    names, number = np.unique(household, return_inverse=True)
    number = number.astype(np.int64)
    months = group_sums(number, np.where(counted, worked, 0.0), names.size)
    possible = YEAR * group_sums(number, counted.astype(np.float64), names.size)
    with np.errstate(invalid="ignore", divide="ignore"):
        intensity: Floats = (months / possible)[number]
    return intensity


def very_low(household: Keys, age: Floats, counted: Booleans, worked: Floats) -> Floats:
    """1 for persons under 65 in a household whose intensity is at most a fifth, else 0.

    0 where nobody in the household is counted, and for everybody from 65 on; NaN where months of
    a counted member aren't known.
    """
    intensity = work_intensity(household, counted, worked)
    names, number = np.unique(household, return_inverse=True)
    there = group_sums(number.astype(np.int64), counted.astype(np.float64), names.size) > 0
    young = age < OLD_AGE
    low = np.where(np.isnan(intensity), np.nan, (intensity <= VERY_LOW + TIE).astype(np.float64))
    found: Floats = np.where(there[number] & young, low, 0.0)
    return found
