"""What the page is given: rows of arrays, in which tables, keys, files and schemas are named by their places.

Every struct but the outermost encodes as an array, in the order of its fields; ``explorer/page/data.js`` takes
them apart in the same order. Tables are numbered as in ``tables``, keys as in ``keys``, and so on.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from ondelete.catalog import ReferentialAction
from ondelete.declarations import LooseAction
from ondelete.deletion.kinds import Certainty, FailureKind, StepOutcome, Verdict
from ondelete.explorer.model.words import Words
from ondelete.findings import Severity
from ondelete.report import Style

Event: TypeAlias = Literal["delete", "update"]
To: TypeAlias = Literal["null", "default", "value"]
Kind: TypeAlias = Literal["table", "partitioned table", "foreign table", "partition", "not in the file"]


class StepRow(msgspec.Struct, frozen=True, array_like=True):
    """A key that answers when a row of ``referenced`` is deleted or updated, and what it does."""

    key: int
    referenced: int
    event: Event
    outcome: StepOutcome


class ChangeRow(msgspec.Struct, frozen=True, array_like=True):
    """Columns of the key's table that its clause changes, and to what."""

    key: int
    event: Event
    to: To
    columns: tuple[str, ...]


class TableRow(msgspec.Struct, frozen=True, array_like=True):
    """A table, and what a DELETE on it does.

    ``label`` is the name as the user of the schema types it. ``line`` is 0 if the file does not define the table.
    ``root`` is the partitioned table that stands for a partition, else the table. ``descendants`` inherit from it.
    ``deleted`` to ``unindexed`` are counted as ``reach`` does. ``direct`` are pairs of a key and what it does when a
    row of this table is deleted: the page walks the cascade over them. ``steps`` and ``changes`` hold the whole
    cascade for the few tables for which that walk finds something else than the engine, else None.
    """

    schema: int
    name: str
    label: str
    kind: Kind
    file: int
    line: int
    root: int
    descendants: tuple[int, ...]
    verdict: Verdict
    deleted: int
    updated: int
    longest: int | None
    blockers: int
    unindexed: int
    direct: tuple[tuple[int, StepOutcome], ...]
    failures: tuple[int, ...]
    not_modelled: tuple[int, ...]
    notes: tuple[str, ...]
    steps: tuple[StepRow, ...] | None
    changes: tuple[ChangeRow, ...] | None


class KeyRow(msgspec.Struct, frozen=True, array_like=True):
    """A foreign key.

    ``remarks`` are its rare properties in SQL's words. ``index`` is the verdict on the index that serves it, ""
    if no index is looked for (NOT ENFORCED). ``fix`` is SQL that adds the index. ``changes`` is what its ON DELETE
    writes, as (to, columns).
    """

    table: int
    name: str
    columns: tuple[str, ...]
    referenced: int
    referenced_columns: tuple[str, ...]
    on_delete: ReferentialAction
    on_update: ReferentialAction
    set_columns: tuple[str, ...] | None
    enforced: bool
    remarks: tuple[str, ...]
    file: int
    line: int
    index: Literal["full", "weak", "none", ""]
    reason: str
    fix: str | None
    changes: tuple[tuple[To, tuple[str, ...]], ...]


class FailureRow(msgspec.Struct, frozen=True, array_like=True):
    """An error with which a DELETE can end; ``note`` adds what the user can do."""

    kind: FailureKind
    key: int
    table: int
    certainty: Certainty
    sqlstates: tuple[str, ...]
    reason: str
    note: str


class NotModelledRow(msgspec.Struct, frozen=True, array_like=True):
    """A trigger or rule in the reach whose body is not read."""

    kind: Literal["trigger", "rule"]
    table: int
    name: str
    detail: str


class CycleRow(msgspec.Struct, frozen=True, array_like=True):
    """Tables that reference each other in a cycle, the keys between them, and where to break it."""

    tables: tuple[int, ...]
    keys: tuple[int, ...]
    all_cascade: bool
    insertable: bool
    break_at: tuple[int, ...]


class LooseRow(msgspec.Struct, frozen=True, array_like=True):
    """A reference that the application keeps: what a job does to rows of ``table`` once ``referenced`` has lost one."""

    table: int
    column: str
    referenced: int
    action: LooseAction


class UndeclaredRow(msgspec.Struct, frozen=True, array_like=True):
    """Columns of ``table`` that look like a reference to ``referenced`` although no key says so, and why."""

    table: int
    columns: tuple[str, ...]
    referenced: int
    reason: str


class FindingRow(msgspec.Struct, frozen=True, array_like=True):
    """What a rule has to say; ``table`` is None if it speaks of none that the page knows."""

    rule: str
    severity: Severity
    message: str
    table: int | None
    file: str
    line: int
    fix: str | None


class ConsequenceRow(msgspec.Struct, frozen=True, array_like=True):
    """A consequence of a change: its class as people say it, its style, a sentence, and the tables of the deletes."""

    words: str
    style: Style
    says: str
    tables: tuple[int, ...]


class CauseRow(msgspec.Struct, frozen=True, array_like=True):
    """Something that changed, with its clauses as far as they differ, its place, and what follows for deletes."""

    title: str
    definition: str
    place: str
    consequences: tuple[ConsequenceRow, ...]


class ChangeView(msgspec.Struct, frozen=True):
    """What is different from another version of the schema, ``base``; ``says`` is that in figures."""

    base: str
    says: str
    causes: tuple[CauseRow, ...]


class Explorer(msgspec.Struct, frozen=True):
    """The schema as the page holds it.

    ``home`` is the schema whose tables are named bare. ``accepted`` counts the findings that do not count. ``change``
    is what another version of the schema did differently, None if the page is about one version.
    """

    files: tuple[str, ...]
    schemas: tuple[str, ...]
    home: str
    policy: str
    skipped: int
    tables: tuple[TableRow, ...]
    keys: tuple[KeyRow, ...]
    failures: tuple[FailureRow, ...]
    not_modelled: tuple[NotModelledRow, ...]
    cycles: tuple[CycleRow, ...]
    loose: tuple[LooseRow, ...]
    undeclared: tuple[UndeclaredRow, ...]
    findings: tuple[FindingRow, ...]
    accepted: int
    words: Words
    change: ChangeView | None = None
