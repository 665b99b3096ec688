"""How a policy wants a rule: its severity, its options, and what holds for some tables only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import msgspec

from ondelete.catalog import Location, QualifiedName
from ondelete.declarations import Patterns
from ondelete.findings import Severity
from ondelete.rules.base.ignores import Ignore


class Options(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """Base of a rule's options: each field has a default and an ``Annotated`` description, which the page prints."""


O = TypeVar("O", bound=Options)  # noqa: E741 - an option type


class RuleSetting(msgspec.Struct, frozen=True):
    """How a policy wants a rule.

    ``grades`` are the weights of its milder or graver findings, None where these are off. ``per_table`` are settings
    for some tables, None where the rule is off for them; the last one that matches counts. ``place`` is where a team's
    file speaks of the rule, None where it does not.
    """

    severity: Severity
    grades: Mapping[str, Severity | None] = {}
    options: Options = Options()
    per_table: tuple[tuple[Patterns, RuleSetting | None], ...] = ()
    place: Location | None = None

    def for_table(self, table: QualifiedName | None, home: str) -> RuleSetting | None:
        """Return the setting in force for a table, None where the rule is off for it."""
        if table is not None:
            for patterns, setting in reversed(self.per_table):
                if patterns.matches(table, home):
                    return setting
        return self

    def weight(self, grade: str | None) -> Severity | None:
        """Return the severity of a finding of a grade, None where it is off."""
        return self.severity if grade is None else self.grades.get(grade, self.severity)


class Policy(msgspec.Struct, frozen=True):
    """The rules that are on, and what is accepted all the same. A rule that is not named is off."""

    name: str
    summary: str
    rules: Mapping[str, RuleSetting]
    ignores: tuple[Ignore, ...] = ()


class Setting:
    """A rule's setting as its check sees it: the options in force for each table."""

    def __init__(self, setting: RuleSetting, home: str) -> None:
        self._setting, self._home = setting, home
        self._known: dict[QualifiedName | None, RuleSetting | None] = {}

    def for_table(self, table: QualifiedName | None) -> RuleSetting | None:
        """Return the setting in force for a table, None where the rule is off for it."""
        if table not in self._known:
            self._known[table] = self._setting.for_table(table, self._home)
        return self._known[table]

    def options(self, kind: type[O], table: QualifiedName | None = None) -> O:
        """Return the rule's options, those for a table where one is named; defaults where it is off for the table."""
        options = (self.for_table(table) or self._setting).options
        return options if isinstance(options, kind) else kind()

    @property
    def place(self) -> Location:
        """Where the rule is set: the place of findings about the options themselves, as an entry that is stale."""
        return self._setting.place or Location("ondelete.toml", 1)

    def covers(self, table: QualifiedName) -> bool:
        """Whether the rule is on for a table."""
        return self.for_table(table) is not None
