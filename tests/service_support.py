"""What the tests of the providers' clients share."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from provider_labels import label
from provider_server import QUICK, Play, Server, provider

from sources.services import record
from sources.services.came import Came, Provider
from sources.services.client import Client
from sources.services.eurostat import Eurostat
from sources.services.wanted import Wanted

AGENT = "varanto/0.1"


def client(server: Server, name: str) -> Client:
    return Client(name, server.address, AGENT, 0.0, QUICK)


def wanted(provider: str, dataset: str, *slices: Mapping[str, str], since: int = 2015) -> Wanted:
    return Wanted(provider, dataset, slices or ({},), since)


def earlier(asked: Wanted, **told: Any) -> record.Asked:
    return record.Asked("2026-11-01T00:00:00+00:00", asked.request, "x-1", **told)


def sdmx_structure(
    provider: str = "", names: Mapping[str, str] | None = None, **dimensions: str
) -> bytes:
    """An SDMX 2.1 structure message: dimension → its codes, with more in the lists than occur.

    Codes bear the labels of `names`, else those that they have at `provider`, where it is given.
    """

    def named(dimension: str, code: str) -> str:
        known = label(provider, dimension, code) if provider else code
        said = (names or {}).get(code, known)
        # Of two languages the English one counts.
        return (
            f'<c:Name xml:lang="de">{code} auf Deutsch</c:Name>'
            f'<c:Name xml:lang="en">{escape(said)}</c:Name>'
        )

    lists = "".join(
        f'<s:Codelist id="CL_{d}" agencyID="X"><s:Code id="OLD"><c:Name>old</c:Name></s:Code>'
        + "".join(f'<s:Code id="{c}">{named(d, c)}</s:Code>' for c in codes.split())
        + "</s:Codelist>"
        for d, codes in dimensions.items()
    )
    # Written backwards: the position counts, not the place in the file.
    components = "".join(
        f'<s:Dimension id="{d}" position="{n}"><s:LocalRepresentation><s:Enumeration>'
        f'<Ref id="CL_{d}"/></s:Enumeration></s:LocalRepresentation></s:Dimension>'
        for n, d in reversed(list(enumerate(dimensions, start=1)))
    )
    keys = "".join(
        f'<c:KeyValue id="{d}">{"".join(f"<c:Value>{c}</c:Value>" for c in codes.split())}'
        "</c:KeyValue>"
        for d, codes in dimensions.items()
    )
    return (
        '<m:Structure xmlns:m="m" xmlns:s="s" xmlns:c="c"><m:Structures>'
        f"<s:Codelists>{lists}</s:Codelists><s:DataStructures><s:DimensionList>{components}"
        '<s:TimeDimension id="TIME_PERIOD" position="9"/></s:DimensionList></s:DataStructures>'
        f'<s:Constraints><s:CubeRegion include="true">{keys}</s:CubeRegion></s:Constraints>'
        "</m:Structures></m:Structure>"
    ).encode()


def from_eurostat(
    play: Play, folder: Path, where: Mapping[str, str], *, since: int = 2015
) -> Came | None:
    """What a Eurostat that plays so gives of one slice."""
    with provider(play) as server:
        made: Provider = Eurostat(client(server, "eurostat"), "json-stat")
        return made.fetch(wanted("eurostat", "d", where, since=since), folder, None)
