"""Results that can show themselves, in a notebook or with ``print``: each uses the renderer that it was given."""

from __future__ import annotations

from typing import Any, Protocol

import msgspec


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


class Showable(msgspec.Struct, frozen=True, kw_only=True):
    """A result. With a ``renderer``, which ``Schema`` gives it, it shows itself; without one it is its fields.

    Two results are equal if all their other fields are.
    """

    renderer: Renderer | None = None

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
