"""The cascade diagram: predictions become a scene, the root at the left, edges the way the delete travels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import QualifiedName
from ondelete.deletion.kinds import NEVER_ACTS, Certainty, StepOutcome
from ondelete.diagrams.scenes.scene import NO_KEY, Box, Fate, IndexMark, LooseKey, Row, Scene, partition_remark
from ondelete.diagrams.scenes.verdict import because_of, worst_of
from ondelete.text.counts import count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ondelete.deletion.effects import Prediction, Step
    from ondelete.deletion.trigger_effects import TriggerRun


INHERITS = "inherits: its rows are found too"


def cascade_scene(
    predictions: Sequence[Prediction],
    index_marks: Mapping[str, IndexMark],
    *,
    fold: Callable[[QualifiedName], QualifiedName] = lambda table: table,
    partitions: Callable[[QualifiedName], Sequence[str]] = lambda table: (),
    keep: Iterable[QualifiedName] = (),
    loose: Iterable[LooseKey] = (),
) -> Scene:
    """Return the picture of what a DELETE does, with every table in it.

    Args:
        predictions: one per table of the question, at least one; several share one picture.
        index_marks: how well an index serves a key, by key id; a key that is not there counts as served.
        fold: the table whose box stands for a table (a partition's root, or the table itself).
        partitions: names to list in the box of a partitioned table.
        keep: tables that must never be collapsed, such as those that a change touches.
        loose: references on which a job acts later; those to tables that lose rows are drawn, and go no further.
    """
    parts = _Parts(predictions, fold)
    later = parts.later(loose, fold)
    kept = {fold(table) for table in keep}
    boxes = [
        Box(
            table=table,
            fate=parts.fate(table),
            outcome=parts.outcome(table),
            rows=(
                *(parts.row(steps, index_marks, fold) for steps in parts.rows.get(table, ())),
                *later.get(table, ()),
            ),
            column=column,
            stops=table in parts.failures,
            pinned=table in parts.roots or table in parts.failures or table in kept,
            shareable=table not in parts.roots and table not in parts.deleted and table not in kept,
            remarks=(*parts.inherits(table), *partition_remark(partitions(table)), *parts.acting.get(table, ())),
            not_modelled=tuple(parts.not_modelled.get(table, ())),
        )
        for table, column in parts.columns.items()
    ]
    boxes += [
        Box(table, _fate(rows), rows[0].note, rows, column=min(parts.columns[row.referenced] for row in rows) + 1)
        for table, rows in later.items()
        if table not in parts.columns
    ]
    boxes.sort(key=lambda box: (box.column, box.fate is not Fate.BLOCKS, box.table))
    worst = worst_of(predictions)
    return Scene(
        title=_title(predictions),
        verdict=worst.verdict,
        because=because_of(worst, lambda table: fold(table).shown),
        figures=(*_figures(parts, index_marks), *_beside(later)),
        boxes=tuple(boxes),
    )


class _Parts:
    """The predictions taken together, by the table whose box shows them."""

    def __init__(self, predictions: Sequence[Prediction], fold: Callable[[QualifiedName], QualifiedName]) -> None:
        self.roots = {fold(prediction.table): prediction for prediction in predictions}
        self.unbounded = any(prediction.longest is None for prediction in predictions)
        self.longest = max((prediction.longest or 0 for prediction in predictions), default=0)
        # The key, and the box that its edge leaves, to the steps that it takes: each is one row.
        self.arrivals: dict[tuple[str, QualifiedName], list[Step]] = {}
        self.deleted: dict[QualifiedName, int] = {}
        self.updated: dict[QualifiedName, set[str]] = {}
        self.changes: set[tuple[QualifiedName, str, str]] = set()  # table, column, to what
        self.blockers: set[str] = set()  # ids of keys
        self.failures: dict[QualifiedName, set[Certainty]] = {}
        self.reasons: dict[str, dict[str, None]] = {}  # by id of a key, why what it does can fail
        self.not_modelled: dict[QualifiedName, dict[str, None]] = {}
        self.acting: dict[QualifiedName, dict[str, None]] = {}  # what triggers and rules of a table do
        for prediction in predictions:
            self._add(prediction, fold)
        self.inheriting = dict.fromkeys(fold(table) for prediction in predictions for table in prediction.inheriting)
        self.rows = _by_box(self.arrivals.values(), fold)
        self.columns = self._columns(fold)

    def _add(self, prediction: Prediction, fold: Callable[[QualifiedName], QualifiedName]) -> None:
        for step in prediction.steps:
            self.arrivals.setdefault((step.key.id, fold(step.referenced)), []).append(step)
        for entry in prediction.deleted:
            table = fold(entry.table)
            self.deleted[table] = min(entry.depth, self.deleted.get(table, entry.depth))
        for change in prediction.updated:
            self.updated.setdefault(fold(change.table), set()).add(change.to)
            self.changes.update((change.table, column, change.to) for column in change.columns)
        for failure in prediction.failures:
            self.failures.setdefault(fold(failure.table), set()).add(failure.certainty)
            self.blockers.add(failure.key.id)
            if failure.kind.facts.beside:
                self.reasons.setdefault(failure.key.id, {})[failure.kind.facts.beside] = None
        for run in prediction.triggers:
            for words in _acts(run):
                self.acting.setdefault(fold(run.table), {})[f"⚙ {run.kind} {run.name}: {words}"] = None
        for item in prediction.not_modelled:
            lines = self.not_modelled.setdefault(fold(item.table), {})
            lines[f"{item.kind} {item.name}"] = None

    def _columns(self, fold: Callable[[QualifiedName], QualifiedName]) -> dict[QualifiedName, int]:
        """Return the steps of a shortest chain to each table, 1 for what no step leads to."""
        after: dict[QualifiedName, list[QualifiedName]] = {}
        for (_, referenced), steps in self.arrivals.items():
            after.setdefault(referenced, []).append(fold(steps[0].key.table))
        columns = dict.fromkeys(self.roots, 0)
        _spread(columns, list(self.roots), after)
        ends = (end for _, end in self.arrivals)
        for table in (*self.inheriting, *self.rows, *ends, *self.deleted, *self.updated, *self.failures):
            if table not in columns:
                columns[table] = 1
                _spread(columns, [table], after)
        return columns

    def inherits(self, table: QualifiedName) -> tuple[str, ...]:
        """Return the line that says why rows of a table go although no key leads there, if that is so."""
        return (INHERITS,) if table in self.inheriting else ()

    @property
    def keys(self) -> set[str]:
        """The ids of all keys on the way."""
        return {key for key, _ in self.arrivals}

    def fate(self, table: QualifiedName) -> Fate:
        if table in self.roots:
            return Fate.ROOT
        if Certainty.MUST in self.failures.get(table, ()):
            return Fate.BLOCKS
        if table in self.deleted:
            return Fate.DELETED
        if table in self.failures:
            return Fate.BLOCKS
        changes = self.updated.get(table, set())
        if changes:
            return Fate.NULLED if "null" in changes else Fate.DEFAULTED
        return Fate.PLAIN

    def outcome(self, table: QualifiedName) -> str:
        told = min((c.facts for c in self.failures.get(table, ())), key=lambda facts: facts.place, default=None)
        if table in self.roots:
            return f"deleted · {told.says}" if told is not None else "deleted"
        if table in self.deleted:
            says = (told.of_deleted or (told.says,))[0] if told is not None else self.deleted[table]
            return f"deleted · {says}"
        return told.says if told is not None else "kept"

    def row(
        self,
        steps: Sequence[Step],
        index_marks: Mapping[str, IndexMark],
        fold: Callable[[QualifiedName], QualifiedName],
    ) -> Row:
        """Return the row of the steps that one key takes from one box."""
        key = steps[0].key
        events = {step.event for step in steps}
        notes = list(self.reasons.get(key.id, ()))
        if len(events) == 2 and key.on_update is not key.on_delete:
            notes.insert(0, f"and ON UPDATE {key.on_update.upper()}")
        if all(step.outcome is StepOutcome.SHADOWED for step in steps):
            notes.append(NEVER_ACTS)
        return Row(
            key=key,
            referenced=fold(steps[0].referenced),
            event="delete" if "delete" in events else "update",
            index=index_marks.get(key.id, "full"),
            note=", ".join(notes),
        )

    def later(
        self, loose: Iterable[LooseKey], fold: Callable[[QualifiedName], QualifiedName]
    ) -> dict[QualifiedName, tuple[Row, ...]]:
        """Return by table the rows of loose references to what is deleted."""
        found: dict[QualifiedName, list[Row]] = {}
        for key in loose:
            referenced = fold(key.referenced_table)
            if referenced in self.roots or referenced in self.deleted:
                found.setdefault(fold(key.table), []).append(Row(key, referenced, note=key.effect))
        return {table: tuple(rows) for table, rows in found.items()}


def _spread(
    columns: dict[QualifiedName, int],
    pending: list[QualifiedName],
    after: Mapping[QualifiedName, Sequence[QualifiedName]],
) -> None:
    """Give every table that is reached from the pending ones, and has no column, the one behind the nearest."""
    for table in pending:  # grows while it is read
        for reached in after.get(table, ()):
            if reached not in columns:
                columns[reached] = columns[table] + 1
                pending.append(reached)


def _by_box(
    arrivals: Iterable[list[Step]], fold: Callable[[QualifiedName], QualifiedName]
) -> dict[QualifiedName, list[list[Step]]]:
    found: dict[QualifiedName, list[list[Step]]] = {}
    for steps in arrivals:
        found.setdefault(fold(steps[0].key.table), []).append(steps)
    return found


def _fate(rows: Sequence[Row]) -> Fate:
    """Return what becomes of a table that no key leads to."""
    return Fate.STAYS if all(row.action == NO_KEY for row in rows) else Fate.LATER


def _beside(later: Mapping[QualifiedName, Sequence[Row]]) -> Iterable[str]:
    """Say how many tables have references that are no constraints."""
    cleaned = sum(any(row.action != NO_KEY for row in rows) for rows in later.values())
    if cleaned:
        yield f"{count(cleaned, 'table')} cleaned up later by a job"
    columns = sum(row.action == NO_KEY for rows in later.values() for row in rows)
    if columns:
        yield count(columns, "column looks like a reference, no key", "columns look like references, no keys")


def _figures(parts: _Parts, index_marks: Mapping[str, IndexMark]) -> Iterable[str]:
    others = [table for table in parts.deleted if table not in parts.roots]
    chain = "longest chain ∞: cycle" if parts.unbounded else f"longest chain {parts.longest}"
    lose = count(len(others), "other table loses rows", "other tables lose rows")
    yield f"{lose} ({chain})" if parts.deleted else lose
    for kind, one, many in (
        ("null", "column gets NULLs", "columns get NULLs"),
        ("default", "column gets defaults", "columns get defaults"),
        ("value", "column gets new values", "columns get new values"),
    ):
        changed = sum(1 for _, _, found in parts.changes if found == kind)
        if changed:
            yield count(changed, one, many)
    if parts.blockers:
        yield count(len(parts.blockers), "key can stop it", "keys can stop it")
    missing = sum(1 for key in parts.keys if index_marks.get(key) == "none")
    if missing:
        keys = count(len(parts.keys), "key")
        yield f"{missing:,} of {keys} {'has' if missing == 1 else 'have'} no index"
    if parts.not_modelled:
        yield count(len(parts.not_modelled), "table has triggers or rules", "tables have triggers or rules")


def _title(predictions: Sequence[Prediction]) -> str:
    return f"DELETE FROM {' or '.join(prediction.table.shown for prediction in predictions)}"  # noqa: S608 - a heading, never run


def _acts(run: TriggerRun) -> Iterator[str]:
    """Yield what a trigger or rule does, in a few words each: ``DELETE docs``, ``can keep the row``."""
    for effect in run.effects:
        if effect.kind in ("insert", "update", "delete", "truncate") and effect.table is not None:
            yield f"{effect.kind.upper()} {effect.table.shown}"
        elif effect.kind == "veto":
            yield "can keep the row"
        elif effect.kind == "raise":
            yield "can fail"
