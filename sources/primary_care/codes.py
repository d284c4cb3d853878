"""Codes of primary care that the person-year asks for, and how it tells professions apart."""

from __future__ import annotations

from collections.abc import Mapping

CONTACT_MODES: Mapping[str, str] = {
    "R10": "Visit of the client to the professional",
    "R20": "Visit of the professional to the client's home",
    "R30": "Visit to the client's place of work",
    "R40": "Visit to the client in a hospital or institution",
    "R41": "Visit elsewhere",
    "R50": "Remote contact, by telephone",
    "R51": "Remote contact in real time, by telephone",
    "R52": "Remote contact in real time",
    "R55": "Remote contact, by letter or message",
    "R56": "Remote contact, not in real time",
    "R60": "Consultation between professionals",
    "R71": "Meeting about the client",
    "R72": "Handling of the client's matters",
    "R80": "Care on a ward",
    "R90": "Other",
}
"""How a contact took place, in primary and in hospital care: code → what it means."""

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
