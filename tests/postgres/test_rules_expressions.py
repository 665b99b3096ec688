"""R10 of docs/semantics.md, expressions of a changed row that raise: what servers do, and what the schema predicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from test_rules_rows import outcome, predicted

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.predict import predict_statically

if TYPE_CHECKING:
    from server import Server

P = "CREATE TABLE p (id {} PRIMARY KEY);"
KEY = "ALTER TABLE c ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p ON DELETE {};"
RAISES = "RETURNS boolean IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END';"

# By name: the type of the key, the columns of the child, its row, the SQLSTATE.
TEXTS = {
    "a text that is no number": ("text", "a text DEFAULT 'x', CHECK (a::int > 0)", "'1'", "22P02"),
    "a text that is too great a number": ("text", "a text DEFAULT '9999999999', CHECK (a::int > 0)", "'1'", "22003"),
    "a text that is no date": ("text", "a text DEFAULT 'x', CHECK (a::date > '2020-01-01')", "'2021-01-01'", "22007"),
    "a text that is no day": (
        "text",
        "a text DEFAULT '2021-02-31', CHECK (a::date > '2020-1-1')",
        "'2021-1-1'",
        "22008",
    ),
    "a text that is no JSON": ("text", "a text DEFAULT '{', CHECK (a::jsonb <> 'null')", "'[]'", "22P02"),
    "a text that is no truth": ("text", "a text DEFAULT 'x', CHECK (a::boolean)", "'true'", "22P02"),
    "a field of JSON that is no number": (
        "jsonb",
        """a jsonb DEFAULT '{"n": "x"}', CHECK ((a ->> 'n')::int > 0)""",
        """'{"n": 1}'""",
        "22P02",
    ),
    "a generated column": ("text", "a text DEFAULT 'x', g int GENERATED ALWAYS AS (a::int) STORED", "'1'", "22P02"),
    "an index": ("text", "a text DEFAULT 'x', EXCLUDE ((a::int) WITH =)", "'1'", "22P02"),
    "a pattern that does not end": ("text", r"a text DEFAULT '[', CHECK ('x' !~ a)", "'y'", "2201B"),
    "a pattern that ends in its escape": ("text", r"a text DEFAULT 'x\', CHECK ('xy' NOT LIKE a)", "'y'", "22025"),
    "no number": ("numeric", "a numeric DEFAULT 'NaN', CHECK (a::int > 0)", "1", "0A000"),
    "a float that is no number": ("float8", "a float8 DEFAULT 'NaN', CHECK (a::int > 0)", "1", "22003"),
    "a logarithm": ("int", "a int DEFAULT 0, CHECK (ln(a) >= 0)", "1", "2201E"),
    "a power": ("int", "a int DEFAULT 0, CHECK (power(a, -1) >= 0)", "1", "2201F"),
    "a month": ("int", "a int DEFAULT 13, CHECK (make_date(2020, a, 1) > '2019-01-01')", "1", "22008"),
    "a sign": ("int", "a int DEFAULT 0, CHECK (chr(a) > '')", "65", "54000"),
    "a date beyond the last one": (
        "date",
        "a date DEFAULT '5874897-12-31', CHECK (a + 1 > '2020-1-1')",
        "'2021-1-1'",
        "22008",
    ),
    "a range that ends before it begins": (
        "int",
        "a int DEFAULT 5, CHECK (NOT isempty(int4range(a, 3, '[]')))",
        "1",
        "22000",
    ),
    "a setting": (
        "int",
        "a int DEFAULT 5, CHECK (CASE WHEN a = 5 THEN current_setting('app.none') = '1' ELSE true END)",
        "1",
        "42704",
    ),
}
NULLS = {
    "a domain that raises": (
        f"CREATE FUNCTION fine(int) {RAISES}"
        "CREATE DOMAIN d AS int CHECK (CASE WHEN VALUE IS NULL THEN fine(VALUE) ELSE true END);"
        "CREATE TABLE c (a d);",
        "P0001",
    ),
    "a domain over a text that raises": (
        "CREATE DOMAIN d AS int CHECK (1 / coalesce(VALUE, 0) > 0); CREATE TABLE c (a d);",
        "22012",
    ),
    "a cast to a domain": (
        "CREATE DOMAIN d AS int CONSTRAINT k CHECK (VALUE > 0);"
        "CREATE TABLE c (a int, CHECK (coalesce(a, -1)::d <> 9));",
        "23514",
    ),
    "a cast to a domain that is NOT NULL": (
        "CREATE DOMAIN d AS int NOT NULL; CREATE TABLE c (a int, CHECK (a::d IS DISTINCT FROM 9));",
        "23502",
    ),
    "a cast to a domain in an index": (
        "CREATE DOMAIN d AS int CHECK (VALUE > 0); CREATE TABLE c (a int); CREATE INDEX ON c ((coalesce(a, -1)::d));",
        "23514",
    ),
    "a cast with a function of the file": (
        "CREATE TYPE m AS (n int); CREATE FUNCTION number(m) RETURNS int IMMUTABLE LANGUAGE sql AS"
        " 'SELECT CASE WHEN $1.n IS NULL THEN -1 ELSE 1 END'; CREATE CAST (m AS int) WITH FUNCTION number(m);"
        "CREATE TABLE c (a int, b m DEFAULT ROW(1),"
        " CHECK ((CASE WHEN a IS NULL THEN ROW(NULL)::m ELSE b END)::int > 0));",
        "23514",
    ),
}


@pytest.mark.parametrize(("kind", "columns", "first", "expected"), TEXTS.values(), ids=TEXTS)
def test_r10_what_a_value_makes_of_an_expression(
    server: Server, kind: str, columns: str, first: str, expected: str
) -> None:
    ddl = P.format(kind) + f"CREATE TABLE c ({columns});" + KEY.format("SET DEFAULT")
    rows = f"INSERT INTO p VALUES ({first}); INSERT INTO c (a) VALUES ({first});"
    assert outcome(server, ddl, rows, "DELETE FROM p") == expected
    assert expected in predicted(ddl, "p")


@pytest.mark.parametrize(("ddl", "expected"), NULLS.values(), ids=NULLS)
def test_r10_what_null_makes_of_an_expression(server: Server, ddl: str, expected: str) -> None:
    ddl = P.format("int") + ddl + KEY.format("SET NULL")
    assert outcome(server, ddl, "INSERT INTO p VALUES (1); INSERT INTO c (a) VALUES (1);", "DELETE FROM p") == expected
    assert expected in predicted(ddl, "p")


def test_r10_a_virtual_column_raises_when_a_check_reads_it(server: Server) -> None:
    if server.version < 18:
        pytest.skip("virtual columns are of 18")
    ddl = P.format("int") + (
        "CREATE TABLE c (a int, g int GENERATED ALWAYS AS (6 / coalesce(a, 0)) VIRTUAL, CHECK (g IS NOT NULL));"
    )
    ddl += KEY.format("SET NULL")
    assert outcome(server, ddl, "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1);", "DELETE FROM p") == "22012"
    assert "22012" in predicted(ddl, "p")


PARTED = (
    "CREATE TABLE c (a int, b int, g int GENERATED ALWAYS AS (b + 1) STORED{0}) PARTITION BY LIST ({1});"
    "CREATE TABLE c1 (a int, b int, g int GENERATED ALWAYS AS (a + 1) STORED{0});"
    "ALTER TABLE c ATTACH PARTITION c1 FOR VALUES IN (1); CREATE TABLE c2 PARTITION OF c DEFAULT;"
)


def test_r15_a_row_that_moves_gets_the_value_of_the_other_expression(server: Server) -> None:
    if server.version < 16:
        pytest.skip("partitions have expressions of their own from 16 on")
    ddl = P.format("int") + "CREATE TABLE q (id int PRIMARY KEY);" + PARTED.format("", "a") + KEY.format("SET NULL")
    ddl += "ALTER TABLE c ADD FOREIGN KEY (g) REFERENCES q;"
    rows = "INSERT INTO p VALUES (1); INSERT INTO q VALUES (2); INSERT INTO c (a, b) VALUES (1, 5);"
    assert outcome(server, ddl, rows, "DELETE FROM p") == "23503"
    assert "23503" in predicted(ddl, "p")


@pytest.mark.parametrize("refuses", [" NOT NULL", ", CONSTRAINT k CHECK (g IS NOT NULL)"])
@pytest.mark.parametrize(("place", "expected"), [(1, ("23502", "23514")), (2, ("success",))])
def test_r15_a_row_of_another_expression_keeps_its_value(
    server: Server, refuses: str, place: int, expected: tuple[str, ...]
) -> None:
    if server.version < 16:
        pytest.skip("partitions have expressions of their own from 16 on")
    ddl = P.format("int") + PARTED.format(refuses, "b") + KEY.format("SET NULL")
    rows = f"INSERT INTO p VALUES (1); INSERT INTO c (a, b) VALUES (1, {place});"
    assert outcome(server, ddl, rows, "DELETE FROM p") in expected
    failures = predict_statically(catalog_of(ddl), QualifiedName("public", "p")).failures
    assert {failure.certainty for failure in failures} == {"may"}
