"""A corrected delivery of one sector of the synthetic Finland, and what hangs on it."""

from __future__ import annotations

from pathlib import Path

from sources.declarations import Reserve


def shortened(old: Path, target: Path) -> Path:
    """The file without its last rows, as a supplier corrects it."""
    lines = old.read_bytes().splitlines(keepends=True)
    target.write_bytes(b"".join(lines[:-20]))
    return target


BELOW = {"candidate", "release"}
MADE = {
    "wellbeing_survey": (
        2023,
        "terve_suomi_2023.csv",
        # Of each reserve but the material one it asks something.
        {"frames/wellbeing_survey", *(f"reserves/{r.value}" for r in Reserve)}
        - {"reserves/material_living_standards"},
    ),
    "kela": (
        2023,
        "81_522_2020_ETUUDET_2023.csv",
        {"person_years", "register_cells", "reserves/health",
         "reserves/material_living_standards"},
    ),
    "noise_maps": (
        2021,
        "julkisivumelu_2021.csv",
        {"surroundings", "person_years", "register_cells", "reserves/environment"},
    ),
    "offences": (
        2023, "rikokset_kunnittain_2023.csv", {"counts/offences", "reserves/safety"}
    ),
}  # fmt: skip
"""Source → year, the file that is corrected, and the assets that hang on it."""
