"""A zip of several tables, byte for byte the same on every run: no time stamps, fixed order."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from sources.synthetic.output import Dialect, TableFile, Written, described


class MemberFile(TableFile):
    """One table of an archive, held until the archive is closed."""

    def __init__(self, archive: str, name: str, columns: tuple[str, ...], dialect: Dialect) -> None:
        self.path = f"{archive}/{name}"
        self.columns = columns
        self.rows = 0
        self.text = io.BytesIO()
        self.begin(self.text, dialect)

    @property
    def name(self) -> str:
        """The archive's own name and the member's."""
        archive, member = Path(self.path).parent.name, Path(self.path).name
        return f"{archive}/{member}"


class Archive:
    """The zip at `path` below `root`; its members come in the order in which they were begun."""

    def __init__(self, root: Path, path: str, dialect: Dialect) -> None:
        self._root, self._path, self._dialect = root, path, dialect
        self._members: list[MemberFile] = []

    def member(self, name: str, columns: tuple[str, ...]) -> MemberFile:
        """Begin a table of the archive."""
        file = MemberFile(self._path, name, columns, self._dialect)
        self._members.append(file)
        return file

    def close(self) -> Written:
        """Pack the members; size, checksum, and the data rows of all together."""
        target = self._root / self._path
        target.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(target, "w") as packed:
            for file in self._members:
                info = zipfile.ZipInfo(Path(file.path).name)
                info.compress_type = zipfile.ZIP_DEFLATED
                packed.writestr(info, file.text.getvalue(), compresslevel=4)
        return described(target, self._path, sum(file.rows for file in self._members))
