"""Reserve iii, education (koulutus): attainment, studying, and skills as people see them."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import polars as pl

from assets.reserves.series import (
    EVERYBODY,
    labour_force,
    living_conditions,
    pupils,
    register,
    wellbeing_survey,
)
from sources.declarations import (
    Direction,
    Indicator,
    Nature,
    RegisterShare,
    Reserve,
    Share,
)

_RESERVE = Reserve.EDUCATION
_NOT_LFS = "living conditions survey; official figures come from the labour force survey"

_KNOWN = ~nw.col("education_level").is_null()
_STUDIES_KNOWN = ~nw.col("in_education").is_null()

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        id="likes_school_share_8_9",
        reserve=_RESERVE,
        label_en="Likes school, grades 8–9",
        label_fi="Koulunkäynnistä pitävät, 8.–9. lk",
        definition=(
            "Share of pupils of grades 8 and 9 who agree or strongly agree that they like going to "
            "school, in per cent of those who answered. Asked in spring of odd years."
        ),
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(20, 90),
        series=pupils(
            Share(
                where=pl.col("likes_school") <= 2,
                among=pl.col("grade").is_in(["grade_8", "grade_9"]),
            )
        ),
    ),
    Indicator(
        id="tertiary_attainment_25_34",
        reserve=_RESERVE,
        label_en="Tertiary attainment, 25–34",
        label_fi="Korkea-asteen tutkinnon suorittaneet 25–34-vuotiaat",
        definition=(
            "Share of residents aged 25 to 34 at 31 December whose highest degree is ISCED 5 to 8. "
            "Degrees from abroad that nobody has reported are lacking."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(30, 55),
        series=register(
            RegisterShare(
                where=nw.col("education_level") >= 5,
                among=nw.col("age").is_between(25, 34) & _KNOWN,
            ),
            "M12",
            source="degrees",
            by_age=False,
        ),
    ),
    Indicator(
        id="upper_secondary_or_higher_25_64",
        reserve=_RESERVE,
        label_en="At least upper secondary education, 25–64",
        label_fi="Vähintään toisen asteen tutkinto, 25–64-vuotiaat",
        definition=(
            "Share of residents aged 25 to 64 at 31 December whose highest degree is ISCED 3 to 8. "
            "Degrees from abroad that nobody has reported are lacking."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(80, 97),
        series=register(
            RegisterShare(
                where=nw.col("education_level") >= 3,
                among=nw.col("age").is_between(25, 64) & _KNOWN,
            ),
            "M12",
            source="degrees",
            by_age=False,
        ),
    ),
    Indicator(
        id="outside_education_17_24",
        reserve=_RESERVE,
        label_en="Outside education, 17–24",
        label_fi="Koulutuksen ulkopuolelle jääneet 17–24-vuotiaat",
        definition=(
            "Share of residents aged 17 to 24 at 31 December who have no qualification after basic "
            "education and aren't present in formal education."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(2, 25),
        series=register(
            RegisterShare(
                where=(nw.col("education_level") == 0) & (nw.col("in_education") == 0),
                among=nw.col("age").is_between(17, 24) & _KNOWN & _STUDIES_KNOWN,
            ),
            source="study_rights",
            by_age=False,
        ),
    ),
    Indicator(
        id="studying_register_share_18_24",
        reserve=_RESERVE,
        label_en="Studying for a qualification, 18–24",
        label_fi="Tutkintoon johtavassa koulutuksessa läsnä olevat 18–24-vuotiaat",
        definition=(
            "Share of residents aged 18 to 24 at 31 December who are present that day in a study "
            "right of a type that leads to a qualification after basic education."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(30, 80),
        series=register(
            RegisterShare(
                where=nw.col("studying") == 1,
                among=nw.col("age").is_between(18, 24) & _STUDIES_KNOWN,
            ),
            source="study_rights",
            by_age=False,
        ),
    ),
    Indicator(
        id="tertiary_attainment_25_34_silc",
        reserve=_RESERVE,
        label_en="Tertiary attainment, 25–34 (living conditions survey)",
        label_fi="Korkea-asteen tutkinnon suorittaneet 25–34-vuotiaat (elinolotilasto)",
        definition="Share of persons aged 25 to 34 whose highest education is ISCED 5 to 8.",
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(20, 70),
        series=living_conditions(
            Share(
                where=pl.col("education").is_in(["5", "6", "7", "8"]),
                among=pl.col("age").is_between(25, 34),
            ),
            "M12",
            by_age=False,
            note=_NOT_LFS,
        ),
    ),
    Indicator(
        id="upper_secondary_or_higher_25_64_silc",
        reserve=_RESERVE,
        label_en="At least upper secondary education, 25–64 (living conditions survey)",
        label_fi="Vähintään toisen asteen tutkinto, 25–64-vuotiaat (elinolotilasto)",
        definition="Share of persons aged 25 to 64 whose highest education is ISCED 3 to 8.",
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(60, 99),
        series=living_conditions(
            Share(
                where=pl.col("education").is_in(["3", "4", "5", "6", "7", "8"]),
                among=pl.col("age").is_between(25, 64),
            ),
            "M12",
            by_age=False,
            note=_NOT_LFS,
        ),
    ),
    Indicator(
        id="low_education_not_studying_18_24_silc",
        reserve=_RESERVE,
        label_en="At most lower secondary and not in formal education, 18–24",
        label_fi="Enintään perusasteen koulutus eikä opiskele, 18–24-vuotiaat",
        definition=(
            "Share of persons aged 18 to 24 whose highest education is at most ISCED 2 and who "
            "aren't in formal education. Courses outside it aren't asked: early leavers from "
            "education and training are fewer."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(1, 35),
        series=living_conditions(
            Share(
                where=pl.col("education").is_in(["0", "1", "2"]) & (pl.col("in_education") == "no"),
                among=pl.col("age").is_between(18, 24),
            ),
            "M12",
            by_age=False,
            note=_NOT_LFS,
        ),
    ),
    Indicator(
        id="formal_education_participation_18_24_silc",
        reserve=_RESERVE,
        label_en="In formal education, 18–24 (living conditions survey)",
        label_fi="Tutkintokoulutuksessa olevat 18–24-vuotiaat (elinolotilasto)",
        definition="Share of persons aged 18 to 24 in formal education when interviewed.",
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(20, 90),
        series=living_conditions(
            Share(
                where=pl.col("in_education") == "yes",
                among=pl.col("age").is_between(18, 24),
            ),
            "M12",
            by_age=False,
        ),
    ),
    Indicator(
        id="early_leavers_18_24",
        reserve=_RESERVE,
        label_en="Early leavers from education and training, 18–24",
        label_fi="Koulutuksen varhain jättäneet, 18–24-vuotiaat",
        definition=(
            "Share of persons aged 18 to 24 whose highest education is ISCED 0 to 2 and who had no "
            "formal or non-formal education in four weeks, among those whose education and "
            "studies are known; mean of the year."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(2, 25),
        series=labour_force(
            Share(
                where=(pl.col("attainment") == "low") & (pl.col("studied") == "no"),
                among=pl.col("age").is_between(18, 24)
                & pl.col("attainment").is_not_null()
                & pl.col("studied").is_not_null(),
            ),
            "M12",
        ),
    ),
    Indicator(
        id="adult_learning_4w_25_64",
        reserve=_RESERVE,
        label_en="Education or training in the last four weeks, 25–64",
        label_fi="Koulutukseen neljän viikon aikana osallistuneet, 25–64-vuotiaat",
        definition=(
            "Share of persons aged 25 to 64 who had formal or non-formal education or training in "
            "the four weeks before the interview; mean of the year."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(10, 50),
        series=labour_force(
            Share(
                where=pl.col("studied") == "yes",
                among=pl.col("age").is_between(25, 64),
            ),
            "M12",
        ),
    ),
    Indicator(
        id="digital_skills_good_thl_share",
        reserve=_RESERVE,
        label_en="Own digital skills very good or good (THL item)",
        label_fi="Digitaitonsa hyviksi kokevat (THL)",
        definition=(
            "Share of persons aged 20 and over who rate their own digital skills 1 or 2 of five. "
            "An opinion, not the index of tasks done by which Eurostat measures skills."
        ),
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(30, 95),
        series=wellbeing_survey(Share(where=pl.col("digital_skills") <= 2, among=EVERYBODY), "M23"),
    ),
    Indicator(
        id="learning_opportunities_satisfied_thl_share",
        reserve=_RESERVE,
        label_en="Satisfied with chances to learn (THL item)",
        label_fi="Oppimismahdollisuuksiinsa tyytyväiset (THL)",
        definition=(
            "Share of persons aged 20 and over who are very or fairly satisfied with their chances "
            "to learn (1 and 2 of five answers)."
        ),
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(30, 95),
        series=wellbeing_survey(
            Share(where=pl.col("learning_opportunities") <= 2, among=EVERYBODY), "M23"
        ),
    ),
    Indicator(
        id="study_benefit_recipient_share_18_24",
        reserve=_RESERVE,
        label_en="Study benefit recipients, 18–24",
        label_fi="Opintotukea saaneet 18–24-vuotiaat",
        definition=(
            "Share of residents aged 18 to 24 at 31 December who were paid a study benefit during "
            "the year."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.CONTEXT,
        unit="PC",
        plausible=(5, 80),
        series=register(
            RegisterShare(
                where=nw.col("study_benefit") > 0,
                among=nw.col("age").is_between(18, 24) & ~nw.col("study_benefit").is_null(),
            ),
            by_age=False,
        ),
    ),
)
