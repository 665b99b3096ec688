"""What triggers and rules do in a DELETE, as values: rows they write, errors they raise, rows that they keep."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from ondelete.catalog import ForeignKey, QualifiedName
from ondelete.deletion.kinds import Certainty, FailureKind

EffectKind: TypeAlias = Literal["delete", "update", "insert", "truncate", "veto", "raise", "changes new row", "outside"]


class TriggerEffect(msgspec.Struct, frozen=True):
    """One thing that a trigger or rule does.

    Attributes:
        kind: what it does.
        table: whose rows it writes; None for an error, a veto of its own row, and what is outside of tables.
        columns: those that an UPDATE writes, or that change in NEW; those of an INSERT.
        sqlstate: of an error that it raises, "" if it is not known; None if it is no error.
        certainty: ``must`` if each run that gets to its end does it, else ``may``.
        line: where it stands in the file.
        when: what has to hold, as the function writes it; None if it is not tied to a condition.
        detail: a word about it: the message of an error, the name of a function that leaves the database.
    """

    kind: EffectKind
    table: QualifiedName | None
    columns: tuple[str, ...]
    sqlstate: str | None
    certainty: Certainty
    line: int
    when: str | None
    detail: str = ""


class TriggerRun(msgspec.Struct, frozen=True):
    """A trigger or rule that runs in a DELETE, and what it does.

    Attributes:
        kind: trigger or rule.
        table: the table that it is declared on.
        name: its name.
        function: the function that a trigger calls, "" for a rule.
        event: what fires it.
        timing: ``before``, ``after``, ``instead of``; of a rule ``also`` or ``instead``.
        row: whether it runs for each row.
        line: where it is declared.
        effects: what it does, in the order of the function.
        depth: the number of steps from the DELETE to the rows that fire it.
        by: the trigger whose statement fires it, None if keys alone lead there.
    """

    kind: Literal["trigger", "rule"]
    table: QualifiedName
    name: str
    function: str
    event: str
    timing: str
    row: bool
    line: int
    effects: tuple[TriggerEffect, ...]
    depth: int = 0
    by: str | None = None

    @property
    def vetoes(self) -> bool:
        """Whether it can leave a row as it is."""
        return any(effect.kind == "veto" for effect in self.effects)


class TriggerUpdate(msgspec.Struct, frozen=True):
    """Columns that a statement of a trigger or rule changes; ``trigger`` is ``schema.table.name``."""

    table: QualifiedName
    columns: tuple[str, ...]
    to: Literal["null", "default", "value"]
    trigger: str
    id: str


class TriggerError(msgspec.Struct, frozen=True):
    """An error that a trigger or rule raises, or that what follows from its statements ends in.

    Attributes:
        kind: what the error is about; ``trigger`` if the code raises it.
        trigger: the trigger or rule: ``schema.table.name``.
        table: the table whose row, or whose constraint, fails.
        columns: the columns concerned.
        certainty: ``must`` if the rows that fire the trigger always end in it.
        sqlstates: with which it is reported; () if they are not known.
        reason: one sentence.
        line: where the trigger does this.
        id: its name in answers.
        direct: the DELETE itself fires the trigger, so that a certain error stops every DELETE.
        key: the foreign key that fails, if it is one.
        constraint: the name of the constraint in the message.
        missing: what does not exist any more, "" if nothing is missing.
    """

    kind: FailureKind
    trigger: str
    table: QualifiedName
    columns: tuple[str, ...]
    certainty: Certainty
    sqlstates: tuple[str, ...]
    reason: str
    line: int
    id: str
    direct: bool = False
    key: ForeignKey | None = None
    constraint: str | None = None
    missing: str = ""
