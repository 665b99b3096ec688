"""A table, view, index, sequence, type or schema under a new name, and the mentions of it in the catalog."""

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
    for each in state.published.grouped(old):
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
        state.move(old, new)
        state.make_sure(new)
        _move_parts(old, new, state)


def _move_table(old: QualifiedName, new: QualifiedName, state: State) -> None:
    state.move_table(state.tables[old], new)
    for key in state.foreign_keys.touching(old):
        moved = replace(
            key,
            table=new if key.table == old else key.table,
            referenced_table=new if key.referenced_table == old else key.referenced_table,
        )
        state.foreign_keys.replace(key, moved)
    _move_parts(old, new, state)
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
    for rule in [each for each in state.rules if old in each.targets]:
        targets = tuple(new if target == old else target for target in rule.targets)
        state.rules.replace(rule, replace(rule, targets=targets))
    comments_follow(old, new, state)


def _refer_to_index(before: QualifiedName, after: QualifiedName, state: State) -> None:
    if before == after:
        return
    state.move_index(before, after)
    moved = state.indexes.in_schema(*after)
    if moved is None:
        return
    for part in parts_of(moved, state):
        state.indexes.replace(part, replace(part, attached_to=after))
    upper = state.indexes.in_schema(*moved.attached_to) if moved.attached_to is not None else None
    if upper is not None:
        state.of_index(upper).parts[state.of(moved.table)] = moved.name


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
    names = state.of(table).not_null_names
    column = names.get(old)
    if column is None and table in state.tables:
        column = unnamed_not_null(state.tables[table], old)
    if state.keys.get(table, old) is not None:
        take_name(QualifiedName(table.schema, new), state)
        rename_index(table, old, new, state)
    elif state.foreign_keys.get(table, old) is not None:
        rename_in(state.foreign_keys, table, old, new)
        _rename_in_parts(table, old, new, state)
        comment_follows(table, old, new, state, "constraint")
    elif state.checks.get(table, old) is not None:
        family = state.family(table)
        for each in family:
            require_free_name(each, new, state)
        for each in family:
            rename_in(state.checks, each, old, new)
            comment_follows(each, old, new, state, "constraint")
    elif column is not None:
        names.pop(old, None)
        names[new] = column
        comment_follows(table, old, new, state, "constraint")
    elif table in state.tables and not state.of(table).opaque:
        raise NotReplayed(f"constraint {old} of table {table} does not exist")


def _rename_in_parts(table: QualifiedName, old: str, new: str, state: State) -> None:
    """Let the partitions whose keys are a part of a key know it by its new name."""
    above = state.of(table)
    for parts in (state.of(each).key_parts for each in state.family(table)):
        if (above, old) in parts:
            parts[above, new] = parts.pop((above, old))


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
    labels = state.labels.get(old)
    if old in state.types:
        put_type(replace(drop_type(old, state), name=new), state)
    if labels is not None:
        state.labels[new] = labels
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
    """Rename a schema: everything in it moves.

    Raises:
        NotReplayed: there is a schema of the new name, or none of the old one any more.
    """
    if old in state.paths.dropped:
        raise NotReplayed(f"schema {old} does not exist any more")
    if new in state.paths.made:
        raise NotReplayed(f"schema {new} already exists")
    for name in (*state.tables.in_schema(old), *state.relations.in_schema(old)):
        move_relation(name, name._replace(schema=new), state)
    for name in state.types.in_schema(old):
        move_type(name, name._replace(schema=new), state)
    for trigger in state.triggers.calling_into(old):
        state.triggers.replace(trigger, replace(trigger, function=new + trigger.function[len(old) :]))
    # A search path holds names: the old one is in it still, and means nothing.
    state.paths.drop(old)
    state.paths.make(new)
    state.apply_path()
