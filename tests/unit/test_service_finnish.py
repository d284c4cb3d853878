"""The clients of Sotkanet, of Statistics Finland and of the elections, each against its like."""

from __future__ import annotations

import json
from datetime import date
from math import prod
from pathlib import Path

import pytest
from provider_server import Act, Asked, Play, provider
from service_support import client, earlier, wanted

from sources.errors import VarantoError
from sources.services.client import Known
from sources.services.elections import Elections, election_years
from sources.services.sotkanet import Sotkanet
from sources.services.statfin import Statfin
from sources.services.wanted import Wanted

DATASET = b'{"version":"2.0","class":"dataset","value":{}}'


def sotkanet(asked: Asked) -> Act:
    if "User-Agent" not in asked.headers or "urllib3" in asked.headers["User-Agent"]:
        return Act(status=403)
    if asked.path == "/regions":
        return Act(b'[{"id":658}]')
    if asked.path.startswith("/indicators/"):
        about = {"range": {"start": 2013, "end": 2017}, "data-updated": "2026-10-01"}
        return Act(json.dumps(about).encode())
    if any("," in year for year in asked.all("years")):
        return Act(status=400)
    return Act(b"[]")


def test_sotkanet_gives_what_it_is_its_numbers_and_its_regions_once(tmp_path: Path) -> None:
    with provider(sotkanet) as server:
        one = Sotkanet(client(server, "sotkanet"))
        for number in ("3113", "3126"):
            folder = tmp_path / number
            folder.mkdir()
            came = one.fetch(wanted("sotkanet", number), folder, None)
    assert server.paths == ["/indicators/3113", "/json", "/regions", "/indicators/3126", "/json"]
    assert server.asked[1].all("years") == ["2015", "2016", "2017"]
    assert server.asked[1].all("genders") == ["total", "male", "female"]
    assert came is not None
    assert [f.name for f in came.files] == [
        "sotkanet_3126.json", "sotkanet_3126_indicator.json", "sotkanet_regions.json"
    ]  # fmt: skip
    assert all(f.exists() for f in came.files)
    assert came.updated == "2026-10-01"


def test_sotkanet_is_not_asked_for_numbers_that_have_not_changed(tmp_path: Path) -> None:
    asked = wanted("sotkanet", "3113")
    with provider(sotkanet) as server:
        one = Sotkanet(client(server, "sotkanet"))
        assert one.fetch(asked, tmp_path, earlier(asked, updated="2026-10-01")) is None
    assert server.paths == ["/indicators/3113"]


@pytest.mark.parametrize(
    ("about", "told"),
    [(b"{}", "doesn't say its years"), (b"[]", "doesn't say what the indicator is"),
     (b'{"range":{"start":1990,"end":2001}}', "it ends in 2001, before 2015")],
)  # fmt: skip
def test_an_indicator_that_tells_no_years_is_refused(
    tmp_path: Path, about: bytes, told: str
) -> None:
    with provider(lambda _: Act(about)) as server, pytest.raises(VarantoError) as error:
        Sotkanet(client(server, "sotkanet")).fetch(wanted("sotkanet", "1"), tmp_path, None)
    assert told in str(error.value)


TODAY = date(2026, 11, 25)
ARCHIVE = b"PK\x05\x06" + bytes(18)  # an archive of nothing


def of_year(year: str) -> Wanted:
    return next(a for a in election_years(2019, TODAY) if a.dataset == year)


def test_the_elections_of_a_year_come_together_without_the_candidates(tmp_path: Path) -> None:
    with provider(lambda _: Act(ARCHIVE)) as server:
        came = Elections(client(server, "elections")).fetch(of_year("2025"), tmp_path, None)
    assert server.paths == ["/KV-2025/kv-2025_alu_maa.csv.zip", "/AV-2025/av-2025_alu_maa.csv.zip"]
    assert came is not None
    assert [f.name for f in came.files] == ["kv-2025_taat_maa.csv.zip", "av-2025_taat_maa.csv.zip"]


@pytest.mark.parametrize("corrected", ["", "kv", "av"])
def test_each_file_of_an_election_is_asked_whether_it_was_corrected(
    tmp_path: Path, corrected: str
) -> None:
    def play(asked: Asked) -> Act:
        name = asked.path.rpartition("/")[2]
        tag = f'"{name}{" 2" if corrected and name.startswith(corrected) else ""}"'
        if asked.headers.get("If-None-Match") == tag:
            return Act(status=304)
        return Act(ARCHIVE, headers={"ETag": tag})

    asked = of_year("2025")
    with provider(play) as server:
        known = tuple(
            Known(f"{server.address}/{kind.upper()}-2025/{name}", f'"{name}"')
            for kind in ("kv", "av")
            for name in [f"{kind}-2025_alu_maa.csv.zip"]
        )
        came = Elections(client(server, "elections")).fetch(
            asked, tmp_path, earlier(asked, answers=known)
        )
    assert len(server.asked) == (3 if corrected else 2)
    if not corrected:
        assert came is None
        return
    assert came is not None
    assert [f.read_bytes() for f in came.files] == [ARCHIVE, ARCHIVE]


@pytest.mark.parametrize(
    ("today", "newest"),
    [
        (date(2026, 11, 25), {"2025": "kv av"}),
        (date(2027, 4, 30), {"2025": "kv av"}),
        (date(2027, 5, 1), {"2027": "ekv"}),
        (date(2029, 5, 1), {"2027": "ekv", "2029": "kv av"}),
    ],
)
def test_the_next_elections_are_asked_for_when_they_have_been_held(
    today: date, newest: dict[str, str]
) -> None:
    held = {
        a.dataset: " ".join(w["election"] for w in a.slices) for a in election_years(2019, today)
    }
    past = {"2019": "ekv", "2021": "kv", "2022": "av", "2023": "ekv", "2025": "kv av"}
    assert held == past | newest


LISTED = [
    {"id": "128c.px", "type": "t", "text": "128c -- …", "updated": "2026-12-18T08:00:00"},
    {"id": "statfin_tjt_pxt_13dp.px", "type": "t", "text": "x", "updated": "2026-12-18T08:00:00"},
]
VARIABLES = [
    {"code": "Vuosi", "text": "Vuosi", "values": ["2013", "2014", "2015", "2016"], "time": True},
    {"code": "Alue", "text": "Alue", "values": ["SSS", "KU091", "KU049"]},
    {"code": "Tiedot", "text": "Tiedot", "values": ["pienituloisuusaste", "gini"]},
]


def pxweb(most: int = 1000, listed: object = LISTED, variables: object = VARIABLES) -> Play:
    def play(asked: Asked) -> Act:
        if asked.method == "POST":
            return Act(DATASET)
        if asked.path == "/v1/fi/":
            assert asked.parameters == (("config", ""),)
            return Act(json.dumps({"maxValues": most, "maxCells": most}).encode())
        if asked.path.endswith("/tjt"):
            return Act(json.dumps(listed).encode())
        return Act(json.dumps({"title": "t", "variables": variables}).encode())

    return play


MANY = {"code": "Alue", "text": "Alue", "values": [f"KU{n:03}" for n in range(900)]}
ASKED = wanted("statfin", "statfin_tjt_pxt_13dp", {"tiedot": "gini"})


@pytest.mark.parametrize("id_", ["13dp.px", "statfin_tjt_pxt_13dp.px",
                                 "statfin_tjt_pxt_13dp_2026m05.px", "13dp"])  # fmt: skip
def test_a_table_is_found_by_its_code_whatever_its_id_is_today(tmp_path: Path, id_: str) -> None:
    listed = [LISTED[0], {**LISTED[1], "id": id_}]
    with provider(pxweb(listed=listed)) as server:
        came = Statfin(client(server, "statfin"), "v1").fetch(ASKED, tmp_path, None)
    assert server.paths[-1] == f"/v1/fi/StatFin/tjt/{id_}"
    query = json.loads(server.asked[-1].body)
    assert query["response"] == {"format": "json-stat2"}
    assert {q["code"]: q["selection"]["values"] for q in query["query"]} == {
        "Vuosi": ["2015", "2016"], "Alue": ["SSS", "KU091", "KU049"], "Tiedot": ["gini"]
    }  # fmt: skip
    assert came is not None
    assert [f.name for f in came.files] == ["statfin_tjt_pxt_13dp.json"]
    assert came.updated == "2026-12-18T08:00:00"


def test_more_cells_than_the_provider_gives_come_in_pieces(tmp_path: Path) -> None:
    with provider(pxweb(most=2)) as server:
        came = Statfin(client(server, "statfin"), "v1").fetch(ASKED, tmp_path, None)
    assert came is not None
    cells = set()
    for query in (json.loads(a.body)["query"] for a in server.asked if a.method == "POST"):
        values = {q["code"]: q["selection"]["values"] for q in query}
        assert len(values["Vuosi"]) * len(values["Alue"]) <= 2
        cells |= {(y, a) for y in values["Vuosi"] for a in values["Alue"]}
    assert len(cells) == 6
    assert came.files[0].name == "statfin_tjt_pxt_13dp_part1.json"


def test_an_unchanged_table_is_not_asked_for(tmp_path: Path) -> None:
    with provider(pxweb()) as server:
        one = Statfin(client(server, "statfin"), "v1")
        assert one.fetch(ASKED, tmp_path, earlier(ASKED, updated="2026-12-18T08:00:00")) is None
    assert server.paths == ["/v1/fi/StatFin/tjt"]


@pytest.mark.parametrize(
    ("play", "told"),
    [
        (pxweb(listed=[LISTED[0]]), "0 tables of its subject have the code 13dp"),
        (pxweb(listed=[LISTED[1], {**LISTED[1], "id": "13dp.px"}]), "2 tables of its subject"),
        (pxweb(listed={"no": 1}), "the list of tables is not one"),
        (pxweb(variables=[*VARIABLES, {"code": "Ryhmä", "text": "Ryhmä", "values": ["1"]}]),
         "does not name ryhmä"),
        (pxweb(variables=VARIABLES[:2]), "dimension 'tiedot' is not there"),
        (pxweb(variables=[{"code": "Vuosi"}]), "what the table has is not told"),
        (pxweb(variables=[{**VARIABLES[0], "values": ["1999"]}, *VARIABLES[1:]]),
         "it ends before 2015"),
    ],
)  # fmt: skip
def test_a_table_that_is_not_as_declared_is_told(tmp_path: Path, play: Play, told: str) -> None:
    with provider(play) as server, pytest.raises(VarantoError) as error:
        Statfin(client(server, "statfin"), "v1").fetch(ASKED, tmp_path, None)
    assert told in str(error.value)
    assert all(a.method == "GET" for a in server.asked)


def pxweb2(asked: Asked) -> Act:
    if asked.method == "POST":
        return Act(DATASET)
    if asked.path == "/v2/config":
        return Act(b'{"maxDataCells": 1000}')
    if asked.path == "/v2/tables":
        page = int(asked.all("pageNumber")[0])
        tables = [{"id": "999x"}] if page == 1 else [{"id": "13dp", "updated": "2026"}]
        return Act(json.dumps({"tables": tables, "page": {"totalPages": 2}}).encode())
    dimension = {
        v["code"]: {"label": v["text"], "category": {"index": {c: n for n, c in
                    enumerate(v["values"])}}} for v in VARIABLES  # type: ignore[arg-type,var-annotated]
    }  # fmt: skip
    return Act(json.dumps({"id": list(dimension), "dimension": dimension}).encode())


def test_the_second_version_of_pxweb_is_paged_and_posted_to(tmp_path: Path) -> None:
    with provider(pxweb2) as server:
        came = Statfin(client(server, "statfin"), "v2").fetch(ASKED, tmp_path, None)
    assert came is not None
    assert server.paths == [
        "/v2/tables", "/v2/tables", "/v2/tables/13dp/metadata", "/v2/config", "/v2/tables/13dp/data"
    ]  # fmt: skip
    sent = json.loads(server.asked[-1].body)["selection"]
    assert {"variableCode": "Tiedot", "valueCodes": ["gini"]} in sent


def test_dimensions_are_known_by_the_ids_of_the_rebuilt_tables_too(tmp_path: Path) -> None:
    ids = ("timeperiod_y", "alue_23_20260101", "contentscode")
    rebuilt = [{**v, "code": id_} for v, id_ in zip(VARIABLES, ids, strict=True)]
    with provider(pxweb(variables=rebuilt)) as server:
        Statfin(client(server, "statfin"), "v1").fetch(ASKED, tmp_path, None)
    query = {
        q["code"]: q["selection"]["values"] for q in json.loads(server.asked[-1].body)["query"]
    }
    assert query["contentscode"] == ["gini"]
    assert query["timeperiod_y"] == ["2015", "2016"]


@pytest.mark.parametrize("status", [413, 403])  # PxWeb says 403, its proxies 413
def test_what_is_too_much_is_asked_for_in_smaller_pieces(tmp_path: Path, status: int) -> None:
    usual = pxweb(most=2000, variables=[VARIABLES[0], MANY, VARIABLES[2]])

    def play(asked: Asked) -> Act:
        if asked.method == "POST":
            query = json.loads(asked.body)["query"]
            if prod(len(q["selection"]["values"]) for q in query) > 700:
                return Act(b"too much", status)
        return usual(asked)

    with provider(play) as server:
        came = Statfin(client(server, "statfin"), "v1").fetch(ASKED, tmp_path, None)
    assert came is not None
    assert len(came.files) > 1


@pytest.mark.parametrize("status", [413, 403])
def test_a_refusal_of_little_is_told(tmp_path: Path, status: int) -> None:
    usual = pxweb(most=900)
    play = lambda a: Act(b"", status) if a.method == "POST" else usual(a)  # noqa: E731
    with provider(play) as server, pytest.raises(VarantoError, match=f"HTTP {status}"):
        Statfin(client(server, "statfin"), "v1").fetch(ASKED, tmp_path, None)
