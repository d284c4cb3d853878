"""SDMX-JSON data messages 1.0 and 2.0 of the OECD: the same observations as its SDMX-CSV.

A message writes codes once, in the lists of its structure, and observations as indexes into them:
flat (`observations`, key `0:0:1`) or in series. Attributes stand with the data set, with a group of
dimensions (a key with empty places), with a series or with an observation; the nearest one counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from sources.errors import VarantoError
from sources.official.json_text import keyed, listed, number_text, parsed_json, whole_number
from sources.official.oecd import ATTRIBUTES, TAKEN, check_names, dataflow_id, oecd_frame
from sources.official.renamings import ENGLISH
from sources.official.text import refuse

_URN = re.compile(r"\.Dataflow=([A-Za-z0-9_.\-]+):([A-Za-z0-9_@$\-]+)\([\d.]+\)$")
_LEVELS = {
    "dataset": "dataSet",
    "dimensiongroup": "dimensionGroup",
    "series": "series",
    "observation": "observation",
}
_Groups = dict[tuple[str, ...], dict[tuple[str, ...], dict[str, str]]]
_ACTIONS = frozenset(("information", "append", "merge", "replace"))


@dataclass(frozen=True)
class _Component:
    """A dimension or an attribute: its id, its codes in order (none: written as they are).

    `names` are the English names of the codes.
    """

    id: str
    codes: tuple[str, ...]
    names: Mapping[str, str]
    default: str
    position: int | None


def _languages(document: Mapping[str, Any]) -> Sequence[str]:
    """The languages that a message says it is in; English where it doesn't say."""
    meta = document.get("meta")
    said = meta.get("contentLanguages") if isinstance(meta, dict) else None
    return [str(one)[:2] for one in said] if isinstance(said, list) and said else [ENGLISH]


class _Message:
    """The parts of one message, each checked against the others as it is asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path
        document = keyed(path, parsed_json(path), "the message")
        self.languages = _languages(document)
        if document.get("errors"):
            raise self.fault("is an error message, not data")
        data = keyed(path, document.get("data"), "data")
        structures = data["structures"] if "structures" in data else [data.get("structure")]
        (self.structure,) = self._one(structures, "structure")
        (self.dataset,) = self._one(data.get("dataSets"), "data set")
        if str(self.dataset.get("action", "Information")).lower() not in _ACTIONS:
            raise self.fault("holds deletions or another action than observations")
        self.dimensions = self._components("dimensions")
        self.attributes = self._components("attributes")
        self._check_components()

    def fault(self, what: str) -> VarantoError:
        return refuse(self.path, what)

    def _one(self, found: Any, what: str) -> list[dict[str, Any]]:
        entries = listed(self.path, found, f"the list of the {what}s")
        if len(entries) != 1:
            raise self.fault(f"holds {len(entries)} {what}s, not one")
        return [keyed(self.path, entries[0], f"the {what}")]

    def _components(self, kind: str) -> Mapping[str, tuple[_Component, ...]]:
        """Level → the dimensions or attributes that stand there."""
        found: dict[str, tuple[_Component, ...]] = dict.fromkeys(_LEVELS.values(), ())
        for name, entries in keyed(self.path, self.structure.get(kind), kind).items():
            level = _LEVELS.get(name.lower())
            if level is None:
                raise self.fault(f"has {kind} at a level that is not known")
            parts = listed(self.path, entries, f"{kind} of {level}")
            found[level] = tuple(self._component(part, kind) for part in parts)
        return found

    def _component(self, entry: Any, kind: str) -> _Component:
        fields = keyed(self.path, entry, f"one of the {kind}")
        name, position = fields.get("id"), fields.get("keyPosition")
        if not isinstance(name, str) or not name:
            raise self.fault(f"one of the {kind} has no id")
        codes: list[str] = []
        names: dict[str, str] = {}
        for value in listed(self.path, fields.get("values", []), f"the values of {name}"):
            given = keyed(self.path, value, f"a value of {name}")
            code = next((given[k] for k in ("id", "value", "name") if k in given), None)
            if kind == "dimensions" and not (isinstance(code, str) and code):
                raise self.fault(f"a value of {name} has no code")
            codes.append(code if isinstance(code, str) else number_text(code) or "")
            names[codes[-1]] = self._english(given)
        if kind == "dimensions" and len(set(codes)) != len(codes):
            raise self.fault(f"a code of {name} stands twice")
        default = fields.get("default")
        said = default if isinstance(default, str) else number_text(default) or ""
        at = position if whole_number(position) else None
        return _Component(name, tuple(codes), names, said, at)

    def _english(self, value: Mapping[str, Any]) -> str:
        """The English name of a code, empty where there is none."""
        by_language = value.get("names")
        if isinstance(by_language, dict):
            name = by_language.get(ENGLISH)
        else:
            name = value.get("name") if ENGLISH in self.languages else None
        return name if isinstance(name, str) else ""

    def names(self) -> dict[str, Mapping[str, str]]:
        """Dimension or attribute → its codes' English names."""
        every = (*self.dimensions.values(), *self.attributes.values())
        return {part.id: part.names for parts in every for part in parts}

    def _check_components(self) -> None:
        dimensions = [part.id for parts in self.dimensions.values() for part in parts]
        attributes = {part.id for parts in self.attributes.values() for part in parts}
        if len(set(dimensions)) != len(dimensions) or set(dimensions) & attributes:
            raise self.fault("a dimension stands twice")
        if not attributes <= ATTRIBUTES:
            raise self.fault("has an attribute that is not known")
        if any(len(part.codes) != 1 for part in self.dimensions["dataSet"]):
            raise self.fault("a dimension of the whole data set has not one code")
        if "TIME_PERIOD" not in dimensions:
            raise self.fault("has no TIME_PERIOD")
        measures = keyed(self.path, self.structure.get("measures") or {}, "measures")
        values = listed(self.path, measures.get("observation", [{}]), "the measures")
        if len(values) != 1 or keyed(self.path, values[0], "the measure").get("values"):
            raise self.fault("has another measure than one number an observation")

    def name(self) -> str:
        """`<agency>:<dataflow>`, from the links of structure and data set."""
        links = [*(self.structure.get("links") or ()), *(self.dataset.get("links") or ())]
        urns = [link.get("urn") for link in links if isinstance(link, dict)]
        found = {m.groups() for urn in urns if isinstance(urn, str) and (m := _URN.search(urn))}
        if len(found) != 1:
            raise self.fault("does not name one dataflow with its version")
        ((agency, flow),) = found
        return dataflow_id(self.path, agency, flow)

    def codes(self, key: str, level: str) -> dict[str, str]:
        """Dimension → code, from a key of indexes at a level."""
        parts = self.dimensions[level]
        places = key.split(":") if key else []
        if len(places) != len(parts):
            raise self.fault("a key has another number of places than there are dimensions")
        return {part.id: self._code(part, at) for part, at in zip(parts, places, strict=True)}

    def _code(self, part: _Component, place: str) -> str:
        if not re.fullmatch(r"\d{1,9}", place) or int(place) >= len(part.codes):
            raise self.fault(f"an index of {part.id} is outside its values")
        return part.codes[int(place)]

    def said(self, level: str, values: Any) -> dict[str, str]:
        """Attribute → what it is, where a list of indexes or values of a level says so."""
        parts = self.attributes[level]
        given = listed(self.path, values, f"the attributes of {level}")
        notes = len(listed(self.path, self.structure.get("annotations", []), "the annotations"))
        for index in given[len(parts) :]:
            if not whole_number(index) or not 0 <= index < notes:
                raise self.fault(f"{level} has more attributes than the structure")
        found = {}
        for part, value in zip(parts, given, strict=False):
            text = self._text(part, value)
            if part.id in TAKEN and text:
                found[part.id] = text
        return found

    def _text(self, part: _Component, value: Any) -> str:
        if value is None:
            return ""  # what a wider level says, at last the default
        if part.codes:
            if not whole_number(value) or not 0 <= value < len(part.codes):
                raise self.fault(f"an index of {part.id} is outside its values")
            return part.codes[value]
        text = value if isinstance(value, str) else number_text(value)
        if text is None and part.id in TAKEN:
            raise self.fault(f"{part.id} is neither code nor number")
        return text or ""

    def groups(self) -> _Groups:
        """Dimensions of a kind of groups → their codes → what the group's attributes say."""
        every = [part for parts in self.dimensions.values() for part in parts]
        if all(part.position is not None for part in every):
            every.sort(key=lambda part: part.position or 0)
        found: _Groups = {}
        listing = self.dataset.get("dimensionGroupAttributes") or {}
        for key, values in keyed(self.path, listing, "dimensionGroupAttributes").items():
            places = key.split(":")
            if len(places) != len(every):
                raise self.fault("a group's key has another number of places than dimensions")
            fixed = [(part, place) for part, place in zip(every, places, strict=True) if place]
            kind = tuple(part.id for part, _ in fixed)
            codes = tuple(self._code(part, place) for part, place in fixed)
            found.setdefault(kind, {})[codes] = self.said("dimensionGroup", values)
        return found

    def series(self) -> Iterator[tuple[dict[str, str], dict[str, str], Mapping[str, Any]]]:
        """(codes, what the series' attributes say, its observations); a flat message is one."""
        whole = {part.id: part.codes[0] for part in self.dimensions["dataSet"]}
        if "series" in self.dataset and "observations" in self.dataset:
            raise self.fault("holds both series and flat observations")
        if "series" not in self.dataset:
            if self.dimensions["series"] or self.attributes["series"]:
                raise self.fault("its structure is of series, its observations are not")
            yield whole, {}, keyed(self.path, self.dataset.get("observations"), "observations")
            return
        for key, entry in keyed(self.path, self.dataset["series"], "series").items():
            one = keyed(self.path, entry, "a series")
            observations = keyed(self.path, one.get("observations"), "a series' observations")
            said = self.said("series", one.get("attributes") or [])
            yield whole | self.codes(key, "series"), said, observations


def _value(message: _Message, value: Any) -> str:
    """A measure as text; a number may be written as one in quotes, NaN is missing."""
    text = value if isinstance(value, str) else number_text(value)
    if text is None:
        raise message.fault("a value is no number")
    return text


def _defaults(message: _Message) -> dict[str, str]:
    parts = [part for parts in message.attributes.values() for part in parts]
    return {part.id: part.default for part in parts if part.id in TAKEN}


def read_sdmx_json(path: Path) -> pl.DataFrame:
    """Observations of a data message, in the frame of `oecd.oecd_frame`.

    Refused with a `VarantoError`: damaged JSON, an error message, several data sets or structures,
    a key or an index that fits no list, a dimension or code that stands twice, an attribute that
    is not known, several measures, no or several dataflows, and what `oecd_frame` refuses.
    """
    message = _Message(path)
    dataset = message.name()
    check_names(dataset, message.names())
    defaults = _defaults(message) | message.said("dataSet", message.dataset.get("attributes") or [])
    groups = message.groups()
    everywhere = [part.id for parts in message.dimensions.values() for part in parts]
    dimensions = [name for name in everywhere if name != "TIME_PERIOD"]
    rows: list[list[str]] = []
    said: list[dict[str, str]] = []
    for codes, of_series, observations in message.series():
        for key, entry in observations.items():
            found = listed(path, entry, "an observation")
            if not found:
                raise message.fault("an observation is empty")
            cell = codes | message.codes(key, "observation")
            near = of_series | message.said("observation", found[1:])
            rows.append(
                [cell[name] for name in (*dimensions, "TIME_PERIOD")] + [_value(message, found[0])]
            )
            said.append(defaults | _grouped(groups, cell) | near)
    if not rows:
        raise message.fault("holds no observations")
    taken = {name: [one.get(name, "") for one in said] for name in TAKEN if name in defaults}
    return oecd_frame(path, dataset, dimensions, rows, taken)


def _grouped(groups: _Groups, cell: Mapping[str, str]) -> dict[str, str]:
    """What the groups that a cell belongs to say of it."""
    found: dict[str, str] = {}
    for kind, of_codes in groups.items():
        found |= of_codes.get(tuple(cell[name] for name in kind), {})
    return found
