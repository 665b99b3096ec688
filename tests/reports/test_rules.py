"""The page of a rule, for a terminal."""

from __future__ import annotations

from ondelete.audit import all_rules, rule_page
from ondelete.config.policies import load_policy, severities_of
from ondelete.formats import as_text
from ondelete.reports.rules import report_rule
from ondelete.rules import Rule
from reports.reporting import body


def test_a_rule_page_is_broken_into_lines_but_its_code_is_not():
    prose = "Finds x.\n\nLong `words` go\non and on.\n\n- one\n  more\n- two\n\n## Example"
    page = f"# x (OD999)\n\n{prose}\n\n```sql\nSELECT 1;\n\n  SELECT 2;\n```\n\nEnd.\n"
    rule = Rule("OD999", "x", prose, lambda _context, _setting: ())
    assert body(report_rule(rule, page, load_policy("default"))).split("\n\n") == [
        "Finds x.",
        "Long `words` go on and on.",
        "- one more\n- two",
        "Example",
        "  SELECT 1;",
        "    SELECT 2;",
        "End.\n",
    ]


def test_every_rule_page_fits_a_terminal():
    for rule in all_rules().values():
        text = as_text.render(report_rule(rule, rule_page(rule, severities_of(rule.name)), load_policy("default")))
        prose = [line for line in text.splitlines() if not line.startswith(("  ", "https://"))]
        assert max(map(len, prose)) <= 80, rule.name
        assert "\n\n\n" not in text
