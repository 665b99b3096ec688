"""Triggers and rules."""

from __future__ import annotations

import pytest

from dump.replay.scripts import clean, reasons
from ondelete.catalog import QualifiedName

GONE = "public.t was dropped or renamed before this, so a server refuses it; it counts all the same"
TABLE = "CREATE TABLE t (a int);"
G = "CREATE TRIGGER g BEFORE DELETE ON t FOR EACH ROW EXECUTE FUNCTION f();"
R = "CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING;"
TRIGGERS = {
    "BEFORE DELETE ON t EXECUTE FUNCTION s.f()": ("before", ("delete",), (), False, "s.f", False),
    "AFTER INSERT OR UPDATE OF a OR TRUNCATE ON t EXECUTE FUNCTION f()": (
        "after",
        ("insert", "update", "truncate"),
        ("a",),
        False,
        "f",
        False,
    ),
    "AFTER DELETE ON t FOR EACH ROW WHEN (OLD.a > 1) EXECUTE FUNCTION f()": ("after", ("delete",), (), True, "f", True),
    "INSTEAD OF DELETE ON v FOR EACH ROW EXECUTE PROCEDURE f()": ("instead of", ("delete",), (), True, "f", False),
}


@pytest.mark.parametrize("sql", TRIGGERS)
def test_a_trigger(sql: str) -> None:
    [each] = clean(f"{TABLE} CREATE VIEW v AS SELECT 1; CREATE TRIGGER g {sql};").triggers
    assert (each.timing, each.events, each.columns, each.row, each.function, each.condition) == TRIGGERS[sql]


RULES = {
    "ON DELETE TO t DO INSTEAD NOTHING": ("delete", True, False, ()),
    "ON UPDATE TO t WHERE true DO ALSO DELETE FROM t": ("update", False, True, ("delete",)),
    "ON INSERT TO t DO (DELETE FROM t; SELECT 1)": ("insert", False, False, ("delete", "select")),
}


@pytest.mark.parametrize("sql", RULES)
def test_a_rule(sql: str) -> None:
    [each] = clean(f"{TABLE} CREATE RULE r AS {sql};").rules
    assert (each.event, each.instead, each.condition, each.commands) == RULES[sql]


STATES = {
    "DISABLE TRIGGER g": ("disabled", "enabled"),
    "DISABLE TRIGGER ALL, ENABLE TRIGGER ALL": ("enabled", "enabled"),
    "DISABLE TRIGGER USER": ("disabled", "enabled"),
    "ENABLE REPLICA TRIGGER g": ("replica", "enabled"),
    "ENABLE ALWAYS TRIGGER g": ("always", "enabled"),
    "DISABLE RULE r": ("enabled", "disabled"),
    "ENABLE ALWAYS RULE r": ("enabled", "always"),
}


@pytest.mark.parametrize("sql", STATES)
def test_what_is_switched(sql: str) -> None:
    catalog = clean(f"{TABLE}{G}{R} ALTER TABLE t {sql};")
    assert (catalog.triggers[0].enabled, catalog.rules[0].enabled) == STATES[sql]


SAID = {
    "ALTER TABLE t RENAME TO u; CREATE TRIGGER h AFTER DELETE ON t EXECUTE FUNCTION f();": [GONE],
    "CREATE TABLE u (); DROP TABLE t; CREATE RULE r AS ON DELETE TO u DO DELETE FROM t;": [GONE],
    "CREATE TABLE u (a int); DROP TABLE t; ALTER TABLE u ADD FOREIGN KEY (a) REFERENCES t (a);": [GONE],
    "CREATE RULE s AS ON DELETE TO t DO UPDATE t SET b = 1;": [
        "table public.t has no column b, so a server refuses it; it counts all the same"
    ],
    "CREATE RULE s AS ON DELETE TO t DO INSERT INTO t (a) VALUES (1);": [],
    "DROP TABLE t; CREATE INDEX i ON t (a);": [GONE],
    "DROP TABLE t; CREATE TABLE t (a int); CREATE INDEX i ON t (a);": [],
    G: ["trigger g of public.t already exists"],
    G.replace("CREATE", "CREATE OR REPLACE").replace("BEFORE", "AFTER"): [],
    R: ["rule r of public.t already exists"],
    R.replace("CREATE", "CREATE OR REPLACE"): [],
    "ALTER TABLE t DISABLE TRIGGER nope;": ["trigger nope of table public.t does not exist"],
    "ALTER TABLE t DISABLE RULE nope;": ["rule nope of table public.t does not exist"],
    'ALTER TABLE t DISABLE TRIGGER "RI_ConstraintTrigger_c_1";': [
        "it switches a trigger of a foreign key, named by a number that only that server knows"
    ],
    "ALTER TABLE t DISABLE TRIGGER ALL;": ["the foreign keys of the table stay switched off"],
}


@pytest.mark.parametrize("sql", SAID)
def test_what_is_said(sql: str) -> None:
    assert reasons(TABLE + G + R + sql) == SAID[sql]


WHOLE = """CREATE TABLE w (a int) PARTITION BY LIST (a); CREATE TABLE p PARTITION OF w DEFAULT;
CREATE TRIGGER g AFTER DELETE ON w FOR EACH ROW EXECUTE FUNCTION f();"""


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("ALTER TABLE p DISABLE TRIGGER g;", {"w": "enabled", "p": "disabled"}),
        ("ALTER TABLE p DISABLE TRIGGER g; ALTER TABLE w ENABLE TRIGGER g;", {"w": "enabled", "p": "enabled"}),
        ("ALTER TABLE p DISABLE TRIGGER g; ALTER TABLE ONLY w ENABLE TRIGGER g;", {"w": "enabled", "p": "disabled"}),
        ("ALTER TABLE w DISABLE TRIGGER g;", {"w": "disabled"}),
    ],
)
def test_the_copies_of_partitions(sql: str, expected: dict[str, str]) -> None:
    assert {each.table.name: each.enabled for each in clean(WHOLE + sql).triggers} == expected


def test_a_rule_on_select_makes_a_view_of_a_table() -> None:
    catalog = clean(f'{TABLE} CREATE RULE "_RETURN" AS ON SELECT TO t DO INSTEAD SELECT 1 AS a;')
    assert (catalog.tables, catalog.relations[QualifiedName("public", "t")].kind) == ({}, "view")
