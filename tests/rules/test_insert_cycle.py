"""Circles that no first row can enter."""

from __future__ import annotations

import pytest

from rule_runs import assert_fixed, findings_of

RULE = "insert-cycle"


def circle(one: str = "NOT NULL", other: str = "NOT NULL", timing: str = "") -> str:
    return (
        f"CREATE TABLE a (id int PRIMARY KEY, b_id int {one}); CREATE TABLE b (id int PRIMARY KEY, a_id int {other});\n"
        f"ALTER TABLE a ADD CONSTRAINT to_b FOREIGN KEY (b_id) REFERENCES b {timing};\n"
        "ALTER TABLE b ADD CONSTRAINT to_a FOREIGN KEY (a_id) REFERENCES a ON DELETE CASCADE;"
    )


THREE = (
    "CREATE TABLE a (id int PRIMARY KEY, n int NOT NULL); CREATE TABLE b (id int PRIMARY KEY, n int NOT NULL);\n"
    'CREATE TABLE "C" (id int PRIMARY KEY, n int NOT NULL REFERENCES a, m int NOT NULL REFERENCES b);\n'
    'ALTER TABLE a ADD FOREIGN KEY (n) REFERENCES "C"; ALTER TABLE b ADD FOREIGN KEY (n) REFERENCES "C";'
)
FIXED = [circle(), THREE]


@pytest.mark.parametrize("sql", FIXED)
def test_deferring_opens_the_circle(sql: str) -> None:
    assert_fixed(sql, RULE)


@pytest.mark.parametrize(
    "sql",
    [
        circle(one=""),
        circle(other=""),
        circle(timing="DEFERRABLE"),
        circle(timing="NOT ENFORCED"),
        "CREATE TABLE a (id int PRIMARY KEY, up int NOT NULL REFERENCES a);",
    ],
)
def test_a_circle_with_a_way_in_is_not_found(sql: str) -> None:
    assert findings_of(sql, RULE) == ()


def test_a_key_to_the_table_itself_is_not_deferred() -> None:
    sql = circle() + "\nALTER TABLE a ADD up int NOT NULL REFERENCES a;"
    (finding,) = findings_of(sql, RULE)
    assert finding.subject == "public.a public.b"
    assert finding.fix is not None
    assert finding.fix.sql == "ALTER TABLE public.a ALTER CONSTRAINT to_b DEFERRABLE INITIALLY DEFERRED;"
    assert finding.fix.touches == ("public.a.to_b",)
