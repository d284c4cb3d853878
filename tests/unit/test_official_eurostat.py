import gzip
from pathlib import Path

import polars as pl
import pytest

from sources.errors import VarantoError
from sources.official.eurostat import read_eurostat_tsv, read_sdmx_csv
from sources.official.observations import OBSERVATION_SCHEMA, eurostat_observations
from sources.official.status import eurostat_status

GENUINE = Path(__file__).parents[3] / "shared" / "data" / "open_statistics" / "eurostat"
reference = pytest.mark.skipif(
    not GENUINE.is_dir(), reason="reference files are not at ../shared/data"
)

HEADER = "DATAFLOW,LAST UPDATE,freq,unit,age,sex,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG"
ROW = "ESTAT:MADE_UP(1.0),01/01/24 11:00:00,A,PC,TOTAL,T,FI,2021,12.5,"


def written(folder: Path, text: str | bytes, name: str = "made_up.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def sdmx(folder: Path, *rows: str, header: str = HEADER) -> Path:
    return written(folder, "\n".join((header, *rows)) + "\n")


def tsv(folder: Path, *rows: str, header: str = "unit,sex,geo\\time\t2021 \t2020 ") -> Path:
    return written(folder, "\n".join((header, *rows)) + "\n", "made_up.tsv")


def test_sdmx_csv_keeps_dimensions_value_and_flag(tmp_path: Path) -> None:
    frame = read_sdmx_csv(sdmx(tmp_path, ROW, ROW.replace("2021,12.5,", "2022,13.0,bp")))
    assert frame.columns == [
        *("dataset", "freq", "unit", "age", "sex", "geo", "time", "value", "flag", "conf")
    ]
    assert frame.row(1) == ("made_up", "A", "PC", "TOTAL", "T", "FI", "2022", 13.0, "bp", None)


@pytest.mark.parametrize("change", ["bom", "crlf", "gz", "quoted"])
def test_sdmx_csv_reads_the_same_with_bom_crlf_quotes_or_packed(
    tmp_path: Path, change: str
) -> None:
    plain = f"{HEADER}\n{ROW}\n"
    other = {
        "bom": b"\xef\xbb\xbf" + plain.encode(),
        "crlf": plain.replace("\n", "\r\n").encode(),
        "gz": gzip.compress(plain.encode()),
        "quoted": plain.replace("12.5", '"12.5"').encode(),
    }[change]
    name = "changed.csv.gz" if change == "gz" else "changed.csv"
    expected = read_sdmx_csv(sdmx(tmp_path, ROW))
    assert read_sdmx_csv(written(tmp_path, other, name)).equals(expected)


def test_sdmx_csv_of_the_second_version_brings_confidentiality(tmp_path: Path) -> None:
    header = "STRUCTURE,STRUCTURE_ID,freq,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS"
    path = sdmx(tmp_path, "dataflow,ESTAT:MADE_UP(1.0),A,FI,2021,,,C", header=header)
    row = eurostat_observations(read_sdmx_csv(path)).row(0, named=True)
    assert (row["value"], row["obs_status"], row["conf_status"]) == (None, "Q", "C")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        (HEADER.replace("TIME_PERIOD", "TIME") + "\n" + ROW, "header is not"),
        (HEADER.replace(",sex", ",unit") + "\n" + ROW, "twice in the header"),
        (HEADER.replace(",geo", ",area") + "\n" + ROW, "no geo dimension"),
        (HEADER.replace(",geo", ",geo:Area") + "\n" + ROW, "not a dimension code"),
        (HEADER + ",SURPRISE\n" + ROW + ",1", "not known"),
        (HEADER + "\n", "no observations"),
        (HEADER + "\n" + ROW + "\n" + ROW.removesuffix(",2021,12.5,"), "line 3 has 7 fields"),
        (HEADER + "\n" + ROW.replace(",FI,", ",,"), "geo is empty in row 1"),
        (HEADER + "\n" + ROW.replace("12.5", "12,5"), "line 2 has 11 fields"),
        (HEADER + "\n" + ROW.replace("12.5", "many"), "not numbers, the first in row 1"),
        (HEADER + "\n" + ROW.replace("12.5", "NaN"), "not numbers"),
        (HEADER + "\n" + ROW + "\n" + ROW.replace("MADE_UP", "OTHER"), "one dataset"),
        (HEADER + '\n"' + ROW, "quoting is broken"),
    ],
)
def test_a_damaged_sdmx_csv_is_refused_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(VarantoError, match=said) as caught:
        read_sdmx_csv(written(tmp_path, text))
    assert "\n" not in str(caught.value)
    assert "12.5" not in str(caught.value)


def test_bytes_that_are_not_utf8_and_cut_gzip_are_refused(tmp_path: Path) -> None:
    with pytest.raises(VarantoError, match="not utf-8"):
        read_sdmx_csv(written(tmp_path, f"{HEADER}\n{ROW}\n".encode() + b"\xe4"))
    with pytest.raises(VarantoError, match="damaged"):
        read_sdmx_csv(written(tmp_path, gzip.compress(ROW.encode())[:20], "cut.csv.gz"))
    with pytest.raises(VarantoError, match="cannot be read"):
        read_sdmx_csv(tmp_path / "absent.csv")


def test_tsv_cells_are_split_in_value_and_flag(tmp_path: Path) -> None:
    cells = {
        "16.9 b": (16.9, "b"),
        "79.6e": (79.6, "e"),
        "-8.5 ": (-8.5, ""),
        ": ": (None, ":"),
        ":": (None, ":"),
        ": c": (None, ":c"),
        ":bu": (None, ":bu"),
        "0.0 n": (0.0, "n"),
    }
    rows = [f"PC,T,A{i}\t{cell}\t1 " for i, cell in enumerate(cells)]
    frame = read_eurostat_tsv(tsv(tmp_path, *rows)).filter(pl.col("time") == "2021")
    assert list(frame.select("value", "flag").iter_rows()) == list(cells.values())
    assert frame["dataset"].unique().to_list() == ["made_up"]


def test_a_tsv_of_the_newer_form_is_read_and_its_dataset_may_be_named(tmp_path: Path) -> None:
    path = written(
        tmp_path, "freq,geo\\TIME_PERIOD\t2021 \nA,FI\t: @C\n", "estat_made_up_filtered.tsv"
    )
    frame = read_eurostat_tsv(path, dataset="made_up")
    assert frame.row(0, named=True) == {
        "dataset": "made_up",
        "freq": "A",
        "geo": "FI",
        "time": "2021",
        "value": None,
        "flag": ":",
        "conf": "C",
    }
    assert read_eurostat_tsv(path)["dataset"][0] == "made_up_filtered"


@pytest.mark.parametrize(
    ("header", "row", "said"),
    [
        ("unit,sex,geo\t2021 ", "PC,T,FI\t1", "header is not"),
        ("unit,sex,geo\\time", "PC,T,FI", "header is not"),
        ("unit,sex\\time\t2021 ", "PC,T\t1", "no geo"),
        ("geo\\time\t2021 \t2021 ", "FI\t1\t2", "twice"),
        ("unit,geo\\time\t2021 ", "PC,FI\t1\t2", "row 2 has another number"),
        ("unit,geo\\time\t2021 ", "FI\t1", "row 2 has another number"),
        ("unit,geo\\time\t2021 ", "PC,\t1", "geo is empty"),
        ("unit,geo\\time\t2021 ", "PC,FI\t1,5", "a cell of FI, 2021"),
        ("unit,geo\\time\t2021 ", "PC,FI\t", "a cell of FI, 2021"),
    ],
)
def test_a_damaged_tsv_is_refused(tmp_path: Path, header: str, row: str, said: str) -> None:
    with pytest.raises(VarantoError, match=said):
        read_eurostat_tsv(tsv(tmp_path, row, header=header))


@pytest.mark.parametrize(
    ("flag", "conf", "missing", "expected"),
    [
        ("", None, False, ("A", "F")),
        ("b", None, False, ("B", "F")),
        ("bu", None, False, ("B", "F")),
        ("du", None, False, ("U", "F")),
        ("p", None, False, ("P", "F")),
        ("n", None, False, ("N", "F")),
        ("r", None, False, ("A", "F")),
        ("s", None, False, ("E", "F")),
        (":", None, True, ("O", "F")),
        (":b", None, True, ("O", "F")),
        (":c", None, True, ("Q", "C")),
        ("u", None, True, ("Q", "F")),
        (":z", None, True, ("M", "F")),
        (":", "D", True, ("Q", "D")),
        ("c", None, False, ("Q", "C")),
        ("b", "C", False, ("Q", "C")),
    ],
)
def test_eurostat_flags_become_sdmx_codes(
    flag: str, conf: str | None, missing: bool, expected: tuple[str, str]
) -> None:
    assert eurostat_status(flag, conf, missing) == expected


def test_a_flag_that_is_not_known_is_refused_by_name() -> None:
    with pytest.raises(VarantoError, match="flag 'q'"):
        eurostat_status("bq", None, False)


def test_observations_have_the_common_shape_and_no_zero_for_a_missing_value(
    tmp_path: Path,
) -> None:
    frame = eurostat_observations(read_eurostat_tsv(tsv(tmp_path, "PC,F,FI\t: c\t16.9 b")))
    assert dict(frame.schema) == dict(OBSERVATION_SCHEMA)
    assert frame["dimensions"].unique().to_list() == ['{"unit":"PC"}']
    shown = frame.select("geo", "time", "sex", "age", "value", "obs_status", "conf_status")
    assert sorted(shown.iter_rows()) == [
        ("FI", "2020", "F", None, 16.9, "B", "F"),
        ("FI", "2021", "F", None, None, "Q", "C"),
    ]


def test_a_cell_that_stands_twice_is_refused(tmp_path: Path) -> None:
    frame = read_sdmx_csv(sdmx(tmp_path, ROW, ROW.replace("12.5", "12.6")))
    with pytest.raises(VarantoError, match=r"2 rows share their cell .* FI, 2021"):
        eurostat_observations(frame)


def test_periods_are_written_one_way_and_others_refused(tmp_path: Path) -> None:
    periods = {"2021Q1": "Q", "2021-Q2": "Q", "2021M03": "M", "2021-04": "M", "2021": "A"}
    rows = [ROW.replace("2021", p).replace(",A,", f",{f},") for p, f in periods.items()]
    times = eurostat_observations(read_sdmx_csv(sdmx(tmp_path, *rows)))["time"].to_list()
    assert times == ["2021-Q1", "2021-Q2", "2021-03", "2021-04", "2021"]
    with pytest.raises(VarantoError, match="period"):
        eurostat_observations(read_sdmx_csv(sdmx(tmp_path, ROW.replace("2021", "spring"))))


def test_a_sex_code_that_is_not_known_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VarantoError, match="sex code"):
        eurostat_observations(read_sdmx_csv(sdmx(tmp_path, ROW.replace(",T,", ",X9,"))))


@reference
@pytest.mark.reference_data
@pytest.mark.parametrize(
    ("file", "rows", "geo", "time", "value", "flag", "status"),
    [
        # The line of each file, read by eye.
        ("good_health.csv", 666, "FI", "2022", 64.5, "", "A"),  # line 295
        ("medical_needs.csv", 556, "FI", "2015", 4.3, "b", "B"),  # line 235
        ("medical_needs.csv", 556, "MT", "2019", 0.0, "n", "N"),
        ("poverty.csv", 304, "FI", "2022", 16.3, "b", "B"),  # line 136
        ("unemployment.csv", 493, "FI", "2022", 1.5, "", "A"),  # line 196
        ("unemployment.csv", 493, "IS", "2016", None, "u", "Q"),
        ("housing_deprive.csv", 629, "FI", "2015", 0.7, "", "A"),  # line 280
    ],
)
def test_genuine_sdmx_csv_files_are_read_right(
    file: str, rows: int, geo: str, time: str, value: float | None, flag: str, status: str
) -> None:
    frame = eurostat_observations(read_sdmx_csv(GENUINE / file))
    assert frame.height == rows
    cell = frame.filter(pl.col("geo") == geo, pl.col("time") == time)
    assert cell.select("value", "flag_raw", "obs_status").rows() == [(value, flag, status)]


@reference
@pytest.mark.reference_data
def test_genuine_tsv_of_growth_is_read_right() -> None:
    frame = eurostat_observations(read_eurostat_tsv(GENUINE / "sdg_08_10.tsv"))
    assert frame.height == 74 * 20

    def cell(unit: str, geo: str, time: str) -> tuple[float | None, str]:
        found = frame.filter(
            pl.col("dimensions") == f'{{"na_item":"B1GQ","unit":"{unit}"}}',
            pl.col("geo") == geo,
            pl.col("time") == time,
        )
        value, status = found.select("value", "obs_status").row(0)
        return value, status

    assert cell("CLV_PCH_PRE_HAB", "FI", "2009") == (-8.5, "A")
    assert cell("CLV_PCH_PRE_HAB", "AT", "2015") == (0.0, "A")  # a real zero
    assert cell("CLV10_EUR_HAB", "HR", "2019") == (None, "O")


@reference
@pytest.mark.reference_data
def test_genuine_tsv_of_life_expectancy_is_read_right() -> None:
    raw = read_eurostat_tsv(GENUINE / "demo_mlexpec.tsv")
    assert raw.height == 14_448 * 59
    birth = raw.filter(pl.col("age") == "Y_LT1", pl.col("geo") == "FI", pl.col("time") == "2018")
    assert dict(birth.select("sex", "value").iter_rows()) == {"F": 84.5, "M": 79.1, "T": 81.8}
    cells = raw.filter(pl.col("sex") == "F", pl.col("flag") != ":")
    at = cells.filter(pl.col("geo") == "EEA30_2007", pl.col("age") == "Y1")
    assert ("2014", 83.0, "e") in at.select("time", "value", "flag").rows()
    provisional = cells.filter(
        pl.col("geo") == "EA18", pl.col("age") == "Y_LT1", pl.col("time") == "2018"
    )
    assert provisional.select("value", "flag").rows() == [(84.6, "p")]
