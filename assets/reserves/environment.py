"""Reserve vii, environment (ympäristö): the surroundings of the home, as people meet them."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import polars as pl

from assets.reserves.series import EVERYBODY, living_conditions, register, wellbeing_survey
from assets.surroundings import air
from sources.declarations import (
    Direction,
    Indicator,
    Nature,
    RegisterMean,
    RegisterShare,
    Reserve,
    Share,
    Weight,
)

_RESERVE = Reserve.ENVIRONMENT

_PLACED = nw.col("has_building") == 1
"""Residents whose building is known: whom the figures of places speak for."""

_AIR = (
    f"Modelled at the home by {air.MODEL}, from stations with 75 % of the year's hours; base: "
    "residents whose building is in the stock and within 100 km of a station."
)

_NOISE = (
    "At the most exposed façade, sources of noise put together by energy; base: residents of "
    "buildings that strategic noise maps cover."
)
_GREEN = (
    "Straight from the middle of the building to the edge of one public area; base: residents "
    "whose building is in the stock."
)
_TRANSIT = (
    "Straight from the middle of the building; trips that leave the stop's group 7:00–9:00 on the "
    "second Tuesday of November; base: residents whose building is in the stock."
)

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
    Indicator(
        id="pm25_population_weighted_mean",
        reserve=_RESERVE,
        label_en="Population-weighted mean PM2.5",
        label_fi="Väestöpainotettu PM2.5-pitoisuus",
        definition=(
            "Mean over residents of the annual mean concentration of fine particles (PM2.5) at "
            "their home."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="UG_M3",
        plausible=(2, 12),
        series=register(
            RegisterMean(of=nw.col("pm25_ng_m3"), among=_PLACED, units=1000),
            "M22",
            source="air_quality",
            note=_AIR,
            covers=_PLACED,
        ),
        decimals=2,
    ),
    Indicator(
        id="pm25_above_who_share",
        reserve=_RESERVE,
        label_en="Residents above WHO 2021 guideline (PM2.5, 5 µg/m³)",
        label_fi="WHO:n ohjearvon ylitykselle altistuvat (PM2.5)",
        definition=(
            "Share of residents at whose home the annual mean concentration of fine particles is "
            "above 5 µg/m³."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(0, 95),
        series=register(
            RegisterShare(
                where=nw.col("pm25_ng_m3") > 5000, among=_PLACED & ~nw.col("pm25_ng_m3").is_null()
            ),
            "M22",
            source="air_quality",
            note=_AIR,
            covers=_PLACED,
        ),
    ),
    Indicator(
        id="noise_lden55_share",
        reserve=_RESERVE,
        label_en="Residents in Lden ≥ 55 dB (all sources)",
        label_fi="Yli 55 dB melulle altistuvat",
        definition=(
            "Share of residents of mapped areas whose home has a day-evening-night level of 55 dB "
            "or more at its most exposed façade."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(5, 60),
        series=register(
            RegisterShare(
                where=nw.col("lden_mdb") >= 55_000, among=_PLACED & ~nw.col("lden_mdb").is_null()
            ),
            "M22",
            source="noise_maps",
            note=_NOISE,
        ),
    ),
    Indicator(
        id="green_access_300m_share",
        reserve=_RESERVE,
        label_en="Green area of at least 1 ha within 300 m",
        label_fi="Viheralue enintään 300 metrin päässä",
        definition=(
            "Share of residents whose home is at most 300 m, in a straight line, from a publicly "
            "accessible green area of at least one hectare."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(40, 100),
        series=register(
            RegisterShare(
                where=nw.col("green_at_hand") == 1,
                among=_PLACED & ~nw.col("green_at_hand").is_null(),
            ),
            "M22",
            source="green_areas",
            note=_GREEN,
        ),
        definition_version="1.0-straight",
    ),
    Indicator(
        id="public_transport_access_share",
        reserve=_RESERVE,
        label_en="Lives within 500 m of a stop with ≥ 4 departures/h (weekday 7–9)",
        label_fi="Joukkoliikenteen saavutettavuus",
        definition=(
            "Share of residents whose home is at most 500 m, in a straight line, from a stop with "
            "at least 8 departures between 7 and 9 on a Tuesday in term time."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(10, 90),
        series=register(
            RegisterShare(
                where=nw.col("served_stop_at_hand") == 1,
                among=_PLACED & ~nw.col("served_stop_at_hand").is_null(),
            ),
            "M22",
            source="public_transport",
            note=_TRANSIT,
        ),
    ),
)
