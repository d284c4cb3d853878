"""The few pieces of HTML that the pages are made of; every text is escaped here."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

STYLE = """
:root { --ink: #1b2a33; --muted: #5b6b73; --line: #e3e8ea; --good: #0b6e6e; --look: #b26a00;
  --bad: #a3262a; --bar: #a5cccc; }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); max-width: 66rem; margin: 2rem auto;
  padding: 0 1.2rem; }
h1 { font-size: 1.6rem; margin-bottom: .1rem; } h2 { font-size: 1.1rem; margin-top: 2.2rem; }
p.sub { color: var(--muted); margin-top: 0; }
span.note { color: var(--muted); font-size: .8rem; }
p.internal { color: var(--bad); font-size: .85rem; }
table { border-collapse: collapse; margin: .6rem 0; }
th, td { text-align: left; padding: .25rem .9rem .25rem 0; border-bottom: 1px solid var(--line);
  vertical-align: top; }
th { font-weight: 600; font-size: .85rem; color: var(--muted); }
td.n { text-align: right; font-variant-numeric: tabular-nums; }
td.bar { min-width: 6.5rem; }
.good { color: var(--good); } .look { color: var(--look); } .bad { color: var(--bad); }
.light { display: inline-block; width: .7rem; height: .7rem; border-radius: 50%;
  background: currentColor; margin-right: .5rem; }
code { background: #f4f6f7; padding: .05rem .3rem; }
svg { display: block; }
"""


class Markup(str):
    """HTML of ours, put into a table's cell as it is; every other text is escaped there."""

    __slots__ = ()


def page(title: str, body: Sequence[str]) -> str:
    """A whole page; `body` are pieces of HTML."""
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{STYLE}</style>'
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{"".join(body)}</body></html>'


def heading(text: str, level: int = 2) -> str:
    """A heading."""
    return f"<h{level}>{escape(text)}</h{level}>"


def paragraph(text: str, kind: str = "") -> str:
    """A paragraph of a kind (a class of the style)."""
    return f'<p class="{kind}">{escape(text)}</p>'


def bullets(lines: Sequence[str]) -> str:
    """A list of sentences."""
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"


def light(level: str, text: str) -> Markup:
    """A traffic light beside a text; `level` is good, look or bad."""
    return Markup(f'<span class="{level}"><span class="light"></span></span>{escape(text)}')


def noted(text: str, note: str) -> Markup:
    """A text with a smaller line below it."""
    return Markup(f'{escape(text)}<br><span class="note">{escape(note)}</span>')


def link(target: str, text: str) -> Markup:
    """A link within the pages."""
    return Markup(f'<a href="{escape(target)}">{escape(text)}</a>')


def table(header: Sequence[str], rows: Sequence[Sequence[str | int | None]]) -> str:
    """A table; whole numbers to the right, `Markup` as it is, every other text escaped."""
    head = "".join(f"<th>{escape(name)}</th>" for name in header)
    lines = ["<tr>" + "".join(_cell(value) for value in row) + "</tr>" for row in rows]
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"


def _cell(value: str | int | None) -> str:
    if value is None:
        return "<td></td>"
    if isinstance(value, int):
        return f'<td class="n">{value:,}</td>'
    return f"<td>{value if isinstance(value, Markup) else escape(value)}</td>"


def bar(share: float) -> Markup:
    """A share (0–1) as a bar with its figure."""
    width = round(64 * share, 1)
    return Markup(
        '<svg width="120" height="18" role="img">'
        '<rect x="0" y="4" width="64" height="10" fill="#f0f3f4"/>'
        f'<rect x="0" y="4" width="{width}" height="10" fill="#a5cccc"/>'
        f'<text x="70" y="14" font-size="12" fill="#1b2a33">{share:.1%}</text></svg>'
    )
