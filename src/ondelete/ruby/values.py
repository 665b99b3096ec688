"""What Ruby source says, as values: literals are Python's own, the rest is one small struct per form.

Strings and symbols are ``str``, arrays are tuples, hashes are dicts with ``str`` keys, ``nil`` is None.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

Value: TypeAlias = "str | int | float | bool | tuple[Value, ...] | dict[str, Value] | Node | None"
"""An expression."""


class Code(msgspec.Struct, frozen=True):
    """Source that is no literal, constant, call or lambda, or that nests too deep: only Ruby knows what it gives."""

    text: str
    line: int


class Const(msgspec.Struct, frozen=True):
    """A constant as it is written: ``User``, ``Admin::User``, ``::User``."""

    name: str
    line: int


class Lambda(msgspec.Struct, frozen=True):
    """A ``->`` or ``lambda``; ``body`` are its statements."""

    body: tuple[Value, ...]
    line: int


class Block(msgspec.Struct, frozen=True):
    """The block of a call: the names of its parameters, and its statements."""

    parameters: tuple[str, ...]
    body: tuple[Value, ...]


class Call(msgspec.Struct, frozen=True):
    """A call of a method, or a bare name. ``options`` are the keyword arguments, and a hash at the end is too.

    ``text`` is the source, cut at 200 characters.
    """

    receiver: Value
    name: str
    arguments: tuple[Value, ...]
    options: dict[str, Value]
    block: Block | None
    line: int
    text: str


class Assignment(msgspec.Struct, frozen=True):
    """``target = value``; the target as it is written, ``self.table_name`` for example."""

    target: str
    value: Value
    line: int


class Scope(msgspec.Struct, frozen=True):
    """``class``, ``module`` or ``class << self`` (then ``name`` is ``self``)."""

    kind: Literal["class", "module", "singleton"]
    name: str
    superclass: Value
    body: tuple[Value, ...]
    line: int


class Definition(msgspec.Struct, frozen=True):
    """``def``; ``on_self`` for ``def self.name``. ``returns`` is its body if that is one literal, else Code.

    ``body`` is empty but for ``def self.included(base)``, which Ruby runs for whoever includes a module.
    """

    name: str
    on_self: bool
    returns: Value
    line: int
    body: tuple[Value, ...] = ()


class Branch(msgspec.Struct, frozen=True):
    """Statements that may run or not: ``if``, ``unless``, ``case``, ``begin`` with ``rescue``, loops."""

    body: tuple[Value, ...]
    line: int
    text: str


Node: TypeAlias = Code | Const | Lambda | Call | Assignment | Scope | Definition | Branch


class Mistake(msgspec.Struct, frozen=True):
    """Source that the grammar does not take; what stands around it is read."""

    line: int
    text: str


class Source(msgspec.Struct, frozen=True):
    """A file: its statements, and where it cannot be parsed."""

    body: tuple[Value, ...]
    mistakes: tuple[Mistake, ...]
