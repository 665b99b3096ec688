"""What an expression is, on the catalog as it is so far: a value, NULL (None), or UNKNOWN.

Nodes are those of the parser, as dictionaries. A string is a ``str``, an array a ``list``, an oid what
``catalogs`` says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ondelete.catalog import QualifiedName
from ondelete.dump.replay.code.catalogs import DATABASE
from ondelete.dump.replay.code.functions import FUNCTIONS, oid_of, shown, text_of
from ondelete.dump.replay.code.scope import UNKNOWN, Scope

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST = 1 << 20

_LONGEST_LIKE = 100_000
"""Characters of a text times those of the pattern of a LIKE that is tried on it."""


class Evaluator:
    """Evaluates expressions.

    Args:
        select: gives the rows of a query, for EXISTS and the like; UNKNOWN if they are not known.
    """

    def __init__(self, select: Callable[[dict[str, Any], Scope], Any]) -> None:
        self._select = select

    def value(self, node: Any, scope: Scope) -> Any:
        """Return the value of a node."""
        if not isinstance(node, dict) or len(node) != 1:
            return UNKNOWN
        [(kind, body)] = node.items()
        evaluate: Callable[[dict[str, Any], Scope], Any] | None = getattr(self, f"_{kind.lower()}", None)
        return evaluate(body, scope) if evaluate is not None else UNKNOWN

    def _a_const(self, node: dict[str, Any], scope: Scope) -> Any:
        if node.get("isnull"):
            return None
        if "sval" in node:
            return node["sval"].get("sval", "")
        if "ival" in node:
            return node["ival"].get("ival", 0)
        if "boolval" in node:
            return node["boolval"].get("boolval", False)
        return UNKNOWN

    def _columnref(self, node: dict[str, Any], scope: Scope) -> Any:
        names = [field.get("String", {}).get("sval") for field in node.get("fields", ())]
        return UNKNOWN if None in names else scope.look_up(names)

    def _a_arrayexpr(self, node: dict[str, Any], scope: Scope) -> Any:
        return [self.value(each, scope) for each in node.get("elements", ())]

    def _rowexpr(self, node: dict[str, Any], scope: Scope) -> Any:
        return [self.value(each, scope) for each in node.get("args", ())]

    def _list(self, node: dict[str, Any], scope: Scope) -> Any:
        return [self.value(each, scope) for each in node.get("items", ())]

    def _coalesceexpr(self, node: dict[str, Any], scope: Scope) -> Any:
        for each in node.get("args", ()):
            found = self.value(each, scope)
            if found is not None:
                return found
        return None

    def _nulltest(self, node: dict[str, Any], scope: Scope) -> Any:
        found = self.value(node.get("arg"), scope)
        if found is UNKNOWN:
            return UNKNOWN
        return (found is None) == (node.get("nulltesttype") == "IS_NULL")

    def _booleantest(self, node: dict[str, Any], scope: Scope) -> Any:
        found = self.value(node.get("arg"), scope)
        wanted = {"IS_TRUE": True, "IS_FALSE": False}.get(node.get("booltesttype", ""))
        return UNKNOWN if found is UNKNOWN or wanted is None else found is wanted

    def _boolexpr(self, node: dict[str, Any], scope: Scope) -> Any:
        values = [self.value(each, scope) for each in node.get("args", ())]
        match node.get("boolop"):
            case "NOT_EXPR":
                return UNKNOWN if values[0] is UNKNOWN else None if values[0] is None else not values[0]
            case "AND_EXPR":
                return _decided(values, by=False)
            case _:
                return _decided(values, by=True)

    def _caseexpr(self, node: dict[str, Any], scope: Scope) -> Any:
        if "arg" in node:
            return UNKNOWN
        for each in (entry["CaseWhen"] for entry in node.get("args", ())):
            found = self.value(each.get("expr"), scope)
            if found is UNKNOWN:
                return UNKNOWN
            if found:
                return self.value(each.get("result"), scope)
        return self.value(node["defresult"], scope) if "defresult" in node else None

    def _sublink(self, node: dict[str, Any], scope: Scope) -> Any:
        rows = self._select(node["subselect"].get("SelectStmt", {}), scope)
        kind = node.get("subLinkType")
        if kind == "EXISTS_SUBLINK":
            return UNKNOWN if rows is UNKNOWN else bool(rows)
        if rows is UNKNOWN:
            return UNKNOWN
        if kind == "EXPR_SUBLINK":
            return rows[0][0] if rows else None
        if kind == "ARRAY_SUBLINK":
            return [row[0] for row in rows]
        if kind == "ANY_SUBLINK":
            left = self.value(node.get("testexpr"), scope)
            return _decided([_equal(left, row[0]) for row in rows], by=True)
        return UNKNOWN

    def _a_expr(self, node: dict[str, Any], scope: Scope) -> Any:
        name = node.get("name", [{}])[-1].get("String", {}).get("sval", "")
        left, right = self.value(node.get("lexpr"), scope), self.value(node.get("rexpr"), scope)
        match node.get("kind"):
            case "AEXPR_OP":
                return _operated(name, left, right)
            case "AEXPR_IN" | "AEXPR_OP_ANY" if isinstance(right, list) and name in ("=", "<>"):
                found = _decided([_equal(left, each) for each in right], by=True)
                return found if name == "=" or found in (None, UNKNOWN) else not found
            case "AEXPR_LIKE" if isinstance(left, str) and isinstance(right, str):
                found = _is_like(left, right)
                return found if found is UNKNOWN else found == (name == "~~")
            case "AEXPR_NOT_DISTINCT" | "AEXPR_DISTINCT":
                same = (left is right) if None in (left, right) else _equal(left, right)
                return same if same is UNKNOWN else same == (node.get("kind") == "AEXPR_NOT_DISTINCT")
            case _:
                return UNKNOWN

    def _typecast(self, node: dict[str, Any], scope: Scope) -> Any:
        found = self.value(node.get("arg"), scope)
        names = [each.get("String", {}).get("sval") for each in node.get("typeName", {}).get("names", ())]
        if isinstance(found, str) and names[-1:] in (["regclass"], ["regtype"], ["regnamespace"]):
            return oid_of(names[-1], found, scope)
        if isinstance(found, QualifiedName) and names[-1] in ("text", "varchar", "name"):
            return shown(found, scope)
        if isinstance(found, str) and names[-1:] in (["int4"], ["int8"]):
            return int(found) if found.isdecimal() and len(found) < 20 else UNKNOWN
        return (
            found if (names[-1:] and names[-1] not in ("bool", "json", "jsonb")) or isinstance(found, bool) else UNKNOWN
        )

    def _funccall(self, node: dict[str, Any], scope: Scope) -> Any:
        name = node.get("funcname", [{}])[-1].get("String", {}).get("sval", "")
        values = [self.value(each, scope) for each in node.get("args", ())]
        call = FUNCTIONS.get(name)
        try:
            return call(values, scope) if call is not None else UNKNOWN
        except (IndexError, TypeError, ValueError):
            return UNKNOWN

    def _sqlvaluefunction(self, node: dict[str, Any], scope: Scope) -> Any:
        match node.get("op"):
            case "SVFOP_CURRENT_SCHEMA":
                return next(iter(scope.state.search_path), None)
            case "SVFOP_CURRENT_CATALOG":
                return DATABASE
            case _:
                return UNKNOWN


def _decided(values: list[Any], *, by: bool) -> Any:
    """Return AND (by False) or OR (by True) of some values."""
    if any(each is by for each in values):
        return by
    if any(each is UNKNOWN or not isinstance(each, bool | None) for each in values):
        return UNKNOWN
    return None if None in values else not by


def _equal(left: Any, right: Any) -> Any:
    if left is UNKNOWN or right is UNKNOWN:
        return UNKNOWN
    if left is None or right is None:
        return None
    # An oid and a text, for example: a server would convert one of them.
    return left == right if isinstance(left, type(right)) or isinstance(right, type(left)) else UNKNOWN


def _operated(name: str, left: Any, right: Any) -> Any:
    if UNKNOWN in (left, right):
        return UNKNOWN
    if name == "||":
        if left is None or right is None:
            return None
        if isinstance(left, list) or isinstance(right, list):
            return (left if isinstance(left, list) else [left]) + (right if isinstance(right, list) else [right])
        return text_of(left) + text_of(right) if len(text_of(left)) < _LONGEST else UNKNOWN
    if name in ("=", "<>"):
        same = _equal(left, right)
        return same if name == "=" or not isinstance(same, bool) else not same
    if left is None or right is None:
        return None
    if isinstance(left, int) and isinstance(right, int) and name in _NUMBERS:
        return _NUMBERS[name](left, right)
    return UNKNOWN


_NUMBERS: dict[str, Callable[[int, int], Any]] = {
    "<": lambda left, right: left < right,
    ">": lambda left, right: left > right,
    "<=": lambda left, right: left <= right,
    ">=": lambda left, right: left >= right,
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
}


def _is_like(text: str, pattern: str) -> Any:
    """Return whether a text fits a pattern of LIKE; unknown if the pattern escapes, or both are long."""
    if "\\" in pattern or len(text) * len(pattern) > _LONGEST_LIKE:
        return UNKNOWN
    first, *rest = ("".join("." if each == "_" else re.escape(each) for each in part) for part in pattern.split("%"))
    # The first place at which a part fits leaves most to the parts after it: none need be tried again.
    middle = "".join(f"(?>.*?{part})" for part in rest[:-1])
    last = f".*(?<={rest[-1]})" if rest else ""
    room = f"(?=.{{{len(pattern.rpartition('%')[2])}}})" if rest else ""
    return re.fullmatch(first + middle + room + last, text, re.DOTALL) is not None
