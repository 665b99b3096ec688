"""The kinds of errors, each with its word and its facts; certainties, verdicts and outcomes are in ``outcomes``.

A member of an enumeration carries its facts, so a new one cannot be made without them. Code in other files that depends
on a kind uses these facts, or matches all members (``assert_never``), so that mypy finds a forgotten one.
"""

from __future__ import annotations

from enum import Enum, StrEnum, auto
from typing import Self

import msgspec

from ondelete.deletion.outcomes import NEVER_ACTS, Certainty, CertaintyFacts, StepOutcome, Verdict
from ondelete.deletion.sqlstates import RAISED, SqlState

__all__ = [
    "NEVER_ACTS",
    "Certainty",
    "CertaintyFacts",
    "FailureFacts",
    "FailureKind",
    "Names",
    "StepOutcome",
    "Verdict",
    "WitnessPlan",
]


class Names(Enum):
    """What the server's error message names, which distinguishes it from other errors with the same SQLSTATE."""

    KEY = auto()
    CONSTRAINT = auto()
    COLUMN = auto()
    NOTHING = auto()


class WitnessPlan(Enum):
    """How to plan rows that show an error."""

    CHAIN = auto()
    """The rows on the way to the error are enough."""
    BROKEN_CHECK = auto()
    """The changed row satisfies its CHECKs before the change, but violates one of them after it."""
    OTHER_KEY = auto()
    """The changed row also references by the key that fails, which need not be the key that changes it."""
    MISSING_ROW = auto()
    """The same, but the row that the new values reference is left out."""
    RIVAL = auto()
    """Another row has, or gets, the same values as the changed row."""
    RECHECK = auto()
    """Two changes of one row, and a referenced row that is deleted between them."""


class FailureFacts(msgspec.Struct, frozen=True):
    """Facts about every error of a kind.

    Attributes:
        word: the kind as outputs write it.
        sqlstates: the SQLSTATEs with which a server reports it; the first is the usual one.
        names: what the error message names.
        plan: how to plan rows that show it.
        beside: in a picture, beside the key's action: why the change fails; "" if the action says it.
        needs_row: whether only a referencing row makes it fail.
        decided: whether a simulation can decide it; if not, only a server can.
    """

    word: str
    sqlstates: tuple[str, ...]
    names: Names
    plan: WitnessPlan
    beside: str
    needs_row: bool = True
    decided: bool = True


class FailureKind(StrEnum):
    """What an error of a DELETE is about."""

    facts: FailureFacts

    def __new__(cls, facts: FailureFacts) -> Self:  # noqa: D102 - makes the members below
        member = str.__new__(cls, facts.word)
        member._value_ = facts.word
        member.facts = facts
        return member

    BLOCK = FailureFacts(
        word="block",
        sqlstates=(SqlState.FOREIGN_KEY_VIOLATION, SqlState.RESTRICT_VIOLATION),
        names=Names.KEY,
        plan=WitnessPlan.CHAIN,
        beside="",
    )
    NOT_NULL = FailureFacts(
        word="not null",
        sqlstates=(SqlState.NOT_NULL_VIOLATION,),
        names=Names.COLUMN,
        plan=WitnessPlan.CHAIN,
        beside="but NOT NULL",
    )
    CHECK = FailureFacts(
        word="check",
        sqlstates=(SqlState.CHECK_VIOLATION,),
        names=Names.CONSTRAINT,
        plan=WitnessPlan.BROKEN_CHECK,
        beside="against a CHECK",
    )
    UNIQUE = FailureFacts(
        word="unique",
        sqlstates=(SqlState.UNIQUE_VIOLATION,),
        names=Names.CONSTRAINT,
        plan=WitnessPlan.RIVAL,
        beside="against a UNIQUE",
    )
    RECHECK = FailureFacts(
        word="recheck",
        sqlstates=(SqlState.FOREIGN_KEY_VIOLATION,),
        names=Names.KEY,
        plan=WitnessPlan.RECHECK,
        beside="checked again",
    )
    MATCH_FULL = FailureFacts(
        word="match full",
        sqlstates=(SqlState.FOREIGN_KEY_VIOLATION,),
        names=Names.KEY,
        plan=WitnessPlan.OTHER_KEY,
        beside="against MATCH FULL",
    )
    DEFAULT = FailureFacts(
        word="default",
        sqlstates=(SqlState.FOREIGN_KEY_VIOLATION,),
        names=Names.KEY,
        plan=WitnessPlan.MISSING_ROW,
        beside="to a default without a row",
    )
    EXCLUDE = FailureFacts(
        word="exclude",
        sqlstates=(SqlState.EXCLUSION_VIOLATION,),
        names=Names.CONSTRAINT,
        plan=WitnessPlan.RIVAL,
        beside="against an EXCLUDE",
        decided=False,
    )
    IDENTITY = FailureFacts(
        word="identity",
        sqlstates=(SqlState.GENERATED_ALWAYS,),
        names=Names.NOTHING,
        plan=WitnessPlan.CHAIN,
        beside="but an identity",
        needs_row=False,
    )
    PARTITION = FailureFacts(
        word="partition",
        sqlstates=(SqlState.CHECK_VIOLATION, SqlState.FEATURE_NOT_SUPPORTED),
        names=Names.NOTHING,
        plan=WitnessPlan.CHAIN,
        beside="to no partition",
    )
    RAISE = FailureFacts(
        word="raise",
        sqlstates=RAISED,
        names=Names.NOTHING,
        plan=WitnessPlan.CHAIN,
        beside="into an error",
        decided=False,
    )
    RULE = FailureFacts(
        word="rule",
        sqlstates=(SqlState.INTERNAL_ERROR, SqlState.INVALID_OBJECT_DEFINITION),
        names=Names.NOTHING,
        plan=WitnessPlan.CHAIN,
        beside="against a rule",
        needs_row=False,
    )
    PUBLICATION = FailureFacts(
        word="publication",
        sqlstates=(SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, SqlState.INVALID_COLUMN_REFERENCE),
        names=Names.NOTHING,
        plan=WitnessPlan.CHAIN,
        beside="against a publication",
        needs_row=False,
        decided=False,
    )
    REFUSED = FailureFacts(
        word="refused",
        sqlstates=(SqlState.SYNTAX_ERROR,),
        names=Names.NOTHING,
        plan=WitnessPlan.CHAIN,
        beside="by a statement that cannot run",
        needs_row=False,
        decided=False,
    )
    TRIGGER = FailureFacts(
        word="trigger",
        sqlstates=(SqlState.RAISE_EXCEPTION,),
        names=Names.NOTHING,
        plan=WitnessPlan.CHAIN,
        beside="against a trigger",
        needs_row=False,
        decided=False,
    )
