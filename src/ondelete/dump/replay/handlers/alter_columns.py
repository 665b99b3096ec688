"""ALTER TABLE: the commands that change columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.catalog import QualifiedName
from ondelete.dump.nodes.names import strings
from ondelete.dump.nodes.statements.alter_table import AlterTableCmd, argument_of
from ondelete.dump.nodes.statements.options import OptionsNode
from ondelete.dump.nodes.trees import first_offset
from ondelete.dump.replay.changes.column_users import doubt_rules, require_no_partition_key, require_unused
from ondelete.dump.replay.changes.columns import make_column
from ondelete.dump.replay.changes.declarations import CONSTRAINT_PASSES, add_declared, change_not_null
from ondelete.dump.replay.changes.drops import drop_column
from ondelete.dump.replay.changes.sequences import add_identity_sequence
from ondelete.dump.replay.dispatch import alters
from ondelete.dump.replay.keys.columns import primary_key_of
from ondelete.dump.replay.model.refusals import NotReplayed
from ondelete.dump.replay.model.state import State

if TYPE_CHECKING:
    from ondelete.catalog import QualifiedName
    from ondelete.dump.statements.slicing import Source


@alters("AddColumn")
def add_column(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """ADD COLUMN, in everything below the table too."""
    node = argument_of(command).column
    assert node is not None  # noqa: S101
    known = state.tables.get(table)
    if known is not None and known.column(node.colname) is not None:
        if command.missing_ok:
            return
        raise NotReplayed(f"column {node.colname} of table {table} already exists")
    column, declared = make_column(node, table, source, state)
    for each in state.family(table) if known is not None else ():
        child = state.tables[each]
        if child.column(column.name) is None:
            state.change_table(child, columns=(*child.columns, column))
    for constraint in sorted(declared, key=lambda each: CONSTRAINT_PASSES.get(each.contype, 4)):
        if known is None and constraint.contype not in CONSTRAINT_PASSES:
            continue  # of a table that no file defines, only what refers to others matters
        add_declared(table, constraint, command, source, state)


@alters("DropColumn")
def drop_columns(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """DROP COLUMN; a child keeps a column that it declares itself."""
    name = command.name or ""
    if command.missing_ok and state.tables[table].column(name) is None:
        return
    state.column(state.tables[table], name)
    for each in state.family(table, only=not command.recurse):
        require_no_partition_key(each, name, state)
        if command.behavior == "DROP_CASCADE":
            doubt_rules(each, name, state)
        else:
            require_unused(each, name, state)
    for other in state.tables[table].columns:
        # The others would have refused it.
        if other.generation is not None and name in other.generation.columns:
            _drop_column(table, other.name, command, state)
    _drop_column(table, name, command, state)


def _drop_column(table: QualifiedName, name: str, command: AlterTableCmd, state: State) -> None:
    drop_column(table, name, command.behavior == "DROP_CASCADE", state)
    for child in state.partitions(table) if command.recurse else ():
        others = [parent for parent in state.tables[child].parents if state.tables[parent].column(name) is not None]
        own = name in state.of(child).local_columns
        if state.tables[child].column(name) is not None and not others and not own:
            _drop_column(child, name, command, state)


@alters("AlterColumnType")
def alter_type(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """TYPE: PostgreSQL makes the foreign keys that use the column anew, so they fire last from then on."""
    node = argument_of(command).column
    name = command.name or ""
    state.column(state.tables[table], name)
    assert node is not None  # noqa: S101
    assert node.type_name is not None  # noqa: S101
    family = state.family(table, only=not command.recurse)
    for each in family:
        require_no_partition_key(each, name, state)
        require_unused(each, name, state)
    for each in family:
        state.change_column(
            each,
            name,
            type=state.type_text(node.type_name),
            type_name=state.find_type(strings(node.type_name.names)),
            collation=strings(node.collation.collname)[-1] if node.collation is not None else None,
        )
    for key in state.foreign_keys.touching(table):
        if (key.table == table and name in key.columns) or (
            key.referenced_table == table and name in key.referenced_columns
        ):
            state.foreign_keys.move_to_end(key)


@alters("ColumnDefault")
def set_default(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """SET DEFAULT, DROP DEFAULT."""
    name = command.name or ""
    state.column(state.tables[table], name)
    node = argument_of(command) if command.argument or command.decoded else None
    default = state.expression(node, source.default(first_offset(node))) if node is not None else None
    for each in state.family(table, only=not command.recurse):
        state.change_column(each, name, default=default)


@alters("SetNotNull", "DropNotNull")
def set_not_null(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """SET NOT NULL, DROP NOT NULL."""
    name = command.name or ""
    column = state.column(state.tables[table], name)
    if command.subtype == "AT_DropNotNull" and name in primary_key_of(table, state):
        raise NotReplayed(f"column {name} is in a primary key")
    if command.subtype == "AT_DropNotNull" and column.identity is not None:
        raise NotReplayed(f"column {name} is an identity column")
    change_not_null(table, name, command.subtype == "AT_SetNotNull", state, only=not command.recurse)


def _with_partitions(table: QualifiedName, state: State) -> list[QualifiedName]:
    """Return a table and its partitions at any depth, which have its identity; tables that inherit have not."""
    return state.family(table) if state.is_partitioned(table) else [table]


@alters("AddIdentity")
def add_identity(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """ADD GENERATED ... AS IDENTITY."""
    constraint = argument_of(command).constraint
    assert constraint is not None  # noqa: S101
    name = command.name or ""
    state.column(state.tables[table], name)
    identity = "always" if constraint.generated_when == "a" else "by default"
    for each in _with_partitions(table, state):
        state.change_column(each, name, identity=identity, not_null=True)
    add_identity_sequence(table, name, constraint, source, state)


@alters("SetIdentity")
def set_identity(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """SET GENERATED ALWAYS | BY DEFAULT, and options of the sequence."""
    for option in (node.option for node in msgspec.json.decode(command.argument, type=OptionsNode).options.items):
        if option.defname == "generated" and option.arg is not None and option.arg.integer is not None:
            identity = "always" if option.arg.integer.ival == ord("a") else "by default"
            for each in _with_partitions(table, state):
                state.change_column(each, command.name or "", identity=identity)


@alters("DropIdentity", "DropExpression")
def drop_identity(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """DROP IDENTITY; DROP EXPRESSION makes a generated column a plain one."""
    name = command.name or ""
    state.column(state.tables[table], name)
    if command.subtype == "AT_DropIdentity":
        for each in _with_partitions(table, state):
            state.change_column(each, name, identity=None)
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
