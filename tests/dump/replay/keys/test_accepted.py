"""Keys that PostgreSQL refuses, in its words; servers are asked for many more in tests/postgres."""

from __future__ import annotations

import pytest

from dump.replay.scripts import clean, reasons

REFUSED = {
    "nothing unique": (
        "CREATE TABLE p (a int);",
        "p (a)",
        'no unique constraint matching given keys for referenced table "p"',
    ),
    "a part of a key": (
        "CREATE TABLE p (a int, b int, UNIQUE (a, b));",
        "p (a)",
        'no unique constraint matching given keys for referenced table "p"',
    ),
    "no primary key": ("CREATE TABLE p (a int UNIQUE);", "p", 'there is no primary key for referenced table "p"'),
    "a partial index": (
        "CREATE TABLE p (a int); CREATE UNIQUE INDEX ON p (a) WHERE a > 1;",
        "p (a)",
        'no unique constraint matching given keys for referenced table "p"',
    ),
    "deferrable": (
        "CREATE TABLE p (a int UNIQUE DEFERRABLE);",
        "p (a)",
        'cannot use a deferrable unique constraint for referenced table "p"',
    ),
    "a view": ("CREATE VIEW p AS SELECT 1 AS a;", "p (a)", 'referenced relation "p" is not a table'),
    "a temporary table": (
        "CREATE TEMP TABLE p (a int UNIQUE);",
        "p (a)",
        "constraints on permanent tables may reference only permanent tables",
    ),
    "an unlogged table": (
        "CREATE UNLOGGED TABLE p (a int UNIQUE);",
        "p (a)",
        "constraints on permanent tables may reference only permanent tables",
    ),
    "types that do not compare": (
        "CREATE TABLE p (a uuid UNIQUE);",
        "p (a)",
        'key columns "x" and "a" are of incompatible types: integer and uuid',
    ),
    "columns to SET that are not its own": (
        "CREATE TABLE p (a int UNIQUE);",
        "p (a) ON DELETE SET NULL (y)",
        'column "y" referenced in ON DELETE SET action must be part of foreign key',
    ),
}


@pytest.mark.parametrize(("before", "references", "said"), REFUSED.values(), ids=REFUSED)
def test_refused(before: str, references: str, said: str) -> None:
    [reason] = reasons(f"{before} CREATE TABLE t (x int, y int, FOREIGN KEY (x) REFERENCES {references});")
    assert said in reason


ACCEPTED = {
    "a key": ("CREATE TABLE p (a int PRIMARY KEY);", "p"),
    "a unique index": ("CREATE TABLE p (a int); CREATE UNIQUE INDEX ON p (a);", "p (a)"),
    "one of two, of which the other is deferrable": (
        "CREATE TABLE p (a int UNIQUE, UNIQUE (a) DEFERRABLE);",
        "p (a)",
    ),
    "a table that no file defines": ("", "p (a)"),
    "a key of which a partition has a copy": (
        "CREATE TABLE w (a int PRIMARY KEY) PARTITION BY LIST (a); CREATE TABLE p PARTITION OF w FOR VALUES IN (1);",
        "p (a)",
    ),
}


@pytest.mark.parametrize(("before", "references"), ACCEPTED.values(), ids=ACCEPTED)
def test_accepted(before: str, references: str) -> None:
    assert len(clean(f"{before} CREATE TABLE t (x int, FOREIGN KEY (x) REFERENCES {references});").foreign_keys) == 1


def test_nothing_is_refused_for_want_of_a_key_that_code_may_have_made() -> None:
    script = "CREATE TABLE p (a int); DO $$ BEGIN EXECUTE version() || 'ALTER TABLE p ADD PRIMARY KEY (a)'; END $$;"
    assert reasons(f"{script} CREATE TABLE t (x int REFERENCES p (a));") == [
        "only a server knows the text that is executed here"
    ]
    other = script.replace("TABLE p ADD", "TABLE q ADD")
    assert len(reasons(f"{other} CREATE TABLE t (x int REFERENCES p (a));")) == 2
