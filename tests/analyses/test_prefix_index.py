"""The rule of first columns; what its words mean, one case per line."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.analyses.index_coverage import Verdict, index_coverage
from ondelete.analyses.prefix_index import prefix_indexed
from ondelete.catalog import QualifiedName

TABLE = "CREATE TABLE c (id bigint, a bigint, b bigint, d bigint, t text);\n"


def indexed(sql: str, columns: str, table: str = "c") -> bool:
    return prefix_indexed(catalog_of(sql), QualifiedName("public", table), columns.split())


@pytest.mark.parametrize(
    ("index", "columns", "answer"),
    [
        # one column
        ("SELECT 1", "a", False),
        ("CREATE INDEX i ON c (a)", "a", True),
        ("CREATE INDEX i ON c (a, b)", "a", True),
        ("CREATE INDEX i ON c (b, a)", "a", False),
        ("CREATE INDEX i ON c (a DESC NULLS LAST)", "a", True),
        ("CREATE UNIQUE INDEX i ON c (a, b)", "a", True),
        ("ALTER TABLE c ADD PRIMARY KEY (a, b)", "a", True),
        ("ALTER TABLE c ADD PRIMARY KEY (a, b)", "b", False),
        ("ALTER TABLE c ADD UNIQUE (a)", "a", True),
        ("ALTER TABLE c ADD EXCLUDE USING btree (a WITH =)", "a", True),
        ("CREATE INDEX i ON c (b) INCLUDE (a)", "a", False),
        ("CREATE INDEX i ON c (a) INCLUDE (b)", "a", True),
        # whatever the method, the operator class, the collation
        ("CREATE INDEX i ON c USING hash (a)", "a", True),
        ("CREATE INDEX i ON c USING brin (a)", "a", True),
        ("CREATE INDEX i ON c USING gin (t gin_trgm_ops)", "t", True),
        ("CREATE INDEX i ON c USING gin (a, b)", "b", False),
        ("CREATE INDEX i ON c (t text_pattern_ops)", "t", True),
        ('CREATE INDEX i ON c (t COLLATE "C")', "t", True),
        # predicates
        ("CREATE INDEX i ON c (a) WHERE a IS NOT NULL", "a", True),
        ("CREATE INDEX i ON c (a) WHERE (((a IS NOT NULL)))", "a", True),
        ("CREATE INDEX i ON c (a, b) WHERE a IS NOT NULL", "a", True),
        ("CREATE INDEX i ON c (a, b) WHERE b IS NOT NULL", "a", False),
        ("CREATE INDEX i ON c (a) WHERE NOT a IS NULL", "a", False),
        ("CREATE INDEX i ON c (a) WHERE a IS NULL", "a", False),
        ("CREATE INDEX i ON c (a) WHERE a IS NOT NULL AND b IS NOT NULL", "a", False),
        ("CREATE INDEX i ON c (a) WHERE b = 1", "a", False),
        ("CREATE INDEX i ON c (a) WHERE true", "a", False),
        ("CREATE INDEX i ON c (t) WHERE lower(t) IS NOT NULL", "t", False),
        # expressions
        ("CREATE INDEX i ON c ((a + 1))", "a", False),
        ("CREATE INDEX i ON c (lower(t), a)", "a", False),
        ("CREATE INDEX i ON c (lower(t)) WHERE t IS NOT NULL", "t", False),
        ("CREATE INDEX i ON c (a, lower(t))", "a", True),
        ("CREATE INDEX i ON c (a, lower(t), b)", "a b", False),
        # several columns
        ("CREATE INDEX i ON c (a, b)", "a b", True),
        ("CREATE INDEX i ON c (a, b)", "b a", True),
        ("CREATE INDEX i ON c (b, a, d)", "a b", True),
        ("CREATE INDEX i ON c (a, d, b)", "a b", False),
        ("CREATE INDEX i ON c (a)", "a b", False),
        ("CREATE INDEX i ON c (a) INCLUDE (b)", "a b", False),
        ("CREATE INDEX i ON c (a); CREATE INDEX j ON c (b)", "a b", False),
        ("CREATE INDEX i ON c (a, b) WHERE a IS NOT NULL", "a b", True),
        ("CREATE INDEX i ON c (b, a) WHERE b IS NOT NULL", "a b", True),
        ("CREATE INDEX i ON c (a, b) WHERE b IS NOT NULL", "a b", False),
        ("CREATE INDEX i ON c (d, b, a)", "a b d", True),
        # any of them
        ("CREATE INDEX i ON c (b, a); CREATE INDEX j ON c (a) WHERE a > 1; CREATE INDEX k ON c (a)", "a", True),
    ],
)
def test_the_first_columns_decide(index: str, columns: str, answer: bool) -> None:
    assert indexed(f"{TABLE}{index};", columns) is answer


PARTED = """\
CREATE TABLE c (id bigint, a bigint, b bigint) PARTITION BY LIST (id);
CREATE TABLE c1 PARTITION OF c FOR VALUES IN (1);
CREATE TABLE c2 PARTITION OF c DEFAULT PARTITION BY LIST (id);
CREATE TABLE c21 PARTITION OF c2 DEFAULT;
"""


@pytest.mark.parametrize(
    ("index", "tables"),
    [
        ("CREATE INDEX i ON c (a);", "c c1 c2 c21"),
        ("CREATE INDEX i ON ONLY c (a);", "c"),  # not valid, yet the table's own
        ("CREATE INDEX i ON ONLY c (a); CREATE TABLE c3 PARTITION OF c FOR VALUES IN (3);", "c"),
        ("CREATE INDEX i ON ONLY c (a);\nCREATE TABLE c3 PARTITION OF c FOR VALUES IN (3);", "c c3"),
        ("CREATE INDEX i ON ONLY c (a); CREATE INDEX i1 ON c1 (a); ALTER INDEX i ATTACH PARTITION i1;", "c c1"),
        ("CREATE INDEX i ON c1 (a);", "c1"),
        ("CREATE INDEX i ON c2 (a);", "c2 c21"),
        ("CREATE INDEX i ON c21 (a);", "c21"),
    ],
)
def test_each_table_is_asked_about_on_its_own(index: str, tables: str) -> None:
    catalog = catalog_of(PARTED + index)
    found = {name.name for name in catalog.tables if prefix_indexed(catalog, name, ["a"])}
    assert found == set(tables.split())


def test_a_foreign_table_has_no_copy_of_an_index() -> None:
    sql = f"{PARTED}CREATE FOREIGN TABLE c3 PARTITION OF c FOR VALUES IN (3) SERVER s; CREATE INDEX i ON c (a);"
    assert not indexed(sql, "a", "c3")


def test_indexes_of_a_table_that_no_file_defines_count() -> None:
    assert indexed("CREATE TABLE x (id int); CREATE INDEX i ON c (a);", "a")
    assert not indexed("CREATE TABLE x (id int);", "a")


@pytest.mark.parametrize(
    ("index", "prefix", "planner"),
    [
        ("(a, b) WHERE b IS NOT NULL", False, Verdict.FULL),
        ("(a, d, b)", False, Verdict.FULL),
        ("USING brin (a, b)", True, Verdict.WEAK),
        ("(a, b)", True, Verdict.FULL),
    ],
)
def test_it_is_another_rule_than_the_planners(index: str, prefix: bool, planner: Verdict) -> None:
    catalog = catalog_of(
        "CREATE TABLE p (a bigint, b bigint, PRIMARY KEY (a, b));\n"
        f"CREATE TABLE c (a bigint, b bigint, d bigint, FOREIGN KEY (a, b) REFERENCES p); CREATE INDEX i ON c {index};"
    )
    (entry,) = index_coverage(catalog).values()
    assert prefix_indexed(catalog, entry.key.table, entry.key.columns) is prefix
    assert entry.verdict is planner
