"""A table, view, index, sequence, type or schema under a new name, and every mention of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.catalog import Domain, QualifiedName
from ondelete.dump.replay.changes.comments import comment_follows, comments_follow
from ondelete.dump.replay.changes.drops import take_name
from ondelete.dump.replay.changes.indexes import parts_of
from ondelete.dump.replay.changes.user_types import drop_type, put_type
from ondelete.dump.replay.keys.columns import require_free_name, unnamed_not_null
from ondelete.dump.replay.model.refusals import NotReplayed

if TYPE_CHECKING:
    from typing import Any

    from ondelete.dump.replay.model.registry import Registry
    from ondelete.dump.replay.model.state import State


def rename_publication(old: str, new: str, state: State) -> None:
    """ALTER PUBLICATION ... RENAME TO."""
    known = state.publications.pop(old, None)
    if known is None:
        raise NotReplayed(f"publication {old} does not exist")
    state.publications[new] = replace(known, name=new)
    for each in state.published:
        if each.name == old:
            state.published.replace(each, replace(each, name=new))


def move_relation(old: QualifiedName, new: QualifiedName, state: State) -> None:
    """Give a table, view, sequence or index another name or schema."""
    take_name(new, state)
    index = state.indexes.in_schema(*old)
    if index is not None:
        rename_index(index.table, index.name, new.name, state)
    elif old in state.tables:
        _move_table(old, new, state)
    elif old in state.relations:
        state.relations[new] = replace(state.relations.pop(old), name=new)
        for views in state.viewed.values():
            if old in views:
                views.remove(old)
                views.add(new)
        state.sure_relations.add(new)
        state.sure_relations.discard(old)
        state.names.free(*old)
        _move_parts(old, new, state)


def _move_table(old: QualifiedName, new: QualifiedName, state: State) -> None:
    table = state.tables[old]
    children = state.partitions(old)
    state.drop_table(table)
    state.put_table(replace(table, name=new))
    if old in state.viewed:
        state.viewed[new] = state.viewed.pop(old)
    for child in (state.tables[each] for each in children):
        state.put_table(replace(child, parents=tuple(new if each == old else each for each in child.parents)))
    for key in state.foreign_keys.touching(old):
        moved = replace(
            key,
            table=new if key.table == old else key.table,
            referenced_table=new if key.referenced_table == old else key.referenced_table,
        )
        state.foreign_keys.replace(key, moved)
    _move_parts(old, new, state)
    comments_follow(old, new, state)
    if old in state.not_null_names:
        state.not_null_names[new] = state.not_null_names.pop(old)
    if old in state.local_columns:
        state.local_columns[new] = state.local_columns.pop(old)
    for index in (index for parent in table.parents for index in state.indexes.of(parent)):
        parts = state.index_parts.get(QualifiedName(index.table.schema, index.name), {})
        if old in parts:
            parts[new] = parts.pop(old)
    if old in state.late:
        state.late.add(new)
    if old in state.opaque_tables:
        state.opaque_tables.add(new)
    move_type(old, new, state)


def _move_parts(old: QualifiedName, new: QualifiedName, state: State) -> None:
    """Move what hangs on a relation; its indexes follow it into another schema."""
    for index in state.indexes.of(old):
        before, after = QualifiedName(old.schema, index.name), QualifiedName(new.schema, index.name)
        state.indexes.replace(index, replace(index, table=new))
        _refer_to_index(before, after, state)
    for registry in state.dependents:
        for value in registry.of(old):
            registry.replace(value, replace(value, table=new))


def _refer_to_index(before: QualifiedName, after: QualifiedName, state: State) -> None:
    if before == after:
        return
    if before in state.index_parts:
        state.index_parts[after] = state.index_parts.pop(before)
    if before in state.index_columns:
        state.index_columns[after] = state.index_columns.pop(before)
    moved = state.indexes.in_schema(*after)
    if moved is None:
        return
    for part in parts_of(moved, state):
        state.indexes.replace(part, replace(part, attached_to=after))
    if moved.attached_to is not None:
        state.index_parts.get(moved.attached_to, {})[moved.table] = moved.name


def rename_index(table: QualifiedName, old: str, new: str, state: State) -> None:
    """Rename an index; a constraint that owns it takes the same name."""
    index = state.indexes.get(table, old)
    if index is None:
        return
    owned = index.constraint is not None
    if owned:
        require_free_name(table, new, state)
    state.indexes.replace(index, replace(index, name=new, constraint=new if owned else None))
    _refer_to_index(QualifiedName(table.schema, old), QualifiedName(table.schema, new), state)
    comment_follows(table, old, new, state, "index", "constraint")
    if owned:
        rename_in(state.keys, table, old, new)


def rename_constraint(table: QualifiedName, old: str, new: str, state: State) -> None:
    """Rename a constraint of any kind; a key takes its index with it.

    Raises:
        NotReplayed: there is no such constraint, or its new name is taken.
    """
    require_free_name(table, new, state)
    column = state.not_null_names.get(table, {}).get(old)
    if column is None and table in state.tables:
        column = unnamed_not_null(state.tables[table], old)
    if state.keys.get(table, old) is not None:
        take_name(QualifiedName(table.schema, new), state)
        rename_index(table, old, new, state)
    elif state.foreign_keys.get(table, old) is not None:
        rename_in(state.foreign_keys, table, old, new)
        comment_follows(table, old, new, state, "constraint")
    elif state.checks.get(table, old) is not None:
        family = state.family(table)
        for each in family:
            require_free_name(each, new, state)
        for each in family:
            rename_in(state.checks, each, old, new)
            comment_follows(each, old, new, state, "constraint")
    elif column is not None:
        state.not_null_names.setdefault(table, {})[new] = column
        state.not_null_names[table].pop(old, None)
        comment_follows(table, old, new, state, "constraint")
    elif table in state.tables and table not in state.opaque_tables:
        raise NotReplayed(f"constraint {old} of table {table} does not exist")


def rename_in(registry: Registry[Any], table: QualifiedName, old: str, new: str) -> None:
    """Rename what a registry holds under a table and a name, if anything.

    Raises:
        NotReplayed: the new name is taken.
    """
    value = registry.get(table, old)
    if value is not None:
        if registry.has(table, new):
            raise NotReplayed(f"{new} of table {table} already exists")
        registry.replace(value, replace(value, name=new))


def move_type(old: QualifiedName, new: QualifiedName, state: State) -> None:
    """Move a type, and the mentions of it (or of a table's row type) in columns and domains.

    Raises:
        NotReplayed: there is a type of the new name.
    """
    if old in state.types and new in state.types:
        raise NotReplayed(f"type {new} already exists")
    if old in state.types:
        put_type(replace(drop_type(old, state), name=new), state)
    for name in state.type_users.pop(old, ()):
        table, domain = state.tables.get(name), state.types.get(name)
        if table is not None and any(column.type_name == old for column in table.columns):
            columns = tuple(
                replace(column, type_name=new, type=column.type.replace(old.sql, new.sql, 1))
                if column.type_name == old
                else column
                for column in table.columns
            )
            state.change_table(table, columns=columns)
        if isinstance(domain, Domain) and domain.base_name == old:
            put_type(replace(domain, base_name=new, base=domain.base.replace(old.sql, new.sql, 1)), state)


def rename_schema(old: str, new: str, state: State) -> None:
    """Rename a schema: everything in it moves."""
    for name in [name for name in (*state.tables, *state.relations) if name.schema == old]:
        move_relation(name, name._replace(schema=new), state)
    for name in [name for name in state.types if name.schema == old]:
        move_type(name, name._replace(schema=new), state)
    for trigger in state.triggers:
        if trigger.function.startswith(f"{old}."):
            state.triggers.replace(trigger, replace(trigger, function=new + trigger.function[len(old) :]))
    # A search path holds names: the old one is in it still, and means nothing.
    state.paths.dropped.add(old)
    state.paths.dropped.discard(new)
    state.apply_path()
