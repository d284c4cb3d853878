"""Statistics Finland's published series, by indicator.

Where a code was seen is said beside it. Ids of dimensions bear the date of their classification
(`alue_23_20250101`), so they are named by what the table calls them in Finnish.
"""

from __future__ import annotations

from collections.abc import Mapping

from assets.counterparts.declare import statfin
from sources.declarations import Evidence, Explanation, OfficialSeries

_SEEN = Evidence.RESPONSE

# Table 14ww: response of 2026, in OskarWestmeijer/maps (static/data/income_register_kunnat_14ww).
# Contents had no prefix before June 2026. Its population lives in dwellings; data are registers'.
_TOTAL = "household-dwelling population, income from registers"


def _income(tiedot: str, differs: Explanation, also: str = "") -> OfficialSeries:
    note = f"{_TOTAL}{also}"
    return statfin("tjt", "14ww", tiedot=tiedot, note=note, differs=differs, evidence=_SEEN)


_POOR, _LONG_POOR = "rpt_aste|tjt-rpt_aste", "pit_rpt_aste|tjt-pit_rpt_aste"
# EU-SILC asks about the year before the survey, so its 2023 is another year's income than theirs.
_YEAR_ITSELF = "; of the year itself, where the survey's is of the year before"

_MEDIAN = _income(
    "tjt-ekvikturaha_med|ekvikturaha_med",
    Explanation.CONCEPT,
    "; in the money of the table's newest year",
)
_GINI = _income(
    "gini_kturaha|tjt-gini_kturaha", Explanation.CONCEPT, "; realised capital gains are in it"
)

# Table 12bs: response of 2026, in OskarWestmeijer/maps (education_register_kunnat_12bs); it was
# asked without the ages (`SSS` and bands of five years) and so is about all of 15 and over.
_ADULTS = "degrees of all residents aged 15 and over"


def _degrees(tiedot: str) -> OfficialSeries:
    return statfin(
        "vkour",
        "12bs",
        ikä="SSS",
        tiedot=tiedot,
        note=_ADULTS,
        differs=Explanation.POPULATION,
        evidence=_SEEN,
    )


# Tables 13aj (by age and sex) and 13al (by region), yearly: read under these codes in 2026 by a
# study of data centres (lfs_annual, lfs_region) and by a page of crime figures (update_stats).
def _labour_force(age: str, tiedot: str) -> OfficialSeries:
    return statfin("tyti", "13aj", ikä=age, tiedot=tiedot, evidence=_SEEN)


def _labour_force_of_regions(tiedot: str) -> OfficialSeries:
    return statfin("tyti", "13al", tiedot=tiedot, evidence=_SEEN)


# Table 115x: read under these codes in 2026 by two maps of municipalities. Of registers at the
# end of the year, so another concept than the survey's, but the only one of municipalities.
def _employment_register(tiedot: str) -> OfficialSeries:
    return statfin(
        "tyokay",
        "115x",
        tiedot=tiedot,
        note="employment statistics from registers, last week of the year",
        differs=Explanation.CONCEPT,
        evidence=_SEEN,
    )


# Table 13h4: read in 2026 under these codes, `201T223` labelled "B Crimes against life and health".
# The dimension of groups has borne two labels, so it is no keyword.
_OFFENCES = OfficialSeries(
    "statfin",
    "statfin_rpk_pxt_13h4",
    {"tiedot": "rik_1000", "rikosryhmä ja teonkuvauksen tarkenne|rikosryhmä": "201T223"},
    note="place of offence, not of residence",
    evidence=_SEEN,
)


# Of all who were entitled: those who live abroad vote far less, and ours leaves them out (M18).
def _turnout(code: str) -> OfficialSeries:
    return statfin(
        "evaa",
        code,
        tiedot="evaa_aanpros",
        note="of all entitled, those living abroad included; ours are citizens living in Finland",
        differs=Explanation.POPULATION,
        evidence=_SEEN,
    )


SERIES: Mapping[str, tuple[OfficialSeries, ...]] = {
    "median_equivalised_income": (_MEDIAN,),
    "gini_disposable_income": (_GINI,),
    "at_risk_of_poverty_rate": (_income(_POOR, Explanation.CONCEPT, _YEAR_ITSELF),),
    "at_risk_of_poverty_rate_register": (_income(_POOR, Explanation.SOURCE),),
    "persistent_poverty_rate": (_income(_LONG_POOR, Explanation.CONCEPT, _YEAR_ITSELF),),
    "persistent_poverty_rate_register": (_income(_LONG_POOR, Explanation.SOURCE),),
    "tertiary_attainment_25_34": (_degrees("kaste5T8osuus|vkour-kaste5T8osuus"),),
    "upper_secondary_or_higher_25_64": (_degrees("kaste3T8osuus|vkour-kaste3T8osuus"),),
    "unemployment_rate_15_74": (
        _labour_force("15-74", "tyti-Tyottomyysaste|Tyottomyysaste"),
        _labour_force_of_regions("tyti-Tyottomyysaste|Tyottomyysaste"),
        _employment_register("tyokay-tyottomyysaste"),
    ),
    "employment_rate_15_64": (
        _labour_force("15-64", "tyti-Tyollisyysaste|Tyollisyysaste"),
        _labour_force_of_regions("Tyollisyysaste_15_64"),
    ),
    "employment_rate_20_64": (_employment_register("tyokay-tyollisyysaste"),),
    # Tables 12am (the country, each year) and 12an (regions, three years): their dimensions from a
    # listing of 2025, in which the contents have one code.
    "life_expectancy_at_birth": (
        statfin("kuol", "12am", tiedot="*"),
        statfin("kuol", "12an", tiedot="*", note="three years, as ours below the country"),
    ),
    "voter_turnout_parliamentary": (
        # Read in 2026 under this code: table 13sv (elections since 1983; areas as in its sister
        # 13sw), and 13sx (2023 by polling district) with its municipalities.
        _turnout("13sv"),
        _turnout("13sx"),
    ),
    "violent_offences_per_1000": (_OFFENCES,),
}
