"""SQLSTATEs by their names: a server that is installed says the same (``src/backend/utils/errcodes.txt``)."""

from __future__ import annotations

import re

import pytest

from ondelete.deletion.kinds import FailureKind
from ondelete.deletion.sqlstates import SqlState

STATES = {name: state for name, state in vars(SqlState).items() if not name.startswith("_")}

# psycopg's classes are made from errcodes.txt of PostgreSQL.
ELSEWHERE = {
    "STRING_TOO_LONG": "StringDataRightTruncation",
    "NUMERIC_OUT_OF_RANGE": "NumericValueOutOfRange",
    "BIT_LENGTH_MISMATCH": "StringDataLengthMismatch",
    "OBJECT_NOT_IN_PREREQUISITE_STATE": "ObjectNotInPrerequisiteState",
    "INTERNAL_ERROR": "InternalError_",
    "SYNTAX_ERROR": "SyntaxError",
    "DATA_EXCEPTION": "DataException",
}


@pytest.mark.parametrize("name", STATES)
def test_a_state_is_that_of_its_name(name: str) -> None:
    errors = pytest.importorskip("psycopg.errors")
    known = ELSEWHERE.get(name, "".join(word.capitalize() for word in name.split("_")))
    assert getattr(errors, known).sqlstate == STATES[name]


def test_every_state_has_five_signs_and_one_name() -> None:
    assert all(re.fullmatch(r"[0-9A-Z]{5}", state) for state in STATES.values())
    assert len(set(STATES.values())) == len(STATES)


def test_every_kind_of_failure_is_reported_by_some() -> None:
    assert all(set(kind.facts.sqlstates) <= set(STATES.values()) for kind in FailureKind)
