"""Chains from one table to another."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.analyses.why import why, why_all
from ondelete.formats import as_text
from ondelete.reports.why import report_why
from ondelete.schema import Schema
from reports.reporting import USERS, child


def test_why_tells_chains():
    schema = Schema(catalog_of(USERS + child("a", "CASCADE") + child("b", "RESTRICT", references="a")))
    users, other = schema.table("users"), schema.table("b")
    text = as_text.render(report_why(why(schema.key_graph, users, other), schema.catalog, all_chains=False))
    assert text.split("\n\n")[1:] == [
        "A delete on users affects b through a chain of 2 foreign keys (--all shows all\nchains).",
        "1. 2 steps\n"
        "  a.user_id → users  CASCADE   a_fk  line 2\n"
        "  b.user_id → a      RESTRICT  b_fk  line 3\n"
        "  The last foreign key only checks: it can stop the delete.\n",
    ]
    back = as_text.render(report_why(why_all(schema.key_graph, other, users), schema.catalog, all_chains=True))
    assert "NOT AFFECTED: no chain of foreign keys leads from b to users." in back
