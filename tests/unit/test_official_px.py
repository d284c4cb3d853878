from pathlib import Path

import polars as pl
import pytest

from sources.errors import VarantoError
from sources.official.observations import OBSERVATION_SCHEMA, statfin_observations
from sources.official.px import parse_px, read_px

GENUINE = Path(__file__).parents[3] / "shared" / "data" / "open_statistics" / "statfin"
reference = pytest.mark.skipif(
    not GENUINE.is_dir(), reason="reference files are not at ../shared/data"
)

HEAD = """CHARSET="ANSI";
CODEPAGE="iso-8859-15";
LANGUAGE="fi";
LANGUAGES="fi","en";
TABLEID="statfin_keksi_pxt_001";
TITLE="Keksitty; taulu "
"kahdella rivillä";
STUB="Alue","Sukupuoli";
STUB[en]="Area","Sex";
HEADING="Vuosi";
HEADING[en]="Year";
VALUES("Alue")="KOKO MAA","Pälkäne",
"Š-kylä";
VALUES[en]("Area")="WHOLE COUNTRY","Pälkäne","Š village";
VALUES("Sukupuoli")="Yhteensä","Naiset";
VALUES[en]("Sex")="Total","Females";
VALUES("Vuosi")="2020","2021";
VALUES[en]("Year")="2020","2021";
CODES("Alue")="SSS","KU635","X1";
CODES("Sukupuoli")="SSS","2";
TIMEVAL("Vuosi")=TLIST(A1),"2020","2021";
NOTE="A;b=c""
""; d";
"""
DATA = """DATA=
1 2.5
-3 "."
".." "..."
"-" 0
1e2 ...
...... 7;
"""


def written(folder: Path, text: str, encoding: str = "iso-8859-15") -> Path:
    path = folder / "made_up.px"
    path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
    return path


def test_px_cells_stand_in_stub_then_heading_order(tmp_path: Path) -> None:
    frame = read_px(written(tmp_path, HEAD + DATA))
    assert frame.columns == ["dataset", "Alue", "Sukupuoli", "time", "value", "flag"]
    assert frame["dataset"].unique().to_list() == ["statfin_keksi_pxt_001"]
    rows = [row[1:] for row in frame.iter_rows()]
    assert rows[:4] == [
        ("SSS", "SSS", "2020", 1.0, ""),
        ("SSS", "SSS", "2021", 2.5, ""),
        ("SSS", "2", "2020", -3.0, ""),
        ("SSS", "2", "2021", None, "."),
    ]
    assert rows[4:] == [
        ("KU635", "SSS", "2020", None, ".."),
        ("KU635", "SSS", "2021", None, "..."),
        ("KU635", "2", "2020", 0.0, "-"),
        ("KU635", "2", "2021", 0.0, ""),
        ("X1", "SSS", "2020", 100.0, ""),
        ("X1", "SSS", "2021", None, "..."),
        ("X1", "2", "2020", None, "......"),
        ("X1", "2", "2021", 7.0, ""),
    ]


def test_the_code_page_that_the_file_names_is_used(tmp_path: Path) -> None:
    labels = parse_px(written(tmp_path, HEAD + DATA)).labels["Alue"]
    assert labels == ("KOKO MAA", "Pälkäne", "Š-kylä")
    utf8 = (HEAD + DATA).replace("iso-8859-15", "utf-8")
    assert parse_px(written(tmp_path, utf8, "utf-8")).labels["Alue"] == labels
    with pytest.raises(VarantoError, match="not the utf-8 text"):
        parse_px(written(tmp_path, utf8))
    with pytest.raises(VarantoError, match="CODEPAGE that is not known"):
        parse_px(written(tmp_path, (HEAD + DATA).replace("iso-8859-15", "klingon-1")))


def test_another_language_gives_other_names_and_the_same_codes(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + DATA)
    english = read_px(path, "en")
    assert english.columns == ["dataset", "Area", "Sex", "time", "value", "flag"]
    assert english.rename({"Area": "Alue", "Sex": "Sukupuoli"}).equals(read_px(path))
    with pytest.raises(VarantoError, match="no language sv"):
        read_px(path, "sv")


def test_px_symbols_become_sdmx_codes_and_a_dash_is_a_real_zero(tmp_path: Path) -> None:
    frame = statfin_observations(read_px(written(tmp_path, HEAD + DATA)))
    assert dict(frame.schema) == dict(OBSERVATION_SCHEMA)
    found = frame.filter(pl.col("flag_raw") != "").unique(["flag_raw"]).sort("flag_raw")
    assert found.select("flag_raw", "value", "obs_status", "conf_status").rows() == [
        ("-", 0.0, "A", "F"),
        (".", None, "M", "F"),
        ("..", None, "Q", "F"),
        ("...", None, "Q", "C"),
        ("......", None, "O", "F"),
    ]
    assert frame.select("dimensions", "geo", "sex", "age").row(2) == ("{}", "SSS", "F", None)


def test_rows_named_by_keys_are_put_in_place_and_absent_rows_are_zero(tmp_path: Path) -> None:
    keys = 'KEYS("Alue")=CODES;\nKEYS("Sukupuoli")=VALUES;\n'
    data = 'DATA=\n"X1","Naiset",5 ".."\n"SSS","Yhteensä",1 2;\n'
    frame = read_px(written(tmp_path, HEAD + keys + data))
    assert frame.filter(pl.col("value") != 0).select(
        "Alue", "Sukupuoli", "time", "value"
    ).rows() == [
        ("SSS", "SSS", "2020", 1.0),
        ("SSS", "SSS", "2021", 2.0),
        ("X1", "2", "2020", 5.0),
    ]
    assert frame["flag"].to_list()[-1] == ".."
    assert frame.height == 12


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ('"X9","Naiset",5 6;', "no codes of its variables"),
        ('"X1",5 6;', "no codes of its variables"),
        ('"X1","Naiset",5;', "another length"),
        ('"X1","Naiset",5 6\n"X1","Naiset",5 6;', "twice"),
        ("5 6;", "does not begin with its keys"),
    ],
)
def test_a_row_with_wrong_keys_is_refused(tmp_path: Path, data: str, said: str) -> None:
    keys = 'KEYS("Alue")=CODES;\nKEYS("Sukupuoli")=VALUES;\n'
    with pytest.raises(VarantoError, match=said):
        read_px(written(tmp_path, f"{HEAD}{keys}DATA=\n{data}\n"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + DATA.replace(";", ""), "no whole KEYWORD=value; from line"),
        (HEAD + DATA[:30], "no whole KEYWORD=value; from line"),
        (HEAD, "no DATA"),
        (HEAD + DATA.replace(" 7;", ";"), "has 11 cells, its variables span 12"),
        (HEAD + DATA.replace(" 7;", " 7 8;"), "has 13 cells"),
        (HEAD + DATA.replace(" 7;", " seven;"), "neither a number nor a known symbol"),
        (HEAD + DATA.replace(" 7;", " .......;"), "neither a number nor a known symbol"),
        (HEAD.replace('"KU635",', "") + DATA, "codes that do not fit"),
        (HEAD.replace('"KU635"', '"SSS"') + DATA, "codes that do not fit"),
        (
            HEAD.replace('STUB="Alue","Sukupuoli"', 'STUB="Alue","Ikä"') + DATA,
            "variable that it does not have",
        ),
        (HEAD + 'TITLE="again";\n' + DATA, "keyword stands twice"),
        (HEAD.replace("TIMEVAL", "NOTE").replace("Vuosi", "Jakso") + DATA, "0 time variables"),
        (HEAD.replace('CODES("Alue")', 'CODDS("Alue")') + DATA, "keyword from line"),
        (HEAD + DATA.replace("2.5", "2,5"), "comma within a number"),
        (HEAD + DATA.replace("1 2.5", "1,5"), "comma within a number"),
        (HEAD + DATA.replace("2.5", "2.5\0"), "zero bytes"),
        (HEAD + DATA.replace("2.5", "2" * 101), "more than 100 characters"),
        ("not a px file at all", "no whole KEYWORD=value; from line 1"),
    ],
)
def test_a_damaged_px_file_is_refused_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(VarantoError, match=said) as caught:
        read_px(written(tmp_path, text))
    assert "\n" not in str(caught.value)


@reference
@pytest.mark.reference_data
def test_genuine_population_table_is_read_right() -> None:
    path = GENUINE / "statfin_vaerak_pxt_11rc.px"
    frame = statfin_observations(read_px(path))
    assert frame.height == 159 * 3 * 19

    def cell(time: str, sex: str, age: str) -> float:
        found = frame.filter(pl.col("time") == time, pl.col("sex") == sex, pl.col("age") == age)
        return float(found["value"].item())

    # The first and the last number of the file, and totals of its last row.
    assert cell("1865", "_T", "TOTAL") == 1_843_245
    assert cell("2023", "F", "Y_GE85") == 108_625
    assert cell("2023", "_T", "TOTAL") == 5_603_851
    assert cell("2023", "_T", "Y_LT5") == 235_606
    assert cell("2023", "M", "TOTAL") == 5_603_851 - cell("2023", "F", "TOTAL")
    assert frame["geo"].unique().to_list() == ["SSS"]
    assert parse_px(path).languages == ("fi", "sv", "en")
    assert read_px(path, "sv").columns[1:4] == ["Kön", "Ålder", "Uppgifter"]


@reference
@pytest.mark.reference_data
def test_genuine_time_use_table_is_read_right() -> None:
    file = parse_px(GENUINE / "statfin_akay_pxt_001.px")
    assert (file.table, file.time, len(file.cells)) == ("statfin_akay_pxt_001", "Vuosi", 768)
    assert file.labels["Toiminto"][0] == "01-26  Yhteensä"
    # Hours and minutes: 3.41 is 3 h 41 min, so no adapter may read it as a decimal number.
    assert file.units == "tuntia,minuuttia, %"
    frame = statfin_observations(read_px(GENUINE / "statfin_akay_pxt_001.px"))
    missing = frame.filter(pl.col("value").is_null())
    assert missing.select("flag_raw", "time").unique().rows() == [(".", "1979")]
    assert missing.height == 3
    sleep = frame.filter(
        pl.col("dimensions") == '{"tiedot":"Kaytaika","toiminto":"09"}',
        pl.col("time") == "2009",
        pl.col("sex") == "F",
    )
    assert sleep["value"].to_list() == [8.34]
