"""CREATE TABLE in all its forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.catalog import (
    Column,
    CompositeType,
    Expression,
    PartitionBound,
    PartitionKey,
    QualifiedName,
    Table,
)
from ondelete.dump.nodes.expressions import TypeName
from ondelete.dump.nodes.names import strings
from ondelete.dump.nodes.statements.constraints import Constraint
from ondelete.dump.nodes.statements.tables import (
    ColumnDef,
    CreateForeignTableStmt,
    CreateStmt,
    PartitionBoundSpec,
    PartitionSpec,
)
from ondelete.dump.nodes.trees import first_offset
from ondelete.dump.nodes.types import SERIALS, builtin_name
from ondelete.dump.replay import constraints
from ondelete.dump.replay.drops import drop_relation, take_name
from ondelete.dump.replay.handlers import replays
from ondelete.dump.replay.indexes import give_parts
from ondelete.dump.replay.inheritance import require_distinct, require_plain_parent
from ondelete.dump.replay.likes import copy_like, like_columns
from ondelete.dump.replay.refusals import Problems
from ondelete.dump.replay.sequences import add_identity_sequence, next_value
from ondelete.dump.replay.state import NotReplayed, State
from ondelete.dump.replay.temporary import drop_on_commit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from ondelete.catalog.relations import TableKind
    from ondelete.dump.nodes.statements.tables import TableElement
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
        state.local_columns[name] = {e.column.colname for e in statement.elements if e.column is not None}
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


def merge_column(first: Column | None, second: Column) -> Column:
    """Return the one column that two parents' columns of one name become."""
    if first is None:
        return second
    return replace(first, not_null=first.not_null or second.not_null, default=first.default or second.default)


def _type_columns(node: TypeName, state: State) -> tuple[Column, ...]:
    name = state.find_type(strings(node.names))
    composite = state.types.get(name) if name is not None else None
    if not isinstance(composite, CompositeType):
        raise NotReplayed(f"type {'.'.join(strings(node.names))} is not defined")
    return composite.columns


def make_column(
    node: ColumnDef, table: QualifiedName, source: Source, state: State, old: Column | None = None
) -> tuple[Column, list[Constraint]]:
    """Return a column and its constraints; ``old`` is the inherited column that it adds to."""
    column = _typed_column(node, table, source, state, old)
    if not node.constraints:
        return column, []
    declared = constraints.of_column(node.colname, node.constraints)
    for constraint in declared:
        column = _apply(column, constraint, source, state)
        if constraint.contype == "CONSTR_IDENTITY":
            add_identity_sequence(table, column.name, constraint, source, state)
    return column, declared


def _typed_column(node: ColumnDef, table: QualifiedName, source: Source, state: State, old: Column | None) -> Column:
    if node.type_name is None:
        if old is None:
            raise NotReplayed(f"column {node.colname} does not exist")
        return old
    parts = strings(node.type_name.names)
    serial = SERIALS.get(parts[-1]) if len(parts) == 1 or parts[0] == "pg_catalog" else None
    if serial is not None:
        return Column(node.colname, serial, True, default=next_value(table, node.colname, source, state))
    collation = strings(node.collation.collname)[-1] if node.collation is not None else None
    type_name = None if builtin_name(parts) is not None else state.find_type(parts)
    text = state.type_text(node.type_name)
    if old is not None:
        return replace(old, type=text, type_name=type_name, collation=collation or old.collation)
    return Column(node.colname, text, False, collation=collation, type_name=type_name)


def _apply(column: Column, constraint: Constraint, source: Source, state: State) -> Column:
    match constraint.contype:
        case "CONSTR_NOTNULL" | "CONSTR_PRIMARY":
            return replace(column, not_null=True)
        case "CONSTR_DEFAULT":
            return replace(column, default=default_of(constraint, source, state))
        case "CONSTR_IDENTITY":
            return replace(
                column, not_null=True, identity="always" if constraint.generated_when == "a" else "by default"
            )
        case "CONSTR_GENERATED":
            node = constraint.raw_expr
            assert node is not None  # noqa: S101
            expression = state.expression(node, source.in_parentheses(b"as", first_offset(node)))
            stored: Literal["stored", "virtual"] = "stored" if constraint.generated_kind == "s" else "virtual"
            return replace(column, default=None, generated=stored, generation=expression)
    return column


def default_of(constraint: Constraint, source: Source, state: State) -> Expression | None:
    """Return the expression of a DEFAULT."""
    node = constraint.raw_expr
    return state.expression(node, source.default(first_offset(node))) if node is not None else None


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
            state.not_null_names.setdefault(table, {})[constraint.conname] = strings(constraint.keys)[0]
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


def _partition_key(spec: PartitionSpec, source: Source, state: State) -> PartitionKey:
    elements = [element for entry in spec.params for element in entry.values()]
    texts = source.elements(spec.location) if any(element.expr is not None for element in elements) else ()
    expressions = (state.expression(e.expr, sql) for e, sql in zip(elements, texts, strict=False) if e.expr is not None)
    return PartitionKey(_STRATEGIES[spec.strategy], tuple(element.name for element in elements), tuple(expressions))


def partition_bound(spec: PartitionBoundSpec, source: Source) -> PartitionBound:
    """Return FOR VALUES ... or DEFAULT; a NULL in a list takes rows whose key is NULL."""
    takes_null = spec.is_default or any(node.constant is not None and node.constant.isnull for node in spec.listdatums)
    return PartitionBound(source.bound(spec.location, is_default=spec.is_default), spec.is_default, takes_null)
