"""`varanto fetch`: published statistics by the providers' live interfaces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.output import WrongUsage, as_json, mention, say, table
from sources.errors import VarantoError
from sources.home import Home

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sources.services.fetch import Fetched
    from sources.services.settings import Settings
    from sources.services.wanted import Wanted

EVERY = "all"


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(fetch)


def fetch(
    providers: Annotated[
        list[str],
        typer.Argument(help="eurostat, statfin, sotkanet, oecd, elections, or all."),
    ],
    indicator: Annotated[
        list[str] | None,
        typer.Option(help="Only the series of this indicator; may be given several times."),
    ] = None,
    since: Annotated[
        int | None, typer.Option(min=1950, max=2100, help="First year to ask for (default 2010).")
    ] = None,
    due: Annotated[
        bool, typer.Option("--due", help="Only what may be new by the provider's calendar.")
    ] = False,
    fewer_rows: Annotated[
        bool,
        typer.Option("--fewer-rows", help="Take in an answer though much of the last one is gone."),
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="What became of each, as JSON.")] = False,
) -> None:
    """Fetch the published series of our indicators into landing.

    What has not changed is not sent again. A provider that can't be reached, or a dataset that is
    refused, leaves the last good delivery in force; the command then ends with code 1.
    """
    from sources.services.settings import services_settings

    home = Home.from_environment()
    settings = services_settings(home)
    asked = _asked(home, providers, indicator or [], since, only_due=due)
    if not asked:
        as_json([]) if json else say("Nothing is due.")
        return
    outcomes = run(home, asked, settings, fewer=fewer_rows)
    if json:
        as_json([vars(o) for o in outcomes])
    else:
        _summary(outcomes)
    failed = [o for o in outcomes if o.outcome == "failed"]
    if failed:
        raise VarantoError(
            f"{len(failed)} of {len(outcomes)} datasets did not come, as said above. The last "
            "good deliveries stay in force."
        )


def run(
    home: Home, asked: Sequence[Wanted], settings: Settings, *, fewer: bool = False
) -> list[Fetched]:
    """Fetch with a line for each dataset on standard error."""
    from pipelines.cli.lookup import source_named
    from sources.services.fetch import fetch as ask

    def tell(outcome: Fetched, number: int, of: int) -> None:
        where = f"{outcome.provider} {outcome.dataset}"
        mention(f"[{number}/{of}] {where}: {outcome.outcome}, {outcome.text}")

    return ask(home, asked, source_named, settings, tell, fewer=fewer)


def _asked(
    home: Home,
    providers: list[str],
    indicators: list[str],
    since: int | None,
    *,
    only_due: bool,
) -> Sequence[Wanted]:
    from datetime import UTC, datetime

    from assets.reserves import INDICATORS
    from pipelines.cli.lookup import indicator_named
    from sources.services.fetch import PROVIDERS, SINCE, all_wanted
    from sources.services.fetch import due as those_due

    unknown = [p for p in providers if p not in (*PROVIDERS, EVERY)]
    if unknown:
        raise WrongUsage(
            f"{unknown[0]} is no provider. There are: {', '.join(PROVIDERS)}, or {EVERY}."
        )
    chosen = PROVIDERS if EVERY in providers else tuple(dict.fromkeys(providers))
    now = datetime.now(UTC)
    if since and since > now.year:
        raise WrongUsage(f"--since {since} is yet to come: nothing is published of it.")
    meant = [indicator_named(name) for name in indicators]
    asked = all_wanted(INDICATORS, chosen, since or SINCE)
    if meant:
        # The whole of their datasets: what came before would else be replaced by a part of it.
        named = {(s.provider, s.dataset) for i in meant for s in i.official}
        sources = {s.source_id for i in meant for s in i.series}  # elections are one of these
        asked = tuple(a for a in asked if (a.provider, a.dataset) in named or a.provider in sources)
    if meant and not asked:
        raise WrongUsage(
            f"{', '.join(i.id for i in meant)}: no series of {', '.join(chosen) or 'these'} is "
            "declared. See docs/official_series.md."
        )
    return those_due(home, asked, now) if only_due else asked


def _summary(outcomes: Sequence[Fetched]) -> None:
    rows = []
    lacking = sum(bool(o.remarks) for o in outcomes)
    for provider in dict.fromkeys(o.provider for o in outcomes):
        mine = [o.outcome for o in outcomes if o.provider == provider]
        rows.append(
            {
                "provider": provider,
                "datasets": len(mine),
                **{kind: mine.count(kind) for kind in ("new", "unchanged", "failed")},
            }
        )
    table(rows)
    if lacking:
        say(f"{lacking} of them came without something that is declared or ours, as said above.")
    if any(o.outcome == "new" for o in outcomes):
        say("They are judged and published by the next varanto refresh.")
