"""One shape for the observations of all providers.

Columns (`OBSERVATION_SCHEMA`): provider; dataset; dimensions (canonical JSON: the other
dimensions in alphabetical order, names and codes as `renamings.csv` has them); geo (the provider's
area code); geo_label (its name, where codes alone do not tell, or where the two disagree); title
(the indicator's, JSON by language, where the file gives it, for a declaration to check; no part
of the cell); time (`2017`, `2017-Q1`, `2017-03`, pooled `2015/2017`); sex (`_T`, `F`, `M`; null
where the dataset has no such dimension); age (our grammar, else the provider's code; null
likewise); value (null where missing, never 0 for it); obs_status and conf_status (SDMX);
flag_raw.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping

import polars as pl

from sources.declarations.status import FREE, NORMAL, NOTHING, PROVISIONAL
from sources.errors import VarantoError
from sources.official.renamings import Labels, renamed
from sources.official.status import (
    PX_SYMBOLS,
    WITHOUT_VALUE,
    eurostat_status,
    oecd_status,
    weightier,
    withheld,
)

OBSERVATION_SCHEMA: Mapping[str, pl.DataType] = {
    "provider": pl.String(),
    "dataset": pl.String(),
    "dimensions": pl.String(),
    "geo": pl.String(),
    "geo_label": pl.String(),
    "title": pl.String(),
    "time": pl.String(),
    "sex": pl.String(),
    "age": pl.String(),
    "value": pl.Float64(),
    "obs_status": pl.String(),
    "conf_status": pl.String(),
    "flag_raw": pl.String(),
}

GEO_LABEL = "geo_label"
AGE_GRAMMAR = r"^(TOTAL|Y_LT\d+|Y_GE\d+|Y\d+(-\d+)?)$"

SEX_DIMENSIONS = ("sex", "sukupuoli", "kön", "gender")
AGE_DIMENSIONS = ("age", "ikä", "ikäryhmä", "ikäluokka", "ålder")
AREA_DIMENSIONS = (
    "geo",
    "alue",
    "kunta",
    "maakunta",
    "hyvinvointialue",
    "område",
    "area",
    "region",
)
"""Names (lower case) of the dimensions that have a column of their own."""

SEX_CODES = {
    **dict.fromkeys(("_T", "T", "S", "SSS", "total", "yhteensä", "totalt"), "_T"),
    **dict.fromkeys(
        ("F", "2", "W", "female", "females", "women", "naiset", "nainen", "kvinnor"), "F"
    ),
    **dict.fromkeys(("M", "1", "male", "males", "men", "miehet", "mies", "män"), "M"),
    **dict.fromkeys(("UNK", "_U"), "_U"),
    **dict.fromkeys(("NAP", "_Z"), "_Z"),
}

_AGE_TOTAL = ("TOTAL", "T", "S", "SSS", "_T", "total", "yhteensä")


def sex_code(code: str) -> str:
    """Our code (`_T`, `F`, `M`, `_U`, `_Z`) of a provider's; another is a `VarantoError`."""
    if code not in SEX_CODES:
        raise VarantoError("a sex code is not known; add it to sources/official/observations.py")
    return SEX_CODES[code]


def age_code(age: pl.Expr) -> pl.Expr:
    """A provider's age code in our grammar: `0-4` → `Y_LT5`, `85-` → `Y_GE85`, `SSS` → `TOTAL`.

    The OECD's `Y15T64` is `Y15-64`. A code of another form is left as it is.
    """
    age = age.str.replace(r"^Y(\d+)T(\d+)$", "Y${1}-${2}")
    first = age.str.extract(r"^Y?(\d+)(?:-\d*|\+)?$", 1)
    last = age.str.extract(r"^Y?\d+-(\d+)$", 1)
    below = (last.cast(pl.Int32, strict=False) + 1).cast(pl.String)
    return (
        pl.when(age.is_in(_AGE_TOTAL))
        .then(pl.lit("TOTAL"))
        .when(age.str.contains(r"^Y?0+-\d+$"))
        .then("Y_LT" + below)
        .when(last.is_not_null())
        .then("Y" + first + "-" + last)
        .when(age.str.contains(r"^Y?\d+(-|\+)$"))
        .then("Y_GE" + first)
        .when(age.str.contains(r"^Y?\d+$"))
        .then("Y" + first)
        .otherwise(age)
    )


_PERIOD = r"^(\d{4}|\d{4}-(Q[1-4]|S[12]|W\d{2}|\d{2}|\d{2}-\d{2})|\d{4}/\d{4})$"


def _period(frame: pl.DataFrame) -> pl.Series:
    time = frame["time"].str.strip_chars()
    time = time.str.replace(r"^(\d{4})-?(Q[1-4]|S[12]|W\d{2})$", "${1}-${2}")
    time = time.str.replace(r"^(\d{4})M(\d{2})$", "${1}-${2}")
    time = time.str.replace(r"^(\d{4})[-–](\d{4})$", "${1}/${2}")
    if not time.str.contains(_PERIOD).all():
        name = frame["dataset"][0]
        raise VarantoError(f"{name}: a period is of a form that is not known; fetch it again")
    return time


def _named(frame: pl.DataFrame, names: tuple[str, ...]) -> str | None:
    found = [c for c in frame.columns if c.lower() in names]
    if len(found) > 1:
        raise VarantoError(f"{frame['dataset'][0]}: {' and '.join(found)} mean the same dimension")
    return found[0] if found else None


def _canonical(
    frame: pl.DataFrame,
    provider: str,
    dimensions: list[str],
    geo: pl.Expr,
    geo_label: pl.Expr,
    statuses: pl.DataFrame,
) -> pl.DataFrame:
    """The common shape of a reader's frame, whose rows must be unique; `statuses` beside it."""
    sex, age = _named(frame, SEX_DIMENSIONS), _named(frame, AGE_DIMENSIONS)
    rest = sorted(name for name in dimensions if name not in (sex, age))
    none = pl.lit(None, dtype=pl.String)
    codes = {code: sex_code(code) for code in frame[sex].unique()} if sex else {}
    result = frame.select(
        pl.lit(provider).alias("provider"),
        "dataset",
        (pl.struct(rest).struct.json_encode() if rest else pl.lit("{}")).alias("dimensions"),
        geo.alias("geo"),
        geo_label.alias("geo_label"),
        (pl.col("title") if "title" in frame.columns else none).alias("title"),
        _period(frame).alias("time"),
        (pl.col(sex).replace_strict(codes) if sex else none).alias("sex"),
        (age_code(pl.col(age)) if age else none).alias("age"),
        "value",
        statuses["obs_status"],
        statuses["conf_status"],
        pl.col("flag").alias("flag_raw"),
    )
    key = ["dataset", "dimensions", "geo", "geo_label", "time", "sex", "age"]
    twice = result.filter(result.select(key).is_duplicated())
    if twice.height:
        at = twice.row(0, named=True)
        raise VarantoError(
            f"{at['dataset']}: {twice.height} rows share their cell with another, first at "
            f"{at['geo']}, {at['time']}; fetch the file again"
        )
    return result


def eurostat_observations(frame: pl.DataFrame) -> pl.DataFrame:
    """Observations of a frame of `read_sdmx_csv`, `read_eurostat_tsv` or `eurostat_json`."""
    fixed = {"dataset", "geo", GEO_LABEL, "time", "value", "flag", "conf"}
    frame, _ = renamed(frame, "eurostat", [n for n in frame.columns if n not in fixed])
    frame = _of_its_frequency(frame.with_columns(_period(frame)))
    asked = frame.select("flag", "conf", pl.col("value").is_null().alias("missing"))
    kinds = asked.unique()
    found = [eurostat_status(*row) for row in kinds.iter_rows()]
    table = kinds.with_columns(
        pl.Series("obs_status", [obs for obs, _ in found], pl.String),
        pl.Series("conf_status", [conf for _, conf in found], pl.String),
    )
    statuses = asked.join(
        table, on=["flag", "conf", "missing"], how="left", nulls_equal=True, maintain_order="left"
    )
    dimensions = [name for name in frame.columns if name not in fixed]
    shown = withheld(frame, statuses)
    return _canonical(shown, "eurostat", dimensions, pl.col("geo"), _label(frame), statuses)


def _label(frame: pl.DataFrame) -> pl.Expr:
    """The labels of areas whose code alone does not tell whose they are."""
    return pl.col(GEO_LABEL) if GEO_LABEL in frame.columns else pl.lit(None, dtype=pl.String)


def labelled(frame: pl.DataFrame, area: str, labels: Mapping[str, str]) -> pl.DataFrame:
    """`frame` with the label of those codes of its dimension `area` that have one in `labels`."""
    if not labels or area not in frame.columns:
        return frame
    label = pl.col(area).replace_strict(labels, default=None, return_dtype=pl.String)
    return frame.with_columns(label.alias(GEO_LABEL))


_FORMS = {"A": r"^\d{4}(/\d{4})?$", "S": r"-S[12]$", "Q": r"-Q[1-4]$", "M": r"^\d{4}-\d{2}$"}
"""How a period of a frequency is written; of other frequencies it is not looked at."""


def _of_its_frequency(frame: pl.DataFrame) -> pl.DataFrame:
    """Without the empty cells whose period is not of their frequency: no observation is meant.

    A file that spans all codes and periods has quarters of an annual series, and none in them. A
    value there is a `VarantoError`.
    """
    if "freq" not in frame.columns:
        return frame
    other = pl.any_horizontal(
        (pl.col("freq") == freq) & ~pl.col("time").str.contains(form)
        for freq, form in _FORMS.items()
    )
    strange = frame.filter(other, pl.col("value").is_not_null())
    if strange.height:
        at = strange.row(0, named=True)
        raise VarantoError(
            f"{at['dataset']}: a value of {at['geo']}, {at['time']} is not of its "
            "frequency; fetch the file again"
        )
    return frame.filter(~other)


def statfin_observations(
    frame: pl.DataFrame,
    language: str = "fi",
    statuses: Mapping[str, tuple[str, str]] = PX_SYMBOLS,
    preliminary: Collection[str] = (),
) -> pl.DataFrame:
    """Observations of a frame of `read_px` or `statfin_json`, named in `language`.

    `statuses` gives (observation, confidentiality) status of each flag. A table without an area
    dimension is about the whole country: geo is `SSS`. Figures of the `preliminary` periods are P
    where they have no weightier status. Other flags: `VarantoError`.
    """
    held = {"dataset", "time", "value", "flag", GEO_LABEL}
    frame, _ = renamed(
        frame, "statfin", [n for n in frame.columns if n not in held], Labels(language)
    )
    area = _named(frame, AREA_DIMENSIONS)
    dimensions = [name for name in frame.columns if name not in {*held, area}]
    unknown = sorted(set(frame["flag"]) - set(statuses))
    if unknown:
        raise VarantoError(
            f"{frame['dataset'][0]}: flag {unknown[0][:20]!r} is not known; add it to "
            "sources/official/status.py"
        )
    flag = pl.col("flag")
    status = flag.replace_strict({k: v[0] for k, v in statuses.items()})
    early = pl.col("time").is_in(list(preliminary))
    found = frame.select(
        pl.when(early).then(weightier(status, PROVISIONAL)).otherwise(status).alias("obs_status"),
        flag.replace_strict({k: v[1] for k, v in statuses.items()}).alias("conf_status"),
    )
    geo = pl.col(area) if area else pl.lit("SSS")
    return _canonical(frame, "statfin", dimensions, geo, _label(frame), found)


def titles_text(titles: Mapping[str, str]) -> str:
    """An indicator's titles by language, as its observations carry them."""
    return json.dumps(dict(sorted(titles.items())), ensure_ascii=False)


def sotkanet_observations(frame: pl.DataFrame) -> pl.DataFrame:
    """Observations of a frame of `read_sotkanet` or `read_sotkanet_rest`.

    An empty value is missing, reason not given. The REST interface tells the area's level, which
    goes before its code (`MAAKUNTA:06`). The absolute number stays in the reader's frame.
    """
    missing = pl.col("value").is_null()
    statuses = frame.select(
        pl.when(missing).then(pl.lit(NOTHING)).otherwise(pl.lit(NORMAL)).alias("obs_status"),
        pl.lit(FREE).alias("conf_status"),
    )
    lower = frame.with_columns(pl.col("gender").str.to_lowercase())
    if "title" not in lower.columns:
        # The export names the indicator in the language of its fields.
        titles = [titles_text({"fi": title}) for title in frame["indicator"]]
        lower = lower.with_columns(pl.Series("title", titles, pl.String))
    code = pl.col("code")
    geo = pl.concat_str("category", code, separator=":") if "category" in frame.columns else code
    return _canonical(lower, "sotkanet", ["gender"], geo, pl.col("region"), statuses)


def oecd_observations(frame: pl.DataFrame) -> pl.DataFrame:
    """Observations of a frame of `read_oecd_csv` or `read_sdmx_json`.

    A status that says missing is shown without a value, and so is a number that is marked as
    confidential; an empty status is A, as CL_OBS_STATUS has it.
    """
    asked = frame.select("flag", "conf", pl.col("value").is_null().alias("missing"))
    kinds = asked.unique()
    found = [oecd_status(*row) for row in kinds.iter_rows()]
    table = kinds.with_columns(
        pl.Series("obs_status", [obs for obs, _ in found], pl.String),
        pl.Series("conf_status", [conf for _, conf in found], pl.String),
    )
    statuses = asked.join(table, on=["flag", "conf", "missing"], how="left", maintain_order="left")
    fixed = {"dataset", "ref_area", "time", "value", "flag", "conf"}
    dimensions = [name for name in frame.columns if name not in fixed]
    none = pl.lit(None, dtype=pl.String)
    said_missing = statuses["obs_status"].is_in(list(WITHOUT_VALUE))
    shown = frame.with_columns(
        pl.when(said_missing).then(None).otherwise(pl.col("value")).alias("value")
    )
    return _canonical(shown, "oecd", dimensions, pl.col("ref_area"), none, statuses)
