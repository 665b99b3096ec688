"""Expressions in the catalog's algebra, with the text that they have in the file."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog.expressions import (
    BooleanOp,
    BooleanTest,
    Call,
    Case,
    Cast,
    ColumnRef,
    Constant,
    Distinct,
    Membership,
    NullTest,
    Opaque,
    Operation,
    Tree,
)

A, B = ColumnRef("a"), ColumnRef("b")
ONE, TWO = Constant("number", "1"), Constant("number", "2")


@pytest.mark.parametrize(
    ("sql", "tree"),
    [
        ("a > 1", Operation(">", (A, ONE))),
        ("a = -1.5", Operation("=", (A, Constant("number", "-1.5")))),
        ("a IS NULL", NullTest(A, True)),
        ("a IS NOT NULL AND b IS NULL", BooleanOp("and", (NullTest(A, False), NullTest(B, True)))),
        ("NOT a OR b", BooleanOp("or", (BooleanOp("not", (A,)), B))),
        ("a IS NOT TRUE", BooleanTest(A, "true", True)),
        ("a IS UNKNOWN", BooleanTest(A, "unknown", False)),
        ("a IS DISTINCT FROM NULL", Distinct(A, Constant("null", None), False)),
        ("a IS NOT DISTINCT FROM b", Distinct(A, B, True)),
        ("a IN (1, 2)", Membership(A, "=", (ONE, TWO), False)),
        ("a NOT IN (1, 2)", Membership(A, "<>", (ONE, TWO), True)),
        ("a = ANY (ARRAY[1, 2])", Membership(A, "=", (ONE, TWO), False)),
        ("a <> ALL (ARRAY[1, 2])", Membership(A, "<>", (ONE, TWO), True)),
        (
            "(a)::text = ANY ((ARRAY['x'::character varying])::text[])",
            Membership(
                Cast(A, "text"), "=", (Cast(Cast(Constant("string", "x"), "character varying"), "text"),), False
            ),
        ),
        ("a = ANY ('{1,2}')", Opaque(("a",))),
        ("a BETWEEN 1 AND 2", BooleanOp("and", (Operation(">=", (A, ONE)), Operation("<=", (A, TWO))))),
        ("a NOT BETWEEN 1 AND 2", BooleanOp("or", (Operation("<", (A, ONE)), Operation(">", (A, TWO))))),
        ("num_nonnulls(a, b) = 1", Operation("=", (Call("num_nonnulls", (A, B)), ONE))),
        ("coalesce(a, 1) > 1", Operation(">", (Call("coalesce", (A, ONE)), ONE))),
        ("least(a, b) > 1", Operation(">", (Call("least", (A, B)), ONE))),
        ("nullif(a, 1) IS NULL", NullTest(Call("nullif", (A, ONE)), True)),
        (
            "CASE WHEN a > 1 THEN true END",
            Case(((Operation(">", (A, ONE)), Constant("boolean", "true")),), Constant("null", None)),
        ),
        ("CASE a WHEN 1 THEN false ELSE b END", Case(((Operation("=", (A, ONE)), Constant("boolean", "false")),), B)),
        ("a ~~ 'x%'", Operation("~~", (A, Constant("string", "x%")))),
        ('a COLLATE "C" = b', Operation("=", (A, B))),
        ("(a, b) = (1, 2)", Operation("=", (Opaque(("a", "b")), Opaque(())))),
        ("t.a > 1", Operation(">", (A, ONE))),
        ("(a).f > 1", Operation(">", (Opaque(("a",)), ONE))),
        ("a IS JSON", Opaque(("a",))),
        ("CURRENT_DATE > a", Operation(">", (Call("current_date", ()), A))),
        ("num_nonnulls(VARIADIC ARRAY[a, b]) = 1", Operation("=", (Call("num_nonnulls", (A, ColumnRef("b"))), ONE))),
        ("num_nonnulls(VARIADIC a) = 1", Operation("=", (Opaque(("a",), ("num_nonnulls",)), ONE))),
        ("(a, b) IS NULL", BooleanOp("and", (NullTest(A, True), NullTest(ColumnRef("b"), True)))),
        ("ROW(a) IS NOT NULL", NullTest(A, False)),
        ("t.* IS NOT NULL", NullTest(ColumnRef("*"), False)),
        ("app.sign(a) > 1", Operation(">", (Call("app.sign", (ColumnRef("a"),)), ONE))),
        ("pg_catalog.sign(a) > 1", Operation(">", (Call("sign", (ColumnRef("a"),)), ONE))),
        ("a OPERATOR(app.=) 1", Operation("app.=", (ColumnRef("a"), ONE))),
    ],
)
def test_a_check_in_the_algebra(sql: str, tree: Tree) -> None:
    catalog = catalog_of(f'CREATE TABLE t (a int, b int, CONSTRAINT "check" CHECK (({sql})) /* check */);')
    [check] = catalog.checks
    assert check.expression.tree == tree
    assert check.expression.sql == sql


def test_an_expression_that_nests_deep_is_opaque_and_still_lists_its_columns() -> None:
    sql = "a" + " + b" * 400
    catalog = catalog_of(f"CREATE TABLE t (a int, b int, CHECK ({sql} > 0));")
    assert catalog.skipped == ()
    assert catalog.checks[0].expression.columns == {"a", "b"}


def test_an_expression_that_nests_too_deep_is_said_and_crashes_nothing() -> None:
    catalog = catalog_of(f"CREATE TABLE t (a int, CHECK ({'(' * 30000}a > 0{')' * 30000})); CREATE TABLE u (a int);")
    assert [name.name for name in catalog.tables][-1] == "u"


@pytest.mark.parametrize("count", [900, 3000, 20000])
def test_a_long_chain_is_read_or_said(count: int) -> None:
    catalog = catalog_of(f"CREATE TABLE t (a int DEFAULT 1{' + 1' * count}); CREATE TABLE u (a int);")
    assert len(catalog.tables) + len(catalog.skipped) == 2


def test_predicates_and_index_expressions_keep_their_text() -> None:
    sql = """CREATE TABLE "where" (a int, "where" text, c text);
      CREATE INDEX i ON "where" USING btree (lower("where") text_pattern_ops, a DESC, ((c || ', ') || c) NULLS FIRST)
        INCLUDE (c) WITH (fillfactor=70) WHERE ((a > 1) AND ("where" <> 'where'));"""
    [index] = catalog_of(sql).indexes
    assert index.predicate is not None
    assert index.predicate.sql == """(a > 1) AND ("where" <> 'where')"""
    assert [each.sql for each in index.expressions] == ['lower("where")', "(c || ', ') || c"]
    assert index.columns == (None, "a", None)
    assert index.opclasses == ("text_pattern_ops", None, None)
    assert index.include == ("c",)


def test_an_exclusion_constraint_keeps_its_predicate() -> None:
    sql = "CREATE TABLE t (a int, b tsrange, EXCLUDE USING gist (a WITH =, (lower(b)) WITH &&) WHERE (a > 1));"
    [index] = catalog_of(sql).indexes
    assert index.predicate is not None
    assert (index.predicate.sql, [each.sql for each in index.expressions]) == ("a > 1", ["lower(b)"])
    assert (index.method, index.unique) == ("gist", False)


def test_parentheses_around_an_expression_are_taken_off_however_deep() -> None:
    opened, closed = "( ((" * 8, ")) )" * 8  # deeper than the pattern for plain groups knows
    catalog = catalog_of(
        f"CREATE TABLE t (b text DEFAULT {opened}'x' || $$)$${closed},\n"
        f"CHECK ({opened}(b <> ')') OR {opened}b = $$($${closed}{closed}));"
    )
    assert catalog.skipped == ()
    (column,) = (column for table in catalog.tables.values() for column in table.columns)
    assert column.default is not None
    assert column.default.sql == "'x' || $$)$$"
    assert [check.expression.sql for check in catalog.checks] == [f"(b <> ')') OR {opened}b = $$($${closed}"]


def test_very_deep_parentheses_cost_no_more_than_their_length() -> None:
    catalog = catalog_of(f"CREATE TABLE t (id int DEFAULT {'(' * 20_000}1{')' * 20_000});")
    assert len(catalog.tables) + len(catalog.skipped) == 1
