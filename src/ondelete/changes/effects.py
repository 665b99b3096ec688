"""What one delete does, as effects that can be compared between two schemas."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from ondelete.analyses.blockers import blockers_of
from ondelete.catalog import ForeignKey, QualifiedName, column_list, constraint_id
from ondelete.deletion.effects import Path, table_id
from ondelete.deletion.kinds import Certainty

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ondelete.deletion.effects import Failure, Prediction


class Kind(StrEnum):
    """What an effect is about; each kind has a class for its coming and one for its going."""

    BLOCKED = "blocked"
    DELETED = "deleted"
    NULLED = "nulled"
    ORDER = "order"
    TRIGGER = "trigger"
    UNINDEXED = "unindexed"


class Place(NamedTuple):
    """What two schemas compare an effect by: its kind, and what it happens to."""

    kind: Kind
    subject: str


class Effect(msgspec.Struct, frozen=True):
    """One thing that a delete on ``root`` does.

    ``table`` is where it happens, ``columns`` those concerned there, ``key`` the last key of the way, ``path`` a
    shortest way to it. ``says`` is what happens, to follow the words "now" and "was". ``constraint`` is what the error
    would name, if that is no foreign key.
    """

    root: QualifiedName
    table: QualifiedName
    columns: tuple[str, ...]
    path: Path
    says: str
    key: ForeignKey | None = None
    constraint: str | None = None


def effects_of(prediction: Prediction, unindexed: Collection[str]) -> dict[Place, Effect]:
    """Return the effects of a delete.

    Args:
        prediction: what the delete does.
        unindexed: ids of the keys that no index serves.
    """
    found: dict[Place, Effect] = {}
    for place, effect in _effects(prediction, unindexed):
        found.setdefault(place, effect)
    return found


def _effects(prediction: Prediction, unindexed: Collection[str]) -> Iterator[tuple[Place, Effect]]:
    root = prediction.table
    yield from _stops(prediction)
    for entry in prediction.deleted:
        key = entry.keys[0] if entry.keys else None
        words = f"rows of {entry.table.shown} are deleted"
        yield (
            Place(Kind.DELETED, table_id(entry.table)),
            Effect(root, entry.table, (), entry.path, words, key if key is None or not entry.path else entry.path[-1]),
        )
    for change in prediction.updated:
        to = {"null": "NULL", "default": "the default", "value": "another value"}[change.to]
        for column in change.columns:
            words = f"{change.table.shown}.{column} becomes {to}"
            yield (
                Place(Kind.NULLED, f"{constraint_id(change.table, column)}:{change.to}"),
                Effect(root, change.table, (column,), change.path, words, change.key),
            )
    for body in prediction.not_modelled:
        words = f"{body.kind} {body.name} of {body.table.shown} runs"
        yield (
            Place(Kind.TRIGGER, constraint_id(body.table, body.name)),
            Effect(root, body.table, (), (), words, constraint=body.name),
        )
    ways = {step.key.id: step for step in prediction.steps}
    for key in prediction.edges:
        if key.id in unindexed:
            words = f"{key.table.shown}.{column_list(key.columns)} is scanned for referencing rows"
            yield (
                Place(Kind.UNINDEXED, key.id),
                Effect(root, ways[key.id].key.table, key.columns, (key,), words, key),
            )


def _stops(prediction: Prediction) -> Iterator[tuple[Place, Effect]]:
    """Yield what can stop the delete: each error, and apart from it that a key stops it for certain."""
    root = prediction.table
    for refusal in prediction.refusals:
        yield Place(Kind.BLOCKED, refusal.id), Effect(root, refusal.table, (), (), refusal.reason, None, refusal.name)
    for failure in prediction.failures:
        words = f"{_stopped(failure)} ({' or '.join(failure.sqlstates)})"
        effect = Effect(root, failure.table, failure.columns, failure.path, words, failure.key, failure.constraint)
        yield Place(Kind.BLOCKED, failure.id), effect
        if failure.certainty is Certainty.ORDER_DEPENDENT or failure.other_order is not None:
            yield Place(Kind.ORDER, failure.id), effect
    for blocker in blockers_of(prediction):
        if blocker.hard:
            failure = next(each for each in blocker.failures if each.certainty is Certainty.MUST)
            words = f"always fails ({' or '.join(failure.sqlstates)})"
            yield (
                Place(Kind.BLOCKED, f"must:{blocker.key.id}"),
                Effect(root, failure.table, failure.columns, failure.path, words, blocker.key, failure.constraint),
            )


def _stopped(failure: Failure) -> str:
    match failure.certainty:
        case Certainty.MUST:
            return "always fails while a row references it"
        case Certainty.DEFERRED:
            return "fails at COMMIT"
        case Certainty.MAY | Certainty.ORDER_DEPENDENT:
            return "can fail"
