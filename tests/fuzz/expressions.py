"""Every regular expression of the program, and how it is used: found by importing and by reading the source.

A compiled one counts if it is held by a module: by itself, or in a tuple, dict, set or value of the module. One that a
function makes counts by its text, if that is a constant; if it is not, the function must be named in ``MADE``.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import ondelete
from ondelete.dump.input.lexer import lexicon
from ondelete.text.patterns import _Compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(ondelete.__file__).parent
ANYWHERE = frozenset(("search", "finditer", "findall", "sub", "subn", "split"))
AT_START = frozenset(("match", "fullmatch"))


MADE = {
    "config/values.py: key_line",
    "declarations/patterns.py: _compiled",  # fnmatch's translation of globs, which is linear
    "dump/input/lexer.py: lexicon",  # _lexicons
    "dump/migrations/marks.py: __init__",  # a tool's own, in ``lines`` of its TOOL
    "dump/migrations/placeholders.py: _replacing",  # names of variables, escaped
    "dump/migrations/refusals.py: _known",  # _KNOWN
    "dump/migrations/sources.py: tool_of",  # a tool's own, in ``head`` of its TOOL
    "dump/migrations/tools/atlas.py: _steps",  # a constant of the module
    "dump/migrations/tools/liquibase.py: _ended",  # a delimiter of the file, escaped, that is not only blanks
    "dump/replay/changes/dependents.py: drop_users_of_function",  # names, escaped, and blanks that nothing else takes
    "dump/replay/changes/dependents.py: drop_users_of_sequence",
    "dump/replay/code/values.py: _is_like",  # atomic groups, on few characters
    "dump/statements/scripts.py: run_by",  # a tool's own, in ``placeholders`` of its TOOL
    "rails/inflections.py: _pattern",  # words, escaped
    "rails/models/reading.py: _rule",  # a short one of a repository with one repeat at most, on names
    "text/patterns.py: __getattr__",  # what ``later`` was given
    "dump/input/detect_format.py: _kind",  # _KINDS
    "catalog/expressions.py: renamed",  # the name escaped, between what it cannot overlap
    "audit/page.py: examples",  # pages of our own
    "repository/refs.py: _packed",  # a name in lines of refs, escaped
    "deletion/witness/filling/patterns.py: _like",  # atomic groups
    "deletion/witness/filling/patterns.py: _search",  # a CHECK's own, of which only harmless ones are tried
}
"""Functions that make an expression of a text that is no constant, and why that is no danger, or what stands for it."""


OTHERWISE = (
    "reports/rules.py: ",  # reads nothing but the pages of the rules, which come with the program
    "config.values._KEY_OF_MANY_PARTS",  # five hundred repeats at most, in files of 4 MiB at most
)
"""Expressions that are no danger for another reason."""


class Expression(NamedTuple):
    """``place`` is module and name; ``uses`` the methods that are called on it."""

    place: str
    pattern: re.Pattern[Any]
    uses: frozenset[str]


def expressions() -> list[Expression]:
    """Return all, each once, in the order of their modules."""
    found = {(each.pattern, each.uses): each for each in reversed([*_held(), *_written(), *_lexicons()])}
    return [each for each in reversed(found.values()) if not each.place.startswith(OTHERWISE)]


def modules() -> Iterator[Any]:
    """Import and yield every module of the program."""
    for module in pkgutil.walk_packages(ondelete.__path__, "ondelete."):
        if not module.name.endswith("__main__"):
            yield importlib.import_module(module.name)


def _held() -> Iterator[Expression]:
    for module in modules():
        for name, value in vars(module).items():
            for number, pattern in enumerate(_patterns(value)):
                uses = _uses(module, name)
                place = f"{module.__name__.removeprefix('ondelete.')}.{name}" + (f"[{number}]" if number else "")
                yield Expression(place, pattern, uses)


def _patterns(value: Any, depth: int = 3) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, _Compiled):
        yield compiled(value)
    elif depth and isinstance(value, tuple | list):
        for each in value:
            yield from _patterns(each, depth - 1)
    elif depth and isinstance(value, set | frozenset):
        # Their order changes from process to process.
        yield from sorted((p for each in value for p in _patterns(each, depth - 1)), key=lambda p: repr(p.pattern))
    elif depth and isinstance(value, dict):
        for each in value.values():
            yield from _patterns(each, depth - 1)


def compiled(pattern: Any) -> re.Pattern[Any]:
    """Return a pattern that ``later`` has made as ``re`` makes it, with its text."""
    return pattern if isinstance(pattern, re.Pattern) else re.compile(pattern._source, pattern._flags)


def _uses(module: Any, name: str) -> frozenset[str]:
    """Return the methods that are called on what has this name, in any module; none found means that any could be."""
    word = re.escape(name)
    calls = re.compile(rf"\b{word}(?:\[\w+\])?\.(\w+)(?=[(\s,)])")
    found = set(calls.findall(_everything() if not name.startswith("_") else _text(module.__file__)))
    return frozenset(found & (ANYWHERE | AT_START)) or frozenset({"search"})


@cache
def _text(file: str) -> str:
    return Path(file).read_text("utf-8")


@cache
def _everything() -> str:
    return "\n".join(_text(str(file)) for file in sorted(SOURCE.rglob("*.py")))


def _written() -> Iterator[Expression]:
    """Yield those that are written where they are used: ``re.sub("x", ...)``, and in functions ``re.compile("x")``."""
    for file in sorted(SOURCE.rglob("*.py")):
        for call in _calls(ast.parse(_text(str(file))), _text(str(file))):
            method = call.func.attr if isinstance(call.func, ast.Attribute) else "compile"
            place = f"{file.relative_to(SOURCE)}: re.{method}"
            if isinstance(call.args[0], ast.Constant):
                flags = _flags([*call.args[1:], *(word.value for word in call.keywords if word.arg == "flags")])
                uses = frozenset({"search" if method == "compile" else method})
                yield Expression(place, re.compile(call.args[0].value, flags), uses)


def makers() -> set[str]:
    """Return the functions that make an expression of a text that is no constant."""
    return {
        f"{file.relative_to(SOURCE)}: {function.name}"
        for file in sorted(SOURCE.rglob("*.py"))
        for function in ast.walk(ast.parse(_text(str(file))))
        if isinstance(function, ast.FunctionDef)
        for call in _calls(function, _text(str(file)))
        if not isinstance(call.args[0], ast.Constant)
    }


def _lexicons() -> Iterator[Expression]:
    for conforming in (True, False):
        for name, pattern in lexicon(conforming=conforming)._asdict().items():
            uses = frozenset({"tokens"} if name in ("token", "last") else {"match"})
            place = f"dump.input.lexer.lexicon(conforming={conforming}).{name}"
            yield Expression(place, compiled(pattern), uses)


def _calls(tree: ast.AST, text: str) -> Iterator[ast.Call]:
    """Yield what is asked of ``re`` or ``later`` where it is used, which leaves out what a module compiles once.

    Args:
        tree: a part of a module.
        text: the whole module.
    """
    late = "from ondelete.text.patterns import" in text
    inside = [node for each in ast.walk(tree) if isinstance(each, ast.FunctionDef) for node in ast.walk(each)]
    for node in inside:
        if late and isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "later":
            yield node
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            module = node.func.value
            method = node.func.attr in {*ANYWHERE, *AT_START, "compile"}
            if method and isinstance(module, ast.Name) and module.id == "re":
                yield node


def _flags(nodes: list[ast.expr]) -> int:
    words = {node.attr for each in nodes for node in ast.walk(each) if isinstance(node, ast.Attribute)}
    return sum(int(getattr(re, word)) for word in words if word.isupper() and hasattr(re, word))
