"""R15 and R16 of docs/semantics.md: which triggers fire in a delete; each that does is named in the prediction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.predict import predict_delete

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server import Server

FUNCTION = "CREATE FUNCTION say() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''fired''; END';"
P = "CREATE TABLE p (id int PRIMARY KEY);"
C = "CREATE TABLE c (rid int, t int, a int CONSTRAINT f REFERENCES p ON DELETE {});"
PARTED = (
    "CREATE TABLE c (rid int, t int, a int) PARTITION BY LIST (a); CREATE TABLE c1 PARTITION OF c FOR VALUES IN (1);"
    "CREATE TABLE cn PARTITION OF c FOR VALUES IN (NULL);"
    "ALTER TABLE c ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p ON DELETE {};"
)
SUBPARTED = (
    "CREATE TABLE c (rid int, t int, a int) PARTITION BY LIST (rid);"
    "CREATE TABLE c1 PARTITION OF c FOR VALUES IN (1) PARTITION BY LIST (t);"
    "CREATE TABLE c11 PARTITION OF c1 FOR VALUES IN (1);"
    "ALTER TABLE c ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p ON DELETE CASCADE;"
)
CHAIN = (
    "CREATE TABLE m (rid int, t int NOT NULL, a int REFERENCES p ON DELETE SET NULL, UNIQUE (t, a));"
    "CREATE TABLE c (rid int, t int, a int, CONSTRAINT g FOREIGN KEY (t, a) REFERENCES m (t, a) ON UPDATE CASCADE);"
)
TWICE = (
    "CREATE TABLE c (rid int, t int, a int, CONSTRAINT f1 FOREIGN KEY (a) REFERENCES p ON DELETE {0},"
    " CONSTRAINT f2 FOREIGN KEY (a) REFERENCES p ON DELETE {0});"
)


def trigger(events: str, table: str = "c", level: str = "ROW") -> str:
    return f"CREATE TRIGGER t {events} ON {table} FOR EACH {level} EXECUTE FUNCTION say();"


SCENES = {
    "a row that moves fires DELETE": (PARTED.format("SET NULL") + trigger("AFTER DELETE"), True),
    "and INSERT": (PARTED.format("SET NULL") + trigger("BEFORE INSERT"), True),
    "and INSERT of its new partition": (PARTED.format("SET NULL") + trigger("AFTER INSERT", "cn"), True),
    "and DELETE of its old partition": (PARTED.format("SET NULL") + trigger("BEFORE DELETE", "c1"), True),
    "but no statement trigger for DELETE": (
        PARTED.format("SET NULL") + trigger("AFTER DELETE", level="STATEMENT"),
        False,
    ),
    "a row that stays fires no DELETE": (C.format("SET NULL") + trigger("AFTER DELETE"), False),
    "UPDATE OF a column that is written with its own value": (CHAIN + trigger("BEFORE UPDATE OF t"), True),
    "UPDATE OF a column that is not written": (CHAIN + trigger("BEFORE UPDATE OF rid"), False),
    "a statement trigger of the second key on a column": (
        TWICE.format("CASCADE") + "ALTER TABLE c DROP CONSTRAINT f1;" + trigger("BEFORE DELETE", level="STATEMENT"),
        True,
    ),
    "a statement trigger without a row": (C.format("CASCADE") + trigger("BEFORE DELETE", level="STATEMENT"), True),
    "a statement trigger of a partition": (
        PARTED.format("CASCADE") + trigger("BEFORE DELETE", "c1", "STATEMENT"),
        False,
    ),
    "a statement trigger of the root": (PARTED.format("CASCADE") + trigger("BEFORE DELETE", "c", "STATEMENT"), True),
    "disabled": (C.format("CASCADE") + trigger("AFTER DELETE") + "ALTER TABLE c DISABLE TRIGGER t;", False),
    "disabled on the root, enabled on a partition": (
        PARTED.format("CASCADE")
        + trigger("AFTER DELETE")
        + "ALTER TABLE c DISABLE TRIGGER t;ALTER TABLE c1 ENABLE TRIGGER t;",
        True,
    ),
    "two levels down": (
        SUBPARTED
        + trigger("AFTER DELETE")
        + "ALTER TABLE c DISABLE TRIGGER t;ALTER TABLE c11 ENABLE ALWAYS TRIGGER t;",
        True,
    ),
    "enabled on a partition, then disabled on the root": (
        PARTED.format("CASCADE")
        + trigger("AFTER DELETE")
        + "ALTER TABLE c1 ENABLE TRIGGER t;ALTER TABLE c DISABLE TRIGGER t;",
        False,
    ),
    "on every row before it moves": (PARTED.format("SET NULL") + trigger("BEFORE UPDATE"), True),
    "not after an update that moves every row": (PARTED.format("SET NULL") + trigger("AFTER UPDATE"), False),
    "not for DELETE where a row comes to": (PARTED.format("SET NULL") + trigger("AFTER DELETE", "cn"), False),
    "not for INSERT where a row comes from": (PARTED.format("SET NULL") + trigger("AFTER INSERT", "c1"), False),
    "disabled on the only partition that holds the row": (
        PARTED.format("CASCADE")
        + trigger("AFTER DELETE")
        + "ALTER TABLE c1 DISABLE TRIGGER t;ALTER TABLE cn DISABLE TRIGGER t;",
        False,
    ),
    "disabled on the root alone": (
        PARTED.format("CASCADE") + trigger("AFTER DELETE") + "ALTER TABLE ONLY c DISABLE TRIGGER t;",
        True,
    ),
    "all disabled, those of one partition enabled": (
        PARTED.format("CASCADE")
        + trigger("AFTER DELETE")
        + "ALTER TABLE c DISABLE TRIGGER USER;ALTER TABLE c1 ENABLE TRIGGER USER;",
        True,
    ),
    "all disabled on the partition": (
        PARTED.format("CASCADE")
        + trigger("AFTER DELETE")
        + "ALTER TABLE c1 DISABLE TRIGGER USER;ALTER TABLE cn DISABLE TRIGGER ALL;",
        False,
    ),
    "dropped, with the copy that was switched by itself": (
        PARTED.format("CASCADE")
        + trigger("AFTER DELETE")
        + "ALTER TABLE c1 ENABLE ALWAYS TRIGGER t;DROP TRIGGER t ON c;",
        False,
    ),
    "a partition that was detached has forgotten the switch": (
        PARTED.format("CASCADE")
        + trigger("AFTER DELETE")
        + "ALTER TABLE c1 DISABLE TRIGGER t;ALTER TABLE c DETACH PARTITION c1;"
        "ALTER TABLE c ATTACH PARTITION c1 FOR VALUES IN (1);",
        True,
    ),
    "a function of its name with an argument is dropped": (
        C.format("CASCADE") + trigger("AFTER DELETE") + "DROP FUNCTION IF EXISTS say(int) CASCADE;",
        True,
    ),
    "a function of its name in another schema is renamed and dropped": (
        "CREATE SCHEMA s;ALTER FUNCTION say() SET SCHEMA s;"
        "CREATE FUNCTION say() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END';"
        + C.format("CASCADE")
        + trigger("AFTER DELETE").replace("say", "s.say")
        + "ALTER FUNCTION say() RENAME TO tell;DROP FUNCTION tell() CASCADE;",
        True,
    ),
    "its function is of a schema that a bare name does not reach": (
        "CREATE SCHEMA s;ALTER FUNCTION say() SET SCHEMA s;"
        + C.format("CASCADE")
        + trigger("AFTER DELETE").replace("say", "s.say")
        + "DROP FUNCTION IF EXISTS say() CASCADE;",
        True,
    ),
    "its function is dropped": (
        C.format("CASCADE") + trigger("AFTER DELETE") + "DROP FUNCTION public.say() CASCADE;",
        False,
    ),
}


@pytest.fixture
def database(server: Server) -> Iterator[str]:
    with server.database() as name:
        yield name


@pytest.mark.parametrize(("ddl", "fires"), SCENES.values(), ids=SCENES)
def test_r16_a_trigger_that_fires_is_named(server: Server, database: str, ddl: str, fires: bool) -> None:
    rows = "INSERT INTO p VALUES (1);" + ("INSERT INTO m VALUES (1, 1, 1);" if "TABLE m" in ddl else "")
    rows += "ALTER TABLE c DISABLE TRIGGER USER; INSERT INTO c VALUES (1, 1, 1);"
    # A trigger for INSERT would stop the row that is to move: it comes after the rows.
    schema = FUNCTION + P + ddl
    before, created, after = schema.partition("CREATE TRIGGER")
    server.execute(before + rows.replace("ALTER TABLE c DISABLE TRIGGER USER;", "") + created + after, database)
    assert _fires(server, database) is fires

    prediction = predict_delete(catalog_of(schema), QualifiedName("public", "p"))
    assert bool(prediction.triggers) is fires


def test_r16_an_idle_key_fires_statement_triggers(server: Server, database: str) -> None:
    """Two keys on one column: the second finds no row, and runs its statement all the same."""
    counts = (
        "CREATE TABLE calls (); CREATE OR REPLACE FUNCTION say() RETURNS trigger LANGUAGE plpgsql"
        " AS 'BEGIN INSERT INTO calls DEFAULT VALUES; RETURN NULL; END';"
    )
    keys = TWICE.replace("{0}", "SET NULL", 1).replace("{0}", "CASCADE")
    schema = FUNCTION + counts + P + keys + trigger("BEFORE DELETE", level="STATEMENT")
    server.execute(schema + "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1, 1); DELETE FROM p;", database)
    assert server.execute("SELECT count(*), (SELECT a FROM c) FROM calls", database) == [(1, None)]


def test_r18_cascade_leaves_what_inherits_from_a_table_that_it_adds(server: Server, database: str) -> None:
    server.execute(
        P + C.format("CASCADE") + "CREATE TABLE d () INHERITS (c); CREATE TABLE q () INHERITS (p);"
        "INSERT INTO p VALUES (1); INSERT INTO q VALUES (2); INSERT INTO c VALUES (1, 1, 1);"
        "INSERT INTO d VALUES (1, 1, 1); TRUNCATE p CASCADE;",
        database,
    )
    assert server.execute("SELECT * FROM p", database) == []
    assert server.execute("SELECT tableoid::regclass::text FROM c", database) == [("d",)]


def _fires(server: Server, database: str) -> bool:
    try:
        server.execute("DELETE FROM p", database)
    except psycopg.errors.RaiseException:
        return True
    return False
