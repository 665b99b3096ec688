"""Fixes that drop something: SQL that does not hold up a live database, and the same as a Rails migration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import QualifiedName, constraint_id, quote_identifier
from ondelete.findings import Fix, Phase
from ondelete.fixes.migrations import execute, is_sayable, migration, ruby_string, ruby_table

if TYPE_CHECKING:
    from ondelete.catalog import Catalog, Index


def drop_constraint(table: QualifiedName, name: str) -> Fix:
    """Return the fix that drops a PRIMARY KEY, UNIQUE, EXCLUDE or CHECK constraint."""
    sql = f"ALTER TABLE {table.sql} DROP CONSTRAINT {quote_identifier(name)};"
    rails = migration([f"execute {ruby_string(sql)}"], method="up")
    return Fix(sql=sql, rails=rails, phase=Phase.DROP_CONSTRAINT, touches=(constraint_id(table, name),))


def drop_index(catalog: Catalog, index: Index) -> Fix | None:
    """Return the fix that drops an index, None if PostgreSQL refuses: a constraint or a partitioned index has it.

    Nor is one dropped that is the replica identity: without it a table that is published takes no UPDATE or DELETE.
    The index of a partitioned table cannot be dropped CONCURRENTLY.
    """
    if index.constraint is not None or index.attached_to is not None or index.replica_identity:
        return None
    touches = (constraint_id(index.table, index.name),)
    name = QualifiedName(index.table.schema, index.name)
    table = catalog.tables.get(index.table)
    if table is not None and table.is_partitioned:
        sql = f"DROP INDEX {name.sql};"
        return Fix(sql, migration([f"execute {ruby_string(sql)}"], method="up"), Phase.DROP_INDEX, touches)
    sql = f"DROP INDEX CONCURRENTLY {name.sql};"
    line = f"remove_index {ruby_table(index.table)}, name: {ruby_string(index.name)}, algorithm: :concurrently"
    sayable = is_sayable(index.table, index.name)
    rails = migration([line], method="up", in_transaction=False) if sayable else execute([sql])
    return Fix(sql, rails, Phase.DROP_INDEX, touches)
