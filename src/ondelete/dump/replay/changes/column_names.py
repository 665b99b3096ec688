"""A new name for a column, in everything that mentions it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from ondelete.catalog import ForeignKey
from ondelete.dump.replay.model.naming import index_column_names

if TYPE_CHECKING:
    from ondelete.catalog import QualifiedName, Table
    from ondelete.dump.replay.model.state import State

N = TypeVar("N", str, str | None)


def rename_column(table: QualifiedName, old: str, new: str, state: State) -> None:
    """Rename a column of one table, and in its keys, CHECKs, indexes, triggers, and the keys to it."""
    state.change_column(table, old, name=new)
    state.put_table(_in_table(state.tables[table], old, new))
    for view in state.of(table).views:
        view.uses |= {new} if old in view.uses else set()
    for foreign_key in state.foreign_keys.touching(table):
        changed = _in_foreign_key(foreign_key, table, old, new)
        if changed is not foreign_key:
            state.foreign_keys.replace(foreign_key, changed)
    for key in state.keys.of(table):
        state.keys.replace(key, replace(key, columns=_in_names(key.columns, old, new)))
    for index in state.indexes.of(table):
        # An index keeps the names of its own columns, after which a copy of it is named.
        record = state.of_index(index)
        record.columns = record.columns or index_column_names([*index.columns, *index.include])
        changes = {
            "columns": _in_names(index.columns, old, new),
            "include": _in_names(index.include, old, new),
            "predicate": index.predicate.renamed(old, new) if index.predicate else None,
            "expressions": tuple(each.renamed(old, new) for each in index.expressions),
        }
        state.indexes.replace(index, replace(index, **changes))
    for check in state.checks.of(table):
        state.checks.replace(check, replace(check, expression=check.expression.renamed(old, new)))
    for trigger in state.triggers.of(table):
        state.triggers.replace(trigger, replace(trigger, columns=_in_names(trigger.columns, old, new)))
    for each in state.published.of(table):
        columns = {
            field: _in_names(found, old, new)
            for field in ("columns", "filter_columns")
            if (found := getattr(each, field)) is not None
        }
        state.published.replace(each, replace(each, **columns))
    relation = state.of(table)
    names = relation.not_null_names
    names.update((name, new) for name, column in list(names.items()) if column == old)
    if old in relation.local_columns:
        relation.local_columns = relation.local_columns - {old} | {new}
    for above, part in list(relation.key_parts.items()):
        if part.set_columns is not None:
            relation.key_parts[above] = part._replace(set_columns=_in_names(part.set_columns, old, new))


def _in_table(table: Table, old: str, new: str) -> Table:
    columns = tuple(
        replace(each, generation=each.generation.renamed(old, new)) if each.generation else each
        for each in table.columns
    )
    key = table.partition_key
    if key is not None:
        expressions = tuple(each.renamed(old, new) for each in key.expressions)
        key = replace(key, columns=_in_names(key.columns, old, new), expressions=expressions)
    return replace(table, columns=columns, partition_key=key)


def _in_foreign_key(key: ForeignKey, table: QualifiedName, old: str, new: str) -> ForeignKey:
    if key.table == table and old in key.columns:
        set_columns = _in_names(key.set_columns, old, new) if key.set_columns is not None else None
        key = replace(key, columns=_in_names(key.columns, old, new), set_columns=set_columns)
    if key.referenced_table == table and old in key.referenced_columns:
        key = replace(key, referenced_columns=_in_names(key.referenced_columns, old, new))
    return key


def _in_names(columns: tuple[N, ...], old: str, new: str) -> tuple[N, ...]:
    return tuple(new if column == old else column for column in columns)
