"""What every rule shares: what it is, what it sees, what it says, how a policy sets it, and what a team exempts."""

from ondelete.rules.base.complaint import (
    Complaint,
    circle_complaint,
    key_complaint,
    object_complaint,
    table_complaint,
    undecided_complaint,
)
from ondelete.rules.base.context import Answers, Known, RuleContext, Run
from ondelete.rules.base.ignores import Ignore, ignores_of
from ondelete.rules.base.rule import Rule
from ondelete.rules.base.setting import Options, Policy, RuleSetting, Setting

__all__ = [
    "Answers",
    "Complaint",
    "Ignore",
    "Known",
    "Options",
    "Policy",
    "Rule",
    "RuleContext",
    "RuleSetting",
    "Run",
    "Setting",
    "circle_complaint",
    "ignores_of",
    "key_complaint",
    "object_complaint",
    "table_complaint",
    "undecided_complaint",
]
