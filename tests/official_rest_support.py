"""What becomes of a mutated answer, and the formats whose answers are mutated."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from official_oecd_mutations import OECD_CSV
from official_rest_mutations import SOTKANET_DATA, SOTKANET_METADATA, SOTKANET_REGIONS, Mutant
from official_rest_specimens import ordered
from official_sdmx_json_mutations import SDMX_JSON
from polars.testing import assert_frame_equal

from sources.errors import VarantoError
from sources.official import read_official

FORMATS = {
    "sotkanet_data": SOTKANET_DATA,
    "sotkanet_metadata": SOTKANET_METADATA,
    "sotkanet_regions": SOTKANET_REGIONS,
    "oecd_csv": OECD_CSV,
    "sdmx_json": SDMX_JSON,
}


def read(folder: Path, files: dict[str, bytes]) -> pl.DataFrame:
    folder.mkdir(exist_ok=True)
    for name, body in files.items():
        (folder / name).write_bytes(body)
    return read_official(*(folder / name for name in files))


def judge(folder: Path, mutant: Mutant) -> str:
    """What became of a mutant; an AssertionError where it is read another way than it must be."""
    if mutant.expected is None:
        with pytest.raises(VarantoError) as caught:
            read(folder, dict(mutant.files))
        assert "\n" not in str(caught.value)
        return "refused"
    assert_frame_equal(ordered(read(folder, dict(mutant.files))), mutant.expected, check_exact=True)
    return "read"
