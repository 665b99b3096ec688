"""Loose keys as foreign keys, and those that have work after a delete."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.analyses.loose import as_foreign_key, loose_after
from ondelete.catalog import Location, QualifiedName, ReferentialAction
from ondelete.declarations import Declarations, LooseAction, LooseKey
from ondelete.deletion.predict import predict_delete

SQL = (
    "CREATE TABLE a (id bigint PRIMARY KEY); CREATE TABLE b (id bigint PRIMARY KEY, a_id bigint REFERENCES a"
    " ON DELETE CASCADE); CREATE TABLE pair (x int, y int, PRIMARY KEY (x, y)); CREATE TABLE c (id int, b_id bigint);"
)


def loose(referenced: str, action: LooseAction = "async_delete") -> LooseKey:
    here = Location("ondelete.toml", 1)
    return LooseKey(QualifiedName("public", "c"), "b_id", QualifiedName("public", referenced), action, here)


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("async_delete", ReferentialAction.CASCADE),
        ("async_nullify", ReferentialAction.SET_NULL),
        ("update_column_to", ReferentialAction.CASCADE),
    ],
)
def test_a_job_does_what_an_action_would(action: LooseAction, expected: ReferentialAction) -> None:
    assert as_foreign_key(catalog_of(SQL), loose("b", action), "k").on_delete is expected


@pytest.mark.parametrize(("referenced", "columns"), [("b", ("id",)), ("pair", ()), ("gone", ()), ("c", ())])
def test_it_references_a_primary_key_of_one_column(referenced: str, columns: tuple[str, ...]) -> None:
    assert as_foreign_key(catalog_of(SQL), loose(referenced), "k").referenced_columns == columns


@pytest.mark.parametrize(("table", "found"), [("a", True), ("b", True), ("c", False)])
def test_a_job_has_work_if_the_table_that_it_watches_loses_rows(table: str, found: bool) -> None:
    catalog = catalog_of(SQL)
    prediction = predict_delete(catalog, QualifiedName("public", table))
    declared = Declarations(loose=(loose("b"),))
    assert loose_after(catalog, declared, prediction) == (declared.loose if found else ())
