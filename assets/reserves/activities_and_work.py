"""Reserve iv, personal activities and work (henkilökohtainen toiminta ja työ)."""

from __future__ import annotations

import polars as pl

from assets.reserves.series import (
    EVERYBODY,
    labour_force,
    living_conditions,
    time_use,
    wellbeing_survey,
)
from sources.declarations import (
    Direction,
    Indicator,
    Mean,
    Nature,
    Reserve,
    SexGap,
    Share,
)

_RESERVE = Reserve.ACTIVITIES_AND_WORK
_SELF_DECLARED = "status as people name it themselves; not the labour force survey's"

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        id="long_term_unemployment_rate",
        reserve=_RESERVE,
        label_en="Long-term unemployment rate (12 months or longer)",
        label_fi="Pitkäaikaistyöttömyysaste",
        definition=(
            "Persons unemployed (ILO) for twelve months or longer, in per cent of the labour force "
            "aged 15 to 74; mean of the year. An unemployed person who doesn't say how long leaves "
            "the base."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(0.1, 30),
        series=labour_force(
            Share(
                where=(pl.col("ilo_status") == "unemployed")
                & pl.col("unemployment_duration").is_in(
                    ["12_17_months", "18_23_months", "24_47_months", "48_months_or_longer"]
                ),
                among=pl.col("age").is_between(15, 74)
                & pl.col("ilo_status").is_in(["employed", "unemployed"]),
            ),
            by_age=True,
        ),
    ),
    Indicator(
        id="employment_rate_20_64",
        reserve=_RESERVE,
        label_en="Employment rate, 20–64",
        label_fi="Työllisyysaste, 20–64-vuotiaat",
        definition="Share of persons aged 20 to 64 who are employed (ILO); mean of the year.",
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(55, 90),
        series=labour_force(
            Share(
                where=pl.col("ilo_status") == "employed",
                among=pl.col("age").is_between(20, 64),
            )
        ),
    ),
    Indicator(
        id="employment_rate_15_64",
        reserve=_RESERVE,
        label_en="Employment rate, 15–64",
        label_fi="Työllisyysaste, 15–64-vuotiaat",
        definition="Share of persons aged 15 to 64 who are employed (ILO); mean of the year.",
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(50, 85),
        series=labour_force(
            Share(
                where=pl.col("ilo_status") == "employed",
                among=pl.col("age").is_between(15, 64),
            )
        ),
    ),
    Indicator(
        id="unemployment_rate_15_74",
        reserve=_RESERVE,
        label_en="Unemployment rate (ILO), 15–74",
        label_fi="Työttömyysaste (ILO), 15–74-vuotiaat",
        definition=(
            "Unemployed (ILO) in per cent of the employed and unemployed aged 15 to 74; mean of "
            "the year. Not the share of registered job seekers."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(2, 25),
        series=labour_force(
            Share(
                where=pl.col("ilo_status") == "unemployed",
                among=pl.col("age").is_between(15, 74)
                & pl.col("ilo_status").is_in(["employed", "unemployed"]),
            )
        ),
    ),
    Indicator(
        id="neet_rate_15_29",
        reserve=_RESERVE,
        label_en="Neither in employment nor in education or training, 15–29",
        label_fi="Työn ja koulutuksen ulkopuolella olevat (NEET), 15–29-vuotiaat",
        definition=(
            "Share of persons aged 15 to 29 who aren't employed (ILO) and had no formal or "
            "non-formal education in four weeks, among those whose answers on education say "
            "which; mean of the year."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(3, 25),
        series=labour_force(
            Share(
                where=(pl.col("ilo_status") != "employed") & (pl.col("studied") == "no"),
                among=pl.col("age").is_between(15, 29) & pl.col("studied").is_not_null(),
            ),
            "M10",
        ),
    ),
    Indicator(
        id="long_working_hours_share",
        reserve=_RESERVE,
        label_en="Usually works 49 hours or more a week",
        label_fi="Pitkää työviikkoa (vähintään 49 tuntia) tekevät",
        definition=(
            "Share of the employed (ILO) aged 20 to 64 who usually work 49 hours or more a week "
            "in their main job; mean of the year. Where the hours vary there is no answer."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(1, 25),
        series=labour_force(
            Share(
                where=pl.col("usual_hours") >= 49,
                among=pl.col("age").is_between(20, 64) & (pl.col("ilo_status") == "employed"),
            ),
            by_age=True,
        ),
    ),
    Indicator(
        id="self_declared_employed_share_20_64_silc",
        reserve=_RESERVE,
        label_en="Self-declared employed, 20–64 (living conditions survey)",
        label_fi="Oman ilmoituksen mukaan työlliset 20–64-vuotiaat (elinolotilasto)",
        definition="Share of persons aged 20 to 64 who say that their main status is employed.",
        nature=Nature.SELF_REPORT,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(50, 90),
        series=living_conditions(
            Share(
                where=pl.col("economic_status") == "employed",
                among=pl.col("age").is_between(20, 64),
            ),
            "M11",
            by_age=False,
            note=_SELF_DECLARED,
        ),
    ),
    Indicator(
        id="self_declared_unemployment_rate_16_74_silc",
        reserve=_RESERVE,
        label_en="Self-declared unemployed, 16–74 (living conditions survey)",
        label_fi="Oman ilmoituksen mukaan työttömät 16–74-vuotiaat (elinolotilasto)",
        definition=(
            "Those who say that their main status is unemployed, in per cent of those aged 16 to "
            "74 who say that they are employed or unemployed."
        ),
        nature=Nature.SELF_REPORT,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(2, 25),
        series=living_conditions(
            Share(
                where=pl.col("economic_status") == "unemployed",
                among=pl.col("age").is_between(16, 74)
                & pl.col("economic_status").is_in(["employed", "unemployed"]),
            ),
            "M11",
            by_age=False,
            note=_SELF_DECLARED,
        ),
    ),
    Indicator(
        id="full_year_full_time_employee_share_20_64_silc",
        reserve=_RESERVE,
        label_en="Full-time employee all year round, 20–64",
        label_fi="Koko vuoden kokoaikaisena palkansaajana olleet 20–64-vuotiaat",
        definition=(
            "Share of persons aged 20 to 64 who were full-time employees in all twelve months of "
            "the income year, the year before the survey."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(25, 80),
        series=living_conditions(
            Share(
                where=pl.col("months_full_time_employee") == 12,
                among=pl.col("age").is_between(20, 64),
            ),
            "M11",
            by_age=False,
        ),
    ),
    Indicator(
        id="satisfaction_time_use_mean",
        reserve=_RESERVE,
        label_en="Satisfaction with time use",
        label_fi="Tyytyväisyys ajankäyttöön",
        definition="Mean satisfaction of persons aged 16 and over with their time use, 0 to 10.",
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="RTG",
        plausible=(5, 9),
        series=living_conditions(
            Mean(of=pl.col("time_use_satisfaction"), among=pl.col("age") >= 16), "M23"
        ),
    ),
    Indicator(
        id="leisure_participation_share",
        reserve=_RESERVE,
        label_en="Took part in cultural or sport activity in 12 months",
        label_fi="Osallistuu harrastus- tai kulttuuritoimintaan",
        definition=(
            "Share of persons aged 16 and over who went to the cinema, a live performance, a "
            "cultural site or a sport event at least once in twelve months. Asked in module years."
        ),
        nature=Nature.SELF_REPORT,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(30, 98),
        series=living_conditions(
            Share(
                # Once to any of them is enough; to say no, one must have answered for all.
                where=pl.any_horizontal(
                    pl.col(c).is_in(["at_most_3_times", "over_3_times"])
                    for c in ("cinema", "performances", "cultural_sites", "sport_events")
                ),
                among=pl.col("age") >= 16,
            ),
            "M23",
        ),
    ),
    Indicator(
        id="job_satisfaction_mean",
        reserve=_RESERVE,
        label_en="Job satisfaction of the employed",
        label_fi="Työllisten tyytyväisyys työhön",
        definition=(
            "Mean job satisfaction, 0 to 10, of persons aged 16 and over who say that they are "
            "employed."
        ),
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="RTG",
        plausible=(5, 9.5),
        series=living_conditions(
            Mean(
                of=pl.col("job_satisfaction"),
                among=(pl.col("age") >= 16) & (pl.col("economic_status") == "employed"),
            ),
            "M23",
        ),
    ),
    Indicator(
        id="weekly_hobby_participation_thl_share",
        reserve=_RESERVE,
        label_en="Active every week in a club, association or hobby (THL item)",
        label_fi="Viikoittain aktiivisesti harrastavat tai järjestötoimintaan osallistuvat (THL)",
        definition=(
            "Share of persons aged 20 and over who take part actively every week in the activities "
            "of a club, an association or a hobby (1 of four answers)."
        ),
        nature=Nature.SELF_REPORT,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(10, 70),
        series=wellbeing_survey(
            Share(where=pl.col("hobby_participation") == 1, among=EVERYBODY), "M23"
        ),
    ),
    Indicator(
        id="unpaid_work_gap",
        reserve=_RESERVE,
        label_en="Unpaid work, women minus men",
        label_fi="Palkattoman työn sukupuoliero",
        definition=(
            "Mean minutes a day of unpaid work of women aged 10 and over minus that of men: "
            "household and family care, work for organisations and help to other households, as "
            "main activity in the diary. Travel isn't in it."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.CONTEXT,
        unit="MIN",
        plausible=(-60, 240),
        series=time_use(
            SexGap(
                of=pl.col("household_minutes")
                + pl.col("volunteering_minutes")
                + pl.col("help_minutes"),
                among=pl.col("age") >= 10,
            ),
            note="minutes a day over all days of the week; women minus men",
        ),
    ),
)
