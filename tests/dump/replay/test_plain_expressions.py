"""An expression made by its shape is the very expression that PostgreSQL's parser gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pglast.keywords import COL_NAME_KEYWORDS, TYPE_FUNC_NAME_KEYWORDS, UNRESERVED_KEYWORDS

from ondelete.catalog import Expression
from ondelete.catalog.expressions import Call, ColumnRef
from ondelete.dump.nodes.trees import to_tree
from ondelete.dump.replay import plain_expressions
from ondelete.dump.replay.model.state import State
from ondelete.dump.replay.plain_expressions import is_whole, plain_expression, shaped_expression

if TYPE_CHECKING:
    from collections.abc import Container

COLUMNS = ("a", "b", "name", "value", "kind", "id", "xs", "made_up_1")
SHAPED = [
    "(a IS NOT NULL)",
    "((a IS NULL) OR (b IS NULL))",
    "((char_length(name) <= 255))",
    "((num_nonnulls(a, b) = 1))",
    "(((a)::text = 'a'::text) AND (b >= 0))",
    "((kind = ANY (ARRAY[1, 2])) AND (NOT (a IS DISTINCT FROM b)))",
    "((name ~ '^[a-z]+ a$'::text))",
    "(((a + a) > (b * '-1'::integer)))",
    "((CASE WHEN (a > 0) THEN b ELSE id END = 1))",
    "((a <> 1) AND (COALESCE(name, 'b'::text) <> ''::text))",
    "((GREATEST(a, b) > CURRENT_TIMESTAMP))",
    "((made_up_1 > a))",
    "(true)",
]
NOT_SHAPED = [
    "a > 0",
    "((a > 0)) AND (b > 0)",
    "((missing > 0))",
    "((a > made_up_0))",
    "((a > 'x'::mood))",
    "((xs[1] > 0))",
    "((a BETWEEN 1 AND b))",
    "((a(a) > 0))",
    "((user > a))",
    "((a >))",
    "(((((((a > 0))))))",
]


def shaped(text: str, columns: Container[str], state: State) -> Expression | None:
    """Return an expression by its shape, which has come before."""
    assert shaped_expression(text, columns, State()) is None  # the first of a shape teaches nothing
    first = shaped_expression(text, columns, state)
    return first or shaped_expression(text, columns, state)


def expression_by_the_parser(text: str, state: State) -> Expression:
    node, _ = plain_expressions._parsed(text)
    assert node is not None
    return Expression(text, to_tree(node, state.find_type, state.functions.defines))


@pytest.mark.parametrize("text", SHAPED)
@pytest.mark.parametrize("other", ["a", "b", "name", "value", "zz"])
def test_the_same_expression_as_by_the_parser(text: str, other: str) -> None:
    state = State()
    for each in (text, text.replace("(a ", f"({other} ")):
        made = shaped(each, {*COLUMNS, other}, state)
        assert made is not None
        by_the_parser = expression_by_the_parser(made.sql, state)
        assert made == by_the_parser
        assert made.columns == by_the_parser.columns


@pytest.mark.parametrize("text", NOT_SHAPED)
def test_the_parser_is_asked(text: str) -> None:
    assert shaped(text, (*COLUMNS, "user"), State()) is None


# A column behind each kind of token, and before each.
PLACES = [
    "(% > 0)",
    "((% IS NULL))",
    "((NOT %))",
    "((f(%, b) = %))",
    "((b AND %) OR (% AND b))",
    "((%)::date <> (%)::date)",
    "((b - %) < -%)",
    "(CASE WHEN % THEN % ELSE % END)",
    "((% IN (1, %)))",
    "((% = ANY (ARRAY[%, b])))",
    "((% IS DISTINCT FROM %))",
    "((% ~~ 'x'::bytea))",
]


@pytest.mark.parametrize("text", PLACES)
def test_a_keyword_that_can_be_a_column_is_one_in_every_place(text: str) -> None:
    state = State()
    for keyword in sorted(UNRESERVED_KEYWORDS | COL_NAME_KEYWORDS | TYPE_FUNC_NAME_KEYWORDS):
        made = shaped(text.replace("%", keyword), {keyword, "b"}, state)
        assert made is not None or keyword not in UNRESERVED_KEYWORDS, keyword
        if made is not None:
            assert made == expression_by_the_parser(made.sql, state)


def test_a_shape_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    parse = plain_expressions.parse
    monkeypatch.setattr(plain_expressions, "parse", lambda text: parsed.append(text) or parse(text))
    plain_expressions._shape.cache_clear()
    state, columns = State(), [f"column_{number}" for number in range(50)]
    for column in columns:
        assert plain_expression(f"((octet_length({column}) = 32))", columns, state) is not None
    assert len(parsed) == 2  # the first by itself, and then the shape


def test_a_function_of_the_script_is_another_one() -> None:
    state = State()
    text, columns = "((checked(a) = a))", ("a",)
    before = shaped(text, columns, state)
    state.functions.note("CREATE FUNCTION app.checked(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'")
    after = plain_expression(text, columns, state)
    assert before is not None
    assert after is not None
    [called, column] = after.tree.operands  # type: ignore[union-attr]
    assert (called, column) == (Call(".checked", (ColumnRef("a"),)), ColumnRef("a"))
    assert before.tree != after.tree


def test_an_expression_without_a_shape_comes_from_the_parser() -> None:
    made = plain_expression("((xs[1] > 0))", COLUMNS, State())
    assert made is not None
    assert (made.sql, made.columns) == ("xs[1] > 0", {"xs"})


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("a > 0", True),
        ("(a, b)", True),
        ("a, b", False),
        ("a -- b", False),
        ("'a", False),
        ('"a"', False),
        ("ä", False),
    ],
)
def test_what_is_whole(text: str, whole: bool) -> None:
    assert is_whole(text) is whole
