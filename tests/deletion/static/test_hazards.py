"""Which keys the schema does not exclude from being checked again and failing (semantics R9)."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.static.events import EventGraph
from ondelete.deletion.static.hazards import candidates_by_key

SCHEMA = """
CREATE TABLE t (id int PRIMARY KEY);
CREATE TABLE mid (id int PRIMARY KEY, t int REFERENCES t ON DELETE CASCADE);
CREATE TABLE low (id int PRIMARY KEY, mid int REFERENCES mid ON DELETE CASCADE);
CREATE TABLE c (
    a int CONSTRAINT one REFERENCES mid ON DELETE SET NULL,
    b int CONSTRAINT two REFERENCES mid ON DELETE SET NULL,
    x int CONSTRAINT risky REFERENCES low ON DELETE {action}
);
"""


def candidates(action: str, more: str = "") -> dict[str, tuple[int, int, list[int]]]:
    """Return by key the lengths of the first candidate's chains."""
    graph = EventGraph(catalog_of(SCHEMA.format(action=action) + more), QualifiedName("public", "t"))
    found = (next(hazards, None) for hazards in candidates_by_key(graph))
    return {
        hazard.key.name: (len(hazard.first), len(hazard.second), [len(path) for path in hazard.vanishing])
        for hazard in found
        if hazard is not None
    }


def test_a_row_updated_twice_before_its_third_key_acts() -> None:
    assert candidates("CASCADE") == {"risky": (2, 2, [2])}


@pytest.mark.parametrize(
    ("action", "more"),
    [
        ("CASCADE DEFERRABLE INITIALLY DEFERRED", ""),
        ("CASCADE NOT ENFORCED", ""),
        ("CASCADE", "ALTER TABLE c DROP CONSTRAINT two;"),
        ("CASCADE", "ALTER TABLE low DROP CONSTRAINT low_mid_fkey;"),
    ],
)
def test_what_the_schema_excludes(action: str, more: str) -> None:
    assert candidates(action, more) == {}
