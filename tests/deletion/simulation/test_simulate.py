"""The simulator without a server: its interface, its limits, and what must hold after every DELETE.

That it does what PostgreSQL does is shown in tests/postgres, rule by rule and by the differential fuzz.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from generated_cases import qualified
from generator import generate

from helpers import catalog_of
from ondelete.deletion.actions.partitions import CannotSimulate, leaves, route, scanned
from ondelete.deletion.simulation.simulate import Failed, Outcome, simulate_delete, violations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ondelete.deletion.simulation.row_store import Row

P, C = qualified("p"), qualified("c")
P_AND_C = "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (id int PRIMARY KEY, a int, b int);"


def run(ddl: str, rows: Mapping[str, Sequence[Row]], table: str = "p", **options: object) -> Outcome:
    given = {qualified(name): listed for name, listed in rows.items()}
    return simulate_delete(catalog_of(ddl), given, qualified(table), **options)  # type: ignore[arg-type]


def key(actions: str, name: str = "f", column: str = "a") -> str:
    return f"ALTER TABLE c ADD CONSTRAINT {name} FOREIGN KEY ({column}) REFERENCES p {actions};"


ROWS = {"p": [{"id": 1}, {"id": 2}], "c": [{"id": 1, "a": 1}, {"id": 2, "a": 2}]}


@pytest.mark.parametrize(
    ("actions", "left"),
    [
        ("ON DELETE CASCADE", [(2, 2)]),
        ("ON DELETE SET NULL", [(2, 2), (1, None)]),
        ("ON DELETE SET DEFAULT", [(2, 2), (1, None)]),
    ],
)
def test_actions(actions: str, left: list[tuple[int, int | None]]) -> None:
    outcome = run(P_AND_C + key(actions), ROWS, where=lambda row: row["id"] == 1)
    assert outcome.ok
    assert [(row["id"], row["a"]) for row in outcome.rows[C]] == left
    assert outcome.rows[P] == ({"id": 2},)


@pytest.mark.parametrize(("version", "code"), [(17, "23503"), (18, "23001")])
def test_a_failure_names_the_code_of_its_version_and_leaves_all_rows(version: int, code: str) -> None:
    outcome = run(P_AND_C + key("ON DELETE RESTRICT"), ROWS, server_version=version)
    assert outcome.failed == Failed(code, C, "f")
    assert [len(rows) for rows in outcome.rows.values()] == [2, 2]


def test_the_newest_version_is_asked_if_none_is_named() -> None:
    assert run(P_AND_C + key("ON DELETE RESTRICT"), ROWS).failed == Failed("23001", C, "f")


def test_a_deferred_check_fails_at_commit() -> None:
    outcome = run(P_AND_C + key("DEFERRABLE INITIALLY DEFERRED"), ROWS)
    assert outcome.failed == Failed("23503", C, "f", at_commit=True)


def test_rows_of_the_same_transaction_are_checked_again_after_one_update() -> None:
    # b is nulled first, then the other row of p goes, whose cascade comes after the check of f.
    ddl = "CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE p (id int PRIMARY KEY, u int);"
    ddl += "CREATE TABLE c (id int, a int, u int);"
    ddl += "ALTER TABLE c ADD FOREIGN KEY (u) REFERENCES u ON DELETE SET NULL;"
    ddl += "ALTER TABLE p ADD FOREIGN KEY (u) REFERENCES u ON DELETE CASCADE;" + key("ON DELETE CASCADE")
    rows = {"u": [{"id": 1}], "p": [{"id": 1, "u": 1}], "c": [{"id": 1, "a": 1, "u": 1}]}
    assert run(ddl, rows, "u").ok
    assert run(ddl, rows, "u", same_transaction=True).failed == Failed("23503", C, "f")


def test_a_deferred_insert_check_of_the_same_transaction_still_runs() -> None:
    ddl = P_AND_C + key("ON DELETE NO ACTION DEFERRABLE INITIALLY DEFERRED")
    orphan = {"p": [{"id": 2}], "c": [{"id": 1, "a": 1}]}
    assert run(ddl, orphan, same_transaction=True).failed == Failed("23503", C, "f", at_commit=True)
    assert run(ddl, orphan).ok  # rows from before are trusted


def test_columns_that_are_not_given_are_null_and_generated_ones_computed() -> None:
    ddl = "CREATE TABLE p (id int, x int, g int GENERATED ALWAYS AS (id + 1) STORED)"
    outcome = run(ddl, {"p": [{"id": 1}]}, where=lambda row: False)
    assert outcome.rows[P] == ({"id": 1, "x": None, "g": 2},)


@pytest.mark.parametrize(
    ("ddl", "what"),
    [
        (P_AND_C + "ALTER TABLE c ADD CHECK (shape(a));" + key("ON DELETE SET NULL"), "shape"),
        (P_AND_C + "ALTER TABLE c ALTER a SET DEFAULT next();" + key("ON DELETE SET DEFAULT"), "next"),
        (P_AND_C + "CREATE UNIQUE INDEX odd ON c ((a + 1));" + key("ON DELETE SET NULL"), "odd"),
        ("CREATE TABLE p (id int PRIMARY KEY);"
         "CREATE TABLE c (id int, a int) PARTITION BY HASH (a);"
         "CREATE TABLE c0 PARTITION OF c FOR VALUES WITH (MODULUS 1, REMAINDER 0);"
         + key("ON DELETE SET NULL"), "hash"),
    ],
)  # fmt: skip
def test_what_cannot_be_simulated_is_named(ddl: str, what: str) -> None:
    with pytest.raises(CannotSimulate, match=what):
        run(ddl, ROWS)


def test_an_unknown_check_of_other_columns_held_before_and_holds() -> None:
    assert run(P_AND_C + "ALTER TABLE c ADD CHECK (shape(b));" + key("ON DELETE SET NULL"), ROWS).ok


def test_a_key_from_a_table_that_no_file_defines_is_left_out() -> None:
    ddl = "CREATE TABLE p (id int PRIMARY KEY);"
    ddl += "ALTER TABLE elsewhere ADD FOREIGN KEY (a) REFERENCES p (id) ON DELETE RESTRICT;"
    assert run(ddl, {"p": [{"id": 1}]}).ok


PARTED = """
CREATE TABLE p (id int, d text) PARTITION BY RANGE (id);
CREATE TABLE high PARTITION OF p FOR VALUES FROM (10) TO (MAXVALUE);
CREATE TABLE rest PARTITION OF p DEFAULT PARTITION BY LIST (d);
CREATE TABLE low PARTITION OF p FOR VALUES FROM (MINVALUE) TO ('10');
CREATE TABLE x PARTITION OF rest FOR VALUES IN ('x', 'it''s', NULL);
"""


@pytest.mark.parametrize(
    ("row", "leaf"),
    [
        ({"id": 9}, "low"),
        ({"id": 10}, "high"),
        ({"id": None, "d": "it's"}, "x"),
        ({"id": None, "d": None}, "x"),
        ({"id": None, "d": "y"}, None),
    ],
)
def test_routing(row: Row, leaf: str | None) -> None:
    assert route(catalog_of(PARTED), P, row) == (leaf and qualified(leaf))


def test_a_scan_visits_partitions_by_bound_and_the_default_last() -> None:
    assert [leaf.name for leaf in leaves(catalog_of(PARTED), P)] == ["low", "high", "x"]


def test_a_scan_of_a_parent_visits_inheriting_tables_breadth_first() -> None:
    ddl = "CREATE TABLE p (id int); CREATE TABLE a () INHERITS (p);"
    ddl += "CREATE TABLE aa () INHERITS (a); CREATE TABLE b () INHERITS (p)"
    catalog = catalog_of(ddl)
    assert [name.name for name in scanned(catalog, P)] == ["p", "a", "b", "aa"]
    assert leaves(catalog, P) == (P,)


def test_a_row_without_a_partition_is_refused() -> None:
    with pytest.raises(ValueError, match=r"no partition of public\.p"):
        run(PARTED, {"p": [{"id": None, "d": "y"}]})


@pytest.mark.parametrize(
    ("ddl", "row", "code"),
    [
        ("", {"id": None}, "23502"),
        ("ALTER TABLE c ADD CHECK (a < 5);", {"id": 3, "a": 7}, "23514"),
        ("ALTER TABLE c ADD UNIQUE (a);", {"id": 3, "a": 1}, "23505"),
        (key(""), {"id": 3, "a": 7}, "23503"),
    ],
)
def test_violations(ddl: str, row: Row, code: str) -> None:
    catalog = catalog_of(P_AND_C + ddl)
    rows = {P: [{"id": 1}], C: [{"id": 1, "a": 1}]}
    assert list(violations(catalog, rows)) == []
    found = list(violations(catalog, {**rows, C: [*rows[C], row]}))
    assert {failed.sqlstate for _, failed in found} == {code}


@pytest.mark.parametrize("seed", range(150))
def test_a_delete_that_succeeds_leaves_rows_that_every_constraint_accepts(seed: int) -> None:
    case = generate(Random(seed))
    rows = {qualified(name): listed for name, listed in case.rows.items()}
    for delete in case.deletes:
        outcome = simulate_delete(case.catalog, rows, qualified(delete.table), delete.chooses)
        assert list(violations(case.catalog, outcome.rows)) == []
