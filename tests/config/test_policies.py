"""How a team's file changes a policy: merging, grades, options, tables of their own, and mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from ondelete.catalog import Location, QualifiedName
from ondelete.config import find_config
from ondelete.config.policies import load_policy, policy_names, severities_of
from ondelete.errors import BadConfig
from ondelete.findings import Severity
from ondelete.rules import Policy
from ondelete.rules.cross_group_fk import CrossGroupOptions, Together
from ondelete.rules.loose_fk import LooseOptions


def policy(folder: Path, toml: str, name: str | None = None) -> Policy:
    (folder / "ondelete.toml").write_text(toml, encoding="utf-8")
    return find_config(folder).policy(name)


def test_a_rule_that_is_not_named_stays_as_the_policy_has_it(tmp_path: Path) -> None:
    own = policy(tmp_path, '[rules]\ncascade-cycle = "off"')
    default = load_policy("default")
    assert {**own.rules, "cascade-cycle": default.rules["cascade-cycle"]} == default.rules


def test_keys_that_are_not_given_keep_their_values(tmp_path: Path) -> None:
    own = policy(tmp_path, '[rules.fk-indexed]\nweak = "error"').rules["fk-indexed"]
    shipped = load_policy("default").rules["fk-indexed"].grades
    assert (own.severity, own.grades) == (Severity.WARNING, {**shipped, "weak": Severity.ERROR})


@pytest.mark.parametrize("severity", Severity)
def test_a_severity_alone_moves_all_but_the_milder_findings(tmp_path: Path, severity: Severity) -> None:
    own = policy(tmp_path, f'[rules]\nfk-indexed = "{severity}"').rules["fk-indexed"]
    assert (own.weight(None), own.weight("wide")) == (severity, severity)
    assert (own.weight("weak"), own.weight("lookup")) == (Severity.INFO, Severity.INFO)


def test_tables_of_their_own_are_added_to_those_of_the_policy_and_win(tmp_path: Path) -> None:
    table = '[[rules.on-delete-explicit.per-table]]\ntables = ["active_storage_blobs", "audits"]\nseverity = "info"'
    own = policy(tmp_path, f'policy = "restrict-explicit"\n{table}').rules["on-delete-explicit"]
    weights = {}
    for name in ("active_storage_blobs", "active_storage_attachments", "audits", "posts"):
        setting = own.for_table(QualifiedName("public", name), "public")
        weights[name] = setting.severity if setting else None
    assert weights == {
        "active_storage_blobs": Severity.INFO,
        "active_storage_attachments": None,
        "audits": Severity.INFO,
        "posts": Severity.ERROR,
    }


def test_a_grade_without_a_weight_has_that_of_the_rule_and_one_that_is_off_none(tmp_path: Path) -> None:
    own = policy(tmp_path, '[rules.loose-fk]\nseverity = "error"\nunsorted = "off"\nweak = "info"').rules["loose-fk"]
    assert own.weight(None) is Severity.ERROR
    assert own.weight("unindexed") is Severity.ERROR
    assert own.weight("weak") is Severity.INFO
    assert own.weight("unsorted") is None


def test_options_are_read_as_their_types(tmp_path: Path) -> None:
    toml = (
        '[rules.cross-group-fk]\nseverity = "error"\nungrouped = true\ntogether = [["a", "b"], { groups = ["c", "d"] }]'
    )
    options = policy(tmp_path, toml).rules["cross-group-fk"].options
    assert options == CrossGroupOptions(ungrouped=True, together=(("a", "b"), Together(("c", "d"))))


def test_the_policy_is_the_one_that_is_named_first_by_the_command_line(tmp_path: Path) -> None:
    assert policy(tmp_path, "").name == "default"
    assert policy(tmp_path, 'policy = "gitlab"').name == "gitlab"
    assert policy(tmp_path, 'policy = "gitlab"', "default").name == "default"


def test_a_rule_knows_where_the_file_speaks_of_it(tmp_path: Path) -> None:
    path = str(tmp_path / "ondelete.toml")
    for toml, rule, line in [
        ('x = 1\n[rules]\n\ncascade-cycle = "info"', "cascade-cycle", 4),
        ('\n[rules.loose-fk]\nseverity = "info"', "loose-fk", 2),
        ('\n [ rules . loose-fk ]\nseverity = "info"', "loose-fk", 2),
        ('[rules]\n"loose-fk" = "info"', "loose-fk", 2),
        ('rules.loose-fk = "info"', "loose-fk", 1),
        ('[rules]\nloose-fk.severity = "info"', "loose-fk", 2),
        ('[[rules.fk-indexed.per-table]]\ntables = "x"\nseverity = "off"', "fk-indexed", 1),
        ('rules = { loose-fk = "info" }', "loose-fk", 1),
    ]:
        text = toml.removeprefix("x = 1\n") if toml.startswith("x") else toml
        shift = 1 if toml.startswith("x") else 0
        assert policy(tmp_path, text).rules[rule].place == Location(path, line - shift), toml
    assert policy(tmp_path, "").rules["fk-indexed"].place is None


def test_options_of_a_rule_that_is_off_are_refused_unless_another_policy_is_asked_for(tmp_path: Path) -> None:
    toml = 'policy = "gitlab"\n[rules.redundant-index]\nmatch = "pairs"'
    assert policy(tmp_path, toml).rules["redundant-index"].severity is Severity.WARNING
    assert "redundant-index" not in policy(tmp_path, toml, "default").rules
    for off in ("match = 'pairs'", "stale = 'info'", "per-table = [{ tables = 'a', severity = 'error' }]"):
        with pytest.raises(BadConfig, match=r"rules\.redundant-index\.severity: this rule is off in the policy"):
            policy(tmp_path, f"[rules.redundant-index]\n{off}")
    assert "redundant-index" not in policy(tmp_path, '[rules.redundant-index]\nseverity = "off"\nmatch = "pairs"').rules


PER_TABLE = "[[rules.loose-fk.per-table]]\ntables = {}\n{}\n"
HEAD = '[rules.loose-fk]\nseverity = "error"\nmatch = "prefix"\n'


def at(own: Policy, table: str) -> tuple[object, object, object] | None:
    found = own.rules["loose-fk"].for_table(QualifiedName("public", table), "public")
    if found is None:
        return None
    assert isinstance(found.options, LooseOptions)
    return found.severity, found.weight("weak"), found.options.match


def test_some_tables_have_settings_of_their_own_on_top_of_the_rules(tmp_path: Path) -> None:
    toml = (
        HEAD
        + PER_TABLE.format('["a*", "b"]', 'severity = "info"')
        + PER_TABLE.format('"ab"', 'match = "planner"\nweak = "warning"')
        + PER_TABLE.format('"public.c"', 'severity = "off"')
    )
    own = policy(tmp_path, toml)
    assert at(own, "x") == (Severity.ERROR, Severity.ERROR, "prefix")
    assert at(own, "a") == (Severity.INFO, Severity.INFO, "prefix")
    assert at(own, "b") == (Severity.INFO, Severity.INFO, "prefix")
    assert at(own, "ab") == (Severity.ERROR, Severity.WARNING, "planner"), "the last that matches counts, alone"
    assert at(own, "c") is None
    assert own.rules["loose-fk"].for_table(None, "public") == own.rules["loose-fk"]


def test_a_rule_can_be_on_for_some_tables_only_by_being_off_for_all_others(tmp_path: Path) -> None:
    toml = HEAD + PER_TABLE.format('"*"', 'severity = "off"') + PER_TABLE.format('"a"', 'severity = "info"')
    own = policy(tmp_path, toml)
    assert at(own, "x") is None
    assert at(own, "a") == (Severity.INFO, Severity.INFO, "prefix")


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        (
            '[rules]\nredundant-index = { match = "pairs" }',
            ["rules.redundant-index.severity: this rule is off", "error, warning"],
        ),
        (
            '[rules]\nloose-fk = { severity = "error", mach = 1 }',
            ["rules.loose-fk.mach: not known; did you mean match?"],
        ),
        ('[rules]\nloose-fk = { severity = "error", match = "strict" }', ["rules.loose-fk.match: ", "strict"]),
        (
            '[rules]\nloose-fk = { severity = "error", match = 3 }',
            ["loose-fk.match: 3 is none of planner, prefix"],
        ),
        ('[rules]\nloose-fk = { severity = "error", weak = 3 }', ["rules.loose-fk.weak: 3 is none of error, warning"]),
        ("[rules]\nloose-fk = { severity = true }", ["rules.loose-fk.severity: True is none of"]),
        ('[rules]\nfk-indexed = { per-table = "x" }', ["[[rules.fk-indexed.per-table]]"]),
        ('[rules]\nfk-indexed = { per-table = [{ severity = "off" }] }', ["per-table: tables: a text or a list"]),
        (HEAD + PER_TABLE.format('"a"', 'severty = "off"'), ["per-table.severty: not known; did you mean severity?"]),
        (HEAD + PER_TABLE.format('"a"', 'severity = "on"'), ["per-table.severity: 'on' is none of"]),
        (
            '[rules]\ncross-group-fk = { severity = "error", allow = [{ key = "a", reason = " " }] }',
            ["rules.cross-group-fk.allow[0].reason: a text is needed here, and it must not be empty"],
        ),
        ('[rules]\nfk-indexed = "eror"', ["'eror' is none of error, warning, info, off; did you mean error?"]),
        (HEAD + PER_TABLE.format('"a"', "match = 3"), ["rules.loose-fk.per-table.match: 3 is none of planner, prefix"]),
        (
            '[rules]\ncross-group-fk = { severity = "error", allow = [{ key = "a", reasn = "b" }] }',
            ["rules.cross-group-fk.allow[0]: reasn: not known; did you mean reason? allowed: key, reason"],
        ),
        (
            '[rules]\ncross-group-fk = { severity = "error", together = [{ group = ["a", "b"] }] }',
            ["rules.cross-group-fk.together[0]: group: not known; did you mean groups? allowed: groups, tables"],
        ),
        (
            '[rules]\ncross-group-fk = { severity = "error", allow = [{ key = "a" }] }',
            ["rules.cross-group-fk.allow[0]: reason is missing"],
        ),
        (
            '[rules]\ncross-group-fk = { severity = "error", allow = "a" }',
            ["rules.cross-group-fk.allow: a list is needed here"],
        ),
        (
            '[rules]\ncross-group-fk = { severity = "error", together = ["a"] }',
            ["rules.cross-group-fk.together[0]: a list or a table is needed here"],
        ),
        (
            '[rules]\ncross-group-fk = { severity = "error", together = [["a", 3]] }',
            ["rules.cross-group-fk.together[0][1]: a text is needed here"],
        ),
        (
            '[rules]\ncross-group-fk = { severity = "error", together = [{ groups = ["a"] }] }',
            ["rules.cross-group-fk.together[0].groups: a list is needed here, of 2 or more"],
        ),
        (
            "[rules]\nfk-indexed = { wide-reach = 0 }",
            ["wide-reach: a number is needed here, 1 or more"],
        ),
        ("[rules]\nfk-indexed = { wide-reach = 2.5 }", ["rules.fk-indexed.wide-reach: a whole number is needed here"]),
        (
            "[rules]\nfk-indexed = { wide-reach = 1979-05-27 }",
            ["wide-reach: a whole number is needed here"],
        ),
        ("[rules]\nfk-indexed = { wide-reach = 2.0 }", ["wide-reach: a whole number is needed here"]),
        ("[rules]\nfk-indexed = { loose = 1 }", ["rules.fk-indexed.loose: true or false is needed here"]),
        ('[rules]\nfk-indexed = { match = "prefx" }', ["'prefx' is none of planner, prefix; did you mean prefix?"]),
        (
            '[rules]\ntoo-many-indexes = { severity = "info", known = { posts = "many" } }',
            ["rules.too-many-indexes.known.posts: a whole number is needed here"],
        ),
    ],
)
def test_a_mistake_is_met_with_its_place_and_what_is_right(tmp_path: Path, toml: str, words: list[str]) -> None:
    with pytest.raises(BadConfig) as caught:
        policy(tmp_path, toml)
    message = str(caught.value)
    assert message.startswith(str(tmp_path / "ondelete.toml"))
    assert all(word in message for word in words), message


def test_the_severities_of_a_rule_are_told_by_policy() -> None:
    found = severities_of("cross-group-fk")
    assert list(found) == list(policy_names())
    assert found["default"] is None
    assert found["gitlab"] is Severity.ERROR
