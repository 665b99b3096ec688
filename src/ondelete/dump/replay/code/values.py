"""What an expression is, on the catalog as it is so far: a value, NULL (None), or UNKNOWN.

Nodes are those of the parser, as dictionaries. A string is a ``str``, an array a ``list``, an oid what
``catalogs`` says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ondelete.catalog import QualifiedName, fold_identifier, split_identifier
from ondelete.dump.replay.code.catalogs import DATABASE, namespace, type_oid
from ondelete.text.quoting import quote_identifier, quote_literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ondelete.dump.replay.model.state import State


class Unknown:
    """A value that only a server knows."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = Unknown()
_FORMAT = re.compile(r"%(?:(?P<position>\d{1,3})\$)?(?:-?\d{1,4})?(?P<kind>[sIL%])")
_LONGEST = 1 << 20


class Scope:
    """What names mean: the variables of the code, and the row in hand of each relation of the queries around."""

    def __init__(self, state: State, variables: Mapping[str, Any], rows: Mapping[str, Mapping[str, Any]] | None = None):
        self.state, self.variables, self.rows = state, variables, dict(rows or {})

    def with_row(self, alias: str, row: Mapping[str, Any]) -> Scope:
        """Return the scope with one more row."""
        return Scope(self.state, self.variables, {**self.rows, alias: row})

    def look_up(self, names: list[str]) -> Any:
        """Return the value of a column or variable."""
        if len(names) > 1:
            if names[-2] in self.rows:
                return self.rows[names[-2]].get(names[-1], UNKNOWN)
            record = self.variables.get(names[-2], UNKNOWN)
            return record.get(names[-1], UNKNOWN) if isinstance(record, dict) else UNKNOWN
        for row in reversed(self.rows.values()):
            if names[0] in row:
                return row[names[0]]
        return self.variables.get(names[0], UNKNOWN)


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
                pattern = re.escape(right).replace("%", ".*").replace("_", ".")
                return (re.fullmatch(pattern, left, re.DOTALL) is not None) == (name == "~~")
            case "AEXPR_NOT_DISTINCT" | "AEXPR_DISTINCT":
                same = (left is right) if None in (left, right) else _equal(left, right)
                return same if same is UNKNOWN else same == (node.get("kind") == "AEXPR_NOT_DISTINCT")
            case _:
                return UNKNOWN

    def _typecast(self, node: dict[str, Any], scope: Scope) -> Any:
        found = self.value(node.get("arg"), scope)
        names = [each.get("String", {}).get("sval") for each in node.get("typeName", {}).get("names", ())]
        if isinstance(found, str) and names[-1:] in (["regclass"], ["regtype"], ["regnamespace"]):
            return _oid(names[-1], found, scope)
        if isinstance(found, QualifiedName) and names[-1] in ("text", "varchar", "name"):
            return _shown(found, scope)
        if isinstance(found, str) and names[-1:] in (["int4"], ["int8"]):
            return int(found) if found.isdecimal() and len(found) < 20 else UNKNOWN
        return (
            found if (names[-1:] and names[-1] not in ("bool", "json", "jsonb")) or isinstance(found, bool) else UNKNOWN
        )

    def _funccall(self, node: dict[str, Any], scope: Scope) -> Any:
        name = node.get("funcname", [{}])[-1].get("String", {}).get("sval", "")
        values = [self.value(each, scope) for each in node.get("args", ())]
        call = _FUNCTIONS.get(name)
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
        return _text(left) + _text(right) if len(_text(left)) < _LONGEST else UNKNOWN
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


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, str | int):
        return str(value)
    raise TypeError("no plain value")


def _shown(name: QualifiedName, scope: Scope) -> str:
    """Return a relation as regclass prints it."""
    parts = name[1:] if name.schema in scope.state.search_path else name
    return ".".join(map(quote_identifier, parts))


def _oid(kind: str, text: str, scope: Scope) -> Any:
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
    text, given = values[0], values[1:]
    taken = 0

    def one(match: re.Match[str]) -> str:
        nonlocal taken
        if match["kind"] == "%":
            return "%"
        taken = int(match["position"]) if match["position"] else taken + 1
        value = given[taken - 1]
        if value is None:
            return "NULL" if match["kind"] == "L" else ""
        shown = _shown(value, scope) if isinstance(value, QualifiedName) else _text(value)
        if match["kind"] == "s" or isinstance(value, QualifiedName):
            return shown
        return quote_identifier(shown) if match["kind"] == "I" else quote_literal(shown)

    return _FORMAT.sub(one, text)


def _strict(function: Callable[..., Any]) -> Callable[[list[Any], Scope], Any]:
    """Make a function of values that is NULL if one of them is, and unknown if one is not known."""

    def call(values: list[Any], scope: Scope) -> Any:
        if UNKNOWN in values:
            return UNKNOWN
        return None if None in values else function(*values)

    return call


_FUNCTIONS: dict[str, Callable[[list[Any], Scope], Any]] = {
    "format": _formatted,
    "quote_ident": _strict(quote_identifier),
    "quote_literal": _strict(quote_literal),
    "lower": _strict(str.lower),
    "upper": _strict(str.upper),
    "replace": _strict(str.replace),
    "concat": lambda values, _: UNKNOWN if UNKNOWN in values else "".join(_text(v) for v in values if v is not None),
    "array_length": _strict(lambda values, _dimension: len(values) or None),
    "cardinality": _strict(len),
    "string_to_array": _strict(str.split),
    "to_regclass": lambda values, scope: _strict(lambda text: _oid("regclass", text, scope))(values, scope),
    "to_regtype": lambda values, scope: _strict(lambda text: _oid("regtype", text, scope))(values, scope),
    "to_regnamespace": lambda values, scope: _strict(lambda text: _oid("regnamespace", text, scope))(values, scope),
    "current_schemas": lambda values, scope: list(scope.state.search_path) if values == [False] else UNKNOWN,
    "current_schema": lambda _, scope: next(iter(scope.state.search_path), None),
    "current_database": lambda _, scope: DATABASE,
}
