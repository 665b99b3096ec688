"""RENAME and SET SCHEMA: a new name for a thing, and for every mention of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from ondelete.catalog import Domain, Expression, QualifiedName
from ondelete.catalog import quote_identifier as _quoted
from ondelete.catalog.expressions import ColumnRef, Opaque
from ondelete.dump.nodes import AlterObjectSchemaStmt, RenameStmt
from ondelete.dump.replay.handlers import replays
from ondelete.dump.replay.state import NotReplayed, State

if TYPE_CHECKING:
    from typing import TypeVar

    from ondelete.catalog.expressions import Tree
    from ondelete.dump.replay.registry import Registry
    from ondelete.dump.slicing import Source

    S = TypeVar("S", bound=Struct)

_TABLES = ("OBJECT_TABLE", "OBJECT_FOREIGN_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_SEQUENCE")


@replays(RenameStmt)
def rename(statement: RenameStmt, source: Source, state: State) -> None:
    """ALTER ... RENAME."""
    kind, relation = statement.kind, statement.relation
    if kind == "OBJECT_SCHEMA":
        _rename_schema(statement.subname, statement.newname, state)
    elif kind in ("OBJECT_TYPE", "OBJECT_DOMAIN", "OBJECT_DOMCONSTRAINT") and statement.object is not None:
        _rename_type(statement, statement.object.parts, state)
    elif relation is not None:
        name = state.relation_name(relation)
        if not state.relation_exists(name):
            if statement.missing_ok or kind not in (*_TABLES, "OBJECT_INDEX"):
                return
            raise NotReplayed(f"relation {name} is not defined")
        _rename_of_relation(statement, name, state)


def _rename_of_relation(statement: RenameStmt, name: QualifiedName, state: State) -> None:
    old, new = statement.subname, statement.newname
    match statement.kind:
        case "OBJECT_COLUMN" if name in state.tables:
            state.column(state.tables[name], old)
            for each in state.family(name):
                _rename_column(each, old, new, state)
        case "OBJECT_TABCONSTRAINT":
            _rename_constraint(name, old, new, state)
        case "OBJECT_TRIGGER":
            _rename_in(state.triggers, name, old, new)
        case "OBJECT_RULE":
            _rename_in(state.rules, name, old, new)
        case "OBJECT_INDEX" | "OBJECT_TABLE" | "OBJECT_FOREIGN_TABLE" | "OBJECT_VIEW" | "OBJECT_MATVIEW" | "OBJECT_SEQUENCE":
            _move_relation(name, name._replace(name=new), state)
        case "OBJECT_ATTRIBUTE":
            composite = state.types[name]
            columns = tuple(
                replace(column, name=new) if column.name == old else column for column in composite.columns  # type: ignore[union-attr]
            )
            state.types[name] = replace(composite, columns=columns)


@replays(AlterObjectSchemaStmt)
def set_schema(statement: AlterObjectSchemaStmt, source: Source, state: State) -> None:
    """ALTER ... SET SCHEMA."""
    schema = statement.newschema
    if statement.kind in _TABLES and statement.relation is not None:
        name = state.relation_name(statement.relation)
        if state.relation_exists(name):
            _move_relation(name, name._replace(schema=schema), state)
        elif not statement.missing_ok:
            raise NotReplayed(f"relation {name} is not defined")
    elif statement.kind in ("OBJECT_TYPE", "OBJECT_DOMAIN") and statement.object is not None:
        found = state.find_type(statement.object.parts)
        if found is not None:
            _move_type(found, found._replace(schema=schema), state)
    elif statement.kind == "OBJECT_FUNCTION" and statement.object is not None:
        parts = statement.object.parts
        for trigger in state.triggers:
            if trigger.function == ".".join(parts):
                state.triggers.replace(trigger, replace(trigger, function=f"{schema}.{parts[-1]}"))


def _move_relation(old: QualifiedName, new: QualifiedName, state: State) -> None:
    if state.relation_exists(new):
        raise NotReplayed(f"relation {new} already exists")
    index = state.indexes.in_schema(*old)
    if index is not None:
        _rename_index(index.table, index.name, new.name, state)
    elif old in state.tables:
        _move_table(old, new, state)
    elif old in state.relations:
        state.relations[new] = replace(state.relations.pop(old), name=new)
        _move_parts(old, new, state)


def _move_table(old: QualifiedName, new: QualifiedName, state: State) -> None:
    table = state.tables[old]
    children = state.partitions(old)
    state.drop_table(table)
    state.put_table(replace(table, name=new))
    for child in (state.tables[each] for each in children):
        state.put_table(replace(child, parents=tuple(new if each == old else each for each in child.parents)))
    for key in state.foreign_keys:
        if old in (key.table, key.referenced_table):
            moved = replace(
                key,
                table=new if key.table == old else key.table,
                referenced_table=new if key.referenced_table == old else key.referenced_table,
            )
            state.foreign_keys.replace(key, moved)
    _move_parts(old, new, state)
    for names in (state.not_null_names, state.local_columns):
        if old in names:
            names[new] = names.pop(old)  # type: ignore[index, assignment]
    for parts in state.index_parts.values():
        if old in parts:
            parts.remove(old)
            parts.add(new)
    if old in state.opaque_tables:
        state.opaque_tables.add(new)
    _move_type(old, new, state)


def _move_parts(old: QualifiedName, new: QualifiedName, state: State) -> None:
    """Move what hangs on a relation; its indexes follow it into another schema."""
    for index in state.indexes.of(old):
        before, after = QualifiedName(old.schema, index.name), QualifiedName(new.schema, index.name)
        state.indexes.replace(index, replace(index, table=new))
        _refer_to_index(before, after, state)
    for registry in (state.keys, state.checks, state.triggers, state.rules):
        for value in registry.of(old):
            registry.replace(value, replace(value, table=new))  # type: ignore[arg-type]


def _refer_to_index(before: QualifiedName, after: QualifiedName, state: State) -> None:
    if before == after:
        return
    if before in state.index_parts:
        state.index_parts[after] = state.index_parts.pop(before)
    for part in state.indexes:
        if part.attached_to == before:
            state.indexes.replace(part, replace(part, attached_to=after))


def _rename_index(table: QualifiedName, old: str, new: str, state: State) -> None:
    """Rename an index; a constraint that owns it takes the same name."""
    index = state.indexes.get(table, old)
    if index is None:
        return
    owned = index.constraint is not None
    state.indexes.replace(index, replace(index, name=new, constraint=new if owned else None))
    _refer_to_index(QualifiedName(table.schema, old), QualifiedName(table.schema, new), state)
    if owned:
        _rename_in(state.keys, table, old, new)


def _rename_constraint(table: QualifiedName, old: str, new: str, state: State) -> None:
    if state.keys.get(table, old) is not None:
        _rename_index(table, old, new, state)
    elif state.foreign_keys.get(table, old) is not None:
        _rename_in(state.foreign_keys, table, old, new)
    elif state.checks.get(table, old) is not None:
        for each in state.family(table):
            _rename_in(state.checks, each, old, new)
    elif old in state.not_null_names.get(table, {}):
        names = state.not_null_names[table]
        names[new] = names.pop(old)
    elif table in state.tables and table not in state.opaque_tables:
        raise NotReplayed(f"constraint {old} of table {table} does not exist")


def _rename_in(registry: Registry, table: QualifiedName, old: str, new: str) -> None:  # type: ignore[type-arg]
    value = registry.get(table, old)
    if value is not None:
        registry.replace(value, replace(value, name=new))


def _rename_column(table: QualifiedName, old: str, new: str, state: State) -> None:
    def names(columns: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(new if column == old else column for column in columns)

    state.change_column(table, old, name=new)
    known = state.tables[table]
    columns = tuple(
        replace(each, generation=_in_expression(each.generation, old, new)) if each.generation else each
        for each in known.columns
    )
    state.tables[table] = replace(known, columns=columns)
    if known.partition_key is not None:
        key = replace(known.partition_key, columns=names(known.partition_key.columns))  # type: ignore[arg-type]
        state.tables[table] = replace(state.tables[table], partition_key=key)
    for foreign_key in state.foreign_keys:
        if foreign_key.table == table:
            set_columns = names(foreign_key.set_columns) if foreign_key.set_columns is not None else None
            changed = replace(foreign_key, columns=names(foreign_key.columns), set_columns=set_columns)
            state.foreign_keys.replace(foreign_key, changed)
            foreign_key = changed  # noqa: PLW2901
        if foreign_key.referenced_table == table:
            changed = replace(foreign_key, referenced_columns=names(foreign_key.referenced_columns))
            state.foreign_keys.replace(foreign_key, changed)
    _rename_in_parts(table, old, new, state)


def _rename_in_parts(table: QualifiedName, old: str, new: str, state: State) -> None:
    def names(columns: tuple[S, ...]) -> tuple[S, ...]:
        return tuple(new if column == old else column for column in columns)  # type: ignore[misc]

    for key in state.keys.of(table):
        state.keys.replace(key, replace(key, columns=names(key.columns)))  # type: ignore[type-var]
    for index in state.indexes.of(table):
        changed = replace(
            index,
            columns=names(index.columns),  # type: ignore[type-var]
            include=names(index.include),  # type: ignore[type-var]
            predicate=_in_expression(index.predicate, old, new) if index.predicate else None,
            expressions=tuple(_in_expression(each, old, new) for each in index.expressions),
        )
        state.indexes.replace(index, changed)
    for check in state.checks.of(table):
        state.checks.replace(check, replace(check, expression=_in_expression(check.expression, old, new)))
    for trigger in state.triggers.of(table):
        state.triggers.replace(trigger, replace(trigger, columns=names(trigger.columns)))  # type: ignore[type-var]


def _in_expression(expression: Expression, old: str, new: str) -> Expression:
    if old not in expression.columns:
        return expression
    word = re.compile(rf"""('(?:[^']|'')*')|"{re.escape(old)}"|(?<![\\w$."']){re.escape(old)}(?![\\w$"'(])""")
    sql = word.sub(lambda match: match[1] or _quoted(new), expression.sql)
    return Expression(sql, _in_tree(expression.tree, old, new))


def _in_tree(tree: Tree, old: str, new: str) -> Tree:
    if isinstance(tree, ColumnRef):
        return ColumnRef(new) if tree.name == old else tree
    if isinstance(tree, Opaque):
        return Opaque(tuple(new if column == old else column for column in tree.columns))

    def inside(value: object) -> object:
        if isinstance(value, tuple):
            return tuple(inside(each) for each in value)
        return _in_tree(value, old, new) if isinstance(value, Struct) else value  # type: ignore[arg-type]

    return type(tree)(*(inside(getattr(tree, field)) for field in tree.__struct_fields__))


def _rename_type(statement: RenameStmt, parts: tuple[str, ...], state: State) -> None:
    name = state.find_type(parts)
    if name is None:
        raise NotReplayed(f"type {'.'.join(parts)} is not defined")
    domain = state.types.get(name)
    if statement.kind == "OBJECT_DOMCONSTRAINT" and isinstance(domain, Domain):
        checks = tuple(
            replace(check, name=statement.newname) if check.name == statement.subname else check
            for check in domain.checks
        )
        state.types[name] = replace(domain, checks=checks)
    elif statement.kind != "OBJECT_DOMCONSTRAINT":
        _move_type(name, name._replace(name=statement.newname), state)


def _move_type(old: QualifiedName, new: QualifiedName, state: State) -> None:
    """Move a type, and the mentions of it (or of a table's row type) in columns and domains."""
    if old in state.types:
        state.types[new] = replace(state.types.pop(old), name=new)
    for table in list(state.tables.values()):
        if any(column.type_name == old for column in table.columns):
            columns = tuple(
                replace(column, type_name=new, type=column.type.replace(old.sql, new.sql, 1))
                if column.type_name == old
                else column
                for column in table.columns
            )
            state.tables[table.name] = replace(state.tables[table.name], columns=columns)
    for domain in [each for each in state.types.values() if isinstance(each, Domain) and each.base_name == old]:
        state.types[domain.name] = replace(domain, base_name=new, base=domain.base.replace(old.sql, new.sql, 1))


def _rename_schema(old: str, new: str, state: State) -> None:
    for name in [name for name in (*state.tables, *state.relations) if name.schema == old]:
        _move_relation(name, name._replace(schema=new), state)
    for name in [name for name in state.types if name.schema == old]:
        _move_type(name, name._replace(schema=new), state)
    for trigger in state.triggers:
        if trigger.function.startswith(f"{old}."):
            state.triggers.replace(trigger, replace(trigger, function=new + trigger.function[len(old) :]))
    state.search_path = tuple(new if schema == old else schema for schema in state.search_path)
