"""The pages say what is so: queries answer, commands, options, jobs, folders and links exist."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click
import duckdb
import polars as pl
import pytest
import typer.main
from audit_support import few_rows, frame
from cli_support import varanto
from documentation_support import PAGES, ROOT, blocks, text_of

from assets.reserves import INDICATORS
from pipelines.cli.main import app
from pipelines.jobs import JOBS
from sources.catalogue import SECTOR_SOURCES, SOURCES
from sources.home import HOME_VARIABLE, Home
from warehouse.release import publish, write_candidate

READERS = ("README.md", *(f"docs/{n}.md" for n in ("researchers", "county", "steward")))
QUERIES = [
    pytest.param(block.text, id=f"{page} {number}")
    for page in READERS
    for number, block in enumerate(blocks(page, "sql"), start=1)
]
ANSWERS_IN_R = [
    sql
    for block in blocks("docs/researchers.md", "r")
    for sql in re.findall(r'dbGetQuery\(\w+, "(.*?)"\)', block.text)
]
PROGRAM = r"([\w./-]+/)?varanto"
Command = tuple[str, ...]


# -- a small release --------------------------------------------------------------------

Row = dict[str, object]

AREAS = {"SSS": "COUNTRY", "MK06": "REGION", "HVA06": "COUNTY", "HVA08": "COUNTY"}


def row(indicator: str, area: str, level: str, year: int, **other: object) -> Row:
    """A row as the pipeline would write it, of the living conditions survey."""
    unit = next(i.unit for i in INDICATORS if i.id == indicator)
    usual: Row = {
        "indicator_id": indicator,
        "area_level": level,
        "area_code": area,
        "year": year,
        "period": str(year),
        "sex": "_T",
        "age_group": "TOTAL",
        "breakdown_by": "_T",
        "breakdown_value": "_T",
        "value": 12.5 + year % 10 + len(area),
        "se": 0.5,
        "ci_low": 11.0,
        "ci_high": 14.0,
        "n": 600,
        "unit": unit,
        "obs_status": "A",
        "conf_status": "F",
        "experimental": True,
        "synthetic": True,
        "source_kind": "computed",
        "source_id": "living_conditions",
        "method_id": "M3",
        "definition_version": "1.0",
        "area_vintage": year,
        "vintage": 1,
    }
    return usual | other


HIDDEN: Row = {
    **dict.fromkeys(("value", "se", "ci_low", "ci_high", "n")),
    "obs_status": "Q",
    "conf_status": "A",
}
REGISTER: Row = {"source_id": "income_register", "se": None}
OFFICIAL: Row = {
    **dict.fromkeys(("se", "ci_low", "ci_high", "n", "method_id", "definition_version")),
    "source_kind": "official",
    "source_id": "eurostat",
    "experimental": False,
    "synthetic": False,
    "area_vintage": None,
}


def small_release() -> dict[str, pl.DataFrame]:
    """Rows of a few indicators: surveys, a register with a hidden cell, a published figure."""
    years = (2023, 2024)
    poverty = [
        row("at_risk_of_poverty_rate", area, level, year, sex=sex)
        for area, level in AREAS.items()
        for year in years
        for sex in ("_T", "F", "M")
    ]
    towns = [
        row("at_risk_of_poverty_rate_register", town, "MUNICIPALITY", 2024, **REGISTER)
        for town in ("KU837", "KU211")
    ]
    hidden = row(
        "at_risk_of_poverty_rate_register", "KU108", "MUNICIPALITY", 2024, **(REGISTER | HIDDEN)
    )
    register = [
        row("at_risk_of_poverty_rate_register", area, level, 2024, **REGISTER)
        for area, level in AREAS.items()
    ]
    living_alone = [
        row("living_alone_share", area, level, year, source_id="population", se=None)
        for area, level in (*AREAS.items(), ("KU837", "MUNICIPALITY"))
        for year in years
    ]
    lonely = [
        row("loneliness_thl_share", area, level, 2024, source_id="wellbeing_survey")
        for area, level in AREAS.items()
    ]
    health = [
        row("self_rated_health_good_share", area, level, year)
        for area, level in AREAS.items()
        for year in years
    ]
    published = [
        row("self_rated_health_good_share", "SSS", "COUNTRY", year, **OFFICIAL | {"value": value})
        for year, value in zip(years, (18.5, 30.0), strict=True)  # equal to ours, and far from it
    ]
    return few_rows(
        material_living_standards=frame([*poverty, *register, *towns, hidden]),
        health=frame([*health, *published]),
        social_connections=frame([*living_alone, *lonely]),
    )


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with the small release."""
    home = Home(tmp_path_factory.mktemp("pages") / "home").prepare()
    home.fix_kind(synthetic=True)
    write_candidate(home, small_release(), INDICATORS, SOURCES)
    publish(home)
    return home


def test_the_pages_have_queries_to_try() -> None:
    assert len(QUERIES) >= len(READERS)
    assert ANSWERS_IN_R
    assert ASKED


@pytest.mark.parametrize("sql", [*QUERIES, *ANSWERS_IN_R])
def test_a_query_on_a_page_answers(published: Home, sql: str) -> None:
    with duckdb.connect(str(published.database.resolve()), read_only=True) as database:
        assert database.execute(sql).fetchall()


def test_the_one_row_query_gives_one_row_and_the_three_reasons_are_told_apart(
    published: Home,
) -> None:
    of_page = [block.text for block in blocks("docs/researchers.md", "sql")]
    with duckdb.connect(str(published.database.resolve()), read_only=True) as database:
        (one_row,) = [sql for sql in of_page if "HVA08" in sql and "n, source_id" in sql]
        assert len(database.execute(one_row).fetchall()) == 1
        (reasons,) = [sql for sql in of_page if "as why" in sql]
        why = {area: reason for area, *_, reason in database.execute(reasons).fetchall()}
        assert why == {"KU837": "given", "KU211": "given", "KU108": "suppressed"}
        beside, unexplained = [sql for sql in of_page if "official_value" in sql]
        assert [row[:2] for row in database.execute(beside).fetchall()] == [
            ("SSS", 2023),
            ("SSS", 2024),
        ]
        (largest,) = database.execute(unexplained).fetchall()
        assert largest[:4] == (1, "self_rated_health_good_share", "SSS", 2024)


def test_the_python_of_the_researchers_page_runs_in_the_home(
    published: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(published.path)
    (block,) = blocks("docs/researchers.md", "python")
    known: dict[str, duckdb.DuckDBPyConnection] = {}
    exec(compile(block.text, "researchers.md", "exec"), known)
    known["database"].close()
    assert "'year', 'value'" in capsys.readouterr().out


# -- commands ---------------------------------------------------------------------------


def commands(page: str) -> Iterator[Command]:
    """The `varanto` commands of a page, from its shell blocks and from inline code."""
    lines = [line for b in blocks(page, "sh") for line in b.text.splitlines()]
    inline = re.findall(r"`(varanto [^`]+)`", re.sub(r"```.*?```", "", text_of(page), flags=re.S))
    for line in (*lines, *inline):
        words = shlex.split(line.split(" > ")[0], comments=True)
        if words and re.fullmatch(PROGRAM, words[0]) and not any(w.isupper() for w in words[1:2]):
            yield tuple(words[1:])


def options() -> dict[str, set[str]]:
    """The options of each command."""
    group = typer.main.get_command(app)
    assert isinstance(group, click.Group)
    return {
        name: {o for p in known.params for o in (*p.opts, *p.secondary_opts)} | {"--help"}
        for name, known in group.commands.items()
    }


def fault(command: Command) -> str:
    """What of a command is not there: its name, or an option; empty if all is."""
    name, *rest = command
    known = options()
    if name not in known:
        return name
    return " ".join(word for word in rest if word.startswith("-") and word not in known[name])


COMMANDS = [pytest.param(c, id=f"{page}: {' '.join(c)}") for page in PAGES for c in commands(page)]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_on_a_page_exists_with_its_options(command: Command) -> None:
    assert fault(command) == ""


def test_a_command_or_option_that_is_not_there_is_noticed() -> None:
    assert fault(("publish",)) == "publish"
    assert fault(("refresh", "--no-wait", "--force")) == "--force"


def test_an_option_that_a_page_names_alone_is_one_of_some_command() -> None:
    named = {o for page in PAGES for o in re.findall(r"`(--[a-z-]+)", text_of(page))}
    assert named
    assert sorted(named - set().union(*options().values())) == []


ASKED = [
    pytest.param(command, id=f"{page}: {command[-1]}")
    for page in READERS
    for command in commands(page)
    if command[0] == "query" and "…" not in command
]


@pytest.mark.parametrize("command", ASKED)
def test_a_query_by_the_command_answers(
    command: Command,
    published: Home,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(published.path))
    answer = varanto(capsys, *command, "--csv")
    assert (answer.code, answer.err) == (0, "")


# -- names ------------------------------------------------------------------------------


def code() -> str:
    """All our code, in one text."""
    rooms = ("sources", "quality", "warehouse", "assets", "pipelines")
    files = [p for room in rooms for p in (ROOT / room).rglob("*.py")]
    texts = [p.read_text(encoding="utf-8") for p in (*files, *(ROOT / "docs").glob("*.yaml"))]
    return "\n".join(texts)


def test_every_variable_on_a_page_is_read_by_the_code() -> None:
    named = {v for page in PAGES for v in re.findall(r"VARANTO_[A-Z_]+[A-Z]", text_of(page))}
    text = code()
    assert [v for v in sorted(named) if v not in text] == []


def test_the_county_page_lists_every_source_with_the_day_it_is_expected() -> None:
    listed = dict(re.findall(r"^\| `(\w+)` \|.*\| ([^|]+) \|$", text_of("docs/county.md"), re.M))
    assert set(listed) == {s.id for s in SECTOR_SOURCES}
    for one in SECTOR_SOURCES:
        if one.expected_by and one.every_years == 1:
            day = date.fromisoformat(f"2000-{one.expected_by}")
            assert listed[one.id] == f"{day.day} {day:%B}", one.id


def test_the_jobs_and_sensors_named_for_engineers_exist() -> None:
    jobs = {job.name for job in JOBS}
    rows = re.findall(r"^\| `(\w+)(?:<source>)?` \| ", text_of("docs/engineers.md"), re.M)
    named = [name for name in rows if not name.startswith("VARANTO")]
    assert named
    assert [n for n in named if n not in jobs and f"{n}population" not in jobs] == []


def test_the_zones_named_for_the_steward_are_the_folders_of_a_home(home: Home) -> None:
    first_cells = re.findall(r"^\| (`.*?) \|", text_of("docs/steward.md"), re.M)
    named = {n for cell in first_cells for n in re.findall(r"`(\w+)/`", cell)}
    home.prepare()
    assert named == {p.name for p in home.path.iterdir()} | {home.candidate.name}


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_file(page: str) -> None:
    found = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text_of(page))
    assert [link for link in found if not (ROOT / page).parent.joinpath(link).exists()] == []


@pytest.mark.parametrize("page", sorted(Path(ROOT / "docs" / "decisions").glob("*.md")))
def test_a_decision_is_short_and_numbered_as_its_file(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"# {int(page.name[:4])}. ")
    assert len(text.splitlines()) <= 25
