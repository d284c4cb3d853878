"""The job-seeker register of a year: searches, spells under employment codes, placements.

The searches in force in the year, each with all its spells. From 2024 on employment codes have two
digits, headers are in capitals and dates are YYYY-MM-DD, as from URA itself. Now and then spells
overlap, and a spell comes twice: open, as an earlier extract had it, and ended.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from sources.synthetic import faults, ids, income_register, output, reserves, unemployment
from sources.synthetic.faults import DUPLICATE, Fault, fixed
from sources.synthetic.livelihood import EMPLOYED, OTHER, STUDENT
from sources.synthetic.output import Dialect, TableFile, Written
from sources.synthetic.scene import Scene

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

SOURCE = "job_seekers"
DIALECT = Dialect(";", "iso-8859-1", line_end="\r\n")
SEARCH = ("hetu", "alkpv1", "loppv1", "hedkd", "hapkd")
SPELL = ("hetu", "tappvh", "tppvm", "tyok1", "tymsyy")
PLACEMENT = ("hetu", "alkpv2", "loppv2", "sijkds", "ralaj", "ammnos")

PLACED, AT_WORK, UNEMPLOYED, LAID_OFF, SHORT_WEEK, OUTSIDE = range(6)
IN_SERVICE, IN_EDUCATION, PART_TIME, UNKNOWN = 7, 8, 9, 10
URA_SINCE = 2024
_PART_TIME_SINCE = ids.day_of(2022, 5, 1)


def _dates(first: str, last: str, backwards: str) -> list[Fault]:
    return [
        Fault(last, backwards, fixed("1.1.1950"), filled=False),
        Fault(first, "not_a_date", lambda date: f"31.13{date[-5:]}"),
        Fault(first, "missing", fixed("")),
        Fault(last, "not_a_date", fixed("31.4.2021"), filled=False),
    ]


SEARCH_FAULTS = [
    *faults.hetu_faults("hetu", dash=False),
    *_dates("alkpv1", "loppv1", "search_backwards"),
    Fault("hetu", DUPLICATE),
    Fault("hedkd", "unknown_code", fixed("77")),
]
SPELL_FAULTS = [
    *faults.hetu_faults("hetu", dash=False),
    *_dates("tappvh", "tppvm", "spell_backwards"),
    Fault("tyok1", "unknown_code", fixed("A")),
    Fault("hetu", DUPLICATE),
    Fault("tyok1", "missing", fixed("")),
]
PLACEMENT_FAULTS = [
    *faults.hetu_faults("hetu", dash=False),
    *_dates("alkpv2", "loppv2", "placement_backwards"),
    Fault("sijkds", "bad_pattern", fixed("palkkatuki")),
    Fault("ralaj", "unknown_code", fixed("9")),
]


def write(scene: Scene) -> list[Written]:
    """Write the year's searches, spells and placements under `scene.root`."""
    rng = scene.world.rng("job seeker files", scene.year)
    spells = pl.concat([_unemployed(scene, rng), _others(scene, rng)]).sort("person", "start")
    searches = (
        spells.group_by("person", maintain_order=True)
        .agg(
            pl.col("start").min(),
            pl.when((pl.col("end") == 0).any()).then(0).otherwise(pl.col("end").max()).alias("end"),
        )
        .with_columns(
            hedkd=pl.Series(rng.choice(["01", "13", "03", "11", "06"], _persons(spells))),
            hapkd=pl.when(pl.col("end") > 0).then(pl.lit("03")),
        )
    )
    width = 2 if scene.year >= URA_SINCE else 1
    code = pl.col("code").cast(pl.String).str.zfill(width)
    spells = spells.with_columns(
        tyok1=pl.when(pl.col("code") == UNKNOWN).then(pl.lit("z")).otherwise(code),
        tymsyy=pl.when((pl.col("end") > 0) & (pl.col("code") == UNEMPLOYED)).then(pl.lit("06")),
    )
    placed = spells.filter(pl.col("code") == PLACED)
    placed = placed.with_columns(
        sijkds=pl.Series(rng.choice(["5T", "6T", "6V", "55"], placed.height)),
        ralaj=pl.Series(rng.choice(["0", "1", "5"], placed.height)),
        ammnos=pl.Series(rng.choice(["51201", "91120", "71150", "53210"], placed.height)),
    )
    return [
        _file(scene, "haku", SEARCH, searches, SEARCH_FAULTS, rng),
        _file(scene, "tyollisyys", SPELL, spells, SPELL_FAULTS, rng),
        _file(scene, "sijoitus", PLACEMENT, placed, PLACEMENT_FAULTS, rng),
    ]


def _persons(spells: pl.DataFrame) -> int:
    return spells["person"].n_unique()


def _unemployed(scene: Scene, rng: np.random.Generator) -> pl.DataFrame:
    """Spells of those who were unemployed in the year, with their services and the odd overlap."""
    found = unemployment.of_year(scene.world, scene.who, scene.life, scene.year)
    n, end = len(found.rows), found.end
    recent = found.start >= ids.day_of(scene.year - 1, 7)
    state = np.where(recent & (rng.random(n) < 0.2), LAID_OFF, UNEMPLOYED)
    served = found.served_to > 0
    year_end = ids.day_of(scene.year, 12, 31)
    to_the_end = served & (end == 0) & (found.served_to > year_end)
    served_last = np.where(to_the_end, 0, found.served_to - 1)
    first_end = np.where(served, found.served_from - 1, end)
    again = np.flatnonzero(served & ~to_the_end & ((end == 0) | (found.served_to <= end)))
    parts = [
        _spells(found.rows, found.start, first_end, state),
        _spells(found.rows[served], found.served_from[served], served_last[served], IN_SERVICE),
        _spells(found.rows[again], found.served_to[again], end[again], state[again]),
    ]
    odd = rng.random(n)
    late = np.flatnonzero((odd < 0.02) & ((end == 0) | (end > found.start + 20)) & ~served)
    twin = np.flatnonzero((odd > 0.97) & (end > 0) & ~served)
    parts.append(_spells(found.rows[late], found.start[late] + 14, end[late], state[late]))
    parts.append(_spells(found.rows[twin], found.start[twin], np.zeros_like(twin), state[twin]))
    spells = pl.concat(parts)
    return spells.filter((pl.col("end") == 0) | (pl.col("end") >= pl.col("start")))


def _others(scene: Scene, rng: np.random.Generator) -> pl.DataFrame:
    """Spells of job seekers who were not unemployed: at work, placed, in education, outside."""
    who, life, year = scene.who, scene.life, scene.year
    n, draw = len(who), rng.random(len(who))
    ages = life.ages
    within = who.here & (ages >= 18) & (ages < 65) & (life.idle == 0)
    weak = who.z[:, reserves.WORK] < -0.3
    code = np.full(n, -1)
    employed = within & (life.status == EMPLOYED)
    code[employed & (draw < 0.03)] = AT_WORK
    code[employed & (draw > 0.995)] = SHORT_WEEK
    code[employed & weak & (draw > 0.955) & (draw < 0.99)] = PLACED
    part_time = employed & life.part_time & (draw > 0.3) & (draw < 0.45)
    code[part_time] = PART_TIME if year >= 2022 else AT_WORK
    code[within & (life.status == STUDENT) & (draw < 0.03)] = IN_EDUCATION
    code[within & (life.status == OTHER) & (draw < 0.08)] = OUTSIDE
    code[within & (life.status == OTHER) & (draw > 0.998)] = UNKNOWN
    rows = np.flatnonzero(code >= 0)
    year_end = ids.day_of(year, 12, 31)
    start = year_end - rng.integers(1, 400, len(rows))
    start = np.where(code[rows] == PART_TIME, np.maximum(start, _PART_TIME_SINCE), start)
    ended = (rng.random(len(rows)) < 0.3) & (start > ids.day_of(year))
    end = np.where(ended, start + ((year_end - start) * rng.random(len(rows))).astype(int), 0)
    return _spells(rows, start, end, code[rows])


def _spells(rows: Ints, start: Ints, end: Ints, code: Ints | int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "person": rows.astype(np.int64),
            "start": start.astype(np.int64),
            "end": end.astype(np.int64),
            "code": np.broadcast_to(np.asarray(code, dtype=np.int64), rows.shape),
        }
    )


def _file(
    scene: Scene,
    name: str,
    columns: tuple[str, ...],
    rows: pl.DataFrame,
    kinds: Sequence[Fault],
    rng: np.random.Generator,
) -> Written:
    """One table of the year, its dates written out and its faults planted."""
    head = columns if scene.year < URA_SINCE else tuple(c.upper() for c in columns)
    path = f"{SOURCE}/{scene.year}/tyonhaku_{name}_{scene.year}.csv"
    file = TableFile(scene.root, path, head, DIALECT)
    person = rows["person"].to_numpy()
    year_end = np.full(len(person), ids.day_of(scene.year, 12, 31))
    code, plain = income_register.earner_codes(scene.who, person, year_end, rng)
    said = pl.Series(rng.random(len(person)) < 0.7)  # that it is open; else the field is empty
    written = output.dotted if scene.year < URA_SINCE else output.dashed
    block = rows.select(
        code.alias("hetu"),
        written(pl.col("start")).alias(columns[1]),
        pl.when(pl.col("end") > 0)
        .then(written(pl.col("end")))
        .when(said)
        .then(pl.lit("11.11.2222" if scene.year < URA_SINCE else "2222-11-11"))
        .alias(columns[2]),
        *columns[3:],
    )
    # An end before May 2022 would make a part-time spell wrong twice.
    fit = plain & (rows["code"] != PART_TIME).to_numpy() if "code" in rows.columns else plain
    changed, _ = scene.book.plant(file, SOURCE, scene.year, block, kinds, rng, fit)
    file.write(changed.rename(dict(zip(columns, head, strict=True))))
    return file.close()
