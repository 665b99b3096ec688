"""Values of the right type, another one for every row."""

from __future__ import annotations

from decimal import Decimal

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.expressions.values import Concrete
from ondelete.deletion.witness.filling.values import bare_type, typed_values

TYPES = """
CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad');
CREATE DOMAIN short AS varchar(2);
CREATE TYPE pair AS (a int, b int);
"""


@pytest.mark.parametrize(
    ("type_text", "first", "second"),
    [
        ("int", 1, 2),
        ("numeric(3,2)", 1, 2),
        ("numeric(2,2)", Decimal("0.01"), Decimal("0.02")),
        ("text", "w1", "w2"),
        ("varchar(1)", "1", "2"),
        ("char(3)", "001", "002"),
        ("boolean", False, True),
        ("bit(2)", "01", "10"),
        ("date", "2020-01-02", "2020-01-03"),
        ("uuid", "00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002"),
        ("mood", "sad", "ok"),
        ("short", "w1", "w2"),
        ("pair", "(,)", "(,)"),
        ("int[]", "{1}", "{2}"),
        ("text[]", "{w1}", "{w2}"),
        ("jsonb", "{}", "{}"),
    ],
)
def test_the_best_value(type_text: str, first: Concrete, second: Concrete) -> None:
    catalog = catalog_of(f"{TYPES} CREATE TABLE c (a {type_text});")
    (column,) = catalog.tables[QualifiedName("public", "c")].columns
    assert [next(typed_values(catalog, column, number)) for number in (1, 2)] == [first, second]


def test_of_an_unknown_type_no_value_is_known() -> None:
    catalog = catalog_of("CREATE TABLE c (a made_up);")
    (column,) = catalog.tables[QualifiedName("public", "c")].columns
    assert list(typed_values(catalog, column, 1)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("integer", ("integer", ())),
        ("numeric(10,2)", ("numeric", (10, 2))),
        ("timestamp(3) with time zone", ("timestamp with time zone", (3,))),
    ],
)
def test_a_type_and_its_modifiers(text: str, expected: tuple[str, tuple[int, ...]]) -> None:
    assert bare_type(text) == expected
