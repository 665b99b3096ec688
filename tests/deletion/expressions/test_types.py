"""Of which type an expression is."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.deletion.expressions.types import type_of

TYPES = {"a": "character varying(4)", "b": "text", "n": "integer", "m": "integer", "x": "numeric", "j": "jsonb"}
COLUMNS = "a varchar(4), b text, n int, m int, x numeric, j jsonb"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("n", "integer"),
        ("n::bigint", "bigint"),
        ("a || b", "text"),
        ("j ->> 'k'", "text"),
        ("j #>> '{k}'", "text"),
        ("j -> 'k'", "jsonb"),
        ("n + m", "integer"),
        ("n + x", None),
        ("n - 1", "integer"),
        ("coalesce(n, m)", "integer"),
        ("coalesce(n, x)", None),
        ("coalesce(n, 0)", "integer"),
        ("coalesce(a, 'much longer')", "text"),
        ("coalesce(a, NULL)", "character varying(4)"),
        ("nullif(a, 'x')", "text"),
        ("CASE WHEN n > 0 THEN n ELSE m END", "integer"),
        ("CASE WHEN n > 0 THEN n ELSE x END", None),
        ("upper(b)", None),
        ("n > 0", None),
    ],
)
def test_type(expression: str, expected: str | None) -> None:
    table = catalog_of(f"CREATE TABLE c ({COLUMNS}, z text DEFAULT 1, CHECK (({expression}) IS NULL));")
    (check,) = table.checks
    tree = check.expression.tree
    assert type_of(tree.operand, TYPES) == expected  # type: ignore[union-attr]
