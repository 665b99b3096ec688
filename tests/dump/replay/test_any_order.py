"""Whatever statements come in whatever order, the replay ends, and its catalog fits together."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ondelete.catalog import Location
from ondelete.dump.replay import replay
from ondelete.dump.statements.cutter import Statement

if TYPE_CHECKING:
    from ondelete.catalog import Catalog

DDL = Path(__file__).parents[2] / "postgres" / "ddl"
STATEMENTS = [
    re.sub(r"^(--.*\n)+", "", text.strip())
    for path in sorted(DDL.glob("*.sql"))
    for text in path.read_text(encoding="utf-8").split(";\n")
    if text.strip()
] + [
    "ALTER TABLE a ATTACH PARTITION b FOR VALUES IN (1)",
    "ALTER TABLE a DETACH PARTITION b",
    "ALTER TABLE a INHERIT b",
    "ALTER TABLE a RENAME TO b",
    "ALTER TABLE a SET SCHEMA s",
    "CREATE VIEW a AS SELECT 1",
    "DROP TABLE a CASCADE",
    "DROP TABLE p CASCADE",
]
NAMES = "abcptqxk"


def _renamed(text: str, seed: int) -> str:
    """Return a statement in which single-letter names are others, so that statements meet."""
    names = iter(NAMES[(seed + place * 7) % len(NAMES)] for place in range(10_000))
    return re.sub(r"\b[a-z]\b", lambda match: next(names) if seed % 3 == 0 else match[0], text)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(STATEMENTS), st.integers(0, 50)), min_size=1, max_size=50))
def test_any_sequence_gives_a_catalog_that_fits_together(chosen: list[tuple[str, int]]) -> None:
    texts = [_renamed(text, seed) for text, seed in chosen]
    _check(replay([Statement(text, Location("f", place + 1)) for place, text in enumerate(texts)]))


def _check(catalog: Catalog) -> None:
    assert not [entry for entry in catalog.skipped if "defect" in entry.reason]
    defined = catalog.tables.keys() | catalog.relations.keys() | set(catalog.external)
    for key in catalog.foreign_keys:
        assert {key.table, key.referenced_table} <= defined
    indexes = {(index.table, index.name): index for index in catalog.indexes}
    assert len(indexes) == len(catalog.indexes)
    for index in catalog.indexes:
        assert index.table in defined
    for constraint in catalog.keys:
        assert indexes[constraint.table, constraint.name].constraint == constraint.name
    owned = {(index.table, index.constraint) for index in catalog.indexes if index.constraint is not None}
    assert owned == {(constraint.table, constraint.name) for constraint in catalog.keys}
    for check in catalog.checks:
        assert check.table in defined
    for table in catalog.tables.values():
        assert set(table.parents) <= catalog.tables.keys()
        assert len({column.name for column in table.columns}) == len(table.columns)
