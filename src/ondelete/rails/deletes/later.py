"""What Rails does to rows beside the keys, as loose keys: jobs of destroy_async, and rows that are deleted softly.

Pictures, the explorer and ``explain`` show loose keys as lines of their own, which never stop a delete.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.declarations import LooseKey
from ondelete.rails.deletes.matrix import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.rails.deletes.pairs import Layers, Pair


def later_keys(layers: Layers) -> tuple[LooseKey, ...]:
    """Return what the models declare: ``async_delete`` for a job, ``update_column_to`` for a soft delete.

    An association of several columns, or a polymorphic one, is no loose key. Nor is a job that never runs, or that
    finds no rows.
    """
    found: dict[tuple[str, str], LooseKey] = {}
    for pair in layers.pairs:
        if len(pair.resolved.columns) == 1 and pair.resolved.type_column is None:
            for key in _of(layers, pair):
                found.setdefault((key.id, key.action), key)
    return tuple(found.values())


def _of(layers: Layers, pair: Pair) -> Iterator[LooseKey]:
    table, to = pair.table.name, pair.resolved.references
    column, place = pair.resolved.columns[0], pair.association.location
    if to is None:
        return
    if pair.cell.dependent == "destroy_async" and pair.verdict not in (Verdict.BROKEN, Verdict.DEAD):
        yield LooseKey(table, column, to, "async_delete", place)
    target = layers.resolver.models.models.get(pair.resolved.target or "")
    if pair.cell.dependent == "destroy" and target is not None and target.soft_delete is not None:
        yield LooseKey(table, column, to, "update_column_to", place, target.soft_delete.column, "now")
