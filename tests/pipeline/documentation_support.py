"""Pages of the documentation, cut into the blocks that readers copy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = (
    "README.md",
    "CONTRIBUTING.md",
    *sorted(str(p.relative_to(ROOT)) for p in (ROOT / "docs").rglob("*.md")),
)
_FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, and its text without the fences."""

    language: str
    text: str


def text_of(page: str) -> str:
    """A page, by its path from the project's root."""
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(page: str, *languages: str) -> list[Block]:
    """The page's fenced blocks in these languages, in order."""
    found = [Block(*match.groups()) for match in _FENCE.finditer(text_of(page))]
    return [b for b in found if b.language in languages]


def block_for(page: str, place: str) -> str:
    """The one Python block whose first line names `place`, without that line."""
    found = [b.text for b in blocks(page, "python") if b.text.startswith(f"# {place}")]
    assert len(found) == 1, f"{page} has {len(found)} blocks for {place}"
    return found[0].split("\n", 1)[1]
