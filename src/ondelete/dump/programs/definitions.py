"""CREATE FUNCTION -> ``Program``: its head by the parser, its body by the language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from ondelete.catalog.functions import Program
from ondelete.catalog.programs import Return, Run, Unread
from ondelete.dump.nodes.parsing import ParseError, parse_plainly, split_text
from ondelete.dump.programs.bodies import statements_of
from ondelete.dump.programs.queries import query_of, query_of_node
from ondelete.dump.statements.functions import Definition

if TYPE_CHECKING:
    from ondelete.catalog import Location
    from ondelete.catalog.programs import Statement

_OUTPUT = ("FUNC_PARAM_OUT", "FUNC_PARAM_TABLE")
_INPUT = ("FUNC_PARAM_DEFAULT", "FUNC_PARAM_IN", "FUNC_PARAM_INOUT", "FUNC_PARAM_VARIADIC")


class _Head(NamedTuple):
    schema: str
    name: str
    language: str
    parameters: tuple[str, ...]
    gives: bool
    returns: str
    path: tuple[str, ...] | None
    texts: tuple[str, ...]
    body_at: int
    statements: list[dict[str, Any]]
    types: tuple[str, ...]


def program_of(definition: Definition) -> Program:
    """Return the program of a definition; what could not be read is in it, with the reason."""
    try:
        [statement] = parse_plainly(definition.text)
        head = _head(statement["CreateFunctionStmt"], definition)
    except (ParseError, msgspec.DecodeError, KeyError, ValueError):
        unread = Unread(definition.location.line, "its definition could not be parsed")
        return Program("", "", "", (), None, definition.location, (unread,))
    line = definition.location.line + definition.text.encode()[: head.body_at].count(b"\n")
    return Program(
        schema=head.schema,
        name=head.name,
        language=head.language,
        parameters=head.parameters,
        path=head.path,
        location=definition.location,
        body=_body(head, line),
        symbol=head.texts[-1] if head.language == "c" and head.texts else "",
        types=head.types,
    )


def _head(node: dict[str, Any], definition: Definition) -> _Head:
    names = [part["String"]["sval"] for part in node["funcname"]]
    parameters = [each["FunctionParameter"] for each in node.get("parameters", ())]
    options = [each["DefElem"] for each in node.get("options", ())]
    by_name = {option["defname"]: option for option in options}
    source = by_name.get("as", {})
    texts = tuple(item["String"].get("sval", "") for item in source.get("arg", {}).get("List", {}).get("items", ()))
    statements = node.get("sql_body")
    default = "sql" if statements is not None else ""
    return _Head(
        schema=names[-2] if len(names) > 1 else definition.schema,
        name=names[-1],
        language=by_name.get("language", {}).get("arg", {}).get("String", {}).get("sval", default).lower(),
        parameters=tuple(p.get("name", "") for p in parameters if p.get("mode", _INPUT[0]) in _INPUT),
        gives=any(p.get("mode") in (*_OUTPUT, "FUNC_PARAM_INOUT") for p in parameters),
        returns=_returns(node.get("returnType", {}), is_procedure=bool(node.get("is_procedure"))),
        path=_path(options),
        texts=texts,
        body_at=source.get("arg_location", 0),
        statements=_statements(statements),
        types=tuple(_type(p.get("argType", {})) for p in parameters if p.get("mode", _INPUT[0]) in _INPUT),
    )


def _type(node: dict[str, Any]) -> str:
    names = [part["String"].get("sval", "") for part in node.get("names", ()) if "String" in part]
    return names[-1] + "[]" * len(node.get("arrayBounds", ())) if names else ""


def _returns(node: dict[str, Any], *, is_procedure: bool) -> str:
    """Return a type that the parser knows and that allows the same forms of RETURN."""
    name = str(node.get("names", [{}])[-1].get("String", {}).get("sval", ""))
    if name in ("trigger", "event_trigger"):
        return name
    if name == "void" or is_procedure or not name:
        return "void"
    return "SETOF text" if node.get("setof") else "text"


def _path(options: list[dict[str, Any]]) -> tuple[str, ...] | None:
    """Return the search path that SET gives, None if there is none."""
    for option in options:
        setting = option.get("arg", {}).get("VariableSetStmt", {}) if option["defname"] == "set" else {}
        if setting.get("name") == "search_path" and setting.get("kind") == "VAR_SET_VALUE":
            values = [each.get("A_Const", {}).get("sval", {}).get("sval", "") for each in setting.get("args", ())]
            if len(values) == 1 and "," in values[0]:  # SET search_path = 'a, b' is one schema of that name
                return (values[0],)
            return tuple(values)
    return None


def _statements(node: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Return the statements of a body of standard SQL: RETURN expression, or BEGIN ATOMIC ... END."""
    if node is None:
        return []
    if "List" not in node:
        return [node]
    return [item for group in node["List"].get("items", ()) for item in group.get("List", {}).get("items", ()) if item]


def _body(head: _Head, line: int) -> tuple[Statement, ...]:
    if head.language == "plpgsql" and head.texts:
        returns = "SETOF text" if head.gives and head.returns.startswith("SETOF") else head.returns
        gives = head.gives and head.returns != "trigger"
        returns = "text" if gives and not returns.startswith("SETOF") else returns
        return statements_of(head.texts[0], line - 1, returns, head.parameters, gives=gives)
    if head.language == "sql":
        return _sql(head, line)
    return (Unread(line, f"its language is {head.language or 'not given'}"),)


def _sql(head: _Head, line: int) -> tuple[Statement, ...]:
    if not head.texts:
        queries = [query_of_node(_of_return(node), "", line) for node in head.statements]
        return tuple(Run(line, query) for query in queries)
    text = head.texts[0]
    try:
        places = split_text(text)
    except ParseError as error:
        return (Unread(line, f"it could not be parsed: {error.args[0]}"),)
    found: list[Statement] = []
    for place in places:
        at = line + text.count("\n", 0, place.start)
        found.append(Run(at, query_of(text[place], at)))
    last = found[-1] if found else None
    if isinstance(last, Run) and last.query.command == "select" and len(last.query.values) == 1:
        found[-1] = Return(last.line, last.query)
    return tuple(found)


def _of_return(node: dict[str, Any]) -> dict[str, Any]:
    """Return ``RETURN x`` as the query ``SELECT x``."""
    if "ReturnStmt" not in node:
        return node
    return {"SelectStmt": {"targetList": [{"ResTarget": {"val": node["ReturnStmt"].get("returnval")}}]}}


def program_of_block(text: str, location: Location) -> tuple[Statement, ...]:
    """Return the statements of a DO block: those of its PL/pgSQL text."""
    try:
        [statement] = parse_plainly(text)
        arguments = [each["DefElem"] for each in statement["DoStmt"].get("args", ())]
    except (ParseError, msgspec.DecodeError, KeyError, ValueError):
        return (Unread(location.line, "the block could not be parsed"),)
    by_name = {each["defname"]: each for each in arguments}
    language = by_name.get("language", {}).get("arg", {}).get("String", {}).get("sval", "plpgsql").lower()
    body = by_name.get("as", {}).get("arg", {}).get("String", {}).get("sval")
    if language != "plpgsql" or body is None:
        return (Unread(location.line, f"its language is {language}"),)
    at = text.encode()[: by_name["as"].get("arg_location", by_name["as"].get("location", 0))].count(b"\n")
    return statements_of(body, location.line + at - 1, "void")
