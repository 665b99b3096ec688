"""Findings by table and by rule."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.findings import Audit
from ondelete.reports.audit import report_audit
from ondelete.schema import Schema
from reports.reporting import TREE, body


def test_audit_of_a_clean_schema():
    catalog = catalog_of("CREATE TABLE t (id int PRIMARY KEY);")
    assert body(report_audit(Audit("default", ()), catalog)) == "CLEAN: no findings in 1 table and 0 foreign keys.\n"


def test_audit_groups_by_table_and_counts_by_rule():
    schema = Schema(catalog_of(TREE))
    text = body(report_audit(schema.audit(), schema.catalog))
    assert text.startswith("0 errors, 1 warning and 1 info, in 2 tables and 1 foreign key.\n\n")
    assert "posts  2 findings\n  warning  fk-indexed  schema.sql:2\n" in text
    assert text.endswith("  1  fk-indexed\n  1  on-delete-explicit\n")
