"""The statements of triggers, and what follows from each: the keys that act, and the triggers that fire (R2).

A statement of a trigger runs to its end, with all that follows, before the queue goes on. So it is a DELETE or UPDATE
of its own, which begins at its table. Statements that write the same are one, so that triggers that fire each other end
in a fixpoint: there are as many statements as tables and sets of columns that the text of functions names.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ondelete.catalog import Rule
from ondelete.deletion.actions.changes import default_of, with_generated
from ondelete.deletion.expressions.values import NULL
from ondelete.deletion.static.bodies import bodies_of, direct_bodies, inserting_bodies, truncating_bodies
from ondelete.deletion.static.events import EventGraph
from ondelete.deletion.triggers.code.found import RESTORED
from ondelete.deletion.triggers.code.paths import EVERY
from ondelete.deletion.triggers.code.runs import run_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ondelete.catalog import Catalog, QualifiedName
    from ondelete.deletion.actions.changes import Changes, To
    from ondelete.deletion.expressions.values import Possible
    from ondelete.deletion.static.bodies import Body, Verb
    from ondelete.deletion.triggers.code.found import Run, Written


class Statement(NamedTuple):
    """What a statement does to the rows of a table; ``changes`` is what an UPDATE makes of them.

    ``quiet``: it is the change of a row by a BEFORE trigger, which fires no trigger again.
    """

    verb: Verb
    table: QualifiedName
    changes: frozenset[tuple[str, frozenset[To]]] = frozenset()
    quiet: bool = False


class Fired(NamedTuple):
    """A trigger or rule that a statement fires, what it does, and the statements that it runs."""

    body: Body
    run: Run
    statements: tuple[tuple[Statement, Written | None], ...]

    @property
    def id(self) -> str:
        """``schema.table.name``."""
        return f"{self.body.entry.table}.{self.body.entry.name}"


class Consequence(NamedTuple):
    """What follows from one statement; ``graph`` is None for an INSERT or TRUNCATE: no key acts on these."""

    statement: Statement
    graph: EventGraph | None
    fired: tuple[Fired, ...]


class Statements:
    """What follows from the statements of one catalog, each worked out once."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._known: dict[Statement, Consequence] = {}
        self._runs: dict[tuple[object, ...], Run | None] = {}

    def of(self, statement: Statement) -> Consequence:
        """Return what follows from a statement."""
        found = self._known.get(statement)
        if found is None:
            found = self._known[statement] = self._consequence(statement)
        return found

    def of_graph(self, graph: EventGraph) -> Consequence:
        """Return what follows from the DELETE whose events and keys are known already."""
        statement = Statement("delete", graph.roots[0].table)
        return Consequence(statement, graph, tuple(self._fired(bodies_of(graph))))

    def of_table(self, table: QualifiedName) -> Consequence:
        """Return what the triggers and rules of one table do, without the cascades that reach other tables."""
        return Consequence(Statement("delete", table), None, tuple(self._fired(direct_bodies(self._catalog, table))))

    def of_truncate(self, tables: Iterable[QualifiedName]) -> Consequence:
        """Return what follows from a TRUNCATE of tables."""
        names = tuple(tables)
        fired = tuple(self._fired(truncating_bodies(self._catalog, names)))
        return Consequence(Statement("truncate", names[0]), None, fired)

    def _consequence(self, statement: Statement) -> Consequence:
        catalog = self._catalog
        if statement.verb == "insert":
            return Consequence(statement, None, tuple(self._fired(inserting_bodies(catalog, statement.table))))
        if statement.verb == "truncate":
            return Consequence(statement, None, tuple(self._fired(truncating_bodies(catalog, (statement.table,)))))
        changes = dict(statement.changes) if statement.verb == "update" else None
        graph = EventGraph(catalog, statement.table, changes=changes)
        bodies = [b for b in bodies_of(graph) if not (statement.quiet and b.event in graph.roots)]
        return Consequence(statement, graph, tuple(self._fired(bodies)))

    def _fired(self, bodies: Iterable[Body]) -> Iterator[Fired]:
        """Yield what fires; of a row, what one BEFORE trigger changes in NEW the others find."""
        all_bodies = list(bodies)
        loose = self._loose(all_bodies)
        for body in all_bodies:
            run = self._run(body, loose.get(id(body.event), frozenset()))
            if run is not None:
                yield Fired(body, run, tuple(self._statements(body, run)))

    def _loose(self, bodies: list[Body]) -> Mapping[int, frozenset[str]]:
        """Return, by event, the columns that BEFORE triggers give to NEW; each can make another one do more."""
        found: dict[int, frozenset[str]] = {}
        givers = [b for b in bodies if not isinstance(b.entry, Rule) and b.entry.row and b.entry.timing == "before"]
        grows = True
        while grows:
            grows = False
            for body in givers:
                known = found.get(id(body.event), frozenset())
                run = self._run(body, known)
                gives = known.union(run.gives) if run is not None else known
                if gives != known:
                    found[id(body.event)], grows = gives, True
        return found

    def _run(self, body: Body, loose: frozenset[str]) -> Run | None:
        changes = None if body.changes is None else frozenset(body.changes.items())
        key = id(body.event.key) if body.event.key is not None else 0
        what = (body.entry.table, body.entry.name, type(body.entry), body.verb, body.holder, changes, key, loose)
        if what not in self._runs:
            self._runs[what] = run_of(self._catalog, body, loose)
        return self._runs[what]

    def _statements(self, body: Body, run: Run) -> Iterator[tuple[Statement, Written | None]]:
        for written in run.written:
            changes = frozenset(self._changes(written.table, written).items())
            yield Statement(written.write.command, written.table, changes), written
        if run.gives and body.verb == "update":
            changes = frozenset(self._of_new(body.holder, run.gives).items())
            yield Statement("update", body.holder, changes, quiet=True), None

    def _changes(self, table: QualifiedName, written: Written) -> Changes:
        if written.write.command != "update":
            return {}
        found: dict[str, frozenset[To]] = {}
        for each in written.write.assignments:
            value = written.values.get(each.column)
            found[each.column] = default_of(self._catalog, table, each.column) if each.value is None else _to(value)
        return with_generated(self._catalog, table, found)

    def _of_new(self, table: QualifiedName, gives: Mapping[str, Possible]) -> Changes:
        known = self._catalog.tables.get(table)
        names = [c.name for c in known.columns] if EVERY in gives and known is not None else [*gives]
        same: frozenset[To] = frozenset({"same"})
        found = {name: _to(gives.get(name)) | same for name in names if name != EVERY}
        return with_generated(self._catalog, table, found)


def _to(value: Possible | None) -> frozenset[To]:
    """Return what a column becomes."""
    if value == RESTORED:
        return frozenset({"same"})
    if value == NULL:
        return frozenset({"null"})
    return frozenset({"null", "value"}) if value is None or value.null else frozenset({"value"})


@lru_cache(maxsize=8)
def remembered_statements(catalog: Catalog) -> Statements:
    """Return the statements of a catalog, kept because all DELETEs of the catalog need many of the same."""
    return Statements(catalog)
