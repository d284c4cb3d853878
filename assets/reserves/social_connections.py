"""Reserve vi, social connections and relationships (sosiaaliset yhteydet ja suhteet)."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import polars as pl

from assets.reserves.series import (
    EVERYBODY,
    living_conditions,
    pupils,
    register,
    wellbeing_survey,
)
from sources.declarations import (
    Direction,
    Indicator,
    Mean,
    Nature,
    RegisterShare,
    Reserve,
    Share,
)

_RESERVE = Reserve.SOCIAL_CONNECTIONS

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        id="living_alone_share",
        reserve=_RESERVE,
        label_en="Living alone",
        label_fi="Yksin asuvat",
        definition=(
            "Share of residents with a dwelling at 31 December whom no one else shares it with. "
            "Living alone isn't loneliness: context to it."
        ),
        nature=Nature.OBJECTIVE,
        direction=Direction.CONTEXT,
        unit="PC",
        plausible=(10, 45),
        series=register(
            RegisterShare(
                where=nw.col("lives_alone"),
                among=~nw.col("household").is_null(),
            ),
            source="population",
        ),
    ),
    Indicator(
        id="loneliness_thl_share",
        reserve=_RESERVE,
        label_en="Lonely quite often or all the time (THL item)",
        label_fi="Itsensä yksinäiseksi tuntevien osuus (THL)",
        definition=(
            "Share of persons aged 20 and over who feel lonely fairly often or all the time (4 and "
            "5 of five answers)."
        ),
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(3, 25),
        series=wellbeing_survey(Share(where=pl.col("loneliness") >= 4, among=EVERYBODY), "M21"),
    ),
    Indicator(
        id="loneliness_silc_share",
        reserve=_RESERVE,
        label_en="Lonely all or most of the time (SILC item)",
        label_fi="Yksinäisyyttä koko ajan tai suurimman osan ajasta kokeneet",
        definition=(
            "Share of persons aged 16 and over who felt lonely all or most of the time in four "
            "weeks (1 and 2 of five answers)."
        ),
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(1, 20),
        series=living_conditions(
            Share(where=pl.col("loneliness") <= 2, among=pl.col("age") >= 16), "M21"
        ),
    ),
    Indicator(
        id="loneliness_at_least_some_silc_share",
        reserve=_RESERVE,
        label_en="Lonely at least some of the time (SILC item)",
        label_fi="Yksinäisyyttä ainakin jonkin aikaa kokeneet",
        definition=(
            "Share of persons aged 16 and over who felt lonely at least some of the time in four "
            "weeks (1 to 3 of five answers)."
        ),
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(5, 50),
        series=living_conditions(
            Share(where=pl.col("loneliness") <= 3, among=pl.col("age") >= 16), "M21"
        ),
    ),
    Indicator(
        id="has_help_available_share",
        reserve=_RESERVE,
        label_en="Has someone to ask for help",
        label_fi="Apua saatavilla",
        definition=(
            "Share of persons aged 16 and over who can ask relatives, friends or neighbours for "
            "help."
        ),
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(70, 100),
        series=living_conditions(
            Share(where=pl.col("help_available") == "yes", among=pl.col("age") >= 16), "M23"
        ),
    ),
    Indicator(
        id="weekly_contact_share",
        reserve=_RESERVE,
        label_en="Meets or contacts friends or relatives at least weekly",
        label_fi="Tapaa tai pitää yhteyttä viikoittain",
        definition=(
            "Share of persons aged 16 and over who get together or are in contact with relatives "
            "or friends every week or day. Having none is an answer. Asked in module years."
        ),
        nature=Nature.SELF_REPORT,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(50, 100),
        series=living_conditions(
            Share(
                # Any of them is enough; to say no, one must have answered for all.
                where=pl.any_horizontal(
                    pl.col(c).is_in(["daily", "weekly"])
                    for c in (
                        "sees_kin",
                        "sees_friends",
                        "contacts_kin",
                        "contacts_friends",
                    )
                ),
                among=pl.col("age") >= 16,
            ),
            "M23",
        ),
    ),
    Indicator(
        id="formal_volunteering_share",
        reserve=_RESERVE,
        label_en="Formal volunteering in 12 months",
        label_fi="Vapaaehtoistyö järjestössä",
        definition=(
            "Share of persons aged 16 and over who did unpaid work for or through an organisation "
            "in twelve months. Asked in module years."
        ),
        nature=Nature.SELF_REPORT,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(5, 60),
        series=living_conditions(
            Share(where=pl.col("formal_volunteering") != "no", among=pl.col("age") >= 16), "M23"
        ),
    ),
    Indicator(
        id="no_close_friend_share_8_9",
        reserve=_RESERVE,
        label_en="No close friend, grades 8–9",
        label_fi="Ei yhtään läheistä ystävää, 8.–9. lk",
        definition=(
            "Share of pupils of grades 8 and 9 who have no close friend with whom they can talk "
            "over nearly everything, in per cent of those who answered. Asked in spring of odd "
            "years."
        ),
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(2, 25),
        series=pupils(
            Share(
                where=pl.col("close_friends") == "none",
                among=pl.col("grade").is_in(["grade_8", "grade_9"]),
            )
        ),
    ),
    Indicator(
        id="cannot_afford_meeting_friends_share",
        reserve=_RESERVE,
        label_en="Cannot afford to meet friends or family over a drink or meal",
        label_fi="Ei varaa tavata ystäviä tai sukulaisia ruoan tai juoman äärellä",
        definition=(
            "Share of persons aged 16 and over who for want of money don't get together with "
            "friends or family for a drink or meal once a month."
        ),
        nature=Nature.SELF_REPORT,
        direction=Direction.HIGHER_IS_WORSE,
        unit="PC",
        plausible=(0.5, 25),
        series=living_conditions(
            Share(where=pl.col("meets_friends") == "cannot_afford", among=pl.col("age") >= 16),
            "M7",
        ),
    ),
    Indicator(
        id="trust_in_others_mean",
        reserve=_RESERVE,
        label_en="Trust in others",
        label_fi="Luottamus muihin ihmisiin",
        definition="Mean trust of persons aged 16 and over in other people, 0 to 10.",
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="RTG",
        plausible=(4, 9),
        series=living_conditions(Mean(of=pl.col("trust_others"), among=pl.col("age") >= 16), "M19"),
    ),
    Indicator(
        id="satisfaction_relationships_mean",
        reserve=_RESERVE,
        label_en="Satisfaction with personal relationships",
        label_fi="Tyytyväisyys ihmissuhteisiin",
        definition=(
            "Mean satisfaction of persons aged 16 and over with their personal relationships, 0 to "
            "10."
        ),
        nature=Nature.SUBJECTIVE,
        direction=Direction.HIGHER_IS_BETTER,
        unit="RTG",
        plausible=(6, 9.7),
        series=living_conditions(
            Mean(of=pl.col("relationship_satisfaction"), among=pl.col("age") >= 16), "M23"
        ),
    ),
    Indicator(
        id="volunteering_thl_share",
        reserve=_RESERVE,
        label_en="Voluntary work in 12 months (THL item)",
        label_fi="Vapaaehtoistyötä 12 kuukauden aikana tehneet (THL)",
        definition="Share of persons aged 20 and over who did voluntary work in twelve months.",
        nature=Nature.SELF_REPORT,
        direction=Direction.HIGHER_IS_BETTER,
        unit="PC",
        plausible=(5, 60),
        series=wellbeing_survey(
            Share(where=pl.col("volunteering") == "yes", among=EVERYBODY), "M23"
        ),
    ),
)
