"""CREATE INDEX as pg_dump writes it, if its elements are columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ondelete.catalog import QualifiedName
from ondelete.dump.replay.changes.indexes import (
    add_index,
    plain_index,
    require_free_index,
    require_free_relation,
    require_unique_method,
)
from ondelete.dump.replay.keys.columns import require_columns, require_columns_of
from ondelete.dump.replay.plain_expressions import is_whole, plain_expression
from ondelete.dump.replay.plain_names import ID, QUALIFIED, columns_of, name_of, relation_of
from ondelete.text.patterns import later

if TYPE_CHECKING:
    from ondelete.catalog import Expression, Location
    from ondelete.dump.replay.model.state import State

_ELEMENT = rf"{ID}(?: [a-z0-9_]+_ops)?(?: DESC)?(?: NULLS (?:FIRST|LAST))?"
INDEX = later(
    rf"CREATE (UNIQUE )?INDEX ({ID}) ON (ONLY )?{QUALIFIED} USING ([a-z]+) "
    rf"\((?:({ID}(?:, {ID})*)|({_ELEMENT}(?:, {_ELEMENT})*))\)"
    # How an index is stored is no part of a catalog.
    r"(?: WITH \([a-z_]+='[a-z0-9]+'\))?(?: WHERE (\(.+\)))?\Z"
)
_ONE_ELEMENT = later(
    rf"(?:\A|(?<=, ))({ID})(?: ([a-z0-9_]+_ops))?(?: ((?:DESC)?(?: ?NULLS (?:FIRST|LAST))?))?(?:, |\Z)"
)
_ORDERS = {
    None: None,
    "DESC": "DESC",
    "DESC NULLS FIRST": "DESC",
    "DESC NULLS LAST": "DESC NULLS LAST",
    "NULLS FIRST": "NULLS FIRST",
    "NULLS LAST": None,
}


def replay_index(match: re.Match[str], location: Location, state: State) -> bool:
    """Make the index that ``INDEX`` has matched; return False if only the parser can tell what it is.

    Raises:
        NotReplayed: PostgreSQL would refuse it.
    """
    unique, name, only, first, second, method, listed, sorted_, where = match.groups()
    table, name = relation_of(first, second, state), name_of(name)
    columns, opclasses, orders = (columns_of(listed), None, ()) if sorted_ is None else _elements(sorted_)
    predicate = _predicate(where, table, state) if where is not None else None
    if where is not None and predicate is None:
        return False
    require_unique_method(method, unique=unique is not None)
    if predicate is None:
        require_free_index(QualifiedName(table.schema, name), table, columns, state, unique=unique is not None)
    else:
        require_free_relation(QualifiedName(table.schema, name), state)
    require_columns(table, columns, state)
    require_columns_of(predicate, table, state)
    index = plain_index(
        table,
        name,
        columns,
        state,
        location,
        method=method,
        unique=unique is not None,
        predicate=predicate,
        opclasses=opclasses,
        orders=orders,
        only=only is not None and state.is_partitioned(table),
    )
    add_index(index, state)
    return True


def _elements(text: str) -> tuple[tuple[str, ...], tuple[str | None, ...], tuple[str | None, ...]]:
    """Return the columns, operator classes and orders of an index."""
    columns, opclasses, orders = [], list[str | None](), list[str | None]()
    for element in _ONE_ELEMENT.finditer(text):
        name, opclass, order = element.groups()
        columns.append(name_of(name))
        opclasses.append(opclass)
        orders.append(_ORDERS[order])
    return tuple(columns), tuple(opclasses), tuple(orders) if any(orders) else ()


def _predicate(text: str, table: QualifiedName, state: State) -> Expression | None:
    known = state.tables.get(table)
    return plain_expression(text, known.columns_by_name if known is not None else (), state) if is_whole(text) else None
