"""What follows from a DELETE: the least fixpoint of events and firings, breadth first."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.kinds import StepOutcome
from ondelete.deletion.static.events import EventGraph

T = "CREATE TABLE t (id int PRIMARY KEY);"


def graph(ddl: str, table: str = "t") -> EventGraph:
    return EventGraph(catalog_of(ddl), QualifiedName("public", table))


def words(found: EventGraph) -> list[str]:
    return [f"{firing.key.name} {firing.clause} {firing.outcome}" for firing in found.firings]


@pytest.mark.parametrize(
    ("ddl", "expected"),
    [
        (T, []),
        (T + "CREATE TABLE c (t int REFERENCES t);", ["c_t_fkey delete blocks"]),
        (T + "CREATE TABLE c (t int REFERENCES t ON DELETE SET NULL);", ["c_t_fkey delete updated"]),
        (T + "CREATE TABLE c (t int NOT NULL REFERENCES t ON DELETE SET NULL);", ["c_t_fkey delete blocks"]),
        (
            T
            + "CREATE TABLE c (t int UNIQUE REFERENCES t ON DELETE SET NULL);"
            + "CREATE TABLE d (c int REFERENCES c (t) ON UPDATE CASCADE);",
            ["c_t_fkey delete updated", "d_c_fkey update updated"],
        ),
        (
            T
            + "CREATE TABLE c (k int UNIQUE, t int REFERENCES t ON DELETE SET NULL);"
            + "CREATE TABLE d (c int REFERENCES c (k) ON UPDATE CASCADE);",
            ["c_t_fkey delete updated"],
        ),
        (
            T
            + "CREATE TABLE c (t int REFERENCES t ON DELETE CASCADE);"
            + "CREATE RULE keep AS ON DELETE TO c DO INSTEAD NOTHING;",
            ["c_t_fkey delete blocks"],
        ),
    ],
)
def test_firings(ddl: str, expected: list[str]) -> None:
    assert words(graph(ddl)) == expected


def test_depths_are_those_of_the_shortest_and_the_longest_chain() -> None:
    found = graph(
        T
        + "CREATE TABLE a (id int PRIMARY KEY, t int REFERENCES t ON DELETE CASCADE);"
        + "CREATE TABLE b (a int REFERENCES a ON DELETE CASCADE, t int REFERENCES t ON DELETE CASCADE);"
        + "CREATE TABLE r (id int PRIMARY KEY, t int REFERENCES t ON DELETE CASCADE,"
        + " r int REFERENCES r ON DELETE CASCADE);"
    )
    assert {event.table.name: (event.low, event.high) for event in found.events} == {
        "t": (0, 0),
        "a": (1, 1),
        "b": (1, 2),
        "r": (1, None),
    }
    assert [len(event.path) for event in found.events] == [0, 1, 1, 1]


def test_a_plain_table_takes_along_what_inherits_from_it() -> None:
    found = graph(T + "CREATE TABLE below () INHERITS (t);")
    assert [root.table.name for root in found.roots] == ["t", "below"]


def test_a_row_that_leaves_its_partition_is_deleted_for_keys_to_it() -> None:
    found = graph(
        T
        + "CREATE TABLE p (id int, t int REFERENCES t ON DELETE SET NULL) PARTITION BY LIST (t);"
        + "CREATE TABLE p1 PARTITION OF p (UNIQUE (id)) FOR VALUES IN (1);"
        + "CREATE TABLE rest PARTITION OF p DEFAULT;"
        + "CREATE TABLE c (p int REFERENCES p1 (id) ON DELETE CASCADE);"
    )
    assert words(found)[-1] == "c_p_fkey delete deleted"
    assert found.firings[-1].outcome is StepOutcome.DELETED
