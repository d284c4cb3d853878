"""The Ministry of Justice's result files: areas and candidates, without a header.

ISO-8859-1, semicolons, one at the end of each row too. Columns are named by their place in the row,
counted from 1. Candidates are invented: a number, a sex, an age, nothing of anybody.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from sources.synthetic import elections
from sources.synthetic.elections import (
    ABROAD,
    ALL,
    ENTITLED,
    IN_ADVANCE,
    MEN,
    ON_DAY,
    RESIDENT,
    Election,
    Returns,
)
from sources.synthetic.faults import DUPLICATE, Fault, fixed
from sources.synthetic.output import ELECTIONS, TableFile, Written
from sources.synthetic.scene import Scene

Ints = npt.NDArray[np.int64]

SOURCE = "elections"
AREA = (*map(str, range(1, 115)), "end")
CANDIDATE = (*map(str, range(1, 46)), "end")
NAME, VOTERS_ON_DAY, RESIDENTS = "10", "39", "17"
CANDIDATES_PER, MOST_CANDIDATES = 150, 250

PARTIES = ("KOK", "PS", "SDP", "KESK", "VAS", "VIHR", "RKP", "KD")

FAULTS = [
    Fault("42", "out_of_range", fixed("-5")),
    Fault("3", "unknown_code", fixed("999")),
    Fault(NAME, "malformed_row", lambda name: f"{name[:1]};{name[1:]}"),
    Fault(VOTERS_ON_DAY, "voters_not_total", lambda text: str(int(text) + 1)),
    Fault("15", "men_over_total", fixed("9999999")),
    Fault("41", "not_a_number", lambda text: f"{text} kpl"),
    Fault("3", DUPLICATE),
    Fault("14", "missing", fixed("")),
    Fault("4", "unknown_code", fixed("X")),
    Fault(RESIDENTS, "more_voters_than_entitled", fixed("0")),
    Fault("3", "municipality_not_named", fixed("***")),
    Fault(RESIDENTS, "residents_over_total", fixed("9999998")),
    Fault("74", "bad_pattern", fixed("13.6.2021")),
]
CANDIDATE_FAULTS = [
    Fault("20", "unknown_code", fixed("X")),
    Fault("35", "votes_not_total", lambda text: str(int(text) + 1)),
    Fault("21", "out_of_range", fixed("17")),
    Fault("15", "missing", fixed("")),
    Fault("15", DUPLICATE),
    Fault("12", "malformed_row", lambda name: f"{name[:1]};{name[1:]}"),
    Fault("33", "not_a_number", fixed("?")),
]


def write(scene: Scene) -> list[Written]:
    """Write the files of the year's elections under `scene.root`; none in a year without one."""
    written = []
    for election in elections.CALENDAR.get(scene.year, ()):
        rng = scene.world.rng("elections " + election.prefix, scene.year, election.round)
        made = elections.returns(scene, election, rng)
        written.append(_areas(scene, election, made, rng))
        if not election.round:
            written.append(_candidates(scene, election, made, rng))
    return written


def _path(scene: Scene, election: Election, kind: str) -> str:
    nth = f"-{election.round}" if election.round else ""
    return f"{SOURCE}/{scene.year}/{election.prefix}-{scene.year}{nth}_{kind}_maa.csv"


def _districts(scene: Scene, election: Election) -> npt.NDArray[np.str_]:
    """Electoral district, or county, of each municipality by index; empty for one that is gone."""
    if election.by_county:
        return scene.world.places.county
    of = elections.districts(scene.year)
    return np.array([of.get(code, "") for code in scene.world.places.code.tolist()])


def _areas(scene: Scene, election: Election, made: Returns, rng: np.random.Generator) -> Written:
    codes, district = scene.world.places.code, _districts(scene, election)
    wider = "H" if election.by_county else "V"
    towns, of_town = np.unique(made.mun, return_inverse=True)
    regions, of_region = np.unique(district[towns], return_inverse=True)
    of_towns = _summed(made.counts, of_town, len(towns))
    blocks = [
        _block(election, district[made.mun], codes[made.mun], "A", made.counts,
               polling=np.array([f"{n:03d}A" for n in made.number.tolist()])),
        _block(election, district[towns], codes[towns], "K", of_towns),
        _block(election, regions, np.full(len(regions), "***"), wider,
               _summed(of_towns, of_region, len(regions))),
        _block(election, np.array(["**"]), np.array(["***"]), "M",
               of_towns.sum(axis=0, keepdims=True)),
    ]  # fmt: skip
    table = pl.concat(blocks)
    voted = table["47"].cast(pl.Int64).to_numpy()
    fit = table["4"].is_in(["A", "K"]).to_numpy() & (voted > 0)
    file = TableFile(scene.root, _path(scene, election, "taat"), AREA, ELECTIONS)
    changed, _ = scene.book.plant(file, SOURCE, scene.year, table, FAULTS, rng, fit)
    file.write(changed)
    return file.close()


def _summed(counts: Ints, into: Ints, n: int) -> Ints:
    found = np.zeros((n, *counts.shape[1:]), dtype=np.int64)
    np.add.at(found, into, counts)
    return found


def _block(
    election: Election,
    district: npt.NDArray[np.str_],
    municipality: npt.NDArray[np.str_],
    kind: str,
    counts: Ints,
    polling: npt.NDArray[np.str_] | None = None,
) -> pl.DataFrame:
    """Rows of one kind of area, every field in its place; many stay empty."""
    n = len(district)
    both = counts.sum(axis=2)
    cells: dict[int, object] = {
        1: np.full(n, election.letter),
        2: district,
        3: municipality,
        4: np.full(n, kind),
        5: np.full(n, "****") if polling is None else polling,
        10: np.char.add("Alue ", municipality),
        11: np.char.add("Område ", municipality),
        14: both[:, ALL, ENTITLED],
        15: both[:, MEN, ENTITLED],
        16: both[:, ALL, ENTITLED] - both[:, MEN, ENTITLED],
        17: counts[:, ALL, RESIDENT, ENTITLED],
        18: counts[:, MEN, RESIDENT, ENTITLED],
        19: counts[:, ALL, RESIDENT, ENTITLED] - counts[:, MEN, RESIDENT, ENTITLED],
        73: np.full(n, "T"),
        74: np.full(n, _updated(election)),
    }
    for at, part in ((37, both), (43, counts[:, :, RESIDENT]), (49, counts[:, :, ABROAD])):
        for sex, shift in ((ALL, 0), (MEN, 1)):
            cells[at + shift] = part[:, sex, IN_ADVANCE]
            cells[at + 2 + shift] = part[:, sex, ON_DAY]
            cells[at + 4 + shift] = part[:, sex, IN_ADVANCE] + part[:, sex, ON_DAY]
    return _rows(cells, AREA)


def _rows(cells: dict[int, object], columns: tuple[str, ...]) -> pl.DataFrame:
    given = pl.DataFrame({str(at): values for at, values in cells.items()})
    return given.select(
        pl.col(name).cast(pl.String)
        if name in given.columns
        else pl.lit(None, dtype=pl.String).alias(name)
        for name in columns
    )


def _updated(election: Election) -> str:
    year = next(y for y, held in elections.CALENDAR.items() if election in held)
    return f"{year}{election.month:02d}{election.day + 3:02d}160757"


def _candidates(
    scene: Scene, election: Election, made: Returns, rng: np.random.Generator
) -> Written:
    """A record a candidate of each municipality, electoral district or county."""
    district = _districts(scene, election)
    local = election.prefix == "kv"
    names = scene.world.places.code if local else district
    areas, of = np.unique(names[made.mun], return_inverse=True)
    counts = _summed(made.counts, of, len(areas)).sum(axis=2)[:, ALL]
    running = np.clip(counts[:, ENTITLED] // CANDIDATES_PER, 3, MOST_CANDIDATES)
    of_candidate = np.repeat(np.arange(len(areas)), running)
    votes = np.concatenate(
        [
            np.stack([rng.multinomial(cast, share) for cast in (row[IN_ADVANCE], row[ON_DAY])])
            for row, n in zip(counts, running.tolist(), strict=True)
            for share in [rng.dirichlet(np.full(n, 0.6))]
        ],
        axis=1,
    )
    total = votes.sum(axis=0)
    place = np.lexsort((-total, of_candidate))
    rank = np.empty_like(total)
    starts = np.cumsum(running) - running
    rank[place] = np.arange(len(total)) - starts[of_candidate]
    seats = np.maximum(1, running // 4)[of_candidate]
    outcome = np.where(rank < seats, "1", np.where(rank < 2 * seats, "2", "3"))
    first = np.array([made.mun[of == nth][0] for nth in range(len(areas))])
    n, area = len(total), areas[of_candidate]
    cells: dict[int, object] = {
        1: np.full(n, election.letter),
        2: district[first][of_candidate],
        3: area if local else np.full(n, "***"),
        4: np.full(n, "K" if local else "H" if election.by_county else "V"),
        5: np.full(n, "****"),
        12: np.array(PARTIES)[rng.integers(0, len(PARTIES), n)],
        15: np.arange(n) - starts[of_candidate] + 2,
        16: np.char.add("Alue ", area),
        20: rng.choice(["1", "2"], n, p=[0.58, 0.42]),
        21: np.clip(rng.normal(49, 14, n), 18, 90).astype(np.int64),
        33: votes[0],
        34: votes[1],
        35: total,
        39: outcome,
        43: np.full(n, "V"),
        44: np.full(n, "T"),
        45: np.full(n, _updated(election)),
    }
    file = TableFile(scene.root, _path(scene, election, "teat"), CANDIDATE, ELECTIONS)
    table = _rows(cells, CANDIDATE)
    changed, _ = scene.book.plant(file, SOURCE, scene.year, table, CANDIDATE_FAULTS, rng)
    file.write(changed)
    return file.close()
