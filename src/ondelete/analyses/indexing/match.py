"""How well does one index serve one foreign key? The verdict on a pair, with the reason in one clause."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from ondelete.analyses.indexing.comparison import column_answers, explain_mismatch
from ondelete.analyses.indexing.predicate import is_implied
from ondelete.catalog import Index, column_list

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ondelete.analyses.indexing.comparison import Comparison

_UNLED = ("gin", "gist", "bloom")
"""Access methods whose indexes serve a column in any position."""

_READ_WHOLE = ("btree", "gin", "gist", "spgist", "brin", "bloom")
"""Access methods whose indexes can be read without a condition (pg_am's amoptionalkey; hash has none)."""


class Verdict(StrEnum):
    """How well an index serves a foreign key, best first: fully, in part or at a price, or not at all."""

    FULL = "full"
    WEAK = "weak"
    NONE = "none"


ORDER = {verdict: rank for rank, verdict in enumerate(Verdict)}
"""Rank of a verdict, 0 is the best."""


class Match(msgspec.Struct, frozen=True):
    """The verdict on one index: ``reason`` is a clause that continues "index NAME ...".

    ``nearness`` rates an index that does not serve, so that the nearest one can be named.
    """

    index: Index
    verdict: Verdict
    reason: str
    nearness: int


def match(index: Index, comparisons: Sequence[Comparison]) -> Match:
    """Return how well an index with one of the columns serves the RI query that makes ``comparisons``."""
    answered = {
        comparison.column: position
        for comparison in comparisons
        for position in range(len(index.columns))
        if column_answers(comparison, index, position)
    }
    predicate = index.predicate
    columns = frozenset(comparison.column for comparison in comparisons)
    if not answered:
        return _read_as_a_whole(index) if can_be_read_whole(index, columns) else _unanswered(index, comparisons)
    if predicate is not None and not is_implied(predicate.tree, columns):
        return Match(index, Verdict.NONE, _why_partial(predicate.columns <= columns), 4 + len(answered))
    leads = any(column_answers(comparison, index, 0) for comparison in comparisons)
    return _served(index, comparisons, answered, leads=leads)


def can_be_read_whole(index: Index, columns: Collection[str]) -> bool:
    """Whether an index may be read for its predicate alone: it keeps to the rows whose key ``columns`` are set.

    One whose predicate comes down to ``true`` keeps to nothing.
    """
    predicate = index.predicate
    if predicate is None or index.method not in _READ_WHOLE or predicate.columns.isdisjoint(columns):
        return False
    return is_implied(predicate.tree, columns) and not is_implied(predicate.tree, ())


def _read_as_a_whole(index: Index) -> Match:
    """Return the verdict on an index with just the rows whose key is set, which cannot be searched by the key."""
    reason = "holds the rows whose key is set, but cannot be searched by the key: read as a whole"
    return Match(index, Verdict.WEAK, reason, 9)


def _served(index: Index, comparisons: Sequence[Comparison], answered: dict[str, int], *, leads: bool) -> Match:
    missing = [comparison.column for comparison in comparisons if comparison.column not in answered]
    nearness = 10 + len(answered) + (10 if leads else 0)
    if index.method == "brin":
        return Match(index, Verdict.WEAK, "is a BRIN index, which only narrows down the blocks to scan", nearness)
    if not leads and index.method not in _UNLED:
        listed = column_list(list(answered))
        return Match(index, Verdict.WEAK, f"holds {listed}, but behind another column: read as a whole", nearness)
    if missing:
        reason = f"finds rows by {column_list(list(answered))} only, not by {column_list(missing)}"
        return Match(index, Verdict.WEAK, reason, nearness)
    return Match(index, Verdict.FULL, "serves", nearness)


def _why_partial(is_about_key: bool) -> str:
    if is_about_key:
        return "is partial: only a plan for one known value could use it, and the plan of the RI query is generic"
    return "is partial, and its WHERE does not follow from the key being set"


def _unanswered(index: Index, comparisons: Sequence[Comparison]) -> Match:
    """Return the verdict on an index of which no column answers a comparison."""
    reason, nearness = _why_unanswered(index, comparisons)
    return Match(index, Verdict.NONE, reason, nearness)


def _why_unanswered(index: Index, comparisons: Sequence[Comparison]) -> tuple[str, int]:
    """Return the reason and the nearness."""
    for comparison in comparisons:
        if comparison.column in index.columns:
            position = index.columns.index(comparison.column)
            return f"does not serve: {explain_mismatch(comparison, index, position)}", 3
    columns = {comparison.column for comparison in comparisons}
    for included in columns.intersection(index.include):
        return f"holds {included} in INCLUDE only, which cannot be searched", 2
    return "holds an expression of the column, not the column", 1
