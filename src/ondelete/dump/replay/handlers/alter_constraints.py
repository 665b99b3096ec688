"""ALTER TABLE: the commands that change constraints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.catalog import Timing
from ondelete.dump.nodes.statements.alter_table import argument_of
from ondelete.dump.replay.changes.declarations import add_declared, change_not_null
from ondelete.dump.replay.changes.drops import drop_key
from ondelete.dump.replay.dispatch import alters
from ondelete.dump.replay.keys.columns import unnamed_not_null
from ondelete.dump.replay.model.refusals import NotReplayed

if TYPE_CHECKING:
    from ondelete.catalog import ForeignKey, QualifiedName
    from ondelete.dump.nodes.statements.alter_table import AlterTableCmd
    from ondelete.dump.replay.model.state import State
    from ondelete.dump.statements.slicing import Source


@alters("AddConstraint")
def add_constraint(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """ADD CONSTRAINT."""
    constraint = argument_of(command).constraint
    assert constraint is not None  # noqa: S101
    add_declared(table, constraint, command, source, state)


@alters("DropConstraint")
def drop_constraint(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """DROP CONSTRAINT of any kind."""
    name = command.name or ""
    foreign_key, key = state.foreign_keys.get(table, name), state.keys.get(table, name)
    column = state.of(table).not_null_names.get(name) or unnamed_not_null(state.tables[table], name)
    if foreign_key is not None:
        state.foreign_keys.remove(foreign_key)
    elif key is not None:
        drop_key(key, command.behavior == "DROP_CASCADE", state)
    elif state.checks.get(table, name) is not None:
        _drop_check(table, name, command, state)
    elif column is not None:
        change_not_null(table, column, False, state, only=not command.recurse)
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
    column = state.of(table).not_null_names.get(name)
    if column is not None:
        change_not_null(table, column, True, state, only=not command.recurse)
    if state.checks.get(table, name) is None and not _is_not_null(table, name, state):
        raise NotReplayed(f"constraint {name} of table {table} does not exist")


def _is_not_null(table: QualifiedName, name: str, state: State) -> bool:
    """Return whether a NOT NULL goes by that name; of a table that no file defines, anything may be."""
    known = state.tables.get(table)
    named = name in state.of(table).not_null_names
    return named or known is None or unnamed_not_null(known, name) is not None


@alters("SetLogged", "SetUnLogged")
def set_logged(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """SET LOGGED, SET UNLOGGED: a key of a logged table may lead to no unlogged one."""
    state.change_table(state.tables[table], unlogged=command.subtype == "AT_SetUnLogged")


@alters("AlterConstraint")
def alter_constraint(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """ALTER CONSTRAINT: becoming ENFORCED makes the triggers of a foreign key anew."""
    change = argument_of(command).alter_constraint
    assert change is not None  # noqa: S101
    key = state.foreign_keys.get(table, change.conname)
    if key is None:
        if state.checks.get(table, change.conname) is None and not _is_not_null(table, change.conname, state):
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
