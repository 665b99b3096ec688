"""Triggers and rules as the parser gives them."""

from __future__ import annotations

import pytest

from dump.nodes.parsed import node_of
from ondelete.dump.nodes.names import strings
from ondelete.dump.nodes.statements.triggers import CreateTrigStmt, RuleStmt

INSERT, DELETE, UPDATE = 4, 8, 16


@pytest.mark.parametrize(
    ("when", "timing", "events"),
    [("BEFORE INSERT", 2, INSERT), ("AFTER DELETE OR UPDATE", 0, DELETE | UPDATE), ("INSTEAD OF DELETE", 64, DELETE)],
)
def test_when_a_trigger_fires(when: str, timing: int, events: int) -> None:
    statement = node_of(f"CREATE TRIGGER g {when} ON s.t FOR EACH ROW EXECUTE FUNCTION s.f()", CreateTrigStmt)
    assert (statement.trigname, statement.timing, statement.events, statement.row) == ("g", timing, events, True)
    assert strings(statement.funcname) == ("s", "f")


def test_columns_and_a_condition() -> None:
    sql = "CREATE OR REPLACE TRIGGER g AFTER UPDATE OF a, b ON t WHEN (true) EXECUTE FUNCTION f()"
    statement = node_of(sql, CreateTrigStmt)
    assert (strings(statement.columns), statement.replace, statement.row) == (("a", "b"), True, False)
    assert bool(statement.when)


def test_a_rule_and_the_commands_in_it() -> None:
    rule = node_of("CREATE RULE r AS ON DELETE TO t WHERE true DO INSTEAD (DELETE FROM u; NOTIFY n)", RuleStmt)
    assert (rule.rulename, rule.event, rule.instead, rule.replace) == ("r", "CMD_DELETE", True, False)
    assert [list(action) for action in rule.actions or []] == [["DeleteStmt"], ["NotifyStmt"]]
    assert bool(rule.where)
