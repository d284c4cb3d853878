"""Mutated SDMX-JSON answers of the OECD; kinds as in `official_rest_mutations`."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable, Mapping
from typing import Any

from official_oecd_mutations import CELLS, OTHER_LABELS
from official_rest_mutations import FORMS, JSON, JSON_DAMAGE, OECD_GOOD, Kind, Mutant
from official_rest_specimens import Oecd, codes_of, dumped, in_series, message

GOOD = OECD_GOOD

Change = Callable[[random.Random, dict[str, Any], dict[str, Any]], None]


def _made(rng: random.Random) -> dict[str, Any]:
    return rng.choice((message, in_series))(GOOD.rows)


def _parts(made: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The data set and the structure of a message."""
    data = made["data"]
    return data["dataSets"][0], data.get("structure") or data["structures"][0]


def _message(change: Change, *, refused: bool = True) -> Kind:
    """A message, flat or in series, with other parts."""

    def made(rng: random.Random) -> Mutant:
        whole = _made(rng)
        change(rng, *_parts(whole))
        return Mutant({JSON: dumped(whole)}, None if refused else GOOD.observations())

    return made


def _flat(change: Change) -> Kind:
    """A flat message with other parts; refused."""

    def made(rng: random.Random) -> Mutant:
        whole = message(GOOD.rows)
        change(rng, *_parts(whole))
        return Mutant({JSON: dumped(whole)}, None)

    return made


def _whole(change: Callable[[random.Random, dict[str, Any]], None]) -> Kind:
    def made(rng: random.Random) -> Mutant:
        whole = _made(rng)
        change(rng, whole)
        return Mutant({JSON: dumped(whole)}, None)

    return made


def _observation(change: Callable[[random.Random, list[Any]], None]) -> Kind:
    """A flat message with one observation (with a value) changed; refused."""

    def made(rng: random.Random, dataset: dict[str, Any], structure: dict[str, Any]) -> None:
        change(rng, rng.choice([o for o in dataset["observations"].values() if o[0] is not None]))

    return _flat(made)


def _every_order(rng: random.Random) -> Mutant:
    """Codes listed in another order, indexes with them."""
    codes = {n: rng.sample(listed, len(listed)) for n, listed in codes_of(GOOD.rows).items()}
    rows = rng.sample(GOOD.rows, len(GOOD.rows))
    return Mutant({JSON: dumped(message(rows, codes))}, GOOD.observations())


def _dimension_order(rng: random.Random) -> Mutant:
    whole = message(GOOD.rows)
    dataset, structure = _parts(whole)
    listed = structure["dimensions"]["observation"]
    order = rng.sample(range(len(listed)), len(listed))
    structure["dimensions"]["observation"] = [listed[n] for n in order]
    dataset["observations"] = {
        ":".join(key.split(":")[n] for n in order): entry
        for key, entry in dataset["observations"].items()
    }
    return Mutant({JSON: dumped(whole)}, GOOD.observations())


def _fixed_dimension(rng: random.Random) -> Mutant:
    """A dimension of one code stands with the whole data set."""
    whole = message(GOOD.rows)
    dataset, structure = _parts(whole)
    listed = structure["dimensions"]["observation"]
    at = [part["id"] for part in listed].index("EDUCATION_LEV")
    structure["dimensions"]["dataSet"] = [listed.pop(at)]
    dataset["observations"] = {
        ":".join(place for n, place in enumerate(key.split(":")) if n != at): entry
        for key, entry in dataset["observations"].items()
    }
    return Mutant({JSON: dumped(whole)}, GOOD.observations())


def _default_status(rng: random.Random) -> Mutant:
    """The status A is left out, for it is the default that the structure gives."""
    whole = message(GOOD.rows)
    dataset, structure = _parts(whole)
    status = structure["attributes"]["observation"][0]
    status["default"] = "A"
    normal = [value["id"] for value in status["values"]].index("A")
    for entry in dataset["observations"].values():
        entry[1] = None if entry[1] == normal else entry[1]
    return Mutant({JSON: dumped(whole)}, GOOD.observations())


def _written_out(rng: random.Random) -> Mutant:
    """Attributes without lists of values stand as they are; a number may be text."""
    whole = message(GOOD.rows)
    dataset, structure = _parts(whole)
    for at, part in enumerate(structure["attributes"]["observation"], start=1):
        codes = [value["id"] for value in part.pop("values")]
        for entry in dataset["observations"].values():
            entry[at] = codes[entry[at]]
    for row, entry in zip(GOOD.rows, dataset["observations"].values(), strict=True):
        entry[0] = row.value or None
    return Mutant({JSON: dumped(whole)}, GOOD.observations())


def _set(part: str, key: str, value: Any) -> Change:
    def change(rng: random.Random, dataset: dict[str, Any], structure: dict[str, Any]) -> None:
        (dataset if part == "dataset" else structure)[key] = value

    return change


def _first_dimension(structure: dict[str, Any]) -> dict[str, Any]:
    levels = structure["dimensions"]
    first: dict[str, Any] = (levels["series"] or levels["observation"])[0]
    return first


def _status(structure: dict[str, Any]) -> dict[str, Any]:
    return next(p for p in structure["attributes"]["observation"] if p["id"] == "OBS_STATUS")


def _key(change: Callable[[str], str]) -> Kind:
    """The first key of a message with other places; refused."""

    def made(rng: random.Random, dataset: dict[str, Any], structure: dict[str, Any]) -> None:
        level = "series" if "series" in dataset else "observations"
        (first, entry), *rest = dataset[level].items()
        dataset[level] = {change(first): entry, **dict(rest)}

    return _message(made)


def _changed(make: Callable[[random.Random], Oecd]) -> Kind:
    """Other observations, which the reader must give."""

    def made(rng: random.Random) -> Mutant:
        other = make(rng)
        units = {(row.measure, row.multiplier) for row in other.rows}
        # A group of the form in series has one multiplier for each measure.
        one = len(units) == len({measure for measure, _ in units})
        written = rng.choice((message, in_series) if one else (message,))(other.rows)
        return Mutant({JSON: dumped(written)}, other.observations())

    return made


def _body(rng: random.Random) -> bytes:
    return dumped(_made(rng))


def _renamed(rng: random.Random, dataset: dict[str, Any], structure: dict[str, Any]) -> None:
    for part in structure["dimensions"]["observation"]:
        part["names"] = {"en": "Name", "fr": "Nom"}
    structure["name"] = "Bien-être"


def _values(structure: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Every code of the structure, after the id of its dimension or attribute."""
    parts = [
        part
        for kind in ("dimensions", "attributes")
        for level in structure[kind].values()
        for part in level
    ]
    return [(part["id"], value) for part in parts for value in part.get("values", [])]


def _other_label(column: str, code: str, said: str) -> Kind:
    """A code that means another thing than it did; refused."""

    def change(rng: random.Random, dataset: dict[str, Any], structure: dict[str, Any]) -> None:
        for name, value in _values(structure):
            if (name, value.get("id")) == (column, code):
                value["name"] = said

    return _message(change)


def _in_languages(rng: random.Random, dataset: dict[str, Any], structure: dict[str, Any]) -> None:
    for _, value in _values(structure):
        value["names"] = {"fr": "Autre chose", "en": value.get("name", "")}
        value["name"] = "Autre chose"


def _in_french(rng: random.Random, dataset: dict[str, Any], structure: dict[str, Any]) -> None:
    for _, value in _values(structure):
        value["names"] = {"fr": "Autre chose"}


def _dropped_attribute(name: str) -> Change:
    """An attribute that the structure no longer has; its places go as well."""

    def change(rng: random.Random, dataset: dict[str, Any], structure: dict[str, Any]) -> None:
        listed = structure["attributes"]["observation"]
        at = [part["id"] for part in listed].index(name)
        del listed[at]
        for entry in dataset["observations"].values():
            del entry[at + 1]

    return change


def _link(urn: str | None) -> Change:
    return _set("dataset", "links", [{"urn": urn}] if urn else [])


_STRUCTURES = ("structure", "structures")
URN = "urn:sdmx:org.sdmx.infomodel.datastructure."

SDMX_JSON: Mapping[str, Kind] = {
    **{
        name: lambda rng, how=how: Mutant({JSON: how(rng, _body(rng))}, None)
        for name, how in JSON_DAMAGE.items()
    },
    **{
        name: lambda rng, how=how: Mutant({JSON: how(rng, _body(rng))}, GOOD.observations())
        for name, how in FORMS.items()
    },
    **{name: _changed(make) for name, make in CELLS.items()},
    **{f"label_{name}": _other_label(*other) for name, other in OTHER_LABELS.items()},
    "english_among_languages": _message(_in_languages, refused=False),
    "other_languages": _message(_in_french, refused=False),
    "flat": lambda rng: Mutant({JSON: dumped(message(GOOD.rows))}, GOOD.observations()),
    "series": lambda rng: Mutant({JSON: dumped(in_series(GOOD.rows))}, GOOD.observations()),
    "packed": lambda rng: Mutant({f"{JSON}.gz": gzip.compress(_body(rng))}, GOOD.observations()),
    "every_order": _every_order,
    "dimension_order": _dimension_order,
    "fixed_dimension": _fixed_dimension,
    "default_status": _default_status,
    "written_out": _written_out,
    "languages": _message(_renamed, refused=False),
    "more_fields": _message(_set("structure", "description", "?"), refused=False),
    "action": _message(_set("dataset", "action", "Append"), refused=False),
    "key_short": _key(lambda key: key.rpartition(":")[0]),
    "key_long": _key(lambda key: f"{key}:0"),
    "key_outside": _key(lambda key: f"99{key[1:]}"),
    "key_negative": _key(lambda key: f"-1{key[1:]}"),
    "key_empty_place": _key(lambda key: key[1:]),
    "key_of_codes": _key(lambda key: f"FIN{key[1:]}"),
    "attribute_outside": _observation(lambda rng, o: o.__setitem__(rng.randrange(1, 4), 77)),
    "attribute_negative": _observation(lambda rng, o: o.__setitem__(1, -1)),
    "attribute_is_code": _observation(lambda rng, o: o.__setitem__(1, "A")),
    "attribute_is_true": _observation(lambda rng, o: o.__setitem__(1, True)),
    "attribute_surplus": _observation(lambda rng, o: o.append(0)),
    "no_multiplier": _observation(lambda rng, o: o.__setitem__(2, None)),
    "observation_empty": _observation(lambda rng, o: o.clear()),
    "value": _observation(
        lambda rng, o: o.__setitem__(0, rng.choice(("4,9", "many", True, [1], {"v": 1}, " ")))
    ),
    "beyond": _observation(lambda rng, o: o.__setitem__(0, rng.choice((10**400, "1e400")))),
    "observations_list": _message(lambda rng, d, s: d.update(observations=[])),
    "observations_none": _flat(lambda rng, d, s: d.pop("observations")),
    "observations_empty": _flat(_set("dataset", "observations", {})),
    "both": _message(lambda rng, d, s: d.update(series={}, observations={})),
    "deletion": _message(_set("dataset", "action", "Delete")),
    "no_dataflow": _message(_link(None)),
    "no_version": _message(_link(f"{URN}Dataflow=OECD.WISE.WDP:DSD_HSL@DF_HSL_CWB")),
    "data_structure": _message(_link(f"{URN}DataStructure=OECD.WISE.WDP:DSD_HSL(1.1)")),
    "other_agency": _message(_link(f"{URN}Dataflow=IAEG-SDGs:DSD_SDG@DF_SDG(1.0)")),
    "two_dataflows": _message(
        _set("structure", "links", [{"urn": f"{URN}Dataflow=OECD.WISE.WDP:OTHER(1.0)"}])
    ),
    "unknown_attribute": _flat(lambda rng, d, s: _status(s).update(id="SURPRISE")),
    "unknown_level": _message(lambda rng, d, s: s["attributes"].update(group=[])),
    "unknown_status": _message(
        lambda rng, d, s: _status(s)["values"].__setitem__(0, {"id": rng.choice(("X", "a", "BE"))})
    ),
    "code_twice": _message(
        lambda rng, d, s: _first_dimension(s)["values"].append(_first_dimension(s)["values"][0])
    ),
    "code_is_number": _message(
        lambda rng, d, s: _first_dimension(s)["values"].__setitem__(0, {"id": 1})
    ),
    "dimension_twice": _flat(lambda rng, d, s: _first_dimension(s).update(id="MEASURE")),
    "no_area": _message(lambda rng, d, s: _first_dimension(s).update(id="COUNTERPART_AREA")),
    "no_id": _message(lambda rng, d, s: _first_dimension(s).pop("id")),
    "no_values": _message(lambda rng, d, s: _first_dimension(s).pop("values")),
    "no_period": _message(lambda rng, d, s: s["dimensions"]["observation"][-1].update(id="TIME")),
    "no_dimensions": _message(lambda rng, d, s: s.pop("dimensions")),
    "no_attributes": _message(lambda rng, d, s: s.pop("attributes")),
    "without_status": _flat(_dropped_attribute("OBS_STATUS")),
    "without_multiplier": _flat(_dropped_attribute("UNIT_MULT")),
    "two_measures": _message(
        _set("structure", "measures", {"observation": [{"id": "OBS_VALUE"}, {"id": "OTHER"}]})
    ),
    "errors": _whole(lambda rng, made: made.update(errors=[{"code": 404}])),
    "two_datasets": _whole(lambda rng, made: made["data"]["dataSets"].append({})),
    "no_dataset": _whole(lambda rng, made: made["data"].update(dataSets=[])),
    "datasets_object": _whole(lambda rng, made: made["data"].update(dataSets={})),
    "no_structure": _whole(lambda rng, made: [made["data"].pop(k, None) for k in _STRUCTURES]),
    "draft_form": _whole(lambda rng, made: made.update(made.pop("data"))),
}
