"""Where ``destroy`` and ``delete`` of a model do different things to the same rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.catalog import Location, QualifiedName
from ondelete.rails.deletes.matrix import Outcome, Verdict, by_delete, by_destroy
from ondelete.rails.deletes.steps import before_order
from ondelete.rails.models.values import Callback

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.rails.deletes.matrix import Fate
    from ondelete.rails.deletes.pairs import Layers
    from ondelete.rails.models.values import Model


class Deleting(msgspec.Struct, frozen=True):
    """What a foreign key does to the rows that reference a deleted one, whoever deletes it."""

    table: QualifiedName
    columns: tuple[str, ...]
    key: str
    on_delete: str
    location: Location
    association: str | None


class Differing(msgspec.Struct, frozen=True):
    """Rows to which ``destroy`` and ``delete`` do different things, or callbacks that ``delete`` passes by."""

    subject: str
    table: QualifiedName | None
    columns: tuple[str, ...]
    key: str | None
    destroy: str
    delete: str
    verdict: Verdict | None
    location: Location


def deletes_of(layers: Layers, table: QualifiedName) -> tuple[Deleting, ...]:
    """Return what the keys to a table do when one of its rows is deleted, in creation order."""
    found = []
    for key in layers.catalog.foreign_keys_to.get(table, ()):
        pairs = layers.by_key.get(key.id, ())
        name = pairs[0].association.id if pairs else None
        if key.enforced:
            found.append(Deleting(key.table, key.columns, key.id, key.on_delete.value, key.location, name))
    return tuple(found)


def differences_of(layers: Layers, model: Model) -> tuple[Differing, ...]:
    """Return where ``destroy`` and ``delete`` of a model part."""
    return tuple(_differences(layers, model))


def _differences(layers: Layers, model: Model) -> Iterator[Differing]:
    table = layers.resolver.table_of(model)
    if model.soft_delete is not None:
        place, column = model.soft_delete.location, model.soft_delete.column
        yield Differing(
            model.name, table, (column,), None, f"sets {column}, and the row stays", "deletes the row", None, place
        )
    for item in model.associations:
        pair = layers.pair(model, item)
        if pair is None:
            continue
        destroy, delete = by_destroy(pair.cell), by_delete(pair.cell)
        if destroy != delete:
            key = pair.key.id if pair.key is not None else None
            yield Differing(
                item.id,
                pair.table.name,
                pair.resolved.columns,
                key,
                said(destroy),
                said(delete),
                pair.verdict,
                item.location,
            )
    callbacks = [each for each in (*before_order(model), *model.callbacks) if isinstance(each, Callback)]
    for callback in dict.fromkeys(callbacks):
        subject = f"{model.name} {callback.event} {callback.method}"
        yield Differing(subject, table, (), None, "runs it", "passes it by", None, callback.location)


def said(outcome: Outcome) -> str:
    """Return what becomes of the rows, in a few words."""
    if outcome.refused:
        return "returns false while there are rows"
    if outcome.error is not None:
        return f"raises {outcome.error} while there are rows"
    words = _FATES[outcome.fate]
    if outcome.callbacks:
        words += ", with their callbacks"
    if outcome.job:
        words += "; a job destroys them later"
    return words


_FATES: dict[Fate, str] = {
    "deleted": "deletes the rows",
    "null": "sets NULL",
    "default": "sets the default",
    "kept": "keeps the rows",
}
