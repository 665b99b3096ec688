"""The entries of the JSON of ``explain``: rows deleted, columns changed, errors, triggers, and what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from ondelete.analyses.index_coverage import Verdict as IndexVerdict
from ondelete.declarations import LooseAction
from ondelete.deletion.kinds import Certainty, FailureKind
from ondelete.deletion.versions import VERSIONS, sqlstate_versions
from ondelete.reports.explain_errors import constraint_in_error

if TYPE_CHECKING:
    from ondelete.catalog import Catalog
    from ondelete.declarations import LooseKey
    from ondelete.deletion.effects import Deleted, Failure, NotModelled, Refusal, Updated


class DeletedEntry(msgspec.Struct, frozen=True):
    """A table that loses rows; ``longest`` is None if there is no limit, ``keys`` are the foreign keys that lead there.

    ``expected_rows`` is the average number of rows that go with one deleted row, None if no row estimates are declared
    or one on the way is missing. ``proved``, here and below: whether rows were found that show the effect; None without
    ``--prove``. ``other_order``, here and below: what happens instead if the foreign keys were created in another order
    than that of the file; None if that changes nothing. ``trigger``, here and below: the trigger or rule whose
    statement causes it (``schema.table.name``), None if foreign keys alone do.
    """

    id: str
    table: str
    depth: int
    longest: int | None
    keys: tuple[str, ...]
    other_order: str | None = None
    expected_rows: float | None = None
    proved: bool | None = None
    trigger: str | None = None


class UpdatedEntry(msgspec.Struct, frozen=True):
    """Columns that change through a foreign key, ``key``; ``event`` says which of its clauses changes them.

    ``key`` is None if a statement of a trigger changes them, or a BEFORE trigger the row that fires it.
    ``expected_rows`` is the average number of rows of the table that change, by whichever key, with one deleted row;
    None if no row estimates are declared or one is missing.
    """

    id: str
    table: str
    columns: tuple[str, ...]
    key: str | None
    to: Literal["null", "default", "value"]
    event: Literal["delete", "update"]
    other_order: str | None = None
    proved: bool | None = None
    trigger: str | None = None
    expected_rows: float | None = None


class ErrorEntry(msgspec.Struct, frozen=True):
    """An error with which the DELETE can end.

    ``path`` are the foreign keys on the way. ``key`` is the foreign key that fails, None for an error of the DELETE
    itself, or of a trigger. ``constraint`` is the name in the error message, None if the message has none, or names a
    copy that belongs to a partition (of the foreign key, or of an index): each version of PostgreSQL gives these copies
    other names. ``shown`` is False if nothing in the schema excludes the error, but no rows were found that end in it.
    ``sqlstate_versions`` lists, for each SQLSTATE that only some versions report, these versions.
    """

    id: str
    kind: FailureKind
    key: str | None
    table: str
    columns: tuple[str, ...]
    certainty: Certainty
    sqlstates: tuple[str, ...]
    sqlstate_versions: dict[str, tuple[int, ...]]
    reason: str
    constraint: str | None
    note: str
    path: tuple[str, ...]
    shown: bool
    other_order: str | None
    proved: bool | None = None
    trigger: str | None = None


class NotModelledEntry(msgspec.Struct, frozen=True):
    """A trigger or rule on the way of which a part is not known; ``reason`` says which part, and why."""

    kind: Literal["trigger", "rule"]
    table: str
    name: str
    event: str
    detail: str
    reason: str


class LooseEntry(msgspec.Struct, frozen=True):
    """A loose foreign key to a table that loses rows: what a job of the application later does to referencing rows."""

    table: str
    column: str
    action: LooseAction
    references: str


class UnindexedEntry(msgspec.Struct, frozen=True):
    """A foreign key on the way with no index or a weak index."""

    key: str
    table: str
    columns: tuple[str, ...]
    verdict: IndexVerdict


def deleted_entry(entry: Deleted, expected: float | None, proved: bool | None) -> DeletedEntry:
    """Return a table that loses rows as JSON has it."""
    return DeletedEntry(
        id=entry.id,
        table=str(entry.table),
        depth=entry.depth,
        longest=entry.longest,
        keys=tuple(key.id for key in entry.keys),
        other_order=entry.other_order,
        expected_rows=expected if expected is None else round(expected, 1),
        proved=proved,
        trigger=entry.trigger,
    )


def updated_entry(entry: Updated, expected: float | None, proved: bool | None) -> UpdatedEntry:
    """Return changed columns as JSON has them."""
    return UpdatedEntry(
        id=entry.id,
        table=str(entry.table),
        columns=entry.columns,
        key=entry.key.id,
        to=entry.to,
        event=entry.event,
        other_order=entry.other_order,
        proved=proved,
        trigger=entry.trigger,
        expected_rows=expected if expected is None else round(expected, 1),
    )


def refusal_entry(entry: Refusal, proved: bool | None) -> ErrorEntry:
    """Return an error of the DELETE itself as JSON has it."""
    return ErrorEntry(
        id=entry.id,
        kind=entry.kind,
        key=None,
        table=str(entry.table),
        columns=(),
        certainty=Certainty.MUST if entry.certain else Certainty.MAY,
        sqlstates=(entry.sqlstate,),
        sqlstate_versions={entry.sqlstate: entry.versions} if entry.versions != VERSIONS else {},
        reason=entry.reason,
        constraint=None,
        note="",
        path=(),
        shown=True,
        other_order=None,
        proved=proved,
    )


def error_entry(entry: Failure, catalog: Catalog, proved: bool | None) -> ErrorEntry:
    """Return an error of a key as JSON has it."""
    return ErrorEntry(
        id=entry.id,
        kind=entry.kind,
        key=entry.key.id,
        table=str(entry.table),
        columns=entry.columns,
        certainty=entry.certainty,
        sqlstates=entry.sqlstates,
        sqlstate_versions=_only_some(entry),
        reason=entry.reason,
        constraint=constraint_in_error(entry, catalog),
        note=entry.note,
        path=tuple(key.id for key in entry.path),
        shown=entry.shown,
        other_order=entry.other_order,
        proved=proved,
    )


def _only_some(entry: Failure) -> dict[str, tuple[int, ...]]:
    return {state: found for state, found in sqlstate_versions(entry).items() if found != VERSIONS}


def loose_entry(entry: LooseKey) -> LooseEntry:
    """Return a loose key as JSON has it."""
    return LooseEntry(
        table=str(entry.table), column=entry.column, action=entry.action, references=str(entry.referenced_table)
    )


def not_modelled_entry(entry: NotModelled) -> NotModelledEntry:
    """Return a trigger or rule as JSON has it."""
    return NotModelledEntry(
        kind=entry.kind,
        table=str(entry.table),
        name=entry.name,
        event=entry.event,
        detail=entry.detail,
        reason=entry.reason,
    )
