"""What the catalogue's tables and columns mean, as comments in the database."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "indicators": (
        (
            "One row an indicator: what it measures and how to show it; of the framework's also "
            "those that nothing measures yet, and why."
        ),
        {
            "indicator_id": "Id, never renamed.",
            "reserve": "The reserve table that holds it.",
            "label_en": "Name in English.",
            "label_fi": "Name in Finnish.",
            "definition": "What is counted, among whom; null where nothing is computed.",
            "nature": "objective, self_report or subjective.",
            "direction": "+ higher is better, - higher is worse, context neither.",
            "unit": "Unit of the value.",
            "decimals": "Decimals to show.",
            "plausible_low": "Lowest plausible value for a country.",
            "plausible_high": "Highest plausible value for a country.",
            "definition_version": "Version of the definition in force.",
            "in_framework": "Whether it is one of the framework's seventy; proxies aren't.",
            "status": (
                "measured; published only: figures of others, none of ours; not delivered in this "
                "home; or not computed: nothing declares how."
            ),
            "reason": "Why there is no value of ours; null where there is.",
        },
    ),
    "series": (
        (
            "The ways in which an indicator is computed, most preferred first, then the "
            "published figures beside it."
        ),
        {
            "indicator_id": "The indicator.",
            "preference": (
                "1 is the series that reserves.<table> gives where it has a row; then the next."
            ),
            "source_kind": "computed (by this pipeline) or official (published).",
            "source_id": "The source, or the provider of the published figure.",
            "dataset": "The provider's dataset; null for what is computed.",
            "statistic": "Kind of statistic.",
            "method_id": "Rule of the method book; null for published figures.",
            "levels": "Area levels that it is given for; null for published figures.",
            "differs": (
                "Why the published figure can't be equal to ours, where that is known: concept, "
                "population, source or period; null for the same statistic and for ours."
            ),
            "evidence": (
                "What the published series' dimensions and codes were checked with: response (the "
                "provider's own answer or file) or documentation; null for ours."
            ),
            "note": "What else to know.",
        },
    ),
    "sources": (
        "One row a source that the pipeline knows.",
        {
            "source_id": "Id of the source.",
            "title": "Name in English.",
            "title_fi": "Name in Finnish.",
            "description": "What it holds.",
            "sector": "Sector of administration or of statistics.",
            "kind": "register, survey or official.",
            "provider": "Who produces the data.",
            "owner": "Who answers for them.",
            "licence": "Terms of use.",
            "legal_basis": "Ground on which they are processed.",
            "periods": "Periods in force in this release.",
            "status": "delivered or not delivered.",
        },
    ),
    "deliveries": (
        "The deliveries that this release is made of.",
        {
            "source_id": "The source.",
            "period": "Period that the delivery describes.",
            "delivery_id": "Id of the delivery in landing.",
            "address": "Where it was fetched from, its first file; NULL where it was sent.",
            "retrieved": "When it was fetched.",
            "licence": "Under which it may be used.",
        },
    ),
    "columns": (
        ("The dictionary: columns of the reserve tables, and of the sources that they come from."),
        {
            "table_name": "reserves.* or <source>.<table> (internal).",
            "column_name": "Name of the column.",
            "original_name": "Its name in the delivery.",
            "type": "Type, or kind of content.",
            "unit": "Unit, where there is one.",
            "description": "What it holds.",
        },
    ),
    "areas": (
        (
            "Every area that the tables may name, with its parent. Source: Statistics "
            "Finland's classifications (CC BY 4.0); NUTS and countries: Eurostat."
        ),
        {
            "area_level": "Level of the area.",
            "area_code": "Prefixed code.",
            "name_fi": "Name in Finnish.",
            "name_sv": "Name in Swedish.",
            "name_en": "Name in English.",
            "parent_code": "The area of the next level up.",
            "valid_from": "First year of validity, null if before all years held.",
            "valid_to": "Last year of validity, null while in force.",
        },
    ),
    "coverage": (
        (
            "How much of each indicator is there, by source, area level and year: areas by their "
            "totals, and cells (area × sex × age group × breakdown), each with a value, hidden or "
            "empty for a reason."
        ),
        {
            "reserve": "Reserve table.",
            "indicator_id": "The indicator.",
            "source_kind": "computed or official.",
            "source_id": "The source.",
            "area_level": "Level of the areas.",
            "year": "Year.",
            "areas": "Areas with a row of totals of sex and age.",
            "with_value": "Areas whose total is not suppressed or missing.",
            "cells": "Cells in all.",
            "cells_with_value": "Cells with a value.",
            "cells_hidden": "Cells hidden by confidentiality: too few persons, or withheld.",
            "cells_cannot_exist": "Empty cells of status M: there is no such thing there.",
            "cells_not_collected": "Empty cells of status L: not collected there.",
            "cells_missing": "Empty cells of status O: the source gives nothing.",
            "cells_otherwise_empty": "Cells empty for another reason, as too uncertain.",
        },
    ),
    "comparisons": (
        (
            "Own value beside each published one of the same key, and why the two differ; one row "
            "a key, provider and dataset. See docs/methods.md, M25."
        ),
        {
            "rank": (
                "1 is the largest unexplained difference; after the unexplained the others. Size "
                "is measured in half-widths of the own 95 % interval."
            ),
            "value": "Own value.",
            "se": "Its standard error; null for counts of a register.",
            "n": "Persons or respondents that the own value rests on.",
            "period": "Period of the own value, in its source's words.",
            "source_id": "Source of the own value.",
            "official_value": "The published value, in the indicator's unit.",
            "official_se": "Its standard error, where it is published.",
            "official_period": "Its period, in the provider's words.",
            "official_obs_status": "Its observation status: P provisional, B break, and so on.",
            "official_decimals": "Decimals with which the dataset gives the indicator.",
            "official_source_id": "Who published it.",
            "dataset": "The provider's dataset.",
            "licence": "Terms on which the published figure may be used.",
            "difference": "Own minus official.",
            "difference_in_se": (
                "Difference in standard errors: the own one, or the root of the sum of squares "
                "where the published value has one too; null where neither has."
            ),
            "agrees": "Whether rounding of the published value, or two standard errors, cover it.",
            "explanation": (
                "Why they differ: concept, population, period, source, revision, sampling, "
                "unexplained; null where ours equals the published figure as it is rounded."
            ),
            "synthetic": "True when the persons are invented: then a difference says nothing.",
            "note": "What else a reader must know of the own value.",
            "official_note": "Dataset, base and terms of the published value.",
        },
    ),
}
"""Table → its comment, and its columns' comments; columns of the reserve tables have theirs."""
