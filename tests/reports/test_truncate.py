"""What TRUNCATE refuses and empties."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.deletion.static.truncate import predict_truncate
from ondelete.formats import as_text
from ondelete.reports.tree_rows import View
from ondelete.reports.truncate import report_truncate
from ondelete.schema import Schema
from reports.reporting import USERS, child


def test_truncate_is_refused_even_without_rows():
    catalog = catalog_of(USERS + child("posts", "SET NULL"))
    text = as_text.render(report_truncate(predict_truncate(catalog, Schema(catalog).table("users")), catalog, View()))
    assert text == (
        "TRUNCATE users                                                        schema.sql\n\n"
        "REFUSED without CASCADE, because of 1 foreign key from another table, even if no\n"
        "row references it (SQLSTATE 0A000). With CASCADE it empties 1 more table,\n"
        "whatever the ON DELETE actions are.\n\n"
        "Foreign keys that refuse TRUNCATE without CASCADE\n"
        "  posts.user_id → users  SET NULL  posts_fk, line 2\n\n"
        "CASCADE also empties\n"
        "  posts  by posts.user_id → users\n"
    )
