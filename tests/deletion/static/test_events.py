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


P = (
    "CREATE TABLE p (id int, t int REFERENCES t ON DELETE SET NULL) PARTITION BY LIST (t);"
    "CREATE TABLE p1 PARTITION OF p (UNIQUE (id)) FOR VALUES IN (1);"
    "CREATE TABLE none PARTITION OF p (UNIQUE (id)) FOR VALUES IN (NULL);"
    "CREATE TABLE rest PARTITION OF p (UNIQUE (id)) DEFAULT; ALTER TABLE p ADD UNIQUE (id, t);"
)
ALWAYS = "CREATE TABLE c (i int GENERATED ALWAYS AS IDENTITY, u int);"
BOTH = (
    "ALTER TABLE c ADD CONSTRAINT x FOREIGN KEY ({column}) REFERENCES {to};"
    "ALTER TABLE c ADD CONSTRAINT y FOREIGN KEY ({column}) REFERENCES {to};"
)
W = "CREATE TABLE w (k int UNIQUE, n int UNIQUE REFERENCES t ON DELETE SET NULL);"

FIRINGS = {
    "a rule runs instead of the DELETE": (
        "CREATE TABLE c (t int REFERENCES t ON DELETE CASCADE);CREATE RULE keep AS ON DELETE TO t DO INSTEAD NOTHING;",
        [],
    ),
    "a key to a column that stays, before one to a column that changes": (
        f"{W}CREATE TABLE c (k int REFERENCES w (k) ON UPDATE CASCADE, n int REFERENCES w (n) ON UPDATE CASCADE);",
        ["w_n_fkey delete updated", "c_n_fkey update updated"],
    ),
    "a shadowed key does nothing": (
        ALWAYS + BOTH.format(column="u", to="t ON DELETE SET NULL"),
        ["x delete updated", "y delete shadowed"],
    ),
    "a shadowed key whose statement is refused without rows": (
        ALWAYS + BOTH.format(column="i", to="t ON DELETE SET NULL"),
        ["x delete blocks", "y delete blocks"],
    ),
    "and one that an update asks": (
        W + ALWAYS + BOTH.format(column="i", to="w (n) ON UPDATE CASCADE"),
        ["w_n_fkey delete updated", "x update blocks", "y update blocks"],
    ),
    "only the keys to a partition that a row leaves take it for deleted": (
        P
        + "CREATE TABLE c (id int, t int, CONSTRAINT to_all FOREIGN KEY (id, t) REFERENCES p (id, t) ON UPDATE CASCADE,"
        " CONSTRAINT to_p1 FOREIGN KEY (id) REFERENCES p1 (id) ON DELETE CASCADE,"
        " CONSTRAINT to_none FOREIGN KEY (id) REFERENCES none (id) ON DELETE CASCADE);",
        ["p_t_fkey delete updated", "to_all update updated", "to_p1 delete deleted"],
    ),
    "a row that stays in its partition is updated for keys to that": (
        P + "ALTER TABLE p ADD u int REFERENCES t ON DELETE SET NULL; ALTER TABLE p1 ADD UNIQUE (u);"
        "CREATE TABLE c (u int REFERENCES p1 (u) ON UPDATE CASCADE);",
        ["p_t_fkey delete updated", "p_u_fkey delete updated", "c_u_fkey delete blocks", "c_u_fkey update updated"],
    ),
}


@pytest.mark.parametrize(("ddl", "expected"), FIRINGS.values(), ids=FIRINGS)
def test_which_keys_answer(ddl: str, expected: list[str]) -> None:
    assert words(graph(T + ddl)) == expected


def test_what_only_a_statement_without_rows_meets_is_apart_from_the_cascade() -> None:
    found = graph(T + ALWAYS + BOTH.format(column="i", to="t ON DELETE SET NULL"))
    assert [firing.target.detached for firing in found.firings if firing.target is not None] == [False, True]


TWICE = (
    "CREATE TABLE w (n int REFERENCES t ON DELETE SET NULL, m int REFERENCES t ON DELETE SET NULL, UNIQUE (n, m));"
    "CREATE TABLE c (n int, m int, g int GENERATED ALWAYS AS ({read} + 1) STORED,"
    " FOREIGN KEY (n, m) REFERENCES w (n, m) ON UPDATE CASCADE);"
)


@pytest.mark.parametrize("read", ["n", "m"])
def test_what_two_ways_write_counts_together(read: str) -> None:
    """On one way n becomes NULL and m stays, on the other one m; what is computed from either may stay too."""
    event = next(event for event in graph(T + TWICE.format(read=read)).events if event.table.name == "c")
    assert event.changes == dict.fromkeys("nmg", frozenset({"null", "same"}))


BELOW = "CREATE TABLE below () INHERITS (t); CREATE TABLE c (t int REFERENCES t ON DELETE CASCADE);"


@pytest.mark.parametrize(
    ("ruled", "roots", "expected"),
    [("t", ["t"], []), ("below", ["t", "below"], ["c_t_fkey delete deleted"])],
)
def test_a_rule_of_the_table_that_is_named_counts(ruled: str, roots: list[str], expected: list[str]) -> None:
    found = graph(f"{T}{BELOW}CREATE RULE keep AS ON DELETE TO {ruled} DO INSTEAD NOTHING;")
    assert [root.table.name for root in found.roots] == roots
    assert words(found) == expected


def test_a_row_that_references_was_in_no_partition_of_null() -> None:
    found = graph(
        T
        + "CREATE TABLE p (id int, t int DEFAULT 1 REFERENCES t ON DELETE SET DEFAULT) PARTITION BY LIST (t);"
        + "CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE rest PARTITION OF p (UNIQUE (id)) DEFAULT;"
        + "CREATE TABLE none PARTITION OF p (UNIQUE (id)) FOR VALUES IN (NULL);"
        + "CREATE TABLE c (id int, CONSTRAINT to_none FOREIGN KEY (id) REFERENCES none (id) ON DELETE CASCADE,"
        + " CONSTRAINT to_rest FOREIGN KEY (id) REFERENCES rest (id) ON DELETE CASCADE);"
    )
    assert words(found) == ["p_t_fkey delete updated", "to_rest delete deleted"]
