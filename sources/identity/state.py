"""The registry's files: private, replaced whole, with notes in the Parquet footer."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from sources.errors import VarantoError


def private_directory(directory: Path) -> None:
    """Make the directory, for its owner alone."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    directory.chmod(0o700)


def write(rows: pl.LazyFrame, path: Path, notes: Mapping[str, str]) -> None:
    """Write `rows` and `notes` beside `path` (mode 0600), then put them in its place at once.

    Raises VarantoError, and leaves `path` as it was, when that fails.
    """
    aside = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        for leftover in path.parent.glob(f"{path.name}.*"):  # of a run that was killed
            leftover.unlink(missing_ok=True)
        os.close(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        # No statistics: their smallest and largest values would be tokens in clear.
        rows.sink_parquet(
            aside,
            compression="zstd",
            compression_level=1,
            statistics=False,
            metadata=dict(notes),
            engine="streaming",
        )
        aside.chmod(0o600)
        _sync(aside)
        os.replace(aside, path)
        _sync(path.parent)
    except (OSError, pl.exceptions.PolarsError):
        raise VarantoError(
            f"identity: {path} could not be written; check space and rights there"
        ) from None
    finally:
        aside.unlink(missing_ok=True)


def read(path: Path) -> pl.DataFrame:
    """The whole file; VarantoError when it can't be read."""
    try:
        return pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError):
        raise VarantoError(f"identity: {path} cannot be read; put back its backup") from None


def notes(path: Path) -> dict[str, str]:
    """The notes in the file's footer; empty when there is no file."""
    if not path.exists():
        return {}
    try:
        return pl.read_parquet_metadata(path)
    except (OSError, pl.exceptions.PolarsError):
        raise VarantoError(f"identity: {path} cannot be read; put back its backup") from None


def generation(path: Path) -> int:
    """How many commits the file has seen; 0 when there is no file."""
    return int(notes(path).get("generation", "0"))


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
