"""No identity code that could be someone's stands in the project's own files."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from border_deliveries import hetu

PROJECT = Path(__file__).resolve().parent.parent.parent
TEXT = {".py", ".md", ".csv", ".yaml", ".toml", ".sql", ".txt", ".json", ".cfg", ".sh", ""}
PASSED_OVER = {".venv", ".git", "data", "data.keys", "build", "__pycache__"}

_CODE = re.compile(
    r"(?<![0-9A-Za-z])(\d\d)(\d\d)(\d\d)([-+YXWVUA-F])(\d{3})([0-9A-FHJ-NPR-Y])(?![0-9A-Za-z])"
)
_CENTURY = {"+": 1800} | dict.fromkeys("-YXWVU", 1900) | dict.fromkeys("ABCDEF", 2000)


def issued(text: str) -> list[str]:
    """Codes of a real day in the range that is given to people, whatever their check character."""
    found = []
    for match in _CODE.finditer(text):
        day, month, year, sign, number, _ = match.groups()
        try:
            date(_CENTURY[sign] + int(year), int(month), int(day))
        except ValueError:
            continue
        if 2 <= int(number) < 900:
            found.append(match[0])
    return found


def test_the_search_finds_an_issued_code_and_passes_over_an_invented_one() -> None:
    for sign in _CENTURY:
        assert issued(f"x = '{hetu('290200', 450, sign)}'") or sign in "-YXWVU+"
        assert issued(f"a;{hetu('010375', 450, sign)};b")
        assert not issued(f"a;{hetu('010375', 900, sign)};b")
    assert not issued(hetu("310275", 450))


def test_no_code_that_could_be_someone_s_is_in_the_tree() -> None:
    found: dict[str, int] = {}
    for path in PROJECT.rglob("*"):
        inside = path.relative_to(PROJECT).parts
        if PASSED_OVER & set(inside) or any(part.endswith("_cache") for part in inside):
            continue
        if path.is_file() and path.suffix in TEXT:
            codes = issued(path.read_text(encoding="utf-8", errors="replace"))
            if codes:
                found[str(path.relative_to(PROJECT))] = len(codes)
    assert found == {}
