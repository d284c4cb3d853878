"""Accept as a process of its own: the only one that reads the key.

`accept_deliveries` starts `python -m quality.process`, which answers with one line of JSON a
delivery. A failure inside comes back as one line of ours: library errors may quote rows, so
their text is never passed on.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
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
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        for line in child.stdout:
            delivery = json.loads(line)["delivery"]
            yield read_acceptance(record_path(home, source.id, delivery))
        complaint = child.stderr.read().strip().splitlines()
    if child.returncode:
        raise VarantoError(
            complaint[-1] if complaint else f"{source.id}: accept was stopped before it was done."
        )


def main(arguments: Sequence[str]) -> int:
    """The child: judge each delivery named; 0 done, 1 failed with one line on stderr."""
    # Imports after the process has closed itself off.
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from quality.accept import Accept
    from sources.catalogue import source as declared
    from sources.identity.keys import KeyRing, keys_dir
    from sources.identity.registry import LocalRegistry

    try:
        home, source = Home(Path(arguments[0])), declared(arguments[1])
        as_of = date.fromisoformat(arguments[2])
        accept = Accept(home, as_of)
        if source.identified:
            keys = KeyRing.open(keys_dir(home.path), home.path)
            accept = Accept(home, as_of, keys, LocalRegistry(home.identity, keys))
        for delivery in arguments[3:]:
            record = accept.accept(source, read_delivery(home.landing / source.id / delivery))
            sys.stdout.write(json.dumps({"delivery": record.delivery}) + "\n")
            sys.stdout.flush()
    except VarantoError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except Exception as error:  # its text may quote rows, so only its kind and place are told
        frames = traceback.extract_tb(error.__traceback__)
        ours = [f for f in frames if "site-packages" not in f.filename] or frames
        place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}"
        sys.stderr.write(
            f"{arguments[1]}: accept failed ({type(error).__name__} at {place}). "
            "Nothing was changed; report this as a defect.\n"
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
