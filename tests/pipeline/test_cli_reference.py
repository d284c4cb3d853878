"""The command's whole way on real input: EU-SILC file in, figures and their origin out."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from cli_support import varanto

from pipelines.cli.main import app
from sources.home import Home

COMMANDS = Path(__file__).parents[2] / "docs" / "commands.md"


@pytest.mark.reference_data
def test_from_the_file_to_the_figure_and_back(
    home: Home, reference: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = reference / "microdata" / "eusilc.csv"
    assert varanto(capsys, "receive", "eu_silc", file).code == 2  # a survey needs its year
    assert varanto(capsys, "receive", "eu_silc", file, "--period", "2006").code == 0
    made = varanto(capsys, "refresh", "--json")
    assert made.code == 0
    assert re.search(r"facts/eu_silc +14,827 rows +\d", made.err)
    assert json.loads(made.out)["new_release"]
    again = varanto(capsys, "refresh")
    assert "Nothing is new" in again.out
    sql = (
        "select value from reserves.material_living_standards where year = 2006 "
        "and indicator_id = 'at_risk_of_poverty_rate' and area_code = 'AT' and sex = '_T' "
        "and age_group = 'TOTAL' and breakdown_by = '_T'"
    )
    (row,) = json.loads(varanto(capsys, "query", "--json", sql).out)
    assert row["value"] == pytest.approx(14.44422, abs=1e-5)
    told = varanto(capsys, "explain", "at_risk_of_poverty_rate", "Kärnten", "2006").out
    assert "by method M3" in told
    assert "14,827" in told
    assert "264d171a5de40ee7485e732426e420c30ca7d332da3fbcb0984ad45bd677eb92" in told
    (silc,) = (
        s
        for s in json.loads(varanto(capsys, "status", "--json").out)["sources"]
        if s["source"] == "eu_silc"
    )
    assert (silc["read"], silc["accepted"], silc["periods"]) == (14_827, 14_827, ["2006"])


def test_every_command_stands_in_the_page_of_commands() -> None:
    described = set(re.findall(r"^## `varanto (\w+)", COMMANDS.read_text(), re.MULTILINE))
    there = {
        command.name or command.callback.__name__
        for command in app.registered_commands
        if command.callback is not None
    }
    assert described == there
