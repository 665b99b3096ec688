"""Indexes, and which indexes of partitioned tables are valid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.catalog import Index, QualifiedName
from ondelete.dump.nodes.names import strings
from ondelete.dump.replay.model import naming
from ondelete.dump.replay.model.refusals import NotReplayed, Repeated

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ondelete.catalog import Expression, Location
    from ondelete.dump.nodes.names import NameNode
    from ondelete.dump.nodes.statements.indexes import IndexElem
    from ondelete.dump.replay.model.state import State

# NULLs come last if the order ascends and first if it descends, unless the statement says otherwise.
_ORDERS = {
    ("SORTBY_DESC", "SORTBY_NULLS_DEFAULT"): "DESC",
    ("SORTBY_DESC", "SORTBY_NULLS_FIRST"): "DESC",
    ("SORTBY_DESC", "SORTBY_NULLS_LAST"): "DESC NULLS LAST",
    ("SORTBY_DEFAULT", "SORTBY_NULLS_FIRST"): "NULLS FIRST",
    ("SORTBY_ASC", "SORTBY_NULLS_FIRST"): "NULLS FIRST",
}


def require_free_relation(name: QualifiedName, state: State) -> None:
    """Raise NotReplayed if there is a relation of that name."""
    if state.relation_exists(name):
        raise NotReplayed(f"relation {name} already exists")


def require_free_index(
    name: QualifiedName, table: QualifiedName, columns: Sequence[str | None], state: State, *, unique: bool
) -> None:
    """Raise NotReplayed if there is a relation of that name, Repeated if it is such an index of the same columns.

    Args:
        name: of the new index.
        table: its table.
        columns: its columns; None for an expression.
        state: the catalog so far.
        unique: whether it is unique.
    """
    old = state.indexes.in_schema(*name)
    same = old is not None and (old.table, old.columns, old.predicate) == (table, tuple(columns), None)
    if old is not None and same and old.unique >= unique and None not in columns:
        raise Repeated(f"index {old.name} is there already, with these columns")
    require_free_relation(name, state)


def plain_element(element: IndexElem) -> IndexElem:
    """Return ``((a))`` and ``((a COLLATE "C"))`` as the plain columns that they are (ComputeIndexAttrs)."""
    inner, collation = element.expr, element.collation
    while inner is not None and (clause := inner.collate) is not None:
        inner, collation = clause.arg, collation or clause.collname
    if inner is None or inner.column_ref is None:
        return element
    return replace(element, name=strings(inner.column_ref.fields)[-1], expr=None, collation=collation)


def own_columns(elements: Iterable[IndexElem], include: Iterable[str]) -> list[str]:
    """Return the names that an index gives its own columns."""
    names = [each.name or (naming.expression_name(each.expr) if each.expr else None) for each in elements]
    return naming.index_column_names([*names, *include])


def index_name(table: QualifiedName, columns: Iterable[str], state: State) -> str:
    """Return PostgreSQL's name for an unnamed index whose own columns have these names."""
    return state.names.choose(
        "relation",
        table.schema,
        table.name,
        naming.joined_columns(columns),
        "idx",
        lambda name: state.relation_exists(table._replace(name=name)),
    )


_NOT_UNIQUE = frozenset(("hash", "gin", "gist", "spgist", "brin"))


def require_unique_method(method: str, *, unique: bool) -> None:
    """Raise NotReplayed for a unique index of a method that has none (amcanunique)."""
    if unique and method in _NOT_UNIQUE:
        raise NotReplayed(f"indexes of method {method} cannot be unique")


def index_of(
    table: QualifiedName,
    name: str,
    elements: Sequence[IndexElem],
    state: State,
    texts: Sequence[str],
    location: Location,
    *,
    include: tuple[str, ...] = (),
    method: str = "btree",
    unique: bool = False,
    primary: bool = False,
    predicate: Expression | None = None,
    nulls_not_distinct: bool = False,
    constraint: str | None = None,
    only: bool = False,
) -> Index:
    """Make an index; ``texts`` are the SQL texts of its elements, needed if one is an expression."""
    index = Index(
        table=table,
        name=name,
        columns=tuple([element.name for element in elements]),
        include=include,
        method=method,
        unique=unique,
        primary=primary,
        predicate=predicate,
        collations=tuple([_last(element.collation) for element in elements]),
        opclasses=tuple([_last(element.opclass) for element in elements]),
        expressions=tuple(
            [
                state.expression(element.expr, texts[place] if place < len(texts) else "")
                for place, element in enumerate(elements)
                if element.expr is not None
            ]
        ),
        nulls_not_distinct=nulls_not_distinct,
        only=only,
        valid=not (only and state.partitions(table)),
        attached_to=None,
        constraint=constraint,
        location=location,
        orders=_orders(elements),
    )
    if texts:
        state.of_index(index).columns = own_columns(elements, include)
    return index


def _orders(elements: Sequence[IndexElem]) -> tuple[str | None, ...]:
    """Return how each element is sorted if that is not the default, as pg_get_indexdef writes it."""
    orders = tuple([_ORDERS.get((element.ordering, element.nulls_ordering)) for element in elements])
    return orders if any(orders) else ()


def plain_index(
    table: QualifiedName,
    name: str,
    columns: tuple[str, ...],
    state: State,
    location: Location,
    *,
    method: str = "btree",
    unique: bool = False,
    primary: bool = False,
    predicate: Expression | None = None,
    opclasses: tuple[str | None, ...] | None = None,
    orders: tuple[str | None, ...] = (),
    constraint: str | None = None,
    only: bool = False,
) -> Index:
    """Make an index of columns, without expressions; the arguments are as ``Index`` has them."""
    nothing = (None,) * len(columns)
    return Index(
        table=table,
        name=name,
        columns=columns,
        include=(),
        method=method,
        unique=unique,
        primary=primary,
        predicate=predicate,
        collations=nothing,
        opclasses=opclasses or nothing,
        expressions=(),
        nulls_not_distinct=False,
        only=only,
        valid=not (only and state.partitions(table)),
        attached_to=None,
        constraint=constraint,
        location=location,
        orders=orders,
    )


def _last(names: tuple[NameNode, ...]) -> str | None:
    return strings(names)[-1] if names else None


def add_index(index: Index, state: State) -> None:
    """Store an index; unless ON ONLY, every partition gets its part of it at once."""
    state.doubt_gone(index.table)
    state.indexes.add(index)
    if not index.only:
        for child in state.partitions(index.table):
            _find_part(index, child, state)


def _give_part(index: Index, child: QualifiedName, state: State, part: str | None = None) -> None:
    if state.tables[child].is_partition:
        parts = state.of_index(index).parts
        parts[state.of(child)] = part or parts.get(state.of(child))


def attach_index(parent: QualifiedName, child: QualifiedName, state: State) -> None:
    """ALTER INDEX parent ATTACH PARTITION child."""
    upper = state.indexes.in_schema(*parent)
    lower = state.indexes.in_schema(*child)
    if upper is None or lower is None:
        raise NotReplayed(f"index {parent if upper is None else child} does not exist")
    state.indexes.replace(lower, replace(lower, attached_to=parent))
    state.of_index(upper).parts[state.of(lower.table)] = lower.name
    revalidate(upper, state)


def parts_of(index: Index, state: State) -> list[Index]:
    """Return the named parts of an index of a partitioned table."""
    parts = state.of_index(index).parts
    found = (state.indexes.get(child.name, name) for child, name in parts.items() if name is not None)
    return [part for part in found if part is not None]


def revalidate(index: Index, state: State) -> None:
    """Make an index valid once every partition has a valid part of it (validatePartitionedIndex)."""
    if index.valid or len(state.of_index(index).parts) < len(state.partitions(index.table)):
        return
    if not all(part.valid for part in parts_of(index, state)):
        return
    state.indexes.replace(index, replace(index, valid=True))
    upper = state.indexes.in_schema(*index.attached_to) if index.attached_to is not None else None
    if upper is not None:
        revalidate(upper, state)


def give_parts(parent: QualifiedName, child: QualifiedName, state: State) -> None:
    """Give a new partition its part of every index of its parent: one that it has already, or a copy."""
    for index in state.indexes.of(parent):
        _find_part(index, child, state)


def _find_part(index: Index, child: QualifiedName, state: State) -> None:
    """Give a partition its part of an index: the first of its own that fits, or a copy."""
    match = None
    if state.tables[child].is_partition:
        match = next((each for each in state.indexes.of(child) if _same(index, each)), None)
    _give_part(index, child, state, match.name if match is not None else None)
    if match is not None:
        state.indexes.replace(match, replace(match, attached_to=QualifiedName(index.table.schema, index.name)))


def _same(upper: Index, lower: Index) -> bool:
    """Whether a partition's index can become its part of an index (CompareIndexInfo); how it sorts does not matter."""

    def shape(index: Index) -> tuple[object, ...]:
        return (
            index.columns,
            index.include,
            index.method,
            index.unique,
            index.predicate and index.predicate.tree,
            index.collations,
            index.opclasses,
            tuple(each.tree for each in index.expressions),
            index.nulls_not_distinct,
            index.constraint is not None or upper.constraint is None,
        )

    return lower.attached_to is None and lower.valid and shape(upper) == shape(lower)
