"""What has been read, as one immutable value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import Catalog
from ondelete.dump.programs.reading import programs_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ondelete.catalog import QualifiedName
    from ondelete.dump.replay.model.state import State


def catalog_from(state: State, paths: Iterable[str]) -> Catalog:
    """Return the catalog that the statements have made.

    Args:
        state: after all statements.
        paths: the files, as the user named them.
    """
    return Catalog(
        tables=state.tables,
        foreign_keys=tuple(state.foreign_keys),
        keys=tuple(state.keys),
        checks=tuple(state.checks),
        indexes=tuple(state.indexes),
        triggers=tuple(state.triggers),
        rules=tuple(state.rules),
        types=state.types,
        casts=state.casts,
        relations=state.relations,
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


def _external(state: State) -> tuple[QualifiedName, ...]:
    named = [end for key in state.foreign_keys for end in (key.table, key.referenced_table)]
    named += [index.table for index in state.indexes]
    return tuple(name for name in dict.fromkeys(named) if name not in state.tables and name not in state.relations)
