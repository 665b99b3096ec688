"""CREATE TABLE in all its forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.catalog import CompositeType, PartitionKey, Table
from ondelete.dump.nodes.names import strings
from ondelete.dump.nodes.statements.tables import CreateForeignTableStmt, CreateStmt
from ondelete.dump.replay.changes.columns import make_column, merge_column
from ondelete.dump.replay.changes.declarations import add_constraints, inherit_checks
from ondelete.dump.replay.changes.drops import drop_relation, take_name
from ondelete.dump.replay.changes.indexes import give_parts
from ondelete.dump.replay.changes.inheritance import partition_bound, require_distinct, require_plain_parent
from ondelete.dump.replay.changes.likes import like_columns
from ondelete.dump.replay.dispatch import replays
from ondelete.dump.replay.model.refusals import NotReplayed
from ondelete.dump.replay.session.temporary import drop_on_commit

if TYPE_CHECKING:
    from typing import Literal

    from ondelete.catalog import Column, QualifiedName
    from ondelete.catalog.relations import TableKind
    from ondelete.dump.nodes.expressions import TypeName
    from ondelete.dump.nodes.statements.constraints import Constraint
    from ondelete.dump.nodes.statements.tables import PartitionBoundSpec, PartitionSpec
    from ondelete.dump.replay.model.state import State
    from ondelete.dump.statements.slicing import Source

_STRATEGIES: dict[str, Literal["range", "list", "hash"]] = {
    "PARTITION_STRATEGY_RANGE": "range",
    "PARTITION_STRATEGY_LIST": "list",
    "PARTITION_STRATEGY_HASH": "hash",
}


@replays(CreateForeignTableStmt)
def create_foreign_table(statement: CreateForeignTableStmt, source: Source, state: State) -> None:
    """CREATE FOREIGN TABLE."""
    create_table(statement.base, source, state, kind="foreign table")


@replays(CreateStmt)
def create_table(statement: CreateStmt, source: Source, state: State, *, kind: TableKind = "table") -> None:
    """CREATE TABLE: columns first, then CHECKs, indexes, what LIKE copies, and foreign keys, as PostgreSQL does."""
    name = state.new_name(statement.relation)
    if statement.if_not_exists and state.relation_exists(name):
        return
    parents = _parents(statement, state)
    take_name(name, state)
    columns, declared = _columns(statement, name, parents, source, state)
    state.put_table(
        Table(
            name=name,
            kind="partitioned table" if statement.partspec is not None else kind,
            columns=tuple(columns.values()),
            location=source.location,
            parents=parents,
            bound=partition_bound(statement.partbound, source) if statement.partbound is not None else None,
            partition_key=_partition_key(statement.partspec, source, state) if statement.partspec is not None else None,
            unlogged=statement.relation.relpersistence == "u",
        )
    )
    if parents and statement.partbound is None:
        state.of(name).local_columns = {e.column.colname for e in statement.elements if e.column is not None}
    for parent in parents:
        inherit_checks(parent, name, state)
    problems = add_constraints(name, declared, source, state, statement.elements)
    if problems.refused:
        drop_relation(name, state)
        problems.tell("a server makes no such table")
    if statement.partbound is not None:
        give_parts(parents[0], name, state)
    if statement.oncommit == "ONCOMMIT_DROP":
        drop_on_commit(name, state)
    problems.tell()


def _parents(statement: CreateStmt, state: State) -> tuple[QualifiedName, ...]:
    parents = tuple(state.relation_name(node.table) for node in statement.parents)
    for name in parents:
        if name not in state.tables:
            raise NotReplayed(f"table {name}, which it inherits from or is a partition of, is not defined")
        if statement.partbound is None:
            require_plain_parent(state.tables[name])
        elif not state.is_partitioned(name):
            raise NotReplayed(f'"{name.name}" is not partitioned')
    require_distinct(parents)
    return parents


def _columns(
    statement: CreateStmt, name: QualifiedName, parents: tuple[QualifiedName, ...], source: Source, state: State
) -> tuple[dict[str, Column], list[Constraint]]:
    """Return the columns by name, and every constraint of columns and table in the order of the text."""
    columns: dict[str, Column] = {}
    for parent in parents:
        for column in state.tables[parent].columns:
            columns[column.name] = merge_column(columns.get(column.name), _inherited(column, statement.partbound))
    if statement.of_type is not None:
        columns.update((column.name, column) for column in _type_columns(statement.of_type, state))
    declared: list[Constraint] = []
    for element in statement.elements:
        if element.column is not None:
            column, own = make_column(element.column, name, source, state, columns.get(element.column.colname))
            columns[column.name] = column
            declared += own
        elif element.constraint is not None:
            declared.append(element.constraint)
        elif element.like is not None:
            columns.update((column.name, column) for column in like_columns(element.like, state))
    for constraint in (element.constraint for element in statement.elements if element.constraint is not None):
        if constraint.contype == "CONSTR_NOTNULL":
            for key in strings(constraint.keys):
                if key in columns:
                    columns[key] = replace(columns[key], not_null=True)
    return columns, declared


def _inherited(column: Column, bound: PartitionBoundSpec | None) -> Column:
    """Identity is not inherited, except by a partition (from PostgreSQL 17 on; before, no dump can tell)."""
    return column if bound is not None or column.identity is None else replace(column, identity=None)


def _type_columns(node: TypeName, state: State) -> tuple[Column, ...]:
    name = state.find_type(strings(node.names))
    composite = state.types.get(name) if name is not None else None
    if not isinstance(composite, CompositeType):
        raise NotReplayed(f"type {'.'.join(strings(node.names))} is not defined")
    return composite.columns


def _partition_key(spec: PartitionSpec, source: Source, state: State) -> PartitionKey:
    elements = [element for entry in spec.params for element in entry.values()]
    texts = source.elements(spec.location) if any(element.expr is not None for element in elements) else ()
    expressions = (state.expression(e.expr, sql) for e, sql in zip(elements, texts, strict=False) if e.expr is not None)
    return PartitionKey(_STRATEGIES[spec.strategy], tuple(element.name for element in elements), tuple(expressions))
