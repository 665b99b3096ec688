"""Fixes that drop an index or a constraint, and the indexes that cannot be dropped."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.fixes.drops import drop_constraint, drop_index

TABLE = "CREATE TABLE t (a int NOT NULL, b int);\n"


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("CREATE INDEX i ON t (a);", "DROP INDEX CONCURRENTLY public.i;"),
        ('CREATE INDEX "I ""x" ON t (a);', 'DROP INDEX CONCURRENTLY public."I ""x";'),
        ("ALTER TABLE t ADD UNIQUE (a);", None),
        ("CREATE UNIQUE INDEX i ON t (a); ALTER TABLE t REPLICA IDENTITY USING INDEX i;", None),
    ],
)
def test_an_index_that_something_else_has_is_not_dropped(sql: str, expected: str | None) -> None:
    catalog = catalog_of(TABLE + sql)
    fix = drop_index(catalog, catalog.indexes[0])
    assert (fix.sql if fix else None) == expected


def test_the_index_of_a_partitioned_table_is_dropped_in_a_transaction() -> None:
    catalog = catalog_of("CREATE TABLE t (a int) PARTITION BY LIST (a); CREATE INDEX i ON t (a);")
    fix = drop_index(catalog, catalog.indexes[0])
    assert fix is not None
    assert fix.sql == "DROP INDEX public.i;"
    assert "disable_ddl_transaction!" not in (fix.rails or "")


def test_a_constraint_is_dropped_by_its_name() -> None:
    fix = drop_constraint(QualifiedName("s", "T"), 'c"x')
    assert fix.sql == 'ALTER TABLE s."T" DROP CONSTRAINT "c""x";'
    assert fix.touches == ('s.T.c"x',)
