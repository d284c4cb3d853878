"""A result is made anew when any rule that makes it changes: digests name all code they hang on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from test_imports import PROJECT, imported, tree

from assets import inputs, official_rows
from assets.counterparts import FOLDER
from assets.inputs import (
    AROUND_CODE,
    CELL_CODE,
    COUNT_CODE,
    FRAME_CODE,
    PERSON_CODE,
    RESIDENT_CODE,
    SURVEY_CODE,
)
from assets.reserves import INDICATORS, files_of
from sources.declarations import Reserve
from sources.home import Home

MADE_BY = {
    "person-years": (["assets/person_years/build.py"], PERSON_CODE),
    "surroundings": (["assets/surroundings/build.py"], AROUND_CODE),
    # The digest of the person-year is part of the cells' own.
    "register cells": (["assets/cells/register.py"], CELL_CODE + PERSON_CODE),
    "residents": (["assets/counts/residents.py"], COUNT_CODE + RESIDENT_CODE),
    "counts": (["assets/counts/declared.py"], COUNT_CODE),
    "frames": (["assets/frames/__init__.py"], FRAME_CODE),
    # The digests of the counts are part of these rows' own.
    "protected rows": (
        ["assets/rows.py", "assets/cells/survey.py"],
        SURVEY_CODE + COUNT_CODE + RESIDENT_CODE,
    ),
}
"""Result → the modules that make it, and the code that its digest names."""

NO_RULES = {"sources/errors.py", "sources/population.py", "sources/declarations/__init__.py"}
"""Imported for an id, a type or an error: no figure hangs on them."""


def rules(modules: list[str]) -> set[str]:
    """The modules that these are made of, themselves included: of assets, and codes of sources."""
    found: set[str] = set()
    todo = list(modules)
    while todo:
        module = todo.pop()
        if module not in found:
            found.add(module)
            if module.startswith("assets/"):
                todo += _imports(module)
    return found - NO_RULES


def _imports(module: str) -> Iterator[str]:
    for name in imported(tree(PROJECT / module)):
        place = name.replace(".", "/")
        for path in (f"{place}.py", f"{place}/__init__.py"):
            if name.startswith(("assets.", "sources.")) and (PROJECT / path).is_file():
                yield path


def unnamed(modules: list[str], code: tuple[str, ...]) -> list[str]:
    """Rules that the digest doesn't hang on."""
    return sorted(
        m for m in rules(modules) if not any(m == c or m.startswith(f"{c}/") for c in code)
    )


@pytest.mark.parametrize("result", MADE_BY)
def test_a_digest_names_every_rule_that_its_result_is_made_by(result: str) -> None:
    assert unnamed(*MADE_BY[result]) == []


def test_a_rule_that_a_digest_leaves_out_is_told() -> None:
    for left_out in ("assets/places.py", "sources/kela/codes.py"):
        code = tuple(c for c in PERSON_CODE if c != left_out)
        assert unnamed(["assets/person_years/build.py"], code) == [left_out]


def test_every_file_of_indicators_is_in_the_digest_of_its_reserve() -> None:
    named = {file for reserve in Reserve for file in files_of(reserve)}
    declaring = {
        str(path.relative_to(PROJECT))
        for path in (PROJECT / "assets" / "reserves").glob("*.py")
        if "\nINDICATORS: " in path.read_text(encoding="utf-8")
        and path.name not in ("__init__.py", "published_only.py")
    }
    assert named == declaring
    assert files_of(Reserve.HEALTH) == (
        "assets/reserves/health.py",
        "assets/reserves/care_given.py",
    )


def test_a_counterpart_makes_official_rows_and_release_anew_and_nothing_computed(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed = {c for _, code in MADE_BY.values() for c in code}
    computed |= {file for reserve in Reserve for file in files_of(reserve)}
    apart = (FOLDER, "assets/reserves/published_only.py")
    assert [c for c in computed if any(f"{a}/".startswith(f"{c}/") for a in apart)] == []

    monkeypatch.setattr(official_rows, "official_in_force", lambda home: {"eurostat": []})
    first, *others = (i for i in INDICATORS if i.official)
    changed = replace(first, official=(replace(first.official[0], note="another"),))
    as_declared = official_rows.official_inputs(home, [first, *others])
    assert official_rows.official_inputs(home, [changed, *others]) != as_declared

    named: set[str] = set()
    monkeypatch.setattr(inputs, "code_version", lambda *code: named.update(code) or "")
    inputs.release_inputs(home, [])
    assert FOLDER in named
