"""Put the code of a changed text into the functions of a module that has been loaded, whoever holds them."""

from __future__ import annotations

import sys
from functools import cached_property
from types import CodeType, FunctionType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType


def replace_code(path: Path, text: str) -> bool:
    """Replace the functions that differ in ``text``; return False, and replace none, if something else differs."""
    module = _loaded(path)
    old, new = compile(path.read_text("utf-8"), str(path), "exec"), compile(text, str(path), "exec")
    changed = {code.co_qualname: code for code in _codes(new)}
    before = {code.co_qualname: code for code in _codes(old)}
    if _shell(old) != _shell(new) or before.keys() != changed.keys():
        return False
    known = {function.__qualname__: function for function in _functions(vars(module), module.__name__)}
    names = [name for name, code in before.items() if code != changed[name]]
    if not names or any(name not in known for name in names):
        return False
    for name in names:
        known[name].__code__ = changed[name]
    return True


def _loaded(path: Path) -> ModuleType:
    return next(m for m in list(sys.modules.values()) if getattr(m, "__file__", None) == str(path))


def _codes(code: CodeType) -> Iterator[CodeType]:
    """Yield the code of every function of a module and of its classes; what a function holds goes with it."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            if constant.co_flags & 0x2:  # CO_NEWLOCALS: a function, no class
                yield constant
            else:
                yield from _codes(constant)


def _shell(code: CodeType) -> object:
    """Return what a module or a class does itself, without its functions."""
    constants = [
        (_shell(c) if not c.co_flags & 0x2 else c.co_qualname) if isinstance(c, CodeType) else repr(c)
        for c in code.co_consts
    ]
    return code.co_code, code.co_names, constants


def _functions(holder: dict[str, object], module: str) -> Iterator[FunctionType]:
    for value in list(holder.values()):
        if isinstance(value, type) and value.__module__ == module:
            yield from _functions(dict(vars(value)), module)
            continue
        if isinstance(value, property):
            value = value.fget
        elif isinstance(value, cached_property):
            value = value.func
        elif isinstance(value, staticmethod | classmethod):
            value = value.__func__
        while hasattr(value, "__wrapped__"):
            value = value.__wrapped__
        if isinstance(value, FunctionType) and value.__module__ == module:
            yield value
