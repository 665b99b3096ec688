"""Statements that a server refuses before it looks at any row."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.static.refusals import refusal_by_publication, refusal_of_action, remembered_refusals

BARE = "CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE c (t int REFERENCES t {action}, o int);"


@pytest.mark.parametrize(
    ("action", "more", "expected"),
    [
        ("ON DELETE CASCADE", "", None),
        ("ON DELETE CASCADE", "CREATE RULE keep AS ON DELETE TO c DO INSTEAD NOTHING;", ("rule", "XX000")),
        ("", "CREATE RULE keep AS ON DELETE TO c DO INSTEAD NOTHING;", None),
        ("", "CREATE RULE keep AS ON UPDATE TO c DO INSTEAD NOTHING;", None),
        ("ON DELETE SET NULL", "CREATE RULE keep AS ON DELETE TO c DO INSTEAD NOTHING;", None),
        ("ON DELETE SET NULL", "CREATE PUBLICATION p FOR ALL TABLES;", ("publication", "55000")),
        ("ON DELETE SET NULL", "CREATE PUBLICATION p FOR TABLE t;", None),
        (
            "ON DELETE SET NULL",
            "CREATE PUBLICATION p FOR ALL TABLES; ALTER TABLE c REPLICA IDENTITY FULL;",
            None,
        ),
    ],
)
def test_the_statement_of_a_key(action: str, more: str, expected: tuple[str, str] | None) -> None:
    catalog = catalog_of(BARE.format(action=action) + more)
    (key,) = catalog.foreign_keys
    refusal = refusal_of_action(catalog, key, "delete")
    assert (refusal and (refusal.kind, refusal.sqlstate)) == expected
    assert remembered_refusals(catalog).of(0, key, "delete") == refusal


def test_the_delete_itself() -> None:
    catalog = catalog_of("CREATE TABLE t (id int); CREATE PUBLICATION p FOR ALL TABLES WITH (publish = 'delete');")
    name = QualifiedName("public", "t")
    refusal = refusal_by_publication(catalog, name, "delete")
    assert refusal is not None
    assert "has no replica identity" in refusal.reason
    assert refusal_by_publication(catalog, name, "update") is None
