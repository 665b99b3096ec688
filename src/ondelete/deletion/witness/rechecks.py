"""Re-checks (R9): each candidate that the schema does not exclude is shown by rows, or reported as not excluded."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from ondelete.deletion.effects import Failure
from ondelete.deletion.kinds import Certainty, FailureKind
from ondelete.deletion.static.hazards import candidates_by_key
from ondelete.deletion.witness.effort import Effort

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.deletion.static.events import EventGraph
    from ondelete.deletion.static.hazards import Hazard
    from ondelete.deletion.witness.hazard import HazardProof

MOST_TRIES = 12
"""Combinations of chains tried per key: the candidates come nearest first, and one proof is enough."""

ENOUGH_TRIES = 4
"""The same once rows were found that strike under another key order only: under the file's own, in all schemas seen,
the nearest combination strikes or none does."""

MOST_EFFORT = 1_500
"""What the rows of all keys of one DELETE may cost together; keys beyond it are said to be not looked at."""

_DANGLING = "VALIDATE CONSTRAINT finds such rows."

_SAFE = "Make the key DEFERRABLE INITIALLY DEFERRED to be safe in any order."


def rechecks_of(graph: EventGraph) -> tuple[Failure, ...]:
    """Return the keys that the DELETE can find violated when it checks a twice-updated row again.

    Those for which no rows were found have ``shown`` False: a search that fails excludes nothing.
    """
    whole = Effort(MOST_EFFORT)
    return tuple(_shown(graph, hazards, whole) for hazards in hazards_by_key(graph))


def candidates_of(graph: EventGraph) -> tuple[Failure, ...]:
    """Return the same without looking for rows: none of them shown."""
    return tuple(_not_excluded(hazards[0]) for hazards in hazards_by_key(graph, most=1))


def hazards_by_key(graph: EventGraph, most: int = MOST_TRIES) -> Iterator[list[Hazard]]:
    """Yield the first candidates of each key that has any, nearest first, as many as are tried.

    After the bound on the work, it yields one of each key: no key is left out.
    """
    for hazards in candidates_by_key(graph):
        found = list(islice(hazards, 1 if graph.work.is_over else most))
        if found:
            yield found


def _shown(graph: EventGraph, hazards: list[Hazard], whole: Effort) -> Failure:
    """Return the re-check of one key with what its rows show; ``whole`` is what all keys of a DELETE may cost."""
    if whole.left <= 0 or graph.work.is_exhausted:
        return _not_excluded(hazards[0], searched=False)
    effort = Effort(min(whole.left, Effort().left))
    given = effort.left
    found = _first_proof(graph, hazards, effort)
    whole.left -= given - effort.left
    return found or _not_excluded(hazards[0])


def _first_proof(graph: EventGraph, hazards: list[Hazard], effort: Effort) -> Failure | None:
    # Loaded here for start-up time: most schemas have no such key, and the simulator stays on the disk.
    from ondelete.deletion.witness.hazard import prove_hazard

    elsewhere: Failure | None = None
    for tried, hazard in enumerate(hazards):
        if elsewhere is not None and tried >= ENOUGH_TRIES:
            break
        proof = prove_hazard(graph.catalog, graph.roots[0].table, hazard, effort=effort)
        if proof is None:
            continue
        certainty = Certainty.ORDER_DEPENDENT if proof.other_order else Certainty.MAY
        failure = _failure(hazard, certainty, _note(proof), shown=True, other_order=_other_order(proof))
        if proof.fails:
            return failure
        elsewhere = elsewhere or failure
    return elsewhere


def _not_excluded(hazard: Hazard, *, searched: bool = True) -> Failure:
    looked = "No rows were found that show it" if searched else "Rows that show it were not looked for: too many keys"
    note = f"{looked}, and nothing in the schema excludes it. {_SAFE if hazard.vanishing else _DANGLING}"
    deferred = hazard.key.timing.initially_deferred
    return _failure(hazard, Certainty.DEFERRED if deferred else Certainty.MAY, note, shown=False)


def _failure(
    hazard: Hazard, certainty: Certainty, note: str, *, shown: bool, other_order: str | None = None
) -> Failure:
    key, first, second = hazard.key, hazard.first[-1], hazard.second[-1]
    twice = f"is updated twice, for {first.name} and for {second.name}; then"
    moved = f"is updated again, or moved to another partition, for {first.name}; then"
    gone = "may be gone already" if hazard.vanishing else "may not be there, since the key is NOT VALID"
    reason = (
        f"a row of {key.table.name} {moved if first is second else twice} all its keys are checked again, and the row"
        f" of {key.referenced_table.name} that {key.name} references {gone}"
    )
    return Failure(
        FailureKind.RECHECK,
        key,
        key.table,
        key.columns,
        certainty,
        FailureKind.RECHECK.facts.sqlstates,
        reason,
        hazard.first,
        note=note,
        shown=shown,
        other_order=other_order,
    )


def _note(proof: HazardProof) -> str:
    return f"It takes a DELETE of several rows. {_SAFE}" if proof.delete.also else _SAFE


def _other_order(proof: HazardProof) -> str | None:
    if not proof.fails:
        return "Works in a database restored from this file, fails in one whose keys were created in another order."
    if proof.other_order:
        return "Fails in a database restored from this file, works in one whose keys were created in another order."
    return None
