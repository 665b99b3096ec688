"""Parse nodes: PostgreSQL's own raw parse tree, typed, with only the fields that we read.

``pglast.parser.parse_sql_json`` returns libpg_query's protobuf JSON, in which a field that holds its default is
left out. So every field here has a default, and what we do not name is not even built. A node stands in an
object with one entry, its kind: ``{"ColumnRef": {...}}``; the ``...Node`` structs below are such objects.
``location`` is a byte offset into the statement's UTF-8 text; 0 stands for "not given".
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec
from pglast.parser import ParseError, parse_sql_json

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ParseError"]

T = TypeVar("T")
_PREFIX = '"stmts":[{"stmt":{"'


class _Struct(msgspec.Struct, gc=False):
    pass


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


def decode(parsed: str, node: type[T]) -> T:
    """Decode the statement of a parse as a node of the given type."""
    decoder: msgspec.json.Decoder[Statements[T]] = _decoder(node)
    [statement] = decoder.decode(parsed).stmts[0].stmt.values()
    return statement


@cache
def _decoder(node: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(Statements[node])


class StringValue(_Struct):
    """A name or a string constant."""

    sval: str = ""


class NameNode(_Struct, rename={"string": "String"}):
    """One part of a name; ``string`` is None for ``*``."""

    string: StringValue | None = None


def strings(nodes: Iterable[NameNode]) -> tuple[str, ...]:
    """Return the texts of a list of names, without any ``*``."""
    return tuple([node.string.sval for node in nodes if node.string is not None])


class IntegerValue(_Struct):
    """An integer constant; 0 is left out of the JSON."""

    ival: int = 0


class FloatValue(_Struct):
    """A numeric constant, as text."""

    fval: str = ""


class BooleanValue(_Struct):
    """A boolean constant; false is left out of the JSON."""

    boolval: bool = False


class BitStringValue(_Struct):
    """A bit string constant."""

    bsval: str = ""


class Constant(_Struct):
    """A literal (``A_Const``): at most one of the values is set."""

    ival: IntegerValue | None = None
    fval: FloatValue | None = None
    boolval: BooleanValue | None = None
    sval: StringValue | None = None
    bsval: BitStringValue | None = None
    isnull: bool = False
    location: int = 0


class RangeVar(_Struct):
    """A table as written; ``inh`` is False after ONLY."""

    relname: str = ""
    schemaname: str | None = None
    inh: bool = False
    relpersistence: str = "p"
    location: int = 0


class TypeName(_Struct, rename={"array_bounds": "arrayBounds"}):
    """A type as written."""

    names: tuple[NameNode, ...] = ()
    typmods: tuple[ExpressionNode, ...] = ()
    array_bounds: tuple[msgspec.Raw, ...] = ()
    location: int = 0


class ColumnRef(_Struct):
    """A column, possibly qualified, or ``*``."""

    fields: tuple[NameNode, ...] = ()
    location: int = 0


class BoolExpr(_Struct):
    """AND_EXPR, OR_EXPR or NOT_EXPR."""

    boolop: str = ""
    args: tuple[ExpressionNode, ...] = ()
    location: int = 0


class NullTest(_Struct):
    """IS_NULL or IS_NOT_NULL."""

    arg: ExpressionNode
    nulltesttype: str = "IS_NULL"
    location: int = 0


class BooleanTest(_Struct):
    """IS_TRUE, IS_NOT_TRUE, ..."""

    arg: ExpressionNode
    booltesttype: str = "IS_TRUE"
    location: int = 0


class OperatorExpr(_Struct):
    """``A_Expr``: an operator, IN, LIKE, BETWEEN, IS DISTINCT FROM, NULLIF, ANY, ALL."""

    kind: str = "AEXPR_OP"
    name: tuple[NameNode, ...] = ()
    lexpr: ExpressionNode | None = None
    rexpr: ExpressionNode | None = None
    location: int = 0


class FuncCall(_Struct):
    """A function call."""

    funcname: tuple[NameNode, ...] = ()
    args: tuple[ExpressionNode, ...] = ()
    func_variadic: bool = False
    location: int = 0


class TypeCast(_Struct, rename={"type_name": "typeName"}):
    """``arg::type`` or ``CAST(arg AS type)``."""

    arg: ExpressionNode
    type_name: TypeName
    location: int = 0


class CaseWhen(_Struct):
    """One branch of a CASE."""

    expr: ExpressionNode
    result: ExpressionNode


class CaseExpr(_Struct):
    """A CASE; ``arg`` is set in the form ``CASE arg WHEN value``."""

    arg: ExpressionNode | None = None
    args: tuple[dict[str, CaseWhen], ...] = ()
    defresult: ExpressionNode | None = None
    location: int = 0


class Arguments(_Struct):
    """COALESCE, GREATEST, LEAST (``op`` tells which)."""

    args: tuple[ExpressionNode, ...] = ()
    op: str = "IS_GREATEST"
    location: int = 0


class ArrayExpr(_Struct):
    """``ARRAY[...]``."""

    elements: tuple[ExpressionNode, ...] = ()
    location: int = 0


class ExpressionList(_Struct):
    """A list of expressions, as IN and BETWEEN have it."""

    items: tuple[ExpressionNode, ...] = ()


class CollateClause(_Struct):
    """``arg COLLATE name``."""

    arg: ExpressionNode | None = None
    collname: tuple[NameNode, ...] = ()
    location: int = 0


class SqlValueFunction(_Struct):
    """CURRENT_DATE, CURRENT_USER, ..."""

    op: str = "SVFOP_CURRENT_DATE"
    location: int = 0


class Indirection(_Struct):
    """A field or an element of ``arg``."""

    arg: ExpressionNode
    indirection: tuple[dict[str, Any], ...] = ()


_EXPRESSIONS = {
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


class ExpressionNode(_Struct, rename=_EXPRESSIONS):
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


class OptionArgument(_Struct, rename={"names": "List", "string": "String", "type_name": "TypeName"}):
    """The value of an option: a name, a qualified name or a type."""

    names: NameList | None = None
    string: StringValue | None = None
    type_name: TypeName | None = None


class NameList(_Struct):
    """A qualified name, or a list of names."""

    items: tuple[NameNode, ...] = ()


class Option(_Struct):
    """``DefElem``: a named option."""

    defname: str = ""
    arg: OptionArgument | None = None


class OptionNode(_Struct, rename={"option": "DefElem"}):
    """An option in a list."""

    option: Option


class IndexElem(_Struct):
    """One column or expression of an index."""

    name: str | None = None
    expr: ExpressionNode | None = None
    collation: tuple[NameNode, ...] = ()
    opclass: tuple[NameNode, ...] = ()


class IndexElemNode(_Struct, rename={"elem": "IndexElem"}):
    """An index element in a list."""

    elem: IndexElem


class ExclusionPart(_Struct, rename={"elem": "IndexElem", "operator": "List"}):
    """Half of ``element WITH operator``."""

    elem: IndexElem | None = None
    operator: NameList | None = None


class Exclusion(_Struct):
    """``element WITH operator``."""

    items: tuple[ExclusionPart, ...] = ()


class Constraint(_Struct):
    """A constraint of a column or a table; also DEFAULT, GENERATED, IDENTITY and the CONSTR_ATTR_... words."""

    contype: str = "CONSTR_NULL"
    conname: str | None = None
    deferrable: bool = False
    initdeferred: bool = False
    is_enforced: bool = False
    skip_validation: bool = False
    is_no_inherit: bool = False
    raw_expr: ExpressionNode | None = None
    generated_when: str = ""
    generated_kind: str = ""
    nulls_not_distinct: bool = False
    keys: tuple[NameNode, ...] = ()
    without_overlaps: bool = False
    including: tuple[NameNode, ...] = ()
    exclusions: tuple[dict[str, Exclusion], ...] = ()
    options: tuple[OptionNode, ...] = ()
    indexname: str | None = None
    access_method: str = ""
    where_clause: ExpressionNode | None = None
    pktable: RangeVar | None = None
    fk_attrs: tuple[NameNode, ...] = ()
    pk_attrs: tuple[NameNode, ...] = ()
    fk_with_period: bool = False
    fk_matchtype: str = "s"
    fk_upd_action: str = "a"
    fk_del_action: str = "a"
    fk_del_set_cols: tuple[NameNode, ...] = ()
    location: int = 0


class ConstraintNode(_Struct, rename={"constraint": "Constraint"}):
    """A constraint in a list."""

    constraint: Constraint


class ColumnDef(_Struct, rename={"type_name": "typeName", "collation": "collClause"}):
    """A column as declared; without a type it carries options for an inherited one."""

    colname: str = ""
    type_name: TypeName | None = None
    raw_default: ExpressionNode | None = None
    collation: CollateClause | None = None
    constraints: tuple[ConstraintNode, ...] = ()
    location: int = 0


class ColumnDefNode(_Struct, rename={"column": "ColumnDef"}):
    """A column in a list."""

    column: ColumnDef


class TableLikeClause(_Struct):
    """LIKE; ``options`` are the bits of CREATE_TABLE_LIKE_... in parsenodes.h."""

    relation: RangeVar
    options: int = 0


class TableElement(_Struct, rename={"column": "ColumnDef", "constraint": "Constraint", "like": "TableLikeClause"}):
    """A column, a constraint or a LIKE."""

    column: ColumnDef | None = None
    constraint: Constraint | None = None
    like: TableLikeClause | None = None


class RangeVarNode(_Struct, rename={"table": "RangeVar"}):
    """A table in a list."""

    table: RangeVar


class PartitionElem(_Struct):
    """One column or expression of a partition key."""

    name: str | None = None


class PartitionSpec(_Struct, rename={"params": "partParams"}):
    """PARTITION BY."""

    strategy: str = "PARTITION_STRATEGY_LIST"
    params: tuple[dict[str, PartitionElem], ...] = ()


class PartitionBoundSpec(_Struct):
    """FOR VALUES or DEFAULT."""

    is_default: bool = False
    strategy: str = ""
    listdatums: tuple[ExpressionNode, ...] = ()
    location: int = 0


class CreateStmt(_Struct, rename={"elements": "tableElts", "parents": "inhRelations", "of_type": "ofTypename"}):
    """CREATE TABLE."""

    relation: RangeVar
    elements: tuple[TableElement, ...] = ()
    parents: tuple[RangeVarNode, ...] = ()
    partbound: PartitionBoundSpec | None = None
    partspec: PartitionSpec | None = None
    of_type: TypeName | None = None
    if_not_exists: bool = False


class CreateForeignTableStmt(_Struct):
    """CREATE FOREIGN TABLE."""

    base: CreateStmt


class ResTarget(_Struct):
    """One entry of a SELECT list."""

    name: str | None = None
    val: ExpressionNode | None = None


class IntoClause(_Struct, rename={"columns": "colNames"}):
    """The table that a query makes."""

    rel: RangeVar
    columns: tuple[NameNode, ...] = ()


class SelectStmt(_Struct, rename={"into": "intoClause", "targets": "targetList", "sources": "fromClause"}):
    """SELECT, as far as it makes a table or sets the search path."""

    into: IntoClause | None = None
    targets: tuple[dict[str, ResTarget], ...] = ()
    sources: tuple[dict[str, Any], ...] = ()
    op: str = "SETOP_NONE"


class QueryNode(_Struct, rename={"select": "SelectStmt"}):
    """The query of a CREATE TABLE AS; EXECUTE leaves it empty."""

    select: SelectStmt | None = None


class CreateTableAsStmt(_Struct):
    """CREATE TABLE AS and CREATE MATERIALIZED VIEW."""

    into: IntoClause
    query: QueryNode
    objtype: str = "OBJECT_TABLE"
    if_not_exists: bool = False


class PartitionCmd(_Struct):
    """ATTACH PARTITION, DETACH PARTITION."""

    name: RangeVar
    bound: PartitionBoundSpec | None = None


class AlterConstraint(
    _Struct, rename={"alter_enforceability": "alterEnforceability", "alter_deferrability": "alterDeferrability"}
):
    """ALTER CONSTRAINT."""

    conname: str
    alter_enforceability: bool = False
    is_enforced: bool = False
    alter_deferrability: bool = False
    deferrable: bool = False
    initdeferred: bool = False


_ARGUMENTS = _EXPRESSIONS | {
    "column": "ColumnDef",
    "constraint": "Constraint",
    "partition": "PartitionCmd",
    "table": "RangeVar",
    "alter_constraint": "ATAlterConstraint",
    "type_name": "TypeName",
}


class CommandArgument(ExpressionNode, rename=_ARGUMENTS):
    """What an ALTER TABLE command takes."""

    column: ColumnDef | None = None
    constraint: Constraint | None = None
    partition: PartitionCmd | None = None
    table: RangeVar | None = None
    alter_constraint: AlterConstraint | None = None
    type_name: TypeName | None = None


class AlterTableCmd(_Struct, rename={"argument": "def"}):
    """One command of an ALTER TABLE; ``argument`` is decoded when the command needs it."""

    subtype: str = "AT_AddColumn"
    name: str | None = None
    argument: msgspec.Raw = msgspec.Raw()
    behavior: str = "DROP_RESTRICT"
    missing_ok: bool = False
    recurse: bool = False
    single: bool = False


class AlterTableCmdNode(_Struct, rename={"command": "AlterTableCmd"}):
    """A command in a list."""

    command: AlterTableCmd


class AlterTableStmt(_Struct):
    """ALTER TABLE, INDEX, VIEW, SEQUENCE, TYPE ... with commands."""

    relation: RangeVar
    cmds: tuple[AlterTableCmdNode, ...] = ()
    objtype: str = "OBJECT_TABLE"
    missing_ok: bool = False


class IndexStmt(
    _Struct,
    rename={
        "method": "accessMethod",
        "params": "indexParams",
        "including": "indexIncludingParams",
        "where": "whereClause",
    },
):
    """CREATE INDEX."""

    relation: RangeVar
    idxname: str | None = None
    method: str = "btree"
    params: tuple[IndexElemNode, ...] = ()
    including: tuple[IndexElemNode, ...] = ()
    where: ExpressionNode | None = None
    unique: bool = False
    nulls_not_distinct: bool = False
    if_not_exists: bool = False


class ObjectWithArgs(_Struct):
    """A function, by name and argument types."""

    objname: tuple[NameNode, ...] = ()


class ObjectNode(
    _Struct, rename={"names": "List", "string": "String", "type_name": "TypeName", "function": "ObjectWithArgs"}
):
    """What a DROP, RENAME, SET SCHEMA or COMMENT speaks of."""

    names: NameList | None = None
    string: StringValue | None = None
    type_name: TypeName | None = None
    function: ObjectWithArgs | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of the name as written."""
        if self.names is not None:
            return strings(self.names.items)
        if self.type_name is not None:
            return strings(self.type_name.names)
        if self.function is not None:
            return strings(self.function.objname)
        return (self.string.sval,) if self.string is not None else ()


class DropStmt(_Struct, rename={"kind": "removeType"}):
    """DROP."""

    kind: str = ""
    objects: tuple[ObjectNode, ...] = ()
    behavior: str = "DROP_RESTRICT"
    missing_ok: bool = False


class RenameStmt(_Struct, rename={"kind": "renameType"}):
    """ALTER ... RENAME."""

    newname: str
    kind: str = ""
    relation: RangeVar | None = None
    object: ObjectNode | None = None
    subname: str = ""
    missing_ok: bool = False


class AlterObjectSchemaStmt(_Struct, rename={"kind": "objectType"}):
    """ALTER ... SET SCHEMA."""

    newschema: str
    kind: str = ""
    relation: RangeVar | None = None
    object: ObjectNode | None = None
    missing_ok: bool = False


class CreateSchemaStmt(_Struct, rename={"elements": "schemaElts"}):
    """CREATE SCHEMA and the statements inside it."""

    schemaname: str | None = None
    authrole: dict[str, Any] | None = None
    elements: tuple[dict[str, msgspec.Raw], ...] = ()
    if_not_exists: bool = False


class CreateEnumStmt(_Struct, rename={"names": "typeName"}):
    """CREATE TYPE ... AS ENUM."""

    names: tuple[NameNode, ...] = ()
    vals: tuple[NameNode, ...] = ()


class AlterEnumStmt(
    _Struct,
    rename={
        "names": "typeName",
        "old": "oldVal",
        "new": "newVal",
        "neighbour": "newValNeighbor",
        "after": "newValIsAfter",
        "skip_existing": "skipIfNewValExists",
    },
):
    """ALTER TYPE ... ADD VALUE, RENAME VALUE."""

    names: tuple[NameNode, ...] = ()
    old: str | None = None
    new: str = ""
    neighbour: str | None = None
    after: bool = False
    skip_existing: bool = False


class CompositeTypeStmt(_Struct):
    """CREATE TYPE ... AS (...)."""

    typevar: RangeVar
    coldeflist: tuple[ColumnDefNode, ...] = ()


class CreateRangeStmt(_Struct, rename={"names": "typeName"}):
    """CREATE TYPE ... AS RANGE."""

    names: tuple[NameNode, ...] = ()
    params: tuple[OptionNode, ...] = ()


class DefineStmt(_Struct):
    """CREATE TYPE of a base type, and CREATE AGGREGATE, OPERATOR, COLLATION, ..."""

    kind: str = ""
    defnames: tuple[NameNode, ...] = ()


class CreateDomainStmt(_Struct, rename={"names": "domainname", "type_name": "typeName"}):
    """CREATE DOMAIN."""

    type_name: TypeName
    names: tuple[NameNode, ...] = ()
    constraints: tuple[ConstraintNode, ...] = ()


class AlterDomainStmt(_Struct, rename={"names": "typeName", "argument": "def"}):
    """ALTER DOMAIN; ``subtype`` is T default, N drop not null, O set not null, C add, X drop, V validate."""

    subtype: str = ""
    names: tuple[NameNode, ...] = ()
    name: str | None = None
    argument: CommandArgument | None = None
    behavior: str = "DROP_RESTRICT"
    missing_ok: bool = False


class CreateTrigStmt(_Struct, rename={"when": "whenClause"}):
    """CREATE TRIGGER; ``timing`` and ``events`` are the bits of TRIGGER_TYPE_... in pg_trigger.h."""

    relation: RangeVar
    trigname: str = ""
    replace: bool = False
    funcname: tuple[NameNode, ...] = ()
    row: bool = False
    timing: int = 0
    events: int = 0
    columns: tuple[NameNode, ...] = ()
    when: msgspec.Raw = msgspec.Raw()


class RuleStmt(_Struct, rename={"where": "whereClause"}):
    """CREATE RULE; the actions are not read."""

    relation: RangeVar
    rulename: str = ""
    event: str = ""
    instead: bool = False
    replace: bool = False
    where: msgspec.Raw = msgspec.Raw()


class CommentStmt(_Struct):
    """COMMENT ON."""

    objtype: str = ""
    object: ObjectNode | None = None
    comment: str | None = None


class VariableSetStmt(_Struct):
    """SET and RESET."""

    kind: str = "VAR_SET_VALUE"
    name: str = ""
    args: tuple[ExpressionNode, ...] = ()


class AlterDatabaseSetStmt(_Struct):
    """ALTER DATABASE ... SET."""

    setstmt: VariableSetStmt


class ViewStmt(_Struct):
    """CREATE VIEW."""

    view: RangeVar
    replace: bool = False


class CreateSeqStmt(_Struct):
    """CREATE SEQUENCE."""

    sequence: RangeVar
    if_not_exists: bool = False
