"""Audit rules, one per file: a module here that defines ``RULE`` is a rule, and nothing else is needed.

A rule's module docstring is its documentation page, its help text, and its first test: the rule must report the first
SQL block and must not report the second one; a TOML block is the configuration for both.
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

__all__ = [
    "Complaint",
    "Ignore",
    "Options",
    "Policy",
    "Rule",
    "RuleContext",
    "RuleSetting",
    "Setting",
]
