"""Reserve i, material living standards (aineellinen elintaso): income, its spread, want."""

from __future__ import annotations

from sources.declarations import (
    Direction,
    IncomeMeasure,
    Indicator,
    Measure,
    Nature,
    Reserve,
    Series,
)

_RESERVE = Reserve.MATERIAL_LIVING_STANDARDS


def _income_series(measure: Measure, method: str) -> tuple[Series, ...]:
    """From the living-conditions survey, and from EU-SILC files of other countries."""
    statistic = IncomeMeasure(measure)
    return (
        Series("living_conditions", statistic, method, ("COUNTRY", "REGION", "COUNTY")),
        Series("eu_silc", statistic, method, ("COUNTRY", "NUTS2")),
    )


INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        id="median_equivalised_income",
        reserve=_RESERVE,
        label_en="Median equivalised disposable income",
        label_fi="Ekvivalentin käytettävissä olevan tulon mediaani",
        definition=(
            "Median over persons of the household's disposable income divided by its size on the "
            "modified OECD scale."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="EUR",
        decimals=0,
        plausible=(15_000, 40_000),
        series=_income_series(Measure.MEDIAN, "M1"),
    ),
    Indicator(
        id="at_risk_of_poverty_rate",
        reserve=_RESERVE,
        label_en="At-risk-of-poverty rate (60 % of national median)",
        label_fi="Pienituloisuusaste (60 % mediaanista)",
        definition=(
            "Share of persons whose equivalised disposable income is below 60 % of the national "
            "median. The threshold is national for every area, sex and age."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(5, 25),
        series=_income_series(Measure.AROP, "M3"),
    ),
    Indicator(
        id="relative_median_poverty_gap",
        reserve=_RESERVE,
        label_en="Relative median at-risk-of-poverty gap",
        label_fi="Köyhyysvaje (suhteellinen mediaani)",
        definition=(
            "Distance from the poverty threshold to the median income of those below it, in per "
            "cent of the threshold."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(5, 40),
        series=_income_series(Measure.RMPG, "M4"),
    ),
    Indicator(
        id="income_quintile_share_ratio",
        reserve=_RESERVE,
        label_en="Income quintile share ratio S80/S20",
        label_fi="Tuloviidennesten tulo-osuuksien suhde S80/S20",
        definition=(
            "Total income of the fifth of persons with the highest equivalised income, divided by "
            "that of the fifth with the lowest."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="RATIO",
        plausible=(2, 8),
        series=_income_series(Measure.QUINTILE_SHARE_RATIO, "M5"),
    ),
    Indicator(
        id="gini_disposable_income",
        reserve=_RESERVE,
        label_en="Gini coefficient of equivalised disposable income",
        label_fi="Gini-kerroin, ekvivalentti käytettävissä oleva tulo",
        definition="Gini coefficient of equivalised disposable income over persons, 0 to 100.",
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="GINI",
        plausible=(15, 45),
        series=_income_series(Measure.GINI, "M6"),
    ),
)
