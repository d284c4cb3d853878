"""KOSKI's documents as text, put together column by column.

Keys hold ä and ö, as the register's own do. What an empty text stands for isn't written at all.
"""

from __future__ import annotations

import polars as pl

RIGHT = "opiskeluoikeudet[]"
SPELL = f"{RIGHT}.tila.opiskeluoikeusjaksot[]"
ACHIEVEMENT = f"{RIGHT}.suoritukset[]"


def texts(
    learners: pl.DataFrame,
    bad_learners: pl.DataFrame,
    rights: pl.DataFrame,
    spells: pl.DataFrame,
    achievements: pl.DataFrame,
) -> pl.Series:
    """The documents as JSON, one a row of `learners`."""
    of_right = (
        spells.select(
            "_right",
            text=pl.concat_str(
                pl.lit("{"),
                _field("alku", f"{SPELL}.alku"),
                pl.lit('"tila":{"koodiarvo":"'),
                "state",
                pl.lit('","koodistoUri":"koskiopiskeluoikeudentila"}'),
                _coded(
                    ',"opintojenRahoitus":', f"{SPELL}.opintojenRahoitus.koodiarvo",
                    "opintojenrahoitus",
                ),
                pl.lit("}"),
            ),
        )
        .group_by("_right", maintain_order=True)
        .agg(pl.col("text").str.join(","))
    )  # fmt: skip
    confirmed = pl.col(f"{ACHIEVEMENT}.vahvistus.päivä")
    achieved = achievements.select(
        pl.concat_str(
            pl.lit('{"koulutusmoduuli":{"tunniste":{"koodiarvo":"'),
            f"{ACHIEVEMENT}.koulutusmoduuli.tunniste.koodiarvo",
            pl.lit('","koodistoUri":"'),
            "units",
            pl.lit('"}},'),
            pl.when(confirmed != "")
            .then(pl.concat_str(pl.lit('"vahvistus":{"päivä":"'), confirmed, pl.lit('"},')))
            .otherwise(pl.lit("")),
            pl.lit('"tyyppi":{"koodiarvo":"'),
            f"{ACHIEVEMENT}.tyyppi.koodiarvo",
            pl.lit('","koodistoUri":"suorituksentyyppi"}}'),
        )
    ).to_series()
    head = pl.concat_str(
        pl.lit("{"),
        _field("oid", f"{RIGHT}.oid"),
        pl.lit('"versionumero":'),
        f"{RIGHT}.versionumero",
        _coded(
            ',"oppilaitos":{"oppilaitosnumero":',
            f"{RIGHT}.oppilaitos.oppilaitosnumero.koodiarvo", "oppilaitosnumero",
        ),
        pl.lit("},"),
    )  # fmt: skip
    tail = pl.concat_str(
        _field("alkamispäivä", f"{RIGHT}.alkamispäivä"),
        _field("päättymispäivä", f"{RIGHT}.päättymispäivä"),
        _coded('"tyyppi":', f"{RIGHT}.tyyppi.koodiarvo", "opiskeluoikeudentyyppi", empty=True),
        pl.lit("}"),
    )
    whole = rights.with_columns(
        pl.concat_str(
            head,
            pl.lit('"tila":{"opiskeluoikeusjaksot":['),
            of_right["text"],
            pl.lit(']},"suoritukset":['),
            achieved,
            pl.lit("],"),
            tail,
        ).alias("text"),
        pl.concat_str(
            head, pl.lit('"tila":{"opiskeluoikeusjaksot":[]},"suoritukset":[],'), tail
        ).alias("again"),
    ).with_columns(
        text=pl.when("copied").then(pl.col("text") + "," + pl.col("again")).otherwise("text")
    )
    per_learner = whole.group_by("_doc", maintain_order=True).agg(pl.col("text").str.join(","))
    kinds = dict(bad_learners.select("_at", "reason").iter_rows())
    twice = [at for at, reason in kinds.items() if reason == "duplicate_name"]
    broken = [at for at, reason in kinds.items() if reason == "malformed_document"]
    at = pl.int_range(pl.len())
    hetu = pl.col("henkilö.hetu")
    return learners.select(
        pl.concat_str(
            pl.lit('{"henkilö":{'),
            _field("oid", "henkilö.oid"),
            pl.when(at.is_in(twice)).then(_field("oid", "henkilö.oid")).otherwise(pl.lit("")),
            pl.when(hetu == "")
            .then(pl.lit('"hetu":null'))
            .otherwise(pl.concat_str(pl.lit('"hetu":"'), hetu, pl.lit('"'))),
            pl.lit(',"sukunimi":"Testi"},"opiskeluoikeudet":['),
            per_learner["text"],
            pl.when(at.is_in(broken)).then(pl.lit(",")).otherwise(pl.lit("")),
            pl.lit("]}"),
        )
    ).to_series()


def _field(name: str, column: str) -> pl.Expr:
    """`"name":"value",` or nothing where there is no value."""
    value = pl.col(column)
    return (
        pl.when(value != "")
        .then(pl.concat_str(pl.lit(f'"{name}":"'), value, pl.lit('",')))
        .otherwise(pl.lit(""))
    )


def _coded(before: str, column: str, uri: str, *, empty: bool = False) -> pl.Expr:
    """A coded value after `before`; nothing where there is none, unless `empty` ones are kept."""
    value = pl.col(column)
    text = pl.concat_str(
        pl.lit(f'{before}{{"koodiarvo":"'), value, pl.lit(f'","koodistoUri":"{uri}"}}')
    )
    return text if empty else pl.when(value != "").then(text).otherwise(pl.lit(""))
