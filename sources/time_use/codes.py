"""Activities of the time use diaries: codes of the harmonised European list (HETUS)."""

from __future__ import annotations

from collections.abc import Mapping

_GROUPS: Mapping[str, tuple[str, ...]] = {
    "personal_care": ("000", "030", "031", "039"),
    "sleep": ("010", "011", "012"),
    "eating": ("020", "021"),
    "employment": ("100", "110", "111", "120", "121", "129"),
    "study": ("200", "210", "211", "212", "220", "221"),
    "household_unspecified": ("300",),
    "food": ("310", "311", "312", "313", "314"),
    "upkeep": ("320", "321", "322", "323", "324", "329"),
    "textiles": ("330", "331", "332", "333", "339"),
    "garden_and_pets": ("340", "341", "342", "343", "344", "349"),
    "construction_and_repairs": ("350", "351", "352", "353", "354", "359"),
    "shopping_and_services": ("360", "361", "362", "363", "369"),
    "household_management": ("370", "371"),
    "childcare": ("380", "381", "382", "383", "384", "389"),
    "care_of_adults": ("390", "391", "392", "399"),
    "volunteering_unspecified": ("400",),
    "organisational_work": ("410", "411", "412", "419"),
    "help_to_other_households": (
        *("420", "421", "422", "423", "424", "425", "426", "427", "428", "429"),
    ),
    "participation": ("430", "431", "432", "439"),
    "social_life": ("500", "510", "511", "512", "513", "514", "519"),
    "culture": ("520", "521", "522", "523", "524", "525", "529"),
    "resting": ("530", "531"),
    "sports_and_outdoors": ("600", "610", "611", "612", "619", "620", "621", "630", "631"),
    "hobbies": ("700", "710", "711", "712", "719", "720", "721", "722"),
    "games": ("730", "731", "732", "733", "734", "739"),
    "mass_media": ("800", "810", "811", "812", "819", "820", "821", "830", "831"),
    "travel": ("900", "910", "920", "930", "936", "938", "939", "940", "950", "960", "970", "980"),
    "unspecified": ("995", "998", "999"),
}

ACTIVITIES: Mapping[str, str] = {code: code for codes in _GROUPS.values() for code in codes}
"""The codes that a slot may have. First digits: 0 personal care, 1 employment, 2 study, 3 household
and family care, 4 volunteering and help, 5 social life, 6 sports, 7 hobbies, 8 mass media, 9 travel
and the rest."""


def _beginning(*digits: str) -> tuple[str, ...]:
    return tuple(code for code in ACTIVITIES if code.startswith(digits))


HOUSEHOLD_AND_FAMILY = _beginning("3")
"""Household and family care."""

VOLUNTEERING = _beginning("40", "41")
"""Work for an organisation; meetings and religion (43x) are no work."""

HELP = _beginning("42")
"""Help that a household gives another."""
