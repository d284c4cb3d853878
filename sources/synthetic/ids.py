"""Identifiers that can't be anyone's: personal identity codes, dwellings, payers.

Personal identity codes carry individual numbers 900–999 only, which are never issued. The check
character is `TABLE[int(ddmmyy + nnn) mod 31]`; the sign tells the century and is not in the sum.
Each birth date has six signs a century and a hundred numbers a sign. Most persons get the first
sign; about one in eight gets a later one, so that every sign occurs in small populations too.
Building ids begin with 9 (mod-31 check as well); payer ids carry a check digit that is wrong.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sources.errors import VarantoError

TABLE = "0123456789ABCDEFHJKLMNPRSTUVWXY"
SIGNS = {18: "+", 19: "-YXWVU", 20: "ABCDEF"}

Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.bytes_]

_TABLE = np.frombuffer(TABLE.encode(), dtype=np.uint8)
_ZERO = ord("0")
_EPOCH = np.datetime64("1900-01-01")
_PER_SIGN = 50  # numbers a sign and sex: odd for men, even for women, as still issued


def days(dates: npt.NDArray[np.datetime64]) -> Ints:
    """Days since 1 January 1900 of an array of dates."""
    return (dates.astype("datetime64[D]") - _EPOCH).astype(np.int64)


def calendar(day: Ints) -> tuple[Ints, Ints, Ints]:
    """(year, month, day of month) of days since 1 January 1900."""
    date = _EPOCH + day.astype("timedelta64[D]")
    year = date.astype("datetime64[Y]").astype(np.int64) + 1970
    month = date.astype("datetime64[M]").astype(np.int64) % 12 + 1
    of_month = (date - date.astype("datetime64[M]")).astype(np.int64) + 1
    return year, month, of_month


def day_of(year: int, month: int = 1, of_month: int = 1) -> int:
    """Days from 1 January 1900 to a date."""
    date = np.datetime64(f"{year:04d}-{month:02d}-{of_month:02d}")
    return int((date - _EPOCH).astype(np.int64))


def _put(text: npt.NDArray[np.uint8], at: int, width: int, number: Ints) -> None:
    """Write `number` with leading zeros into the columns at … at + width − 1."""
    rest = number.copy()
    for column in range(at + width - 1, at - 1, -1):
        text[:, column] = _ZERO + rest % 10
        rest //= 10


def as_bytes(text: npt.NDArray[np.uint8]) -> Bytes:
    """Rows of characters as fixed-width byte strings."""
    return np.ascontiguousarray(text).view(f"S{text.shape[1]}").ravel()


def check_character(ddmmyy: str, number: str) -> str:
    """The check character for the six date digits and the individual number."""
    return TABLE[int(ddmmyy + number) % 31]


def personal(day: Ints, male: npt.NDArray[np.bool_], rank: Ints) -> Bytes:
    """Identity codes for birth days; `rank` counts persons of the same birth date and sex from 0.

    A VarantoError when a birth date has run out of numbers (248 a sex).
    """
    if rank.size and int(rank.max()) >= 248:
        raise VarantoError(
            "more persons were born on one day than there are numbers for; use fewer --persons"
        )
    year, month, of_month = calendar(day)
    shifted = rank + day % 8  # where in the row of signs a date begins
    block, place = shifted // 8, shifted % 8
    sign = np.where(place < 7, 0, 1 + (block + day) % 5)
    index = np.where(place < 7, block * 7 + place, block // 5)
    late = shifted >= 56  # the first sign is full: the others take over, past what they gave out
    sign = np.where(late, 1 + (shifted - 56) % 5, sign)
    index = np.where(late, 2 + (shifted - 56) // 5, index)
    number = 900 + 2 * ((index * 7 + day) % _PER_SIGN) + male
    signs = np.frombuffer("".join(SIGNS[c] for c in (19, 20)).encode(), dtype=np.uint8)
    text = np.empty((len(day), 11), dtype=np.uint8)
    _put(text, 0, 2, of_month)
    _put(text, 2, 2, month)
    _put(text, 4, 2, year % 100)
    text[:, 6] = signs[np.where(year >= 2000, 6, 0) + sign]
    _put(text, 7, 3, number)
    digits = ((of_month * 100 + month) * 100 + year % 100) * 1000 + number
    text[:, 10] = _TABLE[digits % 31]
    return as_bytes(text)


class Ranks:
    """Counts persons given out per birth date and sex, over the whole run."""

    def __init__(self, last_year: int) -> None:
        self._given = np.zeros((day_of(last_year + 1) + 1) * 2, dtype=np.int64)

    def take(self, day: Ints, male: npt.NDArray[np.bool_]) -> Ints:
        """The next rank of each person's birth date and sex."""
        key = day * 2 + male
        order = np.argsort(key, kind="stable")
        ordered = key[order]
        first = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]) if len(key) else order
        size = np.diff(np.r_[first, len(key)])
        rank = np.empty(len(key), dtype=np.int64)
        rank[order] = np.arange(len(key)) - np.repeat(first, size) + self._given[ordered]
        self._given[ordered[first]] += size
        return rank


def buildings(number: Ints) -> Bytes:
    """Building ids (rakennustunnus, 10 characters) of running numbers from 0."""
    text = np.empty((len(number), 10), dtype=np.uint8)
    digits = 900_000_000 + 76 + number
    _put(text, 0, 9, digits)
    text[:, 9] = _TABLE[digits % 31]
    return as_bytes(text)


def dwellings(building: Ints, within: Ints) -> Bytes:
    """Dwelling ids (asuinpaikantunnus, 16 characters) by building and running number in it.

    A building id, the dwelling's letter and number, and a blank where a shared dwelling has its
    letter.
    """
    text = np.empty((len(building), 16), dtype=np.uint8)
    text[:, :10] = buildings(building).view(np.uint8).reshape(-1, 10)
    text[:, 10] = ord("1")
    text[:, 11] = ord("A") + building % 6
    _put(text, 12, 3, within + 1)
    text[:, 15] = ord(" ")
    return as_bytes(text)


def payers(number: Ints) -> Bytes:
    """Business-id-like payer ids (1234567-8) whose check digit is always wrong."""
    digits = 9_000_000 + number % 1_000_000
    total = np.zeros(len(number), dtype=np.int64)
    rest = digits.copy()
    for weight in (2, 4, 8, 5, 10, 9, 7):  # the official weights, from the last digit
        total += rest % 10 * weight
        rest //= 10
    right = (11 - total % 11) % 11  # 10: a number that is never issued
    text = np.empty((len(number), 9), dtype=np.uint8)
    _put(text, 0, 7, digits)
    text[:, 7] = ord("-")
    _put(text, 8, 1, (right + 1) % 10)
    return as_bytes(text)
