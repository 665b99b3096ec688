"""What the triggers and rules of a schema do, each asked for the deletes that fire it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ondelete.deletion.triggers.answers import triggered_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Catalog, QualifiedName
    from ondelete.deletion.effects import NotModelled
    from ondelete.deletion.trigger_effects import TriggerError, TriggerRun
    from ondelete.deletion.triggers.statements import Fired


class TriggerCode(NamedTuple):
    """What is known of the triggers and rules of a schema: each entry once.

    Attributes:
        runs: those that a DELETE fires, or a key that updates rows.
        errors: what they, and what follows from them, can end in.
        unread: those of which a part is not known.
        fired: what the code of each does, statement by statement.
    """

    runs: tuple[TriggerRun, ...]
    errors: tuple[TriggerError, ...]
    unread: tuple[NotModelled, ...]
    fired: tuple[Fired, ...]


def trigger_code(catalog: Catalog) -> TriggerCode:
    """Return what the triggers and rules do that a DELETE can fire."""
    runs: dict[tuple[object, ...], TriggerRun] = {}
    errors: dict[tuple[object, ...], TriggerError] = {}
    unread: dict[tuple[object, ...], NotModelled] = {}
    fired: dict[tuple[object, ...], Fired] = {}
    for table in dict.fromkeys(_firing(catalog)):
        found = triggered_on(catalog, table)
        for run in found.triggers:
            runs.setdefault((run.kind, run.table, run.name, run.event), run)
        for error in found.errors:
            errors.setdefault(
                (error.trigger, error.kind, error.sqlstates, error.table, error.line, error.missing), error
            )
        for entry in found.not_modelled:
            unread.setdefault((entry.kind, entry.table, entry.name), entry)
        for each in found.reach.root.fired if found.reach is not None else ():
            fired.setdefault((each.id, each.body.verb), each)
    return TriggerCode(tuple(runs.values()), tuple(errors.values()), tuple(unread.values()), tuple(fired.values()))


def _firing(catalog: Catalog) -> Iterator[QualifiedName]:
    """Yield the tables that have a trigger or rule on DELETE or UPDATE, or whose partitioned table has."""
    events = [(trigger.table, trigger.events) for trigger in catalog.triggers if trigger.is_active]
    events += [(rule.table, (rule.event,)) for rule in catalog.rules if rule.is_active]
    yield from (table for table, names in events if "delete" in names or "update" in names)
