"""Values that a provider's own mark speaks against aren't shown; preliminary ones say so."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from made_up import made_up_indicator

from sources.declarations import OfficialSeries
from sources.errors import VarantoError
from sources.official import disagreeing, match, read_official
from sources.official.places import DISAGREES, OTHER_FORM

HEAD = "DATAFLOW,LAST UPDATE,freq,unit,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS"


def sdmx(path: Path, *rows: str) -> Path:
    lines = [f"ESTAT:MADE_UP(1.0),11/07/23 23:00:00,A,PC,{row}" for row in rows]
    path.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("value", "flag", "conf", "shown"),
    [
        ("16.9", "", "F", (16.9, "A", "F")),
        ("16.9", "b", "F", (16.9, "B", "F")),
        ("16.9", "c", "F", (None, "Q", "C")),
        ("16.9", "", "C", (None, "Q", "C")),
        ("0.0", "z", "F", (None, "M", "F")),
        ("0.0", "m", "F", (None, "O", "F")),
        ("", "c", "F", (None, "Q", "C")),
    ],
)
def test_a_value_that_eurostats_own_mark_speaks_against_is_not_shown(
    tmp_path: Path, value: str, flag: str, conf: str, shown: tuple[float | None, str, str]
) -> None:
    path = sdmx(tmp_path / "made_up.csv", f"FI,2023,{value},{flag},{conf}", "SE,2023,4.5,,F")
    rows = read_official(path).sort("geo").select("value", "obs_status", "conf_status").rows()
    assert rows == [shown, (4.5, "A", "F")]


def px(path: Path, codes: str, labels: str, cells: str = "1 2 3") -> Path:
    path.write_text(
        'CHARSET="ANSI";\nAXIS-VERSION="2013";\nCODEPAGE="utf-8";\nLANGUAGE="fi";\n'
        'TABLEID="statfin_keksi_pxt_99zz";\nSTUB="Tiedot";\nHEADING="Vuosi";\n'
        'VALUES("Tiedot")="Keksityt";\nCODES("Tiedot")="kek";\n'
        f'VALUES("Vuosi")={labels};\nCODES("Vuosi")={codes};\n'
        f'TIMEVAL("Vuosi")=TLIST(A1),"2021","2022","2023";\nDATA=\n{cells};\n',
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize("codes", ['"2021","2022","2023"', '"2021","2022","2023*"'])
def test_a_starred_year_of_px_is_preliminary_by_label_or_code(tmp_path: Path, codes: str) -> None:
    path = px(tmp_path / "statfin_keksi_pxt_99zz.px", codes, '"2021","2022","2023*"')
    rows = read_official(path).sort("time").select("time", "value", "obs_status").rows()
    assert rows == [("2021", 1.0, "A"), ("2022", 2.0, "A"), ("2023", 3.0, "P")]


def test_a_preliminary_cell_without_a_value_says_why_it_has_none(tmp_path: Path) -> None:
    path = px(tmp_path / "statfin_keksi_pxt_99zz.px", '"2021","2022","2023*"',
              '"2021","2022","2023*"', '1 2 ".."')  # fmt: skip
    assert read_official(path).sort("time")["obs_status"].to_list() == ["A", "A", "Q"]


def statfin(path: Path, areas: dict[str, str]) -> Path:
    codes = {"alue": areas, "vuosi": {"2023": "2023"}, "tiedot": {"kek": "Keksityt"}}
    told = {
        "version": "2.0",
        "class": "dataset",
        "source": "Tilastokeskus",
        "label": "99zz -- keksitty",
        "id": list(codes),
        "size": [len(c) for c in codes.values()],
        "role": {"time": ["vuosi"]},
        "dimension": {
            name: {
                "label": name.capitalize(),
                "category": {"index": {c: n for n, c in enumerate(of)}, "label": of},
            }
            for name, of in codes.items()
        },
        "value": [float(n) for n, _ in enumerate(areas, start=1)],
        "extension": {"px": {"tableid": "statfin_keksi_pxt_99zz", "language": "fi"}},
    }
    path.write_text(json.dumps(told), encoding="utf-8")
    return path


TOWNS = {"SSS": "KOKO MAA", "KU091": "Helsinki", "KU049": "Espoo", "KU092": "Vantaa"}


def test_an_area_of_another_name_is_left_out_and_told(tmp_path: Path) -> None:
    areas = {**TOWNS, "KU837": "Uusikunta", "HVA08": "Kymenlaakso", "179": "Jyväskylä"}
    observed = read_official(statfin(tmp_path / "a.json", areas))
    labels = dict(observed.select("geo", "geo_label").rows())
    assert {geo for geo, label in labels.items() if label} == {"KU837", "HVA08", "179"}
    assert disagreeing(observed) == (
        "code and name of 2 areas disagree, first HVA08 Kymenlaakso",
        "the code of 1 area is of a form that is not known, first 179 Jyväskylä",
    )
    series = OfficialSeries("statfin", "statfin_keksi_pxt_99zz", {"tiedot": "kek"})
    found = match([made_up_indicator(series)], observed)
    assert set(found.rows["area_code"]) == set(TOWNS)
    assert {(r, c) for r, c in found.excluded.select("reason", "code").rows()} == {
        (DISAGREES, "KU837"), (DISAGREES, "HVA08"), (OTHER_FORM, "179")
    }  # fmt: skip


def test_a_file_in_which_most_areas_have_another_name_is_refused(tmp_path: Path) -> None:
    strange = {code: f"Kunta {n}" for n, code in enumerate(("KU837", "KU853", "KU564", "KU905"))}
    read_official(statfin(tmp_path / "half.json", TOWNS | strange))  # four of eight
    more = statfin(tmp_path / "more.json", TOWNS | strange | {"KU297": "Kunta 9"})
    with pytest.raises(VarantoError, match="code and name disagree for 5 of 9 areas, first 'KU837"):
        read_official(more)


def test_areas_of_before_our_tables_are_not_told() -> None:
    usual = {
        "provider": "sotkanet", "dataset": "1", "dimensions": "{}", "sex": "_T", "age": None,
        "value": 1.0, "obs_status": "A", "conf_status": "F", "flag_raw": "",
    }  # fmt: skip
    rows = [
        usual | {"geo": "KUNTA:999", "geo_label": "Entinen", "time": "2012"},
        usual | {"geo": "KUNTA:998", "geo_label": "Uusi", "time": "2013"},
    ]
    assert disagreeing(pl.DataFrame(rows)) == ("code and name of 1 area disagree, first 998 Uusi",)
