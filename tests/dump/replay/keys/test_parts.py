"""Keys of partitions that become a part of a key above, and what a partition has when it is one no more."""

from __future__ import annotations

import pytest

from dump.replay.scripts import clean

TABLES = """CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE w (id int, x int, FOREIGN KEY (x) REFERENCES p ON DELETE CASCADE) PARTITION BY LIST (id);
"""
ATTACH = "ALTER TABLE w ATTACH PARTITION part FOR VALUES IN (1);"


def keys(sql: str) -> list[str]:
    return [f"{key.table.name}.{key.name}" for key in clean(TABLES + sql).foreign_keys]


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("ON DELETE CASCADE", ["w.w_x_fkey"]),
        ("ON DELETE SET NULL", ["w.w_x_fkey", "part.own"]),
        ("ON DELETE CASCADE NOT VALID", ["w.w_x_fkey", "part.own"]),
        ("ON DELETE CASCADE DEFERRABLE", ["w.w_x_fkey", "part.own"]),
    ],
)
def test_an_equal_key_is_a_part_of_the_one_above(action: str, expected: list[str]) -> None:
    part = (
        f"CREATE TABLE part (id int, x int); ALTER TABLE part ADD CONSTRAINT own FOREIGN KEY (x) REFERENCES p {action};"
    )
    assert keys(part + ATTACH) == expected


def test_a_partition_below_a_partition_gives_its_own() -> None:
    part = """CREATE TABLE part (id int, x int) PARTITION BY LIST (id);
        CREATE TABLE leaf (id int, x int CONSTRAINT own REFERENCES p ON DELETE CASCADE);
        ALTER TABLE part ATTACH PARTITION leaf DEFAULT;"""
    assert keys(part) == ["w.w_x_fkey", "leaf.own"]
    assert keys(part + ATTACH) == ["w.w_x_fkey"]


def test_a_key_that_comes_later_finds_its_parts() -> None:
    part = "CREATE TABLE part PARTITION OF w FOR VALUES IN (1);"
    own = "ALTER TABLE part ADD CONSTRAINT own FOREIGN KEY (id) REFERENCES p;"
    above = "ALTER TABLE w ADD CONSTRAINT above FOREIGN KEY (id) REFERENCES p;"
    assert keys(part + own + above) == ["w.w_x_fkey", "w.above"]


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("CREATE TABLE part (id int, x int CONSTRAINT own REFERENCES p ON DELETE CASCADE);", "part.own"),
        ("CREATE TABLE part (id int, x int);", "part.w_x_fkey"),
    ],
)
def test_a_table_that_is_no_partition_any_more_has_a_key(part: str, expected: str) -> None:
    assert keys(f"{part}{ATTACH} ALTER TABLE w DETACH PARTITION part;") == ["w.w_x_fkey", expected]
