"""Made-up answers of Sotkanet's REST interface and of the OECD's service, with what they mean.

A specimen is a table of rows that is written as the provider writes it and, by another way than the
readers', as the observations that a reader must give.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl
from provider_labels import label

from sources.official.observations import OBSERVATION_SCHEMA

CELL = ["dataset", "dimensions", "geo", "geo_label", "time", "sex", "age"]
DATA, METADATA, REGIONS = (
    "sotkanet_3113.json",
    "sotkanet_3113_indicator.json",
    "sotkanet_regions.json",
)


def frame(rows: Iterable[Mapping[str, object]]) -> pl.DataFrame:
    """Observations in the common shape, in the order of their cells."""
    made = pl.DataFrame(list(rows), schema=dict(OBSERVATION_SCHEMA), orient="row")
    return ordered(made)


def ordered(observed: pl.DataFrame) -> pl.DataFrame:
    return observed.sort(CELL, nulls_last=True)


@dataclass(frozen=True)
class Figure:
    """One entry of Sotkanet's data: Sotkanet's region id, year, gender, value, absolute number."""

    region: int
    year: int
    gender: str
    value: float | None
    absolute: float | None = None

    def entry(self) -> dict[str, object]:
        shown = {"indicator": 3113, "region": self.region, "year": self.year}
        entry = {**shown, "gender": self.gender, "value": self.value, "absValue": self.absolute}
        return {key: value for key, value in entry.items() if value is not None}


@dataclass(frozen=True)
class Area:
    id: int
    category: str
    code: str
    fi: str
    en: str | None = None

    def entry(self) -> dict[str, object]:
        title = {"fi": self.fi, "sv": self.fi, **({"en": self.en} if self.en else {})}
        about = {"id": self.id, "code": self.code, "category": self.category}
        return {**about, "title": title, "memberOf": [658], "uri": f"http://example.org/{self.id}"}


@dataclass(frozen=True)
class Sotkanet:
    """A delivery of three files. `hidden` are the figures whose zero can't be told."""

    figures: tuple[Figure, ...] = (
        Figure(658, 2015, "total", 5.9, 32_374),
        Figure(658, 2015, "male", 7.5, 20_250),
        Figure(658, 2015, "female", 4.4, 12_124),
        Figure(28, 2015, "total", 4.9, 1315),
        Figure(28, 2016, "total", 5.1, 1376),
        Figure(175, 2015, "total", 0, 0),
        Figure(493, 2015, "total", 5.2, 2640),
        Figure(970, 2015, "total", 5.3, 2703),
        Figure(529, 2015, "total", 5.5, 2100),
    )
    areas: tuple[Area, ...] = (
        Area(658, "MAA", "358", "Koko maa", "Whole country"),
        Area(28, "KUNTA", "049", "Espoo"),
        Area(175, "KUNTA", "295", "Kumlinge"),
        Area(186, "KUNTA", "837", "Tampere"),
        Area(493, "MAAKUNTA", "06", "Pirkanmaa"),
        Area(970, "HYVINVOINTIALUE", "08", "Pirkanmaan hyvinvointialue"),
        Area(529, "SEUTUKUNTA", "064", "Tampereen seutukunta"),
        Area(833, "ALUEHALLINTOVIRASTO", "1", "Etelä-Suomen AVIn alue"),
    )
    titles: Mapping[str, str] = field(
        default_factory=lambda: {"fi": "Keksityt rikokset / 1 000 asukasta", "en": "Made-up crimes"}
    )
    notices: str = "Luku on keksitty."
    hidden: tuple[Figure, ...] = ()

    def data(self) -> list[dict[str, object]]:
        return [figure.entry() for figure in self.figures]

    def regions(self) -> list[dict[str, object]]:
        return [area.entry() for area in self.areas]

    def metadata(self) -> dict[str, object]:
        owner = {"id": 2, "title": {"fi": "Terveyden ja hyvinvoinnin laitos (THL)"}}
        return {
            "id": 3113,
            "data-updated": "2024-05-02",
            "range": {"start": 2015, "end": 2016},
            "title": dict(self.titles),
            "notices": {"fi": self.notices},
            "primaryValueType": {"code": "NORMALIZED", "title": {"fi": "Suhteutettu"}},
            "decimals": 1,
            "classifications": {"sex": {"values": ["male", "female", "total"]}},
            "organization": owner,
        }

    def files(self) -> dict[str, bytes]:
        parts = {DATA: self.data(), METADATA: self.metadata(), REGIONS: self.regions()}
        return {name: dumped(part) for name, part in parts.items()}

    def observations(self) -> pl.DataFrame:
        areas = {area.id: area for area in self.areas}
        title = json.dumps(dict(sorted(self.titles.items())), ensure_ascii=False)
        return frame(
            {
                "provider": "sotkanet",
                "dataset": "3113",
                "dimensions": "{}",
                "geo": f"{areas[one.region].category}:{areas[one.region].code}",
                "geo_label": areas[one.region].fi,
                "title": title,
                "time": str(one.year),
                "sex": {"total": "_T", "female": "F", "male": "M"}[one.gender],
                "age": None,
                "value": None if one in self.hidden else one.value,
                "obs_status": "O" if one in self.hidden or one.value is None else "A",
                "conf_status": "F",
                "flag_raw": "0" if one in self.hidden else "",
            }
            for one in self.figures
        )


def dumped(part: Any, **form: Any) -> bytes:
    return json.dumps(part, ensure_ascii=False, **form).encode()


@dataclass(frozen=True)
class Measured:
    """One observation of an OECD dataflow, its texts as written; `shown` is what they mean."""

    area: str
    measure: str
    sex: str
    age: str
    time: str
    value: str
    shown: float | None
    status: str = "A"
    multiplier: str = "0"
    shown_status: str = ""

    def key(self) -> tuple[str, ...]:
        unit, domain = MEASURES[self.measure]
        return (self.area, self.measure, unit, self.age, self.sex, "_T", domain, self.time)


MEASURES = {"1_1": ("USD_PPP_PS", "HSL_1"), "11_1": ("IX", "HSL_11"), "2_1": ("PT_POP", "HSL_2")}
AGES = {"_T": "TOTAL", "Y25T64": "Y25-64", "YOUNG": "YOUNG"}
IDS = ("REF_AREA", "MEASURE", "UNIT_MEASURE", "AGE", "SEX", "EDUCATION_LEV", "DOMAIN")
IDS_OF_ATTRIBUTES = ("OBS_STATUS", "UNIT_MULT", "DECIMALS", "BASE_PER")
FLOW = "OECD.WISE.WDP:DSD_HSL@DF_HSL_CWB"
LABELS = {
    "REF_AREA": "Reference area",
    "MEASURE": "Measure",
    "UNIT_MEASURE": "Unit of measure",
    "AGE": "Age",
    "SEX": "Sex",
    "EDUCATION_LEV": "Education level",
    "DOMAIN": "Domain",
    "TIME_PERIOD": "Time period",
    "OBS_VALUE": "Observation value",
    "OBS_STATUS": "Observation status",
    "UNIT_MULT": "Unit multiplier",
    "DECIMALS": "Decimals",
    "BASE_PER": "Base period",
}


@dataclass(frozen=True)
class Oecd:
    """Observations of the dataflow of well-being, as SDMX-CSV and as SDMX-JSON."""

    rows: tuple[Measured, ...] = (
        # Thousands of dollars: 31.274 × 10^3.
        Measured("FIN", "1_1", "_T", "_T", "2021", "31.274", 31_274.0, multiplier="3"),
        Measured("FIN", "1_1", "_T", "_T", "2022", "31.9", 31_900.0, "P", "3"),
        Measured("AUT", "1_1", "_T", "_T", "2021", "35.05", 35_050.0, multiplier="3"),
        Measured("OECD", "1_1", "_T", "_T", "2021", "30", 30_000.0, "E", "3"),
        Measured("FIN", "11_1", "_T", "_T", "2018", "7.8", 7.8),
        Measured("FIN", "11_1", "F", "_T", "2018", "7.9", 7.9),
        Measured("FIN", "11_1", "M", "_T", "2018", "7.7", 7.7, "B"),
        Measured("USA", "11_1", "_T", "_T", "2018", "", None, "Q"),
        Measured("FIN", "2_1", "_T", "Y25T64", "2021", "78.06", 78.06),
        Measured("FIN", "2_1", "_T", "YOUNG", "2021", "0", 0.0),
    )

    def header(self) -> list[str]:
        return [
            "STRUCTURE",
            "STRUCTURE_ID",
            "ACTION",
            *IDS,
            "TIME_PERIOD",
            "OBS_VALUE",
            *IDS_OF_ATTRIBUTES,
        ]

    def table(self) -> list[dict[str, str]]:
        """Each row by column, as `format=csvfile` gives it."""
        return [
            {
                "STRUCTURE": "DATAFLOW",
                "STRUCTURE_ID": f"{FLOW}(1.1)",
                "ACTION": "I",
                **dict(zip((*IDS, "TIME_PERIOD"), one.key(), strict=True)),
                "OBS_VALUE": one.value,
                "OBS_STATUS": one.status,
                "UNIT_MULT": one.multiplier,
                "DECIMALS": "2",
                "BASE_PER": "_Z",
            }
            for one in self.rows
        ]

    def observations(self) -> pl.DataFrame:
        return frame(
            {
                "provider": "oecd",
                "dataset": FLOW,
                "dimensions": f'{{"domain":"{MEASURES[one.measure][1]}","education_lev":"_T",'
                f'"measure":"{one.measure}","unit_measure":"{MEASURES[one.measure][0]}"}}',
                "geo": one.area,
                "geo_label": None,
                "title": None,
                "time": one.time,
                "sex": one.sex,
                "age": AGES[one.age],
                "value": one.shown,
                "obs_status": one.shown_status or one.status,
                "conf_status": "F",
                "flag_raw": one.status,
            }
            for one in self.rows
        )

    def but(self, at: int, **change: Any) -> Oecd:
        """The same with one row changed."""
        rows = list(self.rows)
        rows[at] = replace(rows[at], **change)
        return Oecd(tuple(rows))


def csv_text(header: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    lines = [",".join(header), *(",".join(row[name] for name in header) for row in rows)]
    return "\n".join(lines) + "\n"


def codes_of(rows: Sequence[Measured]) -> dict[str, list[str]]:
    """Dimension → its codes, in the order in which they first come."""
    keys = [row.key() for row in rows]
    return {
        name: list(dict.fromkeys(key[at] for key in keys))
        for at, name in enumerate((*IDS, "TIME_PERIOD"))
    }


def components(codes: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    return [
        {
            "id": name,
            "name": name.title(),
            "keyPosition": at,
            "values": [{"id": code, "name": label("oecd", name, code)} for code in listed],
        }
        for at, (name, listed) in enumerate(codes.items())
    ]


def attribute(name: str, codes: Sequence[str]) -> dict[str, Any]:
    values = [{"id": code, "name": label("oecd", name, code)} for code in codes]
    return {"id": name, "name": name.title(), "values": values}


def number(text: str) -> float | None:
    return json.loads(text) if text else None


def message(
    rows: Sequence[Measured], codes: Mapping[str, Sequence[str]] | None = None
) -> dict[str, Any]:
    """A flat SDMX-JSON 1.0 message, as `dimensionAtObservation=AllDimensions` gives it."""
    codes = codes or codes_of(rows)
    statuses = list(dict.fromkeys(row.status for row in rows))
    multipliers = list(dict.fromkeys(row.multiplier for row in rows))
    observations = {
        ":".join(str(codes[n].index(code)) for n, code in zip(codes, row.key(), strict=True)): [
            number(row.value),
            statuses.index(row.status),
            multipliers.index(row.multiplier),
            0,
        ]
        for row in rows
    }
    urn = f"urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow={FLOW}(1.1)"
    return {
        "meta": {"id": "IREF1", "prepared": "2026-01-01T00:00:00Z", "sender": {"id": "OECD"}},
        "data": {
            "dataSets": [
                {
                    "structure": 0,
                    "action": "Information",
                    "links": [{"urn": urn, "rel": "DataFlow"}],
                    "annotations": [],
                    "observations": observations,
                }
            ],
            "structure": {
                "name": "Current well-being",
                "dimensions": {"dataSet": [], "series": [], "observation": components(codes)},
                "attributes": {
                    "dataSet": [],
                    "series": [],
                    "observation": [
                        attribute("OBS_STATUS", statuses),
                        attribute("UNIT_MULT", multipliers),
                        attribute("DECIMALS", ["2"]),
                    ],
                },
                "annotations": [],
            },
        },
        "errors": [],
    }


def in_series(rows: Sequence[Measured]) -> dict[str, Any]:
    """The same as SDMX-JSON 2.0 in series; the multiplier of a measure stands with its group."""
    codes = codes_of(rows)
    series_codes = {name: codes[name] for name in IDS}
    statuses = list(dict.fromkeys(row.status for row in rows))
    multipliers = list(dict.fromkeys(row.multiplier for row in rows))
    series: dict[str, dict[str, Any]] = {}
    groups: dict[str, list[int]] = {}
    for row in rows:
        places = [codes[n].index(code) for n, code in zip(codes, row.key(), strict=True)]
        one = series.setdefault(":".join(map(str, places[:-1])), {"observations": {}})
        one["observations"][str(places[-1])] = [number(row.value), statuses.index(row.status)]
        groups[f":{places[1]}::::::"] = [multipliers.index(row.multiplier)]
    made = message(rows)
    made["data"]["structures"] = [made["data"].pop("structure")]
    structure, dataset = made["data"]["structures"][0], made["data"]["dataSets"][0]
    structure["dimensions"] = {
        "dataSet": [],
        "series": components(series_codes),
        "observation": [
            {
                "id": "TIME_PERIOD",
                "keyPosition": len(IDS),
                "values": [{"value": t} for t in codes["TIME_PERIOD"]],
            }
        ],
    }
    structure["attributes"] = {
        "dimensionGroup": [attribute("UNIT_MULT", multipliers)],
        "observation": [attribute("OBS_STATUS", statuses)],
    }
    del dataset["observations"]
    return {
        **made,
        "data": {
            **made["data"],
            "dataSets": [{**dataset, "series": series, "dimensionGroupAttributes": groups}],
        },
    }
