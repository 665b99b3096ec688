"""The fixes of set-null-impossible: which of the ways out is right, and where there is none."""

from __future__ import annotations

import pytest

from rule_runs import assert_fixed, findings_of

RULE = "set-null-impossible"
PAIR = "CREATE TABLE p (t int, id int, PRIMARY KEY (t, id));\n"
ONE = "CREATE TABLE p (id int PRIMARY KEY);\n"

FIXED = [
    f"{ONE}CREATE TABLE c (fk int NOT NULL REFERENCES p ON DELETE SET NULL);",
    f"{ONE}CREATE TABLE c (fk int NOT NULL REFERENCES p ON DELETE SET NULL CHECK (fk IS NOT NULL));",
    f'{ONE}CREATE TABLE "Odd ""C""" ("F K" int NOT NULL REFERENCES p ON DELETE SET NULL);',
    f"{PAIR}CREATE TABLE c (t int NOT NULL, fk int, FOREIGN KEY (t, fk) REFERENCES p ON DELETE SET NULL);",
    f"{PAIR}CREATE TABLE c (t int, id int, fk int, PRIMARY KEY (t, id),"
    " FOREIGN KEY (t, fk) REFERENCES p ON DELETE SET NULL);",
    f"{PAIR}CREATE TABLE c (t int NOT NULL, fk int NOT NULL, FOREIGN KEY (t, fk) REFERENCES p ON DELETE SET NULL);",
    f"{PAIR}CREATE TABLE c (t int NOT NULL, fk int, FOREIGN KEY (t, fk) REFERENCES p ON DELETE SET NULL)"
    " PARTITION BY HASH (t);",
]


@pytest.mark.parametrize("sql", FIXED)
def test_the_fix_leaves_nothing_to_find(sql: str) -> None:
    assert_fixed(sql, RULE)


def test_of_a_key_of_several_columns_only_those_are_set_that_can_be_null() -> None:
    (finding,) = findings_of(FIXED[3], RULE)
    assert finding.fix is not None
    assert finding.fix.sql == (
        "ALTER TABLE public.c ADD CONSTRAINT c_t_fk_fkey_new FOREIGN KEY (t, fk) REFERENCES public.p (t, id)"
        " ON DELETE SET NULL (fk) NOT VALID;\n"
        "ALTER TABLE public.c VALIDATE CONSTRAINT c_t_fk_fkey_new;\n"
        "ALTER TABLE public.c DROP CONSTRAINT c_t_fk_fkey;\n"
        "ALTER TABLE public.c RENAME CONSTRAINT c_t_fk_fkey_new TO c_t_fk_fkey;"
    )
    assert finding.fix.touches == ("public.c.c_t_fk_fkey",)


@pytest.mark.parametrize(
    "sql",
    [
        f"{ONE}CREATE TABLE c (fk int PRIMARY KEY REFERENCES p ON DELETE SET NULL);",
        f"CREATE DOMAIN d AS int NOT NULL;\n{ONE}CREATE TABLE c (fk d REFERENCES p ON DELETE SET NULL);",
        f"{ONE}CREATE TABLE c (fk int REFERENCES p ON DELETE SET NULL CHECK (fk IS NOT NULL AND fk > 0));",
        f"{ONE}CREATE TABLE a (fk int NOT NULL); CREATE TABLE c () INHERITS (a);\n"
        "ALTER TABLE c ADD FOREIGN KEY (fk) REFERENCES p ON DELETE SET NULL;",
        f"{PAIR}CREATE TABLE c (t int, fk int, FOREIGN KEY (t, fk) REFERENCES p MATCH FULL ON DELETE SET NULL (fk));",
    ],
)
def test_there_is_no_fix_where_something_else_is_in_the_way(sql: str) -> None:
    (finding,) = findings_of(sql, RULE)
    assert finding.fix is None
