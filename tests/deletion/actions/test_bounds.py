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


MORE = catalog_of("""
CREATE TABLE plain (a int);
CREATE TABLE one (a int) PARTITION BY HASH (a);
CREATE TABLE one_all PARTITION OF one FOR VALUES WITH (MODULUS 1, REMAINDER 0);
CREATE TABLE two (a int, b int) PARTITION BY RANGE (a, b);
CREATE TABLE two_one PARTITION OF two FOR VALUES FROM (1, MINVALUE) TO (1, MAXVALUE);
CREATE TABLE two_low PARTITION OF two FOR VALUES FROM (MINVALUE, MINVALUE) TO (1, MINVALUE);
CREATE TABLE two_high PARTITION OF two FOR VALUES FROM (1, MAXVALUE) TO (MAXVALUE, MAXVALUE);
CREATE TABLE all_ (a int, b int) PARTITION BY RANGE (a, b);
CREATE TABLE all_of_it PARTITION OF all_ FOR VALUES FROM (MINVALUE, MINVALUE) TO (MAXVALUE, MAXVALUE);
CREATE TABLE text_ (a int, b text) PARTITION BY RANGE (a, b);
CREATE TABLE text_part PARTITION OF text_ FOR VALUES FROM (1, 'a') TO (1, 'z');
CREATE TABLE top (a numeric) PARTITION BY RANGE (a);
CREATE TABLE top_part PARTITION OF top FOR VALUES FROM (0) TO ('Infinity');
CREATE TABLE sum (a int) PARTITION BY LIST (a);
CREATE TABLE sum_part PARTITION OF sum FOR VALUES IN (1 + 1);
CREATE TABLE open (a int) PARTITION BY RANGE (a);
CREATE TABLE open_low PARTITION OF open FOR VALUES FROM (MINVALUE) TO (10);
CREATE TABLE open_mid PARTITION OF open FOR VALUES FROM (10) TO (20);
CREATE TABLE open_sum PARTITION OF open FOR VALUES FROM (20) TO (MAXVALUE);
CREATE TABLE calc (a int) PARTITION BY RANGE (a);
CREATE TABLE calc_low PARTITION OF calc FOR VALUES FROM (MINVALUE) TO (5 + 5);
CREATE TABLE calc_high PARTITION OF calc FOR VALUES FROM (5 + 5) TO (MAXVALUE);
""")


@pytest.mark.parametrize(
    ("parent", "part", "key", "expected"),
    [
        ("one", "one_all", [1], Answer.YES),
        ("plain", "sum_part", [1], Answer.MAY),
        ("sum", "sum_part", [1], Answer.MAY),
        ("sum", "sum_part", [], Answer.MAY),
        ("two", "two_one", [1, 5], Answer.YES),
        ("two", "two_one", [2, 5], Answer.NO),
        ("two", "two_one", [1, None], Answer.NO),
        ("two", "two_one", [None, 5], Answer.NO),
        ("two", "two_one", [1, SOME_VALUE], Answer.MAY),
        ("two", "two_one", [1, ANYTHING], Answer.MAY),
        ("two", "two_low", [0, 9], Answer.YES),
        ("two", "two_low", [SOME_VALUE, SOME_VALUE], Answer.MAY),
        ("two", "two_high", [SOME_VALUE, SOME_VALUE], Answer.MAY),
        ("all_", "all_of_it", [SOME_VALUE, SOME_VALUE], Answer.YES),
        ("all_", "all_of_it", [SOME_VALUE, ANYTHING], Answer.MAY),
        ("text_", "text_part", [1, "m"], Answer.MAY),
        ("top", "top_part", [5], Answer.MAY),
    ],
)
def test_keys_of_several_columns_and_bounds_that_are_not_known(
    parent: str, part: str, key: list[Concrete | Possible | None], expected: Answer
) -> None:
    tables = [MORE.tables[QualifiedName("public", name)] for name in (parent, part)]
    assert takes(MORE, tables[0], tables[1], [possible(each) for each in key]) is expected


def test_a_member_that_may_be_the_same() -> None:
    catalog = catalog_of(
        "CREATE TABLE l (a text) PARTITION BY LIST (a); CREATE TABLE l1 PARTITION OF l FOR VALUES IN (5);"
    )
    assert answer("l", "l1", "abc", catalog) == "MAY"


@pytest.mark.parametrize(
    ("parent", "parts", "key", "covered"),
    [
        ("open", "open_low open_mid open_sum", [SOME_VALUE], True),
        ("open", "open_low open_mid", [SOME_VALUE], False),
        ("open", "open_low open_mid open_sum", [ANYTHING], False),
        ("calc", "calc_low calc_high", [SOME_VALUE], False),
        ("two", "two_low two_one two_high", [SOME_VALUE, SOME_VALUE], False),
        ("plain", "open_low", [SOME_VALUE], False),
    ],
)
def test_whether_more_partitions_take_every_value(parent: str, parts: str, key: list[Possible], covered: bool) -> None:
    tables = [MORE.tables[QualifiedName("public", name)] for name in (parent, *parts.split())]
    assert covers_values(tables[0], tables[1:], key) is covered
