"""KOSKI's closed lists: types of study rights, states of a right, sources of funding."""

from __future__ import annotations

from collections.abc import Mapping

TYPES: Mapping[str, str] = {
    "esiopetus": "pre_primary",
    "perusopetus": "basic",
    "aikuistenperusopetus": "basic_for_adults",
    "ahvenanmaanperusopetus": "basic_aland",
    "perusopetuksenlisaopetus": "additional_basic",
    "perusopetukseenvalmistavaopetus": "preparatory_for_basic",
    "lukiokoulutus": "general_upper_secondary",
    "luva": "preparatory_for_general_upper_secondary",
    "tuva": "preparatory_for_upper_secondary",
    "ammatillinenkoulutus": "vocational",
    "ibtutkinto": "ib",
    "diatutkinto": "dia",
    "ebtutkinto": "eb",
    "europeanschoolofhelsinki": "european_school",
    "internationalschool": "international_school",
    "ylioppilastutkinto": "matriculation_examination",
    "korkeakoulutus": "higher",
    "vapaansivistystyonkoulutus": "liberal_adult",
    "muukuinsaanneltykoulutus": "unregulated",
    "taiteenperusopetus": "basic_education_in_arts",
    "kielitutkinto": "language_test",
}

LEADS_TO_A_QUALIFICATION = frozenset(
    {"general_upper_secondary", "vocational", "ib", "dia", "eb", "european_school",
     "international_school", "higher"}
)  # fmt: skip
"""Types of which most rights lead to a qualification after basic education."""

FORMAL_EDUCATION = LEADS_TO_A_QUALIFICATION | {
    "basic",
    "basic_for_adults",
    "basic_aland",
    "additional_basic",
    "preparatory_for_basic",
    "preparatory_for_general_upper_secondary",
    "preparatory_for_upper_secondary",
}
"""Those, basic education and what prepares for either; no hobbies, tests or single courses."""

STATES: Mapping[str, str] = {
    "lasna": "present",
    "loma": "holiday",
    "valiaikaisestikeskeytynyt": "suspended",
    "valmistunut": "completed",
    "hyvaksytystisuoritettu": "passed",
    "eronnut": "resigned",
    "katsotaaneronneeksi": "deemed_resigned",
    "keskeytynyt": "discontinued",
    "paattynyt": "ended",
    "peruutettu": "cancelled",
    "mitatoity": "annulled",
}

ANNULLED = "mitatoity"

FUNDING: Mapping[str, str] = {str(code): str(code) for code in range(1, 18)}
"""Sources of funding 1–17 (1 state funding, 4 employer, 10 labour market training, …)."""
