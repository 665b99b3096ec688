"""A fix is right if a real server takes it, and the next audit of its dump finds neither the fault nor a new one."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import msgspec
import pytest

from helpers import catalog_of
from ondelete.audit import all_rules, run_rules
from ondelete.audit.page import examples
from ondelete.config import find_config
from ondelete.config.policies import policy_names
from ondelete.fixes.plan import fix_plan
from ondelete.rules import RuleContext

if TYPE_CHECKING:
    from server import Server

    from ondelete.config import Config
    from ondelete.findings import Audit

RULES = Path(__file__).parents[1] / "rules"
SAMPLES = Path(__file__).parents[2] / "samples"


class Case(msgspec.Struct, frozen=True):
    """A schema on which a rule finds fault, under a configuration; ``promised``: with a fix for each finding."""

    rule: str
    sql: str
    toml: str
    promised: bool = False


def _cases() -> list[Case]:
    found = []
    for rule in all_rules().values():
        shown = examples(rule.text, "toml")
        toml = shown[0] if shown else f'[rules]\n{rule.name} = "warning"\n'
        if not rule.last and _is_fixed(rule.name, examples(rule.text)[0], toml):
            found.append(Case(rule.name, examples(rule.text)[0], toml))
        module = f"test_{rule.name.replace('-', '_')}"
        if (RULES / f"{module}.py").exists():
            found.extend(
                Case(rule.name, sql, toml, promised=True) for sql in getattr(import_module(module), "FIXED", ())
            )
    return found


def configured(toml: str, folder: Path) -> Config:
    (folder / "ondelete.toml").write_text(toml, encoding="utf-8")
    return find_config(folder)


def audited(sql: str, config: Config, policy: str | None = None) -> Audit:
    catalog = catalog_of(sql)
    return run_rules(RuleContext.of(catalog, declared=config.declarations(catalog)), config.policy(policy))


def loaded_and_dumped(server: Server, database: str, sql: str) -> str:
    server.load(sql, database)
    return server.dump(database, "--schema-only", "--no-owner")


def _is_fixed(rule: str, sql: str, toml: str) -> bool:
    with TemporaryDirectory() as folder:
        found = audited(sql, configured(toml, Path(folder))).findings
    return any(finding.rule == rule and finding.fix is not None for finding in found)


CASES = _cases()


def test_there_are_cases() -> None:
    assert {"fk-indexed", "set-null-impossible"} <= {case.rule for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_each_fix_takes_its_finding_away_and_brings_none(case: Case, server18: Server, tmp_path: Path) -> None:
    config = configured(case.toml, tmp_path)
    with server18.database() as template:
        before = loaded_and_dumped(server18, template, case.sql)
        found = audited(before, config).findings
        assert case.rule in {finding.rule for finding in found}
        for finding in found:
            if finding.rule == case.rule and finding.fix is not None and finding.fix.sql is not None:
                database = server18.new_database(template)
                after = loaded_and_dumped(server18, database, finding.fix.sql)
                server18.drop_database(database)
                left = {each.fingerprint for each in audited(after, config).findings}
                assert finding.fingerprint not in left, finding.fix.sql
                assert left < {each.fingerprint for each in found}, finding.fix.sql


@pytest.mark.parametrize("case", [case for case in CASES if case.promised], ids=lambda case: case.rule)
def test_a_rule_has_the_fix_that_its_tests_promise(case: Case, tmp_path: Path) -> None:
    found = audited(case.sql, configured(case.toml, tmp_path)).findings
    assert [finding.message for finding in found if finding.rule == case.rule and finding.fix is None] == []


SAMPLE_CASES = sorted(path.parent.name for path in SAMPLES.glob("*/schema.sql"))

PARTITIONED = (
    "CREATE TABLE users (id bigint PRIMARY KEY);\n"
    "CREATE TABLE t (id bigint PRIMARY KEY, u bigint REFERENCES users ON DELETE CASCADE) PARTITION BY HASH (id);\n"
    "CREATE TABLE t_0 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 0);\n"
    "CREATE TABLE t_1 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 1);\n"
)
MEETING = {
    "a partition's own key": PARTITIONED + "ALTER TABLE t_0 ADD FOREIGN KEY (u) REFERENCES users ON DELETE CASCADE;",
    "a partition has a longer index": PARTITIONED + "CREATE INDEX one ON t_0 (u); CREATE INDEX two ON t_0 (u, id);",
}
"""Schemas in which the fixes of two findings make, attach or drop the same index."""


def _assert_plans_run(sql: str, policy: str, server: Server, folder: Path) -> None:
    config = configured("", folder)
    with server.database() as database:
        dump = loaded_and_dumped(server, database, sql)
        first = {finding.fingerprint for finding in audited(dump, config, policy).findings}
        for _ in range(4):  # what was postponed comes with the next audit
            plan = fix_plan(audited(dump, config, policy).findings)
            if not plan.steps:
                break
            dump = loaded_and_dumped(server, database, "\n".join(step.fix.sql or "" for step in plan.steps))
        assert plan.steps == ()
        assert plan.postponed == ()
        assert {finding.fingerprint for finding in audited(dump, config, policy).findings} <= first


@pytest.mark.parametrize("policy", policy_names())
@pytest.mark.parametrize("sample", SAMPLE_CASES)
def test_the_plan_of_a_whole_schema_runs_and_leaves_nothing_to_fix(
    sample: str, policy: str, server18: Server, tmp_path: Path
) -> None:
    _assert_plans_run((SAMPLES / sample / "schema.sql").read_text("utf-8"), policy, server18, tmp_path)


@pytest.mark.parametrize("schema", MEETING)
def test_fixes_that_meet_in_one_index_run_one_after_the_other(schema: str, server18: Server, tmp_path: Path) -> None:
    _assert_plans_run(MEETING[schema], "gitlab", server18, tmp_path)
