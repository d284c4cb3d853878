"""Hospital care in a year: one row a person, from the spells that ended in it.

Days of a stay are those from arrival to discharge, one at least, the year before included. A
transfer to another specialty begins a new spell, so stays are spells and not admissions. Mental
disorder, injury and ambulatory-sensitive condition go by the main diagnosis; psychiatry counts
as care for a mental disorder too.
"""

from __future__ import annotations

import narwhals.stable.v2 as nw

from assets.flags import one_if
from assets.person_years.contribution import Contribution, Tables
from assets.person_years.days import day_number
from sources.diagnoses import AMBULATORY_SENSITIVE, INJURIES, MENTAL_DISORDERS
from sources.hospital_care.inpatient import inpatient
from warehouse.engine import Rows

_PSYCHIATRY = ("70", "74", "75")
"""Psychiatry, of adolescents and of children, by the first two digits of the specialty."""


def spells(tables: Tables, year: int) -> Rows:
    """One row a person with a spell: stays, days, visits; stays and spells by diagnosis."""
    first = nw.col("main_diagnosis").str.slice(0, 1)
    mental = first.is_in(MENTAL_DISORDERS) | nw.col("specialty").str.slice(0, 2).is_in(_PSYCHIATRY)
    sensitive = nw.col("main_diagnosis").str.slice(0, 3).is_in(AMBULATORY_SENSITIVE)
    ward = nw.col("ward") == 1
    stay_days = day_number("discharged") - day_number("arrived")
    return (
        tables["spells"]
        .filter(nw.col("year") == year)
        .with_columns(ward=one_if(inpatient(year)), stay_days=stay_days)
        .with_columns(
            outpatient=nw.lit(1) - nw.col("ward"),
            days=nw.when(ward)
            .then(nw.when(nw.col("stay_days") > 1).then(nw.col("stay_days")).otherwise(nw.lit(1)))
            .otherwise(nw.lit(0)),
            mental=one_if(mental),
            injury=one_if(ward & first.is_in(INJURIES)),
            sensitive=one_if(ward & sensitive),
        )
        .group_by("person")
        .agg(
            inpatient_stays=nw.col("ward").sum().cast(nw.Int64),
            inpatient_days=nw.col("days").sum().cast(nw.Int64),
            hospital_visits=nw.col("outpatient").sum().cast(nw.Int64),
            hospital_mental_spells=nw.col("mental").sum().cast(nw.Int64),
            injury_stays=nw.col("injury").sum().cast(nw.Int64),
            ambulatory_sensitive_stays=nw.col("sensitive").sum().cast(nw.Int64),
        )
    )


SPELLS = Contribution(
    source="hospital_care",
    columns={
        "inpatient_stays": 0,
        "inpatient_days": 0,
        "hospital_visits": 0,
        "hospital_mental_spells": 0,
        "injury_stays": 0,
        "ambulatory_sensitive_stays": 0,
    },
    of_persons=spells,
)
