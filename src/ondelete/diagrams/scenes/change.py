"""The picture of a change: what deletes now do differently, and the keys on the way there, with the change of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.analyses.index_coverage import index_coverage
from ondelete.diagrams.scenes.scene import Box, Fate, Row, Scene
from ondelete.text.counts import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ondelete.analyses.index_coverage import KeyCoverage
    from ondelete.catalog import Catalog, ForeignKey, QualifiedName
    from ondelete.changes import Change, Consequence, Review
    from ondelete.diagrams.scenes.scene import IndexMark

MOST_BOXES = 30

_FATES: dict[str, tuple[Fate, str]] = {
    "newly-blocked": (Fate.BLOCKS, "+ blocks"),
    "unblocked": (Fate.STAYS, "− blocks"),
    "newly-deleted": (Fate.DELETED, "+ deleted"),
    "no-longer-deleted": (Fate.STAYS, "− deleted"),
    "newly-nulled": (Fate.NULLED, "+ changed"),
    "no-longer-nulled": (Fate.STAYS, "− changed"),
    "left-behind": (Fate.STAYS, "left behind"),
    "unindexed": (Fate.PLAIN, "no index"),
    "indexed": (Fate.PLAIN, "index"),
    "order": (Fate.PLAIN, "order"),
}
"""For each class that has a way: how its table looks, and what stands in its title bar. The first that holds counts."""


def change_scene(
    review: Review, old: Catalog, new: Catalog, coverage: Mapping[str, KeyCoverage] | None = None
) -> Scene:
    """Return the consequences with their ways, heaviest first, as many as are readable.

    Args:
        review: what a change does.
        old: the schema before, under the names of the new one.
        new: the schema after.
        coverage: the index verdicts on its keys, if they are known already.
    """
    keys = {key.id: key for catalog in (old, new) for key in catalog.foreign_keys}
    told = [each for cause in review.causes for each in cause.consequences if each.path and each.class_ in _FATES]
    told = [each for each in told if all(step in keys for step in each.path)]
    drawn = _within(told, keys)
    changes = {change.object.name: change for change in review.difference.changes if change.object.what == "key"}
    coverage = index_coverage(new) if coverage is None else coverage
    boxes = _Boxes(keys, changes, {key: found.verdict.value for key, found in coverage.items()})
    for each in drawn:
        boxes.add(each)
    left_out = len(told) - len(drawn)
    note = f"{count(left_out, 'consequence is', 'consequences are')} left out; the text has all of them"
    return Scene(
        title="What the change does to deletes",
        figures=tuple(_figures(told)),
        boxes=tuple(boxes.made()),
        notes=(note,) if left_out else (),
    )


def _figures(told: Sequence[Consequence]) -> Iterator[str]:
    for class_ in _FATES:
        found = sum(each.class_ == class_ for each in told)
        if found:
            yield f"{class_.replace('-', ' ')}: {found:,}"


def _within(told: Sequence[Consequence], keys: Mapping[str, ForeignKey]) -> list[Consequence]:
    """Return the first consequences whose ways touch no more tables than are readable; one at least."""
    drawn: list[Consequence] = []
    tables: set[QualifiedName] = set()
    for each in sorted(told, key=lambda one: (list(_FATES).index(one.class_), len(one.path))):
        tables.update(end for step in each.path for end in (keys[step].table, keys[step].referenced_table))
        if drawn and len(tables) > MOST_BOXES:
            break
        drawn.append(each)
    return drawn


class _Boxes:
    """Tables on the ways, while the ways are gone along one after another."""

    def __init__(
        self, keys: Mapping[str, ForeignKey], changes: Mapping[str, Change], verdicts: Mapping[str, IndexMark]
    ) -> None:
        self._keys, self._changes, self._verdicts = keys, changes, verdicts
        self._columns: dict[QualifiedName, int] = {}
        self._rows: dict[QualifiedName, dict[str, Row]] = {}
        self._fates: dict[QualifiedName, tuple[Fate, str]] = {}

    def add(self, each: Consequence) -> None:
        """Go along the way of a consequence; at its end stands what is new there."""
        steps = [self._keys[step] for step in each.path]
        self._columns.setdefault(steps[0].referenced_table, 0)
        for number, key in enumerate(steps, 1):
            self._columns[key.table] = max(self._columns.get(key.table, 0), number)
            self._rows.setdefault(key.table, {})[key.id] = self._row(key)
        self._fates.setdefault(steps[-1].table, _FATES[each.class_])

    def _row(self, key: ForeignKey) -> Row:
        change = self._changes.get(key.id)
        return Row(
            key=key,
            referenced=key.referenced_table,
            index=self._verdicts.get(key.id, "full"),
            note=_note(change),
        )

    def made(self) -> Iterator[Box]:
        """Yield the boxes, those nearest to the start of the delete first."""
        for table in sorted(self._columns, key=lambda name: (self._columns[name], name)):
            rows = tuple(self._rows.get(table, {}).values())
            fate, outcome = self._fates.get(table, (Fate.ROOT if not rows else Fate.DELETED, ""))
            stops = fate is Fate.BLOCKS
            yield Box(table, fate, outcome, rows, self._columns[table], stops=stops, pinned=True)


def _note(change: Change | None) -> str:
    """Return the badge of a key: + it is new, − it is gone, ~ it changed, with its old action."""
    if change is None:
        return ""
    if change.before is None:
        return "+ new"
    if change.after is None:
        return "− dropped"
    was = [clause for clause in change.before.clauses if clause not in change.after.clauses]
    return f"~ was {' '.join(was).removeprefix('ON DELETE ')}" if was else "~ changed"
