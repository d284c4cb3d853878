"""What a provider's client is, and what came of a dataset: its files, and their answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sources.services.client import Answer
from sources.services.record import Asked
from sources.services.wanted import Wanted


@dataclass(frozen=True)
class Came:
    """The files of one dataset with their answers, in the same order.

    `updated` is the provider's own time of its last change, where it gives one.
    """

    files: tuple[Path, ...]
    answers: tuple[Answer, ...]
    updated: str | None = None

    @property
    def provenance(self) -> dict[str, str]:
        """What is kept with the delivery of how it came."""
        told: dict[str, str] = {}
        for file, answer in zip(self.files, self.answers, strict=True):
            told[f"via:{file.name} url"] = answer.url
            told[f"via:{file.name} retrieved"] = answer.retrieved
            if answer.etag:
                told[f"via:{file.name} ETag"] = answer.etag
            if answer.modified:
                told[f"via:{file.name} Last-Modified"] = answer.modified
        if self.updated:
            told["via:updated by the provider"] = self.updated
        return told


class Provider(Protocol):
    """A client of one provider."""

    def fetch(self, asked: Wanted, folder: Path, earlier: Asked | None) -> Came | None:
        """Write the dataset's files into `folder`; None when nothing has changed since `earlier`.

        `earlier` is of the same request. Raises VarantoError.
        """
        ...
