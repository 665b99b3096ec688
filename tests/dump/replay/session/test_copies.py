"""COPY ... FROM stdin: where a server may refuse it, somebody is told that psql takes its rows for statements."""

from __future__ import annotations

import pytest

from dump.replay.scripts import names
from helpers import catalog_of

SO = ", so psql takes its rows for statements"
OPTION = "if a server refuses an option or the condition of it, psql takes its rows for statements"
BEFORE = "what is reported before it may make it fail; then psql takes its rows for statements"
COPIES = {
    "COPY t (a) FROM stdin": [],
    "COPY t FROM stdin": [],
    "COPY t (b) FROM stdin": [f"its column is not in the file before it{SO}"],
    "COPY t (a, a) FROM stdin": [f"it names a column twice{SO}"],
    "COPY g (b) FROM stdin": [f"it names a generated column{SO}"],
    "COPY nope FROM stdin": [f"its table is not in the file before it{SO}"],
    "COPY v FROM stdin": [f"public.v is no table: there it is a view{SO}"],
    "COPY w FROM stdin": [],
    "COPY t FROM stdin WITH (nonsense x y)": [f"PostgreSQL's grammar does not accept it{SO}"],
    "COPY t FROM stdin WITH (nonsense)": [OPTION],
    "COPY t FROM stdin WITH (format csv, header, delimiter ';', quote '\"', null '')": [],
    "COPY t FROM stdin WITH CSV HEADER": [],
    "COPY t FROM stdin WITH (quote '\"')": [OPTION],
    "COPY t FROM stdin WITH (delimiter ';;')": [OPTION],
    "COPY t FROM stdin WITH (format csv, format csv)": [OPTION],
    "COPY t FROM stdin WHERE a > 0": [OPTION],
    "COPY BINARY t FROM stdin": [],
}
MADE = """
CREATE TABLE t (a int);
CREATE TABLE g (a int, b int GENERATED ALWAYS AS (a) STORED);
CREATE VIEW v AS SELECT a FROM t;
CREATE VIEW w AS SELECT a FROM t;
CREATE TRIGGER x INSTEAD OF INSERT ON w FOR EACH ROW EXECUTE FUNCTION f();
"""


def told(sql: str) -> list[str]:
    """Return the reasons of a script: each COPY in it has a row."""
    script = "".join(f"{each};\n1\n\\.\n" if each.startswith("COPY") else f"{each};\n" for each in sql.split("; "))
    catalog = catalog_of(f"{MADE}{script}CREATE TABLE after ();\n")
    assert "after" in names(catalog)["tables"]
    return [entry.reason for entry in catalog.skipped]


@pytest.mark.parametrize("sql", COPIES)
def test_the_rows_of_a_copy_that_a_server_refuses(sql: str) -> None:
    assert told(sql) == COPIES[sql]


SESSIONS = {
    "CREATE TABLE q AS EXECUTE p; COPY t FROM stdin; COPY q FROM stdin; COPY q (z) FROM stdin": [
        "the columns of public.q come from a query that is not evaluated",
        BEFORE,
        "whether its table has these columns is not known; if not, psql takes its rows for statements",
    ],
    "SET default_transaction_read_only = on; COPY t FROM stdin": [
        f"a server refuses it in a read-only transaction{SO}",
        "after this a server refuses to change tables; what follows counts here all the same",
    ],
    "BEGIN; COPY t FROM stdin; ROLLBACK": [
        "this transaction is rolled back: if it fails before this COPY, psql takes the rows for statements"
    ],
    "BEGIN; COPY t FROM stdin; COMMIT": [],
    "EXECUTE p; COPY t FROM stdin; COPY t FROM stdin": ["a prepared statement runs that is not followed", BEFORE],
}


@pytest.mark.parametrize("sql", SESSIONS)
def test_a_copy_after_what_may_make_it_fail(sql: str) -> None:
    assert told(sql) == SESSIONS[sql]


def test_an_error_of_its_transaction_makes_a_copy_fail() -> None:
    first, *others = told("BEGIN; DROP TABLE nope; COPY t FROM stdin; COPY t FROM stdin; COMMIT; COPY t FROM stdin")
    assert first.startswith("table public.nope does not exist; if a server refuses it, it undoes the transaction")
    assert others == [BEFORE]
