"""The root key of the identity zone: where it lies, how it is read, what is derived from it."""

from __future__ import annotations

import hmac
import os
import re
import secrets
import stat
from pathlib import Path
from typing import NoReturn, SupportsIndex

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sources.errors import VarantoError

KEY_FILE = "root.key"
_BYTES = 32
_SALT = b"wellbeing-pseudo-v1"
_TEXT = re.compile(rb"[0-9a-f]{64}\n?")
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def keys_dir(home: Path) -> Path:
    """The key directory of a home: `VARANTO_KEYS`, or `<home>.keys` beside the home.

    Raises VarantoError when the home has no name to build on (the root directory).
    """
    given = os.environ.get("VARANTO_KEYS", "")
    if given:
        return Path(given).expanduser().absolute()
    # normpath, not resolve: a home that is a link has its keys beside the link.
    beside = Path(os.path.normpath(home.absolute()))
    if not beside.name:
        raise VarantoError("keys: the home has no folder beside it; name one in VARANTO_KEYS")
    return beside.with_name(f"{beside.name}.keys")


def closing(path: Path, wanted: str) -> str:
    """What to do about a key or its folder that others can read."""
    return f"Decide whether the key has been seen, then: chmod {wanted} {path}"


class KeyRing:
    """The root key, and keys derived from it. Shows and serialises nothing of either.

    Derived keys are 32 bytes: HKDF-SHA256 (RFC 5869) of the root, with one fixed salt and a
    text `info` that names zone and epoch, as in "index/e1". Different infos give unrelated keys.
    """

    __slots__ = ("_root",)

    def __init__(self, root: bytes) -> None:
        """A ring over 32 bytes; outside tests use `KeyRing.open`."""
        if len(root) != _BYTES:
            raise VarantoError(f"keys: the root key must be {_BYTES} bytes")
        self._root = root

    @classmethod
    def open(cls, directory: Path, home: Path) -> KeyRing:
        """Read `<directory>/root.key`, making directory (0700) and key (0600) on first use.

        Raises VarantoError when the directory lies inside the home, when anyone but the owner
        may use directory or file, or when the file isn't 64 lower-case hexadecimal digits.
        """
        place, inside = directory.resolve(), home.resolve()
        if place == inside or inside in place.parents:
            raise VarantoError(
                f"keys: {directory} lies inside the home {home}, so a copy of the data would "
                "carry its key; set VARANTO_KEYS to a folder elsewhere"
            )
        try:
            _make_directory(directory)
            _refuse_open_to_others(directory.stat(), directory, "700")
            path = directory / KEY_FILE
            if not path.is_symlink() and not path.exists():
                _make_key(path)
            return cls(_read_key(path))
        except OSError as error:
            raise VarantoError(
                f"keys: {directory} cannot be used ({error.strerror}); "
                "check its owner, or set VARANTO_KEYS"
            ) from None

    def derive(self, info: str) -> bytes:
        """The 32-byte key named `info`."""
        return HKDF(SHA256(), _BYTES, _SALT, info.encode()).derive(self._root)

    def check_value(self) -> str:
        """Sixteen hexadecimal digits that tell two root keys apart and reveal neither."""
        return hmac.digest(self.derive("check/e1"), b"varanto", "sha256")[:8].hex()

    def __repr__(self) -> str:
        return "KeyRing(hidden)"

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        """Refuse pickling and copying, and so the serialisation of any plan that holds a ring."""
        raise VarantoError("keys: a key ring is never pickled, copied or sent to another process")


def _make_directory(directory: Path) -> None:
    if directory.exists():
        return
    directory.parent.mkdir(parents=True, exist_ok=True)
    try:
        directory.mkdir(mode=0o700)
    except FileExistsError:  # another process was first; its mode is checked next
        return
    directory.chmod(0o700)


def _make_key(path: Path) -> None:
    """Write a new key aside and link it into place, so that nobody ever reads half a key."""
    aside = path.with_name(f"{KEY_FILE}.{secrets.token_hex(8)}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            os.fchmod(handle, 0o600)
            file.write(secrets.token_bytes(_BYTES).hex().encode() + b"\n")
            file.flush()
            os.fsync(handle)
        os.link(aside, path)
    except FileExistsError:
        pass  # another process was first: its key counts
    finally:
        aside.unlink()


def _read_key(path: Path) -> bytes:
    # O_NOFOLLOW: a link could lead into the home or to a file that others may read.
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(handle, "rb") as file:
        _refuse_open_to_others(os.fstat(handle), path, "600")
        text = file.read(_BYTES * 2 + 2)
    if _TEXT.fullmatch(text) is None:
        raise VarantoError(
            f"keys: {path} is not a root key (64 hexadecimal digits); put back its safe copy. "
            "With another key every person would get a new number"
        )
    return bytes.fromhex(text.decode())


def _refuse_open_to_others(status: os.stat_result, path: Path, wanted: str) -> None:
    if status.st_mode & _OTHERS:
        raise VarantoError(
            f"keys: {path} is open to group or others (mode {stat.S_IMODE(status.st_mode):o}). "
            f"{closing(path, wanted)}"
        )
