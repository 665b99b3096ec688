"""The catalog while it is made: tables with those above and below them, and when nothing has been made yet."""

from __future__ import annotations

import pytest

from dump.replay.scripts import reasons
from ondelete.catalog import Column, Location, QualifiedName, Table
from ondelete.dump.replay.model.refusals import NotReplayed
from ondelete.dump.replay.model.state import MOST_COLUMNS, State

HERE = Location("x.sql", 1)


def name(text: str) -> QualifiedName:
    return QualifiedName("public", text)


def made(**parents: str) -> State:
    """Return a state with tables, each with the names of its parents."""
    state = State()
    for table, above in parents.items():
        state.put_table(Table(name(table), "table", (), HERE, parents=tuple(map(name, above))))
    return state


def letters(names: object) -> str:
    return "".join(each.name for each in names)  # type: ignore[attr-defined]


def test_a_family_is_a_table_and_all_below_it_each_once() -> None:
    state = made(a="", b="a", c="a", d="bc", e="d")
    assert letters(state.family(name("a"))) == "abcde"
    assert letters(state.family(name("c"))) == "cde"
    assert letters(state.family(name("a"), only=True)) == "a"
    assert letters(state.partitions(name("a"))) == "bc"


def test_children_follow_their_parents_names() -> None:
    state = made(a="", b="a", c="b")
    state.move_table(state.tables[name("b")], name("x"))
    assert letters(state.family(name("a"))) == "axc"
    assert state.tables[name("c")].parents == (name("x"),)
    state.move_table(state.tables[name("a")], name("y"))
    assert state.tables[name("x")].parents == (name("y"),)
    state.drop_table(state.tables[name("x")])
    assert letters(state.family(name("y"))) == "y"


def test_other_parents_have_the_child_from_then_on() -> None:
    state = made(a="", b="", c="a")
    state.put_table(Table(name("c"), "table", (), HERE, parents=(name("b"),)))
    assert (letters(state.partitions(name("a"))), letters(state.partitions(name("b")))) == ("", "c")


def test_columns() -> None:
    state = State()
    table = Table(name("t"), "table", (Column("a", "integer", False),), HERE)
    state.put_table(table)
    state.change_column(name("t"), "a", not_null=True)
    state.change_column(name("t"), "b", not_null=True)
    state.change_column(name("nope"), "a", not_null=True)
    assert state.tables[name("t")].columns == (Column("a", "integer", True),)
    assert (state.is_not_null(name("t"), "a"), state.is_not_null(name("nope"), "a")) == (True, False)
    with pytest.raises(NotReplayed, match=r"column b of table public\.t does not exist"):
        state.column(table, "b")


def test_a_column_of_a_table_made_by_a_query_is_there_once_if_it_is_named() -> None:
    state = made(t="")
    state.of(name("t")).opaque = True
    table = state.tables[name("t")]
    assert state.column(table, "a") is state.column(table, "a")
    assert [column.name for column in state.tables[name("t")].columns] == ["a"]


def test_a_table_has_no_more_columns_than_postgresql_lets_it_have() -> None:
    columns = tuple(Column(f"c{number}", "integer", False) for number in range(MOST_COLUMNS + 1))
    with pytest.raises(NotReplayed, match="at most 1600 columns"):
        State().put_table(Table(name("t"), "table", columns, HERE))


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("", []),
        ("SET x = 1;", []),
        ("CREATE TABLE u ();", ["table public.t does not exist"]),
        ("CREATE TABLE u (); DROP TABLE u;", ["table public.t does not exist"]),
        ("CREATE VIEW v AS SELECT 1;", ["table public.t does not exist"]),
        ("CREATE TYPE y AS ENUM ();", ["table public.t does not exist"]),
        ("CREATE PUBLICATION p;", ["table public.t does not exist"]),
    ],
)
def test_a_dump_begins_with_drops_of_what_it_will_create(before: str, said: list[str]) -> None:
    assert reasons(f"{before} DROP TABLE t;") == said
