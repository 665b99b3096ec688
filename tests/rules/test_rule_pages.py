"""Every rule by its own page: the first example is found fault with, the second is not; the docs are current."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from helpers import catalog_of
from ondelete.config import load_policy, policy_names
from ondelete.findings import Severity
from ondelete.rules import Policy, Rule, RuleContext, RuleSetting, all_rules, rule_page, run_rules

DOCS = Path(__file__).parents[2] / "docs" / "rules"
RULES = list(all_rules().values())
ABOUT_SCHEMAS = [rule for rule in RULES if not rule.last]


def examples(rule: Rule) -> list[str]:
    return re.findall(r"^```sql\n(.*?)^```", rule.text, re.MULTILINE | re.DOTALL)


def only(rule: Rule) -> Policy:
    return Policy("only", "", {rule.name: RuleSetting(Severity.WARNING)})


@pytest.mark.parametrize("rule", ABOUT_SCHEMAS, ids=lambda rule: rule.name)
def test_the_first_example_of_a_page_is_found_fault_with(rule: Rule) -> None:
    findings = run_rules(RuleContext(catalog_of(examples(rule)[0])), only(rule))
    assert [finding.rule for finding in findings] == [rule.name]


@pytest.mark.parametrize("rule", ABOUT_SCHEMAS, ids=lambda rule: rule.name)
def test_the_second_example_of_a_page_is_not(rule: Rule) -> None:
    assert run_rules(RuleContext(catalog_of(examples(rule)[1])), only(rule)) == ()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_docs_hold_the_page(rule: Rule, request: pytest.FixtureRequest) -> None:
    path = DOCS / f"{rule.name}.md"
    if request.config.getoption("--update-goldens"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(rule_page(rule), encoding="utf-8")
    assert path.read_text("utf-8") == rule_page(rule), "run this test with --update-goldens"


def test_the_docs_hold_no_page_of_a_rule_that_is_gone() -> None:
    assert {path.stem for path in DOCS.glob("*.md")} - {"index"} == set(all_rules())


def test_codes_are_unique_and_names_are_kebab_case() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert all(re.fullmatch(r"OD\d{3}", rule.code) for rule in RULES)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.name) for rule in RULES)


def test_a_summary_is_one_sentence_that_fits_a_line_and_a_page_says_how_to_fix() -> None:
    for rule in RULES:
        assert rule.summary.endswith(".")
        assert len(rule.summary) <= 80
        assert rule.text.partition("\n\n")[0].strip() == rule.summary, "the first paragraph is the summary alone"
        assert "\n## How to fix it\n" in rule.text
        assert rule.url.endswith(f"docs/rules/{rule.name}.md")


@pytest.mark.parametrize("name", policy_names())
def test_a_policy_names_rules_that_exist_and_says_what_it_is(name: str) -> None:
    policy = load_policy(name)
    assert policy.summary.endswith(".")
    assert set(policy.rules) <= set(all_rules())
