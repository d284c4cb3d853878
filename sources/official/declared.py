"""The providers of published statistics whose files are read."""

from __future__ import annotations

from collections.abc import Mapping

from sources.declarations import CsvFormat, Source, SourceKind

EUROSTAT = Source(
    id="eurostat",
    title="Eurostat database",
    title_fi="Eurostatin tietokanta",
    description="Statistics of European countries: JSON-stat, SDMX-CSV and TSV of its datasets.",
    sector="official statistics",
    kind=SourceKind.OFFICIAL,
    provider="Eurostat",
    owner="European Commission (Eurostat)",
    licence="Eurostat re-use with attribution",
    legal_basis="published open data; Commission Decision 2011/833/EU on re-use",
    tables=(),
    format=CsvFormat(delimiter=",", encoding="utf-8", decimal="."),
)

STATFIN = Source(
    id="statfin",
    title="StatFin database of Statistics Finland",
    title_fi="Tilastokeskuksen StatFin-tietokanta",
    description="Statistics Finland's published tables as JSON-stat and PX files.",
    sector="official statistics",
    kind=SourceKind.OFFICIAL,
    provider="Statistics Finland",
    owner="Statistics Finland",
    licence="CC BY 4.0",
    legal_basis="published open data; Statistics Finland's terms of use",
    tables=(),
)

SOTKANET = Source(
    id="sotkanet",
    title="Sotkanet statistics and indicator bank",
    title_fi="Tilasto- ja indikaattoripankki Sotkanet",
    description="Indicators of health and welfare by municipality and region: JSON and CSV.",
    sector="official statistics",
    kind=SourceKind.OFFICIAL,
    provider="Finnish Institute for Health and Welfare (THL)",
    owner="Finnish Institute for Health and Welfare (THL)",
    licence="CC BY 4.0",
    legal_basis="published open data; Sotkanet's terms of use",
    tables=(),
    format=CsvFormat(delimiter=";", encoding="utf-8", decimal="."),
)

OECD = Source(
    id="oecd",
    title="OECD Data Explorer",
    title_fi="OECD:n tilastotietokanta",
    description="Statistics of the OECD's countries: SDMX-CSV and SDMX-JSON of its dataflows.",
    sector="official statistics",
    kind=SourceKind.OFFICIAL,
    provider="OECD",
    owner="Organisation for Economic Co-operation and Development",
    licence="CC BY 4.0",
    legal_basis="published open data; OECD terms and conditions (open access since July 2024)",
    tables=(),
    format=CsvFormat(delimiter=",", encoding="utf-8", decimal="."),
)

OFFICIAL_SOURCES: Mapping[str, Source] = {s.id: s for s in (EUROSTAT, STATFIN, SOTKANET, OECD)}
"""Provider id → source."""
