"""Reserve i, material living standards (aineellinen elintaso): income, its spread, want."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import polars as pl

from assets.reserves.series import EVERYBODY, SURVEY_AREAS, living_conditions, register
from sources.declarations import (
    Direction,
    IncomeMeasure,
    Indicator,
    Measure,
    Nature,
    RegisterShare,
    Reserve,
    Series,
    Share,
    Weight,
)

_RESERVE = Reserve.MATERIAL_LIVING_STANDARDS


def _income_series(measure: Measure, method: str) -> tuple[Series, ...]:
    """From the living-conditions survey, and from EU-SILC files of other countries."""
    statistic = IncomeMeasure(measure)
    return (
        Series("living_conditions", statistic, method, SURVEY_AREAS),
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
    Indicator(
        id="at_risk_of_poverty_rate_register",
        reserve=_RESERVE,
        label_en="At-risk-of-poverty rate from registers",
        label_fi="Pienituloisuusaste rekistereistä",
        definition=(
            "Share of residents at 31 December who live in a household and whose equivalised "
            "income, as the income register knows it, is below 60 % of the national median. "
            "Capital income and transfers between households are not in it: not the survey's rate."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(5, 30),
        series=register(
            RegisterShare(where=nw.col("poor"), among=~nw.col("poor").is_null()),
            "M3",
            note="income of the income register only",
        ),
    ),
    Indicator(
        id="severe_material_social_deprivation_rate",
        reserve=_RESERVE,
        label_en="Severe material and social deprivation rate (7 of 13)",
        label_fi="Vakava aineellinen ja sosiaalinen puute (7/13)",
        definition=(
            "Share of persons who lack at least seven of thirteen things for want of money. "
            "Children lack what at least half of their household's adults who answered lack; "
            "adults who weren't asked share the answer of the one who was."
        ),
        nature=Nature.SELF_REPORT,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(0.3, 12),
        series=living_conditions(
            Share(
                where=pl.col("material_lacks") >= 7,
                among=EVERYBODY,
                weight=Weight.PERSON,
            ),
            "M7",
        ),
    ),
    Indicator(
        id="material_social_deprivation_rate",
        reserve=_RESERVE,
        label_en="Material and social deprivation rate (5 of 13)",
        label_fi="Aineellinen ja sosiaalinen puute (5/13)",
        definition=(
            "Share of persons who lack at least five of thirteen things for want of money, counted "
            "as for the severe rate."
        ),
        nature=Nature.SELF_REPORT,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(1, 20),
        series=living_conditions(
            Share(
                where=pl.col("material_lacks") >= 5,
                among=EVERYBODY,
                weight=Weight.PERSON,
            ),
            "M7",
        ),
    ),
    Indicator(
        id="arope_rate",
        reserve=_RESERVE,
        label_en="At risk of poverty or social exclusion",
        label_fi="Köyhyys- tai syrjäytymisriskissä elävät",
        definition=(
            "Share of persons at risk of poverty, or severely deprived, or under 65 in a household "
            "with very low work intensity: those aged 18 to 64 in it who could work did so for at "
            "most a fifth of the months. Year of the survey; income and work are the year before's."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(8, 65),
        series=living_conditions(
            Share(
                # One is enough; unless one is, all three must be known.
                where=pl.col("at_risk_of_poverty")
                | (pl.col("material_lacks") >= 7)
                | pl.col("very_low_work_intensity"),
                among=EVERYBODY,
                weight=Weight.PERSON,
            ),
            "M8",
        ),
    ),
    Indicator(
        id="difficulty_making_ends_meet",
        reserve=_RESERVE,
        label_en="Great difficulty or difficulty in making ends meet",
        label_fi="Toimeentulovaikeuksia kokevat",
        definition=(
            "Share of persons whose household makes ends meet with difficulty or great difficulty "
            "(1 and 2 of six answers)."
        ),
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(2, 25),
        series=living_conditions(
            Share(
                where=pl.col("making_ends_meet") <= 2,
                among=EVERYBODY,
                weight=Weight.PERSON,
            ),
            "M7",
        ),
    ),
    Indicator(
        id="housing_cost_overburden_rate",
        reserve=_RESERVE,
        label_en="Housing cost overburden rate (over 40 % of disposable income)",
        label_fi="Asumiskustannusten ylikuormitus (yli 40 % tulosta)",
        definition=(
            "Share of persons whose household spends more than 40 % of its disposable income on "
            "housing, both less housing allowances. Where nothing is left of the income, any cost "
            "is too much."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(1, 20),
        series=living_conditions(
            Share(
                where=(pl.col("housing_cost") * 12 - pl.col("housing_allowance"))
                > 0.4
                * (pl.col("disposable_income") - pl.col("housing_allowance")).clip(lower_bound=0),
                among=EVERYBODY,
                weight=Weight.PERSON,
            ),
            "M9",
        ),
    ),
    Indicator(
        id="arrears_share",
        reserve=_RESERVE,
        label_en="Arrears on housing, utility bills or loans",
        label_fi="Maksurästejä asumisessa, laskuissa tai lainoissa",
        definition=(
            "Share of persons whose household was in arrears on mortgage or rent, utility bills or "
            "other loans at least once in twelve months."
        ),
        nature=Nature.SELF_REPORT,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(2, 25),
        series=living_conditions(
            Share(
                # Kinds that a household doesn't have are left aside; null where none is answered.
                where=pl.max_horizontal(
                    pl.col(kind).is_in(["once", "twice_or_more"])
                    for kind in ("arrears_housing", "arrears_utilities", "arrears_loans")
                ),
                among=EVERYBODY,
                weight=Weight.PERSON,
            ),
            "M7",
        ),
    ),
    Indicator(
        id="home_not_warm_share",
        reserve=_RESERVE,
        label_en="Cannot keep the home adequately warm",
        label_fi="Ei varaa pitää kotia riittävän lämpimänä",
        definition="Share of persons whose household can't afford to keep its home warm enough.",
        nature=Nature.SELF_REPORT,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(0.2, 15),
        series=living_conditions(
            Share(
                where=pl.col("affords_warm_home") == "no",
                among=EVERYBODY,
                weight=Weight.PERSON,
            ),
            "M7",
        ),
    ),
    Indicator(
        id="household_social_assistance_share",
        reserve=_RESERVE,
        label_en="Lives in a household that received basic social assistance during the year",
        label_fi="Vuoden aikana perustoimeentulotukea saaneessa taloudessa asuvat",
        definition=(
            "Share of residents at 31 December who live in a household of which a member was paid "
            "basic social assistance in any month of the year; children and everyone else in the "
            "household count."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(2, 15),
        series=register(
            RegisterShare(
                where=nw.col("household_social_assistance") > 0,
                among=~nw.col("household_social_assistance").is_null(),
            ),
            source="social_assistance",
            note="residents and their dwellings at 31 December in place of the mean population",
        ),
    ),
    Indicator(
        id="long_term_social_assistance_share",
        reserve=_RESERVE,
        label_en="Received basic social assistance for at least ten months of the year",
        label_fi="Pitkäaikaisesti toimeentulotukea saaneet (vähintään 10 kuukautta)",
        definition=(
            "Share of residents at 31 December who live in a household of which a member received "
            "social assistance, basic assistance with it, in at least ten months of the year."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(0.3, 8),
        series=register(
            RegisterShare(
                where=nw.col("household_social_assistance_months") >= 10,
                among=~nw.col("household_social_assistance_months").is_null(),
            ),
            source="social_assistance",
        ),
    ),
    Indicator(
        id="medicine_cost_ceiling_share",
        reserve=_RESERVE,
        label_en="Medicine costs above the yearly ceiling",
        label_fi="Lääkkeiden vuosiomavastuun ylittäneet",
        definition=(
            "Share of residents at 31 December whose own costs of reimbursed medicines reached the "
            "ceiling of the year, so that Kela paid the rest."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(1, 15),
        series=register(
            RegisterShare(
                where=nw.col("medicine_ceiling_reimbursement") > 0,
                among=~nw.col("medicine_ceiling_reimbursement").is_null(),
            ),
            source="kela",
        ),
    ),
)
