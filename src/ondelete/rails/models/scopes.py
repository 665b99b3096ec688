"""A Ruby file to the classes and modules that it opens, each with the names around it and its statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from ondelete.ruby import Branch, Call, Const, Definition, Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.ruby import Value

_DEEPEST = 30


class Opened(msgspec.Struct, frozen=True):
    """A class or module as one file opens it.

    ``name`` is its full name by the scopes around it, ``nesting`` are those scopes, innermost first, in which Ruby
    looks up the constants of its body.
    """

    name: str
    nesting: tuple[str, ...]
    kind: Literal["class", "module"]
    superclass: str | None
    body: tuple[Value, ...]
    path: str
    line: int


def opened_in(body: tuple[Value, ...], path: str, nesting: tuple[str, ...] = ()) -> Iterator[Opened]:
    """Yield every class and module of a body, the outer ones first."""
    for value in body:
        if isinstance(value, Branch):
            yield from opened_in(value.body, path, nesting)
        elif isinstance(value, Call) and isinstance(value.receiver, Const):
            yield from _from_outside(value, value.receiver.name.removeprefix("::"), path)
        elif isinstance(value, Scope) and value.kind != "singleton":
            name = _full(value.name, nesting)
            if name.count("::") > _DEEPEST:
                continue  # nobody's: what follows would be as deep
            inner = (name, *nesting)
            kind: Literal["class", "module"] = "class" if value.kind == "class" else "module"
            above = value.superclass.name if isinstance(value.superclass, Const) else _computed(value.superclass)
            yield Opened(name, inner, kind, above, value.body, path, value.line)
            yield from opened_in(value.body, path, inner)


def _from_outside(call: Call, name: str, path: str) -> Iterator[Opened]:
    """``User.class_eval do`` and ``User.include Addon``, by which an engine adds to a class of another.

    ``User.prepend_mod`` prepends EE::User, as GitLab does.
    """
    body: tuple[Value, ...] = ()
    if call.block is not None and call.name in ("class_eval", "class_exec"):
        body = call.block.body
    elif call.name in ("include", "prepend"):
        body = (Call(None, "include", call.arguments, {}, None, call.line, call.text),)
    elif call.name in ("prepend_mod", "prepend_mod_with"):
        body = (Call(None, "include", (Const(f"EE::{name}", call.line),), {}, None, call.line, call.text),)
    if body:
        yield Opened(name, (name,), "class", None, body, path, call.line)


def _full(name: str, nesting: tuple[str, ...]) -> str:
    if name.startswith("::"):
        return name[2:]
    return f"{nesting[0]}::{name}" if nesting else name


def _computed(value: Value) -> str | None:
    """``ActiveRecord::Migration[7.0]``, ``Struct.new(:a)``: a class that only Ruby knows."""
    return None if value is None else "(code)"


def singleton_parts(body: tuple[Value, ...]) -> Iterator[Definition]:
    """Yield ``def self.x`` of a body, and the methods in its ``class << self``."""
    for value in body:
        if isinstance(value, Definition) and value.on_self:
            yield value
        elif isinstance(value, Scope) and value.kind == "singleton":
            yield from (each for each in value.body if isinstance(each, Definition))
