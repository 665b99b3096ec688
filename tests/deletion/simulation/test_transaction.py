"""The queue of one transaction: what fires when, and what each event does (semantics R1 to R15)."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.actions.partitions import CannotSimulate
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


MOVES = (
    "CREATE TABLE m (i int, k int, j int) PARTITION BY LIST (k); CREATE TABLE m0 PARTITION OF m DEFAULT;"
    "CREATE TABLE m1 PARTITION OF m FOR VALUES IN (1) PARTITION BY LIST (j); CREATE TABLE m11 PARTITION OF m1 DEFAULT;"
)
HASHED = (
    "CREATE TABLE h (i int, k int) PARTITION BY HASH (i);"
    "CREATE TABLE h0 PARTITION OF h FOR VALUES WITH (MODULUS 1, REMAINDER 0);"
)
SHARED = "ALTER TABLE c ALTER p SET DEFAULT 9;" + key("c", "p", "p", "ON DELETE SET DEFAULT")
DEFERRABLE = "ALTER TABLE c ADD CONSTRAINT one UNIQUE (p) DEFERRABLE;"
BACK = "ALTER TABLE p ADD n int DEFAULT 1 REFERENCES p (k) ON DELETE SET DEFAULT, ADD UNIQUE (n);"
FULL = "ALTER TABLE p ADD UNIQUE (id, k);"
CHAIN = "ALTER TABLE c ADD UNIQUE (p);" + SHARED
TWO = [{"id": 1, "k": 1}, {"id": 2, "k": 2}, {"id": 9, "k": 9}]

OUTCOMES: dict[str, tuple[str, dict[str, list[dict[str, int | None]]], object]] = {
    "the default is the row that goes": (
        "ALTER TABLE c ALTER p SET DEFAULT 1;" + key("c", "p", "p", "ON DELETE SET DEFAULT"),
        {"p": [{"id": 1}], "c": [{"id": 1, "p": 1}]},
        "23503 c c_p",
    ),
    "an update is passed on": (
        CHAIN + key("d", "p", "c (p)", "ON UPDATE CASCADE"),
        {"p": TWO, "c": [{"id": 1, "p": 1}], "d": [{"c": 1, "p": 1}]},
        {"c": [(1, 9, None)], "d": [(1, 9)]},
    ),
    "an update sets NULL": (
        CHAIN + key("d", "p", "c (p)", "ON UPDATE SET NULL"),
        {"p": TWO, "c": [{"id": 1, "p": 1}], "d": [{"c": 1, "p": 1}]},
        {"c": [(1, 9, None)], "d": [(1, None)]},
    ),
    "NO ACTION: another row has the key now": (
        BACK + key("c", "p", "p (n)", ""),
        {"p": [{"id": 1, "k": 5, "n": 1}, {"id": 2, "k": 1, "n": 5}], "c": [{"id": 1, "p": 1}]},
        {"c": [(1, 1, None)]},
    ),
    "RESTRICT: another row has the key now": (
        BACK + key("c", "p", "p (n)", "ON DELETE RESTRICT"),
        {"p": [{"id": 1, "k": 5, "n": 1}, {"id": 2, "k": 1, "n": 5}], "c": [{"id": 1, "p": 1}]},
        "23001 c c_p",
    ),
    "the columns of ON DELETE SET NULL": (
        FULL + "ALTER TABLE c ADD CONSTRAINT x FOREIGN KEY (p, q) REFERENCES p (id, k) ON DELETE SET NULL (p);",
        {"p": TWO, "c": [{"id": 1, "p": 1, "q": 1}]},
        {"c": [(1, None, 1)]},
    ),
    "they are not those of ON UPDATE": (
        "ALTER TABLE c ADD UNIQUE (p, q);"
        + key("c", "p", "p", "ON DELETE SET NULL")
        + "ALTER TABLE d ADD CONSTRAINT x FOREIGN KEY (c, p) REFERENCES c (p, q)"
        " ON DELETE SET NULL (c) ON UPDATE SET NULL;",
        {"p": TWO, "c": [{"id": 1, "p": 1, "q": 1}], "d": [{"c": 1, "p": 1}]},
        {"d": [(None, None)]},
    ),
    "MATCH FULL with NULL in one column": (
        FULL
        + "ALTER TABLE c ADD CONSTRAINT x FOREIGN KEY (p, q) REFERENCES p (id, k) MATCH FULL ON DELETE SET NULL (p);",
        {"p": TWO, "c": [{"id": 1, "p": 1, "q": 1}]},
        "23503 c x",
    ),
    "a domain refuses NULL": (
        "CREATE DOMAIN strict AS int NOT NULL; ALTER TABLE c ALTER p TYPE strict;"
        + key("c", "p", "p", "ON DELETE SET NULL"),
        {"p": TWO, "c": [{"id": 1, "p": 1}]},
        "23502 c None",
    ),
    "a row moves to another partition": (
        MOVES + key("m", "k", "p", "ON DELETE SET NULL"),
        {"p": TWO, "m": [{"i": 1, "k": 1, "j": 1}]},
        {"m0": [(1, None, 1)], "m11": []},
    ),
    "a row stays in its partition": (
        MOVES + key("m", "i", "p", "ON DELETE SET NULL"),
        {"p": TWO, "m": [{"i": 1, "k": 1, "j": 1}]},
        {"m11": [(None, 1, 1)]},
    ),
    "a leaf's own key does not let a row leave it": (
        MOVES + key("m11", "k", "p", "ON DELETE SET NULL"),
        {"p": TWO, "m": [{"i": 1, "k": 1, "j": 1}]},
        "23514 m11 None",
    ),
    "a row cannot leave a partition above it that a key references": (
        MOVES
        + "ALTER TABLE m1 ADD UNIQUE (i, j); ALTER TABLE d ADD FOREIGN KEY (c, p) REFERENCES m1 (i, j);"
        + key("m", "k", "p", "ON DELETE SET NULL"),
        {"p": TWO, "m": [{"i": 1, "k": 1, "j": 1}]},
        "0A000 m None",
    ),
    "a key to the whole table lets it move": (
        MOVES + "ALTER TABLE m ADD UNIQUE (i, k, j);"
        " ALTER TABLE e ADD FOREIGN KEY (i, k, j) REFERENCES m (i, k, j) ON UPDATE CASCADE;"
        + key("m", "k", "p", "ON DELETE SET NULL"),
        {"p": TWO, "m": [{"i": 1, "k": 1, "j": 1}]},
        {"m0": [(1, None, 1)]},
    ),
    "a column that does not hash": (
        HASHED + key("h", "k", "p", "ON DELETE SET NULL"),
        {"p": TWO, "h": [{"i": 1, "k": 1}]},
        {"h0": [(1, None)]},
    ),
    "a list key over a hash key": (
        "CREATE TABLE n (i int, k int) PARTITION BY LIST (k);"
        "CREATE TABLE n0 PARTITION OF n DEFAULT PARTITION BY HASH (i);"
        "CREATE TABLE n00 PARTITION OF n0 FOR VALUES WITH (MODULUS 1, REMAINDER 0);"
        + key("n", "k", "p", "ON DELETE SET NULL"),
        {"p": TWO, "n": [{"i": 1, "k": 1}]},
        {"n00": [(1, None)]},
    ),
    "a row that stays is updated for a key to its partition": (
        "CREATE TABLE n (i int, k int) PARTITION BY LIST (k); CREATE TABLE n0 PARTITION OF n (UNIQUE (k)) DEFAULT;"
        + key("n", "k", "p", "ON DELETE SET NULL")
        + key("d", "p", "n0 (k)", "ON DELETE CASCADE ON UPDATE CASCADE"),
        {"p": TWO, "n": [{"i": 1, "k": 1}], "d": [{"c": 1, "p": 1}]},
        {"d": [(1, None)]},
    ),
    "a row that arrives is checked by the keys of the partition": (
        MOVES + key("m", "k", "p", "ON DELETE SET NULL") + key("m0", "i", "p", ""),
        {"p": TWO, "m": [{"i": 7, "k": 1, "j": 1}]},
        "23503 m0 m0_i",
    ),
    "one of two columns is always generated": (
        FULL + "CREATE TABLE g (i int GENERATED ALWAYS AS IDENTITY, j int);"
        "ALTER TABLE g ADD FOREIGN KEY (i, j) REFERENCES p (id, k) ON DELETE SET NULL;",
        {"p": TWO},
        "428C9 g None",
    ),
    "two rows get one default": (
        "ALTER TABLE c ADD CONSTRAINT one UNIQUE (p);" + SHARED,
        {"p": TWO, "c": [{"id": 1, "p": 1}, {"id": 2, "p": 2}]},
        "23505 c one",
    ),
    "and still have it when a deferrable constraint looks": (
        DEFERRABLE + SHARED,
        {"p": TWO, "c": [{"id": 1, "p": 1}, {"id": 2, "p": 2}]},
        "23505 c one",
    ),
    "and one of them is gone when it looks": (
        DEFERRABLE + SHARED + key("c", "q", "p (k)", "ON DELETE CASCADE"),
        {"p": TWO, "c": [{"id": 1, "p": 1}, {"id": 2, "p": 9, "q": 1}]},
        {"c": [(1, 9, None)]},
    ),
}


@pytest.mark.parametrize(("constraints", "rows", "expected"), OUTCOMES.values(), ids=OUTCOMES)
def test_what_a_delete_of_the_rows_below_three_leaves(
    constraints: str, rows: dict[str, list[dict[str, int | None]]], expected: object
) -> None:
    run = transaction("CREATE TABLE e (i int, k int, j int);" + constraints, **rows)
    try:
        run.delete(P, lambda row: row["id"] in ((1, 2) if len(rows.get("c", ())) > 1 else (1,)))
        run.commit()
    except Abort as abort:
        found: object = f"{abort.failed.sqlstate} {abort.failed.table.name} {abort.failed.constraint}"
    else:
        names = expected if isinstance(expected, dict) else {}
        found = {
            table.name: [tuple(row.values()) for row in listed]
            for table, listed in run.heap.rows().items()
            if table.name in names
        }
    assert found == expected


IDENTITY = (
    "CREATE TABLE m (i int GENERATED ALWAYS AS IDENTITY, k int) PARTITION BY LIST (k);"
    "CREATE TABLE m1 PARTITION OF m FOR VALUES IN (1);"
)


@pytest.mark.parametrize(
    ("table", "version", "refused"), [("m1", 16, False), ("m1", 17, True), ("m1", 18, True), ("m", 16, True)]
)
def test_a_partition_has_the_identity_of_its_table_from_17_on(table: str, version: int, refused: bool) -> None:
    catalog = catalog_of(TABLES + IDENTITY + key(table, "i", "p", "ON DELETE SET NULL"))
    run = Transaction(catalog, {P: [{"id": 1}]}, version)
    if refused:
        with pytest.raises(Abort):
            run.delete(P, lambda row: True)
    else:
        run.delete(P, lambda row: True)


def test_rows_are_of_a_transaction_before_if_nothing_else_is_said() -> None:
    run = transaction(
        "ALTER TABLE d ADD UNIQUE (p);" + key("c", "p", "p", "ON DELETE SET NULL") + key("c", "q", "d (p)", ""),
        p=[{"id": 1}],
        c=[{"id": 1, "p": 1, "q": 9}],
    )
    run.delete(P, lambda row: True)
    assert left(run) == {"p": 0, "c": 1}


@pytest.mark.parametrize(
    "constraints",
    [
        CHAIN + "ALTER TABLE d ALTER p TYPE smallint;" + key("d", "p", "c (p)", "ON UPDATE CASCADE"),
        "CREATE TABLE n (i int, k int) PARTITION BY LIST (k);"
        "CREATE TABLE n0 PARTITION OF n DEFAULT PARTITION BY HASH (i);"
        "CREATE TABLE n00 PARTITION OF n0 FOR VALUES WITH (MODULUS 1, REMAINDER 0);"
        + key("n", "i", "p", "ON DELETE SET NULL"),
    ],
)
def test_what_has_no_model_ends_the_simulation(constraints: str) -> None:
    partitioned = {"n": [{"i": 1, "k": 1}]}
    plain = {"c": [{"id": 1, "p": 1}], "d": [{"c": 1, "p": 1}]}
    run = transaction(constraints, p=TWO, **(plain if "smallint" in constraints else partitioned))
    with pytest.raises(CannotSimulate):
        run.delete(P, lambda row: row["id"] == 1)
