"""What the planner proves of a partial index's predicate, if no column of the key is NULL."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.analyses.indexing.predicate import is_implied


@pytest.mark.parametrize(
    ("where", "implied"),
    [
        ("a IS NOT NULL", True),
        ("NOT a IS NULL", True),
        ("a IS NULL", False),
        ("b IS NOT NULL", False),
        ("a IS NOT NULL AND b IS NOT NULL", False),
        ("a IS NOT NULL OR b IS NOT NULL", True),
        ("NOT (a IS NULL OR b IS NULL)", False),
        ("NOT (a IS NULL AND b IS NULL)", True),
        ("a IS DISTINCT FROM NULL", True),
        ("(a IS NOT NULL) = true", True),
        ("a = 1", False),
        ("true", True),
        ("1 = 1", True),
        ("1 = 2", False),
    ],
)
def test_a_predicate_follows_or_not(where: str, implied: bool) -> None:
    catalog = catalog_of(f"CREATE TABLE t (a int, b int); CREATE INDEX i ON t (a) WHERE {where};")
    predicate = catalog.indexes[0].predicate
    assert predicate is not None
    assert is_implied(predicate.tree, {"a"}) is implied
