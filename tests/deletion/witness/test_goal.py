"""Whether the end of a DELETE shows an effect."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import Catalog, QualifiedName
from ondelete.deletion.effects import Updated
from ondelete.deletion.predict import predict_delete
from ondelete.deletion.simulation.row_store import Failed
from ondelete.deletion.simulation.simulate import Outcome
from ondelete.deletion.witness.goal import Effect, Target, effects_of, new_values, shows

T, C = QualifiedName("public", "t"), QualifiedName("public", "c")


def effect(action: str, columns: str = "") -> tuple[Catalog, Effect]:
    catalog = catalog_of(
        "CREATE TABLE t (id int PRIMARY KEY);"
        f"CREATE TABLE c (id int PRIMARY KEY, t int DEFAULT 9 CONSTRAINT k REFERENCES t {action}{columns});"
    )
    return catalog, effects_of(predict_delete(catalog, T))[0]


BEFORE = Target(C, {"id": 1, "t": 1})


@pytest.mark.parametrize(
    ("action", "after", "shown"),
    [
        ("ON DELETE CASCADE", [], True),
        ("ON DELETE CASCADE", [{"id": 1, "t": 1}], False),
        ("ON DELETE CASCADE", [{"id": 1, "t": None}], False),
        ("ON DELETE CASCADE", [{"id": 2, "t": 1}], True),
        ("ON DELETE SET NULL", [{"id": 1, "t": None}], True),
        ("ON DELETE SET NULL", [{"id": 1, "t": 1}], False),
        ("ON DELETE SET NULL", [{"id": 2, "t": None}], False),
        ("ON DELETE SET NULL", [], False),
        ("ON DELETE SET DEFAULT", [{"id": 1, "t": 9}], True),
        ("ON DELETE SET DEFAULT", [{"id": 1, "t": 8}], False),
    ],
)
def test_rows_afterwards(action: str, after: list[dict[str, int | None]], shown: bool) -> None:
    catalog, found = effect(action)
    assert shows(catalog, found, Outcome(None, {C: tuple(after)}), BEFORE) is shown
    assert not shows(catalog, found, Outcome(Failed("23503", C), {C: tuple(after)}), BEFORE)


@pytest.mark.parametrize(
    ("action", "failed", "shown"),
    [
        ("", Failed("23503", C, "k"), True),
        ("", Failed("23503", C, "other"), False),
        ("", Failed("23503", T, "k"), False),
        ("", Failed("23505", C, "k"), False),
        ("", Failed("23503", C, "k", at_commit=True), False),
        ("DEFERRABLE INITIALLY DEFERRED", Failed("23503", C, "k", at_commit=True), True),
        ("ON DELETE SET NULL NOT NULL", Failed("23502", C, None, "t"), True),
        ("ON DELETE SET NULL NOT NULL", Failed("23502", C, None, "id"), False),
        ("ON DELETE SET NULL CONSTRAINT filled CHECK (t IS NOT NULL)", Failed("23514", C, "filled"), True),
        ("ON DELETE SET NULL CONSTRAINT filled CHECK (t IS NOT NULL)", Failed("23514", C, "other"), False),
    ],
)
def test_an_error_is_told_from_others(action: str, failed: Failed, shown: bool) -> None:
    catalog, found = effect(action)
    assert shows(catalog, found, Outcome(failed, {}), None) is shown


def test_the_new_values() -> None:
    catalog, found = effect("ON DELETE SET NULL")
    assert isinstance(found, Updated)
    assert new_values(catalog, found, Outcome(None, {C: ({"id": 1, "t": None},)}), BEFORE) == {"t": None}
    assert new_values(catalog, found, Outcome(None, {C: ()}), BEFORE) == {}
