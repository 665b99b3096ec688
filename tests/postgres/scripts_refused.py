"""Small psql scripts of which a server refuses a part, and what else goes with that; see ``scripts``.

In each table ``said`` and ``unseen`` follow the script.
"""

from __future__ import annotations

from scripts import Script

_HEAD_OF_KEPT = "CREATE TABLE p (id int PRIMARY KEY, w int);\n"
# What a view, a trigger or a generated column uses stays as it is.
KEPT = {
    f"kept: {name}": Script((_HEAD_OF_KEPT + sql).encode(), said, unseen)
    for name, (sql, said, unseen) in {
        "a column of a view": (
            ("CREATE VIEW v AS SELECT w FROM p;\nALTER TABLE p DROP COLUMN w;"),
            (3,),
            (),
        ),
        "every column of a view": (
            ("CREATE VIEW v AS SELECT * FROM p;\nALTER TABLE p ALTER w TYPE bigint;"),
            (3,),
            (),
        ),
        "a column in a condition": (
            ("CREATE VIEW v AS SELECT id FROM p WHERE w > 0;\nALTER TABLE p DROP w;"),
            (3,),
            (),
        ),
        "a column under another name": (
            ("CREATE VIEW v AS SELECT w FROM p; ALTER TABLE p RENAME w TO u;\nALTER TABLE p DROP u;"),
            (3,),
            (),
        ),
        "a table under another name": (
            ("CREATE VIEW v AS SELECT w FROM p; ALTER TABLE p RENAME TO o;\nALTER TABLE o DROP w;"),
            (3,),
            (),
        ),
        "a materialized view": (
            ("CREATE MATERIALIZED VIEW v AS SELECT w FROM p;\nALTER TABLE p ALTER w TYPE bigint;"),
            (3,),
            (),
        ),
        "a trigger": (
            (
                "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';\n"
                "CREATE TRIGGER t AFTER UPDATE OF w ON p EXECUTE FUNCTION f();\n"
                "ALTER TABLE p DROP w;"
            ),
            (4,),
            (),
        ),
        "a column of the partition key": (
            ("CREATE TABLE q (a int, b int) PARTITION BY RANGE (a);\nALTER TABLE q DROP a CASCADE;"),
            (3,),
            (),
        ),
        "the type of a column in an expression of the partition key": (
            ("CREATE TABLE q (a int, b int) PARTITION BY RANGE (b, (a + 1));\nALTER TABLE q ALTER a TYPE bigint;"),
            (3,),
            (),
        ),
        "the partition key of a partition": (
            (
                "CREATE TABLE q (a int, b int) PARTITION BY RANGE (b);\n"
                "CREATE TABLE r PARTITION OF q DEFAULT PARTITION BY LIST (a);\n"
                "ALTER TABLE q DROP a;"
            ),
            (4,),
            (),
        ),
        "a generated column": (
            ("ALTER TABLE p ADD g int GENERATED ALWAYS AS (w * 2) STORED;\nALTER TABLE p DROP w;"),
            (3,),
            (),
        ),
        "a generated column goes with its column": (
            ("ALTER TABLE p ADD g int GENERATED ALWAYS AS (w * 2) STORED; ALTER TABLE p DROP w CASCADE;"),
            (),
            (),
        ),
        "a column that a view does not use": (
            "CREATE VIEW v AS SELECT id FROM p; ALTER TABLE p DROP w;",
            (),
            (),
        ),
        "a view that is gone": (
            "CREATE VIEW v AS SELECT w FROM p; DROP VIEW v; ALTER TABLE p DROP w;",
            (),
            (),
        ),
        "a view of another table": (
            "CREATE TABLE q (w int); CREATE VIEW v AS SELECT w FROM q; ALTER TABLE p DROP w;",
            (),
            (),
        ),
    }.items()
}
_HEAD_OF_ORDER = "CREATE SCHEMA s; CREATE SCHEMA t;\n"
# Schemas that are taken, paths that lead elsewhere, and what stands before its table.
ORDER = {
    f"order: {name}": Script((_HEAD_OF_ORDER + sql).encode(), said, unseen)
    for name, (sql, said, unseen) in {
        "a schema takes a name that is taken": (
            ("ALTER SCHEMA s RENAME TO t;\nCREATE TABLE s.a ();"),
            (2,),
            (),
        ),
        "a schema that is there, with tables": (
            ("CREATE SCHEMA s CREATE TABLE a ();\nCREATE TABLE b ();"),
            (2,),
            (),
        ),
        "a schema that is there, if not": (
            "CREATE SCHEMA IF NOT EXISTS s; CREATE TABLE s.a ();",
            (),
            (),
        ),
        "a unique index by hash": (
            ("CREATE TABLE a (b int);\nCREATE UNIQUE INDEX i ON a USING hash (b);"),
            (3,),
            (),
        ),
        "an index of a column that is not there": (
            ("CREATE TABLE a (b int);\nCREATE INDEX i ON a ((c + 1));"),
            (3,),
            (),
        ),
        "a key of ONLY a partitioned table": (
            (
                "CREATE TABLE a (b int PRIMARY KEY); CREATE TABLE c (b int) PARTITION BY LIST (b);\n"
                "ALTER TABLE ONLY c ADD FOREIGN KEY (b) REFERENCES a;"
            ),
            (3,),
            (),
        ),
    }.items()
}
_HEAD_OF_STRICT = "CREATE TABLE p (id int PRIMARY KEY, w int);\n"
# In a transaction and under ON_ERROR_STOP an error costs more than its statement.
STRICT = {
    f"strict: {name}": Script((_HEAD_OF_STRICT + sql).encode(), said, unseen)
    for name, (sql, said, unseen) in {
        "DROP VIEW": (
            ("BEGIN; CREATE TABLE z ();\nDROP VIEW nope; COMMIT; CREATE TABLE a ();"),
            (3,),
            (),
        ),
        "DROP SEQUENCE": (
            ("BEGIN; CREATE TABLE z ();\nDROP SEQUENCE nope; COMMIT; CREATE TABLE a ();"),
            (3,),
            (),
        ),
        "DROP FUNCTION": (
            ("BEGIN; CREATE TABLE z ();\nDROP FUNCTION nope(); COMMIT; CREATE TABLE a ();"),
            (3,),
            (),
        ),
        "DROP SCHEMA": (
            ("BEGIN; CREATE TABLE z ();\nDROP SCHEMA nope; COMMIT; CREATE TABLE a ();"),
            (3,),
            (),
        ),
        "DROP IF EXISTS": (
            ("BEGIN; DROP VIEW IF EXISTS nope; DROP FUNCTION IF EXISTS nope; CREATE TABLE a (); COMMIT;"),
            (),
            (),
        ),
        "COMMENT": (
            ("BEGIN; CREATE TABLE z ();\nCOMMENT ON TABLE nope IS 'x'; COMMIT; CREATE TABLE a ();"),
            (3,),
            (),
        ),
        "COMMIT PREPARED in a block": (
            ("BEGIN; CREATE TABLE z ();\nCOMMIT PREPARED 'x'; COMMIT; CREATE TABLE a ();"),
            (3,),
            (),
        ),
        "ALTER EVENT TRIGGER": (
            ("BEGIN; CREATE TABLE z ();\nALTER EVENT TRIGGER nope DISABLE; COMMIT; CREATE TABLE a ();"),
            (3,),
            (),
        ),
        "a reserved role": (
            ("BEGIN; CREATE TABLE z ();\nALTER ROLE pg_monitor SET search_path = s; COMMIT; CREATE TABLE a ();"),
            (3,),
            (),
        ),
        "AND CHAIN and savepoints without a block": (
            ("COMMIT AND CHAIN; ROLLBACK AND CHAIN; SAVEPOINT s; ROLLBACK TO s; RELEASE s;\nCREATE TABLE a ();"),
            (),
            (),
        ),
        "after ROLLBACK AND CHAIN": (
            ("BEGIN; ROLLBACK AND CHAIN; CREATE TABLE z ();\nDROP VIEW nope; COMMIT; CREATE TABLE a ();"),
            (3,),
            (),
        ),
        "BEGIN READ ONLY in a block": (
            ("BEGIN; CREATE TABLE y ();\nBEGIN READ ONLY; CREATE TABLE z (); COMMIT;"),
            (3,),
            (),
        ),
        "a word too few": (
            ("BEGIN; CREATE TABLE z ();\nSAVEPOINT; COMMIT; CREATE TABLE a ();"),
            (3,),
            (),
        ),
        "ALTER of another kind": (
            ("BEGIN; CREATE TABLE z ();\nALTER VIEW p OWNER TO CURRENT_USER; COMMIT; CREATE TABLE a ();"),
            (3,),
            (),
        ),
        "ON_ERROR_STOP, taken back": (
            ("\\set ON_ERROR_STOP\n\\unset ON_ERROR_STOP\nGRANT nothing; CREATE TABLE a ();"),
            (),
            (),
        ),
        "ON_ERROR_STOP of no value": (
            ("\\set ON_ERROR_STOP nonsense\nGRANT nothing; CREATE TABLE a ();"),
            (),
            (),
        ),
    }.items()
}
REFUSED: dict[str, Script] = {**KEPT, **ORDER, **STRICT}
