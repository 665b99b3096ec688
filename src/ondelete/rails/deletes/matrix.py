"""The matrix of ``dependent:`` against ON DELETE: what happens to one referencing row, by either way to delete.

Every cell is run with Active Record on a server (tests/postgres/test_rails_matrix.py).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, TypeAlias

import msgspec

from ondelete.catalog import ReferentialAction

Fate: TypeAlias = Literal["deleted", "null", "default", "kept"]
Dependent: TypeAlias = Literal[
    "destroy", "delete_all", "nullify", "destroy_async", "restrict_with_exception", "restrict_with_error"
]
SPELLINGS: dict[str, Dependent] = {
    "destroy": "destroy",
    "delete_all": "delete_all",
    "delete": "delete_all",
    "nullify": "nullify",
    "destroy_async": "destroy_async",
    "restrict_with_exception": "restrict_with_exception",
    "restrict_with_error": "restrict_with_error",
}
"""What the options of has_many and has_one mean; has_one says ``delete`` for what has_many calls ``delete_all``."""


class Cell(msgspec.Struct, frozen=True):
    """A key (None: there is none) under an option (None: there is none).

    ``deferred``: the key is checked at COMMIT. ``not_null``: the column cannot be NULL. ``has_default``: SET DEFAULT
    sets a value that references a row; without one it sets NULL.
    """

    dependent: Dependent | None
    action: ReferentialAction | None
    deferred: bool = False
    not_null: bool = False
    has_default: bool = False


class Outcome(msgspec.Struct, frozen=True):
    """What becomes of the referencing row, and of the delete.

    ``error``: the exception, None if there is none; ``refused``: destroy returns false. ``callbacks``: the destroy
    callbacks of the referencing row run in the same transaction. ``job``: a job is enqueued after COMMIT; ``later`` is
    what it does to the row.
    """

    fate: Fate
    error: str | None = None
    refused: bool = False
    callbacks: bool = False
    job: bool = False
    later: Fate | None = None


class Verdict(StrEnum):
    """How the two layers fit; the values are the words of the policies."""

    CONSISTENT = "consistent"
    APPLICATION_ONLY = "application only"
    REDUNDANT = "redundant"
    CONTRADICTORY = "contradictory"
    BROKEN = "broken"
    DEAD = "dead"
    BLOCKED = "blocked"
    ORPHANS = "orphans"
    DATABASE_ONLY = "database only"


FOREIGN_KEY = "ActiveRecord::InvalidForeignKey"
NOT_NULL = "ActiveRecord::NotNullViolation"
RESTRICTED = "ActiveRecord::DeleteRestrictionError"


def by_delete(cell: Cell) -> Outcome:
    """Return what ``delete``, ``delete_all`` and plain SQL do: the database acts alone."""
    action = cell.action
    if action is None:
        return Outcome("kept")
    if action.checks_only:
        return Outcome("kept", FOREIGN_KEY)
    if action is ReferentialAction.CASCADE:
        return Outcome("deleted")
    if action is ReferentialAction.SET_DEFAULT and cell.has_default:
        return Outcome("default")
    return Outcome("kept", NOT_NULL) if cell.not_null else Outcome("null")


def by_destroy(cell: Cell) -> Outcome:
    """Return what ``destroy`` does: the option acts first, then the key on what is left."""
    dependent = cell.dependent
    if dependent == "destroy":
        return Outcome("deleted", callbacks=True)
    if dependent == "delete_all":
        return Outcome("deleted")
    if dependent == "nullify":
        return Outcome("kept", NOT_NULL) if cell.not_null else Outcome("null")
    if dependent == "restrict_with_exception":
        return Outcome("kept", RESTRICTED)
    if dependent == "restrict_with_error":
        return Outcome("kept", refused=True)
    alone = by_delete(cell)
    if dependent == "destroy_async" and alone.error is None:
        return Outcome(alone.fate, job=True, later="deleted")
    return alone


_RESTRICT = ("restrict_with_exception", "restrict_with_error")


def verdict_of(cell: Cell) -> Verdict:
    """Return how an option and a key fit."""
    dependent, action = cell.dependent, cell.action
    if dependent == "nullify" and cell.not_null:
        return Verdict.BROKEN
    if dependent is None:
        return _without_option(action)
    if action is None:
        return Verdict.APPLICATION_ONLY
    if dependent == "destroy_async":
        return _async(cell)
    if action.checks_only:
        return Verdict.CONSISTENT
    if action is ReferentialAction.CASCADE:
        return Verdict.REDUNDANT if dependent in ("destroy", "delete_all") else Verdict.CONTRADICTORY
    if dependent == "nullify" and by_delete(cell).fate == "null":
        return Verdict.REDUNDANT
    return Verdict.CONTRADICTORY


def _without_option(action: ReferentialAction | None) -> Verdict:
    if action is None:
        return Verdict.ORPHANS
    return Verdict.BLOCKED if action.checks_only else Verdict.DATABASE_ONLY


def _async(cell: Cell) -> Verdict:
    alone = by_delete(cell)
    if alone.error is not None:
        return Verdict.BROKEN
    return Verdict.DEAD if alone.fate == "deleted" else Verdict.CONSISTENT


def explained(cell: Cell) -> str:
    """Return a sentence that says what ``destroy`` and ``delete`` do, if they do not fit."""
    option, key = f"dependent: :{cell.dependent}", f"ON DELETE {cell.action.value.upper()}" if cell.action else "no key"
    verdict = verdict_of(cell)
    if verdict is Verdict.BROKEN and cell.dependent == "nullify":
        return f"{option} fails for every row, because the column is NOT NULL"
    if verdict is Verdict.BROKEN:
        return f"the delete fails by {key} before the job of {option} is enqueued, so it never runs"
    if verdict is Verdict.DEAD:
        return f"{key} deletes the rows first, so the job of {option} finds none, and their callbacks never run"
    if verdict is Verdict.REDUNDANT:
        return f"{option} and {key} do the same; the key alone does it in one statement, without callbacks"
    if verdict is Verdict.CONTRADICTORY:
        return f"destroy {_does(by_destroy(cell))}, but delete and SQL {_do(by_delete(cell))} ({key})"
    return f"{option} and {key}: {verdict.value}"


def _does(outcome: Outcome) -> str:
    if outcome.refused or outcome.error == RESTRICTED:
        return "is refused while there are rows"
    return _DOES[outcome.fate]


def _do(outcome: Outcome) -> str:
    if outcome.error is not None:
        return "fail"
    return _DO[outcome.fate]


_DOES: dict[Fate, str] = {
    "deleted": "deletes the rows",
    "null": "sets NULL",
    "default": "sets the default",
    "kept": "keeps the rows",
}
_DO: dict[Fate, str] = {
    "deleted": "delete them",
    "null": "set NULL",
    "default": "set the default",
    "kept": "keep them",
}
