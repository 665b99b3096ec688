"""The entries of the JSON of ``explain`` that triggers and rules cause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from ondelete.deletion.kinds import Certainty
from ondelete.deletion.trigger_effects import EffectKind
from ondelete.reports.explain_entries import ErrorEntry, UpdatedEntry

if TYPE_CHECKING:
    from ondelete.deletion.trigger_effects import TriggerEffect, TriggerError, TriggerRun, TriggerUpdate


class EffectEntry(msgspec.Struct, frozen=True):
    """One thing that a trigger or rule does.

    ``kind``: rows that it deletes, updates, inserts or truncates (of ``table``); ``veto``: it leaves the row as it is;
    ``raise``: an error, with its ``sqlstate`` (None if it is not known); ``changes new row``: it changes the row that
    is updated; ``outside``: it does something outside of the tables. ``certainty`` is ``must`` if it does so each time.
    ``line`` is where the function does it. ``when`` is the condition, None if there is none. ``detail`` says more.
    """

    kind: EffectKind
    table: str | None
    columns: tuple[str, ...]
    sqlstate: str | None
    certainty: Certainty
    line: int
    when: str | None
    detail: str


class TriggerEntry(msgspec.Struct, frozen=True):
    """A trigger or rule that runs, and what is known of what it does.

    ``function`` is None for a rule, whose ``timing`` is ``also`` or ``instead``. ``depth`` is the number of steps from
    the DELETE to the rows that fire it; ``trigger`` is the trigger whose statement fires it, None if none does.
    """

    kind: Literal["trigger", "rule"]
    table: str
    name: str
    function: str | None
    event: str
    timing: str
    line: int
    depth: int
    trigger: str | None
    effects: tuple[EffectEntry, ...]


def trigger_update_entry(entry: TriggerUpdate) -> UpdatedEntry:
    """Return what a statement of a trigger changes as JSON has it."""
    return UpdatedEntry(
        id=entry.id,
        table=str(entry.table),
        columns=entry.columns,
        key=None,
        to=entry.to,
        event="update",
        trigger=entry.trigger,
    )


def trigger_error_entry(entry: TriggerError) -> ErrorEntry:
    """Return an error of a trigger as JSON has it."""
    return ErrorEntry(
        id=entry.id,
        kind=entry.kind,
        key=None,
        table=str(entry.table),
        columns=entry.columns,
        certainty=entry.certainty,
        sqlstates=entry.sqlstates,
        sqlstate_versions={},
        reason=entry.reason,
        constraint=entry.constraint,
        note="",
        path=(),
        shown=True,
        other_order=None,
        trigger=entry.trigger,
    )


def trigger_entry(run: TriggerRun) -> TriggerEntry:
    """Return a trigger or rule as JSON has it."""
    return TriggerEntry(
        kind=run.kind,
        table=str(run.table),
        name=run.name,
        function=run.function or None,
        event=run.event,
        timing=run.timing,
        line=run.line,
        depth=run.depth,
        trigger=run.by,
        effects=tuple(map(_effect_entry, run.effects)),
    )


def _effect_entry(effect: TriggerEffect) -> EffectEntry:
    return EffectEntry(
        kind=effect.kind,
        table=str(effect.table) if effect.table is not None else None,
        columns=effect.columns,
        sqlstate=effect.sqlstate or None,
        certainty=effect.certainty,
        line=effect.line,
        when=effect.when,
        detail=effect.detail,
    )
