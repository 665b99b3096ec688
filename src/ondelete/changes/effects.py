"""What one delete does, as effects that can be compared between two schemas."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import msgspec

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
    shortest way to it. ``says`` is what happens, and ``said`` the same of the past: for an error what becomes of the
    delete, else words that go on with the delete ("rows of posts go" with a delete on users). ``sure`` is whether every
    such row stops the delete. ``constraint`` is what the error would name, if that is no foreign key.
    """

    root: QualifiedName
    table: QualifiedName
    says: str
    said: str
    columns: tuple[str, ...] = ()
    path: Path = ()
    key: ForeignKey | None = None
    constraint: str | None = None
    sure: bool = False


def effects_of(prediction: Prediction, unindexed: Collection[str]) -> dict[Place, Effect]:
    """Return the effects of a delete.

    Args:
        prediction: what the delete does.
        unindexed: ids of the keys that no index serves.
    """
    found: dict[Place, Effect] = {}
    for kind in (_refusals, _failures, _deleted, _changed, _bodies):
        for place, effect in kind(prediction):
            found.setdefault(place, effect)
    for key in prediction.edges:
        if key.id in unindexed:
            found[Place(Kind.UNINDEXED, key.id)] = _search(prediction.table, key)
    return found


_Placed: TypeAlias = "Iterator[tuple[Place, Effect]]"


def _refusals(prediction: Prediction) -> _Placed:
    for refusal in prediction.refusals:
        words = f"is refused: {refusal.reason}"
        yield (
            Place(Kind.BLOCKED, refusal.id),
            Effect(prediction.table, refusal.table, words, words, constraint=refusal.name),
        )


def _failures(prediction: Prediction) -> _Placed:
    for failure in prediction.failures:
        effect = _error(prediction.table, failure, *_stopped(failure))
        yield Place(Kind.BLOCKED, _subject(failure)), effect
        if failure.certainty is Certainty.MUST:  # apart from the error: it may have been there for some data only
            yield Place(Kind.BLOCKED, f"must:{_subject(failure)}"), msgspec.structs.replace(effect, sure=True)
        if failure.certainty is Certainty.ORDER_DEPENDENT or failure.other_order is not None:
            yield Place(Kind.ORDER, _subject(failure)), effect


def _subject(failure: Failure) -> str:
    """Return what stops the delete: a key, or a constraint that a key breaks; with which error is not asked."""
    key = failure.key
    return key.id if failure.constraint in (None, key.name) else f"{key.id}:{failure.constraint}"


def _error(root: QualifiedName, failure: Failure, now: str, past: str) -> Effect:
    codes = f"({' or '.join(failure.sqlstates)})"
    return Effect(
        root=root,
        table=failure.table,
        says=f"{now} {codes}",
        said=f"{past} {codes}",
        columns=failure.columns,
        path=failure.path,
        key=failure.key,
        constraint=failure.constraint,
    )


def _stopped(failure: Failure) -> tuple[str, str]:
    match failure.certainty:
        case Certainty.MUST:
            return "fails while such rows exist", "failed while such rows existed"
        case Certainty.DEFERRED:
            return "fails at COMMIT", "failed at COMMIT"
        case Certainty.MAY | Certainty.ORDER_DEPENDENT:
            return "can fail", "could fail"


def _deleted(prediction: Prediction) -> _Placed:
    for entry in prediction.deleted:
        rows = f"rows of {entry.table.shown}"
        key = entry.path[-1] if entry.path else None
        yield (
            Place(Kind.DELETED, table_id(entry.table)),
            Effect(prediction.table, entry.table, f"{rows} go", f"{rows} went", path=entry.path, key=key),
        )


def _changed(prediction: Prediction) -> _Placed:
    for change in prediction.updated:
        to = {"null": "NULL", "default": "the default", "value": "a new value"}[change.to]
        for column in change.columns:
            name = f"{change.table.shown}.{column}"
            yield (
                Place(Kind.NULLED, f"{constraint_id(change.table, column)}:{change.to}"),
                Effect(
                    root=prediction.table,
                    table=change.table,
                    says=f"{to} is written to {name}",
                    said=f"{to} was written to {name}",
                    columns=(column,),
                    path=change.path,
                    key=change.key,
                ),
            )


def _bodies(prediction: Prediction) -> _Placed:
    for body in prediction.triggers:
        name = f"{body.kind} {body.name} of {body.table.shown}"
        yield (
            Place(Kind.TRIGGER, constraint_id(body.table, body.name)),
            Effect(prediction.table, body.table, f"{name} runs", f"{name} ran", constraint=body.name),
        )


def _search(root: QualifiedName, key: ForeignKey) -> Effect:
    rest = f"{key.table.shown}.{column_list(key.columns)} without an index"
    return Effect(root, key.table, f"searches {rest}", f"searched {rest}", key.columns, (key,), key)
