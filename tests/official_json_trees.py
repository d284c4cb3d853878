"""Changes of a parsed JSON response, for mutations of it."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from itertools import product
from math import prod
from typing import Any

from official_mutations import Mutate, Mutated
from official_specimens import packed

Tree = dict[str, Any]
Change = Callable[[Tree, random.Random], None]


def tree(change: Change) -> Mutate:
    """A mutation of the parsed response, in place."""

    def mutate(good: bytes, rng: random.Random) -> Mutated:
        value = json.loads(good)
        change(value, rng)
        return packed(value)

    return mutate


def text(pattern: str, new: str) -> Mutate:
    """The first match of a pattern in the text replaced; it must be there."""

    def mutate(good: bytes, rng: random.Random) -> Mutated:
        found, n = re.subn(pattern, new, good.decode(), count=1)
        assert n == 1
        return found.encode()

    return mutate


def put(*path: str | int, value: object) -> Mutate:
    """One member set."""

    def change(whole: Tree, rng: random.Random) -> None:
        at: Any = whole
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = value

    return tree(change)


def drop(*path: str) -> Mutate:
    """One member left out."""

    def change(whole: Tree, rng: random.Random) -> None:
        at = whole
        for step in path[:-1]:
            at = at[step]
        del at[path[-1]]

    return tree(change)


def shuffled(value: Any, rng: random.Random) -> Any:
    """The same JSON with the members of every object in another order."""
    if isinstance(value, dict):
        keys = rng.sample(list(value), len(value))
        return {key: shuffled(value[key], rng) for key in keys}
    return [shuffled(item, rng) for item in value] if isinstance(value, list) else value


def cells(part: Any, count: int) -> list[Any]:
    """Values or statuses as a list, however they are written."""
    if isinstance(part, list):
        return part
    return [part.get(str(n)) for n in range(count)]


def sparse(part: Any) -> Any:
    if isinstance(part, dict):
        return part
    return {str(n): item for n, item in enumerate(part) if item is not None}


def _ordered(whole: Tree, order: list[int]) -> None:
    """Dimensions in another order, values and statuses with them."""
    sizes = whole["size"]
    count = prod(sizes)
    old = list(product(*(range(size) for size in sizes)))
    place = {at: n for n, at in enumerate(old)}
    new = product(*(range(sizes[i]) for i in order))
    at = [place[tuple(key[order.index(i)] for i in range(len(sizes)))] for key in new]
    for part in ("value", "status"):
        given = cells(whole[part], count)
        whole[part] = [given[n] for n in at]
    whole["id"] = [whole["id"][i] for i in order]
    whole["size"] = [sizes[i] for i in order]


def dimensions_shuffled(whole: Tree, rng: random.Random) -> None:
    _ordered(whole, rng.sample(range(len(whole["id"])), len(whole["id"])))


def codes_shuffled(whole: Tree, rng: random.Random) -> None:
    """The codes of one dimension in another order, values and statuses with them."""
    many = [n for n, size in enumerate(whole["size"]) if size > 1]
    which = rng.choice(many)
    _ordered(whole, [which, *(n for n in range(len(whole["id"])) if n != which)])
    category = whole["dimension"][whole["id"][0]]["category"]
    order = rng.sample(list(category["index"]), len(category["index"]))
    block = prod(whole["size"]) // len(order)
    old = category["index"]
    for part in ("value", "status"):
        given = whole[part]
        blocks = [given[old[code] * block : (old[code] + 1) * block] for code in order]
        whole[part] = [item for one in blocks for item in one]
    category["index"] = {code: n for n, code in enumerate(order)}


def indexes_as_lists(whole: Tree, rng: random.Random) -> None:
    for dimension in whole["dimension"].values():
        index = dimension["category"]["index"]
        dimension["category"]["index"] = sorted(index, key=index.get)


def no_index_of_one(whole: Tree, rng: random.Random) -> None:
    for dimension in whole["dimension"].values():
        if len(dimension["category"]["index"]) == 1:
            del dimension["category"]["index"]


def as_lists(whole: Tree, rng: random.Random) -> None:
    for part in ("value", "status"):
        whole[part] = cells(whole[part], prod(whole["size"]))


def as_objects(whole: Tree, rng: random.Random) -> None:
    for part in ("value", "status"):
        whole[part] = sparse(whole[part])


def labels_swapped(dimension: str) -> Mutate:
    """Two labels of a dimension exchanged: each stands at the other's code."""

    def change(whole: Tree, rng: random.Random) -> None:
        labels = whole["dimension"][dimension]["category"]["label"]
        one, other = rng.sample(list(labels), 2)
        labels[one], labels[other] = labels[other], labels[one]

    return tree(change)


def without(dimension: str, *, sized: bool) -> Mutate:
    """A dimension left out, its values not."""

    def change(whole: Tree, rng: random.Random) -> None:
        del whole["dimension"][dimension]
        if sized:
            at = whole["id"].index(dimension)
            del whole["id"][at], whole["size"][at]
            whole.pop("role", None)

    return tree(change)


def key_twice(good: bytes, rng: random.Random) -> Mutated:
    """One member of an object twice, with another value the second time."""
    found = list(re.finditer(rb'"([^"]+)": ("[^"]*"|[\d.]+)', good))
    at = rng.choice(found)
    return good[: at.end()] + b', "' + at.group(1) + b'": 99' + good[at.end() :]


def value_of(what: object) -> Mutate:
    def change(whole: Tree, rng: random.Random) -> None:
        at = rng.choice([n for n, v in enumerate(cells(whole["value"], 0)) if v is not None])
        whole["value"][at] = what

    return tree(lambda whole, rng: (as_lists(whole, rng), change(whole, rng))[0])


def misplaced(key: str) -> Mutate:
    """A position that is not one, in sparse values."""

    def change(whole: Tree, rng: random.Random) -> None:
        as_objects(whole, rng)
        whole["value"][key] = whole["value"].pop(rng.choice(list(whole["value"])))

    return tree(change)
