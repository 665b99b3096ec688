"""The record of what stays after a delete."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.analyses.references import References
from ondelete.analyses.remains import remains
from ondelete.catalog.lookup import find_table
from ondelete.declarations import NOTHING
from ondelete.deletion.predict import predict_delete
from ondelete.report import Report
from ondelete.reports.remains import RemainsAnswer, report_remains
from reports.reporting import USERS, body, child


def report_of(sql: str) -> Report:
    catalog = catalog_of(USERS + sql)
    table = find_table(catalog, "users")
    found = remains(catalog, NOTHING, predict_delete(catalog, table), References(catalog, NOTHING))
    return report_remains(table, found, catalog)


def test_what_stays_is_grouped_by_how_it_stays() -> None:
    text = body(report_of(child("notes", "SET NULL") + child("bills", "RESTRICT") + child("posts", "CASCADE")))
    assert text.index("Protected: ") < text.index("bills")
    assert text.index("Kept, with NULL in place of the reference") < text.index("notes")
    assert "posts" not in text


def test_json_has_an_entry_for_each() -> None:
    data = report_of(child("notes", "SET NULL")).data
    assert isinstance(data, RemainsAnswer)
    assert [(entry.table, entry.columns, entry.how) for entry in data.remains] == [
        ("public.notes", ("user_id",), "null")
    ]
    assert data.unseen
