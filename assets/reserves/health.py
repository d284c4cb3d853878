"""Reserve ii, health (terveys): how long and how well people live, and whether they get care."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import polars as pl

from assets.reserves.series import (
    EVERYBODY,
    SURVEY_AREAS,
    counted,
    living_conditions,
    register,
    wellbeing_survey,
)
from sources.declarations import (
    Direction,
    Indicator,
    LifeExpectancy,
    Nature,
    RegisterShare,
    Reserve,
    Share,
    StandardisedRate,
)

_RESERVE = Reserve.HEALTH

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        id="life_expectancy_at_birth",
        reserve=_RESERVE,
        label_en="Life expectancy at birth",
        label_fi="Vastasyntyneen elinajanodote",
        definition=(
            "Years that a newborn would live if mortality at each age stayed as it is. Of one year "
            "for the country, of three below it."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="YR",
        plausible=(55, 92),
        series=counted(LifeExpectancy(of="deaths"), "M13", source="causes_of_death"),
    ),
    Indicator(
        id="avoidable_mortality_asr",
        reserve=_RESERVE,
        label_en="Avoidable mortality, age-standardised",
        label_fi="Vältettävissä oleva kuolleisuus, ikävakioitu",
        definition=(
            "Deaths under 75 of causes that OECD and Eurostat hold for preventable or treatable, "
            "per 100,000 of the mean population in three years, on the European standard of 2013."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="P_HTHAB",
        plausible=(80, 600),
        series=counted(
            StandardisedRate(of="avoidable_deaths", ages=(0, 74)),
            "M17",
            source="causes_of_death",
            levels=SURVEY_AREAS,
        ),
    ),
    Indicator(
        id="self_rated_health_good_share",
        reserve=_RESERVE,
        label_en="Good or very good self-rated health",
        label_fi="Terveytensä hyväksi kokevat",
        definition=(
            "Share of persons aged 16 and over who rate their general health as very good or good "
            "(1 and 2 of five answers)."
        ),
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(30, 92),
        series=living_conditions(
            Share(where=pl.col("self_rated_health") <= 2, among=pl.col("age") >= 16), "M15"
        ),
    ),
    Indicator(
        id="self_rated_health_good_thl_share",
        reserve=_RESERVE,
        label_en="Good or fairly good self-rated health (THL item)",
        label_fi="Terveytensä hyväksi tai melko hyväksi kokevat (THL)",
        definition=(
            "Share of persons aged 20 and over who answer 1 or 2 of five when asked about their "
            "health. Wording and mode differ from EU-SILC: another series."
        ),
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(45, 90),
        series=wellbeing_survey(
            Share(where=pl.col("self_rated_health") <= 2, among=EVERYBODY), "M15"
        ),
    ),
    Indicator(
        id="unmet_medical_need_share",
        reserve=_RESERVE,
        label_en="Unmet need for medical examination (too expensive, too far, waiting list)",
        label_fi="Tyydyttymätön hoidon tarve",
        definition=(
            "Share of persons aged 16 and over, those who needed no care included, who in twelve "
            "months went without a medical examination or treatment that they needed, mainly as it "
            "was too expensive, too far to go or behind a waiting list."
        ),
        nature=Nature.SELF_REPORT,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(0, 25),
        series=living_conditions(
            Share(
                where=pl.when(pl.col("need_examination_flag") == "no_need")
                .then(False)
                .otherwise(
                    (pl.col("unmet_need_examination") == "yes")
                    & pl.col("reason_unmet_need").is_in(
                        ["too_expensive", "waiting_list", "too_far"]
                    )
                ),
                among=pl.col("age") >= 16,
            ),
            "M16",
        ),
    ),
    Indicator(
        id="psychological_distress_share",
        reserve=_RESERVE,
        label_en="Significant psychological distress (MHI-5 of 52 or less)",
        label_fi="Psyykkisesti merkittävästi kuormittuneet",
        definition=(
            "Share of persons aged 20 and over whose MHI-5 index (0 worst to 100 best, over four "
            "weeks) is 52 or less; only those who answered all five items are in the base."
        ),
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(5, 35),
        series=wellbeing_survey(Share(where=pl.col("mhi5") <= 52, among=EVERYBODY), "M15"),
    ),
    Indicator(
        id="activity_limitation_share",
        reserve=_RESERVE,
        label_en="Limited in usual activities because of health (GALI)",
        label_fi="Toimintarajoitteita terveysongelman vuoksi",
        definition=(
            "Share of persons aged 16 and over whom a health problem has limited, severely or "
            "somewhat, in what people usually do, for at least six months."
        ),
        nature=Nature.SELF_REPORT,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(10, 50),
        series=living_conditions(
            Share(
                where=pl.col("activity_limitation").is_in(["severely_limited", "limited"]),
                among=pl.col("age") >= 16,
            ),
            "M14",
        ),
    ),
    Indicator(
        id="disability_pension_share_25_64",
        reserve=_RESERVE,
        label_en="Disability pension recipients, 25–64",
        label_fi="Työkyvyttömyyseläkettä saaneet 25–64-vuotiaat",
        definition=(
            "Share of residents aged 25 to 64 at 31 December who were paid a disability pension "
            "during the year."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(1, 15),
        series=register(
            RegisterShare(
                where=nw.col("disability_pension") > 0,
                among=nw.col("age").is_between(25, 64) & ~nw.col("disability_pension").is_null(),
            ),
            by_age=False,
            note="paid during the year, not in force at its end",
        ),
    ),
    Indicator(
        id="sickness_benefit_recipient_share_18_64",
        reserve=_RESERVE,
        label_en="Sickness benefit recipients, 18–64",
        label_fi="Sairauspäivärahaa saaneet 18–64-vuotiaat",
        definition=(
            "Share of residents aged 18 to 64 at 31 December who were paid a sickness or "
            "rehabilitation benefit during the year."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(1, 30),
        series=register(
            RegisterShare(
                where=nw.col("sickness_benefit") > 0,
                among=nw.col("age").is_between(18, 64) & ~nw.col("sickness_benefit").is_null(),
            ),
            by_age=False,
        ),
    ),
    Indicator(
        id="special_reimbursement_right_share",
        reserve=_RESERVE,
        label_en="Right to special reimbursement of medicines",
        label_fi="Lääkkeiden erityiskorvausoikeuden haltijat",
        definition=(
            "Share of residents at 31 December who then had a right to special reimbursement of "
            "medicines for a severe and long-term disease."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(8, 45),
        series=register(
            RegisterShare(
                where=nw.col("special_reimbursement_rights") > 0,
                among=~nw.col("special_reimbursement_rights").is_null(),
            ),
            source="kela",
            note="rights to limited basic reimbursement (3xx) are not counted",
        ),
    ),
    Indicator(
        id="psychotropic_medicine_purchase_share",
        reserve=_RESERVE,
        label_en="Bought reimbursed psychotropic medicines",
        label_fi="Korvattuja psyykenlääkkeitä ostaneet",
        definition=(
            "Share of residents at 31 December who during the year bought a reimbursed medicine of "
            "ATC group N05 (antipsychotics, anxiolytics, hypnotics) or N06 (antidepressants, "
            "stimulants, medicines for dementia)."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(3, 30),
        series=register(
            RegisterShare(
                where=nw.col("psychotropic_purchases") > 0,
                among=~nw.col("psychotropic_purchases").is_null(),
            ),
            source="kela",
            note="treatment, not need: what hospitals give and what is not reimbursed is left out",
        ),
    ),
    Indicator(
        id="antidepressant_purchase_share_18_64",
        reserve=_RESERVE,
        label_en="Bought reimbursed antidepressants, 18–64",
        label_fi="Korvattuja masennuslääkkeitä ostaneet 18–64-vuotiaat",
        definition=(
            "Share of residents aged 18 to 64 at 31 December who during the year bought a "
            "reimbursed antidepressant (ATC N06A)."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(2, 25),
        series=register(
            RegisterShare(
                where=nw.col("antidepressant_purchases") > 0,
                among=nw.col("age").is_between(18, 64)
                & ~nw.col("antidepressant_purchases").is_null(),
            ),
            source="kela",
            by_age=False,
        ),
    ),
    Indicator(
        id="long_sickness_allowance_share_18_64",
        reserve=_RESERVE,
        label_en="On sickness allowance for over 30 days, 18–64",
        label_fi="Yli 30 päivää sairauspäivärahaa saaneet 18–64-vuotiaat",
        definition=(
            "Share of residents aged 18 to 64 at 31 December for whom Kela paid sickness or "
            "partial sickness allowance for more than 30 days of the year."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(0.5, 15),
        series=register(
            RegisterShare(
                where=nw.col("sickness_allowance_days") > 30,
                among=nw.col("age").is_between(18, 64)
                & ~nw.col("sickness_allowance_days").is_null(),
            ),
            source="kela",
            by_age=False,
        ),
    ),
)
