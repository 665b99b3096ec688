from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.analyses.cardinality import cardinality_of


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ("u int REFERENCES users", "n:0..1"),
        ("u int NOT NULL REFERENCES users", "n:1"),
        ("u int UNIQUE REFERENCES users", "0..1:0..1"),
        ("u int PRIMARY KEY REFERENCES users", "0..1:1"),
        ("u int NOT NULL REFERENCES users, x int, UNIQUE (u, x)", "n:1"),
        ("u int NOT NULL REFERENCES users, CHECK (u > 0)", "n:1"),
    ],
)
def test_not_null_and_unique_of_the_referencing_columns_decide(columns, words):
    catalog = catalog_of(f"CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE t ({columns});")
    assert cardinality_of(catalog, catalog.foreign_keys[0]).words == words


@pytest.mark.parametrize(
    ("index", "unique"),
    [
        ("CREATE UNIQUE INDEX i ON t (u)", True),
        ("CREATE INDEX i ON t (u)", False),
        ("CREATE UNIQUE INDEX i ON t (u) WHERE u > 5", False),
        ("CREATE UNIQUE INDEX i ON t ((u + 1))", False),
        ("CREATE UNIQUE INDEX i ON t (u, x)", False),
    ],
)
def test_an_index_counts_that_holds_for_all_rows(index, unique):
    catalog = catalog_of(
        f"CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE t (u int REFERENCES users, x int); {index};"
    )
    assert cardinality_of(catalog, catalog.foreign_keys[0]).unique is unique


def test_a_part_of_the_columns_of_a_key_can_be_what_is_unique():
    catalog = catalog_of(
        "CREATE TABLE users (a int, b int, PRIMARY KEY (a, b));"
        "CREATE TABLE t (a int NOT NULL, b int UNIQUE, FOREIGN KEY (a, b) REFERENCES users);"
    )
    assert cardinality_of(catalog, catalog.foreign_keys[0]).words == "0..1:0..1"
