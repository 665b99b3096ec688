"""What a DELETE can do, as values: rows deleted, columns changed, errors, and what is not modelled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias, overload

import msgspec

from ondelete.catalog import Clause, ForeignKey, QualifiedName, key_part
from ondelete.deletion.kinds import Certainty, FailureKind, StepOutcome, Verdict
from ondelete.deletion.sqlstates import VERSIONS
from ondelete.deletion.trigger_effects import TriggerError, TriggerRun, TriggerUpdate
from ondelete.showable import Showable


class Chain(Sequence[ForeignKey]):
    """Keys in the order in which the delete travels: another chain and one more key.

    Chains of one reach share their beginnings, so that a cascade of n steps costs n cells and not n² keys. A chain is
    equal to a tuple of the same keys.
    """

    __slots__ = ("_before", "_length", "last")

    def __init__(self, before: Sequence[ForeignKey], last: ForeignKey) -> None:
        self._before, self.last = before, last
        self._length = len(before) + 1

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[ForeignKey]:
        keys = []
        rest: Sequence[ForeignKey] = self
        while isinstance(rest, Chain):
            keys.append(rest.last)
            rest = rest._before
        yield from rest
        yield from reversed(keys)

    @overload
    def __getitem__(self, index: int) -> ForeignKey: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[ForeignKey]: ...
    def __getitem__(self, index: int | slice) -> ForeignKey | Sequence[ForeignKey]:
        return self.last if index == -1 else tuple(self)[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Chain | tuple) and len(other) == len(self) and tuple(other) == tuple(self)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"Chain({', '.join(key.id for key in self)})"


Path: TypeAlias = Sequence[ForeignKey]
"""Keys in the order in which the delete travels: the first references the table of the DELETE. A tuple or a Chain."""


def last_keys(path: Path, number: int) -> tuple[ForeignKey, ...]:
    """Return the last keys of a path, at most ``number``, in its order; the cost is that number, not its length."""
    keys: list[ForeignKey] = []
    while isinstance(path, Chain) and len(keys) < number:
        keys.append(path.last)
        path = path._before
    room = number - len(keys)
    return (*(path[-room:] if room and not isinstance(path, Chain) else ()), *reversed(keys))


class Deleted(msgspec.Struct, frozen=True):
    """Rows of ``table`` can be deleted.

    ``depth`` is the number of steps of the shortest chain, ``longest`` that of the longest one with cycles contracted,
    None if the table is on or behind a cycle of cascading keys (no limit). ``keys`` are the last keys of all chains:
    the keys of ``table`` whose CASCADE deletes its rows. ``path`` is a shortest chain. ``other_order`` as in Failure.
    ``trigger`` names the trigger whose statement deletes them, or deletes what they reference (``schema.table.name``);
    ``path`` then begins at the table of that statement. None if keys alone lead there.
    """

    table: QualifiedName
    depth: int
    longest: int | None
    keys: tuple[ForeignKey, ...]
    path: Path
    other_order: str | None = None
    trigger: str | None = None

    @property
    def id(self) -> str:
        """``deleted:schema.table``."""
        return f"deleted:{table_id(self.table)}"


class Updated(msgspec.Struct, frozen=True):
    """Columns of rows of ``table`` can change through ``key``; ``to`` says to what.

    ``event`` is the clause of ``key`` that changes them: its ON DELETE, or its ON UPDATE after a change of the
    referenced row. ``path`` is a shortest chain, ``key`` is its last key. ``other_order`` as in Failure, ``trigger`` as
    in Deleted.
    """

    table: QualifiedName
    columns: tuple[str, ...]
    key: ForeignKey
    to: Literal["null", "default", "value"]
    event: Clause
    path: Path
    other_order: str | None = None
    trigger: str | None = None

    @property
    def id(self) -> str:
        """``updated:schema.table.constraint:null``."""
        return f"updated:{self.key.id}:{self.to}"


class Failure(msgspec.Struct, frozen=True):
    """An error with which the DELETE can end.

    ``key`` is the foreign key that fails, or that changes the row. ``constraint`` is the name of the CHECK, UNIQUE or
    EXCLUDE constraint or index that an application would see, if it is another one. ``columns`` are those of the
    referencing row. ``reason`` is one sentence in the user's terms. ``note`` adds what the user can do, or in which
    order the outcome changes; "" if there is nothing to add. ``shown`` is False if the schema does not exclude the
    error and no rows were found that end in it. ``other_order`` says what happens if the keys were created in another
    order, None if that changes nothing; ``either_way``: the delete then fails, too. ``versions`` are the major versions
    of PostgreSQL that fail this way; on those of ``sure_on`` the error is certain although it is not on all.
    ``checked_again``: if a row was updated twice by then, it fails as a re-check, with 23503 on every version.
    """

    kind: FailureKind
    key: ForeignKey
    table: QualifiedName
    columns: tuple[str, ...]
    certainty: Certainty
    sqlstates: tuple[str, ...]
    reason: str
    path: Path
    constraint: str | None = None
    note: str = ""
    shown: bool = True
    other_order: str | None = None
    versions: tuple[int, ...] = VERSIONS
    sure_on: tuple[int, ...] = ()
    checked_again: bool = False
    either_way: bool = False

    @property
    def always_stops(self) -> bool:
        """Whether the delete fails for every row that references by the key, if not with this error."""
        return self.certainty is Certainty.MUST or self.either_way

    @property
    def id(self) -> str:
        """``block:schema.table.constraint``; another constraint of the row is appended: ``check:<key>:<name>``."""
        kind = self.kind.replace(" ", "-")
        if self.constraint is None or self.constraint == self.key.name:
            return f"{kind}:{self.key.id}"
        return f"{kind}:{self.key.id}:{key_part(self.constraint)}"


class NotModelled(msgspec.Struct, frozen=True):
    """A trigger or a rule on a reached table whose body could change the outcome; ``reason`` says what was not read."""

    kind: Literal["trigger", "rule"]
    table: QualifiedName
    name: str
    event: str
    detail: str
    reason: str = ""


class Refusal(msgspec.Struct, frozen=True):
    """Why a statement on ``table`` is refused before any row is looked at; ``name`` is the object that refuses it.

    ``certain`` is False if only some of the partitions refuse it, and the row decides which partitions are looked at.
    ``versions`` are the major versions of PostgreSQL that refuse it; ``sure_on`` as in Failure.
    """

    kind: FailureKind
    table: QualifiedName
    name: str
    sqlstate: str
    reason: str
    certain: bool = True
    versions: tuple[int, ...] = VERSIONS
    sure_on: tuple[int, ...] = ()

    @property
    def id(self) -> str:
        """``publication:schema.table.name``: the error of a statement, not of a key."""
        return f"{self.kind.replace(' ', '-')}:{table_id(self.table)}.{key_part(self.name)}"


class Step(msgspec.Struct, frozen=True):
    """One key on the way: a row of ``referenced`` is deleted (or updated: ``event``), ``key`` acts on ``key.table``.

    ``referenced`` is the reached table as Deleted and Updated name it; it is not ``key.referenced_table`` if
    the key references a partition's root or one of its partitions. ``outcome`` is what the key does to a
    referencing row. ``depth`` is the number of steps before this one. ``trigger`` as in Deleted.
    """

    key: ForeignKey
    referenced: QualifiedName
    event: Clause
    outcome: StepOutcome
    depth: int
    trigger: str | None = None


class Prediction(Showable, frozen=True):
    """Everything that ``DELETE FROM table`` can do.

    ``steps`` are all keys on the way, breadth first, even blockers and shadowed keys; text draws them as a tree,
    pictures as arrows. ``refusals`` are errors of the DELETE itself, which need no row. ``replaced``: a rule replaces
    the DELETE, so that the DELETE itself removes no row of the table. ``triggers`` are those that run, with what is
    known of what they do; ``trigger_updates`` the columns that their statements change, and ``trigger_errors`` the
    errors that they, and what follows from their statements, can end in.
    """

    table: QualifiedName
    verdict: Verdict
    deleted: tuple[Deleted, ...]
    updated: tuple[Updated, ...]
    failures: tuple[Failure, ...]
    not_modelled: tuple[NotModelled, ...]
    steps: tuple[Step, ...]
    notes: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    replaced: bool = False
    triggers: tuple[TriggerRun, ...] = ()
    trigger_updates: tuple[TriggerUpdate, ...] = ()
    trigger_errors: tuple[TriggerError, ...] = ()

    @property
    def edges(self) -> tuple[ForeignKey, ...]:
        """The keys of all steps, each once, in the same order."""
        return tuple({id(step.key): step.key for step in self.steps}.values())

    @property
    def inheriting(self) -> tuple[QualifiedName, ...]:
        """Tables that inherit from ``table``: DELETE FROM it also finds their rows (semantics R15)."""
        return tuple(
            entry.table
            for entry in self.deleted
            if not entry.path and entry.table != self.table and entry.trigger is None
        )

    @property
    def shadowed(self) -> tuple[ForeignKey, ...]:
        """The keys that never act, because an earlier one on the same columns always does."""
        return tuple(step.key for step in self.steps if step.outcome is StepOutcome.SHADOWED)

    @property
    def longest(self) -> int | None:
        """Steps of the longest chain, None if there is no bound."""
        lengths = [entry.longest for entry in self.deleted]
        return None if None in lengths else max((n for n in lengths if n is not None), default=0)


def table_id(table: QualifiedName) -> str:
    """Return ``schema.table`` as ids write it; a part that holds a dot is double-quoted."""
    return f"{key_part(table.schema)}.{key_part(table.name)}"


def verdict_of(
    failures: Sequence[Failure],
    not_modelled: Sequence[NotModelled],
    refusals: Sequence[Refusal],
    versions: Sequence[int] = VERSIONS,
    *,
    triggers: Sequence[TriggerRun] = (),
    trigger_errors: Sequence[TriggerError] = (),
) -> Verdict:
    """Return the answer in two words: what must fail does so on each of the versions."""
    sure = [refusal.versions for refusal in refusals if refusal.certain]
    sure += [f.versions for f in failures if f.always_stops and len(f.path) == 1]
    sure += [VERSIONS for error in trigger_errors if error.direct and error.certainty is Certainty.MUST]
    if all(any(version in each for each in sure) for version in versions):
        return Verdict.MUST_BLOCK
    vetoed = any(run.vetoes for run in triggers)
    unsure = failures or not_modelled or refusals or trigger_errors or vetoed
    return Verdict.MAY_BLOCK if unsure else Verdict.CLEAR
