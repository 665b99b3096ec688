"""Names that the code of triggers lacks: whatever is called missing is among the reports of plpgsql_check."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
from code_generator import case_of

from helpers import catalog_of
from ondelete.analyses.trigger_code import trigger_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server import Server

SCHEMA = (
    "CREATE TABLE users (id int PRIMARY KEY, name text); CREATE TABLE log (id serial PRIMARY KEY, what text);"
    "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN {} RETURN OLD; END $f$;"
    "CREATE TRIGGER t AFTER DELETE ON users FOR EACH ROW EXECUTE FUNCTION f();"
)
BODIES = {
    "INSERT INTO gone VALUES (1);": "gone",
    "UPDATE log SET gone = 1;": "gone",
    "INSERT INTO log (gone) VALUES (1);": "gone",
    "DELETE FROM log l WHERE l.gone = 1;": "gone",
    "IF OLD.gone THEN NULL; END IF;": "gone",
    "PERFORM 1 FROM gone g JOIN log ON log.id = g.id;": "gone",
    "INSERT INTO log (what) SELECT x.name FROM users x;": "",
    "WITH gone AS (SELECT 1) INSERT INTO log (what) SELECT 'a' FROM gone;": "",
}


@pytest.fixture(scope="module")
def database(server15: Server) -> Iterator[str]:
    with server15.database() as name:
        try:
            server15.execute("CREATE EXTENSION plpgsql_check SCHEMA pg_catalog", name)
        except psycopg.Error as error:
            pytest.skip(f"plpgsql_check: {error}")
        yield name


def reports(server: Server, database: str) -> list[str]:
    """Return what plpgsql_check says of the functions of all triggers."""
    rows = server.execute(
        "SELECT r::text FROM pg_trigger t, plpgsql_check_function_tb(t.tgfoid, t.tgrelid) r WHERE NOT t.tgisinternal",
        database,
    )
    return [row[0] for row in rows]


@pytest.mark.parametrize(("body", "missing"), BODIES.items())
def test_what_is_missing_is_reported(server15: Server, database: str, body: str, missing: str) -> None:
    server15.execute(f"DROP SCHEMA public CASCADE; CREATE SCHEMA public; {SCHEMA.format(body)}", database)
    ours = [error.missing for error in trigger_code(catalog_of(SCHEMA.format(body))).errors if error.missing]
    theirs = [report for report in reports(server15, database) if ",42P01," in report or ",42703," in report]
    assert bool(ours) == bool(theirs) == bool(missing)
    assert all(missing in each for each in (*ours, *theirs))


def test_nothing_is_missing_in_random_code_that_runs(server15: Server, database: str) -> None:
    for seed in range(30):
        case = case_of(seed)
        found = trigger_code(catalog_of(case.ddl + case.code)).errors
        assert [error.missing for error in found if error.missing] == [], seed
