"""What is declared on a part of a partitioned table and does not mean all of it."""

from __future__ import annotations

import pytest

from rule_runs import assert_fixed, findings_of

RULE = "partition-pitfall"
ROOT = (
    "CREATE TABLE p (id int PRIMARY KEY);\n"
    "CREATE TABLE t (id int NOT NULL, fk int {root}, day date) PARTITION BY LIST (fk);\n"
    "CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); CREATE TABLE t2 PARTITION OF t FOR VALUES IN (2{null});\n"
)
CASCADE = "CONSTRAINT k REFERENCES p ON DELETE CASCADE"
OWN = "ALTER TABLE t1 ADD CONSTRAINT own FOREIGN KEY (fk) REFERENCES p {};"

FIXED = [ROOT.format(root=CASCADE, null="") + OWN.format("ON DELETE CASCADE")]


@pytest.mark.parametrize("sql", FIXED)
def test_dropping_a_duplicate_leaves_nothing_to_find(sql: str) -> None:
    assert_fixed(sql, RULE)


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        (ROOT.format(root=CASCADE, null="") + OWN.format("ON DELETE CASCADE"), "it is redundant"),
        (ROOT.format(root=CASCADE, null="") + OWN.format("ON DELETE RESTRICT"), "differ (RESTRICT, not CASCADE)"),
        (
            ROOT.format(root=CASCADE, null="") + OWN.format("ON DELETE CASCADE ON UPDATE CASCADE"),
            "not in the action",
        ),
        (ROOT.format(root="", null="") + OWN.format(""), "Only partition t1 of t has the foreign key own"),
        (ROOT.format(root="CONSTRAINT k REFERENCES p ON DELETE SET NULL", null=""), "no partition takes NULL"),
        (
            ROOT.format(root="", null="") + "ALTER TABLE t1 ADD PRIMARY KEY (id);"
            "CREATE TABLE c (t_id int REFERENCES t1 ON DELETE CASCADE);",
            "references t1, one partition of t",
        ),
        (
            ROOT.format(root="", null="") + "CREATE INDEX i ON ONLY t (id); CREATE INDEX i1 ON t1 (id);"
            "ALTER INDEX i ATTACH PARTITION i1;",
            "no index of t2 is attached",
        ),
    ],
)
def test_a_pitfall_is_found(sql: str, words: str) -> None:
    (finding,) = findings_of(sql, RULE)
    assert words in finding.message


@pytest.mark.parametrize(
    "sql",
    [
        ROOT.format(root=CASCADE, null=""),
        ROOT.format(root="CONSTRAINT k REFERENCES p ON DELETE SET NULL", null=", NULL"),
        ROOT.format(root=CASCADE, null="") + "CREATE INDEX i ON t (id);",
        ROOT.format(root=CASCADE, null="") + "CREATE INDEX i ON ONLY t (id); CREATE INDEX i1 ON t1 (id);"
        "CREATE INDEX i2 ON t2 (id); ALTER INDEX i ATTACH PARTITION i1; ALTER INDEX i ATTACH PARTITION i2;",
        "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (fk int REFERENCES p ON DELETE SET NULL);",
    ],
)
def test_what_means_all_of_the_table_is_not_found(sql: str) -> None:
    assert findings_of(sql, RULE) == ()
