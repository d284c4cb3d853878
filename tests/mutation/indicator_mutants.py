"""The mutants of indicators and frames: for each rule, what a wrong one would look like."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class IndicatorMutant:
    """`old`, which occurs once in the indicator's declaration, is replaced by `new`."""

    indicator: str
    name: str
    old: str
    new: str


MUTANTS = (
    IndicatorMutant(
        "median_equivalised_income", "another measure", "Measure.MEDIAN", "Measure.GINI"
    ),
    IndicatorMutant("at_risk_of_poverty_rate", "the gap", "Measure.AROP", "Measure.RMPG"),
    IndicatorMutant("relative_median_poverty_gap", "the rate", "Measure.RMPG", "Measure.AROP"),
    IndicatorMutant(
        "income_quintile_share_ratio", "Gini", "Measure.QUINTILE_SHARE_RATIO", "Measure.GINI"
    ),
    IndicatorMutant(
        "gini_disposable_income", "fifths", "Measure.GINI", "Measure.QUINTILE_SHARE_RATIO"
    ),
    IndicatorMutant(
        "at_risk_of_poverty_rate_register",
        "unknown income in the base",
        '~nw.col("poor").is_null()',
        'nw.col("poor").is_null() | ~nw.col("poor").is_null()',
    ),
    IndicatorMutant("severe_material_social_deprivation_rate", "over seven", ">= 7", "> 7"),
    IndicatorMutant("severe_material_social_deprivation_rate", "six", ">= 7", ">= 6"),
    IndicatorMutant("material_social_deprivation_rate", "over five", ">= 5", "> 5"),
    IndicatorMutant("material_social_deprivation_rate", "four", ">= 5", ">= 4"),
    IndicatorMutant("difficulty_making_ends_meet", "great difficulty only", "<= 2", "< 2"),
    IndicatorMutant("difficulty_making_ends_meet", "some difficulty too", "<= 2", "<= 3"),
    IndicatorMutant("housing_cost_overburden_rate", "40 % is too much", "> 0.4", ">= 0.4"),
    IndicatorMutant(
        "housing_cost_overburden_rate",
        "allowances left in the cost",
        'pl.col("housing_cost") * 12 - pl.col("housing_allowance")',
        'pl.col("housing_cost") * 12 - 0 * pl.col("housing_allowance")',
    ),
    IndicatorMutant("housing_cost_overburden_rate", "a cost a year", "* 12", "* 1"),
    IndicatorMutant(
        "housing_cost_overburden_rate",
        "a negative income is enough",
        ".clip(lower_bound=0)",
        "",
    ),
    IndicatorMutant("arrears_share", "twice at least", '["once", "twice', '["twice'),
    IndicatorMutant("arrears_share", "all kinds", "max_horizontal", "min_horizontal"),
    IndicatorMutant("home_not_warm_share", "the others", '== "no"', '== "yes"'),
    IndicatorMutant("self_rated_health_good_share", "very good only", "<= 2", "< 2"),
    IndicatorMutant("self_rated_health_good_share", "over 16", ">= 16", "> 16"),
    IndicatorMutant("self_rated_health_good_thl_share", "the middle too", "<= 2", "<= 3"),
    IndicatorMutant(
        "unmet_medical_need_share", "no time for too far (PH050 3)", '"too_far"', '"no_time"'
    ),
    IndicatorMutant("unmet_medical_need_share", "waiting lists left out", '"waiting_list", ', ""),
    IndicatorMutant(
        "unmet_medical_need_share", "only those in need", ".then(False)", ".then(None)"
    ),
    IndicatorMutant("psychological_distress_share", "below 52 only", "<= 52", "< 52"),
    IndicatorMutant("activity_limitation_share", "severely only", ', "limited"', ""),
    IndicatorMutant("disability_pension_share_25_64", "to 65", "(25, 64)", "(25, 65)"),
    IndicatorMutant("disability_pension_share_25_64", "from 24", "(25, 64)", "(24, 64)"),
    IndicatorMutant("sickness_benefit_recipient_share_18_64", "nought too", "> 0", ">= 0"),
    IndicatorMutant("tertiary_attainment_25_34_silc", "ISCED 4 too", '["5"', '["4", "5"'),
    IndicatorMutant("tertiary_attainment_25_34_silc", "to 35", "(25, 34)", "(25, 35)"),
    IndicatorMutant("upper_secondary_or_higher_25_64_silc", "ISCED 2 too", '["3"', '["2", "3"'),
    IndicatorMutant("low_education_not_studying_18_24_silc", "the studying", '== "no"', '== "yes"'),
    IndicatorMutant("low_education_not_studying_18_24_silc", "to 25", "(18, 24)", "(18, 25)"),
    IndicatorMutant("formal_education_participation_18_24_silc", "to 25", "(18, 24)", "(18, 25)"),
    IndicatorMutant("digital_skills_good_thl_share", "the middle too", "<= 2", "<= 3"),
    IndicatorMutant("learning_opportunities_satisfied_thl_share", "very only", "<= 2", "< 2"),
    IndicatorMutant("study_benefit_recipient_share_18_24", "from 17", "(18, 24)", "(17, 24)"),
    IndicatorMutant("wage_earner_share_20_64", "nought too", "> 0", ">= 0"),
    IndicatorMutant("wage_earner_share_20_64", "from 15", "(20, 64)", "(15, 64)"),
    IndicatorMutant("unemployment_benefit_recipient_share_18_64", "to 65", "(18, 64)", "(18, 65)"),
    IndicatorMutant("self_declared_employed_share_20_64_silc", "from 15", "(20, 64)", "(15, 64)"),
    IndicatorMutant(
        "self_declared_unemployment_rate_16_74_silc",
        "the retired in the labour force",
        '["employed", "unemployed"]',
        '["employed", "unemployed", "retired"]',
    ),
    IndicatorMutant(
        "full_year_full_time_employee_share_20_64_silc", "eleven months", "== 12", ">= 11"
    ),
    IndicatorMutant("satisfaction_time_use_mean", "over 16", ">= 16", "> 16"),
    IndicatorMutant(
        "job_satisfaction_mean", "those without work", '== "employed"', '!= "employed"'
    ),
    IndicatorMutant("weekly_hobby_participation_thl_share", "now and then", "== 1", "<= 2"),
    IndicatorMutant("trust_political_system_mean", "over 16", ">= 16", "> 16"),
    IndicatorMutant("trust_legal_system_mean", "over 16", ">= 16", "> 16"),
    IndicatorMutant("trust_police_mean", "over 16", ">= 16", "> 16"),
    IndicatorMutant("trust_government_thl_share", "over 6", ">= 6", "> 6"),
    IndicatorMutant("trust_municipality_thl_share", "neutral too", ">= 6", ">= 5"),
    IndicatorMutant("political_influence_thl_share", "over 6", ">= 6", "> 6"),
    IndicatorMutant("experienced_discrimination_thl_share", "the others", '"yes"', '"no"'),
    IndicatorMutant(
        "living_alone_share",
        "without a dwelling too",
        '~nw.col("household").is_null()',
        'nw.col("age") >= 0',
    ),
    IndicatorMutant("living_alone_share", "the others", 'nw.col("lives', '~nw.col("lives'),
    IndicatorMutant("loneliness_thl_share", "all the time only", ">= 4", "> 4"),
    IndicatorMutant("loneliness_thl_share", "SILC's direction", ">= 4", "<= 2"),
    IndicatorMutant("loneliness_silc_share", "some of the time too", "<= 2", "<= 3"),
    IndicatorMutant("loneliness_at_least_some_silc_share", "most only", "<= 3", "< 3"),
    IndicatorMutant("has_help_available_share", "from 15", ">= 16", ">= 15"),
    IndicatorMutant(
        "cannot_afford_meeting_friends_share",
        "for any reason",
        '== "cannot_afford"',
        '!= "yes"',
    ),
    IndicatorMutant("trust_in_others_mean", "over 16", ">= 16", "> 16"),
    IndicatorMutant("satisfaction_relationships_mean", "over 16", ">= 16", "> 16"),
    IndicatorMutant("volunteering_thl_share", "the others", '"yes"', '"no"'),
    IndicatorMutant("noise_reported_share", "the others", '"yes"', '"no"'),
    IndicatorMutant("pollution_reported_share", "the others", '"yes"', '"no"'),
    IndicatorMutant("satisfaction_residential_area_share", "very only", "<= 2", "< 2"),
    IndicatorMutant("living_place_conditions_good_thl_share", "the worst", ">= 4", "<= 2"),
    IndicatorMutant("violence_or_threat_thl_share", "the others", '"yes"', '"no"'),
    IndicatorMutant("feels_safe_by_day_thl_share", "a bit unsafe too", "<= 2", "<= 3"),
    IndicatorMutant("feels_safe_in_evening_thl_share", "very only", "<= 2", "< 2"),
    IndicatorMutant("feels_safe_at_night_share", "very only", "<= 2", "< 2"),
    IndicatorMutant("crime_in_area_share", "the others", '"yes"', '"no"'),
    IndicatorMutant("unexpected_expense_inability", "the others", '"no"', '"yes"'),
    IndicatorMutant(
        "persistent_poverty_rate_register",
        "poor in the year",
        'where=nw.col("persistently_poor")',
        'where=nw.col("poor")',
    ),
    IndicatorMutant("life_satisfaction_mean", "over 16", ">= 16", "> 16"),
    IndicatorMutant("quality_of_life_good_share", "over 4", ">= 4", "> 4"),
)


@dataclass(frozen=True)
class FrameMutant:
    """`old`, which occurs once in the frame's file, is replaced; then `check` must fail."""

    frame: str
    name: str
    old: str
    new: str
    check: str


FRAME_MUTANTS = (
    FrameMutant(
        "living_conditions",
        "a household of which a member is missing looks rich",
        "np.where(complete, income, np.nan)",
        "income",
        "test_income_is_divided_by_our_own_scale_of_the_members_ages",
    ),
    FrameMutant(
        "living_conditions",
        "income without its factor",
        'income * pl.col("income_inflation_factor").fill_null(1.0)',
        'income + 0 * pl.col("income_inflation_factor").fill_null(1.0)',
        "test_income_is_divided_by_our_own_scale_of_the_members_ages",
    ),
    FrameMutant(
        "living_conditions",
        "housing cost in units",
        '(pl.col("housing_cost") / MONEY_UNITS)',
        'pl.col("housing_cost")',
        "test_money_is_in_euros",
    ),
    FrameMutant(
        "living_conditions",
        "adults who weren't asked lack nothing",
        "np.where(unasked, PERSONAL_ITEM_AGE - 1.0, age)",
        "age",
        "test_all_thirteen_lacks_are_counted_for_the_respondent_and_shared_by_the_household",
    ),
    FrameMutant(
        "living_conditions",
        "arrears once are none",
        '["once", "twice_or_more"]',
        '["twice_or_more"]',
        "test_arrears_of_three_kinds_are_one_lack_and_a_loan_not_had_is_none",
    ),
    FrameMutant(
        "living_conditions",
        "a weight for every member of the household's respondent",
        '.join(persons, on="person_id", how="left")',
        '.join(persons, on="person_id", how="left").with_columns('
        'pl.col("respondent_weight").max().over("household"))',
        "test_a_row_a_member_with_its_weights_design_and_areas",
    ),
    FrameMutant(
        "living_conditions",
        "half of the median",
        "poor(income, line)",
        "poor(income, line * 5 / 6)",
        "test_the_line_is_drawn_over_all_persons_and_income_at_it_is_not_below",
    ),
    FrameMutant(
        "living_conditions",
        "a line of households",
        'poverty_threshold(income, _floats(members["weight"]))',
        "poverty_threshold(income, np.arange(1.0, income.size + 1) ** 6)",
        "test_the_line_is_drawn_over_all_persons_and_income_at_it_is_not_below",
    ),
    FrameMutant(
        "living_conditions",
        "a pension for another's death takes one out",
        "for c in PENSIONS if c != _OTHERS_PENSION",
        "for c in PENSIONS",
        "test_who_gets_a_pension_for_another_could_work_and_without_an_answer_nobody_knows",
    ),
    FrameMutant(
        "living_conditions",
        "the self-employed don't work",
        'pl.col("months_full_time_employee") + pl.col("months_full_time_self_employed")',
        'pl.col("months_full_time_employee") + 0 * pl.col("months_full_time_self_employed")',
        "test_who_gets_a_pension_for_another_could_work_and_without_an_answer_nobody_knows",
    ),
    FrameMutant(
        "living_conditions",
        "a household of which a member is missing hardly works",
        "complete | (age >= OLD_AGE)",
        "complete | (age >= 0)",
        "test_a_missing_member_might_have_worked",
    ),
    FrameMutant(
        "living_conditions",
        "any pension in the household is enough",
        "2 * all_pensions >",
        "9 * all_pensions >",
        "test_the_inactive_of_60_count_unless_the_household_lives_on_pensions",
    ),
    FrameMutant(
        "wellbeing_survey",
        "the mean of the answers there are",
        "_answers(respondents, EUROHIS).mean(axis=1)",
        "np.nanmean(_answers(respondents, EUROHIS), axis=1)",
        "test_the_indices_need_every_answer",
    ),
    FrameMutant(
        "wellbeing_survey",
        "happiness the wrong way round",
        "MHI_NEGATIVE), _answers(respondents, MHI_POSITIVE)",
        "MHI_NEGATIVE), 7 - _answers(respondents, MHI_POSITIVE)",
        "test_the_indices_need_every_answer",
    ),
)
