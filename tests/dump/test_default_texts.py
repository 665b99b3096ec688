"""The text of a DEFAULT ends where the next constraint begins, not in the middle of a type's name."""

from __future__ import annotations

import pytest

from helpers import catalog_of


@pytest.mark.parametrize(
    "default",
    [
        "'2020-01-01'::timestamp with time zone",
        "'2020-01-01'::timestamp(3) with time zone",
        "'10:00'::time  WITH TIME ZONE",
        "'2020-01-01'::timestamp without time zone",
        "now()",
    ],
)
def test_a_default_keeps_its_last_words(default: str) -> None:
    sql = f"CREATE TABLE t (a text DEFAULT {default} NOT NULL, b text DEFAULT {default}); ALTER TABLE t ADD c text; "
    catalog = catalog_of(f"{sql} ALTER TABLE t ALTER c SET DEFAULT {default};")
    (table,) = catalog.tables.values()
    assert [column.default and column.default.sql for column in table.columns] == [default] * 3
