"""Indexes of partitioned tables: who has a part of them, and which are valid."""

from __future__ import annotations

import pytest

from dump.replay.scripts import clean, names, reasons

WHOLE = "CREATE TABLE w (a int, b int) PARTITION BY LIST (a); CREATE TABLE p PARTITION OF w FOR VALUES IN (1);"
SECOND = "CREATE TABLE q PARTITION OF w FOR VALUES IN (2);"
ONLY = "CREATE INDEX i ON ONLY w (b);"


def valid(sql: str) -> dict[str, bool]:
    return {index.name: index.valid for index in clean(sql).indexes}


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        (WHOLE + ONLY, {"i": False}),
        (WHOLE + ONLY + "CREATE INDEX j ON p (b); ALTER INDEX i ATTACH PARTITION j;", {"i": True, "j": True}),
        (WHOLE + SECOND + ONLY + "CREATE INDEX j ON p (b); ALTER INDEX i ATTACH PARTITION j;", {"i": False, "j": True}),
        (WHOLE + "CREATE INDEX i ON w (b);", {"i": True}),
        ("CREATE TABLE w (b int) PARTITION BY LIST (b); CREATE INDEX i ON ONLY w (b);", {"i": True}),
    ],
)
def test_an_index_is_valid_once_every_partition_has_its_part(sql: str, expected: dict[str, bool]) -> None:
    assert valid(sql) == expected


def test_a_valid_part_makes_what_is_above_valid_too() -> None:
    sql = f"""{WHOLE} CREATE TABLE s PARTITION OF w FOR VALUES IN (5) PARTITION BY LIST (a);
        CREATE TABLE l PARTITION OF s FOR VALUES IN (5);
        {ONLY} CREATE INDEX j ON p (b); CREATE INDEX k ON ONLY s (b); CREATE INDEX m ON l (b);
        ALTER INDEX i ATTACH PARTITION j; ALTER INDEX i ATTACH PARTITION k;"""
    assert valid(sql) == {"i": False, "j": True, "k": False, "m": True}
    assert valid(f"{sql} ALTER INDEX k ATTACH PARTITION m;") == dict.fromkeys("ijkm", True)


FITS = {
    "CREATE INDEX j ON p (b);": True,
    "CREATE INDEX j ON p (b DESC);": True,
    "CREATE UNIQUE INDEX j ON p (b);": False,
    "CREATE INDEX j ON p (a);": False,
    "CREATE INDEX j ON p (b) INCLUDE (a);": False,
    "CREATE INDEX j ON p (b) WHERE b > 1;": False,
    "CREATE INDEX j ON p USING hash (b);": False,
    "CREATE INDEX j ON p ((b + 1));": False,
}


@pytest.mark.parametrize("sql", FITS)
def test_a_partition_gives_an_index_that_fits(sql: str) -> None:
    [index, *_] = clean(f"{WHOLE}{sql} CREATE INDEX i ON w (b);").indexes
    assert (index.name, index.attached_to is not None) == ("j", FITS[sql])


def test_an_index_that_has_become_a_part_goes_with_the_one_above() -> None:
    sql = f"{WHOLE} CREATE INDEX j ON p (b); CREATE INDEX i ON w (b); DROP INDEX i;"
    assert names(clean(sql))["indexes"] == []


def test_a_copy_has_a_name_of_its_own_once_it_stands_alone() -> None:
    sql = f"{WHOLE} CREATE INDEX i ON w (b, lower(b::text)); ALTER TABLE w DETACH PARTITION p;"
    assert names(clean(sql))["indexes"] == ["w.i", "p.p_b_lower_idx"]


def test_parentheses_around_a_column_are_no_expression() -> None:
    [index] = clean('CREATE TABLE t (a text); CREATE INDEX i ON t (((a COLLATE "C")));').indexes
    assert (index.columns, index.collations, index.expressions) == (("a",), ("C",), ())


def test_orders_are_kept_where_they_are_not_the_usual() -> None:
    sql = "CREATE TABLE t (a int, b int); CREATE INDEX i ON t (a DESC, b DESC NULLS LAST); CREATE INDEX j ON t (a ASC);"
    assert [index.orders for index in clean(sql).indexes] == [("DESC", "DESC NULLS LAST"), ()]


def test_what_is_attached_must_be_there() -> None:
    assert reasons(f"{WHOLE}{ONLY} ALTER INDEX i ATTACH PARTITION nope;") == ["index public.nope does not exist"]
