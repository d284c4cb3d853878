"""The hour before the night: published statistics that are due are fetched."""

from datetime import UTC, datetime

import dagster as dg

from assets.reserves import INDICATORS
from pipelines.assembly import EXECUTOR
from sources.catalogue import source
from sources.home import Home
from sources.services.fetch import PROVIDERS, SINCE, Fetched, all_wanted, due, fetch
from sources.services.record import read_record
from sources.services.settings import Settings, services_settings
from sources.services.wanted import Wanted

TIME = "0 1 * * *"
ZONE = "Europe/Helsinki"


def tonight(home: Home, settings: Settings, now: datetime) -> tuple[Wanted, ...]:
    """What is due of the providers that `services.yaml` names for the night.

    Where it names none, the datasets that have been fetched before: nobody is asked unasked.
    """
    once = {(provider, dataset) for provider, dataset, _ in read_record(home)}
    night = settings.night
    providers = [p for p in PROVIDERS if night is None or p in night]
    asked = all_wanted(INDICATORS, providers, SINCE)
    if night is None:
        asked = tuple(a for a in asked if (a.provider, a.dataset) in once)
    return due(home, asked, now)


@dg.op(
    name="fetch_due",
    description="Asks the providers for what may be new by their calendars, and takes it in.",
)
def fetch_due(context: dg.OpExecutionContext) -> None:
    """Fetch into landing; what failed is told, and leaves the last good delivery in force."""
    home = Home.from_environment()
    settings = services_settings(home)

    def tell(outcome: Fetched, number: int, of: int) -> None:
        line = f"[{number}/{of}] {outcome.provider} {outcome.dataset}: {outcome.text}"
        amiss = outcome.outcome == "failed" or outcome.remarks
        (context.log.warning if amiss else context.log.info)(line)

    asked = tonight(home, settings, datetime.now(UTC))
    outcomes = fetch(home, asked, source, settings, tell) if asked else []
    counted = {k: sum(o.outcome == k for o in outcomes) for k in ("new", "unchanged", "failed")}
    remarks = sum(len(o.remarks) for o in outcomes)
    context.add_output_metadata({**counted, "remarks": remarks})
    failed = [f"{o.provider} {o.dataset}: {o.text}" for o in outcomes if o.outcome == "failed"]
    if failed:
        raise dg.Failure(
            f"{len(failed)} of {len(outcomes)} datasets did not come. The last good deliveries "
            f"stay in force. First: {failed[0]}",
            allow_retries=False,
        )


@dg.job(
    name="official_statistics",
    description="Fetches the published statistics that are due; the night judges what came.",
    executor_def=EXECUTOR,
)
def official_statistics() -> None:
    """One op."""
    fetch_due()


@dg.schedule(
    name="official_statistics",
    job=official_statistics,
    cron_schedule=TIME,
    execution_timezone=ZONE,
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="An hour before the night: what is due by the providers' calendars.",
)
def before_the_night(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """A run if anything is due."""
    home = Home.from_environment()
    asked = tonight(home, services_settings(home), datetime.now(UTC))
    if not asked:
        return dg.SkipReason(
            "Nothing is due. A provider is asked by night once it has been fetched by hand, or "
            "when services.yaml names it."
        )
    return dg.RunRequest(run_key=f"official {context.scheduled_execution_time.isoformat()}")
