"""The bytes of a delivered file, unpacked and watched on their way to the parser.

What a parser would pass over in silence is seen here: other encodings, NUL bytes, archives that
unpack without end, and line ends inside an open quote, which swallow the rows after it.
"""

from __future__ import annotations

import codecs
import gzip
import io
import re
import struct
import threading
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, NoReturn, cast

import numpy as np

UNPACKED_TIMES = 200
"""Register text packs 5 to 40 times; deflate reaches 1,000 times only on one repeated byte."""

UNPACKED_ALWAYS = 1 << 30
"""Up to this size an archive may unpack at any rate: it does no harm."""

UNPACKED_MOST = 64 << 30
"""No file of ours comes near: a year of wage transactions is about 15 GB."""

DIRECTORY_BYTES = 1 << 20
"""Some ten thousand members; no archive of ours has fifty. The library holds all in memory."""

START = 256
"""Bytes at a file's beginning that tell whether it is text of more than a byte a letter."""

SUPPLIER = "Ask the supplier to send it again."
_NO_ARCHIVE = "is cut off or not the archive that its name says"
_DAMAGED = (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, struct.error)
"""What the library raises on a damaged archive, depending on where the damage is."""


class Unreadable(Exception):
    """The file can't be read whole: `what` is wrong with it and what to do, in our words."""

    def __init__(self, what: str, todo: str = SUPPLIER) -> None:
        super().__init__(what)
        self.what = what
        self.todo = todo


class WrongEncoding(Exception):
    """The bytes are not text in the declared encoding."""


class Watched:
    """A binary stream for a parser, which counts lines and refuses what isn't the declared text.

    `read` raises Unreadable (damaged or boundless archive, a NUL) or WrongEncoding. `lines` counts
    the lines read so far that aren't blank.
    """

    def __init__(self, stream: IO[bytes], limit: int | None, encoding: str | None) -> None:
        """`limit`: most bytes; None is none. `encoding`: declared; None for what isn't text."""
        self.closed = False
        self._turn = threading.Lock()
        self._stream = stream
        self._limit = limit
        self._text = encoding is not None
        # Eight-bit encodings take any bytes; what is also UTF-8 was hardly meant as ISO-8859-1.
        eight_bit = encoding is not None and codecs.lookup(encoding).name.startswith("iso8859")
        self._utf8 = codecs.getincrementaldecoder("utf-8")() if eight_bit else None
        self._bytes = 0
        self._ends = 0
        self._blank = 0
        self._tail = b"\n"  # so that a blank first line is one

    @property
    def lines(self) -> int:
        """Lines with anything in them."""
        return self._ends + bool(self._tail and self._tail[-1:] != b"\n") - self._blank

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes; empty at the end, and once it is closed."""
        with self._turn:
            return b"" if self.closed else self._read(size)

    def _read(self, size: int) -> bytes:
        try:
            chunk = self._stream.read(size)
        except (*_DAMAGED, EOFError, zlib.error, gzip.BadGzipFile):
            raise Unreadable(_NO_ARCHIVE) from None
        self._bytes += len(chunk)
        if self._limit is not None and self._bytes > self._limit:
            raise Unreadable(
                f"unpacks to more than {self._limit / (1 << 20):,.0f} MB, which no delivery does",
                "Look at it apart from here: it may be an archive made to fill the disk.",
            )
        if self._text:
            self._look(chunk)
        return chunk

    def close(self) -> None:
        """Done; the stream below is closed by its owner.

        A parser that was left reads ahead in a thread of its own: its read is waited for, and there
        is no other. One that outlives the interpreter would take the process down with it.
        """
        with self._turn:
            self.closed = True

    def readable(self) -> bool:
        """Always: parsers ask."""
        return True

    def _look(self, chunk: bytes) -> None:
        if b"\0" in chunk:
            self._refuse_nul(chunk)
        if self._utf8 is not None and not chunk.isascii():
            try:
                if not self._utf8.decode(chunk).isascii():
                    raise WrongEncoding
            except UnicodeDecodeError:
                self._utf8 = None
        self._ends += chunk.count(b"\n")
        text = self._tail + chunk
        if b"\n\n" in text or b"\n\r\n" in text:
            # A match is three bytes at most, so one inside the old tail has been counted.
            self._blank += _blank_lines(text) - _blank_lines(self._tail)
        self._tail = text[-2:]

    def _refuse_nul(self, chunk: bytes) -> NoReturn:
        """Say where it is: damage on the way leaves one or a run of them, amid good text."""
        at, before = chunk.index(0), self._bytes - len(chunk)
        if before == 0 and _two_byte_text(chunk[:START]):
            raise WrongEncoding
        line, byte = self._ends + chunk.count(b"\n", 0, at) + 1, before + at + 1
        raise Unreadable(
            f"has a NUL where text should be, the first in line {line:,} (byte {byte:,})",
            "Text has none: it was damaged on the way, is packed without its name saying so, or is "
            f"no text. {SUPPLIER}",
        )


def _two_byte_text(start: bytes) -> bool:
    """Whether a file that begins so is UTF-16 or UTF-32: half, or three of four, of it NUL."""
    return len(start) >= 16 and len(start) // 4 <= start.count(0) <= len(start) * 4 // 5


def _blank_lines(text: bytes) -> int:
    """Line ends that another one follows; a file may have a thousand million of them."""
    at = np.frombuffer(text, dtype=np.uint8)
    end = at == 0x0A
    crlf = (at[1:-1] == 0x0D) & end[2:]
    return int(np.count_nonzero(end[:-1] & end[1:]) + np.count_nonzero(end[:-2] & crlf))


@contextmanager
def unpacked(
    path: Path, encoding: str | None = None, member: str | None = None
) -> Iterator[Watched]:
    """The bytes in the file, in the gzip or zip of one file that it is, or in a zip's `member`.

    Raises Unreadable when the archive is damaged, locked, holds other than one file or, as it is
    read, unpacks to more than its size can stand for.
    """
    packing = path.suffix.lower()
    limit = min(max(UNPACKED_TIMES * path.stat().st_size, UNPACKED_ALWAYS), UNPACKED_MOST)
    if packing == ".gz":
        with (
            gzip.open(path, "rb") as packed,
            closing(Watched(cast(IO[bytes], packed), limit, encoding)) as watched,
        ):
            yield watched
    elif packing == ".zip":
        with (
            _archive(path) as archive,
            _opened(archive, member) as inside,
            closing(Watched(inside, limit, encoding)) as watched,
        ):
            yield watched
    else:
        with path.open("rb") as plain, closing(Watched(plain, None, encoding)) as watched:
            yield watched


def unpack(path: Path, folder: Path) -> Path:
    """The file itself if it isn't packed, else its content as a file in `folder`."""
    if path.suffix.lower() not in (".gz", ".zip"):
        return path
    target = folder / f"{path.stem}.unpacked"
    with unpacked(path) as stream, target.open("wb") as plain:
        while chunk := stream.read(1 << 20):
            plain.write(chunk)
    return target


def holds(path: Path, member: str) -> bool:
    """Whether the zip has a file of that name at its top.

    Raises Unreadable also where it has one that is merely alike, in a folder or in capitals: a
    table that may be absent would else be left out in silence.
    """
    with _archive(path) as archive:
        names = [m.filename for m in archive.infolist() if not m.is_dir()]
    if member in names:
        return True
    if any(_last_part(name) == member.lower() for name in names):
        raise Unreadable(
            f"holds {member} in a folder or in another spelling",
            "Ask for the archive with its files at the top, named as the format says.",
        )
    return False


def _last_part(name: str) -> str:
    """A file's own name as one would read it: no folders, no capitals, blanks or controls."""
    plain = "".join(c for c in re.split(r"[/\\]", name)[-1] if c.isprintable())
    return plain.strip().lower()


class _ZipBytes(io.BufferedReader):
    """The bytes of a zip; while it is `opening`, its directory is what is read at once."""

    opening = True

    def read(self, size: int | None = -1) -> bytes:
        """As any file, but for a directory beyond measure: Unreadable."""
        if self.opening and size is not None and size > DIRECTORY_BYTES:
            raise Unreadable(
                f"is a zip whose list of files is longer than {DIRECTORY_BYTES >> 20} MB",
                "Look at it apart from here: it may be an archive made to fill the memory.",
            )
        return super().read(size)


@contextmanager
def _archive(path: Path) -> Iterator[zipfile.ZipFile]:
    with _ZipBytes(io.FileIO(path)) as content:
        try:
            archive = zipfile.ZipFile(content)
        except (*_DAMAGED, OSError):
            raise Unreadable(_NO_ARCHIVE) from None
        content.opening = False
        with archive:
            # Nothing is written by its name here; but an archive made so is of no honest sender.
            if any(_leads_out(m.filename) for m in archive.infolist()):
                raise Unreadable(
                    "holds a file whose name leads out of the archive",
                    "Look at it apart from here: it may be an archive made to write over files. "
                    "Ask for one with its files at the top.",
                )
            yield archive


def _leads_out(name: str) -> bool:
    """Whether unpacking by that name would write elsewhere than below where one stands."""
    return re.match(r"[/\\]|[A-Za-z]:", name) is not None or ".." in re.split(r"[/\\]", name)


def _opened(archive: zipfile.ZipFile, name: str | None) -> IO[bytes]:
    member = _member(archive, name)
    try:
        return archive.open(member)
    except (*_DAMAGED, OSError):  # the member's own header contradicts the directory
        raise Unreadable(_NO_ARCHIVE) from None


def _member(archive: zipfile.ZipFile, name: str | None) -> zipfile.ZipInfo:
    """The file of that name, or the only one there is."""
    members = [m for m in archive.infolist() if not m.is_dir() and name in (None, m.filename)]
    if len(members) != 1 and name is not None:
        raise Unreadable(f"is a zip with {len(members)} files {name}, and one is read")
    if len(members) != 1:
        raise Unreadable(
            f"is a zip of {len(members)} files, and one is read",
            "Pack each file by itself.",
        )
    if members[0].flag_bits & 1:
        raise Unreadable("is a zip under a password", "Deliver it unlocked, by a safe channel.")
    if members[0].compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unreadable("is a zip of a kind that isn't read", "Pack it by the deflate method.")
    return members[0]
