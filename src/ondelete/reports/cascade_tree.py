"""The tree of a cascade: one row per foreign key on the way, each table opened once, wide places cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from ondelete.deletion.kinds import NEVER_ACTS, Certainty, StepOutcome
from ondelete.report import Line, Span, Tree, line, name
from ondelete.reports.base import Names
from ondelete.reports.tree_rows import FIRST, LAST, LEAF, ON, Item, View, shown_tree
from ondelete.text.counts import count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ondelete.analyses.expected_rows import ExpectedRows
    from ondelete.declarations import LooseAction, LooseKey
    from ondelete.deletion.effects import Failure, Prediction, Step
    from ondelete.deletion.trigger_effects import EffectKind, TriggerRun
    from ondelete.reports.tree_rows import Place

_WORDS = {certainty: Span(certainty.facts.says, "bad" if certainty.facts.sure else "warn") for certainty in Certainty}

_WRITES: frozenset[EffectKind] = frozenset(("delete", "update", "insert", "truncate"))

LATER: Mapping[LooseAction, str] = {
    "async_delete": "deleted later",
    "async_nullify": "NULL later",
    "update_column_to": "changed later",
}


def cascade_tree(
    prediction: Prediction,
    names: Names,
    marks: Mapping[str, str],
    view: View,
    loose: Sequence[LooseKey] = (),
    expected: ExpectedRows | None = None,
) -> tuple[Tree, list[str]]:
    """Return the tree of a prediction, and legend lines for the signs in it.

    Args:
        prediction: what the DELETE can do.
        names: how names are written.
        marks: by key id, a remark on its index ("no index").
        view: what to show.
        loose: loose keys whose jobs have work to do afterwards; they are left out if the view chooses actions.
        expected: rows that go with one row, by table, if there are estimates: a column of the tree.
    """
    below = _Planter(prediction, names, marks, view, () if view.actions or view.blockers else loose, expected).plant()
    root: Place = (prediction.table, "delete")
    return shown_tree(line(names.table(prediction.table)), root, below, view)


class _Planter:
    """Arranges steps below the places where they start."""

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
        # If a cascade leads back to the root, the root's keys act on the rows that it finds; they are shown once.
        once = {(step.key.id, step.referenced, step.event): step for step in reversed(prediction.steps)}
        for step in self._chosen([*reversed(once.values())]):
            self.steps.setdefault((step.referenced, step.event), []).append(step)
        self.acting: dict[Place, list[TriggerRun]] = {}
        for run in () if view.actions else prediction.triggers:
            if any(effect.kind in _WRITES for effect in run.effects):
                self.acting.setdefault((run.table, "delete" if run.event == "delete" else "update"), []).append(run)
        self.later: dict[Place, list[Item]] = {}
        losing = {entry.table for entry in prediction.deleted}
        for key in loose:  # one that references the root of a partition is shown below the partition
            table = key.referenced_table if key.referenced_table in losing else prediction.table
            self.later.setdefault((table, "delete"), []).append(self._later(key))

    def _chosen(self, steps: Sequence[Step]) -> Sequence[Step]:
        if self.view.blockers:
            return _leading(steps, lambda step: step.key.id in self.failures)
        if self.view.actions:
            return _leading(steps, lambda step: step.key.action_on(step.event).value in self.view.actions)
        return steps

    def plant(self) -> dict[Place, list[Item]]:
        """Open each place at the first step, breadth first, that leads there."""
        root: Place = (self.prediction.table, "delete")
        inheriting = self._inheriting()
        opened = {root, *(item.opens for item in inheriting if item.opens)}
        found: dict[Place, list[Item]] = {root: inheriting}
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
        for place, runs in self.acting.items():
            written = [item for run in runs for item in self._written(run, opened)]
            found[place] = sorted([*found.get(place, ()), *written], key=lambda item: item.rank)
        for place, later in self.later.items():
            found[place] = [*found.get(place, ()), *later]
        return found

    def _written(self, run: TriggerRun, opened: set[Place]) -> Iterator[Item]:
        """Yield what a trigger or rule writes, one row for each table; what follows from it stands below."""
        for command, table in dict.fromkeys((e.kind, e.table) for e in run.effects if e.kind in _WRITES and e.table):
            to: Place | None = (table, "delete" if command in ("delete", "truncate") else "update")
            goes_on = to is not None and command != "insert" and self._has_rows_below(to)
            first = goes_on and to not in opened
            if first and to is not None:
                opened.add(to)
            label = line(f"{run.kind} ", name(run.name))
            cells = (label, line(command.upper()), line(self.names.table(table)))
            again = goes_on and not first
            expected = None if self.expected is None else line("")
            mark = line("(*)" if again else "")
            rank = ON if goes_on else LEAF
            yield Item(cells, mark, to if first else None, again=again, rank=rank, expected=expected)

    def _has_rows_below(self, place: Place) -> bool:
        return place in self.steps or place in self.later or place in self.acting

    def _inheriting(self) -> list[Item]:
        """Return the tables whose rows the statement itself finds, with the keys that reference them below."""
        places: list[Place] = [(table, "delete") for table in self.prediction.inheriting]
        return [
            Item(
                (line(self.names.table(place[0])), line("INHERITS"), line("deleted")),
                (),
                opens=place if self._has_rows_below(place) else None,
                again=False,
                rank=ON if self._has_rows_below(place) else LEAF,
            )
            for place in places
        ]

    def _target(self, step: Step) -> Place | None:
        """Where the delete goes on after a step, None if nothing is below."""
        if not step.outcome.goes_on:
            return None
        place = _place_behind(step)
        return place if self._has_rows_below(place) else None

    def _later(self, key: LooseKey) -> Item:
        """Return a loose key as a row: it does nothing in this statement."""
        label = self.names.columns(key.table, (key.column,))
        cells = (label, line(Span("LOOSE", "dim")), line(Span(LATER[key.action], "dim")))
        expected = None if self.expected is None else line("")
        return Item(cells, (), opens=None, again=False, rank=LAST, expected=expected)

    def _item(self, step: Step, opens: Place | None, *, again: bool) -> Item:
        key = step.key
        label = self.names.columns(key.table, key.columns)
        if key.is_self_reference:
            label = (*label, Span(" ↻"))
        action = step.key.action_on(step.event).upper()
        mark = Span(f"⚠ {self.marks[key.id]}", "warn") if key.id in self.marks else ""
        cells = (label, line(action if step.event == "delete" else f"ON UPDATE {action}"), self._outcome(step))
        signs = line(mark, " " if mark and again else "", "(*)" if again else "")
        stops = step.outcome is StepOutcome.BLOCKS or cells[2][:1] == (_WORDS[Certainty.MUST],)
        rank = FIRST if stops else ON if opens or again else LEAF
        return Item(cells, signs, opens, again, rank, expected=self._rows_of(step))

    def _rows_of(self, step: Step) -> Line | None:
        """Return the cell of the expected rows: "" if the step deletes none, None if there are no estimates."""
        if self.expected is None:
            return None
        deleted = step.outcome is StepOutcome.DELETED
        found = self.expected.get(step.key.table) if deleted else None
        if found is None:
            return line("? rows" if deleted else "")
        number = round(found)
        return line("<1 row" if not number else f"~{count(number, 'row')}")

    def _outcome(self, step: Step) -> Line:
        """Say what happens to a referencing row."""
        certainties = [failure.certainty for failure in self.failures.get(step.key.id, ())]
        error = next((_WORDS[certainty] for certainty in Certainty if certainty in certainties), None)
        match step.outcome:
            case StepOutcome.SHADOWED:
                return line(Span(NEVER_ACTS, "dim"))
            case StepOutcome.BLOCKS:
                return line(error or _WORDS[Certainty.MAY])
            case StepOutcome.DELETED:
                word = "deleted"
            case StepOutcome.UPDATED:
                word = "kept" if step.event == "delete" else "changed"
            case unknown:
                assert_never(unknown)
        if error == _WORDS[Certainty.MUST]:
            return line(error)
        return line(word, *((", ", error) if error else ()))


def _leading(steps: Sequence[Step], is_wanted: Callable[[Step], bool]) -> list[Step]:
    """Return the wanted steps, and those on the way to one."""
    to: dict[Place, list[Step]] = {}
    for step in steps:
        if step.outcome.goes_on:
            to.setdefault(_place_behind(step), []).append(step)
    kept = {id(step) for step in steps if is_wanted(step)}
    pending: list[Place] = [(step.referenced, step.event) for step in steps if id(step) in kept]
    seen = set(pending)
    for place in pending:  # grows while it is read, against the direction of the delete
        for step in to.get(place, ()):
            kept.add(id(step))
            before: Place = (step.referenced, step.event)
            if before not in seen:
                seen.add(before)
                pending.append(before)
    return [step for step in steps if id(step) in kept]


def _place_behind(step: Step) -> Place:
    """Return where the delete goes on after a step that deletes or updates."""
    return (step.key.table, "delete" if step.outcome is StepOutcome.DELETED else "update")
