"""What a statement reads, writes and calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ondelete.catalog.expressions import ColumnRef
from ondelete.dump.programs.queries import expression_of, query_of

if TYPE_CHECKING:
    from ondelete.catalog.expressions import Tree

WRITES = {
    "INSERT INTO a (x, y) VALUES (OLD.id, DEFAULT)": ["insert a(x=old.id, y=default) always"],
    "INSERT INTO a VALUES (1), (2)": ["insert a always"],
    "INSERT INTO a (x) VALUES (1) ON CONFLICT DO NOTHING": ["insert a(x=?) skips"],
    "INSERT INTO a (x) SELECT OLD.id FROM b": ["insert a(x=old.id)"],
    "INSERT INTO a DEFAULT VALUES": ["insert a always"],
    "UPDATE s.a AS t SET (x, y) = (NULL, OLD.id), z = z + 1 WHERE id = OLD.id": ["update s.a(x=?, y=old.id, z=?)"],
    "DELETE FROM a USING b WHERE a.id = b.id": ["delete a joins"],
    "WITH d AS (DELETE FROM a RETURNING x) INSERT INTO b SELECT x FROM d": ["delete a", "insert b(=?.x)"],
    "MERGE INTO a USING b ON a.x = b.x WHEN MATCHED THEN DELETE": ["delete a joins"],
    "TRUNCATE a, b CASCADE": ["truncate a cascade", "truncate b cascade"],
    "SELECT 1 FROM a FOR UPDATE": [],
}


def shown(value: Tree | None) -> str:
    return "default" if value is None else value.name if isinstance(value, ColumnRef) else "?"


@pytest.mark.parametrize(("sql", "expected"), WRITES.items(), ids=list(WRITES))
def test_writes(sql: str, expected: list[str]) -> None:
    found = []
    for write in query_of(sql, 1).writes:
        values = ", ".join(f"{each.column}={shown(each.value)}" for each in write.assignments)
        names = ("skips", "skips_conflicts"), ("always", "always"), ("joins", "joins"), ("cascade", "cascade")
        signs = "".join(f" {word}" for word, name in names if getattr(write, name))
        schema = f"{write.table.schema}." if write.table.schema else ""
        listed = f"({values})" if values and write.values_known else ""
        found.append(f"{write.command} {schema}{write.table.name}{listed}{signs}")
    assert found == expected


def test_what_is_read_and_called() -> None:
    found = query_of("WITH c AS (SELECT 1 FROM a) SELECT app.f(t.x) FROM s.b t JOIN c ON c.y = OLD.id", 1)
    assert [(each.schema, each.name, each.alias) for each in found.reads] == [("s", "b", "t"), (None, "a", "a")]
    assert [each.names for each in found.calls] == [("app", "f")]
    assert set(found.columns) == {("t", "x"), ("c", "y"), ("old", "id")}


@pytest.mark.parametrize("text", ["OLD.id", "(OLD).id"])
def test_a_field_of_a_record(text: str) -> None:
    assert expression_of(text, 1).values == (ColumnRef("old.id"),)


def test_an_argument_of_the_trigger() -> None:
    assert expression_of("TG_ARGV[1]", 1).values == (ColumnRef("tg_argv[1]"),)


@pytest.mark.parametrize("sql", ["SELECT 1 INTO b FROM a", "CREATE TABLE a ()", "DELETE a", "SELECT 1; SELECT 2"])
def test_what_is_not_followed_says_so(sql: str) -> None:
    assert query_of(sql, 1).unread


def test_what_nests_deep_is_unread_and_no_crash() -> None:
    assert query_of("SELECT " + "(" * 4000 + "1" + ")" * 4000, 1) is not None
    assert query_of("SELECT " + "NOT " * 3000 + "true", 1) is not None
    assert query_of("SELECT " + "1+" * 3000 + "1", 1) is not None
