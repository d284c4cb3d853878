"""The house: rooms that import one way, files of one subject, words for every public thing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("sources", "quality", "warehouse", "assets", "pipelines")
"""In the order of imports: each may import itself and those before it."""

FOLDERS = {*ROOMS, "tests", "bench", "docs"}
NOT_OURS = {".venv", ".git", "data", "data.keys", "build"}
LONGEST = 400


@cache
def modules() -> tuple[Path, ...]:
    """Every Python file of the rooms."""
    return tuple(path for room in ROOMS for path in sorted((PROJECT / room).rglob("*.py")))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def imported(parsed: ast.Module) -> Iterator[str]:
    """The modules that are imported anywhere in a file, inside functions too."""
    for node in ast.walk(parsed):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = "." * node.level + (node.module or "")
            yield start
            yield from (f"{start}.{alias.name}" for alias in node.names)


def room_faults(path: str, parsed: ast.Module) -> list[str]:
    """What a file imports from a room that it may not look into."""
    room = path.split("/", maxsplit=1)[0]
    above = set(ROOMS[ROOMS.index(room) + 1 :]) | {"tests", "bench"}
    return [m for m in imported(parsed) if m.split(".")[0] in above or m.startswith(".")]


def synthetic_faults(path: str, parsed: ast.Module) -> list[str]:
    """Crossings between the generator and the pipeline: each is written from the formats alone."""
    if not path.startswith("sources/synthetic/"):
        return [m for m in imported(parsed) if m.startswith("sources.synthetic")]
    allowed = ("sources.synthetic", "sources.errors", "sources.ages", "sources.reference")
    return [
        m
        for m in imported(parsed)
        if m.split(".")[0] in ROOMS and m != "sources" and not m.startswith(allowed)
    ]


def undescribed(parsed: ast.Module) -> list[str]:
    """The module, and public classes, functions and methods in it, that have no docstring."""
    lacking = [] if ast.get_docstring(parsed) else ["the module"]

    def look(body: list[ast.stmt], inside: str) -> None:
        for node in body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                if node.name.startswith("_"):
                    continue
                if not ast.get_docstring(node):
                    lacking.append(inside + node.name)
                if isinstance(node, ast.ClassDef):
                    look(node.body, f"{inside}{node.name}.")

    look(parsed.body, "")
    return lacking


def prints(parsed: ast.Module) -> list[int]:
    """The lines that print."""
    return [
        node.lineno
        for node in ast.walk(parsed)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"print", "pprint"}
    ]


def test_imports_run_one_way() -> None:
    faults = {name(p): room_faults(name(p), tree(p)) for p in modules()}
    assert {p: f for p, f in faults.items() if f} == {}


def test_nobody_imports_pipelines() -> None:
    importing = {
        name(p).split("/")[0]
        for p in modules()
        for m in imported(tree(p))
        if m.split(".")[0] == "pipelines"
    }
    assert importing == {"pipelines"}


def test_the_generator_and_the_pipeline_do_not_know_each_other() -> None:
    faults = {name(p): synthetic_faults(name(p), tree(p)) for p in modules()}
    assert {p: f for p, f in faults.items() if f} == {}


@pytest.mark.parametrize(
    ("path", "line", "found"),
    [
        ("sources/a.py", "from quality.contract import Contract", True),
        ("sources/a.py", "def f():\n    import assets.rows", True),
        ("quality/a.py", "from sources import home", False),
        ("warehouse/a.py", "import quality", False),
        ("assets/a.py", "from pipelines.plan import plan", True),
        ("assets/a.py", "from . import rows", True),
        ("assets/a.py", "import tests.conftest", True),
        ("pipelines/a.py", "from assets.rows import x", False),
    ],
)
def test_an_import_against_the_way_is_found(path: str, line: str, found: bool) -> None:
    assert bool(room_faults(path, ast.parse(line))) is found


@pytest.mark.parametrize(
    ("path", "line", "found"),
    [
        ("pipelines/a.py", "from sources.synthetic.world import World", True),
        ("pipelines/a.py", "from sources import synthetic", True),
        ("sources/synthetic/a.py", "from sources.declarations import Column", True),
        ("sources/synthetic/a.py", "from sources.identity import hetu", True),
        ("sources/synthetic/a.py", "from sources import population", True),
        ("sources/synthetic/a.py", "from quality import contract", True),
        ("sources/synthetic/a.py", "from sources.errors import VarantoError", False),
        ("sources/synthetic/a.py", "from sources.synthetic.ids import personal", False),
    ],
)
def test_a_crossing_of_generator_and_pipeline_is_found(path: str, line: str, found: bool) -> None:
    assert bool(synthetic_faults(path, ast.parse(line))) is found


def test_nothing_prints() -> None:
    assert {name(p): prints(tree(p)) for p in modules() if prints(tree(p))} == {}
    assert prints(ast.parse("x = 1\nprint(x)")) == [2]


def test_every_module_and_public_thing_says_what_it_is() -> None:
    assert {name(p): undescribed(tree(p)) for p in modules() if undescribed(tree(p))} == {}
    bare = "class A:\n    def b(self): ...\n    def _c(self): ...\ndef d(): 'x'\n"
    assert undescribed(ast.parse(bare)) == ["the module", "A", "A.b"]


def test_no_file_is_longer_than_it_may_be() -> None:
    files = [*modules(), *(PROJECT / "tests").rglob("*.py"), *(PROJECT / "bench").rglob("*.py")]
    lengths = {name(p): len(p.read_text(encoding="utf-8").splitlines()) for p in files}
    assert {p: n for p, n in lengths.items() if n > LONGEST} == {}


def test_the_top_level_is_as_given() -> None:
    folders = {p.name for p in PROJECT.iterdir() if p.is_dir()}
    ours = {f for f in folders - NOT_OURS if not f.startswith((".", "__"))}
    present = {f for f in ours if not f.endswith(".egg-info")}
    assert present <= FOLDERS
    assert {*ROOMS, "tests"} <= present
    assert (PROJECT / "dagster.yaml").is_file()
    assert (PROJECT / "pyproject.toml").is_file()


def test_every_folder_of_a_room_is_a_package_and_opens_with_a_word() -> None:
    folders = {p.parent for p in modules()}
    assert [name(f) for f in sorted(folders) if not (f / "__init__.py").is_file()] == []
