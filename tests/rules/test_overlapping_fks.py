"""Two keys on the same columns: which is redundant, and which of two different ones acts."""

from __future__ import annotations

import pytest

from rule_runs import by_default

PARENT = "CREATE TABLE p (id bigint PRIMARY KEY);\n"


def test_two_keys_on_the_same_columns_in_the_same_way_are_one_too_many() -> None:
    table = f"{PARENT}CREATE TABLE c (fk bigint REFERENCES p, CONSTRAINT again FOREIGN KEY (fk) REFERENCES p);\n"
    (finding,) = by_default(table, "overlapping-fks")
    assert "redundant" in finding.message
    assert finding.key == "public.c.again"
    assert finding.fix is not None
    assert by_default(f"{table}{finding.fix.sql}", "overlapping-fks") == []


def test_two_keys_on_the_same_columns_with_different_actions_depend_on_their_order() -> None:
    table = (
        f"{PARENT}CREATE TABLE c (fk bigint, CONSTRAINT one FOREIGN KEY (fk) REFERENCES p ON DELETE CASCADE,\n"
        "CONSTRAINT two FOREIGN KEY (fk) REFERENCES p ON DELETE SET NULL);"
    )
    (finding,) = by_default(table, "overlapping-fks")
    assert "one in a database restored from this file" in finding.message
    assert finding.fix is None


@pytest.mark.parametrize("first", ["late", "soon"])
def test_a_deferred_check_leaves_it_to_the_other_key_in_any_order(first: str) -> None:
    keys = {
        "late": "CONSTRAINT late FOREIGN KEY (fk) REFERENCES p DEFERRABLE INITIALLY DEFERRED",
        "soon": "CONSTRAINT soon FOREIGN KEY (fk) REFERENCES p ON DELETE CASCADE",
    }
    ordered = sorted(keys, key=lambda name: name != first)
    table = f"{PARENT}CREATE TABLE c (fk bigint, {', '.join(keys[name] for name in ordered)});"
    (finding,) = by_default(table, "overlapping-fks")
    assert finding.message.endswith("late waits for COMMIT, so soon acts.")


def test_keys_to_other_tables_or_columns_do_not_overlap() -> None:
    assert (
        by_default(
            "CREATE TABLE p (id bigint PRIMARY KEY, other bigint UNIQUE); CREATE TABLE q (id bigint PRIMARY KEY);\n"
            "CREATE TABLE c (fk bigint REFERENCES p, FOREIGN KEY (fk) REFERENCES q,\n"
            "FOREIGN KEY (fk) REFERENCES p (other));",
            "overlapping-fks",
        )
        == []
    )


def test_columns_in_another_order_overlap_if_the_pairs_are_the_same() -> None:
    table = (
        "CREATE TABLE p (a int, b int, PRIMARY KEY (a, b), UNIQUE (b, a));\n"
        "CREATE TABLE c (a int, b int, FOREIGN KEY (a, b) REFERENCES p, FOREIGN KEY (b, a) REFERENCES p (b, a));"
    )
    assert len(by_default(table, "overlapping-fks")) == 1


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("ON DELETE SET NULL NOT VALID", "ON DELETE SET NULL", "but differ in NOT VALID."),
        ("ON UPDATE CASCADE", "MATCH FULL DEFERRABLE", "in ON UPDATE and MATCH and when they are checked."),
        ("ON DELETE SET NULL", "ON DELETE SET NULL (a)", "with different actions (SET NULL and SET NULL (a))"),
        ("ON DELETE SET NULL", "ON DELETE SET NULL (b, a)", "in the same way: k2 is redundant."),
    ],
)
def test_keys_that_overlap_are_said_to_differ_in_what_they_do(first: str, second: str, words: str) -> None:
    key = "ALTER TABLE c ADD CONSTRAINT {} FOREIGN KEY (a, b) REFERENCES p {};"
    tables = "CREATE TABLE p (a int, b int, PRIMARY KEY (a, b)); CREATE TABLE c (a int, b int);"
    (finding,) = by_default(tables + key.format("k1", first) + key.format("k2", second), "overlapping-fks")
    assert words in finding.message
