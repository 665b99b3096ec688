"""A tree of foreign keys as it is shown: each place opened once, wide places and deep or long trees cut."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from ondelete.report import Line, Span, Tree, TreeRow, line
from ondelete.text.counts import count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ondelete.catalog import QualifiedName

    Place: TypeAlias = tuple[QualifiedName, str]
    """A table, and what happens to its rows there: delete or update."""

FIRST, ON, LEAF, LAST = range(4)
"""Ranks of the rows below one place: those that stop the delete, have rows below, have none, or happen later."""

_WIDE = 12  # more alike leaves than this below one table are cut ...
_SHOWN = 6  # ... to this many
_LONG = 100  # rows; a longer tree is cut at a depth ...
_DEEP = 12  # ... and so is a deeper tree: its lines would leave no room for names


class View(msgspec.Struct, frozen=True):
    """What to show: ``depth`` steps, only these ``actions``; ``full`` cuts nothing, ``undeclared`` no reference.

    ``blockers``: only the foreign keys that can stop the delete, and the way to them.
    """

    depth: int | None = None
    actions: frozenset[str] = frozenset()
    blockers: bool = False
    full: bool = False
    undeclared: bool = False


class Item(msgspec.Struct, frozen=True):
    """A foreign key as a row.

    ``opens`` is the place whose keys are shown below it; ``again`` says that they are shown elsewhere. ``cells`` say
    what happens, by column; ``mark`` is in the last column, ``expected`` in one before it, if there is one. ``rank``
    orders the rows below the same table.
    """

    cells: tuple[Line, Line, Line]
    mark: Line
    opens: Place | None
    again: bool
    rank: int
    expected: Line | None = None


def shown_tree(top: Line, root: Place, below: Mapping[Place, Sequence[Item]], view: View) -> tuple[Tree, list[str]]:
    """Return the tree, and legend lines for the signs in it.

    Args:
        top: its first row.
        root: the place of the first row.
        below: by place, the keys below it in reading order.
        view: what to show.
    """
    depth = view.depth if view.depth is not None or view.full else _affordable_depth(below, root, view)
    rows = [TreeRow(0, (top,)), *_rows(below, root, depth, full=view.full)]
    legend = []
    if any(item.again for items in below.values() for item in items):
        legend.append("(*) the keys below this table are shown elsewhere in the tree")
    if not view.full and view.depth is None and depth is not None:
        legend.append(f"Cut at depth {depth}; --depth N shows more, --full everything")
    return Tree(tuple(rows)), legend


def _affordable_depth(below: Mapping[Place, Sequence[Item]], root: Place, view: View) -> int | None:
    """Return None if the whole tree is short enough, or else the depth down to which it is."""
    per_level = Counter(row.depth for row in _rows(below, root, None, full=view.full))
    total = 0
    for depth in sorted(per_level):
        total += per_level[depth]
        if depth > _DEEP or (total > _LONG and depth > 1):
            return depth - 1
    return None


def _rows(below: Mapping[Place, Sequence[Item]], root: Place, limit: int | None, *, full: bool) -> list[TreeRow]:
    """Return the rows below the root in reading order, without recursion: a chain can be any length."""
    found: list[TreeRow] = []
    pending: list[tuple[int, Item | Line]] = (
        [(1, entry) for entry in _entries(below[root], full=full)][::-1] if root in below else []
    )
    if limit is not None and limit < 1:
        return []
    while pending:
        depth, entry = pending.pop()
        if not isinstance(entry, Item):
            found.append(TreeRow(depth, (entry,)))
            continue
        items = below.get(entry.opens, ()) if entry.opens else ()
        mark = entry.mark
        if items and limit is not None and depth >= limit:
            mark = (*mark, Span(f"{' ' if mark else ''}… {count(len(items), 'key')} below", "dim"))
            items = ()
        estimate = () if entry.expected is None else (entry.expected,)
        found.append(TreeRow(depth, (*entry.cells, *estimate, mark)))
        pending.extend([(depth + 1, child) for child in _entries(items, full=full)][::-1])
    return found


def _entries(items: Sequence[Item], *, full: bool) -> list[Item | Line]:
    """Cut groups of many similar leaves below one table: the first few (those with a remark first) and a count."""
    groups: dict[tuple[Line, ...], list[Item]] = {}
    for item in items:
        groups.setdefault(item.cells[1:] if item.rank >= LEAF else item.cells, []).append(item)
    found: list[Item | Line] = []
    for group in groups.values():
        if full or len(group) <= _WIDE:
            found.extend(group)
            continue
        ranked = sorted(group, key=lambda item: not item.mark)
        hidden = ranked[_SHOWN:]
        marked = sum(bool(item.mark) for item in hidden)
        remark = f" ({marked} ⚠)" if marked else ""
        words = " ".join(span.text for cell in group[0].cells[1:] for span in cell)
        found.extend(ranked[:_SHOWN])
        found.append(line(Span(f"… {len(hidden):,} more: {words}{remark}; --full shows all", "dim")))
    return found
