"""A delivery of documents broken in every way: refused in one line, or the one document waits.

Nothing is lost: of every file that is read, each document is a row of learners or skipped with its
number; and whatever the file, no more than a document of it is in memory.
"""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from sources.errors import Refused
from sources.landing import documents, json_documents
from sources.landing.delivery import DeliveredFile, Delivery
from sources.landing.documents import DocumentReader
from sources.landing.json_documents import DOCUMENT_BYTES
from sources.study_rights import SOURCE

DELIVERY = Delivery(
    "study_rights", "2023-x", "2023", 1, "2024-01-01", "tests", True, "0",
    (DeliveredFile("koski_2023.json", 1, "0"),),
)  # fmt: skip
MB = 1 << 20


def document(number: int = 1) -> str:
    spell = '{"alku":"2023-08-10","tila":{"koodiarvo":"lasna"}}'
    return (
        '{"henkilö":{"hetu":"010190Y900P"},"opiskeluoikeudet":[{"oid":"'
        f'{number}","versionumero":1,"tila":{{"opiskeluoikeusjaksot":[{spell}]}},'
        '"suoritukset":[{"tyyppi":{"koodiarvo":"lukionoppimaara"}}],'
        '"tyyppi":{"koodiarvo":"lukiokoulutus"},"alkamispäivä":"2023-08-10"}]}'
    )


DOCUMENTS = [document(n) for n in range(1, 6)]
ARRAY = ("[" + ",\n".join(DOCUMENTS) + "]\n").encode()
LINES = ("\n".join(DOCUMENTS) + "\n").encode()


def read(folder: Path, content: bytes, name: str = "koski_2023.json") -> DocumentReader:
    """The reader, after it has read all."""
    path = folder / name
    path.write_bytes(content)
    reader = DocumentReader(SOURCE, DELIVERY, SOURCE.tables, path)
    rows = {t.name: 0 for t in SOURCE.tables}
    for table, frame in reader.batches():
        rows[table.name] += frame.height
    rows["learners"] += len(reader.faults)
    assert rows == reader.rows_read
    return reader


def zipped(content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("koski_2023.json", content)
    return made.getvalue()


def third(text: str) -> bytes:
    """The array with its third document replaced."""
    return ("[" + ",".join([*DOCUMENTS[:2], text, *DOCUMENTS[3:]]) + "]").encode()


SOUND = {
    "an array": ARRAY,
    "lines": LINES,
    "lines without the last end": LINES.rstrip(),
    "CRLF": ARRAY.replace(b"\n", b"\r\n"),
    "lines with CRLF": LINES.replace(b"\n", b"\r\n"),
    "a byte order mark": b"\xef\xbb\xbf" + ARRAY,
    "blanks around": b"\n \t" + ARRAY.replace(b",", b" ,\r\n ") + b"\n\n",
    "spread over lines": json.dumps(json.loads(ARRAY), indent=2, ensure_ascii=False).encode(),
    "escaped letters": json.dumps(json.loads(ARRAY)).encode(),
    "a field we don't read, as long as it may be": third(
        document(3)[:-1] + ',"x":"' + "x" * MB + '"}'
    ),
    "brackets and quotes in texts": third(document(3)[:-1] + r',"x":"}]\"{[\\"}'),
}


@pytest.mark.parametrize("kind", SOUND)
def test_a_sound_file_is_read_whole(tmp_path: Path, kind: str) -> None:
    reader = read(tmp_path, SOUND[kind])
    assert reader.faults == []
    assert set(reader.rows_read.values()) == {5}


@pytest.mark.parametrize("pack", [gzip.compress, zipped], ids=["gzip", "zip"])
@pytest.mark.parametrize("content", [ARRAY, LINES], ids=["array", "lines"])
def test_a_packed_file_is_read_whole(tmp_path: Path, pack: object, content: bytes) -> None:
    suffix = ".gz" if pack is gzip.compress else ".zip"
    packed = pack(content)  # type: ignore[operator]
    assert read(tmp_path, packed, f"koski_2023.json{suffix}").rows_read["learners"] == 5


def test_a_document_alone_is_a_delivery(tmp_path: Path) -> None:
    assert set(read(tmp_path, DOCUMENTS[0].encode()).rows_read.values()) == {1}


ALONE = {
    "a comma too many": (document(3)[:-1] + ",}", "malformed_document"),
    "a colon lacks": (document(3).replace('":1', '" 1'), "malformed_document"),
    "NaN": (document(3).replace(":1,", ":NaN,"), "malformed_document"),
    "Infinity": (document(3).replace(":1,", ":-Infinity,"), "malformed_document"),
    "a number with leading noughts": (document(3).replace(":1,", ":01,"), "malformed_document"),
    "an escape that there isn't": (document(3).replace("lasna", r"\lasna"), "malformed_document"),
    "half a pair of surrogates": (document(3).replace("lasna", r"\ud800"), "malformed_document"),
    "a name twice": (document(3).replace('"hetu":', '"hetu":"x","hetu":'), "duplicate_name"),
    "a name twice far down": (document(3).replace('"alku":', '"alku":1,"alku":'), "duplicate_name"),
    "nested a hundred deep": (
        document(3)[:-1] + ',"x":' + "[" * 100 + "]" * 100 + "}",
        "too_deep",
    ),
    "nested thousands deep": (
        document(3)[:-1] + ',"x":' + "[" * 9_000 + "]" * 9_000 + "}",
        "too_deep",
    ),
    "an empty document": ("{}", "malformed_document"),
    "no learner": (document(3).replace("henkilö", "oppija"), "malformed_document"),
    "no list of rights": (document(3).replace("oikeudet", "oikeus"), "malformed_document"),
    "rights that are no list": (
        '{"henkilö":{"hetu":null},"opiskeluoikeudet":{"oid":"3"}}',
        "malformed_document",
    ),
    "a right that is a number": (
        '{"henkilö":{"hetu":null},"opiskeluoikeudet":[3]}',
        "malformed_document",
    ),
    "an id as long as a book": (document(3).replace('"3"', f'"{"3" * MB}"'), "malformed_document"),
    "more rights than anybody has": (
        '{"henkilö":{"hetu":null},"opiskeluoikeudet":[' + ",".join(["{}"] * 10_000) + "]}",
        "malformed_document",
    ),
}


@pytest.mark.parametrize("kind", ALONE)
def test_one_document_waits_alone_and_the_others_are_read(tmp_path: Path, kind: str) -> None:
    text, reason = ALONE[kind]
    for content in (third(text), "\n".join([*DOCUMENTS[:2], text, *DOCUMENTS[3:]]).encode()):
        reader = read(tmp_path, content)
        assert reader.faults == [(30_001, reason)]
        assert reader.rows_read["learners"] == 5
        assert reader.rows_read["study_rights"] == 4


REFUSED = {
    "empty of documents": (b"[]", "no rows of table learners"),
    "blank": (b" \n\n", "no rows of table learners"),
    "the end of the array": (ARRAY.rstrip()[:-1], "cut off after document 5"),
    "a comma and no more": (ARRAY.rstrip()[:-1] + b",", "cut off after document 5"),
    "a line cut short": (LINES[:-20], "cut off within document 5"),
    "a comma lacks": (third("").replace(b",,", b" "), "no comma after document 2"),
    "two commas": (third(""), "something other than a document after document 2"),
    "a number among documents": (third("3"), "something other than a document after document 2"),
    "a list of lists": (b"[" + ARRAY + b"]", "something other than a document"),
    "a text alone": (b'"koski"', "something other than a document"),
    "CSV": (b"henkilotunnus;oid\n010190Y900P;1\n", "something other than a document"),
    "more after the end": (ARRAY + b"{}", "goes on after the end"),
    "brackets of two kinds": (third(document(3).replace("[{", "{{", 1)), "don't match"),
    "a quote left open": (third(document(3).replace('lasna"', "lasna\n")), "runs over a line end"),
    "a control character": (third(document(3).replace("lasna", "las\x01na")), "control character"),
    "NUL": (
        third(document(3).replace("lasna", "las\0na")),
        "has a NUL where text should be, the first in line 1 (byte ",
    ),
    "ISO-8859-1": (ARRAY.decode().encode("iso-8859-1"), "encoding"),
    "UTF-16": (ARRAY.decode().encode("utf-16"), "encoding"),
    "a byte that is no UTF-8": (ARRAY.replace(b"lukio", b"luk\xffo", 1), "encoding"),
    "a document too large": (
        third(document(3)[:-1] + ',"x":"' + "x" * (DOCUMENT_BYTES + 2 * MB) + '"}'),
        "document 3 of more than 8 MB",
    ),
    "a bracket left open, and much after it": (
        b'[{"x":[' + b'"y",' * (3 * MB),
        "document 1 of more than 8 MB",
    ),
    "brackets without end": (b"[{" + b"[" * (3 * MB), "more than 10,000 deep in document 1"),
    "a million escapes, never closed": (b'[{"' + rb"\n" * 5 * MB, "document 1 of more than 8 MB"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_that_can_not_be_cut_into_documents_is_refused_in_one_line(
    tmp_path: Path, kind: str
) -> None:
    content, why = REFUSED[kind]
    with pytest.raises(Refused) as refusal:
        read(tmp_path, content)
    assert why in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert "010190" not in str(refusal.value)


def test_wherever_an_array_is_cut_it_is_refused(tmp_path: Path) -> None:
    whole = ARRAY.rstrip()
    for length in range(1, len(whole), 7):
        with pytest.raises(Refused):
            read(tmp_path, whole[:length])


def test_wherever_gzip_is_cut_it_is_refused(tmp_path: Path) -> None:
    packed = gzip.compress(ARRAY)
    for length in range(1, len(packed), 11):
        with pytest.raises(Refused):
            read(tmp_path, packed[:length], "koski_2023.json.gz")


@pytest.mark.parametrize(
    ("piece", "end"),
    [
        (b" ", b""),
        (b"[", b""),
        (b'"', b""),
        (b"x", b""),
        (b"0123456789", b'"}]'),
        ((document() + ",").encode(), (document() + "]").encode()),
    ],
    ids=["blanks", "brackets", "quotes", "letters", "one long text", "documents"],
)
def test_memory_is_bounded_whatever_the_file(
    tmp_path: Path, piece: bytes, end: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_documents, "DOCUMENT_BYTES", MB // 2)
    monkeypatch.setattr(documents, "BATCH_ROWS", 1_000)
    start = b"[" if piece.startswith((b" ", b"{")) else b'[{"x":'
    start += b'"' if piece in (b"x", b"0123456789") else b""
    path = tmp_path / "koski_2023.json.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(start)
        for _ in range(1 if len(piece) > 10 else 30):  # MB
            file.write(piece * (MB // len(piece)))
        file.write(end)
    reader = DocumentReader(SOURCE, DELIVERY, SOURCE.tables, path)
    tracemalloc.start()
    try:
        rows = sum(frame.height for _, frame in reader.batches())
    except Refused:
        rows = 0
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (rows > 0) == piece.startswith(b"{")
    assert peak < 8 * MB
