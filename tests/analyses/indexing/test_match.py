"""How well one index serves one key."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.analyses.indexing.comparison import comparisons_of
from ondelete.analyses.indexing.match import ORDER, Verdict, match


@pytest.mark.parametrize(
    ("index", "verdict"),
    [
        ("(a, b)", "full"),
        ("(b, a)", "full"),
        ("(a)", "weak"),
        ("(x, a, b)", "weak"),
        ("USING hash (a)", "weak"),
        ("USING brin (a, b)", "weak"),
        ("(a, b) WHERE a IS NOT NULL", "full"),
        ("(a, b) WHERE x = 1", "none"),
        ("(x) WHERE a IS NOT NULL", "weak"),
        ("(x)", "none"),
        ("(x) INCLUDE (a, b)", "none"),
    ],
)
def test_verdict(index: str, verdict: str) -> None:
    catalog = catalog_of(
        "CREATE TABLE p (a int, b int, PRIMARY KEY (a, b));"
        "CREATE TABLE c (a int, b int, x int, FOREIGN KEY (a, b) REFERENCES p);"
        f"CREATE INDEX i ON c {index};"
    )
    (found,) = catalog.indexes_of[catalog.foreign_keys[0].table]
    assert match(found, comparisons_of(catalog, catalog.foreign_keys[0])).verdict == verdict


def test_the_best_verdict_is_first() -> None:
    assert sorted(Verdict, key=ORDER.__getitem__) == [Verdict.FULL, Verdict.WEAK, Verdict.NONE]
