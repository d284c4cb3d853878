"""The tables that a learner's document in KOSKI becomes: learner, rights, spells, achievements.

A new type or state refuses the delivery: both are KOSKI's own closed lists, checked when a school
reports, so a code outside them is a changed classification, and being in education hangs on it. A
funding code that isn't known makes its spell wait alone.
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from sources.declarations import (
    DOCUMENT,
    Column,
    Exclusion,
    JsonDocuments,
    Kind,
    Reference,
    Rule,
    Table,
    UnknownCode,
)
from sources.oid import PERSON, STUDY_RIGHT, luhn_holds, person_check_holds
from sources.study_rights.codes import ANNULLED, FUNDING, STATES, TYPES

_FILE = r"koski_\d{4}\.(json|jsonl|ndjson)"
_DATE = "%Y-%m-%d"
_RIGHT = "opiskeluoikeudet[]"
_SPELL = f"{_RIGHT}.tila.opiskeluoikeusjaksot[]"
_ACHIEVEMENT = f"{_RIGHT}.suoritukset[]"
_KEY = (
    Column("study_right", f"{_RIGHT}.oid", Kind.IDENTIFIER, "The study right", pattern=STUDY_RIGHT),
    Column("version", f"{_RIGHT}.versionumero", Kind.INTEGER, "Version of the study right",
           minimum=1),
)  # fmt: skip
_PARENT_KEY = tuple(replace(c, required=False, pattern=None, minimum=None) for c in _KEY)
"""A key that is wrong is the right's own fault; what belongs to the right falls with it."""
_OF_RIGHT = Reference(("study_right", "version"), "study_rights", ("study_right", "version"))

_LEARNERS = Table(
    name="learners",
    grain="one row a document: a learner",
    file_pattern=_FILE,
    format=JsonDocuments(),
    columns=(
        Column("document", DOCUMENT, Kind.RECORD, "Number of the document in the delivery"),
        Column("person", "henkilö.hetu", Kind.PERSON, "The learner", required=False),
        Column("learner", "henkilö.oid", Kind.IDENTIFIER, "The learner by learner number",
               required=False, pattern=PERSON),
    ),
    unique=(("document",),),
    rules=(
        Rule(
            name="person_oid_bad_check",
            holds=person_check_holds(pl.col("learner")),
            columns=("learner",),
            explanation="The check digit of the learner number does not agree.",
        ),
    ),
    exclusions=(
        Exclusion(
            reason="no_identity_code",
            where=pl.col("person").is_null(),
            explanation="A learner without an identity code can't be found among the residents.",
        ),
    ),
)  # fmt: skip

_STUDY_RIGHTS = Table(
    name="study_rights",
    grain="one row a version of a study right",
    file_pattern=_FILE,
    format=JsonDocuments(_RIGHT),
    columns=(
        Column("document", DOCUMENT, Kind.RECORD, "The learner's document"),
        *_KEY,
        Column("type", f"{_RIGHT}.tyyppi.koodiarvo", Kind.CODE, "Type of education",
               codes=TYPES, unknown_code=UnknownCode.REFUSE),
        Column("school", f"{_RIGHT}.oppilaitos.oppilaitosnumero.koodiarvo", Kind.TEXT,
               "Educational institution", required=False, pattern=r"^[0-9]{5}$"),
        Column("started_on", f"{_RIGHT}.alkamispäivä", Kind.DATE, "First day", required=False,
               date_format=_DATE),
        Column("ended_on", f"{_RIGHT}.päättymispäivä", Kind.DATE, "Last day, if it has come",
               required=False, date_format=_DATE),
        Column("states", f"{_SPELL}.tila.koodiarvo", Kind.TEXT, "All states of the right in order",
               required=False, pattern=r"^[a-z]+(,[a-z]+)*$"),
    ),
    unique=(("study_right", "version"),),
    references=(Reference(("document",), "learners", ("document",)),),
    latest_of=(("study_right",), "version"),
    rules=(
        Rule(
            name="study_right_oid_bad_check",
            holds=luhn_holds(pl.col("study_right")),
            columns=("study_right",),
            explanation="The check digit of the study right's number does not agree.",
        ),
        Rule(
            name="ended_before_start",
            holds=pl.col("ended_on") >= pl.col("started_on"),
            columns=("ended_on", "started_on"),
            explanation="The study right ends before it begins.",
        ),
    ),
    exclusions=(
        Exclusion(
            reason="annulled",
            where=pl.col("states").str.contains(rf"(^|,){ANNULLED}(,|$)"),
            explanation="The study right was annulled: none of its versions counts.",
            whole=("study_right",),
        ),
    ),
)  # fmt: skip

_SPELLS = Table(
    name="study_right_states",
    grain="one row a spell of a study right in one state, until the next one begins",
    file_pattern=_FILE,
    format=JsonDocuments(_SPELL),
    columns=(
        *_PARENT_KEY,
        Column("starts_on", f"{_SPELL}.alku", Kind.DATE, "First day of the spell",
               date_format=_DATE),
        Column("state", f"{_SPELL}.tila.koodiarvo", Kind.CODE, "State of the right",
               codes=STATES, unknown_code=UnknownCode.REFUSE),
        Column("funding", f"{_SPELL}.opintojenRahoitus.koodiarvo", Kind.CODE, "Source of funding",
               required=False, codes=FUNDING),
    ),
    unique=(("study_right", "version", "starts_on"),),
    references=(_OF_RIGHT,),
    may_be_empty=True,  # the matriculation examination has none
)  # fmt: skip

_ACHIEVEMENTS = Table(
    name="main_achievements",
    grain="one row a main achievement of a study right: a degree, a syllabus, a year's class",
    file_pattern=_FILE,
    format=JsonDocuments(_ACHIEVEMENT),
    columns=(
        *_PARENT_KEY,
        Column("kind", f"{_ACHIEVEMENT}.tyyppi.koodiarvo", Kind.TEXT, "Kind of achievement",
               pattern=r"^[a-z0-9_]+$"),
        Column("unit", f"{_ACHIEVEMENT}.koulutusmoduuli.tunniste.koodiarvo", Kind.TEXT,
               "What is studied: a code of the list in unit_list", pattern=r"^[A-Za-z0-9_-]+$"),
        Column("unit_list", f"{_ACHIEVEMENT}.koulutusmoduuli.tunniste.koodistoUri", Kind.TEXT,
               "Code list of the unit; koulutus is the classification of education",
               required=False, pattern=r"^[a-z0-9]+$"),
        Column("confirmed_on", f"{_ACHIEVEMENT}.vahvistus.päivä", Kind.DATE,
               "Day on which it was confirmed as completed", required=False, date_format=_DATE),
    ),
    references=(_OF_RIGHT,),
    may_be_empty=True,
)  # fmt: skip

TABLES = (_LEARNERS, _STUDY_RIGHTS, _SPELLS, _ACHIEVEMENTS)
