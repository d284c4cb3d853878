"""A hundred mutated deliveries of each format, and the large ones in bounded memory."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from mutated_forms import FORMATS, mutant
from mutated_support import deliver_mutant
from mutations import GOOD

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


JUDGE = """
import resource, sys
from pathlib import Path
from mutations import Mutant
from mutated_support import deliver_mutant
from sources.declarations import CsvFormat
from sources.home import Home
path = Path(sys.argv[1])
mutant = Mutant(path.name, path.read_bytes(), CsvFormat())
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


def _bomb_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a", "w") as one:
        line = GOOD.split(b"\n")[1] + b"\n"
        one.write(GOOD)
        for _ in range(1500):
            one.write(line * ((1 << 20) // len(line)))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("clients.csv.gz", _bomb_gz),
        ("clients.csv.zip", _bomb_zip),
        ("clients.csv", lambda: GOOD + b"x" * (300 << 20)),
        ("clients.csv", lambda: b"x;" * (150 << 20)),
    ],
    ids=["gzip bomb", "zip bomb", "gigantic field", "gigantic header"],
)
def test_large_ones_are_refused_in_bounded_memory(
    tmp_path: Path, name: str, make: Callable[[], bytes]
) -> None:
    path = tmp_path / name
    path.write_bytes(make())
    tests = Path(__file__).parents[1]
    env = os.environ | {
        "PYTHONPATH": f"{tests}:{tests.parent}",
        "VARANTO_KEYS": str(tmp_path / "k"),
    }
    ran = subprocess.run(
        [sys.executable, "-c", JUDGE, str(path)],
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    outcome, memory = ran.stdout.split()
    assert outcome == "refused"
    assert int(memory) < MOST_MEMORY_MB + path.stat().st_size // (1 << 20)
