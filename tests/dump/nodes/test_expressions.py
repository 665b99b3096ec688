"""Each kind of expression is one field of the node; all others are None."""

from __future__ import annotations

import pytest

from dump.nodes.parsed import expression
from ondelete.dump.nodes.expressions import EXPRESSIONS

KINDS = {
    "column_ref": "a",
    "constant": "1",
    "operator": "a + 1",
    "call": "f(a)",
    "cast": "a::text",
    "boolean": "a AND b",
    "null_test": "a IS NULL",
    "boolean_test": "a IS NOT TRUE",
    "case": "CASE a WHEN 1 THEN 2 END",
    "coalesce": "coalesce(a, 1)",
    "min_max": "greatest(a, 1)",
    "array": "ARRAY[1, 2]",
    "collate": 'a COLLATE "C"',
    "value_function": "CURRENT_DATE",
    "indirection": "(a).f",
    "row": "ROW(a, b)",
    "sub_link": "(SELECT 1)",
    "xml": "xmlconcat(a, b)",
    "xml_serialize": "xmlserialize(content a AS text)",
    "json_predicate": "a IS JSON",
    "json_function": "json_value(a, '$.b')",
    "json_object": "json_object('a': 1)",
    "json_array": "json_array(1, 2)",
    "json_parse": "json(a)",
    "json_scalar": "json_scalar(1)",
    "json_serialize": "json_serialize(a)",
    "grouping": "grouping(a)",
}
INSIDE = {"members", "named"}
"""Kinds that stand inside of others only."""


@pytest.mark.parametrize("kind", KINDS)
def test_one_field_is_set(kind: str) -> None:
    node = expression(KINDS[kind])
    assert [name for name in EXPRESSIONS if getattr(node, name) is not None] == [kind]


def test_every_kind_has_its_example() -> None:
    assert set(KINDS) | INSIDE == set(EXPRESSIONS)


def test_the_kinds_that_stand_inside_of_others() -> None:
    members = expression("a IN (1, 2)").operator
    assert members is not None
    assert members.rexpr is not None
    assert members.rexpr.members is not None
    assert len(members.rexpr.members.items) == 2
    call = expression("f(x => 1)").call
    assert call is not None
    assert call.args[0].named is not None


@pytest.mark.parametrize(
    ("sql", "value"),
    [
        ("0", {"ival": 0}),
        ("7", {"ival": 7}),
        ("1.50", {"fval": "1.50"}),
        ("'x'", {"sval": "x"}),
        ("true", {"boolval": True}),
        ("false", {"boolval": False}),
        ("B'01'", {"bsval": "b01"}),
    ],
)
def test_constants(sql: str, value: dict[str, object]) -> None:
    constant = expression(sql).constant
    assert constant is not None
    fields = {name: getattr(constant, name) for name in ("ival", "fval", "sval", "boolval", "bsval")}
    assert {name: getattr(each, name) for name, each in fields.items() if each is not None} == value


def test_null_is_a_constant() -> None:
    constant = expression("NULL").constant
    assert constant is not None
    assert constant.isnull
