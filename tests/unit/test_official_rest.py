"""Sotkanet's REST interface and the OECD's files: what is refused says why, and what is matched."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from made_up import made_up_indicator
from official_oecd_mutations import BODY, HEADER, TABLE
from official_rest_specimens import (
    DATA,
    FLOW,
    METADATA,
    REGIONS,
    Area,
    Figure,
    Oecd,
    Sotkanet,
    csv_text,
    dumped,
    message,
)
from official_rest_support import read

from sources.declarations import Indicator, OfficialSeries
from sources.errors import VarantoError
from sources.official import FileFormat, Recognised, match, recognise
from sources.official import text as official_text
from sources.official.disagreeing import disagreeing
from sources.official.observations import age_code, sex_code
from sources.official.places import AGGREGATE, DISAGREES, NOT_OURS, place
from sources.official.status import oecd_status

GOOD = Sotkanet()


def indicator(*official: OfficialSeries) -> Indicator:
    return made_up_indicator(*official, plausible=(0, 1_000_000))


def sotkanet(folder: Path, **parts: Any) -> pl.DataFrame:
    named = {"data": DATA, "metadata": METADATA, "regions": REGIONS}
    changed = {named[name]: dumped(part) for name, part in parts.items()}
    return read(folder, {**GOOD.files(), **changed})


def first(entries: list[dict[str, object]], **change: object) -> list[dict[str, object]]:
    return [entries[0] | change, *entries[1:]]


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"data": first(GOOD.data(), region=4000)}, "the region of row 1 is not in the list"),
        ({"data": first(GOOD.data(), gender="x")}, "the gender of row 1 is none of total, female"),
        ({"data": first(GOOD.data(), value="5,9")}, "the value of row 1 is no number"),
        (
            {"data": first(GOOD.data(), indicator=1)},
            "is not about the indicator of sotkanet_",
        ),
        ({"data": first(GOOD.data(), flag=1)}, "row 1 has a field that is not known"),
        ({"data": first(GOOD.data(), year=15)}, "the year of row 1 is none"),
        ({"data": []}, "is an empty list; ask for years"),
        ({"metadata": GOOD.metadata() | {"id": 7}}, "is not about the indicator"),
        ({"metadata": GOOD.metadata() | {"title": {}}}, "number and its Finnish title"),
        (
            {"regions": first(GOOD.regions(), category="KORTTELI")},
            "a category that is not known",
        ),
        ({"regions": first(GOOD.regions(), id=28)}, "the id of region 2 stands twice"),
        ({"regions": first(GOOD.regions(), code="Suomi")}, "region 1 is no code of MAA"),
        ({"regions": first(GOOD.regions(), title={})}, "region 1 lacks its id, code, category or"),
    ],
)
def test_a_sotkanet_delivery_that_does_not_hold_together_is_refused_by_place(
    tmp_path: Path, parts: Mapping[str, Any], said: str
) -> None:
    with pytest.raises(VarantoError, match=said) as caught:
        sotkanet(tmp_path, **parts)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("lacking", "said"),
    [
        (DATA, "the indicator's data is not with it; deliver the data, metadata and regions"),
        (METADATA, "sotkanet_3113.json: the indicator's metadata is not with it"),
        (REGIONS, "sotkanet_3113.json: the list of regions is not with it"),
    ],
)
def test_of_three_files_that_belong_together_none_may_lack(
    tmp_path: Path, lacking: str, said: str
) -> None:
    with pytest.raises(VarantoError, match=said):
        read(tmp_path, {name: body for name, body in GOOD.files().items() if name != lacking})


def test_names_that_stand_against_each_others_codes_are_refused(tmp_path: Path) -> None:
    areas = list(GOOD.areas)
    areas[1], areas[3] = replace(areas[1], fi="Tampere"), replace(areas[3], fi="Espoo")
    with pytest.raises(VarantoError, match="two names of KUNTA stand against each other's codes"):
        read(tmp_path, replace(GOOD, areas=tuple(areas)).files())


def test_one_name_that_no_longer_fits_its_code_leaves_the_area_out(tmp_path: Path) -> None:
    areas = tuple(replace(a, fi="Suur-Espoo") if a.id == 28 else a for a in GOOD.areas)
    observed = read(tmp_path, replace(GOOD, areas=areas).files())
    matched = match([indicator(OfficialSeries("sotkanet", "3113"))], observed)
    assert "KU049" not in matched.rows["area_code"]
    assert (DISAGREES, "KUNTA:049", 2) in matched.excluded.select("reason", "code", "n").rows()


@pytest.mark.parametrize(
    ("value", "absolute", "notices", "shown"),
    [
        (0, 0, "Keksitty.", 0.0),
        (0.0, 3, "Keksitty.", 0.0),  # rounded
        (0, None, "Keksitty.", None),  # the others have a number, this one has none
        (0, 0, "Alle viiden tapauksen lukuja ei esitetä.", None),
        (0, 0, "Tietosuojan vuoksi pienet luvut on poistettu.", None),
        (0, 0, "Yksityisyydensuojan vuoksi lukuja ei esitetä.", None),
        (0, 0, "Lukuja 1-4 ei esitetä.", None),
        (0, 0, "Ne on korvattu nollalla.", None),
        (0, 3, "Tietosuojan vuoksi pienet luvut on poistettu.", 0.0),
        (0.4, None, "Tietosuojan vuoksi pienet luvut on poistettu.", 0.4),
        (0, 0, "Koskee alle 5-vuotiaita ja alle viiden vuoden ikäisiä.", 0.0),
        (None, None, "Keksitty.", None),
    ],
)
def test_a_zero_is_a_true_one_only_where_nothing_speaks_against_it(
    tmp_path: Path, value: float | None, absolute: float | None, notices: str, shown: float | None
) -> None:
    figures = (Figure(658, 2015, "total", 5.9, 32_374), Figure(28, 2015, "total", value, absolute))
    observed = read(tmp_path, replace(GOOD, figures=figures, notices=notices).files())
    row = observed.filter(pl.col("geo") == "KUNTA:049").row(0, named=True)
    assert row["value"] == shown
    assert row["obs_status"] == ("O" if shown is None else "A")
    assert row["flag_raw"] == ("0" if shown is None and value == 0 else "")


def test_zeros_of_an_indicator_that_never_gives_numbers_are_those_of_the_country(
    tmp_path: Path,
) -> None:
    figures = (
        Figure(658, 2014, "total", 0),
        Figure(658, 2015, "total", 5.9),
        Figure(28, 2015, "total", 0),
    )
    observed = read(tmp_path, replace(GOOD, figures=figures).files())
    rows = observed.sort("geo", "time").select("geo", "value", "flag_raw").rows()
    assert [(value, flag) for geo, value, flag in rows if geo.startswith("KUNTA")] == [(None, "0")]
    assert [value for geo, value, _ in rows if geo.startswith("MAA:")] == [0.0, 5.9]


@pytest.mark.parametrize(
    ("title", "fits"),
    [
        ("Keksityt rikokset / 1 000 asukasta", True),
        ("keksityt  rikokset / 1 000 asukasta", True),
        ("Made-up crimes", True),
        ("Keksityt*1 000 asukasta", True),
        ("Väkivalta|Keksityt rikokset*", True),
        ("Keksityt rikokset / 1*000 asukasta", True),
        ("Keksityt rikokset / *1*000 asukasta", True),
        ("Keksityt rikokset / 1*00 asukasta", False),
        ("Keksityt rikokset / *000 asukasta", True),
        ("Keksityt rikokset / *00 asukasta", False),
        ("Keksityt rikokset", False),
        ("Keksityt rikokset / 1.000 asukasta", False),
        ("", False),
    ],
)
def test_the_title_that_a_declaration_expects_is_checked(
    tmp_path: Path, title: str, fits: bool
) -> None:
    observed = read(tmp_path, GOOD.files())
    wanted = [indicator(OfficialSeries("sotkanet", "3113", {"title": title}))]
    if fits:
        assert match(wanted, observed).rows.height == 8
    else:
        with pytest.raises(VarantoError, match=r"made_up, sotkanet 3113: the indicator's title is"):
            match(wanted, observed)


def test_a_dimension_called_title_is_one_like_any_other(tmp_path: Path) -> None:
    observed = read(tmp_path, {"hsl.csv": BODY})
    with pytest.raises(VarantoError, match="dimension 'title' is not there"):
        match([indicator(OfficialSeries("oecd", FLOW, {"title": "x"}))], observed)


@pytest.mark.parametrize(
    ("geo", "label", "expected"),
    [
        ("MAAKUNTA:06", "Pirkanmaa", ("REGION", "MK06")),
        ("HYVINVOINTIALUE:08", "Pirkanmaan hyvinvointialue", ("COUNTY", "HVA08")),
        ("HYVINVOINTIALUE:90", "Helsingin kaupunki", ("COUNTY", "HVA90")),
        ("KUNTA:049", "Espoo", ("MUNICIPALITY", "KU049")),
        ("MAA:358", "Koko maa", ("COUNTRY", "SSS")),
        ("MAA:358", "Ruotsi", DISAGREES),
        ("KUNTA:049", "Vantaa", DISAGREES),
        ("MAAKUNTA:08", "Pirkanmaan hyvinvointialue", DISAGREES),
        ("HYVINVOINTIALUE:06", "Pirkanmaa", DISAGREES),
        ("KUNTA:999", "Uusikunta", DISAGREES),
        ("SEUTUKUNTA:049", "Espoo", NOT_OURS),
        ("POHJOISMAAT:246", "Suomi", NOT_OURS),
    ],
)
def test_a_region_of_sotkanet_is_ours_within_its_level_only(
    geo: str, label: str, expected: object
) -> None:
    assert place("sotkanet", geo, label) == expected


def test_countries_of_the_oecd_are_ours_by_their_three_letters() -> None:
    found = {geo: place("oecd", geo, None) for geo in ("FIN", "AUT", "GRC", "GBR", "XKV", "JPN")}
    assert found == {
        "FIN": ("COUNTRY", "SSS"),
        "AUT": ("COUNTRY", "AT"),
        "GRC": ("COUNTRY", "EL"),
        "GBR": ("COUNTRY", "UK"),
        "XKV": ("COUNTRY", "XK"),
        "JPN": NOT_OURS,
    }
    for geo in ("OECD", "OECD_REP", "OECDE", "EU", "EU27_2020", "EA20", "G7", "G20", "W", "WXOECD"):
        assert place("oecd", geo, None) == AGGREGATE
    # Codes of other providers and of regions are none of the OECD's countries.
    assert {place("oecd", geo, None) for geo in ("FI", "SSS", "FI1B", "AT11")} == {NOT_OURS}


@pytest.mark.parametrize(
    ("status", "conf", "missing", "expected"),
    [
        ("A", "", False, ("A", "F")),
        ("", "", False, ("A", "F")),
        ("B", "F", False, ("B", "F")),
        ("W", "", False, ("W", "F")),
        ("A", "", True, ("O", "F")),
        ("M", "", True, ("M", "F")),
        ("L", "", False, ("L", "F")),
        ("A", "C", False, ("Q", "C")),
        ("", "C", True, ("Q", "C")),
    ],
)
def test_statuses_of_the_oecd_are_sdmx_codes_as_they_are(
    status: str, conf: str, missing: bool, expected: tuple[str, str]
) -> None:
    assert oecd_status(status, conf, missing) == expected


def test_a_status_that_is_no_sdmx_code_is_refused() -> None:
    with pytest.raises(VarantoError, match="observation status is no SDMX code"):
        oecd_status("X", "", False)
    with pytest.raises(VarantoError, match="confidentiality status is no SDMX code"):
        oecd_status("A", "X", False)


def test_a_confidential_number_is_not_shown(tmp_path: Path) -> None:
    rows = [row | {"CONF_STATUS": "C" if n == 0 else ""} for n, row in enumerate(TABLE)]
    observed = read(tmp_path, {"hsl.csv": csv_text([*HEADER, "CONF_STATUS"], rows).encode()})
    assert observed.select("value", "obs_status", "conf_status").row(0) == (None, "Q", "C")
    assert observed["value"].null_count() == 2  # the other is the one that is not there


def test_ages_and_sexes_of_the_oecd_are_in_our_grammar() -> None:
    codes = pl.Series(["_T", "Y15T64", "Y0T14", "Y_GE65", "Y18", "YOUNG"])
    ours = pl.select(age_code(pl.lit(codes))).to_series().to_list()
    assert ours == ["TOTAL", "Y15-64", "Y_LT15", "Y_GE65", "Y18", "YOUNG"]
    assert [sex_code(code) for code in ("_T", "F", "M", "_Z")] == ["_T", "F", "M", "_Z"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"UNIT_MULT": ""}, "row 1 does not say in which units it is"),
        ({"OBS_VALUE": "many"}, "the value of row 1 is no number"),
        ({"ACTION": "D"}, "holds deletions"),
        ({"STRUCTURE_ID": "OECD:OTHER(1.0)"}, "does not name one dataflow"),
        ({"AGE": ""}, "AGE is empty in row 1"),
        ({"OBS_STATUS": "X"}, "observation status is no SDMX code"),
    ],
)
def test_a_damaged_row_of_the_oecd_is_refused_by_place(
    tmp_path: Path, change: Mapping[str, str], said: str
) -> None:
    body = csv_text(HEADER, [TABLE[0] | change, *TABLE[1:]]).encode()
    with pytest.raises(VarantoError, match=said) as caught:
        read(tmp_path, {"hsl.csv": body})
    assert "\n" not in str(caught.value)
    assert "31.274" not in str(caught.value)


def test_data_without_its_attributes_is_refused_for_its_magnitude_is_not_told(
    tmp_path: Path,
) -> None:
    bare = dict.fromkeys(("OBS_STATUS", "UNIT_MULT", "DECIMALS", "BASE_PER"), "")
    body = csv_text(HEADER, [row | bare for row in TABLE]).encode()
    with pytest.raises(VarantoError, match="without detail=dataonly"):
        read(tmp_path, {"hsl.csv": body})


def test_a_unit_that_stands_as_an_attribute_is_part_of_what_is_measured(tmp_path: Path) -> None:
    header = [name for name in HEADER if name != "UNIT_MEASURE"] + ["UNIT_MEASURE"]
    observed = read(tmp_path, {"hsl.csv": csv_text(header, TABLE).encode()})
    dimensions = {name for text in observed["dimensions"] for name in json.loads(text)}
    assert "unit_measure" in dimensions


def test_json_and_csv_of_the_same_data_give_the_same_observations(tmp_path: Path) -> None:
    rows = Oecd().rows
    from_csv = read(tmp_path, {"hsl.csv": BODY})
    from_json = read(tmp_path, {"hsl.json": dumped(message(rows))})
    assert from_csv.equals(from_json)


def test_files_are_told_by_what_they_hold_not_by_their_names(tmp_path: Path) -> None:
    bodies = {
        FileFormat.SOTKANET_DATA: ("sotkanet", GOOD.files()[DATA]),
        FileFormat.SOTKANET_METADATA: ("sotkanet", GOOD.files()[METADATA]),
        FileFormat.SOTKANET_REGIONS: ("sotkanet", GOOD.files()[REGIONS]),
        FileFormat.OECD_CSV: ("oecd", BODY),
        FileFormat.OECD_JSON: ("oecd", dumped(message(Oecd().rows))),
    }
    for form, (provider, body) in bodies.items():
        path = tmp_path / "answer.txt"
        path.write_bytes(body)
        assert recognise(path) == Recognised(provider, form)


def test_a_file_larger_than_any_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(official_text, "MAX_BYTES", 500)
    with pytest.raises(VarantoError, match="is larger than 500 bytes"):
        read(tmp_path, GOOD.files())


def test_two_regions_of_one_code_and_name_do_not_share_a_cell(tmp_path: Path) -> None:
    areas = (*GOOD.areas, Area(1028, "KUNTA", "049", "Espoo"))
    figures = (*GOOD.figures, Figure(1028, 2015, "total", 4.8, 1300))
    with pytest.raises(VarantoError, match="2 rows share their cell"):
        read(tmp_path, replace(GOOD, areas=areas, figures=figures).files())


def test_areas_whose_code_and_name_disagree_are_told(tmp_path: Path) -> None:
    areas = tuple(replace(a, fi="Espoon kaupunki") if a.id == 28 else a for a in GOOD.areas)
    observed = read(tmp_path, replace(GOOD, areas=areas).files())
    assert disagreeing(observed) == ("code and name of 1 area disagree, first 049 Espoon kaupunki",)
