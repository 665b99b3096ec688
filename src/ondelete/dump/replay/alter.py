"""ALTER TABLE: the commands in the order in which PostgreSQL runs them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from ondelete.catalog import Column, CompositeType, ForeignKey, QualifiedName, Table, Timing
from ondelete.dump.expressions import first_offset
from ondelete.dump.nodes import strings
from ondelete.dump.replay import constraints
from ondelete.dump.replay.drops import drop_column, drop_key
from ondelete.dump.replay.handlers import COMMANDS, alters, replays
from ondelete.dump.replay.indexes import attach_index, give_parts
from ondelete.dump.replay.likes import copy_index
from ondelete.dump.replay.sequences import add_identity_sequence
from ondelete.dump.replay.state import NotReplayed, State
from ondelete.dump.replay.tables import (
    inherit_checks,
    make_column,
    merge_column,
    partition_bound,
)
from ondelete.dump.statement_nodes import AlterTableCmd, AlterTableStmt, CommandArgument, Constraint, OptionsNode

if TYPE_CHECKING:
    from ondelete.dump.slicing import Source

# AT_PASS_... in tablecmds.c: drops first, then types, columns, CHECKs, column attributes, indexes, foreign keys.
_PASSES = {
    "AT_DropColumn": 0,
    "AT_DropConstraint": 0,
    "AT_AlterColumnType": 1,
    "AT_AddColumn": 2,
    "AT_SetExpression": 3,
    "AT_AddConstraint": 4,
    "AT_SetNotNull": 5,
    "AT_AddIdentity": 5,
    "AT_ColumnDefault": 5,
}
_CONSTRAINT_PASSES = {"CONSTR_PRIMARY": 6, "CONSTR_UNIQUE": 6, "CONSTR_EXCLUSION": 6, "CONSTR_FOREIGN": 7}
_LAST_PASS = 8
_HARMLESS = frozenset(
    "AT_" + name
    for name in """
    ChangeOwner ClusterOn DropCluster SetStatistics SetStorage SetCompression SetOptions ResetOptions SetLogged
    SetUnLogged SetTableSpace SetRelOptions ResetRelOptions ReplaceRelOptions ReplicaIdentity EnableRowSecurity
    DisableRowSecurity ForceRowSecurity NoForceRowSecurity GenericOptions AlterColumnGenericOptions DropOids
    SetAccessMethod DetachPartitionFinalize
    """.split()
)
_TABLES = frozenset({"OBJECT_TABLE", "OBJECT_FOREIGN_TABLE"})


@replays(AlterTableStmt)
def alter(statement: AlterTableStmt, source: Source, state: State) -> None:
    """ALTER TABLE, INDEX, VIEW, SEQUENCE, TYPE with commands."""
    commands = [node.command for node in statement.cmds]
    if all(command.subtype in _HARMLESS for command in commands):
        return
    if statement.objtype == "OBJECT_INDEX":
        _attach_index(statement, source, state)
    elif statement.objtype == "OBJECT_TYPE":
        _alter_composite(statement, commands, source, state)
    elif statement.objtype in _TABLES:
        _alter_table(statement, commands, source, state)


def _alter_table(statement: AlterTableStmt, commands: list[AlterTableCmd], source: Source, state: State) -> None:
    table = state.relation_name(statement.relation)
    if table not in state.tables:
        if statement.missing_ok or table in state.relations:
            return
        commands = [command for command in commands if _makes_external(command)]
    for command in commands:
        command.recurse = statement.relation.inh
        command.single = len(commands) == 1
    for command in sorted(commands, key=_pass) if len(commands) > 1 else commands:
        handler = COMMANDS.get(command.subtype)
        if handler is not None:
            handler(table, command, source, state)
        elif command.subtype not in _HARMLESS:
            state.skip(source.location, f"ALTER TABLE ... {_words(command.subtype)} is not replayed", source.text)


def _words(subtype: str) -> str:
    name = subtype.removeprefix("AT_")
    return "".join(f" {letter}" if letter.isupper() else letter for letter in name).strip().upper()


def _makes_external(command: AlterTableCmd) -> bool:
    """Of a table that no file defines only its foreign keys, keys and inheritance matter."""
    if command.subtype.startswith(("AT_AttachPartition", "AT_AddInherit")):
        return True
    if command.subtype.endswith("Trig") and (command.name or "").startswith("RI_ConstraintTrigger_"):
        return True
    return command.subtype == "AT_AddConstraint" and argument_of(command).constraint is not None


def _pass(command: AlterTableCmd) -> int:
    if command.subtype == "AT_AddConstraint":
        constraint = argument_of(command).constraint
        return _CONSTRAINT_PASSES.get(constraint.contype if constraint is not None else "", 4)
    return _PASSES.get(command.subtype, _LAST_PASS)


@cache
def _argument_decoder() -> msgspec.json.Decoder[CommandArgument]:
    return msgspec.json.Decoder(CommandArgument)


def argument_of(command: AlterTableCmd) -> CommandArgument:
    """Return what a command takes."""
    return _argument_decoder().decode(command.argument) if command.argument else CommandArgument()


def _known(table: QualifiedName, state: State) -> Table:
    return state.tables[table]


# Columns


@alters("AddColumn")
def add_column(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """ADD COLUMN, in everything below the table too."""
    node = argument_of(command).column
    assert node is not None  # noqa: S101
    known = _known(table, state)
    if known.column(node.colname) is not None:
        if command.missing_ok:
            return
        raise NotReplayed(f"column {node.colname} of table {table} already exists")
    column, declared = make_column(node, table, source, state)
    for each in state.family(table):
        child = state.tables[each]
        if child.column(column.name) is None:
            state.tables[each] = replace(child, columns=(*child.columns, column))
    for constraint in sorted(declared, key=lambda each: _CONSTRAINT_PASSES.get(each.contype, 4)):
        _add_constraint(table, constraint, command, source, state)


@alters("DropColumn")
def drop_columns(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """DROP COLUMN; a child keeps a column that it declares itself."""
    name = command.name or ""
    if command.missing_ok and _known(table, state).column(name) is None:
        return
    state.column(_known(table, state), name)
    _drop_column(table, name, command, state)


def _drop_column(table: QualifiedName, name: str, command: AlterTableCmd, state: State) -> None:
    drop_column(table, name, command.behavior == "DROP_CASCADE", state)
    for child in state.partitions(table) if command.recurse else ():
        others = [parent for parent in state.tables[child].parents if state.tables[parent].column(name) is not None]
        own = name in state.local_columns.get(child, ())
        if state.tables[child].column(name) is not None and not others and not own:
            _drop_column(child, name, command, state)


@alters("AlterColumnType")
def alter_type(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """TYPE: PostgreSQL makes the foreign keys that use the column anew, so they fire last from then on."""
    node = argument_of(command).column
    name = command.name or ""
    state.column(_known(table, state), name)
    assert node is not None  # noqa: S101
    assert node.type_name is not None  # noqa: S101
    for each in state.family(table, only=not command.recurse):
        state.change_column(
            each,
            name,
            type=state.type_text(node.type_name),
            type_name=state.find_type(strings(node.type_name.names)),
            collation=strings(node.collation.collname)[-1] if node.collation is not None else None,
        )
    for key in state.foreign_keys:
        if (key.table == table and name in key.columns) or (
            key.referenced_table == table and name in key.referenced_columns
        ):
            state.foreign_keys.move_to_end(key)


@alters("ColumnDefault")
def set_default(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """SET DEFAULT, DROP DEFAULT."""
    name = command.name or ""
    state.column(_known(table, state), name)
    node = argument_of(command) if command.argument else None
    default = state.expression(node, source.default(first_offset(node))) if node is not None else None
    for each in state.family(table, only=not command.recurse):
        state.change_column(each, name, default=default)


@alters("SetNotNull", "DropNotNull")
def set_not_null(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """SET NOT NULL, DROP NOT NULL."""
    name = command.name or ""
    state.column(_known(table, state), name)
    _change_not_null(table, name, command.subtype == "AT_SetNotNull", state, only=not command.recurse)


def _change_not_null(table: QualifiedName, column: str, value: bool, state: State, *, only: bool = False) -> None:
    for each in state.family(table, only=only):
        state.change_column(each, column, not_null=value)
        names = state.not_null_names.get(each, {})
        for name in [name for name, of in names.items() if of == column and not value]:
            del names[name]


@alters("AddIdentity")
def add_identity(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """ADD GENERATED ... AS IDENTITY."""
    constraint = argument_of(command).constraint
    assert constraint is not None  # noqa: S101
    name = command.name or ""
    state.column(_known(table, state), name)
    identity = "always" if constraint.generated_when == "a" else "by default"
    state.change_column(table, name, identity=identity, not_null=True)
    add_identity_sequence(table, name, constraint, source, state)


@alters("SetIdentity")
def set_identity(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """SET GENERATED ALWAYS | BY DEFAULT, and options of the sequence."""
    for option in (node.option for node in msgspec.json.decode(command.argument, type=OptionsNode).options.items):
        if option.defname == "generated" and option.arg is not None and option.arg.integer is not None:
            identity = "always" if option.arg.integer.ival == ord("a") else "by default"
            state.change_column(table, command.name or "", identity=identity)


@alters("DropIdentity", "DropExpression")
def drop_identity(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """DROP IDENTITY; DROP EXPRESSION makes a generated column a plain one."""
    name = command.name or ""
    state.column(_known(table, state), name)
    if command.subtype == "AT_DropIdentity":
        state.change_column(table, name, identity=None)
        return
    for each in state.family(table, only=not command.recurse):
        state.change_column(each, name, generated=None, generation=None)


@alters("SetExpression")
def set_expression(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """SET EXPRESSION AS (...)."""
    node = argument_of(command)
    generation = state.expression(node, source.in_parentheses(b"as", first_offset(node)))
    for each in state.family(table, only=not command.recurse):
        state.change_column(each, command.name or "", generation=generation)


# Constraints


@alters("AddConstraint")
def add_constraint(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """ADD CONSTRAINT."""
    constraint = argument_of(command).constraint
    assert constraint is not None  # noqa: S101
    _add_constraint(table, constraint, command, source, state)


def _add_constraint(
    table: QualifiedName, constraint: Constraint, command: AlterTableCmd, source: Source, state: State
) -> None:
    location = source.location if command.single else source.at(constraint.location)
    if constraint.contype == "CONSTR_FOREIGN":
        constraints.add_foreign_key(table, constraint, state, location=location)
    elif constraint.contype in constraints.INDEX_CONSTRAINTS:
        known = state.tables.get(table)
        only = not command.recurse and known is not None and known.kind == "partitioned table"
        constraints.add_key(table, constraint, source, state, location=location, only=only)
    elif constraint.contype == "CONSTR_CHECK":
        constraints.add_check(table, constraint, source, state, location=location, only=not command.recurse)
    elif constraint.contype == "CONSTR_NOTNULL":
        for column in strings(constraint.keys):
            _change_not_null(table, column, True, state, only=constraint.is_no_inherit or not command.recurse)
            if constraint.conname is not None:
                state.not_null_names.setdefault(table, {})[constraint.conname] = column


@alters("DropConstraint")
def drop_constraint(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """DROP CONSTRAINT of any kind."""
    name = command.name or ""
    foreign_key, key = state.foreign_keys.get(table, name), state.keys.get(table, name)
    column = state.not_null_names.get(table, {}).get(name) or constraints.unnamed_not_null(_known(table, state), name)
    if foreign_key is not None:
        state.foreign_keys.remove(foreign_key)
    elif key is not None:
        drop_key(key, command.behavior == "DROP_CASCADE", state)
    elif state.checks.get(table, name) is not None:
        _drop_check(table, name, command, state)
    elif column is not None:
        _change_not_null(table, column, False, state, only=not command.recurse)
    elif not command.missing_ok:
        raise NotReplayed(f"constraint {name} of table {table} does not exist")


def _drop_check(table: QualifiedName, name: str, command: AlterTableCmd, state: State) -> None:
    for each in state.family(table, only=not command.recurse):
        check = state.checks.get(each, name)
        if check is not None and (each == table or check.inherited):
            state.checks.remove(check)


@alters("ValidateConstraint")
def validate_constraint(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """VALIDATE CONSTRAINT: of a foreign key or a CHECK; it keeps its place in the order."""
    name = command.name or ""
    key = state.foreign_keys.get(table, name)
    if key is not None:
        state.foreign_keys.replace(key, replace(key, validated=True))
        return
    for each in state.family(table, only=not command.recurse):
        check = state.checks.get(each, name)
        if check is not None:
            state.checks.replace(check, replace(check, validated=True))
    known = state.checks.get(table, name) is not None or name in state.not_null_names.get(table, {})
    if not known and table in state.tables and constraints.unnamed_not_null(state.tables[table], name) is None:
        raise NotReplayed(f"constraint {name} of table {table} does not exist")


@alters("AlterConstraint")
def alter_constraint(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """ALTER CONSTRAINT: becoming ENFORCED makes the triggers of a foreign key anew."""
    change = argument_of(command).alter_constraint
    assert change is not None  # noqa: S101
    key = state.foreign_keys.get(table, change.conname)
    if key is None:
        if state.checks.get(table, change.conname) is None and change.conname not in state.not_null_names.get(
            table, {}
        ):
            raise NotReplayed(f"constraint {change.conname} of table {table} does not exist")
        return
    if change.alter_deferrability:
        key = _replace(key, state, timing=Timing(change.deferrable, change.initdeferred))
    if change.alter_enforceability and change.is_enforced != key.enforced:
        key = _replace(key, state, enforced=change.is_enforced, validated=change.is_enforced)
        if change.is_enforced:
            state.foreign_keys.move_to_end(key)


def _replace(key: ForeignKey, state: State, **changes: object) -> ForeignKey:
    new = replace(key, **changes)
    state.foreign_keys.replace(key, new)
    return new


# Partitions and inheritance


@alters("AttachPartition")
def attach_partition(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """ATTACH PARTITION: the table gets its part of every index of the parent."""
    partition = argument_of(command).partition
    assert partition is not None  # noqa: S101
    assert partition.bound is not None  # noqa: S101
    child = _require(state.relation_name(partition.name), state)
    _require(table, state)
    state.put_table(replace(child, parents=(table,), bound=partition_bound(partition.bound, source)))
    inherit_checks(table, child.name, state)
    give_parts(table, child.name, state)


def _require(name: QualifiedName, state: State) -> Table:
    if name not in state.tables:
        raise NotReplayed(f"table {name} is not defined")
    return state.tables[name]


@alters("DetachPartition")
def detach_partition(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """DETACH PARTITION: the table keeps columns, CHECKs and indexes, on its own."""
    partition = argument_of(command).partition
    assert partition is not None  # noqa: S101
    child = _require(state.relation_name(partition.name), state)
    if table not in child.parents:
        raise NotReplayed(f"table {child.name} is not a partition of {table}")
    state.put_table(replace(child, parents=(), bound=None))
    for index in state.indexes.of(child.name):
        state.indexes.replace(index, replace(index, attached_to=None))
    for index in state.indexes.of(table):
        parts = state.index_parts.get(QualifiedName(table.schema, index.name), {})
        if child.name in parts and parts.pop(child.name) is None:
            copy_index(index, child.name, source, state)
    for key in state.foreign_keys.of(table):
        if state.foreign_keys.get(child.name, key.name) is None:
            state.foreign_keys.add(replace(key, table=child.name, location=source.location))
    for check in state.checks.of(child.name):
        state.checks.replace(check, replace(check, inherited=False))


@alters("AddInherit", "DropInherit")
def inherit(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """INHERIT, NO INHERIT."""
    relation = argument_of(command).table
    assert relation is not None  # noqa: S101
    parent = _require(state.relation_name(relation), state).name
    child = _require(table, state)
    if command.subtype == "AT_DropInherit":
        state.put_table(replace(child, parents=tuple(each for each in child.parents if each != parent)))
        state.local_columns.setdefault(table, set()).update(column.name for column in child.columns)
        for check in state.checks.of(table):
            if not any(state.checks.get(each, check.name) for each in state.tables[table].parents):
                state.checks.replace(check, replace(check, inherited=False))
        return
    state.local_columns.setdefault(table, set()).update(column.name for column in child.columns)
    columns = {column.name: column for column in child.columns}
    for column in state.tables[parent].columns:
        columns[column.name] = merge_column(columns.get(column.name), column)
    state.put_table(replace(child, parents=(*child.parents, parent), columns=tuple(columns.values())))
    inherit_checks(parent, table, state)


@alters("AddOf", "DropOf")
def of_type(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """OF type, NOT OF: the columns stay as they are."""


def _attach_index(statement: AlterTableStmt, source: Source, state: State) -> None:
    for command in (node.command for node in statement.cmds):
        partition = argument_of(command).partition if command.subtype == "AT_AttachPartition" else None
        if partition is None:
            if command.subtype not in _HARMLESS:
                state.skip(source.location, "ALTER INDEX with this command is not replayed", source.text)
            continue
        attach_index(state.relation_name(statement.relation), state.relation_name(partition.name), state)


def _alter_composite(statement: AlterTableStmt, commands: list[AlterTableCmd], source: Source, state: State) -> None:
    composite = state.types.get(state.relation_name(statement.relation))
    if not isinstance(composite, CompositeType):
        raise NotReplayed(f"type {statement.relation.relname} is not defined")
    columns: dict[str, Column] = {column.name: column for column in composite.columns}
    for command in commands:
        node = argument_of(command).column
        name = command.name or (node.colname if node is not None else "")
        if command.behavior == "DROP_CASCADE":
            state.skip(source.location, "what this CASCADE changes in typed tables is not known", source.text)
        if command.subtype == "AT_DropColumn":
            columns.pop(name, None)
        elif node is not None:
            node.colname = name
            columns[name] = make_column(node, composite.name, source, state)[0]
    state.types[composite.name] = replace(composite, columns=tuple(columns.values()))
