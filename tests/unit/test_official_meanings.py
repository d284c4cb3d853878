"""What a declared code means is tied to its label and unit: another thing under it is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest
from provider_labels import label

from assets.counterparts import COUNTERPARTS
from sources.declarations import OfficialSeries
from sources.errors import VarantoError
from sources.official import read_official
from sources.official.match import MAY_BE_ABSENT, ONLY
from sources.official.meanings import TABLE, check_meanings, tie, ties
from sources.official.observations import AGE_DIMENSIONS, SEX_DIMENSIONS
from sources.official.renamings import Labels

CURRENT = "OECD.WISE.WDP:DSD_HSL@DF_HSL_CWB"
TRUST = "OECD.GOV.GIP:DSD_GOV_INT@DF_GOV_TDG_2025"
DECLARED = [
    pytest.param(series, id=f"{name}-{series.provider}-{series.dataset}-{number}")
    for name, several in COUNTERPARTS.items()
    for number, series in enumerate(several)
    if series.provider != "sotkanet"  # whose titles a declaration names
]


def named(series: OfficialSeries) -> list[tuple[str, str]]:
    """Every dimension and code that a declaration names, each alternative on its own."""
    return [
        (dimension, code)
        for said, codes in series.where.items()
        for dimension in said.removesuffix(MAY_BE_ABSENT).split("|")
        for code in codes.split("|")
    ]


def untied(series: OfficialSeries) -> list[str]:
    """What a declaration names and the table says nothing of, in words."""
    found = []
    for dimension, code in named(series):
        known = tie(series.provider, series.dataset, dimension, code)
        if code == ONLY:
            if known is None or known.dataset != series.dataset:
                found.append(f"{dimension} {code}: no tie of {series.dataset}'s own")
        elif known is None and not (
            dimension in SEX_DIMENSIONS or (dimension in AGE_DIMENSIONS and re.search(r"\d", code))
        ):
            found.append(f"{dimension} {code}: no tie")
    return found


@pytest.mark.parametrize("series", DECLARED)
def test_every_code_that_a_declaration_names_is_tied_to_its_label(series: OfficialSeries) -> None:
    assert untied(series) == [], f"add it to {TABLE}, with the source of the label"


def test_a_code_without_a_tie_is_told() -> None:
    where = {"unit": "PC", "age": "Y15-74", "sex": "T", "reason": "NO_TIME", "statinfo?": "*"}
    assert untied(OfficialSeries("eurostat", "made_up", where)) == [
        "reason NO_TIME: no tie",
        "statinfo *: no tie of made_up's own",
    ]


@pytest.mark.parametrize("series", DECLARED)
def test_the_labels_that_providers_give_are_allowed(series: OfficialSeries) -> None:
    for dimension, code in named(series):
        said = label(series.provider, dimension, code)
        codes = {dimension: {"X" if code == ONLY else code: said}}
        language = "fi" if series.provider == "statfin" else "en"
        assert said != code or dimension in ("edition", *AGE_DIMENSIONS), (dimension, code)
        check_meanings(series.provider, series.dataset, Labels(language, codes=codes))


def test_every_row_of_the_table_is_whole_and_says_where_it_is_from() -> None:
    path = Path(__file__).parents[2] / TABLE
    frame = pl.read_csv(path, infer_schema=False).fill_null("")
    assert len(ties()) == frame.height
    for column in ("dataset", "dimension", "code", "label", "source"):
        assert (frame[column] != "").all(), column
    assert frame.select("provider", "dataset", "dimension", "code").is_unique().all()
    assert (frame.filter(code=ONLY)["dataset"] != "*").all()
    assert set(frame.filter(pl.col("unit") != "")["provider"]) == {"statfin"}


OFFENCES = ("statfin", "statfin_rpk_pxt_13h4", "tiedot", "rik_1000")
POOR = ("statfin", "statfin_tjt_pxt_14ww", "tiedot", "rpt_aste")
LIFE = ("statfin", "statfin_kuol_pxt_12am", "tiedot", "kuolleet")
RATE = ("eurostat", "hlth_cd_asdr2", "unit", "RT")


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (OFFENCES, "Rikokset 100 000 asukasta kohti"),
        (OFFENCES, "Rikokset 10\u00a0000 asukasta kohti"),
        (OFFENCES, "Rikosten lukumäärä"),
        (POOR, "Pienituloisuusaste (50 %), alle 18-vuotiaat"),
        (POOR, "Pienituloisuusaste kiinteällä rajalla (60 % v. 2019 mediaanitulosta)"),
        (POOR, "Pitkittyneesti pienituloisten henkilöiden osuus (raja 60 % mediaanista)"),
        (POOR, "Asuntoväestöön kuuluvien lasten pienituloisuusaste (raja 60 %)"),
        (LIFE, "Elinajanodote 65-vuotiaana"),
        (LIFE, "Life expectancy at 65 years old"),
        (LIFE, "Kuolleet"),
        (
            ("statfin", "statfin_tjt_pxt_14ww", "tiedot", "gini_kturaha"),
            "Gini-kerroin, bruttotulot",
        ),
        (
            ("statfin", "statfin_tyti_pxt_13aj", "tiedot", "Tyottomyysaste"),
            "Työttömyysaste, %, kausitasoitettu sarja",
        ),
        (
            ("statfin", "statfin_vkour_pxt_12bs", "tiedot", "kaste3T8osuus"),
            "Ilman perusasteen jälkeistä tutkintoa olevien osuus väestöstä, %",
        ),
        (
            ("statfin", "statfin_vkour_pxt_12bs", "tiedot", "kaste5T8osuus"),
            "Alimman korkea-asteen tutkinnon suorittanut väestö",
        ),
        (("statfin", "statfin_vkour_pxt_12bs", "ikä", "SSS"), "25 - 64"),
        (("eurostat", "ilc_li02", "rskpovth", "B_60"), "Below 60% of mean"),
        (("eurostat", "ilc_li02", "rskpovth", "B_60"), "Below 50%"),
        (("eurostat", "ilc_li02", "rskpovth", "B_MD60"), "Below 40% of median equivalised income"),
        (("eurostat", "ilc_li02", "statinfo", "MED_EI"), "Mean equivalised income"),
        (("eurostat", "une_ltu_a", "indic_em", "LTU"), "Very long-term unemployment"),
        (("eurostat", "une_ltu_a", "indic_em", "LTU"), "Very long-term"),
        (("eurostat", "une_rt_a", "age", "Y15-74"), "From 20 to 64 years"),
        (("eurostat", "une_rt_a", "age", "TOTAL"), "From 20 to 64 years"),
        (("eurostat", "ilc_li02", "age", "Y_LT65"), "65 years or over"),
        (("eurostat", "ilc_li02", "age", "Y_GE65"), "Less than 65 years"),
        (("eurostat", "hlth_cd_asdr2", "icd10", "ACC"), "Transport accidents (V01-V99, Y85)"),
        (RATE, "Rate per 1 000 000"),
        (RATE, "Rate per million inhabitants"),
        (RATE, "Rate per 1 000 inhabitants"),
        (RATE, "Number"),
        (("eurostat", "une_rt_a", "unit", "PC_POP"), "Percentage of active population"),
        (("eurostat", "ilc_di03", "unit", "EUR"), "Million euro"),
        (("eurostat", "ilc_scp19", "acl00", "AC41A"), "Informal voluntary activities"),
        (("eurostat", "hlth_hlye", "hlth_hle", "HLY_Y0"), "Healthy life years at age 65"),
        (("eurostat", "hlth_hlye", "hlth_hle", "HLY_Y0"), "Life expectancy at birth"),
        (("eurostat", "edat_lfse_03", "isced11", "ED5-8"), "Less than primary (levels 0-2)"),
        (("eurostat", "ilc_di12", "unit", "X"), "Million euro"),
        (("eurostat", "ilc_di11", "indic_il", "X"), "At-risk-of-poverty rate"),
        (("eurostat", "ilc_mddw01", "hhcomp", "TOTAL"), "Single person"),
        (("eurostat", "une_rt_a", "geo", "FI"), "France"),
        (("oecd", CURRENT, "ref_area", "FIN"), "France"),
        (("oecd", CURRENT, "measure", "11_1"), "Negative affect balance"),
        (("oecd", CURRENT, "measure", "11_1"), "Life satisfaction score less than 5"),
        (("oecd", CURRENT, "unit_measure", "0_TO_10"), "0-100 scale"),
        (("oecd", CURRENT, "unit_measure", "PT_POP"), "Percentage of population aged 15 or over"),
        (("oecd", CURRENT, "unit_mult", "0"), "Thousands"),
        (("oecd", TRUST, "measure", "TRUST_NG"), "Trust in the police"),
    ],
)
def test_a_label_of_another_quantity_is_refused(at: tuple[str, str, str, str], said: str) -> None:
    provider, dataset, dimension, code = at
    language = "fi" if provider == "statfin" else "en"
    told = re.escape(f"{dataset}: code {code} of {dimension} is labelled")
    with pytest.raises(VarantoError, match=told):
        check_meanings(provider, dataset, Labels(language, codes={dimension: {code: said}}))


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (OFFENCES, "Rikokset 1000 asukasta kohti"),
        (OFFENCES, "Offences per 1,000 population"),
        (LIFE, "Life expectancy at birth, years"),
        (LIFE, "Elinajanodote, vuotta"),
        (RATE, "Standardised death rate (per 100 000 inhabitants)"),
        (("eurostat", "hlth_cd_apr", "icd10", "TOTAL"), "All causes of death"),
        (("eurostat", "une_ltu_a", "unit", "PC_ACT"), "Percentage of active population"),
        (("eurostat", "hlth_hlye", "hlth_hle", "HLY_Y0"), "Healthy life years at birth"),
        (
            ("eurostat", "ilc_mdes04", "rskpovth", "B_MD60"),
            "Below 60% of median equivalised income",
        ),
        (
            ("eurostat", "tespm110", "reason", "TOOEFW"),
            "Too expensive or too far to travel or waiting list",
        ),
        (("eurostat", "demo_mlexpec", "age", "Y_LT1"), "Less than 1 year"),
        (("statfin", "statfin_vaerak_pxt_11re", "ikä", "0-4"), "0 - 4"),
        (("statfin", "statfin_tyti_pxt_13aj", "tiedot", "Tyottomyysaste"), "Unemployment rate, %"),
        (("oecd", CURRENT, "unit_measure", "0_TO_10"), "0 to 10"),
        (("oecd", CURRENT, "age", "Y25T64"), "25 to 64 years"),
        # What can't be judged: the code itself, nothing, a code that no declaration names.
        (OFFENCES, "rik_1000"),
        (OFFENCES, " "),
        (("eurostat", "ilc_li02", "statinfo", "MEAN_EI"), "Mean equivalised income"),
    ],
)
def test_other_spellings_of_the_same_thing_are_allowed(
    at: tuple[str, str, str, str], said: str
) -> None:
    provider, dataset, dimension, code = at
    language = "en" if "per 1,000" in said or "at birth, years" in said else "fi"
    language = language if provider == "statfin" else "en"
    check_meanings(provider, dataset, Labels(language, codes={dimension: {code: said}}))


def test_a_language_without_patterns_is_not_judged() -> None:
    german = Labels("de", codes={"statinfo": {"MED_EI": "Mittelwert"}})
    check_meanings("eurostat", "ilc_li02", german)
    with pytest.raises(VarantoError):
        check_meanings("eurostat", "ilc_li02", Labels("en", codes=german.codes))


UNITS = [
    (OFFENCES, "rikosta / 100 000 asukasta", False),
    (OFFENCES, "%", False),
    (OFFENCES, "lukumäärä", True),
    (OFFENCES, "1 000 asukasta kohti", True),
    (POOR, "%", True),
    (POOR, "Per cent", True),
    (POOR, "1 000 henkilöä", False),
    (("statfin", "statfin_tjt_pxt_14ww", "tiedot", "ekvikturaha_med"), "euroa", True),
    (("statfin", "statfin_tjt_pxt_14ww", "tiedot", "ekvikturaha_med"), "1 000 euroa", False),
    (LIFE, "vuotta", True),
    (LIFE, "henkilöä", False),
]


def statfin_json(
    folder: Path, at: tuple[str, str, str, str], said: str, unit: Mapping[str, object]
) -> Path:
    """A response with one content, called so, in that unit."""
    _, dataset, _, code = at
    subject, table = dataset.removeprefix("statfin_").split("_pxt_")
    contents = {"index": [code], "label": {code: said}, "unit": {code: unit}}
    years = {"index": ["2024"], "label": {"2024": "2024"}}
    path = folder / f"{dataset}.json"
    path.write_text(
        json.dumps(
            {
                "version": "2.0",
                "class": "dataset",
                "source": "Tilastokeskus",
                "id": ["contentscode", "timeperiod_y"],
                "size": [1, 1],
                "role": {"time": ["timeperiod_y"], "metric": ["contentscode"]},
                "dimension": {
                    "contentscode": {"label": "Tiedot", "category": contents},
                    "timeperiod_y": {"label": "Vuosi", "category": years},
                },
                "value": [8.5],
                "extension": {"px": {"tableid": table, "subject-code": subject, "language": "fi"}},
            }
        ),
        encoding="utf-8",
    )
    return path


def statfin_px(folder: Path, at: tuple[str, str, str, str], said: str, units: str) -> Path:
    """The same as PX; `units` are statements."""
    _, dataset, _, code = at
    path = folder / f"{dataset}.px"
    path.write_text(
        'CHARSET="ANSI";\nCODEPAGE="utf-8";\nLANGUAGE="fi";\n'
        f'TABLEID="{dataset}";\nSTUB="Tiedot";\nHEADING="Vuosi";\n'
        f'VALUES("Tiedot")="{said}";\nCODES("Tiedot")="{code}";\n'
        f'VALUES("Vuosi")="2024";\nCODES("Vuosi")="2024";\nTIMEVAL("Vuosi")=TLIST(A1),"2024";\n'
        f"{units}DATA=\n8.5;\n",
        encoding="utf-8",
    )
    return path


def right(at: tuple[str, str, str, str]) -> str:
    return label("statfin", "tiedot", "*" if at == LIFE else at[3])


@pytest.mark.parametrize(("at", "unit", "allowed"), UNITS)
def test_a_unit_must_be_that_of_the_content_in_every_form(
    tmp_path: Path, at: tuple[str, str, str, str], unit: str, allowed: bool
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    files = (
        statfin_json(tmp_path, at, right(at), {"base": unit, "decimals": 1}),
        statfin_json(other, at, right(at), {"label": unit}),
        statfin_px(tmp_path, at, right(at), f'UNITS="{unit}";\n'),
    )
    for path in files:
        if allowed:
            assert read_official(path)["value"].to_list() == [8.5]
            continue
        with pytest.raises(VarantoError, match=r"are in .*, which is another thing than"):
            read_official(path)


def test_the_unit_of_a_content_counts_before_that_of_its_table(tmp_path: Path) -> None:
    own = f'UNITS("{right(POOR)}")="%";\nUNITS="euroa, lukumäärä";\n'
    assert read_official(statfin_px(tmp_path, POOR, right(POOR), own)).height == 1
    own = f'UNITS("{right(POOR)}")="1 000 henkilöä";\nUNITS="%";\n'
    with pytest.raises(VarantoError, match="1 000 henkilöä"):
        read_official(statfin_px(tmp_path, POOR, right(POOR), own))


@pytest.mark.parametrize("multiplier", [3, -2, 1, "3", True, False])
def test_a_multiplier_is_refused(tmp_path: Path, multiplier: object) -> None:
    unit = {"base": "%", "multiplier": multiplier}
    with pytest.raises(VarantoError, match="has a multiplier: its values are not in units of one"):
        read_official(statfin_json(tmp_path, POOR, right(POOR), unit))


def test_the_only_content_must_be_what_the_declaration_takes_it_for(tmp_path: Path) -> None:
    for path in (
        statfin_json(tmp_path, LIFE, "Elinajanodote 65-vuotiaana", {}),
        statfin_px(tmp_path, LIFE, "Elinajanodote 65-vuotiaana", ""),
    ):
        with pytest.raises(VarantoError, match="code kuolleet of tiedot is labelled"):
            read_official(path)
    assert read_official(statfin_json(tmp_path, LIFE, right(LIFE), {})).height == 1
