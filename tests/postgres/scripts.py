"""Small psql scripts in which what a line means hangs on a line before it, by the kind of thing that it hangs on.

``said`` are the lines that we name because we do not follow them; ``unseen`` what they make on a server and not in
our catalog.
"""

from __future__ import annotations

from typing import NamedTuple


class Script(NamedTuple):
    """A script, the lines that are named, and what those hide from us."""

    sql: bytes
    said: tuple[int, ...] = ()
    unseen: tuple[str, ...] = ()


def _script(sql: str, *said: int, unseen: tuple[str, ...] = ()) -> Script:
    return Script(sql.encode(), said, unseen)


_S = "CREATE SCHEMA s; CREATE SCHEMA t;\n"

SESSIONS = {
    name: _script(f"{_S}{sql}\nCREATE TABLE probe (id int);", *said)
    for name, (sql, *said) in {
        "SET with two blanks": ("SET  search_path = s;",),
        "SET with a comment": ("SET/**/search_path/* = t */TO s;",),
        "SET with a line comment": ("SET -- search_path = t\n search_path = s;",),
        "SET in quotes": ('SET "search_path" TO s;',),
        "SET SESSION": ("SET SESSION   search_path TO s;",),
        "SET of a list": ("SET search_path TO s, t;",),
        "SET of an escape string": ("SET search_path TO E's';",),
        "SET SCHEMA": ("SET SCHEMA 's';",),
        "SET SESSION SCHEMA": ("SET SESSION /* x */ SCHEMA 's';",),
        "SET FROM CURRENT": ("SET search_path = s; SET search_path FROM CURRENT;",),
        "SET TO DEFAULT": ("SET search_path = s; SET search_path TO DEFAULT;",),
        "RESET with two blanks": ("SET search_path = s; RESET  search_path;",),
        "RESET with a comment": ("SET search_path = s; RESET /* x */ search_path;",),
        "RESET ALL": ("SET search_path = s; RESET /**/ ALL;",),
        "RESET of another": ("SET search_path = s; RESET work_mem;",),
        "DISCARD ALL": ("SET search_path = s; DISCARD ALL;",),
        "a quote behind a backslash in an encoding of clients alone": (
            "SET client_encoding = 'GBK'; CREATE TABLE u (a text DEFAULT E'it\\'s');",
            2,
        ),
        "DISCARD PLANS": ("SET search_path = s; DISCARD PLANS;",),
        "set_config": ("SELECT set_config('search_path', 's', false);",),
        "set_config, local": ("SELECT set_config('search_path', 's', true);",),
        "set_config, in a string": ("SELECT set_config('search_path', 's', 'f');",),
        "set_config, no first column": ("SELECT 1, pg_catalog.set_config('search_path', 't, s', false) AS x;",),
        "set_config in a FROM": ("SELECT * FROM set_config('search_path', 's', false);",),
        "set_config in an expression": ("SELECT length(set_config('search_path', 's', false)) + 1;",),
        "set_config in a subquery": ("SELECT (SELECT set_config('search_path', 's', false));", 2),
        "set_config in a CTE": ("WITH x AS (SELECT set_config('search_path', 's', false)) SELECT * FROM x;", 2),
        "set_config in VALUES": ("VALUES (set_config('search_path', 's', false));",),
        "set_config in EXPLAIN ANALYZE": ("EXPLAIN ANALYZE SELECT set_config('search_path', 's', false);",),
        "set_config in EXPLAIN": ("EXPLAIN SELECT set_config('search_path', 's', false);",),
        "set_config of another": ("SELECT set_config('work_mem', '4MB', false);",),
        "ALTER DATABASE": ("ALTER DATABASE postgres SET search_path = s; ALTER DATABASE postgres RESET ALL;",),
        "ALTER ROLE": ("ALTER ROLE CURRENT_USER SET search_path = s; ALTER ROLE CURRENT_USER RESET ALL;",),
        "connect": ("SET search_path = s;\n\\connect -",),
        "connect in short": ("SET search_path = s;\n\\c",),
        "SET LOCAL outside of a transaction": ("SET LOCAL search_path = s;",),
        "SET LOCAL": ("BEGIN; SET LOCAL search_path = s; CREATE TABLE a (id int); COMMIT;",),
        "SET LOCAL and SET": ("BEGIN; SET LOCAL search_path = s; SET search_path = t; END;",),
        "SET and SET LOCAL": ("BEGIN; SET search_path = t; SET LOCAL search_path = s; END;",),
        "SET LOCAL TO DEFAULT": ("SET search_path = s; BEGIN; SET LOCAL search_path TO DEFAULT; END;",),
        "set_config, local, in a transaction": (
            "START TRANSACTION; SELECT set_config('search_path', 's', true); CREATE TABLE a (id int); COMMIT;",
        ),
        "RESET in a transaction": ("SET search_path = s; BEGIN; RESET search_path; COMMIT;",),
        "SET and ROLLBACK": ("BEGIN; SET search_path = s; ROLLBACK;",),
        "SET LOCAL and AND CHAIN": ("BEGIN; SET LOCAL search_path = s; COMMIT AND CHAIN; CREATE TABLE a (); COMMIT;",),
        "a schema dropped": ("SET search_path = s, t; DROP SCHEMA s;",),
        "a schema renamed": ("SET search_path = s, t; ALTER SCHEMA s RENAME TO u;",),
        "a schema renamed into the path": (
            "SET search_path = s, t; DROP SCHEMA s; CREATE SCHEMA u; ALTER SCHEMA u RENAME TO s;",
        ),
        "a schema made anew": ("SET search_path = s, t; DROP SCHEMA s; CREATE SCHEMA s;",),
        "the last schema dropped": ("SET search_path = s; DROP SCHEMA s;", 3),
        "an empty path": ("SET search_path = '';", 3),
        "no schema, and a table made by a query": (
            "DROP SCHEMA public;\nCREATE TABLE x AS SELECT 1 AS a;",
            3,
        ),
        "pg_temp first": ("SET search_path = pg_temp, s;",),
        "pg_temp last": ("SET search_path = s, pg_temp; CREATE TEMP TABLE probe (a int);",),
        "a temporary table in the way": ("CREATE TEMP TABLE probe (a int); DROP TABLE probe;",),
        "a temporary table": ("CREATE TEMP TABLE x (a serial PRIMARY KEY, b int REFERENCES x);",),
        "a temporary table by its schema": ("CREATE TABLE pg_temp.x (a int);",),
        "a temporary table by a query": (
            "CREATE TABLE y (a int); CREATE LOCAL TEMPORARY TABLE x AS SELECT a FROM y; DROP TABLE y;",
        ),
        "a temporary table is altered": (
            "CREATE TABLE x (a int); CREATE TEMP TABLE x (b int); ALTER TABLE x ADD c int; ALTER TABLE x DROP b;",
        ),
        "after a temporary table": (
            "CREATE TABLE x (a int); CREATE TEMP TABLE x (b int);\n\\c -\nALTER TABLE x ADD c int;",
        ),
        "after DISCARD TEMP": (
            "CREATE TABLE x (a int); CREATE TEMP TABLE x (b int); DISCARD TEMP; ALTER TABLE x ADD c int;",
        ),
        "ON COMMIT DROP": (
            """CREATE TABLE x (a int); BEGIN; CREATE TEMP TABLE x (b int) ON COMMIT DROP; ALTER TABLE x ADD c int;
            COMMIT; ALTER TABLE x ADD d int;""",
        ),
        "ON COMMIT DROP outside of a transaction": (
            "CREATE TABLE x (a int); CREATE TEMP TABLE x ON COMMIT DROP AS SELECT a FROM x; ALTER TABLE x ADD d int;",
        ),
        "a key to a temporary table": (
            "CREATE TEMP TABLE x (a int PRIMARY KEY);\nCREATE TABLE y (a int REFERENCES x);",
            3,
        ),
        "a temporary view and sequence": ("CREATE TEMP VIEW v AS SELECT 1; CREATE TEMP SEQUENCE q;",),
    }.items()
}

_A = "CREATE TABLE a (id int PRIMARY KEY);"
TRANSACTIONS = {
    "a rollback": _script(f"BEGIN; {_A} ROLLBACK; CREATE TABLE b (id int);"),
    "an abort": _script(f"BEGIN WORK; {_A} ABORT TRANSACTION; CREATE TABLE b (id int);"),
    "a rollback with a comment": _script(f"BEGIN/**/; {_A} /**/ROLLBACK/**/WORK; CREATE TABLE b (id int);"),
    "a rollback of nothing": _script(f"{_A} ROLLBACK; COMMIT; END;"),
    "BEGIN in a block": _script(f"BEGIN; {_A} BEGIN; CREATE TABLE b (id int); ROLLBACK;"),
    "a drop is rolled back": _script(f"{_A} BEGIN; DROP TABLE a; ROLLBACK; CREATE TABLE b (a int REFERENCES a);"),
    "a savepoint": _script(
        f"BEGIN; {_A} SAVEPOINT x; CREATE TABLE b (id int); ROLLBACK TO x; CREATE TABLE c (id int); COMMIT;"
    ),
    "ROLLBACK TO twice": _script(
        f"BEGIN; {_A} SAVEPOINT x; CREATE TABLE b (); ROLLBACK TO SAVEPOINT x; CREATE TABLE c (); ROLLBACK TO x; END;"
    ),
    "two savepoints": _script(
        "BEGIN; SAVEPOINT x; CREATE TABLE a (); SAVEPOINT y; CREATE TABLE b (); ROLLBACK TO x; CREATE TABLE c (); END;"
    ),
    "a savepoint of the same name": _script(
        "BEGIN; SAVEPOINT x; CREATE TABLE a (); SAVEPOINT x; CREATE TABLE b (); ROLLBACK TO x; COMMIT;"
    ),
    "a savepoint that is released": _script(
        """BEGIN; SAVEPOINT x; CREATE TABLE a (); SAVEPOINT x; CREATE TABLE b (); RELEASE x; ROLLBACK TO x;
        CREATE TABLE c (); COMMIT;"""
    ),
    "a setting and a savepoint": _script(
        "CREATE SCHEMA s; BEGIN; SAVEPOINT x; SET search_path = s; ROLLBACK TO x; CREATE TABLE a (); COMMIT;"
    ),
    "COMMIT AND CHAIN": _script(f"BEGIN; {_A} COMMIT AND CHAIN; CREATE TABLE b (); ROLLBACK; CREATE TABLE c ();"),
    "ROLLBACK AND CHAIN": _script(f"BEGIN; {_A} ROLLBACK AND CHAIN; CREATE TABLE b (); COMMIT; CREATE TABLE c ();"),
    "an error and ROLLBACK": _script(f"BEGIN; {_A} DROP TABLE nope; CREATE TABLE b (); ROLLBACK; {_A}"),
    "an error and ROLLBACK TO": _script(
        f"BEGIN; {_A} SAVEPOINT x; DROP TABLE nope; CREATE TABLE b (); ROLLBACK TO x; CREATE TABLE c (); COMMIT;"
    ),
    "an error and COMMIT": _script(f"BEGIN; {_A}\nDROP TABLE nope;\nCREATE TABLE b (); COMMIT; CREATE TABLE c ();", 2),
    "a word that is none and COMMIT": _script(f"BEGIN; {_A}\nCREAT TABLE b ();\nCOMMIT; CREATE TABLE c ();", 2),
    "a savepoint that is not there": _script(f"BEGIN; {_A}\nROLLBACK TO nope;\nCOMMIT; CREATE TABLE c ();", 2),
    "a block that is not ended": _script(f"CREATE TABLE c ();\nBEGIN;\n{_A}", 2),
    "a block that \\connect ends": _script(f"BEGIN; {_A}\n\\c\nCREATE TABLE c ();"),
    "\\quit ends a block": _script(f"CREATE TABLE c ();\nBEGIN;\n{_A}\n\\q\nCOMMIT;", 2),
}
_MK = """CREATE FUNCTION mk() RETURNS int LANGUAGE plpgsql AS $$ BEGIN CREATE TABLE z (id int); RETURN 1; END $$;
CREATE FUNCTION ok(a int) RETURNS int LANGUAGE plpgsql AS $$ DECLARE n int; BEGIN SELECT $1 INTO n; RETURN n; END $$;
CREATE TABLE w (a int);
"""
_Z = ("public.z",)
CALLS = {
    **{
        name: _script(f"{_MK}{sql}\nCREATE TABLE probe (id int);", 4, unseen=_Z)
        for name, sql in {
            "INSERT SELECT": "INSERT INTO w SELECT mk();",
            "INSERT VALUES": "INSERT INTO w (a) VALUES (2), (mk());",
            "INSERT with blanks": "insert into w values (public . mk ( ));",
            "INSERT among others": "INSERT INTO w VALUES (1); INSERT INTO w VALUES (mk()); INSERT INTO w VALUES (2);",
            "INSERT in capitals": "INSERT INTO w VALUES (MK());",
            "INSERT in quotes": 'INSERT INTO w VALUES ("mk"());',
            "INSERT RETURNING": "INSERT INTO w VALUES (2) RETURNING mk();",
            "VALUES": "VALUES (mk());",
            "COPY TO": "COPY (SELECT mk()) TO STDOUT;",
            "UPDATE": "INSERT INTO w VALUES (1); UPDATE w SET a = mk();",
            "DELETE": "INSERT INTO w VALUES (1); DELETE FROM w WHERE a = mk();",
            "MERGE": "MERGE INTO w USING (SELECT mk() AS b) v ON a = b WHEN NOT MATCHED THEN INSERT VALUES (b);",
            "EXPLAIN ANALYZE": "EXPLAIN (ANALYZE, COSTS off) INSERT INTO w SELECT mk();",
            "WITH": "WITH x AS (INSERT INTO w SELECT mk() RETURNING a) SELECT a FROM x;",
            "EXECUTE": "PREPARE q AS SELECT mk(); EXECUTE q;",
            "a cursor": "DECLARE c CURSOR WITH HOLD FOR SELECT mk(); FETCH ALL FROM c;",
            "another one": "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT mk()'; INSERT INTO w SELECT f();",
            "a comment inside": "CREATE/**/FUNCTION g() RETURNS int LANGUAGE sql AS 'SELECT mk()'; VALUES (g());",
            "SELECT INTO": "SELECT mk() AS a INTO x;",
            "CREATE TABLE AS": "CREATE TABLE x AS SELECT mk() AS a;",
            "CREATE MATERIALIZED VIEW": "CREATE MATERIALIZED VIEW x AS SELECT mk() AS a;",
            "a view": "CREATE VIEW v AS SELECT mk() AS a; TABLE v;",
            "COPY of a view": "CREATE VIEW v AS SELECT mk() AS a; COPY (SELECT * FROM v) TO STDOUT;",
        }.items()
    },
    **{
        f"{name}, which is followed": _script(f"{_MK}{sql}\nCREATE TABLE probe (id int);")
        for name, sql in {
            "SELECT": "SELECT mk();",
            "CALL": "CREATE PROCEDURE p() LANGUAGE sql AS 'CREATE TABLE z ()'; CALL p();",
            "DO": "DO $$ BEGIN PERFORM mk(); END $$;",
        }.items()
    },
    "calls of what cannot matter": _script(
        f"{_MK}INSERT INTO w VALUES (ok(1)), (abs(-1)); UPDATE w SET a = ok(a); COPY w TO STDOUT;"
    ),
    "a call in a string": _script(f"{_MK}INSERT INTO w SELECT length('mk()'); -- mk()\nVALUES ('mk()');"),
    "EXPLAIN": _script(f"{_MK}EXPLAIN INSERT INTO w SELECT mk(); EXPLAIN (ANALYZE false) SELECT mk();"),
    "EXPLAIN ANALYZE of CREATE TABLE AS": _script("CREATE TABLE a (x int); EXPLAIN ANALYZE CREATE TABLE b AS TABLE a;"),
    "EXPLAIN ANALYZE with a comment": _script(
        "CREATE TABLE a (x int); EXPLAIN/**/ANALYZE/**/VERBOSE CREATE TABLE b AS SELECT x FROM a;"
    ),
    "EXPLAIN of CREATE TABLE AS": _script("CREATE TABLE a (x int); EXPLAIN CREATE TABLE b AS TABLE a;"),
    "EXPLAIN ANALYZE switched off": _script(
        "CREATE TABLE a (x int); EXPLAIN (ANALYZE 0) CREATE TABLE b AS TABLE a; EXPLAIN (ANALYZE off) SELECT 1;"
    ),
}
