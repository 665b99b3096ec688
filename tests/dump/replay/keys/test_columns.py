"""Column lists that do not go together: PostgreSQL refuses them, so they are no keys, and each is said."""

from __future__ import annotations

import pytest

from helpers import catalog_of

TABLES = "CREATE TABLE p (a int, b int, c int PRIMARY KEY, UNIQUE (a, b));\nCREATE TABLE t (x int, y int);\n"


@pytest.mark.parametrize(
    ("sql", "reason"),
    {
        "fewer than are referenced": ("ADD FOREIGN KEY (x) REFERENCES p (a, b)", "for foreign key disagree"),
        "more than are referenced": ("ADD FOREIGN KEY (x, y) REFERENCES p (c)", "for foreign key disagree"),
        "more than the primary key": ("ADD FOREIGN KEY (x, y) REFERENCES p", "for foreign key disagree"),
        "in pg_dump's words": (
            "ADD CONSTRAINT k FOREIGN KEY (x) REFERENCES public.p(a, b) ON DELETE CASCADE",
            "for foreign key disagree",
        ),
        "to a column that is not there": ("ADD FOREIGN KEY (x) REFERENCES p (nope)", "column nope of table public.p"),
        "SET NULL of another column": (
            "ADD FOREIGN KEY (x) REFERENCES p ON DELETE SET NULL (y)",
            'column "y" referenced in ON DELETE SET action must be part of foreign key',
        ),
        "SET DEFAULT of another column": (
            "ADD FOREIGN KEY (x, y) REFERENCES p (a, b) ON DELETE SET DEFAULT (x, z)",
            'column "z" referenced in ON DELETE SET action must be part of foreign key',
        ),
        "a unique column twice": ("ADD UNIQUE (x, x)", "appears twice"),
        "a column twice in a primary key": ("ADD PRIMARY KEY (x, y, x)", "appears twice"),
        "twice in pg_dump's words": ("ADD CONSTRAINT k UNIQUE (x, x)", "appears twice"),
    }.values(),
)
def test_refused(sql: str, reason: str) -> None:
    catalog = catalog_of(f"{TABLES}ALTER TABLE t {sql};")
    assert [(entry.location.line, reason in entry.reason) for entry in catalog.skipped] == [(3, True)], catalog.skipped
    assert not catalog.foreign_keys
    assert [key.table.name for key in catalog.keys] == ["p", "p"]


def test_the_columns_that_a_key_names_are_columns_of_a_table_made_by_a_query() -> None:
    catalog = catalog_of(f"{TABLES}CREATE TABLE q AS SELECT 1; ALTER TABLE q ADD FOREIGN KEY (n) REFERENCES p;")
    [table] = [table for table in catalog.tables.values() if table.name.name == "q"]
    assert [(column.name, column.type) for column in table.columns] == [("n", "integer")]
