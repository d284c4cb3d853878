"""A file of JSON documents, cut into documents as it streams by.

A file is an array of documents or documents one after the other (JSON Lines, or a single one).
Cutting needs brackets and quotes only, so a document that can't be understood is set aside by
itself; where brackets or quotes themselves are broken, nobody knows where the next document
begins, and the file is refused. Never more than one document is in memory: its size is limited.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn, cast

from sources.landing.unpacking import SUPPLIER, Unreadable, Watched, WrongEncoding

DOCUMENT_BYTES = 8 << 20
"""The largest genuine document is 0.1 MB; a life of study rights stays far below this."""

DEPTH = 100
"""Genuine documents nest 15 deep; one that nests deeper than this isn't parsed."""

BOTTOM = 10_000
"""Where a document nests deeper than this, nobody waits for its end."""

_CHUNK = 1 << 20
_CLOSES = {0x5D: 0x5B, 0x7D: 0x7B}  # ] [ } {

# Everything up to the next bracket that isn't inside a string. A string has no control characters:
# one with a line end in it would swallow the documents after it.
_STRING = rb'"(?:[^"\\\x00-\x1f]++|\\[^\x00-\x1f])*+"'
_BRACKET = re.compile(rb'(?:[^"\[\]{}]++|' + _STRING + rb")*+([\[\]{}])")
_UNFINISHED = re.compile(
    rb'(?:[^"\[\]{}]++|' + _STRING + rb')*+(?:"(?:[^"\\\x00-\x1f]++|\\[^\x00-\x1f])*+\\?)?\Z'
)
_SPACE = re.compile(rb"[ \t\r\n]*+")

Json = str | bool | None | list["Json"] | dict[str, "Json"]
"""A value of a document; numbers are kept as the text that they came as."""


@dataclass(frozen=True)
class Document:
    """A document, or why it can't be taken: `fault` is a reason code of the quarantine."""

    value: dict[str, Json]
    fault: str | None = None


class _Twice(Exception):
    """A name stands twice in one object: which value counts is anyone's guess."""


def documents(stream: Watched) -> Iterator[Document]:
    """The documents of a file, in order.

    Raises Unreadable where the file can't be cut into documents, WrongEncoding where it isn't
    UTF-8.
    """
    for text, deep in _cut(stream):
        yield Document({}, "too_deep") if deep else _understood(text)


def _understood(text: bytes) -> Document:
    try:
        value = _DECODER.decode(text.decode("utf-8"))
    except UnicodeDecodeError:
        raise WrongEncoding from None
    except _Twice:
        return Document({}, "duplicate_name")
    except (ValueError, RecursionError):
        return Document({}, "malformed_document")
    return Document(cast(dict[str, Json], value))


def _once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise _Twice
    return made


def _no_number(name: str) -> NoReturn:
    raise ValueError  # NaN and Infinity are no JSON


_DECODER = json.JSONDecoder(
    object_pairs_hook=_once, parse_constant=_no_number, parse_float=str, parse_int=str
)


def _cut(stream: Watched) -> Iterator[tuple[bytes, bool]]:
    """The text of each document, and whether it nests too deep."""
    buffer = _Buffer(stream)
    buffer.skip_space()
    if buffer.data.startswith(b"\xef\xbb\xbf", buffer.at):
        buffer.at += 3
        buffer.skip_space()
    array = buffer.peek() == b"["
    if array:
        buffer.at += 1
    number = 0
    while True:
        buffer.skip_space()
        if array and buffer.peek() == b"]":
            buffer.at += 1
            buffer.skip_space()
            if buffer.peek():
                raise Unreadable("goes on after the end of its array of documents")
            return
        if not buffer.peek():
            if array:
                raise Unreadable(f"is cut off after document {number}")
            return
        if array and number:
            if buffer.peek() != b",":
                raise Unreadable(f"has no comma after document {number}")
            buffer.at += 1
            buffer.skip_space()
        if buffer.peek() != b"{":
            if not buffer.peek():
                raise Unreadable(f"is cut off after document {number}")
            raise Unreadable(
                f"holds something other than a document after document {number}",
                "Ask the supplier for an array of documents, or for JSON Lines.",
            )
        number += 1
        yield buffer.document(number)


class _Buffer:
    """What has been read of the stream and isn't cut yet; `at` is where the next thing begins."""

    def __init__(self, stream: Watched) -> None:
        self.data = b""
        self.at = 0
        self._stream = stream

    def _more(self) -> bool:
        """Read on; what lies before `at` is let go."""
        chunk = self._stream.read(_CHUNK)
        if chunk:
            self.data, self.at = self.data[self.at :] + chunk, 0
        return bool(chunk)

    def peek(self) -> bytes:
        """The next byte; none at the end."""
        if self.at >= len(self.data) and not self._more():
            return b""
        return self.data[self.at : self.at + 1]

    def skip_space(self) -> None:
        """Pass over blanks and line ends."""
        while self.peek():
            space = _SPACE.match(self.data, self.at)
            assert space is not None
            self.at = space.end()
            if self.at < len(self.data):
                return

    def document(self, number: int) -> tuple[bytes, bool]:
        """The document that begins here, and whether it nests too deep."""
        open_brackets = bytearray()
        scanned = 0  # from `at`
        deep = False
        while True:
            match = _BRACKET.match(self.data, self.at + scanned)
            if match is None:
                self._read_on(scanned, number)
                continue
            scanned = match.end() - self.at
            bracket = self.data[match.end() - 1]
            if bracket in (0x5B, 0x7B):
                open_brackets.append(bracket)
                deep = deep or len(open_brackets) > DEPTH
                if len(open_brackets) > BOTTOM:
                    raise Unreadable(f"nests more than {BOTTOM:,} deep in document {number}")
                continue
            if open_brackets.pop() != _CLOSES[bracket]:
                raise Unreadable(f"has brackets in document {number} that don't match")
            if not open_brackets:
                text = self.data[self.at : self.at + scanned]
                self.at += scanned
                return text, deep

    def _read_on(self, scanned: int, number: int) -> None:
        rest = len(self.data) - self.at
        if rest > DOCUMENT_BYTES:
            raise Unreadable(
                f"has a document {number} of more than {DOCUMENT_BYTES >> 20} MB, or a quote or "
                "bracket in it is left open"
            )
        if _UNFINISHED.match(self.data, self.at + scanned) is None:
            raise Unreadable(
                f"has a text in document {number} that runs over a line end, or a control character"
            )
        if not self._more():
            raise Unreadable(f"is cut off within document {number}", SUPPLIER)
