"""Rules that rewrite a statement without end."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.actions.rules import recursive_rule

TABLES = "CREATE TABLE c (id int, a int); CREATE TABLE d (id int); CREATE SCHEMA s;"
RULE = "CREATE RULE r AS ON DELETE TO c {};"
RULES: dict[str, tuple[str, str | None]] = {
    "none": ("", None),
    "INSTEAD NOTHING": (RULE.format("DO INSTEAD NOTHING"), None),
    "another command on the same table": (RULE.format("DO INSTEAD UPDATE c SET a = 0 WHERE id = OLD.id"), None),
    "the same command on another table": (RULE.format("DO INSTEAD DELETE FROM d WHERE id = OLD.id"), None),
    "the same command": (RULE.format("DO INSTEAD DELETE FROM c WHERE id = OLD.id"), "r"),
    "besides": (RULE.format("DO ALSO DELETE FROM c WHERE a = OLD.id"), "r"),
    "conditional": (RULE.format("WHERE OLD.id > 5 DO INSTEAD DELETE FROM c WHERE id = 0"), "r"),
    "the second action": (RULE.format("DO ALSO (NOTIFY n; DELETE FROM c WHERE a = OLD.id)"), "r"),
    "disabled": (RULE.format("DO ALSO DELETE FROM c WHERE a = 1") + "ALTER TABLE c DISABLE RULE r;", None),
    "of another event": ("CREATE RULE r AS ON UPDATE TO c DO ALSO UPDATE c SET a = 0;", None),
    "by way of another table": (
        RULE.format("DO ALSO DELETE FROM d WHERE id = OLD.id")
        + "CREATE RULE q AS ON DELETE TO d DO ALSO DELETE FROM c WHERE a = OLD.id;",
        "r",
    ),
    "two commands on one table": (
        RULE.format("DO ALSO UPDATE c SET a = 0")
        + "CREATE RULE q AS ON UPDATE TO c DO ALSO DELETE FROM c WHERE a = 1;",
        "r",
    ),
    "behind the statement": (
        RULE.format("DO ALSO DELETE FROM d WHERE id = 1") + "CREATE RULE q AS ON DELETE TO d DO ALSO DELETE FROM d;",
        "q",
    ),
    "two ways to one table are no circle": (
        RULE.format("DO ALSO (DELETE FROM d WHERE id = 1; DELETE FROM d WHERE id = 2)"),
        None,
    ),
    "renamed": (RULE.format("DO ALSO DELETE FROM d") + "ALTER TABLE d RENAME TO e; ALTER TABLE c RENAME TO d;", None),
    "renamed, and its target with it": (
        RULE.format("DO ALSO DELETE FROM c WHERE a = 1") + "ALTER TABLE c SET SCHEMA s; ALTER TABLE s.c RENAME TO c2;",
        "r",
    ),
}


@pytest.mark.parametrize(("sql", "expected"), RULES.values(), ids=RULES)
def test_recursive_rule(sql: str, expected: str | None) -> None:
    catalog = catalog_of(TABLES + sql)
    (table,) = [t for t in catalog.tables if t.name == "c2"] or [QualifiedName("public", "c")]
    found = recursive_rule(catalog, table, "delete")
    assert (found and found.name) == expected
