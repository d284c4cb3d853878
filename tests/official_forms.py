"""Every form of official statistics whose mutations are tested; a new format is added here."""

from __future__ import annotations

from official_json_mutations import eurostat_form, statfin_form
from official_mutations import Form
from official_px_mutations import px_form
from official_text_mutations import csv_form, tsv_form

FORMS: dict[str, Form] = {
    "Eurostat JSON-stat": eurostat_form(),
    "SDMX-CSV": csv_form(),
    "TSV": tsv_form(),
    "StatFin JSON-stat": statfin_form(),
    "PX": px_form(),
}
