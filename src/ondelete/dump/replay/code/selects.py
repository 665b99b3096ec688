"""The rows of a query about the catalog, or of constants; UNKNOWN if it is about anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ondelete.dump.replay.code.catalogs import rows_of
from ondelete.dump.replay.code.scope import UNKNOWN, Scope
from ondelete.dump.replay.code.values import Evaluator

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_ROWS = 200_000
_NOT_FOLLOWED = ("groupClause", "havingClause", "withClause", "limitOffset", "windowClause", "intoClause")


class _Relation(NamedTuple):
    """A relation of FROM: its alias, its rows, what ON asks of them, and whether an outer join keeps the others."""

    alias: str
    rows: list[dict[str, Any]]
    condition: Any
    outer: bool


def select(node: dict[str, Any], scope: Scope) -> Any:
    """Return the rows that a SELECT gives, each a list of values; UNKNOWN if they are not known.

    Args:
        node: the SelectStmt.
        scope: what names mean around it.
    """
    if "valuesLists" in node:
        return [[EVALUATOR.value(each, scope) for each in row["List"]["items"]] for row in node["valuesLists"]]
    if node.get("op", "SETOP_NONE") != "SETOP_NONE" or any(each in node for each in _NOT_FOLLOWED):
        return UNKNOWN
    relations = _relations(node.get("fromClause", ()), scope)
    if relations is None:
        return UNKNOWN
    found = _kept(relations, node.get("whereClause"), scope)
    if found is None:
        return UNKNOWN
    return _given(node, found, scope)


def _relations(nodes: Any, scope: Scope) -> list[_Relation] | None:
    found: list[_Relation] = []
    for node in nodes:
        inner = _relation(node, scope)
        if inner is None:
            return None
        found += inner
    return found


def _relation(node: dict[str, Any], scope: Scope) -> list[_Relation] | None:
    [(kind, body)] = node.items()
    if kind == "RangeVar":
        rows = rows_of(body.get("schemaname"), body["relname"], scope.state)
        alias = body.get("alias", {}).get("aliasname", body["relname"])
        return None if rows is None else [_Relation(alias, rows, None, False)]
    if kind == "JoinExpr" and body.get("jointype", "JOIN_INNER") in ("JOIN_INNER", "JOIN_LEFT"):
        return _joined(body, scope)
    if kind == "RangeFunction":
        return _function(body, scope)
    return None


def _joined(node: dict[str, Any], scope: Scope) -> list[_Relation] | None:
    left, right = _relation(node["larg"], scope), _relation(node["rarg"], scope)
    if left is None or right is None or len(right) != 1 or node.get("isNatural"):
        return None
    condition = node.get("quals")
    if "usingClause" in node:
        return None
    return [*left, right[0]._replace(condition=condition, outer=node.get("jointype") == "JOIN_LEFT")]


def _function(node: dict[str, Any], scope: Scope) -> list[_Relation] | None:
    """Return unnest(array) AS alias, and generate_series(1, 3)."""
    call = node["functions"][0]["List"]["items"][0].get("FuncCall", {})
    values = _series(call, scope)
    if values is None:
        return None
    alias = node.get("alias", {})
    name = alias.get("aliasname", call["funcname"][-1]["String"]["sval"])
    column = alias.get("colnames", [{"String": {"sval": name}}])[0]["String"]["sval"]
    return [_Relation(name, [{column: each} for each in values], None, False)]


def _series(call: dict[str, Any], scope: Scope) -> list[Any] | None:
    """Return the rows of a function that gives several, None if it is another one."""
    name = call.get("funcname", [{}])[-1].get("String", {}).get("sval")
    values = [EVALUATOR.value(each, scope) for each in call.get("args", ())]
    if name == "unnest" and len(values) == 1 and isinstance(values[0], list):
        return values[0]
    if name == "generate_series" and len(values) == 2 and all(isinstance(each, int) for each in values):
        return list(range(values[0], min(values[1], values[0] + _MOST_ROWS) + 1))
    return None


def _kept(relations: list[_Relation], where: Any, scope: Scope) -> list[Scope] | None:
    """Return a scope for each row of the join that WHERE keeps; None if that is not known."""
    total = 1
    for each in relations:
        total *= max(len(each.rows), 1)
    if total > _MOST_ROWS:
        return None
    scopes = [scope]
    for relation in relations:
        joined = _one_more(scopes, relation)
        if joined is None:
            return None
        scopes = joined
    found = []
    for row in scopes:
        holds = True if where is None else EVALUATOR.value(where, row)
        if holds is UNKNOWN:
            return None
        if holds:
            found.append(row)
    return found


def _one_more(scopes: list[Scope], relation: _Relation) -> list[Scope] | None:
    found: list[Scope] = []
    for scope in scopes:
        rows = [scope.with_row(relation.alias, row) for row in relation.rows]
        if relation.condition is not None:
            holds = [EVALUATOR.value(relation.condition, row) for row in rows]
            if UNKNOWN in holds:
                return None
            rows = [row for row, keeps in zip(rows, holds, strict=True) if keeps]
            if not rows and relation.outer:
                rows = [scope.with_row(relation.alias, _Nulls())]
        found += rows
    return found


class _Nulls(dict[str, Any]):
    """A row of NULLs, of any columns."""

    def get(self, key: str, default: Any = None) -> Any:
        return None

    def __contains__(self, key: object) -> bool:
        return True

    def __getitem__(self, key: str) -> Any:
        return None


def _given(node: dict[str, Any], found: list[Scope], scope: Scope) -> Any:
    targets = [each["ResTarget"] for each in node.get("targetList", ())]
    values = [each.get("val", {}) for each in targets]
    if [_is_count(each) for each in values] == [True]:
        return [[len(found)]]
    if len(values) == 1 and "FuncCall" in values[0] and not node.get("fromClause"):
        series = _series(values[0]["FuncCall"], scope)
        if series is not None:
            return [[each] for each in series]
    if any(_is_aggregate(each) for each in values):
        return UNKNOWN
    return [list(_row(targets, each)) for each in _sorted(found, node.get("sortClause", ()))]


def _sorted(found: list[Scope], clauses: Any) -> list[Scope]:
    """Return the rows in the order of ORDER BY; rows whose order is not known keep theirs."""
    for clause in reversed([each["SortBy"] for each in clauses]):
        keys = {id(each): EVALUATOR.value(clause.get("node"), each) for each in found}
        if len({type(key) for key in keys.values()}) == 1 and isinstance(next(iter(keys.values())), str | int):
            down = clause.get("sortby_dir") == "SORTBY_DESC"
            found = sorted(found, key=lambda each: keys[id(each)], reverse=down)
    return found


def columns_of(node: dict[str, Any]) -> list[str]:
    """Return the names of the columns that a SELECT gives, "" for one without."""
    names = []
    for target in (each["ResTarget"] for each in node.get("targetList", ())):
        fields = target.get("val", {}).get("ColumnRef", {}).get("fields", [{}])
        call = target.get("val", {}).get("FuncCall", {}).get("funcname", [{}])
        own = [each[-1].get("String", {}).get("sval") for each in (fields, call)]
        names.append(target.get("name") or own[0] or own[1] or "")
    return names


def _row(targets: list[dict[str, Any]], scope: Scope) -> Iterator[Any]:
    for target in targets:
        yield EVALUATOR.value(target.get("val"), scope)


def _is_count(node: dict[str, Any]) -> bool:
    call = node.get("FuncCall", {})
    name = call.get("funcname", [{}])[-1].get("String", {}).get("sval")
    return name == "count" and "agg_distinct" not in call and "agg_filter" not in call


def _is_aggregate(node: dict[str, Any]) -> bool:
    name = node.get("FuncCall", {}).get("funcname", [{}])[-1].get("String", {}).get("sval", "")
    return name in ("count", "max", "min", "sum", "avg", "array_agg", "string_agg", "bool_or", "bool_and", "every")


EVALUATOR = Evaluator(select)
"""Evaluates expressions, whose queries are about the catalog."""
