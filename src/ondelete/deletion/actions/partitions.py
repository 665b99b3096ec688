"""Which partition a row of a partitioned table is in, and in which order a scan visits the tables below one.

Sources: PostgreSQL's partbounds.c (bounds in canonical order, the partition for NULL, then DEFAULT last),
execPartition.c (ExecFindPartition) and pg_inherits.c (find_all_inheritors).
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from ondelete.deletion.expressions.evaluate import evaluate
from ondelete.deletion.expressions.values import INFINITE, convert
from ondelete.text.patterns import later

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ondelete.catalog import Catalog, Expression, PartitionBound, PartitionKey, QualifiedName, Table
    from ondelete.deletion.expressions.values import Concrete

Infinite: TypeAlias = Literal["minvalue", "maxvalue"]

_TOKEN = later(
    r"\s*+(?:(?P<word>null|minvalue|maxvalue|true|false)\b|(?P<number>[-+]?\d++(?:\.\d++)?)"
    r"|'(?P<text>(?>(?:[^']++|'')*))'(?:::[\w .\"()]++)?)\s*+(?:,|\Z)",
    re.IGNORECASE,
)
_RANGE = later(r"FOR\s++VALUES\s++FROM\s*+\((?P<low>.*)\)\s*+TO\s*+\((?P<high>.*)\)", re.IGNORECASE | re.DOTALL)
_LIST = later(r"FOR\s++VALUES\s++IN\s*+\((?P<members>.*)\)", re.IGNORECASE | re.DOTALL)


class CannotSimulate(Exception):
    """The outcome depends on something that the simulator does not model; the message names it."""


class Infinity(msgspec.Struct, frozen=True):
    """MINVALUE or MAXVALUE of a range bound."""

    sign: Literal[-1, 1]


BoundValue: TypeAlias = "Concrete | Infinity | None"


class Range(msgspec.Struct, frozen=True):
    """``FROM (low) TO (high)``: low is inside, high is not."""

    low: tuple[BoundValue, ...]
    high: tuple[BoundValue, ...]


class Members(msgspec.Struct, frozen=True):
    """``IN (...)``; None is NULL."""

    values: tuple[BoundValue, ...]


def leaves(catalog: Catalog, table: QualifiedName) -> tuple[QualifiedName, ...]:
    """Return the tables that contain the rows of ``table`` itself, in scan order (``ONLY`` for inheritance)."""
    if catalog.tables[table].partition_key is None:
        return (table,)
    return tuple(leaf for part in _partitions(catalog, table) for leaf in leaves(catalog, part.name))


def scanned(catalog: Catalog, table: QualifiedName) -> tuple[QualifiedName, ...]:
    """Return the tables that ``DELETE FROM table`` (without ONLY) scans, in order: breadth first for inheritance."""
    partitioned = catalog.tables[table].partition_key is not None
    return leaves(catalog, table) if partitioned else (table, *catalog.descendants(table))


def route(catalog: Catalog, table: QualifiedName, row: Mapping[str, Concrete | None]) -> QualifiedName | None:
    """Return the leaf that takes a row inserted into ``table``, None if no partition does.

    A hash partition is chosen by a replacement for PostgreSQL's hash: the number of partitions is right, but PostgreSQL
    may choose another one.
    """
    entry = catalog.tables[table]
    if entry.partition_key is None:
        return table
    parts = _partitions(catalog, table)
    if not parts:
        return None
    if entry.partition_key.strategy == "hash":
        chosen = parts[sum(len(str(value)) for value in _key_of(entry.partition_key, row)) % len(parts)]
        return route(catalog, chosen.name, row)
    for part in parts:
        if part.bound is not None and part.bound.is_default:
            continue
        if _fits(entry, part, row):
            return route(catalog, part.name, row)
    default = next((p for p in parts if p.bound is not None and p.bound.is_default), None)
    return None if default is None else route(catalog, default.name, row)


def belongs(catalog: Catalog, leaf: QualifiedName, row: Mapping[str, Concrete | None]) -> bool:
    """Return whether a row satisfies the partition constraints of ``leaf`` and of every level above it."""
    path = (leaf, *catalog.partitioned_above(leaf))
    return len(path) == 1 or route(catalog, path[-1], row) == leaf


def key_columns(catalog: Catalog, leaf: QualifiedName) -> frozenset[str]:
    """Return the columns by which the partitioned tables above ``leaf`` choose a partition."""
    keys = (catalog.tables[name].partition_key for name in catalog.partitioned_above(leaf))
    return frozenset(column for key in keys if key is not None for column in key.reads)


def in_hash_partition(catalog: Catalog, name: QualifiedName) -> bool:
    """Return whether PostgreSQL's hash decides if a row may be in a table."""
    keys = (catalog.tables[above].partition_key for above in catalog.partitioned_above(name))
    return any(key is not None and key.strategy == "hash" for key in keys)


def _partitions(catalog: Catalog, table: QualifiedName) -> list[Table]:
    parts = [catalog.tables[name] for name in catalog.children_of.get(table, ())]
    ordinary = [p for p in parts if p.bound is not None and not p.bound.is_default]
    key = catalog.tables[table].partition_key
    if key is not None and key.strategy != "hash":
        ordinary.sort(key=lambda part: _Position(_lowest(part.bound)))
    return ordinary + [p for p in parts if p not in ordinary]


def _lowest(bound: PartitionBound | None) -> tuple[BoundValue, ...]:
    parsed = parse_bound(bound)
    if isinstance(parsed, Range):
        return parsed.low
    values = sorted(parsed.values, key=lambda value: _Position((value,)))
    return tuple(values[:1])


class _Position:
    """Sort order of bounds: MINVALUE first, NULL after every value, MAXVALUE last."""

    def __init__(self, values: tuple[BoundValue, ...]) -> None:
        self.values = values

    def __lt__(self, other: _Position) -> bool:
        return _before(self.values, other.values)


def _before(left: tuple[BoundValue, ...], right: tuple[BoundValue, ...]) -> bool:
    for a, b in zip(left, right, strict=False):
        order = _order(a, b)
        if order:
            return order < 0
        if isinstance(a, Infinity):
            return False  # what follows MINVALUE or MAXVALUE is not looked at
    return False


def _order(left: BoundValue, right: BoundValue) -> int:
    weights = [v.sign * 2 if isinstance(v, Infinity) else 1 if v is None else 0 for v in (left, right)]
    if weights != [0, 0]:
        return (weights[0] > weights[1]) - (weights[0] < weights[1])
    assert left is not None and right is not None  # noqa: PT018, S101
    assert not isinstance(left, Infinity) and not isinstance(right, Infinity)  # noqa: PT018, S101
    if isinstance(right, str) and not isinstance(left, str):
        return -_order(right, left)  # pg_dump quotes the bounds of numbers too
    if isinstance(left, str) and isinstance(right, str) and left != right and {left.lower(), right.lower()} & INFINITE:
        raise CannotSimulate(f"the order of {left!r} and {right!r} in a partition bound")
    same = convert(left, right)
    if same is None or isinstance(same, str) != isinstance(right, str):
        raise CannotSimulate(f"the order of {left!r} and {right!r} in a partition bound")
    is_nan = [isinstance(value, Decimal) and value.is_nan() for value in (same, right)]
    if any(is_nan):  # above every number, and equal to itself
        return is_nan[0] - is_nan[1]
    return (same > right) - (same < right)  # type: ignore[operator]


def _fits(parent: Table, part: Table, row: Mapping[str, Concrete | None]) -> bool:
    assert parent.partition_key is not None  # noqa: S101
    key = _key_of(parent.partition_key, row)
    parsed = parse_bound(part.bound)
    if isinstance(parsed, Members):
        return any(_same(key[0], member) for member in parsed.values)
    return in_range(parsed, key)


def in_range(bound: Range, key: Sequence[Concrete | None]) -> bool:
    """Return whether key values lie in a range; raises CannotSimulate if their order is not known."""
    values = tuple(key)
    return None not in values and not _before(values, bound.low) and _before(values, bound.high)


def _key_of(by: PartitionKey, row: Mapping[str, Concrete | None]) -> tuple[Concrete | None, ...]:
    expressions = iter(by.expressions)
    return tuple(row.get(column) if column is not None else _computed(next(expressions), row) for column in by.columns)


def _computed(expression: Expression, row: Mapping[str, Concrete | None]) -> Concrete | None:
    found = evaluate(expression.tree, row)
    if found.values is None or len(found.values) + found.null != 1:
        raise CannotSimulate(f"the partition key {expression.sql}")
    return next(iter(found.values), None)


def _same(value: Concrete | None, member: BoundValue) -> bool:
    return value is member if value is None or member is None else _order(value, member) == 0


def parse_bound(bound: PartitionBound | None) -> Range | Members:
    """Return a bound of a list or range partition as values; raises CannotSimulate if it is of another form."""
    sql = bound.sql if bound is not None else ""
    if found := _RANGE.match(sql):
        return Range(tuple(_literals(found["low"])), tuple(_literals(found["high"])))
    if found := _LIST.match(sql):
        return Members(tuple(_literals(found["members"])))
    raise CannotSimulate(f"the partition bound {sql}")


def _literals(text: str) -> Iterator[BoundValue]:
    position, end = 0, len(text.rstrip())
    while position < end:
        token = _TOKEN.match(text, position)
        if token is None:
            raise CannotSimulate(f"the partition bound {text}")
        position = token.end()
        yield _literal(token)


def _literal(token: re.Match[str]) -> BoundValue:
    if token["text"] is not None:
        return token["text"].replace("''", "'")
    if token["number"] is not None:
        return convert(token["number"], 0)
    words: dict[str, BoundValue] = {
        "null": None,
        "minvalue": Infinity(-1),
        "maxvalue": Infinity(1),
        "true": True,
        "false": False,
    }
    return words[token["word"].lower()]


def may_move(catalog: Catalog, table: QualifiedName, written: frozenset[str]) -> bool:
    """Whether a row of a partitioned table whose ``written`` columns change may move to another partition.

    A partition itself keeps its rows: an update of only that partition fails if they would have to leave (R15).
    """
    if not written or not catalog.is_partitioned(table):
        return False
    keys = (catalog.tables[name].partition_key for name in (table, *catalog.partitions_below(table)))
    return any(not key.reads.isdisjoint(written) for key in keys if key is not None)
