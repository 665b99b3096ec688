"""The functions and operators that evaluation takes for strict are so on every server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.deletion.expressions.functions import STRICT_FUNCTIONS, STRICT_OPERATORS, TESTS, TOTAL_FUNCTIONS

if TYPE_CHECKING:
    from server import Server


def test_functions_are_strict_in_every_overload(server: Server) -> None:
    names = ", ".join(f"'{name}'" for name in STRICT_FUNCTIONS)
    found = server.execute(
        "SELECT proname, bool_and(proisstrict) FROM pg_proc "
        f"WHERE proname IN ({names}) AND pronamespace = 'pg_catalog'::regnamespace GROUP BY 1"
    )
    assert {name for name, strict in found if not strict} == set()
    assert {name for name, _ in found} == STRICT_FUNCTIONS
    assert TOTAL_FUNCTIONS <= STRICT_FUNCTIONS


def test_operators_are_strict_in_every_overload(server: Server) -> None:
    names = ", ".join(f"'{name}'" for name in STRICT_OPERATORS)
    found = server.execute(
        "SELECT oprname, array_agg(p.oid::regprocedure::text) FILTER (WHERE NOT proisstrict) FROM pg_operator "
        f"JOIN pg_proc p ON p.oid = oprcode WHERE oprname IN ({names}) GROUP BY 1"
    )
    assert {name: loose for name, loose in found if loose} == {}
    assert TESTS <= STRICT_OPERATORS


def test_total_functions_give_a_value_for_a_value(server: Server) -> None:
    samples = {
        "abs": "-1", "cardinality": "ARRAY[]::int[]", "ceil": "1.5", "ceiling": "1.5", "floor": "1.5", "sign": "0",
        "left": "'', 3", "right": "'', 3", "repeat": "'', 0", "replace": "'', '', ''", "strpos": "'', ''",
        "substr": "'', 9", "translate": "'', '', ''", "starts_with": "'', ''",
        "json_typeof": "'{}'", "jsonb_typeof": "'null'",
    }  # fmt: skip
    for name in TOTAL_FUNCTIONS:
        assert server.execute(f"SELECT {name}({samples.get(name, quoted_empty())}) IS NULL") == [(False,)], name


def quoted_empty() -> str:
    return "''::text"
