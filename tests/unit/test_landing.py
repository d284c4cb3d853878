"""Receiving: what came stays as it came, once, with where it came from."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from border_deliveries import care, client, csv_bytes, deliver, deliver_rows, tree

from sources.catalogue import SOURCES, source
from sources.declarations import SourceKind
from sources.errors import VarantoError
from sources.home import REAL, SYNTHETIC, Home
from sources.landing import receive as receiving
from sources.landing.delivery import RECORD, deliveries
from sources.landing.receive import receive

ONE = care(tables=care().tables[:1])


def sent(tmp_path: Path, name: str = "clients.csv", content: bytes = b"HETU;X\n1;2\n") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def test_what_came_can_not_be_written_and_is_closed_to_others(home: Home) -> None:
    delivery = deliver_rows(home)
    folder = home.landing / "care" / delivery.id
    assert {p.name for p in folder.iterdir()} == {
        "clients.csv", "episodes.csv", "acts.csv", RECORD,
    }  # fmt: skip
    assert {stat.S_IMODE(p.stat().st_mode) for p in folder.iterdir()} == {0o400}
    for closed in (home.landing, folder.parent, folder):
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700


def test_provenance_is_complete(home: Home, tmp_path: Path) -> None:
    path = sent(tmp_path)
    at = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)
    delivery = receive(
        home, ONE, [path], period="2023", sender="The supplier", synthetic=True,
        received=at, exchange={"agreement": "A-1"},
    ).delivery  # fmt: skip
    record = json.loads((home.landing / "care" / delivery.id / RECORD).read_text())
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    assert record == {
        "source": "care",
        "id": delivery.id,
        "period": "2023",
        "number": 1,
        "received": "2026-02-03T04:05:06+00:00",
        "sender": "The supplier",
        "synthetic": True,
        "checksum": delivery.checksum,
        "files": [{"name": "clients.csv", "bytes": path.stat().st_size, "sha256": sha256}],
        "exchange": {"agreement": "A-1"},
    }
    assert deliveries(home.landing) == [delivery]


def test_an_identical_delivery_changes_nothing(home: Home, tmp_path: Path) -> None:
    first = receive(home, ONE, [sent(tmp_path)], period="2023", synthetic=True)
    before = tree(home.path)
    again = receive(
        home, ONE, [sent(tmp_path)], period="2023", synthetic=True, sender="Somebody else"
    )
    assert first.new
    assert not again.new
    assert again.delivery == first.delivery
    assert tree(home.path) == before


def test_a_corrected_delivery_is_kept_beside_the_first_and_comes_after_it(home: Home) -> None:
    first = deliver_rows(home, [client(1)])
    second = deliver_rows(home, [client(1, TULO="1,00")])
    assert [d.id for d in deliveries(home.landing, "care")] == [first.id, second.id]
    assert [first.number, second.number] == [1, 2]


def test_what_was_corrected_and_comes_again_as_it_was_is_a_third_delivery(home: Home) -> None:
    ids = [deliver_rows(home, [client(1, TULO=t)]).id for t in ("1,00", "2,00", "1,00", "1,00")]
    assert ids[2] == ids[3] == f"{ids[0]}-2"
    assert [d.id for d in deliveries(home.landing, "care")] == ids[:3]


def test_the_same_files_for_another_year_are_another_delivery(home: Home) -> None:
    a, b = deliver_rows(home, period="2022"), deliver_rows(home, period="2023")
    assert a.id != b.id
    assert a.checksum == b.checksum


def test_an_incomplete_folder_is_not_seen(home: Home) -> None:
    delivery = deliver_rows(home)
    folder = home.landing / "care" / "2024-abandoned"
    shutil.copytree(home.landing / "care" / delivery.id, folder)
    (folder / RECORD).unlink()
    assert deliveries(home.landing) == [delivery]
    assert deliver_rows(home, [client(2)]).number == 2


def test_a_damaged_record_is_said_in_one_line(home: Home) -> None:
    delivery = deliver_rows(home)
    record = home.landing / "care" / delivery.id / RECORD
    record.chmod(0o600)
    record.write_text("{")
    with pytest.raises(VarantoError, match=f"{delivery.id}.*is damaged.*backup"):
        deliveries(home.landing)


def test_the_first_person_level_delivery_fixes_the_kind_of_the_home(home: Home) -> None:
    assert home.kind is None
    deliver_rows(home, synthetic=True)
    assert home.kind == SYNTHETIC
    before = tree(home.path)
    with pytest.raises(VarantoError, match="holds synthetic persons, the delivery is real"):
        deliver_rows(home, [client(2)], synthetic=False)
    assert tree(home.path) == before


def test_real_persons_keep_synthetic_ones_out(home: Home) -> None:
    deliver_rows(home, synthetic=False)
    assert home.kind == REAL
    with pytest.raises(VarantoError, match="holds real persons"):
        deliver_rows(home, [client(2)], synthetic=True)


def test_official_statistics_leave_the_kind_open(home: Home, tmp_path: Path) -> None:
    official = next(s for s in SOURCES if s.kind is SourceKind.OFFICIAL)
    receive(home, official, [sent(tmp_path, "some.csv")])
    assert home.kind is None


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("strangers.csv", b"x\n1\n", "strangers.csv is of no known table.*clients"),
        ("clients.csv.exe", b"x\n1\n", "is of no known table"),
        ("clients.csv", b"", "clients.csv is empty"),
        (".clients.csv", b"x\n", "has a name that landing can't take"),
        ("cli\nents.csv", b"x\n", "has a name that landing can't take"),
        (RECORD, b"x\n", "has a name that landing can't take"),
    ],
)
def test_a_file_that_is_not_of_the_source_is_refused_and_landing_stays(
    home: Home, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    with pytest.raises(VarantoError, match=said) as refusal:
        receive(home, care(), [sent(tmp_path, name, content)], period="2023", synthetic=True)
    assert "\n" not in str(refusal.value)
    assert not home.path.exists()


def test_a_source_of_one_table_takes_any_name_but_the_record_s_own(
    home: Home, tmp_path: Path
) -> None:
    assert receive(home, ONE, [sent(tmp_path, "any.csv")], period="2023", synthetic=True).new
    with pytest.raises(VarantoError, match="landing can't take"):
        receive(home, ONE, [sent(tmp_path, RECORD)], period="2023", synthetic=True)


@pytest.mark.parametrize("period", [None, "", "23", "2023-24", "../2023", "3023", "2023\n"])
def test_a_period_that_is_no_year_is_refused(
    home: Home, tmp_path: Path, period: str | None
) -> None:
    with pytest.raises(VarantoError, match="Add --period YYYY"):
        receive(home, ONE, [sent(tmp_path)], period=period, synthetic=True)


@pytest.mark.parametrize("period", ["../../outside", "/outside", "..", "a/b", "a\nb"])
def test_no_period_of_official_statistics_leads_out_of_landing(
    home: Home, tmp_path: Path, period: str
) -> None:
    official = next(s for s in SOURCES if s.kind is SourceKind.OFFICIAL)
    with pytest.raises(VarantoError, match="period is not a name"):
        receive(home, official, [sent(tmp_path, "some.csv")], period=period)
    assert not home.path.exists()


def test_missing_files_folders_and_repeated_names_are_refused(home: Home, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    twice = [sent(tmp_path), sent(tmp_path / "other")]
    for files, said in (
        ([], "no file is given"),
        ([tmp_path / "clients.csv.gz"], "is not a file"),
        ([tmp_path], "is not a file"),
        (twice, "two files have the same name"),
    ):
        with pytest.raises(VarantoError, match=said):
            receive(home, ONE, files, period="2023", synthetic=True)


def test_a_link_is_never_moved_into_landing(home: Home, tmp_path: Path) -> None:
    target = sent(tmp_path, "elsewhere.csv")
    link = tmp_path / "clients.csv"
    link.symlink_to(target)
    delivery = receive(home, ONE, [link], period="2023", synthetic=True, move=True).delivery
    landed = home.landing / "care" / delivery.id / "clients.csv"
    assert not landed.is_symlink()
    content = landed.read_bytes()
    target.write_bytes(b"changed")
    assert landed.read_bytes() == content


def test_moved_files_leave_their_place(home: Home, tmp_path: Path) -> None:
    path = sent(tmp_path)
    delivery = receive(home, ONE, [path], period="2023", synthetic=True, move=True).delivery
    assert not path.exists()
    assert (home.landing / "care" / delivery.id / "clients.csv").exists()


def test_a_file_that_changes_while_it_is_received_is_refused(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sent(tmp_path)
    take_checksum = receiving._sha256

    def grows(of: Path) -> str:
        checksum = take_checksum(of)
        with of.open("ab") as stream:
            stream.write(b"3;4\n")
        return checksum

    monkeypatch.setattr(receiving, "_sha256", grows)
    with pytest.raises(VarantoError, match="changed while it was received"):
        receive(home, ONE, [path], period="2023", synthetic=True)
    assert deliveries(home.landing) == []
    assert not list(home.landing.glob(".incoming*"))


def test_deliveries_received_at_once_get_numbers_of_their_own(home: Home, tmp_path: Path) -> None:
    paths = []
    for nth in range(8):
        (tmp_path / str(nth)).mkdir()
        paths.append(sent(tmp_path / str(nth), content=csv_bytes([client(nth)])))

    def take(path: Path) -> int:
        return receive(home, ONE, [path], period="2023", synthetic=True).delivery.number

    with ThreadPoolExecutor(4) as pool:
        numbers = sorted(pool.map(take, paths))
    assert numbers == list(range(1, 9))


@pytest.mark.parametrize("erased", [(0,), (1,), (0, 1)], ids=["oldest", "newest", "all"])
def test_a_number_is_not_given_again_when_deliveries_have_been_erased(
    home: Home, erased: tuple[int, ...]
) -> None:
    received = [deliver_rows(home, [client(1)]), deliver_rows(home, [client(2)])]
    for nth in erased:
        shutil.rmtree(home.landing / "care" / received[nth].id)
    assert deliver_rows(home, [client(3)]).number == 3


def test_packed_files_are_kept_as_they_came(home: Home, tmp_path: Path) -> None:
    content = os.urandom(100)
    delivery = receive(
        home, ONE, [sent(tmp_path, "clients.csv.gz", content)], period="2023", synthetic=True
    ).delivery
    assert (home.landing / "care" / delivery.id / "clients.csv.gz").read_bytes() == content


def test_a_source_that_is_not_declared_is_named_with_the_known_ones() -> None:
    with pytest.raises(VarantoError, match=r"no source nowhere.*population"):
        source("nowhere")


def test_two_files_of_one_table_refuse_the_delivery(home: Home) -> None:
    from border_deliveries import judge

    delivery = deliver(
        home,
        {"clients.csv": csv_bytes([client()]), "clients.csv.gz": b"x", "episodes.csv": b"x",
         "acts.csv": b"x"},
    )  # fmt: skip
    record = judge(home, delivery)
    assert record.status == "refused"
    assert record.why == "two files are of table clients"
