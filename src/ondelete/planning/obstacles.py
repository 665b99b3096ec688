"""What stands in the way if there is no plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.catalog import ForeignKey, QualifiedName, ReferentialAction
from ondelete.deletion.kinds import Certainty
from ondelete.planning.reasons import why_not
from ondelete.planning.search import changed_catalog, judged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.planning.ground import Ground
    from ondelete.planning.network import Network


class Obstacle(msgspec.Struct, frozen=True):
    """A key, or another object of a table, that no change gets past, and why."""

    table: QualifiedName
    name: str
    reason: str


def obstacles_of(ground: Ground, network: Network) -> Iterator[Obstacle]:
    """Yield what the cheapest of all impossible choices cannot do; each object once."""
    seen = set()
    for obstacle in _all(ground, network):
        if (obstacle.table, obstacle.name) not in seen:
            seen.add((obstacle.table, obstacle.name))
            yield obstacle


def _all(ground: Ground, network: Network) -> Iterator[Obstacle]:
    for prediction in ground.before:
        for refusal in prediction.refusals:
            yield Obstacle(refusal.table, refusal.name, refusal.reason)
        for error in prediction.trigger_errors:
            if error.direct and error.certainty is Certainty.MUST:
                yield Obstacle(error.table, error.trigger, error.reason)
    choice = network.choose()
    for key in choice.blocked:
        yield Obstacle(key.table, key.id, _why(ground, key))
    for table in choice.lost:
        yield Obstacle(table, str(table), _why_lost(ground, table))
    if not choice.blocked and not choice.lost:
        for failure in judged(ground, changed_catalog(ground.catalog, choice)):
            yield Obstacle(failure.table, failure.key.id, failure.reason)


def _why(ground: Ground, key: ForeignKey) -> str:
    ways = []
    for action in (ReferentialAction.CASCADE, ReferentialAction.SET_NULL):
        why = why_not(ground.catalog, key, action)
        ways += [f"{action.value.upper()} would fail: {why}"] if why is not None else []
    return "; ".join(ways) or f"rows of {key.table.shown} stop the delete, and what its CASCADE reaches must not go"


def _why_lost(ground: Ground, table: QualifiedName) -> str:
    if ground.is_spared(table):
        return f"rows of {table.shown} would go, and they must stay"
    return f"rows of {table.shown} would go, and it takes no DELETE of so many rows at once"
