"""Plans for a witness: the ways to an effect, and rows along them."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import Catalog, QualifiedName
from ondelete.deletion.effects import Prediction
from ondelete.deletion.predict import predict_delete
from ondelete.deletion.witness.goal import Effect, effects_of
from ondelete.deletion.witness.plan import after_values, linked, paths_to, plans, residence, where_of
from ondelete.deletion.witness.rows import Conflict, Placed

T = QualifiedName("public", "t")
TABLE = "CREATE TABLE t (id int PRIMARY KEY, code text);"


def found(ddl: str, effect_id: str) -> tuple[Catalog, Prediction, Effect]:
    catalog = catalog_of(TABLE + ddl)
    prediction = predict_delete(catalog, T)
    return catalog, prediction, next(e for e in effects_of(prediction) if e.id == effect_id)


TWO_WAYS = (
    "CREATE TABLE a (id int PRIMARY KEY, t int REFERENCES t ON DELETE CASCADE);"
    "CREATE TABLE b (id int PRIMARY KEY, t int REFERENCES t ON DELETE CASCADE, a int REFERENCES a ON DELETE CASCADE);"
    "CREATE TABLE c (b int REFERENCES b ON DELETE CASCADE);"
)


def test_other_ways_come_after_the_shortest() -> None:
    _, prediction, effect = found(TWO_WAYS, "deleted:public.c")
    ways = [[key.name for key in path] for path in paths_to(prediction, effect)]
    assert ways == [["b_t_fkey", "c_b_fkey"], ["a_t_fkey", "b_a_fkey", "c_b_fkey"]]


@pytest.mark.parametrize(
    ("ddl", "effect_id", "rows"),
    [
        ("CREATE TABLE c (t int REFERENCES t);", "block:public.c.c_t_fkey", ["t", "c"]),
        (TWO_WAYS, "deleted:public.c", ["t", "b", "c"]),
        (
            "CREATE TABLE c (t int DEFAULT 5 REFERENCES t ON DELETE SET DEFAULT);",
            "default:public.c.c_t_fkey",
            ["t", "c"],
        ),
        (
            "CREATE TABLE c (t int DEFAULT 5 REFERENCES t ON DELETE SET DEFAULT);",
            "updated:public.c.c_t_fkey:default",
            ["t", "c", "t"],
        ),
        (
            "CREATE TABLE c (t int UNIQUE NULLS NOT DISTINCT REFERENCES t ON DELETE SET NULL);",
            "unique:public.c.c_t_fkey:c_t_key",
            ["t", "c", "c"],
        ),
    ],
)
def test_the_rows_of_the_first_plan(ddl: str, effect_id: str, rows: list[str]) -> None:
    plan = next(plans(*found(ddl, effect_id)))()
    assert [row.table.name for row in plan.rows] == rows
    assert plan.where == {"id": 1}


def test_a_row_takes_the_values_that_it_references() -> None:
    catalog = catalog_of(TABLE + "CREATE TABLE c (t int REFERENCES t);")
    (key,) = catalog.foreign_keys
    parent = Placed(T, T, 1, doomed=True)
    with pytest.raises(Conflict, match=r"public\.t\.id has no value that a row could reference"):
        linked(key, parent)
    parent.values = {"id": 4}
    assert linked(key, parent) == {"t": 4}


def test_the_row_of_the_delete_is_singled_out_by_its_primary_key() -> None:
    catalog = catalog_of("CREATE TABLE t (a int UNIQUE, id int PRIMARY KEY); CREATE TABLE bare (a int, b int);")
    row = Placed(T, T, 1, doomed=True)
    row.values = {"a": 1, "id": 2}
    assert where_of(catalog, T, row) == {"id": 2}
    name = QualifiedName("public", "bare")
    bare = Placed(name, name, 1, doomed=True)
    bare.values = {"a": 1, "b": None}
    assert where_of(catalog, bare.table, bare) == {"a": 1}


def test_the_row_lies_where_the_first_key_points() -> None:
    catalog = catalog_of(
        "CREATE TABLE t (id int PRIMARY KEY) PARTITION BY LIST (id); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);"
        "CREATE TABLE c (t int REFERENCES t1 ON DELETE CASCADE);"
    )
    assert residence(catalog, T, None, catalog.foreign_keys).name == "t1"
    assert residence(catalog, T, None, ()) == T


@pytest.mark.parametrize(
    ("action", "after"),
    [
        ("ON DELETE SET NULL", {"a": None, "b": None}),
        ("ON DELETE SET NULL (b)", {"b": None}),
        ("ON DELETE SET DEFAULT", {"a": 5, "b": None}),
        ("ON DELETE CASCADE", {}),
        ("", {}),
    ],
)
def test_what_is_written(action: str, after: dict[str, int | None]) -> None:
    catalog = catalog_of(
        "CREATE TABLE t (a int, b int, PRIMARY KEY (a, b));"
        f"CREATE TABLE c (a int DEFAULT 5, b int, FOREIGN KEY (a, b) REFERENCES t {action});"
    )
    assert after_values(catalog, catalog.foreign_keys[0]) == after
