"""Cascades in a circle: one finding for a circle, named by its key or by its tables."""

from __future__ import annotations

from rule_runs import by_default

PARENT = "CREATE TABLE p (id bigint PRIMARY KEY);\n"


def test_a_cascade_into_the_table_itself_names_its_key() -> None:
    (finding,) = by_default(
        "CREATE TABLE c (id bigint PRIMARY KEY, up bigint REFERENCES c ON DELETE CASCADE);", "cascade-cycle"
    )
    assert finding.key == "public.c.c_up_fkey"
    assert "itself" in finding.message


def test_a_circle_of_tables_has_one_finding_whose_subject_is_its_tables() -> None:
    circle = (
        "CREATE TABLE b (id bigint PRIMARY KEY, a bigint);\n"
        "CREATE TABLE a (id bigint PRIMARY KEY, b bigint REFERENCES b ON DELETE CASCADE);\n"
        "ALTER TABLE b ADD FOREIGN KEY (a) REFERENCES a ON DELETE CASCADE;"
    )
    (finding,) = by_default(circle, "cascade-cycle")
    assert finding.subject == "public.a public.b"
    assert finding.key is None
