"""ALTER TABLE: the commands that change constraints."""

from __future__ import annotations

import pytest

from dump.replay.scripts import clean, names, reasons
from ondelete.catalog import IMMEDIATE, Timing

TABLES = """CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (a int CONSTRAINT k REFERENCES p, CONSTRAINT c CHECK (a > 0), CONSTRAINT u UNIQUE (a));
CREATE TABLE below () INHERITS (t);
"""
DROPPED = {
    "k": ("foreign keys", []),
    "c": ("checks", []),
    "u": ("keys", ["p_pkey"]),
}


@pytest.mark.parametrize("name", DROPPED)
def test_a_constraint_is_dropped(name: str) -> None:
    what, left = DROPPED[name]
    assert names(clean(f"{TABLES} ALTER TABLE t DROP CONSTRAINT {name};"))[what] == left


def test_a_check_that_a_child_inherits_goes_too_unless_only() -> None:
    assert names(clean(f"{TABLES} ALTER TABLE ONLY t DROP CONSTRAINT c;"))["checks"] == ["below.c"]


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("DROP CONSTRAINT nope", ["constraint nope of table public.t does not exist"]),
        ("DROP CONSTRAINT IF EXISTS nope", []),
        ("VALIDATE CONSTRAINT nope", ["constraint nope of table public.t does not exist"]),
        ("VALIDATE CONSTRAINT c", []),
        ("ALTER CONSTRAINT nope DEFERRABLE", ["constraint nope of table public.t does not exist"]),
        ("ADD CONSTRAINT c CHECK (a > 1)", ["constraint c of table public.t already exists"]),
    ],
)
def test_what_is_not_there(sql: str, said: list[str]) -> None:
    assert reasons(f"{TABLES} ALTER TABLE t {sql};") == said


def test_a_key_that_others_rest_on() -> None:
    drop = "ALTER TABLE p DROP CONSTRAINT p_pkey"
    assert reasons(f"{TABLES} {drop};") == ["foreign key public.t.k depends on it, and there is no CASCADE"]
    assert names(clean(f"{TABLES} {drop} CASCADE;"))["foreign keys"] == []


def test_a_constraint_is_validated_and_keeps_its_place() -> None:
    added = "ADD CONSTRAINT l FOREIGN KEY (a) REFERENCES p NOT VALID, ADD CONSTRAINT d CHECK (a > 1) NOT VALID"
    catalog = clean(f"{TABLES} ALTER TABLE t {added}; ALTER TABLE t ADD CONSTRAINT m FOREIGN KEY (a) REFERENCES p;")
    assert [key.validated for key in catalog.foreign_keys] == [True, False, True]
    validated = clean(f"{TABLES} ALTER TABLE t {added}; ALTER TABLE t VALIDATE CONSTRAINT l, VALIDATE CONSTRAINT d;")
    assert [(key.name, key.validated) for key in validated.foreign_keys] == [("k", True), ("l", True)]
    assert all(check.validated for check in validated.checks)


CHANGED = {
    "DEFERRABLE": (["k", "l"], Timing(True, False), True),
    "DEFERRABLE INITIALLY DEFERRED": (["k", "l"], Timing(True, True), True),
    "NOT ENFORCED": (["k", "l"], IMMEDIATE, False),
    "ENFORCED": (["k", "l"], IMMEDIATE, True),
}


@pytest.mark.parametrize("sql", CHANGED)
def test_a_key_is_altered(sql: str) -> None:
    more = "ALTER TABLE t ADD CONSTRAINT l FOREIGN KEY (a) REFERENCES p;"
    catalog = clean(f"{TABLES}{more} ALTER TABLE t ALTER CONSTRAINT k {sql};")
    key = catalog.foreign_keys[0]
    assert (names(catalog)["foreign keys"], key.timing, key.enforced) == CHANGED[sql]


def test_a_key_that_becomes_enforced_fires_last() -> None:
    more = "ALTER TABLE t ADD CONSTRAINT l FOREIGN KEY (a) REFERENCES p;"
    switched = "ALTER TABLE t ALTER CONSTRAINT k NOT ENFORCED; ALTER TABLE t ALTER CONSTRAINT k ENFORCED;"
    assert names(clean(TABLES + more + switched))["foreign keys"] == ["l", "k"]


def test_logged_and_unlogged() -> None:
    catalog = clean(
        "CREATE TABLE t (); CREATE UNLOGGED TABLE u (); ALTER TABLE t SET UNLOGGED; ALTER TABLE u SET LOGGED;"
    )
    assert [table.unlogged for table in catalog.tables.values()] == [True, False]
