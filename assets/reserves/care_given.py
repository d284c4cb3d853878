"""Health: the care that residents were given, as the registers of health care know it."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from assets.reserves.series import register
from sources.declarations import Direction, Indicator, Nature, RegisterShare, Reserve

_RESERVE = Reserve.HEALTH

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        id="primary_care_contact_share",
        reserve=_RESERVE,
        label_en="Contact with a doctor or nurse in primary care",
        label_fi="Perusterveydenhuollon lääkärin tai hoitajan asiakkaat",
        definition=(
            "Share of residents at 31 December who were in contact with a doctor or nurse in "
            "outpatient primary care during the year, in person or from afar. Care used, not care "
            "needed."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.CONTEXT,
        unit="PC",
        plausible=(20, 95),
        series=register(
            RegisterShare(
                where=nw.col("doctor_or_nurse_contacts") > 0,
                among=~nw.col("doctor_or_nurse_contacts").is_null(),
            ),
            source="primary_care",
        ),
    ),
    Indicator(
        id="mental_health_primary_contact_share",
        reserve=_RESERVE,
        label_en="Contact with primary care for mental health",
        label_fi="Mielenterveyden vuoksi perusterveydenhuollossa asioineet",
        definition=(
            "Share of residents at 31 December with a contact in primary care during the year for "
            "mental health: a diagnosis of ICD-10 F00–F99, a reason of ICPC-2 chapter P, or mental "
            "health work."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.CONTEXT,
        unit="PC",
        plausible=(1, 35),
        series=register(
            RegisterShare(
                where=nw.col("primary_mental_contacts") > 0,
                among=~nw.col("primary_mental_contacts").is_null(),
            ),
            source="primary_care",
        ),
    ),
    Indicator(
        id="mental_disorder_care_share",
        reserve=_RESERVE,
        label_en="Specialised care for a mental disorder",
        label_fi="Mielenterveyden häiriön vuoksi erikoissairaanhoidossa olleet",
        definition=(
            "Share of residents at 31 December with a stay or visit in hospital care that ended "
            "during the year, its main diagnosis F00–F99 (ICD-10) or its specialty psychiatry."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.CONTEXT,
        unit="PC",
        plausible=(0.5, 25),
        series=register(
            RegisterShare(
                where=nw.col("hospital_mental_spells") > 0,
                among=~nw.col("hospital_mental_spells").is_null(),
            ),
            source="hospital_care",
            note="care given, which is less than disorders",
        ),
    ),
    Indicator(
        id="inpatient_care_share",
        reserve=_RESERVE,
        label_en="Care on a hospital ward",
        label_fi="Sairaalan vuodeosastohoidossa olleet",
        definition=(
            "Share of residents at 31 December with a stay on a ward that ended during the year."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.CONTEXT,
        unit="PC",
        plausible=(2, 25),
        series=register(
            RegisterShare(
                where=nw.col("inpatient_stays") > 0,
                among=~nw.col("inpatient_stays").is_null(),
            ),
            source="hospital_care",
        ),
    ),
    Indicator(
        id="ambulatory_sensitive_inpatient_share",
        reserve=_RESERVE,
        label_en="Ward stay for an ambulatory-care-sensitive condition",
        label_fi="Avohoidolla vältettävissä olevassa sairaalahoidossa olleet",
        definition=(
            "Share of residents at 31 December with a stay on a ward that ended during the year "
            "and whose main diagnosis was diabetes, asthma, chronic obstructive pulmonary disease, "
            "heart failure or hypertension: stays that good care outside hospital can mostly avoid."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(0.05, 6),
        series=register(
            RegisterShare(
                where=nw.col("ambulatory_sensitive_stays") > 0,
                among=~nw.col("ambulatory_sensitive_stays").is_null(),
            ),
            source="hospital_care",
        ),
    ),
)
