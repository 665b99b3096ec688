"""The functions that expressions of migrations call: format, quote_ident, to_regclass and the like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ondelete.catalog import QualifiedName, fold_identifier, split_identifier
from ondelete.dump.replay.code.catalogs import DATABASE, namespace, type_oid
from ondelete.dump.replay.code.scope import UNKNOWN, Scope
from ondelete.text.quoting import quote_identifier, quote_literal

if TYPE_CHECKING:
    from collections.abc import Callable

_FORMAT = re.compile(r"%(?:(?P<position>\d{1,3})\$)?(?:-?\d{1,4})?(?P<kind>[sIL%])")


def text_of(value: Any) -> str:
    """Return a plain value as text.

    Raises:
        TypeError: it is an array, an oid, or something else that is not plain.
    """
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, str | int):
        return str(value)
    raise TypeError("no plain value")


def shown(name: QualifiedName, scope: Scope) -> str:
    """Return a relation as regclass prints it."""
    parts = name[1:] if name.schema in scope.state.search_path else name
    return ".".join(map(quote_identifier, parts))


def oid_of(kind: str, text: str, scope: Scope) -> Any:
    """Return what stands for an oid; None if there is nothing of that name."""
    parts = tuple(fold_identifier(part) for part in split_identifier(text))
    if kind == "regnamespace":
        return namespace(parts[-1])
    if kind == "regtype":
        found = scope.state.find_type(parts)
        return type_oid(found) if found is not None else None
    name = scope.state.named(parts)
    return name if scope.state.relation_exists(name) or name in scope.state.relations else None


def _formatted(values: list[Any], scope: Scope) -> Any:
    if UNKNOWN in values:
        return UNKNOWN
    pattern, given = values[0], values[1:]
    taken = 0

    def one(match: re.Match[str]) -> str:
        nonlocal taken
        if match["kind"] == "%":
            return "%"
        taken = int(match["position"]) if match["position"] else taken + 1
        value = given[taken - 1]
        if value is None:
            return "NULL" if match["kind"] == "L" else ""
        text = shown(value, scope) if isinstance(value, QualifiedName) else text_of(value)
        if match["kind"] == "s" or isinstance(value, QualifiedName):
            return text
        return quote_identifier(text) if match["kind"] == "I" else quote_literal(text)

    return _FORMAT.sub(one, pattern)


def _strict(function: Callable[..., Any]) -> Callable[[list[Any], Scope], Any]:
    """Make a function of values that is NULL if one of them is, and unknown if one is not known."""

    def call(values: list[Any], scope: Scope) -> Any:
        if UNKNOWN in values:
            return UNKNOWN
        return None if None in values else function(*values)

    return call


FUNCTIONS: dict[str, Callable[[list[Any], Scope], Any]] = {
    "format": _formatted,
    "quote_ident": _strict(quote_identifier),
    "quote_literal": _strict(quote_literal),
    "lower": _strict(str.lower),
    "upper": _strict(str.upper),
    "replace": _strict(str.replace),
    "concat": lambda values, _: UNKNOWN if UNKNOWN in values else "".join(text_of(v) for v in values if v is not None),
    "array_length": _strict(lambda values, _dimension: len(values) or None),
    "cardinality": _strict(len),
    "string_to_array": _strict(str.split),
    "to_regclass": lambda values, scope: _strict(lambda text: oid_of("regclass", text, scope))(values, scope),
    "to_regtype": lambda values, scope: _strict(lambda text: oid_of("regtype", text, scope))(values, scope),
    "to_regnamespace": lambda values, scope: _strict(lambda text: oid_of("regnamespace", text, scope))(values, scope),
    "current_schemas": lambda values, scope: list(scope.state.search_path) if values == [False] else UNKNOWN,
    "current_schema": lambda _, scope: next(iter(scope.state.search_path), None),
    "current_database": lambda _, scope: DATABASE,
}
