"""The constraints that a table declares, of any kind, in the order in which PostgreSQL makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.dump.nodes.names import strings
from ondelete.dump.replay.changes import constraints
from ondelete.dump.replay.changes.likes import copy_like
from ondelete.dump.replay.model.refusals import NotReplayed, Problems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ondelete.catalog import QualifiedName
    from ondelete.dump.nodes.statements.alter_table import AlterTableCmd
    from ondelete.dump.nodes.statements.constraints import Constraint
    from ondelete.dump.nodes.statements.tables import TableElement
    from ondelete.dump.replay.model.state import State
    from ondelete.dump.statements.slicing import Source


def inherit_checks(parent: QualifiedName, child: QualifiedName, state: State) -> None:
    """Copy a parent's CHECKs to a child (and to everything below it) that lacks them."""
    for check in (each for each in state.checks.of(parent) if not each.no_inherit):
        for each in state.family(child):
            if state.checks.get(each, check.name) is None:
                state.checks.add(replace(check, table=each, inherited=True))


def add_constraints(
    table: QualifiedName,
    declared: Sequence[Constraint],
    source: Source,
    state: State,
    elements: Sequence[TableElement],
) -> Problems:
    """Add the constraints of a new table, and what its LIKE elements copy.

    Returns: what is wrong with some of them; the others are there.
    """
    problems = Problems()
    for constraint in declared:
        if constraint.contype == "CONSTR_CHECK":
            location = source.at(constraint.location)
            with problems.of_one():
                constraints.add_check(table, constraint, source, state, location=location, new_table=True)
        elif constraint.contype == "CONSTR_NOTNULL" and constraint.conname is not None:
            state.of(table).not_null_names[constraint.conname] = strings(constraint.keys)[0]
    for constraint in _distinct_keys(declared):
        with problems.of_one():
            constraints.add_key(table, constraint, source, state, location=source.at(constraint.location))
    for element in elements:
        if element.like is not None:
            copy_like(element.like, table, source, state)
    for constraint in declared:
        if constraint.contype == "CONSTR_FOREIGN":
            location = source.at(constraint.location)
            with problems.of_one():
                constraints.add_foreign_key(table, constraint, state, location=location, new_table=True)
    return problems


def _distinct_keys(declared: Sequence[Constraint]) -> list[Constraint]:
    """Return the constraints that make an index, the primary key first, without repeats (transformIndexConstraints)."""
    keys = [each for each in declared if each.contype in constraints.INDEX_CONSTRAINTS]
    keys.sort(key=lambda each: each.contype != "CONSTR_PRIMARY")
    kept: dict[object, Constraint] = {}
    for key in keys:
        first = kept.setdefault(_shape(key), key)
        first.conname = first.conname or key.conname
    return list(kept.values())


def _shape(key: Constraint) -> object:
    if key.exclusions or key.without_overlaps:
        return id(key)
    return (strings(key.keys), strings(key.including), key.nulls_not_distinct, key.deferrable, key.initdeferred)


# Where in AT_PASS_... of tablecmds.c a constraint is added; CHECK and NOT NULL come before.
CONSTRAINT_PASSES = {"CONSTR_PRIMARY": 6, "CONSTR_UNIQUE": 6, "CONSTR_EXCLUSION": 6, "CONSTR_FOREIGN": 7}


def change_not_null(
    table: QualifiedName, column: str, value: bool, state: State, *, only: bool = False, unchecked: bool = False
) -> None:
    """Make a column NOT NULL or nullable, in everything below the table too; ``unchecked``: NOT NULL ... NOT VALID."""
    for each in state.family(table, only=only):
        known = state.tables[each].column(column) if each in state.tables else None
        was_checked = known is not None and known.not_null and not known.not_null_unchecked
        state.change_column(each, column, not_null=value, not_null_unchecked=unchecked and not was_checked)
        names = state.of(each).not_null_names
        for name in [name for name, of in names.items() if of == column and not value]:
            del names[name]
            state.poorer.add(each)


def add_declared(
    table: QualifiedName, constraint: Constraint, command: AlterTableCmd, source: Source, state: State
) -> None:
    """Add a constraint of any kind, of a column or a table."""
    location = source.location if command.single else source.at(constraint.location)
    if constraint.contype == "CONSTR_FOREIGN":
        if not command.recurse and state.is_partitioned(table):
            raise NotReplayed(f"a foreign key of partitioned table {table} cannot be added with ONLY")
        constraints.add_foreign_key(table, constraint, state, location=location)
    elif constraint.contype in constraints.INDEX_CONSTRAINTS:
        known = state.tables.get(table)
        only = not command.recurse and known is not None and known.kind == "partitioned table"
        constraints.add_key(table, constraint, source, state, location=location, only=only)
    elif constraint.contype == "CONSTR_CHECK":
        constraints.add_check(table, constraint, source, state, location=location, only=not command.recurse)
    elif constraint.contype == "CONSTR_NOTNULL":
        for column in strings(constraint.keys):
            only = constraint.is_no_inherit or not command.recurse
            change_not_null(table, column, True, state, only=only, unchecked=constraint.skip_validation)
            if constraint.conname is not None:
                state.of(table).not_null_names[constraint.conname] = column
