"""The functions of a schema: each is read when somebody asks for it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import msgspec

from ondelete.catalog.names import Location
from ondelete.catalog.programs import Query, Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence


class Program(msgspec.Struct, frozen=True):
    """A function: what it does when it is called.

    Attributes:
        schema: its schema, "" if the file does not tell.
        name: its name.
        language: ``plpgsql``, ``sql``, ``c`` and so on.
        parameters: the names of its input parameters, "" for one without a name.
        path: the search path that it sets for itself; None if it has that of its caller.
        location: the place of its definition.
        body: its statements; one ``Unread`` if the language is not read.
        symbol: for the language C, the function of the library.
        types: the types of its input parameters, as they are written.
    """

    schema: str
    name: str
    language: str
    parameters: tuple[str, ...]
    path: tuple[str, ...] | None
    location: Location
    body: tuple[Statement, ...]
    symbol: str = ""
    types: tuple[str, ...] = ()


class Programs:
    """The functions of a schema, each read when somebody asks for it.

    Args:
        definitions: by name, what ``read`` takes, in the order of the file; one with the same parameters in the same
            schema replaces an earlier one.
        read: makes the program of a definition, or, if the function was dropped there, a ``Removed``.
        parse: makes the ``Query`` of a text, for statements whose text a function makes.
    """

    def __init__(
        self,
        definitions: Mapping[str, Sequence[Any]] = MappingProxyType({}),
        read: Callable[[Any], Any] | None = None,
        parse: Callable[[str, int], Query] | None = None,
    ) -> None:
        self._definitions, self._read, self._parse = dict(definitions), read, parse
        self._known: dict[str, tuple[Program, ...]] = {}

    def named(self, name: str) -> tuple[Program, ...]:
        """Return the functions of that name, of whatever schema and parameters."""
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = self._read_all(name)
        return found

    def __len__(self) -> int:
        """Return the number of names."""
        return len(self._definitions)

    def __eq__(self, other: object) -> bool:
        """Return whether both have the same definitions."""
        return isinstance(other, Programs) and self._definitions == other._definitions

    def __hash__(self) -> int:
        """Return a number that equal ones share."""
        return hash(tuple(self._definitions))

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names that the file defines, or drops."""
        return iter(self._definitions)

    def query(self, text: str, line: int) -> Query | None:
        """Return what a statement does that a function of that line makes; None if nothing here can parse it."""
        return None if self._parse is None else self._parse(text, line)

    def defines(self, name: str) -> bool:
        """Return whether the file defines a function of that name; nothing is read."""
        return name in self._definitions

    def texts(self, name: str) -> dict[Location, str]:
        """Return what defines the functions of that name, as it stands in the file, by its place."""
        found = self._definitions.get(name, ())
        return {each.location: each.text for each in found if not isinstance(each, (Removed, Program))}

    def _read_all(self, name: str) -> tuple[Program, ...]:
        found: dict[tuple[str, tuple[str, ...]], Program] = {}
        for definition in self._definitions.get(name, ()):
            each = self._read(definition) if self._read is not None else definition
            if isinstance(each, Removed):
                gone = [key for key in found if each.removes(*key)]
                for key in gone:
                    del found[key]
            else:
                found[each.schema, each.types] = each
        return tuple(found.values())


class Removed(msgspec.Struct, frozen=True):
    """DROP FUNCTION: of a schema (None: of any), with so many parameters (None: of any number)."""

    schema: str | None
    parameters: int | None

    def removes(self, schema: str, types: tuple[str, ...]) -> bool:
        """Return whether it drops a function of that schema with those parameters."""
        return self.schema in (None, schema) and self.parameters in (None, len(types))
