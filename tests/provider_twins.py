"""All five providers at once: each has what our declarations ask of it, and made-up numbers.

A number is the middle of what is plausible of the indicator that the cell is of, so that a release
made of them passes its audit.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import product

from provider_labels import ONLY, label
from provider_server import Act, Asked, Server, provider
from service_support import sdmx_structure

from assets.reserves import INDICATORS
from sources.declarations import Indicator, OfficialSeries
from sources.elections.fields import AREA_FIELDS
from sources.services.settings import SERVICES, Settings

YEARS = ("2022", "2023")
REGIONS = [
    {"id": 658, "code": "358", "category": "MAA", "title": {"fi": "Koko maa"}},
    {"id": 970, "code": "08", "category": "HYVINVOINTIALUE",
     "title": {"fi": "Pirkanmaan hyvinvointialue"}},
    {"id": 186, "code": "837", "category": "KUNTA", "title": {"fi": "Tampere"}},
]  # fmt: skip

BASES = {"une_rt_a": 2800, "une_ltu_a": 2800, "lfsi_emp_a": 4000,
         "ilc_li02": 5500, "ilc_peps01n": 5500, "ilc_mdsd11": 5500}  # fmt: skip
"""Dataset that gives persons too → of how many thousands its per cents are."""

ACTIVE, ACTIVE_SHARE = 2800, 70.0
"""The labour force in thousands, and of the population in per cent."""

ALSO = {
    **{dataset: {"unit": ("THS_PER",)} for dataset in BASES},
    "lfsi_emp_a": {"unit": ("THS_PER",), "indic_em": ("ACT",), "age": ("Y15-74",)},
    "statfin_evaa_pxt_13sv": {"tiedot": ("evaa_ao", "evaa_aanest")},
}
"""Dataset → codes that it has beside those that the series name."""

ENTITLED = (200_000, 200_000)
"""Those entitled to vote, as they are told and as the turnout is of."""

Slices = Sequence[tuple[Indicator, OfficialSeries]]


def slices(which: str, dataset: str) -> Slices:
    """The series that are of a dataset, its name compared without case."""
    return [
        (i, s)
        for i in INDICATORS
        for s in i.official
        if s.provider == which and s.dataset.lower() == dataset.lower()
    ]


def dimensions(mine: Slices) -> dict[str, list[str]]:
    """Dimension → codes that the series name; of what they leave open, a total."""
    found: dict[str, list[str]] = {}
    for _, series in mine:
        for name, code in series.where.items():
            if name.endswith("?"):
                continue  # absent here
            first = ONLY if code == "*" else code.split("|")[0]
            codes = found.setdefault(name.split("|")[0], [])
            if first not in codes:
                codes.append(first)
    for name, more in ALSO.get(mine[0][1].dataset, {}).items():
        found[name] += [code for code in more if code not in found[name]]
    return found


def value(mine: Slices, cell: Mapping[str, str]) -> float:
    """The middle of what is plausible of the indicator whose cell it is; counts that fit it."""
    dataset = mine[0][1].dataset
    if cell.get("indic_em") == "ACT":
        return ACTIVE if cell["unit"] == "THS_PER" else ACTIVE_SHARE
    if cell.get("unit") == "THS_PER":
        units = [s.where["unit"] for _, s in mine if "unit" in s.where]
        return round(value(mine, {**cell, "unit": units[0]}) / 100 * BASES[dataset])
    if cell.get("tiedot") == "evaa_ao":
        return ENTITLED[0]
    if cell.get("tiedot") == "evaa_aanest":
        return round(value(mine, {**cell, "tiedot": "evaa_aanpros"}) / 100 * ENTITLED[1])
    for indicator, series in mine:
        where = {n.split("|")[0]: c.split("|")[0] for n, c in series.where.items()
                 if not n.endswith("?") and c != "*"}  # fmt: skip
        if all(cell.get(n, c) == c for n, c in where.items()):
            return round(sum(indicator.plausible) / 2 / series.factor, 2)
    return 1.0


def _jsonstat(
    provider: str, mine: Slices, codes: Mapping[str, Sequence[str]], **more: object
) -> bytes:
    cells = [dict(zip(codes, cell, strict=True)) for cell in product(*codes.values())]
    return json.dumps(
        {
            "version": "2.0",
            "class": "dataset",
            "id": list(codes),
            "size": [len(c) for c in codes.values()],
            "dimension": {name: _labelled(provider, name, given) for name, given in codes.items()},
            "value": [value(mine, cell) for cell in cells],
            **more,
        },
        ensure_ascii=False,
    ).encode()


def _px(mine: Slices, codes: Mapping[str, Sequence[str]], table: str) -> bytes:
    """A PX file of the cells, a row each but for the years, which stand side by side."""
    names = {name: name.capitalize() for name in codes}
    stub = [name for name in codes if name != "vuosi"]
    cells = [
        " ".join(
            str(value(mine, dict(zip(stub, row, strict=True)) | {"vuosi": year}))
            for year in codes["vuosi"]
        )
        for row in product(*(codes[name] for name in stub))
    ]

    labels = {n: [_said("statfin", n, c) for c in given] for n, given in codes.items()}

    def listed(texts: Sequence[str]) -> str:
        return ",".join(f'"{text}"' for text in texts)

    lines = [
        'CHARSET="ANSI";', 'AXIS-VERSION="2013";', 'CODEPAGE="utf-8";', 'LANGUAGE="fi";',
        f'TABLEID="{table}";', f"STUB={listed([names[n] for n in stub])};", 'HEADING="Vuosi";',
        *(f'VALUES("{names[n]}")={listed(labels[n])};' for n in codes),
        *(f'CODES("{names[n]}")={listed(codes[n])};' for n in codes),
        f'TIMEVAL("Vuosi")=TLIST(A1),{listed(codes["vuosi"])};',
        "DATA=", *cells, ";",
    ]  # fmt: skip
    return "\n".join(lines).encode()


def _labelled(provider: str, name: str, given: Sequence[str]) -> dict[str, object]:
    """A dimension's codes with labels; a label of its own where dimensions go by it."""
    category: dict[str, object] = {
        "index": {code: n for n, code in enumerate(given)},
        "label": {code: _said(provider, name, code) for code in given},
    }
    if provider == "eurostat":
        return {"category": category}
    return {"label": name.capitalize(), "category": category}


def _said(provider: str, name: str, code: str) -> str:
    return label(provider, name, code)


def _between(asked: Asked, first: str, last: str) -> list[str]:
    """The twin's years that are asked for, by the parameters that say so."""
    return [y for y in YEARS if asked.all(first)[0] <= y <= asked.all(last)[0]]


def eurostat(asked: Asked) -> Act:
    """Structure by SDMX, numbers as JSON-stat."""
    dataset = asked.path.split("/ESTAT/")[-1].split("/")[0] if "ESTAT" in asked.path else (
        asked.path.rpartition("/")[2])  # fmt: skip
    mine = slices("eurostat", dataset)
    if not mine:
        return Act(b'{"error":[{"label":"no such dataset"}]}', 404)
    named = {"freq": ["A"], **dimensions(mine)}
    if "sex" not in named:
        named["sex"] = ["T", "F", "M"]
    named |= {"geo": ["FI", "SE", "EU27_2020", "FI1B"]}
    if "/dataflow/" in asked.path:
        return Act(sdmx_structure("eurostat", **{n: " ".join(c) for n, c in named.items()}))
    codes = {n: asked.all(n) or c for n, c in named.items()}
    codes |= {"time": _between(asked, "sinceTimePeriod", "untilTimePeriod")}
    extension = {"agencyId": "ESTAT", "id": dataset.upper()}
    return Act(
        _jsonstat("eurostat", mine, codes, source="ESTAT", extension=extension,
                  role={"time": ["time"], "geo": ["geo"]}),
        headers={"ETag": f'"{dataset}"'},
    )  # fmt: skip


def statfin(asked: Asked) -> Act:
    """The listing of a subject, a table's variables, and its cells."""
    if asked.path == "/v1/fi/":
        return Act(b'{"maxCells": 120000}')
    parts = [p for p in asked.path.split("/") if p][3:]
    tables = {s.dataset for i in INDICATORS for s in i.official if s.provider == "statfin"}
    if len(parts) == 1:
        mine = sorted(t for t in tables if t.startswith(f"statfin_{parts[0]}_pxt_"))
        listed = [
            {"id": f"{t.rpartition('_')[2]}.px", "type": "t", "updated": "2026"} for t in mine
        ]
        return Act(json.dumps(listed).encode())
    dataset = f"statfin_{parts[0]}_pxt_{parts[1].removesuffix('.px')}"
    found = slices("statfin", dataset)
    named = {"vuosi": list(YEARS), "alue": ["SSS", "MK06", "KU837"], **dimensions(found)}
    if asked.method == "GET":
        variables = [{"code": n, "text": n.capitalize(), "values": c} for n, c in named.items()]
        return Act(json.dumps({"title": "t", "variables": variables}).encode())
    told = json.loads(asked.body)
    query = {q["code"]: q["selection"]["values"] for q in told["query"]}
    if told["response"]["format"] == "px":
        return Act(_px(found, query, dataset))
    code = dataset.rpartition("_")[2]
    extension = {"px": {"tableid": code, "language": "fi"}}
    return Act(
        _jsonstat("statfin", found, query, source="Tilastokeskus", label=f"{code} -- made up",
                  extension=extension, role={"time": ["vuosi"]})
    )  # fmt: skip


def sotkanet(asked: Asked) -> Act:
    """Regions, what an indicator is, and its numbers."""
    if asked.path == "/regions":
        return Act(json.dumps(REGIONS).encode())
    number = asked.path.rpartition("/")[2] if "/indicators/" in asked.path else (
        asked.all("indicator")[0])  # fmt: skip
    mine = slices("sotkanet", number)
    if "/indicators/" in asked.path:
        titles = [s.where.get("title", "x").split("|")[0].replace("*", "") for _, s in mine]
        about = {
            "id": int(number),
            "title": {"fi": titles[0]},
            "organization": {"id": 2, "title": {"fi": "THL"}},
            "range": {"start": 2020, "end": 2023},
            "data-updated": "2026-10-01",
        }
        return Act(json.dumps(about).encode())
    rows = [
        {"indicator": int(number), "region": r["id"], "year": int(y), "gender": g,
         "value": value(mine, {}), "absValue": 1000}
        for r in REGIONS for y in asked.all("years") if y in YEARS for g in asked.all("genders")
    ]  # fmt: skip
    return Act(json.dumps(rows).encode())


def oecd(asked: Asked) -> Act:
    """Structure by SDMX, numbers as SDMX-CSV."""
    parts = [p for p in asked.path.split("/") if p]
    if parts[0] == "dataflow":
        dataset = f"{parts[1]}:{parts[2]}"
    else:
        agency, flow, _ = parts[1].split(",")
        dataset = f"{agency}:{flow}"
    mine = slices("oecd", dataset)
    named = {"REF_AREA": ["FIN", "SWE"]} | {n.upper(): c for n, c in dimensions(mine).items()}
    if parts[0] == "dataflow":
        return Act(sdmx_structure("oecd", **{n: " ".join(c) for n, c in named.items()}))
    header = ["STRUCTURE", "STRUCTURE_ID", "ACTION", *named, "TIME_PERIOD", "OBS_VALUE",
              "OBS_STATUS", "UNIT_MULT"]  # fmt: skip
    years = _between(asked, "startPeriod", "endPeriod")
    if not years:
        return Act(b"NoRecordsFound", 404)
    lines = [",".join(header)]
    for cell in product(*named.values(), years):
        number = value(mine, {n.lower(): c for n, c in zip(named, cell, strict=False)})
        lines.append(f"DATAFLOW,{dataset}(1.0),I,{','.join(cell)},{number},A,0")
    return Act("\n".join([*lines, ""]).encode())


def elections(asked: Asked) -> Act:
    """An archive with one area, as the Ministry of Justice writes it."""
    stem = asked.path.rpartition("/")[2].removesuffix("_maa.csv.zip")
    election, _, rest = stem.partition("-")
    year, _, record = rest.partition("_")
    if record != "alu":
        return Act(status=404)
    row = dict.fromkeys(AREA_FIELDS, "") | _election_row(election)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        name = f"{election}-{year}_taat_maa.csv"
        text = (";".join(row[f] for f in AREA_FIELDS) + "\r\n").encode("iso-8859-1")
        archive.writestr(zipfile.ZipInfo(name), text)  # without the hour: alike each time
    tag = f'"{stem}"'
    if asked.headers.get("If-None-Match") == tag:
        return Act(status=304)
    return Act(out.getvalue(), headers={"ETag": tag})


TURNOUT = {"ekv": 70, "kv": 56, "av": 48}
"""Per cent of those entitled who voted."""

_LETTERS = {"ekv": "E", "kv": "K", "av": "AV"}


def _election_row(election: str) -> dict[str, str]:
    turnout = TURNOUT[election]
    from sources.elections import SOURCE

    table = SOURCE.table("municipal_areas")
    cells = {
        "election": _LETTERS[election], "district": "7", "municipality": "837", "area_type": "K",
        "polling_district": "****", "entitled": "200000", "entitled_men": "90000",
        "entitled_resident": "180000", "entitled_resident_men": "80000",
        "voted_in_advance": "20000", "voted_on_day": str(2000 * turnout - 20000),
        "voted": str(2000 * turnout), "voted_men": str(900 * turnout),
        "voted_resident": str(1800 * turnout), "voted_resident_men": str(800 * turnout),
        "updated": "20210616160757",
    }  # fmt: skip
    return {c.original: cells.get(c.name, "") for c in table.kept}


PLAYS = {
    "eurostat": eurostat,
    "statfin": statfin,
    "sotkanet": sotkanet,
    "oecd": oecd,
    "elections": elections,
}


@contextmanager
def all_providers() -> Iterator[tuple[Server, Settings]]:
    """One server that is all of them, each under its own path, and the settings that lead there."""

    def play(asked: Asked) -> Act:
        name, _, rest = asked.path.removeprefix("/").partition("/")
        return PLAYS[name](replace(asked, path=f"/{rest}"))

    with provider(play) as server:
        services = {
            name: replace(s, address=f"{server.address}/{name}", interval=0.0)
            for name, s in SERVICES.items()
        }
        yield server, Settings(services)
