"""From the job-seeker register's own files to the person-year, for persons whose spells are known.

Year 2023, all residents. What the register says of them, and what becomes of it:

    010190Y900P  unemployed from 2.1.2023 (code 2) to 31.3., laid off from 1.4. to 30.6. (3), at
                 work since: 89 + 91 = 180 days; not unemployed at the end
    290200B977U  unemployed since 2.1.2023: 364 days, at the end 52 weeks without a break
    220285-9391  unemployed 1.1.2022–31.8.2023, open once more in an older extract: 243 days; in a
                 service (7) from 1.9. to 15.12., unemployed since 16.12.: 16 days; not long-term
    140840-9360  unemployed 1.3.–30.4. and, overlapping, 15.4.–31.5.: 92 days; placed in
                 subsidised work from 1.6. on
"""

from __future__ import annotations

from datetime import date

import narwhals.stable.v2 as nw
import polars as pl
import pytest
from test_education_registers_spec import person_years

from assets.person_years.days import day_number
from assets.person_years.job_seeking import job_seeking
from sources.home import Home

SEARCHES = """hetu;alkpv1;loppv1;hedkd;hapkd
010190Y900P;2.1.2023;30.06.2023;01;03
290200B977U;02.01.2023;11.11.2222;03;
220285-9391;01.01.2022;;01;
140840-9360;01.03.2023;11.11.2222;13;
"""
SPELLS = """HETU;TAPPVH;TPPVM;TYOK1;TYMSYY
010190Y900P;2.1.2023;31.03.2023;2;
010190Y900P;01.04.2023;30.06.2023;03;03
010190Y900P;01.07.2023;11.11.2222;1;
290200B977U;02.01.2023;11.11.2222;02;
220285-9391;01.01.2022;11.11.2222;2;
220285-9391;01.01.2022;31.08.2023;2;11
220285-9391;01.09.2023;15.12.2023;7;
220285-9391;16.12.2023;;2;
140840-9360;01.03.2023;30.04.2023;2;
140840-9360;15.04.2023;31.05.2023;2;00
140840-9360;01.06.2023;11.11.2222;0;
"""
PLACEMENTS = """hetu;alkpv2;loppv2;sijkds;ralaj;ammnos
140840-9360;01.06.2023;11.11.2222;6T;0;51201
"""
COLUMNS = (
    "days_unemployed",
    "unemployed_at_year_end",
    "long_term_unemployed",
    "in_employment_service",
)
EXPECTED = {
    "010190Y900P": (180, 0, 0, 0),
    "290200B977U": (364, 1, 1, 0),
    "220285-9391": (259, 1, 0, 0),
    "140840-9360": (92, 0, 0, 1),
}


def _files() -> dict[str, bytes]:
    return {
        "tyonhaku_haku_2023.csv": SEARCHES.encode(),
        "tyonhaku_tyollisyys_2023.csv": SPELLS.encode(),
        "tyonhaku_sijoitus_2023.csv": PLACEMENTS.encode(),
    }


def test_spells_come_through_from_the_registers_own_files(home: Home) -> None:
    made = person_years(home, job_seekers=_files())
    assert {code: tuple(row[c] for c in COLUMNS) for code, row in made.items()} == EXPECTED


def test_without_the_job_seeker_register_unemployment_is_unknown_and_not_none(home: Home) -> None:
    made = person_years(home)
    assert {tuple(row[c] for c in COLUMNS) for row in made.values()} == {(None,) * 4}


def _of_one(*spells: tuple[date, date | None, str], year: int = 2023) -> tuple[int, ...]:
    rows = pl.DataFrame(
        [(1, *spell) for spell in spells],
        schema={
            "person": pl.Int64,
            "spell_start": pl.Date,
            "spell_end": pl.Date,
            "employment": pl.String,
        },
        orient="row",
    )
    nobody = pl.DataFrame(
        schema={
            "person": pl.Int64,
            "placement_start": pl.Date,
            "placement_end": pl.Date,
            "placement_kind": pl.String,
        }
    )
    made = job_seeking(nw.from_native(rows.lazy()), nw.from_native(nobody.lazy()), year)
    found = made.collect().to_native().select(COLUMNS).rows()
    return found[0] if found else (0, 0, 0, 0)


@pytest.mark.parametrize(("start", "long"), [(date(2023, 1, 2), 1), (date(2023, 1, 3), 0)])
def test_long_term_is_fifty_two_weeks_to_the_day(start: date, long: int) -> None:
    assert _of_one((start, None, "unemployed"))[2] == long


def test_a_day_between_two_spells_breaks_them_and_the_next_day_does_not() -> None:
    old = (date(2022, 1, 1), date(2023, 6, 30), "unemployed")
    assert _of_one(old, (date(2023, 7, 1), None, "laid_off")) == (365, 1, 1, 0)
    assert _of_one(old, (date(2023, 7, 2), None, "laid_off")) == (364, 1, 0, 0)


def test_a_long_spell_is_not_cut_short_by_a_brief_one_within_it() -> None:
    spells = (
        (date(2022, 1, 1), date(2023, 10, 31), "unemployed"),
        (date(2022, 2, 1), date(2022, 2, 3), "laid_off"),
        (date(2023, 11, 1), None, "unemployed"),
    )
    assert _of_one(*spells) == (365, 1, 1, 0)


def test_spells_of_other_years_and_other_states_do_not_count() -> None:
    assert _of_one((date(2021, 1, 1), date(2022, 12, 31), "unemployed")) == (0, 0, 0, 0)
    assert _of_one((date(2024, 1, 1), None, "unemployed")) == (0, 0, 0, 0)
    for state in ("short_week", "part_time", "employed", "outside_labour_force", "in_education"):
        assert _of_one((date(2023, 1, 1), None, state)) == (0, 0, 0, 0)


def test_days_are_numbered_as_the_calendar_numbers_them() -> None:
    days = [date(1999, 12, 31), date(2000, 2, 29), date(2023, 3, 1), date(2024, 12, 31)]
    frame = nw.from_native(pl.LazyFrame({"day": days})).select(n=day_number("day"))
    assert frame.collect()["n"].to_list() == [day.toordinal() for day in days]
