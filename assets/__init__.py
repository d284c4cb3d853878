"""The Dagster assets, and what they compute: person-years, estimators, the eight reserves."""

import warnings

from dagster import BetaWarning

# Backfill and freshness policies are "beta" in name; the lock file pins what we have tried.
warnings.filterwarnings("ignore", category=BetaWarning)
