"""The published series of Statistics Finland, Sotkanet and the OECD, as they are declared."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from math import prod
from pathlib import Path

import polars as pl
import pytest

from assets.counterparts import oecd, sotkanet, statfin
from assets.reserves import INDICATORS
from sources.declarations import Indicator, OfficialSeries
from sources.errors import VarantoError
from sources.official.labels import check_labels
from sources.official.match import match
from sources.official.places import NOT_OURS, place
from sources.official.recognise import read_official
from sources.official.renamings import Labels

PROVIDERS: Mapping[str, Mapping[str, tuple[OfficialSeries, ...]]] = {
    "statfin": statfin.SERIES,
    "sotkanet": sotkanet.SERIES,
    "oecd": oecd.SERIES,
}

DATASETS = {
    "statfin": r"statfin_[a-z0-9]{2,12}_pxt_[a-z0-9]{3,6}",
    "sotkanet": r"[1-9]\d{0,4}",
    "oecd": r"[A-Z.]+:[A-Z_]+@[A-Z0-9_]+",
}

DIMENSIONS = {
    "statfin": {"tiedot"},
    "sotkanet": {"title"},
    "oecd": {"measure", "unit_measure"},
}

ANY_SIZE = (0, 10**9)
"""The answers' figures are made up."""

OECD_DIMENSIONS = {
    "DSD_HSL": {"measure", "unit_measure", "age", "education_lev", "domain"},
    "DSD_GOV_INT": {"measure", "unit_measure", "sector", "edition", "scale", "category"},
    "DSD_GG": {"measure", "unit_measure", "activity"},
}
"""Structure of a dataflow → what its slices name, as in responses, beside area and sex."""

ALL = [
    pytest.param(provider, indicator, series, id=f"{provider}-{indicator}")
    for provider, declared in PROVIDERS.items()
    for indicator, several in declared.items()
    for series in several
]


@pytest.mark.parametrize(("provider", "indicator", "series"), ALL)
def test_series_has_the_form_of_its_provider(
    provider: str, indicator: str, series: OfficialSeries
) -> None:
    assert indicator in {i.id for i in INDICATORS}
    assert series.provider == provider
    assert re.fullmatch(DATASETS[provider], series.dataset)
    assert set(series.where) >= DIMENSIONS[provider]
    assert all(code and code == code.strip() for code in series.where.values())
    assert series.factor > 0


def test_a_slice_of_the_oecd_names_what_its_structure_has() -> None:
    for several in oecd.SERIES.values():
        for series in several:
            structure = series.dataset.partition(":")[2].partition("@")[0]
            assert set(series.where) == OECD_DIMENSIONS[structure]


@pytest.mark.parametrize("provider", PROVIDERS)
def test_no_slice_is_declared_twice_for_an_indicator(provider: str) -> None:
    for indicator, several in PROVIDERS[provider].items():
        slices = [(s.dataset, json.dumps(dict(s.where), sort_keys=True)) for s in several]
        assert len(slices) == len(set(slices)), indicator


@pytest.mark.parametrize("provider", PROVIDERS)
def test_slices_of_the_unit_of_the_indicator(provider: str) -> None:
    """Sotkanet's rates per thousand become per cent; nothing else is scaled."""
    units = {i.id: i.unit for i in INDICATORS}
    for indicator, several in PROVIDERS[provider].items():
        for series in several:
            per_thousand = "000" in series.where.get("title", "")
            expected = 0.1 if per_thousand and units.get(indicator) == "PC" else 1.0
            assert series.factor == expected, indicator


# The answers that were seen, in their shape: id of a dimension, its Finnish label, some codes.
Shape = tuple[tuple[str, str, tuple[str, ...]], ...]
_YEAR = ("timeperiod_y", "Vuosi", ("2024",))
_MONTH = ("timeperiod_m", "Kuukausi", ("2026M06",))
_SEX = ("sukupuoli_9_20180101", "Sukupuoli", ("SSS", "1", "2"))


def _area(name: str, *codes: str) -> tuple[str, str, tuple[str, ...]]:
    return (name, "Alue", ("SSS", *codes))


def _contents(*codes: str) -> tuple[str, str, tuple[str, ...]]:
    return ("contentscode", "Tiedot", codes)


TABLES: Mapping[str, Shape] = {
    "14ww": (
        _area("alue_23_20250101", "KU091", "MK06"),
        _contents(
            "tjt-henkiloita", "tjt-ekvikturaha_med", "gini_kturaha", "rpt_aste", "pit_rpt_aste"
        ),
        _YEAR,
    ),
    "12bs": (
        _YEAR,
        _area("alue_23_20260101", "KU091"),
        ("ikaryhma_10_20180101", "Ikä", ("SSS", "25-29")),
        _SEX,
        _contents("kaste3T8osuus", "kaste5T8osuus", "kaste5T8"),
    ),
    "13aj": (
        _YEAR,
        _SEX,
        ("ikaryhma_19_20190101", "Ikäluokka", ("15-74", "15-64", "15-24")),
        _contents("tyti-Tyollisyysaste", "tyti-Tyottomyysaste"),
    ),
    "12am": (_YEAR, _SEX, _contents("elinajanodote")),
    "12an": (
        _YEAR,
        ("maakunta_1_20250101", "Maakunta", ("SSS", "MA1", "MK06")),
        _SEX,
        _contents("elinajanodote"),
    ),
    "13al": (
        _YEAR,
        _area("alue_23_20180101", "MK08"),
        _contents("Tyollisyysaste_15_64", "tyti-Tyottomyysaste"),
    ),
    "115x": (
        _area("alue_23_20250101", "KU091"),
        _YEAR,
        _contents("tyokay-tyollisyysaste", "tyokay-tyottomyysaste", "taloudellinenhuoltosuhde"),
    ),
    "12r5": (
        _area("Alue", "KU091"),
        _MONTH,
        _contents("TYOTOSUUS", "TYOVOIMATK", "HAKIJALOPUSSA"),
    ),
    "13sv": (
        _YEAR,
        _SEX,
        ("kunta_109_20230101", "Vaalipiiri ja kunta vaalivuonna", ("SSS", "010000", "010091")),
        _contents("evaa_ao", "evaa_aanest", "evaa_aanpros", "evaa_hylatyt"),
    ),
    "13sx": (
        _YEAR,
        _SEX,
        ("Alue/Äänestysalue", "Alue/Äänestysalue", ("SSS", "VP01", "KU091", "01091001A")),
        _contents("evaa_aanpros", "evaa_aanet"),
    ),
    "13h4": (
        _YEAR,
        _area("alue_28_20210101", "KU091"),
        (
            "rikokset_74_20211209",
            "Rikosryhmä ja teonkuvauksen tarkenne",
            ("101T603", "101T161", "201T223"),
        ),
        _contents("rik_1000", "rikokset_lkm"),
    ),
}

TITLES = {
    "292": "Ei yhtään läheistä ystävää, % 8. ja 9. luokan oppilaista",
    "306": "Työkyvyttömyyseläkettä saavat 25 - 64-vuotiaat, % vastaavanikäisestä väestöstä",
    "181": "Työttömät, % työvoimasta",
    "475": "Sairauspäivärahaa saaneet 16 - 64-vuotiaat / 1000 vastaavanikäistä",
    "493": "Toimeentulotukea saaneet henkilöt vuoden aikana, % asukkaista",
    "2358": "Depressiolääkkeistä korvausta saaneet 18-64-vuotiaat / 1000 vastaavanikäistä",
    "3076": "Äänestysaktiivisuus kuntavaaleissa, %",
    "3077": "Äänestysaktiivisuus eduskuntavaaleissa",
    "3099": "Kunnan yleinen pienituloisuusaste",
    "3113": "Poliisin tietoon tulleet henkeen ja terveyteen kohdistuneet rikokset / 1 000 asukasta",
    "3126": "Gini-kerroin, käytettävissä olevat tulot",
    "3195": "Korkea-asteen koulutuksen saaneet, % 20 vuotta täyttäneistä",
    "3219": "Koulutuksen ulkopuolelle jääneet 17 - 24-vuotiaat, % vastaavanikaisesta väestöstä",
    "4012": "Vastasyntyneen elinajanodote",
    "4270": "Elämänlaatunsa (EuroHIS-8) hyväksi tuntevien osuus (%)",
    "4284": "Itsensä yksinäiseksi tuntevien osuus (%)",
    "4354": "Psyykkisesti merkittävästi kuormittuneiden osuus (%)",
    "4355": "Severe mental strain (%), age 20-64",
}
"""Sotkanet's titles as they were seen."""


def _statfin_answer(folder: Path, dataset: str) -> Path:
    subject, code = dataset.removeprefix("statfin_").split("_pxt_")
    shape = TABLES[code]
    dimensions = {
        name: {"label": label, "category": {"index": list(codes)}} for name, label, codes in shape
    }
    areas = [name for name, label, _ in shape if label == "Alue"]
    answer = {
        "version": "2.0",
        "class": "dataset",
        "label": "",
        "source": "Tilastokeskus",
        "id": [name for name, _, _ in shape],
        "size": [len(codes) for _, _, codes in shape],
        "dimension": dimensions,
        "value": [10 + n / 10 for n in range(prod(len(codes) for _, _, codes in shape))],
        "role": {
            # Years of elections follow no rhythm: their table has no dimension of time.
            "time": [n for n, _, _ in shape if n.startswith("timeperiod") and code != "13sv"],
            "geo": areas,
            "metric": ["contentscode"],
        },
        "extension": {"px": {"tableid": code, "subject-code": subject, "language": "fi"}},
    }
    path = folder / f"{dataset}.json"
    path.write_text(json.dumps(answer), encoding="utf-8")
    return path


def _sotkanet_answer(folder: Path, number: str) -> Path:
    path = folder / f"sotkanet_{number}.csv"
    rows = [
        f'"{TITLES[number]}";"{number}";"Espoo";"049";"{gender}";2015;{value};100'
        for gender, value in (("yhteensä", 4.9), ("naiset", 4.5), ("miehet", 5.3))
    ]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def _oecd_answer(folder: Path, series: OfficialSeries) -> Path:
    """The slice, and rows by sex, age and education where the dataflow has them."""
    where = dict(series.where)
    cells = [where]
    if "education_lev" in where:
        where = {**where, "sex": "_T"}
        other = ({"sex": "F"}, {"age": "YOUNG"}, {"education_lev": "ISCED11_5T8"})
        cells = [where, *({**where, **change} for change in other)]
    before = {"STRUCTURE": "DATAFLOW", "STRUCTURE_ID": f"{series.dataset}(1.1)", "ACTION": "I"}
    after = {"TIME_PERIOD": "2024", "OBS_VALUE": "7.1", "OBS_STATUS": "A", "UNIT_MULT": "0"}
    rows = [before | {"REF_AREA": "FIN"} | cell | after | {"DECIMALS": "2"} for cell in cells]
    path = folder / "oecd.csv"
    lines = [",".join(rows[0]).upper(), *(",".join(row.values()) for row in rows), ""]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _answer(folder: Path, series: OfficialSeries) -> Path:
    if series.provider == "statfin":
        return _statfin_answer(folder, series.dataset)
    if series.provider == "sotkanet":
        return _sotkanet_answer(folder, series.dataset)
    return _oecd_answer(folder, series)


def _rows(indicator: str, series: OfficialSeries, folder: Path) -> pl.DataFrame:
    own: Indicator = next((i for i in INDICATORS if i.id == indicator), INDICATORS[0])
    alone = replace(own, official=(series,), plausible=ANY_SIZE)
    return match([alone], read_official(_answer(folder, series))).rows


@pytest.mark.parametrize(("provider", "indicator", "series"), ALL)
def test_series_finds_its_rows_in_an_answer_of_the_seen_shape(
    provider: str, indicator: str, series: OfficialSeries, tmp_path: Path
) -> None:
    rows = _rows(indicator, series, tmp_path)
    assert rows.height > 0
    assert rows["age_group"].unique().to_list() == ["TOTAL"]
    assert rows["value"].null_count() == 0


@pytest.mark.parametrize(("code", "areas"), [("13sv", 0), ("13sx", 1)])
def test_elections_are_of_the_country_and_its_municipalities(
    tmp_path: Path, code: str, areas: int
) -> None:
    series = statfin.SERIES["voter_turnout_parliamentary"][areas]
    assert series.dataset.endswith(code)
    found = _rows("voter_turnout_parliamentary", series, tmp_path)
    assert set(found["area_code"]) == {"SSS", "KU091"}
    assert set(found["year"]) == {2024}


def test_a_municipality_behind_its_district_keeps_its_name() -> None:
    assert place("statfin", "010091", "KU091 Helsinki") == ("MUNICIPALITY", "KU091")
    assert place("statfin", "011091", "091 Helsinki") == ("MUNICIPALITY", "KU091")
    for district in ("010000", "810000", "020223", "01091001A"):  # 223 was joined before 2013
        assert place("statfin", district, None) == NOT_OURS
    codes = {"kunta": {"010091": "KU049 Espoo", "020049": "KU091 Helsinki"}}
    with pytest.raises(VarantoError, match="the label of 010091 in kunta is that of another code"):
        check_labels("statfin", "d", Labels("fi", codes=codes), "vuosi")


def test_a_title_of_another_indicator_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (series,) = sotkanet.SERIES["gini_disposable_income"]
    monkeypatch.setitem(TITLES, series.dataset, "Gini-kerroin, bruttotulot")
    with pytest.raises(VarantoError, match="title is another"):
        _rows("gini_disposable_income", series, tmp_path)


def test_a_code_that_the_table_has_no_more_is_refused(tmp_path: Path) -> None:
    (series,) = statfin.SERIES["gini_disposable_income"]
    changed = replace(series, where={"tiedot": "gini_bruttotu"})
    with pytest.raises(VarantoError, match="code of tiedot 'gini_bruttotu' is not there"):
        _rows("gini_disposable_income", changed, tmp_path)
