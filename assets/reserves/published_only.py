"""Indicators of the framework that we don't compute and others publish.

Why we don't stands in `sources/reference/framework_indicators.csv`; which series is taken, in
`assets/counterparts`. An indicator moves to its reserve's file once it has a series of ours.
"""

from __future__ import annotations

from sources.declarations import Direction, Indicator, Nature, Reserve

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        id="social_assistance_recipient_share",
        reserve=Reserve.MATERIAL_LIVING_STANDARDS,
        label_en="Received social assistance during the year",
        label_fi="Toimeentulotukea saaneet henkilöt vuoden aikana",
        definition=(
            "Share of residents who lived in a household that received social assistance (basic, "
            "supplementary or preventive) at any time of the year, as published."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(3, 13),
        series=(),
    ),
    Indicator(
        id="healthy_life_years_at_birth",
        reserve=Reserve.HEALTH,
        label_en="Healthy life years at birth",
        label_fi="Terveet elinvuodet",
        definition=(
            "Years that a newborn would live without limitations of activity, if mortality and "
            "their prevalence at each age stayed as they are, as published."
        ),
        nature=Nature.SELF_REPORT,
        direction=Direction.HIGHER_IS_BETTER,
        unit="YR",
        plausible=(45, 78),
        series=(),
    ),
    Indicator(
        id="low_math_share_pisa",
        reserve=Reserve.EDUCATION,
        label_en="Low achievers in mathematics (PISA below level 2)",
        label_fi="Matematiikassa heikosti osaavat (PISA alle tason 2)",
        definition=(
            "Share of 15-year-olds at school whose mathematics is below level 2 of PISA, as "
            "published."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(3, 70),
        series=(),
    ),
    Indicator(
        id="digital_skills_basic_share",
        reserve=Reserve.EDUCATION,
        label_en="At least basic overall digital skills",
        label_fi="Vähintään perustason digitaidot",
        definition=(
            "Share of persons aged 16 to 74 whose overall digital skills, told by tasks done, are "
            "basic or above basic, as published."
        ),
        nature=Nature.SELF_REPORT,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(15, 95),
        series=(),
    ),
    Indicator(
        id="persistent_poverty_rate",
        reserve=Reserve.SAFETY,
        label_en="Persistent at-risk-of-poverty rate",
        label_fi="Pitkittynyt pienituloisuus",
        definition=(
            "Share of persons below 60 % of the national median income in the year and in at least "
            "two of the three before it, as published."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(1, 25),
        series=(),
    ),
)
