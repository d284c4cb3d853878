"""Indicators of the framework beside which no published series stands, and why."""

from __future__ import annotations

from collections.abc import Mapping

NOT_FOUND: Mapping[str, str] = {
    "likes_school_share_8_9": "Sotkanet's list of about 2015 has no such title among those of the "
    "school health survey; a later number was not seen",
    "unpaid_work_gap": "a difference of two published means, not a series of its own; the OECD's "
    "measure 4_3 is the gap of paid and unpaid work together",
    "voter_turnout_county": "StatFin has it (subject alvaa, table 14y3); the codes of its contents "
    "were not seen. The Ministry of Justice's files (source elections) give it",
    "turnout_gap_income": "published by income in StatFin's voting tables (13yv of 2023, 152t of "
    "2025) as two figures, not as their difference",
    "experienced_discrimination_share": "no yearly series; modules and Eurobarometer only",
    "weekly_contact_share": "Eurostat ilc_scp09: family and friends apart, not either of them",
    "noise_lden55_share": "the EEA's noise data are a file of their own form",
    "green_access_300m_share": "nobody publishes it by this definition: the OECD's measure 9_1 is "
    "of the urban population, in 2012 and 2018 alone, and by a distance that was not seen",
    "satisfaction_residential_area_share": "THL's surveys have it; Sotkanet's list of about 2015 "
    "has the safety of the area (4298–4304), not the area",
    "public_transport_access_share": "nobody publishes it by this definition (SDG 11.2.1 is alike)",
    "violence_victim_share": "the National Crime Victim Survey's report has it, no interface does",
    "fear_of_violence_share": "the National Crime Victim Survey's report has it, no interface does",
    "feels_safe_daily_share": "THL's surveys have it; in Sotkanet the safety of the area was "
    "seen (4298), which is another question",
}
"""Indicator id → why it has none. One that is found is taken out of here."""
