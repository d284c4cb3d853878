"""Primary care records of a year (Avohilmo): visits, and their codes in four files more.

ISO-8859-1, semicolons, `dd.mm.yyyy hh:mm`. A record tells when help was asked for, its need
assessed, an appointment made, the visit begun and ended; many tell only some of this. One in thirty
was cancelled and one in thirty never came to a visit; 1.5 % are sent again, later, under their id.
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

SOURCE = "primary_care"
BLOCK = 100_000

MOMENTS = (
    "SEURANTATIETUE_PAIVITETTY",
    "YHTEYDENOTTO_AJANKOHTA",
    "HOIDONTARVE_AJANKOHTA",
    "AJANVARAUS_AJANKOHTA",
    "AJANVARAUS_VARATTU",
    "KAYNTI_ALKOI",
    "KAYNTI_LOPPUI",
    "PERUUTUS_AJANKOHTA",
)
VISIT = (
    "AVOHILMO_ID",
    "TNRO",
    *MOMENTS,
    "KAYNTI_YHTEYSTAPA",
    "KAYNTI_PALVELUMUOTO",
    "KAYNTI_AMMATTI",
)
CHILDREN: dict[str, tuple[str, ...]] = {
    "icd10": ("ICD10",),
    "icpc2": ("ICPC2",),
    "toimenpide": ("TOIMENPIDE",),
    "rokotus": ("LAAKEAINE", "ROKOTE_ANTOPVM", "ANNOS_JARJESTYSNRO"),
}

_MODES = np.array(["R10", "R51", "R56", "R20", "R52", "R41", "R71", "R72"])
_MODE_LIMITS = np.cumsum([0.60, 0.18, 0.09, 0.05, 0.03, 0.01, 0.02])
_ICPC2 = np.array([["P76", "P74", "P06"], ["S18", "L81", "A80"], ["T90", "R96", "K86"]])
_ICPC2_OTHER = np.array(["R74", "L03", "A97", "D01", "H71", "S88", "U71", "-45", "A98"])
_SPAT = np.array(["SPAT1034", "SPAT1042", "SPAT1106", "SPAT1231", "SPAT1318"])
_VACCINES = np.array(["J07BB02", "J07BN01", "J07AM51", "J07CA09", "J07BD52"])

_LONG_AGO = "01.01.2011 08:00"
_LATER = "31.12.2099 23:59"


def _hour_25(moment: str) -> str:
    return f"{moment[:11]}25:30"


def _iso(moment: str) -> str:
    return f"{moment[6:10]}-{moment[3:5]}-{moment[:2]} {moment[11:]}"


VISIT_FAULTS = [
    *faults.hetu_faults("TNRO", dash=False),
    Fault("KAYNTI_ALKOI", "not_a_moment", _hour_25),
    Fault("KAYNTI_LOPPUI", "ended_before_began", fixed(_LONG_AGO)),
    Fault("AVOHILMO_ID", DUPLICATE),
    Fault("YHTEYDENOTTO_AJANKOHTA", "began_before_contact", fixed(_LATER)),
    Fault("SEURANTATIETUE_PAIVITETTY", "missing", fixed("")),
    Fault("KAYNTI_YHTEYSTAPA", "unknown_code", fixed("R99")),
    Fault("HOIDONTARVE_AJANKOHTA", "need_assessed_before_contact", fixed(_LONG_AGO)),
    Fault("KAYNTI_PALVELUMUOTO", "bad_pattern", fixed("11")),
    Fault("KAYNTI_LOPPUI", "not_a_moment", _iso),
]
_WRONG_CODE = {"icd10": "45.9", "icpc2": "76P", "toimenpide": "SPAT12", "rokotus": "influenssa"}


def _child_faults(kind: str) -> list[Fault]:
    code = CHILDREN[kind][0]
    found = [
        Fault(code, "bad_pattern", fixed(_WRONG_CODE[kind])),
        Fault("AVOHILMO_ID", ORPHAN, nobodys),
        Fault(code, "missing", fixed("")),
        Fault("AVOHILMO_ID", DUPLICATE),
        Fault("JARJESTYS", "not_a_number", fixed("abc")),
        Fault("JARJESTYS", "out_of_range", fixed("0")),
    ]
    if kind == "rokotus":
        found.append(Fault("ROKOTE_ANTOPVM", "not_a_date", fixed("31.02.2023")))
    return found


@dataclass
class _Register:
    """The five open files of a year, and how many records stand in them."""

    book: FaultBook
    year: int
    rng: np.random.Generator
    visits: TableFile
    children: dict[str, TableFile]
    records: int = 0


def write(scene: Scene) -> list[Written]:
    """Write the records of the scene's year; what was written."""
    year, folder = scene.year, f"{SOURCE}/{scene.year}"
    register = _Register(
        scene.book,
        year,
        scene.world.rng("primary care files", year),
        TableFile(scene.root, f"{folder}/avohilmo_{year}.csv.gz", VISIT, CARE_REGISTERS),
        {
            kind: TableFile(
                scene.root,
                f"{folder}/avohilmo_{kind}_{year}.csv.gz",
                ("AVOHILMO_ID", "JARJESTYS", *columns),
                CARE_REGISTERS,
            )
            for kind, columns in CHILDREN.items()
        },
    )
    for start in range(0, len(scene.who), BLOCK):
        part = scene.who.take(np.arange(start, min(start + BLOCK, len(scene.who))))
        _block(register, part, scene.life.ages[start : start + BLOCK])
    return [file.close() for file in (register.visits, *register.children.values())]


def _block(register: _Register, part: People, ages: Ints) -> None:
    rng, year = register.rng, register.year
    made = care.events(part, year, care.PRIMARY, 0.3, rng)
    n = len(made)
    key = year % 100 * 1_000_000_000 + register.records + np.arange(n) + 1
    register.records += n
    state = rng.random(n)
    cancelled, unborn = state < 0.033, (state >= 0.033) & (state < 0.066)
    realised = ~cancelled & ~unborn
    again = (rng.random(n) < 0.015) & realised
    visits, plain = _visits(part, made, ages, key, cancelled, realised, rng)
    fit = plain & realised & ~again
    visits, fit_rows, position = _with_earlier(visits, again, fit)
    changed, rows = register.book.plant(
        register.visits, SOURCE, year, visits, VISIT_FAULTS, rng, fit_rows
    )
    register.visits.write(changed)
    refused = np.zeros(n, dtype=np.bool_)
    refused[position[rows]] = True
    for kind in CHILDREN:
        _children(register, kind, made, key, realised, refused, ages)


def _visits(
    part: People,
    made: Events,
    ages: Ints,
    key: Ints,
    cancelled: Bools,
    realised: Bools,
    rng: np.random.Generator,
) -> tuple[pl.DataFrame, Bools]:
    """The main rows, and which of them carry the usual identity code."""
    n = len(made)
    hours = np.where(rng.random(n) < 0.94, 7 * 60 + rng.random(n) * 600, rng.random(n) * 1439)
    began = made.day * 1440 + hours.astype(np.int64)
    delay = np.where(rng.random(n) < 0.35, 0, rng.exponential(9 * 1440, n)).astype(np.int64)
    contacted = began - delay - rng.integers(0, 90, n)
    need = contacted + (rng.random(n) * (began - contacted) * 0.2).astype(np.int64)
    booked = need + (rng.random(n) * (began - need) * 0.1).astype(np.int64)
    ended = began + rng.integers(5, 75, n)
    tells = rng.random((n, 4))
    known = [tells[:, 0] < 0.8, tells[:, 1] < 0.45, tells[:, 2] < 0.6, tells[:, 3] < 0.97]
    times = {
        "SEURANTATIETUE_PAIVITETTY": ended + rng.integers(10, 3 * 1440, n),
        "YHTEYDENOTTO_AJANKOHTA": np.where(known[0] | known[1], contacted, 0),
        "HOIDONTARVE_AJANKOHTA": np.where(known[1], need, 0),
        "AJANVARAUS_AJANKOHTA": np.where(known[2] | cancelled, booked, 0),
        "AJANVARAUS_VARATTU": np.where(known[2] | cancelled, began + rng.integers(-10, 15, n), 0),
        "KAYNTI_ALKOI": np.where(realised, began, 0),
        "KAYNTI_LOPPUI": np.where(realised & known[3], ended, 0),
        "PERUUTUS_AJANKOHTA": np.where(cancelled, began - rng.integers(60, 2880, n), 0),
    }
    form, profession = _services(ages[made.person], made.cause, rng)
    code, plain = income_register.earner_codes(part, made.person, made.day, rng)
    mode = _MODES[np.searchsorted(_MODE_LIMITS, rng.random(n))]
    frame = pl.DataFrame(
        {
            "AVOHILMO_ID": key,
            "TNRO": code,
            **{name: output.moments(minutes) for name, minutes in times.items()},
            "KAYNTI_YHTEYSTAPA": mode,
            "KAYNTI_PALVELUMUOTO": form,
            "KAYNTI_AMMATTI": profession,
        }
    )
    return frame.select(VISIT), plain


def _services(
    ages: Ints, cause: Ints, rng: np.random.Generator
) -> tuple[npt.NDArray[np.str_], npt.NDArray[np.str_]]:
    """Service form and profession: oral health, mental health work, occupational or other care."""
    draw, luck = rng.random(len(ages)), rng.random(len(ages))
    oral = (cause == care.OTHER) & (draw < 0.22)
    mental = (cause == care.MENTAL) & (draw < 0.5)
    work = (ages >= 18) & (ages < 65) & (draw > 0.82)
    form = np.select([oral, mental, work], ["T60", "T71", "T31"], "T11")
    dentist = np.where(luck < 0.6, "22221", "32251")
    others = np.array(["22212", "32311", "32314", "32261"])
    usual = others[np.searchsorted([0.3, 0.75, 0.92], luck)]
    return form, np.where(oral, dentist, usual)


def _with_earlier(
    visits: pl.DataFrame, again: Bools, fit: Bools
) -> tuple[pl.DataFrame, Bools, Ints]:
    """With the first sending of records sent `again`: before it, without the visit's end."""
    rows = np.flatnonzero(again)
    position = np.concatenate([np.arange(len(again)), rows])
    first = np.arange(len(position)) >= len(again)
    order = np.lexsort((~first, position))
    position, first = position[order], first[order]
    earlier = pl.Series(first)
    frame = visits[position].with_columns(
        # Sent as the visit began: always before the record of its end.
        pl.when(earlier)
        .then("KAYNTI_ALKOI")
        .otherwise("SEURANTATIETUE_PAIVITETTY")
        .alias("SEURANTATIETUE_PAIVITETTY"),
        pl.when(~earlier).then("KAYNTI_LOPPUI").alias("KAYNTI_LOPPUI"),
    )
    return frame, fit[position], position


def _children(
    register: _Register,
    kind: str,
    made: Events,
    key: Ints,
    realised: Bools,
    refused: Bools,
    ages: Ints,
) -> None:
    """Write one of the files of codes: its rows for some of the visits, one or two each."""
    rng, n = register.rng, len(made)
    share, second = {
        "icd10": (0.42, 0.12),
        "icpc2": (0.38, 0.10),
        "toimenpide": (0.25, 0.15),
        "rokotus": (0.08, 0.10),
    }[kind]
    has = realised & (rng.random(n) < share)
    if kind == "rokotus":
        has &= (ages[made.person] < 7) | (ages[made.person] >= 65)
    count = has * (1 + (rng.random(n) < second))
    visit = np.repeat(np.arange(n), count)
    nth = 1 + (np.r_[-1, visit[:-1]] == visit) if len(visit) else visit
    columns: dict[str, object] = {
        "AVOHILMO_ID": key[visit],
        "JARJESTYS": nth,
        CHILDREN[kind][0]: _given(kind, made, visit, nth, rng),
    }
    if kind == "rokotus":
        columns |= {
            "ROKOTE_ANTOPVM": output.dotted_days(made.day[visit]),
            "ANNOS_JARJESTYSNRO": rng.integers(1, 4, len(visit)),
        }
    block = pl.DataFrame(columns)
    lost = refused[visit]
    file = register.children[kind]
    changed, _ = register.book.plant(
        file, SOURCE, register.year, block, _child_faults(kind), rng, ~lost
    )
    register.book.cascade(file, SOURCE, register.year, np.flatnonzero(lost))
    file.write(changed)


def _given(
    kind: str, made: Events, visit: Ints, nth: Ints, rng: np.random.Generator
) -> npt.NDArray[np.str_]:
    """The codes of one file: the visit's own first, then any."""
    n = len(visit)
    luck = rng.integers(0, 3, n)
    codes: npt.NDArray[np.str_]
    if kind == "icd10":
        spare = np.array(care.CODES[care.OTHER])[rng.integers(0, 10, n)]
        codes = np.where(nth == 1, made.code[visit], spare)
        # Some systems write the dot.
        rows = np.flatnonzero(rng.random(n) < 0.01)
        codes = codes.astype("U8")
        codes[rows] = [f"{code[:3]}.{code[3:]}" for code in codes[rows].tolist()]
        return codes
    if kind == "icpc2":
        cause = np.minimum(made.cause[visit], 2)
        spare = _ICPC2_OTHER[rng.integers(0, len(_ICPC2_OTHER), n)]
        own = (made.cause[visit] != care.OTHER) & (nth == 1)
        return np.where(own, _ICPC2[cause, luck], spare)
    pool = _SPAT if kind == "toimenpide" else _VACCINES
    codes = pool[rng.integers(0, len(pool), n)]
    return codes
