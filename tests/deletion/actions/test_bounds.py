"""What the bounds of partitions say of key values that are known in part."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import Catalog, QualifiedName
from ondelete.deletion.actions.bounds import Answer, covers_values, is_complete, takes
from ondelete.deletion.expressions.values import ANYTHING, NULL, SOME_VALUE, Concrete, Possible, possible

CATALOG = catalog_of("""
CREATE TABLE l (a int) PARTITION BY LIST (a);
CREATE TABLE l1 PARTITION OF l FOR VALUES IN (1, 2);
CREATE TABLE l_null PARTITION OF l FOR VALUES IN (NULL);
CREATE TABLE l_rest PARTITION OF l DEFAULT;
CREATE TABLE r (a int) PARTITION BY RANGE (a);
CREATE TABLE r_low PARTITION OF r FOR VALUES FROM (MINVALUE) TO (10);
CREATE TABLE r_high PARTITION OF r FOR VALUES FROM (10) TO (MAXVALUE);
CREATE TABLE g (a int) PARTITION BY RANGE (a);
CREATE TABLE g_low PARTITION OF g FOR VALUES FROM (MINVALUE) TO (10);
CREATE TABLE g_high PARTITION OF g FOR VALUES FROM (11) TO (MAXVALUE);
CREATE TABLE h (a int) PARTITION BY HASH (a);
CREATE TABLE h0 PARTITION OF h FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE h1 PARTITION OF h FOR VALUES WITH (MODULUS 4, REMAINDER 1);
CREATE TABLE h3 PARTITION OF h FOR VALUES WITH (MODULUS 4, REMAINDER 3);
""")


def answer(parent: str, part: str, value: Concrete | Possible | None, catalog: Catalog = CATALOG) -> str:
    tables = [catalog.tables[QualifiedName("public", name)] for name in (parent, part)]
    return takes(catalog, tables[0], tables[1], [possible(value)]).name


@pytest.mark.parametrize(
    ("parent", "part", "value", "expected"),
    [
        ("l", "l1", 1, Answer.YES),
        ("l", "l1", 3, Answer.NO),
        ("l", "l1", None, Answer.NO),
        ("l", "l1", ANYTHING, Answer.MAY),
        ("l", "l1", Possible(None, null=False, excluded=frozenset({1, 2})), Answer.NO),
        ("l", "l_null", None, Answer.YES),
        ("l", "l_null", SOME_VALUE, Answer.NO),
        ("l", "l_rest", 3, Answer.YES),
        ("l", "l_rest", 1, Answer.NO),
        ("l", "l_rest", SOME_VALUE, Answer.MAY),
        ("r", "r_low", 9, Answer.YES),
        ("r", "r_low", 10, Answer.NO),
        ("r", "r_low", NULL, Answer.NO),
        ("r", "r_high", SOME_VALUE, Answer.MAY),
        ("h", "h0", 1, Answer.MAY),
    ],
)
def test_whether_a_partition_takes_a_row(
    parent: str, part: str, value: Concrete | Possible | None, expected: Answer
) -> None:
    assert answer(parent, part, value) == expected.name


@pytest.mark.parametrize(
    ("parent", "parts", "value", "covered"),
    [
        ("l", "l1 l_rest", ANYTHING, True),
        ("l", "l1 l_null", SOME_VALUE, False),
        ("r", "r_low r_high", SOME_VALUE, True),
        ("r", "r_low r_high", ANYTHING, False),
        ("g", "g_low g_high", SOME_VALUE, False),
        ("h", "h0 h1 h3", ANYTHING, True),
        ("h", "h0 h1", ANYTHING, False),
    ],
)
def test_whether_partitions_take_every_value(parent: str, parts: str, value: Possible, covered: bool) -> None:
    tables = [CATALOG.tables[QualifiedName("public", name)] for name in (parent, *parts.split())]
    assert covers_values(tables[0], tables[1:], [value]) is covered
    assert is_complete(tables[1:]) is (parent == "h" and covered)
