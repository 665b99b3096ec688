"""Columns as declared, and how those of two tables become one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.catalog import Column
from ondelete.dump.nodes.names import NameNode, StringValue, strings
from ondelete.dump.nodes.trees import first_offset
from ondelete.dump.nodes.types import SERIALS, builtin_name
from ondelete.dump.replay.changes.sequences import add_identity_sequence, next_value
from ondelete.dump.replay.model.refusals import NotReplayed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal

    from ondelete.catalog import Expression, QualifiedName
    from ondelete.dump.nodes.statements.constraints import Constraint, ConstraintNode
    from ondelete.dump.nodes.statements.tables import ColumnDef
    from ondelete.dump.replay.model.state import State
    from ondelete.dump.statements.slicing import Source

_ATTRIBUTES = frozenset(
    f"CONSTR_ATTR_{word}" for word in "DEFERRABLE NOT_DEFERRABLE DEFERRED IMMEDIATE ENFORCED NOT_ENFORCED".split()
)


def merge_column(first: Column | None, second: Column) -> Column:
    """Return the one column that two parents' columns of one name become."""
    if first is None:
        return second
    return replace(first, not_null=first.not_null or second.not_null, default=first.default or second.default)


def make_column(
    node: ColumnDef, table: QualifiedName, source: Source, state: State, old: Column | None = None
) -> tuple[Column, list[Constraint]]:
    """Return a column and its constraints; ``old`` is the inherited column that it adds to."""
    column = _typed_column(node, table, source, state, old)
    if not node.constraints:
        return column, []
    declared = of_column(node.colname, node.constraints)
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


def name_nodes(*names: str) -> tuple[NameNode, ...]:
    """Return names as parse nodes."""
    return tuple(NameNode(string=StringValue(name)) for name in names)


def of_column(column: str, nodes: Iterable[ConstraintNode]) -> list[Constraint]:
    """Return a column's constraints as if they were the table's.

    DEFERRABLE, INITIALLY DEFERRED and NOT ENFORCED are nodes of their own that speak of the constraint before.
    """
    found: list[Constraint] = []
    for constraint in (node.constraint for node in nodes):
        kind = constraint.contype
        if kind in _ATTRIBUTES:
            if found:
                _apply_attribute(found[-1], kind)
            continue
        if kind == "CONSTR_FOREIGN":
            constraint.fk_attrs = name_nodes(column)
        elif kind in ("CONSTR_PRIMARY", "CONSTR_UNIQUE") or (kind == "CONSTR_NOTNULL" and constraint.conname):
            constraint.keys = name_nodes(column)
        found.append(constraint)
    return found


def _apply_attribute(constraint: Constraint, attribute: str) -> None:
    match attribute:
        case "CONSTR_ATTR_DEFERRABLE":
            constraint.deferrable = True
        case "CONSTR_ATTR_DEFERRED":
            constraint.deferrable = constraint.initdeferred = True
        case "CONSTR_ATTR_ENFORCED" | "CONSTR_ATTR_NOT_ENFORCED":
            constraint.is_enforced = attribute == "CONSTR_ATTR_ENFORCED"
