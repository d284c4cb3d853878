"""Fetch what is wanted: ask each provider, take in what came as deliveries, remember what was.

One dataset that fails leaves the others alone; a provider that can't be reached is asked no
further. Whatever happens, the last good delivery of a dataset stays in force.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sources.declarations import Indicator, Source, SourceKind
from sources.errors import VarantoError
from sources.exchange.transfer import Limits
from sources.home import Home
from sources.landing.delivery import deliveries
from sources.landing.receive import receive
from sources.official import disagreeing, read_official, unanswered
from sources.services.calendar import is_due
from sources.services.came import Came, Provider
from sources.services.client import MOST_BYTES, Client, Failing, Known, NotLetIn, Unreachable
from sources.services.elections import Elections, election_years
from sources.services.eurostat import Eurostat
from sources.services.oecd import Oecd
from sources.services.record import Asked, Key, read_record, write_record
from sources.services.settings import SERVICES, Service, Settings
from sources.services.shrunk import lost
from sources.services.sotkanet import Sotkanet
from sources.services.statfin import Statfin
from sources.services.turn import fetching
from sources.services.wanted import Wanted, wanted

PROVIDERS = tuple(SERVICES)
SINCE = 2010
"""The first year that is asked for unless another is named."""

LIMITS = Limits(most_bytes=MOST_BYTES, first_pause=1.0, whole_seconds=1800.0)

SHUT: Mapping[type[VarantoError], tuple[int, str]] = {
    Unreachable: (1, "can't be reached"),
    NotLetIn: (2, "lets nobody in"),
    Failing: (5, "fails at everything"),
}
"""How a dataset ends → after so many in a row the provider is asked no further in this round."""

NEW, UNCHANGED, FAILED = "new", "unchanged", "failed"


@dataclass(frozen=True)
class Fetched:
    """What became of a dataset: `outcome` is new, unchanged or failed.

    `remarks` say what a new answer lacks: declared slices without a value, areas of another name.
    """

    provider: str
    dataset: str
    outcome: str
    text: str
    delivery: str | None = None
    remarks: tuple[str, ...] = ()


def all_wanted(
    indicators: Sequence[Indicator], providers: Sequence[str], since: int
) -> tuple[Wanted, ...]:
    """What is asked of the providers; the elections are asked for by year."""
    declared = wanted(indicators, [p for p in providers if p != "elections"], since)
    held = election_years(since) if "elections" in providers else ()
    return (*declared, *held)


def due(home: Home, asked: Sequence[Wanted], now: datetime) -> tuple[Wanted, ...]:
    """Those whose provider may have published since they were last asked for."""
    record = read_record(home)
    moments = {key: one.moment for key, one in record.items()}
    return tuple(a for a in asked if is_due(a.provider, moments.get(a.key), now))


def fetch(
    home: Home,
    asked: Sequence[Wanted],
    source_of: Callable[[str], Source],
    settings: Settings,
    tell: Callable[[Fetched, int, int], None],
    limits: Limits | None = None,
    *,
    fewer: bool = False,
) -> list[Fetched]:
    """Ask for each in turn; `tell` hears of each as it is done (outcome, number, of how many).

    With `fewer`, an answer is taken in though much of what the last one had is gone.
    """
    home.prepare()
    with fetching(home):
        return _round(home, asked, source_of, settings, tell, limits or LIMITS, fewer=fewer)


def _round(
    home: Home,
    asked: Sequence[Wanted],
    source_of: Callable[[str], Source],
    settings: Settings,
    tell: Callable[[Fetched, int, int], None],
    limits: Limits,
    *,
    fewer: bool,
) -> list[Fetched]:
    record, outcomes = read_record(home), list[Fetched]()
    clients = {name: _provider(name, settings, limits) for name in {a.provider for a in asked}}
    ends: dict[str, list[type[VarantoError] | None]] = {name: [] for name in clients}
    for number, one in enumerate(asked, start=1):
        if shut := _shut(ends[one.provider]):
            text = f"not asked: the provider {shut}"
            outcome = Fetched(one.provider, one.dataset, FAILED, text)
        else:
            try:
                source, client = source_of(one.provider), clients[one.provider]
                outcome = _one(home, one, client, source, record, fewer=fewer)
                ends[one.provider].append(None)
            except VarantoError as error:
                ends[one.provider].append(type(error))
                outcome = Fetched(one.provider, one.dataset, FAILED, str(error))
        outcomes.append(outcome)
        tell(outcome, number, len(asked))
    return outcomes


def _shut(ends: Sequence[type[VarantoError] | None]) -> str | None:
    """What the last datasets' ends say of a provider that answers nobody, else None."""
    last = ends[-1] if ends else None
    many, words = SHUT.get(last, (0, None)) if last else (0, None)
    return words if many and list(ends[-many:]) == [last] * many else None


def _one(
    home: Home,
    asked: Wanted,
    provider: Provider,
    source: Source,
    record: dict[Key, Asked],
    *,
    fewer: bool,
) -> Fetched:
    earlier = record.get(asked.key)
    if earlier is not None and (
        earlier.request != asked.request or not _held(home, earlier, asked)
    ):
        earlier = None
    if source.kind is not SourceKind.OFFICIAL and _invented(home, source):
        raise VarantoError(
            f"{source.id}: this home's are invented, and real ones beside them would be taken for "
            "the same. Fetch into a home of real or official figures."
        )
    folder = home.spool / f"fetch-{asked.provider}-{_period(asked)}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    try:
        # From before the question: what is published while we ask, is asked for the next time.
        checked = datetime.now(UTC).isoformat(timespec="seconds")
        came = provider.fetch(asked, folder, earlier)
        if came is None:
            assert earlier is not None
            _remember(home, record, asked.key, replace(earlier, checked=checked))
            return Fetched(
                asked.provider, asked.dataset, UNCHANGED, "nothing new", earlier.delivery
            )
        remarks: tuple[str, ...] = ()
        if source.kind is SourceKind.OFFICIAL:
            before = _files(home, earlier, asked) if earlier and not fewer else ()
            remarks = _read(asked, came, before)
        outcome = _taken_in(home, asked, came, source, record, checked)
        if not remarks or outcome.outcome != NEW:
            return outcome
        return replace(outcome, text=f"{outcome.text}; but {'; '.join(remarks)}", remarks=remarks)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _read(asked: Wanted, came: Came, before: Sequence[Path]) -> tuple[str, ...]:
    """Remarks on what is lacking. What can't be read is no delivery, and is asked for again.

    Nor is what says nothing, or far less than the files of `before`: it would take the place of
    the last good figures.
    """
    observed = read_official(*came.files)
    if observed["value"].count() == 0:
        raise VarantoError(
            f"{asked.provider} {asked.dataset}: the answer holds no value at all. The last "
            "good one stays in force; check the declaration, or try again later."
        )
    gone = lost(before, observed) if before else None
    if gone:
        raise VarantoError(
            f"{asked.provider} {asked.dataset}: {gone}. The last good one stays in force; if the "
            "provider has withdrawn them, confirm it with --fewer-rows."
        )
    slices = unanswered(asked.provider, asked.dataset, asked.slices, observed)
    return (*slices, *disagreeing(observed))


def _files(home: Home, earlier: Asked, asked: Wanted) -> tuple[Path, ...]:
    """The files of the last delivery."""
    folder = home.landing / asked.provider
    held = (d for d in deliveries(home.landing, asked.provider) if d.id == earlier.delivery)
    return tuple(folder / d.id / file.name for d in held for file in d.files)


def _taken_in(
    home: Home,
    asked: Wanted,
    came: Came,
    source: Source,
    record: dict[Key, Asked],
    checked: str,
) -> Fetched:
    receipt = receive(
        home,
        source,
        list(came.files),
        period=_period(asked),
        sender=f"{source.provider}, live interface",
        move=True,
        exchange=_exchange(asked, came, source),
    )
    delivery = receipt.delivery.id
    answers = tuple(Known(a.url, a.etag, a.modified) for a in came.answers if a.etag or a.modified)
    told = Asked(checked, asked.request, delivery, came.updated, answers)
    _remember(home, record, asked.key, told)
    if not receipt.new:
        return Fetched(asked.provider, asked.dataset, UNCHANGED, "nothing new", delivery)
    size = sum(f.bytes for f in receipt.delivery.files)
    text = f"{size:,} bytes, delivery {delivery}"
    return Fetched(asked.provider, asked.dataset, NEW, text, delivery)


def _exchange(asked: Wanted, came: Came, source: Source) -> dict[str, str]:
    return {
        "via:dataset": f"{asked.provider} {asked.dataset}",
        "via:licence": source.licence,
        "via:since": str(asked.since),
        **came.provenance,
    }


def _held(home: Home, earlier: Asked, asked: Wanted) -> bool:
    """Whether the delivery that is spoken of is still there."""
    folder = home.landing / asked.provider / (earlier.delivery or "")
    return earlier.delivery is not None and folder.is_dir()


def _invented(home: Home, source: Source) -> bool:
    return any(d.synthetic for d in deliveries(home.landing, source.id))


def _remember(home: Home, record: dict[Key, Asked], key: Key, asked: Asked) -> None:
    """On disk at once: a run that is stopped has not asked in vain."""
    record[key] = asked
    write_record(home, record)


def _period(asked: Wanted) -> str:
    """The dataset's name as landing takes it, and as a file received by hand gets it.

    Asked from another year on, it stands beside what is there under a name of its own: where the
    two overlap the newer counts, and nothing falls out.
    """
    if asked.provider == "elections":
        return asked.dataset
    name = f"sotkanet_{asked.dataset}" if asked.provider == "sotkanet" else asked.dataset
    name = name if asked.since == SINCE else f"{name}_since_{asked.since}"
    return re.sub(r"[^A-Za-z0-9_]+", "_", name).strip("_")


def _provider(name: str, settings: Settings, limits: Limits) -> Provider:
    service = settings.services[name]
    client = Client(name, service.address, settings.agent, service.interval, limits)
    return _MAKERS[name](client, service)


_MAKERS: Mapping[str, Callable[[Client, Service], Provider]] = {
    "eurostat": lambda client, service: Eurostat(client, service.format or "json-stat"),
    "statfin": lambda client, service: Statfin(client, service.format or "v1"),
    "sotkanet": lambda client, _: Sotkanet(client),
    "oecd": lambda client, service: Oecd(client, service.format or "csv"),
    "elections": lambda client, _: Elections(client),
}
