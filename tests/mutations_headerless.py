"""Ways in which a result file of an election goes wrong: without a header, places are all."""

from __future__ import annotations

import random

from mutations import CANARY, TEXT, Mutate, cells, lines, zipped

CANDIDATE_FIELDS, AREA_FIELDS = 45, 114
NAME = "kv-2021_teat_maa.csv"
_AREA = {
    1: "K", 2: "07", 3: "837", 4: "A", 5: "001A", 10: CANARY, 14: "110", 15: "45", 17: "100",
    37: "30", 39: "41", 41: "71", 47: "70", 74: "20210616160757",
}  # fmt: skip


def row(given: dict[int, str], fields: int) -> bytes:
    """A row with these cells, counted from 1; the ministry ends it with a semicolon too."""
    text = ";".join(given.get(at, "") for at in range(1, fields + 1)) + ";"
    return text.encode("iso-8859-1")


def candidate(nth: int) -> bytes:
    """A good row. Its party is read and may be any text, its names are never read."""
    return row(
        {
            1: "K", 2: "07", 3: "837", 4: "K", 5: "****", 12: f"{CANARY}{nth}", 15: str(nth + 1),
            18: f"{CANARY}x{nth}", 19: f"{CANARY}y{nth}", 20: "2", 21: "44", 33: "5", 34: "6",
            35: "11", 39: "1", 45: "20210616160757",
        },
        CANDIDATE_FIELDS,
    )  # fmt: skip


GOOD = b"".join(candidate(n) + b"\r\n" for n in range(1, 41))


def counted(content: bytes) -> dict[str, int]:
    """Rows of the file: its lines with anything in them."""
    return {"municipal_candidates": sum(1 for line in content.splitlines() if line)}


def _all(change: Mutate) -> Mutate:
    """The same change in every row."""
    return lines(lambda text, rng: [change(line, random.Random(0)) for line in text])


def _at(rng: random.Random) -> int:
    return rng.randrange(CANDIDATE_FIELDS)


def _added(table: list[list[bytes]], rng: random.Random) -> list[list[bytes]]:
    at = _at(rng)
    return [[*r[:at], b"", *r[at:]] for r in table]


def _dropped(table: list[list[bytes]], rng: random.Random) -> list[list[bytes]]:
    at = _at(rng)
    return [[*r[:at], *r[at + 1 :]] for r in table]


def _shifted(table: list[list[bytes]], rng: random.Random) -> list[list[bytes]]:
    """One field leaves its place and another comes in elsewhere: as many fields as before."""
    gone, new = _at(rng), _at(rng)
    rest = [[*r[:gone], *r[gone + 1 :]] for r in table]
    return [[*r[:new], b"", *r[new:]] for r in rest]


def _some_shifted(table: list[list[bytes]], rng: random.Random) -> list[list[bytes]]:
    for r in rng.sample(table, 5):
        r[:] = [b"", *r] if rng.random() < 0.5 else r[1:]
    return table


def _cell(*texts: bytes) -> Mutate:
    def change(table: list[list[bytes]], rng: random.Random) -> list[list[bytes]]:
        rng.choice(table)[_at(rng)] = rng.choice(texts)
        return table

    return cells(change)


def _areas(fields: int = AREA_FIELDS) -> list[bytes]:
    return [row(_AREA | {5: f"{n:03d}A"}, fields) for n in range(1, 41)]


def _letter(letters: bytes, share: float) -> Mutate:
    """Records of another kind of election, all or some of them."""
    return lines(
        lambda t, r: [bytes([r.choice(letters)]) + x[1:] if r.random() < share else x for x in t]
    )


def _headed(text: list[bytes], rng: random.Random) -> list[bytes]:
    from sources.elections.fields import CANDIDATE_FIELDS as NAMES

    names = ";".join(NAMES).encode("iso-8859-1")
    return [rng.choice((names, names.upper(), names + b";", b"a;b;c")), *text]


_SHARED = (
    "as it should be", "cut off", "bits flipped", "noise inserted", "lines in any order",
    "rows twice", "empty", "blank lines", "line ends alone", "UTF-8", "UTF-8 with mark", "UTF-16",
    "UTF-32", "EBCDIC", "CR", "mixed line ends", "NUL", "quote", "quotes", "backslash and controls",
    "gigantic field", "other delimiter", "delimiter in some lines",
)  # fmt: skip
"""What goes wrong with any text."""

HEADERLESS: dict[str, Mutate] = {
    **{kind: TEXT[kind] for kind in _SHARED},
    "LF alone": lambda c, _: c.replace(b"\r\n", b"\n"),
    "no semicolon at the ends": _all(lambda line, _: line.rstrip(b"\r").removesuffix(b";")),
    "fields in another order": cells(
        lambda t, r: [[x[i] for i in o] for o in [r.sample(range(45), 45)] for x in t]
    ),
    "field more": cells(_added),
    "field less": cells(_dropped),
    "fields shifted": cells(_shifted),
    "some rows shifted": cells(_some_shifted),
    "one row alone": lines(lambda t, _: t[:1]),
    "a header": lines(_headed),
    "a header within": lines(lambda t, r: [*t[:9], *_headed(t[9:], r)]),
    "records of areas": lambda _, __: b"\n".join(_areas()),
    "records of areas, cut to the width": lambda _, __: b"\n".join(_areas(CANDIDATE_FIELDS)),
    "records of both kinds": lines(lambda t, r: [*t, *_areas()[: r.choice((3, 40))]]),
    "records of another election": _letter(b"EUPM", 1),
    "some records of another election": _letter(b"EUPM", 0.2),
    "two elections in one file": lambda c, r: c + _letter(b"E", 1)(c, r),
    "formula": _cell(b"=1+1", b"@SUM(A1)", b"+cmd|' /C calc'!A0", b"-2+3", b'=HYPERLINK("x")'),
    "odd numbers": _cell(b"1e400", b"NaN", b"-inf", b"9" * 400, b"1.234,5", b"0x10", b"1_0"),
    "odd areas": _cell(b"999", b"***", b"**", b"X", b"000", b"1", b"001"),
    "words for nothing": _cell(b"NULL", b"N/A", b".", b"-", b" ", b"\xa0"),
    "a program": _cell(b"'; drop table facts; --", b"{{7*7}}", b"$(id)", b"../../x", b"%s%n"),
    "Windows letters": _cell(b"\x80\x93\x9f", b"\x85"),
    "summary at the end": lines(lambda t, r: [*t, r.choice((b"40 rows", b";" * 45, b"\x1a"))]),
}
HEADERLESS_ZIPPED: dict[str, Mutate] = {
    "as it should be": lambda c, _: zipped((NAME, c)),
    "cut off": lambda c, r: TEXT["cut off"](zipped((NAME, c)), r),
    "bits flipped": lambda c, r: TEXT["bits flipped"](zipped((NAME, c)), r),
    "areas and candidates in one": lambda c, _: zipped((NAME, c), ("a.csv", b"\n".join(_areas()))),
    "bomb": lambda c, _: zipped((NAME, c + b"0" * (8 << 20))),
    "inside shifted": lambda c, r: zipped((NAME, HEADERLESS["fields shifted"](c, r))),
}
