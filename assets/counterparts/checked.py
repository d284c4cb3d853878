"""What the dimensions of Eurostat's datasets were checked with: which they are, and who shows it.

Of Statistics Finland, Sotkanet and the OECD that is said beside the series.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Checked:
    """A dataset's dimensions but area, time and frequency, named as they were there.

    `seen` is the genuine file or recorded answer that has them; null where they are known from
    code lists and other people's queries alone.
    """

    dimensions: tuple[str, ...]
    seen: str | None = None


def _checked(dimensions: str, seen: str | None = None) -> Checked:
    return Checked(tuple(dimensions.split()), seen)


_ANSWERS = "iliedorobat/QoLI-Framework, files/original/json/countries"
_FILES = "iliedorobat/QoLI-Framework, files/dataset"
_ORIGINALS = "iliedorobat/QoLI-Framework, files/original/json"
_SOCIETY = "lusiki/statistika-knjiga, data/eurostat_drustvo/raw"
_BY_AGE = "age sex unit"
_ATTAINMENT = "sex isced11 age unit"

EUROSTAT: Mapping[str, Checked] = {
    "ilc_di03": _checked(
        "age sex statinfo unit",
        "GeorgeAliquis/eurostat-income-pipeline, data/raw/estat_ilc_di03.csv",
    ),
    "ilc_di11": _checked(_BY_AGE, f"{_FILES}/material-living/incomeQuintileRatio.json"),
    "ilc_di12": _checked("age statinfo", "SDMX-CSV of 8 June 2026, printed in a notebook"),
    "ilc_li02": _checked(
        "statinfo unit rskpovth sex age",
        "PolicyEngine/arch-data, db/data/eurostat/ilc_li02/ilc_li02.json (June 2026)",
    ),
    "ilc_li11": _checked("statinfo rskpovth age sex"),
    "ilc_li21": _checked("indic_il age sex"),
    "ilc_lvho07a": _checked(
        "unit incgrp age sex", "Alessandro9102/time-series-forecasting, data/raw/ilc_lvho07a.csv"
    ),
    "ilc_mdsd07": _checked(_BY_AGE),
    "ilc_mdsd11": _checked(_BY_AGE),
    "ilc_mdes01": _checked(
        "hhtyp incgrp unit",
        "Giuliano-Boscarin/Renewables_Energy_Poverty, data/ilc_mdes01.csv (2024)",
    ),
    "ilc_mdes04": _checked("hhtyp incgrp unit", f"{_FILES}/safety/unexpectedRatio.json"),
    "ilc_mdes05": _checked("hhtyp incgrp unit", f"{_ORIGINALS}/safety/unpaidRatio.json"),
    "ilc_peps01n": _checked(
        "unit age sex",
        "Italian-Builders-Org/DoveVannoINostriSoldi, tests/fixtures/eurostat-arope (2026)",
    ),
    "ilc_sbjp01": _checked(_BY_AGE),
    "sdg_01_10": _checked("sex age unit", "SDMX-CSV of 7 July 2023"),
    "demo_mlexpec": _checked("unit sex age", "TSV of 2020"),
    "hlth_hlye": _checked("unit sex indic_he", f"{_FILES}/health/healthyLifeYears.json"),
    "hlth_silc_08": _checked(
        "unit quantile reason age sex", f"{_ORIGINALS}/health/unmetMedicalStatus.json"
    ),
    "hlth_silc_10": _checked(
        "unit quantile age sex levels", f"{_ANSWERS}/health/healthyLifeRatio.json"
    ),
    "hlth_silc_12": _checked("unit quant_inc lev_limit age sex"),
    "sdg_03_20": _checked("unit quantile age sex levels", "SDMX-CSV of 11 July 2023"),
    "tespm110": _checked("unit quantile reason age sex", "SDMX-CSV of 11 July 2023"),
    "hlth_cd_apr": _checked(
        "mortalit sex icd10 unit",
        "georgehadji/Demographics, pipeline/tests/fixtures/eurostat_hlth_cd_apr_el_cy.json (2026)",
    ),
    "hlth_cd_asdr2": _checked("unit sex age icd10"),
    "edat_lfse_03": _checked(_ATTAINMENT),
    "edat_lfse_04": _checked(_ATTAINMENT),
    "sdg_04_20": _checked("sex age unit isced11", f"{_SOCIETY}/sdg_04_20-2025-eu27.json"),
    "edat_lfse_14": _checked("sex wstatus age unit", f"{_FILES}/education/leaversRatio.json"),
    "edat_lfse_16": _checked("unit sex age"),
    "edat_lfse_20": _checked("sex age training wstatus unit"),
    "tesem150": _checked(
        "sex age training wstatus unit",
        "dominikandelic/vizualizacija-podataka-projekt, data/eurostat_tesem150_raw.json (2026)",
    ),
    "trng_lfs_02": _checked("unit isced11 sex age", f"{_ANSWERS}/education/trainingRatio.json"),
    "educ_outc_pisa": _checked("field sex unit"),
    "isoc_sk_dskl_i21": _checked("indic_is ind_type unit"),
    "sdg_04_70": _checked("ind_type indic_is unit", f"{_FILES}/education/digitalSkillsRatio.json"),
    "lfsi_emp_a": _checked("indic_em sex age unit", f"{_SOCIETY}/lfsi_emp_a-2025-eu27.json"),
    "lfsa_ergaed": _checked(
        "unit sex age isced11", f"{_ANSWERS}/mainActivity/employmentRatio.json"
    ),
    "lfsa_urgaed": _checked(
        "unit sex age isced11", f"{_ORIGINALS}/mainActivity/unemploymentRatio.json"
    ),
    "lfsa_qoe_3a2": _checked("sex age wstatus isco08 unit"),
    "lfst_r_lfe2emprt": _checked("age sex unit"),
    "lfst_r_lfu3rt": _checked("isced11 sex age unit"),
    "une_rt_a": _checked(
        "age unit sex",
        "JaimeOnaindia/open-data-hub, tests/fixtures/eurostat/unemployment_une_rt_a.json (2026)",
    ),
    "une_ltu_a": _checked(
        "indic_em age sex unit", f"{_FILES}/main-activity/longTermUnemploymentRatio.json"
    ),
    "sdg_08_40": _checked("indic_em age unit sex", "SDMX-CSV of 20 June 2023"),
    "ilc_scp02": _checked(
        "frequenc deg_urb hhtyp quantile unit", f"{_FILES}/leisure/socialActivitiesRatio.json"
    ),
    "ilc_scp15": _checked("isced11 age sex unit", f"{_FILES}/interactions/askingRatio.json"),
    "ilc_scp19": _checked(
        "isced11 acl00 age sex unit", f"{_FILES}/leisure/voluntaryActivitiesRatio.json"
    ),
    "ilc_pw01": _checked("statinfo unit isced11 life_sat sex age"),
    "ilc_pw03": _checked("statinfo unit isced11 domain sex age"),
    "ilc_pw03b": _checked("statinfo unit isced11 domain sex age"),
    "ilc_mddw01": _checked("hhtyp incgrp unit", f"{_ANSWERS}/environment/noisePollutionRatio.json"),
    "ilc_mddw02": _checked("hhtyp incgrp unit", f"{_FILES}/environment/pollutionRatio.json"),
    "ilc_mddw03": _checked("hhtyp incgrp unit", f"{_ANSWERS}/safety/crimeRatio.json"),
}
"""Dataset → its dimensions."""
