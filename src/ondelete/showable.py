"""Results that can show themselves, in a notebook or with ``print``: each uses the renderer that it was given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, Protocol, TypeVar

import msgspec

T = TypeVar("T")
Value = str | int | float | bool | None
"""What a cell of a table can hold."""


class Renderer(Protocol):
    """Shows the results of one schema. It is in a layer far above the results, which only know this protocol."""

    def line(self, result: Any) -> str:
        """Return what the interpreter prints for the result."""

    def text(self, result: Any) -> str:
        """Return the report as the command line prints it."""

    def html(self, result: Any) -> str:
        """Return the report as HTML, under its picture if there is one."""

    def svg(self, result: Any) -> str | None:
        """Return a picture, None if there is none, no Graphviz is installed, or it takes too long."""

    def rows(self, result: Any) -> Sequence[msgspec.Struct]:
        """Return the parts of the result that are the rows of a table."""


class Showable(msgspec.Struct, frozen=True, kw_only=True):
    """A result. With a ``renderer``, which ``Schema`` gives it, it shows itself; without one it is its fields.

    Two results are equal if all their other fields are.
    """

    renderer: Renderer | None = None

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the result as rows for a table, ``pandas.DataFrame(result.to_dicts())``: names and words are text.

        A result without a renderer is one row.
        """
        rows = [self] if self.renderer is None else self.renderer.rows(self)
        return [as_row(row) for row in rows]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Showable) and type(self) is type(other) and self._told() == other._told()

    def __hash__(self) -> int:
        return hash(self._told())

    def _told(self) -> tuple[Any, ...]:
        return tuple(getattr(self, field) for field in self.__struct_fields__ if field != "renderer")

    def __repr__(self) -> str:
        return super().__repr__() if self.renderer is None else self.renderer.line(self)

    def __str__(self) -> str:
        return repr(self) if self.renderer is None else self.renderer.text(self)

    def _repr_html_(self) -> str | None:
        return None if self.renderer is None else self.renderer.html(self)

    def _repr_svg_(self) -> str | None:
        return None if self.renderer is None else self.renderer.svg(self)


class Results(tuple[T, ...]):
    """Several results in order: a tuple that can be the rows of a table."""

    __slots__ = ()

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return a row for each result, as ``Showable.to_dicts`` does."""
        return [as_row(each) for each in self]


def as_row(value: Any) -> dict[str, Any]:
    """Return the fields of a struct by their names, as text, numbers, lists and None."""
    return {field: plain(getattr(value, field)) for field in value.__struct_fields__ if field != "renderer"}


def plain(value: Any) -> Any:
    """Return a value as text, a number, a list or None: a key by its id, a table and a place by how they are written.

    >>> plain((1, None, "a")), plain({"b": 2.5})
    ([1, None, 'a'], {'b': 2.5})
    """
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, Value):
        return value
    if isinstance(value, msgspec.Struct):
        name = getattr(value, "id", None)
        return name if isinstance(name, str) else as_row(value)
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(each) for key, each in value.items()}
    if isinstance(value, tuple) and type(value).__str__ is not tuple.__str__:
        return str(value)  # a name of its own form, such as schema.table
    return [plain(each) for each in value]
