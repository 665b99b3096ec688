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
