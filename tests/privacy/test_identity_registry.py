"""Person numbers: the same on every run, the same after a correction, nothing kept unasked."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest

from sources.errors import VarantoError
from sources.identity.corrections import MOST_CODES
from sources.identity.keys import KeyRing
from sources.identity.registry import (
    ALIASES_FILE,
    PERSONS_FILE,
    LocalRegistry,
    PersonRegistry,
    read_aliases,
)
from sources.identity.tokens import token

KEYS = KeyRing(bytes(range(32)))


def column(*names: str | None) -> pl.Series:
    """A token for each name: any text will do, none of it an identity code."""
    frame = pl.DataFrame({"token": names}, schema={"token": pl.String})
    return frame.select(token(pl.col("token"), KEYS)).to_series()


def numbers(registry: PersonRegistry, *names: str) -> list[int]:
    """The person number of each name, looked up in one go."""
    tokens = column(*names).to_frame()
    found = registry.lookup_or_reserve(tokens)
    joined = tokens.join(found, on="token", how="left", maintain_order="left")
    return joined["person"].to_list()


def merge(registry: PersonRegistry, *pairs: tuple[str, str]) -> None:
    registry.merge(column(*(old for old, _ in pairs)), column(*(new for _, new in pairs)))


def files(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir()}


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "home" / "identity"


@pytest.fixture
def reopen(directory: Path) -> Callable[[], LocalRegistry]:
    return lambda: LocalRegistry(directory, KEYS)


@pytest.fixture
def registry(reopen: Callable[[], LocalRegistry]) -> LocalRegistry:
    return reopen()


@pytest.fixture
def _open_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


# -- two phases ------------------------------------------------------------------------------


def test_a_lookup_gives_one_positive_number_per_distinct_token(registry: LocalRegistry) -> None:
    found = registry.lookup_or_reserve(column("a", "b", None, "a").to_frame())
    assert found.schema == {"token": pl.Binary, "person": pl.Int64}
    assert found.height == 2
    assert found["person"].n_unique() == 2
    assert (found["person"] > 0).all()
    assert found["token"].is_sorted()


def test_a_second_run_gives_the_same_numbers(
    registry: LocalRegistry, reopen: Callable[[], LocalRegistry]
) -> None:
    first = numbers(registry, "a", "b", "c")
    registry.commit()
    assert numbers(reopen(), "c", "new", "a")[::2] == [first[2], first[0]]
    assert numbers(reopen(), "a", "b", "c") == first


def test_numbers_do_not_depend_on_the_order_of_the_rows(tmp_path: Path) -> None:
    one = numbers(LocalRegistry(tmp_path / "1", KEYS), "a", "b", "c")
    two = numbers(LocalRegistry(tmp_path / "2", KEYS), "c", "a", "b")
    assert one == [two[1], two[2], two[0]]


def test_two_homes_with_different_keys_give_different_numbers(tmp_path: Path) -> None:
    one = LocalRegistry(tmp_path / "1", KEYS)
    two = LocalRegistry(tmp_path / "2", KeyRing(bytes(32)))
    assert numbers(one, "a") != numbers(two, "a")


def test_nothing_is_kept_before_the_commit(registry: LocalRegistry, directory: Path) -> None:
    numbers(registry, "a", "b")
    assert files(directory) == {}
    registry.commit()
    assert set(files(directory)) == {PERSONS_FILE, ALIASES_FILE}


def test_abandoning_changes_nothing(
    registry: LocalRegistry, directory: Path, reopen: Callable[[], LocalRegistry]
) -> None:
    kept = numbers(registry, "a", "b")
    registry.commit()
    before = files(directory)
    numbers(registry, "c", "d")
    merge(registry, ("a", "b"), ("e", "b"))
    registry.abandon()
    registry.commit()
    assert files(directory) == before
    assert numbers(registry, "a", "b") == numbers(reopen(), "a", "b") == kept
    assert read_aliases(directory).is_empty()


def test_numbers_reserved_twice_before_the_commit_are_the_same(registry: LocalRegistry) -> None:
    first = numbers(registry, "a", "b")
    assert numbers(registry, "b", "c", "a")[0] == first[1]
    assert len(set(numbers(registry, "a", "b", "c"))) == 3


def test_a_commit_without_news_leaves_the_files_alone(
    registry: LocalRegistry, directory: Path
) -> None:
    numbers(registry, "a")
    registry.commit()
    before = files(directory)
    numbers(registry, "a")
    registry.commit()
    assert files(directory) == before


def test_an_empty_lookup_is_fine(registry: LocalRegistry) -> None:
    assert registry.lookup_or_reserve(column().to_frame()).is_empty()
    merge(registry)
    registry.commit()


def test_a_token_of_another_shape_is_refused(registry: LocalRegistry) -> None:
    for values in ([b"short"], [b"x" * 17], ["x" * 16], [1]):
        with pytest.raises(VarantoError, match="16 bytes"):
            registry.lookup_or_reserve(pl.DataFrame({"token": values}))


# -- files -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("_open_umask")
def test_directory_and_files_are_private_whatever_the_umask(
    registry: LocalRegistry, directory: Path
) -> None:
    numbers(registry, "a")
    registry.commit()
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in directory.iterdir()} == {0o600}


def test_the_files_hold_no_person_number_beside_a_token(
    registry: LocalRegistry, directory: Path
) -> None:
    numbers(registry, "a")
    registry.commit()
    assert pl.read_parquet_schema(directory / PERSONS_FILE) == {
        "token": pl.Binary,
        "first": pl.UInt32,
        "arrival": pl.UInt32,
    }
    assert pl.read_parquet_schema(directory / ALIASES_FILE) == {
        "person": pl.Int64,
        "canonical": pl.Int64,
    }


def test_a_token_stands_once_in_the_file(registry: LocalRegistry, directory: Path) -> None:
    numbers(registry, "a", "b", "a")
    merge(registry, ("c", "a"), ("c", "a"))
    registry.commit()
    numbers(registry, "a", "d")
    registry.commit()
    stored = pl.read_parquet(directory / PERSONS_FILE)
    assert stored["token"].n_unique() == stored.height == 4


def test_a_token_that_would_stand_twice_stops_the_commit(
    registry: LocalRegistry, directory: Path
) -> None:
    numbers(registry, "a")
    registry.commit()
    before = files(directory)
    for double in (column("a"), column("b", "b")):
        registry._add(double, pl.Series(range(7, 7 + double.len()), dtype=pl.UInt32), 9)
        with pytest.raises(VarantoError, match="stand twice"):
            registry.commit()
        registry.abandon()
    assert files(directory) == before


def test_a_registry_of_another_root_key_is_refused(
    registry: LocalRegistry, directory: Path
) -> None:
    numbers(registry, "a")
    registry.commit()
    with pytest.raises(VarantoError, match="another root key"):
        LocalRegistry(directory, KeyRing(bytes(32)))


def test_a_commit_on_top_of_another_runs_commit_is_refused(
    registry: LocalRegistry, directory: Path, reopen: Callable[[], LocalRegistry]
) -> None:
    other = reopen()
    kept = numbers(other, "a")
    numbers(registry, "b")
    other.commit()
    before = files(directory)
    with pytest.raises(VarantoError, match="another run"):
        registry.commit()
    assert files(directory) == before
    registry.abandon()
    assert numbers(registry, "a") == kept


def test_a_damaged_or_missing_file_is_refused(
    registry: LocalRegistry, directory: Path, reopen: Callable[[], LocalRegistry]
) -> None:
    numbers(registry, "a")
    registry.commit()
    (directory / PERSONS_FILE).write_bytes(b"not parquet")
    with pytest.raises(VarantoError, match="put back its backup"):
        reopen()
    (directory / PERSONS_FILE).unlink()
    with pytest.raises(VarantoError, match="missing or older"):
        reopen()


def test_a_failed_write_leaves_the_old_state_and_no_leftovers(
    registry: LocalRegistry, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers(registry, "a")
    registry.commit()
    before = files(directory)

    def full(source: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    numbers(registry, "b")
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", full)
        with pytest.raises(VarantoError, match="could not be written"):
            registry.commit()
    assert files(directory) == before


def test_leftovers_of_a_killed_run_go_with_the_next_commit(
    registry: LocalRegistry, directory: Path
) -> None:
    (directory / f"{PERSONS_FILE}.0123456789abcdef").write_bytes(b"half a file")
    numbers(registry, "a")
    registry.commit()
    assert set(files(directory)) == {PERSONS_FILE, ALIASES_FILE}


# -- corrections -----------------------------------------------------------------------------


def test_a_corrected_code_keeps_the_person_number(
    registry: LocalRegistry, reopen: Callable[[], LocalRegistry], directory: Path
) -> None:
    (before,) = numbers(registry, "old")
    registry.commit()
    night = reopen()
    merge(night, ("old", "active"))
    assert numbers(night, "active", "old") == [before, before]
    night.commit()
    assert numbers(reopen(), "active", "old") == [before, before]
    assert read_aliases(directory).is_empty()


def test_an_old_code_seen_later_gets_the_active_ones_number(registry: LocalRegistry) -> None:
    (before,) = numbers(registry, "active")
    merge(registry, ("old", "active"))
    assert numbers(registry, "old", "active") == [before, before]


def test_two_unseen_codes_of_a_correction_are_one_new_person(registry: LocalRegistry) -> None:
    merge(registry, ("old", "active"), ("old2", "active2"))
    one, same, two, also = numbers(registry, "old", "active", "old2", "active2")
    assert one == same != two == also


def test_of_two_known_numbers_the_active_ones_wins_and_the_other_becomes_its_alias(
    registry: LocalRegistry, reopen: Callable[[], LocalRegistry], directory: Path
) -> None:
    old, active, other = numbers(registry, "old", "active", "other")
    registry.commit()
    merge(registry, ("old", "active"))
    assert numbers(registry, "old", "active", "other") == [active, active, other]
    assert read_aliases(directory).is_empty()
    registry.commit()
    assert numbers(reopen(), "old", "active", "other") == [active, active, other]
    assert read_aliases(directory).rows() == [(old, active)]


def test_a_chain_over_several_deliveries_resolves_to_the_last_number(
    registry: LocalRegistry, directory: Path
) -> None:
    a, b, c = numbers(registry, "a", "b", "c")
    registry.commit()
    merge(registry, ("a", "b"))
    registry.commit()
    merge(registry, ("b", "c"))
    registry.commit()
    assert numbers(registry, "a", "b", "c") == [c, c, c]
    assert dict(read_aliases(directory).rows()) == {a: c, b: c}


def test_a_chain_within_one_delivery_resolves_to_the_last_number(
    registry: LocalRegistry, directory: Path
) -> None:
    a, b, c = numbers(registry, "a", "b", "c")
    merge(registry, ("b", "c"), ("a", "b"))
    registry.commit()
    assert numbers(registry, "a", "b", "c") == [c, c, c]
    assert dict(read_aliases(directory).rows()) == {a: c, b: c}


def test_a_reversed_or_repeated_correction_changes_nothing_and_makes_no_cycle(
    registry: LocalRegistry, directory: Path
) -> None:
    a, b = numbers(registry, "a", "b")
    merge(registry, ("a", "b"))
    registry.commit()
    before = files(directory)
    merge(registry, ("b", "a"), ("a", "b"), ("a", "a"))
    registry.commit()
    assert files(directory) == before
    assert dict(read_aliases(directory).rows()) == {a: b}


def test_a_correction_with_a_missing_code_is_skipped(registry: LocalRegistry) -> None:
    registry.merge(column("a", None), column(None, "b"))
    assert len(set(numbers(registry, "a", "b"))) == 2


def test_a_placeholder_that_joins_many_people_is_refused(registry: LocalRegistry) -> None:
    with pytest.raises(VarantoError, match="placeholder"):
        merge(registry, *((f"old{n}", "0") for n in range(MOST_CODES)))


def test_aliases_lost_in_a_crash_come_back_when_the_registry_is_opened(
    registry: LocalRegistry, directory: Path, reopen: Callable[[], LocalRegistry]
) -> None:
    numbers(registry, "a", "b")
    registry.commit()
    earlier = (directory / ALIASES_FILE).read_bytes()
    merge(registry, ("a", "b"))
    registry.commit()
    expected = read_aliases(directory)
    (directory / ALIASES_FILE).write_bytes(earlier)
    reopen()
    assert read_aliases(directory).equals(expected)
    assert expected.height == 1


def test_aliases_are_empty_where_no_registry_is(tmp_path: Path) -> None:
    aliases = read_aliases(tmp_path)
    assert aliases.is_empty()
    assert aliases.schema == {"person": pl.Int64, "canonical": pl.Int64}


def test_an_alias_table_with_a_chain_is_refused(tmp_path: Path) -> None:
    for rows in ([(1, 2), (2, 3)], [(1, 2), (1, 3)], [(1, 1)]):
        frame = pl.DataFrame(rows, schema={"person": pl.Int64, "canonical": pl.Int64}, orient="row")
        frame.write_parquet(tmp_path / ALIASES_FILE)
        with pytest.raises(VarantoError, match="damaged"):
            read_aliases(tmp_path)


@pytest.mark.deep
def test_a_million_tokens_are_looked_up_within_two_seconds_of_processor_time(
    directory: Path,
) -> None:
    tokens = column(*(f"person {n}" for n in range(1_000_000))).to_frame()
    registry = LocalRegistry(directory, KEYS)
    registry.lookup_or_reserve(tokens)
    registry.commit()
    start = time.process_time()
    LocalRegistry(directory, KEYS).lookup_or_reserve(tokens)
    assert time.process_time() - start < 2
