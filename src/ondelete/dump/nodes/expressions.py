"""Parse nodes of expressions; see ``parsing`` for what all nodes have in common."""

from __future__ import annotations

from typing import Any

import msgspec

from ondelete.dump.nodes.names import NameNode, StringValue
from ondelete.dump.nodes.parsing import Struct


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


class RowExpr(Struct):
    """``ROW(...)``, or two or more expressions in parentheses."""

    args: tuple[ExpressionNode, ...] = ()
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
    row: RowExpr | None = None
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
