"""Published series of Eurostat.

Dimensions and codes: a genuine file or recorded response where `_SEEN` stands; else queries of the
live interface that public repositories hold (2024–2026), and Eurostat's code lists. Of what is not
sure to be there the declaration says so (`maybe`).
"""

from __future__ import annotations

from collections.abc import Mapping

from assets.counterparts.declare import eurostat
from sources.declarations import Evidence, Explanation, OfficialSeries

_SEEN = Evidence.RESPONSE
_ALL = {"unit": "PC", "age": "TOTAL"}
_ADULTS = {"unit": "PC", "age": "Y_GE16"}
_RATING = {"unit": "RTG", "statinfo": "AVG", "isced11": "TOTAL", "age": "Y_GE16"}
_HOUSEHOLDS = {"unit": "PC", "hhcomp": "TOTAL", "rskpovth": "TOTAL"}
_NEET = {"age": "Y15-29", "unit": "PC", "training": "NO_FE_NO_NFE", "wstatus": "NEMP"}
_LFS = "labour force survey"


def _attained(
    dataset: str,
    level: str,
    age: str,
    note: str = _LFS,
    evidence: Evidence = Evidence.DOCUMENTATION,
) -> OfficialSeries:
    where = {"age": age, "isced11": level, "unit": "PC"}
    return eurostat(dataset, where, differs=Explanation.SOURCE, note=note, evidence=evidence)


_TERTIARY = (
    _attained("edat_lfse_03", "ED5-8", "Y25-34"),
    _attained("edat_lfse_04", "ED5-8", "Y25-34", f"{_LFS}; regions of NUTS 2 too"),
    _attained("sdg_04_20", "ED5-8", "Y25-34", evidence=_SEEN),
)
_UPPER_SECONDARY = (_attained("edat_lfse_03", "ED3-8", "Y25-64"),)

SERIES: Mapping[str, tuple[OfficialSeries, ...]] = {
    # i. Material living standards
    "median_equivalised_income": (
        eurostat("ilc_di03", {"unit": "EUR", "age": "TOTAL", "statinfo": "MED_EI"}, evidence=_SEEN),
    ),
    "at_risk_of_poverty_rate": (
        eurostat("ilc_li02", {**_ALL, "rskpovth": "B_60", "statinfo": "MED_EI"}, evidence=_SEEN),
    ),
    "relative_median_poverty_gap": (
        eurostat(
            "ilc_li11",
            {"age": "TOTAL", "rskpovth": "B_60", "statinfo": "MED_EI"},
            maybe={"unit": "*"},
        ),
    ),
    "income_quintile_share_ratio": (
        eurostat(
            "ilc_di11",
            {"age": "TOTAL"},
            maybe={"indic_il": "*", "statinfo": "*", "unit": "RAT"},
            evidence=_SEEN,
        ),
    ),
    "gini_disposable_income": (
        eurostat(
            "ilc_di12",
            {},
            maybe={"statinfo": "GINI_HND", "indic_il": "GINI_HND", "age": "TOTAL", "unit": "*"},
            evidence=_SEEN,
        ),
    ),
    "severe_material_social_deprivation_rate": (eurostat("ilc_mdsd11", _ALL),),
    "material_social_deprivation_rate": (eurostat("ilc_mdsd07", _ALL),),
    "arope_rate": (
        eurostat("ilc_peps01n", _ALL, evidence=_SEEN),
        eurostat("sdg_01_10", _ALL, evidence=_SEEN),
    ),
    "difficulty_making_ends_meet": (
        eurostat("ilc_sbjp01", _ALL, note="subjective poverty: difficulty or great difficulty"),
    ),
    "housing_cost_overburden_rate": (
        eurostat("ilc_lvho07a", {**_ALL, "rskpovth": "TOTAL"}, evidence=_SEEN),
    ),
    "arrears_share": (eurostat("ilc_mdes05", _HOUSEHOLDS, evidence=_SEEN),),
    "home_not_warm_share": (eurostat("ilc_mdes01", _HOUSEHOLDS, evidence=_SEEN),),
    # ii. Health
    "life_expectancy_at_birth": (
        eurostat("demo_mlexpec", {"unit": "YR", "age": "Y_LT1"}, evidence=_SEEN),
    ),
    "healthy_life_years_at_birth": (
        eurostat("hlth_hlye", {"unit": "YR", "hlth_hle": "HLY_Y0"}, evidence=_SEEN),
    ),
    "self_rated_health_good_share": (
        eurostat(
            "hlth_silc_10", {**_ADULTS, "levels": "VG_G", "quant_inc": "TOTAL"}, evidence=_SEEN
        ),
        eurostat("sdg_03_20", {**_ADULTS, "levels": "VG_G", "quant_inc": "TOTAL"}, evidence=_SEEN),
    ),
    "unmet_medical_need_share": (
        eurostat(
            "hlth_silc_08",
            {**_ADULTS, "reason": "TXP_TFAR_WLIST", "quant_inc": "TOTAL"},
            evidence=_SEEN,
        ),
        eurostat(
            "tespm110",
            {**_ADULTS, "reason": "TXP_TFAR_WLIST", "quant_inc": "TOTAL"},
            evidence=_SEEN,
        ),
    ),
    "activity_limitation_share": (
        eurostat("hlth_silc_12", {**_ADULTS, "lev_limit": "SM_SEV", "quant_inc": "TOTAL"}),
    ),
    "avoidable_mortality_asr": (
        eurostat(
            "hlth_cd_apr",
            {"unit": "RT", "mortalit": "TOTAL", "icd10": "TOTAL"},
            note="one year; ours adds three years",
            evidence=_SEEN,
        ),
    ),
    # iii. Education
    "tertiary_attainment_25_34": _TERTIARY,
    "tertiary_attainment_25_34_silc": _TERTIARY,
    "upper_secondary_or_higher_25_64": _UPPER_SECONDARY,
    "upper_secondary_or_higher_25_64_silc": _UPPER_SECONDARY,
    "early_leavers_18_24": (
        eurostat("edat_lfse_14", {"age": "Y18-24", "unit": "PC", "wstatus": "POP"}, evidence=_SEEN),
        eurostat("edat_lfse_16", {"age": "Y18-24", "unit": "PC"}, note="regions of NUTS 2 too"),
    ),
    "adult_learning_4w_25_64": (
        eurostat(
            "trng_lfs_02", {"age": "Y25-64", "unit": "PC", "isced11": "TOTAL"}, evidence=_SEEN
        ),
    ),
    "low_math_share_pisa": (eurostat("educ_outc_pisa", {"unit": "PC", "field": "EF461"}),),
    "digital_skills_basic_share": (
        eurostat(
            "isoc_sk_dskl_i21",
            {"unit": "PC_IND", "indic_is": "I_DSK2_BAB", "ind_type": "IND_TOTAL"},
        ),
        eurostat(
            "sdg_04_70",
            {"unit": "PC_IND", "indic_is": "I_DSK2_BAB", "ind_type": "IND_TOTAL"},
            evidence=_SEEN,
        ),
    ),
    # iv. Activities and work
    "employment_rate_20_64": (
        eurostat(
            "lfsi_emp_a",
            {"age": "Y20-64", "indic_em": "EMP_LFS", "unit": "PC_POP"},
            evidence=_SEEN,
        ),
        eurostat(
            "lfst_r_lfe2emprt",
            {"age": "Y20-64", "unit": "PC"},
            maybe={"isced11": "TOTAL"},
            note="regions of NUTS 2 too",
        ),
    ),
    "employment_rate_15_64": (
        eurostat(
            "lfsi_emp_a",
            {"age": "Y15-64", "indic_em": "EMP_LFS", "unit": "PC_POP"},
            evidence=_SEEN,
        ),
        eurostat(
            "lfsa_ergaed", {"age": "Y15-64", "isced11": "TOTAL", "unit": "PC"}, evidence=_SEEN
        ),
        eurostat(
            "lfst_r_lfe2emprt",
            {"age": "Y15-64", "unit": "PC"},
            maybe={"isced11": "TOTAL"},
            note="regions of NUTS 2 too",
        ),
    ),
    "unemployment_rate_15_74": (
        eurostat("une_rt_a", {"age": "Y15-74", "unit": "PC_ACT"}, evidence=_SEEN),
        eurostat(
            "lfsa_urgaed", {"age": "Y15-74", "isced11": "TOTAL", "unit": "PC"}, evidence=_SEEN
        ),
        eurostat(
            "lfst_r_lfu3rt",
            {"age": "Y15-74", "unit": "PC"},
            maybe={"isced11": "TOTAL"},
            note="regions of NUTS 2 too",
        ),
    ),
    "long_term_unemployment_rate": (
        eurostat(
            "une_ltu_a", {"age": "Y15-74", "indic_em": "LTU", "unit": "PC_ACT"}, evidence=_SEEN
        ),
        eurostat(
            "sdg_08_40", {"age": "Y15-74", "indic_em": "LTU", "unit": "PC_ACT"}, evidence=_SEEN
        ),
    ),
    "long_working_hours_share": (
        eurostat(
            "lfsa_qoe_3a2",
            {"age": "Y15-64", "wstatus": "EMP", "isco08": "TOTAL", "unit": "PC"},
            differs=Explanation.POPULATION,
            note="employed persons of 15 to 64",
        ),
    ),
    "neet_rate_15_29": (
        eurostat("edat_lfse_20", _NEET),
        eurostat("tesem150", _NEET, evidence=_SEEN),
    ),
    "leisure_participation_share": (
        eurostat(
            "ilc_scp02",
            {
                "frequenc": "GE1",
                "deg_urb": "TOTAL",
                "hhcomp": "TOTAL",
                "quant_inc": "TOTAL",
                "unit": "PC",
            },
            evidence=_SEEN,
        ),
    ),
    # v. Voice and governance
    "trust_political_system_mean": (
        eurostat("ilc_pw03b", {**_RATING, "domain": "POLIT"}, note="the module of 2013 alone"),
    ),
    "trust_legal_system_mean": (
        eurostat("ilc_pw03b", {**_RATING, "domain": "LEG"}, note="the module of 2013 alone"),
    ),
    "trust_police_mean": (
        eurostat("ilc_pw03b", {**_RATING, "domain": "POLC"}, note="the module of 2013 alone"),
    ),
    # vi. Social connections
    "trust_in_others_mean": (eurostat("ilc_pw03", {**_RATING, "domain": "OTH"}),),
    "formal_volunteering_share": (
        eurostat("ilc_scp19", {**_ADULTS, "acl00": "AC41A", "isced11": "TOTAL"}, evidence=_SEEN),
    ),
    "has_help_available_share": (
        eurostat("ilc_scp15", {**_ADULTS, "isced11": "TOTAL"}, evidence=_SEEN),
    ),
    # vii. Environment
    "noise_reported_share": (eurostat("ilc_mddw01", _HOUSEHOLDS, evidence=_SEEN),),
    "pollution_reported_share": (eurostat("ilc_mddw02", _HOUSEHOLDS, evidence=_SEEN),),
    # viii. Safety
    "crime_in_area_share": (eurostat("ilc_mddw03", _HOUSEHOLDS, evidence=_SEEN),),
    "accident_mortality_asr": (
        eurostat(
            "hlth_cd_asdr2",
            {"unit": "RT", "age": "TOTAL", "icd10": "ACC"},
            note="one year; ours adds three years",
        ),
    ),
    "unexpected_expense_inability": (eurostat("ilc_mdes04", _HOUSEHOLDS, evidence=_SEEN),),
    "persistent_poverty_rate": (
        eurostat(
            "ilc_li21",
            {"age": "TOTAL"},
            maybe={"indic_il": "LIP_MD60", "rskpovth": "B_60", "statinfo": "MED_EI", "unit": "*"},
        ),
    ),
    # The overall experience of life
    "life_satisfaction_mean": (eurostat("ilc_pw01", {**_RATING, "life_sat": "LIFE"}),),
}
"""Indicator id → its series, the preferred first."""
