"""Which keys act on a table, in which order, and which never do (semantics R4, R8, R14, R15, R17)."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import Clause, QualifiedName
from ondelete.deletion.actions.keys import defers, key_order

PARTITIONED = """
CREATE TABLE p (id int PRIMARY KEY) PARTITION BY LIST (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2);
CREATE TABLE c (x int, y int, z int);
ALTER TABLE c ADD CONSTRAINT to_part FOREIGN KEY (x) REFERENCES p1;
ALTER TABLE c ADD CONSTRAINT to_root FOREIGN KEY (y) REFERENCES p;
ALTER TABLE c ADD CONSTRAINT silent FOREIGN KEY (z) REFERENCES p NOT ENFORCED;
"""


@pytest.mark.parametrize(
    ("table", "directly", "names"),
    [
        ("p", False, ["to_part", "to_root"]),
        ("p1", False, ["to_part", "to_root"]),
        ("p2", False, ["to_root"]),
        ("p2", True, []),
        ("p1", True, ["to_part"]),
        ("c", False, []),
    ],
)
def test_keys_act_on_partitions_above_and_below_in_creation_order(table: str, directly: bool, names: list[str]) -> None:
    keys = key_order(catalog_of(PARTITIONED))
    found = keys.acting_on(QualifiedName("public", table), directly=directly)
    assert [entry.key.name for entry in found] == names


TWO_KEYS = """
CREATE TABLE t (id int PRIMARY KEY, other int UNIQUE);
CREATE TABLE c (a int, b int);
ALTER TABLE c ADD CONSTRAINT first FOREIGN KEY (a) REFERENCES t {first};
ALTER TABLE c ADD CONSTRAINT second FOREIGN KEY ({column}) REFERENCES t {second};
"""


@pytest.mark.parametrize(
    ("column", "first", "second", "shadowed"),
    [
        ("a", "ON DELETE CASCADE", "ON DELETE CASCADE", {1}),
        ("b", "ON DELETE CASCADE", "ON DELETE CASCADE", set()),
        ("a", "ON DELETE CASCADE", "DEFERRABLE INITIALLY DEFERRED", {1}),
        ("a", "DEFERRABLE INITIALLY DEFERRED", "ON DELETE CASCADE", {0}),
    ],
)
def test_a_key_that_finds_every_row_dealt_with_never_acts(
    column: str, first: str, second: str, shadowed: set[int]
) -> None:
    keys = key_order(catalog_of(TWO_KEYS.format(column=column, first=first, second=second)))
    assert keys.shadowed_on_delete == shadowed


@pytest.mark.parametrize(
    ("clause", "action", "timing", "waits"),
    [
        ("delete", "ON DELETE NO ACTION", "DEFERRABLE INITIALLY DEFERRED", True),
        ("delete", "ON DELETE NO ACTION", "DEFERRABLE", False),
        ("delete", "ON DELETE RESTRICT", "DEFERRABLE INITIALLY DEFERRED", False),
        ("delete", "ON DELETE CASCADE", "DEFERRABLE INITIALLY DEFERRED", False),
        ("update", "ON DELETE CASCADE", "DEFERRABLE INITIALLY DEFERRED", True),
    ],
)
def test_only_no_action_of_a_deferred_key_waits_for_commit(
    clause: Clause, action: str, timing: str, waits: bool
) -> None:
    (key,) = catalog_of(
        f"CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE c (t int REFERENCES t {action} {timing});"
    ).foreign_keys
    assert defers(key, clause) is waits
