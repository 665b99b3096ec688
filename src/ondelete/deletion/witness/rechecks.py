"""Re-checks that really fail: each static candidate of R9 is confirmed over concrete rows, or kept as unproven."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from ondelete.deletion.effects import Certainty, Failure
from ondelete.deletion.static.hazards import candidates_by_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ondelete.deletion.static.events import EventGraph
    from ondelete.deletion.static.hazards import Hazard
    from ondelete.deletion.witness.hazard import HazardProof

MOST_TRIES = 12
"""Combinations of chains tried per key: the candidates come nearest first, and one proof is enough."""

ENOUGH_TRIES = 4
"""The same once rows were found that strike under another key order only: under the file's own, in all schemas seen,
the nearest combination strikes or none does."""


class Rechecks(NamedTuple):
    """``proved`` are predicted; ``unproven`` could not be ruled out and no example was found."""

    proved: tuple[Failure, ...]
    unproven: tuple[Failure, ...]


def rechecks_of(graph: EventGraph) -> Rechecks:
    """Return the keys that the DELETE can find violated when it checks a twice-updated row again."""
    proved, unproven = [], []
    for hazards in hazards_by_key(graph):
        found = _first_proof(graph, hazards)
        if found is None:
            unproven.append(_failure(hazards[0], Certainty.MAY, ""))
        else:
            proved.append(found)
    return Rechecks(tuple(proved), tuple(unproven))


def candidates_of(graph: EventGraph) -> Rechecks:
    """Return the same without looking for examples: all of them unproven."""
    return Rechecks((), tuple(_failure(hazards[0], Certainty.MAY, "") for hazards in hazards_by_key(graph)))


def hazards_by_key(graph: EventGraph) -> Iterable[list[Hazard]]:
    """Return the first candidates of each key that has any, nearest first, as many as are tried."""
    found = (list(islice(hazards, MOST_TRIES)) for hazards in candidates_by_key(graph))
    return [hazards for hazards in found if hazards]


def _first_proof(graph: EventGraph, hazards: list[Hazard]) -> Failure | None:
    # Loaded here for start-up time: most schemas have no such key, and the simulator stays on the disk.
    from ondelete.deletion.witness.hazard import prove_hazard

    elsewhere: Failure | None = None
    for tried, hazard in enumerate(hazards):
        if elsewhere is not None and tried >= ENOUGH_TRIES:
            break
        proof = prove_hazard(graph.catalog, graph.roots[0].table, hazard)
        if proof is None:
            continue
        failure = _failure(hazard, Certainty.ORDER_DEPENDENT if proof.other_order else Certainty.MAY, _note(proof))
        if proof.fails:
            return failure
        elsewhere = elsewhere or failure
    return elsewhere


def _failure(hazard: Hazard, certainty: Certainty, note: str) -> Failure:
    key, first, second = hazard.key, hazard.first[-1], hazard.second[-1]
    twice = f"is updated twice, for {first.name} and for {second.name}; then"
    moved = f"is updated again, or moved to another partition, for {first.name}; then"
    reason = (
        f"a row of {key.table.name} {moved if first is second else twice} all its keys are checked again, and the row"
        f" of {key.referenced_table.name} that {key.name} references may be gone already"
    )
    path = hazard.first
    return Failure("recheck", key, key.table, key.columns, certainty, ("23503",), reason, path, None, note)


def _note(proof: HazardProof) -> str:
    fix = "Make the key DEFERRABLE INITIALLY DEFERRED to be safe in any order."
    if not proof.fails:
        return (
            "Works in a database restored from this file, fails in one whose keys were created in another order. " + fix
        )
    if proof.other_order:
        return (
            "Fails in a database restored from this file, works in one whose keys were created in another order. " + fix
        )
    return fix
