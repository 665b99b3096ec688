"""The index of each key."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.reports.indexes import report_indexes
from ondelete.schema import Schema
from reports.reporting import TREE, body


def indexes_of(sql, *, full=False):
    schema = Schema(catalog_of(sql))
    return body(report_indexes(tuple(schema.coverage.values()), schema.catalog, full=full))


def test_indexes_name_the_one_to_add():
    assert indexes_of(TREE) == (
        "Of 1 foreign key, 1 has no index. There, each deleted row of the referenced\n"
        "table costs a scan of the referencing table.\n\n"
        "No index\n"
        "  posts.user_id → users  NO ACTION  posts_user_id_fkey, line 2\n"
        "    No index holds user_id.\n"
        "    CREATE INDEX CONCURRENTLY posts_user_id_idx ON public.posts (user_id);\n"
    )


def test_indexes_that_serve_are_shown_on_demand():
    served = TREE + "CREATE INDEX serving ON posts (user_id);"
    assert indexes_of(served) == "ALL INDEXED: 1 foreign key, each with an index.\n"
    assert "Index\n  posts.user_id → users" in indexes_of(served, full=True)
    assert indexes_of("CREATE TABLE t (id int);") == "The schema has no enforced foreign key.\n"
