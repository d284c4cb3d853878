"""Reserve v, political voice and governance (äänen saaminen kuuluville, hallinnointi)."""

from __future__ import annotations

import polars as pl

from assets.reserves.series import (
    EVERYBODY,
    counted,
    living_conditions,
    trust_survey,
    wellbeing_survey,
)
from sources.declarations import (
    CountShare,
    Direction,
    Indicator,
    Mean,
    Nature,
    Reserve,
    Share,
)

_RESERVE = Reserve.VOICE_AND_GOVERNANCE

_HELSINKI, _ALAND = "HVA90", "HVA91"
_INTERVAL = "all votes are counted; the interval is of chance, as if the election were held again"

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        id="voter_turnout_parliamentary",
        reserve=_RESERVE,
        label_en="Voter turnout, parliamentary elections",
        label_fi="Äänestysaktiivisuus eduskuntavaaleissa",
        definition=(
            "Voters, invalid votes included, as a share of those entitled to vote: Finnish "
            "citizens living in Finland."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(60, 80),
        series=counted(
            CountShare(of="parliamentary_voted", among="parliamentary_entitled"),
            "M18",
            source="elections",
            note=_INTERVAL,
        ),
    ),
    Indicator(
        id="voter_turnout_municipal",
        reserve=_RESERVE,
        label_en="Voter turnout, municipal elections",
        label_fi="Äänestysaktiivisuus kuntavaaleissa",
        definition=(
            "Voters, invalid votes included, as a share of the residents entitled to vote in the "
            "municipality, whatever their citizenship. Åland votes apart, by its own law."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(45, 65),
        series=counted(
            CountShare(of="municipal_voted", among="municipal_entitled", nowhere=(_ALAND,)),
            "M18",
            source="elections",
            note=_INTERVAL,
        ),
    ),
    Indicator(
        id="voter_turnout_county",
        reserve=_RESERVE,
        label_en="Voter turnout, county elections",
        label_fi="Äänestysaktiivisuus aluevaaleissa",
        definition=(
            "Voters, invalid votes included, as a share of the residents entitled to vote in their "
            "wellbeing services county. There is no such election in Helsinki and Åland."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(40, 60),
        series=counted(
            CountShare(of="county_voted", among="county_entitled", nowhere=(_HELSINKI, _ALAND)),
            "M18",
            source="elections",
            note=_INTERVAL,
        ),
    ),
    Indicator(
        id="trust_political_system_mean",
        reserve=_RESERVE,
        label_en="Trust in the political system",
        label_fi="Luottamus poliittiseen järjestelmään",
        definition="Mean trust of persons aged 16 and over in the political system, 0 to 10.",
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="RTG",
        plausible=(2, 9),
        series=living_conditions(
            Mean(of=pl.col("trust_political_system"), among=pl.col("age") >= 16), "M19"
        ),
    ),
    Indicator(
        id="trust_legal_system_mean",
        reserve=_RESERVE,
        label_en="Trust in the legal system",
        label_fi="Luottamus oikeusjärjestelmään",
        definition="Mean trust of persons aged 16 and over in the legal system, 0 to 10.",
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="RTG",
        plausible=(3, 9.5),
        series=living_conditions(
            Mean(of=pl.col("trust_legal_system"), among=pl.col("age") >= 16), "M19"
        ),
    ),
    Indicator(
        id="trust_police_mean",
        reserve=_RESERVE,
        label_en="Trust in the police",
        label_fi="Luottamus poliisiin",
        definition="Mean trust of persons aged 16 and over in the police, 0 to 10.",
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="RTG",
        plausible=(4, 9.7),
        series=living_conditions(Mean(of=pl.col("trust_police"), among=pl.col("age") >= 16), "M19"),
    ),
    Indicator(
        id="trust_national_government_share",
        reserve=_RESERVE,
        label_en="High or moderately high trust in the national government",
        label_fi="Luottamus hallitukseen",
        definition=(
            "Share of persons aged 18 and over whose trust in the national government is 6 or "
            "more, 0 to 10."
        ),
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(35, 70),
        series=trust_survey(
            Share(where=pl.col("trust_national_government") >= 6, among=EVERYBODY), "M19"
        ),
    ),
    Indicator(
        id="trust_local_government_share",
        reserve=_RESERVE,
        label_en="High or moderately high trust in local government",
        label_fi="Luottamus kunnan hallintoon",
        definition=(
            "Share of persons aged 18 and over whose trust in the local government is 6 or more, "
            "0 to 10."
        ),
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(40, 70),
        series=trust_survey(
            Share(where=pl.col("trust_local_government") >= 6, among=EVERYBODY), "M19"
        ),
    ),
    Indicator(
        id="political_voice_share",
        reserve=_RESERVE,
        label_en="Feels people like them have a say",
        label_fi="Kokee voivansa vaikuttaa",
        definition=(
            "Share of persons aged 18 and over to whom the political system lets people like them "
            "have a say in what the government does: 6 or more, 0 to 10."
        ),
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(30, 60),
        series=trust_survey(Share(where=pl.col("political_voice") >= 6, among=EVERYBODY), "M19"),
    ),
    Indicator(
        id="trust_government_thl_share",
        reserve=_RESERVE,
        label_en="High or moderately high trust in the government (THL item)",
        label_fi="Hallitukseen luottavat (THL)",
        definition=(
            "Share of persons aged 20 and over whose trust in the government is 6 or more, 0 to 10."
        ),
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(15, 85),
        series=wellbeing_survey(
            Share(where=pl.col("trust_government") >= 6, among=EVERYBODY), "M19"
        ),
    ),
    Indicator(
        id="trust_municipality_thl_share",
        reserve=_RESERVE,
        label_en="High or moderately high trust in own municipality (THL item)",
        label_fi="Kuntansa päätöksentekoon luottavat (THL)",
        definition=(
            "Share of persons aged 20 and over whose trust in the decision-making of their own "
            "municipality is 6 or more, 0 to 10."
        ),
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(15, 85),
        series=wellbeing_survey(
            Share(where=pl.col("trust_municipality") >= 6, among=EVERYBODY), "M19"
        ),
    ),
    Indicator(
        id="political_influence_thl_share",
        reserve=_RESERVE,
        label_en="Believes to be able to influence public matters (THL item)",
        label_fi="Vaikutusmahdollisuuksiinsa uskovat (THL)",
        definition=(
            "Share of persons aged 20 and over whose belief in their chances to influence public "
            "matters is 6 or more, 0 to 10."
        ),
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(10, 80),
        series=wellbeing_survey(
            Share(where=pl.col("political_influence") >= 6, among=EVERYBODY), "M19"
        ),
    ),
    Indicator(
        id="experienced_discrimination_thl_share",
        reserve=_RESERVE,
        label_en="Experienced discrimination in 12 months (THL item)",
        label_fi="Syrjintää 12 kuukauden aikana kokeneet (THL)",
        definition=(
            "Share of persons aged 20 and over who experienced discrimination on any ground in "
            "twelve months."
        ),
        nature=Nature.SELF_REPORT,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(2, 35),
        series=wellbeing_survey(
            Share(where=pl.col("discrimination") == "yes", among=EVERYBODY), "M23"
        ),
    ),
)
