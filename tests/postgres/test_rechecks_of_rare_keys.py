"""R9 of docs/semantics.md: the re-check of keys that block by themselves, or that rows broke from the beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.predict import predict_delete
from ondelete.deletion.versions import for_version

if TYPE_CHECKING:
    from server import Server

    from ondelete.deletion.effects import Failure

TABLES = (
    "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE m (id int PRIMARY KEY, p int);"
    "CREATE TABLE c (id int PRIMARY KEY, x int, a int, b int);"
)
TWO = (
    "ALTER TABLE c ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p ON DELETE SET NULL;"
    "ALTER TABLE c ADD CONSTRAINT g FOREIGN KEY (b) REFERENCES p ON DELETE SET NULL;"
)
VANISHES = "ALTER TABLE m ADD CONSTRAINT gone FOREIGN KEY (p) REFERENCES p ON DELETE CASCADE;"
RESTRICT = "ALTER TABLE c ADD CONSTRAINT k FOREIGN KEY (x) REFERENCES m ON DELETE RESTRICT;"
ROWS = "INSERT INTO p VALUES (1); INSERT INTO m VALUES (1, 1); INSERT INTO c VALUES (1, 1, 1, 1);"


def asked(server: Server, sql: str) -> tuple[str | None, str | None, str]:
    """Return the SQLSTATE, the constraint and the beginning of the message with which DELETE FROM p ends."""
    with server.database() as database:
        server.execute(sql, database)
        try:
            server.execute("DELETE FROM p", database)
        except psycopg.Error as error:
            return error.sqlstate, error.diag.constraint_name, (error.diag.message_primary or "")[:16]
    return None, None, ""


def told(server: Server, ddl: str, key: str) -> list[Failure]:
    prediction = for_version(predict_delete(catalog_of(ddl), QualifiedName("public", "p")), server.version)
    return [failure for failure in prediction.failures if failure.key.name == key]


def test_r09_a_restrict_key_that_is_checked_again_first(server: Server) -> None:
    ddl = TABLES + TWO + RESTRICT + VANISHES
    assert asked(server, ddl + ROWS) == ("23503", "k", "insert or update")
    (failure,) = told(server, ddl, "k")
    assert (failure.kind, failure.certainty) == ("block", "must")
    assert "23503" in failure.sqlstates
    assert ("23001" in failure.sqlstates) == (server.version >= 18)


def test_r09_a_restrict_key_without_two_updates_blocks(server: Server) -> None:
    ddl = TABLES + RESTRICT + VANISHES
    expected = "23001" if server.version >= 18 else "23503"
    assert asked(server, ddl + ROWS) == (expected, "k", "update or delete")
    (failure,) = told(server, ddl, "k")
    assert failure.sqlstates == (expected,)


@pytest.mark.parametrize("timing", ["", " DEFERRABLE INITIALLY DEFERRED"])
def test_r09_a_not_valid_key_finds_no_row_from_the_beginning(server: Server, timing: str) -> None:
    late = f"ALTER TABLE c ADD CONSTRAINT k FOREIGN KEY (x) REFERENCES m{timing} NOT VALID;"
    rows = "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 99, 1, 1);"
    assert asked(server, TABLES + TWO + rows + late) == ("23503", "k", "insert or update")
    (failure,) = told(server, TABLES + TWO + late, "k")
    assert (failure.kind, failure.shown) == ("recheck", False)
    assert failure.certainty == ("deferred" if timing else "may")
    assert told(server, TABLES + TWO + late + "ALTER TABLE c VALIDATE CONSTRAINT k;", "k") == []
