from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from official_specimens import EUROSTAT, eurostat_json, packed, statfin_json

from sources.errors import VarantoError
from sources.official import FileFormat, read_official, recognise
from sources.official.json_text import parsed_json as json_value
from sources.official.jsonstat import MAX_CELLS, read_jsonstat
from sources.official.statfin import statfin_table
from sources.official.status import px_described
from sources.official.text import file_text, numbers

GENUINE = Path(__file__).parents[3] / "shared" / "data" / "open_statistics"
reference = pytest.mark.skipif(
    not GENUINE.is_dir(), reason="reference files are not at ../shared/data"
)

DESCRIBED = {
    "1": "Missing",
    "2": "Not applicable",
    "3": "Data is subject to secrecy",
    "4": "Not available",
    "5": "Not asked",
    "6": "......",
    "7": "Magnitude nil",
}


def written(folder: Path, value: object, name: str = "made_up.json") -> Path:
    path = folder / name
    path.write_bytes(packed(value))
    return path


def small(**members: object) -> dict[str, object]:
    """Two areas and two years of Statistics Finland's, as small as it may be."""
    usual: dict[str, object] = {
        "version": "2.0",
        "class": "dataset",
        "label": "99zz -- Keksityt",
        "source": "Tilastokeskus, keksitty",
        "id": ["alue", "vuosi"],
        "size": [2, 2],
        "role": {"time": ["vuosi"], "geo": ["alue"]},
        "dimension": {
            "alue": {"label": "Alue", "category": {"index": ["SSS", "MK06"]}},
            "vuosi": {"label": "Vuosi", "category": {"index": ["2023", "2024"]}},
        },
        "value": [1, 2, 3, 4],
    }
    return usual | members


def dimensions(
    index: object = None, label: str = "Vuosi", **renamed: str
) -> dict[str, dict[str, object]]:
    """The dimensions of `small`, of another index of areas, label of years, or names."""
    usual: dict[str, dict[str, object]] = {
        "alue": {"label": "Alue", "category": {"index": index or ["SSS", "MK06"]}},
        "vuosi": {"label": label, "category": {"index": ["2023", "2024"]}},
    }
    if "planeetta" in renamed:
        usual["alue"]["label"] = "Planeetta"
    new = {old: name for name, old in renamed.items()}
    return {new.get(name, name): value for name, value in usual.items()}


def read_small(folder: Path, **members: object) -> list[tuple[object, ...]]:
    frame = read_official(written(folder, small(**members), "statfin_keksi_pxt_99zz.json"))
    return frame.select("geo", "time", "value", "obs_status", "conf_status", "flag_raw").rows()


def test_cells_are_in_row_major_order(tmp_path: Path) -> None:
    assert [row[:3] for row in read_small(tmp_path)] == [
        ("SSS", "2023", 1.0),
        ("SSS", "2024", 2.0),
        ("MK06", "2023", 3.0),
        ("MK06", "2024", 4.0),
    ]


@pytest.mark.parametrize(
    ("label", "period"),
    [("2021-2023", "2021/2023"), ("2021–2023*", "2021/2023"), ("2023*", "2023"),
     ("2021-23", "2023")],
)  # fmt: skip
def test_a_year_that_is_the_last_of_several_is_of_all_of_them(
    tmp_path: Path, label: str, period: str
) -> None:
    years = {"index": ["2023", "2024"], "label": {"2023": label, "2024": "2024"}}
    dimension = dimensions() | {"vuosi": {"label": "Vuosi", "category": years}}
    rows = read_small(tmp_path, dimension=dimension)
    assert [row[1] for row in rows] == [period, "2024", period, "2024"]


@pytest.mark.parametrize("label", ["2022", "2020-2022", "2023-2025", "2022*"])
def test_a_year_labelled_as_another_is_refused(tmp_path: Path, label: str) -> None:
    years = {"index": ["2023", "2024"], "label": {"2023": label, "2024": "2024"}}
    dimension = dimensions() | {"vuosi": {"label": "Vuosi", "category": years}}
    with pytest.raises(VarantoError, match="label of 2023 in vuosi is that of another code"):
        read_small(tmp_path, dimension=dimension)


def test_a_starred_year_is_preliminary_unless_something_weighs_more(tmp_path: Path) -> None:
    years = {"index": ["2023", "2024"], "label": {"2023": "2023", "2024": "2024*"}}
    dimension = dimensions() | {"vuosi": {"label": "Vuosi", "category": years}}
    rows = read_small(tmp_path, dimension=dimension, value=[1, 2, 3, None], status={"3": ".."})
    assert [row[3] for row in rows] == ["A", "P", "A", "Q"]


def test_symbols_of_statistics_finland_and_a_null_without_one(tmp_path: Path) -> None:
    rows = read_small(tmp_path, value=[None, None, None, 4], status={"0": "..", "1": "..."})
    assert [row[2:] for row in rows] == [
        (None, "Q", "F", ".."),
        (None, "Q", "C", "..."),
        (None, "O", "F", "......"),
        (4.0, "A", "F", ""),
    ]


def test_numbered_statuses_mean_what_the_response_says_of_them(tmp_path: Path) -> None:
    rows = read_small(
        tmp_path,
        value=[None, None, None, None],
        status=["2", "3", "4", "7"],
        extension={"missingValueDescriptions": DESCRIBED},
    )
    assert [row[2:] for row in rows] == [
        (None, "M", "F", "2"),
        (None, "Q", "C", "3"),
        (None, "Q", "F", "4"),
        (0.0, "A", "F", "7"),  # magnitude nil is a real zero
    ]


def test_a_status_for_all_cells_may_be_one_text(tmp_path: Path) -> None:
    rows = read_small(tmp_path, value={}, status="...")
    assert {row[2:] for row in rows} == {(None, "Q", "C", "...")}


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"status": {"0": "1"}, "value": [None, 2, 3, 4]}, "flag '1' is not known"),
        ({"status": {"0": ".."}}, "a value has a status"),
        ({"status": {"0": "-"}}, "is said to be nil"),
        ({"value": [1, 2, 3, "4,5"]}, "a value is no number"),
        ({"value": {"4": 1}}, "beyond the 4 cells"),
        ({"value": [1, 2, 3]}, "value has 3 cells, size says 4"),
        ({"size": [2, 3]}, "vuosi has 2 codes, size says 3"),
        ({"size": [1000, 100_000]}, f"more than {MAX_CELLS:,} cells"),
        ({"size": [0, 2]}, "holds no observations"),
        ({"role": {"time": ["alue", "vuosi"]}}, "2 time dimensions"),
        (
            {
                "id": ["alue", "hetki"],
                "dimension": dimensions(label="Hetki", hetki="vuosi"),
                "role": {"geo": ["alue"]},
                "extension": {"px": {"language": "fi"}},
            },
            "0 time dimensions",
        ),
        ({"label": "98yy -- Keksityt"}, "named as table 98yy or 99zz"),
        ({"source": "Statistics Elsewhere"}, "office that is not read"),
        ({"extension": {"missingValueDescriptions": {"1": "Purple"}}}, "said to mean"),
        ({"surprise": 1}, "does not know"),
        (
            {
                "id": ["value", "vuosi"],
                "dimension": dimensions(value="alue"),
                "role": {"time": ["vuosi"]},
            },
            "called value or flag",
        ),
        ({"id": "alue"}, "id is no list"),
        ({"label": 5}, "a label is no text"),
        ({"status": [1, None, None, None]}, "a status is no text"),
        ({"dimension": dimensions(index=["SSS", "SSS"])}, "a code of alue stands twice"),
        ({"dimension": dimensions(index={"SSS": 0.5, "MK06": 1})}, "no whole number"),
        ({"dimension": dimensions(label="Jahr")}, "does not tell its language"),
        (
            {
                "id": ["planeetta", "vuosi"],
                "dimension": dimensions(planeetta="alue"),
                "role": {"time": ["vuosi"], "geo": ["planeetta"]},
            },
            "its area dimension planeetta is not known",
        ),
        ({"version": "1.3"}, "no JSON-stat 2 dataset"),
        ({"class": "collection"}, "no JSON-stat 2 dataset"),
        ({"error": [{"status": 413}]}, "message of the provider's service"),
    ],
)
def test_a_response_that_disagrees_with_itself_is_refused(
    tmp_path: Path, members: dict[str, object], said: str
) -> None:
    with pytest.raises(VarantoError, match=said):
        read_small(tmp_path, **members)


def test_each_language_says_the_statuses_in_its_own_words() -> None:
    finnish = {
        "1": "Tieto puuttuu",
        "2": "Tieto on epälooginen esitettäväksi",
        "3": "Tieto on salassapitosäännön alainen",
        "4": "Tietoa ei ole saatu tai se on liian epävarma",
        "5": "Tietoa ei ole kysytty",
        "7": "Suuretta ei ole",
    }
    expected = {
        "1": ("O", "F"),
        "2": ("M", "F"),
        "3": ("Q", "C"),
        "4": ("Q", "F"),
        "5": ("M", "F"),
        "7": ("A", "F"),
    }
    assert px_described(finnish) == expected
    assert {k: v for k, v in px_described(DESCRIBED).items() if k != "6"} == expected


@pytest.mark.parametrize(
    ("name", "table", "code", "subject", "expected"),
    [
        ("x.json", "statfin_tyti_pxt_135y_2023m05", "", "", "statfin_tyti_pxt_135y"),
        ("x.json", "STATFIN_TYTI_PXT_135Y.PX", "", "", "statfin_tyti_pxt_135y"),
        ("x.json", "11re", "11re", "VAERAK", "statfin_vaerak_pxt_11re"),
        ("statfin_ksyyt_pxt_13u5.json", "", "13u5", "", "statfin_ksyyt_pxt_13u5"),
        ("statfin_ksyyt_pxt_13u5_20250101.px", "", "", "", "statfin_ksyyt_pxt_13u5"),
        ("statfin_tjt_pxt_13dp.json", "13dp", "", "tjt", "statfin_tjt_pxt_13dp"),
    ],
)
def test_a_table_is_named_without_what_changes_when_it_is_rebuilt(
    name: str, table: str, code: str, subject: str, expected: str
) -> None:
    assert statfin_table(Path(name), table, code, subject) == expected


def test_a_table_that_is_not_named_or_named_in_two_ways_is_refused() -> None:
    with pytest.raises(VarantoError, match="does not say which table"):
        statfin_table(Path("x.json"), "", "13u5")
    with pytest.raises(VarantoError, match="table 11re or 13u5"):
        statfin_table(Path("statfin_ksyyt_pxt_13u5.json"), "11re")


def test_an_annual_series_has_no_cells_in_the_quarters_of_another(tmp_path: Path) -> None:
    value = eurostat_json()
    dimension = value["dimension"]
    assert isinstance(dimension, dict)
    dimension["freq"]["category"] = {"index": ["A", "Q"]}
    dimension["time"]["category"] = {"index": ["2021", "2021-Q1", "2021-Q2"]}
    value |= {"size": [2, 2, 3, 2, 3, 3], "value": {"0": 1.5, "109": 2.5}, "status": {}}
    frame = read_official(written(tmp_path, value))
    assert frame.filter(pl.col("value").is_not_null())["time"].to_list() == ["2021", "2021-Q1"]
    annual = pl.col("dimensions").str.contains('"freq":"A"')
    assert frame.filter(annual)["time"].unique().to_list() == ["2021"]
    assert frame.height == 36 + 2 * 36


def test_a_response_in_another_language_or_of_the_older_service_is_recognised(
    tmp_path: Path,
) -> None:
    older = eurostat_json() | {"source": "Eurostat", "extension": {"datasetId": "made_up"}}
    path = written(tmp_path, older)
    assert recognise(path).format is FileFormat.EUROSTAT_JSON
    assert read_official(path)["dataset"].unique().to_list() == ["made_up"]
    swedish = statfin_json() | {"source": "Statistikcentralen, påhittad"}
    assert recognise(written(tmp_path, swedish)).format is FileFormat.STATFIN_JSON


def test_a_renamed_dimension_in_a_response_must_bear_its_label(tmp_path: Path) -> None:
    text = json.dumps(eurostat_json()).replace('"unit"', '"quantile"')
    text = text.replace("Unit of measure", "Quantile").replace("PC", "TOTAL")
    text = text.replace("Percentage", "Total")
    path = tmp_path / "made_up.json"
    path.write_text(text, encoding="utf-8")
    assert set(read_official(path)["dimensions"].unique()) == {
        '{"freq":"A","quant_inc":"THS_PER"}',
        '{"freq":"A","quant_inc":"TOTAL"}',
    }
    path.write_text(text.replace('"Quantile"', '"Quantity"'), encoding="utf-8")
    with pytest.raises(VarantoError, match="dimension quantile bears another label"):
        read_official(path)


def test_every_position_of_a_dimension_is_checked(tmp_path: Path) -> None:
    value = eurostat_json()
    dimension = value["dimension"]
    assert isinstance(dimension, dict)
    codes = list(EUROSTAT["geo"])
    dimension["geo"]["category"]["index"] = dict(zip(codes, (0, 1, 3), strict=True))
    with pytest.raises(VarantoError, match="index of geo leaves out a position"):
        read_jsonstat(written(tmp_path, value))


def test_json_that_is_no_dataset_of_version_2_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VarantoError, match="is JSON but no JSON-stat dataset"):
        read_jsonstat(written(tmp_path, [1, 2]))
    with pytest.raises(VarantoError, match="is JSON-stat 1"):
        read_jsonstat(written(tmp_path, {"dataset": small()}))
    value = json.loads(packed(eurostat_json()).replace(b'"time"', b'"when"'))
    with pytest.raises(VarantoError, match="has no time dimension"):
        read_official(written(tmp_path, value))


@pytest.mark.parametrize("text", ["[NaN]", "[-Infinity]", "[1e999]"])
def test_numbers_that_are_none_are_refused_wherever_they_stand(tmp_path: Path, text: str) -> None:
    path = tmp_path / "made_up.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(VarantoError, match=r"number is too large|is no number of JSON"):
        json_value(path)


def test_zero_bytes_and_unknown_encodings_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "made_up.csv"
    path.write_bytes(b"DATAFLOW,freq\0,geo\n")
    with pytest.raises(VarantoError, match="zero bytes"):
        file_text(path)
    with pytest.raises(VarantoError, match="character encoding that is not known"):
        file_text(path, "klingon-1")
    with pytest.raises(VarantoError, match="more than 100 characters"):
        numbers(path, pl.Series(["1" * 101]))
    with pytest.raises(VarantoError, match="too large to be one"):
        numbers(path, pl.Series(["1e999"]))


@reference
@pytest.mark.reference_data
@pytest.mark.parametrize("file", ["oecd-canada.json", "ons.json", "statswe.json"])
def test_genuine_responses_of_version_1_are_refused(file: str) -> None:
    with pytest.raises(VarantoError, match="is JSON-stat 1; fetch it as JSON-stat 2"):
        read_jsonstat(GENUINE / "jsonstat" / file)


@reference
@pytest.mark.reference_data
def test_a_genuine_dataset_of_version_2_is_read_but_whose_it_is_counts() -> None:
    path = GENUINE / "jsonstat" / "galicia-2.0.json"
    read = read_jsonstat(path)
    assert [len(d.codes) for d in read.dimensions] == [6, 22, 3, 2, 5, 1]
    assert read.values[:3] == (2_695_880.0, 1_096_027.0, 357_648.0)
    with pytest.raises(VarantoError, match="office that is not read"):
        recognise(path)


@reference
@pytest.mark.reference_data
@pytest.mark.parametrize(
    "file", ["json-stat_query_example.json", "sq-api_table_statfin_eot_pxt_132a.px.json"]
)
def test_a_query_is_no_response(file: str) -> None:
    with pytest.raises(VarantoError, match="no JSON-stat 2 dataset"):
        recognise(GENUINE / "statfin" / file)
