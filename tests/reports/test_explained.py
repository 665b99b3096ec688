"""What the words of explain need."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.reports.explained import Explained
from ondelete.reports.tree_rows import View
from ondelete.schema import Schema
from reports.reporting import USERS, child


def explained(sql: str) -> Explained:
    schema = Schema(catalog_of(USERS + sql))
    return Explained(schema.predict_delete("users"), schema.catalog, schema.coverage, View())


def test_keys_without_a_full_index_have_a_remark() -> None:
    found = explained(child("a", "CASCADE", indexed=False) + child("b", "CASCADE"))
    assert found.remarks == {"public.a.a_fk": "no index"}


def test_direct_errors_are_sure_and_at_the_table_itself() -> None:
    found = explained(
        child("on", "CASCADE")
        + child("stops", "RESTRICT")
        + child("late", "NO ACTION DEFERRABLE INITIALLY DEFERRED")
        + child("farther", "RESTRICT", references='"on"')
    )
    assert [failure.key.name for failure in found.direct] == ["stops_fk"]
