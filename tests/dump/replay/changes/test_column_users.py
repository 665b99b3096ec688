"""What keeps a column as it is: what surely uses it refuses a change, and what may use it is a doubt."""

from __future__ import annotations

import pytest

from dump.replay.scripts import reasons

TABLE = "CREATE TABLE t (a int, b int, g int GENERATED ALWAYS AS (b + 1) STORED);"
CHANGE = "ALTER TABLE t ALTER COLUMN {} TYPE bigint;"
USED = {
    "nothing": ("", "a", []),
    "a generated column": ("", "b", ["column g of public.t is generated from column b"]),
    "a trigger": (
        "CREATE TRIGGER x BEFORE UPDATE OF a ON t EXECUTE FUNCTION f();",
        "a",
        ["trigger x of public.t uses column a"],
    ),
    "a trigger of another column": ("CREATE TRIGGER x BEFORE UPDATE OF b ON t EXECUTE FUNCTION f();", "a", []),
    "a view": ("CREATE VIEW v AS SELECT a FROM t;", "a", ["view public.v uses column a of public.t"]),
    "a view of all columns": ("CREATE VIEW v AS SELECT * FROM t;", "a", ["view public.v uses column a of public.t"]),
    "a view of another column": ("CREATE VIEW v AS SELECT g FROM t;", "a", []),
    "a view of several tables": (
        "CREATE TABLE u (a int); CREATE VIEW v AS SELECT u.a FROM t, u;",
        "a",
        ["if view public.v uses column a, a server refuses this; it counts all the same"],
    ),
}


@pytest.mark.parametrize(("before", "column", "said"), USED.values(), ids=USED)
def test_what_uses_a_column(before: str, column: str, said: list[str]) -> None:
    assert reasons(f"{TABLE}{before}{CHANGE.format(column)}") == said
