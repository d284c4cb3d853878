"""Ways in which a delivered file goes wrong, each by a seed: the same seed, the same bytes."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from border_deliveries import CLIENTS, care, client, csv_bytes

from sources.declarations import Format, Source

CANARY = "kanarialintu"
ROWS = [client(n, KIELI=f"{CANARY}{n}", USKONTO=f"{CANARY}x{n}") for n in range(1, 41)]
GOOD = csv_bytes(ROWS)
Mutate = Callable[[bytes, random.Random], bytes]


def source(form: Format) -> Source:
    """One table whose language may be any text, so that a canary sits in a good row."""
    columns = tuple(
        replace(c, pattern=None) if c.name == "language" else c for c in CLIENTS.columns
    )
    return care(form, tables=(replace(CLIENTS, columns=columns),))


def lines(change: Callable[[list[bytes], random.Random], list[bytes]]) -> Mutate:
    """A mutation of lines."""

    def mutate(content: bytes, rng: random.Random) -> bytes:
        return b"\n".join(change(content.rstrip(b"\n").split(b"\n"), rng)) + b"\n"

    return mutate


def cells(change: Callable[[list[list[bytes]], random.Random], list[list[bytes]]]) -> Mutate:
    """A mutation of cells, header first."""
    return lines(
        lambda text, rng: [b";".join(c) for c in change([t.split(b";") for t in text], rng)]
    )


def cut(content: bytes, rng: random.Random) -> bytes:
    return content[: rng.randrange(1, len(content))]


def flip(content: bytes, rng: random.Random) -> bytes:
    out = bytearray(content)
    for _ in range(rng.choice((1, 1, 3, 20))):
        out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


def insert(what: bytes) -> Mutate:
    def mutate(content: bytes, rng: random.Random) -> bytes:
        at = rng.randrange(len(content))
        return content[:at] + what + content[at:]

    return mutate


def noise(content: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(content))
    return content[:at] + rng.randbytes(rng.randrange(1, 60)) + content[at:]


def cell(*texts: bytes) -> Mutate:
    """One cell below the header holds one of these."""

    def change(table: list[list[bytes]], rng: random.Random) -> list[list[bytes]]:
        row = table[rng.randrange(1, len(table))]
        row[rng.randrange(len(row))] = rng.choice(texts)
        return table

    return cells(change)


def shuffled(items: list[bytes], rng: random.Random) -> list[bytes]:
    return rng.sample(items, len(items))


def _columns(table: list[list[bytes]], rng: random.Random) -> list[list[bytes]]:
    order = rng.sample(range(len(table[0])), len(table[0]))
    return [[row[i] for i in order] for row in table]


def _without(table: list[list[bytes]], rng: random.Random) -> list[list[bytes]]:
    gone = rng.randrange(len(table[0]))
    return [row[:gone] + row[gone + 1 :] for row in table]


def _twice(table: list[list[bytes]], rng: random.Random) -> list[list[bytes]]:
    table[0][rng.randrange(len(table[0]))] = rng.choice(table[0])
    return table


def _ragged(table: list[list[bytes]], rng: random.Random) -> list[list[bytes]]:
    for row in rng.sample(table[1:], 5):
        row[:] = row[: rng.randrange(1, len(row))] if rng.random() < 0.5 else [*row, b"x"]
    return table


def recoded(encoding: str) -> Mutate:
    def mutate(content: bytes, _: random.Random) -> bytes:
        return (
            content.replace(CANARY.encode(), CANARY.encode() + b"\xe4")
            .decode("iso-8859-1")
            .encode(encoding)
        )

    return mutate


TEXT: Mapping[str, Mutate] = {
    "as it should be": lambda content, _: content,
    "cut off": cut,
    "bits flipped": flip,
    "noise inserted": noise,
    "columns in another order": cells(_columns),
    "column lacking": cells(_without),
    "column twice": cells(_twice),
    "more columns": cells(lambda t, _: [[*row, b"more"] for row in t]),
    "ragged rows": cells(_ragged),
    "rows in another order": lines(lambda t, r: [t[0], *shuffled(t[1:], r)]),
    "lines in any order": lines(shuffled),
    "rows twice": lines(lambda t, r: [*t, *r.sample(t[1:], 5)]),
    "header twice": lines(lambda t, r: [*t[: r.randrange(2, 9)], *t]),
    "no header": lines(lambda t, _: t[1:]),
    "header alone": lines(lambda t, _: t[:1]),
    "empty": lambda _, __: b"",
    "blank lines": lines(lambda t, r: [x for line in t for x in (line, *[b""] * r.randrange(2))]),
    "line ends alone": lambda _, rng: b"\n" * rng.randrange(1, 9),
    "UTF-8": recoded("utf-8"),
    "UTF-8 with mark": recoded("utf-8-sig"),
    "UTF-16": recoded("utf-16"),
    "UTF-32": recoded("utf-32"),
    "EBCDIC": recoded("cp500"),
    "CRLF": lambda content, _: content.replace(b"\n", b"\r\n"),
    "CR": lambda content, _: content.replace(b"\n", b"\r"),
    "mixed line ends": lines(lambda t, r: [x + b"\r" * r.randrange(2) for x in t]),
    "NUL": insert(b"\0"),
    "quote": insert(b'"'),
    "quotes": lambda content, rng: insert(b'"')(insert(b'"')(content, rng), rng),
    "backslash and controls": insert(b"\\\x1b\x07\x1a"),
    "gigantic field": lambda content, rng: insert(b"x" * rng.choice((70_000, 3_000_000)))(
        content, rng
    ),
    "other delimiter": lambda content, rng: content.replace(b";", rng.choice((b",", b"\t", b"|"))),
    "delimiter in some lines": lines(
        lambda t, r: [x.replace(b";", b",") if r.random() < 0.2 else x for x in t]
    ),
    "formula": cell(b"=1+1", b"@SUM(A1)", b"+cmd|' /C calc'!A0", b"-2+3", b'=HYPERLINK("x")'),
    "odd numbers": cell(b"1e400", b"NaN", b"-inf", b"9" * 400, b"1.234,5", b"0x10", b"1_0"),
    "odd dates": cell(b"20230229", b"00000000", b"99999999", b"2023-01-01", b"1.1.23"),
    "words for nothing": cell(b"NULL", b"N/A", b".", b"-", b" ", b"\xa0"),
    "a program": cell(b"'; drop table facts; --", b"{{7*7}}", b"$(id)", b"../../x", b"%s%n"),
}


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


ZIPPED: Mapping[str, Mutate] = {
    "as it should be": lambda c, _: zipped(("a.csv", c)),
    "cut off": lambda c, r: cut(zipped(("a.csv", c)), r),
    "bits flipped": lambda c, r: flip(zipped(("a.csv", c)), r),
    "noise inserted": lambda c, r: noise(zipped(("a.csv", c)), r),
    "noise before": lambda c, r: r.randbytes(40) + zipped(("a.csv", c)),
    "two members": lambda c, _: zipped(("a.csv", c), ("b.csv", c)),
    "no member": lambda _, __: zipped(),
    "folder alone": lambda _, __: zipped(("a/", b"")),
    "name leads out": lambda c, r: zipped(
        (r.choice(("../../out.csv", "/etc/x", "C:\\x", "a\nb")), c)
    ),
    "zip in zip": lambda c, _: zipped(("a.zip", zipped(("a.csv", c)))),
    "other packing": lambda c, r: zipped(
        ("a.csv", c), method=r.choice((zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
    ),
    "not packed": lambda c, _: c,
    "inside cut off": lambda c, r: zipped(("a.csv", cut(c, r))),
    "inside noise": lambda c, r: zipped(("a.csv", noise(c, r))),
    "bomb": lambda c, _: zipped(("a.csv", c + b"0" * (8 << 20))),
}
GZIPPED: Mapping[str, Mutate] = {
    "as it should be": lambda c, _: gzip.compress(c),
    "cut off": lambda c, r: cut(gzip.compress(c), r),
    "bits flipped": lambda c, r: flip(gzip.compress(c), r),
    "noise inserted": lambda c, r: noise(gzip.compress(c), r),
    "noise after": lambda c, r: gzip.compress(c) + r.randbytes(40),
    "two members": lambda c, _: gzip.compress(c) + gzip.compress(c.split(b"\n", 1)[1]),
    "gzip in gzip": lambda c, _: gzip.compress(gzip.compress(c)),
    "not packed": lambda c, _: c,
    "empty": lambda _, __: gzip.compress(b""),
    "inside cut off": lambda c, r: gzip.compress(cut(c, r)),
    "inside noise": lambda c, r: gzip.compress(noise(c, r)),
    "bomb": lambda c, _: gzip.compress(c + b"0" * (8 << 20)),
}


def parquet(table: pa.Table, **options: object) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out, **options)
    return out.getvalue()


POINT_ROWS = [row | {"TULO": "12345.67", "PAINO": "1.5"} for row in ROWS]
FRAME = pl.DataFrame(POINT_ROWS).to_arrow()


def typed(array: pa.Array) -> Mutate:
    """One column is of another type."""

    def mutate(_: bytes, rng: random.Random) -> bytes:
        at = rng.randrange(FRAME.num_columns)
        return parquet(FRAME.set_column(at, FRAME.column_names[at], array))

    return mutate


N = len(ROWS)
PARQUET: Mapping[str, Mutate] = {
    "as it should be": lambda c, _: c,
    "cut off": cut,
    "bits flipped": flip,
    "noise inserted": noise,
    "empty": lambda _, __: b"",
    "not Parquet": lambda _, __: GOOD,
    "no rows": lambda _, __: parquet(FRAME.slice(0, 0)),
    "columns in another order": lambda _, r: parquet(
        FRAME.select(r.sample(FRAME.column_names, FRAME.num_columns))
    ),
    "column lacking": lambda _, r: parquet(FRAME.drop_columns([r.choice(FRAME.column_names)])),
    "column twice": lambda _, r: parquet(
        FRAME.append_column(r.choice(FRAME.column_names), FRAME.column(0))
    ),
    "integers": typed(pa.array(range(N))),
    "fractions": typed(pa.array([float("nan")] * N)),
    "binary": typed(pa.array([b"\xff\xfe"] * N)),
    "nothing": typed(pa.nulls(N)),
    "lists": typed(pa.array([["a", "b"]] * N)),
    "structs": typed(pa.array([{"a": 1}] * N)),
    "dates": typed(pa.array([0] * N, pa.date32())),
    "moments": typed(pa.array([0] * N, pa.timestamp("ns", "UTC"))),
    "truths": typed(pa.array([True] * N)),
    "dictionary": typed(pa.array(["1"] * N).dictionary_encode()),
    "long texts": typed(pa.array(["x" * 100_000] * N)),
    "other packing": lambda _, r: parquet(
        FRAME, compression=r.choice(("none", "gzip", "zstd", "brotli", "lz4")), row_group_size=7
    ),
}
