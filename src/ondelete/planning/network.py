"""The cheapest choice of a way for every key on the way, if nothing counts but single keys: a minimum cut.

The nodes are tables and keys. A table is on the near side if it loses rows, a key if it acts then. An arc is cut where
something is paid: behind a key that passes nothing on, and into the sink for what a key costs in any case. So the cut
is the cheapest choice for all keys together, in polynomial time. What one key does to another (a row that is changed
twice, a value that a CHECK refuses with another one) is not in it: the engine judges the choice, and ``search``
forbids what it refuses.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import msgspec
from msgspec.structs import replace

from ondelete.catalog import QualifiedName, ReferentialAction
from ondelete.deletion.kinds import StepOutcome
from ondelete.deletion.static.events import EventGraph
from ondelete.deletion.static.refusals import refusal_by_publication
from ondelete.graph.cuts import cheapest_cut
from ondelete.planning.options import LOST, RECORDS, Option, options_of
from ondelete.planning.roles import record_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import ForeignKey
    from ondelete.planning.ground import Ground

Node: TypeAlias = "QualifiedName | str"
_SOURCE, _SINK = "->", "<-"
IMPOSSIBLE = 10**18
"""The cost of what cannot be: a plan that costs as much is none, and what it cuts stands in the way."""


class Acting(NamedTuple):
    """A key that acts on deletes of ``sources``; ``target`` loses rows if it passes a delete on, None if it cannot."""

    key: ForeignKey
    sources: tuple[QualifiedName, ...]
    target: QualifiedName | None


class Choice(msgspec.Struct, frozen=True):
    """A way for every key that acts, by the key's id, and what all of them cost.

    ``blocked`` are keys without any way, ``lost`` are tables that must not lose rows and do: empty if all is well.
    """

    cost: int
    options: Mapping[str, Option]
    blocked: tuple[ForeignKey, ...] = ()
    lost: tuple[QualifiedName, ...] = ()

    @property
    def changes(self) -> tuple[Option, ...]:
        """The ways that change something, in the order of the schema."""
        return tuple(option for option in self.options.values() if option.changes)


class Network:
    """Every key that a delete can come to meet, whatever is changed."""

    def __init__(self, ground: Ground, *, wide: bool) -> None:
        self.ground, self.wide = ground, wide
        self._options: dict[str, tuple[Option, ...]] = {}

    @cached_property
    def acting(self) -> tuple[Acting, ...]:
        """The keys that act if every key that can passes the delete on."""
        catalog = self.ground.catalog
        own = {key.id: key for key in catalog.foreign_keys}
        passing = tuple(
            key if key.period else replace(key, on_delete=ReferentialAction.CASCADE, set_columns=None)
            for key in own.values()
        )
        sources: dict[str, dict[QualifiedName, None]] = {}
        targets: dict[str, QualifiedName] = {}
        for table in self.ground.tables:
            graph = EventGraph(catalog.with_foreign_keys(passing), table)
            for firing in graph.firings:
                if firing.clause == "delete" and firing.outcome is not StepOutcome.SHADOWED:
                    sources.setdefault(firing.key.id, {})[firing.source.table] = None
                    if firing.target is not None:
                        targets[firing.key.id] = firing.target.table
        return tuple(Acting(own[name], tuple(tables), targets.get(name)) for name, tables in sources.items())

    @cached_property
    def roots(self) -> tuple[QualifiedName, ...]:
        """The tables whose rows the DELETE itself removes."""
        tables = self.ground.tables
        return (*tables, *(child for table in tables for child in self.ground.catalog.descendants(table)))

    def options(self, key: ForeignKey) -> tuple[Option, ...]:
        """Return the ways to deal with a key; they are worked out once."""
        if key.id not in self._options:
            self._options[key.id] = options_of(self.ground, key, wide=self.wide)
        return self._options[key.id]

    def choose(self, forbidden: frozenset[object] = frozenset()) -> Choice:
        """Return the cheapest choice without the forbidden ways (``Option.name``)."""
        ways = {
            acting.key.id: tuple(option for option in self.options(acting.key) if option.name not in forbidden)
            for acting in self.acting
        }
        found = cheapest_cut(self._arcs(ways), _SOURCE, _SINK)
        near = found[1] if found is not None else frozenset[Node]()
        return self._chosen(ways, near, found[0] if found is not None else IMPOSSIBLE)

    def _arcs(self, ways: Mapping[str, tuple[Option, ...]]) -> Iterator[tuple[Node, Node, int | None]]:
        tables: dict[QualifiedName, None] = {}
        yield from ((_SOURCE, root, None) for root in self.roots)
        for acting in self.acting:
            node = acting.key.id
            yield from ((source, node, None) for source in acting.sources)
            through, stopped = _costs(ways[node], passable=acting.target is not None)
            yield node, _SINK, min(through, stopped)
            if acting.target is not None and stopped > through:
                tables[acting.target] = None
                yield node, acting.target, stopped - through
        yield from ((table, _SINK, cost) for table in tables if (cost := self._loss(table)))

    def _loss(self, table: QualifiedName) -> int:
        """Return what it costs that a table loses rows."""
        ground = self.ground
        if table in ground.tables:
            return 0
        fresh = table not in ground.reached
        large = ground.wishes.declared.is_large(table) or ground.wishes.declared.is_large(ground.catalog.root_of(table))
        if ground.is_spared(table) or (fresh and large):
            return IMPOSSIBLE
        if refusal_by_publication(ground.catalog, table, "delete") is not None:
            return IMPOSSIBLE
        record = fresh and record_word(table, ground.wishes.records) is not None
        return (LOST if fresh else 0) + (RECORDS if record else 0)

    def _chosen(self, ways: Mapping[str, tuple[Option, ...]], near: frozenset[Node], cost: int) -> Choice:
        options: dict[str, Option] = {}
        blocked = []
        for acting in self.acting:
            if near.isdisjoint(acting.sources):
                continue
            goes = acting.target in near
            fitting = [o for o in ways[acting.key.id] if not o.passes or (goes and acting.target is not None)]
            if fitting:
                options[acting.key.id] = fitting[0]
            else:
                blocked.append(acting.key)
        lost = tuple(
            t for t in near if isinstance(t, QualifiedName) and t not in self.roots and self._loss(t) >= IMPOSSIBLE
        )
        return Choice(cost, options, tuple(blocked), lost)


def _costs(ways: tuple[Option, ...], *, passable: bool) -> tuple[int, int]:
    """Return what a key costs if the rows of its table go anyway, and if they do not go through it."""
    stopping = min((option.cost for option in ways if not option.passes), default=IMPOSSIBLE)
    passing = min((option.cost for option in ways if option.passes and passable), default=IMPOSSIBLE)
    return min(stopping, passing), stopping
