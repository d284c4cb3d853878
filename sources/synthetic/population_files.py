"""The population register's extract of a year: persons, residence spells, corrected identity codes.

Everyone who lived in Finland at some time of the year; those who died or left have a date.
ISO-8859-1, semicolons, dates YYYYMMDD. Residence rows always carry the active identity code.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from sources.synthetic import faults, ids, output, people
from sources.synthetic.faults import DUPLICATE, ORPHAN, Fault, FaultBook, fixed
from sources.synthetic.output import POPULATION, TableFile, Written
from sources.synthetic.people import People
from sources.synthetic.world import World

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

SOURCE = "population"
BLOCK = 200_000

PERSON = (
    "HENKILOTUNNUS",
    "SUKUPUOLI",
    "SYNTYMAPV",
    "SYNTYMAPV_TARKKUUS",
    "KUOLINPV",
    "AIDINKIELI",
    "KANSALAISUUS",
    "SIVIILISAATY",
    "TURVAKIELTO",
    "USKONTOKUNTALAJI",
)
SPELL = (
    "HENKILOTUNNUS",
    "KUNTAKOODI",
    "KUNTAANMUUTTOPV",
    "KUNNASTAPOISMUUTTOPV",
    "ASUINPAIKANTUNNUS",
)
CORRECTION = ("MUUTETTUHENKILOTUNNUS", "AKTIIVINENHENKILOTUNNUS", "MUUTOSPV", "VOIMASSAOLO")

_PERSON_FAULTS = [
    *faults.hetu_faults("HENKILOTUNNUS", dash=False),
    Fault("SYNTYMAPV", "not_a_date", faults.month_13),
    Fault("SUKUPUOLI", "unknown_code", fixed("MUU")),
    Fault("HENKILOTUNNUS", DUPLICATE),
    Fault("SYNTYMAPV", "missing", fixed("")),
    Fault("KUOLINPV", "death_before_birth", fixed("18981231")),
    Fault("SUKUPUOLI", "missing", fixed("")),
    Fault("KUOLINPV", "not_a_date", fixed("31.12.")),
]


def _stranger(hetu: str) -> str:
    """A valid code born in 1901, when nobody here was born."""
    date, number = hetu[:4].replace("2902", "2802") + "01", hetu[7:10]
    return f"{date}-{number}{ids.check_character(date, number)}"


_SPELL_FAULTS = [
    Fault("KUNTAANMUUTTOPV", "not_a_date", faults.month_13),
    Fault("HENKILOTUNNUS", "hetu_bad_check", faults.bad_check),
    Fault("KUNTAANMUUTTOPV", "missing", fixed("")),
    Fault("HENKILOTUNNUS", DUPLICATE),
    Fault("HENKILOTUNNUS", ORPHAN, _stranger, once=True),
    Fault("KUNNASTAPOISMUUTTOPV", "not_a_date", fixed("abc"), filled=False),
    Fault("KUNNASTAPOISMUUTTOPV", "moved_out_before_in", fixed("18990101"), filled=False),
    Fault("HENKILOTUNNUS", "missing", fixed("")),
]

_CORRECTION_FAULTS = [
    Fault("MUUTOSPV", "not_a_date", faults.month_13),
    Fault("MUUTETTUHENKILOTUNNUS", "hetu_bad_check", faults.bad_check),
    Fault("MUUTOSPV", "missing", fixed("")),
    Fault("AKTIIVINENHENKILOTUNNUS", "missing", fixed("")),
]


@dataclass
class _Extract:
    """The three open files of a year and what they share."""

    book: FaultBook
    year: int
    rng: np.random.Generator
    persons: TableFile
    spells: TableFile
    corrections: TableFile


def write(world: World, who: People, year: int, book: FaultBook, root: Path) -> list[Written]:
    """Write the extract of `year` under `root`; what was written."""
    folder = f"{SOURCE}/{year}"
    extract = _Extract(
        book,
        year,
        world.rng("population files", year),
        TableFile(root, f"{folder}/vtj_henkilo_{year}.csv", PERSON, POPULATION),
        TableFile(root, f"{folder}/vtj_kotikunta_{year}.csv", SPELL, POPULATION),
        TableFile(root, f"{folder}/vtj_hetukorjaus_{year}.csv", CORRECTION, POPULATION),
    )
    for start in range(0, len(who), BLOCK):
        part = who.take(np.arange(start, min(start + BLOCK, len(who))))
        refused, lost = _persons(extract, part)
        _spells(extract, world, part, refused, lost)
    _corrections(extract, who)
    return [f.close() for f in (extract.persons, extract.spells, extract.corrections)]


def _birth_dates(part: People) -> pl.DataFrame:
    """Birth dates as text, with 00 for what isn't known, and their precision."""
    frame = pl.DataFrame({"born": part.born, "vague": part.precision})
    full = output.compact(pl.col("born"))
    return frame.select(
        pl.when(pl.col("vague") == 2)
        .then(full.str.head(4) + "0000")
        .when(pl.col("vague") == 1)
        .then(full.str.head(6) + "00")
        .otherwise(full)
        .alias("SYNTYMAPV"),
        pl.col("vague")
        .replace_strict([0, 1, 2], ["PAIVA", "KUUKAUSI", "VUOSI"], return_dtype=pl.String)
        .alias("SYNTYMAPV_TARKKUUS"),
    )


def _persons(extract: _Extract, part: People) -> tuple[Bools, Bools]:
    """Write persons; who is refused, and whose identity code is lost with that."""
    n = len(part)
    belief = np.where(part.u[:, 0] < 0.63, 1, np.where(part.u[:, 0] < 0.66, 2, 9))
    block = output.texts(
        {
            "HENKILOTUNNUS": part.hetu,
            "SUKUPUOLI": np.where(part.male, "MIES", "NAINEN"),
            "died": part.died,
            "AIDINKIELI": people.LANGUAGES[part.language],
            "KANSALAISUUS": part.citizenship,
            "SIVIILISAATY": part.marital,
            "TURVAKIELTO": part.protected.astype(np.int8),
            "USKONTOKUNTALAJI": belief,
        }
    )
    block = block.with_columns(
        output.compact(pl.col("died")).alias("KUOLINPV"), *_birth_dates(part).get_columns()
    ).select(PERSON)
    fit = (part.corrected == 0) & (part.precision == 0)
    changed, rows = extract.book.plant(
        extract.persons, SOURCE, extract.year, block, _PERSON_FAULTS, extract.rng, fit
    )
    refused = np.zeros(n, dtype=np.bool_)
    refused[rows] = True
    key, was = changed["HENKILOTUNNUS"].head(n), block["HENKILOTUNNUS"]
    extract.persons.write(changed)
    return refused, (key != was).fill_null(True).to_numpy()


def _spells(extract: _Extract, world: World, part: People, refused: Bools, lost: Bools) -> None:
    """Write residence spells: where movers lived until then, and where everyone lives last."""
    movers = np.flatnonzero(part.moved > 0)
    who = np.concatenate([movers, np.arange(len(part))])
    earlier = np.arange(len(who)) < len(movers)
    order = np.lexsort((~earlier, who))
    who, earlier = who[order], earlier[order]
    gone = np.maximum(part.died, part.left)[who]
    home = np.where(earlier, part.before_dwelling[who], part.dwelling[who])
    block = output.texts(
        {
            "HENKILOTUNNUS": part.hetu[who],
            "KUNTAKOODI": world.places.code[np.where(earlier, part.before_mun[who], part.mun[who])],
            "start": np.where(earlier, part.before_since[who], part.since[who]),
            "end": np.where(earlier, part.moved[who], gone),
            "ASUINPAIKANTUNNUS": ids.dwellings(
                world.buildings.of_dwelling[home], world.buildings.within[home]
            ),
        }
    )
    block = block.with_columns(
        output.compact(pl.col("start")).alias("KUNTAANMUUTTOPV"),
        output.compact(pl.col("end")).alias("KUNNASTAPOISMUUTTOPV"),
    ).select(SPELL)
    changed, _ = extract.book.plant(
        extract.spells, SOURCE, extract.year, block, _SPELL_FAULTS, extract.rng, ~refused[who]
    )
    # A parent whose own code was spoilt is nowhere to be found; the others are found, refused.
    for kind, parents in (("orphan", refused & lost), ("parent_quarantined", refused & ~lost)):
        extract.book.cascade(
            extract.spells, SOURCE, extract.year, np.flatnonzero(parents[who]), kind
        )
    extract.spells.write(changed)


def _corrections(extract: _Extract, who: People) -> None:
    rows = np.flatnonzero(who.corrected > 0)
    block = output.texts(
        {
            "MUUTETTUHENKILOTUNNUS": who.old_hetu[rows],
            "AKTIIVINENHENKILOTUNNUS": who.hetu[rows],
            "changed": who.corrected[rows],
            "VOIMASSAOLO": np.full(len(rows), "AKTIIVI"),
        }
    )
    block = block.with_columns(output.compact(pl.col("changed")).alias("MUUTOSPV"))
    block = block.select(CORRECTION)
    changed, _ = extract.book.plant(
        extract.corrections, SOURCE, extract.year, block, _CORRECTION_FAULTS, extract.rng
    )
    extract.corrections.write(changed)
