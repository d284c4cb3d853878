"""The OECD's published series, by indicator: How's Life, its survey of trust, and green growth.

Both dataflows of How's Life, current and future well-being, have the dimensions of the response
that rceid/wise_mcp keeps (2026): measure, unit of measure, age, sex, education and domain. Every
series of current well-being has its key in ealvaradomena/oecd-hows-life (2026), whose
docs/assets/series-inventory.json lists what a download of the whole dataflow holds: each with its
codes and their labels. Of future well-being no such list was found. Rows by sex are in the total's
unit where the unit is a scale or years; a share by sex has a unit of its own (`…_SUB`).

Not taken: measure 8_2, voter turnout, whose rows of Finland are the years of presidential elections
(2006, 2012, 2018, 2024); 4_3, a gender gap of all work, paid and unpaid.
"""

from __future__ import annotations

from collections.abc import Mapping

from assets.counterparts.declare import oecd
from sources.declarations import Evidence, Explanation, OfficialSeries

_SEEN = Evidence.RESPONSE
_SAID = Evidence.DOCUMENTATION

_CURRENT = "OECD.WISE.WDP:DSD_HSL@DF_HSL_CWB"
_FUTURE = "OECD.WISE.WDP:DSD_HSL@DF_HSL_FWB"

_SCALE = "0_TO_10"
_FROM_15 = "PT_POP_Y_GE15"
_FROM_16 = "PT_POP_Y_GE16"

_GALLUP = "Gallup World Poll, 15 and over; one value for every year of a period of three"
_PERSONS_16 = "persons of 16 and over"


def _how_is_life(
    measure: str,
    unit: str,
    *,
    note: str | None = None,
    differs: Explanation | None = None,
    future: Evidence | None = None,
) -> OfficialSeries:
    """The total of a measure; its domain has the number before the measure's `_`.

    `future` is the evidence of a series of future well-being; those of current are all seen.
    """
    evidence = future or _SEEN
    return oecd(
        _FUTURE if future else _CURRENT,
        note=note,
        differs=differs,
        evidence=evidence,
        measure=measure,
        unit_measure=unit,
        age="_T",
        education_lev="_T",
        domain=f"HSL_{measure.partition('_')[0]}",
    )


_TRUST = "OECD.GOV.GIP:DSD_GOV_INT@DF_GOV_TDG_2025"


def _trust(measure: str, scale: str, evidence: Evidence = _SAID) -> OfficialSeries:
    """A share of the answers to the OECD's Trust Survey; each edition has a dataflow of its own.

    Dimensions: a response with Finland's row of 2021, printed in lecture 17 of Econ 390 (2026,
    m-mcmain.github.io). Scales: a note on a download of the whole dataflow (May 2026), HMH (high
    and moderately high) for trust, CON (confident) for a say in politics.
    """
    return oecd(
        _TRUST,
        evidence=evidence,
        measure=measure,
        unit_measure="PT_RESP",
        sector="_Z",
        edition="2025",
        scale=scale,
        category="TDG",
    )


# Dimensions: a study that read this dataflow whole names its columns. Key (`PM_PWM`, any unit,
# `_T`): CanadaObservatory/canada-observatory, whose data/environment/oecd_pm25_exposure.csv of
# August 2026 has Finland's values of 1990 to 2020 by it, but no codes: so not a response.
_EXPOSURE = oecd(
    "OECD.ENV.EPI:DSD_GG@DF_GREEN_GROWTH",
    note="modelled exposure, until 2020",
    differs=Explanation.SOURCE,
    measure="PM_PWM",
    unit_measure="*",
    activity="_T",
)


SERIES: Mapping[str, tuple[OfficialSeries, ...]] = {
    "life_satisfaction_mean": (_how_is_life("11_1", _SCALE),),
    "feels_safe_at_night_share": (
        _how_is_life("10_2", _FROM_15, note=_GALLUP, differs=Explanation.CONCEPT),
        _how_is_life("10_2", f"{_FROM_15}_SUB", note=_GALLUP, differs=Explanation.CONCEPT),
    ),
    "employment_rate_20_64": (
        _how_is_life("2_1", "PT_POP_Y25T64", note="ages 25–64", differs=Explanation.POPULATION),
    ),
    "trust_national_government_share": (
        _trust("TRUST_NG", "HMH", _SEEN),
        # Filter of a saved download with Finland's rows (2026).
        _how_is_life(
            "14_3",
            _FROM_15,
            note=_GALLUP,
            differs=Explanation.CONCEPT,
            future=_SEEN,
        ),
    ),
    "trust_in_others_mean": (_how_is_life("14_1", _SCALE, future=_SAID),),
    "trust_police_mean": (_how_is_life("14_2", _SCALE, differs=Explanation.SOURCE, future=_SAID),),
    "formal_volunteering_share": (
        _how_is_life("14_7", _FROM_15, note=_GALLUP, differs=Explanation.CONCEPT, future=_SAID),
    ),
    "life_expectancy_at_birth": (_how_is_life("5_1", "Y"),),
    "self_rated_health_good_share": (_how_is_life("5_2", _FROM_16),),
    "difficulty_making_ends_meet": (
        _how_is_life("1_5", _FROM_16, note=_PERSONS_16, differs=Explanation.POPULATION),
    ),
    "long_term_unemployment_rate": (_how_is_life("2_3", "PT_LF"),),
    "job_satisfaction_mean": (_how_is_life("2_9", _SCALE),),
    "home_not_warm_share": (
        _how_is_life("3_5", _FROM_16, note=_PERSONS_16, differs=Explanation.POPULATION),
    ),
    "satisfaction_time_use_mean": (_how_is_life("4_4", _SCALE),),
    "has_help_available_share": (
        _how_is_life("7_1", _FROM_15, note=_GALLUP, differs=Explanation.CONCEPT),
    ),
    "satisfaction_relationships_mean": (_how_is_life("7_3", _SCALE),),
    "loneliness_silc_share": (_how_is_life("7_4", _FROM_16),),
    # A program that reads the dataflow whole calls TRUST_LG "Trust in local government"; a study
    # has TRUST_LG_HMH as a column of a download that it turned by measure and scale.
    "trust_local_government_share": (_trust("TRUST_LG", "HMH"),),
    "political_voice_share": (
        _trust("TRUST_PE_EXT", "CON"),
        _how_is_life(
            "8_1",
            "PT_POP_Y16T65",
            note="survey of adult skills, ages 16–65",
            differs=Explanation.CONCEPT,
        ),
    ),
    "housing_cost_overburden_rate": (
        _how_is_life(
            "3_3",
            "PT_POP",
            note="the lowest two fifths of income only",
            differs=Explanation.CONCEPT,
        ),
    ),
    "pm25_population_weighted_mean": (_EXPOSURE,),
    "pm25_above_who_share": (
        _how_is_life("9_2", "PT_POP", note="modelled exposure", differs=Explanation.SOURCE),
    ),
}
