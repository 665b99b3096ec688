"""Options as the parser gives them: a name, and a value of one of several kinds."""

from __future__ import annotations

import pytest

from dump.nodes.parsed import node_of
from ondelete.dump.nodes.names import strings
from ondelete.dump.nodes.statements.options import Option
from ondelete.dump.nodes.statements.publications import CreatePublicationStmt
from ondelete.dump.nodes.statements.user_types import CreateRangeStmt


def option(sql: str) -> Option:
    [node] = node_of(f"CREATE PUBLICATION p WITH ({sql})", CreatePublicationStmt).options
    return node.option


@pytest.mark.parametrize(
    ("sql", "text", "number"),
    [("a = 'x y'", "x y", None), ("a = word", None, None), ("a = 7", None, 7), ("a = true", "true", None)],
)
def test_the_value_of_an_option(sql: str, text: str | None, number: int | None) -> None:
    argument = option(sql).arg
    assert argument is not None
    assert (argument.string.sval if argument.string else None) == text
    assert (argument.integer.ival if argument.integer else None) == number
    assert (argument.type_name is not None) == (sql == "a = word")


def test_an_option_without_a_value() -> None:
    assert (option("a").defname, option("a").arg) == ("a", None)


def test_a_type_as_the_value() -> None:
    [node] = node_of("CREATE TYPE r AS RANGE (subtype = s.x)", CreateRangeStmt).params
    assert node.option.arg is not None
    assert node.option.arg.type_name is not None
    assert (node.option.defname, strings(node.option.arg.type_name.names)) == ("subtype", ("s", "x"))
