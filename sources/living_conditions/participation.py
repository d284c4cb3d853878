"""Columns of the module on social and cultural participation (SCP), asked every sixth year.

Codes are those of the module of 2022. In other years the columns don't come at all, or empty.
"""

from __future__ import annotations

from dataclasses import replace

from sources.declarations import Column
from sources.survey_columns import answer

_TIMES = {"1": "at_most_3_times", "2": "over_3_times"}
_REASONS = {"3": "cannot_afford", "4": "no_interest", "5": "none_nearby", "6": "no_time"}
_LIVE = _TIMES | _REASONS | {"7": "other_reason"}
_ON_SCREEN_TOO = _TIMES | _REASONS | {"7": "on_screen", "8": "other_reason"}

_OFTEN = {
    "1": "daily",
    "2": "weekly",
    "3": "several_times_a_month",
    "4": "monthly",
    "5": "yearly",
    "6": "never",
    "99": "has_none",  # no relatives, or no friends: an answer, and not a weekly one
}

_VOLUNTEERS = {
    "1": "charity",
    "2": "culture",
    "3": "sport",
    "4": "religion",
    "5": "other_organisation",
    "6": "no",
}

PARTICIPATION: tuple[Column, ...] = tuple(
    replace(column, may_be_absent=True)
    for column in (
        answer("cinema", "PS010", _ON_SCREEN_TOO, "Went to the cinema in 12 months, or why not"),
        answer("performances", "PS020", _LIVE, "Went to live performances, or why not"),
        answer("cultural_sites", "PS030", _LIVE, "Visited cultural sites, or why not"),
        answer("sport_events", "PS040", _ON_SCREEN_TOO, "Went to sport events, or why not"),
        answer("sees_kin", "PS050", _OFTEN, "How often together with relatives"),
        answer("sees_friends", "PS060", _OFTEN, "How often together with friends"),
        answer("contacts_kin", "PS070", _OFTEN, "How often in contact with relatives"),
        answer("contacts_friends", "PS080", _OFTEN, "How often in contact with friends"),
        answer(
            "formal_volunteering",
            "PS110",
            _VOLUNTEERS,
            "Unpaid work for or through an organisation in 12 months, of which kind",
        ),
    )
)
