"""Reading a provider's JSON: damaged, ambiguous and unbounded documents are refused by name."""

from __future__ import annotations

import json
from collections.abc import Iterable
from math import isfinite
from pathlib import Path
from typing import Any, NoReturn, TypeGuard

from sources.errors import VarantoError
from sources.official.text import file_text, refuse


class _Fault(ValueError):
    """What is wrong with a document that is well-formed JSON."""


def _unique(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            # Parsers differ in which one they keep, so neither is taken.
            raise _Fault("a key stands twice in one object")
        found[name] = value
    return found


def _no_number(text: str) -> NoReturn:
    raise _Fault(f"{text} is no number of JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise _Fault("a number is too large")
    return number


def parsed_json(path: Path) -> Any:
    """The document in a UTF-8 JSON file, `.gz` unpacked.

    Refused with a `VarantoError`: what `file_text` refuses, damaged JSON, a key that stands twice
    in one object, NaN and Infinity, text that is no Unicode, nesting without end.
    """
    text = file_text(path)
    try:
        document = json.loads(
            text, object_pairs_hook=_unique, parse_constant=_no_number, parse_float=_finite
        )
        # Half a surrogate pair may be written as an escape; no later step could write it out.
        json.dumps(document, ensure_ascii=False).encode()
    except _Fault as fault:
        raise refuse(path, str(fault)) from None
    except json.JSONDecodeError as error:
        raise refuse(path, f"is damaged JSON, from line {error.lineno}") from None
    except UnicodeEncodeError:
        raise refuse(path, "holds text that is no Unicode") from None
    except RecursionError:
        raise refuse(path, "is nested without end") from None
    except ValueError:
        raise refuse(path, "holds a number of endless length") from None
    return document


def whole_number(value: Any) -> TypeGuard[int]:
    """Whether a JSON value is a whole number; true and false are none."""
    return isinstance(value, int) and not isinstance(value, bool)


def number_text(value: Any) -> str | None:
    """How a JSON number is written; null is empty, anything but a finite number None."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return repr(value) if isfinite(value) else None
    except OverflowError:
        return None


def keyed(path: Path, value: Any, what: str) -> dict[str, Any]:
    """`value` if it is an object, else a `VarantoError` that calls it `what`."""
    if not isinstance(value, dict):
        raise _shape(path, what, "an object")
    return value


def listed(path: Path, value: Any, what: str) -> list[Any]:
    """`value` if it is a list, else a `VarantoError` that calls it `what`."""
    if not isinstance(value, list):
        raise _shape(path, what, "a list")
    return value


def _shape(path: Path, what: str, form: str) -> VarantoError:
    return refuse(path, f"{what} is not {form}")
