"""Commands that bring data in and make the release: synth, receive, refresh."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.output import WrongUsage, as_json, mention, say
from pipelines.cli.senders import Changed, FewerRows, senders_word
from sources.errors import VarantoError
from sources.home import Home

if TYPE_CHECKING:
    from sources.declarations import Source
    from sources.landing.receive import Receipt

PACKED = (".gz", ".zip")


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(refresh)
    app.command()(receive)
    app.command()(synth)


def refresh(
    wait: Annotated[bool, typer.Option(help="Wait for another refresh to end.")] = True,
    synthetic: Annotated[
        bool, typer.Option(help="Fill a home that never had a delivery with invented persons.")
    ] = True,
    persons: Annotated[
        int | None, typer.Option(help="How many invented persons, when an empty home is filled.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="The outcome as JSON.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Dagster's own log.")] = False,
) -> None:
    """Make what is stale, from deliveries to the release.

    A delivery that is refused leaves the last good one in force: the release is made, and the
    command ends with code 1 and the reason.
    """
    from dataclasses import replace

    from pipelines.cli.filling import EMBEDDED, fill_empty
    from pipelines.cli.progress import Progress, Stopwatch

    home, watch = Home.from_environment(), Stopwatch()
    with Progress() as progress:
        if synthetic:
            wanted = replace(EMBEDDED, persons=persons) if persons else EMBEDDED
            fill_empty(home, wanted, progress.tell, wait=wait)
        # Dagster takes its time to load: not before there is something to show.
        from pipelines import summary
        from pipelines.refresh import QUIET
        from pipelines.refresh import refresh as run

        before = summary.judged(home)
        outcome = run(
            home,
            progress.tell,
            wait=wait,
            log_level="INFO" if verbose else QUIET,
            watch=progress.watch,
        )
    records = summary.judged_since(home, before)
    refused = summary.refusals(records)
    for line in refused:
        mention(f"varanto: {line}")
    if json:
        as_json(summary.as_record(outcome, watch.seconds, records))
    elif not outcome.failures:
        summary.summarise(home, outcome, watch.seconds, say, records)
    if outcome.failures:
        for failure in outcome.failures[:-1]:
            mention(f"varanto: {failure}")
        raise VarantoError(outcome.failures[-1])
    if refused:
        deliveries = "1 delivery was" if len(refused) == 1 else f"{len(refused)} deliveries were"
        raise VarantoError(f"{deliveries} refused, as said above; what was in force stays.")


def receive(
    source: Annotated[str, typer.Argument(help="Source id, as in varanto status.")],
    files: Annotated[list[Path], typer.Argument(help="The delivery's files.")],
    period: Annotated[
        str | None,
        typer.Option(help="Year that the data describe; not needed for published statistics."),
    ] = None,
    sender: Annotated[str, typer.Option(help="Who sent it.")] = "local file",
    synthetic: Annotated[bool, typer.Option(help="The persons are invented.")] = False,
    fewer_rows: FewerRows = False,
    delta: Annotated[
        bool, typer.Option("--delta", help="It holds what changed since the last one, alone.")
    ] = False,
    changed: Changed = False,
    json: Annotated[bool, typer.Option("--json", help="The receipts as JSON.")] = False,
) -> None:
    """Take a delivery into landing: checksummed, with provenance, immutable.

    Files of published statistics (eurostat, statfin, sotkanet, oecd) are a delivery each, named
    after the file: the next file of that name replaces it. The three of an answer of Sotkanet's
    REST interface (data, metadata, regions) are one, named after the data.
    """
    from pipelines.cli.lookup import source_named
    from sources.landing.receive import receive as take
    from sources.official import parcels as official_parcels

    home, declared = Home.from_environment(), source_named(source)
    for path in files:
        if not path.is_file():
            raise WrongUsage(f"{path} is not a file. Check the path.")
    exchange = senders_word(declared, delta=delta, fewer_rows=fewer_rows, changed=changed)
    if declared.judged and not re.fullmatch(r"(19|20)\d\d", period or ""):
        raise WrongUsage(f"{source} needs --period YYYY, the year that the data describe.")
    if declared.judged:
        parcels = [(period, files)]
    elif period:
        _check_provider(declared, files)
        parcels = [(period, files)]
    else:
        _check_provider(declared, files)
        parcels = [(_dataset(parcel[0]), parcel) for parcel in official_parcels(files)]
        if len({name for name, _ in parcels}) < len(parcels):
            raise WrongUsage("Two of the files go by one name. Receive them one after the other.")
    receipts = [
        take(
            home,
            declared,
            parcel,
            period=name,
            sender=sender,
            synthetic=synthetic,
            exchange=exchange or None,
        )
        for name, parcel in parcels
    ]
    if json:
        as_json([_receipt(r) for r in receipts])
        return
    for receipt in receipts:
        delivery = receipt.delivery
        if receipt.new:
            count = f"{len(delivery.files)} file{'s' if len(delivery.files) > 1 else ''}"
            say(f"{delivery.source}: delivery {delivery.id} received ({count}).")
        else:
            say(f"{delivery.source}: identical to delivery {delivery.id}; nothing changed.")
    if any(r.new for r in receipts):
        say("It is judged by the next varanto refresh.")


def synth(
    out: Annotated[Path, typer.Option(help="A new or empty folder for the deliveries.")],
    persons: Annotated[int | None, typer.Option(help="Persons in the first year.")] = None,
    years: Annotated[str | None, typer.Option(help="First and last year, as 2021-2024.")] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed, the same bytes.")] = None,
) -> None:
    """Make the deliveries of a synthetic Finland; nothing is received.

    Without options it is what an empty home is filled with at its first refresh.
    """
    from pipelines.cli.filling import EMBEDDED, SyntheticFinland, generate, years_asked

    first, last = years_asked(years or EMBEDDED.years)
    wanted = SyntheticFinland(
        persons=EMBEDDED.persons if persons is None else persons,
        first_year=first,
        last_year=last,
        seed=EMBEDDED.seed if seed is None else seed,
    )
    if out.is_file() or (out.is_dir() and any(out.iterdir())):
        raise WrongUsage(f"{out} is not an empty folder. Name a new one with --out.")
    generate(wanted, out, mention)
    say(f"The deliveries lie in {out}, one folder a source and year.")
    say("Take one in with: varanto receive SOURCE FILE… --period YEAR --synthetic")
    say("A folder YEAR-delta holds changes of that year: receive it after it, with --delta.")


def _dataset(path: Path) -> str:
    """The name that a file of published statistics goes by: its own, without endings."""
    bare = path.with_suffix("") if path.suffix.lower() in PACKED else path
    return re.sub(r"[^A-Za-z0-9_]+", "_", bare.stem).strip("_") or "dataset"


def _check_provider(declared: Source, files: list[Path]) -> None:
    """Refuse at the door what is not of this provider, or of none."""
    from sources.official import recognise

    for path in files:
        provider = recognise(path).provider
        if provider != declared.id:
            raise WrongUsage(
                f"{path.name} is a file of {provider}, not of {declared.id}. "
                f"Receive it with: varanto receive {provider} {path}"
            )


def _receipt(receipt: Receipt) -> dict[str, object]:
    delivery = receipt.delivery
    return {
        "source": delivery.source,
        "delivery": delivery.id,
        "period": delivery.period,
        "new": receipt.new,
        "checksum": delivery.checksum,
        "files": [f.name for f in delivery.files],
    }
