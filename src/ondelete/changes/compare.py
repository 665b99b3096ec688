"""What a change of a schema does to deletes: the differences, and their causes."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from ondelete.changes.causes import Causes
from ondelete.changes.difference import Change, Difference, Outcome
from ondelete.changes.effects import effects_of
from ondelete.changes.functions import calls_of, tables_in_code
from ondelete.changes.objects import What, objects_of
from ondelete.declarations import NOTHING
from ondelete.deletion.predict import predict_statically
from ondelete.deletion.static.work import Work
from ondelete.rules.base import Answers, Known

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from ondelete.catalog import Catalog, QualifiedName
    from ondelete.changes.functions import Body
    from ondelete.changes.objects import Object
    from ondelete.changes.renames import Renamed
    from ondelete.declarations import Declarations
    from ondelete.deletion.effects import Prediction


def compare(
    old: Catalog,
    after: Catalog,
    renamed: tuple[Renamed, ...] = (),
    declared: Declarations = NOTHING,
    known: tuple[Known, Known] | None = None,
) -> Difference:
    """Return what a change from one schema to another does to deletes on the tables that both have.

    Only tables from which a delete can reach a difference are compared.

    Args:
        old: the schema before, under the names of the new one (``in_new_names``).
        after: the schema as it is now.
        renamed: what has another name only.
        declared: what the team says of the tables, and of references that have no key.
        known: what has been found out about each schema already, by its audit for example.
    """
    was, now = objects_of(old), objects_of(after)
    changes = _changes(was, now)
    first, last = (
        Answers(catalog, side, declared) for catalog, side in zip((old, after), known or (None, None), strict=True)
    )
    sides = _Side(old, first), _Side(after, last)
    work = Work()
    functions = _changed_functions(old, after, changes)
    gathered = Causes(changes, cache(lambda table: set().union(*(side.above([table]) for side in sides))), functions)
    outcomes: list[Outcome] = []
    undecided = 0
    for root in _roots(sides, changes, {body.table for body in functions}):
        if work.is_over:
            undecided += 1
            continue
        predictions = [side.predict(root, work) for side in sides]
        if work.is_exhausted:
            undecided += 1
            continue
        effects = [effects_of(each, side.unindexed) for each, side in zip(predictions, sides, strict=True)]
        verdicts = predictions[0].verdict, predictions[1].verdict
        gathered.compare(effects[0], effects[1], verdicts)
        gathered.add_functions(predictions[0], predictions[1])
        if verdicts[0] is not verdicts[1]:
            outcomes.append(Outcome(root, *verdicts))
    gathered.add_left_behind(old, after)
    gathered.add_references(first.references, last.references)
    gathered.add_cycles(*(side.graph for side in sides))
    names = frozenset(name for one in (*now.values(), *was.values()) for name in (one.name, f"{one.what}:{one.name}"))
    return Difference(tuple(changes.values()), renamed, gathered.found(), tuple(outcomes), names, undecided)


class _Side:
    """One of the two schemas, and the questions about it."""

    def __init__(self, catalog: Catalog, answers: Answers) -> None:
        self.catalog = catalog
        self.graph = answers.graph
        self._writers = tables_in_code(catalog)
        self.coverage = {key: found.verdict for key, found in answers.coverage.items()}
        self.unindexed = frozenset(key for key, verdict in self.coverage.items() if verdict == "none")

    def predict(self, table: QualifiedName, work: Work) -> Prediction:
        return predict_statically(self.catalog, table, work)

    def above(self, tables: Iterable[QualifiedName]) -> set[QualifiedName]:
        """Return the tables, and all tables from which a delete can reach one of them."""
        pending = [self.graph.node(table) for table in tables]
        seen = set(pending)
        for table in pending:  # grows while it is read
            known = self.catalog.tables.get(table)
            parents = known.parents if known is not None else ()
            below = (*self.catalog.partitions_below(table), *self.catalog.descendants(table))
            members = (table, *below)
            referenced = (edge.referenced for each in members for edge in self.graph.edges_from(referencing=each))
            written = (writer for each in members for writer in self._writers.get(each, ()))
            for other in map(self.graph.node, (*referenced, *parents, *written)):
                if other not in seen:
                    seen.add(other)
                    pending.append(other)
        return seen


def _changes(
    old: Mapping[tuple[What, str], Object], new: Mapping[tuple[What, str], Object]
) -> dict[tuple[What, str], Change]:
    """Return what is different, by kind and name; the columns of a table that is new or gone are not listed."""
    found = {}
    for place in dict.fromkeys((*old, *new)):
        was, now = old.get(place), new.get(place)
        if was is not None and now is not None and was.clauses == now.clauses:
            continue
        one = now or was
        if place[0] is What.COLUMN and one is not None and not (_has_table(old, one) and _has_table(new, one)):
            continue
        found[place] = Change(was, now)
    return found


def _has_table(objects: Mapping[tuple[What, str], Object], one: Object) -> bool:
    return (What.TABLE, str(one.table)) in objects


def _changed_functions(old: Catalog, new: Catalog, changes: Mapping[tuple[What, str], Change]) -> dict[Body, str]:
    """Return the triggers and rules that call a function which is not as it was, each with such a function."""
    by_name: dict[str, str] = {}
    for what, name in changes:
        if what is What.FUNCTION:
            by_name.setdefault(changes[what, name].object.own_name, name)
    if not by_name:
        return {}
    found: dict[Body, str] = {}
    for catalog in (old, new):
        for body, names in calls_of(catalog).items():
            called = next((by_name[name] for name in names if name in by_name), None)
            if called is not None:
                found[body] = called
    return found


def _roots(
    sides: tuple[_Side, _Side], changes: Mapping[tuple[What, str], Change], calling: Collection[QualifiedName]
) -> Iterator[QualifiedName]:
    """Yield the tables of both schemas from which a delete can reach a difference.

    ``calling`` are the tables whose triggers or rules call a changed function.
    """
    old, new = sides
    both = [table for table in new.graph.tables if table in old.catalog.tables and table in new.catalog.tables]
    anywhere = (one for one in (change.object for change in changes.values()) if one.what is not What.FUNCTION)
    if any(one.table is None or one.what is What.PUBLICATION for one in anywhere):
        yield from both
        return
    touched = {change.object.table for change in changes.values() if change.object.what is not What.INDEX}
    touched |= {change.object.table for change in changes.values() if "UNIQUE" in change.object.definition}
    touched |= {_table_of(side, key) for side in sides for key in _other_coverage(sides) if key in side.coverage}
    touched |= {*_other_order(old.catalog, new.catalog), *calling}
    reached = set().union(*(side.above(table for table in touched if table is not None) for side in sides))
    yield from (table for table in both if table in reached)


def _other_coverage(sides: tuple[_Side, _Side]) -> list[str]:
    old, new = sides
    return [key for key in old.coverage.keys() | new.coverage.keys() if old.coverage.get(key) != new.coverage.get(key)]


def _table_of(side: _Side, key: str) -> QualifiedName | None:
    return next((each.table for each in side.catalog.foreign_keys if each.id == key), None)


def _other_order(old: Catalog, new: Catalog) -> Iterator[QualifiedName]:
    """Yield the tables of keys that stand in another order than before, among those that both schemas have."""
    places = {key.id: place for place, key in enumerate(old.foreign_keys)}
    common = [(key, places[key.id]) for key in new.foreign_keys if key.id in places]
    for (one, first), (other, second) in pairwise(common):
        if first > second:
            yield one.table
            yield other.table
