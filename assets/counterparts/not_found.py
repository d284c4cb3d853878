"""Indicators of the framework beside which no published series stands, and why."""

from __future__ import annotations

from collections.abc import Mapping

NOT_FOUND: Mapping[str, str] = {
    "likes_school_share_8_9": "Sotkanet has it; its number was not seen together with its title",
    "unpaid_work_gap": "a difference of two published means, not a series of its own",
    "voter_turnout_county": "StatFin has it (subject alvaa, table 14y3); the codes of its contents "
    "were not seen. The Ministry of Justice's files (source elections) give it",
    "turnout_gap_income": "published by background in StatFin's voting tables as two figures, not "
    "as their difference",
    "experienced_discrimination_share": "no yearly series; modules and Eurobarometer only",
    "weekly_contact_share": "Eurostat ilc_scp09: family and friends apart, not either of them",
    "pm25_population_weighted_mean": "OECD gives a share above limits; the EEA's exposure is a "
    "file of its own form",
    "noise_lden55_share": "the EEA's noise data are a file of their own form",
    "green_access_300m_share": "nobody publishes it by this definition",
    "satisfaction_residential_area_share": "THL's surveys have it; in Sotkanet the safety of the "
    "area was seen (4298), not the area",
    "public_transport_access_share": "nobody publishes it by this definition (SDG 11.2.1 is alike)",
    "violence_victim_share": "the National Crime Victim Survey's report has it, no interface does",
    "fear_of_violence_share": "the National Crime Victim Survey's report has it, no interface does",
    "feels_safe_daily_share": "THL's surveys have it; in Sotkanet the safety of the area was "
    "seen (4298), which is another question",
}
"""Indicator id → why it has none. One that is found is taken out of here."""
