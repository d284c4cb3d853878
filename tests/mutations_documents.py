"""Ways in which a file of JSON documents goes wrong, each by a seed."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

from border_deliveries import person
from mutations import CANARY, Mutate, cut, flip, insert, noise, zipped

from sources.synthetic import oids

NAME = "koski_2023.json"
N = 40
_OIDS = [str(oid) for oid in oids.study_rights(oids.np.arange(1, N + 1))]


def learner(nth: int) -> dict[str, Any]:
    """A good document: one right, with one spell and one achievement. Its name is never read."""
    spell = {"alku": "2023-08-10", "tila": {"koodiarvo": "lasna"}}
    unit = {"koodiarvo": f"{CANARY}{nth}", "koodistoUri": "koulutus"}
    done = {"tyyppi": {"koodiarvo": "lukionoppimaara"}, "koulutusmoduuli": {"tunniste": unit}}
    return {
        "henkilö": {"hetu": person(nth), "sukunimi": f"{CANARY}ä{nth}"},
        "opiskeluoikeudet": [
            {
                "oid": _OIDS[nth - 1],
                "versionumero": 1,
                "tyyppi": {"koodiarvo": "lukiokoulutus"},
                "alkamispäivä": "2023-08-10",
                "tila": {"opiskeluoikeusjaksot": [spell]},
                "suoritukset": [done],
            }
        ],
    }


LEARNERS = [learner(n) for n in range(1, N + 1)]


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


DOCUMENTS = [_text(one) for one in LEARNERS]


def array(documents: list[str]) -> bytes:
    """The documents as they usually come."""
    return ("[" + ",\n".join(documents) + "]\n").encode("utf-8", "surrogatepass")


GOOD = array(DOCUMENTS)
LINES = ("\n".join(DOCUMENTS) + "\n").encode()


def counted(content: bytes) -> dict[str, int]:
    """Documents of the file, where another reader can read it."""
    try:
        text = content.decode("utf-8-sig").strip()
        found, decoder, at = 0, json.JSONDecoder(), 0
        if text.startswith("["):
            return {"learners": len(json.loads(text))}
        while at < len(text):
            _, at = decoder.raw_decode(text, at)
            found, at = found + 1, at + len(text[at:]) - len(text[at:].lstrip())
    except (ValueError, RecursionError):
        return {}
    return {"learners": found}


def one(change: Callable[[str, random.Random], str]) -> Mutate:
    """One document as text is changed, in an array or in lines."""

    def mutate(_: bytes, rng: random.Random) -> bytes:
        made, at = list(DOCUMENTS), rng.randrange(N)
        made[at] = change(made[at], rng)
        return (
            array(made) if rng.random() < 0.5 else "\n".join(made).encode("utf-8", "surrogatepass")
        )

    return mutate


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all that a document holds."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, part in inner:
        found.append((*path, key))
        if isinstance(part, dict | list):
            found += _places(part, (*path, key))
    return found


def valued(*values: Any, share: float = 0.0) -> Mutate:
    """Something in a document, or in that share of them, is one of these instead."""

    def change(text: str, rng: random.Random) -> str:
        made = json.loads(text)
        *path, last = rng.choice(_places(made))
        parent = made
        for key in path:
            parent = parent[key]
        parent[last] = rng.choice(values)
        return _text(made)

    def mutate(_: bytes, rng: random.Random) -> bytes:
        chosen = {rng.randrange(N)} | {n for n in range(N) if rng.random() < share}
        return array([change(t, rng) if n in chosen else t for n, t in enumerate(DOCUMENTS)])

    return mutate


def leaf(name: str, *texts: str) -> Mutate:
    """The value under a name in one document is one of these, as JSON text."""

    def change(text: str, rng: random.Random) -> str:
        start = text.index(f'"{name}": ') + len(name) + 4
        _, end = json.JSONDecoder().raw_decode(text, start)
        return text[:start] + rng.choice(texts) + text[end:]

    return one(change)


def _every(change: Callable[[dict[str, Any]], object]) -> Mutate:
    return lambda _, __: array([_text(change(json.loads(text))) for text in DOCUMENTS])


def _doubled(text: str, rng: random.Random) -> str:
    """A name stands twice in one object."""
    name = rng.choice(("henkilö", "hetu", "oid", "versionumero", "alku", "koodiarvo", "tila"))
    other = rng.choice(("null", "1", '"x"', "[]"))
    return text.replace(f'"{name}":', f'"{name}": {other}, "{name}":', 1)


def _nested(*depths: int) -> Mutate:
    def change(text: str, rng: random.Random) -> str:
        n = rng.choice(depths)
        begin, end = rng.choice((("[", "]"), ('{"x":', "}")))
        inner = begin * n + "1" + end * (n if rng.random() < 0.7 else n - 1)
        return f'{text[:-1]}, "x": {inner}}}'

    return one(change)


def _again(_: bytes, rng: random.Random) -> bytes:
    """Documents twice: the same rights come with them."""
    return array([*DOCUMENTS, *rng.sample(DOCUMENTS, 5)])


def _recoded(encoding: str) -> Mutate:
    return lambda content, _: content.decode().encode(encoding)


def _joined(*between: bytes) -> Mutate:
    """Two halves, each a file of its own."""

    def mutate(_: bytes, rng: random.Random) -> bytes:
        first, second = array(DOCUMENTS[:20]), array(DOCUMENTS[20:])
        return first + rng.choice(between) + second

    return mutate


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {names.get(k, k): _renamed(v, names) for k, v in value.items()}
    return [_renamed(v, names) for v in value] if isinstance(value, list) else value


JSON: dict[str, Mutate] = {
    "as it should be": lambda c, _: c,
    "lines": lambda _, __: LINES,
    "lines with CRLF": lambda _, __: LINES.replace(b"\n", b"\r\n"),
    "one after the other": lambda _, __: LINES.replace(b"\n", b""),
    "spread over lines": lambda _, __: json.dumps(LEARNERS, indent=2).encode(),
    "documents in another order": lambda _, r: array(r.sample(DOCUMENTS, N)),
    "mark": lambda c, _: b"\xef\xbb\xbf" + c,
    "unknown names": _every(lambda d: d | {"x": CANARY, CANARY: [1, {"y": None}], "": 2}),
    "cut off": cut,
    "bits flipped": flip,
    "noise inserted": noise,
    "empty": lambda _, __: b"",
    "blanks alone": lambda _, r: b" \n\t" * r.randrange(1, 9),
    "an empty array": lambda _, __: b"[]",
    "an empty object": lambda _, __: b"{}",
    "no array": lambda _, r: r.choice((b"null", b"1", b'"koski"', b"true", b"NaN")),
    "array in array": lambda c, _: b"[" + c + b"]",
    "array under a name": lambda c, _: b'{"opiskelijat":' + c + b"}",
    "lines and array": lambda c, _: LINES + c,
    "array and lines": lambda c, _: c + LINES,
    "two arrays": _joined(b"", b"\n", b",", b"\n\xef\xbb\xbf"),
    "comma at the end": lambda _, __: array(DOCUMENTS)[:-2] + b",]\n",
    "comma at the lines' ends": lambda _, __: LINES.replace(b"\n", b",\n"),
    "comma lacking": lambda c, _: c.replace(b",\n", b"\n", 1),
    "two commas": lambda c, _: c.replace(b",\n", b",,\n", 1),
    "lines cut off": lambda _, r: cut(LINES, r),
    "a line lost its end": lambda _, __: LINES.replace(b"}\n", b"\n", 1),
    "comma in an object": one(lambda t, _: t[:-1] + ",}"),
    "comma in a list": one(lambda t, _: t.replace("]", ",]", 1)),
    "single quotes": one(lambda t, _: t.replace('"', "'")),
    "names without quotes": one(lambda t, _: t.replace('"oid"', "oid")),
    "comment": one(lambda t, r: r.choice(("/* x */", "// x\n", "# x\n")) + t),
    "name twice": one(_doubled),
    "no number": leaf("versionumero", "NaN", "Infinity", "-Infinity", "01", "+1", ".5", "0x1"),
    "huge number": leaf("versionumero", "9" * 400, "1e400", "-1e-400", "9" * 5_000, "1" + "0" * 18),
    "fraction": leaf("versionumero", "1.5", "1.0", "1e0", "-1", "0", "-0"),
    "nested deep": _nested(50, 99, 101, 2_000, 9_000),
    "nested without end": lambda _, r: b'[{"x":' + r.choice((b"[", b'{"x":')) * 200_000,
    "half a surrogate": leaf("koodiarvo", r'"\ud800"', r'"\udc00x"', r'"\ud800\ud800"'),
    "half a surrogate of a person": leaf("hetu", r'"\ud800"', r'"\ud83d\ude00"'),
    "a surrogate in bytes": one(lambda t, _: t.replace("lasna", "\ud800")),
    "half a surrogate in a name": one(lambda t, _: t[:-1] + r', "\ud800": 1}'),
    "escapes that there aren't": one(lambda t, r: t.replace("lasna", r.choice((r"\x", r"\u12")))),
    "NUL": insert(b"\0"),
    "NUL escaped": leaf("koodiarvo", r'"\u0000"', r'"lasna\u0000"', r'"\u001a\u0007"'),
    "NUL in a person": leaf("hetu", r'"\u0000"', r'"010190Y900P\u0000"'),
    "control characters": insert(b"\x1b"),
    "quote": insert(b'"'),
    "bracket": lambda c, r: insert(r.choice((b"[", b"]", b"{", b"}")))(c, r),
    "UTF-16": _recoded("utf-16"),
    "UTF-16 without mark": _recoded("utf-16-le"),
    "UTF-32": _recoded("utf-32"),
    "ISO-8859-1": _recoded("iso-8859-1"),
    "EBCDIC": _recoded("cp500"),
    "a byte that is no UTF-8": lambda c, r: insert(
        r.choice((b"\xff", b"\xc0\xaf", b"\xed\xa0\x80"))
    )(c, r),
    "CR": lambda _, __: LINES.replace(b"\n", b"\r"),
    "gigantic text": one(lambda t, r: f'{t[:-1]}, "x": "{"x" * r.choice((70_000, 9 << 20))}"}}'),
    "gigantic value": leaf("oid", f'"{"1" * 2_000}"', f'"{"1" * 3_000_000}"'),
    "gigantic name": one(lambda t, _: f'{t[:-1]}, "{CANARY * 100_000}": 1}}'),
    "many names": one(lambda t, _: t[:-1] + "".join(f', "x{n}": 1' for n in range(50_000)) + "}"),
    "many rights": one(
        lambda t, _: '{"henkilö": {"hetu": null}, "opiskeluoikeudet": [' + "{}," * 20_000 + "{}]}"
    ),
    "wrong types": valued(None, 1, -1.5, True, "", "x", [], {}, [[]], [1], {"x": 1}),
    "wrong types everywhere": valued(None, 1, True, "x", [], {}, share=0.5),
    "wrong dates": leaf("alku", '"2023-02-30"', '"20230810"', '"10.8.2023"', '"0000-00-00"', "0"),
    "odd dates": leaf("alkamispäivä", '"2023-08-10T00:00:00Z"', '"+2023-08-10"', '"2099-01-01"'),
    "formula": leaf("hetu", '"=1+1"', '"@SUM(A1)"', '"+cmd|\' /C calc\'!A0"'),
    "a program": leaf("koodiarvo", '"{{7*7}}"', '"$(id)"', '"../../x"', '"%s%n"', '"__proto__"'),
    "codes that nobody knows": leaf("koodiarvo", '"uusi"', '"LASNA"', '" lasna"'),
    "rights twice": _again,
    "names in capitals": _every(lambda d: {k.upper(): v for k, v in d.items()}),
    "names in another form": _every(
        lambda d: _renamed(d, {"henkilö": "henkilo\u0308", "alkamispäivä": "alkamispa\u0308iv"})
    ),
    "persons nowhere": _every(lambda d: d | {"henkilö": {"oid": None}}),
    "lists nowhere": _every(lambda d: {"henkilö": d["henkilö"]}),
}  # fmt: skip
JSON_ZIPPED: dict[str, Mutate] = {
    "as it should be": lambda c, _: zipped((NAME, c)),
    "cut off": lambda c, r: cut(zipped((NAME, c)), r),
    "two members": lambda c, _: zipped((NAME, c), ("b.json", c)),
    "bomb": lambda c, _: zipped((NAME, c[:-2] + b" " * (8 << 20))),
    "inside cut off": lambda c, r: zipped((NAME, cut(c, r))),
}
