"""The search path as SET and set_config give it."""

from __future__ import annotations

import pytest

from dump.nodes.parsed import expression
from ondelete.catalog import Location
from ondelete.dump.replay.model.refusals import NotFollowed
from ondelete.dump.replay.model.state import State
from ondelete.dump.replay.session.search_paths import (
    MOST_SCHEMAS,
    constant,
    constant_text,
    is_on,
    set_config,
    set_path,
)
from ondelete.dump.statements.pieces import Statement
from ondelete.dump.statements.slicing import Source


def state_after(sql: str, *, in_block: bool = False) -> State:
    """Return the state after a call of set_config."""
    state, here = State(), Location("x.sql", 1)
    state.transaction = here if in_block else None
    call = expression(sql).call
    assert call is not None
    set_config(call, Source(Statement(f"SELECT {sql}", here)), state)
    return state


def after(sql: str, *, in_block: bool = False) -> tuple[str, ...]:
    """Return the path after a call of set_config."""
    return state_after(sql, in_block=in_block).search_path


@pytest.mark.parametrize(
    ("sql", "path"),
    [
        ("set_config('search_path', 'a, \"B b\", C', false)", ("a", "B b", "c")),
        ("set_config('SEARCH_PATH'::text, 'a', 'f')", ("a",)),
        ("set_config('search_path', '', false)", ()),
        ("set_config('search_path', 'a', true)", ("public",)),
        ("set_config('other', 'a', false)", ("public",)),
        ("set_config('other', f(), false)", ("public",)),
    ],
)
def test_set_config(sql: str, path: tuple[str, ...]) -> None:
    assert after(sql) == path


@pytest.mark.parametrize(
    ("sql", "refused"),
    [
        ("set_config('default_transaction_read_only', 'on', false)", True),
        ("set_config('default_transaction_read_only', 'off', false)", False),
        ("set_config('default_transaction_read_only', 'on', true)", False),
        ("set_config('transaction_read_only', 'on', false)", False),
    ],
)
def test_later_transactions_are_read_only(sql: str, refused: bool) -> None:
    assert (state_after(sql).read_only.to_tell is not None) is refused


@pytest.mark.parametrize(("value", "on"), [("on", True), (" TRUE ", True), ("y", True), ("1", True), ("0", False)])
def test_what_a_boolean_setting_is(value: str, on: bool) -> None:
    assert is_on(value) is on


def test_local_lasts_to_the_end_of_the_block() -> None:
    assert after("set_config('search_path', 'a', true)", in_block=True) == ("a",)


@pytest.mark.parametrize("sql", ["set_config('search_path', f(), false)", "set_config(x, 'a', false)", "set_config()"])
def test_what_is_no_constant(sql: str) -> None:
    with pytest.raises(NotFollowed, match="only a server knows"):
        after(sql)


def test_a_path_has_a_bound_that_is_said() -> None:
    state = State()
    set_path(tuple(f"s{number}" for number in range(MOST_SCHEMAS + 1)), state, local=False)
    assert (len(state.search_path), len(state.doubts)) == (MOST_SCHEMAS, 1)
    set_path(None, state, local=False)
    assert state.search_path == ("public",)


@pytest.mark.parametrize(
    ("sql", "text"), [("'x'", "x"), ("'x'::text::name", "x"), ("true", "true"), ("1", "1"), ("f()", None), ("a", None)]
)
def test_the_text_of_a_constant(sql: str, text: str | None) -> None:
    assert constant(expression(sql)) == text
    assert constant_text(expression(sql)) == (text or "")
