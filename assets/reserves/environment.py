"""Reserve vii, environment (ympäristö): the surroundings of the home, as people meet them."""

from __future__ import annotations

import polars as pl

from assets.reserves.series import EVERYBODY, living_conditions, wellbeing_survey
from sources.declarations import Direction, Indicator, Nature, Reserve, Share, Weight

_RESERVE = Reserve.ENVIRONMENT

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        id="noise_reported_share",
        reserve=_RESERVE,
        label_en="Noise from neighbours or the street",
        label_fi="Melusta kärsivät",
        definition=(
            "Share of persons whose household has too much noise in its home from neighbours or "
            "the street."
        ),
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(3, 40),
        series=living_conditions(
            Share(where=pl.col("noise") == "yes", among=EVERYBODY, weight=Weight.PERSON), "M22"
        ),
    ),
    Indicator(
        id="pollution_reported_share",
        reserve=_RESERVE,
        label_en="Pollution, grime or other environmental problems",
        label_fi="Ympäristöhaitoista kärsivät",
        definition=(
            "Share of persons whose household has pollution, grime or other environmental problems "
            "in its area."
        ),
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(1, 30),
        series=living_conditions(
            Share(where=pl.col("pollution") == "yes", among=EVERYBODY, weight=Weight.PERSON), "M22"
        ),
    ),
    Indicator(
        id="satisfaction_residential_area_share",
        reserve=_RESERVE,
        label_en="Satisfied with conditions in residential area",
        label_fi="Tyytyväisiä asuinalueensa olosuhteisiin",
        definition=(
            "Share of persons aged 20 and over who are very or fairly satisfied with their "
            "neighbourhood (1 and 2 of five answers)."
        ),
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(40, 98),
        series=wellbeing_survey(
            Share(where=pl.col("neighbourhood_satisfaction") <= 2, among=EVERYBODY), "M23"
        ),
    ),
    Indicator(
        id="living_place_conditions_good_thl_share",
        reserve=_RESERVE,
        label_en="Satisfied with the conditions of one's living place (EUROHIS item)",
        label_fi="Asuinpaikkansa oloihin tyytyväiset (EUROHIS)",
        definition=(
            "Share of persons aged 20 and over who answer 4 or 5 of five to EUROHIS-QOL item 8, "
            "satisfaction with the conditions of one's living place."
        ),
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(35, 98),
        series=wellbeing_survey(
            Share(where=pl.col("eurohis_living_place_satisfaction") >= 4, among=EVERYBODY), "M23"
        ),
    ),
)
