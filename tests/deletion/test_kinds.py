"""The words that outputs write for each kind are a contract; what hangs on a kind is told by its facts."""

from __future__ import annotations

from random import Random

import msgspec
import pytest

from believable import believable_schema
from helpers import catalog_of
from ondelete.deletion.kinds import Certainty, FailureKind, Names, StepOutcome, Verdict, WitnessPlan
from ondelete.deletion.predict import predict_statically

WORDS = {
    FailureKind: (
        "block, not null, check, unique, recheck, match full, default, exclude, identity, partition, raise, rule,"
        " publication, refused, trigger"
    ),
    Certainty: "must, may, deferred, order-dependent",
    Verdict: "must block, may block, clear",
    StepOutcome: "deleted, updated, blocks, shadowed",
}


@pytest.mark.parametrize("kind", WORDS)
def test_words_of_json(kind: type[FailureKind | Certainty | Verdict | StepOutcome]) -> None:
    assert msgspec.json.decode(msgspec.json.encode(list(kind))) == WORDS[kind].split(", ")
    assert ", ".join(kind) == WORDS[kind]
    assert [kind(word) for word in WORDS[kind].split(", ")] == list(kind)


@pytest.mark.parametrize(
    ("kind", "sqlstates", "names", "plan"),
    [
        (FailureKind.BLOCK, "23503 23001", Names.KEY, WitnessPlan.CHAIN),
        (FailureKind.NOT_NULL, "23502", Names.COLUMN, WitnessPlan.CHAIN),
        (FailureKind.CHECK, "23514", Names.CONSTRAINT, WitnessPlan.BROKEN_CHECK),
        (FailureKind.UNIQUE, "23505", Names.CONSTRAINT, WitnessPlan.RIVAL),
        (FailureKind.RECHECK, "23503", Names.KEY, WitnessPlan.RECHECK),
        (FailureKind.MATCH_FULL, "23503", Names.KEY, WitnessPlan.OTHER_KEY),
        (FailureKind.DEFAULT, "23503", Names.KEY, WitnessPlan.MISSING_ROW),
        (FailureKind.EXCLUDE, "23P01", Names.CONSTRAINT, WitnessPlan.RIVAL),
        (FailureKind.IDENTITY, "428C9", Names.NOTHING, WitnessPlan.CHAIN),
        (FailureKind.PARTITION, "23514 0A000", Names.NOTHING, WitnessPlan.CHAIN),
        (FailureKind.RULE, "XX000 42P17", Names.NOTHING, WitnessPlan.CHAIN),
    ],
)
def test_facts_of_a_failure_kind(kind: FailureKind, sqlstates: str, names: Names, plan: WitnessPlan) -> None:
    assert kind.facts.sqlstates == tuple(sqlstates.split())
    assert (kind.facts.names, kind.facts.plan) == (names, plan)


def test_the_weakest_claim_of_a_certainty() -> None:
    weakest_first = sorted(Certainty, key=lambda certainty: certainty.facts.strength)
    assert weakest_first == [Certainty.MAY, Certainty.DEFERRED, Certainty.ORDER_DEPENDENT, Certainty.MUST]
    assert [certainty for certainty in Certainty if certainty.facts.sure] == [Certainty.MUST]


def test_marks_of_a_certainty_differ() -> None:
    marks = [certainty.facts.says for certainty in Certainty]
    assert marks == ["BLOCKS", "CAN FAIL", "FAILS AT COMMIT", "CAN FAIL (order)"]


def test_what_goes_on() -> None:
    assert [outcome for outcome in StepOutcome if outcome.goes_on] == [StepOutcome.DELETED, StepOutcome.UPDATED]


@pytest.mark.parametrize("seed", range(5))
def test_a_predicted_error_has_sqlstates_of_its_kind(seed: int) -> None:
    catalog = catalog_of(believable_schema(Random(seed)))
    found = [failure for table in catalog.tables for failure in predict_statically(catalog, table).failures]
    assert found
    assert all(set(failure.sqlstates) <= set(failure.kind.facts.sqlstates) for failure in found)
