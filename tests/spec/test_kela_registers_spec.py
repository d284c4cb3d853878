"""From Kela's and THL's own files to the person-year, for persons of whom all is known.

Year 2023. Two live in one dwelling of Tampere (837), one alone in another, one alone in a third:

    person        dwelling  medicines and rights                  sickness    social assistance
    010190Y900P   1         see below                             see below   4 months, 1 200 EUR
    290200B977U   1         none                                  none        by 010190Y900P
    220285-9391   2         none                                  2 days      preventive alone
    140840-9360   3         a right that has ended                none        none

010190Y900P buys an antidepressant (20,00; 8,00 back), a hypnotic (10,05; 4,02 back), and a medicine
of another group for 700,00 of which 455,00 and 200,00 beyond the ceiling come back. Three
purchases, two psychotropic, one of them an antidepressant. Own cost: 12,00 + 6,03 + 45,00 = 63,03.
Rights: 205 and 103 in force on 31 December, 215 ended on the 30th, 313 is limited basic
reimbursement: two. Sickness: a spell from 2022 on that ends on 10 January is 10 days; one from
1 March paid in two parts, to the 31st and to 14 April, is 31 + 14 = 45 days once: 55. A
rehabilitation allowance is no sickness allowance.

220285-9391 is ill from 30 December 2023 to the next year: 2 days.
"""

from __future__ import annotations

import pytest
from test_education_registers_spec import BORN, person_years

from sources.home import Home

EUR = 10_000
SICK, OTHER, ALONE, OLD = BORN
DWELLINGS = {
    SICK: "900000759J1C003 ",
    OTHER: "900000759J1C003 ",
    ALONE: "900000759J1C004 ",
    OLD: "900000759J1C005 ",
}

PURCHASES = f"""HETU;ATC;PLKM;KUST_EUR;KORV_EUR;KAKORV_EUR;RPK;LAJI;VNRO;SAIR;\
TILASTOVUOSI;ANJA;OSTOPV;RKPV
{SICK};N06AB04;1;20,00;8,00;;1;1;123456;;2023;0;2023-02-01;2023-01-30
{SICK};N05CF01;0,5;10,05;4,02;;1;1;123457;;2023;0;2023-02-01;
{SICK};A10AE04;3;700,00;455,00;200,00;2;1;123458;103;2023;1;2023-11-30;2023-11-30
"""
RIGHTS = f"""HETU;KORVAUSOIKEUS_KOODI;DIAGNOOSI_KOODI;KORVAUSOIKEUS_ALPV;KORVAUSOIKEUS_LOPV
{SICK};205;I10;2015-05-01;9999-12-31
{SICK};103;E10.9;2023-12-31;
{SICK};215;E119;2015-05-01;2023-12-30
{SICK};313;M059;2015-05-01;9999-12-31
{OLD};206;I251;1999-01-01;2020-12-31
"""
SPELLS = f"""HETU;ETUUS;ALPV;LOPV;MAKSUPV;EURO;PERUSTE
{SICK};SAIRPR;2022-12-20;2023-01-10;2023-01-12;600,00;1
{SICK};SAIRPR;2023-03-01;2023-03-31;2023-03-30;900,00;1
{SICK};SAIRPR;2023-03-01;2023-04-14;2023-04-20;400,00;1
{SICK};KUNTRAHA;2023-06-01;2023-08-31;2023-08-30;2500,00;1
{ALONE};OSASAIRPR;2023-12-30;2024-02-15;2024-01-10;100,00;
"""
ASSISTANCE = f"""TNRO;TILASTOVUOSI;KUNTA;TAMMI;HELMI;MAALIS;HUHTI;TOUKO;KESA;HEINA;ELO;\
SYYS;LOKA;MARRAS;JOULU;TUKIKUUKAUSIA;PERUS_TOIMEENTULOTUKI_EUR;TAYD_TOIMEENTULOTUKI_EUR;\
EHKAISEVA_TOIMEENTULOTUKI_EUR;LAPSIA;SOSIOEKOASEMA
{SICK};2023;837;1;1;0;0;1;1;0;0;0;0;0;0;4;1200,00;0,00;;0;70
{ALONE};2023;837;0;0;0;0;0;0;0;0;0;0;0;1;1;0,00;;150,00;0;
"""


def _population() -> dict[str, bytes]:
    persons = "HENKILOTUNNUS;SUKUPUOLI;SYNTYMAPV;SYNTYMAPV_TARKKUUS;KUOLINPV;AIDINKIELI;"
    persons += "KANSALAISUUS;SIVIILISAATY;TURVAKIELTO\n"
    spells = "HENKILOTUNNUS;KUNTAKOODI;KUNTAANMUUTTOPV;KUNNASTAPOISMUUTTOPV;ASUINPAIKANTUNNUS\n"
    for code, born in BORN.items():
        persons += f"{code};NAINEN;{born};PAIVA;;fi;246;1;0\n"
        spells += f"{code};837;20200101;;{DWELLINGS[code]}\n"
    changes = "MUUTETTUHENKILOTUNNUS;AKTIIVINENHENKILOTUNNUS;MUUTOSPV;VOIMASSAOLO\n"
    return {
        "vtj_henkilo_2023.csv": persons.encode(),
        "vtj_kotikunta_2023.csv": spells.encode(),
        "vtj_hetukorjaus_2023.csv": changes.encode(),
    }


KELA = {
    "81_522_2022_LAAKEOSTOT_2023.csv": PURCHASES.encode(),
    "81_522_2022_KORVAUSOIKEUDET_2023.csv": RIGHTS.encode(),
    "81_522_2022_ETUUDET_2023.csv": SPELLS.encode(),
}
THL = {"toimeentulotuki_2023.csv": ASSISTANCE.encode()}


@pytest.fixture
def made(home: Home) -> dict[str, dict[str, object]]:
    return person_years(home, population=_population(), kela=KELA, social_assistance=THL)


def test_medicines_come_through_from_kelas_own_file(made: dict[str, dict[str, object]]) -> None:
    columns = (
        *("medicine_purchases", "psychotropic_purchases", "antidepressant_purchases"),
        *("medicine_own_cost", "medicine_ceiling_reimbursement"),
    )
    found = {code: tuple(row[c] for c in columns) for code, row in made.items()}
    assert found[SICK] == (3, 2, 1, 630_300, 200 * EUR)
    assert found[OTHER] == found[ALONE] == found[OLD] == (0, 0, 0, 0, 0)


def test_rights_to_special_reimbursement_are_those_in_force_at_the_years_end(
    made: dict[str, dict[str, object]],
) -> None:
    assert {c: row["special_reimbursement_rights"] for c, row in made.items()} == {
        SICK: 2,
        OTHER: 0,
        ALONE: 0,
        OLD: 0,
    }


def test_days_of_sickness_allowance_are_those_of_the_year_each_once(
    made: dict[str, dict[str, object]],
) -> None:
    assert {c: row["sickness_allowance_days"] for c, row in made.items()} == {
        SICK: 55,
        OTHER: 0,
        ALONE: 2,
        OLD: 0,
    }


def test_basic_assistance_is_the_reference_persons_and_counts_for_the_whole_household(
    made: dict[str, dict[str, object]],
) -> None:
    own = {c: row["basic_social_assistance"] for c, row in made.items()}
    shared = {c: row["household_social_assistance"] for c, row in made.items()}
    months = {c: row["household_social_assistance_months"] for c, row in made.items()}
    assert own == {SICK: 1_200 * EUR, OTHER: 0, ALONE: 0, OLD: 0}
    assert shared == {SICK: 1_200 * EUR, OTHER: 1_200 * EUR, ALONE: 0, OLD: 0}
    assert months == {SICK: 4, OTHER: 4, ALONE: 0, OLD: 0}


def test_a_register_that_was_not_delivered_leaves_its_columns_unknown(home: Home) -> None:
    made = person_years(home, population=_population(), kela=KELA)
    assert {row["household_social_assistance"] for row in made.values()} == {None}
    assert made[SICK]["medicine_purchases"] == 3
