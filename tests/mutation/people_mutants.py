"""The mutants of exclusion, participation, school and safety, as surveys tell of them."""

from __future__ import annotations

from indicator_mutants import IndicatorMutant

MUTANTS = (
    IndicatorMutant("arope_rate", "six lacks", ">= 7", ">= 6"),
    IndicatorMutant("arope_rate", "eight lacks", ">= 7", "> 7"),
    IndicatorMutant("arope_rate", "poverty alone", '| (pl.col("material_lacks") >= 7)', ""),
    IndicatorMutant("arope_rate", "work left out", '| pl.col("very_low_work_intensity")', ""),
    IndicatorMutant(
        "arope_rate",
        "poverty left out",
        'pl.col("at_risk_of_poverty")\n                | ',
        "",
    ),
    IndicatorMutant("arope_rate", "all three", '| pl.col("very_low', '& pl.col("very_low'),
    IndicatorMutant("leisure_participation_share", "often only", '"at_most_3_times", ', ""),
    IndicatorMutant("leisure_participation_share", "now and then only", ', "over_3_times"', ""),
    IndicatorMutant("leisure_participation_share", "all four", "any_horiz", "all_horiz"),
    IndicatorMutant("leisure_participation_share", "no cinema", '"cinema", ', ""),
    IndicatorMutant("leisure_participation_share", "no sport", ', "sport_events"', ""),
    IndicatorMutant("leisure_participation_share", "no sites", '"cultural_sites", ', ""),
    IndicatorMutant("leisure_participation_share", "over 16", ">= 16", "> 16"),
    IndicatorMutant("weekly_contact_share", "daily only", ', "weekly"', ""),
    IndicatorMutant("weekly_contact_share", "weekly only", '"daily", ', ""),
    IndicatorMutant(
        "weekly_contact_share", "less often", '"weekly"]', '"weekly", "several_times_a_month"]'
    ),
    IndicatorMutant("weekly_contact_share", "all ways", "any_horiz", "all_horiz"),
    IndicatorMutant("weekly_contact_share", "in person only", '"contacts_kin",', '"sees_kin",'),
    IndicatorMutant("weekly_contact_share", "over 16", ">= 16", "> 16"),
    IndicatorMutant("formal_volunteering_share", "the others", '!= "no"', '== "no"'),
    IndicatorMutant("formal_volunteering_share", "charity only", '!= "no"', '== "charity"'),
    IndicatorMutant("formal_volunteering_share", "over 16", ">= 16", "> 16"),
    IndicatorMutant("likes_school_share_8_9", "strongly only", "<= 2", "< 2"),
    IndicatorMutant("likes_school_share_8_9", "who disagree too", "<= 2", "<= 3"),
    IndicatorMutant("likes_school_share_8_9", "grade 9 only", '"grade_8", ', ""),
    IndicatorMutant("likes_school_share_8_9", "grade 8 only", ', "grade_9"', ""),
    IndicatorMutant("no_close_friend_share_8_9", "one at most", '== "none"', '!= "several"'),
    IndicatorMutant("no_close_friend_share_8_9", "the others", '== "none"', '!= "none"'),
    IndicatorMutant("no_close_friend_share_8_9", "grade 9 only", '"grade_8", ', ""),
    IndicatorMutant("no_close_friend_share_8_9", "grade 8 only", ', "grade_9"', ""),
    IndicatorMutant("violence_victim_share", "slaps left out", '"slapped", ', ""),
    IndicatorMutant("violence_victim_share", "blows left out", '"struck", ', ""),
    IndicatorMutant("violence_victim_share", "kicks left out", '"kicked_or_strangled", ', ""),
    IndicatorMutant("violence_victim_share", "weapons left out", ', "weapon_used"', ""),
    IndicatorMutant(
        "violence_victim_share", "threats too", '"slapped", ', '"slapped", "threatened", '
    ),
    IndicatorMutant("violence_victim_share", "all forms", "any_horiz", "all_horiz"),
    IndicatorMutant("violence_victim_share", "the others", '== "yes"', '== "no"'),
    IndicatorMutant("violence_victim_share", "from 14", "(15, 74)", "(14, 74)"),
    IndicatorMutant("violence_victim_share", "from 16", "(15, 74)", "(16, 74)"),
    IndicatorMutant("violence_victim_share", "to 75", "(15, 74)", "(15, 75)"),
    IndicatorMutant("violence_victim_share", "to 73", "(15, 74)", "(15, 73)"),
    IndicatorMutant("fear_of_violence_share", "who stays at home too", '== "yes"', '!= "no"'),
    IndicatorMutant("fear_of_violence_share", "the others", '== "yes"', '== "no"'),
    IndicatorMutant("fear_of_violence_share", "from 14", "(15, 74)", "(14, 74)"),
    IndicatorMutant("fear_of_violence_share", "to 75", "(15, 74)", "(15, 75)"),
    IndicatorMutant("feels_safe_daily_share", "very safe only", "<= 2", "< 2"),
    IndicatorMutant("feels_safe_daily_share", "fairly unsafe too", "<= 2", "<= 3"),
)
