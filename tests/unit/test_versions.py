"""Versions of code: what changes a result changes them, what only explains does not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from warehouse import versions
from warehouse.versions import _content, code_version, digest, is_fresh, stamp, stamped

CODE = '''"""Module."""

import math


def area(radius: float) -> float:
    """Of a circle."""
    return math.pi * radius**2  # why not
'''
SAME = {
    "another comment": CODE.replace("# why not", "# because"),
    "no comment": CODE.replace("  # why not", ""),
    "another docstring": CODE.replace("Of a circle.", "Area of a circle, in square metres."),
    "another module docstring": CODE.replace("Module.", "What this is."),
    "no docstrings": CODE.replace('    """Of a circle."""\n', "").replace('"""Module."""\n', ""),
    "other blanks": CODE.replace("radius**2", "radius ** 2").replace("\n\n\n", "\n\n"),
}
CHANGED = {
    "another number": CODE.replace("**2", "**3"),
    "another name": CODE.replace("area", "surface"),
    "another default": CODE.replace("radius: float", "radius: float = 1"),
    "another statement": CODE + "\n\nUNIT = 'm2'\n",
    "another text": CODE.replace('    """Of a circle."""\n', '    x = "Of a circle."\n'),
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(versions, "ROOT", tmp_path)
    (tmp_path / "room").mkdir()
    return tmp_path / "room"


def version(folder: Path, **files: str) -> str:
    """The folder's version with these files in it."""
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_text(content)
    _content.cache_clear()
    code_version.cache_clear()
    found = code_version("room")
    _content.cache_clear()
    code_version.cache_clear()
    return found


@pytest.mark.parametrize("what", SAME)
def test_what_only_explains_keeps_the_version(project: Path, what: str) -> None:
    assert version(project, a__py=CODE) == version(project, a__py=SAME[what])


@pytest.mark.parametrize("what", CHANGED)
def test_what_does_something_else_changes_the_version(project: Path, what: str) -> None:
    assert version(project, a__py=CODE) != version(project, a__py=CHANGED[what])


def test_another_file_in_the_folder_changes_the_version(project: Path) -> None:
    one = version(project, a__py=CODE)
    two = version(project, b__py="X = 1\n")
    assert len({one, two, version(project, b__py="X = 2\n")}) == 3


@pytest.mark.parametrize("suffix", ["csv", "json", "sql", "yaml"])
def test_data_beside_the_code_changes_the_version(project: Path, suffix: str) -> None:
    first = version(project, a__py=CODE)
    name = f"areas__{suffix}"
    second = version(project, **{name: "code\n091\n"})
    third = version(project, **{name: "code\n092\n"})
    assert len({first, second, third}) == 3
    assert version(project, **{name: "code\n091\n"}) == second


def test_other_files_do_not(project: Path) -> None:
    first = version(project, a__py=CODE)
    (project / "__pycache__").mkdir()
    (project / "__pycache__" / "a.cpython-311.pyc").write_bytes(b"x")
    assert version(project, notes__md="x") == first


def test_the_version_of_our_own_code_is_the_same_in_another_process() -> None:
    code = (
        "import sys; from warehouse.versions import code_version\n"
        "sys.stdout.write(code_version('assets/estimators', 'sources/reference'))"
    )
    there = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONHASHSEED": "7"},
        cwd=Path(__file__).resolve().parent.parent.parent,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert there == code_version("assets/estimators", "sources/reference")


def test_a_result_is_fresh_only_with_exactly_its_inputs(tmp_path: Path) -> None:
    result = tmp_path / "rows.parquet"
    assert not is_fresh(result, "a")
    stamp(result, "a")
    assert not is_fresh(result, "a")  # the stamp alone is no result
    result.write_text("x")
    assert is_fresh(result, "a")
    assert not is_fresh(result, "b")
    assert stamped(result) == "a"
    assert stamped(tmp_path / "other") == ""


def test_a_digest_tells_order_and_parts() -> None:
    assert digest(["a", "b"]) == digest(iter(["a", "b"]))
    assert len({digest(["a", "b"]), digest(["b", "a"]), digest(["ab"]), digest([])}) == 4
