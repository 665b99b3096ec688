"""Through which triggers and rules, and not by foreign keys alone, a delete on one table affects another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.catalog import ForeignKey, constraint_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Catalog, QualifiedName
    from ondelete.deletion.effects import Prediction


class ThroughTrigger(msgspec.Struct, frozen=True):
    """A trigger or rule through which a delete affects a table.

    Attributes:
        trigger: ``schema.table.name``.
        command: what its statement does: delete, update, insert, truncate; "" if keys carry on what it does.
        line: where the code does it, or where the trigger is declared.
        depth: steps from the DELETE to the affected rows; a trigger is one step.
        keys: the foreign keys from the table that the trigger writes to the affected one; () if it writes that itself.
    """

    trigger: str
    command: str
    line: int
    depth: int
    keys: tuple[ForeignKey, ...]


def through_triggers(catalog: Catalog, prediction: Prediction, other: QualifiedName) -> tuple[ThroughTrigger, ...]:
    """Return the triggers through which a delete affects a table, nearest first, each once for each command."""
    found: dict[tuple[str, str], ThroughTrigger] = {}
    for entry in sorted(_all(catalog, prediction, catalog.root_of(other)), key=lambda entry: entry.depth):
        found.setdefault((entry.trigger, entry.command), entry)
    written = {entry.trigger for entry in found.values() if entry.command}
    return tuple(entry for entry in found.values() if entry.command or entry.trigger not in written)


def _all(catalog: Catalog, prediction: Prediction, other: QualifiedName) -> Iterator[ThroughTrigger]:
    lines = {}
    for run in prediction.triggers:
        name = constraint_id(run.table, run.name)
        lines[name] = run.line
        for effect in run.effects:
            if effect.table is not None and catalog.root_of(effect.table) == other:
                command = "update" if effect.kind == "changes new row" else effect.kind
                yield ThroughTrigger(name, command, effect.line, run.depth + 1, ())
    for entry in prediction.deleted:
        if entry.trigger is not None and entry.path and catalog.root_of(entry.table) == other:
            yield ThroughTrigger(entry.trigger, "", lines.get(entry.trigger, 1), entry.depth, tuple(entry.path))
    for change in prediction.updated:
        if change.trigger is not None and catalog.root_of(change.table) == other:
            path = tuple(change.path)
            yield ThroughTrigger(change.trigger, "", lines.get(change.trigger, 1), len(path) + 1, path)
