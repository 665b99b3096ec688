"""The order in which tables can be emptied and filled."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.analyses.delete_order import delete_order
from ondelete.reports.order import report_order
from ondelete.schema import Schema
from reports.reporting import CIRCLE, HEIR, OWN, TREE, body


def order_of(sql):
    schema = Schema(catalog_of(sql))
    return body(report_order(delete_order(schema.key_graph), schema.catalog))


def test_order_of_a_tree():
    assert order_of(TREE) == (
        "2 tables in 2 steps.\n\n"
        "To delete: empty the tables in this order\n  1.  posts\n  2.  users\n\n"
        "To load: fill the tables in this order\n  1.  users\n  2.  posts\n"
    )


def test_order_names_the_keys_in_the_way():
    assert order_of(CIRCLE.format(" DEFERRABLE")).startswith(
        "2 tables in 2 steps, if you set aside 1 foreign key on cycles.\n\n"
        "Foreign keys on cycles, which no order satisfies\n"
        "  a.b_id → b  CASCADE  a_b, line 3\n"
        "  Defer them to COMMIT, or set their columns to NULL first and fill them in\n  last.\n"
    )


def test_a_key_to_itself_needs_no_order():
    text = order_of(OWN)
    assert text.startswith("1 table in 1 step.\n")
    assert text.endswith("1 table references itself: delete or insert all its rows with one statement.\n")


def test_order_counts_partitions_at_their_root():
    parts = "".join(f"CREATE TABLE p{n} PARTITION OF p FOR VALUES FROM ({n}) TO ({n + 1});\n" for n in range(3))
    assert "  1.  p (and 3 partitions)\n" in order_of(f"CREATE TABLE p (id int) PARTITION BY RANGE (id);\n{parts}")


def test_a_table_is_emptied_after_those_that_inherit_from_it():
    text = order_of(HEIR)
    assert "To delete: empty the tables in this order\n  1.  notes\n  2.  heir\n  3.  base\n" in text
    assert "To load: fill the tables in this order\n  1.  base, heir\n  2.  notes\n" in text


def test_keys_between_a_table_and_its_heir_come_before_inheritance():
    sql = HEIR + "ALTER TABLE base ADD COLUMN heir_id int; ALTER TABLE base ADD FOREIGN KEY (heir_id) REFERENCES heir;"
    assert "To delete: empty the tables in this order\n  1.  base, notes\n  2.  heir\n" in order_of(sql)
