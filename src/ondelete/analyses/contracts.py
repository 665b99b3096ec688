"""What contracts ask of predictions: what stops a delete, what a delete reaches, and through which chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import column_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Catalog, ForeignKey, QualifiedName
    from ondelete.declarations import Patterns
    from ondelete.deletion.effects import Path, Prediction

_STEPS = 6


def touched(catalog: Catalog, prediction: Prediction) -> dict[QualifiedName, Path]:
    """Return the tables that lose rows or change, with a shortest chain; a partition also counts as its root.

    The table of the DELETE itself is among them only if it can lose further rows or change.
    """
    found: dict[QualifiedName, Path] = {}
    ways = [(entry.table, entry.path) for entry in prediction.deleted]
    ways += [(entry.table, entry.path) for entry in prediction.updated]
    for name, path in ways:
        for table in (name, catalog.root_of(name)):
            if table not in found or len(path) < len(found[table]):
                found[table] = path
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
