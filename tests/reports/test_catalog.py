"""What a file defines, uses and does not say."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.reports.catalog import report_catalog
from reports.reporting import body


def test_catalog_names_external_tables_and_unread_statements():
    sql = "CREATE TABLE t (gone_id int REFERENCES gone (id));\nALTER TABLE t FROBNICATE;\n"
    text = body(report_catalog(catalog_of(sql)))
    assert text.startswith(
        "1 table, 1 foreign key (1 NO ACTION), 0 indexes, 0 triggers, 0 rules; 1\nstatement not understood.\n"
    )
    assert text.endswith("Used by foreign keys or indexes, but not defined here\n  gone\n")


def test_a_partition_is_called_one() -> None:
    sql = (
        "CREATE TABLE parts (id int) PARTITION BY RANGE (id);"
        "CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (1) TO (9);"
    )
    rows = [line.split()[:2] for line in body(report_catalog(catalog_of(sql))).splitlines() if line.startswith("parts")]
    assert [row[0] for row in rows] == ["parts", "parts_1"]
    assert "partition" in rows[1]
