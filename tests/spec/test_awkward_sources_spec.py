"""Awkward deliveries of the declared sources, from the suppliers' own files to facts.

| source | what is awkward | how it comes |
|---|---|---|
| wellbeing survey | a question had another name until 2022 | `ASUINYMPARISTO`, now `ASUINALUE` |
| job seekers | two forms of a date, two marks of what lasts | 1.2.2024 or 2024-02-01 |
| air quality | files from before UTF-8 | Windows-1252 |
| social assistance | two decimal marks | 901,19 or 901.19 |
| causes of death | the year comes too early, and its changes later | `MUUTOS` L, M or P |
| offences | a municipality's code lost its nought in one extract | KU49 for KU049 |
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from border_deliveries import deliver, facts, judge, quarantine

from assets.deliveries import corrections_result
from quality.acceptance import Acceptance, acceptances, in_force
from quality.reconciliation import unbalanced
from sources.catalogue import SECTOR_SOURCES, source
from sources.corrections import corrections
from sources.declarations import CsvFormat
from sources.home import Home
from sources.landing.delivery import deliveries

WOMAN, MAN, OTHER, LIVING = "010190Y900P", "211135-989B", "220285-9391", "290200B977U"


def send(
    home: Home,
    source_id: str,
    files: dict[str, str],
    period: str = "2023",
    *,
    encoding: str = "utf-8",
    delta: bool = False,
    synthetic: bool = True,
) -> Acceptance:
    declared = source(source_id)
    delivery = deliver(
        home,
        {name: text.encode(encoding) for name, text in files.items()},
        source=declared,
        period=period,
        synthetic=synthetic,
        exchange={"delta": "yes"} if delta else None,
    )
    return judge(home, delivery, replace(declared, reject_limit=0.7))


@pytest.mark.parametrize(
    "declared",
    ["formerly", "date_formats", "other_encodings", "decimal", "delta", "corrections"],
)
def test_each_way_of_being_awkward_is_declared_of_a_source_that_we_hold(declared: str) -> None:
    tables = [(s, t) for s in SECTOR_SOURCES for t in s.tables]
    columns = [c for _, t in tables for c in t.columns]
    forms = [f for s, t in tables if isinstance(f := s.format_of(t), CsvFormat)]
    found = {
        "formerly": any(c.formerly for c in columns),
        "date_formats": any(c.date_formats for c in columns),
        "other_encodings": any(f.other_encodings for f in forms),
        "decimal": any(f.decimal == ",." for f in forms),
        "delta": any(t.delta for _, t in tables),
        "corrections": any(corrections(s) for s in SECTOR_SOURCES),
    }
    assert found[declared]


HEALTH = "VASTAAJA;OSITE;HVA;MAAKUNTA;SUKUPUOLI;IKA;PAINO;KOETTU_TERVEYS;MHI_HERMOSTUNUT;" + (
    "MHI_MASENTUNUT;MHI_RAUHALLINEN;MHI_ALAKULOINEN;MHI_ONNELLINEN;YKSINAISYYS;ASUINALUE;"
    "TURVALLISUUS_PAIVA;TURVALLISUUS_ILTA;LUOTTAMUS_HALLITUS;LUOTTAMUS_KUNTA;VAIKUTUSMAHDOLLISUUS;"
    "SYRJINTA;VAKIVALTA;HARRASTUS;VAPAAEHTOISTYO;DIGITAIDOT;OPPIMISMAHDOLLISUUDET;EUROHIS_1;"
    "EUROHIS_2;EUROHIS_3;EUROHIS_4;EUROHIS_5;EUROHIS_6;EUROHIS_7;EUROHIS_8\n"
)
ANSWERS = "1;081;08;06;2;44;12,5" + ";1" * 7 + ";4" + ";1" * 19 + "\n"


def test_the_question_on_the_neighbourhood_is_one_under_both_its_names(home: Home) -> None:
    old = HEALTH.replace("ASUINALUE", "ASUINYMPARISTO")
    first = send(home, "wellbeing_survey", {"terve_suomi_2022.csv": old + ANSWERS}, "2022")
    second = send(home, "wellbeing_survey", {"terve_suomi_2023.csv": HEALTH + ANSWERS}, "2023")
    for record in (first, second):
        assert facts(home, record, "respondents")["neighbourhood_satisfaction"].to_list() == [4]
    late = send(home, "wellbeing_survey", {"terve_suomi_2024.csv": old + ANSWERS}, "2024")
    assert late.status == "refused"
    assert "ASUINYMPARISTO is declared as the name of ASUINALUE until 2022" in late.extra["todo"]


SPELLS = (
    f"hetu;tappvh;tppvm;tyok1;tymsyy\n{WOMAN};1.2.2024;30.04.2024;2;06\n"
    f"{MAN};01.05.2024;11.11.2222;2;\n{OTHER};01.05.2024;;2;\n"
)
ISO = (
    f"HETU;TAPPVH;TPPVM;TYOK1;TYMSYY\n{WOMAN};2024-02-01;2024-04-30;02;06\n"
    f"{MAN};2024-05-01;2222-11-11;02;\n{OTHER};2024-05-01;;02;\n"
)


def _job_seeking(spells: str) -> dict[str, str]:
    return {
        "tyonhaku_haku_2024.csv": f"hetu;alkpv1;loppv1;hedkd;hapkd\n{WOMAN};2.1.2024;;01;\n",
        "tyonhaku_tyollisyys_2024.csv": spells,
        "tyonhaku_sijoitus_2024.csv": "hetu;alkpv2;loppv2;sijkds;ralaj;ammnos\n",
    }


def test_spells_are_the_same_days_in_either_form_of_dates(home: Home) -> None:
    expected = [
        (date(2024, 2, 1), date(2024, 4, 30), "unemployed"),
        (date(2024, 5, 1), None, "unemployed"),
        (date(2024, 5, 1), None, "unemployed"),
    ]
    for spells in (SPELLS, ISO):
        record = send(home, "job_seekers", _job_seeking(spells), "2024")
        assert (record.status, record.quarantined) == ("accepted", 0)
        made = facts(home, record, "employment_spells").sort("spell_start", "spell_end")
        assert (
            sorted(made.select("spell_start", "spell_end", "employment").rows(), key=lambda r: r[0])
            == expected
        )
    other = ISO.replace("2024-02-01", "02/01/2024")  # nobody knows whether in January or February
    record = send(home, "job_seekers", _job_seeking(other), "2024")
    assert quarantine(home, record) == {("employment_spells", 1, "spell_start", "not_a_date")}


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252"])
def test_a_station_has_its_name_whichever_encoding_the_file_is_in(
    home: Home, encoding: str
) -> None:
    files = {
        "asemat_2021.csv": "fmisid,name,lat,lon\n100801,Ähtäri Pääskylä,62.55,24.07\n",
        "ilmanlaatu_2021.csv": "fmisid,time,PM25_PT1H_avg,PM10_PT1H_avg,NO2_PT1H_avg\n"
        "100801,2021-01-01T01:00:00Z,4.2,8.1,\n",
    }
    record = send(home, "air_quality", files, "2021", encoding=encoding)
    assert facts(home, record, "stations")["name"].to_list() == ["Ähtäri Pääskylä"]
    said = [] if encoding == "utf-8" else ["asemat_2021.csv is in windows-1252, not in utf-8"]
    assert record.remarks == said


ASSISTANCE = (
    "TNRO;TILASTOVUOSI;KUNTA;TAMMI;HELMI;MAALIS;HUHTI;TOUKO;KESA;HEINA;ELO;SYYS;LOKA;MARRAS;JOULU;"
    "TUKIKUUKAUSIA;PERUS_TOIMEENTULOTUKI_EUR;TAYD_TOIMEENTULOTUKI_EUR;"
    "EHKAISEVA_TOIMEENTULOTUKI_EUR;LAPSIA;SOSIOEKOASEMA\n"
)
_TWO_MONTHS = "2021;837;1;1;0;0;0;0;0;0;0;0;0;0;2"


def test_cents_stand_after_a_comma_or_a_point_and_thousands_are_never_guessed(home: Home) -> None:
    rows = (
        f"{WOMAN};{_TWO_MONTHS};901.19;20.5;;0;50\n{MAN};{_TWO_MONTHS};901,19;20,5;;0;50\n"
        f"{OTHER};{_TWO_MONTHS};1.204;;;0;50\n"
    )
    record = send(
        home, "social_assistance", {"toimeentulotuki_2021.csv": ASSISTANCE + rows}, "2021"
    )
    assert quarantine(home, record) == {("recipients", 3, "basic", "ambiguous_number")}
    made = facts(home, record, "recipients")
    assert made.select("basic", "supplementary").rows() == [(9_011_900, 205_000)] * 2


DEATHS = "VUOSI;HENKILOTUNNUS;KUOLPVM;TPKS;KUNTA;IKA;SP\n"
_HIS = f"2023;{MAN};20230105;{{}};837;87;1\n"
_HERS = f"2023;{WOMAN};20231231;W19;198;33;2\n"
_SOMEBODYS = f"2023;{OTHER};20230228;C509;092;38;1\n"
_NOBODYS = f"2023;{LIVING};20230401;R99;837;23;2\n"


def test_changes_of_deaths_end_as_the_whole_year_would_have(home: Home) -> None:
    """One certificate came late, one inquest ended, one of the dead was alive."""
    early = DEATHS + _HIS.format("R99") + _SOMEBODYS + _NOBODYS
    changes = "MUUTOS;" + DEATHS + "L;" + _HERS + "M;" + _HIS.format("C349") + f"P;;{LIVING};;;;;\n"
    send(home, "causes_of_death", {"kuolemansyyt_2023.csv": early})
    delta = send(home, "causes_of_death", {"kuolemansyyt_2023_muutokset.csv": changes}, delta=True)
    assert (delta.status, delta.quarantined) == ("accepted", 0)
    assert delta.tables["deaths"].read == 6
    assert delta.tables["deaths"].excluded == {"replaced": 1, "removed": 1, "removal": 1}
    assert unbalanced(home, source("causes_of_death"), [delta]) == []
    whole = DEATHS + _HIS.format("C349") + _SOMEBODYS + _HERS
    full = send(home, "causes_of_death", {"kuolemansyyt_2023.csv": whole})
    assert in_force(acceptances(home, "causes_of_death"))["2023"].delivery == full.delivery
    made, expected = (facts(home, r, "deaths").sort("person") for r in (delta, full))
    assert made.equals(expected)
    assert made["cause"].sort().to_list() == ["C349", "C509", "W19"]


def test_changes_of_deaths_without_the_year_that_they_change_are_refused(home: Home) -> None:
    changes = "MUUTOS;" + DEATHS + "L;" + _HERS
    record = send(home, "causes_of_death", {"kuolemansyyt_2023_muutokset.csv": changes}, delta=True)
    assert record.why == "it is a delta, and no full delivery of 2023 is in force"


GROUPS = ("101T161", "101T603", "201T223", "231T241")
WRONG = "VUOSI;KUNTA;RIKOSRYHMA;RIKOKSET_LKM\n" + "".join(
    f"2023;{place};{group};{n}\n" for place in ("KU49", "KU837") for n, group in enumerate(GROUPS)
)


def _offences(home: Home, text: str, *, synthetic: bool = True) -> Acceptance:
    return send(home, "offences", {"rikokset_kunnittain_2023.csv": text}, synthetic=synthetic)


def test_the_lost_nought_of_a_municipality_is_set_right(home: Home) -> None:
    record = _offences(home, WRONG)
    assert record.quarantined == 0
    assert record.corrected == {"synthetic-espoo-2023": 4}
    made = facts(home, record, "offences").filter(pl.col("municipality") == "KU049")
    assert made["offences"].to_list() == [0, 1, 2, 3]
    assert corrections_result([record]).passed


def test_the_check_turns_red_once_the_lost_nought_is_back(home: Home) -> None:
    mended = _offences(home, WRONG.replace("KU49", "KU049"))
    assert mended.quarantined == 0
    assert not corrections_result([mended]).passed


def test_a_home_with_real_offences_is_not_told_of_the_synthetic_error(home: Home) -> None:
    whole = _offences(home, WRONG.replace("KU49", "KU049"), synthetic=False)
    assert (whole.quarantined, whole.corrected) == (0, {})
    assert corrections_result([whole]).passed
    assert not deliveries(home.landing)[0].synthetic
    same_error = _offences(home, WRONG, synthetic=False)
    assert {reason for *_, reason in quarantine(home, same_error)} == {"unknown_code"}
