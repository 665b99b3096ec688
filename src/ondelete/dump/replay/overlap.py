"""Dumps of several databases, named as if they were one schema: they define the same tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.errors import UnreadableSchema
from ondelete.text.counts import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ondelete.catalog import QualifiedName, Skipped
    from ondelete.dump.replay.model.state import State

BOOKKEEPING = frozenset(
    """
    schema_migrations ar_internal_metadata data_migrations _prisma_migrations __drizzle_migrations django_migrations
    alembic_version flyway_schema_history databasechangelog databasechangeloglock knex_migrations knex_migrations_lock
    goose_db_version __EFMigrationsHistory sequelizemeta SequelizeMeta typeorm_metadata pgmigrations gorp_migrations
    """.split()
)
"""Tables in which a framework notes the migrations that ran: every database has its own, under the same name."""


def refuse_other_schemas(state: State, wholes: Sequence[str]) -> None:
    """Refuse two files that both define a table; forget what was noted of tables that every database has.

    Args:
        state: after all statements.
        wholes: the files that can be the dump of a whole database, as the user named them.

    Raises:
        UnreadableSchema: there are two such files; the message says how to read each on its own.
    """
    paths = frozenset(wholes)
    twice = [
        (table, state.tables[table].location, place)
        for table, place in state.defined_twice
        if table in state.tables and {state.tables[table].location.path, place.path} <= paths
    ]
    apart = [(table, first, second) for table, first, second in twice if first.path != second.path]
    both = [each for each in apart if each[0].name not in BOOKKEEPING]
    if both:
        table, first, second = both[0]
        more = f" and {count(len(both) - 1, 'more table')}" if len(both) > 1 else ""
        raise UnreadableSchema(
            second.path,
            f"it defines {table.shown}{more}, as {first} does: these are two schemas, not one. Name one of them, or "
            "read each on its own with --each (audit, reach, indexes)",
            second.line,
        )
    shared = {(table, second.path) for table, _, second in apart}
    if shared:
        state.skipped[:] = [entry for entry in state.skipped if not _is_about(entry, shared)]


def _is_about(entry: Skipped, shared: set[tuple[QualifiedName, str]]) -> bool:
    """Whether a statement was refused because its table, from another file, is there and complete."""
    return any(
        entry.location.path == path and table.name in entry.text and str(table) in entry.reason
        for table, path in shared
    )
