"""The round of the providers: deliveries, what was asked, what failed, when something is due."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from provider_server import QUICK, Act, Asked, Play, Server, provider
from service_support import sdmx_structure

from sources.catalogue import source
from sources.errors import VarantoError
from sources.home import Home
from sources.landing.delivery import deliveries
from sources.landing.receive import receive
from sources.services.calendar import CALENDARS, is_due
from sources.services.fetch import SINCE, Fetched, due, fetch
from sources.services.record import NAME, read_record
from sources.services.settings import SERVICES, VARIABLE, Service, Settings, services_settings
from sources.services.turn import fetching, is_fetching
from sources.services.wanted import Wanted

STRUCTURE = sdmx_structure(freq="A", unit="PC", geo="FI")
NUMBERS = json.dumps(
    {
        "version": "2.0",
        "class": "dataset",
        "source": "ESTAT",
        "id": ["freq", "unit", "geo", "time"],
        "size": [1, 1, 1, 1],
        "role": {"time": ["time"], "geo": ["geo"]},
        "dimension": {
            name: {"category": {"index": {code: 0}}}
            for name, code in (("freq", "A"), ("unit", "PC"), ("geo", "FI"), ("time", "2023"))
        },
        "extension": {"agencyId": "ESTAT", "id": "NAME"},
        "value": {"0": 4.5},
    }
).encode()


class Estat:
    """Eurostat as it stands: what it gives may be changed between two rounds."""

    def __init__(self) -> None:
        self.numbers, self.etag, self.absent = NUMBERS, '"1"', ""

    def __call__(self, asked: Asked) -> Act:
        if self.absent and self.absent in asked.path:
            return Act(b'{"error":[{"label":"no such dataset"}]}', 404)
        if "/dataflow/" in asked.path:
            return Act(STRUCTURE)
        if asked.headers.get("If-None-Match") == self.etag:
            return Act(status=304)
        name = asked.path.rpartition("/")[2].encode()
        return Act(self.numbers.replace(b"NAME", name), headers={"ETag": self.etag})


@contextmanager
def served(play: Play, *names: str) -> Iterator[tuple[Server, Settings]]:
    with provider(play) as server:
        usual = {n: replace(SERVICES[n], address=server.address, interval=0.0) for n in SERVICES}
        yield server, Settings(usual)


def ask(home: Home, settings: Settings, *asked: Wanted) -> list[Fetched]:
    return fetch(home, asked, source, settings, lambda *_: None, QUICK)


def ilc(dataset: str = "ilc_li02", since: int = SINCE, **where: str) -> Wanted:
    return Wanted("eurostat", dataset, ({"unit": "PC", **where},), since)


def test_what_comes_is_a_delivery_that_says_where_from_and_under_which_licence(home: Home) -> None:
    with served(Estat()) as (server, settings):
        (outcome,) = ask(home, settings, ilc())
    (delivery,) = deliveries(home.landing, "eurostat")
    assert (outcome.outcome, outcome.delivery) == ("new", delivery.id)
    assert delivery.period == "ilc_li02"
    assert [f.name for f in delivery.files] == ["ilc_li02.json"]
    assert len(delivery.checksum) == 64
    told = delivery.exchange
    assert told["via:licence"] == "Eurostat re-use with attribution"
    assert told["via:ilc_li02.json url"].startswith(f"{server.address}/statistics/1.0/data/ILC")
    assert told["via:ilc_li02.json ETag"] == '"1"'
    assert datetime.fromisoformat(told["via:ilc_li02.json retrieved"]).tzinfo is not None
    assert list(home.spool.iterdir()) == []


def test_a_second_round_asks_whether_and_takes_in_only_what_is_new(home: Home) -> None:
    estat = Estat()
    with served(estat) as (server, settings):
        ask(home, settings, ilc())
        (again,) = ask(home, settings, ilc())
        assert (again.outcome, again.text) == ("unchanged", "nothing new")
        assert server.asked[-1].headers["If-None-Match"] == '"1"'
        estat.etag = '"2"'  # made anew, alike
        assert ask(home, settings, ilc())[0].outcome == "unchanged"
        estat.etag, estat.numbers = '"3"', NUMBERS.replace(b"4.5", b"4.6")
        assert ask(home, settings, ilc())[0].outcome == "new"
    assert len(deliveries(home.landing, "eurostat")) == 2


def test_an_answer_without_a_value_takes_nobodys_place(home: Home) -> None:
    estat = Estat()
    with served(estat) as (_, settings):
        ask(home, settings, ilc())
        estat.etag, estat.numbers = '"2"', NUMBERS.replace(b'{"0": 4.5}', b"{}")
        (outcome,) = ask(home, settings, ilc())
    assert outcome.outcome == "failed"
    assert "holds no value at all" in outcome.text
    assert len(deliveries(home.landing, "eurostat")) == 1


def test_who_forbids_two_in_a_row_is_asked_no_further(home: Home) -> None:
    asked = [ilc(f"ilc_li0{n}") for n in range(5)]
    with served(lambda _: Act(status=403)) as (server, settings):
        told = ask(home, settings, *asked)
    assert len(server.asked) == 2
    assert [t.outcome for t in told] == ["failed"] * 5
    assert "lets nobody in" in told[-1].text


@pytest.mark.parametrize(("fails", "of"), [(4, 6), (5, 5)])
def test_who_fails_at_five_in_a_row_is_asked_no_further(home: Home, fails: int, of: int) -> None:
    estat, tried = Estat(), list[str]()

    def play(asked: Asked) -> Act:
        dataset = next(p for p in asked.path.split("/") if p.upper().startswith("ILC"))
        tried.append(dataset.lower())
        return Act(status=500) if int(dataset[-1]) < fails else estat(asked)

    with served(play) as (_, settings):
        told = ask(home, settings, *(ilc(f"ilc_li0{n}") for n in range(6)))
    assert len(set(tried)) == of
    shut = told[-1].text == "not asked: the provider fails at everything"
    assert (told[-1].outcome, shut) == (("failed", True) if of == 5 else ("new", False))


def test_a_slice_without_a_value_is_told(home: Home) -> None:
    asked = Wanted("eurostat", "ilc_li02", ({"unit": "PC"}, {"unit": "EUR"}), SINCE)
    structure = STRUCTURE.replace(
        b'<s:Code id="PC">', b'<s:Code id="EUR"></s:Code><s:Code id="PC">'
    )
    structure = structure.replace(b"<c:Value>PC<", b"<c:Value>EUR</c:Value><c:Value>PC<")

    def play(asked: Asked) -> Act:
        return Act(structure) if "/dataflow/" in asked.path else Estat()(asked)

    with served(play) as (server, settings):
        (outcome,) = ask(home, settings, asked)
        assert sorted(server.asked[-1].all("unit")) == ["EUR", "PC"]
        (again,) = ask(home, settings, asked)
    (lacks,) = outcome.remarks
    assert outcome.outcome == "new"
    assert lacks.startswith("unit = EUR: code of unit 'EUR' is not there (there are: PC)")
    assert outcome.text.endswith(f"; but {lacks}")
    assert again.remarks == ()


def test_a_page_in_place_of_the_structure_is_quoted(home: Home) -> None:
    page = b"<!DOCTYPE html><html><title>x</title><body>Closed for maintenance</body></html>"
    with served(lambda _: Act(page)) as (_, settings):
        (outcome,) = ask(home, settings, ilc())
    assert "a page came in place of the dataset's structure (x Closed for" in outcome.text


def test_another_first_year_leaves_what_is_known_of_the_usual_one(home: Home) -> None:
    with served(Estat()) as (server, settings):
        ask(home, settings, ilc())
        ask(home, settings, ilc(since=2000))
        (again,) = ask(home, settings, ilc())
        assert server.asked[-1].headers["If-None-Match"] == '"1"'
    assert again.outcome == "unchanged"
    assert set(read_record(home)) == {("eurostat", "ilc_li02", y) for y in (SINCE, 2000)}


def test_another_slice_or_a_lost_delivery_is_asked_for_whole(home: Home) -> None:
    with served(Estat()) as (server, settings):
        ask(home, settings, ilc())
        ask(home, settings, ilc(freq="A"))
        assert "If-None-Match" not in server.asked[-1].headers
        ask(home, settings, ilc(freq="A"))
        assert "If-None-Match" in server.asked[-1].headers
        for one in (home.landing / "eurostat").glob("ilc*"):
            one.rename(home.path / one.name)
        assert ask(home, settings, ilc(freq="A"))[0].outcome == "new"


def test_without_the_record_everything_is_asked_for_and_nothing_changes(home: Home) -> None:
    with served(Estat()) as (_, settings):
        ask(home, settings, ilc())
        (home.official / NAME).write_text("[{", encoding="utf-8")
        assert ask(home, settings, ilc())[0].outcome == "unchanged"
    assert len(deliveries(home.landing, "eurostat")) == 1


def test_from_another_year_on_it_stands_beside_what_is_there(home: Home) -> None:
    with served(Estat()) as (_, settings):
        ask(home, settings, ilc(), ilc(since=2020))
    names = [d.period for d in deliveries(home.landing, "eurostat")]
    assert names == ["ilc_li02", "ilc_li02_since_2020"]


def test_a_dataset_that_fails_leaves_the_others_and_its_own_last_good_one(home: Home) -> None:
    estat = Estat()
    with served(estat) as (_, settings):
        ask(home, settings, ilc("a_one"), ilc("b_two"))
        estat.absent, estat.etag, estat.numbers = "A_ONE", '"2"', NUMBERS.replace(b"4.5", b"3.5")
        outcomes = ask(home, settings, ilc("a_one"), ilc("b_two"))
    assert [o.outcome for o in outcomes] == ["failed", "new"]
    assert "no such dataset" in outcomes[0].text
    assert [d.period for d in deliveries(home.landing, "eurostat")] == ["a_one", "b_two", "b_two"]


def test_a_provider_that_is_down_is_asked_no_further_and_the_others_are(home: Home) -> None:
    with served(Estat()) as (_, settings):
        down = Service("http://127.0.0.1:9", interval=0.0)
        settings = replace(settings, services={**settings.services, "sotkanet": down})
        asked = [Wanted("sotkanet", n, ({},), SINCE) for n in ("1", "2")]
        outcomes = ask(home, settings, *asked, ilc())
    assert [o.outcome for o in outcomes] == ["failed", "failed", "new"]
    assert "can't be reached" in outcomes[0].text
    assert outcomes[1].text == "not asked: the provider can't be reached"


def test_real_elections_are_not_mixed_with_invented_ones(home: Home, tmp_path: Path) -> None:
    made = tmp_path / "kv-2021_taat_maa.csv"
    made.write_text("K;1\n", encoding="utf-8")
    receive(home, source("elections"), [made], period="2021", synthetic=True)
    with served(lambda _: Act(b"zip")) as (server, settings):
        (outcome,) = ask(home, settings, Wanted("elections", "2023", ({"election": "ekv"},), 2023))
    assert outcome.outcome == "failed"
    assert "this home's are invented" in outcome.text
    assert server.asked == []


def test_only_one_fetch_goes_on_in_a_home(home: Home) -> None:
    home.prepare()
    assert not is_fetching(home)
    with served(Estat()) as (_, settings), fetching(home):
        assert is_fetching(home)
        with pytest.raises(VarantoError, match="Another fetch goes on"):
            ask(home, settings, ilc())
    assert not is_fetching(home)


@pytest.mark.parametrize(
    ("name", "checked", "now", "found"),
    [
        ("eurostat", "2026-11-24T11:30+01:00", "2026-11-24T22:59+01:00", False),
        ("eurostat", "2026-11-24T11:30+01:00", "2026-11-24T23:00+01:00", True),
        ("statfin", "2026-11-20T09:00+02:00", "2026-11-23T07:59+02:00", False),  # Friday, Monday
        ("statfin", "2026-11-20T09:00+02:00", "2026-11-23T08:00+02:00", True),
        ("sotkanet", "2026-11-23T06:00+02:00", "2026-11-29T23:00+02:00", False),
        ("sotkanet", "2026-11-23T06:00+02:00", "2026-11-30T01:00+02:00", True),
        # Summer time ends on the night of 25 October: 23 of the clock, whatever its offset.
        ("eurostat", "2026-10-24T23:30+02:00", "2026-10-25T10:59+01:00", False),
    ],
)
def test_what_is_due_follows_the_providers_calendar(
    name: str, checked: str, now: str, found: bool
) -> None:
    assert is_due(name, datetime.fromisoformat(checked), datetime.fromisoformat(now)) is found


def test_what_was_never_asked_for_is_due_and_what_was_just_asked_for_is_not(home: Home) -> None:
    now = datetime.now(UTC)
    with served(Estat()) as (_, settings):
        assert due(home, [ilc()], now) == (ilc(),)
        ask(home, settings, ilc())
    assert due(home, [ilc(), ilc("other")], datetime.now(UTC)) == (ilc("other"),)
    assert set(CALENDARS) == set(SERVICES)


def settings_of(home: Home, text: str) -> Settings:
    home.path.mkdir(parents=True, exist_ok=True)
    (home.path / "services.yaml").write_text(text, encoding="utf-8")
    return services_settings(home)


def test_everything_has_a_default_and_any_of_it_may_differ(home: Home) -> None:
    assert services_settings(home) == Settings()
    told = settings_of(
        home,
        "contact: data@county.example\nnight: [oecd]\n"
        "services: {eurostat: {address: 'https://mirror.example/x/', format: sdmx-csv}}\n",
    )
    assert told.services["eurostat"] == Service("https://mirror.example/x", 0.5, "sdmx-csv")
    assert told.services["oecd"] == SERVICES["oecd"]
    assert told.agent == "varanto/0.1 (data@county.example)"
    assert told.night == ("oecd",)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("services: {nobody: {interval: 1}}", "nobody is none of eurostat"),
        ("services: {oecd: {speed: 1}}", "oecd has speed, which is not known"),
        ("services: {oecd: {address: ftp://x}}", "is not one such as https://host"),
        ("services: {oecd: {address: http://x.example}}", "must begin with https"),
        ("services: {oecd: {interval: -1}}", "less than nothing"),
        ("services: {oecd: {interval: soon}}", "is not as it should be"),
        ("services: {oecd: {format: xml}}", "oecd has no format 'xml'; it has csv, json"),
        ("services: {sotkanet: {format: xml}}", "it has one only"),
        ("night: [nobody]", "night names nobody"),
        ("contact: Äiti", "contact must be plain ASCII"),
        ("- 1", "is not as it should be"),
        ("a: [", "is not as it should be"),
    ],
)
def test_settings_that_are_wrong_are_told(home: Home, text: str, told: str) -> None:
    with pytest.raises(VarantoError) as error:
        settings_of(home, text)
    assert told in str(error.value)


def test_a_file_that_is_named_and_not_there_is_told(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "/nowhere/services.yaml")
    with pytest.raises(VarantoError, match="can't be read"):
        services_settings(home)


def test_the_record_is_plain(home: Home) -> None:
    with served(Estat()) as (_, settings):
        ask(home, settings, ilc())
    (row,) = json.loads((home.official / NAME).read_text(encoding="utf-8"))
    assert row["dataset"] == "ilc_li02"
    (answer,) = read_record(home)["eurostat", "ilc_li02", SINCE].answers
    assert answer.etag == '"1"'


def test_what_cannot_be_read_is_no_delivery_and_is_asked_for_again(home: Home) -> None:
    estat = Estat()
    with served(estat) as (server, settings):
        good, estat.numbers = estat.numbers, NUMBERS.replace(b'"size": [1', b'"size": [2')
        (first,) = ask(home, settings, ilc())
        estat.numbers = good
        (second,) = ask(home, settings, ilc())
    assert (first.outcome, second.outcome) == ("failed", "new")
    assert "If-None-Match" not in server.asked[-1].headers
    assert len(deliveries(home.landing, "eurostat")) == 1
