"""From which partitions to which an update may move a row, and whether one takes it."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.actions.movement import movement
from ondelete.deletion.expressions.values import SOME_VALUE

LIST = "CREATE TABLE c (id int, a int, b int) PARTITION BY LIST (a); CREATE TABLE one PARTITION OF c FOR VALUES IN (1);"
BY_B = "CREATE TABLE c (id int, a int, b int) PARTITION BY LIST (b);"
CASES = {
    "no partition for NULL": (LIST, "c", "leaving - arriving - staying - must"),
    "a partition for NULL": (
        LIST + "CREATE TABLE none PARTITION OF c FOR VALUES IN (NULL);",
        "c",
        "leaving one arriving none staying - cannot",
    ),
    "a DEFAULT partition keeps its own rows and takes others": (
        LIST + "CREATE TABLE rest PARTITION OF c DEFAULT;",
        "c",
        "leaving one arriving rest staying rest cannot",
    ),
    "a DEFAULT partition beside one for NULL takes none": (
        LIST + "CREATE TABLE none PARTITION OF c FOR VALUES IN (NULL); CREATE TABLE rest PARTITION OF c DEFAULT;",
        "c",
        "leaving one,rest arriving none staying - cannot",
    ),
    "a level whose key is unchanged keeps its rows": (
        BY_B
        + "CREATE TABLE m PARTITION OF c FOR VALUES IN (1) PARTITION BY RANGE (a);"
        + "CREATE TABLE m1 PARTITION OF m FOR VALUES FROM (1) TO (9);"
        + "CREATE TABLE other PARTITION OF c FOR VALUES IN (2);",
        "c",
        "leaving - arriving - staying other may",
    ),
    "a row that comes is looked at by the key of every level": (
        LIST
        + "CREATE TABLE rest PARTITION OF c DEFAULT PARTITION BY RANGE (b);"
        + "CREATE TABLE low PARTITION OF rest FOR VALUES FROM (0) TO (9);",
        "c",
        "leaving one arriving low staying low may",
    ),
    "hash partitions of all remainders": (
        "CREATE TABLE c (id int, a int) PARTITION BY HASH (a);"
        "CREATE TABLE h0 PARTITION OF c FOR VALUES WITH (MODULUS 2, REMAINDER 0);"
        "CREATE TABLE h1 PARTITION OF c FOR VALUES WITH (MODULUS 2, REMAINDER 1);",
        "c",
        "leaving h0,h1 arriving h0,h1 staying h0,h1 cannot",
    ),
    "hash partitions of some remainders": (
        "CREATE TABLE c (id int, a int) PARTITION BY HASH (a);"
        "CREATE TABLE h0 PARTITION OF c FOR VALUES WITH (MODULUS 4, REMAINDER 0);",
        "c",
        "leaving - arriving - staying h0 may",
    ),
    "an expression": (
        "CREATE TABLE c (id int, a int) PARTITION BY LIST ((coalesce(a, 0)));"
        "CREATE TABLE one PARTITION OF c FOR VALUES IN (1); CREATE TABLE none PARTITION OF c FOR VALUES IN (0);",
        "c",
        "leaving one arriving none staying none cannot",
    ),
    "a partition that is named itself": (
        LIST + "CREATE TABLE none PARTITION OF c FOR VALUES IN (NULL);",
        "one",
        "leaving - arriving - staying one must one",
    ),
    "below a partition that a key references": (
        BY_B
        + "CREATE TABLE m PARTITION OF c FOR VALUES IN (1) PARTITION BY LIST (a);"
        + "CREATE TABLE m1 PARTITION OF m FOR VALUES IN (1); CREATE TABLE mn PARTITION OF m FOR VALUES IN (NULL);"
        + "ALTER TABLE m ADD UNIQUE (id, a); CREATE TABLE d (x int, y int, FOREIGN KEY (x, y) REFERENCES m (id, a));",
        "c",
        "leaving m1 arriving mn staying - cannot refused m1",
    ),
    "out of a partition that is partitioned itself": (
        "CREATE TABLE c (id int, a int, b int) PARTITION BY LIST (a);"
        + "CREATE TABLE m PARTITION OF c FOR VALUES IN (1) PARTITION BY LIST (b);"
        + "CREATE TABLE m1 PARTITION OF m FOR VALUES IN (1); CREATE TABLE m2 PARTITION OF m DEFAULT;"
        + "CREATE TABLE rest PARTITION OF c DEFAULT;",
        "c",
        "leaving m1,m2 arriving rest staying rest cannot",
    ),
    "to a partition whose own partitions are not there": (
        LIST + "CREATE TABLE none PARTITION OF c FOR VALUES IN (NULL) PARTITION BY LIST (b);",
        "c",
        "leaving one arriving - staying - may",
    ),
    "below a level that keeps it, whose own partitions are not there": (
        BY_B + "CREATE TABLE m PARTITION OF c FOR VALUES IN (1) PARTITION BY LIST (id);",
        "c",
        "leaving - arriving - staying - cannot",
    ),
    "no partition below takes it": (
        LIST
        + "CREATE TABLE none PARTITION OF c FOR VALUES IN (NULL) PARTITION BY LIST (a);"
        + "CREATE TABLE none1 PARTITION OF none FOR VALUES IN (1);",
        "c",
        "leaving one arriving - staying - must",
    ),
    "a table without partitions": (
        "CREATE TABLE c (a int) PARTITION BY LIST (a);",
        "c",
        "leaving - arriving - staying - may",
    ),
    "a plain table": ("CREATE TABLE c (a int);", "c", "leaving - arriving - staying - cannot"),
}


@pytest.mark.parametrize(("ddl", "table", "expected"), CASES.values(), ids=CASES)
def test_where_a_row_goes_whose_column_becomes_null(ddl: str, table: str, expected: str) -> None:
    found = movement(catalog_of(ddl), QualifiedName("public", table), {"a": SOME_VALUE}, {"a": frozenset({"null"})})
    words = [
        f"{word} {','.join(sorted(leaf.name for leaf in leaves)) or '-'}"
        for word, leaves in (("leaving", found.leaving), ("arriving", found.arriving), ("staying", found.staying))
    ]
    words.append(found.lost)
    words += [found.bound.name] if found.bound else []
    words += [f"refused {','.join(leaf.name for leaf in found.refused)}"] if found.refused else []
    assert " ".join(words) == expected


def test_other_columns_move_nothing() -> None:
    table = QualifiedName("public", "c")
    found = movement(catalog_of(LIST), table, {"b": SOME_VALUE}, {"b": frozenset({"null"})})
    assert (found.columns, found.leaving, found.lost) == ((), frozenset(), "cannot")
