"""What the bounds of partitions say about key values that are partly known."""

from __future__ import annotations

import re
from enum import Enum, auto
from math import lcm
from typing import TYPE_CHECKING

from ondelete.deletion.actions.partitions import CannotSimulate, Infinity, Members, Range, in_range, parse_bound
from ondelete.deletion.expressions import values
from ondelete.text.patterns import later

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.catalog import Catalog, Table
    from ondelete.deletion.actions.partitions import BoundValue
    from ondelete.deletion.expressions.values import Possible

_HASH = later(r"MODULUS\s++'?(\d{1,9})'?\s*+,\s*+REMAINDER\s++'?(\d{1,9})", re.IGNORECASE)


class Answer(Enum):
    """Whether a partition takes a row."""

    NO = auto()
    MAY = auto()
    YES = auto()


def takes(catalog: Catalog, parent: Table, part: Table, key: Sequence[Possible]) -> Answer:
    """Return whether a partition takes a row whose key values are ``key``, by the bounds of one level."""
    if part.bound is not None and part.bound.is_default:
        siblings = (catalog.tables[name] for name in catalog.children_of.get(parent.name, ()) if name != part.name)
        others = {_takes(parent, sibling, key) for sibling in siblings}
        return Answer.NO if Answer.YES in others else Answer.MAY if Answer.MAY in others else Answer.YES
    return _takes(parent, part, key)


def covers_values(parent: Table, parts: Sequence[Table], key: Sequence[Possible]) -> bool:
    """Whether the partitions of one level together take every possible value of ``key``."""
    if any(part.bound is not None and part.bound.is_default for part in parts):
        return True
    by = parent.partition_key
    if by is not None and by.strategy == "hash":
        return is_complete(parts)
    return by is not None and by.strategy == "range" and not key[0].null and len(key) == 1 and _has_no_gap(parts)


def is_complete(parts: Sequence[Table]) -> bool:
    """Whether hash partitions take every row: their remainders are all that their moduli have."""
    found = [_HASH.search(part.bound.sql) for part in parts if part.bound is not None]
    moduli = [int(each[1]) for each in found if each is not None and int(each[1])]
    whole = lcm(*moduli)
    return sum(whole // modulus for modulus in moduli) == whole


def _takes(parent: Table, part: Table, key: Sequence[Possible]) -> Answer:
    by = parent.partition_key
    if by is None or by.strategy == "hash" or not key:
        return Answer.YES if by is not None and is_complete([part]) else Answer.MAY
    try:
        bound = parse_bound(part.bound)
    except CannotSimulate:
        return Answer.MAY
    found = set(_in_list(bound, key[0]) if isinstance(bound, Members) else _in_bounds(bound, key))
    return Answer.MAY if len(found) != 1 else Answer.YES if found == {True} else Answer.NO


def _in_list(bound: Members, value: Possible) -> Iterator[bool]:
    members = [member for member in bound.values if member is not None and not isinstance(member, Infinity)]
    if value.null:
        yield None in bound.values
    if value.values is None:
        yield False
        if any(member not in value.excluded for member in members):
            yield True
        return
    for each in value.values:
        one = values.possible(each)
        outcomes = [values.compare("=", one, values.possible(member)) for member in members]
        if any(outcome == {True} for outcome in outcomes):
            yield True
        else:
            yield False
            if any(True in outcome for outcome in outcomes):
                yield True


def _in_bounds(bound: Range, key: Sequence[Possible]) -> Iterator[bool]:
    if any(value.null for value in key):
        yield False
        if any(value.values is not None and not value.values for value in key):
            return
    if isinstance(bound.low[0], Infinity) and isinstance(bound.high[0], Infinity):
        yield True
        return
    row = [next(iter(v.values)) if v.values is not None and len(v.values) == 1 else None for v in key]
    if any(each is None or isinstance(each, str) for each in row):
        yield from (True, False)  # the order of texts depends on their type and collation
        return
    try:
        yield in_range(bound, row)
    except CannotSimulate:
        yield from (True, False)


def _has_no_gap(parts: Sequence[Table]) -> bool:
    try:
        bounds = [bound for part in parts if isinstance(bound := parse_bound(part.bound), Range)]
    except CannotSimulate:
        return False
    following = {bound.low: bound.high for bound in bounds}
    at: tuple[BoundValue, ...] = (Infinity(-1),)
    for _ in bounds:
        step = following.get(at)
        if step is None:
            return False
        at = step
        if at == (Infinity(1),):
            return True
    return False
