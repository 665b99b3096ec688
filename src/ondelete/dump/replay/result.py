"""What has been read, as one immutable value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.catalog import Catalog, EnumType
from ondelete.dump.programs.reading import programs_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ondelete.catalog import QualifiedName, UserType
    from ondelete.dump.replay.model.state import State


def catalog_from(state: State, paths: Iterable[str]) -> Catalog:
    """Return the catalog that the statements have made.

    Args:
        state: after all statements.
        paths: the files, as the user named them.
    """
    return Catalog(
        tables=dict(state.tables),
        foreign_keys=tuple(state.foreign_keys),
        keys=tuple(state.keys),
        checks=tuple(state.checks),
        indexes=tuple(state.indexes),
        triggers=tuple(state.triggers),
        rules=tuple(state.rules),
        types={name: _settled(each, state) for name, each in state.types.items()},
        casts=state.casts,
        relations=dict(state.relations),
        external=_external(state),
        skipped=tuple(state.skipped),
        notes=tuple(state.notes),
        search_path=state.database_path or state.paths.of_a_user(),
        paths=tuple(paths),
        comments=tuple(state.comments),
        publications=tuple(state.publications.values()),
        published=tuple(state.published),
        programs=programs_of(state.functions.definitions),
    )


def _settled(found: UserType, state: State) -> UserType:
    """Return a type as it is at the end: an enum has the labels that ALTER TYPE has left."""
    labels = state.labels.get(found.name)
    return found if labels is None or not isinstance(found, EnumType) else replace(found, labels=tuple(labels))


def _external(state: State) -> tuple[QualifiedName, ...]:
    named = [end for key in state.foreign_keys for end in (key.table, key.referenced_table)]
    named += [index.table for index in state.indexes]
    return tuple(name for name in dict.fromkeys(named) if name not in state.tables and name not in state.relations)
