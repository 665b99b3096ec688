"""One SQL statement or expression -> ``Query``: what it reads, writes and calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from ondelete.catalog.programs import Assignment, FunctionCall, Mention, Query, Write
from ondelete.dump.nodes.parsing import ParseError, parse_plainly
from ondelete.dump.programs.trees import tree_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog.programs import WriteCommand

_WRITES: dict[str, WriteCommand] = {"InsertStmt": "insert", "UpdateStmt": "update", "DeleteStmt": "delete"}
_MERGED: dict[str, WriteCommand] = {"CMD_INSERT": "insert", "CMD_UPDATE": "update", "CMD_DELETE": "delete"}
_NO_ACTION = "ONCONFLICT_NONE"
_READ = frozenset(("SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "TruncateStmt"))
# They change no rows. LOCK and SET CONSTRAINTS can fail by what others do, or by what waits for the COMMIT anyway.
_HARMLESS = frozenset(("NotifyStmt", "LockStmt", "ListenStmt", "UnlistenStmt", "ExplainStmt"))


def query_of(text: str, line: int) -> Query:
    """Return what a statement does; one that PostgreSQL's grammar does not accept is unread."""
    try:
        statements = parse_plainly(text)
    except ParseError as error:
        return Query(text, line, "", unread=f"PostgreSQL's grammar does not accept it: {error.args[0]}")
    except msgspec.DecodeError:
        return Query(text, line, "", unread="it nests too deep")
    if len(statements) != 1:
        return Query(text, line, "", unread="it is not one statement")
    return query_of_node(statements[0], text, line)


def expression_of(text: str, line: int) -> Query:
    """Return what an expression does and gives."""
    found = query_of(f"SELECT {text}", line)
    return msgspec.structs.replace(found, sql=text)


def query_of_node(statement: dict[str, Any], text: str, line: int) -> Query:
    """Return what a parsed statement does."""
    [(kind, body)] = statement.items()
    command = kind.removesuffix("Stmt").lower()
    if kind not in _READ:
        return Query(text, line, command, unread="" if kind in _HARMLESS else f"{command.upper()} is not followed")
    found = _Parts(statement)
    values, condition = _values(body) if kind == "SelectStmt" else ((), None)
    return Query(
        sql=text,
        line=line,
        command=command,
        values=values,
        condition=condition,
        reads=tuple(found.reads),
        columns=tuple(dict.fromkeys(found.columns)),
        writes=tuple(found.writes),
        calls=tuple(found.calls),
        unread="it makes a table" if found.makes_table else "",
    )


def _values(select: dict[str, Any]) -> tuple[tuple[Any, ...], Any]:
    """Return the values of a SELECT that reads no relation, and its condition."""
    if "fromClause" in select or select.get("op", "SETOP_NONE") != "SETOP_NONE" or "valuesLists" in select:
        return (), None
    targets = [target["ResTarget"].get("val") for target in select.get("targetList", ())]
    where = select.get("whereClause")
    condition = None if where is None else tree_of(where, among_relations=False)
    return tuple(tree_of(target, among_relations=False) for target in targets), condition


class _Parts:
    """Everything that a statement names, found in one walk without recursion."""

    def __init__(self, statement: dict[str, Any]) -> None:
        self.reads: list[Mention] = []
        self.columns: list[tuple[str, str]] = []
        self.writes: list[Write] = []
        self.calls: list[FunctionCall] = []
        self.makes_table = False
        # Whether a bare name can be that of a column.
        self._among = _has_relations(statement)
        self._named = set(_names_of_queries(statement))
        self._walk(statement)

    def _walk(self, statement: dict[str, Any]) -> None:
        pending: list[Any] = [statement]
        writes: list[list[Write]] = []
        while pending:
            part = pending.pop()
            if isinstance(part, list):
                pending.extend(reversed(part))
            elif isinstance(part, dict):
                for kind, body in part.items():
                    self._note(kind, body, writes)
                pending.extend(reversed(part.values()))
        # An outer statement is met first, and runs after those that stand in its WITH.
        self.writes = [write for group in reversed(writes) for write in group]

    def _note(self, kind: str, body: Any, writes: list[list[Write]]) -> None:
        match kind:
            case "RangeVar":
                self._read(body)
            case "ColumnRef":
                self._column(body)
            case "FuncCall":
                self.calls.append(self._call(body))
            case "intoClause":
                self.makes_table = True
            case "InsertStmt" | "UpdateStmt" | "DeleteStmt":
                writes.append([self._write(_WRITES[kind], body), *_on_conflict(body)])
            case "MergeStmt":
                writes.append(list(self._merge(body)))
            case "TruncateStmt":
                writes.append(list(_truncate(body)))
            case _:
                pass

    def _read(self, node: dict[str, Any]) -> None:
        if "schemaname" in node or node.get("relname") not in self._named:
            self.reads.append(_mention(node))

    def _column(self, node: dict[str, Any]) -> None:
        names = [field.get("String", {}).get("sval") for field in node.get("fields", ())]
        if len(names) == 2 and None not in names:
            self.columns.append((names[0], names[1]))

    def _call(self, node: dict[str, Any]) -> FunctionCall:
        names = tuple(name["String"].get("sval", "") for name in node.get("funcname", ()))
        arguments = node.get("args", ())
        if node.get("func_variadic") or any("NamedArgExpr" in argument for argument in arguments):
            return FunctionCall(names, None)
        return FunctionCall(names, tuple(tree_of(each, among_relations=self._among) for each in arguments))

    def _write(self, command: WriteCommand, node: dict[str, Any]) -> Write:
        if command == "insert":
            return self._insert(node)
        where = node.get("whereClause")
        return Write(
            command=command,
            table=_mention(node.get("relation", {})),
            assignments=tuple(_assignments(node.get("targetList", ()))) if command == "update" else (),
            where=None if where is None else tree_of(where, among_relations=True),
            joins="fromClause" in node or "usingClause" in node,
        )

    def _insert(self, node: dict[str, Any]) -> Write:
        columns = [each["ResTarget"]["name"] for each in node.get("cols", ())]
        rows, always, among = _inserted(node.get("selectStmt"))
        conflict = node.get("onConflictClause", {}).get("action", _NO_ACTION)
        known = rows is not None and not (columns and any(map(_is_star, rows)))
        values = rows if rows is not None and known else [{}] * len(columns)
        names = columns or [""] * len(values)
        return Write(
            command="insert",
            table=_mention(node.get("relation", {})),
            assignments=tuple(
                Assignment(name, _value(value, among=among)) for name, value in zip(names, values, strict=False)
            ),
            all_columns=not columns and node.get("selectStmt") is not None,
            values_known=known,
            always=always and conflict == _NO_ACTION,
            skips_conflicts=conflict != _NO_ACTION,
        )

    def _merge(self, node: dict[str, Any]) -> Iterator[Write]:
        for clause in (each["MergeWhenClause"] for each in node.get("mergeWhenClauses", ())):
            command = _MERGED.get(clause.get("commandType", ""))
            if command is not None:
                yield Write(
                    command=command,
                    table=_mention(node.get("relation", {})),
                    assignments=tuple(
                        Assignment(each["ResTarget"].get("name", ""), tree_of({}, among_relations=True))
                        for each in clause.get("targetList", ())
                    ),
                    all_columns=command == "insert" and "targetList" not in clause,
                    values_known=False,
                    joins=True,
                )


def _has_relations(statement: dict[str, Any]) -> bool:
    [(kind, body)] = statement.items()
    return kind != "SelectStmt" or "fromClause" in body or body.get("op", "SETOP_NONE") != "SETOP_NONE"


def _names_of_queries(statement: dict[str, Any]) -> Iterator[str]:
    """Yield the names that WITH gives."""
    pending: list[Any] = [statement]
    while pending:
        part = pending.pop()
        if isinstance(part, list):
            pending.extend(part)
        elif isinstance(part, dict):
            if "ctename" in part:
                yield part["ctename"]
            pending.extend(part.values())


def _mention(node: dict[str, Any]) -> Mention:
    name = node.get("relname", "")
    return Mention(node.get("schemaname"), name, node.get("alias", {}).get("aliasname", name))


def _assignments(targets: list[dict[str, Any]]) -> Iterator[Assignment]:
    for target in (each["ResTarget"] for each in targets):
        value = target.get("val")
        several = value.get("MultiAssignRef") if isinstance(value, dict) else None
        if several is not None:
            row = several.get("source", {}).get("RowExpr", {}).get("args")
            value = row[several.get("colno", 1) - 1] if row is not None else {}
        if "indirection" in target:  # a field or an element of the column
            value = {}
        yield Assignment(target.get("name", ""), _value(value, among=True))


def _value(value: Any, *, among: bool) -> Any:
    """Return the tree of a new value, None for DEFAULT."""
    return None if isinstance(value, dict) and "SetToDefault" in value else tree_of(value, among_relations=among)


def _inserted(select: dict[str, Any] | None) -> tuple[list[Any] | None, bool, bool]:
    """Return the values that an INSERT writes (None if they are several), whether it is one row, and if it reads."""
    if select is None:  # DEFAULT VALUES
        return [], True, False
    body = select.get("SelectStmt", {})
    lists = body.get("valuesLists")
    if lists is not None:
        [first, *others] = [each["List"].get("items", []) for each in lists]
        return (None if others else first), True, False
    if body.get("op", "SETOP_NONE") != "SETOP_NONE":
        return None, False, True
    reads = "fromClause" in body
    bounded = reads or any(word in body for word in ("whereClause", "limitCount", "limitOffset", "havingClause"))
    return [each["ResTarget"].get("val") for each in body.get("targetList", ())], not bounded, reads


def _is_star(value: Any) -> bool:
    """Whether a value stands for several: ``OLD.*``."""
    return isinstance(value, dict) and any("A_Star" in field for field in value.get("ColumnRef", {}).get("fields", ()))


def _on_conflict(node: dict[str, Any]) -> Iterator[Write]:
    """Yield what ON CONFLICT DO UPDATE writes."""
    clause = node.get("onConflictClause", {})
    if clause.get("action") == "ONCONFLICT_UPDATE":
        assignments = tuple(_assignments(clause.get("targetList", ())))
        yield Write("update", _mention(node.get("relation", {})), assignments, joins=True)


def _truncate(node: dict[str, Any]) -> Iterator[Write]:
    for relation in node.get("relations", ()):
        yield Write("truncate", _mention(relation.get("RangeVar", {})), cascade=node.get("behavior") == "DROP_CASCADE")
