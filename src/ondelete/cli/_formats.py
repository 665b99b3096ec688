"""The choices of ``--format``. A format is a file ``formats/as_X.py``, which says what it prints."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

import click

from ondelete import formats

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType

    _Choice = click.Choice[str]
else:
    _Choice = click.Choice  # is no generic class before click 8.2


class FormatChoice(_Choice):
    """The formats that print what a command gives, text first.

    A help page or an error loads all files. ``--format`` loads only the named one, and no ``--format`` loads none.
    """

    def __init__(self, gives: Sequence[str]) -> None:
        self.case_sensitive = True
        self.gives = gives

    @property
    def choices(self) -> tuple[str, ...]:  # type: ignore[override] # click fills an attribute at once, we on demand
        """The names, those of each kind in order of the alphabet."""
        kinds = {name: self._kind_of(name) for name in _names()}
        fitting = [name for kind in self.gives for name in kinds if kinds[name] == kind]
        return tuple(sorted(fitting, key=lambda name: name != "text"))

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the name of a format, or let click list the formats."""
        if value in _names() and self._kind_of(value) in self.gives:
            return value
        return super().convert(value, param, ctx)

    def _kind_of(self, name: str) -> str | None:
        return getattr(format_module(name), "PRINTS", None)


def format_module(name: str) -> ModuleType:
    """Return the module of a format."""
    return import_module(f"{formats.__name__}.as_{name}")


def endings_of(name: str) -> tuple[str, ...]:
    """Return the file name endings that stand for a format: those that its module lists."""
    return tuple(getattr(format_module(name), "ENDINGS", ()))


def _names() -> Iterator[str]:
    found = (module.name for module in iter_modules(formats.__path__))
    return (name.removeprefix("as_") for name in found if name.startswith("as_"))
