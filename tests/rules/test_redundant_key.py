"""UNIQUE constraints and foreign keys that another one implies."""

from __future__ import annotations

import pytest

from rule_runs import HOSTILE, found, quoted, subjects

RULE = "redundant-key"

FIXED = [
    "CREATE TABLE t (id int PRIMARY KEY); ALTER TABLE t ADD CONSTRAINT u UNIQUE (id);",
    "CREATE TABLE t (a int, CONSTRAINT u UNIQUE (a)); ALTER TABLE t ADD CONSTRAINT v UNIQUE (a);",
    "CREATE TABLE p (a int PRIMARY KEY, b int, UNIQUE (a, b));\n"
    "CREATE TABLE c (a int, b int NOT NULL, CONSTRAINT small FOREIGN KEY (a) REFERENCES p ON DELETE CASCADE,\n"
    "CONSTRAINT large FOREIGN KEY (b, a) REFERENCES p (b, a) ON DELETE CASCADE);",
]


@pytest.mark.parametrize(
    ("table", "named"),
    [
        ("id int PRIMARY KEY, a int, CONSTRAINT u UNIQUE (id, a)", ["u"]),
        ("id int PRIMARY KEY, a int, CONSTRAINT u UNIQUE (a, id)", ["u"]),
        ("id int PRIMARY KEY, a int, CONSTRAINT u UNIQUE (a)", []),
        ("a int, b int, CONSTRAINT u UNIQUE (a), CONSTRAINT v UNIQUE (a, b)", ["v"]),
        ("a int, b int, CONSTRAINT u UNIQUE (b, a), CONSTRAINT v UNIQUE (a, b)", ["v"]),
        ("a int, b int, CONSTRAINT u UNIQUE (a), CONSTRAINT v UNIQUE NULLS NOT DISTINCT (a, b)", []),
        ("a int NOT NULL, b int, CONSTRAINT u UNIQUE (a), CONSTRAINT v UNIQUE NULLS NOT DISTINCT (a, b)", ["v"]),
        ("a int, b int, CONSTRAINT u UNIQUE NULLS NOT DISTINCT (a), CONSTRAINT v UNIQUE (a, b)", ["v"]),
        ("a int, b int, CONSTRAINT u UNIQUE (a) DEFERRABLE, CONSTRAINT v UNIQUE (a, b)", []),
        ("a int, b int, CONSTRAINT u UNIQUE (a), CONSTRAINT v UNIQUE (a, b) DEFERRABLE", ["v"]),
        ("a int, b int, EXCLUDE USING btree (a WITH =), CONSTRAINT v UNIQUE (a, b)", []),
    ],
)
def test_a_unique_constraint_that_another_implies(table: str, named: list[str]) -> None:
    assert subjects(found(f"CREATE TABLE t ({table});", RULE)) == [f"public.t.{name}" for name in named]


@pytest.mark.parametrize(
    ("index", "findings"),
    [
        ("CREATE UNIQUE INDEX i ON t (a);", 1),
        ("CREATE UNIQUE INDEX i ON t (a, b);", 0),
        ("CREATE UNIQUE INDEX i ON t (a) WHERE b > 0;", 0),
        ("CREATE UNIQUE INDEX i ON t ((a + 1));", 0),
        ("CREATE INDEX i ON t (a);", 0),
    ],
)
def test_a_unique_index_implies_too(index: str, findings: int) -> None:
    assert len(found(f"CREATE TABLE t (a int, b int, UNIQUE (a, b)); {index}", RULE)) == findings


def test_a_constraint_that_a_key_references_has_a_use() -> None:
    sql = "CREATE TABLE t (id int PRIMARY KEY, a int, UNIQUE (id, a)); CREATE TABLE c (x int, y int, {});"
    assert len(found(sql.format("FOREIGN KEY (x) REFERENCES t"), RULE)) == 1
    assert found(sql.format("FOREIGN KEY (x, y) REFERENCES t (id, a)"), RULE) == []


@pytest.mark.parametrize("sql", FIXED)
def test_of_two_that_say_the_same_one_can_go(sql: str) -> None:
    (finding,) = found(sql, RULE)
    assert finding.fix is not None
    assert found(f"{sql}\n{finding.fix.sql}", RULE) == []


def test_a_larger_unique_has_no_fix_because_its_index_may_serve() -> None:
    (finding,) = found("CREATE TABLE t (id int PRIMARY KEY, a int, UNIQUE (id, a));", RULE)
    assert finding.fix is None
    assert finding.message == "t_id_a_key makes (id, a) of t unique, as the primary key on id does already."


@pytest.mark.parametrize(
    ("b", "small", "large", "findings"),
    [
        ("NOT NULL", "", "", 1),
        ("", "", "", 0),
        ("", "", "MATCH FULL", 1),
        ("NOT NULL", "", "NOT VALID", 0),
        ("NOT NULL", "NOT VALID", "NOT VALID", 1),
    ],
)
def test_a_key_is_implied_if_the_larger_one_is_checked_whenever_it_is(
    b: str, small: str, large: str, findings: int
) -> None:
    sql = (
        f"CREATE TABLE p (a int PRIMARY KEY, b int, UNIQUE (a, b)); CREATE TABLE c (a int, b int {b});\n"
        f"ALTER TABLE c ADD CONSTRAINT small FOREIGN KEY (a) REFERENCES p {small};\n"
        f"ALTER TABLE c ADD CONSTRAINT large FOREIGN KEY (a, b) REFERENCES p (a, b) {large};"
    )
    assert subjects(found(sql, RULE)) == ["public.c.small"] * findings


@pytest.mark.parametrize(
    ("small", "large", "fixed"),
    [
        ("", "", True),
        ("ON DELETE CASCADE", "ON DELETE CASCADE", True),
        ("ON DELETE CASCADE", "", False),
        ("", "ON DELETE CASCADE", False),
        ("ON DELETE SET NULL", "ON DELETE SET NULL", False),
        ("DEFERRABLE", "", False),
    ],
)
def test_a_key_that_acts_on_its_own_has_no_fix(small: str, large: str, fixed: bool) -> None:
    sql = (
        "CREATE TABLE p (a int PRIMARY KEY, b int, UNIQUE (a, b));\n"
        f"CREATE TABLE c (a int, b int NOT NULL, FOREIGN KEY (a) REFERENCES p {small},\n"
        f"FOREIGN KEY (a, b) REFERENCES p (a, b) {large});"
    )
    (finding,) = found(sql, RULE)
    assert (finding.fix is not None) is fixed
    assert ("its own action" in finding.message) is not fixed


def test_keys_of_other_pairs_or_to_other_tables_imply_nothing() -> None:
    sql = (
        "CREATE TABLE p (a int PRIMARY KEY, b int UNIQUE, UNIQUE (a, b)); CREATE TABLE q (a int PRIMARY KEY);\n"
        "CREATE TABLE c (a int, b int NOT NULL, FOREIGN KEY (a, b) REFERENCES p (a, b),\n"
        "FOREIGN KEY (a) REFERENCES q, FOREIGN KEY (a) REFERENCES p (b));"
    )
    assert subjects(found(sql, RULE)) == []


def test_hostile_names_are_quoted_in_the_fix_and_tables_can_be_left_out() -> None:
    name = quoted(HOSTILE)
    sql = f"CREATE TABLE {name} ({name} int PRIMARY KEY);\n"
    sql += f"ALTER TABLE {name} ADD CONSTRAINT {quoted(HOSTILE + 'u')} UNIQUE ({name});"
    (finding,) = found(sql, RULE)
    assert finding.fix is not None
    assert found(f"{sql}\n{finding.fix.sql}", RULE) == []
    assert found(sql, RULE, f"[[rules.{RULE}.per-table]]\ntables = ['{HOSTILE}']\nseverity = \"off\"") == []


def test_a_constraint_that_is_the_replica_identity_is_not_dropped() -> None:
    sql = FIXED[0]
    (free,) = found(sql, RULE)
    (used,) = found(f"{sql}ALTER TABLE ONLY t REPLICA IDENTITY USING INDEX u;", RULE)
    assert free.fix is not None
    assert used.fix is None
