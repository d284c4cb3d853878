"""One made-up table of each provider, and the files that say it in each format."""

from __future__ import annotations

import json
from itertools import product
from math import prod

Cells = dict[tuple[str, ...], tuple[float | None, str]]

EUROSTAT: dict[str, dict[str, str]] = {
    "freq": {"A": "Annual"},
    "unit": {"PC": "Percentage", "THS_PER": "Thousand persons"},
    "sex": {"T": "Total", "M": "Males", "F": "Females"},
    "age": {"Y16-24": "From 16 to 24 years", "Y_GE65": "65 years or over"},
    "geo": {"AT": "Austria", "FI": "Finland", "SE": "Sweden"},
    "time": {"2021": "2021", "2022": "2022", "2023": "2023"},
}
"""Dimension → code → English label; the dataset is `made_up`."""

NAMES = {
    "freq": "Time frequency",
    "unit": "Unit of measure",
    "sex": "Sex",
    "age": "Age class",
    "geo": "Geopolitical entity (reporting)",
    "time": "Time",
}

STATFIN: dict[str, dict[str, str]] = {
    "Alue": {"SSS": "KOKO MAA", "KU049": "Espoo", "KU091": "Helsinki", "MK06": "Pirkanmaa"},
    "Sukupuoli": {"SSS": "Yhteensä", "1": "Miehet", "2": "Naiset"},
    "Ikä": {"SSS": "Yhteensä", "15-24": "15 - 24", "65-": "65 -"},
    "Toiminto": {"09": "09 Nukkuminen", "10": "10 Ruokailu", "11": "11 Matkat"},
    "Vuosi": {"2023": "2023", "2024": "2024*"},
    "Tiedot": {"lkm": "Lukumäärä"},
}
"""Variable → code → Finnish label; the table is `statfin_keksi_pxt_99zz`."""

IDS = {
    "Alue": "alue_23_20260101",
    "Sukupuoli": "sukupuoli_9_20180101",
    "Ikä": "ikaryhma_10_20180101",
    "Toiminto": "toiminto_1_20200101",
    "Vuosi": "timeperiod_y",
    "Tiedot": "contentscode",
}


def eurostat_cells() -> Cells:
    """Value and flag of each cell: some flagged, some missing, one a real zero."""
    cells: Cells = {}
    for n, key in enumerate(product(*EUROSTAT.values())):
        value: float | None = round(10 + 7.3 * n % 61, 1)
        flag = {7: "b", 20: "bu", 33: "p", 46: "e"}.get(n % 50, "")
        if n % 31 == 5:
            value, flag = None, ("u", "", "c")[n % 3]
        cells[key] = (0.0 if n == 12 else value, flag)
    return cells


def statfin_cells() -> Cells:
    """Value and symbol of each cell."""
    cells: Cells = {}
    for n, key in enumerate(product(*STATFIN.values())):
        symbol = {5: ".", 16: "..", 29: "...", 40: "-", 51: "......"}.get(n % 60, "")
        value = 0.0 if symbol == "-" else None if symbol else float(1000 + 37 * n % 900)
        cells[key] = (value, symbol)
    return cells


def eurostat_json() -> dict[str, object]:
    """A response of the statistics API: sparse, every index by code."""
    cells = list(eurostat_cells().values())
    return {
        "version": "2.0",
        "class": "dataset",
        "label": "Made-up shares by sex and age",
        "source": "ESTAT",
        "updated": "2024-05-01T23:00:00+0200",
        "value": {str(n): value for n, (value, _) in enumerate(cells) if value is not None},
        "status": {str(n): flag for n, (_, flag) in enumerate(cells) if flag},
        "id": list(EUROSTAT),
        "size": [len(codes) for codes in EUROSTAT.values()],
        "dimension": {
            name: {
                "label": NAMES[name],
                "category": {
                    "index": {code: n for n, code in enumerate(codes)},
                    "label": dict(codes),
                },
            }
            for name, codes in EUROSTAT.items()
        },
        "extension": {
            "lang": "EN",
            "id": "MADE_UP",
            "agencyId": "ESTAT",
            "version": "1.0",
            "datastructure": {"id": "MADE_UP", "agencyId": "ESTAT", "version": "33.0"},
            "annotation": [{"type": "OBS_COUNT", "title": str(len(cells))}],
            "positions-with-no-data": {name: [] for name in EUROSTAT},
            "status": {
                "label": {
                    "b": "break in time series",
                    "bu": "break in time series, low reliability",
                    "c": "confidential",
                    "e": "estimated",
                    "p": "provisional",
                    "u": "low reliability",
                }
            },
        },
    }


def eurostat_csv() -> str:
    """The same as SDMX-CSV, with a row for every cell."""
    head = (
        "DATAFLOW,LAST UPDATE," + ",".join(list(EUROSTAT)[:-1]) + ",TIME_PERIOD,OBS_VALUE,OBS_FLAG"
    )
    lines = [
        ",".join(("ESTAT:MADE_UP(1.0)", "01/05/24 23:00:00", *key, _number(value), flag))
        for key, (value, flag) in eurostat_cells().items()
    ]
    return "\n".join([head, *lines]) + "\n"


def eurostat_tsv() -> str:
    """The same as TSV, the newest period first."""
    cells = eurostat_cells()
    periods = list(EUROSTAT["time"])[::-1]
    names = list(EUROSTAT)[:-1]
    lines = [",".join(names) + "\\TIME_PERIOD\t" + "\t".join(f"{p} " for p in periods)]
    for key in product(*(EUROSTAT[name] for name in names)):
        row = [cells[(*key, period)] for period in periods]
        texts = [f"{':' if value is None else _number(value)} {flag}" for value, flag in row]
        lines.append(",".join(key) + "\t" + "\t".join(texts))
    return "\n".join(lines) + "\n"


def statfin_json() -> dict[str, object]:
    """A json-stat2 response of PxWeb: dense, statuses by position."""
    cells = list(statfin_cells().values())
    return {
        "version": "2.0",
        "class": "dataset",
        "label": "Keksityt muuttujina Alue, Sukupuoli, Ikä, Toiminto, Vuosi ja Tiedot",
        "source": "Tilastokeskus, keksitty tilasto",
        "updated": "2026-04-01T05:00:00Z",
        "role": {
            "time": [IDS["Vuosi"]],
            "geo": [IDS["Alue"]],
            "metric": [IDS["Tiedot"]],
        },
        "id": [IDS[name] for name in STATFIN],
        "size": [len(codes) for codes in STATFIN.values()],
        "dimension": {
            IDS[name]: {
                "label": name,
                "category": {
                    "index": {code: n for n, code in enumerate(codes)},
                    "label": dict(codes),
                },
                "extension": {"elimination": False, "show": "value"},
            }
            for name, codes in STATFIN.items()
        },
        "extension": {
            "px": {
                "tableid": "99zz",
                "decimals": 0,
                "language": "fi",
                "description": "99zz -- Keksityt alueittain, 2023-2024",
                "subject-code": "keksi",
            }
        },
        "value": [value for value, _ in cells],
        "status": {str(n): flag for n, (_, flag) in enumerate(cells) if flag},
    }


def statfin_px() -> str:
    """The same as a PX file of the newer kind, `iso-8859-15`."""
    names = list(STATFIN)
    stub, heading = names[:3], names[3:]
    english = dict(
        zip(names, ("Area", "Sex", "Age", "Activity", "Year", "Information"), strict=True)
    )
    width = prod(len(STATFIN[name]) for name in heading)
    texts = [
        f'"{symbol}"' if symbol else _number(value) for value, symbol in statfin_cells().values()
    ]
    data = "\n".join(" ".join(texts[n : n + width]) for n in range(0, len(texts), width))

    def listed(items: list[str]) -> str:
        return ",".join(f'"{item}"' for item in items)

    lines = [
        'CHARSET="ANSI";',
        'AXIS-VERSION="2013";',
        'CODEPAGE="iso-8859-15";',
        'LANGUAGE="fi";',
        'LANGUAGES="fi","en";',
        'TABLEID="statfin_keksi_pxt_99zz_2026m04";',
        'MATRIX="001_99zz_2026";',
        'SUBJECT-CODE="KEKSI";',
        'TITLE="Keksityt muuttujina Alue, Sukupuoli, Ikä, "\n"Toiminto, Vuosi ja Tiedot";',
        'UNITS="henkilöä";',
        f"STUB={listed(stub)};",
        f"STUB[en]={listed([english[name] for name in stub])};",
        f"HEADING={listed(heading)};",
        f"HEADING[en]={listed([english[name] for name in heading])};",
        *(f'VALUES("{name}")={listed(list(codes.values()))};' for name, codes in STATFIN.items()),
        *(f'CODES("{name}")={listed(list(codes))};' for name, codes in STATFIN.items()),
        f'TIMEVAL("Vuosi")=TLIST(A1),{listed(list(STATFIN["Vuosi"]))};',
        'NOTE="Keksitty; ei tosi.";',
        f"DATA=\n{data};",
    ]
    return "\n".join(lines) + "\n"


def packed(value: object, **how: object) -> bytes:
    """JSON text of a value."""
    return json.dumps(value, ensure_ascii=False, **how).encode()  # type: ignore[arg-type]


def _number(value: float | None) -> str:
    return "" if value is None else str(int(value)) if value == int(value) else str(value)
