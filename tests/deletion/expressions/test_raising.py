"""Which expressions can end in an error."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.deletion.expressions.raising import causes, raises
from ondelete.deletion.expressions.values import SOME_VALUE, Possible, Value

TABLE = "CREATE TABLE c (a text, n int, j jsonb, d date, t timestamp, x numeric, u integer[], CHECK ({}));"
TYPES = {
    "a": "text",
    "n": "integer",
    "j": "jsonb",
    "d": "date",
    "t": "timestamp without time zone",
    "x": "numeric",
    "u": "integer[]",
}


@pytest.mark.parametrize(
    ("condition", "row", "sqlstates"),
    [
        ("1 / n > 0", {"n": SOME_VALUE}, "22012"),
        ("1 / n > 0", {"n": 0}, "22012"),
        ("1 / n > 0", {"n": 2}, ""),
        ("1 / n > 0", {"n": None}, ""),
        ("1 / n > 0", {"n": Possible(None, null=False, excluded=frozenset({0}))}, ""),
        ("CASE WHEN n = 0 THEN true ELSE 1 / n > 0 END", {"n": 0}, ""),
        ("CASE WHEN n = 0 THEN 1 / n > 0 ELSE true END", {"n": 0}, "22012"),
        ("CASE WHEN n = 0 THEN true ELSE 1 / n > 0 END", {}, "22012"),
        ("mod(1, n) > 0", {"n": 0}, "22012"),
        ("n + 1 > 0", {"n": SOME_VALUE}, "22003"),
        ("n + 1 > 0", {"n": 1}, ""),
        ("n * 4294967296 > 0", {"n": 1}, "22003"),
        ("d + 1 > '2020-01-01'", {"d": SOME_VALUE}, "22008"),
        ("t - '1 day'::interval > '2020-01-01'", {"t": SOME_VALUE}, "22008"),
        ("j - 'a' <> '{}'", {"j": SOME_VALUE}, "22003 22023"),
        ("n ^ 2 > 0", {"n": SOME_VALUE}, "22003 2201F"),
        ("n & 2 > 0", {"n": SOME_VALUE}, ""),
        ("n > 0", {"n": SOME_VALUE}, ""),
        ("length(a) > 0", {"a": SOME_VALUE}, ""),
        ("made_up(a) > 0", {"a": SOME_VALUE}, "22000"),
        ("ln(n) > 0", {"n": SOME_VALUE}, "2201E"),
        ("sqrt(n) > 0", {"n": None}, ""),
        ("current_setting('app.user') = a", {"a": SOME_VALUE}, "42704"),
        ("(j ->> 'n') = 'x'", {"j": SOME_VALUE}, ""),
        ("j @> '{}'", {"j": SOME_VALUE}, ""),
    ],
)
def test_sqlstates(condition: str, row: dict[str, Value], sqlstates: str) -> None:
    (check,) = catalog_of(TABLE.format(condition)).checks
    assert raises(check.expression.tree, row, TYPES) == tuple(sqlstates.split())


@pytest.mark.parametrize(
    ("condition", "sqlstates"),
    [
        ("a::int > 0", "22P02 22003"),
        ("a::numeric > 0", "22P02 22003"),
        ("a::boolean", "22P02"),
        ("a::date > '2020-01-01'", "22007 22008"),
        ("a::uuid IS NOT NULL", "22P02 22000"),
        ("a::bit(3) <> B'000'", "22P02 22026 22001"),
        ("a::text > ''", ""),
        ("a::varchar(3) > ''", ""),
        ("n::text > ''", ""),
        ("n::boolean", ""),
        ("n::bigint > 0", ""),
        ("n::smallint > 0", "22003"),
        ("x::integer > 0", "22003 0A000"),
        ("x::numeric(3,1) > 0", "22003"),
        ("(j -> 'n')::int > 0", "22003 22023"),
        ("(j ->> 'n')::int > 0", "22P02 22003"),
        ("t::date > '2020-01-01'", "22008"),
        ("'1'::int > 0", ""),
    ],
)
def test_casts(condition: str, sqlstates: str) -> None:
    (check,) = catalog_of(TABLE.format(condition)).checks
    assert raises(check.expression.tree, {}, TYPES) == tuple(sqlstates.split())


@pytest.mark.parametrize(
    ("condition", "row", "sqlstates"),
    [
        ("a ~ '^x$'", {"a": SOME_VALUE}, ""),
        ("a ~ '^x$'::text", {"a": SOME_VALUE}, ""),
        ("'x' ~ a", {"a": SOME_VALUE}, "2201B"),
        ("'x' !~* a", {"a": "["}, "2201B"),
        ("'x' ~ a", {"a": None}, ""),
        ("a LIKE 'x%'", {"a": SOME_VALUE}, ""),
        ("'x' LIKE a", {"a": SOME_VALUE}, "22025"),
        ("'x' NOT LIKE a", {"a": "x\\"}, "22025"),
        ("'x' LIKE a", {"a": "x%"}, ""),
    ],
)
def test_a_pattern_that_is_no_constant(condition: str, row: dict[str, Value], sqlstates: str) -> None:
    (check,) = catalog_of(TABLE.format(condition)).checks
    assert raises(check.expression.tree, row, TYPES) == tuple(sqlstates.split())


@pytest.mark.parametrize(
    ("condition", "sqlstates"),
    [
        ("extract(year from d) > 2020", ""),
        ("extract(month from t) > 2", ""),
        ("date_trunc('day', t) > '2020-01-01'", ""),
        ("date_part('hour', d) > 2", "22023 0A000 22008"),
        ("date_trunc(a, t) > '2020-01-01'", "22023"),
        ("extract(year from make_interval(n)) > 2", "22023 0A000 22008"),
    ],
)
def test_a_part_that_every_date_has(condition: str, sqlstates: str) -> None:
    (check,) = catalog_of(TABLE.format(condition)).checks
    assert raises(check.expression.tree, {}, TYPES) == tuple(sqlstates.split())


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("1 / n > 0", {"operator"}),
        ("a::int > 0", {"cast"}),
        ("ln(n) > 0", {"function"}),
        ("fine(n)", {"own function"}),
        ("n = ANY (u[1:fine(n)::int])", {"own function"}),
        ("n > 0", set()),
    ],
)
def test_what_raises(condition: str, found: set[str]) -> None:
    own = "CREATE FUNCTION fine(int) RETURNS boolean LANGUAGE sql AS 'SELECT true';"
    (check,) = catalog_of(own + TABLE.format(condition)).checks
    assert causes(check.expression.tree, {}) == found


def test_the_states_of_own_functions() -> None:
    own = "CREATE FUNCTION fine(int) RETURNS boolean LANGUAGE sql AS 'SELECT true';"
    (check,) = catalog_of(own + TABLE.format("fine(n)")).checks
    assert raises(check.expression.tree, {}, TYPES) == ("22000", "P0001")
