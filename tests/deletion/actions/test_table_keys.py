"""Which keys concern the rows of a table, in creation order; a key of a partitioned table is one of every partition."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import ForeignKey, QualifiedName
from ondelete.deletion.actions.table_keys import TableKeys

SCHEMA = """
CREATE TABLE p (id int PRIMARY KEY, up int) PARTITION BY LIST (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
CREATE TABLE c (x int, y int, z int);
ALTER TABLE p1 ADD CONSTRAINT own FOREIGN KEY (up) REFERENCES p ON DELETE CASCADE;
ALTER TABLE c ADD CONSTRAINT to_part FOREIGN KEY (x) REFERENCES p1;
ALTER TABLE p ADD CONSTRAINT of_root FOREIGN KEY (up) REFERENCES p;
ALTER TABLE c ADD CONSTRAINT to_root FOREIGN KEY (y) REFERENCES p;
ALTER TABLE c ADD CONSTRAINT silent FOREIGN KEY (y) REFERENCES p NOT ENFORCED;
ALTER TABLE c ADD CONSTRAINT gone FOREIGN KEY (z) REFERENCES gone (id);
"""


def names(keys: tuple[ForeignKey, ...]) -> list[str]:
    return [key.name for key in keys]


@pytest.mark.parametrize(
    ("table", "to", "directly_to", "out_of"),
    [
        ("p", ["own", "of_root", "to_root"], ["own", "of_root", "to_root"], ["of_root"]),
        ("p1", ["own", "to_part", "of_root", "to_root"], ["to_part"], ["own", "of_root"]),
        ("c", [], [], ["to_part", "to_root"]),
    ],
)
def test_keys_of_a_table(table: str, to: list[str], directly_to: list[str], out_of: list[str]) -> None:
    keys, name = TableKeys(catalog_of(SCHEMA)), QualifiedName("public", table)
    assert names(keys.to(name)) == to
    assert names(keys.directly_to(name)) == directly_to
    assert names(keys.out_of(name)) == out_of
