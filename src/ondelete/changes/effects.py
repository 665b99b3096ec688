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


_TO = {"null": "NULL", "default": "the default", "value": "a new value"}


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
    such row stops the delete. ``constraint`` is what the error would name, if that is no foreign key. ``trigger`` is
    the trigger or rule that does it (``schema.table.name``), None if keys alone do.
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
    trigger: str | None = None


def effects_of(prediction: Prediction, unindexed: Collection[str]) -> dict[Place, Effect]:
    """Return the effects of a delete.

    Args:
        prediction: what the delete does.
        unindexed: ids of the keys that no index serves.
    """
    found: dict[Place, Effect] = {}
    for kind in (_refusals, _failures, _deleted, _changed, _trigger_errors, _trigger_updates, _bodies):
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
            Effect(
                prediction.table,
                entry.table,
                f"{rows} go",
                f"{rows} went",
                path=entry.path,
                key=key,
                trigger=entry.trigger,
            ),
        )


def _changed(prediction: Prediction) -> _Placed:
    for change in prediction.updated:
        to = _TO[change.to]
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
                    trigger=change.trigger,
                ),
            )


def _trigger_errors(prediction: Prediction) -> _Placed:
    for error in prediction.trigger_errors:
        codes = f" ({' or '.join(error.sqlstates)})" if error.sqlstates else ""
        is_sure = error.certainty is Certainty.MUST
        now, past = ("fails", "failed") if is_sure else ("can fail", "could fail")
        effect = Effect(
            root=prediction.table,
            table=error.table,
            says=f"{now}{codes}: {error.reason}",
            said=f"{past}{codes}: {error.reason}",
            columns=error.columns,
            key=error.key,
            constraint=error.constraint,
            trigger=error.trigger,
        )
        subject = error.id if error.key is None else error.key.id
        yield Place(Kind.BLOCKED, subject), effect
        if is_sure:
            yield Place(Kind.BLOCKED, f"must:{subject}"), msgspec.structs.replace(effect, sure=True)
    for run in prediction.triggers:
        if run.vetoes:
            name = constraint_id(run.table, run.name)
            words = f"{run.kind} {run.name} of {run.table.shown}"
            says, said = f"can be without effect: {words} can keep the row", f"could be without effect by {words}"
            yield Place(Kind.BLOCKED, f"veto:{name}"), Effect(prediction.table, run.table, says, said, trigger=name)


def _trigger_updates(prediction: Prediction) -> _Placed:
    for update in prediction.trigger_updates:
        for column in update.columns:
            name, by = f"{update.table.shown}.{column}", f"by {update.trigger}"
            yield (
                Place(Kind.NULLED, f"{constraint_id(update.table, column)}:{update.to}"),
                Effect(
                    root=prediction.table,
                    table=update.table,
                    says=f"{_TO[update.to]} is written to {name} {by}",
                    said=f"{_TO[update.to]} was written to {name} {by}",
                    columns=(column,),
                    trigger=update.trigger,
                ),
            )


_DOES = {"delete": "deletes from", "update": "updates", "insert": "inserts into", "truncate": "empties"}


def _bodies(prediction: Prediction) -> _Placed:
    for body in prediction.triggers:
        name = f"{body.kind} {body.name} of {body.table.shown}"
        written = [(_DOES[each.kind], each.table) for each in body.effects if each.kind in _DOES]
        tables = dict.fromkeys(f"{does} {table.shown}" for does, table in written if table is not None)
        name = f"{name} ({', '.join(tables)})" if tables else name
        own = constraint_id(body.table, body.name)
        yield (
            Place(Kind.TRIGGER, own),
            Effect(prediction.table, body.table, f"{name} runs", f"{name} ran", constraint=body.name, trigger=own),
        )


def _search(root: QualifiedName, key: ForeignKey) -> Effect:
    rest = f"{key.table.shown}.{column_list(key.columns)} without an index"
    return Effect(root, key.table, f"searches {rest}", f"searched {rest}", key.columns, (key,), key)
