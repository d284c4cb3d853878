"""In which of several declared encodings a file is: the one that its bytes leave no doubt of.

Eight-bit encodings take any bytes, so they never prove themselves. Text that has letters outside
ASCII and is whole as UTF-8 is UTF-8; a byte 0x80–0x9F is a letter in Windows-1252 and a control
character in ISO-8859, which no register writes.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence

from sources.landing.unpacking import Watched, WrongEncoding

CHUNK = 1 << 20
_CONTROLS = re.compile(rb"[\x80-\x9f]")


def surest_encoding(stream: Watched, declared: Sequence[str]) -> str:
    """The encoding of the text, of those `declared` (the usual one first).

    Reads the stream once, in bounded memory. Raises WrongEncoding when it can be in none of them.
    """
    utf8: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
    ascii_only, controls = True, False
    while chunk := stream.read(CHUNK):
        if chunk.isascii() and ascii_only:
            continue
        ascii_only = False
        controls = controls or _CONTROLS.search(chunk) is not None
        utf8 = _goes_on(utf8, chunk)
    utf8 = _goes_on(utf8, b"", final=True)
    if ascii_only:
        return declared[0]
    for name in declared:
        if utf8 is not None and codecs.lookup(name).name == "utf-8":
            return name
    for name in declared:
        canonical = codecs.lookup(name).name
        if canonical != "utf-8" and not (canonical.startswith("iso8859") and controls):
            return name
    raise WrongEncoding


def _goes_on(
    decoder: codecs.IncrementalDecoder | None, chunk: bytes, final: bool = False
) -> codecs.IncrementalDecoder | None:
    if decoder is not None:
        try:
            decoder.decode(chunk, final)
        except UnicodeDecodeError:
            return None
    return decoder
