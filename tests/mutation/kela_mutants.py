"""The mutants of indicators that stand on Kela's registers and on social assistance."""

from __future__ import annotations

from indicator_mutants import IndicatorMutant

MUTANTS = (
    IndicatorMutant("household_social_assistance_share", "nobody over 1", "> 0", "> 1"),
    IndicatorMutant("household_social_assistance_share", "everybody", "> 0", ">= 0"),
    IndicatorMutant("long_term_social_assistance_share", "over ten", ">= 10", "> 10"),
    IndicatorMutant("long_term_social_assistance_share", "nine", ">= 10", ">= 9"),
    IndicatorMutant("medicine_cost_ceiling_share", "everybody", "> 0", ">= 0"),
    IndicatorMutant("medicine_cost_ceiling_share", "more than a little", "> 0", "> 1"),
    IndicatorMutant("special_reimbursement_right_share", "two rights", "> 0", "> 1"),
    IndicatorMutant("special_reimbursement_right_share", "everybody", "> 0", ">= 0"),
    IndicatorMutant("psychotropic_medicine_purchase_share", "twice", "> 0", "> 1"),
    IndicatorMutant(
        "psychotropic_medicine_purchase_share",
        "antidepressants alone",
        'nw.col("psychotropic_purchases") > 0',
        'nw.col("antidepressant_purchases") > 0',
    ),
    IndicatorMutant("antidepressant_purchase_share_18_64", "to 65", "(18, 64)", "(18, 65)"),
    IndicatorMutant("antidepressant_purchase_share_18_64", "from 17", "(18, 64)", "(17, 64)"),
    IndicatorMutant("antidepressant_purchase_share_18_64", "everybody", "> 0", ">= 0"),
    IndicatorMutant("long_sickness_allowance_share_18_64", "30 days", "> 30", ">= 30"),
    IndicatorMutant("long_sickness_allowance_share_18_64", "to 65", "(18, 64)", "(18, 65)"),
)
