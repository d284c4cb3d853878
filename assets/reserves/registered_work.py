"""Work as registers know it: wages, unemployment benefits, job seekers (reserve iv)."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from assets.reserves.series import register
from sources.declarations import Direction, Indicator, Nature, RegisterShare, Reserve

_RESERVE = Reserve.ACTIVITIES_AND_WORK
_SEEKERS_KNOWN = ~nw.col("unemployed_at_year_end").is_null()
_OF_RESIDENTS = "of residents, not of the labour force; not the labour force survey's unemployment"

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        id="wage_earner_share_20_64",
        reserve=_RESERVE,
        label_en="Persons with wages during the year, 20–64",
        label_fi="Palkkaa vuoden aikana saaneet 20–64-vuotiaat",
        definition=(
            "Share of residents aged 20 to 64 at 31 December who were paid any wages during the "
            "year. Not the employment rate: a day's work counts, and the self-employed do not."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(50, 95),
        series=register(
            RegisterShare(
                where=nw.col("wages") > 0,
                among=nw.col("age").is_between(20, 64) & ~nw.col("wages").is_null(),
            ),
            by_age=False,
            note="any wages in the year; not the employment rate of the labour force survey",
        ),
    ),
    Indicator(
        id="unemployment_benefit_recipient_share_18_64",
        reserve=_RESERVE,
        label_en="Unemployment benefit recipients, 18–64",
        label_fi="Työttömyysetuutta saaneet 18–64-vuotiaat",
        definition=(
            "Share of residents aged 18 to 64 at 31 December who were paid an unemployment benefit "
            "during the year."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(2, 35),
        series=register(
            RegisterShare(
                where=nw.col("unemployment_benefit") > 0,
                among=nw.col("age").is_between(18, 64) & ~nw.col("unemployment_benefit").is_null(),
            ),
            by_age=False,
            note="paid at any time of the year; not the unemployment rate",
        ),
    ),
    Indicator(
        id="no_studies_no_wages_register_share_15_29",
        reserve=_RESERVE,
        label_en="Neither in education nor paid wages, 15–29",
        label_fi="Opiskelun ja palkkatyön ulkopuolella olleet 15–29-vuotiaat",
        definition=(
            "Share of residents aged 15 to 29 at 31 December who aren't present in formal "
            "education that day and were paid no wages during the year."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(1, 25),
        series=register(
            RegisterShare(
                where=(nw.col("in_education") == 0) & (nw.col("wages") <= 0),
                among=(
                    nw.col("age").is_between(15, 29)
                    & ~nw.col("in_education").is_null()
                    & ~nw.col("wages").is_null()
                ),
            ),
            source="study_rights",
            by_age=False,
            note="not the NEET rate: wages of a whole year; conscripts and the self-employed count",
        ),
    ),
    Indicator(
        id="unemployed_jobseeker_share_18_64_register",
        reserve=_RESERVE,
        label_en="Unemployed job seekers at the end of the year, 18–64",
        label_fi="Työttömät työnhakijat vuoden lopussa, 18–64-vuotiaat",
        definition=(
            "Share of residents aged 18 to 64 at 31 December who were unemployed job seekers or "
            "wholly laid off on that day."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(2, 20),
        series=register(
            RegisterShare(
                where=nw.col("unemployed_at_year_end") == 1,
                among=nw.col("age").is_between(18, 64) & _SEEKERS_KNOWN,
            ),
            source="job_seekers",
            by_age=False,
            note=_OF_RESIDENTS,
        ),
    ),
    Indicator(
        id="unemployed_during_year_share_18_64_register",
        reserve=_RESERVE,
        label_en="Unemployed on some day of the year, 18–64",
        label_fi="Vuoden aikana työttöminä työnhakijoina olleet 18–64-vuotiaat",
        definition=(
            "Share of residents aged 18 to 64 at 31 December who were unemployed job seekers or "
            "wholly laid off on at least one day of the year."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(3, 35),
        series=register(
            RegisterShare(
                where=nw.col("days_unemployed") > 0,
                among=nw.col("age").is_between(18, 64) & _SEEKERS_KNOWN,
            ),
            source="job_seekers",
            by_age=False,
            note="registered, whether or not a benefit was paid",
        ),
    ),
    Indicator(
        id="long_term_unemployed_share_18_64_register",
        reserve=_RESERVE,
        label_en="Long-term unemployed job seekers, 18–64",
        label_fi="Pitkäaikaistyöttömät työnhakijat, 18–64-vuotiaat",
        definition=(
            "Share of residents aged 18 to 64 at 31 December who had then been unemployed job "
            "seekers for 52 weeks or longer without a break."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(0.3, 10),
        series=register(
            RegisterShare(
                where=nw.col("long_term_unemployed") == 1,
                among=nw.col("age").is_between(18, 64) & _SEEKERS_KNOWN,
            ),
            source="job_seekers",
            by_age=False,
            note=_OF_RESIDENTS,
        ),
    ),
    Indicator(
        id="activation_rate_18_64_register",
        reserve=_RESERVE,
        label_en="Activation rate: in services among the unemployed and those in services, 18–64",
        label_fi="Aktivointiaste: palveluissa olevien osuus, 18–64-vuotiaat",
        definition=(
            "Among residents aged 18 to 64 who at 31 December were unemployed job seekers or in a "
            "service promoting employment or in subsidised work, the share of the latter two."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.CONTEXT,
        unit="PC",
        plausible=(10, 60),
        series=register(
            RegisterShare(
                where=nw.col("in_employment_service") == 1,
                among=nw.col("age").is_between(18, 64)
                & (
                    (nw.col("unemployed_at_year_end") == 1) | (nw.col("in_employment_service") == 1)
                ),
            ),
            source="job_seekers",
            by_age=False,
        ),
    ),
)
