"""A foreign key that PostgreSQL refuses is no key to us, and its words are the reason; its accepted neighbour is one.

Each script is fed to psql, which goes on after an error. What a server then has and what we have must be equal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import psycopg
import pytest
from catalog_queries import catalog_facts, server_facts

from helpers import catalog_of
from ondelete.catalog.comparable import COMPARABLE

if TYPE_CHECKING:
    from server import Server

UNIQUE = "there is no unique constraint matching given keys"
PRIMARY = "there is no primary key for referenced table"
DEFERRABLE = "cannot use a deferrable"
NOT_A_TABLE = "is not a table"
FOREIGN = "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w;"
PARTITIONED = (
    "CREATE TABLE p (a int) PARTITION BY RANGE (a); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9);"
)
GENERATED = "CREATE TABLE p (a int PRIMARY KEY); CREATE TABLE c (x int, y int GENERATED ALWAYS AS (x) STORED"
PERIODS = "CREATE TABLE p (a int4range, v int4range, %s); CREATE TABLE c (x int4range, v int4range, "


class Case(NamedTuple):
    """A script, why its one bad statement is refused (None: none is), and the first version that reads it."""

    sql: str
    reason: str | None = None
    since: int = 15


def _to_p(table: str, key: str = "x int REFERENCES p (a)") -> str:
    return f"CREATE TABLE p ({table}); CREATE TABLE c ({key});"


def _period(constraint: str, key: str) -> str:
    return f"{PERIODS % constraint}{key});"


OVERLAPS = "PRIMARY KEY (a, v WITHOUT OVERLAPS)"
PERIOD = "FOREIGN KEY (x, PERIOD v) REFERENCES p"

CASES = {
    "nothing unique": Case(_to_p("a int"), UNIQUE),
    "no primary key": Case(_to_p("a int UNIQUE", "x int REFERENCES p"), PRIMARY),
    "a primary key": Case(_to_p("a int PRIMARY KEY", "x int REFERENCES p")),
    "a unique index": Case(
        "CREATE TABLE p (a int); CREATE UNIQUE INDEX ON p (a); CREATE TABLE c (x int REFERENCES p (a));"
    ),
    "a unique index is no primary key": Case(
        "CREATE TABLE p (a int); CREATE UNIQUE INDEX ON p (a); CREATE TABLE c (x int REFERENCES p);", PRIMARY
    ),
    "a partial unique index": Case(
        "CREATE TABLE p (a int); CREATE UNIQUE INDEX ON p (a) WHERE a > 0; CREATE TABLE c (x int REFERENCES p (a));",
        UNIQUE,
    ),
    "a unique index of an expression": Case(
        "CREATE TABLE p (a int); CREATE UNIQUE INDEX ON p ((a + 1)); CREATE TABLE c (x int REFERENCES p (a));", UNIQUE
    ),
    "an exclusion constraint": Case(_to_p("a int, EXCLUDE (a WITH =)"), UNIQUE),
    "NULLS NOT DISTINCT": Case(_to_p("a int UNIQUE NULLS NOT DISTINCT")),
    "INCLUDE": Case(_to_p("a int, b int, UNIQUE (a) INCLUDE (b)")),
    "columns in another order": Case(
        _to_p("a int, b int, UNIQUE (a, b)", "x int, y int, FOREIGN KEY (x, y) REFERENCES p (b, a)")
    ),
    "a part of the unique columns": Case(_to_p("a int, b int, UNIQUE (a, b)"), UNIQUE),
    "a referenced column twice": Case(
        _to_p("a int, b int, UNIQUE (a, b)", "x int, y int, FOREIGN KEY (x, y) REFERENCES p (a, a)"),
        "list must not contain duplicates",
    ),
    "a referencing column twice": Case(
        _to_p("a int, b int, UNIQUE (a, b)", "x int, FOREIGN KEY (x, x) REFERENCES p (a, b)")
    ),
    "two columns to one": Case(
        _to_p("a int PRIMARY KEY", "x int, y int, FOREIGN KEY (x, y) REFERENCES p (a)"), "for foreign key disagree"
    ),
    "two columns to a primary key of one": Case(
        _to_p("a int PRIMARY KEY", "x int, y int, FOREIGN KEY (x, y) REFERENCES p"), "for foreign key disagree"
    ),
    "deferrable unique": Case(_to_p("a int UNIQUE DEFERRABLE"), f"{DEFERRABLE} unique constraint"),
    "deferrable primary key": Case(
        _to_p("a int PRIMARY KEY DEFERRABLE", "x int REFERENCES p"), f"{DEFERRABLE} primary key"
    ),
    "deferrable beside another": Case(
        "CREATE TABLE p (a int UNIQUE DEFERRABLE); CREATE UNIQUE INDEX ON p (a);"
        "CREATE TABLE c (x int REFERENCES p (a));"
    ),
    "unique only later": Case(
        "CREATE TABLE p (a int); CREATE TABLE c (x int); ALTER TABLE c ADD FOREIGN KEY (x) REFERENCES p (a);"
        "ALTER TABLE p ADD UNIQUE (a);",
        UNIQUE,
    ),
    "primary key only later": Case(
        "CREATE TABLE p (a int); CREATE TABLE c (x int); ALTER TABLE c ADD FOREIGN KEY (x) REFERENCES p;"
        "ALTER TABLE p ADD PRIMARY KEY (a);",
        PRIMARY,
    ),
    "unique in the same statement": Case(
        "CREATE TABLE p (a int, b int); ALTER TABLE p ADD FOREIGN KEY (b) REFERENCES p (a), ADD PRIMARY KEY (a);"
    ),
    "the other constraints of such a table": Case(
        "CREATE TABLE p (a int); CREATE TABLE q (a int PRIMARY KEY);"
        "CREATE TABLE c (x int REFERENCES p (a), y int REFERENCES q, z int CHECK (z > 0));",
        "a server makes no such table",
    ),
    "a primary key is not inherited": Case(
        "CREATE TABLE p (a int PRIMARY KEY); CREATE TABLE i () INHERITS (p); CREATE TABLE c (x int REFERENCES i (a));",
        UNIQUE,
    ),
    "a partition has the unique index above": Case(
        f"{PARTITIONED} CREATE UNIQUE INDEX ON p (a); CREATE TABLE c (x int REFERENCES p1 (a));"
    ),
    "a partition of a partition": Case(
        "CREATE TABLE p (a int PRIMARY KEY) PARTITION BY RANGE (a);"
        "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9) PARTITION BY RANGE (a);"
        "CREATE TABLE p11 PARTITION OF p1 FOR VALUES FROM (0) TO (5);"
        "CREATE TABLE c (x int REFERENCES p11, y int REFERENCES p1 (a));"
    ),
    "an index ON ONLY": Case(
        f"{PARTITIONED} CREATE UNIQUE INDEX ON ONLY p (a); CREATE TABLE c (x int REFERENCES p (a));", UNIQUE
    ),
    "a partition without it": Case(
        f"{PARTITIONED} CREATE UNIQUE INDEX ON ONLY p (a); CREATE TABLE c (x int REFERENCES p1 (a));", UNIQUE
    ),
    "an index ON ONLY that became valid": Case(
        f"{PARTITIONED} CREATE UNIQUE INDEX i ON ONLY p (a); CREATE UNIQUE INDEX i1 ON p1 (a);"
        "ALTER INDEX i ATTACH PARTITION i1; CREATE TABLE c (x int REFERENCES p (a));"
    ),
    "a detached partition keeps it": Case(
        f"{PARTITIONED} ALTER TABLE p ADD PRIMARY KEY (a); ALTER TABLE p DETACH PARTITION p1;"
        "CREATE TABLE c (x int REFERENCES p1);"
    ),
    "a view": Case("CREATE VIEW v AS SELECT 1 AS a; CREATE TABLE c (x int REFERENCES v (a));", NOT_A_TABLE),
    "to a foreign table": Case(
        f"{FOREIGN} CREATE FOREIGN TABLE p (a int) SERVER s; CREATE TABLE c (x int REFERENCES p (a));", NOT_A_TABLE
    ),
    "on a foreign table": Case(
        f"{FOREIGN} CREATE TABLE p (a int PRIMARY KEY); CREATE FOREIGN TABLE c (x int) SERVER s;"
        "ALTER TABLE c ADD FOREIGN KEY (x) REFERENCES p;",
        "not supported on foreign tables",
    ),
    "permanent to unlogged": Case(
        "CREATE UNLOGGED TABLE p (a int PRIMARY KEY); CREATE TABLE c (x int REFERENCES p);",
        "may reference only permanent tables",
    ),
    "unlogged to permanent": Case("CREATE TABLE p (a int PRIMARY KEY); CREATE UNLOGGED TABLE c (x int REFERENCES p);"),
    "to a table that became logged": Case(
        "CREATE UNLOGGED TABLE p (a int PRIMARY KEY); ALTER TABLE p SET LOGGED; CREATE TABLE c (x int REFERENCES p);"
    ),
    "permanent to temporary": Case(
        "CREATE TEMP TABLE p (a int PRIMARY KEY); CREATE TABLE c (x int REFERENCES p);",
        "may reference only permanent tables",
    ),
    "SET NULL of another column": Case(
        _to_p("a int PRIMARY KEY", "x int, y int, FOREIGN KEY (x) REFERENCES p ON DELETE SET NULL (y)"),
        "must be part of foreign key",
    ),
    "SET NULL of a column": Case(
        _to_p("a int PRIMARY KEY", "x int, FOREIGN KEY (x) REFERENCES p ON DELETE SET NULL (x)")
    ),
    **{
        f"generated, {action}": Case(f"{GENERATED} REFERENCES p {action});", reason)
        for action, reason in {
            "ON DELETE CASCADE": None,
            "ON DELETE RESTRICT ON UPDATE RESTRICT": None,
            "ON DELETE SET NULL": "invalid ON DELETE action",
            "ON DELETE SET DEFAULT": "invalid ON DELETE action",
            "ON UPDATE CASCADE": "invalid ON UPDATE action",
            "ON UPDATE SET NULL": "invalid ON UPDATE action",
        }.items()
    },
    "virtual": Case(
        "CREATE TABLE p (a int PRIMARY KEY);"
        "CREATE TABLE c (x int, y int GENERATED ALWAYS AS (x) VIRTUAL REFERENCES p);",
        "on virtual generated columns are not supported",
        18,
    ),
    "PERIOD": Case(_period(OVERLAPS, PERIOD), None, 18),
    "PERIOD with columns": Case(_period(OVERLAPS, f"{PERIOD} (a, PERIOD v)"), None, 18),
    "PERIOD to an exclusion constraint": Case(
        _period("EXCLUDE USING gist (a WITH =, v WITH &&)", f"{PERIOD} (a, PERIOD v)"), None, 18
    ),
    "PERIOD of another column": Case(_period("UNIQUE (a, v WITHOUT OVERLAPS)", f"{PERIOD} (v, PERIOD a)"), UNIQUE, 18),
    "PERIOD to a plain primary key": Case(
        _period("PRIMARY KEY (a, v)", PERIOD), "could not identify an overlaps operator", 18
    ),
    "no PERIOD": Case(_period(OVERLAPS, "FOREIGN KEY (x, v) REFERENCES p (a, v)"), "foreign key must use PERIOD", 18),
    "PERIOD with CASCADE": Case(_period(OVERLAPS, f"{PERIOD} ON DELETE CASCADE"), "unsupported ON DELETE action", 18),
}


@pytest.mark.parametrize("name", CASES)
def test_a_server_and_we_refuse_the_same_keys(name: str, server: Server) -> None:
    case = CASES[name]
    if server.version < case.since:
        pytest.skip("that version cannot read it")
    statements = [each.strip() for each in case.sql.split(";") if each.strip()]
    catalog = catalog_of(case.sql.replace(";", ";\n"))
    ours, said = catalog_facts(catalog), [entry.reason for entry in catalog.skipped]
    with server.database() as database:
        errors = [error for each in statements if (error := _error(each, server, database)) is not None]
        theirs = server_facts(server, database)
    assert {what: ours[what] for what in ("tables", "foreign keys")} == {
        what: theirs[what] for what in ("tables", "foreign keys")
    }
    if case.reason is None:
        assert (said, errors) == ([], [])
    else:
        assert len(said) == len(errors) == 1, (said, errors)
        assert case.reason in said[0]
        assert errors[0] in said[0]


def _error(sql: str, server: Server, database: str) -> str | None:
    try:
        server.execute(sql, database)
    except psycopg.Error as error:
        return error.diag.message_primary
    return None


def test_types_that_a_key_can_compare(server: Server) -> None:
    types = list(COMPARABLE)
    with server.database() as database:
        for place, name in enumerate(types):
            server.execute(f"CREATE TABLE p{place} (a {name} PRIMARY KEY); CREATE TABLE c{place} (x {name})", database)
        for place, name in enumerate(types):
            found = {
                other
                for at, other in enumerate(types)
                if _error(
                    f"BEGIN; ALTER TABLE c{at} ADD FOREIGN KEY (x) REFERENCES p{place}; ROLLBACK", server, database
                )
                is None
            }
            assert found == COMPARABLE[name], name


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE c (x int REFERENCES elsewhere (a));",
        "CREATE TABLE p AS SELECT f(1) AS a; CREATE TABLE c (x int REFERENCES p (a));",
        "CREATE TABLE p (a int); DO $$BEGIN ALTER TABLE p ADD UNIQUE (a);END$$; CREATE TABLE c(x int REFERENCES p(a))",
        "CREATE DOMAIN d AS text; CREATE TABLE p (a d PRIMARY KEY); CREATE TABLE c (x int REFERENCES p (a));",
    ],
)
def test_what_we_cannot_know_is_not_refused(sql: str) -> None:
    assert len(catalog_of(sql).foreign_keys) == 1
