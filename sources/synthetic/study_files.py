"""KOSKI's delivery of a year: a JSON array with a document a learner, written as it streams.

Some rights come in two versions, some are annulled, some learners have no identity code: none of
that is a fault. Faults are planted in learners, rights, spells and achievements; what lies below a
faulty one falls with it. A row's number in the lists is its document's × 10,000 + its place among
the rows of its kind in that document; `file` names the kind after the file.
"""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import numpy as np
import polars as pl

from sources.synthetic import faults, oids, output, studies, study_documents
from sources.synthetic.faults import DUPLICATE, Fault, FaultBook, fixed
from sources.synthetic.output import Written
from sources.synthetic.people import People
from sources.synthetic.scene import Scene
from sources.synthetic.study_documents import ACHIEVEMENT, RIGHT, SPELL

SOURCE = "study_rights"
BLOCK = 200_000

_TWO_VERSIONS, _ANNULLED, _NAMELESS = 0.01, 0.004, 0.004
_STAGES = 16

_LEARNER_FAULTS = [
    *(f for f in faults.hetu_faults("henkilö.hetu", dash=True) if f.reason != "missing"),
    Fault("(document)", "malformed_document"),
    Fault("henkilö.oid", "person_oid_bad_check", oids.wrong_check),
    Fault("(document)", "duplicate_name"),
    Fault("henkilö.oid", "bad_pattern", lambda oid: oid.replace(".98.", ".97.")),
]
_RIGHT_FAULTS = [
    Fault(f"{RIGHT}.oid", "study_right_oid_bad_check", oids.wrong_check),
    Fault(f"{RIGHT}.alkamispäivä", "not_a_date", lambda date: f"{date[:5]}02-30"),
    Fault(f"{RIGHT}.oid", DUPLICATE),
    Fault(f"{RIGHT}.päättymispäivä", "ended_before_start", fixed("1998-05-31")),
    Fault(f"{RIGHT}.oid", "missing", fixed("")),
    Fault(f"{RIGHT}.versionumero", "out_of_range", fixed("0")),
    Fault(f"{RIGHT}.oppilaitos.oppilaitosnumero.koodiarvo", "bad_pattern", fixed("X0105")),
    Fault(f"{RIGHT}.tyyppi.koodiarvo", "missing", fixed("")),
]
_SPELL_FAULTS = [
    Fault(f"{SPELL}.alku", "not_a_date", lambda date: f"{date[8:]}.{date[5:7]}.{date[:4]}"),
    Fault(f"{SPELL}.opintojenRahoitus.koodiarvo", "unknown_code", fixed("99")),
    Fault(f"{SPELL}.alku", "missing", fixed("")),
]
_ACHIEVEMENT_FAULTS = [
    Fault(f"{ACHIEVEMENT}.tyyppi.koodiarvo", "missing", fixed("")),
    Fault(f"{ACHIEVEMENT}.koulutusmoduuli.tunniste.koodiarvo", "bad_pattern", fixed("35 13")),
    Fault(f"{ACHIEVEMENT}.vahvistus.päivä", "not_a_date", fixed("2023-13-31")),
]


class _DocumentFile:
    """The array of documents, written block by block; `documents` of them so far."""

    def __init__(self, root: Path, path: str) -> None:
        self.path = path
        self.name = Path(path).name
        self.documents = 0
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        self._target = target
        self._raw: IO[bytes] = target.open("wb")
        self._out = cast(
            IO[bytes], gzip.GzipFile("", "wb", compresslevel=4, fileobj=self._raw, mtime=0)
        )
        self._out.write(b"[")

    def write(self, texts: pl.Series) -> None:
        """Append documents."""
        if texts.len():
            self._out.write(b",\n" if self.documents else b"\n")
            self._out.write(texts.str.join(",\n").item().encode())
            self.documents += texts.len()

    def close(self) -> Written:
        """End the array; what the manifest says of the file."""
        self._out.write(b"\n]\n")
        self._out.close()
        self._raw.close()
        return output.described(self._target, self.path, self.documents)


@dataclass
class _Planting:
    """One block's tables as the faults are planted in them; columns are the original paths."""

    book: FaultBook
    year: int
    file: _DocumentFile
    rng: np.random.Generator

    def plant(
        self, table: pl.DataFrame, kind: str, kinds: Sequence[Fault], fit: pl.Expr
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The table with faults among its fit rows, and (row's position, column, reason)."""
        name = f"{self.file.name} {kind}".strip()
        due = self.book.due(name, table.height)
        rows = table.with_row_index("_at").filter(fit)["_at"].to_numpy()
        planted: list[tuple[int, str, str]] = []
        changes: dict[str, list[tuple[int, str]]] = {}
        turn = self.book.planted(name) + self.year
        for at in self.rng.permutation(rows).tolist() if due > 0 else ():
            if len(planted) == due:
                break
            fault = kinds[(turn + len(planted)) % len(kinds)]
            right = "" if fault.column == "(document)" else table[fault.column][at]
            if not right and fault.column not in ("(document)", f"{RIGHT}.päättymispäivä"):
                continue
            if fault.column != "(document)" and fault.reason != DUPLICATE:
                changes.setdefault(fault.column, []).append((at, fault.change(right)))
            planted.append((at, fault.column, fault.reason))
        for column, cells in changes.items():
            spoilt = table[column].scatter([at for at, _ in cells], [text for _, text in cells])
            table = table.with_columns(spoilt.alias(column))
        self.book.count(name, len(planted))
        for at, column, reason in planted:
            # A right that comes twice is refused where it comes the second time: as the last one.
            nth = table["_last" if reason == DUPLICATE else "_nth"][at]
            row = int(table["_doc"][at]) * 10_000 + int(nth)
            self.book.faults.append((SOURCE, self.year, name, row, column, reason))
        found = pl.DataFrame(
            planted,
            schema={"_at": pl.Int64, "column": pl.String, "reason": pl.String},
            orient="row",
        )
        return table, found

    def fall(self, table: pl.DataFrame, kind: str, why: pl.Expr) -> None:
        """Note the rows that fall with their parent; `why` is null for the others."""
        name = f"{self.file.name} {kind}"
        fallen = table.select("_doc", "_nth", why.alias("why")).filter(pl.col("why").is_not_null())
        for document, nth, reason in fallen.iter_rows():
            self.book.cascades.append((SOURCE, self.year, name, document * 10_000 + nth, reason))


def write(scene: Scene) -> list[Written]:
    """Write the year's delivery under `scene.root`."""
    year, who = scene.year, scene.who
    rng = scene.world.rng("study files", year)
    file = _DocumentFile(scene.root, f"{SOURCE}/{year}/koski_{year}.json.gz")
    planting = _Planting(scene.book, year, file, rng)
    nameless = 0
    for start in range(0, len(who), BLOCK):
        rows = np.arange(start, min(start + BLOCK, len(who)))
        part = who.take(rows)
        rights = studies.study(
            part, scene.life.student[rows], scene.life.attained[rows].astype(np.int64), year, rng
        )
        learners, table = _tables(part, rights, rng, nameless, file.documents)
        nameless += learners.filter(pl.col("henkilö.hetu") == "").height
        file.write(_documents(planting, learners, table))
    return [file.close()]


def _tables(
    who: People, made: studies.Studies, rng: np.random.Generator, nameless: int, done: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Learners, one row a document, and their rights, one row a right and version."""
    number = studies.numbers(who)
    rights = pl.DataFrame(
        {
            "person": made.person,
            f"{RIGHT}.oid": oids.study_rights(number[made.person] * _STAGES + made.stage),
            f"{RIGHT}.tyyppi.koodiarvo": made.kind,
            f"{RIGHT}.oppilaitos.oppilaitosnumero.koodiarvo": made.school,
            f"{RIGHT}.alkamispäivä": made.start,
            f"{RIGHT}.päättymispäivä": np.where(
                (made.then == studies.DONE) | (made.then == studies.RESIGNED), made.since, ""
            ),
            "then": made.then,
            "since": made.since,
            "funding": made.funding,
            f"{ACHIEVEMENT}.tyyppi.koodiarvo": made.achievement,
            f"{ACHIEVEMENT}.koulutusmoduuli.tunniste.koodiarvo": made.unit,
            "units": made.units,
            f"{ACHIEVEMENT}.vahvistus.päivä": made.confirmed,
        }
    )
    luck = rng.random(rights.height)
    rights = rights.with_columns(
        version=pl.Series(1 + (luck * 1e6).astype(np.int64) % 9),
        fate=pl.Series(
            np.select([luck < _TWO_VERSIONS, luck < _TWO_VERSIONS + _ANNULLED], [1, 2], 0)
        ),
    )
    # Learners without a code: copies of some, under numbers of their own.
    some = rights.filter(pl.Series(rng.random(rights.height) < _NAMELESS) & (pl.col("fate") == 0))
    strangers = np.arange(nameless, nameless + some.height) + 4_000_000_000
    some = some.with_columns(
        pl.Series("person", len(who) + np.arange(some.height)),
        pl.Series(f"{RIGHT}.oid", oids.study_rights(strangers)),
    )
    newer = rights.filter(pl.col("fate") == 1).with_columns(version=pl.col("version") + 1, fate=3)
    rights = pl.concat([rights, some.cast(rights.schema), newer.cast(rights.schema)])
    rights = rights.sort("person", maintain_order=True)
    hetu = np.concatenate([who.hetu, np.full(some.height, b"", dtype="S11")])
    codes = np.concatenate([number, strangers])
    stable = np.concatenate([who.corrected == 0, np.zeros(some.height, dtype=np.bool_)])
    persons = rights["person"].unique(maintain_order=True).to_numpy()
    learners = pl.DataFrame(
        {
            "person": persons,
            "henkilö.hetu": pl.Series(hetu[persons]).cast(pl.String),
            "henkilö.oid": oids.persons(codes[persons]),
            "stable": stable[persons],
        }
    ).with_columns(_doc=pl.int_range(done + 1, done + 1 + pl.len()), _nth=pl.lit(1))
    rights = rights.join(learners.select("person", "_doc"), on="person", maintain_order="left")
    return learners, rights.with_columns(
        pl.col("version").cast(pl.String).alias(f"{RIGHT}.versionumero"),
        _nth=pl.int_range(1, 1 + pl.len()).over("_doc"),
        _last=pl.len().over("_doc") + 1,
    )


def _documents(planting: _Planting, learners: pl.DataFrame, rights: pl.DataFrame) -> pl.Series:
    """The documents of a block, with its faults in them."""
    sound_learners = learners
    learners, bad_learners = planting.plant(
        learners, "", _LEARNER_FAULTS, pl.col("stable") & (pl.col("henkilö.hetu") != "")
    )
    broken = bad_learners.filter(pl.col("column") == "(document)")
    lost = sound_learners["_doc"].gather(broken["_at"])
    refused = sound_learners["_doc"].gather(
        bad_learners.filter(pl.col("column") != "(document)")["_at"]
    )
    codeless = sound_learners.filter(pl.col("henkilö.hetu") == "")["_doc"]
    out_of = [*lost, *refused, *codeless]
    fit = ~pl.col("_doc").is_in(out_of) & (pl.col("fate") == 0)
    # A copy comes last: one a document, or their places would depend on each other.
    alone = fit & (pl.col("_last") == 2)
    rights, bad_rights = planting.plant(rights, RIGHT, _RIGHT_FAULTS, alone)
    copied = bad_rights.filter(pl.col("reason") == DUPLICATE)["_at"]
    spoilt = bad_rights.filter(pl.col("reason") != DUPLICATE)
    keyless = spoilt.filter((pl.col("column") == f"{RIGHT}.oid") & (pl.col("reason") == "missing"))
    at = pl.int_range(pl.len())
    rights = rights.with_columns(
        # What lies below two rights without a number is told apart by version and day alone: days
        # are few, so no two such rights share a version.
        pl.when(at.is_in(keyless["_at"].implode()))
        .then(pl.col("_doc").cast(pl.String))
        .otherwise(f"{RIGHT}.versionumero")
        .alias(f"{RIGHT}.versionumero"),
        why=pl.when(pl.col("_doc").is_in(refused.implode()))
        .then(pl.lit(faults.PARENT))
        .when(at.is_in(keyless["_at"].implode()))
        .then(pl.lit(faults.ORPHAN))
        .when(at.is_in(spoilt["_at"].implode()))
        .then(pl.lit(faults.PARENT)),
        copied=at.is_in(copied.implode()),
    )
    there = ~pl.col("_doc").is_in(lost.implode())
    planting.fall(
        rights.filter(there & pl.col("_doc").is_in(refused.implode())), RIGHT, pl.col("why")
    )
    fine = fit & pl.col("why").is_null()
    spells = _spells(rights)
    spells, _ = planting.plant(spells, SPELL, _SPELL_FAULTS, fine)
    planting.fall(spells.filter(there), SPELL, pl.col("why"))
    achievements = rights.with_columns(pl.int_range(1, 1 + pl.len()).over("_doc").alias("_nth"))
    achievements, _ = planting.plant(achievements, ACHIEVEMENT, _ACHIEVEMENT_FAULTS, fine)
    planting.fall(achievements.filter(there), ACHIEVEMENT, pl.col("why"))
    return study_documents.texts(learners, bad_learners, rights, spells, achievements)


def _spells(rights: pl.DataFrame) -> pl.DataFrame:
    """One row a state of a right: present, then what came after, annulled last."""
    rights = rights.with_columns(_right=pl.int_range(pl.len()))
    keep = ["_right", "_doc", "why", "fate"]
    funding = pl.col("funding").alias(f"{SPELL}.opintojenRahoitus.koodiarvo")
    start = pl.col(f"{RIGHT}.alkamispäivä")
    first = rights.select(
        *keep,
        # A spoilt day of the right isn't that of its spell.
        pl.when(start.str.ends_with("02-30")).then(start.str.head(5) + "08-10").otherwise(start)
        .alias(f"{SPELL}.alku"),
        pl.lit(studies.PRESENT).alias("state"),
        funding,
    )  # fmt: skip
    later = rights.filter(pl.col("then") != "").select(
        *keep, pl.col("since").alias(f"{SPELL}.alku"), pl.col("then").alias("state"), funding
    )
    annulled = rights.filter(pl.col("fate") == 2).select(
        *keep,
        (pl.col("since").str.head(4).replace("", "2021") + "-11-11").alias(f"{SPELL}.alku"),
        pl.lit("mitatoity").alias("state"),
        pl.lit("").alias(f"{SPELL}.opintojenRahoitus.koodiarvo"),
    )
    spells = pl.concat([first, later, annulled]).sort("_right", maintain_order=True)
    return spells.with_columns(_nth=pl.int_range(1, 1 + pl.len()).over("_doc"), _last=pl.lit(0))
