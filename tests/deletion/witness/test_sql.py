"""Witnesses as SQL: nothing in a value or a name leaves its quotes, and rows go in in an order that keys allow."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pglast import parse_sql

from helpers import catalog_of
from ondelete.catalog import QualifiedName, quote_identifier
from ondelete.deletion import predict_delete
from ondelete.deletion.witness.order import in_order
from ondelete.deletion.witness.result import WitnessRow
from ondelete.deletion.witness.search import all_witnesses, find_witness
from ondelete.deletion.witness.sql import expected_outcome, literal, witness_sql
from ondelete.text.unsafe_characters import visible

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)


def public(name):
    return QualifiedName("public", name)


@given(TEXTS)
def test_a_literal_is_one_constant(text):
    (statement,) = parse_sql(f"SELECT {literal(text)}")
    assert statement.stmt.targetList[0].val.val.sval == text


@pytest.mark.parametrize(
    ("value", "sql"), [(None, "NULL"), (True, "true"), (False, "false"), (3, "3"), ("it's", "'it''s'")]
)
def test_literals(value, sql):
    assert literal(value) == sql


@given(TEXTS.filter(lambda text: 0 < len(text.encode()) < 60))
def test_an_identifier_is_one_name(text):
    (statement,) = parse_sql(f"SELECT 1 FROM {quote_identifier(text)}")
    assert statement.stmt.fromClause[0].relname == text


@given(TEXTS)
def test_a_comment_stays_on_its_line(text):
    assert len(visible(text).splitlines()) <= 1


def test_names_in_a_body_cannot_end_its_quotes():
    catalog = catalog_of(
        'CREATE TABLE "$witness$" (id integer PRIMARY KEY); CREATE TABLE posts (u integer REFERENCES "$witness$");'
    )
    prediction = predict_delete(catalog, public("$witness$"))
    sql = witness_sql(catalog, find_witness(catalog, prediction, "block:public.posts.posts_u_fkey"))
    assert "DO $witness_$\n" in sql
    assert len(parse_sql(sql)) == 6


def test_every_script_is_sql():
    catalog = catalog_of(
        """
        CREATE TABLE users (id integer PRIMARY KEY);
        CREATE TABLE posts (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a integer REFERENCES users ON DELETE
            CASCADE, total integer GENERATED ALWAYS AS (a + 1) STORED, at timestamptz DEFAULT now() NOT NULL);
        CREATE TABLE notes (p integer REFERENCES posts ON DELETE SET NULL, body json DEFAULT '{}');
        CREATE TABLE bills (u integer REFERENCES users DEFERRABLE INITIALLY DEFERRED);
        """
    )
    for witness in all_witnesses(catalog, predict_delete(catalog, public("users"))):
        sql = witness_sql(catalog, witness)
        assert parse_sql(sql)
        assert f"-- Expected outcome: {expected_outcome(witness)}\n" in sql
        assert "total" not in sql.partition("DELETE")[0]
        assert ("OVERRIDING SYSTEM VALUE" in sql) == ("INTO public.posts" in sql)


def test_deferred_errors_are_brought_forward():
    catalog = catalog_of(
        "CREATE TABLE users (id integer PRIMARY KEY);"
        "CREATE TABLE bills (u integer REFERENCES users DEFERRABLE INITIALLY DEFERRED);"
    )
    witness = find_witness(catalog, predict_delete(catalog, public("users")), "block:public.bills.bills_u_fkey")
    assert witness.failed.at_commit
    sql = witness_sql(catalog, witness)
    assert sql.index("DELETE") < sql.index("SET CONSTRAINTS ALL IMMEDIATE") < sql.index("EXCEPTION")


@pytest.mark.parametrize(("timing", "groups"), [("", [["a", "b"]]), ("DEFERRABLE INITIALLY DEFERRED", [["a"], ["b"]])])
def test_a_cycle_goes_in_by_one_statement_unless_a_key_waits(timing, groups):
    catalog = catalog_of(
        f"""
        CREATE TABLE a (id integer PRIMARY KEY, b integer NOT NULL);
        CREATE TABLE b (id integer PRIMARY KEY, a integer NOT NULL REFERENCES a);
        ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b {timing};
        """
    )
    rows = [WitnessRow(public("b"), {"id": 1, "a": 1}), WitnessRow(public("a"), {"id": 1, "b": 1})]
    found = [sorted(row.table.name for row in group) for group in in_order(catalog, rows)]
    assert found == groups


def test_rows_follow_those_that_they_reference():
    catalog = catalog_of(
        "CREATE TABLE a (id integer PRIMARY KEY, up integer REFERENCES a); CREATE TABLE b (a integer REFERENCES a);"
    )
    rows = [
        WitnessRow(public("b"), {"a": 2}),
        WitnessRow(public("a"), {"id": 2, "up": 1}),
        WitnessRow(public("a"), {"id": 1, "up": 1}),
    ]
    assert [group[0].values for group in in_order(catalog, rows)] == [rows[2].values, rows[1].values, rows[0].values]
