"""The bytes on their way to the parser: where a NUL is, and which names a zip may hold."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest
from border_deliveries import AS_OF, deliver
from mutations import zipped
from mutations_gtfs import GOOD_MEMBERS
from mutations_gtfs import NAME as GTFS_NAME

from quality.accept import Accept
from sources.home import Home
from sources.landing.encodings import surest_encoding
from sources.landing.unpacking import Unreadable, Watched, WrongEncoding, unpacked
from sources.public_transport import SOURCE as TRANSPORT

LINES = [f"row {n};väli".encode("iso-8859-1") for n in range(1, 2001)]
TEXT = b"\r\n".join(LINES) + b"\r\n"


def read_all(stream: Watched, size: int) -> None:
    while stream.read(size):
        pass


def refused_as(content: bytes, size: int) -> str:
    """Why the text is refused when it is read `size` bytes at a time."""
    stream = Watched(io.BytesIO(content), None, "iso-8859-1")
    with pytest.raises(Unreadable) as refusal:
        read_all(stream, size)
    assert "supplier" in refusal.value.todo
    return refusal.value.what


@pytest.mark.parametrize("size", [1, 7, 4096, -1])
@pytest.mark.parametrize("nth", [0, 1, 999, 1999])
def test_a_nul_is_told_with_its_line_and_byte_however_the_file_is_read(size: int, nth: int) -> None:
    at = TEXT.index(LINES[nth]) + 3
    damaged = TEXT[:at] + b"\0\0" + TEXT[at:]
    assert refused_as(damaged, size) == (
        f"has a NUL where text should be, the first in line {nth + 1:,} (byte {at + 1:,})"
    )


def test_a_run_of_nuls_at_the_end_is_told_as_one(tmp_path: Path) -> None:
    """What a disk leaves that was written to when the power went."""
    path = tmp_path / "x.csv.gz"
    path.write_bytes(gzip.compress(TEXT + b"\0" * 5000))
    with (
        unpacked(path, "iso-8859-1") as stream,
        pytest.raises(Unreadable, match=rf"line 2,001 \(byte {len(TEXT) + 1:,}\)"),
    ):
        read_all(stream, 1000)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
def test_text_of_two_and_four_bytes_a_letter_is_another_encoding_not_damage(encoding: str) -> None:
    content = TEXT.decode("iso-8859-1").encode(encoding)
    for declared in ("iso-8859-1", "utf-8"):
        with pytest.raises(WrongEncoding):
            Watched(io.BytesIO(content), None, declared).read()


def test_a_nul_is_found_after_the_encoding_was_chosen_too() -> None:
    content = TEXT + b"a\0b"
    watched = Watched(io.BytesIO(content), None, None)
    assert surest_encoding(watched, ("utf-8", "iso-8859-1")) == "iso-8859-1"
    assert "line 2,001" in refused_as(content, 4096)


OUT = [
    "../../evil.txt", "feed/../../evil.txt", "/etc/cron.d/evil", "\\\\server\\share\\evil.txt",
    "..\\evil.txt", "C:\\evil.txt", "c:evil.txt", "../stops.txt", "..", "../",
]  # fmt: skip


@pytest.mark.parametrize("name", OUT, ids=ascii)
def test_a_zip_that_would_write_elsewhere_is_refused_though_that_file_is_not_read(
    home: Home, tmp_path: Path, name: str
) -> None:
    """A feed's other files are passed over; this one tells what kind of archive it is."""
    content = zipped(*GOOD_MEMBERS.items(), (name, b"x"))
    delivery = deliver(home, {GTFS_NAME: content}, source=TRANSPORT)
    record = Accept(home, AS_OF).accept(TRANSPORT, delivery)
    assert record.status == "refused"
    assert record.why == (f"{GTFS_NAME} holds a file whose name leads out of the archive")
    assert "evil" not in record.why + record.extra["todo"]
    assert "Look at it apart from here" in record.extra["todo"]
    # Alike where a zip has one file and that is read, whatever its name.
    path = tmp_path / "clients.csv.zip"
    path.write_bytes(zipped((name, b"x")))
    with pytest.raises(Unreadable, match="leads out of the archive"), unpacked(path):
        pass


def test_what_else_a_feed_holds_by_its_standard_is_passed_over(home: Home) -> None:
    """Files and folders that GTFS knows, and names that merely look odd."""
    more = [
        "feed_info.txt", "shapes.txt", "fare_attributes.txt", "frequencies.txt", "transfers.txt",
        "locations.geojson", "extra/", "extra/notes..txt", "..hidden", "ab:c.txt", "__MACOSX/._x",
    ]  # fmt: skip
    content = zipped(*GOOD_MEMBERS.items(), *((name, b"x") for name in more))
    record = Accept(home, AS_OF).accept(
        TRANSPORT, deliver(home, {GTFS_NAME: content}, source=TRANSPORT)
    )
    assert record.status == "accepted", record.why
