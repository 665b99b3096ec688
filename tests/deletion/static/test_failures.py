"""The errors of a DELETE, each once, with what is sure and a sentence that says why."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.effects import Failure
from ondelete.deletion.static.events import EventGraph
from ondelete.deletion.static.failures import failures_of
from ondelete.deletion.static.order import Order

T = "CREATE TABLE t (id int PRIMARY KEY, b int, UNIQUE (id, b));"


def failures(ddl: str) -> tuple[Failure, ...]:
    graph = EventGraph(catalog_of(T + ddl), QualifiedName("public", "t"))
    return failures_of(graph, Order(graph))


@pytest.mark.parametrize(
    ("ddl", "sqlstates", "reason"),
    [
        (
            "CREATE TABLE c (t int REFERENCES t);",
            ("23503",),
            "a row of c references by t the row of t that is deleted",
        ),
        (
            "CREATE TABLE c (t int REFERENCES t ON DELETE RESTRICT);",
            ("23503", "23001"),
            "a row of c references by t the row of t that is deleted",
        ),
        (
            "ALTER TABLE t ADD FOREIGN KEY (b) REFERENCES t (id);",
            ("23503",),
            "another row of t references by b the row of t that is deleted",
        ),
        (
            "CREATE TABLE c (t int REFERENCES t DEFERRABLE INITIALLY DEFERRED);",
            ("23503",),
            "a row of c references by t the row of t that is deleted; the check waits for COMMIT",
        ),
        (
            "CREATE TABLE c (t int NOT NULL REFERENCES t ON DELETE SET NULL);",
            ("23502",),
            "t would become NULL but is NOT NULL",
        ),
        (
            "CREATE TABLE c (t int DEFAULT 0 REFERENCES t ON DELETE SET DEFAULT);",
            ("23503",),
            "the default of t needs a row in t, and that row itself cannot be deleted",
        ),
        (
            "CREATE TABLE c (a int, b int, FOREIGN KEY (a, b) REFERENCES t (id, b) MATCH FULL ON DELETE SET NULL (a));",
            ("23503",),
            "a becomes NULL, but MATCH FULL wants all of (a, b) or none",
        ),
        (
            "CREATE TABLE c (t int REFERENCES t ON DELETE CASCADE);"
            "CREATE RULE keep AS ON DELETE TO c DO INSTEAD NOTHING;",
            ("XX000",),
            "rule keep on c replaces the statement that the key runs",
        ),
        (
            "CREATE TABLE c (i int GENERATED ALWAYS AS IDENTITY REFERENCES t ON DELETE SET NULL);",
            ("428C9",),
            "i is GENERATED ALWAYS AS IDENTITY: it can only be set to its default, even where no row references",
        ),
    ],
)
def test_one_error(ddl: str, sqlstates: tuple[str, ...], reason: str) -> None:
    (failure,) = failures(ddl)
    assert (failure.sqlstates, failure.reason) == (sqlstates, reason)


def test_an_error_on_several_ways_is_told_once_by_its_nearest_row() -> None:
    found = failures(
        "CREATE TABLE a (id int PRIMARY KEY, t int REFERENCES t ON DELETE CASCADE,"
        " a int REFERENCES a ON DELETE CASCADE);"
        "CREATE TABLE c (a int REFERENCES a);"
    )
    assert [(failure.key.name, len(failure.path)) for failure in found] == [("c_a_fkey", 2)]
