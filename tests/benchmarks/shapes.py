"""Shapes of hostile or merely large dumps, each a function of a size: twice the size, twice the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

T = "CREATE TABLE t (id bigint PRIMARY KEY, a int, b int);\n"
QUOTES = '"' * 64
"""A name of 31 double quotes."""


def each(n: int, text: str) -> str:
    """Return a text n times, a number from 0 on in place of each ``@``."""
    return "".join(text.replace("@", str(number)) for number in range(n))


def listed(n: int, text: str, between: str = ", ") -> str:
    """Return a text n times with something between, numbers in place of each ``@``."""
    return between.join(text.replace("@", str(number)) for number in range(n))


SHAPES: dict[str, Callable[[int], str]] = {
    # Named in docs/security.md
    "doubled quotes": lambda n: f"CREATE TABLE {QUOTES} (a int);\n" + f"ALTER TABLE {QUOTES} ADD x int;\n" * n,
    "a longer one": lambda n: T + "ALTER TABLE " + '""' * (n + 1) + " OWNER TO x y;\n",
    "with oids": lambda n: T + "CREATE TABLE x (a int) " + "WITH OIDS " * n + ";\n",
    "newlines": lambda n: T + "\n" * n * 40,
    "newlines in statement": lambda n: "CREATE TABLE t (" + "\n" * n * 40 + "id int);\n",
    "blanks in comment": lambda n: T + "COMMENT ON TABLE t IS 'ondelete: ignore" + " " * n * 40 + "x';\n",
    "blanks in an SQL comment": lambda n: T + "/*" + " " * n * 40 + "*/ SELECT 1;\n--" + " " * n * 40 + "\n",
    "glued set": lambda n: T + r"\set x " + "'a'" * n * 10 + "\n",
    "unnamed fks": lambda n: (
        T + "CREATE TABLE c (a bigint);\n" + "ALTER TABLE c ADD FOREIGN KEY (a) REFERENCES t;\n" * n
    ),
    "unnamed checks": lambda n: T + "ALTER TABLE t ADD CHECK (a > 0);\n" * n,
    "unnamed uniques": lambda n: T + "ALTER TABLE t ADD UNIQUE (a);\n" * n,
    "unnamed indexes": lambda n: T + "CREATE INDEX ON t (a);\n" * n,
    "unnamed in one table": lambda n: "CREATE TABLE t (a int" + ", CHECK (a > 0)" * n + ");\n",
    # Text
    "long name": lambda n: f'CREATE TABLE "{"x" * n * 100}" (a int);\n',
    "deep parens": lambda n: T + "ALTER TABLE t ADD CHECK " + "(" * n + "a>0" + ")" * n + ";\n",
    "long and": lambda n: T + "ALTER TABLE t ADD CHECK (a>0" + " AND a>0" * n + ");\n",
    "long plus": lambda n: T + "ALTER TABLE t ADD CHECK (a" + "+1" * n * 4 + " > 0);\n",
    "colons": lambda n: T + "\\set v 1\nSELECT " + "::::" * n * 10 + "1;\n",
    "unclosed dollar": lambda n: T + "SELECT $a$" + "x $b$ " * n * 10,
    "unclosed dollars": lambda n: T + "".join(f"SELECT $a{i}$ " for i in range(n * 3)),
    "dollars lone": lambda n: T + "SELECT " + "$ " * n * 10 + ";\n",
    "unclosed quote": lambda n: T + "SELECT 'x" + "''" * n * 10,
    "nested comments": lambda n: T + "/*" * n * 5 + "*/" * n * 5 + "SELECT 1;\n",
    "nested comments open": lambda n: T + "/* " * n * 5,
    "many comments nested": lambda n: T + "/*/**/*/ " * n * 5 + "SELECT 1;\n",
    "nested in statement": lambda n: "CREATE TABLE t (a int " + "/*/**/*/ " * n * 5 + ");\n",
    "semicolons": lambda n: T + ";" * n * 40 + "\n",
    "short statements": lambda n: T + "SELECT 1;" * n * 10 + "\n",
    "begin atomic": lambda n: T + "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC " + "SELECT 1; " * n * 5 + "END;\n",
    "unclosed paren": lambda n: T + "SELECT (" * n * 5 + "\n",
    "paren semicolon": lambda n: T + "SELECT (1;2);\n" * n,
    "list bound": lambda n: (
        "CREATE TABLE p (a int) PARTITION BY LIST (a);\nCREATE TABLE q PARTITION OF p FOR VALUES IN ("
        + ",".join(str(i) for i in range(n * 5))
        + ");\n"
    ),
    # psql and pg_dump
    "psql vars": lambda n: T + each(n, "\\set v@ 1\n") + "SELECT :v1;\n" * n,
    "psql var uses": lambda n: T + "\\set v 1\nSELECT " + ":v," * n * 10 + "1;\n",
    "messages": lambda n: "pg_dump: reading schemas\n" + T + 'pg_dump: creating TABLE "x"\n' * n * 5,
    "messages midline": lambda n: (
        "pg_dump: reading schemas\n"
        + 'CREATE TABLE tpg_dump: creating TABLE "x"\n (a int);\n'
        + 'SELECT 1pg_dump: creating TABLE "x"\n;\n' * n
    ),
    "connects": lambda n: T + each(n, "\\connect d@\nSELECT 1;\n"),
    "connects with temporary": lambda n: (
        each(n, "CREATE TABLE t@ (a int);\n") + each(n, "CREATE TEMP TABLE x@ (a int);\n\\connect d\n")
    ),
    "copies": lambda n: T + "COPY t (id) FROM stdin;\n1\n\\.\n" * n,
    "inserts": lambda n: T + "INSERT INTO t VALUES (1, 'x', 2);\n" * n * 10,
    "encoding changes": lambda n: T + ("SET client_encoding = 'SJIS';\nSET client_encoding='UTF8';\n") * n,
    "standard strings off": lambda n: "SET standard_conforming_strings = off;\n" + T + "SELECT '\\\\';\n" * n,
    "search path": lambda n: (
        T + "SET search_path = " + listed(n, "s@", ",") + ";\nCREATE TABLE z(a int);\n" + "SELECT 1;\n"
    ),
    "search path used": lambda n: (
        "SET search_path = "
        + listed(n, "s@", ",")
        + ";\n"
        + each(n, "CREATE TABLE z@(a int, FOREIGN KEY (a) REFERENCES nope@(a));\n")
    ),
    "many skipped": lambda n: T + "DROP TABLE nope;\n" * n,
    "comments on": lambda n: T + "COMMENT ON TABLE t IS 'ondelete: ignore fk-indexed because x';\n" * n,
    # Objects
    "domain checks": lambda n: T + "CREATE DOMAIN d AS int;\n" + "ALTER DOMAIN d ADD CHECK (VALUE > 0);\n" * n,
    "domains and constraints": lambda n: (
        T + each(n, "CREATE DOMAIN d@ AS int CHECK (VALUE>0);\nALTER TABLE t ADD CHECK (a > @);\n")
    ),
    "serials same": lambda n: each(n, "CREATE TABLE s@.t (id serial);\n"),
    "sequences": lambda n: each(n, "CREATE TABLE t@ (id serial);\n"),
    "types": lambda n: T + each(n, "CREATE TYPE e@ AS ENUM ('a');\n") + each(n, "ALTER TYPE e@ RENAME TO f@;\n"),
    "enum values": lambda n: (
        T
        + "CREATE TYPE e AS ENUM ('a');\n"
        + each(n, "ALTER TYPE e ADD VALUE 'a@' BEFORE 'a';\nALTER TYPE e ADD VALUE IF NOT EXISTS 'b@' AFTER 'a@';\n")
        + each(n, "ALTER TYPE e RENAME VALUE 'a@' TO 'c@';\nALTER TYPE e RENAME TO f;\nALTER TYPE f RENAME TO e;\n")
    ),
    "enum big": lambda n: T + "CREATE TYPE e AS ENUM (" + listed(n, "'a@'", ",") + ");\n",
    "views": lambda n: T + each(n, "CREATE VIEW v@ AS SELECT 1;\n") + each(n, "DROP VIEW v@;\n"),
    "triggers": lambda n: T + each(n, "CREATE TRIGGER g@ BEFORE DELETE ON t FOR EACH ROW EXECUTE FUNCTION f();\n"),
    "named keys": lambda n: (
        T
        + "CREATE TABLE c (a bigint);\n"
        + each(n, "ALTER TABLE ONLY c\n    ADD CONSTRAINT k@ FOREIGN KEY (a) REFERENCES t(id);\n")
    ),
    "drops": lambda n: (
        each(n, "CREATE TABLE t@(id int primary key);\nCREATE TABLE u@ (a int references t@);\n")
        + each(n, "DROP TABLE u@;\n")
    ),
    "drops cascade": lambda n: (
        T + each(n, "CREATE TABLE t@(id int primary key, a int references t);\n") + each(n, "DROP TABLE t@ CASCADE;\n")
    ),
    "drop together": lambda n: (
        T
        + each(n, "CREATE TABLE t@(id int primary key, a int references t);\n")
        + "DROP TABLE "
        + listed(n, "t@", ",")
        + ";\n"
    ),
    "drop types": lambda n: (
        T + each(n, "CREATE TYPE e@ AS ENUM ('a');\nCREATE TABLE x@ (e e@);\n") + each(n, "DROP TYPE e@ CASCADE;\n")
    ),
    "drop keys": lambda n: (
        "CREATE TABLE c(a int);\n"
        + each(
            n, "CREATE TABLE t@ (id int primary key);\nALTER TABLE c ADD CONSTRAINT k@ FOREIGN KEY (a) references t@;\n"
        )
        + each(n, "ALTER TABLE t@ DROP CONSTRAINT t@_pkey CASCADE;\n")
    ),
    "drop constraints": lambda n: (
        T
        + "CREATE TABLE c(a int);\n"
        + each(n, "ALTER TABLE c ADD CONSTRAINT k@ CHECK (a>@);\n")
        + each(n, "ALTER TABLE c DROP CONSTRAINT k@;\n")
    ),
    "drop indexes": lambda n: T + each(n, "CREATE INDEX i@ ON t (a);\n") + each(n, "DROP INDEX i@;\n"),
    "renames": lambda n: (
        T
        + "CREATE TABLE c (a int references t);\n"
        + each(n, "ALTER TABLE t RENAME TO u; ALTER TABLE u RENAME TO t;\n")
    ),
    "renames many": lambda n: (
        T + each(n, "CREATE TABLE c@ (a int references t);\n") + each(n, "ALTER TABLE c@ RENAME TO d@;\n")
    ),
    "rename columns": lambda n: (
        T + each(n, "CREATE TABLE c@ (a int references t);\n") + each(n, "ALTER TABLE c@ RENAME a TO b;\n")
    ),
    "set schema": lambda n: T + each(n, "CREATE TABLE c@ (a int references t);\nALTER TABLE c@ SET SCHEMA z;\n"),
    "rename schemas": lambda n: (
        each(n, "CREATE SCHEMA s@;\nCREATE TABLE s@.t (id int primary key, e s@.t);\nCREATE TYPE s@.e AS ENUM ();\n")
        + each(n, "ALTER SCHEMA s@ RENAME TO r@;\n")
    ),
    "drop schemas": lambda n: (
        each(n, "CREATE SCHEMA s@;\nCREATE TABLE s@.t (id int primary key);\nCREATE VIEW s@.v AS SELECT 1;\n")
        + each(n, "DROP SCHEMA s@ CASCADE;\n")
    ),
    "schemas of functions": lambda n: (
        T
        + each(n, "CREATE TRIGGER g@ BEFORE DELETE ON t FOR EACH ROW EXECUTE FUNCTION s@.f();\n")
        + each(n, "ALTER SCHEMA s@ RENAME TO r@;\nALTER FUNCTION r@.f() RENAME TO g;\nDROP FUNCTION r@.g() CASCADE;\n")
    ),
    "publications": lambda n: (
        T
        + each(n, "CREATE PUBLICATION p@ FOR TABLE t;\nALTER PUBLICATION p@ RENAME TO q@;\n")
        + each(n, "ALTER PUBLICATION q@ SET TABLE t;\nDROP PUBLICATION q@;\n")
    ),
    "not followed": lambda n: (
        "CREATE TABLE c (a int);\n"
        + each(n, "CREATE TABLE t@ (a int);\nDO 'BEGIN END';\nALTER TABLE c ADD FOREIGN KEY (a) REFERENCES t@ (a);\n")
    ),
    "views that call": lambda n: (
        T
        + "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'BEGIN DROP TABLE x; END';\n"
        + each(n, "CREATE VIEW v@ AS SELECT f();\nSELECT f(1) FROM t;\n")
    ),
    "functions that call": lambda n: (
        T + each(n, "CREATE FUNCTION f@() RETURNS int LANGUAGE sql AS 'SELECT f0()';\nSELECT f@();\n")
    ),
    "event triggers": lambda n: (
        T
        + "CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';\n"
        + each(n, "CREATE EVENT TRIGGER v@ ON ddl_command_end EXECUTE FUNCTION f();\nCREATE TABLE t@ (a int);\n")
    ),
    "like": lambda n: T + each(n, "CREATE TABLE l@ (LIKE t INCLUDING ALL);\n"),
    "ctas": lambda n: T + each(n, "CREATE TABLE x@ AS SELECT 1 AS a;\n"),
    "external": lambda n: T + each(n, "ALTER TABLE e@ ADD FOREIGN KEY (a) REFERENCES t;\n"),
    "partitions": lambda n: (
        "CREATE TABLE p (a int, b int) PARTITION BY LIST (a);\nCREATE INDEX ON p (a);\n"
        + each(n, "CREATE TABLE p@ PARTITION OF p FOR VALUES IN (@);\n")
    ),
    "attach": lambda n: (
        "CREATE TABLE p (a int, b int) PARTITION BY LIST (a);\n"
        + each(n, "CREATE TABLE p@ (a int, b int);\nALTER TABLE p ATTACH PARTITION p@ FOR VALUES IN (@);\n")
    ),
    "attach indexes": lambda n: (
        "CREATE TABLE p (a int, b int) PARTITION BY LIST (a);\nCREATE INDEX px ON ONLY p (a);\n"
        + each(
            n,
            "CREATE TABLE p@ PARTITION OF p FOR VALUES IN (@);\n"
            "CREATE INDEX px@ ON p@ (a);\nALTER INDEX px ATTACH PARTITION px@;\n",
        )
    ),
    "inherit chain": lambda n: (
        "CREATE TABLE p0 (a int);\n" + "".join(f"CREATE TABLE p{i} () INHERITS (p{i - 1});\n" for i in range(1, n))
    ),
    "one alter fks": lambda n: (
        T + "CREATE TABLE c(a bigint);\nALTER TABLE c " + listed(n, "ADD FOREIGN KEY (a) REFERENCES t") + ";\n"
    ),
    "checks located": lambda n: "CREATE TABLE t (a int,\n" + listed(n, "CHECK (a > @)", ",\n") + ");\n",
}
