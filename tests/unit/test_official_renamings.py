from __future__ import annotations

import json
import re
from pathlib import Path

import polars as pl
import pytest

from assets.reserves import INDICATORS
from sources.declarations import OfficialSeries
from sources.errors import VarantoError
from sources.official import eurostat_observations, read_official, statfin_observations
from sources.official.eurostat import read_sdmx_csv
from sources.official.labels import check_labels
from sources.official.match import _sliced
from sources.official.renamings import Labels, canonical_code, canonical_name, renamed, renamings

HEAD = "DATAFLOW,LAST UPDATE,freq,{},geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
ROW = "ESTAT:{}(1.0),01/05/24 23:00:00,A,{},FI,2022,{},\n"


def old_file(folder: Path, names: str, *rows: str, dataset: str = "TESPM110") -> Path:
    path = folder / "old.csv"
    lines = [ROW.format(dataset, codes, 4.3 + n) for n, codes in enumerate(rows)]
    path.write_text(HEAD.format(names) + "".join(lines), encoding="utf-8")
    return path


def test_old_names_and_codes_are_read_as_todays(tmp_path: Path) -> None:
    old = read_official(old_file(tmp_path, "unit,quantile,reason", "PC,TOTAL,TOOEFW"))
    new = read_official(old_file(tmp_path, "unit,quant_inc,reason", "PC,TOTAL,TXP_TFAR_WLIST"))
    assert old.equals(new)
    assert old["dimensions"].item() == (
        '{"freq":"A","quant_inc":"TOTAL","reason":"TXP_TFAR_WLIST","unit":"PC"}'
    )


@pytest.mark.parametrize(
    ("name", "reason"),
    [("quant_inc", "TXP_TFAR_WLIST"), ("quantile", "TOOEFW"), ("quantile|quant_inc", "TOOEFW|X")],
)
def test_a_declaration_in_names_of_any_age_fits(tmp_path: Path, name: str, reason: str) -> None:
    frame = read_official(old_file(tmp_path, "unit,quantile,reason", "PC,TOTAL,TOOEFW"))
    where = {"unit": "PC", name: "TOTAL", "reason": reason}
    found, _ = _sliced(OfficialSeries("eurostat", "tespm110", where), frame, "made up")
    assert found.height == 1


def test_groups_of_income_and_households_have_new_codes(tmp_path: Path) -> None:
    path = old_file(tmp_path, "hhtyp,incgrp", "TOTAL,A_MD60", "TOTAL,B_MD60", "TOTAL,TOTAL")
    frame = read_official(path)
    assert frame["dimensions"].to_list() == [
        f'{{"freq":"A","hhcomp":"TOTAL","rskpovth":"{code}"}}' for code in ("A_60", "B_60", "TOTAL")
    ]


def test_a_split_dimension_becomes_what_it_was_split_in(tmp_path: Path) -> None:
    path = old_file(tmp_path, "unit,indic_wb", "RTG,LIFESAT", dataset="ILC_PW01")
    assert read_official(path)["dimensions"].item() == (
        '{"freq":"A","life_sat":"LIFE","statinfo":"AVG","unit":"RTG"}'
    )
    path = old_file(tmp_path, "unit,indic_wb", "RTG,LIFESAT", "RTG,RELSAT", dataset="ILC_PW01")
    with pytest.raises(VarantoError, match="what its code RELSAT became is not known"):
        read_official(path)
    path = old_file(tmp_path, "indic_wb,life_sat", "LIFESAT,LIFE", dataset="ILC_PW01")
    with pytest.raises(VarantoError, match="has indic_wb beside what it became"):
        read_official(path)


@pytest.mark.parametrize(
    ("dataset", "names", "old", "today"),
    [
        ("ILC_LI02", "unit,indic_il,sex,age", "PC,LI_R_MD60,T,TOTAL", "rskpovth B_60"),
        ("ILC_LI11", "indic_il,sex,age", "LI_GAP_MD60,T,TOTAL", "rskpovth B_60"),
        ("ILC_DI03", "unit,indic_il,sex,age", "EUR,MED_E,T,TOTAL", "statinfo MED_EI"),
        ("HLTH_HLYE", "unit,sex,indic_he", "YR,T,HLY_0", "hlth_hle HLY_Y0"),
    ],
)
def test_files_from_before_a_dataset_was_rebuilt_fit_the_declared_series(
    tmp_path: Path, dataset: str, names: str, old: str, today: str
) -> None:
    frame = read_official(old_file(tmp_path, names, old, dataset=dataset))
    name, code = today.split()
    assert json.loads(frame["dimensions"].item())[name] == code
    declared = [s for i in INDICATORS for s in i.official if s.dataset == dataset.lower()]
    assert declared
    for series in declared:
        found, _ = _sliced(series, frame, "made up")
        assert found.height == 1, series


def test_a_cut_off_point_that_the_table_does_not_know_is_refused(tmp_path: Path) -> None:
    path = old_file(tmp_path, "indic_il", "LI_R_M60", dataset="ILC_LI02")
    with pytest.raises(VarantoError, match="what its code LI_R_M60 became is not known"):
        read_official(path)


@pytest.mark.parametrize(
    ("names", "rows", "said"),
    [
        ("quantile,quant_inc", ["TOTAL,TOTAL"], "quant_inc and quantile are two names"),
        ("incgrp,rskpovth", ["TOTAL,TOTAL"], "two names of one dimension"),
        ("reason", ["TOOEFW", "TXP_TFAR_WLIST"], "two codes of one meaning"),
    ],
)
def test_two_names_of_one_thing_in_one_file_are_refused(
    tmp_path: Path, names: str, rows: list[str], said: str
) -> None:
    with pytest.raises(VarantoError, match=said):
        eurostat_observations(read_sdmx_csv(old_file(tmp_path, names, *rows)))


def test_a_label_that_the_table_does_not_allow_is_refused_where_it_can_be_judged() -> None:
    frame = pl.DataFrame({"dataset": ["tespm110"], "reason": ["TOOEFW"]})
    moved = {"reason": {"TOOEFW": "No time"}}
    with pytest.raises(VarantoError, match="code TOOEFW of reason bears another label"):
        renamed(frame, "eurostat", ["reason"], Labels("en", codes=moved))
    right = {"reason": {"TOOEFW": "Too expensive or too far to travel or waiting list"}}
    for labels in (Labels("en", codes=right), Labels("de", codes=moved), None):
        found, _ = renamed(frame, "eurostat", ["reason"], labels)
        assert found["reason"].to_list() == ["TXP_TFAR_WLIST"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("alue_23_20260101", "alue"),
        ("ALUE", "alue"),
        ("Area", "alue"),
        ("ikaryhma_10_20180101", "ikä"),
        ("Ålder", "ikä"),
        ("sukupuoli_9_20180101", "sukupuoli"),
        ("contentscode", "tiedot"),
        ("ContentsCode", "tiedot"),
        ("timeperiod_y", "vuosi"),
        ("hyvinvointialue", "hyvinvointialue"),
        ("alueellinen", None),
    ],
)
def test_names_of_statistics_finland_are_those_of_its_px_files(
    name: str, expected: str | None
) -> None:
    assert canonical_name("statfin", "statfin_keksi_pxt_99zz", name) == expected


def test_a_dimension_without_a_finnish_name_is_refused() -> None:
    frame = pl.DataFrame({"dataset": ["statfin_keksi_pxt_99zz"], "Activity": ["09"]})
    with pytest.raises(VarantoError, match="Activity has no Finnish name"):
        renamed(frame, "statfin", ["Activity"], Labels("en", {"Activity": "Activity"}))
    found, _ = renamed(frame, "statfin", ["Activity"], Labels("fi", {"Activity": "Toiminto"}))
    assert found.columns == ["dataset", "toiminto"]


def test_two_dimensions_of_areas_are_refused() -> None:
    frame = pl.DataFrame(
        {
            "dataset": ["statfin_keksi_pxt_99zz"],
            "Alue": ["SSS"],
            "Kunta": ["KU049"],
            "time": ["2024"],
            "value": [1.0],
            "flag": [""],
        }
    )
    with pytest.raises(VarantoError, match="alue and kunta mean the same dimension"):
        statfin_observations(frame)


def test_every_row_of_the_table_is_whole_and_says_where_it_is_from() -> None:
    path = Path(__file__).parents[2] / "sources" / "official" / "renamings.csv"
    frame = pl.read_csv(path, infer_schema=False).fill_null("")
    assert set(frame["provider"]) == {"eurostat", "statfin"}
    for column in ("dataset", "dimension", "canonical", "source"):
        assert (frame[column] != "").all(), column
    assert len(renamings()) == frame.height
    assert frame.select("provider", "dataset", "dimension", "code").is_unique().all()
    assert frame["since"].str.contains(r"^(\d{4})?$").all()
    assert all(re.compile(label) for label in frame["label"])


def test_what_is_canonical_stays_what_it_is() -> None:
    for row in renamings():
        if row.split:
            continue
        if row.code:
            dimension = row.dimension.pattern
            assert canonical_code(row.provider, row.dataset, dimension, row.canonical) in (
                row.canonical,
            )
        else:
            assert canonical_name(row.provider, row.dataset, row.canonical) == row.canonical


@pytest.mark.parametrize(
    ("name", "codes", "wrong"),
    [
        ("alue", {"KU049": "Espoo", "KU091": "Helsinki"}, None),
        ("alue", {"KU049": "Esbo", "KU091": "Former name"}, None),
        ("alue", {"KU049": "Helsinki", "KU091": "Espoo"}, "KU049"),
        ("alue", {"SSS": "Pirkanmaa", "MK06": "KOKO MAA"}, "SSS"),
        ("alue", {"HVA06": "Satakunta", "MK04": "Satakunta"}, None),
        ("hyvinvointialue", {"HVA08": "HVA08 Pirkanmaa wellbeing services county"}, None),
        ("hyvinvointialue", {"HVA08": "HVA09 Päijät-Häme wellbeing services county"}, "HVA08"),
        ("sukupuoli", {"1": "Miehet", "2": "Naiset", "SSS": "Yhteensä"}, None),
        ("sukupuoli", {"1": "Naiset", "2": "Miehet"}, "1"),
        ("ikä", {"SSS": "Yhteensä", "0-4": "0 - 4", "85-": "85 -"}, None),
        ("ikä", {"SSS": "0 - 4", "0-4": "Yhteensä"}, "SSS"),
        ("ikä", {"15-24": "25 - 34", "25-34": "15 - 24"}, "15-24"),
        ("vuosi", {"2023": "2023", "2024": "2024*"}, None),
        ("vuosi", {"2023": "2024", "2024": "2023"}, "2023"),
        ("koko", {"1": "Yhteensä", "2": "1 henkilö", "3": "2 henkilöä"}, None),
        ("koko", {"1": "2 henkilöä", "2": "1 henkilö"}, "1"),
    ],
)
def test_a_label_that_says_another_code_is_refused(
    name: str, codes: dict[str, str], wrong: str | None
) -> None:
    labels = Labels("fi", codes={name: codes})
    if wrong is None:
        check_labels("statfin", "made_up", labels, "vuosi")
        return
    with pytest.raises(VarantoError, match=f"label of {wrong} in {name} is that of another"):
        check_labels("statfin", "made_up", labels, "vuosi")
