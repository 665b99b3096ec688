"""Which table and primary key a class has, as Active Record's ``model_schema.rb`` works them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.rails.models.gems import TABLES
from ondelete.rails.models.scopes import singleton_parts
from ondelete.ruby import Assignment, Call, Const

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ondelete.rails.inflections import Inflections
    from ondelete.rails.models.scopes import Opened
    from ondelete.ruby import Value

_ABSENT = object()


class Naming:
    """Names of tables.

    Args:
        parts: classes and modules as the files open them.
        inflections: singular and plural.
        prefixes: by namespace of an engine, what its tables begin with.
    """

    def __init__(
        self, parts: Mapping[str, Sequence[Opened]], inflections: Inflections, prefixes: Mapping[str, str]
    ) -> None:
        self._parts, self._inflections, self._prefixes = parts, inflections, prefixes
        self._settings: dict[str, dict[str, Value]] = {}

    def is_abstract(self, name: str) -> bool:
        """Whether a class has no table of its own, and is no base of STI."""
        found = self._of(name)
        return found.get("abstract_class") is True or "primary_abstract_class" in found or name == "ApplicationRecord"

    def table_name(self, records: Sequence[str], chain: Sequence[str]) -> str | None:
        """Return the table of a class; None if only Ruby knows it.

        Args:
            records: the class and those above it that have a table.
            chain: the class and all above it.
        """
        for name in chain:
            value = self._of(name).get("table_name", _ABSENT)
            if isinstance(value, str):
                return value
            if value is not _ABSENT:
                return None
            if records and name == records[-1]:
                break
        return self._made(records[-1] if records else chain[0], chain)

    def primary_key(self, chain: Sequence[str]) -> tuple[str, ...] | None:
        """Return the primary key that a class names, None if it names none."""
        for name in chain:
            value = self._of(name).get("primary_key")
            values = value if isinstance(value, tuple) else (value,)
            columns = tuple(each for each in values if isinstance(each, str))
            if columns:
                return columns
        return None

    def assigned(self, chain: Sequence[str], setting: str) -> str | None:
        """Return a constant that a class or one above it assigns to a setting."""
        for name in chain:
            value = self._of(name).get(setting)
            if isinstance(value, Const):
                return value.name
            if isinstance(value, str):
                return value
        return None

    def _made(self, name: str, chain: Sequence[str]) -> str | None:
        if name in TABLES:
            return TABLES[name]
        outer = name.rpartition("::")[0]
        contained = ""
        if outer in self._parts and any(part.kind == "class" for part in self._parts[outer]) and self._is_record(outer):
            above = self.table_name([outer], [outer])
            contained = f"{self._inflections.singularize(above)}_" if above else ""
        prefix = self._affix(name, chain, "table_name_prefix") if not contained else ""
        suffix = self._affix(name, chain, "table_name_suffix")
        if prefix is None or suffix is None:
            return None
        own = self._inflections.underscore(name.rpartition("::")[2])
        return f"{prefix}{contained}{self._inflections.pluralize(own)}{suffix}"

    def _is_record(self, name: str) -> bool:
        return any(part.superclass is not None for part in self._parts[name]) and not self.is_abstract(name)

    def _affix(self, name: str, chain: Sequence[str], setting: str) -> str | None:
        """Return a prefix or suffix: that of the innermost module around the class that has one, or else its own."""
        outer = name
        while "::" in outer:
            outer = outer.rpartition("::")[0]
            value = self._of(outer).get(setting, _ABSENT)
            if value is not _ABSENT:
                return value if isinstance(value, str) else None
            if setting == "table_name_prefix" and outer in self._prefixes:
                return self._prefixes[outer]
        for each in chain:
            value = self._of(each).get(setting, _ABSENT)
            if value is not _ABSENT:
                return value if isinstance(value, str) else None
        return ""

    def _of(self, name: str) -> dict[str, Value]:
        if name not in self._settings:
            found: dict[str, Value] = {}
            for part in self._parts.get(name, ()):
                found.update(_settings_in(part.body))
            self._settings[name] = found
        return self._settings[name]


def _settings_in(body: tuple[Value, ...]) -> Iterator[tuple[str, Value]]:
    """Yield what a body assigns to itself, and what its own methods return: ``self.table_name = "people"``."""
    for value in body:
        if isinstance(value, Assignment) and value.target.startswith("self."):
            yield value.target[5:], value.value
        elif isinstance(value, Call) and value.name == "primary_abstract_class":
            yield "primary_abstract_class", True
    for method in singleton_parts(body):
        if method.name.startswith("table_name") or method.name in ("primary_key", "abstract_class"):
            yield method.name, method.returns
