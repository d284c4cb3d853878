"""The drop folder: taken when complete, left when not, and never twice."""

from __future__ import annotations

import hashlib
import inspect
import json
import re
from pathlib import Path

import pytest
from border_deliveries import CLIENTS, act, care, client, csv_bytes, episode

from sources.declarations import Source
from sources.errors import VarantoError
from sources.exchange import drop as dropping
from sources.exchange.drop import MANIFEST, collect
from sources.home import Home
from sources.landing.delivery import deliveries
from sources.landing.said import WORDS

ONE = care(tables=(CLIENTS,))
ROWS = csv_bytes([client(1), client(2)])


def named(name: str) -> Source:
    if name != "care":
        raise VarantoError(f"There is no source {name}.")
    return ONE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "drop" / "care" / "2023"
    path.mkdir(parents=True)
    return path


def look(home: Home, folder: Path) -> list[tuple[str, str]]:
    return [(c.state, c.text) for c in collect(home, folder.parents[1], named)]


def states(home: Home, folder: Path) -> list[str]:
    return [state for state, _ in look(home, folder)]


def test_a_checksum_beside_it_makes_a_file_complete_at_once(home: Home, folder: Path) -> None:
    (folder / "clients.csv").write_bytes(ROWS)
    (folder / "clients.csv.sha256").write_text(hashlib.sha256(ROWS).hexdigest() + "  clients.csv")
    assert states(home, folder) == ["received"]
    [delivery] = deliveries(home.landing, "care")
    assert (delivery.period, delivery.sender) == ("2023", "drop folder")
    assert delivery.exchange == {"via:drop folder": "care/2023"}
    assert not folder.exists()
    assert states(home, folder) == []


def test_an_empty_ok_file_does_too(home: Home, folder: Path) -> None:
    (folder / "clients.csv").write_bytes(ROWS)
    (folder / "clients.csv.ok").touch()
    assert states(home, folder) == ["received"]


def test_without_either_it_is_taken_when_nothing_changed_between_two_looks(
    home: Home, folder: Path
) -> None:
    path = folder / "clients.csv"
    path.write_bytes(ROWS)
    assert states(home, folder) == ["waiting"]
    path.write_bytes(ROWS + csv_bytes([client(3)]).split(b"\n", 1)[1])
    assert states(home, folder) == ["waiting"]
    assert states(home, folder) == ["received"]
    assert deliveries(home.landing, "care")[0].files[0].bytes > len(ROWS)


def test_a_checksum_that_disagrees_is_refused_and_stays(home: Home, folder: Path) -> None:
    (folder / "clients.csv").write_bytes(ROWS[:-5])
    (folder / "clients.csv.sha256").write_text(hashlib.sha256(ROWS).hexdigest())
    [(state, text)] = look(home, folder)
    assert state == "refused"
    assert "clients.csv is not as its checksum says" in text
    assert (folder / "clients.csv").exists()
    assert deliveries(home.landing) == []


@pytest.mark.parametrize("name", ["clients.csv.part", "x.filepart", "y.tmp"])
def test_half_written_files_hold_the_delivery_back(home: Home, folder: Path, name: str) -> None:
    (folder / "clients.csv").write_bytes(ROWS)
    (folder / name).write_bytes(b"half")
    assert states(home, folder) == ["waiting"]
    assert states(home, folder) == ["waiting"]
    (folder / name).unlink()
    assert states(home, folder) == ["waiting"]
    assert states(home, folder) == ["received"]


def test_hidden_files_and_folders_are_not_looked_at(home: Home, folder: Path) -> None:
    (folder / ".clients.csv.Xk3").write_bytes(ROWS)
    assert states(home, folder) == []
    (folder / "clients.csv").write_bytes(ROWS)
    (folder / "clients.csv.ok").touch()
    assert states(home, folder) == ["received"]
    assert [p.name for p in folder.iterdir()] == [".clients.csv.Xk3"]


def test_the_manifest_names_source_year_sender_and_kind(home: Home, folder: Path) -> None:
    other = folder.with_name("from-the-county")
    folder.rename(other)
    (other / "clients.csv").write_bytes(ROWS)
    manifest: dict[str, object] = {
        "source": "care", "period": "2022", "sender": "The county", "synthetic": True,
        "fewer_rows": True, "changed": True, "delta": False,
        "files": {"clients.csv": hashlib.sha256(ROWS).hexdigest()},
    }  # fmt: skip
    (other / MANIFEST).write_text(json.dumps(manifest))
    assert states(home, other) == ["received"]
    [delivery] = deliveries(home.landing, "care")
    assert (delivery.period, delivery.sender, delivery.synthetic) == ("2022", "The county", True)
    assert delivery.exchange == {
        "fewer_rows": "confirmed", "changed": "confirmed", "via:drop folder": "care/from-the-county"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("manifest", "said"),
    [("{", "is damaged"), ('{"source": "care"}', "names no source"), ("[]", "is damaged"),
     ('{"source": "x", "period": "2023"}', "no source x"),
     ('{"source": "care", "period": "../x"}', "year is not given"),
     *((f'{{"source": "care", "period": "2023", "{key}": "yes"}}', f"{key} in manifest.json is")
       for key in ("synthetic", "delta", "fewer_rows", "changed")),
     ('{"source": "care", "period": "2023", "delta": true}', "not declared to come in changes")],
)  # fmt: skip
def test_a_manifest_that_can_not_be_followed_is_refused_in_one_line(
    home: Home, folder: Path, manifest: str, said: str
) -> None:
    (folder / "clients.csv").write_bytes(ROWS)
    (folder / "clients.csv.ok").touch()
    (folder / MANIFEST).write_text(manifest)
    [(state, text)] = look(home, folder)
    assert state == "refused"
    assert said in text
    assert "\n" not in text


def test_every_key_of_a_manifest_stands_in_the_engineers_page() -> None:
    page = (Path(__file__).parents[2] / "docs" / "engineers.md").read_text(encoding="utf-8")
    section = page.split("### Drop folder")[1].split("###")[0]
    code = inspect.getsource(dropping._announced)
    read = set(re.findall(r'told(?:\[|\.get\()"(\w+)"', code)) | {*WORDS, "synthetic"}
    assert read >= {"source", "period", "sender", "files"}
    assert [key for key in sorted(read) if f"`{key}`" not in section] == []


def test_a_delivery_waits_for_all_its_tables(
    home: Home, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(globals(), "ONE", care())
    for name, content in {"clients.csv": ROWS, "episodes.csv": csv_bytes([episode()])}.items():
        (folder / name).write_bytes(content)
        (folder / f"{name}.ok").touch()
    assert look(home, folder) == [("waiting", "acts did not come yet")]
    (folder / "acts.csv").write_bytes(csv_bytes([act()]))
    (folder / "acts.csv.ok").touch()
    assert states(home, folder) == ["received"]


def test_the_same_delivery_again_is_known_and_one_bad_folder_stops_no_other(
    home: Home, folder: Path
) -> None:
    def put() -> None:
        folder.mkdir(exist_ok=True)
        (folder / "clients.csv").write_bytes(ROWS)
        (folder / "clients.csv.ok").touch()

    put()
    assert states(home, folder) == ["received"]
    put()
    assert states(home, folder) == ["known"]
    put()
    (folder.with_name("yearless")).mkdir()
    (folder.with_name("yearless") / "x.csv").write_bytes(b"x")
    assert sorted(states(home, folder)) == ["known", "refused"]


def test_links_are_never_followed(home: Home, folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_bytes(ROWS)
    (folder / "clients.csv").symlink_to(secret)
    (folder / "clients.csv.ok").touch()
    assert states(home, folder) == ["refused"]
    assert deliveries(home.landing) == []
    (folder.parent / "2024").symlink_to(tmp_path)
    assert len(states(home, folder)) == 1


def test_a_drop_folder_that_is_not_there_is_said(home: Home, tmp_path: Path) -> None:
    with pytest.raises(VarantoError, match="is not there"):
        dropping.collect(home, tmp_path / "nowhere", named)
