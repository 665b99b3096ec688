"""Constraints as declared: keys, CHECKs and foreign keys, under the names that PostgreSQL gives."""

from __future__ import annotations

import pytest

from dump.replay.scripts import clean, names, reasons
from ondelete.catalog import IMMEDIATE, QualifiedName, Timing

NAMED = {
    "a int CHECK (a > 0)": ("checks", ["t.t_a_check"]),
    "a int, b int, CHECK (a > b)": ("checks", ["t.t_check"]),
    "a int CHECK (a > 0) CHECK (a > 1)": ("checks", ["t.t_a_check", "t.t_a_check1"]),
    "a int, CHECK (t IS NOT NULL)": ("checks", ["t.t_check"]),
    "a int PRIMARY KEY": ("keys", ["t_pkey"]),
    "a int, b int, UNIQUE (a, b)": ("keys", ["t_a_b_key"]),
    "a int, EXCLUDE USING gist (a WITH =)": ("keys", ["t_a_excl"]),
    "a int, EXCLUDE USING gist ((a + 1) WITH =)": ("keys", ["t_expr_excl"]),
    "a int PRIMARY KEY, b int REFERENCES t": ("foreign keys", ["t_b_fkey"]),
    "a int CONSTRAINT x UNIQUE, b int CONSTRAINT y REFERENCES t (a)": ("foreign keys", ["y"]),
}


@pytest.mark.parametrize("elements", NAMED)
def test_the_names_of_constraints(elements: str) -> None:
    what, expected = NAMED[elements]
    assert names(clean(f"CREATE TABLE t ({elements});"))[what] == expected


def test_a_check_is_in_force_in_everything_below() -> None:
    tables = "CREATE TABLE p (a int); CREATE TABLE c () INHERITS (p);"
    added = "ALTER TABLE p ADD CONSTRAINT x CHECK (a > 0), ADD CONSTRAINT y CHECK (a > 1) NO INHERIT;"
    catalog = clean(f"{tables}{added}")
    assert names(catalog)["checks"] == ["p.x", "c.x", "p.y"]
    assert [check.inherited for check in catalog.checks] == [False, True, False]
    assert names(clean(f"{tables} ALTER TABLE ONLY p ADD CONSTRAINT x CHECK (a > 0) NO INHERIT;"))["checks"] == ["p.x"]


STATES = {
    "CHECK (a > 0)": (True, True),
    "CHECK (a > 0) NOT VALID": (False, True),
    "CHECK (a > 0) NOT ENFORCED": (False, False),
}


@pytest.mark.parametrize("sql", STATES)
def test_what_is_checked_of_old_and_new_rows(sql: str) -> None:
    [check] = clean(f"CREATE TABLE t (a int); ALTER TABLE t ADD {sql};").checks
    assert (check.validated, check.enforced) == STATES[sql]


def test_attributes_speak_of_the_constraint_before_them() -> None:
    unique = "b int UNIQUE DEFERRABLE INITIALLY DEFERRED REFERENCES t NOT ENFORCED"
    catalog = clean(f"CREATE TABLE t (a int PRIMARY KEY, {unique});")
    assert [key.timing for key in catalog.keys] == [IMMEDIATE, Timing(True, True)]
    assert [(key.timing, key.enforced) for key in catalog.foreign_keys] == [(IMMEDIATE, False)]


def test_a_primary_key_makes_its_columns_not_null_below_too() -> None:
    tables = "CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE c PARTITION OF p DEFAULT;"
    catalog = clean(f"{tables} ALTER TABLE p ADD PRIMARY KEY (a);")
    assert [table.columns[0].not_null for table in catalog.tables.values()] == [True, True]


def test_an_index_becomes_a_constraint_and_takes_its_name() -> None:
    table = "CREATE TABLE t (a int); CREATE UNIQUE INDEX i ON t (a);"
    script = f"{table} ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY USING INDEX i;"
    catalog = clean(script)
    assert (names(catalog)["keys"], names(catalog)["indexes"]) == (["k"], ["t.k"])
    assert (catalog.indexes[0].primary, catalog.indexes[0].constraint) == (True, "k")
    assert reasons(script.replace("INDEX i;", "INDEX j;")) == ["index j of table public.t does not exist"]


def test_an_index_becomes_no_constraint_under_a_name_that_is_taken() -> None:
    table = "CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0));"
    indexes = f"{table} CREATE UNIQUE INDEX i ON t (a); CREATE UNIQUE INDEX j ON t (a);"
    added = "ALTER TABLE t ADD CONSTRAINT {} UNIQUE USING INDEX i;"
    assert reasons(indexes + added.format("c")) == ["constraint c of table public.t already exists"]
    assert reasons(indexes + added.format("j")) == ["relation public.j already exists"]
    assert reasons(indexes + added.format("i")) == []
    twice = indexes + added.format("i") + added.format("k")
    assert reasons(twice) == ["index i of table public.t is already associated with a constraint"]


def test_a_foreign_key_without_columns_means_the_primary_key() -> None:
    [key] = clean("CREATE TABLE p (x int UNIQUE, a int PRIMARY KEY); CREATE TABLE t (p int REFERENCES p);").foreign_keys
    assert (key.referenced_table, key.referenced_columns) == (QualifiedName("public", "p"), ("a",))
