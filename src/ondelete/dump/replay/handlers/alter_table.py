"""ALTER TABLE: the commands in the order in which PostgreSQL runs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.catalog import Column, CompositeType
from ondelete.dump.nodes.statements.alter_table import AlterTableCmd, AlterTableStmt, CommandArgument, argument_of
from ondelete.dump.replay.changes.columns import make_column
from ondelete.dump.replay.changes.declarations import CONSTRAINT_PASSES
from ondelete.dump.replay.changes.drops import KINDS, require_kind
from ondelete.dump.replay.changes.indexes import attach_index
from ondelete.dump.replay.dispatch import COMMANDS, replays
from ondelete.dump.replay.model.refusals import NotReplayed, Problems
from ondelete.dump.replay.model.state import State

if TYPE_CHECKING:
    from ondelete.dump.statements.slicing import Source

# AT_PASS_... in tablecmds.c: drops first, then types, columns, CHECKs, column attributes, indexes, foreign keys.
_PASSES = {
    "AT_DropColumn": 0,
    "AT_DropConstraint": 0,
    "AT_DropNotNull": 0,
    "AT_DropIdentity": 0,
    "AT_DropExpression": 0,
    "AT_AlterColumnType": 1,
    "AT_AddColumn": 2,
    "AT_SetExpression": 3,
    "AT_SetNotNull": 5,
    "AT_AddIdentity": 5,
    "AT_ColumnDefault": 5,
}
_LAST_PASS = 8
_HARMLESS = frozenset(
    "AT_" + name
    for name in """
    ChangeOwner ClusterOn DropCluster SetStatistics SetStorage SetCompression SetOptions ResetOptions
    SetTableSpace SetRelOptions ResetRelOptions ReplaceRelOptions EnableRowSecurity DisableRowSecurity
    ForceRowSecurity NoForceRowSecurity GenericOptions AlterColumnGenericOptions DropOids
    SetAccessMethod DetachPartitionFinalize
    """.split()
)
_TABLES = frozenset({"OBJECT_TABLE", "OBJECT_FOREIGN_TABLE"})


@replays(AlterTableStmt)
def alter(statement: AlterTableStmt, source: Source, state: State) -> None:
    """ALTER TABLE, INDEX, VIEW, SEQUENCE, TYPE with commands."""
    commands = [node.command for node in statement.cmds]
    if state.is_strict and statement.objtype in KINDS:
        require_kind(state.relation_name(statement.relation), KINDS[statement.objtype], state)
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
    if statement.objtype == "OBJECT_FOREIGN_TABLE":
        require_kind(table, ("foreign table",), state)
    for command in commands:
        command.recurse = statement.relation.inh
        command.single = len(commands) == 1
    problems = Problems()
    for command in sorted(commands, key=_pass) if len(commands) > 1 else commands:
        handler = COMMANDS.get(command.subtype)
        if handler is not None:
            with problems.of_one():
                handler(table, command, source, state)
        elif command.subtype not in _HARMLESS:
            state.skip(source.location, f"ALTER TABLE ... {_words(command.subtype)} is not replayed", source.text)
    rest = "a server refuses the whole statement, the rest of which counts here"
    problems.tell(rest if len(commands) > 1 else None)


def _words(subtype: str) -> str:
    name = subtype.removeprefix("AT_")
    return "".join(f" {letter}" if letter.isupper() else letter for letter in name).strip().upper()


def _makes_external(command: AlterTableCmd) -> bool:
    """Of a table that no file defines only its foreign keys, keys and inheritance matter."""
    if command.subtype.startswith(("AT_AttachPartition", "AT_AddInherit")):
        return True
    if command.subtype.endswith("Trig") and (command.name or "").startswith("RI_ConstraintTrigger_"):
        return True
    if command.subtype == "AT_AddColumn":
        column = argument_of(command).column
        return column is not None and any(each.constraint.contype in CONSTRAINT_PASSES for each in column.constraints)
    constraint = argument_of(command).constraint if command.subtype == "AT_AddConstraint" else None
    return constraint is not None and constraint.contype in CONSTRAINT_PASSES


def _pass(command: AlterTableCmd) -> int:
    if command.subtype == "AT_AddConstraint":
        constraint = argument_of(command).constraint
        return CONSTRAINT_PASSES.get(constraint.contype if constraint is not None else "", 4)
    if command.subtype == "AT_ColumnDefault" and argument_of(command) == CommandArgument():
        return _PASSES["AT_DropColumn"]  # DROP DEFAULT is a drop
    return _PASSES.get(command.subtype, _LAST_PASS)


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
