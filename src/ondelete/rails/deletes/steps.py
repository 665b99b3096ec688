"""What ``record.destroy`` does, step by step, in the order in which Rails does it.

Sources: Active Record's ``callbacks.rb``, ``associations/builder`` and ``associations/*_association.rb``, 6.1 to 8.0.
tests/postgres/test_rails_steps.py runs the sample with Active Record and compares the orders.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from ondelete.catalog import Location, QualifiedName
from ondelete.rails.deletes.matrix import SPELLINGS
from ondelete.rails.models.values import Association, Callback

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.rails.deletes.pairs import Layers
    from ondelete.rails.models.values import Event, Model, Resolved

What: TypeAlias = Literal[
    "begin",
    "callback",
    "restrict",
    "destroy each",
    "delete all",
    "nullify",
    "load for a job",
    "join rows",
    "delete row",
    "soft delete",
    "counter cache",
    "touch",
    "destroy owner",
    "commit",
    "job",
    "cut",
]
"""What a step does."""

_MOST = 400
_JOB = "ActiveRecord::DestroyAssociationAsyncJob"
_DEEPEST = 12


class Step(msgspec.Struct, frozen=True):
    """A step. ``depth`` is 0 for the record itself, 1 for each row that it destroys, and so on.

    ``event`` is that of a callback, ``method`` its method. ``queries`` is their number for one record of the model:
    "1", or "1 + n" if it grows with the rows. ``table`` is the one that is read or changed.
    """

    depth: int
    what: What
    model: str
    queries: str = "0"
    association: str | None = None
    event: Event | None = None
    method: str | None = None
    table: QualifiedName | None = None
    columns: tuple[str, ...] = ()
    location: Location | None = None
    note: str = ""


def destroy_steps(layers: Layers, model: Model) -> tuple[Step, ...]:
    """Return what ``destroy`` of a model does, with what it does to the rows that it destroys, at most 400 steps."""
    found: list[Step] = []
    for step in _Walk(layers).of(model, 0, ()):
        if len(found) == _MOST:
            found.append(Step(0, "cut", model.name, note="more steps are left out"))
            break
        found.append(step)
    return tuple(found)


class _Walk:
    """One walk: what a model does to its rows is said in full where it is met first."""

    def __init__(self, layers: Layers) -> None:
        self._layers, self._told = layers, set[str]()
        self._later: list[Step] = []

    def of(self, model: Model, depth: int, above: tuple[str, ...], through: tuple[str, ...] = ()) -> Iterator[Step]:
        """Yield the steps for one record; rows below are destroyed in the transaction of the first.

        ``through`` are the columns by which the record above has found this one.
        """
        self._told.add(model.name)
        self._later.extend(self._committed(model, depth))
        table = self._layers.resolver.table_of(model)
        if depth == 0:
            yield Step(depth, "begin", model.name)
        for item in before_order(model):
            if isinstance(item, Callback):
                yield _callback(item, model, depth)
            else:
                yield from self._dependent(model, item, depth, above)
        if model.soft_delete is not None:
            note = f"{model.soft_delete.macro} sets {model.soft_delete.column}; no key acts"
            column = (model.soft_delete.column,)
            yield Step(
                depth, "soft delete", model.name, "1", None, None, None, table, column, model.soft_delete.location, note
            )
        else:
            yield from self._join_rows(model, depth)
            yield Step(depth, "delete row", model.name, "1", table=table, note="the foreign keys act here")
            yield from self._counters(model, depth, through)
        yield from self._after(model, depth, through)
        if depth == 0:
            yield Step(depth, "commit", model.name, note="deferred foreign keys are checked here")
            yield from self._later  # the record itself was the first of the transaction

    def _dependent(self, model: Model, association: Association, depth: int, above: tuple[str, ...]) -> Iterator[Step]:
        resolved = self._layers.resolver.resolve(model, association)
        option = SPELLINGS.get(association.dependent or "")
        if association.through is not None:
            if association.kind == "has_many":
                note = f"deletes rows of {association.through} alone"
                yield self._step(association, resolved, depth, "delete all", "1", note)
            return
        if option in ("restrict_with_exception", "restrict_with_error"):
            does = (
                "raises DeleteRestrictionError" if option.endswith("exception") else "adds an error and returns false"
            )
            yield self._step(association, resolved, depth, "restrict", "1", f"{does} if there is a row")
        elif option == "destroy":
            yield from self._destroy_each(association, resolved, depth, above)
        elif option == "destroy_async":
            note = "the rows are loaded; the job is enqueued after COMMIT"
            yield self._step(association, resolved, depth, "load for a job", "1", note)
        elif option in ("delete_all", "nullify"):
            one = association.kind == "has_one"
            what: What = "delete all" if option == "delete_all" else "nullify"
            yield self._step(association, resolved, depth, what, "2" if one else "1", "no callbacks of the rows run")

    def _destroy_each(
        self, association: Association, resolved: Resolved, depth: int, above: tuple[str, ...]
    ) -> Iterator[Step]:
        one = association.kind == "has_one"
        target = self._layers.resolver.models.models.get(resolved.target or "")
        note = "the row is loaded and destroyed" if one else "each row is loaded and destroyed by itself"
        if target is not None and target.name in above:
            note += "; it comes back to where it began"
        elif target is not None and target.name in self._told:
            note += "; what that does is said above"
        yield self._step(association, resolved, depth, "destroy each", "1 + 1" if one else "1 + n", note)
        if target is not None and target.name not in self._told and depth < _DEEPEST:
            yield from self.of(target, depth + 1, (*above, association.model), resolved.columns)

    def _step(
        self, association: Association, resolved: Resolved, depth: int, what: What, queries: str, note: str
    ) -> Step:
        if not resolved.is_resolved:
            note = f"{note}; not resolved: {resolved.reason}"
        return Step(
            depth,
            what,
            association.model,
            queries,
            association.name,
            table=resolved.table,
            columns=resolved.columns,
            location=association.location,
            note=note,
        )

    def _join_rows(self, model: Model, depth: int) -> Iterator[Step]:
        for association in model.associations:
            if association.kind == "has_and_belongs_to_many":
                resolved = self._layers.resolver.resolve(model, association)
                yield self._step(association, resolved, depth, "join rows", "1", "rows of the join table are deleted")

    def _counters(self, model: Model, depth: int, through: tuple[str, ...]) -> Iterator[Step]:
        for association in model.associations:
            if association.kind == "belongs_to" and association.counter_cache:
                resolved = self._layers.resolver.resolve(model, association)
                if depth and resolved.columns == through:
                    continue  # the other row is being destroyed
                note = "the counter of the other row goes down"
                yield self._step(association, resolved, depth, "counter cache", "1", note)

    def _after(self, model: Model, depth: int, through: tuple[str, ...]) -> Iterator[Step]:
        """Yield the after_destroy callbacks, and what belongs_to adds to them, in their order."""
        for item in model.items:
            if isinstance(item, Callback) and item.event == "after_destroy":
                yield _callback(item, model, depth)
            elif isinstance(item, Association) and item.kind == "belongs_to":
                resolved = self._layers.resolver.resolve(model, item)
                if item.touch and not (depth and resolved.columns == through):
                    yield self._step(item, resolved, depth, "touch", "1", "the other row is touched")
                if item.dependent in ("destroy", "delete", "destroy_async"):
                    note = f"the other row goes too ({item.dependent})"
                    yield self._step(item, resolved, depth, "destroy owner", "1 + 1", note)

    def _committed(self, model: Model, depth: int) -> Iterator[Step]:
        """Yield what runs after COMMIT; for rows below, too, it runs when the whole transaction has committed."""
        for item in model.items:
            if isinstance(item, Callback) and item.event == "after_commit":
                yield _callback(item, model, depth)
            elif isinstance(item, Association) and item.dependent == "destroy_async":
                resolved = self._layers.resolver.resolve(model, item)
                note = f"{model.job or _JOB} is enqueued, and destroys the rows by their ids"
                yield self._step(item, resolved, depth, "job", "0", note)


def before_order(model: Model) -> tuple[Association | Callback, ...]:
    """Return what runs before the row is deleted, in its order.

    ``dependent:`` of has_many and has_one is a before_destroy callback at the place of its line; ``prepend: true`` puts
    a callback before all that are there already.
    """
    found: list[Association | Callback] = []
    kept = {(item.name): item for item in model.items if isinstance(item, Association)}
    for item in model.items:
        if isinstance(item, Callback) and item.event in ("before_destroy", "around_destroy"):
            found.insert(0, item) if item.prepend else found.append(item)
        elif isinstance(item, Association) and _acts_before(item) and kept[item.name] is item:
            found.append(item)
    return tuple(found)


def _acts_before(item: Association) -> bool:
    return item.kind in ("has_many", "has_one") and item.dependent is not None


def _callback(item: Callback, model: Model, depth: int) -> Step:
    return Step(depth, "callback", model.name, "0", None, item.event, item.method, location=item.location)
