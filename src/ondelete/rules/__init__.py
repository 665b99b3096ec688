"""Opinions about schemas, one per file: a module here that defines ``RULE`` is a rule, and nothing else is needed.

A rule's module docstring is its documentation page, its help text, and its first test: the first SQL block must
be found fault with, the second must not.
"""

from ondelete.rules.base import Complaint, Ignore, Policy, Rule, RuleContext, RuleSetting
from ondelete.rules.registry import all_rules, rule_page
from ondelete.rules.run import run_rules

__all__ = [
    "Complaint",
    "Ignore",
    "Policy",
    "Rule",
    "RuleContext",
    "RuleSetting",
    "all_rules",
    "rule_page",
    "run_rules",
]
