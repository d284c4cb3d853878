"""The two kinds of record in the result files, declared once for all kinds of election."""

from __future__ import annotations

import polars as pl

from sources.code_lists import MUNICIPALITIES, SEX_1_2
from sources.declarations import Column, CsvFormat, Kind, Rule, Table
from sources.elections.fields import AREA_FIELDS, CANDIDATE_FIELDS

NOT_IN_ONE = "none"
"""The municipality of a record of a whole electoral district or the whole country."""

MUNICIPALITY, POLLING_DISTRICT = "municipality", "polling_district"
_AREA_TYPES = {
    "M": "country",
    "V": "electoral_district",
    "H": "county",
    "K": MUNICIPALITY,
    "A": POLLING_DISTRICT,
}

FORMAT = CsvFormat(delimiter=";", encoding="iso-8859-1", decimal=",", fields=AREA_FIELDS)
_CANDIDATE_FORMAT = CsvFormat(
    delimiter=";", encoding="iso-8859-1", decimal=",", fields=CANDIDATE_FIELDS
)

_PLACE = (
    Column("election", "Vaalilaji", Kind.TEXT, "Letter of the kind of election, as K or E",
           pattern=r"^[A-Z][A-Z0-9]?$"),
    Column("district", "Vaalipiiri- tai hyvinvointialuenumero", Kind.TEXT,
           "Electoral district, in county elections the wellbeing services county; ** for neither",
           pattern=r"^([0-9]{1,2}|\*\*)$"),
    Column("municipality", "Kuntanumero", Kind.CODE,
           "Municipality; none for a record of a larger area",
           codes={**MUNICIPALITIES, "***": NOT_IN_ONE}),
    Column("area_type", "Alueen tyyppi", Kind.CODE, "What kind of area the record is of",
           codes=_AREA_TYPES),
    Column("polling_district", "Äänestysaluetunnus", Kind.TEXT,
           "Polling district within the municipality; **** for a record of a larger area",
           pattern=r"^([0-9]{3}[A-ZÅÄÖ]|\*{4})$"),
)  # fmt: skip

_MUNICIPALITY_NAMED = Rule(
    name="municipality_not_named",
    holds=~pl.col("area_type").is_in([MUNICIPALITY, POLLING_DISTRICT])
    | (pl.col("municipality") != NOT_IN_ONE),
    columns=("municipality", "area_type"),
    explanation="A record of a municipality or polling district doesn't say which municipality.",
)

_LETTERS = {"municipal": "K", "parliamentary": "E"}
"""Of the kinds of election whose letter the ministry's description gives."""


def _of_this(election: str) -> Rule:
    """A file that is called another election's brings that one's figures, whole and plausible."""
    letter = pl.col("election")
    own = _LETTERS.get(election)
    return Rule(
        name="record_of_another_election",
        holds=letter == own if own else ~letter.is_in(list(_LETTERS.values())),
        columns=("election",),
        explanation="The record's letter is another kind of election's than the file's.",
    )


def _count(
    name: str, original: str, description: str, unit: str = "persons", *, required: bool = True
) -> Column:
    return Column(
        name, original, Kind.INTEGER, description, required=required, minimum=0, unit=unit
    )


_COUNTS = (
    _count("entitled", "Äänioikeutetut yhteensä", "Persons entitled to vote"),
    _count("entitled_men", "Äänioikeutetut miehet", "Men entitled to vote", required=False),
    _count(
        "entitled_resident", "Äänioikeutetut Suomessa asuvat yhteensä",
        "Persons entitled to vote who live in Finland", required=False,
    ),
    _count(
        "entitled_resident_men", "Äänioikeutetut Suomessa asuvat miehet",
        "Men entitled to vote who live in Finland", required=False,
    ),
    _count("voted_in_advance", "Ennakkoon äänestäneet", "Voters in advance"),
    _count("voted_on_day", "Vaalipäivänä äänestäneet", "Voters on election day"),
    _count("voted", "Äänestäneet yhteensä", "Voters, invalid votes included"),
    _count("voted_men", "Äänestäneet yhteensä, miehet", "Men who voted; empty until it is known",
           required=False),
    _count(
        "voted_resident", "Äänestäneet yhteensä Suomessa asuvat",
        "Voters who live in Finland", required=False,
    ),
    _count(
        "voted_resident_men", "Äänestäneet yhteensä Suomessa asuvat, miehet",
        "Men who voted and live in Finland; empty until it is known", required=False,
    ),
)  # fmt: skip

_UPDATED = Column(
    "updated", "Viimeisin päivitys", Kind.TEXT, "When the record was last changed, YYYYMMDDhhmmss",
    pattern=r"^20[0-9]{12}$",
)  # fmt: skip

_OF_AREAS = (
    _MUNICIPALITY_NAMED,
    Rule(
        name="more_voters_than_entitled",
        holds=(pl.col("voted") <= pl.col("entitled"))
        & (pl.col("voted_resident") <= pl.col("entitled_resident")),
        columns=("voted", "entitled", "voted_resident", "entitled_resident"),
        explanation="More persons voted than were entitled to.",
    ),
    Rule(
        name="voters_not_total",
        holds=pl.col("voted_in_advance") + pl.col("voted_on_day") == pl.col("voted"),
        columns=("voted_in_advance", "voted_on_day", "voted"),
        explanation="Voters in advance and on election day don't add up to all voters.",
    ),
    Rule(
        name="men_over_total",
        holds=(pl.col("entitled_men") <= pl.col("entitled"))
        & (pl.col("voted_men") <= pl.col("voted")),
        columns=("entitled_men", "voted_men"),
        explanation="There are more men than men and women together.",
    ),
    Rule(
        name="residents_over_total",
        holds=(pl.col("entitled_resident") <= pl.col("entitled"))
        & (pl.col("voted_resident") <= pl.col("voted")),
        columns=("entitled_resident", "voted_resident"),
        explanation="There are more residents of Finland than persons in all.",
    ),
)


def areas(election: str, prefix: str, title: str, *, part: str = "") -> Table:
    """Persons entitled to vote and voters in one kind of election, a record an area."""
    return Table(
        name=f"{election}_areas",
        grain=f"one row an area: {title}, country, electoral district, municipality or polling "
        "district",
        file_pattern=rf"{prefix}-\d{{4}}{part}_taat_maa\.csv",
        columns=(*_PLACE, *_COUNTS, _UPDATED),
        unique=(("district", "area_type", "municipality", "polling_district"),),
        rules=(_of_this(election), *_OF_AREAS),
        occasional=True,
    )


def candidates(election: str, prefix: str, title: str) -> Table:
    """Candidates in one kind of election, a record a candidate and area; no name of one."""
    return Table(
        name=f"{election}_candidates",
        grain=f"one row a candidate and area: {title}, the votes there",
        file_pattern=rf"{prefix}-\d{{4}}_teat_maa\.csv",
        columns=(
            *_PLACE,
            Column("party", "Puolueen nimilyhenne suomeksi", Kind.TEXT,
                   "Party or group, in short; empty without one", required=False),
            Column("candidate", "Ehdokasnumero", Kind.INTEGER, "Number on the ballot", minimum=2,
                   unit="number"),
            Column("sex", "Sukupuoli", Kind.CODE, "Sex", codes=SEX_1_2),
            Column("age", "Ikä vaalipäivänä", Kind.INTEGER, "Age on election day", minimum=18,
                   maximum=120, unit="years"),
            _count("votes_in_advance", "Ennakkoäänet", "Votes in advance", "votes"),
            _count("votes_on_day", "Vaalipäivän äänet", "Votes on election day", "votes"),
            _count("votes", "Äänet yhteensä", "Votes", "votes"),
            Column("outcome", "Valintatieto", Kind.CODE, "What became of the candidate",
                   required=False,
                   codes={"1": "elected", "2": "deputy", "3": "not_elected"}),
            _UPDATED,
        ),
        unique=(("district", "area_type", "municipality", "polling_district", "candidate"),),
        rules=(
            _of_this(election),
            _MUNICIPALITY_NAMED,
            Rule(
                name="votes_not_total",
                holds=pl.col("votes_in_advance") + pl.col("votes_on_day") == pl.col("votes"),
                columns=("votes_in_advance", "votes_on_day", "votes"),
                explanation="Votes in advance and on election day don't add up to all votes.",
            ),
        ),
        occasional=True,
        format=_CANDIDATE_FORMAT,
    )  # fmt: skip
