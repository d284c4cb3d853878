"""Files D and H of the living conditions survey: the households drawn, and what they answered."""

from __future__ import annotations

import polars as pl

from sources.code_lists import COUNTIES, COUNTY_IN_REGION, NUTS2, REGION_IN_NUTS2, REGIONS, YES_NO
from sources.declarations import Column, Kind, Reference, Rule, Table
from sources.living_conditions.columns import AFFORDS, ARREARS, country, household, year
from sources.survey_columns import answer, scale, weight

HOUSEHOLD_REGISTER = Table(
    name="household_register",
    grain="one row a household of the sample",
    file_pattern=r"silc_\d{4}_d\.csv",
    columns=(
        year("DB010"),
        country("DB020"),
        household("DB030"),
        Column("nuts2", "DB040", Kind.CODE, "NUTS 2 area of residence", codes=NUTS2),
        Column("region", "FI_MK", Kind.CODE, "Region of residence (maakunta)", codes=REGIONS),
        Column(
            "county",
            "FI_HVA",
            Kind.CODE,
            "Wellbeing services county of residence; Helsinki and Åland stand beside them",
            codes=COUNTIES,
        ),
        Column("stratum", "DB050", Kind.TEXT, "Stratum of the sample, for standard errors"),
        Column(
            "cluster",
            "DB060",
            Kind.RECORD,
            "Primary sampling unit, for standard errors; the household in Finland",
        ),
        weight("household_weight", "DB090", "Household cross-sectional weight"),
    ),
    unique=(("household",),),
    rules=(COUNTY_IN_REGION, REGION_IN_NUTS2),
)

HOUSEHOLD_DATA = Table(
    name="household_data",
    grain="one row a household that was interviewed",
    file_pattern=r"silc_\d{4}_h\.csv",
    columns=(
        year("HB010"),
        country("HB020"),
        household("HB030"),
        Column(
            "gross_income",
            "HY010",
            Kind.MONEY,
            "Gross income of the household in the year before the survey; may be negative",
            unit="EUR a year",
        ),
        Column(
            "disposable_income",
            "HY020",
            Kind.MONEY,
            "Disposable income of the household in the year before the survey; may be negative",
            unit="EUR a year",
        ),
        weight(
            "income_inflation_factor",
            "HY025",
            "Factor for members without an interview, by which disposable income is multiplied",
            required=False,
        ),
        Column(
            "household_size",
            "HX040",
            Kind.INTEGER,
            "Members of the household",
            minimum=1,
            maximum=50,
        ),
        Column(
            "equivalent_size",
            "HX050",
            Kind.NUMBER,
            "Household size on the modified OECD scale: 1, 0.5 from 14 years of age, 0.3 under",
            minimum=1,
            maximum=30,
        ),
        answer("arrears_housing", "HS011", ARREARS, "Arrears on mortgage or rent in 12 months"),
        answer("arrears_utilities", "HS021", ARREARS, "Arrears on utility bills in 12 months"),
        answer("arrears_loans", "HS031", ARREARS, "Arrears on other loans in 12 months"),
        answer("affords_holiday", "HS040", YES_NO, "Can afford a week's holiday away from home"),
        answer("affords_protein_meal", "HS050", YES_NO, "Can afford a proper meal every 2nd day"),
        answer("affords_unexpected_expense", "HS060", YES_NO, "Can meet an unexpected expense"),
        answer("affords_warm_home", "HH050", YES_NO, "Can keep the home adequately warm"),
        answer("has_car", "HS110", AFFORDS, "Has a car, or why not"),
        answer("replaces_furniture", "HD080", AFFORDS, "Replaces worn-out furniture, or why not"),
        scale(
            "making_ends_meet",
            "HS120",
            1,
            6,
            "Making ends meet: 1 with great difficulty … 6 very easily",
        ),
        Column(
            "housing_cost",
            "HH070",
            Kind.MONEY,
            "Total housing cost",
            required=False,
            minimum=0,
            unit="EUR a month",
        ),
        Column(
            "housing_allowance",
            "HY070G",
            Kind.MONEY,
            "Housing allowances of the household, gross",
            required=False,
            minimum=0,
            unit="EUR a year",
        ),
        answer("noise", "HS170", YES_NO, "Noise from neighbours or the street at home"),
        answer("pollution", "HS180", YES_NO, "Pollution, grime or other environmental problems"),
        answer("crime_in_area", "HS190", YES_NO, "Crime, violence or vandalism in the area"),
    ),
    unique=(("household",),),
    references=(Reference(("household",), HOUSEHOLD_REGISTER.name, ("household",)),),
    rules=(
        Rule(
            name="equivalent_size_over_household_size",
            holds=pl.col("equivalent_size") <= pl.col("household_size") + 1e-9,
            columns=("equivalent_size", "household_size"),
            explanation="The household is larger on the equivalence scale than in persons.",
        ),
    ),
)
