"""What everybody asks of a catalog: the tables above and below a table, the action of a key, what fires."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName

SCHEMA = """
CREATE TABLE p (a int, b int) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1) PARTITION BY LIST (b);
CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2);
CREATE TABLE p11 PARTITION OF p1 FOR VALUES IN (1);
CREATE TABLE p12 PARTITION OF p1 FOR VALUES IN (2);
CREATE TABLE plain (a int);
CREATE TABLE heir () INHERITS (plain);
CREATE TABLE other () INHERITS (plain);
CREATE TABLE twice () INHERITS (heir, other);
"""


def names(tables: tuple[QualifiedName, ...]) -> str:
    return " ".join(table.name for table in tables)


@pytest.mark.parametrize(
    ("table", "above", "below", "descendants", "root"),
    [
        ("p", "", "p1 p2 p11 p12", "", "p"),
        ("p1", "p", "p11 p12", "", "p"),
        ("p11", "p1 p", "", "", "p"),
        ("p2", "p", "", "", "p"),
        ("plain", "", "", "heir other twice", "plain"),
        ("heir", "", "", "twice", "heir"),
        ("twice", "", "", "", "twice"),
        ("not_there", "", "", "", "not_there"),
    ],
)
def test_tables_above_and_below(table: str, above: str, below: str, descendants: str, root: str) -> None:
    catalog, name = catalog_of(SCHEMA), QualifiedName("public", table)
    assert names(catalog.partitioned_above(name)) == above
    assert names(catalog.partitions_below(name)) == below
    assert names(catalog.descendants(name)) == descendants
    assert catalog.root_of(name).name == root
    assert catalog.is_partitioned(name) is bool(below)


def test_a_key_has_an_action_for_each_event() -> None:
    catalog = catalog_of(
        "CREATE TABLE a (id int PRIMARY KEY);"
        "CREATE TABLE b (a_id int REFERENCES a ON DELETE SET NULL ON UPDATE CASCADE);"
    )
    (key,) = catalog.foreign_keys
    assert (key.action_on("delete"), key.action_on("update")) == ("set null", "cascade")


@pytest.mark.parametrize(
    ("state", "active"), [("ENABLE", True), ("ENABLE ALWAYS", True), ("DISABLE", False), ("ENABLE REPLICA", False)]
)
def test_a_trigger_and_a_rule_are_active_in_an_ordinary_session(state: str, active: bool) -> None:
    catalog = catalog_of(
        "CREATE TABLE t (a int);"
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN OLD; END$$;"
        "CREATE TRIGGER each BEFORE DELETE ON t FOR EACH ROW EXECUTE FUNCTION f();"
        "CREATE RULE never AS ON DELETE TO t DO INSTEAD NOTHING;"
        f"ALTER TABLE t {state} TRIGGER each; ALTER TABLE t {state} RULE never;"
    )
    (trigger,), (rule,) = catalog.triggers, catalog.rules
    assert (trigger.is_active, rule.is_active, rule.replaces_statement) == (active, active, active)


@pytest.mark.parametrize(
    ("how", "replaces"),
    [("INSTEAD NOTHING", True), ("ALSO NOTHING", False), ("INSTEAD (SELECT 1)", True)],
)
def test_a_rule_that_replaces_the_statement(how: str, replaces: bool) -> None:
    (rule,) = catalog_of(f"CREATE TABLE t (a int); CREATE RULE r AS ON DELETE TO t DO {how};").rules
    assert rule.replaces_statement is replaces
    (rule,) = catalog_of(f"CREATE TABLE t (a int); CREATE RULE r AS ON DELETE TO t WHERE a > 1 DO {how};").rules
    assert not rule.replaces_statement
