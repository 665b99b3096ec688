"""What is wrong with parts of a statement is told together, and the other parts are replayed."""

from __future__ import annotations

import pytest

from ondelete.dump.replay.model.refusals import NotFollowed, NotReplayed, Problems, RefusedKey


def told(*errors: Exception | None, rest: str | None = None) -> NotReplayed:
    problems = Problems()
    for error in errors:
        with problems.of_one():
            if error is not None:
                raise error
    with pytest.raises(NotReplayed) as caught:
        problems.tell(rest)
    return caught.value


def test_each_reason_once_and_what_becomes_of_the_rest() -> None:
    error = told(NotReplayed("a"), None, RefusedKey("b"), NotReplayed("a"), rest="the rest counts")
    assert (type(error), str(error)) == (NotReplayed, "a; b; the rest counts")


def test_what_a_server_follows_as_a_whole() -> None:
    error = told(NotFollowed("a"), NotFollowed("b"), rest="the rest counts")
    assert (type(error), str(error)) == (NotFollowed, "a; b")
    assert type(told(NotFollowed("a"), NotReplayed("b"))) is NotReplayed


def test_nothing_is_told_if_nothing_is_wrong() -> None:
    problems = Problems()
    with problems.of_one():
        pass
    problems.tell("x")
    assert not problems.refused


def test_a_key_that_a_server_refuses_is_told_apart() -> None:
    problems = Problems()
    for error in (NotReplayed("a"), RefusedKey("b")):
        assert not problems.refused
        with problems.of_one():
            raise error
    assert problems.refused


def test_a_defect_is_no_problem_of_the_statement() -> None:
    with pytest.raises(KeyError), Problems().of_one():
        raise KeyError
