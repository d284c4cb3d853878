"""JSON-stat 2.0 datasets, as Eurostat's statistics API and Statistics Finland's PxWeb give them.

Format: https://json-stat.org/full/. Version 1, whose dimensions hold `id` and `size`, is refused:
both providers give version 2 when it is asked for. What may be written in several ways is read in
each: values and statuses as a list or by position, categories as a list or by code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite, prod
from pathlib import Path

import numpy as np
import polars as pl

from sources.errors import VarantoError
from sources.official.json_text import parsed_json
from sources.official.text import MAX_TEXT, refuse

MAX_CELLS = 5_000_000
"""Most cells that one dataset may span; a sparse one of few values may claim any number."""

_PARTS = {
    *("version", "class", "href", "label", "source", "updated", "note", "link", "error", "id"),
    *("size", "role", "dimension", "value", "status", "extension", "child"),
}
_DIMENSION_PARTS = {"category", "class", "extension", "href", "label", "link", "note"}
_CATEGORY_PARTS = {"index", "label", "child", "coordinates", "unit", "note"}
"""The members that the format has; a provider's own lie in `extension`."""

_SMALLER = "fetch a smaller selection"


@dataclass(frozen=True)
class Dimension:
    """A dimension: `codes` in order of position; `labels` and `units` by code, where given."""

    id: str
    label: str | None
    codes: tuple[str, ...]
    labels: Mapping[str, str]
    units: Mapping[str, str]


@dataclass(frozen=True)
class JsonStat:
    """A dataset: `values` and `statuses` (empty for none) in row-major order of `dimensions`.

    `roles` gives the dimensions of each role (`time`, `geo`, `metric`); `extension` is the
    provider's own part.
    """

    label: str
    source: str
    dimensions: tuple[Dimension, ...]
    values: tuple[float | None, ...]
    statuses: tuple[str, ...]
    roles: Mapping[str, tuple[str, ...]]
    extension: Mapping[str, object]

    def frame(self) -> pl.DataFrame:
        """One row a cell: each dimension's codes under its id, `value` and `flag`.

        A dimension that bears one of these two names makes it a `VarantoError`.
        """
        if {"value", "flag"} & {d.id for d in self.dimensions}:
            raise VarantoError("a dimension of a JSON-stat dataset is called value or flag")
        cells = len(self.values)
        columns: dict[str, pl.Series] = {}
        inner = cells
        for dimension in self.dimensions:
            inner //= len(dimension.codes)
            outer = cells // (inner * len(dimension.codes))
            position = np.tile(np.repeat(np.arange(len(dimension.codes)), inner), outer)
            columns[dimension.id] = pl.Series(dimension.codes, dtype=pl.String).gather(position)
        columns["value"] = pl.Series(self.values, dtype=pl.Float64)
        columns["flag"] = pl.Series(self.statuses, dtype=pl.String)
        return pl.DataFrame(columns)


def dataset_of(path: Path, value: object) -> Mapping[str, object]:
    """The JSON-stat 2 dataset that a file's JSON is; another one: `VarantoError`."""
    if not isinstance(value, dict):
        raise refuse(path, "is JSON but no JSON-stat dataset")
    if "error" in value or "warning" in value:
        raise refuse(path, "is a message of the provider's service, not data")
    if "dimension" not in value and any(
        isinstance(part, dict) and "dimension" in part for part in value.values()
    ):
        raise refuse(path, "is JSON-stat 1", "fetch it as JSON-stat 2 (json-stat2)")
    version, kind = value.get("version"), value.get("class")
    if kind != "dataset" or not isinstance(version, str) or not version.startswith("2."):
        raise refuse(path, "is no JSON-stat 2 dataset", "fetch the dataset as json-stat2")
    return value


def read_jsonstat(path: Path) -> JsonStat:
    """The file's dataset. Every disagreement within it is a `VarantoError`.

    Checked: `id`, `size` and `dimension` name the same; positions are complete and once; labels
    belong to the codes; values and statuses are as many as the dimensions span, or lie within;
    values are finite numbers; no key stands twice.
    """
    given = dataset_of(path, parsed_json(path))
    reader = _Reader(path)
    reader.only(given, _PARTS, "the dataset")
    names = reader.texts(given.get("id"), "id")
    sizes = given.get("size")
    if not isinstance(sizes, list) or not all(reader.is_position(size) for size in sizes):
        raise refuse(path, "size is no list of whole numbers")
    described = reader.mapping(given.get("dimension"), "dimension")
    if len(set(names)) != len(names) or len(sizes) != len(names) or set(described) != set(names):
        raise refuse(path, "id, size and dimension do not name the same dimensions")
    if not names or 0 in sizes:
        raise refuse(path, "holds no observations", "fetch codes that the dataset has")
    if prod(sizes) > MAX_CELLS:
        raise refuse(path, f"spans more than {MAX_CELLS:,} cells", _SMALLER)
    dimensions = tuple(reader.dimension(name, described[name]) for name in names)
    for dimension, size in zip(dimensions, sizes, strict=True):
        if len(dimension.codes) != size:
            raise refuse(path, f"{dimension.id} has {len(dimension.codes)} codes, size says {size}")
    cells = prod(sizes)
    roles = reader.mapping(given.get("role", {}), "role")
    read = {role: reader.texts(of, "role") for role, of in roles.items()}
    if not {name for of in read.values() for name in of} <= set(names):
        raise refuse(path, "role names a dimension that is not there")
    return JsonStat(
        label=reader.optional(given.get("label")) or "",
        source=reader.optional(given.get("source")) or "",
        dimensions=dimensions,
        values=reader.values(given.get("value"), cells),
        statuses=reader.statuses(given.get("status"), cells),
        roles=read,
        extension=reader.mapping(given.get("extension", {}), "extension"),
    )


@dataclass(frozen=True)
class _Reader:
    path: Path

    @staticmethod
    def is_position(value: object) -> bool:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0

    def text(self, value: object, what: str) -> str:
        """A code or name: text without space around it, of sensible length."""
        if not isinstance(value, str) or not value or value != value.strip():
            raise refuse(self.path, f"{what} has a name that is no text, empty or has space around")
        return self.bounded(value, what)

    def bounded(self, value: str, what: str) -> str:
        if len(value) > MAX_TEXT:
            raise refuse(self.path, f"a text of {what} is longer than {MAX_TEXT:,} characters")
        try:
            value.encode()
        except UnicodeEncodeError:
            raise refuse(self.path, f"a text of {what} is half a character") from None
        return value

    def optional(self, value: object) -> str | None:
        if value is None:
            return None
        if not isinstance(value, str):
            raise refuse(self.path, "a label is no text")
        return self.bounded(value, "a label")

    def texts(self, value: object, what: str) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise refuse(self.path, f"{what} is no list")
        return tuple(self.text(item, what) for item in value)

    def mapping(self, value: object, what: str) -> dict[str, object]:
        if not isinstance(value, dict):
            raise refuse(self.path, f"{what} is no object")
        return value

    def only(self, value: Mapping[str, object], parts: set[str], what: str) -> None:
        """A part of another name may be a damaged one: flags would be lost with it unseen."""
        if not set(value) <= parts:
            raise refuse(self.path, f"{what} has a part that JSON-stat 2 does not know")

    def dimension(self, name: str, value: object) -> Dimension:
        """A dimension's categories; without an index there is one, that of the only label."""
        given = self.mapping(value, name)
        category = self.mapping(given.get("category"), f"category of {name}")
        self.only(given, _DIMENSION_PARTS, name)
        self.only(category, _CATEGORY_PARTS, f"category of {name}")
        labels = {
            self.text(code, name): self.optional(label) or ""
            for code, label in self.mapping(category.get("label", {}), f"label of {name}").items()
        }
        index = category.get("index")
        if index is None and len(labels) == 1:
            codes = tuple(labels)
        elif isinstance(index, list):
            codes = self.texts(index, f"index of {name}")
        else:
            positions = self.mapping(index, f"index of {name}")
            if not all(self.is_position(at) for at in positions.values()):
                raise refuse(self.path, f"index of {name} has a position that is no whole number")
            placed = sorted(positions.items(), key=lambda item: int(str(item[1])))
            codes = tuple(self.text(code, name) for code, _ in placed)
            if [at for _, at in placed] != list(range(len(placed))):
                raise refuse(self.path, f"index of {name} leaves out a position or has one twice")
        if len(set(codes)) != len(codes):
            raise refuse(self.path, f"a code of {name} stands twice")
        if labels and set(labels) != set(codes):
            raise refuse(self.path, f"the labels of {name} are not those of its codes")
        units = {
            code: self.unit(unit, f"unit of {name}")
            for code, unit in self.mapping(category.get("unit", {}), f"unit of {name}").items()
        }
        return Dimension(name, self.optional(given.get("label")), codes, labels, units)

    def unit(self, value: object, what: str) -> str:
        """What a unit is called; values in tens or thousands of it are refused."""
        given = self.mapping(value, what)
        if given.get("multiplier") not in (None, 0) or given.get("multiplier") is False:
            raise refuse(
                self.path,
                f"{what} has a multiplier: its values are not in units of one",
                "look how many units a value is, and read them so in sources/official/jsonstat.py",
            )
        names = (self.optional(given.get(part)) for part in ("base", "label", "symbol"))
        return ", ".join(name for name in names if name)

    def values(self, value: object, cells: int) -> tuple[float | None, ...]:
        given = self.placed(value, cells, "value")
        found: list[float | None] = []
        for cell in given:
            if cell is None:
                found.append(None)
                continue
            if isinstance(cell, bool) or not isinstance(cell, int | float):
                raise refuse(self.path, "a value is no number")
            try:
                number = float(cell)
            except OverflowError:
                number = float("inf")
            if not isfinite(number):
                raise refuse(self.path, "a value is too large to be one")
            found.append(number)
        return tuple(found)

    def statuses(self, value: object, cells: int) -> tuple[str, ...]:
        if value is None:
            return ("",) * cells
        if isinstance(value, str):
            return (self.bounded(value, "status").strip(),) * cells
        given = self.placed(value, cells, "status")
        if not all(cell is None or isinstance(cell, str) for cell in given):
            raise refuse(self.path, "a status is no text")
        return tuple(self.bounded(str(cell or ""), "status").strip() for cell in given)

    def placed(self, value: object, cells: int, what: str) -> list[object]:
        """Cells by position: a list of all, or an object of those that have something."""
        if isinstance(value, list):
            if len(value) != cells:
                raise refuse(self.path, f"{what} has {len(value)} cells, size says {cells}")
            return value
        found: list[object] = [None] * cells
        for key, cell in self.mapping(value, what).items():
            # `007` and `+7` would be other ways to write a position that is there already.
            if not (key.isascii() and key.isdigit() and key == str(int(key[:20]))):
                raise refuse(self.path, f"{what} has a position that is no whole number")
            if int(key) >= cells:
                raise refuse(self.path, f"{what} has a position beyond the {cells} cells")
            found[int(key)] = cell
        return found
