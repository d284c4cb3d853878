"""Accept as a process of its own: the only one that reads the key.

`accept_deliveries` starts `python -m quality.process`, which answers with one line of JSON a
delivery, and with one more when it fails. What libraries write to its standard error (warnings,
panics) may quote rows, so that is never read.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from quality.acceptance import Acceptance, read_acceptance, record_path
from sources.declarations import Source
from sources.errors import VarantoError
from sources.home import Home
from sources.landing.delivery import read_delivery


def accept_deliveries(
    home: Home, source: Source, deliveries: Sequence[str], as_of: date
) -> Iterator[Acceptance]:
    """Judge the deliveries in a child process, yielding each record as it is written.

    Raises VarantoError with the child's one line when it fails; records written before stay.
    """
    command = [
        sys.executable, "-m", "quality.process",
        str(home.path), source.id, as_of.isoformat(), *deliveries,
    ]  # fmt: skip
    failure = f"{source.id}: accept was stopped before it was done. Refresh again."
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,  # closes with this process, and the child ends with it
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    ) as child:
        assert child.stdout is not None
        for line in child.stdout:
            answer = json.loads(line)
            if "failed" in answer:
                failure = answer["failed"]
            else:
                yield read_acceptance(record_path(home, source.id, answer["delivery"]))
    if child.returncode:
        raise VarantoError(failure)


def main(arguments: Sequence[str]) -> int:
    """The child: judge each delivery named; 0 done, 1 failed with one line that says why."""
    # Imports after the process has closed itself off.
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    from quality.accept import Accept
    from sources.catalogue import source as declared
    from sources.identity.keys import KeyRing, keys_dir
    from sources.identity.registry import LocalRegistry

    try:
        home, source = Home(Path(arguments[0])), declared(arguments[1])
        as_of = date.fromisoformat(arguments[2])
        accept = Accept(home, as_of)
        if source.keyed:
            keys = KeyRing.open(keys_dir(home.path), home.path)
            registry = LocalRegistry(home.identity, keys) if source.identified else None
            accept = Accept(home, as_of, keys, registry)
        for delivery in arguments[3:]:
            record = accept.accept(source, read_delivery(home.landing / source.id / delivery))
            _answer("delivery", record.delivery)
    except VarantoError as error:
        _answer("failed", str(error))
        return 1
    except BaseException as error:  # panics too: the text may quote rows, kind and place don't
        frames = traceback.extract_tb(error.__traceback__)
        ours = [f for f in frames if "site-packages" not in f.filename] or frames
        place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}"
        _answer(
            "failed",
            f"{arguments[1]}: accept failed ({type(error).__name__} at {place}). "
            "Nothing was changed; report this as a defect.",
        )
        return 1
    return 0


def _answer(kind: str, text: str) -> None:
    sys.stdout.write(json.dumps({kind: text}) + "\n")
    sys.stdout.flush()


def _end_with_parent() -> None:
    """The home's lock dies with the parent, so the child must not write on without it."""
    # Not through sys.stdin: a thread that holds its lock would break the interpreter's end.
    os.read(0, 1)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
