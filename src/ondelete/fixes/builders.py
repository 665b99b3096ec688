"""Fixes that several rules give: a key made anew with another action, validated, deferred, or dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.catalog import MatchType, ReferentialAction, quote_identifier
from ondelete.findings import Fix, Phase
from ondelete.fixes.migrations import execute, is_sayable, migration, ruby, ruby_string, ruby_table
from ondelete.fixes.names import name_within_limit
from ondelete.fixes.orphans import COUNTING, count_orphans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.catalog import Catalog, ForeignKey, QualifiedName


def recreate_key(
    catalog: Catalog, key: ForeignKey, action: ReferentialAction, *, set_columns: tuple[str, ...] | None = None
) -> Fix | None:
    """Return the SQL that gives a key another ON DELETE, None for a key that can have no other or is not all known.

    The new key is added NOT VALID under a name of its own, then validated without locking out writes, then takes the
    old one's place and name. PostgreSQL before 18 refuses NOT VALID on a partitioned referencing table, so there the
    key is replaced in one statement, which locks both tables while it checks the rows.

    Args:
        catalog: the schema.
        key: the key as it is.
        action: what it shall do on delete.
        set_columns: the columns that SET NULL or SET DEFAULT shall set, all where None.
    """
    table = catalog.tables.get(key.table)
    if table is None or key.period or not key.referenced_columns:
        return None
    new = replace(key, on_delete=action, set_columns=set_columns)
    alter = f"ALTER TABLE {key.table.sql}"
    if table.is_partitioned:
        validity = "" if key.validated else " NOT VALID"
        drop, add = _drop(key.name), f"ADD CONSTRAINT {quote_identifier(key.name)} {definition(new)}{validity}"
        statements = [f"{alter} {drop}, {add};"]
    else:
        name = quote_identifier(_free_name(catalog, key.table, key.name))
        validate = [f"{alter} VALIDATE CONSTRAINT {name};"] if key.validated else []
        statements = [
            f"{alter} ADD CONSTRAINT {name} {definition(new)} NOT VALID;",
            *validate,
            f"{alter} {_drop(key.name)};",
            f"{alter} RENAME CONSTRAINT {name} TO {quote_identifier(key.name)};",
        ]
    return Fix(sql="\n".join(statements), rails=execute(statements), phase=Phase.REPLACE_KEY, touches=(key.id,))


def validate_key(key: ForeignKey) -> Fix:
    """Return the SQL that counts the rows that reference nothing, and checks those from before a NOT VALID key."""
    sql = f"ALTER TABLE {key.table.sql} VALIDATE CONSTRAINT {quote_identifier(key.name)};"
    line = f"validate_foreign_key {ruby_table(key.table)}, name: {ruby(key.name)}"
    rails = migration([line], in_transaction=False) if is_sayable(key.table) else execute([sql])
    counting = () if key.period or not key.referenced_columns else (COUNTING, count_orphans(key))
    return Fix(sql="\n".join((*counting, sql)), rails=rails, phase=Phase.VALIDATE, touches=(key.id,))


def defer_keys(keys: Sequence[ForeignKey]) -> Fix:
    """Return the SQL that lets the checks of keys wait for COMMIT; it touches no row and keeps the keys' order."""
    statements = [
        f"ALTER TABLE {key.table.sql} ALTER CONSTRAINT {quote_identifier(key.name)} DEFERRABLE INITIALLY DEFERRED;"
        for key in keys
    ]
    touches = tuple(key.id for key in keys)
    return Fix(sql="\n".join(statements), rails=execute(statements), phase=Phase.REPLACE_KEY, touches=touches)


def drop_key(key: ForeignKey) -> Fix:
    """Return the SQL that drops a key."""
    sql = f"ALTER TABLE {key.table.sql} {_drop(key.name)};"
    line = f"remove_foreign_key {ruby_table(key.table)}, name: {ruby_string(key.name)}"
    rails = migration([line if is_sayable(key.table) else f"execute {ruby_string(sql)}"], method="up")
    return Fix(sql=sql, rails=rails, phase=Phase.DROP_CONSTRAINT, touches=(key.id,))


def _drop(name: str) -> str:
    return f"DROP CONSTRAINT {quote_identifier(name)}"


def definition(key: ForeignKey) -> str:
    """Return a key as ADD CONSTRAINT takes it, without its name and without NOT VALID."""
    return " ".join(_clauses(key))


def _clauses(key: ForeignKey) -> Iterator[str]:
    yield f"FOREIGN KEY {_listed(key.columns)} REFERENCES {key.referenced_table.sql} {_listed(key.referenced_columns)}"
    if key.match is MatchType.FULL:
        yield "MATCH FULL"
    if key.on_update is not ReferentialAction.NO_ACTION:
        yield f"ON UPDATE {key.on_update.value.upper()}"
    if key.on_delete is not ReferentialAction.NO_ACTION:
        yield f"ON DELETE {key.on_delete.value.upper()}{f' {_listed(key.set_columns)}' if key.set_columns else ''}"
    if key.timing.deferrable:
        yield "DEFERRABLE INITIALLY DEFERRED" if key.timing.initially_deferred else "DEFERRABLE"


def _listed(columns: Sequence[str]) -> str:
    return f"({', '.join(map(quote_identifier, columns))})"


def _free_name(catalog: Catalog, table: QualifiedName, name: str) -> str:
    """Return a name of at most 63 bytes that no constraint of the table has."""
    groups = (catalog.foreign_keys_from, catalog.keys_of, catalog.checks_of)
    taken = {constraint.name for group in groups for constraint in group.get(table, ())}
    number = 0
    while True:
        found = name_within_limit(name, f"_new{number or ''}")
        if found not in taken:
            return found
        number += 1
