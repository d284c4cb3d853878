"""The page docs/official_series.md, written from the declarations.

`python -m assets.counterparts.listed` writes it anew; a test tells when it must be.
"""

from __future__ import annotations

import sys

from assets.counterparts import COUNTERPARTS
from assets.counterparts.checked import EUROSTAT
from assets.counterparts.not_found import NOT_FOUND
from sources.declarations import Evidence, OfficialSeries
from sources.reference.framework import framework

_HEAD = """\
# Published series beside our indicators

Written by `python -m assets.counterparts.listed` from `assets/counterparts`; add a series there
([contributing](../CONTRIBUTING.md#add-an-official-series)).

- **checked with**: *response* where a genuine file or a recorded answer of the provider shows the
  dataset with these dimensions and codes; *documentation* where only metadata, code lists or other
  people's queries do. The first live fetch tells which of those are wrong: it names what is not
  there, and what is.
- **differs**: why it can't be equal to ours, where that is known. Figures of another concept or
  population stand in `reserves.<table>_all` only, marked D.
"""


def page() -> str:
    """The page's text."""
    ids = framework()["indicator_id"].to_list()
    of_framework = [name for name in ids if name in COUNTERPARTS]
    confirmed = [n for n in of_framework if any(_seen(s) for s in COUNTERPARTS[n])]
    more = [name for name in COUNTERPARTS if name not in ids]
    lines = [
        _HEAD,
        f"Of the framework's {len(ids)} indicators {len(of_framework)} have a published series, "
        f"{len(confirmed)} of them one that a response shows; {len(more)} of our other indicators "
        "have one too.",
        "",
        "## Of the framework",
        "",
        *_table(of_framework),
        "",
        "## Of our other indicators",
        "",
        *_table(more),
        "",
        "## Without a published series",
        "",
        "| indicator | why |",
        "|---|---|",
        *(f"| `{name}` | {why} |" for name, why in NOT_FOUND.items()),
        "",
        "## What Eurostat's dimensions were checked with",
        "",
        "Dimensions other than area, time and frequency, under the names that they bore there.",
        "",
        "| dataset | dimensions | seen in |",
        "|---|---|---|",
        *(
            f"| `{name}` | {', '.join(c.dimensions)} | {c.seen or 'documentation'} |"
            for name, c in sorted(EUROSTAT.items())
        ),
    ]
    return "\n".join(lines) + "\n"


def _seen(series: OfficialSeries) -> bool:
    return series.evidence is Evidence.RESPONSE


def _table(names: list[str]) -> list[str]:
    head = ["| indicator | provider | dataset | slice | checked with | differs | note |",
            "|---|---|---|---|---|---|---|"]  # fmt: skip
    return head + [_row(name, s) for name in names for s in COUNTERPARTS[name]]


def _row(name: str, series: OfficialSeries) -> str:
    where = ", ".join(f"{n} = {c}" for n, c in series.where.items())
    factor = "" if series.factor == 1 else f" × {series.factor:g}"
    cells = (
        f"`{name}`",
        series.provider,
        f"`{series.dataset}`",
        f"{where}{factor}",
        series.evidence.value,
        series.differs.value if series.differs else "",
        series.note or "",
    )
    # A bar within a cell would end it.
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


if __name__ == "__main__":
    from pathlib import Path

    target = Path(__file__).resolve().parents[2] / "docs" / "official_series.md"
    target.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{target.name}: {len(COUNTERPARTS)} indicators\n")
