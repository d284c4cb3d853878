"""Codes of primary care that the person-year asks for, and how it tells professions apart."""

from __future__ import annotations

WITH_CLIENT = ("R10", "R20", "R30", "R40", "R41", "R50", "R51", "R52", "R55", "R56")
"""Contacts in which the client takes part, in person or from afar."""

ORAL_HEALTH = "T60"
MENTAL_HEALTH_WORK = "T71"
"""Service forms. The classification (T11 outpatient care, T31 occupational health care, …) grows:
the contract asks for its form alone."""

DOCTOR = r"^222(1[0-9]{0,2})?$"
NURSE = r"^323(1[0-9]{0,2})?$"
"""Professions by the Classification of Occupations 2001, of which Avohilmo makes use: 2221x are
physicians (2222x dentists), 3231x nurses and public health nurses."""

MENTAL_REASON = r"^P(0[1-9]|[1-9][0-9])$"
"""ICPC-2: the chapter of psychological symptoms and disorders."""
