"""The inverted picture: the table asked about at the right, and to its left whatever deletes its rows when deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from ondelete.catalog import QualifiedName, ReferentialAction
from ondelete.diagrams.scenes.columns import spread
from ondelete.diagrams.scenes.scene import Box, Fate, Row, Scene, partition_remark
from ondelete.text.counts import count

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from ondelete.diagrams.scenes.scene import IndexMark
    from ondelete.graph import Edge, ForeignKeyGraph

_Change: TypeAlias = "frozenset[str] | None"
"""What is asked of a row: None whether it is deleted, else whether one of these columns is changed."""


class _Goal(msgspec.Struct, frozen=True):
    """Something that can happen to rows of a table, and so lead to the table asked about."""

    table: QualifiedName
    change: _Change


class _Cause(msgspec.Struct, frozen=True):
    """A key by which one thing that happens brings about another: ``event`` is the clause that acts."""

    edge: Edge
    event: Literal["delete", "update"]
    goal: _Goal


def inverted_scene(
    graph: ForeignKeyGraph,
    table: QualifiedName,
    index_marks: Mapping[str, IndexMark],
    *,
    depth: int | None = None,
    actions: Collection[str] = (),
    partitions: Callable[[QualifiedName], Sequence[str]] = lambda table: (),
) -> Scene:
    """Return the picture of every table whose DELETE can delete or change rows of ``table``, or is stopped by them.

    Args:
        graph: the keys.
        table: stands at the right; its own keys that only check are drawn, and nothing is followed behind them.
        index_marks: how well an index serves a key, by key id.
        depth: steps from the table; None for all.
        actions: of the table's own keys, follow only those with these actions; all if it is empty.
        partitions: names to list in the box of a partitioned table.
    """
    table = graph.node(table)
    walk = _Walk(graph, table, actions)
    shown = {found for found, steps in walk.steps.items() if depth is None or steps <= depth}
    boxes = [
        Box(
            table=found,
            fate=Fate.ROOT if found == table else _FATES.get(walk.effects.get(found, ""), Fate.PLAIN),
            outcome="" if found == table else walk.effects.get(found, "on the way"),
            rows=tuple(row for row in walk.rows(found, index_marks) if row.referenced in shown),
            remarks=partition_remark(partitions(found)),
            deeper=len({row.referenced for row in walk.rows(found, index_marks)} - shown),
        )
        for found in walk.steps
        if found in shown
    ]
    boxes.sort(key=lambda box: (walk.steps[box.table], box.table))
    hidden = len(walk.steps) - len(shown)
    note = f"{count(hidden, 'table')} farther away left out; --full or a larger --depth shows them"
    scene = Scene(
        title=f"What can delete a row of {table.shown}",
        figures=tuple(_figures(walk, table)),
        boxes=tuple(boxes),
        notes=(note,) if hidden else (),
    )
    return spread(scene, [box.table for box in reversed(boxes)])


_FATES = {
    "deletes it": Fate.DELETED,
    "changes it": Fate.NULLED,
    "stopped by it": Fate.BLOCKS,
}


class _Walk:
    """Walks from a table against the way of deletes, nearest first.

    ``steps`` counts keys between; ``effects`` says what a DELETE there does, the gravest thing first.
    """

    def __init__(self, graph: ForeignKeyGraph, table: QualifiedName, actions: Collection[str]) -> None:
        self.graph, self.table, self.actions = graph, table, actions
        self.steps: dict[QualifiedName, int] = {table: 0}
        self.effects: dict[QualifiedName, str] = {}
        self._causes: dict[QualifiedName, dict[tuple[str, QualifiedName], _Cause]] = {}
        own = [edge.key for edge in graph.edges_from(referencing=table)]
        changed = frozenset(column for key in own for column in key.columns)
        self._follow(_Goal(table, None), "deletes it")
        self._follow(_Goal(table, changed), "changes it")
        self._protected()

    def rows(self, table: QualifiedName, index_marks: Mapping[str, IndexMark]) -> list[Row]:
        return [
            Row(cause.edge.key, cause.edge.referenced, cause.event, index_marks.get(cause.edge.key.id, "full"))
            for cause in self._causes.get(table, {}).values()
        ]

    def _follow(self, goal: _Goal, effect: str) -> None:
        found: list[tuple[_Goal, _Cause]] = []
        pending = {goal: None}
        for here in _growing(pending):
            for cause in self._causes_of(here):
                found.append((here, cause))
                pending.setdefault(cause.goal)
        begun = _begun_by_deletes(found)
        for here, cause in found:
            if cause.goal in begun:
                self._add(here.table, cause)
                if cause.event == "delete":
                    self.effects.setdefault(cause.goal.table, effect)

    def _causes_of(self, goal: _Goal) -> Iterator[_Cause]:
        for edge in self.graph.edges_from(referencing=goal.table):
            if goal.table == self.table and self.actions and edge.key.on_delete not in self.actions:
                continue
            if _brings_by_delete(edge, goal.change):
                yield _Cause(edge, "delete", _Goal(edge.referenced, None))
            before = _changed_before(edge, goal.change)
            if before:
                yield _Cause(edge, "update", _Goal(edge.referenced, before))

    def _protected(self) -> None:
        for edge in self.graph.edges_from(referencing=self.table):
            if edge.key.on_delete.checks_only and (not self.actions or edge.key.on_delete in self.actions):
                self._add(self.table, _Cause(edge, "delete", _Goal(edge.referenced, None)))
                self.effects.setdefault(edge.referenced, "stopped by it")

    def _add(self, table: QualifiedName, cause: _Cause) -> None:
        self._causes.setdefault(table, {}).setdefault((cause.edge.key.id, cause.edge.referenced), cause)
        self.steps.setdefault(cause.edge.referenced, self.steps[table] + 1)


def _growing(pending: Mapping[_Goal, None]) -> Iterator[_Goal]:
    """Yield keys of a mapping that gets longer meanwhile."""
    done = 0
    while done < len(pending):
        batch = list(pending)[done:]
        done += len(batch)
        yield from batch


def _begun_by_deletes(found: Sequence[tuple[_Goal, _Cause]]) -> set[_Goal]:
    """Return the goals that a DELETE somewhere can bring about: a change that nothing begins leads nowhere."""
    leads_to: dict[_Goal, list[_Goal]] = {}
    for goal, cause in found:
        leads_to.setdefault(cause.goal, []).append(goal)
    begun = {cause.goal for _, cause in found if cause.goal.change is None}
    pending = list(begun)
    for goal in pending:  # grows while it is read
        for following in leads_to.get(goal, ()):
            if following not in begun:
                begun.add(following)
                pending.append(following)
    return begun


def _brings_by_delete(edge: Edge, change: _Change) -> bool:
    """Whether a DELETE of the referenced row deletes the referencing one, or changes one of these columns of it."""
    key = edge.key
    if change is None:
        return key.on_delete is ReferentialAction.CASCADE
    sets = key.on_delete in (ReferentialAction.SET_NULL, ReferentialAction.SET_DEFAULT)
    return sets and not change.isdisjoint(key.set_columns or key.columns)


def _changed_before(edge: Edge, change: _Change) -> frozenset[str]:
    """Return the referenced columns whose change would change one of these columns by ON UPDATE."""
    key = edge.key
    if change is None or key.on_update.checks_only:
        return frozenset()
    pairs = zip(key.columns, key.referenced_columns, strict=False)
    return frozenset(referenced for column, referenced in pairs if column in change)


def _figures(walk: _Walk, table: QualifiedName) -> Iterator[str]:
    others = [effect for found, effect in walk.effects.items() if found != table]
    deleting, changing, stopped = (others.count(effect) for effect in _FATES)
    yield f"a DELETE on {count(deleting, 'other table')} can take its rows along"
    if changing:
        yield f"on {count(changing, 'more table')} can change them"
    if stopped:
        yield f"its rows can stop one on {count(stopped, 'more table')}"
