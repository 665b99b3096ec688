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


C = "CREATE TABLE t (id int PRIMARY KEY, other int, UNIQUE (id, other)); CREATE TABLE c (a int, b int);"
M = (
    "CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE c (a int, b int) PARTITION BY LIST (a);"
    "CREATE TABLE c1 PARTITION OF c FOR VALUES IN (1); CREATE TABLE c2 PARTITION OF c DEFAULT;"
)
LATE = "DEFERRABLE INITIALLY DEFERRED"


def foreign_key(name: str, columns: str, referenced: str, actions: str, table: str = "c") -> str:
    return f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) REFERENCES {referenced} {actions};"


RIVALS: dict[str, tuple[str, Clause, dict[str, str]]] = {
    "of two that do different things each is the other's rival": (
        C + foreign_key("x", "a", "t", "ON DELETE CASCADE") + foreign_key("y", "a", "t", "ON DELETE SET NULL"),
        "delete",
        {"x": "y", "y": "x"},
    ),
    "of several rivals the first in the file counts": (
        C
        + foreign_key("x", "a", "t", "ON DELETE CASCADE")
        + foreign_key("y", "a", "t", "ON DELETE SET NULL")
        + foreign_key("z", "a", "t", "ON DELETE RESTRICT"),
        "delete",
        {"x": "y", "y": "x", "z": "x"},
    ),
    "beside a key that stops, one that does not comes first": (
        C
        + foreign_key("x", "a", "t", "ON DELETE RESTRICT")
        + foreign_key("y", "a", "t", "")
        + foreign_key("z", "a", "t", "ON DELETE CASCADE"),
        "delete",
        {"x": "z", "y": "z", "z": "x"},
    ),
    "a delete by fewer columns finds every row": (
        C
        + foreign_key("x", "a", "t", "ON DELETE CASCADE")
        + foreign_key("y", "a, b", "t (id, other)", "ON DELETE CASCADE"),
        "delete",
        {"x": "", "y": "shadowed"},
    ),
    "an update of the other column queues nothing for the smaller key": (
        C
        + foreign_key("x", "a", "t", "ON UPDATE CASCADE")
        + foreign_key("y", "a, b", "t (id, other)", "ON UPDATE CASCADE"),
        "update",
        {"x": "", "y": ""},
    ),
    "the same update twice": (
        C + foreign_key("x", "a", "t", "ON UPDATE CASCADE") + foreign_key("y", "a", "t", "ON UPDATE CASCADE"),
        "update",
        {"x": "", "y": "shadowed"},
    ),
    "the same columns set to NULL": (
        C
        + foreign_key("x", "a, b", "t (id, other)", "ON DELETE SET NULL (b)")
        + foreign_key("y", "a, b", "t (id, other)", "ON DELETE SET NULL (b)"),
        "delete",
        {"x": "", "y": "shadowed"},
    ),
    "other columns set to NULL": (
        C
        + foreign_key("x", "a, b", "t (id, other)", "ON DELETE SET NULL (b)")
        + foreign_key("y", "a, b", "t (id, other)", "ON DELETE SET NULL"),
        "delete",
        {"x": "y", "y": "x"},
    ),
    "the list of columns is of ON DELETE": (
        C
        + foreign_key("x", "a, b", "t (id, other)", "ON UPDATE SET NULL ON DELETE SET NULL (b)")
        + foreign_key("y", "a, b", "t (id, other)", "ON UPDATE SET NULL"),
        "update",
        {"x": "", "y": "shadowed"},
    ),
    "two that check are told apart by their errors": (
        C + foreign_key("x", "a", "t", "") + foreign_key("y", "a", "t", ""),
        "delete",
        {"x": "y", "y": "x"},
    ),
    "a check that waits comes after all others": (
        C + foreign_key("x", "a", "t", LATE) + foreign_key("y", "a", "t", ""),
        "delete",
        {"x": "shadowed", "y": ""},
    ),
    "a partition's own key deletes as the table's does": (
        M + foreign_key("x", "a", "t", "ON DELETE CASCADE") + foreign_key("y", "a", "t", "ON DELETE CASCADE", "c1"),
        "delete",
        {"x": "", "y": "shadowed"},
    ),
    "a partition's own key cannot move a row that the table's moves": (
        M + foreign_key("x", "a", "t", "ON UPDATE CASCADE") + foreign_key("y", "a", "t", "ON UPDATE CASCADE", "c1"),
        "update",
        {"x": "", "y": "x"},
    ),
    "both set a column that moves nothing": (
        M + foreign_key("x", "b", "t", "ON DELETE SET NULL") + foreign_key("y", "b", "t", "ON DELETE SET NULL", "c1"),
        "delete",
        {"x": "", "y": "shadowed"},
    ),
    "a partition's own key does not reach the other partitions": (
        M + foreign_key("x", "a", "t", "ON DELETE SET NULL", "c1") + foreign_key("y", "a", "t", "ON DELETE CASCADE"),
        "delete",
        {"x": "y", "y": ""},
    ),
    "a key to all partitions finds the rows of a key to one of them": (
        PARTITIONED
        + foreign_key("u", "x", "p", "ON DELETE CASCADE")
        + foreign_key("v", "x", "p1", "ON DELETE CASCADE"),
        "delete",
        {"to_part": "u", "u": "", "v": "shadowed", "to_root": "", "silent": ""},
    ),
}


@pytest.mark.parametrize(("ddl", "clause", "expected"), RIVALS.values(), ids=RIVALS)
def test_which_key_acts_instead_of_which(ddl: str, clause: Clause, expected: dict[str, str]) -> None:
    catalog = catalog_of(ddl)
    keys = key_order(catalog)
    silent = keys.shadowed_on_delete if clause == "delete" else keys.shadowed_on_update
    told = {}
    for order, key in enumerate(catalog.foreign_keys):
        rival = keys.rival_of(order, clause)
        told[key.name] = "shadowed" if order in silent else rival.key.name if rival is not None else ""
    assert told == expected


def test_without_more_words_all_keys_act() -> None:
    found = key_order(catalog_of(PARTITIONED)).acting_on(QualifiedName("public", "p1"))
    assert [entry.key.name for entry in found] == ["to_part", "to_root"]


@pytest.mark.parametrize(
    ("first", "second", "third", "stopping"),
    [
        ("", "", None, {0, 1}),
        ("", "ON DELETE RESTRICT", None, {0, 1}),
        ("", "ON DELETE CASCADE", None, set()),
        ("", "DEFERRABLE INITIALLY DEFERRED", None, set()),
        ("ON DELETE CASCADE", "ON DELETE SET NULL", None, set()),
        ("", "ON DELETE RESTRICT", "ON DELETE CASCADE", set()),
        ("", "ON DELETE RESTRICT", "", {0, 1, 2}),
    ],
)
def test_keys_that_stop_in_any_order(first: str, second: str, third: str | None, stopping: set[int]) -> None:
    ddl = TWO_KEYS.format(column="a", first=first, second=second)
    if third is not None:
        ddl += foreign_key("third", "a", "t", third)
    keys = key_order(catalog_of(ddl))
    assert {order for order in range(3) if keys.stops_in_any_order(order, "delete")} == stopping


def test_one_key_alone_has_no_rival_that_stops() -> None:
    keys = key_order(catalog_of(TWO_KEYS.format(column="b", first="", second="")))
    assert not keys.stops_in_any_order(0, "delete")
