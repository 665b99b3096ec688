"""What the commands about a whole schema say."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.analyses.cycles import cycles
from ondelete.analyses.delete_order import delete_order
from ondelete.audit import all_rules, rule_page
from ondelete.config.policies import load_policy, severities_of
from ondelete.findings import Audit
from ondelete.formats import as_text
from ondelete.reports.audit import report_audit
from ondelete.reports.catalog import report_catalog
from ondelete.reports.cycles import report_cycles
from ondelete.reports.indexes import report_indexes
from ondelete.reports.order import report_order
from ondelete.reports.rules import report_rule
from ondelete.rules import Rule
from ondelete.schema import Schema

TREE = "CREATE TABLE users (id int PRIMARY KEY);\nCREATE TABLE posts (user_id int REFERENCES users);\n"
CIRCLE = (
    "CREATE TABLE a (id int PRIMARY KEY, b_id int NOT NULL);\n"
    "CREATE TABLE b (id int PRIMARY KEY, a_id int NOT NULL REFERENCES a ON DELETE CASCADE);\n"
    "ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (b_id) REFERENCES b ON DELETE CASCADE{};\n"
)
OWN = "CREATE TABLE own (id int PRIMARY KEY, up int REFERENCES own);\n"


def body(report):
    """The text below the title."""
    return as_text.render(report).partition("\n\n")[2]


def cycles_of(sql):
    schema = Schema(catalog_of(sql))
    return body(report_cycles(cycles(schema.key_graph), schema.catalog))


def order_of(sql):
    schema = Schema(catalog_of(sql))
    return body(report_order(delete_order(schema.key_graph), schema.catalog))


def indexes_of(sql, *, full=False):
    schema = Schema(catalog_of(sql))
    return body(report_indexes(tuple(schema.coverage.values()), schema.catalog, full=full))


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


def test_audit_of_a_clean_schema():
    catalog = catalog_of("CREATE TABLE t (id int PRIMARY KEY);")
    assert body(report_audit(Audit("default", ()), catalog)) == "CLEAN: no findings in 1 table and 0 foreign keys.\n"


def test_audit_groups_by_table_and_counts_by_rule():
    schema = Schema(catalog_of(TREE))
    text = body(report_audit(schema.audit(), schema.catalog))
    assert text.startswith("0 errors, 1 warning and 1 info, in 2 tables and 1 foreign key.\n\n")
    assert "posts  2 findings\n  warning  fk-indexed  schema.sql:2\n" in text
    assert text.endswith("  1  fk-indexed\n  1  on-delete-explicit\n")


def test_catalog_names_external_tables_and_unread_statements():
    sql = "CREATE TABLE t (gone_id int REFERENCES gone (id));\nALTER TABLE t FROBNICATE;\n"
    text = body(report_catalog(catalog_of(sql)))
    assert text.startswith(
        "1 table, 1 foreign key (1 NO ACTION), 0 indexes, 0 triggers, 0 rules; 1\nstatement not understood.\n"
    )
    assert text.endswith("Used by foreign keys or indexes, but not defined here\n  gone\n")


def test_a_rule_page_is_broken_into_lines_but_its_code_is_not():
    prose = "Finds x.\n\nLong `words` go\non and on.\n\n- one\n  more\n- two\n\n## Example"
    page = f"# x (OD999)\n\n{prose}\n\n```sql\nSELECT 1;\n\n  SELECT 2;\n```\n\nEnd.\n"
    rule = Rule("OD999", "x", prose, lambda _context, _setting: ())
    assert body(report_rule(rule, page, load_policy("default"))).split("\n\n") == [
        "Finds x.",
        "Long `words` go on and on.",
        "- one more\n- two",
        "Example",
        "  SELECT 1;",
        "    SELECT 2;",
        "End.\n",
    ]


def test_every_rule_page_fits_a_terminal():
    for rule in all_rules().values():
        text = as_text.render(report_rule(rule, rule_page(rule, severities_of(rule.name)), load_policy("default")))
        prose = [line for line in text.splitlines() if not line.startswith(("  ", "https://"))]
        assert max(map(len, prose)) <= 80, rule.name
        assert "\n\n\n" not in text


HEIR = (
    "CREATE TABLE base (id int PRIMARY KEY); CREATE TABLE heir (PRIMARY KEY (id)) INHERITS (base);"
    "CREATE TABLE notes (heir_id int REFERENCES heir ON DELETE RESTRICT);"
)


def test_a_table_is_emptied_after_those_that_inherit_from_it():
    text = order_of(HEIR)
    assert "To delete: empty the tables in this order\n  1.  notes\n  2.  heir\n  3.  base\n" in text
    assert "To load: fill the tables in this order\n  1.  base, heir\n  2.  notes\n" in text


def test_keys_between_a_table_and_its_heir_come_before_inheritance():
    sql = HEIR + "ALTER TABLE base ADD COLUMN heir_id int; ALTER TABLE base ADD FOREIGN KEY (heir_id) REFERENCES heir;"
    assert "To delete: empty the tables in this order\n  1.  base, notes\n  2.  heir\n" in order_of(sql)
