"""Tables without a primary key, and what could become it."""

from __future__ import annotations

import pytest

from rule_runs import HOSTILE, found, quoted, subjects

RULE = "no-primary-key"

FIXED = [
    "CREATE TABLE t (a int NOT NULL, b int NOT NULL); CREATE UNIQUE INDEX i ON t (b, a);",
    "CREATE TABLE t (a int NOT NULL); CREATE UNIQUE INDEX i ON t (a); CREATE UNIQUE INDEX j ON t (a);",
]


@pytest.mark.parametrize(
    ("sql", "named"),
    [
        ("CREATE TABLE t (a int);", ["public.t"]),
        ("CREATE TABLE t (a int PRIMARY KEY);", []),
        ("CREATE TABLE t (a int, b int, PRIMARY KEY (a, b));", []),
        ("CREATE TABLE t (a int NOT NULL UNIQUE);", ["public.t"]),
        ("CREATE TABLE t (a int) PARTITION BY LIST (a); CREATE TABLE u PARTITION OF t DEFAULT;", ["public.t"]),
        ("CREATE TABLE t (a int PRIMARY KEY); CREATE TABLE u () INHERITS (t);", ["public.u"]),
        ("CREATE FOREIGN TABLE t (a int) SERVER s;", []),
    ],
)
def test_which_tables_have_none(sql: str, named: list[str]) -> None:
    assert subjects(found(sql, RULE)) == named


@pytest.mark.parametrize("sql", FIXED)
def test_a_unique_index_on_not_null_columns_can_become_it(sql: str) -> None:
    (finding,) = found(sql, RULE)
    assert "i could become it" in finding.message
    assert finding.fix is not None
    assert finding.fix.sql == "ALTER TABLE public.t ADD CONSTRAINT i PRIMARY KEY USING INDEX i;"
    assert found(f"{sql}\n{finding.fix.sql}", RULE) == []


@pytest.mark.parametrize(
    ("index", "named"),
    [
        ("CREATE UNIQUE INDEX i ON t (a, b);", False),
        ("CREATE UNIQUE INDEX i ON t (a) WHERE a > 0;", False),
        ("CREATE UNIQUE INDEX i ON t ((a + 1));", False),
        ("CREATE INDEX i ON t (a);", False),
        ("ALTER TABLE t ADD CONSTRAINT i UNIQUE (a);", True),
        ("CREATE UNIQUE INDEX i ON t (a DESC);", True),
    ],
)
def test_an_index_that_postgresql_would_not_take_has_no_fix(index: str, named: bool) -> None:
    (finding,) = found(f"CREATE TABLE t (a int NOT NULL, b int);\n{index}", RULE)
    assert ("i could become it" in finding.message) is named
    assert finding.fix is None


def test_a_table_can_be_exempt_and_an_exemption_without_need_is_a_finding() -> None:
    sql = "CREATE TABLE t (a int); CREATE TABLE u (a int PRIMARY KEY);"
    assert found(sql, RULE, 'exempt = ["t"]') == []
    options = 'severity = "error"\nstale = "info"\nexempt = ["public.t", "u", "gone*"]'
    findings = [f"{finding.severity} {finding.subject}" for finding in found(sql, RULE, options)]
    assert sorted(findings) == ["info exempt gone*", "info exempt u"]


def test_hostile_names_are_quoted_in_the_fix() -> None:
    name = quoted(HOSTILE)
    sql = f"CREATE TABLE {name} ({name} int NOT NULL); CREATE UNIQUE INDEX {quoted(HOSTILE + 'i')} ON {name} ({name});"
    (finding,) = found(sql, RULE)
    assert finding.fix is not None
    assert found(f"{sql}\n{finding.fix.sql}", RULE) == []
