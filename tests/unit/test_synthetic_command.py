"""The command that writes the synthetic Finland: same seed, same bytes; refusals; its imports."""

from __future__ import annotations

import ast
import gzip
import hashlib
import json
import os
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from sources.synthetic.__main__ import main

PROJECT = Path(__file__).resolve().parent.parent.parent

FILES_A_YEAR = {
    "population": 3,
    "income_register": 8,
    "living_conditions": 4,
    "wellbeing_survey": 1,
    "labour_force": 1,
    "crime_victims": 1,
    "degrees": 1,
    "causes_of_death": 1,
    "kela": 3,
    "social_assistance": 1,
    "job_seekers": 3,
    "building_stock": 1,
    "air_quality": 2,
    "primary_care": 5,
    "hospital_care": 3,
    "study_rights": 1,
    "elections": 2,
    "offences": 1,
    "offence_victims": 1,
    "road_accidents": 1,
    "green_areas": 1,
    "public_transport": 1,
}

ONE_YEAR_OF_TWO = {"school_health": 1, "trust_survey": 1, "noise_maps": 1, "time_use": 2}
"""Of what comes every second, fifth or tenth year, one of the two came."""


def run(out: Path, *more: str) -> Path:
    assert (
        main(["--persons", "500", "--years", "2021-2022", "--quiet", "--out", str(out), *more]) == 0
    )
    return out


def digest(root: Path) -> dict[str, str]:
    return {
        str(p.relative_to(root)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(root.rglob("*"))
        if p.is_file()
    }


def test_the_same_seed_gives_the_same_bytes_however_many_threads(tmp_path: Path) -> None:
    here = digest(run(tmp_path / "a", "--seed", "7"))
    environment = os.environ | {"POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "sources.synthetic", "--persons", "500", "--seed", "7"]
    command += ["--years", "2021-2022", "--quiet", "--out", str(tmp_path / "b")]
    subprocess.run(command, check=True, cwd=PROJECT, env=environment)
    assert digest(tmp_path / "b") == here


def test_another_seed_gives_other_persons(tmp_path: Path) -> None:
    one, other = (
        digest(run(tmp_path / "a", "--seed", "7")),
        digest(run(tmp_path / "b", "--seed", "8")),
    )
    assert one.keys() == other.keys()
    # Where measuring stations stand isn't drawn.
    persons = {name for name in one if "asemat_" not in name}
    assert not {name for name in persons if one[name] == other[name]}


def test_the_manifest_says_what_was_written(tmp_path: Path) -> None:
    out = run(tmp_path / "a")
    manifest = json.loads((out / "synthetic.json").read_text(encoding="utf-8"))
    made = digest(out)
    assert {f["path"]: f["sha256"] for f in manifest["files"]} == {
        name: value for name, value in made.items() if "/" in name
    }
    for file in manifest["files"]:
        texts = unpacked(out / file["path"])
        # Besides rows: an array's brackets, or a header, which results of elections don't have.
        besides = 0 if file["path"].startswith("elections/") else 1
        lines = sum(text.count(b"\n") - besides - text.startswith(b"[") for text in texts)
        assert lines == file["rows"], file["path"]
    written = Counter(file["path"].split("/")[0] for file in manifest["files"])
    yearly = {source: 2 * files for source, files in FILES_A_YEAR.items()}
    yearly["causes_of_death"] += 1  # what has changed of the last year's
    assert written == yearly | ONE_YEAR_OF_TWO


def unpacked(path: Path) -> list[bytes]:
    """What a file holds: the members of an archive, or the one text."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return [archive.read(member) for member in archive.namelist()]
    data = path.read_bytes()
    return [gzip.decompress(data) if path.suffix == ".gz" else data]


def test_more_payments_a_year_give_more_reports_and_the_same_persons(tmp_path: Path) -> None:
    few, many = run(tmp_path / "few"), run(tmp_path / "many", "--payments-per-year", "12")
    name = "income_register/2022/tulorek_palkka_ilmoitus_2022.csv.gz"
    rows = [gzip.decompress((r / name).read_bytes()).count(b"\n") for r in (few, many)]
    assert rows[1] > 2.5 * rows[0]


def test_no_faults_are_planted_where_none_are_asked_for(tmp_path: Path) -> None:
    out = run(tmp_path / "a", "--fault-rate", "0")
    for name in ("planted_faults.csv", "planted_cascades.csv"):
        assert (out / name).read_text(encoding="utf-8").count("\n") == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (["--persons", "10"], "--persons"),
        (["--years", "2019-2022"], "--years"),
        (["--years", "2023-2022"], "--years"),
        (["--fault-rate", "0.5"], "--fault-rate"),
        (["--payments-per-year", "5"], "--payments-per-year"),
    ],
)
def test_options_that_make_no_sense_are_refused_with_one_line(
    wrong: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--out", str(tmp_path / "x"), *wrong]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert says in said
    assert not (tmp_path / "x").exists()


def test_a_folder_that_holds_something_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    assert main(["--out", str(tmp_path)]) == 1
    assert "not empty" in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_the_generator_knows_no_contract() -> None:
    allowed = ("sources.errors", "sources.reference", "sources.synthetic")
    rooms = ("sources", "quality", "warehouse", "assets", "pipelines")
    for path in sorted((PROJECT / "sources" / "synthetic").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{a.name}" for a in node.names]
            for name in names:
                ours = name.split(".")[0] in rooms
                assert not ours or name.startswith(allowed), f"{path.name} imports {name}"
