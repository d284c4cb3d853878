"""Ways in which a GTFS archive goes wrong: its members, the zip around them, the names within."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable, Mapping

from mutations import CANARY, TEXT, Mutate, cut, flip, noise, recoded, zipped

Members = dict[str, bytes]
"""A member's name → its content, in the archive's order."""

NAME = "gtfs_2023.zip"
_LINES: Mapping[str, list[str]] = {
    "stops.txt": [
        "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station",
        *(f"P{n},{CANARY}{n},60.{n:03d},24.9,0," for n in range(1, 21)),
    ],
    "routes.txt": [
        "route_id,route_short_name,route_type",
        *(f"L{n},{CANARY}x{n},3" for n in range(1, 5)),
    ],
    "trips.txt": [
        "route_id,service_id,trip_id",
        *(f"L{n % 4 + 1},arki,T{n}" for n in range(1, 11)),
    ],
    "stop_times.txt": [
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type",
        *(f"T{t},7:0{s}:00,7:0{s}:00,P{s},{s},0" for t in range(1, 11) for s in range(1, 6)),
    ],
    "calendar.txt": [
        "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date",
        "arki,1,1,1,1,1,0,0,20230801,20231231",
    ],
    "calendar_dates.txt": ["service_id,date,exception_type", "arki,20231206,2"],
    "agency.txt": ["agency_id,agency_name", f"1,{CANARY}agency"],
}
GOOD_MEMBERS: Members = {n: ("\n".join(t) + "\n").encode() for n, t in _LINES.items()}
READ = tuple(n for n in GOOD_MEMBERS if n != "agency.txt")
NEEDED = READ[:4]
GOOD = zipped(*GOOD_MEMBERS.items())


def counted(content: bytes) -> dict[str, int]:
    """Rows of each table, by another reading of the archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name.removesuffix(".txt"): max(
                sum(1 for x in archive.read(name).splitlines() if x) - 1, 0
            )
            for name in READ
            if name in archive.namelist()
        }


def within(change: Mutate, *names: str) -> Mutate:
    """That change in one of the members that are read."""

    def mutate(_: bytes, rng: random.Random) -> bytes:
        name = rng.choice(names or READ)
        return zipped(*(GOOD_MEMBERS | {name: change(GOOD_MEMBERS[name], rng)}).items())

    return mutate


def _members(change: Callable[[Members, random.Random], Members]) -> Mutate:
    return lambda _, rng: zipped(*change(dict(GOOD_MEMBERS), rng).items())


def _without(*names: str) -> Mutate:
    def change(members: Members, rng: random.Random) -> Members:
        del members[rng.choice(names)]
        return members

    return _members(change)


def _renamed(*changes: Callable[[str], str]) -> Mutate:
    """One member that is needed has another name."""

    def change(members: Members, rng: random.Random) -> Members:
        name, rename = rng.choice(NEEDED), rng.choice(changes)
        return {rename(n) if n == name else n: text for n, text in members.items()}

    return _members(change)


def _with(*more: tuple[str, bytes]) -> Mutate:
    """One more member."""
    return lambda _, rng: zipped(*GOOD_MEMBERS.items(), rng.choice(more))


def _twice(_: bytes, rng: random.Random) -> bytes:
    name = rng.choice(READ)
    return zipped(*GOOD_MEMBERS.items(), (name, GOOD_MEMBERS[name] if rng.random() < 0.5 else b""))


def _linked(_: bytes, rng: random.Random) -> bytes:
    """A member is a symbolic link, as zip has it: its content says where to."""
    out, name = io.BytesIO(), rng.choice(NEEDED)
    with zipfile.ZipFile(out, "w") as archive:
        for member, text in GOOD_MEMBERS.items():
            info = zipfile.ZipInfo(member)
            if member == name:
                info.create_system, info.external_attr = 3, 0o120777 << 16
            archive.writestr(info, b"/etc/passwd" if member == name else text)
    return out.getvalue()


def _patched(name: str, at: int, local_at: int, form: str, *values: int) -> Mutate:
    """A field of the member's entry in the directory, or in its own header, says another thing.

    `at`, `local_at`: where the field is in either; -1 leaves that one as it is.
    """

    def mutate(content: bytes, rng: random.Random) -> bytes:
        out, value = bytearray(content), rng.choice(values)
        central = content.rfind(b"PK\x01\x02", 0, content.rfind(name.encode()))
        local = content.find(b"PK\x03\x04", content.find(name.encode()) - 30)
        for start, field in ((central, at), (local, local_at)):
            if field >= 0:
                struct.pack_into(form, out, start + field, value)
        return bytes(out)

    return mutate


def _either(*mutations: Mutate) -> Mutate:
    return lambda content, rng: rng.choice(mutations)(content, rng)


_LOCKED = _patched("stops.txt", 8, 6, "<H", 1)
_SIZES = _either(
    _patched("stop_times.txt", 24, -1, "<I", 10, 2**31, 2**32 - 2),
    _patched("stops.txt", 24, 22, "<I", 10, 2**31),
    _patched("stops.txt", 20, -1, "<I", 10, 2**31),
)
_PLACES = _patched("stops.txt", 42, -1, "<I", 7, 100, 2**31, 2**32 - 2)
_CHECKSUM = _patched("stop_times.txt", 16, -1, "<I", 1)
_OTHER_NAME = _patched("stops.txt", -1, 30, "<B", 0x58, 0)
_METHOD = _patched("routes.txt", 10, -1, "<H", 1, 12, 14, 95, 99)


def _commented(content: bytes, _: random.Random) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = b"PK\x05\x06" + b"x" * 60
    return out.getvalue()


def _many(_: bytes, rng: random.Random) -> bytes:
    return zipped(*GOOD_MEMBERS.items(), *((f"{n}.txt", b"") for n in range(rng.choice((3, 500)))))


def _cell(*texts: bytes) -> Mutate:
    """A cell of a member below its header."""

    def mutate(content: bytes, rng: random.Random) -> bytes:
        rows = [line.split(b",") for line in content.rstrip(b"\n").split(b"\n")]
        row = rng.choice(rows[1:])
        row[rng.randrange(len(row))] = rng.choice(texts)
        return b"\n".join(b",".join(r) for r in rows) + b"\n"

    return within(mutate)


def _commas(kind: str) -> Mutate:
    """A mutation of cells, where the delimiter is a comma."""
    change = TEXT[kind]

    def mutate(content: bytes, rng: random.Random) -> bytes:
        return change(content.replace(b",", b";"), rng).replace(b";", b",")

    return within(mutate)


GTFS: dict[str, Mutate] = {
    "as it should be": lambda c, _: c,
    "cut off": cut,
    "bits flipped": flip,
    "noise inserted": noise,
    "noise before": lambda c, r: r.randbytes(40) + c,
    "noise after": lambda c, r: c + r.randbytes(40),
    "not packed": lambda _, __: GOOD_MEMBERS["stops.txt"],
    "empty": lambda _, __: b"",
    "no member": lambda _, __: zipped(),
    "needed member lacking": _without(*NEEDED),
    "other member lacking": _without("calendar.txt", "calendar_dates.txt", "agency.txt"),
    "member twice": _twice,
    "member in capitals": _renamed(str.upper, str.title),
    "members in a folder": _members(lambda m, _: {f"gtfs/{n}": t for n, t in m.items()}),
    "member leads out": _renamed(
        lambda n: f"../{n}",
        lambda n: f"../../../../tmp/{n}",
        lambda n: f"/{n}",
        lambda n: f"./{n}",
        lambda n: f"C:\\{n}",
        lambda n: f"..\\{n}",
        lambda n: f"{n}\n",
        lambda n: f"{n}/",
    ),
    "another member leads out": _with(
        ("../../out.txt", b"x"), ("/etc/cron.d/x", b"x"), ("C:\\x", b"x"), ("a\nb", b"x"),
        ("\u202etxt.spots", b"x"), ("x" * 60_000, b"x"), ("folder/", b""), ("stops.txt/x", b"x"),
    ),
    "member is a link": _linked,
    "locked": _LOCKED,
    "zip in zip": lambda c, r: zipped((r.choice((NAME, "stops.txt")), c)),
    "zip for a member": within(lambda c, _: zipped(("stops.txt", c))),
    "sizes that don't agree": _SIZES,
    "places that don't agree": _PLACES,
    "checksum that doesn't agree": _CHECKSUM,
    "names that don't agree": _OTHER_NAME,
    "packing that isn't known": _METHOD,
    "other packing": lambda _, r: zipped(
        *GOOD_MEMBERS.items(), method=r.choice((zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
    ),
    "stored": lambda _, __: zipped(*GOOD_MEMBERS.items(), method=zipfile.ZIP_STORED),
    "comment with a second end": _commented,
    "two archives in one": lambda c, _: c + c,
    "many members": _many,
    "members in another order": _members(
        lambda m, r: {n: m[n] for n in r.sample(list(m), len(m))}
    ),
    "bomb": within(lambda c, _: c + b"0" * (8 << 20)),
    "bomb of blank lines": within(lambda c, _: c + b"\n" * (8 << 20)),
    "member empty": within(lambda _, __: b""),
    "member its header alone": within(TEXT["header alone"]),
    "member cut off": within(cut),
    "member with noise": within(noise),
    "member with NUL": within(TEXT["NUL"]),
    "member with a mark": within(lambda c, _: b"\xef\xbb\xbf" + c),
    "all members with a mark": _members(
        lambda m, _: {n: b"\xef\xbb\xbf" + t for n, t in m.items()}
    ),
    "member in ISO-8859-1": within(recoded("iso-8859-1"), "stops.txt"),
    "member in UTF-16": within(recoded("utf-16")),
    "member with CRLF": within(TEXT["CRLF"]),
    "member with CR": within(TEXT["CR"]),
    "member without header": within(TEXT["no header"]),
    "member with its header twice": within(TEXT["header twice"]),
    "member of another": lambda _, r: zipped(
        *(GOOD_MEMBERS | {r.choice(NEEDED): GOOD_MEMBERS["calendar.txt"]}).items()
    ),
    "columns in another order": _commas("columns in another order"),
    "column lacking": _commas("column lacking"),
    "column twice": _commas("column twice"),
    "ragged rows": _commas("more columns"),
    "rows twice": within(TEXT["rows twice"], "stops.txt", "stop_times.txt"),
    "quotes": within(TEXT["quotes"]),
    "gigantic field": within(TEXT["gigantic field"]),
    "formula": _cell(b"=1+1", b"@SUM(A1)", b"+cmd|' /C calc'!A0", b'=HYPERLINK("x")'),
    "odd numbers": _cell(b"1e400", b"NaN", b"-inf", b"9" * 400, b"0x10", b"1_0"),
    "odd times": _cell(b"99:99:99", b"-1:00:00", b"20230230", b"00000000", b"7.15"),
}  # fmt: skip
