"""Running rules: which rules exist, what they find by a policy, which findings are accepted, and the page of each."""

from ondelete.audit.page import rule_page
from ondelete.audit.registry import all_rules, rule_named, rule_names
from ondelete.audit.run import at_least, run_rules

__all__ = [
    "all_rules",
    "at_least",
    "rule_named",
    "rule_names",
    "rule_page",
    "run_rules",
]
