"""A key or an index before its table: what the table lacks is found at the end of the file, and said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers import catalog_of
from ondelete.dump import read_catalog

if TYPE_CHECKING:
    from pathlib import Path

PARENT = "CREATE TABLE p (id int PRIMARY KEY);\n"
TOO_LATE = "table public.c is only made in line 3, so a server refuses this; it counts all the same"
KEY = "ALTER TABLE c ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p;\n"


@pytest.mark.parametrize(
    ("sql", "reasons"),
    [
        (PARENT + KEY + "CREATE TABLE c (a int);", [TOO_LATE]),
        (PARENT + KEY + "CREATE TABLE c (); ALTER TABLE c ADD COLUMN a int;", [TOO_LATE]),
        (PARENT + "CREATE INDEX i ON c (a);\nCREATE TABLE c (a int);", [TOO_LATE]),
        (PARENT + KEY + "CREATE TABLE c (b int);", ["column a of table public.c does not exist"]),
        (
            PARENT + KEY + "CREATE TABLE c (b int); ALTER TABLE c RENAME TO d;",
            ["column a of table public.d does not exist"],
        ),
        ("CREATE INDEX i ON c (a);\nCREATE TABLE c (b int);", ["column a of table public.c does not exist"]),
        ("ALTER TABLE c ADD PRIMARY KEY (a);\nCREATE TABLE c (b int);", ["column a of table public.c does not exist"]),
        (
            "CREATE TABLE c (a int REFERENCES p (x));\nCREATE TABLE p (id int);",
            ["column x of table public.p does not exist"],
        ),
    ],
)
def test_what_came_too_early(sql: str, reasons: list[str]) -> None:
    catalog = catalog_of(sql)
    assert [entry.reason for entry in catalog.skipped] == reasons
    kept = [*catalog.foreign_keys, *catalog.indexes]
    assert all(catalog.tables[each.table].column(name) for each in kept for name in each.columns if name is not None)


def test_columns_that_a_query_makes_are_those_that_keys_name() -> None:
    catalog = catalog_of(PARENT + KEY + "CREATE TABLE c AS SELECT 1 AS a;")
    [key] = catalog.foreign_keys
    assert [column.name for column in catalog.tables[key.table].columns] == ["a"]


def test_files_may_stand_in_any_order(tmp_path: Path) -> None:
    children, parents = tmp_path / "children.sql", tmp_path / "parents.sql"
    children.write_text("CREATE TABLE c (a int REFERENCES p);")
    parents.write_text(PARENT)
    assert read_catalog([str(children), str(parents)]).skipped == ()
