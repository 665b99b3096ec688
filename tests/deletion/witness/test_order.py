"""In which order the rows of a witness go in."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.witness.order import in_order, references
from ondelete.deletion.witness.result import WitnessRow

SCHEMA = """
CREATE TABLE a (id int PRIMARY KEY, b int);
CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a);
CREATE TABLE c (b int REFERENCES b);
ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b {timing};
"""


def row(table: str, **values: int | None) -> WitnessRow:
    return WitnessRow(QualifiedName("public", table), values)


def test_a_row_follows_what_it_references() -> None:
    rows = [row("c", b=1), row("b", id=1, a=1), row("a", id=1, b=None)]
    groups = in_order(catalog_of(SCHEMA.format(timing="")), rows)
    assert [[entry.table.name for entry in group] for group in groups] == [["a"], ["b"], ["c"]]


@pytest.mark.parametrize(
    ("timing", "groups"),
    [("", [["b", "a"], ["c"]]), ("DEFERRABLE INITIALLY DEFERRED", [["a"], ["b"], ["c"]])],
)
def test_a_cycle_goes_in_together_unless_a_key_waits(timing: str, groups: list[list[str]]) -> None:
    rows = [row("c", b=1), row("b", id=1, a=1), row("a", id=1, b=1)]
    found = in_order(catalog_of(SCHEMA.format(timing=timing)), rows)
    assert [[entry.table.name for entry in group] for group in found] == groups


def test_references() -> None:
    catalog = catalog_of(SCHEMA.format(timing=""))
    assert references(catalog, row("b", id=1, a=2), row("a", id=2))
    assert not references(catalog, row("b", id=1, a=2), row("a", id=3))
    assert not references(catalog, row("b", id=1, a=None), row("a", id=None))
    assert not references(catalog, row("b", id=1, a=2), row("c", id=2))
