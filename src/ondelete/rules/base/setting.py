"""How a policy sets a rule: its severity, its options, and what differs for some tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import msgspec

from ondelete.catalog import Location, QualifiedName
from ondelete.declarations import Patterns
from ondelete.findings import Severity
from ondelete.rules.base.ignores import Ignore


class Options(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """Base class for a rule's options: each field has a default and an ``Annotated`` description for the page."""


O = TypeVar("O", bound=Options)  # noqa: E741 - an option type


class RuleSetting(msgspec.Struct, frozen=True):
    """How a policy sets a rule.

    ``grades`` are the severities of kinds of findings, None if the kind is off. ``per_table`` are settings for some
    tables, None if the rule is off for them; the last one that matches counts. ``place`` is where a team's file sets
    the rule, None if it does not.
    """

    severity: Severity
    grades: Mapping[str, Severity | None] = {}
    options: Options = Options()
    per_table: tuple[tuple[Patterns, RuleSetting | None], ...] = ()
    place: Location | None = None

    def for_table(self, table: QualifiedName | None, home: str) -> RuleSetting | None:
        """Return the setting for a table, None if the rule is off for it."""
        if table is not None:
            for patterns, setting in reversed(self.per_table):
                if patterns.matches(table, home):
                    return setting
        return self

    def weight(self, grade: str | None) -> Severity | None:
        """Return the severity of a finding with a grade, None if the grade is off."""
        return self.severity if grade is None else self.grades.get(grade, self.severity)


class Policy(msgspec.Struct, frozen=True):
    """The rules that are on, and the findings that are accepted. A rule that is not named is off."""

    name: str
    summary: str
    rules: Mapping[str, RuleSetting]
    ignores: tuple[Ignore, ...] = ()


class Setting:
    """A rule's setting as its check sees it: the options for each table."""

    def __init__(self, setting: RuleSetting, home: str) -> None:
        self._setting, self._home = setting, home
        self._known: dict[QualifiedName | None, RuleSetting | None] = {}

    def for_table(self, table: QualifiedName | None) -> RuleSetting | None:
        """Return the setting for a table, None if the rule is off for it."""
        if table not in self._known:
            self._known[table] = self._setting.for_table(table, self._home)
        return self._known[table]

    def options(self, kind: type[O], table: QualifiedName | None = None) -> O:
        """Return the rule's options, for a table if one is named; the defaults if the rule is off for the table."""
        options = (self.for_table(table) or self._setting).options
        return options if isinstance(options, kind) else kind()

    @property
    def place(self) -> Location:
        """Where the rule is set: the place of findings about the options themselves, such as a stale entry."""
        return self._setting.place or Location("ondelete.toml", 1)

    def covers(self, table: QualifiedName) -> bool:
        """Whether the rule is on for a table."""
        return self.for_table(table) is not None
