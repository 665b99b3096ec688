"""Actions that can never work, with the reason; servers judge the constraints in tests/postgres."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.analyses.impossible import impossible_action

PARENT = "CREATE TABLE p (a int, b int, PRIMARY KEY (a, b));\n"


@pytest.mark.parametrize(
    ("columns", "key", "reasons", "failures"),
    [
        ("a int, b int", "ON DELETE SET NULL", 0, 0),
        ("a int NOT NULL, b int", "ON DELETE CASCADE", 0, 0),
        ("a int NOT NULL, b int", "ON DELETE SET NULL", 1, 1),
        ("a int NOT NULL, b int NOT NULL", "ON DELETE SET NULL", 2, 2),
        ("a int NOT NULL, b int", "ON DELETE SET NULL (b)", 0, 0),
        ("a int NOT NULL, b int", "MATCH FULL ON DELETE SET NULL (b)", 1, 0),
        ("a int NOT NULL DEFAULT 1, b int", "ON DELETE SET DEFAULT (a)", 0, 0),
        ("a int NOT NULL, b int", "ON DELETE SET DEFAULT (a)", 1, 1),
        # A default that the row refuses is not NULL: that is another mistake.
        ("a int DEFAULT 1 CHECK (a > 5), b int", "ON DELETE SET DEFAULT (a)", 0, 0),
    ],
)
def test_why_an_action_can_never_work(columns: str, key: str, reasons: int, failures: int) -> None:
    catalog = catalog_of(f"{PARENT}CREATE TABLE c ({columns}, FOREIGN KEY (a, b) REFERENCES p {key});")
    found = impossible_action(catalog, catalog.foreign_keys[0])
    assert (len(found.reasons), len(found.failures)) == (reasons, failures)
    assert bool(found) is (reasons > 0)
