"""CREATE TABLE as pg_dump writes it: each declaration is parsed once, and what has more goes to the parser."""

from __future__ import annotations

import pytest

from ondelete.catalog import Location, QualifiedName
from ondelete.dump.replay import plain_expressions, plain_tables
from ondelete.dump.replay.model.refusals import NotReplayed
from ondelete.dump.replay.model.state import State
from ondelete.dump.replay.plain_tables import create_plain_table

T, HERE = QualifiedName("public", "t"), Location("x.sql", 5)


def made(*lines: str) -> State | None:
    """Return the state after a table of such lines, None if the lines are left to the parser."""
    state = State()
    if create_plain_table(T, ",\n    ".join(lines), HERE, state):
        return state
    assert not state.tables
    return None


def test_columns_and_checks() -> None:
    state = made(
        "id bigint NOT NULL",
        "name character varying(20) DEFAULT 'a, b'::character varying",
        "CONSTRAINT positive CHECK ((id > 0))",
    )
    assert state is not None
    identity, name = state.tables[T].columns
    assert (identity.name, identity.type, identity.not_null, identity.default) == ("id", "bigint", True, None)
    assert (name.type, name.not_null) == ("character varying(20)", False)
    assert name.default is not None
    assert name.default.sql == "'a, b'::character varying"
    [check] = state.checks
    assert (check.name, check.expression.sql, check.location.line) == ("positive", "id > 0", 8)


@pytest.mark.parametrize(
    "line",
    [
        "id bigserial",
        "id mood",
        "id bigint PRIMARY KEY",
        "id bigint CONSTRAINT c NOT NULL",
        'id text COLLATE "C"',
        '"Id" bigint',
        "order bigint",
        "id bigint, b bigint",
        "id text DEFAULT 'a",
        "CONSTRAINT u UNIQUE (id)",
        "LIKE t",
    ],
)
def test_anything_else_is_left_to_the_parser(line: str) -> None:
    assert made("a integer", line) is None


def test_a_declaration_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    parse = plain_expressions.parse
    monkeypatch.setattr(plain_expressions, "parse", lambda text: parsed.append(text) or parse(text))
    plain_tables._declared.cache_clear()
    assert made(*(f"c{number} numeric(7,{number % 2}) NOT NULL" for number in range(50))) is not None
    assert len(parsed) == 2


def test_a_name_that_is_taken() -> None:
    state = made("a integer")
    assert state is not None
    with pytest.raises(NotReplayed, match=r"relation public\.t already exists"):
        create_plain_table(T, "b integer", HERE, state)
