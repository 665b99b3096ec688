"""What a condition says of the rows of one table, and what a column holds of a value."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.catalog.expressions import BooleanOp, Call, Operation
from ondelete.deletion.expressions.rows import is_exact, row_reader, stored
from ondelete.deletion.expressions.values import SOME_VALUE, Concrete, Possible, possible

CATALOG = catalog_of("""
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TYPE pair AS (x int, y int);
CREATE DOMAIN number AS int;
CREATE TABLE c (
    i int, n numeric(4,1), b boolean, t text, d date, m mood, l int[], p pair, o number,
    odd text COLLATE "loose", CONSTRAINT whole CHECK (c IS NOT NULL)
);
""")
TABLE = CATALOG.tables[QualifiedName("public", "c")]


def test_columns_whose_texts_tell_their_values_apart() -> None:
    exact = [column.name for column in TABLE.columns if is_exact(CATALOG, column)]
    assert exact == ["i", "n", "b", "t", "m", "o"]
    assert row_reader(CATALOG, TABLE).inexact == {"d", "l", "p", "odd"}


def test_the_type_under_a_domain() -> None:
    assert row_reader(CATALOG, TABLE).types["o"] == "integer"
    assert row_reader(CATALOG, TABLE) is row_reader(CATALOG, TABLE)


def test_the_whole_row_is_spelled_out() -> None:
    (check,) = CATALOG.checks
    tree = row_reader(CATALOG, TABLE).bind(check.expression).tree
    assert isinstance(tree, BooleanOp)
    assert (tree.operator, len(tree.operands)) == ("and", len(TABLE.columns))


@pytest.mark.parametrize(
    ("column", "value", "held"),
    [
        ("i", "5", possible(5)),
        ("i", "x", SOME_VALUE),
        ("b", "yes", possible(True)),
        ("t", "a", possible("a")),
        ("d", "2020-01-01", SOME_VALUE),
        ("m", "sad", possible("sad")),
    ],
)
def test_what_a_column_holds(column: str, value: Concrete, held: Possible) -> None:
    definition = TABLE.column(column)
    assert definition is not None
    assert stored(CATALOG, definition, possible(value)) == held


@pytest.mark.parametrize(
    ("condition", "called"),
    [("a::int > 0", ".number"), ("a::bigint > 0", None), ("b::int > 0", None), ("lower(b)::int > 0", ".number")],
)
def test_a_cast_of_the_file_calls_its_function(condition: str, called: str | None) -> None:
    catalog = catalog_of(
        "CREATE TYPE m AS ENUM ('x'); CREATE CAST (m AS int) WITH FUNCTION number(m);"
        f"CREATE TABLE c (a m, b text, CHECK ({condition}));"
    )
    (table,) = catalog.tables.values()
    (check,) = catalog.checks
    tree = row_reader(catalog, table).bind(check.expression).tree
    assert isinstance(tree, Operation)
    cast = tree.operands[0]
    assert (cast.function if isinstance(cast, Call) else None) == called
