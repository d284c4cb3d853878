"""The root key: where it lies, who may read it, and that it is never shown."""

from __future__ import annotations

import copy
import hmac
import os
import pickle
import stat
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sources.errors import VarantoError
from sources.identity.keys import KEY_FILE, KeyRing, keys_dir

ROOT = bytes(range(32))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("VARANTO_KEYS", raising=False)
    return tmp_path / "data"


@pytest.fixture(params=[0o000, 0o022, 0o277], ids=lambda mask: f"umask-{mask:03o}")
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def written(home: Path, content: bytes) -> Path:
    directory = keys_dir(home)
    directory.mkdir(mode=0o700)
    (directory / KEY_FILE).write_bytes(content)
    (directory / KEY_FILE).chmod(0o600)
    return directory


def test_the_key_directory_is_beside_the_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert keys_dir(home) == home.with_name("data.keys")
    monkeypatch.chdir(home.parent)
    assert keys_dir(Path("./data")) == home.with_name("data.keys")
    home.mkdir()
    monkeypatch.chdir(home)
    assert keys_dir(Path()) == home.with_name("data.keys")


def test_the_environment_names_another_key_directory(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VARANTO_KEYS", str(home.parent / "elsewhere"))
    assert keys_dir(home) == home.parent / "elsewhere"
    monkeypatch.setenv("VARANTO_KEYS", "")
    assert keys_dir(home) == home.with_name("data.keys")


def test_a_home_with_nothing_beside_it_needs_a_named_key_directory(home: Path) -> None:
    with pytest.raises(VarantoError, match="VARANTO_KEYS"):
        keys_dir(Path("/"))


def test_first_use_makes_a_private_key_whatever_the_umask(home: Path, umask: int) -> None:
    directory = keys_dir(home)
    KeyRing.open(directory, home)
    assert mode(directory) == 0o700
    assert mode(directory / KEY_FILE) == 0o600
    assert len(bytes.fromhex((directory / KEY_FILE).read_text())) == 32
    assert os.listdir(directory) == [KEY_FILE]


def test_a_second_use_reads_the_same_key_and_another_home_has_another(home: Path) -> None:
    first = KeyRing.open(keys_dir(home), home)
    again = KeyRing.open(keys_dir(home), home)
    other = KeyRing.open(keys_dir(home.with_name("other")), home.with_name("other"))
    assert first.derive("index/e1") == again.derive("index/e1")
    assert first.check_value() == again.check_value() != other.check_value()


@pytest.mark.parametrize("bits", [0o640, 0o604, 0o620, 0o610])
def test_a_key_file_that_others_may_use_is_refused(home: Path, bits: int) -> None:
    directory = written(home, ROOT.hex().encode())
    (directory / KEY_FILE).chmod(bits)
    with pytest.raises(VarantoError, match="open to group or others"):
        KeyRing.open(directory, home)


@pytest.mark.parametrize("bits", [0o750, 0o701])
def test_a_key_directory_that_others_may_use_is_refused(home: Path, bits: int) -> None:
    directory = written(home, ROOT.hex().encode())
    directory.chmod(bits)
    with pytest.raises(VarantoError, match="open to group or others"):
        KeyRing.open(directory, home)


def test_no_key_is_made_in_a_directory_that_others_may_use(home: Path) -> None:
    directory = keys_dir(home)
    directory.mkdir()
    directory.chmod(0o755)
    with pytest.raises(VarantoError, match="open to group or others"):
        KeyRing.open(directory, home)
    assert not list(directory.iterdir())


def test_a_key_inside_the_home_is_refused_also_through_a_link(home: Path) -> None:
    (home / "identity").mkdir(parents=True)
    link = home.with_name("link")
    link.symlink_to(home / "identity")
    for directory in (home, home / "keys", home / ".." / "data" / "keys", link):
        with pytest.raises(VarantoError, match="inside the home"):
            KeyRing.open(directory, home)
    assert not list(home.rglob(KEY_FILE))


def test_a_key_file_that_is_a_link_is_refused(home: Path) -> None:
    directory = keys_dir(home)
    directory.mkdir(mode=0o700)
    (home.parent / "real.key").write_text(ROOT.hex())
    (home.parent / "real.key").chmod(0o600)
    (directory / KEY_FILE).symlink_to(home.parent / "real.key")
    with pytest.raises(VarantoError, match="cannot be used"):
        KeyRing.open(directory, home)


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", ROOT.hex().encode()[:-1], ROOT.hex().encode() + b"00", ROOT, b"g" * 64],
    ids=["empty", "blank", "short", "long", "raw", "not-hexadecimal"],
)
def test_a_malformed_key_is_refused_and_left_as_it_is(home: Path, content: bytes) -> None:
    directory = written(home, content)
    with pytest.raises(VarantoError, match="not a root key"):
        KeyRing.open(directory, home)
    assert (directory / KEY_FILE).read_bytes() == content


def test_a_refusal_quotes_nothing_of_the_key(home: Path) -> None:
    directory = written(home, ROOT.hex().encode()[:-1])
    with pytest.raises(VarantoError) as caught:
        KeyRing.open(directory, home)
    assert ROOT.hex()[:8] not in "".join(traceback.format_exception(caught.value))


def test_the_key_shows_in_no_text_pickle_or_copy_of_a_ring() -> None:
    keys = KeyRing(ROOT)
    for shown in (repr(keys), str(keys), f"{keys}", repr([keys])):
        assert "KeyRing(hidden)" in shown
    for serialise in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(VarantoError, match="never pickled"):
            serialise(keys)
    assert not hasattr(keys, "__dict__")


def test_a_root_of_another_length_is_refused() -> None:
    with pytest.raises(VarantoError, match="32 bytes"):
        KeyRing(ROOT[:31])


def test_hkdf_passes_rfc_5869_test_case_1() -> None:
    okm = HKDF(SHA256(), 42, bytes(range(13)), bytes(range(0xF0, 0xFA))).derive(b"\x0b" * 22)
    assert okm.hex() == (
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    )


def test_a_derived_key_is_hkdf_of_root_salt_and_info() -> None:
    extracted = hmac.digest(b"wellbeing-pseudo-v1", ROOT, "sha256")
    assert KeyRing(ROOT).derive("index/e1") == hmac.digest(extracted, b"index/e1\x01", "sha256")
    assert KeyRing(ROOT).derive("dwelling/e1") != KeyRing(ROOT).derive("index/e1")
