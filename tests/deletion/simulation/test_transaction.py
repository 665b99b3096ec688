"""The queue of one transaction: what fires when, and what each event does (semantics R1 to R15)."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.simulation.row_store import Abort, Failed
from ondelete.deletion.simulation.transaction import Transaction

P, C, D = (QualifiedName("public", name) for name in ("p", "c", "d"))
TABLES = (
    "CREATE TABLE p (id int PRIMARY KEY, k int UNIQUE); CREATE TABLE c (id int PRIMARY KEY, p int, q int);"
    "CREATE TABLE d (c int, p int);"
)


def transaction(constraints: str, **rows: list[dict[str, int | None]]) -> Transaction:
    given = {QualifiedName("public", name): listed for name, listed in rows.items()}
    return Transaction(catalog_of(TABLES + constraints), given, 18)


def key(table: str, column: str, referenced: str, actions: str) -> str:
    return (
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column} FOREIGN KEY ({column}) REFERENCES {referenced} {actions};"
    )


def left(run: Transaction) -> dict[str, int]:
    return {table.name: len(rows) for table, rows in run.heap.rows().items()}


def test_a_cascade_goes_on() -> None:
    run = transaction(
        key("c", "p", "p", "ON DELETE CASCADE") + key("d", "c", "c", "ON DELETE CASCADE"),
        p=[{"id": 1}, {"id": 2}],
        c=[{"id": 1, "p": 1}, {"id": 2, "p": 2}],
        d=[{"c": 1}, {"c": 2}, {"c": None}],
    )
    run.delete(P, lambda row: row["id"] == 1)
    run.commit()
    assert left(run) == {"p": 1, "c": 1, "d": 2}


CASCADES = key("c", "p", "p", "ON DELETE CASCADE") + key("d", "c", "c", "ON DELETE CASCADE")
RESTRICTS = key("d", "p", "p", "ON DELETE RESTRICT")


@pytest.mark.parametrize("constraints", [CASCADES + RESTRICTS, RESTRICTS + CASCADES])
def test_breadth_comes_before_depth(constraints: str) -> None:
    """R3: the key of d to p is asked before the row of d goes with the row of c."""
    run = transaction(constraints, p=[{"id": 1}], c=[{"id": 1, "p": 1}], d=[{"c": 1, "p": 1}])
    with pytest.raises(Abort) as refused:
        run.delete(P, lambda row: True)
    assert refused.value.failed == Failed("23001", D, "d_p")


@pytest.mark.parametrize("timing", ["", "DEFERRABLE"])
def test_a_key_is_asked_at_once(timing: str) -> None:
    run = transaction(key("c", "p", "p", timing), p=[{"id": 1}], c=[{"id": 1, "p": 1}])
    with pytest.raises(Abort) as refused:
        run.delete(P, lambda row: True)
    assert refused.value.failed == Failed("23503", C, "c_p")


def test_a_deferred_key_is_asked_at_commit() -> None:
    run = transaction(key("c", "p", "p", "DEFERRABLE INITIALLY DEFERRED"), p=[{"id": 1}], c=[{"id": 1, "p": 1}])
    run.delete(P, lambda row: True)
    with pytest.raises(Abort) as refused:
        run.commit()
    assert refused.value.failed == Failed("23503", C, "c_p", at_commit=True)


def test_a_null_references_nothing() -> None:
    run = transaction(key("c", "p", "p (k)", "ON DELETE RESTRICT"), p=[{"id": 1, "k": None}], c=[{"id": 1, "p": None}])
    run.delete(P, lambda row: True)
    assert left(run) == {"p": 0, "c": 1}


def test_set_null_of_a_column_that_is_always_generated_is_refused_without_rows() -> None:
    run = transaction(
        "CREATE TABLE e (i int GENERATED ALWAYS AS IDENTITY REFERENCES p ON DELETE SET NULL);", p=[{"id": 1}]
    )
    with pytest.raises(Abort) as refused:
        run.delete(P, lambda row: True)
    assert refused.value.failed.sqlstate == "428C9"


def test_a_rule_in_place_of_the_statement_is_an_error() -> None:
    run = transaction(
        key("c", "p", "p", "ON DELETE CASCADE") + "CREATE RULE keep AS ON DELETE TO c DO INSTEAD NOTHING;",
        p=[{"id": 1}],
    )
    with pytest.raises(Abort) as refused:
        run.delete(P, lambda row: True)
    assert refused.value.failed == Failed("XX000", C)


def test_an_update_chain() -> None:
    run = transaction(
        "ALTER TABLE c ADD UNIQUE (p);"
        + key("c", "p", "p", "ON DELETE SET NULL")
        + key("d", "p", "c (p)", "ON UPDATE CASCADE"),
        p=[{"id": 1}],
        c=[{"id": 1, "p": 1}],
        d=[{"p": 1}],
    )
    run.delete(P, lambda row: True)
    assert run.heap.rows()[D] == ({"c": None, "p": None},)


def test_a_row_of_the_same_transaction_is_checked_again_after_one_update() -> None:
    """R9: every key of a row that this transaction wrote is checked, whether or not its columns change."""
    constraints = key("c", "p", "p", "ON DELETE SET NULL") + key("c", "q", "d (p)", "")
    catalog = catalog_of(TABLES + "ALTER TABLE d ADD UNIQUE (p);" + constraints)
    rows = {P: [{"id": 1}], C: [{"id": 1, "p": 1, "q": 9}]}
    for own in (False, True):
        run = Transaction(catalog, rows, 18, own=own)
        if own:
            with pytest.raises(Abort):
                run.delete(P, lambda row: True)
        else:
            run.delete(P, lambda row: True)
