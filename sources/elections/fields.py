"""The fields of the Ministry of Justice's result files, in their order: the files have no header.

Names follow the ministry's own description of its files. "miehet" is men; women are the rest.
"""

from __future__ import annotations


def _with_men(*names: str) -> tuple[str, ...]:
    return tuple(field for name in names for field in (name, f"{name}, miehet"))


def _turnout(voters: str) -> tuple[str, ...]:
    return _with_men(
        f"Ennakkoon äänestäneet{voters}",
        f"Vaalipäivänä äänestäneet{voters}",
        f"Äänestäneet yhteensä{voters}",
    )


def _percentages(voters: str) -> tuple[str, ...]:
    names = ("Ennakkoäänestysprosentti", "Vaalipäivän äänestysprosentti", "Äänestysprosentti")
    return tuple(f"{name}{voters}" for name in names)


def _compared(nth: int) -> tuple[str, ...]:
    names = ("Nimilyhenne", "Äänioikeutetut Suomessa asuvat", *_percentages(" Suomessa asuvat"))
    return tuple(
        f"{name}, {nth}. vertailuvaali" for name in (*names, "Hyväksytyt äänet", "Mitättömät äänet")
    )


_PLACE = (
    "Vaalilaji",
    "Vaalipiiri- tai hyvinvointialuenumero",
    "Kuntanumero",
    "Alueen tyyppi",
    "Äänestysaluetunnus",
    "Vaalipiirin lyhenne suomeksi",
    "Vaalipiirin lyhenne ruotsiksi",
)
_ABROAD = " ulkomailla asuvat suomalaiset"
_FOREIGN = ("muut EU-kansalaiset", "Norjan ja Islannin kansalaiset", "muiden maiden kansalaiset")
_FINNS = ("Suomessa asuvat Suomen kansalaiset", *_FOREIGN, "ulkomailla asuvat Suomen kansalaiset")

AREA_FIELDS: tuple[str, ...] = (
    *_PLACE,
    "Yhdistetyn äänestysalueen tunnus",
    "Äänten yhdistely",
    "Alueen nimi suomeksi",
    "Alueen nimi ruotsiksi",
    "Kuntamuoto",
    "Kielisuhde",
    "Äänioikeutetut yhteensä",
    "Äänioikeutetut miehet",
    "Äänioikeutetut naiset",
    "Äänioikeutetut Suomessa asuvat yhteensä",
    "Äänioikeutetut Suomessa asuvat miehet",
    "Äänioikeutetut Suomessa asuvat naiset",
    "Valittavien lukumäärä",
    "Äänestysalueiden lukumäärä",
    *_compared(1),
    "Valittavien lukumäärä, 1. vertailuvaali",
    *_compared(2),
    *_turnout(""),
    *_turnout(" Suomessa asuvat"),
    *_turnout(_ABROAD),
    *_percentages(" yhteensä"),
    *_percentages(" Suomessa asuvat"),
    *_percentages(_ABROAD),
    *(
        f"{kind} {when}"
        for kind in ("Hyväksytyt", "Mitättömät")
        for when in ("ennakkoäänet", "vaalipäivän äänet", "äänet yhteensä")
    ),
    "Ennakkoäänistä laskettu prosenttia",
    "Vaalipäivän äänistä laskettu prosenttia",
    "Äänistä laskettu prosenttia",
    "Laskentavaihe",
    "Viimeisin päivitys",
    *_with_men(*(f"Äänioikeutetut {who}" for who in _FINNS)),
    *_with_men(
        *(
            f"{when} {who}"
            for who in (_FINNS[0], *_FOREIGN)
            for when in ("Ennakkoon äänestäneet", "Vaalipäivänä äänestäneet")
        )
    ),
    *(
        f"Mitättömät {when}: peruste {nth}"
        for nth in range(1, 8)
        for when in ("ennakkoäänet", "vaalipäivän äänet")
    ),
)
"""Of a record of an area: country, electoral district, municipality or polling district."""

CANDIDATE_FIELDS: tuple[str, ...] = (
    *_PLACE,
    "Pysyvä puoluetunniste",
    "Vakiopuoluenumero",
    "Listajärjestysnumero",
    "Vaaliliittonumero",
    "Puolueen nimilyhenne suomeksi",
    "Puolueen nimilyhenne ruotsiksi",
    "Puolueen nimilyhenne englanniksi",
    "Ehdokasnumero",
    "Alueen nimi suomeksi",
    "Alueen nimi ruotsiksi",
    "Etunimi",
    "Sukunimi",
    "Sukupuoli",
    "Ikä vaalipäivänä",
    "Ammatti",
    "Kotikunnan koodi",
    "Kotikunnan nimi suomeksi",
    "Kotikunnan nimi ruotsiksi",
    "Kieli",
    "Europarlamentaarikko",
    "Kansanedustaja",
    "Kunnanvaltuutettu",
    "Aluevaltuutettu",
    "Nimilyhenne, 1. vertailuvaali",
    "Äänet, 1. vertailuvaali",
    "Ennakkoäänet",
    "Vaalipäivän äänet",
    "Äänet yhteensä",
    "Osuus ennakkoäänistä",
    "Osuus vaalipäivän äänistä",
    "Osuus äänistä",
    "Valintatieto",
    "Vertausluku",
    "Sija",
    "Lopullinen sija",
    "Laskennan tila",
    "Laskentavaihe",
    "Viimeisin päivitys",
)
"""Of a record of a candidate in an area. Names, professions and languages are never read."""
