"""Candidate and release: written aside, audited, then made current by one atomic swap."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from quality.protection import PROTECTION
from sources.declarations import Indicator, Source
from sources.errors import VarantoError
from sources.home import Home
from warehouse.catalogue import catalogue
from warehouse.database import build_database
from warehouse.selection import recommended
from warehouse.shape import SCHEMA, TABLES, shaped

MANIFEST = "manifest.json"
KEPT_DATABASES = 30


@dataclass(frozen=True)
class Manifest:
    """What a release is: read from its `manifest.json`."""

    release_id: str
    created: str
    kind: str
    protection: str
    content: str
    tables: dict[str, int]

    @classmethod
    def read(cls, folder: Path) -> Manifest | None:
        """The manifest in a folder, or None if there is none."""
        try:
            return cls(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        except (ValueError, TypeError):
            raise VarantoError(
                f"The manifest of release {folder.name} is damaged. Restore it from a backup."
            ) from None

    def write(self, folder: Path) -> None:
        """Write `manifest.json`, last of a release's files."""
        text = json.dumps(self.__dict__, indent=2, ensure_ascii=False) + "\n"
        (folder / MANIFEST).write_text(text, encoding="utf-8")


def build_candidate(
    home: Home, indicators: Sequence[Indicator], sources: Sequence[Source]
) -> Manifest:
    """Write `candidate/` from the protected rows: Parquet by table and year, DuckDB, manifest."""
    folder = home.candidate
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "reserves").mkdir(parents=True, mode=0o700)
    tables: dict[str, pl.DataFrame] = {}
    for table in TABLES:
        everything = _protected(home, table)
        tables[f"{table}_all"] = everything
        tables[table] = recommended(everything, indicators)
    for table, rows in tables.items():
        for (year,), of_year in sorted(rows.partition_by("year", as_dict=True).items()):
            of_year.write_parquet(
                folder / "reserves" / f"{table}-{year}.parquet",
                compression="zstd",
                compression_level=3,
            )
    content = _content(folder)
    kind = home.kind or "official"
    created = datetime.now(UTC)
    release_id = f"{kind}-{created:%Y%m%dT%H%M%SZ}-{content[:8]}"
    manifest = Manifest(
        release_id=release_id,
        created=created.isoformat(timespec="seconds"),
        kind=kind,
        protection=PROTECTION,
        content=content,
        tables={table: rows.height for table, rows in tables.items()},
    )
    build_database(
        folder / "wellbeing.duckdb",
        tables,
        catalogue(home, indicators, sources, tables),
        {
            "release_id": release_id,
            "created": manifest.created,
            "kind": kind,
            "protection": PROTECTION,
            "content": content,
        },
    )
    manifest.write(folder)
    return manifest


def publish(home: Home) -> tuple[Manifest, bool]:
    """Make the candidate current; returns its manifest and whether anything was published.

    A candidate whose content equals the current release's is dropped: the release stays.
    """
    candidate = Manifest.read(home.candidate)
    if candidate is None:
        raise VarantoError("There is no candidate to publish. Run varanto refresh.")
    current = Manifest.read(home.current)
    if current is not None and current.content == candidate.content:
        return current, False
    target = home.releases / candidate.release_id
    os.rename(home.candidate, target)
    for path in target.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    link = home.releases / f".current-{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(target.name)
    os.replace(link, home.current)
    _drop_old_databases(home)
    return candidate, True


def releases(home: Home) -> list[Manifest]:
    """All releases, oldest first."""
    found = [
        Manifest.read(p.parent)
        for p in home.releases.glob(f"*/{MANIFEST}")
        if not p.parent.is_symlink()
    ]
    return sorted((m for m in found if m is not None), key=lambda m: m.created)


def _protected(home: Home, table: str) -> pl.DataFrame:
    files = sorted((home.protected / table).glob("year=*.parquet"))
    official = home.official / f"{table}.parquet"
    parts = [pl.read_parquet(f, hive_partitioning=False) for f in files]
    if official.exists():
        parts.append(pl.read_parquet(official))
    return shaped(pl.concat(parts)) if parts else pl.DataFrame(schema=SCHEMA)


def _content(folder: Path) -> str:
    """Digest of the Parquet files; equal for equal content, whatever the day."""
    digest = hashlib.sha256()
    for file in sorted((folder / "reserves").glob("*.parquet")):
        digest.update(file.name.encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _drop_old_databases(home: Home) -> None:
    """Parquet and manifests are kept for ever, DuckDB files for the newest releases only."""
    for manifest in releases(home)[:-KEPT_DATABASES]:
        folder = home.releases / manifest.release_id
        database = folder / "wellbeing.duckdb"
        if database.exists():
            folder.chmod(0o755)
            database.unlink()
            folder.chmod(0o555)
