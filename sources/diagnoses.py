"""Diagnoses by ICD-10: the form of a code, and groups of codes that several sources speak of.

In the facts a code stands in upper case and without its dot (`F329`). The Finnish issue of ICD-10
adds a fifth character to some.
"""

from __future__ import annotations

ICD10 = r"^[A-Z][0-9]{2}[0-9A-Z]{0,3}$"
"""One code. Pairs (cause and symptom) come in two fields."""

MENTAL_DISORDERS = ("F",)
"""Chapter V, mental and behavioural disorders, by the first letter."""

INJURIES = ("S", "T")
"""Chapter XIX, injuries, poisonings and other consequences of external causes: S00–T98."""

AMBULATORY_SENSITIVE: tuple[str, ...] = (
    *("E10", "E11", "E13", "E14"),  # diabetes
    *("J45", "J46"),  # asthma
    *("J40", "J41", "J42", "J43", "J44", "J47"),  # chronic obstructive pulmonary disease
    *("I50", "I10"),  # heart failure and hypertension
)
"""Chronic conditions whose hospital stays good care outside hospital can mostly avoid (the five
of OECD's indicator of avoidable admissions), by the first three characters."""
