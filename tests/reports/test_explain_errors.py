"""The errors of explain, as an application sees them."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.predict import predict_delete
from ondelete.reports.explain_errors import constraint_in_error
from reports.reporting import USERS, child, explain


def test_an_error_shows_what_an_application_sees():
    text = explain(USERS + child("invoices", "RESTRICT"))
    assert "  invoices.user_id → users  RESTRICT  invoices_fk, line 2\n    23503 (23001 on PostgreSQL 18): " in text


def test_blockers_are_never_counted_away():
    sql = USERS + "".join(child(f"t{n:02}", "RESTRICT") for n in range(40))
    text = explain(sql)
    assert text.count("BLOCKS") == 40
    assert "and 34 more, of which --full says why:" in text
    assert all(f"t{n:02}_" in text for n in range(40)), "the name of each key in an error message is found"


PARTED = (
    "CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE c (id int, a int REFERENCES t ON DELETE SET NULL)"
    " PARTITION BY LIST (id); CREATE TABLE c1 PARTITION OF c FOR VALUES IN (1);"
)


@pytest.mark.parametrize(
    ("ddl", "named"),
    [
        ("CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE c (a int CONSTRAINT k REFERENCES t);", "k"),
        (
            "CREATE TABLE t (id int PRIMARY KEY) PARTITION BY HASH (id);"
            "CREATE TABLE c (a int CONSTRAINT k REFERENCES t);",
            None,
        ),
        ("CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE c (a int NOT NULL REFERENCES t ON DELETE SET NULL);", None),
        (PARTED + "ALTER TABLE c ADD CONSTRAINT k CHECK (a > 0 IS TRUE);", "k"),
        (PARTED + "CREATE UNIQUE INDEX i ON c (id, a) NULLS NOT DISTINCT;", None),
        (PARTED + "CREATE UNIQUE INDEX i ON c1 (id, a) NULLS NOT DISTINCT;", "i"),
    ],
)
def test_what_the_error_names(ddl: str, named: str | None) -> None:
    catalog = catalog_of(ddl)
    (failure,) = predict_delete(catalog, QualifiedName("public", "t")).failures
    assert constraint_in_error(failure, catalog) == named
