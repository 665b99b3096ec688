"""The tables whose rows have something to do with a trigger that changes the schema are found again when it matters."""

from __future__ import annotations

from ondelete.catalog import Location, QualifiedName, Table, Trigger
from ondelete.dump.replay.model.acting import Acting
from ondelete.dump.replay.model.firing import acting
from ondelete.dump.replay.model.state import State

HERE = Location("x.sql", 1)
T, U = QualifiedName("public", "t"), QualifiedName("public", "u")


def made(*tables: QualifiedName) -> State:
    state = State()
    state.functions.note("CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN EXECUTE x; END'")
    for name in tables:
        state.put_table(Table(name, "table", (), HERE))
    return state


def trigger(table: QualifiedName, name: str = "g") -> Trigger:
    return Trigger(table, name, "after", ("delete",), (), False, "f", False, "enabled", HERE)


def test_there_are_none_without_a_trigger() -> None:
    found = acting(made(T))
    assert isinstance(found, Acting)
    assert (found.tables, found.names) == (frozenset(), frozenset())


def test_they_are_found_again_once_there_is_one_more() -> None:
    state = made(T, U)
    state.triggers.add(trigger(T))
    first = acting(state)
    assert (first.tables, first.names) == ({T}, {"t"})
    assert acting(state) is first
    state.triggers.add(trigger(U))
    assert acting(state).tables == {T, U}
