"""Results of elections by the Ministry of Justice: one file a kind of election and of record.

Which elections a year has differs: every table is occasional. The files are public and name no
voter; of candidates, who are named in them, only the number on the ballot is read.
"""

from __future__ import annotations

from sources.declarations import Source, SourceKind, Table
from sources.elections.tables import FORMAT, areas, candidates

_TABLES: tuple[Table, ...] = (
    areas("municipal", "kv", "Municipal election"),
    areas("county", "av", "County election"),
    areas("parliamentary", "ekv", "Parliamentary election"),
    areas("european", "epv", "European Parliament election"),
    areas("presidential_first", "tpv", "Presidential election, first round", part="[-_]1"),
    areas("presidential_second", "tpv", "Presidential election, second round", part="[-_]2"),
    candidates("municipal", "kv", "Municipal election"),
    candidates("county", "av", "County election"),
    candidates("parliamentary", "ekv", "Parliamentary election"),
    candidates("european", "epv", "European Parliament election"),
)

SOURCE: Source = Source(
    id="elections",
    title="Results of general elections",
    title_fi="Vaalien tulokset",
    description=(
        "Persons entitled to vote and voters, by sex, of every municipality and polling district, "
        "and the candidates with their votes, as the Ministry of Justice publishes them."
    ),
    sector="governance",
    kind=SourceKind.AREA,
    provider="Ministry of Justice",
    owner="open-data-owner@example.fi",
    # Terms of the site vaalit.fi; the files themselves state none.
    licence="Public by law; the source is to be named, commercial use to be agreed",
    legal_basis="Election Act (714/1998)",
    tables=_TABLES,
    format=FORMAT,
    # No day is agreed: results come when there has been an election.
    expected_by=None,
)
