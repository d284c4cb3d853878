"""From the registers' own formats to the person-year, for persons whose schooling is known.

Year 2023, all residents of Tampere (837). Degrees as the degree register has them at its end:

    person        born  degree                                       education_level
    010190Y900P   1990  725105, level 72, taken in May 2015          7
    290200B977U   2000  301101, level 31, taken in May 2019          3
    220285-9391   1985  999999, level 91 (unknown): left out         0
    140840-9360   1940  not named: nothing after basic education     0

Studies as KOSKI's documents have them; a spell lasts until the next of its right begins:

    person        at 31 December 2023                                        studying in_education
    010190Y900P   higher education, present since 2022                       1        1
    290200B977U   vocational, present 2022, suspended since 1 October 2023   0        0
    220285-9391   basic education for adults, present; her vocational right  0        1
                  of 2023 was annulled in version 2, and version 1 with it
    140840-9360   general upper secondary, present from 8 January 2024 on    0        0
"""

from __future__ import annotations

import polars as pl
from border_deliveries import deliver, judge

from assets.person_years.build import YearFacts, build_person_year
from quality.acceptance import facts_in_force
from sources.catalogue import source
from sources.home import Home
from sources.identity.registry import read_aliases
from warehouse.engine import DuckDBEngine, Engine, PolarsEngine

YEAR = 2023
BORN = {
    "010190Y900P": "19900101",
    "290200B977U": "20000229",
    "220285-9391": "19850222",
    "140840-9360": "19400814",
}
DEGREES = """vuosi;henkilotunnus;koulk;kaste;ISCED_ala3;saika;ulkom
2023;010190Y900P;725105;72;0113;201505;0
2023;290200B977U;301101;31;0011;201905;0
2023;220285-9391;999999;91;9999;BBBBBB;1
"""

STUDIES = """[
{"henkilö": {"oid": "1.2.246.562.98.10243600011", "hetu": "010190Y900P"}, "opiskeluoikeudet": [
  {"oid": "1.2.246.562.15.13897600170", "versionumero": 3,
   "tyyppi": {"koodiarvo": "korkeakoulutus"},
   "tila": {"opiskeluoikeusjaksot": [
     {"alku": "2022-08-10", "tila": {"koodiarvo": "lasna"}}]},
   "suoritukset": [], "alkamispäivä": "2022-08-10"}]},
{"henkilö": {"oid": "1.2.246.562.98.10231654325", "hetu": "290200B977U"}, "opiskeluoikeudet": [
  {"oid": "1.2.246.562.15.13706469148", "versionumero": 1,
   "tyyppi": {"koodiarvo": "ammatillinenkoulutus"},
   "tila": {"opiskeluoikeusjaksot": [
     {"alku": "2022-08-10", "tila": {"koodiarvo": "lasna"},
      "opintojenRahoitus": {"koodiarvo": "1"}},
     {"alku": "2023-10-01", "tila": {"koodiarvo": "valiaikaisestikeskeytynyt"}}]},
   "suoritukset": [{"tyyppi": {"koodiarvo": "ammatillinentutkinto"}, "koulutusmoduuli":
     {"tunniste": {"koodiarvo": "351301", "koodistoUri": "koulutus"}}}]}]},
{"henkilö": {"hetu": "220285-9391"}, "opiskeluoikeudet": [
  {"oid": "1.2.246.562.15.13449294118", "versionumero": 1,
   "tyyppi": {"koodiarvo": "aikuistenperusopetus"},
   "tila": {"opiskeluoikeusjaksot": [{"alku": "2023-01-09", "tila": {"koodiarvo": "lasna"}}]}},
  {"oid": "1.2.246.562.15.10000000009", "versionumero": 1,
   "tyyppi": {"koodiarvo": "ammatillinenkoulutus"},
   "tila": {"opiskeluoikeusjaksot": [{"alku": "2023-08-10", "tila": {"koodiarvo": "lasna"}}]}},
  {"oid": "1.2.246.562.15.10000000009", "versionumero": 2,
   "tyyppi": {"koodiarvo": "ammatillinenkoulutus"},
   "tila": {"opiskeluoikeusjaksot": [
     {"alku": "2023-08-10", "tila": {"koodiarvo": "lasna"}},
     {"alku": "2023-09-01", "tila": {"koodiarvo": "mitatoity"}}]}}]},
{"henkilö": {"hetu": "140840-9360"}, "opiskeluoikeudet": [
  {"oid": "1.2.246.562.15.10000000017", "versionumero": 1,
   "tyyppi": {"koodiarvo": "lukiokoulutus"},
   "tila": {"opiskeluoikeusjaksot": [{"alku": "2024-01-08", "tila": {"koodiarvo": "lasna"}}]}}]}
]"""


def _population() -> dict[str, bytes]:
    persons = "HENKILOTUNNUS;SUKUPUOLI;SYNTYMAPV;SYNTYMAPV_TARKKUUS;KUOLINPV;AIDINKIELI;"
    persons += "KANSALAISUUS;SIVIILISAATY;TURVAKIELTO\n"
    spells = "HENKILOTUNNUS;KUNTAKOODI;KUNTAANMUUTTOPV;KUNNASTAPOISMUUTTOPV;ASUINPAIKANTUNNUS\n"
    for code, born in BORN.items():
        persons += f"{code};NAINEN;{born};PAIVA;;fi;246;1;0\n"
        spells += f"{code};837;20200101;;900000759J1C003 \n"
    changes = "MUUTETTUHENKILOTUNNUS;AKTIIVINENHENKILOTUNNUS;MUUTOSPV;VOIMASSAOLO\n"
    return {
        "vtj_henkilo_2023.csv": persons.encode(),
        "vtj_kotikunta_2023.csv": spells.encode(),
        "vtj_hetukorjaus_2023.csv": changes.encode(),
    }


def person_years(home: Home, **files: dict[str, bytes]) -> dict[str, dict[str, object]]:
    """Receive and judge the registers' files; identity code → person-year, alike on each engine."""
    for source_id, delivered in {"population": _population(), **files}.items():
        declared = source(source_id)
        record = judge(home, deliver(home, delivered, source=declared), declared)
        assert (record.status, record.quarantined) == ("accepted", 0)
    found = {s: facts_in_force(home, source(s), YEAR) or {} for s in ("population", *files)}
    facts = YearFacts(found, read_aliases(home.identity), [])
    people = pl.read_parquet(found["population"]["persons"], hive_partitioning=False)
    codes = dict(zip(people["person"], BORN, strict=True))
    engines: list[Engine] = [DuckDBEngine(home.path / "spill"), PolarsEngine()]
    made = []
    for engine in engines:
        target = home.path / "person_years.parquet"
        build_person_year(engine, facts, YEAR, target)
        rows = pl.read_parquet(target, hive_partitioning=False).iter_rows(named=True)
        made.append({codes[row["person"]]: row for row in rows})
    assert made[0] == made[1]
    return made[0]


def test_the_level_of_the_highest_degree_comes_through_from_the_registers_own_file(
    home: Home,
) -> None:
    made = person_years(home, degrees={"tutkinto_korkein_2023.csv": DEGREES.encode()})
    assert {code: row["education_level"] for code, row in made.items()} == {
        "010190Y900P": 7,
        "290200B977U": 3,
        "220285-9391": 0,
        "140840-9360": 0,
    }


def test_without_the_degree_register_attainment_is_unknown_and_not_nothing(home: Home) -> None:
    assert {row["education_level"] for row in person_years(home).values()} == {None}


def test_who_is_present_on_the_last_day_studies_and_an_annulled_right_is_none(home: Home) -> None:
    made = person_years(home, study_rights={"koski_2023.json": STUDIES.encode()})
    assert {code: (row["studying"], row["in_education"]) for code, row in made.items()} == {
        "010190Y900P": (1, 1),
        "290200B977U": (0, 0),
        "220285-9391": (0, 1),
        "140840-9360": (0, 0),
    }
