"""Errors of keys that are not certain any more, because a trigger can take the row away first, or keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.catalog import Rule
from ondelete.deletion.kinds import Certainty

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ondelete.catalog import Catalog, QualifiedName
    from ondelete.deletion.effects import Failure
    from ondelete.deletion.triggers.reach import Reach
    from ondelete.deletion.triggers.statements import Fired

_KEYS_FIRE_AS = "RI_ConstraintTrigger_a"
"""AFTER triggers of a row fire in the order of their names, those of keys under this one (R1)."""


def with_rescues(catalog: Catalog, reach: Reach, failures: Iterable[Failure]) -> Iterator[Failure]:
    """Yield the errors of keys; one that a trigger can prevent is no longer certain."""
    fired = [each for each in reach.root.fired if each.statements or each.run.veto != "no"]
    touched = {id(each): {catalog.root_of(t) for t in reach.tables_touched(each)} for each in fired}
    for failure in failures:
        saviour = None
        if failure.certainty is Certainty.MUST:
            saviour = next((f for f in fired if _prevents(catalog, f, failure, touched[id(f)])), None)
        yield failure if saviour is None else _unsure(failure, saviour)


def _unsure(failure: Failure, saviour: Fired) -> Failure:
    note = f"{saviour.body.entry.name} on {saviour.body.entry.table.shown} runs first, and can prevent it."
    return replace(failure, certainty=Certainty.MAY, note=" ".join(filter(None, (failure.note, note))))


def _prevents(catalog: Catalog, fired: Fired, failure: Failure, touched: set[QualifiedName]) -> bool:
    body, entry = fired.body, fired.body.entry
    way = {catalog.root_of(key.table) for key in failure.path[:-1]}
    if fired.run.veto != "no" and (body.event.is_root or catalog.root_of(body.holder) in way):
        return True
    quiet = any(statement.quiet for statement, _ in fired.statements)
    if (quiet or fired.run.veto != "no") and catalog.root_of(body.holder) == catalog.root_of(failure.table):
        return True
    own = {catalog.root_of(failure.table), catalog.root_of(failure.key.referenced_table)}
    if not touched & own:
        return False
    late = not isinstance(entry, Rule) and entry.timing == "after" and entry.name > _KEYS_FIRE_AS
    return not (late and body.event.is_root and len(failure.path) == 1)
