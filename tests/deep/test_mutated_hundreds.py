"""A hundred mutated deliveries of each format, and the large ones in bounded memory."""

from __future__ import annotations

import gzip
import io
import os
import struct
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutated_forms import FORMATS, GTFS, HEADERLESS, JSON, Form, Mutant, mutant
from mutated_support import EDITS, Edit, deliver_mutant, edited
from mutations import GOOD, zipped
from mutations_documents import NAME as DOCUMENTS
from mutations_gtfs import GOOD_MEMBERS, READ
from mutations_gtfs import NAME as ARCHIVE

from sources.home import Home

pytestmark = pytest.mark.deep
HUNDRED = 100
MOST_MEMORY_MB = 2048
"""What a block of 32 MB of text takes when it is typed and judged, however large the file is."""


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("form", FORMATS)
def test_a_hundred_mutations(home: Home, tmp_path: Path, form: str) -> None:
    kinds = list(FORMATS[form].kinds)
    outcomes = Counter(
        deliver_mutant(home, mutant(form, kinds[n % len(kinds)], n), tmp_path)
        for n in range(HUNDRED)
    )
    assert sum(outcomes.values()) == HUNDRED
    assert {"accepted", "refused"} <= set(outcomes)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("form", [HEADERLESS, GTFS, JSON], ids=lambda form: form.name)
@given(edits=EDITS)
@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_edit_of_a_file(home: Home, tmp_path: Path, form: Form, edits: list[Edit]) -> None:
    deliver_mutant(home, Mutant(edited(form.good, edits), form), tmp_path)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@given(member=st.sampled_from(READ), edits=EDITS)
@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_edit_of_an_archives_member(
    home: Home, tmp_path: Path, member: str, edits: list[Edit]
) -> None:
    members = GOOD_MEMBERS | {member: edited(GOOD_MEMBERS[member], edits)}
    deliver_mutant(home, Mutant(zipped(*members.items()), GTFS), tmp_path)


JUDGE = """
import resource, sys
from pathlib import Path
from dataclasses import replace
from mutated_forms import FORMATS, Mutant
from mutated_support import deliver_mutant
from sources.home import Home
path = Path(sys.argv[1])
mutant = Mutant(path.read_bytes(), replace(FORMATS[sys.argv[2]], name=path.name))
print(deliver_mutant(Home(path.parent / "home"), mutant, path.parent))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def _bomb_gz() -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb") as packed:
        packed.write(GOOD)
        for _ in range(1500):
            packed.write(b"0" * (1 << 20))
    return out.getvalue()


def _bomb_zip(name: str, good: bytes, line: bytes, *others: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for other, content in others:
            archive.writestr(other, content)
        with archive.open(name, "w", force_zip64=True) as one:
            one.write(good)
            for _ in range(1500):
                one.write(line * ((1 << 20) // len(line)))
    return out.getvalue()


def _bomb_gtfs(line: bytes | None = None) -> bytes:
    name = "stop_times.txt"
    good = GOOD_MEMBERS[name]
    others = [(n, text) for n, text in GOOD_MEMBERS.items() if n != name]
    return _bomb_zip(name, good, line or good.split(b"\n")[1] + b"\n", *others)


def _names() -> bytes:
    """An archive of a million members, each empty: its directory alone is 80 MB."""
    entry = struct.Struct("<4s6H3I5H2I")
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 0, 0, 33, 0, 0, 0, 8, 0)
    n = 1_000_000
    directory = b"".join(
        entry.pack(b"PK\x01\x02", 20, 20, 0, 0, 0, 33, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0)
        + b"%08d" % number
        for number in range(n)
    )
    at = len(local) + 8
    end64 = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, n, n, len(directory), at)
    where = struct.pack("<4sIQI", b"PK\x06\x07", 0, at + len(directory), 1)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 65535, 65535, 2**32 - 1, 2**32 - 1, 0)
    return local + b"00000000" + directory + end64 + where + end


def _long_text(start: bytes, end: bytes) -> bytes:
    return b'[{"henkil\xc3\xb6":{"hetu":' + start + b"x" * (300 << 20) + end


LINE = GOOD.split(b"\n")[1] + b"\n"
LARGE: dict[str, tuple[str, str, Callable[[], bytes]]] = {
    "gzip bomb": ("csv.gz", "clients.csv.gz", _bomb_gz),
    "zip bomb": ("csv.zip", "clients.csv.zip", lambda: _bomb_zip("a", GOOD, LINE)),
    "gigantic field": ("csv", "clients.csv", lambda: GOOD + b"x" * (300 << 20)),
    "gigantic header": ("csv", "clients.csv", lambda: b"x;" * (150 << 20)),
    "headerless, gigantic field": (
        "headerless csv", HEADERLESS.name, lambda: HEADERLESS.good + b"x" * (300 << 20),
    ),
    "headerless, gigantic row": ("headerless csv", HEADERLESS.name, lambda: b"x;" * (150 << 20)),
    "timetables, bomb of rows": ("gtfs", ARCHIVE, _bomb_gtfs),
    "timetables, bomb of noughts": ("gtfs", ARCHIVE, lambda: _bomb_gtfs(b"0")),
    "timetables, bomb of line ends": ("gtfs", ARCHIVE, lambda: _bomb_gtfs(b"\n")),
    "timetables, a million members": ("gtfs", ARCHIVE, _names),
    "document, gigantic text": ("json", DOCUMENTS, lambda: _long_text(b'"', b'"}}]')),
    "document, gigantic number": ("json", DOCUMENTS, lambda: _long_text(b"9", b"}}]")),
    "document, text without end": ("json", DOCUMENTS, lambda: _long_text(b'"', b"")),
    "documents, brackets": ("json", DOCUMENTS, lambda: b"[" * (300 << 20)),
    "documents, blanks": ("json", DOCUMENTS, lambda: b"[" + b" \n" * (150 << 20)),
    "documents, bomb": (
        "json.zip", f"{DOCUMENTS}.zip", lambda: _bomb_zip(DOCUMENTS, b"[", b" "),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", LARGE)
def test_large_ones_are_refused_in_bounded_memory(tmp_path: Path, kind: str) -> None:
    form, name, make = LARGE[kind]
    path = tmp_path / name
    path.write_bytes(make())
    tests = Path(__file__).parents[1]
    env = os.environ | {
        "PYTHONPATH": f"{tests}:{tests.parent}",
        "VARANTO_KEYS": str(tmp_path / "k"),
    }
    ran = subprocess.run(
        [sys.executable, "-c", JUDGE, str(path), form],
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    outcome, memory = ran.stdout.split()
    assert outcome == "refused"
    assert int(memory) < MOST_MEMORY_MB + path.stat().st_size // (1 << 20)
