"""The smallest plan: the cheapest choice that the engine finds good, best first.

The network knows each key by itself. If the engine still finds an error after a choice, the error holds as long as the
keys that lead to it stay as they are; so one of them must be dealt with in another way, and each possibility is a
choice of its own. A choice costs no more than any plan that it stands for, so the first without an error is the
smallest plan.
"""

from __future__ import annotations

from enum import Enum, auto
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING

import msgspec

from ondelete.deletion.kinds import Certainty
from ondelete.deletion.predict import predict_statically
from ondelete.planning.network import IMPOSSIBLE, Choice, Network
from ondelete.whatif import Supposed, with_keys, with_nullable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Catalog, QualifiedName
    from ondelete.deletion.effects import Failure, Prediction
    from ondelete.planning.ground import Ground

MOST_JUDGED = 400
"""Choices that the engine judges for a plan on a schema of few keys, before the search takes what it has."""
KEYS_JUDGED = 8_000
"""The same for larger schemas: choices times the keys that act in them."""


MOST_MENDED = 40
"""Errors that are mended one after the other, if the search for the smallest plan gave up."""


class Strictness(Enum):
    """Which errors a plan may leave, besides those that somebody accepts."""

    NOTHING = auto()
    """None: the delete is CLEAR."""
    NOTHING_NEW = auto()
    """What depends on the data, and can stop the delete as things are."""
    NOTHING_CERTAIN = auto()
    """Whatever depends on the data."""


class Found(msgspec.Struct, frozen=True):
    """A choice and what the engine says of it.

    ``errors`` are those that nobody accepts. ``smallest``: no plan changes fewer keys.
    """

    choice: Choice
    catalog: Catalog
    after: tuple[Prediction, ...]
    errors: tuple[Failure, ...]
    smallest: bool = True


def changed_catalog(catalog: Catalog, choice: Choice) -> Catalog:
    """Return the schema after the changes of a choice."""
    columns: dict[QualifiedName, frozenset[str]] = {}
    for option in choice.changes:
        if option.nullable:
            known = columns.get(option.before.table, frozenset())
            columns[option.before.table] = known.union(option.nullable)
    freed = with_nullable(catalog, columns)
    return with_keys(freed, [Supposed(option.before, option.after) for option in choice.changes])


def judged(ground: Ground, catalog: Catalog) -> tuple[Failure, ...]:
    """Return the errors of deletes in a changed schema that nobody accepts."""
    found = (predict_statically(catalog, table) for table in ground.tables)
    return tuple(f for one in found for f in one.failures if not ground.accepts(f.key))


class Search:
    """The plans for one schema, the smallest first.

    Args:
        ground: the schema, and what is asked.
        network: the keys on the way.
        strictness: which errors may be left.
    """

    def __init__(self, ground: Ground, network: Network, strictness: Strictness = Strictness.NOTHING) -> None:
        self.ground, self.network, self.strictness = ground, network, strictness
        self.gave_up = False
        """Whether the search stopped before it had seen everything."""
        self._before = frozenset(f.id for one in ground.before for f in one.failures)
        self._numbers = count()
        self._seen: set[frozenset[object]] = set()
        self._given: set[frozenset[object]] = set()
        self._judged: dict[frozenset[object], Found] = {}
        self._waiting: list[tuple[int, int, frozenset[object]]] = []
        self._left = max(10, min(MOST_JUDGED, KEYS_JUDGED // max(1, len(network.acting))))
        self._push(0, frozenset())

    def __iter__(self) -> Iterator[Found]:
        """Yield plans, the smallest first, until all are seen or enough choices are judged."""
        while self._waiting and self._left > 0:
            found = self._next(dive=False)
            if found is not None:
                yield found
        self.gave_up = bool(self._waiting)

    def dive(self) -> Found | None:
        """Return some plan, if the search gave up: the cheapest choice, with one error mended after the other."""
        self._left = MOST_MENDED
        while self._waiting and self._left > 0:
            found = self._next(dive=True)
            if found is not None:
                return msgspec.structs.replace(found, smallest=False)
        return None

    def _next(self, *, dive: bool) -> Found | None:
        """Look at what waits with the lowest bound; ``dive``: forget everything else."""
        bound, _, forbidden = heappop(self._waiting)
        choice = self.network.choose(forbidden)
        if choice.cost >= IMPOSSIBLE:
            return None
        if choice.cost > bound and self._waiting and choice.cost > self._waiting[0][0]:
            heappush(self._waiting, (choice.cost, next(self._numbers), forbidden))
            return None
        found = self._judge(choice)
        what = frozenset(option.name for option in choice.changes)
        if dive:
            self._waiting.clear()
        is_plan = not found.errors and what not in self._given
        if is_plan:
            self._given.add(what)
        for name in sorted(self._support(found) if found.errors else what, key=repr):
            self._push(choice.cost, forbidden | {name})
        return found if is_plan else None

    def _push(self, bound: int, forbidden: frozenset[object]) -> None:
        if forbidden not in self._seen:
            self._seen.add(forbidden)
            heappush(self._waiting, (bound, next(self._numbers), forbidden))

    def _judge(self, choice: Choice) -> Found:
        what = frozenset(option.name for option in choice.changes)
        if what not in self._judged:
            self._left -= 1
            catalog = changed_catalog(self.ground.catalog, choice)
            after = tuple(predict_statically(catalog, table) for table in self.ground.tables)
            errors = tuple(f for one in after for f in one.failures if not self._passes(f))
            self._judged[what] = Found(choice, catalog, after, errors)
        return msgspec.structs.replace(self._judged[what], choice=choice)

    def _passes(self, failure: Failure) -> bool:
        if self.ground.accepts(failure.key):
            return True
        if self.strictness is Strictness.NOTHING or failure.certainty is Certainty.MUST:
            return False
        return self.strictness is Strictness.NOTHING_CERTAIN or failure.id in self._before

    def _support(self, found: Found) -> frozenset[object]:
        """Return the ways of which another one must be taken, or an error stays.

        They are the keys on its path, those of the table that fails, and a path to where each of these acts.
        """
        failure = found.errors[0]
        tables = {failure.table, failure.key.table}
        keys = {key.id for key in failure.path} | {failure.key.id}
        for prediction in found.after:
            paths = {entry.table: entry.path for entry in prediction.deleted}
            for step in prediction.steps:
                if step.key.table in tables:
                    keys.add(step.key.id)
                    keys.update(key.id for key in paths.get(step.referenced, ()))
        options = found.choice.options
        return frozenset(options[key].name for key in keys if key in options)
