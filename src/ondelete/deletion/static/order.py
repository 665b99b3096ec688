"""Which key acts first: whether a firing can find its row deleted or changed by an earlier one (semantics R3, R8).

If a row references by one key only, that key decides what happens to it. A *rescuer* is another key of the same row
that deletes it, or changes the columns of the first key, earlier in the queue; a footnote names it. The queue is
breadth first. So a rescuer with fewer steps always comes first, one with more steps never does, and if the steps are
equal, the creation order of the keys decides. If every row that references by a key also references by its *rival*,
this order decides whether the key acts at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ondelete.catalog import ReferentialAction
from ondelete.deletion.actions.changes import changed
from ondelete.deletion.actions.keys import defers
from ondelete.deletion.actions.partitions import may_move
from ondelete.deletion.kinds import Certainty

if TYPE_CHECKING:
    from ondelete.catalog import Clause, ForeignKey, QualifiedName
    from ondelete.deletion.static.events import Event, EventGraph, Firing


def creation_order_query(table: QualifiedName) -> str:
    """Return the SQL that shows in which order the keys to ``table`` were created in a running database (R4, R5).

    Triggers fire in the byte order of their names, which contain the OID of their creation; tgtype 9 is AFTER DELETE
    for each row.
    """
    literal = table.sql.replace("'", "''")
    return (
        "SELECT k.conrelid::regclass AS referencing, k.conname\n"
        "FROM pg_trigger t JOIN pg_constraint k ON k.oid = t.tgconstraint\n"
        f"WHERE t.tgrelid = '{literal}'::regclass AND t.tgtype = 9\n"
        'ORDER BY t.tgname COLLATE "C";'
    )


class Judgement(NamedTuple):
    """How sure a firing is to fail on a row that references by its key alone.

    ``other_order`` says what happens if keys were created in another order, None if that changes nothing.
    ``note`` is a footnote about rows that other keys also reach. ``either_way``: the delete fails in any order.
    """

    certainty: Certainty
    note: str = ""
    other_order: str | None = None
    either_way: bool = False


class Order:
    """The order in which the firings of one event graph act, and which key can save a row from another one."""

    def __init__(self, graph: EventGraph) -> None:
        self._graph = graph
        self._by_table: dict[QualifiedName, list[Firing]] = {}
        self._events_of: dict[QualifiedName, list[Event]] = {}
        for event in graph.events:
            self._events_of.setdefault(event.table, []).append(event)
        for firing in graph.firings:
            if firing.outcome.goes_on:
                self._by_table.setdefault(graph.catalog.root_of(firing.key.table), []).append(firing)

    def judge(self, firing: Firing) -> Judgement:
        """Return whether ``firing`` fails on every row that references by its key alone."""
        if defers(firing.key, firing.clause):
            return Judgement(Certainty.DEFERRED, self._footnote(firing))
        if firing.rival is not None:
            either = self._graph.keys.stops_in_any_order(firing.order, firing.clause)
            either = either and not self._key_can_return(firing)
            return Judgement(Certainty.ORDER_DEPENDENT, "", other_order(firing), either)
        certainty = Certainty.MAY if self._key_can_return(firing) else Certainty.MUST
        return Judgement(certainty, self._footnote(firing))

    def _footnote(self, firing: Firing) -> str:
        """Return how another key can save a row that it also reaches, "" if none can."""
        if self._graph.work.is_exhausted:
            return (
                "Whether a row that another key deletes or changes earlier stops it was not looked at: too many keys."
            )
        tied: Firing | None = None
        for rescuer in self._rescuers(firing):
            high = firing.source.high
            if high is None or rescuer.source.low < high or defers(firing.key, firing.clause):
                return f"A row that {rescuer.key.name} deletes or changes earlier does not stop it."
            if rescuer.source.low == high:
                tied = tied or rescuer
        if tied is None:
            return ""
        one, other = _parting(tied, firing)
        if one is other:
            return f"A row that {tied.key.name} reaches first does not stop it."
        return (
            f"A row that {tied.key.name} also reaches does not stop it if {one.name} was created before {other.name}."
        )

    def _rescuers(self, firing: Firing) -> list[Firing]:
        catalog, columns = self._graph.catalog, set(firing.key.columns)
        others = self._by_table.get(catalog.root_of(firing.key.table), ())
        self._graph.work.spend(len(others))
        # The partition's own key no longer sees a row that leaves the partition.
        own = catalog.root_of(firing.key.table) != firing.key.table
        return [
            other
            for other in others
            if (other.order, other.clause) != (firing.order, firing.clause)
            and (
                other.target is None
                or other.target.changes is None
                or columns & (written := changed(other.target.changes))
                or (own and may_move(catalog, other.key.table, written))
            )
        ]

    def _key_can_return(self, firing: Firing) -> bool:
        """Whether another row of the referenced table can get the missing key values: NO ACTION looks again (R7)."""
        if firing.action.checks_only and firing.action != "restrict":
            columns = set(firing.key.referenced_columns)
            for event in self._events_of.get(firing.source.table, ()):
                if event.changes is not None and not event.stops:
                    given = {c for c, to in event.changes.items() if to & {"default", "value"}}
                    if columns & given and event is not firing.source:
                        return True
        return False


def other_order(firing: Firing) -> str | None:
    """Return what a key's rival does to the same row, and when; None for a firing without a rival (R5, R8)."""
    if firing.rival is None:
        return None
    key, rival = firing.key, firing.rival.key
    does = what_it_does(rival, firing.clause)
    if firing.is_late:
        return (
            f"{rival.name} comes before {key.name} in this file, so in a database restored from it, {rival.name} {does}"
            " instead."
        )
    return f"If {rival.name} was created before {key.name}, {rival.name} {does} instead."


def what_it_does(key: ForeignKey, clause: Clause) -> str:
    """Return what a key does to a referencing row, as the verb of a sentence."""
    match key.action_on(clause):
        case ReferentialAction.CASCADE:
            return "deletes the row" if clause == "delete" else "changes the row"
        case ReferentialAction.SET_NULL:
            return "sets it to NULL"
        case ReferentialAction.SET_DEFAULT:
            return "sets it to its default"
        case _:
            return "stops the delete"


def _parting(one: Firing, other: Firing) -> tuple[ForeignKey, ForeignKey]:
    """Return the first keys in which two ways differ, which decide the queue (R3); the same key twice if none do."""
    ways = ((*one.source.path, one.key), (*other.source.path, other.key))
    return next(((a, b) for a, b in zip(*ways, strict=False) if a is not b), (one.key, one.key))
