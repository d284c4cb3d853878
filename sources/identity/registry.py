"""The person registry: which person number a token has.

`PersonRegistry` is the seam: a vault that another authority runs may stand behind it.
`LocalRegistry` keeps the state in two Parquet files of one directory (0700, files 0600):

- `persons.parquet`, one row per token: the token, the arrival index it first got (`first`) and
  the one it has now (`arrival`). They differ where a correction joined two known persons.
- `aliases.parquet`, derived from it, without tokens: numbers that facts may carry and that have
  given way to another, and the number that stands for the person now.

Person numbers themselves aren't stored with tokens: they are a keyed permutation of `arrival`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import polars as pl

from sources.errors import VarantoError
from sources.identity import state
from sources.identity.corrections import resolve
from sources.identity.keys import KeyRing
from sources.identity.permutation import INDICES, Permutation
from sources.identity.tokens import TOKEN_BYTES

PERSONS_FILE = "persons.parquet"
ALIASES_FILE = "aliases.parquet"

_PERSONS = pl.Schema({"token": pl.Binary(), "first": pl.UInt32(), "arrival": pl.UInt32()})
_ALIASES = pl.Schema({"person": pl.Int64(), "canonical": pl.Int64()})


class PersonRegistry(Protocol):
    """Tokens to person numbers, in two phases: nothing is kept before `commit`."""

    def lookup_or_reserve(self, tokens: pl.DataFrame) -> pl.DataFrame:
        """Numbers for a column `token` (16-byte Binary): one row per distinct token.

        Returns `token`, `person` (Int64, positive), sorted by token; null tokens are left out.
        A token seen for the first time gets a number that holds once committed.
        """
        ...

    def merge(self, old_tokens: pl.Series, active_tokens: pl.Series) -> None:
        """Make each old token and the active one beside it one person; before the lookup."""
        ...

    def commit(self) -> None:
        """Keep what was reserved and merged since the last commit, all of it or nothing."""
        ...

    def abandon(self) -> None:
        """Forget what was reserved and merged since the last commit."""
        ...


class LocalRegistry:
    """A `PersonRegistry` in files of its own; one writer at a time.

    Memory is bounded by the delivery, not by the registry: the state is streamed past it.
    """

    def __init__(self, directory: Path, keys: KeyRing) -> None:
        """Open the registry in `directory`, or start an empty one there.

        Raises VarantoError when it was written under another root key or can't be read.
        """
        self._directory = directory
        self._key_check = keys.check_value()
        self._permutation = Permutation(keys)
        self._moves: dict[int, int] = {}  # arrival index -> the one that takes its place
        state.private_directory(directory)
        self._open()

    def lookup_or_reserve(self, tokens: pl.DataFrame) -> pl.DataFrame:
        """See `PersonRegistry`. New tokens get their indices in sorted order of the token."""
        wanted = _distinct(tokens["token"])
        found = self._find(wanted)
        unseen = wanted.join(found, on="token", how="anti")["token"].sort()
        after = self._next + unseen.len()
        indices = pl.int_range(self._next, after, dtype=pl.UInt32, eager=True)
        self._add(unseen, indices, after)
        reserved = pl.DataFrame({"token": unseen, "arrival": indices})
        found = pl.concat([found, reserved])
        if found.height != wanted.height:
            raise VarantoError("identity: a token has no number or two; the registry is damaged")
        return found.select("token", person=self._persons(found["arrival"])).sort("token")

    def merge(self, old_tokens: pl.Series, active_tokens: pl.Series) -> None:
        """See `PersonRegistry`; the series are of one length, pairs with a null are skipped.

        A token seen for the first time takes the number of the other one. Where both have
        numbers, the active one's wins and the other becomes an alias of it (`read_aliases`),
        as facts may carry it already. Chains resolve to the last active token; a repeated or
        reversed pair changes nothing.

        Raises VarantoError when one person would get implausibly many codes.
        """
        pairs = pl.DataFrame({"old": old_tokens, "active": active_tokens})
        pairs = pairs.drop_nulls().unique().sort("old", "active")
        known = self._find(_distinct(pl.concat([pairs["old"], pairs["active"]])))
        plan = resolve(pairs.iter_rows(), dict(known.iter_rows()), self._next)
        indices = pl.Series(list(plan.added.values()), dtype=pl.UInt32)
        self._add(pl.Series(list(plan.added), dtype=pl.Binary), indices, plan.next_index)
        kept = {index: plan.moves.get(now, now) for index, now in self._moves.items()}
        self._moves = kept | dict(plan.moves)

    def commit(self) -> None:
        """See `PersonRegistry`: written aside, then put in place by one rename.

        Raises VarantoError when a token would stand twice, or when another process has
        committed since this registry was opened.
        """
        if self._new.is_empty() and not self._moves:
            return
        self._check_unique()
        if state.generation(self._persons_file) != self._generation:
            raise VarantoError(
                "identity: another run has changed the person registry meanwhile; "
                "nothing was kept, run the delivery again"
            )
        state.write(
            pl.concat([self._stored(), self._new.lazy()]).with_columns(self._moved("arrival")),
            self._persons_file,
            {
                "generation": str(self._generation + 1),
                "next": str(self._next),
                "key": self._key_check,
            },
        )
        self._open()

    def abandon(self) -> None:
        """See `PersonRegistry`."""
        self._open()

    # -- state ---------------------------------------------------------------------------

    @property
    def _persons_file(self) -> Path:
        return self._directory / PERSONS_FILE

    def _open(self) -> None:
        """Start a transaction on what is stored, and bring the aliases up to it."""
        notes = state.notes(self._persons_file)
        if notes.get("key", self._key_check) != self._key_check:
            raise VarantoError(
                f"identity: the registry in {self._directory} was written under another root "
                "key; put that key back, or every person would get a new number"
            )
        self._generation = state.generation(self._persons_file)
        self._next = int(notes.get("next", "0"))
        self._new = _PERSONS.to_frame()
        self._moves = {}
        if state.generation(self._directory / ALIASES_FILE) > self._generation:
            raise VarantoError(
                f"identity: {self._persons_file} is missing or older than the aliases beside it; "
                "put back its backup, or every person would get a new number"
            )
        # After a crash between the two files the aliases lag behind: derive them again.
        aliases = self._directory / ALIASES_FILE
        if state.generation(aliases) != self._generation:
            state.write(
                self._derived_aliases().lazy(), aliases, {"generation": str(self._generation)}
            )

    def _stored(self) -> pl.LazyFrame:
        if not self._persons_file.exists():
            return _PERSONS.to_frame().lazy()
        return pl.scan_parquet(self._persons_file)

    def _find(self, tokens: pl.DataFrame) -> pl.DataFrame:
        """`token`, `arrival` of those of `tokens` that are stored or reserved."""
        everything = pl.concat([self._stored(), self._new.lazy()])
        return (
            everything.join(tokens.lazy(), on="token", how="semi")
            .select("token", self._moved("arrival"))
            .collect(engine="streaming")
        )

    def _add(self, tokens: pl.Series, indices: pl.Series, next_index: int) -> None:
        """Reserve these indices for these unseen tokens."""
        if next_index > INDICES:
            raise VarantoError("identity: the person registry is full")
        rows = pl.DataFrame({"token": tokens, "first": indices, "arrival": indices})
        self._new = pl.concat([self._new, rows])
        self._next = next_index

    def _moved(self, column: str) -> pl.Expr:
        """The index that stands for `column` after this transaction's merges."""
        if not self._moves:
            return pl.col(column)
        before = pl.Series(list(self._moves), dtype=pl.UInt32)
        return pl.col(column).replace(
            before, pl.Series(list(self._moves.values()), dtype=pl.UInt32)
        )

    def _check_unique(self) -> None:
        again = self._stored().join(self._new.lazy(), on="token", how="semi")
        twice = again.select(pl.len()).collect(engine="streaming").item()
        if twice or self._new["token"].n_unique() != self._new.height:
            raise VarantoError("identity: a token would stand twice in the registry; nothing kept")

    def _persons(self, arrivals: pl.Series) -> pl.Series:
        return pl.Series(self._permutation.persons(arrivals.to_numpy()))

    def _derived_aliases(self) -> pl.DataFrame:
        gone = (
            self._stored()
            .filter(pl.col("first") != pl.col("arrival"))
            .select("first", "arrival")
            .unique()
            .collect(engine="streaming")
        )
        aliases = gone.select(
            person=self._persons(gone["first"]), canonical=self._persons(gone["arrival"])
        )
        return _checked_aliases(aliases.sort("person"))


def read_aliases(directory: Path) -> pl.DataFrame:
    """Person numbers that have given way: `person`, `canonical` (Int64), one row per number.

    `canonical` never stands in `person`, so one join is enough. Needs no key. Empty when no
    registry or no such number is there. Raises VarantoError when the table is damaged.
    """
    path = directory / ALIASES_FILE
    if not path.exists():
        return _ALIASES.to_frame()
    return _checked_aliases(state.read(path))


def _checked_aliases(aliases: pl.DataFrame) -> pl.DataFrame:
    chained = aliases["canonical"].is_in(aliases["person"].implode()).any()
    if chained or aliases["person"].n_unique() != aliases.height:
        raise VarantoError("identity: the alias table has a chain or a number twice; it is damaged")
    return aliases


def _distinct(tokens: pl.Series) -> pl.DataFrame:
    """The distinct tokens, without nulls, as one column `token`."""
    wanted = tokens.alias("token").drop_nulls().unique().to_frame()
    if wanted.schema["token"] != pl.Binary or not (wanted["token"].bin.size() == TOKEN_BYTES).all():
        raise VarantoError(f"identity: a token is {TOKEN_BYTES} bytes of Binary")
    return wanted
