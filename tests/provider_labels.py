"""What providers call their codes: labels of genuine files and lists, else such as they would be.

Twins of the providers answer with them, specimens bear them, and every tie must allow its own.
"""

from __future__ import annotations

import re

ONLY = "X"
"""The code that a twin has where a declaration says `*`."""

_EUROSTAT = {
    "acl00": {"AC41A": "Formal voluntary activities"},
    "domain": {"LEG": "Legal system", "OTH": "Others", "POLC": "Police",
               "POLIT": "Political system"},
    "field": {"EF461": "Mathematics"},
    "frequenc": {"GE1": "At least once"},
    "geo": {"FI": "Finland", "SE": "Sweden", "FI1B": "Helsinki-Uusimaa",
            "EU27_2020": "European Union - 27 countries (from 2020)"},
    "hlth_hle": {"HLY_Y0": "Healthy life years in absolute value at birth"},
    "icd10": {"ACC": "Accidents (V01-X59, Y85, Y86)"},
    "ind_type": {"IND_TOTAL": "All Individuals"},
    "indic_em": {"ACT": "Persons in the labour force", "LTU": "Long-term unemployment",
                 "EMP_LFS": "Total employment (resident population concept - LFS)"},
    "indic_il": {"GINI_HND": "Gini coefficient (scale from 0 to 100)",
                 "LIP_MD60": "Persistent at-risk-of-poverty rate (60% of median)",
                 "*": "S80/S20 income quintile share ratio"},
    "indic_is": {"I_DSK2_BAB": "Individuals with basic or above basic overall digital skills"},
    "isced11": {"ED3-8": "Upper secondary, post-secondary non-tertiary and tertiary (levels 3-8)",
                "ED5-8": "Tertiary education (levels 5-8)", "TOTAL": "All ISCED 2011 levels"},
    "lev_limit": {"SM_SEV": "Some or severe"},
    "levels": {"VG_G": "Very good or good"},
    "life_sat": {"LIFE": "Overall life satisfaction"},
    "reason": {"TXP_TFAR_WLIST": "Too expensive or too far to travel or waiting list"},
    "rskpovth": {"A_60": "Above 60%", "B_60": "Below 60%"},
    "sex": {"T": "Total", "F": "Females", "M": "Males"},
    "statinfo": {"AVG": "Average", "GINI_HND": "Gini coefficient (scale from 0 to 100)",
                 "MED_EI": "Median equivalised income", "*": "Income quintile share ratio"},
    "training": {"NO_FE_NO_NFE": "Neither formal nor non-formal education or training"},
    "unit": {"EUR": "Euro", "NR": "Number", "PC": "Percentage",
             "PC_ACT": "Percentage of population in the labour force",
             "PC_IND": "Percentage of individuals", "PC_POP": "Percentage of total population",
             "RAT": "Ratio", "RT": "Rate", "RTG": "Rating (0-10)", "THS_PER": "Thousand persons",
             "YR": "Year", "*": "Percentage"},
    "wstatus": {"EMP": "Employed persons", "NEMP": "Not employed persons", "POP": "Population"},
}  # fmt: skip

_OFFENCES = {"201T223": "B Henkeen ja terveyteen kohdistuneet rikokset"}

_STATFIN = {
    "alue": {"SSS": "KOKO MAA", "MK06": "MK06 Pirkanmaa", "KU837": "Tampere"},
    "ikä": {"SSS": "Yhteensä", "15-64": "15 - 64", "15-74": "15 - 74"},
    "rikosryhmä ja teonkuvauksen tarkenne": _OFFENCES,
    "rikosryhmä": _OFFENCES,
    "tiedot": {
        "*": "Vastasyntyneen elinajanodote, vuotta",
        "Tyollisyysaste": "Työllisyysaste, %",
        "Tyollisyysaste_15_64": "Työllisyysaste, 15-64-vuotiaat, %",
        "Tyottomyysaste": "Työttömyysaste, %",
        "ekvikturaha_med": "Käytettävissä oleva rahatulo kulutusyksikköä kohden, mediaani",
        "evaa_aanpros": "Äänestysprosentti",
        "gini_kturaha": "Gini-kerroin, käytettävissä olevat rahatulot",
        "kaste3T8osuus": "Perusasteen jälkeisen tutkinnon suorittaneiden osuus 15 vuotta "
        "täyttäneestä väestöstä, %",
        "kaste5T8osuus": "Korkea-asteen tutkinnon suorittaneiden osuus 15 vuotta täyttäneestä "
        "väestöstä, %",
        "pit_rpt_aste": "Pitkittyneesti pienituloisten henkilöiden osuus (raja 60 % mediaanista)",
        "rik_1000": "Rikokset 1 000 asukasta kohti",
        "rpt_aste": "Asuntoväestön pienituloisuusaste (raja 60 % mediaanista)",
        "tyollisyysaste": "Työllisyysaste, %",
        "tyottomyysaste": "Työttömyysaste, %",
    },
}

_OECD = {
    "category": {"TDG": "Trust in democratic governance"},
    "domain": {
        "HSL_1": "Income and wealth", "HSL_2": "Work and job quality", "HSL_3": "Housing",
        "HSL_4": "Work-life balance", "HSL_5": "Health", "HSL_7": "Social connections",
        "HSL_8": "Civic engagement", "HSL_9": "Environmental quality", "HSL_10": "Safety",
        "HSL_11": "Subjective well-being", "HSL_14": "Social capital",
    },
    "edition": {"2025": "2025"},
    "measure": {
        "1_5": "Difficulty making ends meet", "2_1": "Employment rate",
        "2_3": "Long-term unemployment rate", "2_9": "Job satisfaction",
        "3_3": "Housing cost overburden", "3_5": "Inability to keep home adequately warm",
        "4_4": "Satisfaction with time use", "5_1": "Life expectancy at birth",
        "5_2": "Perceived health as positive", "7_1": "Social support",
        "7_3": "Satisfaction with personal relationships", "7_4": "Feeling lonely",
        "8_1": "Having a say in government", "9_2": "Exposed to air pollution",
        "10_2": "Feeling safe at night", "11_1": "Life satisfaction", "14_1": "Trust in others",
        "14_2": "Trust in the police", "14_3": "Trust in national government",
        "14_7": "Volunteering through organisations", "PM_PWM": "Mean exposure to PM2.5",
        "TRUST_LG": "Trust in local government", "TRUST_NG": "Trust in national government",
        "TRUST_PE_EXT": "Having a say in what the government does",
    },
    "ref_area": {"FIN": "Finland", "SWE": "Sweden", "AUT": "Austria", "USA": "United States"},
    "scale": {"CON": "Confident", "HMH": "High or moderately high"},
    "sex": {"F": "Female", "M": "Male"},
    "unit_measure": {
        "*": "Micrograms per cubic metre", "0_TO_10": "0-10 scale",
        "PT_LF": "Percentage of labour force", "PT_POP": "Percentage of population",
        "PT_POP_Y16T65": "Percentage of population aged 16-65 years",
        "PT_POP_Y25T64": "Percentage of population aged 25-64 years",
        "PT_POP_Y_GE15": "Percentage of population aged 15 years or over",
        "PT_POP_Y_GE15_SUB": "Percentage of population aged 15 years or over in the same subgroup",
        "PT_POP_Y_GE16": "Percentage of population aged 16 years or over",
        "PT_RESP": "Percentage of respondents", "Y": "Years",
    },
    "unit_mult": {"0": "Units", "3": "Thousands", "6": "Millions", "9": "Billions"},
}  # fmt: skip

_LABELS = {"eurostat": _EUROSTAT, "statfin": _STATFIN, "oecd": _OECD}
_GENERAL = {"TOTAL": "Total", "_T": "Total", "_Z": "Not applicable"}
_AGES = (
    (re.compile(r"^Y(\d+)[-T](\d+)$"), r"From \1 to \2 years"),
    (re.compile(r"^Y_GE(\d+)$"), r"\1 years or over"),
    (re.compile(r"^Y_LT(\d+)$"), r"Less than \1 years"),
)


def label(provider: str, dimension: str, code: str) -> str:
    """The label of a code in a dimension (canonical name); itself where none is known here."""
    of = _LABELS[provider].get(dimension.lower(), {})
    code = "*" if code == ONLY else code
    # Contents of Statistics Finland have been with and without their subject before them.
    known = of.get(code) or of.get(code.rpartition("-")[2])
    if known or code in _GENERAL:
        return known or _GENERAL[code]
    return next((p.sub(text, code) for p, text in _AGES if p.match(code)), code)
