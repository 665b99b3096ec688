"""Parse nodes: PostgreSQL's own raw parse tree, typed, with only the fields that we read.

``pglast.parser.parse_sql_json`` returns libpg_query's protobuf JSON, in which a field that holds its default is
left out. So every field here has a default, and what we do not name is not even built. A node stands in an
object with one entry, its kind: ``{"ColumnRef": {...}}``; the ``...Node`` structs below are such objects.
``location`` is a byte offset into the statement's UTF-8 text; 0 stands for "not given".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec
from pglast.parser import ParseError, parse_sql_json
from pglast.parser import split as split_sql

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ParseError"]

T = TypeVar("T")
_DECODERS: dict[type, msgspec.json.Decoder[Any]] = {}
_PREFIX = '"stmts":[{"stmt":{"'


class Struct(msgspec.Struct, gc=False):
    """Base of all nodes: they form no cycles, so the garbage collector need not look at them."""


class Statements(msgspec.Struct, Generic[T]):
    """The envelope of a parse: one entry per statement."""

    stmts: list[StatementEnvelope[T]]


class StatementEnvelope(msgspec.Struct, Generic[T]):
    """``{"stmt": {kind: node}}``."""

    stmt: dict[str, T]


def parse(text: str) -> tuple[str, str]:
    """Parse one statement; return the kind of its node and the whole parse as JSON.

    Raises:
        ParseError: PostgreSQL's grammar does not accept the text.
    """
    parsed: str = parse_sql_json(text)
    start = parsed.find(_PREFIX)
    if start < 0:
        return "", parsed
    start += len(_PREFIX)
    return parsed[start : parsed.index('"', start)], parsed


def split_text(text: str) -> tuple[slice, ...]:
    """Return where the statements of a text stand, which PostgreSQL's grammar accepts."""
    found: tuple[slice, ...] = split_sql(text, only_slices=True)
    return found


def decode(parsed: str, node: type[T]) -> T:
    """Decode the statement of a parse as a node of the given type."""
    decoder: msgspec.json.Decoder[Statements[T]] | None = _DECODERS.get(node)
    if decoder is None:
        decoder = _DECODERS[node] = msgspec.json.Decoder(Statements[node])  # type: ignore[valid-type]
    [statement] = decoder.decode(parsed).stmts[0].stmt.values()
    return statement


class StringValue(Struct):
    """A name or a string constant."""

    sval: str = ""


class NameNode(Struct, rename={"string": "String"}):
    """One part of a name; ``string`` is None for ``*``."""

    string: StringValue | None = None


def strings(nodes: Iterable[NameNode]) -> tuple[str, ...]:
    """Return the texts of a list of names, without any ``*``."""
    return tuple([value.sval for node in nodes if (value := node.string) is not None])


class IntegerValue(Struct):
    """An integer constant; 0 is left out of the JSON."""

    ival: int = 0


class FloatValue(Struct):
    """A numeric constant, as text."""

    fval: str = ""


class BooleanValue(Struct):
    """A boolean constant; false is left out of the JSON."""

    boolval: bool = False


class BitStringValue(Struct):
    """A bit string constant."""

    bsval: str = ""


class Constant(Struct):
    """A literal (``A_Const``): at most one of the values is set."""

    ival: IntegerValue | None = None
    fval: FloatValue | None = None
    boolval: BooleanValue | None = None
    sval: StringValue | None = None
    bsval: BitStringValue | None = None
    isnull: bool = False
    location: int = 0


class RangeVar(Struct):
    """A table as written; ``inh`` is False after ONLY."""

    relname: str = ""
    schemaname: str | None = None
    inh: bool = False
    relpersistence: str = "p"
    location: int = 0


class TypeName(Struct, rename={"array_bounds": "arrayBounds"}):
    """A type as written."""

    names: tuple[NameNode, ...] = ()
    typmods: tuple[ExpressionNode, ...] = ()
    array_bounds: tuple[msgspec.Raw, ...] = ()
    location: int = 0


class ColumnRef(Struct):
    """A column, possibly qualified, or ``*``."""

    fields: tuple[NameNode, ...] = ()
    location: int = 0


class BoolExpr(Struct):
    """AND_EXPR, OR_EXPR or NOT_EXPR."""

    boolop: str = ""
    args: tuple[ExpressionNode, ...] = ()
    location: int = 0


class NullTest(Struct):
    """IS_NULL or IS_NOT_NULL."""

    arg: ExpressionNode
    nulltesttype: str = "IS_NULL"
    location: int = 0


class BooleanTest(Struct):
    """IS_TRUE, IS_NOT_TRUE, ..."""

    arg: ExpressionNode
    booltesttype: str = "IS_TRUE"
    location: int = 0


class OperatorExpr(Struct):
    """``A_Expr``: an operator, IN, LIKE, BETWEEN, IS DISTINCT FROM, NULLIF, ANY, ALL."""

    kind: str = "AEXPR_OP"
    name: tuple[NameNode, ...] = ()
    lexpr: ExpressionNode | None = None
    rexpr: ExpressionNode | None = None
    location: int = 0


class FuncCall(Struct):
    """A function call."""

    funcname: tuple[NameNode, ...] = ()
    args: tuple[ExpressionNode, ...] = ()
    func_variadic: bool = False
    location: int = 0


class TypeCast(Struct, rename={"type_name": "typeName"}):
    """``arg::type`` or ``CAST(arg AS type)``."""

    arg: ExpressionNode
    type_name: TypeName
    location: int = 0


class CaseWhen(Struct):
    """One branch of a CASE."""

    expr: ExpressionNode
    result: ExpressionNode


class CaseExpr(Struct):
    """A CASE; ``arg`` is set in the form ``CASE arg WHEN value``."""

    arg: ExpressionNode | None = None
    args: tuple[dict[str, CaseWhen], ...] = ()
    defresult: ExpressionNode | None = None
    location: int = 0


class Arguments(Struct):
    """COALESCE, GREATEST, LEAST (``op`` tells which)."""

    args: tuple[ExpressionNode, ...] = ()
    op: str = "IS_GREATEST"
    location: int = 0


class ArrayExpr(Struct):
    """``ARRAY[...]``."""

    elements: tuple[ExpressionNode, ...] = ()
    location: int = 0


class ExpressionList(Struct):
    """A list of expressions, as IN and BETWEEN have it."""

    items: tuple[ExpressionNode, ...] = ()


class CollateClause(Struct):
    """``arg COLLATE name``."""

    arg: ExpressionNode | None = None
    collname: tuple[NameNode, ...] = ()
    location: int = 0


class SqlValueFunction(Struct):
    """CURRENT_DATE, CURRENT_USER, ..."""

    op: str = "SVFOP_CURRENT_DATE"
    location: int = 0


class Indirection(Struct):
    """A field or an element of ``arg``."""

    arg: ExpressionNode
    indirection: tuple[dict[str, Any], ...] = ()


EXPRESSIONS = {
    "column_ref": "ColumnRef",
    "constant": "A_Const",
    "operator": "A_Expr",
    "call": "FuncCall",
    "cast": "TypeCast",
    "boolean": "BoolExpr",
    "null_test": "NullTest",
    "boolean_test": "BooleanTest",
    "case": "CaseExpr",
    "coalesce": "CoalesceExpr",
    "min_max": "MinMaxExpr",
    "array": "A_ArrayExpr",
    "members": "List",
    "collate": "CollateClause",
    "value_function": "SQLValueFunction",
    "indirection": "A_Indirection",
    "row": "RowExpr",
    "sub_link": "SubLink",
    "xml": "XmlExpr",
    "xml_serialize": "XmlSerialize",
    "json_predicate": "JsonIsPredicate",
    "json_function": "JsonFuncExpr",
    "json_object": "JsonObjectConstructor",
    "json_array": "JsonArrayConstructor",
    "json_parse": "JsonParseExpr",
    "json_scalar": "JsonScalarExpr",
    "json_serialize": "JsonSerializeExpr",
    "grouping": "GroupingFunc",
    "named": "NamedArgExpr",
}


class ExpressionNode(Struct, rename=EXPRESSIONS):
    """An expression: one of these is set. Kinds that are only asked for their columns stay plain dictionaries."""

    column_ref: ColumnRef | None = None
    constant: Constant | None = None
    operator: OperatorExpr | None = None
    call: FuncCall | None = None
    cast: TypeCast | None = None
    boolean: BoolExpr | None = None
    null_test: NullTest | None = None
    boolean_test: BooleanTest | None = None
    case: CaseExpr | None = None
    coalesce: Arguments | None = None
    min_max: Arguments | None = None
    array: ArrayExpr | None = None
    members: ExpressionList | None = None
    collate: CollateClause | None = None
    value_function: SqlValueFunction | None = None
    indirection: Indirection | None = None
    row: dict[str, Any] | None = None
    sub_link: dict[str, Any] | None = None
    xml: dict[str, Any] | None = None
    xml_serialize: dict[str, Any] | None = None
    json_predicate: dict[str, Any] | None = None
    json_function: dict[str, Any] | None = None
    json_object: dict[str, Any] | None = None
    json_array: dict[str, Any] | None = None
    json_parse: dict[str, Any] | None = None
    json_scalar: dict[str, Any] | None = None
    json_serialize: dict[str, Any] | None = None
    grouping: dict[str, Any] | None = None
    named: dict[str, Any] | None = None
