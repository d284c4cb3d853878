"""Eurostat's and the OECD's clients, against a server that answers as they do."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from provider_server import Act, Asked, Play, provider
from service_support import client, earlier, from_eurostat, sdmx_structure, wanted

from sources.errors import VarantoError
from sources.services.client import Known
from sources.services.eurostat import Eurostat
from sources.services.oecd import Oecd

ESTAT = sdmx_structure(freq="A Q", unit="PC THS", age="TOTAL Y15-24", sex="T F M", geo="FI SE")
DATASET = b'{"version":"2.0","class":"dataset","value":{"0":1}}'
NOTHING = b'{"version":"2.0","class":"dataset","value":{}}'


def eurostat(data: Play) -> Play:
    return lambda a: Act(ESTAT) if "/dataflow/" in a.path else data(a)


def test_eurostat_tells_its_structure_before_its_numbers(tmp_path: Path) -> None:
    asked = wanted("eurostat", "ilc_li02", {"unit": "PC", "age": "TOTAL"})
    with provider(eurostat(lambda _: Act(DATASET, headers={"ETag": '"7"'}))) as server:
        came = Eurostat(client(server, "eurostat"), "json-stat").fetch(asked, tmp_path, None)
    assert server.paths == [
        "/sdmx/2.1/dataflow/ESTAT/ILC_LI02/1.0",
        "/statistics/1.0/data/ILC_LI02",
    ]
    numbers = server.asked[1]
    assert [numbers.all(n) for n in ("freq", "unit", "age", "sex", "geo")] == [
        ["A"], ["PC"], ["TOTAL"], [], []
    ]  # fmt: skip
    assert numbers.all("sinceTimePeriod") == ["2015"]
    assert came is not None
    assert [f.name for f in came.files] == ["ilc_li02.json"]
    assert came.provenance["via:ilc_li02.json ETag"] == '"7"'
    assert [p.name for p in tmp_path.iterdir()] == ["ilc_li02.json"]


def test_a_code_that_means_another_thing_in_the_structure_is_not_asked_for(tmp_path: Path) -> None:
    where = {"rskpovth": "B_60", "unit": "PC"}
    for names, told in (
        ({"B_60": "Below 60% of mean"}, "code B_60 of rskpovth is labelled 'Below 60% of mean'"),
        ({"PC": "Per mille"}, "code PC of unit is labelled 'Per mille'"),
        ({"FI": "France"}, "code FI of geo is labelled 'France'"),  # areas come whole
        ({"Y15-74": "From 20 to 64 years"}, "code Y15-74 of age is labelled"),
    ):
        made = sdmx_structure(
            "eurostat", names, rskpovth="B_60 B_50", unit="PC THS_PER", age="Y15-74", geo="FI SE"
        )
        with provider(lambda _, made=made: Act(made)) as server:
            one = Eurostat(client(server, "eurostat"), "sdmx-csv")
            with pytest.raises(VarantoError) as error:
                one.fetch(wanted("eurostat", "ilc_li02", where), tmp_path, None)
        assert told in str(error.value)
        assert len(server.asked) == 1


def test_what_is_not_asked_for_may_be_called_anything(tmp_path: Path) -> None:
    made = sdmx_structure("eurostat", {"THS_PER": "Anything"}, unit="PC THS_PER", geo="FI SE")
    with provider(lambda a: Act(made if "/dataflow/" in a.path else DATASET)) as server:
        asked = wanted("eurostat", "ilc_li02", {"unit": "PC"})
        Eurostat(client(server, "eurostat"), "json-stat").fetch(asked, tmp_path, None)
    assert server.asked[1].all("unit") == ["PC"]


def test_the_slices_of_a_dataset_are_asked_for_together(tmp_path: Path) -> None:
    asked = wanted("eurostat", "d", {"unit": "PC", "age": "TOTAL"}, {"unit": "THS", "sex": "T"})
    with provider(eurostat(lambda _: Act(DATASET))) as server:
        Eurostat(client(server, "eurostat"), "json-stat").fetch(asked, tmp_path, None)
    assert server.asked[1].all("unit") == ["PC", "THS"]
    assert server.asked[1].all("age") == []  # the second slice wants every age
    assert server.asked[1].all("sex") == []


def test_a_slice_that_is_not_there_leaves_the_others_alone(tmp_path: Path) -> None:
    asked = wanted("eurostat", "d", {"unit": "PC"}, {"unit": "EUR"}, {"unit": "PC", "reason": "X"})
    with provider(eurostat(lambda _: Act(DATASET))) as server:
        Eurostat(client(server, "eurostat"), "json-stat").fetch(asked, tmp_path, None)
    assert server.asked[1].all("unit") == ["PC"]


def test_an_unchanged_dataset_gives_nothing(tmp_path: Path) -> None:
    asked = wanted("eurostat", "d", {"unit": "PC"})
    with provider(eurostat(lambda _: Act(DATASET))) as server:
        one = Eurostat(client(server, "eurostat"), "json-stat")
        one.fetch(asked, tmp_path, None)
        url = f"{server.address}{server.asked[1].path}?" + "&".join(
            f"{name}={code}" for name, code in server.asked[1].parameters
        )
        server.play = eurostat(lambda _: Act(status=304))
        assert one.fetch(asked, tmp_path, earlier(asked, answers=(Known(url, '"7"'),))) is None
    assert server.asked[-1].headers["If-None-Match"] == '"7"'


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ({"unit": "EUR"}, "eurostat d: unit 'EUR' is not there (there are: PC, THS)"),
        ({"unit": "PC", "reason": "X"}, "dimension 'reason' is not there (there are: freq, unit"),
        ({}, "a declaration does not name unit; give it a code. There are: PC, THS"),
        ({"unit": "PC|THS"}, "is ambiguous"),
    ],
)
def test_what_the_structure_lacks_is_told_and_nothing_is_asked(
    tmp_path: Path, where: dict[str, str], told: str
) -> None:
    asked = wanted("eurostat", "d", where)
    with provider(eurostat(lambda _: Act(DATASET))) as server, pytest.raises(VarantoError) as error:
        Eurostat(client(server, "eurostat"), "json-stat").fetch(asked, tmp_path, None)
    assert told in str(error.value)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "refusal",
    [
        Act(b'{"error":[{"status":413,"label":"EXTRACTION_TOO_BIG"}]}', 413),
        Act(b'{"warning":{"status":413,"label":"ASYNCHRONOUS_RESPONSE"}}'),
        Act(b'{"error":[{"status":413,"label":"too big"}]}'),
    ],
    ids=["413", "warning in 200", "error in 200"],
)
def test_too_much_is_asked_for_in_parts_by_year(tmp_path: Path, refusal: Act) -> None:
    def data(asked: Asked) -> Act:
        first, last = int(asked.all("sinceTimePeriod")[0]), int(asked.all("untilTimePeriod")[0])
        return refusal if last - first > 3 else Act(DATASET)

    with provider(eurostat(data)) as server:
        asked = wanted("eurostat", "d", {"unit": "PC"}, since=2020)
        came = Eurostat(client(server, "eurostat"), "json-stat").fetch(asked, tmp_path, None)
    assert came is not None
    spans = [tuple(map(int, f.stem.split("-")[1:])) for f in came.files]
    assert spans[0][0] == 2020
    assert all(after[0] == before[1] + 1 for before, after in pairwise(spans))
    assert len(came.files) == len(came.answers) == len(set(came.files)) > 1


def test_a_single_year_that_is_too_much_is_told(tmp_path: Path) -> None:
    with pytest.raises(VarantoError, match="one year is more than the provider gives"):
        from_eurostat(eurostat(lambda _: Act(b"", 413)), tmp_path, {"unit": "PC"}, since=2026)


@pytest.mark.parametrize(
    "body",
    [b'{"error":[{"status":400,"id":150,"label":"INVALID_QUERY"}]}', b"<html>busy</html>", b"[]"],
)
def test_an_answer_that_is_no_dataset_is_told(tmp_path: Path, body: bytes) -> None:
    with pytest.raises(VarantoError, match="the answer is no dataset"):
        from_eurostat(eurostat(lambda _: Act(body)), tmp_path, {"unit": "PC"})


def test_sdmx_csv_is_asked_for_by_a_key_in_the_structures_order(tmp_path: Path) -> None:
    asked = wanted("eurostat", "d", {"unit": "PC", "age": "TOTAL", "sex": "T"})
    with provider(eurostat(lambda _: Act(b"DATAFLOW,geo\n"))) as server:
        came = Eurostat(client(server, "eurostat"), "sdmx-csv").fetch(asked, tmp_path, None)
    assert server.paths[1] == "/sdmx/2.1/data/D/A.PC.TOTAL.T."
    assert server.asked[1].all("startPeriod") == ["2015"]
    assert came is not None
    assert came.files[0].name == "d.csv"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"<a><b></a>", "is not a whole XML document"),
        (b"<a/>", "has no dimensions"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a/>', "has a document type"),
        (ESTAT.replace(b'<s:Dimension id="unit"', b'<s:Dimension id="age"'), "a dimension twice"),
        (ESTAT.replace(b"CL_unit", b"CL_none", 1).replace(b'<c:KeyValue id="unit">',
         b'<c:KeyValue id="other">'), "tells no codes of dimension unit"),
    ],
)  # fmt: skip
def test_a_damaged_structure_is_refused(tmp_path: Path, body: bytes, told: str) -> None:
    with pytest.raises(VarantoError) as error:
        from_eurostat(lambda _: Act(body), tmp_path, {"unit": "PC"})
    assert told in str(error.value)


HSL = sdmx_structure(REF_AREA="FIN SWE", MEASURE="1_1 8_2", UNIT_MEASURE="PT USD", SEX="_T F M")


def oecd(asked: Asked) -> Act:
    if asked.path.startswith("/dataflow/"):
        return Act(HSL)
    return Act(b"STRUCTURE,STRUCTURE_ID\n", headers={"Last-Modified": "x"})


def test_the_oecd_is_asked_by_key_and_never_without_its_attributes(tmp_path: Path) -> None:
    flow = "OECD.WISE.WDP:DSD_HSL@DF_HSL_CWB"
    asked = wanted("oecd", flow, {"measure": "8_2", "unit_measure": "PT"})
    with provider(oecd) as server:
        came = Oecd(client(server, "oecd"), "csv").fetch(asked, tmp_path, None)
    assert server.paths == [
        "/dataflow/OECD.WISE.WDP/DSD_HSL@DF_HSL_CWB/latest",
        "/data/OECD.WISE.WDP,DSD_HSL@DF_HSL_CWB,/.8_2.PT.",
    ]
    assert server.asked[1].all("detail") == []
    assert server.asked[1].all("format") == ["csvfile"]
    assert came is not None
    assert came.files[0].name == "DSD_HSL_DF_HSL_CWB.csv"


def test_an_oecd_dataset_without_an_agency_is_refused(tmp_path: Path) -> None:
    with provider(oecd) as server, pytest.raises(VarantoError, match="<agency>:<dataflow>"):
        Oecd(client(server, "oecd"), "csv").fetch(wanted("oecd", "HSL"), tmp_path, None)


def test_what_the_provider_calls_otherwise_is_asked_for_under_its_own_name(tmp_path: Path) -> None:
    old = sdmx_structure(freq="A", unit="PC", quantile="TOTAL", reason="TOOEFW", geo="FI")
    where = {"unit": "PC", "quant_inc": "TOTAL", "reason": "TXP_TFAR_WLIST"}
    asked = wanted("eurostat", "hlth_silc_08", where)
    play = lambda a: Act(old if "/dataflow/" in a.path else DATASET)  # noqa: E731
    with provider(play) as server:
        Eurostat(client(server, "eurostat"), "json-stat").fetch(asked, tmp_path, None)
    assert server.asked[1].all("quantile") == ["TOTAL"]
    assert server.asked[1].all("reason") == ["TOOEFW"]


@pytest.mark.parametrize(("units", "found"), [("PC", ["PC"]), ("PC THS", None)])
def test_the_only_code_and_what_may_be_absent_are_asked_for_as_they_are(
    tmp_path: Path, units: str, found: list[str] | None
) -> None:
    structure = sdmx_structure(freq="A", unit=units, geo="FI")
    asked = wanted("eurostat", "d", {"unit": "*", "statinfo?": "AVG"})
    play = lambda a: Act(structure if "/dataflow/" in a.path else DATASET)  # noqa: E731
    with provider(play) as server:
        one = Eurostat(client(server, "eurostat"), "json-stat")
        if found is None:
            with pytest.raises(VarantoError, match="unit '\\*' is ambiguous"):
                one.fetch(asked, tmp_path, None)
        else:
            one.fetch(asked, tmp_path, None)
            assert server.asked[1].all("unit") == found
            assert server.asked[1].all("statinfo") == []


def test_years_without_a_value_are_no_file_and_all_of_them_none_is_told(tmp_path: Path) -> None:
    def data(asked: Asked) -> Act:
        first, last = int(asked.all("sinceTimePeriod")[0]), int(asked.all("untilTimePeriod")[0])
        if last - first > 3:
            return Act(b"", 413)
        return Act(DATASET if first <= 2022 <= last else NOTHING)

    came = from_eurostat(eurostat(data), tmp_path, {"unit": "PC"}, since=2020)
    assert came is not None
    assert len(came.files) == len(came.answers) == 1
    never = eurostat(lambda a: Act(b"", 413) if "2020" in a.all("sinceTimePeriod") and
                     "2023" not in a.all("untilTimePeriod") else Act(NOTHING))  # fmt: skip
    with pytest.raises(VarantoError, match="no year since 2020 has a value"):
        from_eurostat(never, tmp_path, {"unit": "PC"}, since=2020)


def test_a_place_that_is_no_number_is_refused(tmp_path: Path) -> None:
    damaged = ESTAT.replace(b'position="2"', b'position="two"')
    with pytest.raises(VarantoError, match="tells no place of dimension"):
        from_eurostat(lambda _: Act(damaged), tmp_path, {"unit": "PC"})
