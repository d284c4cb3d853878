"""Hospital care of a year (Hilmo): spells that ended in it, their diagnoses and procedures.

ISO-8859-1, semicolons, dates `dd.mm.yyyy`. Most ward stays say so by mode of contact (R80), some
only by branch of service; every tenth outpatient visit is remote. Long stays began the year before.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from sources.synthetic import care, faults, income_register, output
from sources.synthetic.care import Events
from sources.synthetic.faults import DUPLICATE, ORPHAN, Fault, FaultBook, fixed, nobodys
from sources.synthetic.output import CARE_REGISTERS, TableFile, Written
from sources.synthetic.people import People
from sources.synthetic.scene import Scene

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.str_]

SOURCE = "hospital_care"
BLOCK = 100_000

SPELL = (
    "HILMO_ID",
    "TNRO",
    "VUOSI",
    "PALA",
    "EA",
    "TUPVA",
    "LPVM",
    "PDGO",
    "PDGE",
    "YHTEYSTAPA",
    "KIIREELLISYYS",
)
DIAGNOSIS = ("HILMO_ID", "KENTTA", "N", "KOODI")
PROCEDURE = ("HILMO_ID", "N", "TOIMP")

_SPECIALTIES = np.array([["70", "75", "70F"], ["20", "20J", "15"], ["10", "10K", "98"]])
_OTHER_SPECIALTIES = np.array(["10", "20", "25", "30", "40", "50", "55", "60", "65", "80"])
_EXTERNAL_CAUSES = np.array(["W190", "W010", "V134", "X599", "Y839", "W228"])
_OPERATIONS = np.array(["NFB30", "JKA20", "MCA10", "ABC36", "FNG02", "CJE20", "NHJ10"])


def _other_year(year: str) -> str:
    return str(int(year) - 1)


SPELL_FAULTS = [
    Fault("LPVM", "not_a_date", lambda date: f"31.02.{date[6:]}"),
    Fault("TUPVA", "discharged_before_arrival", fixed("31.12.2099")),
    Fault("HILMO_ID", DUPLICATE),
    Fault("VUOSI", "year_not_of_discharge", _other_year),
    Fault("LPVM", "missing", fixed("")),
    *faults.hetu_faults("TNRO", dash=False),
    Fault("PDGO", "bad_pattern", fixed("murtuma")),
    Fault("YHTEYSTAPA", "unknown_code", fixed("R99")),
    Fault("TUPVA", "not_a_date", fixed("2023-05-06")),
    Fault("PALA", "bad_pattern", fixed("S1")),
]
DIAGNOSIS_FAULTS = [
    Fault("KOODI", "bad_pattern", fixed("250")),
    Fault("HILMO_ID", ORPHAN, nobodys),
    Fault("KENTTA", "unknown_code", fixed("XDG")),
    Fault("KOODI", "missing", fixed("")),
    Fault("HILMO_ID", DUPLICATE),
    Fault("N", "not_a_number", fixed("II")),
    Fault("N", "out_of_range", fixed("-1")),
]
PROCEDURE_FAULTS = [
    Fault("TOIMP", "bad_pattern", fixed("NF")),
    Fault("HILMO_ID", ORPHAN, nobodys),
    Fault("TOIMP", "missing", fixed("")),
    Fault("HILMO_ID", DUPLICATE),
]


@dataclass
class _Register:
    """The three open files of a year, and how many spells stand in them."""

    book: FaultBook
    year: int
    rng: np.random.Generator
    spells: TableFile
    diagnoses: TableFile
    procedures: TableFile
    written: int = 0


def write(scene: Scene) -> list[Written]:
    """Write the spells that ended in the scene's year; what was written."""
    year, folder = scene.year, f"{SOURCE}/{scene.year}"

    def opened(name: str, columns: tuple[str, ...]) -> TableFile:
        return TableFile(scene.root, f"{folder}/{name}_{year}.csv.gz", columns, CARE_REGISTERS)

    register = _Register(
        scene.book,
        year,
        scene.world.rng("hospital files", year),
        opened("hilmo", SPELL),
        opened("hilmo_diagnoosit", DIAGNOSIS),
        opened("hilmo_toimenpiteet", PROCEDURE),
    )
    for start in range(0, len(scene.who), BLOCK):
        part = scene.who.take(np.arange(start, min(start + BLOCK, len(scene.who))))
        ages = scene.life.ages[start : start + BLOCK]
        for rates, ward in ((care.WARD, True), (care.OUTPATIENT, False)):
            made = care.events(part, year, rates, 0.4, register.rng)
            _spells(register, part, ages, made, ward=ward)
    return [f.close() for f in (register.spells, register.diagnoses, register.procedures)]


def _spells(register: _Register, part: People, ages: Ints, made: Events, *, ward: bool) -> None:
    rng, year, n = register.rng, register.year, len(made)
    key = year % 100 * 100_000_000 + register.written + np.arange(n) + 1
    register.written += n
    arrived = made.day
    if ward:
        mean = np.interp(ages[made.person], [0, 40, 70, 90], [3.0, 3.5, 6.0, 12.0])
        arrived = made.day - (rng.exponential(1, n) * mean).astype(np.int64)
        arrived = np.maximum(arrived, part.born[made.person])
    code, plain = income_register.earner_codes(part, made.person, made.day, rng)
    # A pair: its cause in the place of the main diagnosis, its symptom beside it.
    paired = (made.cause == care.CHRONIC) & (rng.random(n) < 0.04)
    branch, mode = _kinds(n, ward, rng)
    luck = rng.integers(0, 3, n)
    own = _SPECIALTIES[np.minimum(made.cause, 2), luck]
    other = _OTHER_SPECIALTIES[rng.integers(0, len(_OTHER_SPECIALTIES), n)]
    frame = pl.DataFrame(
        {
            "HILMO_ID": key,
            "TNRO": code,
            "VUOSI": np.full(n, year),
            "PALA": branch,
            "EA": np.where(made.cause == care.OTHER, other, own),
            "TUPVA": output.dotted_days(arrived),
            "LPVM": output.dotted_days(made.day),
            "PDGO": np.where(paired, "E104", made.code),
            "PDGE": np.where(paired, "G632", ""),
            "YHTEYSTAPA": mode,
            "KIIREELLISYYS": np.where(rng.random(n) < (0.6 if ward else 0.15), "5", "1"),
        }
    ).with_columns(pl.col("PDGE", "YHTEYSTAPA").replace("", None))
    changed, rows = register.book.plant(
        register.spells, SOURCE, year, frame.select(SPELL), SPELL_FAULTS, rng, plain
    )
    register.spells.write(changed)
    refused = np.zeros(n, dtype=np.bool_)
    refused[rows] = True
    _diagnoses(register, made, key, refused)
    _procedures(register, key, refused, 0.34 if ward else 0.12)


def _kinds(n: int, ward: bool, rng: np.random.Generator) -> tuple[Texts, Texts]:
    """Branch of service and mode of contact."""
    draw = rng.random(n)
    if ward:
        mode = np.select([draw < 0.92, draw < 0.96], ["R80", ""], "R10")
        return np.where(rng.random(n) < 0.97, "1", "6"), mode
    branches = np.array(["2", "91", "92", "93", "94"])
    branch = branches[np.searchsorted([0.08, 0.22, 0.5, 0.95], draw)]
    remote = np.array(["R51", "R52", "R56"])[rng.integers(0, 3, n)]
    mode = np.where((branch == "93") & (rng.random(n) < 0.2), remote, "R10")
    return branch, np.where(branch == "94", "R60", mode)


def _diagnoses(register: _Register, made: Events, key: Ints, refused: Bools) -> None:
    """Side diagnoses, up to two a spell; the external cause of an injury."""
    rng, n = register.rng, len(made)
    count = rng.binomial(2, 0.22, n)
    spell = np.repeat(np.arange(n), count)
    nth = np.zeros(len(spell), dtype=np.int64)
    nth[1:] = spell[1:] == spell[:-1]
    pool = np.array([*care.CODES[care.CHRONIC], *care.CODES[care.OTHER]])
    hurt = np.flatnonzero((made.cause == care.INJURY) & (rng.random(n) < 0.9))
    external = _EXTERNAL_CAUSES[rng.integers(0, len(_EXTERNAL_CAUSES), len(hurt))]
    row = np.concatenate([spell, hurt])
    block = pl.DataFrame(
        {
            "HILMO_ID": key[row],
            "KENTTA": np.repeat(["SDGO", "ULKSYY"], [len(spell), len(hurt)]),
            "N": np.concatenate([nth, np.zeros(len(hurt), dtype=np.int64)]),
            "KOODI": np.concatenate([pool[rng.integers(0, len(pool), len(spell))], external]),
        }
    )
    _write_children(register, register.diagnoses, block, DIAGNOSIS_FAULTS, refused[row])


def _procedures(register: _Register, key: Ints, refused: Bools, share: float) -> None:
    rng = register.rng
    row = np.flatnonzero(rng.random(len(key)) < share)
    block = pl.DataFrame(
        {
            "HILMO_ID": key[row],
            "N": np.zeros(len(row), dtype=np.int64),
            "TOIMP": _OPERATIONS[rng.integers(0, len(_OPERATIONS), len(row))],
        }
    )
    _write_children(register, register.procedures, block, PROCEDURE_FAULTS, refused[row])


def _write_children(
    register: _Register, file: TableFile, block: pl.DataFrame, kinds: list[Fault], lost: Bools
) -> None:
    changed, _ = register.book.plant(file, SOURCE, register.year, block, kinds, register.rng, ~lost)
    register.book.cascade(file, SOURCE, register.year, np.flatnonzero(lost))
    file.write(changed)
