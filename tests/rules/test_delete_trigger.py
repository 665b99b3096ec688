"""Trigger functions that somebody read and found harmless."""

from __future__ import annotations

import pytest

from rule_runs import by_default, findings_of

RULE = "delete-trigger"
SQL = (
    "CREATE TABLE t (id int PRIMARY KEY);\n"
    "CREATE FUNCTION {f}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN EXECUTE TG_ARGV[0]; RETURN OLD; END';\n"
    "CREATE TRIGGER x AFTER DELETE ON t FOR EACH ROW EXECUTE FUNCTION {f}();"
)


@pytest.mark.parametrize(
    ("function", "allowed", "found"),
    [
        ("log", "log", 0),
        ("log", "public.log", 0),
        ("public.log", "log", 0),
        ("audit.log", "audit.*", 0),
        ("audit.log", "log", 1),
        ("log", "lo", 1),
        ("log", "l?g", 0),
    ],
)
def test_a_function_can_be_allowed(function: str, allowed: str, found: int) -> None:
    config = f"[rules.delete-trigger]\nallow-functions = ['{allowed}']"
    sql = f"CREATE SCHEMA audit;\n{SQL.format(f=function)}"
    assert len(findings_of(sql, RULE, config)) == found


def test_a_function_can_be_allowed_on_some_tables() -> None:
    config = "[[rules.delete-trigger.per-table]]\ntables = ['other']\nallow-functions = ['log']"
    assert len(findings_of(SQL.format(f="log"), RULE, config)) == 1


PARENT = "CREATE TABLE p (id bigint PRIMARY KEY);\n"


TRIGGER = (
    "CREATE FUNCTION f() RETURNS trigger LANGUAGE c AS 'library';\n"
    "CREATE TRIGGER t {} ON p FOR EACH {} EXECUTE FUNCTION f();"
)


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (TRIGGER.format("AFTER DELETE", "ROW"), 1),
        (TRIGGER.format("BEFORE INSERT OR DELETE", "STATEMENT"), 1),
        (TRIGGER.format("AFTER UPDATE", "ROW"), 0),
        (TRIGGER.format("AFTER DELETE", "ROW") + "ALTER TABLE p DISABLE TRIGGER t;", 0),
        (TRIGGER.format("AFTER DELETE", "ROW") + "ALTER TABLE p ENABLE ALWAYS TRIGGER t;", 1),
        ("CREATE RULE r AS ON DELETE TO p DO INSTEAD NOTHING;", 0),
        ("CREATE RULE r AS ON DELETE TO p DO ALSO SELECT elsewhere.g();", 1),
        ("CREATE RULE r AS ON UPDATE TO p DO INSTEAD NOTHING;", 0),
    ],
)
def test_what_runs_on_a_delete_is_named(statement: str, found: int) -> None:
    assert len(by_default(f"{PARENT}{statement}", "delete-trigger")) == found
