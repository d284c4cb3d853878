"""Keyed pseudonyms of delivered identifiers: tokens of persons, numbers of homes and buildings.

HMAC-SHA256 (RFC 2104) is built here from two SHA-256 passes over binary columns: the hashing
plugin's own HMAC takes its key as text, and a derived key is 32 raw bytes. The expressions hold
the key ring, not key bytes: `explain` shows nothing, and serialising such a plan fails.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import polars as pl
import polars_hash as plh
import pyarrow as pa

from sources.errors import VarantoError
from sources.identity.hetu import normalised
from sources.identity.keys import KeyRing

TOKEN_BYTES = 16
BUILDING_CHARACTERS = 10
_BLOCK = 64
_DIGEST = 32
_ROWS = 1 << 18  # about 100 MB of working memory at a time

Bytes = npt.NDArray[np.uint8]


def token(column: pl.Expr, keys: KeyRing) -> pl.Expr:
    """The 16-byte token (Binary) of each personal identity code; null for null and for blank.

    HMAC-SHA256(derive("index/e1"), "hetu" NUL code)[:16] of the normalised code. It isn't
    checked here: pass only codes whose class is linkable.
    """

    def tokens(digests: Bytes) -> pl.Series:
        return _binary(np.ascontiguousarray(digests[:, :TOKEN_BYTES]))

    return _keyed(normalised(column), keys, "index/e1", b"hetu\0", tokens, pl.Binary())


def dwelling_number(column: pl.Expr, keys: KeyRing) -> pl.Expr:
    """The number (Int64, 0 … 2^63 - 1) of each dwelling id; null for null and for blank.

    The first eight bytes, big-endian, top bit cleared, of HMAC-SHA256(derive("dwelling/e1"),
    "dw" NUL id) of the id without its trailing blanks. Blank is no dwelling, not a shared one.
    """
    ids = column.cast(pl.String, strict=False).str.strip_chars_end()
    return _keyed(ids, keys, "dwelling/e1", b"dw\0", _numbers, pl.Int64())


def building_number(column: pl.Expr, keys: KeyRing) -> pl.Expr:
    """The number (Int64, 0 … 2^63 - 1) of the building of each id; null for null and for blank.

    A dwelling id begins with the ten characters of its building, so both kinds of id of one
    building give one number: made as a dwelling's is, with derive("building/e1") and "bd" NUL.
    """
    ids = column.cast(pl.String, strict=False).str.head(BUILDING_CHARACTERS).str.strip_chars_end()
    return _keyed(ids, keys, "building/e1", b"bd\0", _numbers, pl.Int64())


def identifier_number(column: pl.Expr, keys: KeyRing) -> pl.Expr:
    """The number (Int64, 0 … 2^63 - 1) of each other id that could lead to a person; null for null.

    As a dwelling's, under derive("record/e1") and "rec" NUL id.
    """
    ids = column.cast(pl.String, strict=False)
    return _keyed(ids, keys, "record/e1", b"rec\0", _numbers, pl.Int64())


def _numbers(digests: Bytes) -> pl.Series:
    """The first eight bytes of each digest as a number, top bit cleared."""
    first = np.ascontiguousarray(digests[:, :8]).view(">u8").ravel().astype(np.uint64)
    return pl.Series((first & np.uint64(2**63 - 1)).astype(np.int64))


def _keyed(
    text: pl.Expr,
    keys: KeyRing,
    info: str,
    prefix: bytes,
    finish: Callable[[Bytes], pl.Series],
    dtype: pl.DataType,
) -> pl.Expr:
    """`finish` of the 32-byte HMACs of `prefix` + text; null for null and for the empty text."""

    def compute(values: pl.Series) -> pl.Series:
        present = values.is_not_null() & (values != "")
        messages = values.filter(present)
        try:
            key = keys.derive(info)
            parts = [
                finish(_hmac_sha256(key, prefix, messages.slice(start, _ROWS)))
                for start in range(0, max(messages.len(), 1), _ROWS)
            ]
            # Each value back to its row: null indices, of rows without a value, give null.
            index = pl.select(pl.when(present).then(present.cum_sum() - 1)).to_series()
            return pl.concat(parts).cast(dtype).gather(index).alias(values.name)
        except pl.exceptions.PolarsError:
            raise VarantoError("identity: identifiers could not be pseudonymised") from None

    return text.map_batches(compute, return_dtype=dtype, is_elementwise=True)


def _hmac_sha256(key: bytes, prefix: bytes, messages: pl.Series) -> Bytes:
    """n × 32 bytes: HMAC-SHA256 of `prefix` + each message, for a key of at most one block."""
    padded = key.ljust(_BLOCK, b"\0")
    inner = bytes(byte ^ 0x36 for byte in padded) + prefix
    outer = bytes(byte ^ 0x5C for byte in padded)
    first = _sha256(pl.Series([inner]) + messages.cast(pl.Binary))
    return _sha256(pl.Series([outer]) + _binary(first))


def _sha256(blocks: pl.Series) -> Bytes:
    """n × 32 bytes: SHA-256 of each binary value; no nulls allowed."""
    if blocks.is_empty():
        return np.empty((0, _DIGEST), np.uint8)
    digests = blocks.alias("x").to_frame().select(plh.col("x").chash.sha2_256()).to_series()
    # One contiguous buffer of 64 digits a row; read two digits at a time.
    pairs = digests.rechunk().to_arrow(compat_level=pl.CompatLevel.oldest()).buffers()[2]
    index = np.frombuffer(pairs, "<u2", digests.len() * _DIGEST).reshape(-1, _DIGEST)
    values: Bytes = _BYTE_OF_PAIR[index]
    return values


def _binary(rows: Bytes) -> pl.Series:
    """A Binary column of the rows of a contiguous n × width array."""
    count, width = rows.shape
    if not count:
        return pl.Series(dtype=pl.Binary)
    column = pa.FixedSizeBinaryArray.from_buffers(
        pa.binary(width), count, [None, pa.py_buffer(rows)]
    )
    return pl.Series(column, dtype=pl.Binary)


def _pair_table() -> Bytes:
    """Byte value by two ASCII hexadecimal digits read as one little-endian 16-bit number."""
    table = np.zeros(1 << 16, np.uint8)
    for value in range(256):
        high, low = f"{value:02x}".encode()
        table[high | low << 8] = value
    return table


_BYTE_OF_PAIR = _pair_table()
