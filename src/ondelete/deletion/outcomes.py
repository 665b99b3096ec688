"""How sure an error is, what the answer is in two words, and what a key does to a row: each with its words."""

from __future__ import annotations

from enum import StrEnum
from typing import Self, assert_never

import msgspec


class CertaintyFacts(msgspec.Struct, frozen=True):
    """Facts about every error of a certainty.

    Attributes:
        word: the certainty as outputs write it.
        sure: whether the error is certain.
        strength: of two claims about one error, the weaker one is kept.
        place: of several errors on one table, a picture shows the one with the lowest place.
        says, means: how trees and pictures mark a table, and what the mark means.
        heading: the heading of such errors in an explanation.
        of_deleted: ``says`` and ``means`` for a table that also loses rows, if they differ.
    """

    word: str
    sure: bool
    strength: int
    place: int
    says: str
    means: str
    heading: str
    of_deleted: tuple[str, str] | None = None


class Certainty(StrEnum):
    """How sure an error is, for a row that is referenced through every key."""

    facts: CertaintyFacts

    def __new__(cls, facts: CertaintyFacts) -> Self:  # noqa: D102 - makes the members below
        member = str.__new__(cls, facts.word)
        member._value_ = facts.word
        member.facts = facts
        return member

    MUST = CertaintyFacts(
        word="must",
        sure=True,
        strength=3,
        place=0,
        says="BLOCKS",
        means="stops the delete if such rows exist",
        heading="Blocked further down, if the delete gets there",
    )
    MAY = CertaintyFacts(
        word="may",
        sure=False,
        strength=0,
        place=2,
        says="CAN FAIL",
        means="stops it for some rows",
        heading="Can fail for some rows",
    )
    DEFERRED = CertaintyFacts(
        word="deferred",
        sure=False,
        strength=1,
        place=1,
        says="FAILS AT COMMIT",
        means="a deferred check stops it",
        heading="Fails at COMMIT, unless the transaction fixes it first",
        # Only rows that no other key has deleted by then fail.
        of_deleted=("CAN FAIL AT COMMIT", "a deferred check stops it, unless the rows are gone by then"),
    )
    ORDER_DEPENDENT = CertaintyFacts(
        word="order-dependent",
        sure=False,
        strength=2,
        place=3,
        says="CAN FAIL (order)",
        means="stops it in one order of the keys",
        heading="Depends on the order in which the keys were created",
    )


class Verdict(StrEnum):
    """The answer in two words, for a row that is referenced through every key."""

    MUST_BLOCK = "must block"
    MAY_BLOCK = "may block"
    CLEAR = "clear"

    @property
    def says(self) -> str:
        """The word that people read; JSON and CSV keep the value."""
        match self:
            case Verdict.MUST_BLOCK:
                return "BLOCKED"
            case Verdict.MAY_BLOCK:
                return "CAN FAIL"
            case Verdict.CLEAR:
                return "CLEAR"
            case unknown:
                assert_never(unknown)


class StepOutcome(StrEnum):
    """What a key does to a referencing row.

    ``BLOCKS``: every attempt fails, or would. ``SHADOWED``: an earlier key on the same columns always acts first.
    """

    DELETED = "deleted"
    UPDATED = "updated"
    BLOCKS = "blocks"
    SHADOWED = "shadowed"

    @property
    def goes_on(self) -> bool:
        """Whether the row changes, so that other keys can act in turn."""
        return self in (StepOutcome.DELETED, StepOutcome.UPDATED)


NEVER_ACTS = "never acts"
"""What trees and pictures say about a key that is ``SHADOWED``."""
