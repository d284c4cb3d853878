"""What tests share: reference data (where present), a home of one's own, a fixed clock."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from dagster._core.storage.defs_state.base import _current_storage

from sources.home import AS_OF_VARIABLE, HOME_VARIABLE, Home

# Checks that several tests make say what they saw, as a test's own do.
pytest.register_assert_rewrite("service_checks")

PROJECT = Path(__file__).resolve().parent.parent
REFERENCE = PROJECT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def reference() -> Path:
    """The reference data beside the checkout; the test is skipped where it is absent."""
    if not REFERENCE.is_dir():
        pytest.skip("reference data are not at ../shared/data")
    return REFERENCE


@pytest.fixture(autouse=True)
def no_instance_is_left_behind() -> Iterator[None]:
    """Dagster keeps the state storage of the last instance, also of one that is gone."""
    yield
    _current_storage.set(None)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """An empty home with keys of its own, on 24 November 2026."""
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    monkeypatch.setenv("VARANTO_KEYS", str(tmp_path / "keys"))
    monkeypatch.setenv(AS_OF_VARIABLE, "2026-11-24")
    # A refresh points Dagster at its home for the whole process: put it back after the test.
    monkeypatch.setenv("DAGSTER_HOME", "")
    monkeypatch.delenv("DAGSTER_HOME")
    return Home(tmp_path / "home")
