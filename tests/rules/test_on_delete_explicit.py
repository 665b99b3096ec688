"""The fix of on-delete-explicit: the key made anew, on a live database, and only where that changes nothing else."""

from __future__ import annotations

import pytest

from rule_runs import assert_fixed, by_default, findings_of

RULE = "on-delete-explicit"
PARENT = "CREATE TABLE p (id int PRIMARY KEY, b int, UNIQUE (id, b));\n"

FIXED = [
    f"{PARENT}CREATE TABLE c (fk int REFERENCES p);",
    f"{PARENT}CREATE TABLE c (fk int); ALTER TABLE c ADD CONSTRAINT k FOREIGN KEY (fk) REFERENCES p NOT VALID;",
    f"{PARENT}CREATE TABLE c (x int, y int, FOREIGN KEY (x, y) REFERENCES p (id, b) MATCH FULL ON UPDATE CASCADE);",
    f"{PARENT}CREATE TABLE c (fk int REFERENCES p) PARTITION BY LIST (fk);\nCREATE TABLE c1 PARTITION OF c DEFAULT;",
    'CREATE SCHEMA "s.1"; CREATE TABLE "s.1"."Sel""ect" ("i d" int PRIMARY KEY);\n'
    'CREATE TABLE "s.1"."c\n2" (f int CONSTRAINT "k;--" REFERENCES "s.1"."Sel""ect");',
    f"{PARENT}CREATE TABLE c (fk int CONSTRAINT {'k' * 63} REFERENCES p, CONSTRAINT k CHECK (fk > 0));",
]


@pytest.mark.parametrize("sql", FIXED)
def test_the_fix_leaves_nothing_to_find(sql: str) -> None:
    assert_fixed(sql, RULE)


def fix_of(sql: str, config: str = "") -> str | None:
    (finding,) = findings_of(sql, RULE, config)
    return finding.fix.sql if finding.fix else None


def test_a_key_is_made_anew_without_locking_out_writes() -> None:
    assert fix_of(FIXED[0]) == (
        "ALTER TABLE public.c ADD CONSTRAINT c_fk_fkey_new FOREIGN KEY (fk) REFERENCES public.p (id)"
        " ON DELETE RESTRICT NOT VALID;\n"
        "ALTER TABLE public.c VALIDATE CONSTRAINT c_fk_fkey_new;\n"
        "ALTER TABLE public.c DROP CONSTRAINT c_fk_fkey;\n"
        "ALTER TABLE public.c RENAME CONSTRAINT c_fk_fkey_new TO c_fk_fkey;"
    )


def test_a_key_that_was_never_validated_stays_so() -> None:
    fix = fix_of(FIXED[1])
    assert fix is not None
    assert "NOT VALID" in fix
    assert "VALIDATE CONSTRAINT" not in fix


def test_match_and_on_update_are_kept() -> None:
    assert "(id, b) MATCH FULL ON UPDATE CASCADE ON DELETE RESTRICT NOT VALID" in (fix_of(FIXED[2]) or "")


def test_a_partitioned_table_knows_no_not_valid_before_18() -> None:
    assert fix_of(FIXED[3]) == (
        "ALTER TABLE public.c DROP CONSTRAINT c_fk_fkey, ADD CONSTRAINT c_fk_fkey FOREIGN KEY (fk)"
        " REFERENCES public.p (id) ON DELETE RESTRICT;"
    )


def test_the_name_in_between_fits_63_bytes_and_is_free() -> None:
    name = (fix_of(FIXED[5]) or "").split()[5]
    assert len(name) == 63
    assert name.endswith("_new")
    taken = fix_of(f"{PARENT}CREATE TABLE c (fk int CONSTRAINT k REFERENCES p, CONSTRAINT k_new CHECK (fk > 0));")
    assert "ADD CONSTRAINT k_new1 FOREIGN KEY" in (taken or "")


def test_the_action_of_the_fix_is_an_option() -> None:
    config = "[rules.on-delete-explicit]\naction = 'set null'"
    assert "ON DELETE SET NULL NOT VALID" in (fix_of(FIXED[0], config) or "")
    assert fix_of(f"{PARENT}CREATE TABLE c (fk int NOT NULL REFERENCES p);", config) is None


def test_the_action_of_the_fix_can_differ_per_table() -> None:
    config = "[[rules.on-delete-explicit.per-table]]\ntables = ['c']\naction = 'cascade'"
    assert "ON DELETE CASCADE" in (fix_of(FIXED[0], config) or "")


@pytest.mark.parametrize("timing", ["DEFERRABLE", "DEFERRABLE INITIALLY DEFERRED"])
def test_a_deferrable_key_is_left_to_people(timing: str) -> None:
    assert fix_of(f"{PARENT}CREATE TABLE c (fk int REFERENCES p {timing});") is None


def test_a_temporal_key_can_do_nothing_else() -> None:
    sql = (
        "CREATE TABLE p (id int, v daterange, PRIMARY KEY (id, v WITHOUT OVERLAPS));\n"
        "CREATE TABLE c (fk int, v daterange, FOREIGN KEY (fk, PERIOD v) REFERENCES p (id, PERIOD v));"
    )
    assert findings_of(sql, RULE) == ()


PLAIN = "CREATE TABLE p (id bigint PRIMARY KEY);\n"


@pytest.mark.parametrize("clause", ["", " ON DELETE NO ACTION", " ON DELETE NO ACTION DEFERRABLE"])
def test_no_action_is_not_explicit(clause: str) -> None:
    assert len(by_default(f"{PLAIN}CREATE TABLE c (fk bigint REFERENCES p{clause});", "on-delete-explicit")) == 1


@pytest.mark.parametrize("action", ["RESTRICT", "CASCADE", "SET NULL", "SET DEFAULT"])
def test_every_other_action_is_explicit(action: str) -> None:
    assert by_default(f"{PLAIN}CREATE TABLE c (fk bigint REFERENCES p ON DELETE {action});", "on-delete-explicit") == []
