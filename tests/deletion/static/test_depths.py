"""At how many steps from the DELETE an event happens, exactly."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.static.depths import FAR, Depths, depths_in, later, up_to
from ondelete.deletion.static.events import Event, EventGraph

SCHEMA = """
CREATE TABLE t (id int PRIMARY KEY);
CREATE TABLE a (id int PRIMARY KEY, t int REFERENCES t ON DELETE CASCADE);
CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a ON DELETE CASCADE, t int REFERENCES t ON DELETE CASCADE);
CREATE TABLE c (id int PRIMARY KEY, b int REFERENCES b ON DELETE CASCADE);
CREATE TABLE loop (id int PRIMARY KEY, t int REFERENCES t ON DELETE CASCADE, up int REFERENCES loop ON DELETE CASCADE);
CREATE TABLE stops (t int REFERENCES t);
CREATE TABLE fails (t int NOT NULL REFERENCES t ON DELETE SET NULL);
CREATE TABLE two (x int REFERENCES t ON DELETE CASCADE, y int REFERENCES t ON DELETE CASCADE);
"""
GRAPH = EventGraph(catalog_of(SCHEMA), QualifiedName("public", "t"))
DEPTHS = Depths(GRAPH)


def event(table: str) -> Event:
    return next(found for found in GRAPH.events if found.table.name == table)


def test_depths_of_events() -> None:
    found = {name: list(depths_in(DEPTHS.of(event(name)))) for name in ("t", "a", "b", "c")}
    assert found == {"t": [0], "a": [1], "b": [1, 2], "c": [2, 3]}
    assert list(depths_in(DEPTHS.of(event("loop")))) == list(range(1, FAR + 1))


def test_chains_of_one_length() -> None:
    def chains(table: str, length: int) -> list[list[str]]:
        return [[key.name for key in path] for path in DEPTHS.chains(event(table), length)]

    assert chains("c", 2) == [["b_t_fkey", "c_b_fkey"]]
    assert chains("c", 3) == [["a_t_fkey", "b_a_fkey", "c_b_fkey"]]
    assert chains("c", 1) == []
    assert chains("two", 1) == [["two_x_fkey"], ["two_y_fkey"]]
    assert chains("loop", 3) == [["loop_t_fkey", "loop_up_fkey", "loop_up_fkey"]]


def test_an_event_that_never_happens_has_no_depth() -> None:
    assert DEPTHS.of(event("fails")) == 0
    assert DEPTHS.of(Event(QualifiedName("public", "nowhere"))) == 0


def test_masks() -> None:
    assert FAR == 40, "docs/semantics.md says so"
    assert later(0b11, 0) == 0b11
    assert list(depths_in(later(0b101, 2))) == [2, 4]
    assert list(depths_in(later(0b1, FAR + 5))) == [FAR]
    assert [up_to(0b1100, depth) for depth in (1, 2, 3)] == [None, 2, 2]
    assert up_to(0, 5) is None
