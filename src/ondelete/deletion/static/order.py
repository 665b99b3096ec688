"""Who comes first: whether a firing can find its row gone or changed by an earlier one (semantics R3, R8).

A firing that fails is certain to fail unless a *rescuer* deletes the referencing row, or changes the columns of
its key, earlier in the queue. The queue is breadth first, so a rescuer with fewer steps always comes first, one
with more steps never does, and between equals the creation order of the keys decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ondelete.deletion.actions.changes import changed
from ondelete.deletion.actions.keys import defers
from ondelete.deletion.actions.partitions import may_move
from ondelete.deletion.kinds import Certainty

if TYPE_CHECKING:
    from ondelete.catalog import ForeignKey, QualifiedName
    from ondelete.deletion.static.events import Event, EventGraph, Firing


def creation_order_query(table: QualifiedName) -> str:
    """Return the SQL that shows in which order the keys to ``table`` were created in a running database (R4, R5).

    Triggers fire in the byte order of their names, which hold the OID they got at creation; tgtype 9 is AFTER DELETE
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
    """How sure a firing is to find its row, and who could come first.

    ``earlier`` rescues whatever the order of keys; ``winner`` only because its key was created first;
    ``loser`` would rescue in a database whose keys were created in another order.
    """

    certainty: Certainty
    earlier: ForeignKey | None = None
    winner: ForeignKey | None = None
    loser: ForeignKey | None = None


class Order:
    """The rescuers of one event graph."""

    def __init__(self, graph: EventGraph) -> None:
        self._graph = graph
        self._by_table: dict[QualifiedName, list[Firing]] = {}
        for firing in graph.firings:
            if firing.outcome.goes_on:
                self._by_table.setdefault(graph.catalog.root_of(firing.key.table), []).append(firing)

    def judge(self, firing: Firing) -> Judgement:
        """Return whether the row that ``firing`` is to fail on is still there when its turn comes."""
        if defers(firing.key, firing.clause):
            return Judgement(Certainty.DEFERRED)
        earlier = winner = loser = None
        for rescuer in self._rescuers(firing):
            when = self._compare(rescuer, firing)
            if when == "earlier":
                earlier = earlier or rescuer.key
            elif when == "wins":
                winner = winner or rescuer.key
            elif when == "loses":
                loser = loser or rescuer.key
        certainty = Certainty.MUST
        if earlier is not None or self._key_can_return(firing):
            certainty = Certainty.MAY
        elif winner is not None:
            certainty = Certainty.ORDER_DEPENDENT
        return Judgement(certainty, earlier, winner, loser)

    def judge_check(self, firing: Firing) -> Certainty:
        """Return whether the row that ``firing`` updates is there a step later, when its keys are checked (R12)."""
        certainty = self.judge(firing).certainty
        high = firing.source.high
        for rescuer in self._rescuers(firing):
            if certainty is Certainty.MUST and (high is None or rescuer.source.low <= high + 1):
                return Certainty.MAY
        return certainty

    def _rescuers(self, firing: Firing) -> list[Firing]:
        catalog, columns = self._graph.catalog, set(firing.key.columns)
        # A row that leaves a partition is out of sight of the partition's own key.
        own = catalog.root_of(firing.key.table) != firing.key.table
        return [
            other
            for other in self._by_table.get(catalog.root_of(firing.key.table), ())
            if (other.order, other.clause) != (firing.order, firing.clause)
            and (
                other.target is None
                or other.target.changes is None
                or columns & (written := changed(other.target.changes))
                or (own and may_move(catalog, other.key.table, written))
            )
        ]

    def _compare(self, rescuer: Firing, firing: Firing) -> str:
        high = firing.source.high
        if high is None or rescuer.source.low < high:
            return "earlier"
        if rescuer.source.low > high:
            return "later"
        return "wins" if _branch(rescuer, low=True) <= _branch(firing, low=False) else "loses"

    def _key_can_return(self, firing: Firing) -> bool:
        """Whether another row of the referenced table can take over the vanished key: NO ACTION looks again (R7)."""
        if firing.action.checks_only and firing.action != "restrict":
            columns = set(firing.key.referenced_columns)
            for event in self._graph.events:
                if event.table == firing.source.table and event.changes is not None and not event.stops:
                    given = {c for c, to in event.changes.items() if to & {"default", "value"}}
                    if columns & given and event is not firing.source:
                        return True
        return False


def _branch(firing: Firing, *, low: bool) -> int:
    """Return the creation place of the first key on the firing's chain, where the queue decides (R3)."""
    event: Event = firing.source
    if event.is_root:
        return firing.order
    return event.first_low if low else event.first_high
