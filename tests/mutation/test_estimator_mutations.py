"""Do the specifications notice a wrong estimator? Each mutant changes one rule of the real source.

A mutant is the source with one piece of text replaced, compiled in memory and put in the place
of the module that a specification calls. The specification must pass with the real module and
fail with the mutant.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from mutants import MUTANTS as OF_SURVEYS
from mutants import Mutant
from mutants_of_counts import MUTANTS as OF_COUNTS
from mutants_of_households import MUTANTS as OF_HOUSEHOLDS

MUTANTS = (*OF_SURVEYS, *OF_COUNTS, *OF_HOUSEHOLDS)
ROOMS = {"survey": "assets.cells", "counts": "assets.cells", "residents": "assets.counts"}

ROOT = Path(__file__).resolve().parents[2]
SPEC = ROOT / "tests" / "spec"
UNIT = ROOT / "tests" / "unit"


def _load_spec(name: str) -> ModuleType:
    """A fresh copy of a specification, so that no mutant stays behind in the real one."""
    if str(SPEC) not in sys.path:
        sys.path.insert(0, str(SPEC))
    folder = SPEC if name.endswith("_spec") else UNIT
    found = importlib.util.spec_from_file_location(f"mutation_{name}", folder / f"{name}.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    # Dataclasses look their module up by name.
    sys.modules[module.__name__] = module
    found.loader.exec_module(module)
    return module


def _real_name(mutant: Mutant) -> str:
    return f"{ROOMS.get(mutant.module, 'assets.estimators')}.{mutant.module}"


def _mutate(mutant: Mutant, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    path = ROOT / f"{_real_name(mutant).replace('.', '/')}.py"
    source = path.read_text(encoding="utf-8")
    assert source.count(mutant.old) == 1, f"{mutant.module}: the text must occur exactly once"
    name = f"mutated_{mutant.module}"
    module = ModuleType(name)
    monkeypatch.setitem(sys.modules, name, module)
    exec(compile(source.replace(mutant.old, mutant.new), name, "exec"), module.__dict__)
    return module


def _put_in_place(mutant: Mutant, spec: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the specification, and the rooms that it calls, use the mutant for the real module."""
    real, mutated = importlib.import_module(_real_name(mutant)), _mutate(mutant, monkeypatch)
    users = [m for n, m in sys.modules.items() if n.startswith("assets.") and m is not real]
    for user in (spec, *users):
        for name, value in list(vars(user).items()):
            if value is real:
                monkeypatch.setattr(user, name, mutated)
            elif callable(value) and getattr(value, "__module__", None) == real.__name__:
                monkeypatch.setattr(user, name, getattr(mutated, name))


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_specification_fails_with(mutant: Mutant, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = _load_spec(mutant.spec)
    check: Callable[[], None] = getattr(spec, mutant.check)
    check()
    _put_in_place(mutant, spec, monkeypatch)
    with pytest.raises(AssertionError):
        check()


def test_every_mutant_changes_another_thing() -> None:
    assert len({(m.module, m.old, m.new) for m in MUTANTS}) == len(MUTANTS)
