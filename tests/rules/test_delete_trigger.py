"""Trigger functions that somebody read and found harmless."""

from __future__ import annotations

import pytest

from rule_runs import findings_of

RULE = "delete-trigger"
SQL = (
    "CREATE TABLE t (id int PRIMARY KEY);\n"
    "CREATE FUNCTION {f}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END';\n"
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
