"""Circles of keys."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.analyses.cycles import cycles
from ondelete.reports.cycles import report_cycles
from ondelete.schema import Schema
from reports.reporting import CIRCLE, OWN, TREE, body


def cycles_of(sql):
    schema = Schema(catalog_of(sql))
    return body(report_cycles(cycles(schema.key_graph), schema.catalog))


def test_no_cycle():
    assert cycles_of(TREE) == "NONE: no table references itself, directly or through others.\n"


def test_a_circle_that_no_insert_enters():
    assert cycles_of(CIRCLE.format("")) == (
        "1 group of tables in cycles; into 1 of them no row can be inserted.\n\n"
        "2 tables, 2 foreign keys\n"
        "  a and b\n"
        "  every foreign key cascades, so a delete has no limit\n"
        "  no row can be inserted: some cycle has no nullable or deferrable key\n"
        "  Break at\n"
        "    b.a_id → a  CASCADE  b_a_id_fkey, line 2\n"
    )


def test_a_key_to_itself():
    assert cycles_of(OWN) == (
        "No cycle through several tables; 1 table references itself.\n\n"
        "Tables that reference themselves\n"
        "  own.up → own  NO ACTION  own_up_fkey, line 1\n"
    )
