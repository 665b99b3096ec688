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
