"""Overall experience of life, the outcome that the reserves feed; not a reserve itself."""

from __future__ import annotations

import polars as pl

from assets.reserves.series import EVERYBODY, living_conditions, wellbeing_survey
from sources.declarations import Direction, Indicator, Mean, Nature, Reserve, Share

_RESERVE = Reserve.OVERALL_EXPERIENCE

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        id="life_satisfaction_mean",
        reserve=_RESERVE,
        label_en="Overall life satisfaction",
        label_fi="Tyytyväisyys elämään",
        definition="Mean satisfaction of persons aged 16 and over with their life, 0 to 10.",
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="RTG",
        plausible=(5.5, 9),
        series=living_conditions(
            Mean(of=pl.col("life_satisfaction"), among=pl.col("age") >= 16), "M23"
        ),
    ),
    Indicator(
        id="quality_of_life_good_share",
        reserve=_RESERVE,
        label_en="Quality of life good (EUROHIS-QOL 8)",
        label_fi="Elämänlaatunsa hyväksi tuntevat",
        definition=(
            "Share of persons aged 20 and over whose mean answer to the eight items of EUROHIS-QOL "
            "(1 worst to 5 best) is 4 or more; only those who answered all eight are in the base."
        ),
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(25, 85),
        series=wellbeing_survey(Share(where=pl.col("eurohis_mean") >= 4, among=EVERYBODY), "M23"),
    ),
)
