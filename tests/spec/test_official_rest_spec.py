"""Figures of Sotkanet and the OECD, checked by hand: from the provider's file to our row."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import polars as pl
import pytest

from sources.declarations import Direction, Indicator, Nature, OfficialSeries, Reserve
from sources.errors import VarantoError
from sources.official import match, read_official
from sources.official.places import AGGREGATE, DISAGREES, NOT_OURS, place

GENUINE = Path(__file__).parents[3] / "shared" / "data" / "open_statistics"
reference = pytest.mark.skipif(
    not GENUINE.is_dir(), reason="reference files are not at ../shared/data"
)


def indicator(series: OfficialSeries) -> Indicator:
    return Indicator(
        id="made_up",
        reserve=Reserve.SAFETY,
        label_en="Made up",
        label_fi="Keksitty",
        definition="made up for the example",
        nature=Nature.OBJECTIVE,
        direction=Direction.CONTEXT,
        unit="per 1000",
        plausible=(0, 1_000_000),
        series=(),
        official=(series,),
    )


def rows(frame: pl.DataFrame) -> list[tuple[object, ...]]:
    return frame.select("area_code", "year", "sex", "value", "obs_status").rows()


# The answer of /json?indicator=9999&years=2015&years=2016&genders=total&genders=female …
FIGURES = [
    (658, 2015, "total", 5.9, 32374),
    (28, 2015, "total", 4.9, 1315),
    (28, 2015, "female", 4.1, 560),
    (970, 2015, "total", 5.3, 2703),
    (969, 2015, "total", 4.7, 2200),
    (493, 2015, "total", 5.2, 2640),
    (529, 2015, "total", 5.5, 2100),
    (175, 2015, "total", 0, 0),
    (175, 2016, "total", 0, None),  # absValue is left out where there is none
]
# … of /indicators/9999 …
METADATA = {
    "id": 9999,
    "title": {
        "fi": "Keksityt rikokset / 1 000 asukasta",
        "en": "Made-up crimes / 1 000 inhabitants",
    },
    "range": {"start": 2015, "end": 2016},
    "organization": {"id": 3, "title": {"fi": "Tilastokeskus"}},
}
# … and of /regions: a code alone says nothing, `06` and `08` are codes on several levels.
REGIONS = [
    (658, "358", "MAA", "Koko maa"),
    (28, "049", "KUNTA", "Espoo"),
    (175, "295", "KUNTA", "Kumlinge"),
    (493, "06", "MAAKUNTA", "Pirkanmaa"),
    (969, "3", "HYVINVOINTIALUE", "Länsi-Uudenmaan hyvinvointialue"),
    (970, "8", "HYVINVOINTIALUE", "Pirkanmaan hyvinvointialue"),
    (529, "064", "SEUTUKUNTA", "Tampereen seutukunta"),
]


@pytest.fixture
def delivery(tmp_path: Path) -> tuple[Path, ...]:
    regions = [
        {"id": number, "code": code, "category": category, "title": {"fi": name}}
        for number, code, category, name in REGIONS
    ]
    names = ("indicator", "region", "year", "gender", "value", "absValue")
    data = [dict(zip(names, (9999, *row), strict=True)) for row in FIGURES]
    parts = {
        "sotkanet_9999.json": [{k: v for k, v in row.items() if v is not None} for row in data],
        "sotkanet_9999_indicator.json": METADATA,
        "sotkanet_regions.json": regions,
    }
    for name, part in parts.items():
        (tmp_path / name).write_text(json.dumps(part), encoding="utf-8")
    return tuple(tmp_path / name for name in parts)


def test_a_sotkanet_answer_becomes_rows_of_our_areas(delivery: tuple[Path, ...]) -> None:
    series = OfficialSeries("sotkanet", "9999", {"title": "Made-up crimes*"})
    matched = match([indicator(series)], read_official(*delivery))
    assert rows(matched.rows) == [
        ("SSS", 2015, "_T", 5.9, "A"),
        ("HVA03", 2015, "_T", 4.7, "A"),  # 969 is Länsi-Uusimaa
        ("HVA08", 2015, "_T", 5.3, "A"),  # 970 is Pirkanmaa, the county
        ("KU049", 2015, "F", 4.1, "A"),
        ("KU049", 2015, "_T", 4.9, "A"),
        ("KU295", 2015, "_T", 0.0, "A"),  # 0 crimes of which the number, 0, is given
        ("KU295", 2016, "_T", None, "O"),  # 0 without the number that the others have: not told
        ("MK06", 2015, "_T", 5.2, "A"),  # 493 is Pirkanmaa, the region
    ]
    assert matched.excluded.select("reason", "code", "n").rows() == [
        (NOT_OURS, "SEUTUKUNTA:064", 1)
    ]


@reference
@pytest.mark.reference_data
def test_the_genuine_export_and_a_rest_answer_give_espoos_figure(
    delivery: tuple[Path, ...],
) -> None:
    # sotkanet.csv, line 3: "Poliisin …";"3113";"Espoo";"049";"yhteensä";2015;4.9;1315
    exported = read_official(GENUINE / "sotkanet" / "sotkanet.csv")
    title = "Poliisin tietoon tulleet henkeen ja terveyteen kohdistuneet rikokset*"
    series = OfficialSeries("sotkanet", "3113", {"title": title})
    found = match([indicator(series)], exported).rows.filter(pl.col("area_code") == "KU049")
    assert rows(found) == [("KU049", 2015, "_T", 4.9, "A")]
    # Under another title the number is refused, be it the right number or not.
    with pytest.raises(VarantoError, match="title is another"):
        match([indicator(OfficialSeries("sotkanet", "3114", {"title": title}))], exported)


@reference
@pytest.mark.reference_data
def test_the_genuine_county_list_gives_our_counties_by_code_and_name_together() -> None:
    path = GENUINE / "sotkanet" / "sotkanet_hyvinvointialueet.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        listed = list(csv.DictReader(lines))
    assert len(listed) == 23
    ours = {
        row["uusi_id"]: place("sotkanet", f"HYVINVOINTIALUE:{row['uusi_code']}", row["nimi"])
        for row in listed
    }
    assert ours == {row["uusi_id"]: ("COUNTY", f"HVA{row['uusi_code'].zfill(2)}") for row in listed}
    # Line 15: Länsi-Uudenmaan hyvinvointialue,969,889,3,20; line 16: Pirkanmaan …,970,890,8,4.
    assert ours["969"] == ("COUNTY", "HVA03")
    assert ours["970"] == ("COUNTY", "HVA08")
    # The former codes are other counties' codes now.
    former = [r for r in listed if r["vanha_code"]]
    assert {place("sotkanet", f"HYVINVOINTIALUE:{r['vanha_code']}", r["nimi"]) for r in former} == {
        DISAGREES
    }


OECD = """\
STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,MEASURE,UNIT_MEASURE,AGE,SEX,EDUCATION_LEV,DOMAIN,\
TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MULT,DECIMALS,BASE_PER
DATAFLOW,OECD.WISE.WDP:DSD_HSL@DF_HSL_CWB(1.1),I,FIN,1_1,USD_PPP_PS,_T,_T,_T,HSL_1,2021,31.274,A,3,0,
DATAFLOW,OECD.WISE.WDP:DSD_HSL@DF_HSL_CWB(1.1),I,FIN,1_1,USD_PPP_PS,_T,_T,_T,HSL_1,2022,319e2,P,0,0,
DATAFLOW,OECD.WISE.WDP:DSD_HSL@DF_HSL_CWB(1.1),I,AUT,1_1,USD_PPP_PS,_T,_T,_T,HSL_1,2021,3505,A,1,0,
DATAFLOW,OECD.WISE.WDP:DSD_HSL@DF_HSL_CWB(1.1),I,GRC,1_1,USD_PPP_PS,_T,_T,_T,HSL_1,2021,,Q,3,0,
DATAFLOW,OECD.WISE.WDP:DSD_HSL@DF_HSL_CWB(1.1),I,JPN,1_1,USD_PPP_PS,_T,_T,_T,HSL_1,2021,25,A,3,0,
DATAFLOW,OECD.WISE.WDP:DSD_HSL@DF_HSL_CWB(1.1),I,OECD,1_1,USD_PPP_PS,_T,_T,_T,HSL_1,2021,30,E,3,0,
"""


def test_an_oecd_value_is_in_the_units_that_its_multiplier_says(tmp_path: Path) -> None:
    path = tmp_path / "hsl.csv"
    path.write_text(OECD, encoding="utf-8")
    codes = {"measure": "1_1", "unit_measure": "USD_PPP_PS", "age": "TOTAL"}
    rest = {"education_lev": "_T", "domain": "HSL_1"}
    series = OfficialSeries("oecd", "OECD.WISE.WDP:DSD_HSL@DF_HSL_CWB", codes | rest)
    matched = match([indicator(series)], read_official(path))
    assert rows(matched.rows) == [
        ("AT", 2021, "_T", 35_050.0, "A"),  # 3505 × 10^1
        ("EL", 2021, "_T", None, "Q"),  # suppressed
        ("SSS", 2021, "_T", 31_274.0, "A"),  # 31.274 × 10^3; DECIMALS 0 is how to print it
        ("SSS", 2022, "_T", 31_900.0, "P"),  # 319 × 10^2 × 10^0
    ]
    assert matched.excluded.select("reason", "code", "n").rows() == [
        (AGGREGATE, "OECD", 1),
        (NOT_OURS, "JPN", 1),
    ]


@reference
@pytest.mark.reference_data
def test_the_old_better_life_index_is_refused_for_it_bears_no_year() -> None:
    # oecd_bli.csv, line 2: "AUS","Australia","JE_LMIS",…,,,5.4,,: both reference periods are empty.
    with pytest.raises(VarantoError, match="figures bear no year; fetch OECD"):
        read_official(GENUINE / "oecd" / "oecd_bli.csv")
