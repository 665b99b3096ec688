"""What a contract asks of a prediction: which tables a delete touches, by which chain, and which keys are meant."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.analyses.contracts import chain_text, is_named, touched
from ondelete.catalog import QualifiedName
from ondelete.declarations import Patterns
from ondelete.deletion.predict import predict_delete

ROOT = QualifiedName("public", "t0")


def chain(length: int) -> str:
    tables = ["CREATE TABLE t0 (id int PRIMARY KEY);"]
    tables += [
        f"CREATE TABLE t{n} (id int PRIMARY KEY, up int REFERENCES t{n - 1} ON DELETE CASCADE);"
        for n in range(1, length + 1)
    ]
    return "\n".join(tables)


def test_what_is_deleted_and_what_is_changed_is_touched_and_the_table_itself_is_not() -> None:
    sql = f"{chain(1)} CREATE TABLE n (id int REFERENCES t1 ON DELETE SET NULL); CREATE TABLE r (id int REFERENCES t1);"
    catalog = catalog_of(sql)
    assert [table.name for table in touched(catalog, predict_delete(catalog, ROOT))] == ["t1", "n"]


def test_the_shortest_chain_counts() -> None:
    nearer = "CREATE TABLE n (t1_id int REFERENCES t1 ON DELETE CASCADE, t0_id int REFERENCES t0 ON DELETE SET NULL);"
    catalog = catalog_of(chain(1) + nearer)
    path = touched(catalog, predict_delete(catalog, ROOT))[QualifiedName("public", "n")]
    assert [key.columns for key in path] == [("t0_id",)]


def test_a_partition_counts_as_its_root() -> None:
    parted = "CREATE TABLE p (id int REFERENCES t0 ON DELETE CASCADE) PARTITION BY LIST (id);"
    catalog = catalog_of(f"{chain(0)} {parted} CREATE TABLE p1 PARTITION OF p DEFAULT;")
    assert QualifiedName("public", "p") in touched(catalog, predict_delete(catalog, ROOT))


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (1, "t0 → t1 (up)"),
        (2, "t0 → t1 (up) → t2 (up)"),
        (6, "t0 → t1 (up) → t2 (up) → t3 (up) → t4 (up) → t5 (up) → t6 (up)"),
        (9, "t0 → t1 (up) → t2 (up) → t3 (up) → … 3 more … → t7 (up) → t8 (up) → t9 (up)"),
    ],
)
def test_a_long_chain_is_cut_in_the_middle(length: int, text: str) -> None:
    catalog = catalog_of(chain(length))
    path = touched(catalog, predict_delete(catalog, ROOT))[QualifiedName("public", f"t{length}")]
    assert chain_text(ROOT, path) == text


@pytest.mark.parametrize(
    ("entry", "means"),
    [("t1", True), ("public.t1", True), ("t1.*", True), ("public.t1.t1_up_fkey", True), ("t1_up_fkey", False)],
)
def test_a_key_is_named_by_itself_or_by_its_table(entry: str, means: bool) -> None:
    (key,) = catalog_of(chain(1)).foreign_keys
    assert is_named(Patterns((entry,)), key, "public") is means
