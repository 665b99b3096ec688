"""Which rules there are: the modules of this folder that define ``RULE``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import TYPE_CHECKING

from ondelete.rules.base import Rule

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def all_rules() -> Mapping[str, Rule]:
    """Return every rule by its name, in the order of the codes."""
    folder = import_module("ondelete.rules")
    modules = (import_module(f"ondelete.rules.{entry.name}") for entry in iter_modules(folder.__path__))
    rules = [module.RULE for module in modules if isinstance(getattr(module, "RULE", None), Rule)]
    return MappingProxyType({rule.name: rule for rule in sorted(rules, key=lambda rule: rule.code)})


def rule_page(rule: Rule) -> str:
    """Return a rule's page in Markdown: what ``docs/rules/NAME.md`` holds and ``rules NAME`` prints."""
    grades = "".join(f"Option `{name}`: {meaning}\n\n" for name, meaning in rule.grades.items())
    return f"# {rule.name} ({rule.code})\n\n{rule.text.strip()}\n\n{grades}".rstrip() + "\n"
