"""Names as the parser gives them."""

from __future__ import annotations

import pytest

from dump.nodes.parsed import expression, node_of
from ondelete.dump.nodes.names import strings
from ondelete.dump.nodes.statements.tables import CreateStmt


@pytest.mark.parametrize(
    ("column", "names"),
    [("a", ("a",)), ("t.a", ("t", "a")), ('"S x".t."A"', ("S x", "t", "A")), ("t.*", ("t",)), ("Abc", ("abc",))],
)
def test_the_parts_of_a_name_without_any_star(column: str, names: tuple[str, ...]) -> None:
    reference = expression(column).column_ref
    assert reference is not None
    assert strings(reference.fields) == names


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("TABLE t", ("t", None, "p")),
        ("TABLE s.t", ("t", "s", "p")),
        ("TEMPORARY TABLE t", ("t", None, "t")),
        ("UNLOGGED TABLE t", ("t", None, "u")),
    ],
)
def test_a_table_as_written(table: str, expected: tuple[str, str | None, str]) -> None:
    relation = node_of(f"CREATE {table} ()", CreateStmt).relation
    assert (relation.relname, relation.schemaname, relation.relpersistence) == expected
    assert relation.location == len(f"CREATE {table} ()") - len(table.split()[-1]) - 3
