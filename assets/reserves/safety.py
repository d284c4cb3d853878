"""Reserve viii, feeling of safety (turvallisuuden tunne): violence, fear, economic insecurity."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import polars as pl

from assets.reserves.series import (
    EVERYBODY,
    SURVEY_AREAS,
    counted,
    crime_victims,
    living_conditions,
    register,
    wellbeing_survey,
)
from sources.declarations import (
    Direction,
    EventRate,
    Indicator,
    Nature,
    RegisterShare,
    Reserve,
    Share,
    StandardisedRate,
    Weight,
)

_RESERVE = Reserve.SAFETY

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        id="violent_offences_per_1000",
        reserve=_RESERVE,
        label_en="Recorded offences against life and health per 1,000",
        label_fi="Henkeen ja terveyteen kohdistuneet rikokset / 1 000 asukasta",
        definition=(
            "Offences against life and health that came to the knowledge of the authorities in the "
            "year, per 1,000 of the mean population of the place where they were committed."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.CONTEXT,
        unit="P_THAB",
        plausible=(2, 15),
        series=counted(
            EventRate(of="violent_offences", everywhere=True),
            "M24",
            source="offences",
            by_sex=False,
            note="by place of offence, not of residence",
        ),
    ),
    Indicator(
        id="violence_victim_known_share",
        reserve=_RESERVE,
        label_en="Known to the police as a victim of violence",
        label_fi="Väkivaltarikoksen uhriksi poliisin tietoon tulleet",
        definition=(
            "Share of residents at 31 December who were victims of an offence against life and "
            "health that came to the knowledge of the police in the year. Each counts once, "
            "however many offences there were and wherever they were committed."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.CONTEXT,
        unit="PC",
        plausible=(0.2, 2.5),
        decimals=2,
        series=register(
            RegisterShare(
                where=nw.col("violent_offences_suffered") > 0,
                among=~nw.col("violent_offences_suffered").is_null(),
            ),
            "M24",
            source="offence_victims",
            # Victims in a municipality are few and known to their neighbours.
            levels=SURVEY_AREAS,
            note="known to the police, by place of residence",
        ),
    ),
    Indicator(
        id="road_traffic_casualties_per_100000",
        reserve=_RESERVE,
        label_en="Killed or injured in road traffic per 100,000",
        label_fi="Tieliikenteessä kuolleet ja loukkaantuneet / 100 000",
        definition=(
            "Persons killed or injured in road traffic accidents known to the police in the year, "
            "per 100,000 of the mean population of the place of the accident."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="P_HTHAB",
        plausible=(20, 300),
        series=counted(
            EventRate(of="road_casualties", per=100_000),
            "M24",
            source="road_accidents",
            by_sex=False,
            note="by place of accident, not of residence",
        ),
    ),
    Indicator(
        id="accident_mortality_asr",
        reserve=_RESERVE,
        label_en="Accident mortality, age-standardised",
        label_fi="Tapaturmakuolleisuus, ikävakioitu",
        definition=(
            "Deaths of accidents and their sequelae (ICD-10 V01-X59, Y85-Y86) per 100,000 of the "
            "mean population in three years, on the European standard of 2013. Poisonings by "
            "alcohol are in it."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="P_HTHAB",
        plausible=(10, 150),
        series=counted(
            StandardisedRate(of="accident_deaths"),
            "M17",
            source="causes_of_death",
            levels=SURVEY_AREAS,
        ),
    ),
    Indicator(
        id="violence_victim_share",
        reserve=_RESERVE,
        label_en="Victim of physical violence in 12 months",
        label_fi="Fyysisen väkivallan uhriksi joutuneet",
        definition=(
            "Share of persons aged 15 to 74 who were slapped, or suffered worse, at least once in "
            "twelve months. Threats, and being held or shoved, are not in it."
        ),
        nature=Nature.SELF_REPORT,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(1, 20),
        series=crime_victims(
            Share(
                # One form is enough; to say no, one must have answered for all.
                where=pl.any_horizontal(
                    pl.col(form) == "yes"
                    for form in ("slapped", "struck", "kicked_or_strangled", "weapon_used")
                ),
                among=pl.col("age").is_between(15, 74),
            )
        ),
    ),
    Indicator(
        id="fear_of_violence_share",
        reserve=_RESERVE,
        label_en="Feared violence outdoors in the evening",
        label_fi="Pelännyt väkivaltaa iltaisin kodin ulkopuolella",
        definition=(
            "Share of persons aged 15 to 74 who in twelve months feared violence outdoors in the "
            "evening. Those who don't go out then are in the base."
        ),
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(10, 60),
        series=crime_victims(
            Share(
                where=pl.col("feared_violence_outdoors") == "yes",
                among=pl.col("age").is_between(15, 74),
            )
        ),
    ),
    Indicator(
        id="feels_safe_daily_share",
        reserve=_RESERVE,
        label_en="Feels daily life very or fairly safe",
        label_fi="Päivittäisen elämänsä turvalliseksi kokevat",
        definition=(
            "Share of persons aged 20 and over to whom their daily life is very or fairly safe (1 "
            "and 2 of four answers)."
        ),
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(60, 99),
        series=wellbeing_survey(Share(where=pl.col("daily_safety") <= 2, among=EVERYBODY), "M24"),
    ),
    Indicator(
        id="violence_or_threat_thl_share",
        reserve=_RESERVE,
        label_en="Violence or its threat in 12 months (THL item)",
        label_fi="Väkivaltaa tai sen uhkaa 12 kuukauden aikana kokeneet (THL)",
        definition=(
            "Share of persons aged 20 and over who experienced violence or its threat in twelve "
            "months. Threats are in it: more than victims of physical violence."
        ),
        nature=Nature.SELF_REPORT,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(1, 25),
        series=wellbeing_survey(Share(where=pl.col("violence") == "yes", among=EVERYBODY), "M24"),
    ),
    Indicator(
        id="feels_safe_by_day_thl_share",
        reserve=_RESERVE,
        label_en="Feels safe in the neighbourhood by day (THL item)",
        label_fi="Asuinalueensa päivisin turvalliseksi kokevat (THL)",
        definition=(
            "Share of persons aged 20 and over to whom their neighbourhood is very or fairly safe "
            "by day (1 and 2 of four answers)."
        ),
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(60, 100),
        series=wellbeing_survey(Share(where=pl.col("safety_by_day") <= 2, among=EVERYBODY), "M24"),
    ),
    Indicator(
        id="feels_safe_in_evening_thl_share",
        reserve=_RESERVE,
        label_en="Feels safe in the neighbourhood in the evening (THL item)",
        label_fi="Asuinalueensa iltaisin turvalliseksi kokevat (THL)",
        definition=(
            "Share of persons aged 20 and over to whom their neighbourhood is very or fairly safe "
            "in the evening (1 and 2 of four answers)."
        ),
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(40, 99),
        series=wellbeing_survey(
            Share(where=pl.col("safety_in_evening") <= 2, among=EVERYBODY), "M24"
        ),
    ),
    Indicator(
        id="feels_safe_at_night_share",
        reserve=_RESERVE,
        label_en="Feels safe walking alone after dark",
        label_fi="Tuntee olonsa turvalliseksi yksin pimeällä",
        definition=(
            "Share of persons aged 16 and over who feel very or fairly safe when walking alone "
            "after dark in their area (1 and 2 of four answers)."
        ),
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(50, 98),
        series=living_conditions(
            Share(where=pl.col("feeling_safe") <= 2, among=pl.col("age") >= 16), "M24"
        ),
    ),
    Indicator(
        id="crime_in_area_share",
        reserve=_RESERVE,
        label_en="Crime, violence or vandalism in the area",
        label_fi="Rikollisuudesta tai väkivallasta kärsivät asuinalueellaan",
        definition=(
            "Share of persons whose household has crime, violence or vandalism in its area."
        ),
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(1, 30),
        series=living_conditions(
            Share(where=pl.col("crime_in_area") == "yes", among=EVERYBODY, weight=Weight.PERSON),
            "M24",
        ),
    ),
    Indicator(
        id="unexpected_expense_inability",
        reserve=_RESERVE,
        label_en="Cannot face an unexpected expense",
        label_fi="Ei pysty maksamaan yllättävää menoa",
        definition="Share of persons whose household can't meet an unexpected expense on its own.",
        nature=Nature.SELF_REPORT,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(8, 50),
        series=living_conditions(
            Share(
                where=pl.col("affords_unexpected_expense") == "no",
                among=EVERYBODY,
                weight=Weight.PERSON,
            ),
            "M7",
        ),
    ),
    Indicator(
        id="persistent_poverty_rate_register",
        reserve=_RESERVE,
        label_en="Persistent at-risk-of-poverty rate from registers",
        label_fi="Pitkittynyt pienituloisuus rekistereistä",
        definition=(
            "Share of residents whose income was below 60 % of the national median in the year and "
            "in at least two of the three before it, among those observed in all four years. "
            "Income as the income register knows it."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(1, 20),
        series=register(
            RegisterShare(
                where=nw.col("persistently_poor"),
                among=~nw.col("persistently_poor").is_null(),
            ),
            "M3",
            note="income of the income register only",
        ),
    ),
    Indicator(
        id="injury_inpatient_share",
        reserve=_RESERVE,
        label_en="Ward stay for an injury or poisoning",
        label_fi="Vamman tai myrkytyksen vuoksi sairaalahoidossa olleet",
        definition=(
            "Share of residents at 31 December with a stay on a ward that ended during the year "
            "and whose main diagnosis was an injury, a poisoning or another consequence of "
            "external causes (ICD-10 S00–T98)."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(0.1, 6),
        series=register(
            RegisterShare(
                where=nw.col("injury_stays") > 0,
                among=~nw.col("injury_stays").is_null(),
            ),
            source="hospital_care",
        ),
    ),
)
