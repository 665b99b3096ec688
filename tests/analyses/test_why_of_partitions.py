"""Chains that go on because an update moves a row, or changes a generated column: why agrees with the prediction."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.analyses.why import why, why_all
from ondelete.catalog import QualifiedName
from ondelete.deletion.predict import predict_statically
from ondelete.graph import ForeignKeyGraph

P = "CREATE TABLE p (id int PRIMARY KEY);"
MOVES = (
    "CREATE TABLE c (r int, a int REFERENCES p ON DELETE {}) PARTITION BY LIST ({});"
    "CREATE TABLE c1 PARTITION OF c FOR VALUES IN (1); CREATE TABLE c0 PARTITION OF c FOR VALUES IN (0);"
    "ALTER TABLE c1 ADD UNIQUE (r); CREATE TABLE d (x int REFERENCES c1 (r) ON DELETE {});"
)
GENERATED = (
    "CREATE TABLE c (a int REFERENCES p ON DELETE SET NULL, g int GENERATED ALWAYS AS ({}) STORED UNIQUE);"
    "CREATE TABLE d (x int REFERENCES c (g) ON UPDATE CASCADE);"
)


@pytest.mark.parametrize(
    ("ddl", "chain"),
    [
        (MOVES.format("SET NULL", "(coalesce(a, 0))", "CASCADE"), ["c delete", "d delete"]),
        (MOVES.format("SET NULL", "(coalesce(a, 0))", "SET NULL"), ["c delete", "d delete"]),
        (MOVES.format("SET NULL", "r", "CASCADE"), []),
        (GENERATED.format("coalesce(a, 7)"), ["c delete", "d update"]),
        (GENERATED.format("7"), []),
    ],
)
def test_why_goes_as_far_as_the_prediction(ddl: str, chain: list[str]) -> None:
    catalog = catalog_of(P + ddl)
    p, d = QualifiedName("public", "p"), QualifiedName("public", "d")
    for found in (why(ForeignKeyGraph(catalog), p, d), why_all(ForeignKeyGraph(catalog), p, d)):
        assert [f"{link.key.table.name} {link.event}" for each in found.chains for link in each] == chain
    prediction = predict_statically(catalog, p)
    touched = {entry.table for entry in (*prediction.deleted, *prediction.updated)}
    assert (d in touched) == bool(chain)
