"""Candidate and release: written aside, audited, then made current by one atomic swap."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from quality.acceptance import Acceptance, acceptances, in_force
from quality.audit.candidate import Candidate, Shape
from quality.audit.result import Audit, require_passed
from quality.audit.run import audit
from quality.protection import protection_of
from sources.declarations import Indicator, Source
from sources.errors import VarantoError
from sources.home import Home
from warehouse.catalogue import catalogue
from warehouse.database import build_database, described
from warehouse.selection import recommended
from warehouse.shape import COLUMNS, KEY, KEY_ALL, SCHEMA, TABLES, shaped
from warehouse.versions import code_version

MANIFEST = "manifest.json"
DATABASE = "wellbeing.duckdb"
RESERVES = "reserves"
CODE = ("sources", "quality", "warehouse", "assets")
SHAPE = Shape(
    types=SCHEMA,
    sql={c.name: c.sql for c in COLUMNS},
    key=KEY,
    key_all=KEY_ALL,
    tables=TABLES,
)
KEPT_DATABASES = 30


@dataclass(frozen=True)
class Manifest:
    """What a release is: read from its `manifest.json`.

    `tables` gives the rows of each table, `digests` the SHA-256 of its Parquet files (`content` is
    that of all of them), `about` the digest of what is said of the figures (catalogue, comments,
    macros), `deliveries` what it was made of, by source and period; `definitions` the version of
    each indicator's definition, `code` the digest of the code that made it.
    """

    release_id: str
    created: str
    kind: str
    protection: str
    content: str
    tables: dict[str, int]
    digests: dict[str, str] = field(default_factory=dict)
    deliveries: dict[str, dict[str, str]] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)
    code: str = ""
    about: str = ""

    def says_the_same(self, other: Manifest) -> bool:
        """Whether both have the same figures and say the same of them."""
        mine = self.content, self.about, self.protection
        return mine == (other.content, other.about, other.protection)

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
    everything = {table: _protected(home, table) for table in TABLES}
    return write_candidate(home, everything, indicators, sources)


def write_candidate(
    home: Home,
    everything: Mapping[str, pl.DataFrame],
    indicators: Sequence[Indicator],
    sources: Sequence[Source],
) -> Manifest:
    """Write `candidate/` from shaped rows of every series, by reserve."""
    folder = home.candidate
    shutil.rmtree(folder, ignore_errors=True)
    (folder / RESERVES).mkdir(parents=True, mode=0o700)
    tables: dict[str, pl.DataFrame] = {}
    for table in TABLES:
        tables[f"{table}_all"] = everything[table]
        tables[table] = recommended(everything[table], indicators)
    for table, rows in tables.items():
        for (year,), of_year in sorted(rows.partition_by("year", as_dict=True).items()):
            of_year.write_parquet(
                folder / RESERVES / f"{table}-{year}.parquet",
                compression="zstd",
                compression_level=3,
            )
    content = _digest(sorted((folder / RESERVES).glob("*.parquet")))
    kind = home.kind or "official"
    created = _after_the_last(home)
    catalog = catalogue(home, indicators, sources, tables)
    delivered = [(s, r) for s in sources for r in in_force(acceptances(home, s.id)).values()]
    manifest = Manifest(
        release_id=f"{kind}-{created:%Y%m%dT%H%M%SZ}-{content[:8]}",
        created=created.isoformat(timespec="seconds"),
        kind=kind,
        protection=protection_of(home, delivered),
        content=content,
        tables={table: rows.height for table, rows in tables.items()},
        digests={table: _digest(files) for table, files in parquet_files(folder).items()},
        deliveries=_deliveries(delivered),
        definitions={i.id: i.definition_version for i in indicators},
        code=code_version(*CODE),
        about=described(catalog),
    )
    build_database(
        folder / DATABASE,
        tables,
        catalog,
        {
            "release_id": manifest.release_id,
            "created": manifest.created,
            "kind": kind,
            "protection": manifest.protection,
            "content": content,
            "code": manifest.code,
        },
    )
    manifest.write(folder)
    return manifest


def read_candidate(
    home: Home, indicators: Sequence[Indicator], sources: Sequence[Source]
) -> Candidate:
    """The candidate as its files say, for the audit."""
    manifest = _manifest_of_candidate(home)
    files = parquet_files(home.candidate)
    return Candidate(
        home=home,
        shape=SHAPE,
        indicators=indicators,
        sources=sources,
        files=files,
        database=home.candidate / DATABASE,
        recorded_rows=manifest.tables,
        recorded_digests=manifest.digests,
        digests={table: _digest(of_table) for table, of_table in files.items()},
    )


def audit_candidate(
    home: Home, indicators: Sequence[Indicator], sources: Sequence[Source]
) -> Audit:
    """Judge the candidate; what was found lies in `candidate/quality/` when this returns."""
    manifest = _manifest_of_candidate(home)
    candidate = read_candidate(home, indicators, sources)
    return audit(candidate, home.candidate, manifest.release_id, manifest.content)


def publish_audited(home: Home) -> tuple[Manifest, bool]:
    """Publish the candidate if its audit passed, with just this content; else VarantoError."""
    candidate = _manifest_of_candidate(home)
    require_passed(home.candidate, candidate.content)
    if _digest(sorted((home.candidate / RESERVES).glob("*.parquet"))) != candidate.content:
        raise VarantoError(
            "The candidate's files changed after its audit, so it is not published. "
            "Run varanto refresh."
        )
    return publish(home)


def publish(home: Home) -> tuple[Manifest, bool]:
    """Make the candidate current; returns its manifest and whether anything was published.

    A candidate whose figures equal the current release's, and of which the same is said, is
    dropped: the release stays. So is one that equals a newer release which was moved into place,
    but not yet made current, when an earlier run was killed: that one becomes current.
    """
    candidate = _manifest_of_candidate(home)
    current = Manifest.read(home.current)
    if current is not None and current.says_the_same(candidate):
        return current, False
    published = releases(home)
    unfinished = published[published.index(current) + 1 :] if current in published else published
    for left in reversed(unfinished):
        if left.says_the_same(candidate):
            _make_current(home, left)
            return left, True
    # Files first: a folder that may not be written can't be moved.
    for path in home.candidate.rglob("*"):
        if path.is_file():
            path.chmod(0o444)
    os.rename(home.candidate, home.releases / candidate.release_id)
    _make_current(home, candidate)
    return candidate, True


def _make_current(home: Home, manifest: Manifest) -> None:
    target = home.releases / manifest.release_id
    for path in (target, *target.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    for leftover in home.releases.glob(".current-*"):
        leftover.unlink()
    link = home.releases / f".current-{os.getpid()}"
    link.symlink_to(manifest.release_id)
    os.replace(link, home.current)
    _drop_old_databases(home)


def releases(home: Home) -> list[Manifest]:
    """All releases, oldest first."""
    found = [
        Manifest.read(p.parent)
        for p in home.releases.glob(f"*/{MANIFEST}")
        if not p.parent.is_symlink()
    ]
    return sorted((m for m in found if m is not None), key=lambda m: (m.created, m.release_id))


def _protected(home: Home, table: str) -> pl.DataFrame:
    files = sorted((home.protected / table).glob("year=*.parquet"))
    official = home.official / f"{table}.parquet"
    parts = [pl.read_parquet(f, hive_partitioning=False) for f in files]
    if official.exists():
        parts.append(pl.read_parquet(official))
    return shaped(pl.concat(parts)) if parts else pl.DataFrame(schema=SCHEMA)


def parquet_files(folder: Path) -> dict[str, list[Path]]:
    """The Parquet files of each table (`<table>`, `<table>_all`) of a candidate or release."""
    return {
        name: sorted((folder / RESERVES).glob(f"{name}-*.parquet"))
        for table in TABLES
        for name in (table, f"{table}_all")
    }


def _digest(files: Sequence[Path]) -> str:
    """Digest of Parquet files; equal for equal content, whatever the day."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _manifest_of_candidate(home: Home) -> Manifest:
    manifest = Manifest.read(home.candidate)
    if manifest is None:
        raise VarantoError("There is no candidate to publish. Run varanto refresh.")
    return manifest


def _deliveries(delivered: Sequence[tuple[Source, Acceptance]]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for source, record in sorted(delivered, key=lambda d: d[1].period):
        found.setdefault(source.id, {})[record.period] = record.delivery
    return {s.id: found[s.id] for s, _ in delivered}


def _after_the_last(home: Home) -> datetime:
    """Now, but at least a second after the newest release: the order of releases is sure."""
    now = datetime.now(UTC).replace(microsecond=0)
    last = max((m.created for m in releases(home)), default="")
    try:
        return max(now, datetime.fromisoformat(last) + timedelta(seconds=1))
    except (ValueError, TypeError):  # no release yet
        return now


def _drop_old_databases(home: Home) -> None:
    """Parquet and manifests are kept for ever, DuckDB files for the newest releases only."""
    for manifest in releases(home)[:-KEPT_DATABASES]:
        folder = home.releases / manifest.release_id
        database = folder / DATABASE
        if database.exists():
            folder.chmod(0o755)
            database.unlink()
            folder.chmod(0o555)
