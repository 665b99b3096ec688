"""libpg_query's JSON of a PL/pgSQL function -> statements of ``ondelete.catalog.programs``.

A field that holds its default is left out of the JSON: ``varno`` 0, ``lineno`` 0. A variable is named by its place in
``datums``. The kinds of statements are those of ``PLpgSQL_stmt_type`` in plpgsql.h.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ondelete.catalog import expressions as algebra
from ondelete.catalog.programs import (
    Assert,
    Assign,
    Block,
    Branch,
    Dynamic,
    Handler,
    If,
    Leave,
    Loop,
    Query,
    Raise,
    Return,
    Run,
    Unread,
)
from ondelete.dump.programs.queries import expression_of, query_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ondelete.catalog.programs import Statement

_ERROR = 21  # elog.h since PostgreSQL 14: the lowest level that is an error
_ERRCODE = 0  # PLPGSQL_RAISEOPTION_ERRCODE
_EXPRESSION = "PLpgSQL_expr"
_IN_PARENTHESES = re.compile(r"\(([^()]*)\)\Z")


class Reader:
    """Reads the statements of one function; ``before`` is the number of lines of the file above its text."""

    def __init__(self, function: dict[str, Any], before: int) -> None:
        self._datums: list[dict[str, Any]] = function.get("datums", [])
        self._before = before
        self._action: dict[str, Any] = function.get("action", {})

    def program(self) -> tuple[Statement, ...]:
        """Return all statements of the function; first the values with which its variables begin."""
        declared = tuple(self._declared())
        found = tuple(self._statement(kind, node) for kind, node in self._action.items())
        return (Block(self._before + 1, "", declared, found),) if declared else found

    def _declared(self) -> Iterator[Assign]:
        for datum in self._datums:
            for variable in datum.values():
                value = variable.get("default_val") or variable.get("cursor_explicit_expr")
                name, line = variable.get("refname", ""), self._line(variable)
                if "cursor_explicit_expr" in variable:
                    yield Assign(line, name, None)
                elif value is not None:
                    yield Assign(line, name, self._expression(value, line))

    def _line(self, node: dict[str, Any]) -> int:
        return self._before + max(int(node.get("lineno", 1)), 1)

    def _body(self, nodes: Iterable[dict[str, Any]]) -> tuple[Statement, ...]:
        return tuple(self._statement(kind, node) for each in nodes for kind, node in each.items())

    def _statement(self, kind: str, node: dict[str, Any]) -> Statement:
        name = kind.removeprefix("PLpgSQL_stmt_")
        read: Callable[[dict[str, Any]], Statement] | None = getattr(self, f"_read_{name}", None)
        if read is None:
            return Unread(self._line(node), f"{name.upper()} is not followed")
        return read(node)

    def _expression(self, node: dict[str, Any] | None, line: int) -> Query:
        return expression_of((node or {}).get(_EXPRESSION, {}).get("query", "NULL"), line)

    def _query(self, node: dict[str, Any], line: int) -> Query:
        return query_of(node.get(_EXPRESSION, {}).get("query", ""), line)

    def _name(self, number: int) -> str:
        [datum] = self._datums[number].values() if number < len(self._datums) else [{}]
        if "fieldname" in datum:
            return f"{self._name(datum.get('recparentno', 0))}.{datum['fieldname']}"
        return str(datum.get("refname", ""))

    def _targets(self, node: dict[str, Any] | None) -> tuple[str, ...]:
        """Return the names of the variables that a row goes to: a record stands as ``r.*``."""
        found = []
        for kind, target in (node or {}).items():
            if kind == "PLpgSQL_row":
                found += [self._name(field.get("varno", 0)) for field in target.get("fields", ())]
            elif kind == "PLpgSQL_var":
                found.append(target.get("refname", ""))
            else:
                found.append(f"{target.get('refname', '')}.{algebra.WHOLE_ROW}")
        return tuple(found)

    def _read_block(self, node: dict[str, Any]) -> Statement:
        handlers = []
        for entry in node.get("exceptions", {}).get("PLpgSQL_exception_block", {}).get("exc_list", ()):
            exception = entry["PLpgSQL_exception"]
            names = [each["PLpgSQL_condition"].get("condname", "") for each in exception.get("conditions", ())]
            handlers.append(Handler(tuple(names), self._body(exception.get("action", ()))))
        body = self._body(node.get("body", ()))
        return Block(self._line(node), node.get("label", ""), (), body, tuple(handlers))

    def _read_assign(self, node: dict[str, Any]) -> Statement:
        line, target = self._line(node), self._name(node.get("varno", 0))
        text = node["expr"][_EXPRESSION]["query"]
        left, sign, right = _parted(text)
        query = expression_of(right if sign else text, line)
        if sign and "[" in left:  # an element of an array: what it holds is not known, but what is called is
            return Run(line, query, (target,))
        return Assign(line, target, query)

    def _read_if(self, node: dict[str, Any]) -> Statement:
        line = self._line(node)
        branches = [Branch(self._expression(node.get("cond"), line), self._body(node.get("then_body", ())))]
        for each in (entry["PLpgSQL_if_elsif"] for entry in node.get("elsif_list", ())):
            condition = self._expression(each.get("cond"), self._line(each))
            branches.append(Branch(condition, self._body(each.get("stmts", ()))))
        return If(line, tuple(branches), self._body(node.get("else_body", ())))

    def _read_case(self, node: dict[str, Any]) -> Statement:
        line, branches = self._line(node), []
        subject = node.get("t_expr", {}).get(_EXPRESSION, {}).get("query", "")
        for each in (entry["PLpgSQL_case_when"] for entry in node.get("case_when_list", ())):
            text = each["expr"][_EXPRESSION]["query"]
            if subject:  # the JSON compares a variable of its own
                text = text.replace(f'"__Case__Variable_{node.get("t_varno", 0)}__"', f"({subject})")
            branches.append(Branch(expression_of(text, self._line(each)), self._body(each.get("stmts", ()))))
        otherwise = self._body(node.get("else_stmts", ())) if node.get("have_else") else None
        return If(line, tuple(branches), otherwise)

    def _loop(
        self,
        node: dict[str, Any],
        queries: tuple[Query, ...],
        variables: tuple[str, ...] = (),
        *,
        dynamic: Query | None = None,
        endless: bool = False,
    ) -> Loop:
        body = self._body(node.get("body", ()))
        return Loop(self._line(node), node.get("label", ""), queries, dynamic, variables, endless, body)

    def _read_loop(self, node: dict[str, Any]) -> Statement:
        return self._loop(node, (), endless=True)

    def _read_while(self, node: dict[str, Any]) -> Statement:
        return self._loop(node, (self._expression(node.get("cond"), self._line(node)),))

    def _read_fori(self, node: dict[str, Any]) -> Statement:
        bounds = tuple(self._expression(node[each], self._line(node)) for each in ("lower", "upper") if each in node)
        return self._loop(node, bounds, self._targets(node.get("var")))

    def _read_fors(self, node: dict[str, Any]) -> Statement:
        return self._loop(node, (self._query(node["query"], self._line(node)),), self._targets(node.get("var")))

    def _read_dynfors(self, node: dict[str, Any]) -> Statement:
        text = self._expression(node["query"], self._line(node))
        return self._loop(node, (), self._targets(node.get("var")), dynamic=text)

    def _read_forc(self, node: dict[str, Any]) -> Statement:
        return self._loop(node, self._cursor(node), self._targets(node.get("var")))

    def _read_foreach_a(self, node: dict[str, Any]) -> Statement:
        values = (self._expression(node.get("expr"), self._line(node)),)
        return self._loop(node, values, (self._name(node.get("varno", 0)),))

    def _cursor(self, node: dict[str, Any]) -> tuple[Query, ...]:
        """Return the query of a cursor that its declaration binds."""
        [datum] = self._datums[node.get("curvar", 0)].values()
        bound = datum.get("cursor_explicit_expr")
        return (self._query(bound, self._line(node)),) if bound is not None else ()

    def _read_exit(self, node: dict[str, Any]) -> Statement:
        line = self._line(node)
        condition = self._expression(node["cond"], line) if "cond" in node else None
        return Leave(line, node.get("label", ""), condition, again=not node.get("is_exit", False))

    def _read_return(self, node: dict[str, Any]) -> Statement:
        line = self._line(node)
        if "expr" not in node:
            return Return(line, None)
        text = node["expr"][_EXPRESSION]["query"]
        record = _IN_PARENTHESES.match(text)
        return Return(line, expression_of(text if record is None else record[1], line))

    def _read_return_next(self, node: dict[str, Any]) -> Statement:
        line = self._line(node)
        return Return(line, self._expression(node["expr"], line) if "expr" in node else None, more=True)

    def _read_return_query(self, node: dict[str, Any]) -> Statement:
        line = self._line(node)
        if "dynquery" in node:
            return Dynamic(line, self._expression(node["dynquery"], line))
        return Run(line, self._query(node.get("query", {}), line))

    def _read_raise(self, node: dict[str, Any]) -> Statement:
        line = self._line(node)
        options = [each["PLpgSQL_raise_option"] for each in node.get("options", ())]
        codes = [self._expression(each["expr"], line) for each in options if each.get("opt_type", 0) == _ERRCODE]
        others = [each["expr"] for each in options if each.get("opt_type", 0) != _ERRCODE]
        return Raise(
            line=line,
            is_error=node.get("elog_level", _ERROR) >= _ERROR,
            message=node.get("message", ""),
            condition=node.get("condname", ""),
            errcode=codes[0] if codes else None,
            again=not (options or node.get("message") is not None or node.get("condname")),
            expressions=tuple(self._expression(each, line) for each in (*node.get("params", ()), *others)),
        )

    def _read_assert(self, node: dict[str, Any]) -> Statement:
        return Assert(self._line(node), self._expression(node.get("cond"), self._line(node)))

    def _read_execsql(self, node: dict[str, Any]) -> Statement:
        line = self._line(node)
        return Run(line, self._query(node["sqlstmt"], line), self._targets(node.get("target")), "strict" in node)

    def _read_dynexecute(self, node: dict[str, Any]) -> Statement:
        line = self._line(node)
        return Dynamic(line, self._expression(node["query"], line), self._targets(node.get("target")), "strict" in node)

    def _read_perform(self, node: dict[str, Any]) -> Statement:
        line = self._line(node)
        return Run(line, self._query(node["expr"], line))

    def _read_call(self, node: dict[str, Any]) -> Statement:
        line = self._line(node)
        query = self._query(node["expr"], line)
        return Unread(line, f"{query.sql[:40]}: a procedure is not followed")

    def _read_getdiag(self, node: dict[str, Any]) -> Statement:
        names = [self._name(each["PLpgSQL_diag_item"].get("target", 0)) for each in node.get("diag_items", ())]
        return Run(self._line(node), expression_of("NULL", self._line(node)), tuple(names))

    def _read_open(self, node: dict[str, Any]) -> Statement:
        line = self._line(node)
        if "dynquery" in node:
            return Dynamic(line, self._expression(node["dynquery"], line))
        bound = (self._query(node["query"], line),) if "query" in node else self._cursor(node)
        return Run(line, bound[0]) if bound else Unread(line, "the query of a cursor is not known")

    def _read_fetch(self, node: dict[str, Any]) -> Statement:
        return Run(self._line(node), expression_of("NULL", self._line(node)), self._targets(node.get("target")))

    def _read_close(self, node: dict[str, Any]) -> Statement:
        return Run(self._line(node), expression_of("NULL", self._line(node)))


def _parted(text: str) -> tuple[str, str, str]:
    """Part an assignment at its first ``:=`` or ``=`` outside of quotes and brackets."""
    depth, quoted, position = 0, "", 0
    while position < len(text):
        character = text[position]
        if quoted:
            quoted = "" if character == quoted else quoted
        elif character in "'\"":
            quoted = character
        elif character in "([":
            depth += 1
        elif character in ")]":
            depth -= 1
        elif not depth and text.startswith(":=", position):
            return text[:position], ":=", text[position + 2 :]
        elif not depth and character == "=":
            return text[:position], "=", text[position + 1 :]
        position += 1
    return text, "", ""
