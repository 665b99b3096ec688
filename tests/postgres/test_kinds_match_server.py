"""DROP and ALTER with the word of one kind and the name of another do to our catalog what they do to a server's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
from catalog_queries import catalog_facts, server_facts

from helpers import catalog_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server import Server

SETUP = """
CREATE SCHEMA s; CREATE EXTENSION IF NOT EXISTS plpgsql;
CREATE TABLE tab (a int PRIMARY KEY, b int); CREATE INDEX idx ON tab (b);
CREATE TABLE chi (a int REFERENCES tab ON DELETE CASCADE);
CREATE TABLE par (a int) PARTITION BY LIST (a); CREATE INDEX pix ON par (a);
CREATE VIEW vie AS SELECT 1 AS a; CREATE MATERIALIZED VIEW mat AS SELECT 1 AS a; CREATE SEQUENCE seq;
CREATE TYPE com AS (a int); CREATE DOMAIN dom AS int; CREATE TYPE enu AS ENUM ('a');
"""
NAMES = ("tab", "par", "vie", "mat", "seq", "idx", "pix", "com", "dom", "enu")
STATEMENTS = (
    *(
        f"DROP {kind} IF EXISTS {{name}}{cascade}"
        for kind in ("TABLE", "VIEW", "MATERIALIZED VIEW", "SEQUENCE", "FOREIGN TABLE", "INDEX", "TYPE", "DOMAIN")
        for cascade in ("", " CASCADE")
    ),
    *(
        f"ALTER {kind} {{name}} {action}"
        for kind in ("TABLE", "VIEW", "MATERIALIZED VIEW", "SEQUENCE", "FOREIGN TABLE", "INDEX", "TYPE", "DOMAIN")
        for action in ("RENAME TO new", "SET SCHEMA s", "RENAME COLUMN a TO c", "ADD COLUMN d int")
        if not (kind in ("SEQUENCE", "DOMAIN") and "COLUMN" in action)
        and not (kind == "INDEX" and "RENAME TO" not in action)
        and not (kind in ("VIEW", "MATERIALIZED VIEW") and "ADD" in action)
        and not (kind == "TYPE" and "COLUMN" in action)
    ),
    "ALTER TYPE {name} RENAME ATTRIBUTE a TO c",
    "ALTER TYPE {name} ADD ATTRIBUTE d int",
    "ALTER VIEW {name} ALTER COLUMN a SET DEFAULT 1",
)
COMPARED = ("tables", "foreign keys", "indexes", "others", "enums", "domains")


@pytest.fixture(scope="module")
def database(server18: Server) -> Iterator[str]:
    with server18.database() as name:
        server18.execute(SETUP, name)
        yield name


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_same_relation_or_none_is_changed(statement: str, server18: Server, database: str) -> None:
    for name in NAMES:
        sql = statement.format(name=name)
        ours = catalog_of(f"{SETUP}\n{sql};")
        server18.execute("RESET search_path; BEGIN", database)
        try:
            server18.execute(sql, database)
            refused = ""
        except psycopg.Error as error:
            refused = str(error)
        theirs = server_facts(server18, database)
        server18.execute("ROLLBACK", database)
        facts = catalog_facts(ours)
        for what in COMPARED:
            assert facts[what] == theirs[what], (sql, what, refused, ours.skipped)
        assert bool(refused) or not ours.skipped, (sql, ours.skipped)
