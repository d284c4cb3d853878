"""A release opens in DuckDB 1.5, which researchers' R and Python may still have.

The older client is installed into a folder of the test's own, outside the project.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from audit_support import candidate

from sources.home import Home
from warehouse.release import publish

CLIENT = "1.5.5"

PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
import json
import duckdb

with duckdb.connect(sys.argv[2], read_only=True) as connection:
    ask = lambda sql: connection.execute(sql).fetchall()
    print(json.dumps({
        "version": duckdb.__version__,
        "rows": ask("select count(*) from reserves.health_all"),
        "macro": ask("select year, value from trend('made_up_health', 'SSS')"),
        "uncommented": ask(
            "select table_name, column_name from duckdb_columns() "
            "where schema_name in ('reserves', 'catalog') and comment is null "
            "and table_name <> 'everything'"
        ),
    }))
"""


@pytest.mark.deep
def test_a_duckdb_1_5_client_reads_tables_comments_and_macros(home: Home, tmp_path: Path) -> None:
    client = tmp_path / "client"
    installed = subprocess.run(
        [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--target", str(client),
         f"duckdb=={CLIENT}"],
        capture_output=True,
        check=False,
    )  # fmt: skip
    if installed.returncode:
        pytest.skip(f"duckdb {CLIENT} cannot be installed here")
    made = candidate(home)
    publish(home)
    # Without site-packages, so that the project's own DuckDB can't stand in.
    answered = subprocess.run(
        [sys.executable, "-S", "-c", PROGRAM, str(client), str(home.database)],
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(answered.stdout)
    assert told["version"] == CLIENT
    assert told["rows"] == [[made.recorded_rows["health_all"]]]
    assert told["macro"] == [[2024, 12.5]]
    assert told["uncommented"] == []
