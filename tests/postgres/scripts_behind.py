"""Small psql scripts in which a server does more than a line says; see ``scripts``.

In each table ``said`` and ``unseen`` follow the script.
"""

from __future__ import annotations

from scripts import Script

_Z = ("public.z",)
_HEAD_OF_FIRED = (
    "CREATE FUNCTION mk() RETURNS trigger LANGUAGE plpgsql AS $$ "
    "BEGIN CREATE TABLE z (); RETURN NULL; END $$;\n"
    "CREATE TABLE p (id int PRIMARY KEY, w int);\n"
    ""
)
# Rows that fire a trigger whose function makes a table: the first statement that does is named.
FIRED = {
    f"fired: {name}": Script((_HEAD_OF_FIRED + sql).encode(), said, unseen)
    for name, (sql, said, unseen) in {
        "INSERT": (
            "CREATE TRIGGER t AFTER INSERT ON p EXECUTE FUNCTION mk(); INSERT INTO p VALUES (1);",
            (3,),
            _Z,
        ),
        "COPY": (
            ("CREATE TRIGGER t BEFORE INSERT ON p FOR EACH ROW EXECUTE PROCEDURE mk();\nCOPY p FROM stdin;\n1\t1\n\\."),
            (4,),
            _Z,
        ),
        "DELETE": (
            "CREATE TRIGGER t AFTER DELETE ON p EXECUTE FUNCTION mk(); DELETE FROM p;",
            (3,),
            _Z,
        ),
        "TRUNCATE": (
            "CREATE TRIGGER t AFTER TRUNCATE ON p EXECUTE FUNCTION mk(); TRUNCATE TABLE ONLY p;",
            (3,),
            _Z,
        ),
        "a CTE": (
            (
                "CREATE TRIGGER t AFTER INSERT ON p EXECUTE FUNCTION mk(); "
                "WITH x AS (INSERT INTO p VALUES (1) RETURNING w) TABLE x;"
            ),
            (3,),
            _Z,
        ),
        "EXPLAIN ANALYZE": (
            ("CREATE TRIGGER t AFTER UPDATE ON p EXECUTE FUNCTION mk(); EXPLAIN ANALYZE UPDATE p SET w = 1;"),
            (3,),
            _Z,
        ),
        "a partition": (
            (
                "CREATE TABLE l (a int) PARTITION BY LIST (a); "
                "CREATE TABLE l1 PARTITION OF l DEFAULT;\n"
                "CREATE TRIGGER t AFTER INSERT ON l1 FOR EACH ROW EXECUTE FUNCTION mk(); "
                "INSERT INTO l VALUES (5);"
            ),
            (4,),
            _Z,
        ),
        "a key": (
            (
                "CREATE TABLE c (p int REFERENCES p ON DELETE CASCADE); INSERT INTO p VALUES (1); "
                "INSERT INTO c VALUES (1);\n"
                "CREATE TRIGGER t AFTER DELETE ON c FOR EACH ROW EXECUTE FUNCTION mk(); "
                "DELETE FROM p;"
            ),
            (4,),
            _Z,
        ),
        "a rule": (
            (
                "CREATE TABLE q (a int); CREATE TRIGGER t AFTER INSERT ON p EXECUTE FUNCTION mk();\n"
                "CREATE RULE r AS ON INSERT TO q DO ALSO INSERT INTO p VALUES (1); "
                "INSERT INTO q VALUES (1);"
            ),
            (4,),
            _Z,
        ),
        "a view": (
            (
                "CREATE VIEW v AS SELECT * FROM p; "
                "CREATE TRIGGER t AFTER INSERT ON p EXECUTE FUNCTION mk(); INSERT INTO v VALUES (1, "
                "2);"
            ),
            (3,),
            _Z,
        ),
        "another event": (
            "CREATE TRIGGER t AFTER DELETE ON p EXECUTE FUNCTION mk(); INSERT INTO p VALUES (1);",
            (),
            (),
        ),
        "switched off": (
            (
                "CREATE TRIGGER t AFTER INSERT ON p EXECUTE FUNCTION mk(); "
                "ALTER TABLE p DISABLE TRIGGER t; INSERT INTO p VALUES (1);"
            ),
            (),
            (),
        ),
        "another table": (
            (
                "CREATE TABLE q (a int); CREATE TRIGGER t AFTER INSERT ON p EXECUTE FUNCTION mk(); "
                "INSERT INTO q VALUES (1);"
            ),
            (),
            (),
        ),
    }.items()
}
_HEAD_OF_EVENTS = (
    "CREATE FUNCTION ev() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN\n"
    "IF to_regclass('z') IS NULL THEN CREATE TABLE z (); END IF; END $$;\n"
    ""
)
# Event triggers run with the changes that follow.
EVENTS = {
    f"events: {name}": Script((_HEAD_OF_EVENTS + sql).encode(), said, unseen)
    for name, (sql, said, unseen) in {
        "at the end of a command": (
            ("CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION ev();\nCREATE TABLE a ();"),
            (3,),
            _Z,
        ),
        "dropped": (
            (
                "CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION ev(); "
                "DROP EVENT TRIGGER e; CREATE TABLE a ();"
            ),
            (3,),
            (),
        ),
        "switched off": (
            (
                "CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION ev(); "
                "ALTER EVENT TRIGGER e DISABLE; CREATE TABLE a ();"
            ),
            (),
            (),
        ),
        "at the end of the file": (
            "CREATE TABLE a (); CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION ev();",
            (),
            (),
        ),
    }.items()
}
_HEAD_OF_READ_ONLY = "CREATE TABLE p (id int PRIMARY KEY, w int);\n"
# Where transactions are read-only, a server makes nothing; what is refused counts, and is said.
READ_ONLY = {
    f"read only: {name}": Script((_HEAD_OF_READ_ONLY + sql).encode(), said, unseen)
    for name, (sql, said, unseen) in {
        "a block": (
            ("BEGIN READ ONLY;\nCREATE TABLE z (); COMMIT; CREATE TABLE a ();"),
            (2,),
            (),
        ),
        "a block that says so later": (
            ("BEGIN;\nSET TRANSACTION READ ONLY; CREATE TABLE z (); COMMIT; CREATE TABLE a ();"),
            (3,),
            (),
        ),
        "the session": (
            ("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY;\nCREATE TABLE z ();"),
            (2,),
            (),
        ),
        "the default": (
            ("SET default_transaction_read_only TO on;\nCREATE TABLE z ();"),
            (2,),
            (),
        ),
        "set_config": (
            ("SELECT set_config('default_transaction_read_only', 'yes', false);\nCREATE TABLE z ();"),
            (2,),
            (),
        ),
        "nothing is changed": (
            "BEGIN READ ONLY; SELECT 1; COMMIT; CREATE TABLE a ();",
            (),
            (),
        ),
        "until it is taken back": (
            (
                "SET default_transaction_read_only = on; SELECT 1; "
                "RESET default_transaction_read_only; CREATE TABLE a ();"
            ),
            (),
            (),
        ),
        "a block that writes": (
            "SET default_transaction_read_only = on; BEGIN READ WRITE; CREATE TABLE a (); COMMIT;",
            (),
            (),
        ),
        "outside of a block": (
            "SET TRANSACTION READ ONLY; CREATE TABLE a ();",
            (),
            (),
        ),
        "undone": (
            "BEGIN; SET default_transaction_read_only = on; ROLLBACK; CREATE TABLE a ();",
            (),
            (),
        ),
        "of another connection": (
            ("SET default_transaction_read_only = on;\n\\c -\nCREATE TABLE a ();"),
            (),
            (),
        ),
    }.items()
}
_HEAD_OF_TEXTS = "CREATE TABLE p (id int PRIMARY KEY, w int);\n"
# What psql reads otherwise than it looks.
TEXTS = {
    f"texts: {name}": Script((_HEAD_OF_TEXTS + sql).encode(), said, unseen)
    for name, (sql, said, unseen) in {
        "a mark inside": (
            ("\ufeffCREATE TABLE z ();\nCREATE TABLE a ();"),
            (2,),
            (),
        ),
        "a mark before a comment": (
            ("\ufeff-- x\nCREATE TABLE z ();\nCREATE TABLE a ();"),
            (2,),
            (),
        ),
        "a mark in a string": (
            "CREATE TABLE a (b text DEFAULT '\ufeff');",
            (),
            (),
        ),
        "a comment in a variable": (
            ("\\set x '--'\n:x SELECT 1;\nCREATE TABLE a ();"),
            (3,),
            (),
        ),
        "a comment and its line end in a variable": (
            ("\\set x '-- y\\n'\n:x CREATE TABLE a ();"),
            (),
            (),
        ),
        "a branch that is not taken": (
            ("\\if 0 \\q \\endif\nCREATE TABLE a ();"),
            (),
            (),
        ),
        "a nested branch": (
            ("\\if false\n\\if true\n\\q\n\\endif\n\\q\n\\endif\nCREATE TABLE a ();"),
            (),
            (),
        ),
        "a quote in a branch that is not taken": (
            ("\\if off\nSELECT 'x;\n\\q\n';\n\\elif yes\nSELECT 1;\n\\else\n\\q\n\\endif\nCREATE TABLE a ();"),
            (),
            (),
        ),
        "E'' and a line of a comment": (
            ("CREATE TABLE q (a text DEFAULT e'x' -- it's\n 'b\\'; c');\n-- it's\nCREATE TABLE a ();"),
            (),
            (),
        ),
        "E'' on two lines hides parentheses and the end": (
            ("CREATE TABLE a (c text CHECK (c <> E'x'\n 'b\\' c'));\n-- it's; CREATE TABLE z ();"),
            (),
            (),
        ),
        "lone carriage returns": (
            ("CREATE TABLE q ( -- a\rid int -- b\r);\n--\r\rCREATE TABLE a ();"),
            (),
            (),
        ),
        "variables one after the other": (
            ("\\set a 'CREATE TABLE x(); '\n\\set b 'CREATE TABLE y(); '\n:a:b\nCREATE TABLE a ();"),
            (),
            (),
        ),
        "a variable across two statements": (
            ("\\set x 'x(); CREATE TABLE'\nCREATE TABLE :x y();\nCREATE TABLE a ();"),
            (),
            (),
        ),
        "a copy of a call": (
            (
                "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'BEGIN CREATE TABLE z (); "
                "RETURN 1; END';\n"
                "\\copy (SELECT f()) TO /dev/null\n"
                "CREATE TABLE a ();"
            ),
            (3,),
            _Z,
        ),
    }.items()
}
BEHIND: dict[str, Script] = {**FIRED, **EVENTS, **READ_ONLY, **TEXTS}
