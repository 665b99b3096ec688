"""Indexes whose work another one does: by what PostgreSQL can do, and pair by pair as GitLab's test compares."""

from __future__ import annotations

import pytest

from rule_runs import HOSTILE, found, quoted, subjects

RULE = "redundant-index"
TABLE = "CREATE TABLE t (id bigint PRIMARY KEY, a int, b int, c text, d text);\n"

FIXED = [
    f"{TABLE}CREATE INDEX short ON t (a); CREATE INDEX long ON t (a, b);",
    f"{TABLE}CREATE INDEX one ON t (a); CREATE INDEX two ON t (a);",
    f"{TABLE}CREATE UNIQUE INDEX again ON t (id); CREATE INDEX more ON t (id);",
    "CREATE TABLE p (a int, b int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p DEFAULT;\n"
    "CREATE INDEX short ON p (a); CREATE INDEX long ON p (a, b);",
]


IDENTITY = "ALTER TABLE ONLY public.t REPLICA IDENTITY {};"


def test_the_replica_identity_is_needed_as_long_as_it_is_one() -> None:
    sql = f"{TABLE}CREATE UNIQUE INDEX one ON t (id);"
    used = f"{sql}{IDENTITY.format('USING INDEX one')}"
    assert subjects(found(sql, RULE)) == ["public.t.one"]
    assert found(used, RULE) == []
    assert subjects(found(f"{used}ALTER TABLE t SET LOGGED, REPLICA IDENTITY FULL;", RULE)) == ["public.t.one"]


@pytest.mark.parametrize(
    ("one", "two", "named"),
    [
        ("(a)", "(a, b)", {"one"}),
        ("(a)", "(a)", {"two"}),
        ("(a, b)", "(b, a)", set()),
        ("(b)", "(a, b)", set()),
        ("(a DESC)", "(a, b)", set()),
        ("(a DESC)", "(a DESC, b)", {"one"}),
        ("(a DESC NULLS LAST)", "(a DESC)", set()),
        ("(a) INCLUDE (b)", "(a, b)", {"one"}),
        ("(a) INCLUDE (b)", "(a)", {"two"}),
        ("(a, b)", "(a) INCLUDE (b)", {"two"}),
        ("(a) INCLUDE (b)", "(a, id) INCLUDE (b)", {"one"}),
        ("(a) INCLUDE (c)", "(a, b)", set()),
        ("(a) WHERE b > 0", "(a, b)", set()),
        ("(a)", "(a, b) WHERE b > 0", set()),
        ("(a) WHERE b > 0", "(a, b) WHERE b > 0", {"one"}),
        ("(c)", '(c COLLATE "C", a)', set()),
        ("(c text_pattern_ops)", "(c text_pattern_ops, a)", set()),
        ("(c)", "(c text_pattern_ops)", set()),
        ("(a)", "(a, c text_pattern_ops)", {"one"}),
        ("((a + 1))", "((a + 1), b)", {"one"}),
        ("((a + 1))", "((a + 2), b)", set()),
        ("USING hash (a)", "(a, b)", set()),
        ("USING brin (a)", "USING brin (a, b)", set()),
    ],
)
def test_what_one_index_does_for_another(one: str, two: str, named: set[str]) -> None:
    sql = f"{TABLE}CREATE INDEX one ON t {one}; CREATE INDEX two ON t {two};"
    assert {(finding.object or "").removeprefix("public.t.") for finding in found(sql, RULE)} == named


@pytest.mark.parametrize(
    ("first", "second", "named"),
    [
        ("CREATE UNIQUE INDEX one ON t (a);", "CREATE INDEX two ON t (a, b);", set()),
        ("CREATE UNIQUE INDEX one ON t (a);", "CREATE INDEX two ON t (a);", {"two"}),
        ("CREATE UNIQUE INDEX zwei ON t (a);", "CREATE UNIQUE INDEX one ON t (a);", {"zwei"}),
        ("CREATE UNIQUE INDEX one ON t (a);", "ALTER TABLE t ADD CONSTRAINT two UNIQUE (a);", {"one"}),
        ("CREATE UNIQUE INDEX one ON t (a);", "ALTER TABLE t ADD CONSTRAINT two UNIQUE (a) DEFERRABLE;", set()),
        ("CREATE UNIQUE INDEX one ON t (a) NULLS NOT DISTINCT;", "ALTER TABLE t ADD CONSTRAINT two UNIQUE (a);", set()),
        ("ALTER TABLE t ADD CONSTRAINT one UNIQUE (a);", "ALTER TABLE t ADD CONSTRAINT two UNIQUE (a);", set()),
        ("CREATE UNIQUE INDEX one ON t (id);", "", {"one"}),
        ("CREATE INDEX one ON t (id, a);", "", set()),
        ("CREATE INDEX one ON t (a);", "CREATE INDEX two ON ONLY t (a, b);", {"one"}),
    ],
)
def test_what_enforces_something_stays(first: str, second: str, named: set[str]) -> None:
    findings = found(f"{TABLE}{first}\n{second}", RULE)
    assert {(finding.object or "").removeprefix("public.t.") for finding in findings} == named


def test_an_index_that_is_not_valid_does_no_work_and_parts_of_a_partitioned_one_are_not_named() -> None:
    tables = FIXED[3].partition("\n")[0]
    sql = f"{tables} CREATE INDEX short ON p (a); CREATE INDEX long ON ONLY p (a, b);"
    assert found(sql, RULE) == []
    assert subjects(found(FIXED[3], RULE)) == ["public.p.short"]
    own = f"{tables} CREATE INDEX short ON p1 (a); CREATE INDEX long ON p (a, b);"
    assert subjects(found(own, RULE)) == ["public.p1.short"]


@pytest.mark.parametrize("sql", FIXED)
def test_the_fix_makes_the_finding_go_away(sql: str) -> None:
    repairs = "\n".join(finding.fix.sql for finding in found(sql, RULE) if finding.fix and finding.fix.sql)
    assert "DROP INDEX" in repairs
    assert ("CONCURRENTLY" in repairs) is ("PARTITION" not in sql)
    assert found(f"{sql}\n{repairs}", RULE) == []


def test_a_unique_index_that_a_foreign_key_may_lean_on_has_no_fix() -> None:
    sql = f"{TABLE}CREATE UNIQUE INDEX again ON t (id);"
    assert found(sql, RULE)[0].fix is not None
    assert found(f"{sql} CREATE TABLE u (t_id bigint REFERENCES t (id));", RULE)[0].fix is None


def test_partial_indexes_and_primary_keys_can_be_left_out() -> None:
    partial = f"{TABLE}CREATE INDEX one ON t (a) WHERE b > 0; CREATE INDEX two ON t (a, b) WHERE b > 0;"
    assert len(found(partial, RULE)) == 1
    assert found(partial, RULE, "partial = false") == []
    primary = f"{TABLE}CREATE INDEX one ON t (id);"
    assert len(found(primary, RULE)) == 1
    assert found(primary, RULE, "primary-keys = false") == []


PAIRS = 'match = "pairs"'


@pytest.mark.parametrize(
    ("one", "two", "pairs"),
    [
        ("INDEX one ON t (a)", "INDEX two ON t (a, b)", ["one two"]),
        ("INDEX one ON t (a)", "INDEX two ON t (a)", ["one two", "two one"]),
        ("UNIQUE INDEX one ON t (a)", "INDEX two ON t (a)", ["one two", "two one"]),
        ("UNIQUE INDEX one ON t (a)", "INDEX two ON t (a, b)", []),
        ("INDEX one ON t (a)", "UNIQUE INDEX two ON t (a, b)", ["one two"]),
        ("INDEX one ON t (a) INCLUDE (b)", "INDEX two ON t (a, b)", ["one two", "two one"]),
        ("INDEX one ON t (a DESC)", "INDEX two ON t (a, b)", []),
        ("INDEX one ON t (a)", "INDEX two ON t (a, c text_pattern_ops)", []),
        ("INDEX one ON t (a) WHERE b > 0", "INDEX two ON t (a) WHERE b > 0", []),
        ("INDEX one ON t ((a + 1))", "INDEX two ON t ((a + 1), b)", []),
        ("INDEX one ON t ((a + 1), b)", "INDEX two ON t ((a + 1), b)", ["one two", "two one"]),
        ("INDEX one ON t (id)", "INDEX two ON t USING hash (id)", []),
    ],
)
def test_pairs_are_compared_as_gitlab_does(one: str, two: str, pairs: list[str]) -> None:
    findings = found(f"{TABLE}CREATE {one}; CREATE {two};", RULE, PAIRS)
    assert subjects(findings) == [f"public.t.{pair}" for pair in pairs]
    assert all(finding.fix is None for finding in findings)


@pytest.mark.parametrize("match", ["pairs", "serves"])
@pytest.mark.parametrize(
    "known", ['{ one = ["two"] }', '{ two = ["one"] }', '{ "public.one" = ["two"] }', '{ one = ["public.two"] }']
)
def test_a_known_pair_is_accepted_in_both_directions(match: str, known: str) -> None:
    sql = f"{TABLE}CREATE INDEX one ON t (a); CREATE INDEX two ON t (a);"
    assert found(sql, RULE, f'match = "{match}"\nknown = {known}') == []


def test_a_known_pair_is_stale_when_it_is_none_and_gone_when_an_index_is() -> None:
    options = 'severity = "error"\nstale = "info"\ngone = "warning"\nknown = { one = ["two", "three"] }'
    sql = f"{TABLE}CREATE INDEX one ON t (a); CREATE INDEX two ON t (b);"
    assert {(finding.subject, finding.severity.value) for finding in found(sql, RULE, options)} == {
        ("known one two", "info"),
        ("known one three", "warning"),
    }


def test_hostile_names_are_quoted_in_the_fix() -> None:
    name = quoted(HOSTILE)
    sql = f"CREATE TABLE {name} ({name} int, b int); CREATE INDEX {quoted(HOSTILE + '1')} ON {name} ({name});\n"
    sql += f"CREATE INDEX long ON {name} ({name}, b);"
    (finding,) = found(sql, RULE)
    assert finding.fix is not None
    assert found(f"{sql}\n{finding.fix.sql}", RULE) == []
