"""Whether a firing finds its row: how sure an error is (semantics R3, R7, R8)."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.kinds import Certainty
from ondelete.deletion.static.events import EventGraph
from ondelete.deletion.static.order import Order, creation_order_query

T = QualifiedName("public", "t")
TABLE = "CREATE TABLE t (id int PRIMARY KEY, up int UNIQUE);"


def certainty(ddl: str, key: str) -> Certainty:
    graph = EventGraph(catalog_of(TABLE + ddl), T)
    order = Order(graph)
    return next(order.judge(firing).certainty for firing in graph.firings if firing.key.name == key)


@pytest.mark.parametrize(
    ("ddl", "key", "expected"),
    [
        ("CREATE TABLE c (t int REFERENCES t);", "c_t_fkey", Certainty.MUST),
        ("CREATE TABLE c (t int REFERENCES t DEFERRABLE INITIALLY DEFERRED);", "c_t_fkey", Certainty.DEFERRED),
        (
            "CREATE TABLE c (t int REFERENCES t ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED);",
            "c_t_fkey",
            Certainty.MUST,
        ),
        (
            "CREATE TABLE a (id int PRIMARY KEY, t int REFERENCES t ON DELETE CASCADE);"
            "CREATE TABLE c (a int REFERENCES a);",
            "c_a_fkey",
            Certainty.MUST,
        ),
    ],
)
def test_how_sure_a_blocker_is(ddl: str, key: str, expected: Certainty) -> None:
    assert certainty(ddl, key) is expected


def test_no_action_passes_if_another_row_takes_over_the_key() -> None:
    """R7: the row of t that keeps its place gets the default, which may be the key that vanished."""
    ddl = (
        "ALTER TABLE t ADD COLUMN n int DEFAULT 1 UNIQUE REFERENCES t (up) ON DELETE SET DEFAULT;"
        "CREATE TABLE c (n int REFERENCES t (n){});"
    )
    assert certainty(ddl.format(""), "c_n_fkey") is Certainty.MAY
    assert certainty(ddl.format(" ON DELETE RESTRICT"), "c_n_fkey") is Certainty.MUST


def test_the_query_quotes_a_hostile_name() -> None:
    query = creation_order_query(QualifiedName("public", "a'b\"c"))
    assert """t.tgrelid = 'public."a''b""c"'::regclass AND t.tgtype = 9""" in query


A = "CREATE TABLE a (id int PRIMARY KEY, t int REFERENCES t ON DELETE CASCADE);"
B = "CREATE TABLE b (id int PRIMARY KEY, t int REFERENCES t ON DELETE CASCADE);"
PARTITIONED = (
    "CREATE TABLE c (k int, u int) PARTITION BY LIST (k); CREATE TABLE p PARTITION OF c FOR VALUES IN (1);"
    "CREATE TABLE q PARTITION OF c DEFAULT;"
)
FOOTNOTES = {
    "the other key changes another column": (
        "CREATE TABLE c (x int, y int REFERENCES t ON DELETE SET NULL, CONSTRAINT k FOREIGN KEY (x) REFERENCES t);",
        "",
    ),
    "the other key sets the column to NULL": (
        "CREATE TABLE c (x int, CONSTRAINT k FOREIGN KEY (x) REFERENCES t,"
        " CONSTRAINT w FOREIGN KEY (x) REFERENCES t (up) ON DELETE SET NULL);",
        "A row that w also reaches does not stop it if w was created before k.",
    ),
    "the other key deletes the row in the same step": (
        "CREATE TABLE c (x int, y int, CONSTRAINT k FOREIGN KEY (x) REFERENCES t,"
        " CONSTRAINT w FOREIGN KEY (y) REFERENCES t (up) ON DELETE CASCADE);",
        "A row that w also reaches does not stop it if w was created before k.",
    ),
    "two ways of one length part at their first keys": (
        f"{A}{B}CREATE TABLE c (x int, y int REFERENCES b ON DELETE CASCADE,"
        " CONSTRAINT k FOREIGN KEY (x) REFERENCES a);",
        "A row that c_y_fkey also reaches does not stop it if b_t_fkey was created before a_t_fkey.",
    ),
    "the other way is shorter": (
        f"{A}CREATE TABLE c (x int, y int REFERENCES t ON DELETE CASCADE, CONSTRAINT k FOREIGN KEY (x) REFERENCES a);",
        "A row that c_y_fkey deletes or changes earlier does not stop it.",
    ),
    "the other way is longer": (
        f"{A}CREATE TABLE c (x int, y int REFERENCES a ON DELETE CASCADE, CONSTRAINT k FOREIGN KEY (x) REFERENCES t);",
        "",
    ),
    "the other way is longer, and the key waits for COMMIT": (
        f"{A}CREATE TABLE c (x int, y int REFERENCES a ON DELETE CASCADE,"
        " CONSTRAINT k FOREIGN KEY (x) REFERENCES t DEFERRABLE INITIALLY DEFERRED);",
        "A row that c_y_fkey deletes or changes earlier does not stop it.",
    ),
    "a row that leaves a partition is out of sight of the partition's own key": (
        f"{PARTITIONED}ALTER TABLE c ADD CONSTRAINT w FOREIGN KEY (k) REFERENCES t ON DELETE SET NULL;"
        "ALTER TABLE p ADD CONSTRAINT k FOREIGN KEY (u) REFERENCES t;",
        "A row that w also reaches does not stop it if w was created before k.",
    ),
    "and not out of sight of the whole table's": (
        f"{PARTITIONED}ALTER TABLE c ADD CONSTRAINT w FOREIGN KEY (k) REFERENCES t ON DELETE SET NULL;"
        "ALTER TABLE c ADD CONSTRAINT k FOREIGN KEY (u) REFERENCES t;",
        "",
    ),
    "a row that stays in its partition": (
        f"{PARTITIONED}ALTER TABLE c ADD CONSTRAINT w FOREIGN KEY (u) REFERENCES t ON DELETE SET NULL;"
        "ALTER TABLE p ADD CONSTRAINT k FOREIGN KEY (k) REFERENCES t;",
        "",
    ),
}


@pytest.mark.parametrize(("ddl", "note"), FOOTNOTES.values(), ids=FOOTNOTES)
def test_what_saves_a_row_that_is_reached_on_another_way_too(ddl: str, note: str) -> None:
    graph = EventGraph(catalog_of(TABLE + ddl), T)
    assert next(Order(graph).judge(f).note for f in graph.firings if f.key.name == "k") == note


@pytest.mark.parametrize(
    ("ddl", "expected"),
    [
        ("ALTER TABLE t ADD n int UNIQUE REFERENCES t (up) ON DELETE SET NULL", Certainty.MUST),
        ("ALTER TABLE t ADD n int UNIQUE, ADD m int DEFAULT 1 REFERENCES t (up) ON DELETE SET DEFAULT", Certainty.MUST),
        ("ALTER TABLE t ADD n int DEFAULT 1 UNIQUE REFERENCES t (up) ON DELETE SET DEFAULT", Certainty.MAY),
    ],
)
def test_a_key_can_come_back_only_if_another_row_gets_its_value(ddl: str, expected: Certainty) -> None:
    assert certainty(f"{ddl}; CREATE TABLE c (n int, CONSTRAINT k FOREIGN KEY (n) REFERENCES t (n));", "k") is expected
