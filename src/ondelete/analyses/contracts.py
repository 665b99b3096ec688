"""What contracts ask of predictions: what stops a delete, what a delete reaches, and through which chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import QualifiedName, column_list
from ondelete.deletion.predict import predict_statically
from ondelete.text.names import Elsewhere

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ondelete.catalog import Catalog, ForeignKey
    from ondelete.declarations import Declarations, LooseKey, Patterns
    from ondelete.deletion.effects import Path, Prediction

_STEPS = 6


def touched(catalog: Catalog, prediction: Prediction) -> dict[QualifiedName, Path]:
    """Return the tables that lose rows or change, with a shortest chain; a partition also counts as its root.

    The table of the DELETE itself is among them only if it can lose further rows or change. The chain is () if a
    trigger leads there.
    """
    found: dict[QualifiedName, Path] = {}
    ways: list[tuple[QualifiedName, Path]] = []
    ways += [(entry.table, entry.path if entry.trigger is None else ()) for entry in prediction.deleted]
    ways += [(entry.table, entry.path if entry.trigger is None else ()) for entry in prediction.updated]
    ways += [(entry.table, ()) for entry in prediction.trigger_updates]
    for name, path in ways:
        for table in (name, catalog.root_of(name)):
            if table not in found or len(path) < len(found[table]):
                found[table] = path
    return found


def by_triggers(catalog: Catalog, prediction: Prediction) -> dict[QualifiedName, str]:
    """Return the tables that lose rows or change because of a trigger, each with its name; a partition as its root."""
    found: dict[QualifiedName, str] = {}
    entries = [(entry.table, entry.trigger) for entry in prediction.deleted]
    entries += [(entry.table, entry.trigger) for entry in prediction.updated]
    entries += [(entry.table, entry.trigger) for entry in prediction.trigger_updates]
    for table, trigger in entries:
        for name in (table, catalog.root_of(table)) if trigger is not None else ():
            found.setdefault(name, trigger or "")
    return found


def cleaned_up(
    catalog: Catalog, declared: Declarations, predict: Callable[[QualifiedName], Prediction], table: QualifiedName
) -> dict[QualifiedName, LooseKey]:
    """Return the tables that jobs of loose foreign keys delete from or change after a delete, each with such a key.

    A job that deletes rows has all that a delete has: keys act, and further jobs follow, in other databases too.

    Args:
        catalog: the schema.
        declared: the loose keys, and the other databases.
        predict: what a delete on a table of ``catalog`` does.
        table: where the delete begins.
    """
    others = declared.neighbours
    found: dict[QualifiedName, LooseKey] = {}
    pending: list[tuple[QualifiedName, LooseKey | None]] = [(table, None)] if declared.loose else []
    seen = {table}
    for name, via in pending:  # grows while it is read
        at, database, own = catalog, "", name
        if isinstance(name.schema, Elsewhere):
            database, own = name.schema.database, QualifiedName(name.schema.schema, name.name)
            at = others.catalog(database) or catalog
        losing = [name]
        if own in at.tables:
            prediction = predict_statically(at, own) if database else predict(own)
            reached = [others.seen_from_here(database, each) for each in touched(at, prediction)]
            found.update((each, via) for each in reached if via is not None and each not in found)
            deleted = {each for entry in prediction.deleted for each in (entry.table, at.root_of(entry.table))}
            losing += [others.seen_from_here(database, each) for each in deleted]
        for loose in declared.loose_to(losing):
            found.setdefault(loose.table, loose)
            if loose.action == "async_delete" and loose.table not in seen:
                seen.add(loose.table)
                pending.append((loose.table, loose))
    return found


def is_named(patterns: Patterns, key: ForeignKey, home: str) -> bool:
    """Whether a pattern names a key: as ``schema.table.constraint`` or by its table, in any spelling, or by a glob."""
    own_name = patterns.holds(key.id) or patterns.matches(key.table, home, last=key.name)
    return own_name or patterns.matches(key.table, home)


def chain_text(start: QualifiedName, path: Path) -> str:
    """Return a chain as text: ``users → posts (author_id) → comments (post_id)``; a long one is cut."""
    parts = list(_parts(path))
    if len(parts) > _STEPS:
        parts = [*parts[: _STEPS // 2], f"… {len(parts) - _STEPS} more …", *parts[-(_STEPS // 2) :]]
    return " → ".join((start.shown, *parts))


def _parts(path: Path) -> Iterator[str]:
    for key in path:
        yield f"{key.table.shown} ({column_list(key.columns)})"
