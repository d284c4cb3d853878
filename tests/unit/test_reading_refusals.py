"""Files that can't be read whole: one clear line, no value in it, and nothing changed."""

from __future__ import annotations

import gzip
import io
import os
import threading
import zipfile
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from border_deliveries import (
    CLIENTS,
    act,
    care,
    client,
    csv_bytes,
    deliver,
    deliver_rows,
    episode,
    facts,
    judge,
    tree,
)

from sources.declarations import CsvFormat, Format, ParquetFormat
from sources.home import Home
from sources.landing import reading, unpacking
from sources.landing.unpacking import Watched

CANARY = "Kanarialintu4711"
LATIN, UTF8 = CsvFormat(), CsvFormat(encoding="utf-8")
ROW = client(KIELI=CANARY)
GOOD = csv_bytes([ROW])
HEADER, LINE = GOOD.split(b"\n")[:2]
BIRD = CANARY.encode()
STRAY = LINE.replace(BIRD, b'"' + BIRD)


def zipped(*names: str, content: bytes = GOOD, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name in names:
            archive.writestr(name, content)
    return out.getvalue()


def locked() -> bytes:
    """A zip whose one member says that it is encrypted."""
    content = bytearray(zipped("a.csv"))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def contradicting() -> bytes:
    """A zip whose member bears another name than its directory says."""
    content = bytearray(zipped("a.csv"))
    content[content.index(b"a.csv")] = ord("b")
    return bytes(content)


def of_a_newer_kind() -> bytes:
    """A zip that says that a later version than any is needed to unpack it."""
    content = bytearray(zipped("a.csv"))
    content[content.index(b"PK\x01\x02") + 6] = 99
    return bytes(content)


def parquet(frame: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.write_parquet(out)
    return out.getvalue()


WHOLE_PARQUET = parquet(pl.DataFrame([ROW] * 50))
NOISE = os.urandom(200).hex().encode()
LACKS = "clients.csv lacks the column"
ONE_COLUMN = f"clients.csv came with one column where {len(care().tables[0].columns)} are declared"
OTHER_ENCODING = "is not in the encoding that is declared"
CUT = "is cut off or not the archive that its name says"
OPEN_QUOTE = "a quote is left open, or a value runs over a line end"
NUL = "has a NUL where text should be, the first in line "
NO_PARQUET = "is cut off or can't be read as Parquet"

CASES: dict[str, tuple[str, bytes, Format, str]] = {
    "header only": ("clients.csv", HEADER + b"\n", LATIN, "has no rows"),
    "header without line end": ("clients.csv", HEADER, LATIN, "has no rows"),
    "line ends only": ("clients.csv", b"\n\n\n", LATIN, "has no rows"),
    "header and blank lines": ("clients.csv", HEADER + b"\r\n\r\n\r\n", LATIN, "has no rows"),
    "nothing packed": ("clients.csv.gz", gzip.compress(b""), LATIN, "has no rows"),
    "other delimiter": ("clients.csv", csv_bytes([ROW], ","), LATIN, ONE_COLUMN),
    "no header": ("clients.csv", LINE + b"\n" + LINE, LATIN, LACKS),
    "column lacking": ("clients.csv", GOOD.replace(b"TULO", b"TULOT"), LATIN, f"{LACKS} TULO ("),
    "column twice": (
        "clients.csv",
        GOOD.replace(b"USKONTO", b"tulo"),
        LATIN,
        "has the column TULO more than once",
    ),
    "UTF-16": ("clients.csv", GOOD.decode().encode("utf-16"), LATIN, OTHER_ENCODING),
    "UTF-16 without mark": ("clients.csv", GOOD.decode().encode("utf-16-le"), UTF8, OTHER_ENCODING),
    "NUL": ("clients.csv", GOOD.replace(BIRD, BIRD + b"\0"), LATIN, NUL),
    "UTF-8 for ISO-8859-1": (
        "clients.csv",
        HEADER + b"\n" + LINE + b"\n" + LINE.replace(BIRD, BIRD + "ä".encode()),
        LATIN,
        OTHER_ENCODING,
    ),
    "UTF-8 mark for ISO-8859-1": ("clients.csv", b"\xef\xbb\xbf" + GOOD, LATIN, OTHER_ENCODING),
    "ISO-8859-1 for UTF-8": (
        "clients.csv",
        GOOD + LINE.replace(BIRD, BIRD + b"\xe4"),
        UTF8,
        OTHER_ENCODING,
    ),
    "ISO-8859-1 in the header": ("clients.csv", b"\xe4;" + GOOD, UTF8, OTHER_ENCODING),
    "UTF-8 cut inside a letter": ("clients.csv", GOOD + b"\xc3", UTF8, "clients.csv"),
    "truncated gzip": ("clients.csv.gz", gzip.compress(GOOD + NOISE)[:-150], LATIN, CUT),
    "damaged gzip": ("clients.csv.gz", gzip.compress(GOOD)[:-8] + b"12345678", LATIN, CUT),
    "no gzip": ("clients.csv.gz", GOOD, LATIN, CUT),
    "gzip without its name": ("clients.csv", gzip.compress(GOOD), LATIN, NUL),
    "truncated zip": ("clients.csv.zip", zipped("a.csv")[:-30], LATIN, CUT),
    "no zip": ("clients.csv.zip", GOOD, LATIN, CUT),
    "zip of two": ("clients.csv.zip", zipped("a.csv", "b.csv"), LATIN, "is a zip of 2 files"),
    "zip of names": (
        "clients.csv.zip",
        zipped(*(f"{n:0200}" for n in range(5_000)), content=b""),
        LATIN,
        "whose list of files is longer than 1 MB",
    ),
    "zip of none": ("clients.csv.zip", zipped(), LATIN, "is a zip of 0 files"),
    "zip of a folder": ("clients.csv.zip", zipped("a/"), LATIN, "is a zip of 0 files"),
    "locked zip": ("clients.csv.zip", locked(), LATIN, "is a zip under a password"),
    "zip that contradicts itself": ("clients.csv.zip", contradicting(), LATIN, CUT),
    "zip of a newer kind": ("clients.csv.zip", of_a_newer_kind(), LATIN, CUT),
    "strange zip": (
        "clients.csv.zip",
        zipped("a.csv", method=zipfile.ZIP_LZMA),
        LATIN,
        "is a zip of a kind that isn't read",
    ),
    "quote left open": (
        "clients.csv",
        b"\n".join([HEADER, LINE, LINE.replace(b"19750301", b'"19750301'), LINE, LINE]),
        LATIN,
        OPEN_QUOTE,
    ),
    "rows between two stray quotes": (
        "clients.csv",
        b"\n".join([HEADER, STRAY, LINE, LINE, STRAY]),
        LATIN,
        OPEN_QUOTE,
    ),
    "line end in quotes": (
        "clients.csv",
        b"\n".join([HEADER, LINE.replace(BIRD, b'"' + BIRD + b'\n"')]),
        LATIN,
        OPEN_QUOTE,
    ),
    "Mac line ends": ("clients.csv", GOOD.replace(b"\n", b"\r"), LATIN, "ends its lines with CR"),
    "endless field": (
        "clients.csv",
        GOOD + b"x" * 3000 + b"\n",
        LATIN,
        "can't be read as CSV with ';' in iso-8859-1",
    ),
    "endless header": ("clients.csv", b"x" * 3000, LATIN, ONE_COLUMN),
    "no Parquet": ("clients.csv", GOOD, ParquetFormat(), NO_PARQUET),
    "truncated Parquet": ("clients.csv", WHOLE_PARQUET[:-100], ParquetFormat(), NO_PARQUET),
    "damaged Parquet": (
        "clients.csv",
        WHOLE_PARQUET[:300] + b"\xff" * 400 + WHOLE_PARQUET[700:],
        ParquetFormat(),
        NO_PARQUET,
    ),
    "Parquet without rows": (
        "clients.csv",
        parquet(pl.DataFrame([ROW]).clear()),
        ParquetFormat(),
        "has no rows",
    ),
    "Parquet without a column": (
        "clients.csv",
        parquet(pl.DataFrame([ROW]).drop("TULO")),
        ParquetFormat(),
        f"{LACKS} TULO (",
    ),
}


def others(form: Format) -> dict[str, bytes]:
    """The delivery's two good files, in the format."""
    if isinstance(form, ParquetFormat):
        return {
            "episodes.csv": parquet(pl.DataFrame([episode()])),
            "acts.csv": parquet(pl.DataFrame([act()])),
        }
    return {"episodes.csv": csv_bytes([episode()]), "acts.csv": csv_bytes([act()])}


# Arrow shows its handler half a letter, fails in it, and then says so in words of its own.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("case", CASES)
def test_a_file_that_can_not_be_read_is_refused_in_one_line(
    home: Home, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    name, content, form, said = CASES[case]
    if "endless" in case:
        monkeypatch.setattr(reading, "BLOCK_BYTES", 1024)
        monkeypatch.setattr(reading, "HEADER_BYTES", 1024)
    source = care(form)
    delivery = deliver(home, {name: content, **others(form)}, source=source)
    record = judge(home, delivery, source)
    line = f"{record.why}. {record.extra['todo']}"
    assert record.status == "refused"
    assert said in record.why
    assert name in record.why
    assert record.extra["todo"].endswith("Nothing was changed.")
    assert "\n" not in line
    left = tree(home.facts, home.quarantine, home.identity, home.spool)
    assert [Path(p).name for p in left] == [f"{delivery.id}.json"]
    assert CANARY.encode() not in b"".join([line.encode(), *left.values()])


def test_where_one_column_came_the_delimiter_is_asked_for(home: Home) -> None:
    delivery = deliver(home, {"clients.csv": csv_bytes([ROW], ","), **others(LATIN)})
    assert "Is its delimiter ';'?" in judge(home, delivery).extra["todo"]


def test_a_refusal_leaves_the_last_good_delivery_in_force(home: Home) -> None:
    good = judge(home, deliver_rows(home, [client(1), client(2)]))
    before = tree(home.facts, home.quarantine, home.identity)
    bad = deliver(home, {"clients.csv": GOOD.replace(b"TULO", b"X"), **others(LATIN)})
    assert judge(home, bad).status == "refused"
    after = tree(home.facts, home.quarantine, home.identity)
    assert {k: after[k] for k in before} == before
    assert [Path(p).name for p in set(after) - set(before)] == [f"{bad.id}.json"]
    assert facts(home, good).height == 2


@pytest.mark.parametrize("packing", ["gz", "zip"])
def test_an_archive_that_unpacks_without_end_is_stopped_early(
    home: Home, monkeypatch: pytest.MonkeyPatch, packing: str
) -> None:
    monkeypatch.setattr(unpacking, "UNPACKED_ALWAYS", 1 << 20)
    monkeypatch.setattr(reading, "BLOCK_BYTES", 1 << 20)
    content = HEADER + b"\n" + (LINE.replace(CANARY.encode(), b"f" * 1000) + b"\n") * 40_000
    bomb = gzip.compress(content) if packing == "gz" else zipped("a.csv", content=content)
    assert len(content) > unpacking.UNPACKED_TIMES * len(bomb)
    taken = 0
    take = unpacking.Watched.read

    def counted(self: unpacking.Watched, size: int = -1) -> bytes:
        nonlocal taken
        chunk = take(self, size)
        taken += len(chunk)
        return chunk

    monkeypatch.setattr(unpacking.Watched, "read", counted)
    delivery = deliver(home, {f"clients.csv.{packing}": bomb, **others(LATIN)})
    record = judge(home, delivery)
    assert "which no delivery does" in record.why
    limit = max(unpacking.UNPACKED_TIMES * len(bomb), unpacking.UNPACKED_ALWAYS)
    assert taken <= limit + reading.HEADER_BYTES + reading.BLOCK_BYTES < len(content)


def test_a_parquet_file_is_unpacked_under_the_same_limit(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "UNPACKED_ALWAYS", 1 << 20)
    source = care(ParquetFormat())
    bomb = gzip.compress(b"\0" * (64 << 20))
    delivery = deliver(home, {"clients.csv.gz": bomb, **others(ParquetFormat())}, source=source)
    assert "which no delivery does" in judge(home, delivery, source).why


def test_no_archive_may_pass_the_absolute_limit(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "UNPACKED_MOST", 20)
    packed = {"clients.csv.gz": gzip.compress(GOOD), **others(LATIN)}
    assert "which no delivery does" in judge(home, deliver(home, packed)).why
    plain = deliver(home, {"clients.csv": csv_bytes([client()]), **others(LATIN)})
    assert judge(home, plain).status == "accepted"


def test_a_table_that_did_not_come_refuses_the_delivery(home: Home) -> None:
    record = judge(home, deliver(home, {"clients.csv": GOOD}))
    assert record.why == "the files of episodes, acts did not come"


def test_a_file_that_was_altered_in_landing_stops_accept(home: Home) -> None:
    from sources.errors import VarantoError

    delivery = deliver_rows(home)
    path = home.landing / "care" / delivery.id / "clients.csv"
    path.chmod(0o600)
    path.write_bytes(path.read_bytes() + LINE + b"\n")
    with pytest.raises(VarantoError, match="is not as it was received") as stop:
        judge(home, delivery)
    assert CANARY not in str(stop.value)
    assert tree(home.facts, home.identity, home.quarantine) == {}


NAMES = [
    "feed/calendar.txt", "./calendar.txt", "feed\\calendar.txt", "Calendar.TXT", " calendar.txt",
    "calendar.txt\n", "\u202ecalendar.txt",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_table_of_an_archive_is_not_left_out_for_how_its_file_is_named(
    tmp_path: Path, name: str
) -> None:
    """It may be absent; under another name it isn't."""
    path = tmp_path / "gtfs_2023.zip"
    path.write_bytes(zipped("stops.txt", name))
    with pytest.raises(unpacking.Unreadable, match=r"holds calendar\.txt in a folder"):
        unpacking.holds(path, "calendar.txt")


def test_a_file_that_is_merely_another_leaves_the_table_absent(tmp_path: Path) -> None:
    path = tmp_path / "gtfs_2023.zip"
    path.write_bytes(zipped("stops.txt", "calendar.txt/", "mycalendar.txt", "__MACOSX/._stops.txt"))
    assert not unpacking.holds(path, "calendar.txt")
    assert unpacking.holds(path, "stops.txt")


def test_a_row_alone_is_no_empty_table(home: Home) -> None:
    """A table may have no rows; a row without a header above it would be lost."""
    declared = care(tables=(replace(CLIENTS, may_be_empty=True),))
    record = judge(home, deliver(home, {"clients.csv": LINE}, source=declared), declared)
    assert record.status == "refused"
    assert "lacks the columns" in record.why
    assert CANARY not in record.why
    record = judge(home, deliver(home, {"clients.csv": HEADER}, source=declared), declared)
    assert (record.status, record.accepted) == ("accepted", 0)


def test_once_closed_a_stream_gives_nothing_and_waits_for_a_read_that_goes_on() -> None:
    began, may_go_on = threading.Event(), threading.Event()

    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            began.set()
            may_go_on.wait(5)
            return super().read(size)

    watched = Watched(Slow(b"a;b\n1;2\n"), None, "utf-8")
    ahead = threading.Thread(target=watched.read, args=(1,))
    closing = threading.Thread(target=watched.close)
    ahead.start()
    assert began.wait(5)
    closing.start()
    closing.join(0.05)
    assert closing.is_alive()  # a parser's own thread is still reading
    may_go_on.set()
    closing.join(5)
    assert not closing.is_alive()
    assert watched.read() == b""
