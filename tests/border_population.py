"""Tiny population deliveries, and a way to make accept fail inside, for the tests of privacy."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from border_deliveries import csv_bytes, deliver

from sources.home import Home
from sources.landing.delivery import Delivery
from sources.population import SOURCE

Row = dict[str, str]
PROJECT = Path(__file__).resolve().parent.parent

# Python runs a module of this name at the start of every process; the tests put theirs first.
_HOOK = '''
import os, sys

def opened(event, arguments):
    if event == "open" and str(arguments[0]).endswith("root.key"):
        with open(os.environ["KEY_OPENINGS"], "a") as log:
            log.write(" ".join(sys.orig_argv) + "\\n")

if "KEY_OPENINGS" in os.environ:
    sys.addaudithook(opened)

point = os.environ.get("ACCEPT_FAILS")
if point and "quality.process" in sys.orig_argv:
    import time
    from quality import contract, spool
    from sources.identity import registry

    class Panic(BaseException):
        """What a panic in a library of another language looks like: no Exception."""

    def quoted(batch):
        text = str(batch.rows()) if hasattr(batch, "rows") else os.environ["CANARY"]
        with open(os.environ["QUOTED"], "a") as proof:
            proof.write(text)
        return text

    def failing(*arguments, kind=ValueError):
        sys.stderr.write("library: " + quoted(arguments[-1]) + "\\n")
        raise kind("could not cast " + quoted(arguments[-1]))

    def damaging(self, table, settle=spool.Spool.settle):
        path = self.file(table.name)
        path.write_bytes(os.environ["CANARY"].encode() + path.read_bytes()[40:])
        return settle(self, table)

    def judging(kind):
        # The shape of the rows is asked for before there are any.
        judge = contract.Contract.judge
        return lambda self, b: failing(b, kind=kind) if b.height else judge(self, b)

    def talking(self, batch, judge=contract.Contract.judge):
        import warnings
        sys.stderr.write("library: " + quoted(batch) + "\\n")
        warnings.warn("odd value " + quoted(batch))
        return judge(self, batch)

    def sleeping(self, batch):
        with open(os.environ["ACCEPT_PID"], "w") as out:
            out.write(str(os.getpid()))
        time.sleep(600)

    if point == "judge":
        contract.Contract.judge = judging(ValueError)
    elif point == "panic":
        contract.Contract.judge = judging(Panic)
    elif point == "settle":
        spool.Spool.settle = failing
    elif point == "write":
        spool.Spool.write_facts = failing
    elif point == "commit":
        registry.LocalRegistry.commit = failing
    elif point == "damage":
        spool.Spool.settle = damaging
    elif point == "talk":
        contract.Contract.judge = talking
    elif point == "sleep":
        contract.Contract.judge = sleeping
'''


def hooked(folder: Path) -> dict[str, str]:
    """Environment in which every Python process reports openings of the key.

    With `ACCEPT_FAILS` set as well, the accept process fails at that point, quoting rows; what it
    quoted stands in the file `hook/quoted`, which proves that there was something to keep silent.
    """
    hook = folder / "hook"
    hook.mkdir(exist_ok=True)
    (hook / "sitecustomize.py").write_text(_HOOK)
    inherited = os.environ.get("PYTHONPATH", "")
    return {
        "PYTHONPATH": os.pathsep.join(p for p in (str(hook), str(PROJECT), inherited) if p),
        "KEY_OPENINGS": str(folder / "key-openings"),
        "QUOTED": str(hook / "quoted"),
    }


def resident(code: str, **other: str) -> Row:
    """A good row of persons."""
    return {
        "HENKILOTUNNUS": code,
        "SUKUPUOLI": "NAINEN",
        "SYNTYMAPV": "19750301",
        "SYNTYMAPV_TARKKUUS": "PAIVA",
        "KUOLINPV": "",
        "AIDINKIELI": "fi",
        "KANSALAISUUS": "246",
        "SIVIILISAATY": "1",
        "TURVAKIELTO": "0",
        "USKONTOKUNTALAJI": "1",
    } | other


def residence(code: str, dwelling: str, **other: str) -> Row:
    """A good row of residences: in Tampere since 2020."""
    return {
        "HENKILOTUNNUS": code,
        "KUNTAKOODI": "837",
        "KUNTAANMUUTTOPV": "20200101",
        "KUNNASTAPOISMUUTTOPV": "",
        "ASUINPAIKANTUNNUS": dwelling,
    } | other


def change(former: str, active: str) -> Row:
    """A good row of identity changes."""
    return {
        "MUUTETTUHENKILOTUNNUS": former,
        "AKTIIVINENHENKILOTUNNUS": active,
        "MUUTOSPV": "20210301",
        "VOIMASSAOLO": "PASSIIVI",
    }


def files(
    year: int, persons: Iterable[Row], residences: Iterable[Row], changes: Iterable[Row]
) -> dict[str, bytes]:
    """A year's three files."""
    tables = {"henkilo": persons, "kotikunta": residences, "hetukorjaus": changes}
    return {f"vtj_{name}_{year}.csv": csv_bytes(list(rows)) for name, rows in tables.items()}


def deliver_population(
    home: Home, year: int, content: dict[str, bytes], *, synthetic: bool = True
) -> Delivery:
    """Receive a year's files."""
    return deliver(home, content, source=SOURCE, period=str(year), synthetic=synthetic)
