"""What a referential action writes into a referencing row, column by column (R10 to R13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never

from ondelete.catalog import ReferentialAction
from ondelete.catalog.expressions import Call, Cast
from ondelete.deletion.actions.partitions import may_move
from ondelete.deletion.expressions.evaluate import evaluate
from ondelete.deletion.expressions.rows import stored
from ondelete.deletion.expressions.values import NULL, SOME_VALUE, Possible, Value, join

if TYPE_CHECKING:
    from ondelete.catalog import Catalog, Clause, Column, Expression, ForeignKey, QualifiedName

To: TypeAlias = Literal["null", "default", "value", "same"]
Changes: TypeAlias = Mapping[str, frozenset[To]]
"""New contents of the columns that an UPDATE sets, each a set of possibilities: NULL, the default, another value
from the referenced row, or the old value."""

NULL_ONLY: frozenset[To] = frozenset({"null"})
_SAME: frozenset[To] = frozenset({"same"})
_PASSED_ON: Mapping[To, To] = {"null": "null", "default": "value", "value": "value", "same": "same"}

# Functions of usual defaults that never give NULL.
_NEVER_NULL = frozenset(
    """
    clock_timestamp current_date current_timestamp gen_random_uuid localtimestamp nextval now random
    statement_timestamp timeofday transaction_timestamp uuidv4 uuidv7
    """.split()
)
_OF_EXTENSIONS = ("uuid_generate_v1", "uuid_generate_v4")


def written_by(catalog: Catalog, key: ForeignKey, clause: Clause, source: Changes) -> Changes | None:
    """Return what ``key`` sets in a referencing row, generated columns included; None if its action sets nothing.

    Args:
        catalog: the schema.
        key: the key that acts.
        clause: on which event.
        source: what changed in the referenced row; empty if it was deleted.
    """
    changes: dict[str, frozenset[To]]
    match key.action_on(clause):
        case ReferentialAction.NO_ACTION | ReferentialAction.RESTRICT:
            return None
        case ReferentialAction.CASCADE:
            if clause == "delete":
                return None
            pairs = zip(key.columns, key.referenced_columns, strict=False)
            changes = {c: frozenset(_PASSED_ON[to] for to in source.get(r, _SAME)) for c, r in pairs}
        case ReferentialAction.SET_NULL:
            changes = dict.fromkeys(_set_columns(key, clause), NULL_ONLY)
        case ReferentialAction.SET_DEFAULT:
            changes = {c: default_of(catalog, key.table, c) for c in _set_columns(key, clause)}
        case unknown:
            assert_never(unknown)
    return with_generated(catalog, key.table, changes)


def with_generated(catalog: Catalog, table: QualifiedName, changes: Changes) -> Changes:
    """Return what an UPDATE sets, and the generated columns that follow."""
    return {**changes, **_generated(catalog, table, changes)}


def changed(changes: Changes) -> frozenset[str]:
    """Return the columns whose content can be different afterwards."""
    return frozenset(column for column, to in changes.items() if to != _SAME)


def nulled(changes: Changes) -> frozenset[str]:
    """Return the columns that are NULL afterwards in every case."""
    return frozenset(column for column, to in changes.items() if to == NULL_ONLY)


def default_of(catalog: Catalog, table: QualifiedName, column: str) -> frozenset[To]:
    """Return what ``SET column = DEFAULT`` can write: NULL, or the default, or (an unknown function) either.

    A column of an unknown table can have any default. A domain's default counts if the column has none (R13).
    """
    definition = catalog.tables.get(table)
    found = definition.column(column) if definition is not None else None
    if found is None:
        return frozenset({"null", "default"})
    if found.identity is not None:
        return frozenset({"default"})
    expression = default_expression(catalog, found)
    if expression is None or expression.is_null:
        return NULL_ONLY
    value = evaluate(expression.tree, {})
    if not value.null or _calls_only(expression):
        return frozenset({"default"})
    return NULL_ONLY if value.values is not None and not value.values else frozenset({"null", "default"})


def default_expression(catalog: Catalog, column: Column) -> Expression | None:
    """Return the column's default, else its domain's, else None."""
    if column.default is not None:
        return column.default
    domain = catalog.domain(column.type_name) if not column.type.endswith("[]") else None
    return domain.default if domain is not None else None


def row_after(catalog: Catalog, table: QualifiedName, changes: Changes) -> dict[str, Value]:
    """Return the changed columns as values for ``evaluate``; if the file states a default, it is that value."""
    definition = catalog.tables.get(table)
    found: dict[str, Value] = {}
    for name, to in changes.items():
        column = definition.column(name) if definition is not None else None
        choices = [NULL] * ("null" in to) + [SOME_VALUE] * bool(to & {"value", "same"})
        if "default" in to:
            choices.append(_default_value(catalog, column))
        found[name] = None if to == NULL_ONLY else join(choices)
    return found


def _default_value(catalog: Catalog, column: Column | None) -> Possible:
    expression = default_expression(catalog, column) if column is not None else None
    if column is None or expression is None:
        return SOME_VALUE
    return _not_null(stored(catalog, column, evaluate(expression.tree, {})))


def _not_null(value: Possible) -> Possible:
    return Possible(value.values, null=False, excluded=value.excluded)


def row_before(key: ForeignKey) -> dict[str, Value]:
    """Return what is known about a row that a key finds: there is no NULL in the key's columns."""
    return dict.fromkeys(key.columns, SOME_VALUE)


def _set_columns(key: ForeignKey, clause: Clause) -> tuple[str, ...]:
    # The column list belongs to ON DELETE only (R11).
    return key.set_columns if clause == "delete" and key.set_columns else key.columns


def _calls_only(expression: Expression) -> bool:
    tree = expression.tree
    while isinstance(tree, Cast):
        tree = tree.operand
    return isinstance(tree, Call) and (
        tree.function in _NEVER_NULL or tree.function.rpartition(".")[2] in _OF_EXTENSIONS
    )


def _generated(catalog: Catalog, table: QualifiedName, changes: Changes) -> Changes:
    """Return how generated columns change; a partition can have its own expression."""
    definition = catalog.tables.get(table)
    if definition is None:
        return {}
    found: dict[str, frozenset[To]] = {}
    row, differs = row_after(catalog, table, changes), changed(changes)
    for column in definition.columns:
        expressions = _expressions(catalog, table, column)
        # A row that moves gets a value by the expression of its new partition, whatever that one reads.
        moves = len(expressions) > 1 and may_move(catalog, table, differs)
        outcomes = [
            _computed(each, row) if moves or not each.columns.isdisjoint(differs) else None for each in expressions
        ]
        if any(outcome is not None for outcome in outcomes):
            pairs = zip(expressions, outcomes, strict=True)
            found[column.name] = frozenset[To]().union(*(_kept(each) if to is None else to for each, to in pairs))
    return found


def _kept(generation: Expression) -> frozenset[To]:
    """Return what a generated column holds in partitions whose expression reads no changed column."""
    return frozenset({"same", "null"}) if evaluate(generation.tree, {}).null else _SAME


def _computed(generation: Expression, row: Mapping[str, Value]) -> frozenset[To]:
    value = evaluate(generation.tree, row)
    if value.values is not None and not value.values:
        return NULL_ONLY
    return frozenset({"null", "same", "value"}) if value.null else frozenset({"same", "value"})


def _expressions(catalog: Catalog, table: QualifiedName, column: Column) -> list[Expression]:
    """Return the different expressions of a generated column: those of the partitions, or else the table's own."""
    if column.generation is None:
        return []
    leaves = [name for name in catalog.partitions_below(table) if not catalog.is_partitioned(name)]
    own = [catalog.tables[name].column(column.name) for name in leaves] or [column]
    found = {each.generation.tree: each.generation for each in own if each is not None and each.generation is not None}
    return list(found.values())
