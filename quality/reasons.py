"""What a reason code of the quarantine means, in the words of the one who sent the data."""

from __future__ import annotations

from collections.abc import Mapping

from sources.declarations import Source

REASONS: Mapping[str, str] = {
    "missing": "The field must have a value and is empty.",
    "not_a_number": "The field must hold a number and holds something else.",
    "not_a_date": "The field must hold a date in the agreed form and holds something else.",
    "not_a_moment": "The field must hold a date and time in the agreed form and holds something "
    "else.",
    "ambiguous_number": "The number can be read in two ways (1.234: thousands, or decimals?).",
    "ambiguous_date": "The date can be read in two ways (03/02: March, or February?).",
    "ambiguous_moment": "The date and time can be read in two ways.",
    "unknown_code": "The code is not in the agreed code list.",
    "out_of_range": "The number is outside what is possible for the field.",
    "bad_pattern": "The text is not of the agreed form.",
    "duplicate": "The row repeats the key of an earlier row; the first one was taken.",
    "orphan": "The row belongs to a row of another table that did not come.",
    "parent_quarantined": "The row itself is good; the row that it belongs to is not. It comes "
    "along when that one is mended.",
    "other_year": "The row is of another year than the delivery: send it with that year's.",
    "nothing_to_remove": "The row is to be removed, and no row of that key is in force.",
    "malformed_row": "The line has more or fewer fields than the header.",
    "malformed_document": "The document is no sound JSON, or not of the agreed shape.",
    "duplicate_name": "A name stands twice in one object of the document, and one value too many.",
    "too_deep": "The document nests deeper than any of its kind.",
    "hetu_bad_check": "The personal identity code's check character does not agree.",
    "hetu_bad_date": "The personal identity code holds a date that does not exist.",
    "hetu_bad_format": "The personal identity code is not of the form of one.",
    "hetu_future": "The personal identity code holds a date that has not come yet.",
    "hetu_temporary": "The personal identity code is a temporary one (900–999): such a person "
    "is not in the population register.",
    "hetu_not_synthetic": "This home holds invented persons only, and the code could be a real "
    "person's.",
}
"""Reason code → explanation, for the reasons that every source shares."""


def explanation(source: Source, table: str, reason: str) -> str:
    """The sentence of a source's own rule, or that of a shared reason."""
    for declared in source.tables:
        if declared.name == table:
            for rule in declared.rules:
                if rule.name == reason:
                    return rule.explanation
    return REASONS.get(reason, "The row breaks a rule of the contract.")
