"""The plan of all fixes: each once, added before dropped, and never two that change the same thing."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import Location, QualifiedName
from ondelete.findings import Finding, Fix, Phase, Severity
from ondelete.fixes.plan import fix_plan
from ondelete.formats import as_script
from ondelete.reports.fix import report_fix

HERE = Location("schema.sql", 1)


def finding(subject: str, fix: Fix | None, rule: str = "r") -> Finding:
    table = QualifiedName("public", subject[0])
    return Finding(rule, Severity.WARNING, f"About {subject}.", subject, table, None, (), HERE, fix)


def fix(sql: str, phase: Phase = Phase.CREATE_INDEX, *touches: str, rails: str | None = None) -> Fix:
    return Fix(sql, rails, phase, touches)


def planned(*findings: Finding) -> list[str | None]:
    return [step.fix.sql for step in fix_plan(findings).steps]


def test_a_fix_that_repairs_two_findings_runs_once() -> None:
    plan = fix_plan([finding("a1", fix("x", Phase.DROP_INDEX, "i")), finding("a2", fix("x", Phase.DROP_INDEX, "i"))])
    assert [(step.fix.sql, len(step.findings)) for step in plan.steps] == [("x", 2)]


def test_what_is_added_comes_before_what_is_dropped_and_tables_stay_together() -> None:
    drop, add = fix("drop b", Phase.DROP_INDEX), fix("add b")
    assert planned(finding("b", drop), finding("b", add), finding("a", fix("add a"))) == ["add a", "add b", "drop b"]


def test_of_two_fixes_that_change_the_same_thing_the_heavier_finding_has_its_way() -> None:
    plan = fix_plan(
        [finding("a1", fix("drop", Phase.DROP_CONSTRAINT, "k")), finding("a2", fix("alter", Phase.VALIDATE, "k"))]
    )
    assert [step.fix.sql for step in plan.steps] == ["drop"]
    assert [each.subject for each in plan.postponed] == ["a2"]


@pytest.mark.parametrize("without", [None, Fix(rails="def change; end")])
def test_a_finding_without_sql_is_named(without: Fix | None) -> None:
    plan = fix_plan([finding("a", without)])
    assert (plan.steps, plan.postponed) == ((), ())
    assert [each.subject for each in plan.unfixed] == ["a"]


CATALOG = catalog_of("CREATE TABLE a (id int);")


def script(*findings: Finding, rails: bool = False) -> str:
    return as_script.render(report_fix(fix_plan(findings), CATALOG, "default", rails=rails))


def test_the_script_is_sql_in_which_all_prose_is_a_comment() -> None:
    text = script(finding("a", fix("CREATE INDEX i ON a (id);")), finding("b", None))
    code = [line for line in text.splitlines() if line and not line.startswith("-- ")]
    assert code == ["CREATE INDEX i ON a (id);"]
    assert "-- These have no fix: you have to decide\n--   r: About b." in text


def test_migrations_are_ruby_in_which_all_prose_is_a_comment_and_what_has_none_is_counted() -> None:
    ruby = "def change\n  add_index :a, :id\nend\n"
    text = script(finding("a", fix("x", rails=ruby)), finding("b", fix("y")), rails=True)
    assert [line for line in text.splitlines() if line and not line.startswith("# ")] == ruby.splitlines()
    assert "# 1 fix for 2 findings (1 more have SQL only);" in text


@pytest.mark.parametrize(
    "hostile", ["x\nDROP TABLE a;", "x\r\nDROP TABLE a;", "x\u2028DROP TABLE a;", "\x1b[2Jx", "-- \\! rm"]
)
def test_a_name_cannot_leave_its_comment(hostile: str) -> None:
    text = script(finding(hostile, fix("SELECT 1;")), finding(f"b{hostile}", None))
    assert [line for line in text.splitlines() if line and not line.startswith("-- ")] == ["SELECT 1;"]
    assert "\x1b" not in text


def test_nothing_to_fix_is_said() -> None:
    assert "-- Nothing to run: no finding has a fix.\n" in script()
