"""Every rule by its own page: the first example is found fault with, the second is not; the docs are current."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from helpers import catalog_of
from ondelete.audit import all_rules, rule_names, rule_page, run_rules
from ondelete.audit.page import HEADINGS, examples, sections_of
from ondelete.config import find_config
from ondelete.config.policies import load_policy, policy_names, severities_of
from ondelete.findings import Finding, Severity
from ondelete.rules import Policy, Rule, RuleContext, RuleSetting
from rule_runs import layers_of

DOCS = Path(__file__).parents[2] / "docs" / "rules"
RULES = list(all_rules().values())
ABOUT_SCHEMAS = [rule for rule in RULES if not rule.last]


def audited(rule: Rule, number: int, folder: Path) -> tuple[Finding, ...]:
    """Return what a rule says about an example of its page, under the configuration that the page shows."""
    catalog = catalog_of(examples(rule.text)[number])
    ruby = examples(rule.text, "ruby") if rule.about_models else []
    layers = layers_of(catalog, ruby[number], folder) if ruby else ""
    context = RuleContext.of(catalog, layers=layers)
    policy = Policy("only", "", {rule.name: RuleSetting(Severity.WARNING)})
    shown = examples(rule.text, "toml")
    if shown:
        (folder / "ondelete.toml").write_text(shown[0], encoding="utf-8")
        config = find_config(folder)
        context = RuleContext.of(catalog, declared=config.declarations(catalog), layers=layers)
        policy = config.policy()
    return run_rules(context, policy, only=[rule.name]).findings


@pytest.mark.parametrize("rule", ABOUT_SCHEMAS, ids=lambda rule: rule.name)
def test_the_first_example_of_a_page_is_found_fault_with(rule: Rule, tmp_path: Path) -> None:
    findings = audited(rule, 0, tmp_path)
    assert {finding.rule for finding in findings} == {rule.name}


@pytest.mark.parametrize("rule", ABOUT_SCHEMAS, ids=lambda rule: rule.name)
def test_the_second_example_of_a_page_is_not(rule: Rule, tmp_path: Path) -> None:
    assert audited(rule, 1, tmp_path) == ()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_docs_hold_the_page(rule: Rule, request: pytest.FixtureRequest) -> None:
    path, page = DOCS / f"{rule.name}.md", rule_page(rule, severities_of(rule.name))
    if request.config.getoption("--update-goldens"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(page, encoding="utf-8")
    assert path.read_text("utf-8") == page, "run this test with --update-goldens"


def index_page() -> str:
    """All rules in a table: what docs/rules/index.md holds."""
    policies = policy_names()
    lines = [
        "# Rules",
        "",
        "This page is made from the rules: `ondelete rules` lists them, `ondelete rules NAME` prints a page.",
        "A dash stands for off; `ondelete.toml` turns any rule on or off ([configuration.md](../configuration.md)).",
        "",
        f"| code | rule | finds | {' | '.join(policies)} |",
        f"|---|---|---|{'---|' * len(policies)}",
    ]
    for rule in RULES:
        weights = " | ".join(weight or "-" for weight in severities_of(rule.name).values())
        lines.append(f"| {rule.code} | [{rule.name}]({rule.name}.md) | {rule.summary} | {weights} |")
    return "\n".join(lines) + "\n"


def test_the_docs_list_all_rules(request: pytest.FixtureRequest) -> None:
    path = DOCS / "index.md"
    if request.config.getoption("--update-goldens"):
        path.write_text(index_page(), encoding="utf-8")
    assert path.read_text("utf-8") == index_page(), "run this test with --update-goldens"


def test_the_docs_hold_no_page_of_a_rule_that_is_gone() -> None:
    assert {path.stem for path in DOCS.glob("*.md")} - {"index"} == set(all_rules())


def test_a_rule_is_named_like_its_file() -> None:
    assert sorted(rule.name for rule in RULES) == sorted(rule_names())


def test_codes_are_unique_and_names_are_kebab_case() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert all(re.fullmatch(r"OD\d{3}", rule.code) for rule in RULES)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.name) for rule in RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_summary_is_one_sentence_that_fits_a_line_and_a_page_says_how_to_fix(rule: Rule) -> None:
    assert rule.summary.endswith(".")
    assert len(rule.summary) <= 80
    assert rule.text.partition("\n\n")[0].strip() == rule.summary, "the first paragraph is the summary alone"
    assert list(sections_of(rule))[: len(HEADINGS)] == list(HEADINGS)
    assert rule.page == f"docs/rules/{rule.name}.md"


TEXT = "Summary.\n" + "".join(f"\n## {heading}\n\nText.\n" for heading in HEADINGS)


@pytest.mark.parametrize(
    "text",
    [
        "Summary.",
        TEXT.replace("## Example\n\nText.\n", ""),
        TEXT.replace("## Example\n\nText.\n", "## Example\n\n"),
        TEXT.replace("How to fix", "How to fix it"),
        TEXT.replace("Example", "Use instead", 1).replace("Use instead\n\nText.\n\n## Use", "Use", 1),
        f"{TEXT}\n## Options\n\nText.\n",
        f"{TEXT}\n## Links\n",
    ],
)
def test_a_page_is_not_made_of_a_text_with_other_headings(text: str) -> None:
    rule = Rule("OD999", "some-rule", text, lambda _context, _setting: ())
    with pytest.raises(ValueError, match="some-rule must have the headings What it does"):
        rule_page(rule, {})


def test_a_page_puts_what_is_generated_before_the_links() -> None:
    rule = Rule("OD999", "some-rule", f"{TEXT}\n## Links\n\n- one\n", lambda _context, _setting: ())
    headings = re.findall("^## (.*)$", rule_page(rule, {"default": None}), re.MULTILINE)
    assert headings == [*HEADINGS, "Options", "Severity", "Links"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_option_of_a_rule_says_what_it_is_for(rule: Rule) -> None:
    page = rule_page(rule, severities_of(rule.name))
    options = page.partition("\n## Options\n")[2].partition("\n## ")[0]
    lines = [text for text in options.splitlines() if text.startswith("- ")]
    assert len(lines) == len(rule.grades) + len(rule.options.__struct_fields__)
    assert all(re.search(r"`: \S.*\.$|\): \S.*\.$", text) for text in lines), lines


@pytest.mark.parametrize("name", policy_names())
def test_a_policy_names_rules_that_exist_and_says_what_it_is(name: str) -> None:
    policy = load_policy(name)
    assert policy.summary.endswith(".")
    assert set(policy.rules) <= set(all_rules())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_some_policy_turns_the_rule_on(rule: Rule) -> None:
    assert any(severities_of(rule.name).values())
