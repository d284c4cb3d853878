"""Kela's deliveries of a year: medicine purchases, reimbursement rights, benefit spells.

Medicines are bought once a payment period as long as a treatment lasts; who has a treatment is
settled by age, health and a draw that stays with the person, so that treatments last for years.
Shares are near Kela's statistics of 2021–2024: a quarter of the population with a right to special
reimbursement, one in seven or eight buying psychotropics. Spells are the income register's benefits
that Kela pays. ISO-8859-1, semicolons, decimal comma, dates YYYY-MM-DD; the permit's number stands
before each file's name.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from sources.synthetic import benefits, faults, ids, output, reserves
from sources.synthetic.faults import DUPLICATE, Fault, fixed
from sources.synthetic.output import KELA, TableFile, Written
from sources.synthetic.people import People
from sources.synthetic.scene import Scene

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

SOURCE = "kela"
BLOCK = 200_000
PERMIT = "81_522_2020"

PURCHASE = (
    *("HETU", "ATC", "PLKM", "KUST_EUR", "KORV_EUR", "KAKORV_EUR", "RPK", "LAJI", "VNRO", "SAIR"),
    *("RGTNO", "ASKU", "SHP_NRO", "TILASTOVUOSI", "ANJA", "OSTOPV", "RKPV"),
)
RIGHT = (
    *("HETU", "KORVAUSOIKEUS_KOODI", "KORVAUSOIKEUS_SELITE", "DIAGNOOSI_KOODI"),
    *("DIAGNOOSI_SELITE", "KORVAUSOIKEUS_ALPV", "KORVAUSOIKEUS_LOPV"),
)
SPELL = ("HETU", "ETUUS", "ALPV", "LOPV", "MAKSUPV", "EURO", "PERUSTE")

_CEILING = {2021: 579.78, 2022: 592.16, 2023: 592.16, 2024: 626.94, 2025: 633.17, 2026: 636.12}
_COPAY = 250
"""Cents that a purchase still costs beyond the ceiling."""


@dataclass(frozen=True)
class _Treatment:
    """A medicine: shares of persons at ages 0, 20, 40, 60, 80; cents a quarter; its right, if any.

    `rate` is the share of the price that is reimbursed, `once` a course instead of a treatment,
    `pull` how strongly poor health leads to it.
    """

    atc: str
    shares: tuple[float, float, float, float, float]
    cents: float
    rate: float = 0.4
    right: str = ""
    diagnosis: str = ""
    once: bool = False
    pull: float = 0.4


_TREATMENTS = (
    _Treatment("C10AA05", (0, 0.001, 0.03, 0.24, 0.42), 1400),
    _Treatment("C09AA05", (0, 0.002, 0.06, 0.26, 0.42), 1600, pull=0.35),
    _Treatment("C07AB07", (0, 0.004, 0.03, 0.12, 0.36), 1500, 0.65, "206", "I251", pull=0.45),
    _Treatment("A10BA02", (0, 0.003, 0.025, 0.12, 0.18), 2400, 0.65, "215", "E119", pull=0.5),
    _Treatment("A10AE04", (0.002, 0.008, 0.012, 0.02, 0.02), 21000, 1.0, "103", "E109", pull=0.2),
    _Treatment("R03AK06", (0.03, 0.045, 0.055, 0.085, 0.1), 9500, 0.65, "203", "J459"),
    _Treatment("H03AA01", (0, 0.012, 0.04, 0.08, 0.12), 1300, 1.0, "104", "E039", pull=0.1),
    _Treatment("N06AB04", (0, 0.085, 0.09, 0.075, 0.09), 1900, pull=0.8),
    _Treatment("N05AH04", (0, 0.03, 0.035, 0.035, 0.06), 4200, 1.0, "112", "F209", pull=0.9),
    _Treatment("N05CF01", (0, 0.008, 0.02, 0.045, 0.1), 1500, pull=0.6),
    _Treatment("N06BA04", (0.01, 0.04, 0.012, 0.002, 0), 16000, 0.4, pull=0.2),
    _Treatment("N06DA02", (0, 0, 0, 0.003, 0.09), 3900, 0.65, "307", "G301", pull=0.3),
    _Treatment("L04AB04", (0.0005, 0.004, 0.008, 0.009, 0.005), 98000, 1.0, "313", "M059"),
    _Treatment("L01EF01", (0, 0, 0.001, 0.003, 0.004), 640000, 1.0, "115", "C509"),
    _Treatment("B01AF02", (0, 0.001, 0.004, 0.04, 0.2), 24500, 0.4, pull=0.4),
    _Treatment("A02BC02", (0.002, 0.02, 0.05, 0.11, 0.17), 2200),
    _Treatment("N02BE01", (0.03, 0.08, 0.12, 0.16, 0.3), 1400, once=True),
    _Treatment("J01CA04", (0.3, 0.16, 0.15, 0.15, 0.15), 1300, once=True, pull=0.2),
    _Treatment("S01ED01", (0, 0.001, 0.004, 0.03, 0.12), 4300, 0.65, "114", "H401", pull=0.1),
)

_BENEFITS = {
    benefits.NATIONAL: "KANSEL",
    benefits.GUARANTEE: "TAKEL",
    benefits.DISABILITY_NATIONAL: "TYOKYV",
    benefits.BASIC: "PERUSPR",
    benefits.LABOUR_MARKET: "TMTUKI",
    benefits.SICKNESS: "SAIRPR",
    benefits.REHABILITATION: "KUNTRAHA",
    benefits.PARENTAL: "VANHPR",
    benefits.CHILD_BENEFIT: "LAPSILISA",
    benefits.HOME_CARE: "KHTUKI",
    benefits.STUDY_GRANT: "OPRAHA",
    benefits.HOUSING: "YLASTUKI",
    benefits.PENSION_HOUSING: "ELASTUKI",
}


def _month_13(date: str) -> str:
    return f"{date[:5]}13{date[7:]}"


_HETU = faults.hetu_faults("HETU", dash=False)
_PURCHASE_FAULTS = [
    *_HETU,
    Fault("OSTOPV", "not_a_date", _month_13),
    Fault("ATC", "bad_pattern", fixed("C10-A")),
    Fault("KUST_EUR", "not_a_number", fixed("12,3,4")),
    Fault("KORV_EUR", "reimbursed_more_than_it_cost", fixed("99999,00")),
    Fault("ATC", "missing", fixed("")),
    Fault("PLKM", "out_of_range", fixed("0")),
    Fault("TILASTOVUOSI", "other_year", fixed("1999")),
    Fault("KORV_EUR", "out_of_range", fixed("-1,00")),
    Fault("RKPV", "prescribed_after_purchase", fixed("2099-01-01")),
    Fault("OSTOPV", "missing", fixed("")),
]
_RIGHT_FAULTS = [
    Fault("KORVAUSOIKEUS_KOODI", "bad_pattern", fixed("X1")),
    *_HETU,
    Fault("KORVAUSOIKEUS_ALPV", "not_a_date", _month_13),
    Fault("HETU", DUPLICATE),
    Fault("KORVAUSOIKEUS_LOPV", "right_ends_before_it_begins", fixed("1899-12-31"), filled=False),
    Fault("DIAGNOOSI_KOODI", "bad_pattern", fixed("sokeritauti")),
    Fault("KORVAUSOIKEUS_KOODI", "missing", fixed("")),
]
_SPELL_FAULTS = [
    Fault("LOPV", "spell_ends_before_it_begins", fixed("1899-12-31")),
    *_HETU,
    Fault("EURO", "not_a_number", fixed("abc")),
    Fault("HETU", DUPLICATE),
    Fault("MAKSUPV", "not_a_date", _month_13),
    Fault("ETUUS", "missing", fixed("")),
    Fault("ALPV", "missing", fixed("")),
]


def write(scene: Scene) -> list[Written]:
    """Write Kela's files of the scene's year under its root."""
    rng = scene.world.rng("kela", scene.year)
    year = scene.year
    names = (("LAAKEOSTOT", PURCHASE), ("KORVAUSOIKEUDET", RIGHT), ("ETUUDET", SPELL))
    purchases, rights, spells = (
        TableFile(scene.root, f"{SOURCE}/{year}/{PERMIT}_{name}_{year}.csv", columns, KELA)
        for name, columns in names
    )
    for start in range(0, len(scene.who), BLOCK):
        rows = np.arange(start, min(start + BLOCK, len(scene.who)))
        part, ages = scene.who.take(rows), scene.life.ages[rows]
        treated = [_treated(part, ages, t, nth) for nth, t in enumerate(_TREATMENTS)]
        _put(scene, purchases, _purchases(scene, part, treated, rng), _PURCHASE_FAULTS, rng)
        _put(scene, rights, _rights(part, ages, treated, year), _RIGHT_FAULTS, rng)
    for benefit in scene.earned.granted:
        if benefit.code in _BENEFITS:
            _put(scene, spells, _spells(scene.who, benefit, year), _SPELL_FAULTS, rng)
    return [file.close() for file in (purchases, rights, spells)]


def _put(
    scene: Scene,
    file: TableFile,
    block: pl.DataFrame,
    kinds: list[Fault],
    rng: np.random.Generator,
) -> None:
    changed, _ = scene.book.plant(file, SOURCE, scene.year, block, kinds, rng)
    file.write(changed)


def _lasting(who: People, nth: int) -> Floats:
    """A uniform that stays with the person, another one for each treatment."""
    mixed = who.u[:, nth % 4].astype(np.float64) * 9973 + who.u[:, (nth + 1) % 4] * 613
    mixed += who.born.astype(np.float64) * 0.6180339887 + nth * 0.7548776662
    draw: Floats = np.mod(mixed, 1.0)
    return draw


def _treated(who: People, ages: Ints, treatment: _Treatment, nth: int) -> Bools:
    """Who has the treatment this year."""
    share = np.interp(ages, [0, 20, 40, 60, 80], treatment.shares)
    pull = treatment.pull
    ill = np.exp(-pull * who.z[:, reserves.HEALTH].astype(np.float64) - pull**2 / 2)
    found: Bools = who.here & (_lasting(who, nth) < share * ill)
    return found


def _purchases(
    scene: Scene, who: People, treated: list[Bools], rng: np.random.Generator
) -> pl.DataFrame:
    """All purchases of some persons, each person's by day; the ceiling is reached in that order."""
    periods = scene.periods
    persons, kinds, days = [], [], []
    for nth, treatment in enumerate(_TREATMENTS):
        rows = np.flatnonzero(treated[nth])
        times = 1 if treatment.once else periods.payments
        person = np.repeat(rows, times)
        period = np.tile(np.arange(times), len(rows))
        if treatment.once:
            period = rng.integers(0, periods.payments, len(person))
        first, last = periods.start[period], periods.end[period]
        day = first + (rng.random(len(person)) * (last - first + 1)).astype(np.int64)
        # Nobody buys before birth or before coming here.
        kept = day >= np.maximum(who.born, who.came)[person]
        persons.append(person[kept])
        kinds.append(np.full(int(kept.sum()), nth))
        days.append(day[kept])
    person, kind, day = map(np.concatenate, (persons, kinds, days))
    order = np.lexsort((day, person))
    person, kind, day = person[order], kind[order], day[order]
    usual = np.array([t.cents for t in _TREATMENTS]) * 4 / periods.payments
    cost = np.maximum(usual[kind] * np.exp(rng.normal(0, 0.45, len(kind))), 300).astype(np.int64)
    rate = np.array([t.rate for t in _TREATMENTS])[kind]
    # The highest rate leaves a fixed copayment; the others a share of the price.
    back = np.where(rate == 1.0, np.maximum(cost - 450, 0), (cost * rate).astype(np.int64))
    beyond = _beyond_ceiling(person, cost - back, _CEILING.get(scene.year, 600.0))
    codes = {name: np.array([getattr(t, name) for t in _TREATMENTS]) for name in ("atc", "right")}
    frame = pl.DataFrame(
        {
            "HETU": _codes(who, person, day),
            "ATC": codes["atc"][kind],
            "PLKM": rng.integers(1, 4, len(kind)),
            "KUST_EUR": cost,
            "KORV_EUR": back,
            "KAKORV_EUR": beyond,
            "RPK": np.where(rate == 1.0, "3", np.where(rate > 0.5, "2", "1")),
            "LAJI": np.full(len(kind), "1"),
            "VNRO": 100_000 + (kind * 4_733 + person % 7) % 800_000,
            "SAIR": codes["right"][kind],
            "ASKU": scene.world.places.code[who.mun[person]],
            "TILASTOVUOSI": np.full(len(kind), scene.year),
            "ANJA": np.where(rng.random(len(kind)) < 0.03, "1", "0"),
            "OSTOPV": day,
            "RKPV": day - rng.integers(0, 365, len(kind)),
        }
    )
    return frame.select(
        pl.col("HETU", "ATC"),
        pl.col("PLKM").cast(pl.String),
        output.cents("KUST_EUR"),
        output.cents("KORV_EUR"),
        pl.when(pl.col("KAKORV_EUR") > 0).then(output.cents("KAKORV_EUR")).alias("KAKORV_EUR"),
        pl.col("RPK", "LAJI"),
        pl.col("VNRO").cast(pl.String),
        pl.col("SAIR"),
        pl.lit(None, dtype=pl.String).alias("RGTNO"),
        pl.col("ASKU"),
        pl.lit(None, dtype=pl.String).alias("SHP_NRO"),
        pl.col("TILASTOVUOSI").cast(pl.String),
        pl.col("ANJA"),
        output.dashed(pl.col("OSTOPV")).alias("OSTOPV"),
        output.dashed(pl.col("RKPV")).alias("RKPV"),
    )


def _beyond_ceiling(person: Ints, own: Ints, ceiling: float) -> Ints:
    """Cents paid back as a person's own costs (rows in their order) pass the yearly ceiling."""
    running = np.cumsum(own)
    first = np.flatnonzero(np.r_[True, person[1:] != person[:-1]]) if len(person) else person
    before = np.r_[0, running][first]
    size = np.diff(np.r_[first, len(person)])
    within = running - np.repeat(before, size)
    over = np.clip(within - round(ceiling * 100), 0, own)
    beyond: Ints = np.where(over > _COPAY, over - _COPAY, 0)
    return beyond


def _codes(who: People, person: Ints, day: Ints) -> pl.Series:
    """Identity codes as they were on the day: a corrected one came later."""
    old = (who.corrected[person] > 0) & (day < who.corrected[person])
    return pl.Series(np.where(old, who.old_hetu[person], who.hetu[person])).cast(pl.String)


def _rights(who: People, ages: Ints, treated: list[Bools], year: int) -> pl.DataFrame:
    """Rights of those whose treatment has one; granted some years ago, few of them for a time."""
    parts = []
    for nth, treatment in enumerate(_TREATMENTS):
        if not treatment.right:
            continue
        rows = np.flatnonzero(treated[nth])
        years = (who.u[rows, 3] * np.minimum(ages[rows], 18)).astype(np.int64)
        month = 1 + (who.u[rows, 2] * 11.99).astype(np.int64)
        start = ids.days(((year - years - 1970) * 12 + month - 1).astype("datetime64[M]"))
        start = np.maximum(start, who.born[rows])
        limited = _lasting(who, nth + 50)[rows] < 0.12
        end = np.where(limited, ids.day_of(year, 6, 30) + (nth % 3) * 300, 0)
        end = np.where((end > 0) & (end < start), start + 365, end)
        # Diagnoses come with a dot from some units and without it from others.
        code = treatment.diagnosis
        dotted = f"{code[:3]}.{code[3:]}" if len(code) > 3 else code
        parts.append(
            pl.DataFrame(
                {
                    "HETU": pl.Series(who.hetu[rows]).cast(pl.String),
                    "KORVAUSOIKEUS_KOODI": np.full(len(rows), treatment.right),
                    "DIAGNOOSI_KOODI": np.where(who.u[rows, 0] < 0.3, dotted, code),
                    "start": start,
                    "end": end,
                },
                schema_overrides={"KORVAUSOIKEUS_KOODI": pl.String, "DIAGNOOSI_KOODI": pl.String},
            )
        )
    return pl.concat(parts).select(
        "HETU",
        "KORVAUSOIKEUS_KOODI",
        pl.lit("Sairauden nimi sanoin, lääke").alias("KORVAUSOIKEUS_SELITE"),
        "DIAGNOOSI_KOODI",
        pl.lit("Diagnoosi sanoin, epävarma").alias("DIAGNOOSI_SELITE"),
        output.dashed(pl.col("start")).alias("KORVAUSOIKEUS_ALPV"),
        pl.coalesce(output.dashed(pl.col("end")), pl.lit("9999-12-31")).alias("KORVAUSOIKEUS_LOPV"),
    )


def _spells(who: People, benefit: benefits.Benefit, year: int) -> pl.DataFrame:
    """One spell a recipient, from the first day of the first month to the last day of the last."""
    edges = np.array([ids.day_of(year, m) for m in range(1, 13)] + [ids.day_of(year + 1)])
    end = edges[benefit.last] - 1
    frame = pl.DataFrame(
        {
            "HETU": pl.Series(who.hetu[benefit.rows]).cast(pl.String),
            "start": edges[benefit.first],
            "end": end,
            "EURO": np.maximum(np.rint(benefit.yearly * 100).astype(np.int64), 1),
        }
    )
    return frame.select(
        "HETU",
        pl.lit(_BENEFITS[benefit.code]).alias("ETUUS"),
        output.dashed(pl.col("start")).alias("ALPV"),
        output.dashed(pl.col("end")).alias("LOPV"),
        output.dashed(pl.col("end") - 5).alias("MAKSUPV"),
        output.cents("EURO"),
        pl.lit("1").alias("PERUSTE"),
    )
