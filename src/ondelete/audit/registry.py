"""The rules that exist: the modules of ``ondelete.rules`` that define ``RULE``, each named like its rule."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ondelete.rules.base import Rule

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def rule_names() -> tuple[str, ...]:
    """Return the names of all rules without loading any: the names of the files, with dashes."""
    folder = import_module("ondelete.rules")
    modules = (entry.name for entry in iter_modules(folder.__path__) if not entry.ispkg)
    return tuple(name.replace("_", "-") for name in modules)


@cache
def rule_named(name: str) -> Rule:
    """Return a rule, and load only its module.

    Raises:
        KeyError: there is no rule of that name.
    """
    if name not in rule_names():
        raise KeyError(name)
    found: Any = import_module(f"ondelete.rules.{name.replace('-', '_')}").RULE
    rule: Rule = found
    return rule


@cache
def all_rules() -> Mapping[str, Rule]:
    """Return every rule by its name, in the order of the codes."""
    rules = sorted(map(rule_named, rule_names()), key=lambda rule: rule.code)
    return MappingProxyType({rule.name: rule for rule in rules})
