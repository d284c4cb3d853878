"""An SDMX 2.1 structure message: a dataset's dimensions in key order, with the codes that it has.

Eurostat and the OECD answer alike: the data structure's dimensions, code lists with names of codes,
and (where it is given) the content constraint, which says which of the codes occur.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree

from sources.errors import VarantoError
from sources.official.renamings import ENGLISH
from sources.official.text import file_bytes, refuse
from sources.services.client import Client, provider_words
from sources.services.structure import Dimension, dimension
from sources.services.wanted import Wanted

Element = ElementTree.Element

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def fetch_structure(
    client: Client,
    asked: Wanted,
    folder: Path,
    path: str,
    references: str,
    accept: str | None = None,
) -> tuple[Dimension, ...]:
    """Ask for the structure at `path`, with what it refers to, and read it."""
    target = folder / f"{asked.provider}-{asked.dataset}-structure.xml"
    parameters = [("references", references), ("detail", "referencepartial")]
    client.get(path, target, parameters, accept=accept)
    try:
        _check(target, asked)
        return read_structure(target, asked.provider, asked.dataset)
    finally:
        target.unlink()


def _check(target: Path, asked: Wanted) -> None:
    """An HTML page in place of the structure says, in its own words, why."""
    with target.open("rb") as stream:
        start = stream.read(4000)
    if re.match(rb"[\s\xef\xbb\xbf]*<(!doctype\s+html|html)", start, re.IGNORECASE):
        raise VarantoError(
            f"{asked.provider} {asked.dataset}: a page came in place of the dataset's structure "
            f"({provider_words(start)}). Try again later, or check the address in services.yaml."
        )


def sdmx_key(structure: Sequence[Dimension], chosen: Mapping[str, Sequence[str]]) -> str:
    """The SDMX key: codes of each dimension joined by +, dimensions by a point, in order."""
    return ".".join("+".join(chosen.get(d.id, ())) for d in structure)


def read_structure(path: Path, provider: str, dataset: str) -> tuple[Dimension, ...]:
    """The dimensions in key order, without time.

    VarantoError when it is no structure message, or one that lacks a code list.
    """
    data = file_bytes(path)
    # A document type could name files of this machine, or grow without end.
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"\0" in data:
        raise refuse(path, "has a document type, which no structure message has")
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError):
        raise refuse(path, "is not a whole XML document") from None
    lists = {one.get("id", ""): _codes(one) for one in _all(root, "Codelist")}
    occurring = _occurring(root)
    found: list[tuple[int, Dimension]] = []
    for place, one in enumerate(_all(root, "Dimension")):
        id_ = one.get("id")
        if id_ is None or next(_all(one, "Enumeration"), None) is None:
            continue  # a reference to a dimension, not its definition
        named = lists.get(_list_of(one) or "", {})
        codes = occurring.get(id_) or tuple(named)
        if not codes:
            raise refuse(path, f"tells no codes of dimension {id_}")
        told = one.get("position") or str(place + 1)
        if not (told.isascii() and told.isdecimal()):
            raise refuse(path, f"tells no place of dimension {id_}")
        order = int(told)
        found.append((order, dimension(provider, dataset, id_, codes, labels=named)))
    if not found:
        raise refuse(path, "has no dimensions: it is not a dataset's structure")
    ids = [d.id for _, d in found]
    if len(set(ids)) != len(ids):
        raise refuse(path, "names a dimension twice")
    return tuple(d for _, d in sorted(found, key=lambda f: f[0]))


def _all(element: Element, tag: str) -> Iterator[Element]:
    """The descendants of that name, whatever their namespace's prefix."""
    return element.iterfind(f".//{{*}}{tag}")


def _list_of(dimension: Element) -> str | None:
    """The id of the code list that a dimension's codes are of."""
    for enumeration in _all(dimension, "Enumeration"):
        for ref in _all(enumeration, "Ref"):
            return ref.get("id")
    return None


def _codes(code_list: Element) -> dict[str, str]:
    """Code → its English name, empty where there is none."""
    return {code: _english(one) for one in _all(code_list, "Code") if (code := one.get("id"))}


def _english(code: Element) -> str:
    """The name in English, or in no language that is said."""
    for name in _all(code, "Name"):
        if name.get(_LANGUAGE, ENGLISH)[:2].lower() == ENGLISH and name.text:
            return name.text.strip()
    return ""


def _occurring(root: Element) -> dict[str, tuple[str, ...]]:
    """Dimension → codes, of the cube regions of all content constraints that include."""
    found: dict[str, dict[str, None]] = {}
    for region in _all(root, "CubeRegion"):
        if region.get("include", "true") != "true":
            continue
        for key in _all(region, "KeyValue"):
            values = found.setdefault(key.get("id", ""), {})
            values.update({v.text.strip(): None for v in _all(key, "Value") if v.text})
    return {name: tuple(values) for name, values in found.items() if values}
