"""Sotkanet's published series, by indicator: number and title, `*` where a title changes.

Most stand in the interface's whole list of about 2015 that oskariorg/oskari-server keeps
(SotkaIndicators.json: number, title in three languages, sexes and levels of regions). Titles of
2013 are from louhos/takomo (Sotkanet_valitut_indikaattorit), those of 2026 from a lecture that
printed what the interface gave for the numbers.
"""

from __future__ import annotations

from collections.abc import Mapping

from assets.counterparts.declare import sotkanet
from sources.declarations import Evidence, Explanation, OfficialSeries

_SEEN = Evidence.RESPONSE

_FROM_REGISTERS = "income from registers"


def _poverty(differs: Explanation, note: str) -> OfficialSeries:
    return sotkanet(
        3099,
        "Kunnan yleinen pienituloisuusaste*",
        note=note,
        differs=differs,
        evidence=_SEEN,
    )


def _social_assistance(differs: Explanation | None) -> OfficialSeries:
    return sotkanet(
        493,
        "Toimeentulotukea saaneet henkilöt vuoden aikana, % asukkaista",
        note="basic, supplementary and preventive social assistance together",
        differs=differs,
        evidence=_SEEN,
    )


def _adults(number: int, title: str) -> OfficialSeries:
    """A figure of all adults in THL's surveys; siblings of one age end with it, so this may too."""
    return sotkanet(number, f"{title}|{title}, 20 vuotta täyttäneet", evidence=_SEEN)


SERIES: Mapping[str, tuple[OfficialSeries, ...]] = {
    "at_risk_of_poverty_rate": (
        _poverty(
            Explanation.CONCEPT,
            f"{_FROM_REGISTERS} of the year itself, where the survey's is of the year before",
        ),
    ),
    "at_risk_of_poverty_rate_register": (_poverty(Explanation.SOURCE, _FROM_REGISTERS),),
    "gini_disposable_income": (
        sotkanet(
            3126,
            "Gini-kerroin, käytettävissä olevat tulot",
            note=f"{_FROM_REGISTERS}; realised capital gains are in it",
            differs=Explanation.CONCEPT,
            evidence=_SEEN,
        ),
    ),
    "social_assistance_recipient_share": (_social_assistance(None),),
    "household_social_assistance_share": (_social_assistance(Explanation.CONCEPT),),
    "sickness_benefit_recipient_share_18_64": (
        # The ages have changed with the retirement age.
        sotkanet(
            475,
            "Sairauspäivärahaa saaneet * - *-vuotiaat / 1*000 vastaavan*ikäistä",
            factor=0.1,
            note="other ages",
            differs=Explanation.POPULATION,
            evidence=_SEEN,
        ),
    ),
    "disability_pension_share_25_64": (
        sotkanet(
            306,
            "Työkyvyttömyyseläkettä saa* 25*64*vuotia*, % vastaavan*väestöstä",
            note="on a pension at the year's end",
            differs=Explanation.CONCEPT,
            evidence=_SEEN,
        ),
    ),
    "antidepressant_purchase_share_18_64": (
        sotkanet(
            2358,
            "Depressiolääkkeistä korvausta saaneet 18*64-vuotiaat / 1*000 vastaavan*ikäistä",
            factor=0.1,
            evidence=_SEEN,
        ),
    ),
    "psychological_distress_share": (
        _adults(4354, "Psyykkisesti merkittävästi kuormittuneiden osuus (%)"),
        # In use in 2026 too, in a project that compares its users with Sotkanet.
        sotkanet(
            4355,
            "Severe mental strain (%)*20*64*",
            note="ages 20–64",
            differs=Explanation.POPULATION,
            evidence=_SEEN,
        ),
    ),
    "unemployment_rate_15_74": (
        sotkanet(
            181,
            "Työttömät, % työvoimasta",
            note="job seekers of the register",
            differs=Explanation.CONCEPT,
            evidence=_SEEN,
        ),
    ),
    "tertiary_attainment_25_34": (
        # Of those of 15 and over in 2013, of 20 and over in 2026.
        sotkanet(
            3195,
            "Korkea-asteen koulutuksen saaneet, % * vuotta täyttäneistä",
            note="all adults",
            differs=Explanation.POPULATION,
            evidence=_SEEN,
        ),
    ),
    "outside_education_17_24": (
        sotkanet(
            3219,
            "Koulutuksen ulkopuolelle jääneet 17*24-vuotiaat, % vastaavan*väestöstä",
            evidence=_SEEN,
        ),
    ),
    "no_close_friend_share_8_9": (
        sotkanet(292, "Ei yhtään läheistä ystävää, % 8. ja 9. luokan oppilaista", evidence=_SEEN),
    ),
    "life_expectancy_at_birth": (
        sotkanet(4012, "Vastasyntyneen elinajanodote*", note="the country alone", evidence=_SEEN),
    ),
    "voter_turnout_parliamentary": (
        sotkanet(
            3077,
            "Äänestysaktiivisuus eduskuntavaaleissa*",
            note="whether those living abroad are among the entitled is not known",
            evidence=_SEEN,
        ),
    ),
    "voter_turnout_municipal": (
        sotkanet(3076, "Äänestysaktiivisuus kunta*vaaleissa, %*", evidence=_SEEN),
    ),
    "loneliness_thl_share": (_adults(4284, "Itsensä yksinäiseksi tuntevien osuus (%)"),),
    "violent_offences_per_1000": (
        # Export of 2015 in MSatHY/IODS-final.
        sotkanet(
            3113,
            "Poliisin tietoon tulleet henkeen ja terveyteen kohdistuneet rikokset / 1*000 asukasta",
            note="place of offence, not of residence",
            evidence=_SEEN,
        ),
    ),
    # The list has 3127 too, of nearly the same title; it does not say that it is by EuroHIS-8.
    "quality_of_life_good_share": (
        _adults(4270, "Elämänlaatunsa (EuroHIS-8) hyväksi tuntevien osuus (%)"),
    ),
}
"""Indicator id → its series, the preferred first."""
