"""The tree of a cascade: one row per key on the way, each table opened once, wide places cut."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from ondelete.answers.base import Names, count
from ondelete.deletion.effects import Certainty
from ondelete.report import Line, Span, Tree, TreeRow, line

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ondelete.analyses.expected_rows import ExpectedRows
    from ondelete.catalog import QualifiedName
    from ondelete.declarations import LooseAction, LooseKey
    from ondelete.deletion.effects import Failure, Prediction, Step

    Place: TypeAlias = tuple[QualifiedName, str]
    """A table, and what happens to its rows there: delete or update."""

_WIDE = 12  # more alike leaves than this below one table are cut ...
_SHOWN = 6  # ... to this many
_LONG = 100  # rows; a longer tree is cut at a depth ...
_LEAF, _LAST = 2, 3  # ranks of rows with nothing below
_DEEP = 12  # ... and one deeper than this anyway: the guides would leave no room for names
_WORDS = {
    Certainty.MUST: Span("BLOCKS", "bad"),
    Certainty.MAY: Span("MAY BLOCK", "warn"),
    Certainty.DEFERRED: Span("BLOCKS AT COMMIT", "warn"),
    Certainty.ORDER_DEPENDENT: Span("MAY BLOCK (order)", "warn"),
}

_LATER: Mapping[LooseAction, str] = {
    "async_delete": "deleted later",
    "async_nullify": "NULL later",
    "update_column_to": "changed later",
}


class View(msgspec.Struct, frozen=True):
    """What of the tree to show: ``depth`` steps, only these ``actions``; ``full`` cuts nothing."""

    depth: int | None = None
    actions: frozenset[str] = frozenset()
    full: bool = False


class _Item(msgspec.Struct, frozen=True):
    """A step as a row: ``opens`` is the place whose keys stand below it, ``again`` that they stand elsewhere.

    ``step`` is None for a table that inherits from the one of the DELETE: no key leads there. ``later`` marks a loose
    key, which is always a leaf.
    """

    step: Step | None
    cells: tuple[Line, Line, Line]
    mark: Line
    opens: Place | None
    again: bool
    later: bool = False
    expected: Line | None = None

    @property
    def rank(self) -> int:
        """Blockers first, then what goes on, then leaves, then what happens later."""
        if self.later:
            return _LAST
        if (self.step and self.step.outcome == "blocks") or self.cells[2][:1] == (_WORDS[Certainty.MUST],):
            return 0
        return 1 if self.opens or self.again else _LEAF


def cascade_tree(
    prediction: Prediction,
    names: Names,
    marks: Mapping[str, str],
    view: View,
    loose: Sequence[LooseKey] = (),
    expected: ExpectedRows | None = None,
) -> tuple[Tree, tuple[str, ...]]:
    """Return the tree of a prediction, and legend lines for the signs in it.

    Args:
        prediction: what the DELETE can do.
        names: how names are written.
        marks: by key id, a remark on its index ("no index").
        view: what to show.
        loose: keys of the application that have work to do afterwards; a choice of actions leaves them out.
        expected: rows that go with one row, by table, where there are estimates: a column of the tree.
    """
    below = _Planter(prediction, names, marks, view, () if view.actions else loose, expected).plant()
    root: Place = (prediction.table, "delete")
    depth = view.depth if view.depth is not None or view.full else _affordable_depth(below, root, view)
    rows = [TreeRow(0, (line(names.table(prediction.table)),)), *_rows(below, root, depth, full=view.full)]
    legend = []
    if any(item.again for items in below.values() for item in items):
        legend.append("(*) the keys below this table are shown elsewhere in the tree")
    if not view.full and view.depth is None and depth is not None:
        legend.append(f"Cut at depth {depth}; --depth N shows more, --full everything")
    return Tree(tuple(rows)), tuple(legend)


class _Planter:
    """Arranges steps below the places that they start from."""

    def __init__(
        self,
        prediction: Prediction,
        names: Names,
        marks: Mapping[str, str],
        view: View,
        loose: Sequence[LooseKey],
        expected: ExpectedRows | None = None,
    ) -> None:
        self.prediction, self.names, self.marks, self.view = prediction, names, marks, view
        self.expected = expected
        self.failures: dict[str, list[Failure]] = {}
        for failure in prediction.failures:
            self.failures.setdefault(failure.key.id, []).append(failure)
        self.steps: dict[Place, list[Step]] = {}
        # Where a cascade leads back to the root, the root's keys act on the rows that it finds: they are shown once.
        once = {(step.key.id, step.referenced, step.event): step for step in reversed(prediction.steps)}
        for step in _leading([*reversed(once.values())], view.actions) if view.actions else reversed(once.values()):
            self.steps.setdefault((step.referenced, step.event), []).append(step)
        self.later: dict[Place, list[_Item]] = {}
        losing = {entry.table for entry in prediction.deleted}
        for key in loose:  # one that references the root of a partition stands below the partition
            table = key.referenced_table if key.referenced_table in losing else prediction.table
            self.later.setdefault((table, "delete"), []).append(self._later(key))

    def plant(self) -> dict[Place, list[_Item]]:
        """Open each place at the first step, breadth first, that arrives there."""
        root: Place = (self.prediction.table, "delete")
        inheriting = self._inheriting()
        opened = {root, *(item.opens for item in inheriting if item.opens)}
        found: dict[Place, list[_Item]] = {root: inheriting}
        for place, steps in self.steps.items():
            items = inheriting if place == root else []
            for step in steps:
                to = self._target(step)
                first = to is not None and to not in opened
                if to is not None and first:
                    opened.add(to)
                again = to is not None and not first and to != place  # a self-reference has its own sign
                items.append(self._item(step, to if first else None, again=again))
            found[place] = sorted(items, key=lambda item: item.rank)
        for place, later in self.later.items():
            found[place] = [*found.get(place, ()), *later]
        return found

    def _inheriting(self) -> list[_Item]:
        """Return the tables whose rows the statement itself finds, with the keys that reference them below."""
        places: list[Place] = [(table, "delete") for table in self.prediction.inheriting]
        return [
            _Item(
                None,
                (line(self.names.table(place[0])), line("INHERITS"), line("deleted")),
                (),
                opens=place if place in self.steps or place in self.later else None,
                again=False,
            )
            for place in places
        ]

    def _target(self, step: Step) -> Place | None:
        """Where the delete goes on after a step, None where nothing is below."""
        if step.outcome not in ("deleted", "updated"):
            return None
        place = _place_behind(step)
        return place if place in self.steps or place in self.later else None

    def _later(self, key: LooseKey) -> _Item:
        """Return a loose key as a row: nothing of it happens in this statement."""
        label = self.names.columns(key.table, (key.column,))
        cells = (label, line(Span("LOOSE", "dim")), line(Span(_LATER[key.action], "dim")))
        expected = None if self.expected is None else line("")
        return _Item(None, cells, (), opens=None, again=False, later=True, expected=expected)

    def _item(self, step: Step, opens: Place | None, *, again: bool) -> _Item:
        key = step.key
        label = self.names.columns(key.table, key.columns)
        if key.is_self_reference:
            label = (*label, Span(" ↻"))
        action = _action(step).upper()
        mark = Span(f"⚠ {self.marks[key.id]}", "warn") if key.id in self.marks else ""
        cells = (label, line(action if step.event == "delete" else f"ON UPDATE {action}"), self._outcome(step))
        signs = line(mark, " " if mark and again else "", "(*)" if again else "")
        return _Item(step, cells, signs, opens, again, expected=self._rows_of(step))

    def _rows_of(self, step: Step) -> Line | None:
        """Return the cell of the expected rows: "" where the step deletes none, None where nothing is estimated."""
        if self.expected is None:
            return None
        found = self.expected.get(step.key.table) if step.outcome == "deleted" else None
        if found is None:
            return line("? rows" if step.outcome == "deleted" else "")
        number = round(found)
        return line("<1 row" if not number else f"~{count(number, 'row')}")

    def _outcome(self, step: Step) -> Line:
        """Say what becomes of a referencing row."""
        if step.outcome == "shadowed":
            return line(Span("never acts", "dim"))
        certainties = [failure.certainty for failure in self.failures.get(step.key.id, ())]
        error = next((_WORDS[certainty] for certainty in Certainty if certainty in certainties), None)
        if step.outcome == "blocks":
            return line(error or _WORDS[Certainty.MAY])
        if error == _WORDS[Certainty.MUST]:
            return line(error)
        word = "deleted" if step.outcome == "deleted" else "kept" if step.event == "delete" else "changed"
        return line(word, *((", ", error) if error else ()))


def _leading(steps: Sequence[Step], actions: Collection[str]) -> list[Step]:
    """Return the steps with one of the actions, and those on the way to one."""
    to: dict[Place, list[Step]] = {}
    for step in steps:
        if step.outcome in ("deleted", "updated"):
            to.setdefault(_place_behind(step), []).append(step)
    kept = {id(step) for step in steps if _action(step) in actions}
    pending: list[Place] = [(step.referenced, step.event) for step in steps if id(step) in kept]
    seen = set(pending)
    for place in pending:  # grows while it is read, against the way of the delete
        for step in to.get(place, ()):
            kept.add(id(step))
            before: Place = (step.referenced, step.event)
            if before not in seen:
                seen.add(before)
                pending.append(before)
    return [step for step in steps if id(step) in kept]


def _place_behind(step: Step) -> Place:
    """Return where the delete goes on after a step that deletes or updates."""
    return (step.key.table, "delete" if step.outcome == "deleted" else "update")


def _action(step: Step) -> str:
    return step.key.action_on(step.event).value


def _affordable_depth(below: Mapping[Place, Sequence[_Item]], root: Place, view: View) -> int | None:
    """Return None where the whole tree is short enough, else the depth down to which it is."""
    per_level = Counter(row.depth for row in _rows(below, root, None, full=view.full))
    total = 0
    for depth in sorted(per_level):
        total += per_level[depth]
        if depth > _DEEP or (total > _LONG and depth > 1):
            return depth - 1
    return None


def _rows(below: Mapping[Place, Sequence[_Item]], root: Place, limit: int | None, *, full: bool) -> list[TreeRow]:
    """Return the rows below the root in reading order, without recursion: a chain can be any length."""
    found: list[TreeRow] = []
    pending: list[tuple[int, _Item | Line]] = (
        [(1, entry) for entry in _entries(below[root], full=full)][::-1] if root in below else []
    )
    if limit is not None and limit < 1:
        return []
    while pending:
        depth, entry = pending.pop()
        if not isinstance(entry, _Item):
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


def _entries(items: Sequence[_Item], *, full: bool) -> list[_Item | Line]:
    """Cut groups of many alike leaves below one table: the first few (those with a remark first) and a count."""
    groups: dict[tuple[Line, ...], list[_Item]] = {}
    for item in items:
        groups.setdefault(item.cells[1:] if item.rank >= _LEAF else item.cells, []).append(item)
    found: list[_Item | Line] = []
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
