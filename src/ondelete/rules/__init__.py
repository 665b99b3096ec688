"""Opinions about schemas, one per file: a module here that defines ``RULE`` is a rule, and nothing else is needed.

A rule's module docstring is its documentation page, its help text, and its first test: the first SQL block must
be found fault with, the second must not; a TOML block is the configuration under which that holds.
"""

from ondelete.rules.base import (
    Complaint,
    Ignore,
    Options,
    Policy,
    Rule,
    RuleContext,
    RuleSetting,
    Setting,
)
from ondelete.rules.page import rule_page
from ondelete.rules.registry import all_rules, rule_named, rule_names
from ondelete.rules.run import at_least, run_rules

__all__ = [
    "Complaint",
    "Ignore",
    "Options",
    "Policy",
    "Rule",
    "RuleContext",
    "RuleSetting",
    "Setting",
    "all_rules",
    "at_least",
    "rule_named",
    "rule_names",
    "rule_page",
    "run_rules",
]
