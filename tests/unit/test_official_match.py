from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest
from made_up import made_up_indicator

from sources.declarations import (
    Indicator,
    OfficialSeries,
    SourceKind,
)
from sources.errors import VarantoError
from sources.official import (
    OBSERVATION_SCHEMA,
    OFFICIAL_SOURCES,
    FileFormat,
    match,
    read_official,
    recognise,
    sotkanet_observations,
)
from sources.official.match import ROW_SCHEMA
from sources.official.observations import age_code
from sources.official.places import AGGREGATE, DISAGREES, NOT_OURS, OTHER_FORM, place
from sources.official.sotkanet import read_sotkanet

GENUINE = Path(__file__).parents[3] / "shared" / "data" / "open_statistics"
reference = pytest.mark.skipif(
    not GENUINE.is_dir(), reason="reference files are not at ../shared/data"
)

ESPOO = '"Keksitty, %";"9999";"Espoo";"049";"yhteensä";2015;4.9;1315'


def indicator(*official: OfficialSeries, name: str = "made_up_share") -> Indicator:
    return made_up_indicator(*official, name=name)


def observation(**cell: object) -> dict[str, object]:
    usual: dict[str, object] = {
        "provider": "eurostat",
        "dataset": "made_up",
        "dimensions": '{"freq":"A","reason":"TOOEFW","unit":"PC"}',
        "geo": "FI",
        "geo_label": None,
        "time": "2021",
        "sex": "_T",
        "age": "Y_GE16",
        "value": 4.5,
        "obs_status": "A",
        "conf_status": "F",
        "flag_raw": "",
    }
    return usual | cell


def observed(*cells: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(list(cells), schema=dict(OBSERVATION_SCHEMA))


def series(where: Mapping[str, str] | None = None, note: str | None = None) -> OfficialSeries:
    codes = {"unit": "PC", "reason": "TOOEFW", "age": "Y_GE16", "sex": "T"}
    return OfficialSeries("eurostat", "made_up", codes if where is None else where, note=note)


def test_a_matched_row_has_the_shape_of_a_reserve_table() -> None:
    rows = match([indicator(series(note="2021 break"))], observed(observation())).rows
    assert dict(rows.schema) == dict(ROW_SCHEMA)
    assert rows.rows(named=True) == [
        {
            "indicator_id": "made_up_share",
            "area_level": "COUNTRY",
            "area_code": "SSS",
            "year": 2021,
            "period": "2021",
            "sex": "_T",
            "age_group": "TOTAL",
            "value": 4.5,
            "unit": "%",
            "obs_status": "A",
            "conf_status": "F",
            "source_kind": "official",
            "source_id": "eurostat",
            "method_id": None,
            "note": "made_up; age Y_GE16; Eurostat re-use with attribution; 2021 break",
        }
    ]


def test_without_a_declared_age_and_sex_every_one_is_taken_under_its_code() -> None:
    cells = observed(
        observation(sex="F", age="TOTAL"), observation(sex="M", age="Y16-24"), observation()
    )
    rows = match([indicator(series({"unit": "PC", "reason": "TOOEFW"}))], cells).rows
    assert sorted(rows.select("sex", "age_group").iter_rows()) == [
        ("F", "TOTAL"),
        ("M", "Y16-24"),
        ("_T", "Y_GE16"),
    ]


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ({"unit": "PC"}, "does not name reason"),
        ({"unit": "PC", "reason": "TOOEFW", "quantile": "TOTAL"}, "'quantile' is not there"),
        ({"unit": "EUR", "reason": "TOOEFW"}, "'EUR' is not there"),
        ({"unit": "PC", "reason": "TOOEFW", "sex": "X"}, "'X' is not there"),
        ({"unit": "PC", "reason": "TOOEFW", "age": "Y_LT16"}, "'Y_LT16' is not there"),
        ({"unit": "PC", "reason": "TOOEFW|OTHER"}, "ambiguous"),
    ],
)
def test_a_declaration_that_does_not_fit_the_dataset_is_refused(
    where: dict[str, str], said: str
) -> None:
    other = observation(dimensions='{"freq":"A","reason":"OTHER","unit":"PC"}', value=1.0)
    with pytest.raises(VarantoError, match=said) as caught:
        match([indicator(series(where))], observed(observation(), other))
    assert "made_up_share" in str(caught.value)


def test_a_single_code_is_not_taken_for_granted_when_it_is_not_declared() -> None:
    with pytest.raises(VarantoError, match="does not name unit"):
        match([indicator(series({"reason": "TOOEFW"}))], observed(observation()))


def test_codes_that_never_meet_are_refused() -> None:
    cells = observed(
        observation(dimensions='{"reason":"OTHER","unit":"PC"}'),
        observation(dimensions='{"reason":"TOOEFW","unit":"THS"}'),
    )
    with pytest.raises(VarantoError, match="no observation has all"):
        match([indicator(series({"unit": "PC", "reason": "TOOEFW"}))], cells)


def test_a_renamed_code_or_dimension_may_be_declared_beside_the_old_one() -> None:
    where = {"unit": "PC", "why|reason": "TXP_TFAR_WLIST|TOOEFW"}
    assert match([indicator(series(where))], observed(observation())).rows.height == 1


def test_two_rows_for_one_key_are_refused() -> None:
    quarterly = observation(dimensions='{"freq":"Q","reason":"TOOEFW","unit":"PC"}')
    with pytest.raises(VarantoError, match="several rows for one area"):
        match([indicator(series())], observed(observation(), quarterly))


def test_a_provider_that_is_not_known_is_refused() -> None:
    with pytest.raises(VarantoError, match="provider 'nobody'"):
        match([indicator(OfficialSeries("nobody", "hsl"))], observed(observation()))


def test_aggregates_and_foreign_areas_are_left_out_and_counted() -> None:
    cells = [
        observation(geo=geo, time=time)
        for geo in ("EU27_2020", "DE_TOT", "AT", "FI1B")
        for time in ("2020", "2021")
    ]
    matched = match([indicator(series())], observed(*cells))
    areas = matched.rows.select("area_level", "area_code").unique().sort("area_code").rows()
    assert areas == [("COUNTRY", "AT"), ("NUTS2", "FI1B")]
    assert matched.excluded.select("reason", "code", "n").rows() == [
        (AGGREGATE, "EU27_2020", 2),
        (NOT_OURS, "DE_TOT", 2),
    ]
    assert matched.rows.height + matched.excluded["n"].sum() == len(cells)


def test_an_age_outside_our_grammar_is_left_out_and_counted() -> None:
    cells = observed(observation(), observation(age="UNK"))
    matched = match([indicator(series({"unit": "PC", "reason": "TOOEFW"}))], cells)
    assert matched.rows.height == 1
    assert matched.excluded["reason"].to_list() == ["age outside our grammar"]


def test_a_dataset_that_has_not_come_is_said_and_is_no_error() -> None:
    matched = match([indicator(series())], observed())
    assert matched.rows.is_empty()
    assert dict(matched.rows.schema) == dict(ROW_SCHEMA)
    assert matched.excluded.select("reason", "n").rows() == [("not received", 0)]


def test_missing_values_stay_missing_and_the_factor_applies_to_the_rest() -> None:
    twice = OfficialSeries("eurostat", "made_up", series().where, factor=10.0)
    cells = observed(
        observation(), observation(time="2022", value=None, obs_status="Q", conf_status="C")
    )
    rows = match([indicator(twice)], cells).rows
    assert rows.select("period", "value", "obs_status", "conf_status").rows() == [
        ("2021", 45.0, "A", "F"),
        ("2022", None, "Q", "C"),
    ]


def test_of_two_series_the_one_with_a_value_then_the_first_declared_is_taken() -> None:
    second = OfficialSeries("eurostat", "other", series().where)
    cells = observed(
        observation(value=1.0),
        observation(dataset="other", value=2.0),
        observation(time="2022", value=None, obs_status="O"),
        observation(dataset="other", time="2022", value=3.0),
    )
    matched = match([indicator(series(), second)], cells)
    assert matched.rows.select("period", "value").rows() == [("2021", 1.0), ("2022", 3.0)]
    assert matched.excluded.select("dataset", "reason", "n").rows() == [
        ("made_up", "another series comes first", 1),
        ("other", "another series comes first", 1),
    ]


def test_a_pooled_period_belongs_to_its_last_year() -> None:
    rows = match([indicator(series())], observed(observation(time="2019/2021"))).rows
    assert rows.select("year", "period").rows() == [(2021, "2019/2021")]


@pytest.mark.parametrize(
    ("provider", "geo", "label", "expected"),
    [
        ("eurostat", "FI", None, ("COUNTRY", "SSS")),
        ("eurostat", "EL", None, ("COUNTRY", "EL")),
        ("eurostat", "AT13", None, ("NUTS2", "AT13")),
        ("eurostat", "EA19", None, AGGREGATE),
        ("eurostat", "EU", None, AGGREGATE),
        ("eurostat", "FX", None, NOT_OURS),
        ("statfin", "SSS", None, ("COUNTRY", "SSS")),
        ("statfin", "MK06", None, ("REGION", "MK06")),
        ("statfin", "HVA08", None, ("COUNTY", "HVA08")),
        ("statfin", "KU837", None, ("MUNICIPALITY", "KU837")),
        ("statfin", "SK011", None, NOT_OURS),
        ("sotkanet", "049", "Espoo", ("MUNICIPALITY", "KU049")),
        ("sotkanet", "49", "Esbo", ("MUNICIPALITY", "KU049")),
        ("sotkanet", "911", "Valtimo", ("MUNICIPALITY", "KU911")),
        ("sotkanet", "8", "Pirkanmaan hyvinvointialue", ("COUNTY", "HVA08")),
        ("sotkanet", "08", "Kymenlaakso", ("REGION", "MK08")),
        ("sotkanet", "091", "Jokin seutukunta", NOT_OURS),
        ("sotkanet", "1", "Koko maa", ("COUNTRY", "SSS")),
    ],
)
def test_areas_are_placed_by_code_and_where_levels_share_codes_by_name_too(
    provider: str, geo: str, label: str | None, expected: tuple[str, str] | str
) -> None:
    assert place(provider, geo, label) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("TOTAL", "TOTAL"),
        ("SSS", "TOTAL"),
        ("Y_GE16", "Y_GE16"),
        ("Y16-24", "Y16-24"),
        ("0-4", "Y_LT5"),
        ("20-24", "Y20-24"),
        ("85-", "Y_GE85"),
        ("100+", "Y_GE100"),
        ("15", "Y15"),
        ("Y_LT1", "Y_LT1"),
        ("UNK", "UNK"),
    ],
)
def test_ages_are_written_in_our_grammar(code: str, expected: str) -> None:
    assert pl.select(age_code(pl.lit(code))).item() == expected


def test_sotkanet_rows_are_read_and_an_empty_value_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "sotkanet.csv"
    empty = ESPOO.replace("4.9;1315", ";").replace("Espoo", "Esp;oo")
    path.write_bytes(f"\ufeff{ESPOO}\r\n{empty}\r\n".encode())
    frame = read_sotkanet(path)
    assert frame.row(0) == (
        *("Keksitty, %", "9999", "Espoo", "049", "yhteensä", "2015", 4.9, 1315.0, ""),
    )
    canonical = sotkanet_observations(frame)
    assert dict(canonical.schema) == dict(OBSERVATION_SCHEMA)
    assert canonical.select("dataset", "geo", "geo_label", "sex", "value", "obs_status").rows() == [
        ("9999", "049", "Espoo", "_T", 4.9, "A"),
        ("9999", "049", "Esp;oo", "_T", None, "O"),
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (ESPOO.removesuffix(";1315"), "line 1 has 7 fields"),
        (ESPOO.replace('"9999"', '"Espoo"'), "no indicator number"),
        (ESPOO.replace("2015", "15"), "no year"),
        (ESPOO.replace('"049"', '""'), "code is empty"),
        (ESPOO.replace("4.9", "4,9"), "not numbers"),
        (ESPOO.replace('"Espoo"', '"Esp"oo"'), "quoting is broken"),
    ],
)
def test_a_damaged_sotkanet_file_is_refused(tmp_path: Path, row: str, said: str) -> None:
    path = tmp_path / "sotkanet.csv"
    path.write_text(row + "\n", encoding="utf-8")
    with pytest.raises(VarantoError, match=said):
        read_sotkanet(path)


def test_a_sotkanet_cell_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sotkanet.csv"
    path.write_text(f"{ESPOO}\n{ESPOO}\n", encoding="utf-8")
    with pytest.raises(VarantoError, match="2 rows share"):
        sotkanet_observations(read_sotkanet(path))


@pytest.mark.parametrize(
    ("text", "provider", "form"),
    [
        ("DATAFLOW,LAST UPDATE,freq,geo,", "eurostat", FileFormat.SDMX_CSV),
        ("\ufeffSTRUCTURE,STRUCTURE_ID,freq", "eurostat", FileFormat.SDMX_CSV),
        ("unit,geo\\time\t2020 \t2021", "eurostat", FileFormat.EUROSTAT_TSV),
        ('CHARSET="ANSI";\r\n', "statfin", FileFormat.PX),
        (ESPOO, "sotkanet", FileFormat.SOTKANET_CSV),
    ],
)
def test_a_file_is_recognised_by_its_content(
    tmp_path: Path, text: str, provider: str, form: FileFormat
) -> None:
    path = tmp_path / "file.bin"
    path.write_text(text, encoding="utf-8")
    found = recognise(path)
    assert (found.provider, found.format) == (provider, form)


def test_a_file_in_another_format_is_refused_with_the_formats_that_are_read(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<html>403 Forbidden</html>", encoding="utf-8")
    with pytest.raises(VarantoError, match="give one of: sdmx-csv"):
        recognise(path)


def test_the_providers_are_declared_as_official_sources_with_licences() -> None:
    assert set(OFFICIAL_SOURCES) == {"eurostat", "statfin", "sotkanet", "oecd"}
    for source in OFFICIAL_SOURCES.values():
        assert source.kind is SourceKind.OFFICIAL
        assert not source.judged
        assert source.licence


@reference
@pytest.mark.reference_data
def test_every_genuine_file_is_recognised_and_read() -> None:
    files = {
        "eurostat/poverty.csv": ("eurostat", 304),
        "eurostat/sdg_08_10.tsv": ("eurostat", 1480),
        "statfin/statfin_akay_pxt_001.px": ("statfin", 768),
        "sotkanet/sotkanet.csv": ("sotkanet", 160),
    }
    for name, (provider, rows) in files.items():
        frame = read_official(GENUINE / name)
        assert frame.height == rows
        assert frame["provider"].unique().to_list() == [provider]


@reference
@pytest.mark.reference_data
def test_genuine_files_give_finlands_published_figures() -> None:
    crimes = OfficialSeries("sotkanet", "3113", {"gender": "total"})
    arope = OfficialSeries("eurostat", "sdg_01_10", {"unit": "PC", "age": "TOTAL", "sex": "T"})
    files = ("eurostat/poverty.csv", "sotkanet/sotkanet.csv")
    observations = pl.concat([read_official(GENUINE / name) for name in files])
    matched = match(
        [indicator(crimes, name="violent_offences_per_1000"), indicator(arope, name="arope_rate")],
        observations,
    )

    def value(name: str, area: str, year: int) -> float | None:
        found = matched.rows.filter(
            pl.col("indicator_id") == name, pl.col("area_code") == area, pl.col("year") == year
        )
        cell: float | None = found["value"].item()
        return cell

    assert value("arope_rate", "SSS", 2015) == 16.9  # poverty.csv, line 129
    assert value("violent_offences_per_1000", "KU564", 2015) == 7.1  # sotkanet.csv, line 83
    assert value("violent_offences_per_1000", "KU295", 2015) is None  # line 43: Kumlinge, empty
    assert matched.rows.filter(pl.col("source_id") == "sotkanet").height == 40
    left_out = set(matched.excluded["reason"])
    assert left_out == {AGGREGATE}


@pytest.mark.parametrize(
    ("provider", "geo", "label", "expected"),
    [
        ("statfin", "HVA08", "Kymenlaakso", DISAGREES),
        ("statfin", "KU837", "Uusikunta", DISAGREES),
        ("statfin", "SSS", "MANNER-SUOMI", DISAGREES),
        ("statfin", "MT", "Malta", NOT_OURS),
        ("statfin", "837", "Tampere", OTHER_FORM),
        ("statfin", "KU478", "Maarianhamina - Mariehamn", ("MUNICIPALITY", "KU478")),
        ("statfin", "HVA14", "HVA14 Pohjois-Karjalan", ("COUNTY", "HVA14")),
        ("sotkanet", "HYVINVOINTIALUE:08", "Pirkanmaan HVA", ("COUNTY", "HVA08")),
        ("sotkanet", "KUNTA:837", "Tampereen kaupunki", DISAGREES),
    ],
)
def test_a_label_must_be_the_areas_own_name(
    provider: str, geo: str, label: str, expected: tuple[str, str] | str
) -> None:
    assert place(provider, geo, label) == expected
