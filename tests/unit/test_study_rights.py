"""KOSKI's documents through accept: versions, annulled rights, learners without a code, ids."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from border_deliveries import deliver, facts, judge, quarantine

from quality.acceptance import Acceptance
from quality.reconciliation import unbalanced
from sources.home import Home
from sources.landing import documents
from sources.study_rights import SOURCE
from sources.synthetic import oids

Json = Any
TABLES = [t.name for t in SOURCE.tables]


def right(number: int, version: int = 1, *states: str, **other: Json) -> Json:
    """A right with one spell a state, each from the first of a month of 2023 on."""
    spells = [
        {"alku": f"2023-{month:02}-01", "tila": {"koodiarvo": state}}
        for month, state in enumerate(states or ("lasna",), start=1)
    ]
    return {
        "oid": oid(number),
        "versionumero": version,
        "tyyppi": {"koodiarvo": "lukiokoulutus"},
        "tila": {"opiskeluoikeusjaksot": spells},
        "suoritukset": [
            {
                "tyyppi": {"koodiarvo": "lukionoppimaara"},
                "koulutusmoduuli": {"tunniste": {"koodiarvo": "309902"}},
            }
        ],
    } | other


def oid(number: int) -> str:
    return str(oids.study_rights(oids.np.array([number]))[0])


def learner(hetu: str | None, *rights: Json) -> Json:
    return {"henkilö": {"hetu": hetu}, "opiskeluoikeudet": list(rights)}


def accepted(home: Home, *documents: Json) -> Acceptance:
    content = json.dumps(documents, ensure_ascii=False).encode()
    return judge(home, deliver(home, {"koski_2023.json": content}, source=SOURCE), SOURCE)


ANYBODY = learner("010190Y900P", right(900))
MANY = [learner("010190Y900P", right(1000 + n)) for n in range(100)]


def test_the_highest_version_of_a_right_counts_with_its_spells(home: Home) -> None:
    record = accepted(
        home, learner("010190Y900P", right(1, 2, "lasna"), right(1, 3, "lasna", "eronnut"))
    )
    assert record.tables["study_rights"].excluded == {"superseded": 1}
    assert record.tables["study_right_states"].excluded == {"superseded": 1}
    assert record.tables["main_achievements"].excluded == {"superseded": 1}
    assert facts(home, record, "study_right_states")["state"].to_list() == ["present", "resigned"]
    assert facts(home, record, "study_rights")["version"].to_list() == [3]


@pytest.mark.parametrize("annulled", [1, 2, 3])
def test_an_annulled_right_goes_with_all_its_versions_and_what_belongs_to_them(
    home: Home, annulled: int
) -> None:
    versions = [right(1, v, "lasna", *(["mitatoity"] if v == annulled else [])) for v in (1, 2, 3)]
    record = accepted(home, learner("010190Y900P", *versions), ANYBODY)
    assert record.tables["study_rights"].excluded == {"annulled": 3}
    assert record.tables["study_right_states"].excluded == {"annulled": 4}
    assert record.tables["main_achievements"].excluded == {"annulled": 3}
    assert record.accepted == 2 + 3  # both learners, and the other's right with what it has
    assert record.quarantined == 0


def test_a_learner_without_a_code_is_left_out_with_everything_and_is_no_fault(home: Home) -> None:
    record = accepted(home, learner(None, right(1), right(2)), ANYBODY)
    assert record.quarantined == 0
    assert [sum(record.tables[t].excluded.values()) for t in TABLES] == [1, 2, 2, 2]
    assert all(set(record.tables[t].excluded) == {"no_identity_code"} for t in TABLES)


def test_a_bad_code_falls_on_the_learner_and_all_that_is_the_learners(home: Home) -> None:
    record = accepted(home, *MANY, learner("010190Y900R", right(1)), ANYBODY)
    at = 101 * 10_000 + 1
    assert quarantine(home, record) == {
        ("learners", at, "person", "hetu_bad_check"),
        ("study_rights", at, "document", "parent_quarantined"),
        ("study_right_states", at, "study_right,version", "parent_quarantined"),
        ("main_achievements", at, "study_right,version", "parent_quarantined"),
    }


def test_a_key_that_lacks_is_the_rights_fault_and_the_rest_of_it_is_orphaned(home: Home) -> None:
    record = accepted(home, *MANY, learner("010190Y900P", right(2), right(1, oid=None)))
    at = 101 * 10_000 + 2
    assert quarantine(home, record) == {
        ("study_rights", at, "study_right", "missing"),
        ("study_right_states", at, "study_right,version", "orphan"),
        ("main_achievements", at, "study_right,version", "orphan"),
    }


def test_a_type_or_state_that_nobody_knows_refuses_the_delivery(home: Home) -> None:
    unknown = right(1, 1, "lasna", "poissa")
    record = accepted(home, *MANY, learner("010190Y900P", unknown))
    assert record.status == "refused"
    assert "column state" in record.why
    assert "document 101, opiskeluoikeudet[].tila.opiskeluoikeusjaksot[] 2" in record.why
    record = accepted(home, learner("010190Y900P", right(1, tyyppi={"koodiarvo": "uusimuoto"})))
    assert (record.status, "column type" in record.why) == ("refused", True)


def test_a_document_that_can_not_be_read_waits_alone_and_is_counted(home: Home) -> None:
    sound = [json.dumps(d, ensure_ascii=False) for d in MANY]
    broken = [sound[0].replace('"hetu"', '"hetu": NaN, "hetu"'), '{"henkilö": {"hetu" "x"}}']
    content = "\n".join([*sound, *broken]).encode()
    record = judge(home, deliver(home, {"koski_2023.jsonl": content}, source=SOURCE), SOURCE)
    assert record.status == "accepted"
    assert quarantine(home, record) == {
        ("learners", 1_010_001, "(document)", "malformed_document"),
        ("learners", 1_020_001, "(document)", "malformed_document"),
    }
    assert record.tables["learners"].read == 102
    assert unbalanced(home, SOURCE, [record]) == []


@pytest.mark.parametrize(
    ("place", "value"), [("henkilö", "010190Y900P"), ("henkilö", ["x"]), ("opiskeluoikeudet", {})]
)
def test_a_document_of_another_shape_is_a_fault_and_not_a_learner_without_a_code(
    home: Home, place: str, value: Json
) -> None:
    record = accepted(home, *MANY, learner("010190Y900P", right(1)) | {place: value})
    assert quarantine(home, record) == {("learners", 1_010_001, "(document)", "malformed_document")}
    assert record.tables["learners"].excluded == {}


def test_a_file_in_which_nobody_has_a_code_is_refused_and_not_left_out_in_silence(
    home: Home,
) -> None:
    renamed = [{**d, "henkilö": {"tunnus": d["henkilö"]["hetu"]}} for d in MANY]
    record = accepted(home, *renamed)
    assert record.status == "refused"
    assert record.why == "koski_2023.json has no henkilö.hetu in any document"


def test_long_values_make_batches_shorter_and_nothing_else(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = accepted(home, *MANY)
    taken: list[int] = []
    frame = documents._Sheet.frame

    def counted(sheet: documents._Sheet) -> pl.DataFrame:
        taken.append(sheet.characters)
        return frame(sheet)

    monkeypatch.setattr(documents._Sheet, "frame", counted)
    monkeypatch.setattr(documents, "BATCH_CHARACTERS", 1_000)
    again = accepted(home, *MANY)
    assert len(taken) > 4 * 3
    assert max(taken) < 2_000
    for table in TABLES:
        assert facts(home, again, table).equals(facts(home, whole, table))


def test_no_identifier_stays_in_the_facts(home: Home) -> None:
    document = learner("010190Y900P", right(1))
    document["henkilö"]["oid"] = "1.2.246.562.98.10243600011"
    record = accepted(home, document)
    for table in TABLES:
        text = facts(home, record, table).write_csv()
        assert "1.2.246" not in text
        assert "010190" not in text
    assert facts(home, record, "study_rights")["study_right"].dtype.is_integer()


# The genuine documents


def genuine(reference: Path) -> list[Json]:
    paths = sorted((reference / "registers" / "koski").glob("*.json"))
    assert len(paths) == 4
    return [json.loads(p.read_text(encoding="utf-8")) for p in paths]


@pytest.mark.reference_data
def test_genuine_documents_are_read_once_they_have_the_ids_of_the_register(
    home: Home, reference: Path
) -> None:
    documents = copy.deepcopy(genuine(reference))
    for nth, document in enumerate(documents):
        for r in document["opiskeluoikeudet"]:
            r |= {"oid": oid(nth), "versionumero": 1}
    record = accepted(home, *documents)
    assert (record.status, record.quarantined) == ("accepted", 0)
    assert [record.tables[t].accepted for t in TABLES] == [4, 4, 5, 7]
    assert facts(home, record, "study_rights")["type"].to_list() == [
        "vocational", "general_upper_secondary", "basic", "matriculation_examination",
    ]  # fmt: skip
    kinds = facts(home, record, "main_achievements")["kind"].to_list()
    assert kinds[-1] == "ylioppilastutkinto"
    assert facts(home, record, "main_achievements")["confirmed_on"].null_count() == 1


@pytest.mark.reference_data
def test_a_genuine_document_as_schools_send_it_lacks_the_registers_ids_and_waits(
    home: Home, reference: Path
) -> None:
    record = accepted(home, *genuine(reference))
    assert record.status == "refused"
    assert "missing in study_right" in record.why


@pytest.mark.reference_data
def test_genuine_ids_of_organisations_do_not_all_keep_luhns_digit(reference: Path) -> None:
    """Why those OIDs aren't checked: a provider's doesn't agree."""
    rights = [r for d in genuine(reference) for r in d["opiskeluoikeudet"]]
    found = {r[of]["oid"] for r in rights for of in ("oppilaitos", "koulutustoimija") if of in r}
    keeps = {o for o in found if o == str(_luhn(o))}
    assert keeps
    assert found - keeps


def _luhn(school: str) -> str:
    """The OID with Luhn's digit in the last place."""
    number = int(school.rsplit(".", 1)[1]) // 10 - 1_000_000_000
    made = oids.study_rights(oids.np.array([number]))[0]
    return school.rsplit(".", 1)[0] + "." + str(made).rsplit(".", 1)[1]
