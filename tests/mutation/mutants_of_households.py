"""The mutants of work intensity: who is counted, how months are, where the line lies."""

from __future__ import annotations

from mutants import Mutant

_SPEC = "test_work_intensity_spec"
_COUNTS = "test_students_pensioners_and_early_leavers_on_pensions_could_not_have_worked"
_SHARED = "test_the_household_shares_what_its_counted_members_worked"
_MONTHS = "test_part_time_months_count_by_hours_and_half_where_nobody_knows_them"


def _mutant(name: str, old: str, new: str, check: str) -> Mutant:
    return Mutant(name, "work_intensity", old, new, _SPEC, check)


MUTANTS = (
    _mutant("the ages of the former definition", "(18, 64)", "(18, 59)", _COUNTS),
    _mutant("from 16", "(18, 64)", "(16, 64)", _COUNTS),
    _mutant("students of any age", "student & (age <= LAST_STUDENT_AGE)", "student", _COUNTS),
    _mutant("pensioners count", " | own_pension", "", _COUNTS),
    _mutant("the retired count", " | retired", "", _COUNTS),
    _mutant("early leavers from 55", "EARLY_EXIT_AGE = 60", "EARLY_EXIT_AGE = 55", _COUNTS),
    _mutant("all inactive of 60", " & inactive & lives_on_pensions", " & inactive", _COUNTS),
    _mutant("all of 60 by pensions", " & inactive & lives", " & lives", _COUNTS),
    _mutant("below a fifth", "intensity <= VERY_LOW + TIE", "intensity < VERY_LOW - TIE", _SHARED),
    _mutant("a quarter", "VERY_LOW = 0.2", "VERY_LOW = 0.25", _SHARED),
    _mutant("the old too", "there[number] & young", "there[number]", _SHARED),
    _mutant(
        "unknown months are none",
        "np.where(counted, worked, 0.0)",
        "np.where(counted, np.nan_to_num(worked), 0.0)",
        _SHARED,
    ),
    _mutant(
        "everybody's months", "np.where(counted, worked, 0.0)", "np.nan_to_num(worked)", _SHARED
    ),
    _mutant("part-time is whole", "full_time + part_time * part", "full_time + part_time", _MONTHS),
    _mutant(
        "long weeks count more", "np.minimum(hours / FULL_WEEK, 1.0)", "hours / FULL_WEEK", _MONTHS
    ),
    _mutant("a week of 40", "FULL_WEEK = 35.0", "FULL_WEEK = 40.0", _MONTHS),
)
