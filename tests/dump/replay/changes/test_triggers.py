"""Triggers: the copies that partitions have of those above them, and which triggers call a function."""

from __future__ import annotations

import pytest

from dump.replay.scripts import clean, reasons

WHOLE = """CREATE TABLE w (a int) PARTITION BY LIST (a);
CREATE TABLE p PARTITION OF w FOR VALUES IN (1) PARTITION BY LIST (a);
CREATE TABLE q PARTITION OF p DEFAULT;
CREATE TRIGGER g AFTER DELETE ON w FOR EACH ROW EXECUTE FUNCTION s.f();
"""


def held(sql: str) -> dict[str, str]:
    return {each.table.name: each.enabled for each in clean(WHOLE + sql).triggers}


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("", {"w": "enabled"}),
        ("ALTER TABLE q DISABLE TRIGGER g;", {"w": "enabled", "q": "disabled"}),
        ("ALTER TABLE q DISABLE TRIGGER g; ALTER TABLE w DISABLE TRIGGER g;", {"w": "disabled", "q": "disabled"}),
        ("ALTER TABLE q DISABLE TRIGGER g; DROP TRIGGER g ON w;", {}),
    ],
)
def test_a_copy_is_held_if_it_was_switched_by_itself(sql: str, expected: dict[str, str]) -> None:
    assert held(sql) == expected


def test_a_table_that_inherits_has_no_copies() -> None:
    sql = """CREATE TABLE a (); CREATE TABLE b () INHERITS (a);
        CREATE TRIGGER g AFTER DELETE ON a FOR EACH ROW EXECUTE FUNCTION f(); ALTER TABLE b DISABLE TRIGGER g;"""
    assert reasons(sql) == ["trigger g of table public.b does not exist"]


@pytest.mark.parametrize(
    ("function", "left"),
    [
        ("s.f()", []),
        ("s.f", []),
        ("s.f(int)", ["w"]),
        ("f()", ["w"]),
        ("r.f()", ["w"]),
    ],
)
def test_the_triggers_that_a_function_takes_with_it(function: str, left: list[str]) -> None:
    assert list(held(f"DROP FUNCTION {function} CASCADE;")) == left
    assert list(held("SET search_path = s, public; DROP FUNCTION f() CASCADE;")) == []
