"""Parse nodes of statements, their elements and commands; see ``nodes`` for what all of them have in common."""

from __future__ import annotations

from typing import Any

import msgspec

from ondelete.dump.nodes import (
    EXPRESSIONS,
    CollateClause,
    ExpressionNode,
    IntegerValue,
    NameNode,
    RangeVar,
    StringValue,
    Struct,
    TypeName,
    strings,
)


class OptionArgument(
    Struct, rename={"integer": "Integer", "names": "List", "string": "String", "type_name": "TypeName"}
):
    """The value of an option: a name, a qualified name or a type."""

    integer: IntegerValue | None = None
    names: NameList | None = None
    string: StringValue | None = None
    type_name: TypeName | None = None


class NameList(Struct):
    """A qualified name, or a list of names."""

    items: tuple[NameNode, ...] = ()


class Option(Struct):
    """``DefElem``: a named option."""

    defname: str = ""
    arg: OptionArgument | None = None


class OptionNode(Struct, rename={"option": "DefElem"}):
    """An option in a list."""

    option: Option


class OptionList(Struct):
    """The options of a list."""

    items: tuple[OptionNode, ...] = ()


class OptionsNode(Struct, rename={"options": "List"}):
    """A list of options."""

    options: OptionList


class IndexElem(Struct):
    """One column or expression of an index."""

    name: str | None = None
    expr: ExpressionNode | None = None
    collation: tuple[NameNode, ...] = ()
    opclass: tuple[NameNode, ...] = ()
    ordering: str = "SORTBY_DEFAULT"
    nulls_ordering: str = "SORTBY_NULLS_DEFAULT"


class IndexElemNode(Struct, rename={"elem": "IndexElem"}):
    """An index element in a list."""

    elem: IndexElem


class ExclusionPart(Struct, rename={"elem": "IndexElem", "operator": "List"}):
    """Half of ``element WITH operator``."""

    elem: IndexElem | None = None
    operator: NameList | None = None


class Exclusion(Struct):
    """``element WITH operator``."""

    items: tuple[ExclusionPart, ...] = ()


class Constraint(Struct):
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


class ConstraintNode(Struct, rename={"constraint": "Constraint"}):
    """A constraint in a list."""

    constraint: Constraint


class ColumnDef(Struct, rename={"type_name": "typeName", "collation": "collClause"}):
    """A column as declared; without a type it carries options for an inherited one."""

    colname: str = ""
    type_name: TypeName | None = None
    raw_default: ExpressionNode | None = None
    collation: CollateClause | None = None
    constraints: tuple[ConstraintNode, ...] = ()
    location: int = 0


class ColumnDefNode(Struct, rename={"column": "ColumnDef"}):
    """A column in a list."""

    column: ColumnDef


class TableLikeClause(Struct):
    """LIKE; ``options`` are the bits of CREATE_TABLE_LIKE_... in parsenodes.h."""

    relation: RangeVar
    options: int = 0


class TableElement(Struct, rename={"column": "ColumnDef", "constraint": "Constraint", "like": "TableLikeClause"}):
    """A column, a constraint or a LIKE."""

    column: ColumnDef | None = None
    constraint: Constraint | None = None
    like: TableLikeClause | None = None


class RangeVarNode(Struct, rename={"table": "RangeVar"}):
    """A table in a list."""

    table: RangeVar


class PartitionElem(Struct):
    """One column or expression of a partition key."""

    name: str | None = None
    expr: ExpressionNode | None = None


class PartitionSpec(Struct, rename={"params": "partParams"}):
    """PARTITION BY."""

    strategy: str = "PARTITION_STRATEGY_LIST"
    params: tuple[dict[str, PartitionElem], ...] = ()
    location: int = 0


class PartitionBoundSpec(Struct):
    """FOR VALUES or DEFAULT."""

    is_default: bool = False
    strategy: str = ""
    listdatums: tuple[ExpressionNode, ...] = ()
    location: int = 0


class CreateStmt(Struct, rename={"elements": "tableElts", "parents": "inhRelations", "of_type": "ofTypename"}):
    """CREATE TABLE."""

    relation: RangeVar
    elements: tuple[TableElement, ...] = ()
    parents: tuple[RangeVarNode, ...] = ()
    partbound: PartitionBoundSpec | None = None
    partspec: PartitionSpec | None = None
    of_type: TypeName | None = None
    if_not_exists: bool = False
    oncommit: str = "ONCOMMIT_NOOP"


class CreateForeignTableStmt(Struct):
    """CREATE FOREIGN TABLE."""

    base: CreateStmt


class ResTarget(Struct):
    """One entry of a SELECT list."""

    name: str | None = None
    val: ExpressionNode | None = None


class IntoClause(Struct, rename={"columns": "colNames", "oncommit": "onCommit"}):
    """The table that a query makes."""

    rel: RangeVar
    columns: tuple[NameNode, ...] = ()
    oncommit: str = "ONCOMMIT_NOOP"


class SelectStmt(Struct, rename={"into": "intoClause", "targets": "targetList", "sources": "fromClause"}):
    """SELECT, as far as it makes a table or sets the search path."""

    into: IntoClause | None = None
    targets: tuple[dict[str, ResTarget], ...] = ()
    sources: tuple[dict[str, Any], ...] = ()
    op: str = "SETOP_NONE"


class QueryNode(Struct, rename={"select": "SelectStmt"}):
    """The query of a CREATE TABLE AS; EXECUTE leaves it empty."""

    select: SelectStmt | None = None


class CreateTableAsStmt(Struct):
    """CREATE TABLE AS and CREATE MATERIALIZED VIEW."""

    into: IntoClause
    query: QueryNode
    objtype: str = "OBJECT_TABLE"
    if_not_exists: bool = False


class PartitionCmd(Struct):
    """ATTACH PARTITION, DETACH PARTITION."""

    name: RangeVar
    bound: PartitionBoundSpec | None = None


class AlterConstraint(
    Struct, rename={"alter_enforceability": "alterEnforceability", "alter_deferrability": "alterDeferrability"}
):
    """ALTER CONSTRAINT."""

    conname: str
    alter_enforceability: bool = False
    is_enforced: bool = False
    alter_deferrability: bool = False
    deferrable: bool = False
    initdeferred: bool = False


_ARGUMENTS = EXPRESSIONS | {
    "column": "ColumnDef",
    "constraint": "Constraint",
    "partition": "PartitionCmd",
    "table": "RangeVar",
    "alter_constraint": "ATAlterConstraint",
    "type_name": "TypeName",
    "replica_identity": "ReplicaIdentityStmt",
}


class ReplicaIdentity(Struct, rename={"kind": "identity_type"}):
    """REPLICA IDENTITY; ``name`` is the index, None where none is used."""

    name: str | None = None
    kind: str = "d"


class CommandArgument(ExpressionNode, rename=_ARGUMENTS):
    """What an ALTER TABLE command takes."""

    column: ColumnDef | None = None
    constraint: Constraint | None = None
    partition: PartitionCmd | None = None
    table: RangeVar | None = None
    alter_constraint: AlterConstraint | None = None
    type_name: TypeName | None = None
    replica_identity: ReplicaIdentity | None = None


class AlterTableCmd(Struct, rename={"argument": "def"}):
    """One command of an ALTER TABLE; ``argument`` is decoded when the command needs it (``argument_of``).

    ``recurse`` (no ONLY) and ``single`` (the statement has no other command) are set by the replay.
    """

    subtype: str = "AT_AddColumn"
    name: str | None = None
    argument: msgspec.Raw = msgspec.Raw()
    behavior: str = "DROP_RESTRICT"
    missing_ok: bool = False
    recurse: bool = False
    single: bool = False
    decoded: CommandArgument | None = None


class AlterTableCmdNode(Struct, rename={"command": "AlterTableCmd"}):
    """A command in a list."""

    command: AlterTableCmd


_COMMAND_ARGUMENT = msgspec.json.Decoder(CommandArgument)


def argument_of(command: AlterTableCmd) -> CommandArgument:
    """Return what a command takes."""
    if command.decoded is not None:
        return command.decoded
    return _COMMAND_ARGUMENT.decode(command.argument) if command.argument else CommandArgument()


class AlterTableStmt(Struct):
    """ALTER TABLE, INDEX, VIEW, SEQUENCE, TYPE ... with commands."""

    relation: RangeVar
    cmds: tuple[AlterTableCmdNode, ...] = ()
    objtype: str = "OBJECT_TABLE"
    missing_ok: bool = False


class IndexStmt(
    Struct,
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


class ObjectWithArgs(Struct):
    """A function, by name and argument types."""

    objname: tuple[NameNode, ...] = ()


class ObjectNode(
    Struct, rename={"names": "List", "string": "String", "type_name": "TypeName", "function": "ObjectWithArgs"}
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


class DropStmt(Struct, rename={"kind": "removeType"}):
    """DROP."""

    kind: str = ""
    objects: tuple[ObjectNode, ...] = ()
    behavior: str = "DROP_RESTRICT"
    missing_ok: bool = False


class RenameStmt(Struct, rename={"kind": "renameType"}):
    """ALTER ... RENAME."""

    newname: str
    kind: str = ""
    relation: RangeVar | None = None
    object: ObjectNode | None = None
    subname: str = ""
    missing_ok: bool = False


class AlterObjectSchemaStmt(Struct, rename={"kind": "objectType"}):
    """ALTER ... SET SCHEMA."""

    newschema: str
    kind: str = ""
    relation: RangeVar | None = None
    object: ObjectNode | None = None
    missing_ok: bool = False


class CreateSchemaStmt(Struct, rename={"elements": "schemaElts"}):
    """CREATE SCHEMA and the statements inside it."""

    schemaname: str | None = None
    authrole: dict[str, Any] | None = None
    elements: tuple[dict[str, msgspec.Raw], ...] = ()
    if_not_exists: bool = False


class CreateEnumStmt(Struct, rename={"names": "typeName"}):
    """CREATE TYPE ... AS ENUM."""

    names: tuple[NameNode, ...] = ()
    vals: tuple[NameNode, ...] = ()


class AlterEnumStmt(
    Struct,
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


class CompositeTypeStmt(Struct):
    """CREATE TYPE ... AS (...)."""

    typevar: RangeVar
    coldeflist: tuple[ColumnDefNode, ...] = ()


class CreateRangeStmt(Struct, rename={"names": "typeName"}):
    """CREATE TYPE ... AS RANGE."""

    names: tuple[NameNode, ...] = ()
    params: tuple[OptionNode, ...] = ()


class DefineStmt(Struct):
    """CREATE TYPE of a base type, and CREATE AGGREGATE, OPERATOR, COLLATION, ..."""

    kind: str = ""
    defnames: tuple[NameNode, ...] = ()


class CreateDomainStmt(Struct, rename={"names": "domainname", "type_name": "typeName"}):
    """CREATE DOMAIN."""

    type_name: TypeName
    names: tuple[NameNode, ...] = ()
    constraints: tuple[ConstraintNode, ...] = ()


class AlterDomainStmt(Struct, rename={"names": "typeName", "argument": "def"}):
    """ALTER DOMAIN; ``subtype`` is T default, N drop not null, O set not null, C add, X drop, V validate."""

    subtype: str = ""
    names: tuple[NameNode, ...] = ()
    name: str | None = None
    argument: CommandArgument | None = None
    behavior: str = "DROP_RESTRICT"
    missing_ok: bool = False


class CreateTrigStmt(Struct, rename={"when": "whenClause"}):
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


class RuleStmt(Struct, rename={"where": "whereClause"}):
    """CREATE RULE; of the actions only the commands are read: each is named by its one member."""

    relation: RangeVar
    actions: list[dict[str, msgspec.Raw]] | None = None
    rulename: str = ""
    event: str = ""
    instead: bool = False
    replace: bool = False
    where: msgspec.Raw = msgspec.Raw()


class PublicationTable(Struct, rename={"where": "whereClause"}):
    """A table that a publication names."""

    relation: RangeVar
    where: ExpressionNode | None = None
    columns: tuple[NameNode, ...] | None = None


class PublicationObject(Struct, rename={"kind": "pubobjtype", "table": "pubtable"}):
    """A table or schema of a publication."""

    kind: str = ""
    name: str | None = None
    table: PublicationTable | None = None


class PublicationObjectNode(Struct, rename={"object": "PublicationObjSpec"}):
    """The node around it."""

    object: PublicationObject


class CreatePublicationStmt(Struct, rename={"name": "pubname", "objects": "pubobjects"}):
    """CREATE PUBLICATION."""

    name: str
    objects: tuple[PublicationObjectNode, ...] = ()
    options: tuple[OptionNode, ...] = ()
    for_all_tables: bool = False


class AlterPublicationStmt(Struct, rename={"name": "pubname", "objects": "pubobjects"}):
    """ALTER PUBLICATION; with ``options`` it is SET (...)."""

    name: str
    objects: tuple[PublicationObjectNode, ...] = ()
    options: tuple[OptionNode, ...] = ()
    action: str = "AP_AddObjects"


class CommentStmt(Struct):
    """COMMENT ON."""

    objtype: str = ""
    object: ObjectNode | None = None
    comment: str | None = None


class VariableSetStmt(Struct):
    """SET and RESET."""

    kind: str = "VAR_SET_VALUE"
    name: str = ""
    args: tuple[ExpressionNode, ...] = ()
    is_local: bool = False


class AlterDatabaseSetStmt(Struct):
    """ALTER DATABASE ... SET."""

    setstmt: VariableSetStmt
    dbname: str = ""


class DiscardStmt(Struct):
    """DISCARD ALL, PLANS, SEQUENCES or TEMP."""

    target: str = "DISCARD_ALL"


class QueryStmt(Struct):
    """INSERT, UPDATE, DELETE, MERGE, COPY, DECLARE: a statement of whose nodes nothing is read."""


class CopyStmt(Struct):
    """COPY: of a table and its columns."""

    relation: RangeVar | None = None
    attlist: tuple[NameNode, ...] = ()


class ExplainOption(Struct, rename={"names": "String", "number": "Integer"}):
    """The value of an option of EXPLAIN."""

    names: StringValue | None = None
    number: IntegerValue | None = None


class ExplainElem(Struct):
    """An option of EXPLAIN; alone it is switched on."""

    defname: str = ""
    arg: ExplainOption | None = None

    @property
    def is_on(self) -> bool:
        """Whether its value is one that PostgreSQL takes for true (defGetBoolean)."""
        if self.arg is None:
            return True
        if self.arg.number is not None:
            return self.arg.number.ival != 0
        return self.arg.names is None or self.arg.names.sval.lower() in ("true", "on")


class ExplainStmt(Struct):
    """EXPLAIN."""

    query: dict[str, msgspec.Raw]
    options: tuple[dict[str, ExplainElem], ...] = ()

    @property
    def runs(self) -> bool:
        """Whether ANALYZE is on: the last option of that name counts."""
        values = [each.is_on for entry in self.options for each in entry.values() if each.defname == "analyze"]
        return bool(values) and values[-1]


class TransactionStmt(Struct):
    """BEGIN, COMMIT, ROLLBACK, SAVEPOINT and the rest; ``chain`` begins the next block at once."""

    kind: str = "TRANS_STMT_BEGIN"
    savepoint_name: str = ""
    chain: bool = False


class ViewStmt(Struct):
    """CREATE VIEW."""

    view: RangeVar
    replace: bool = False


class CreateSeqStmt(Struct):
    """CREATE SEQUENCE."""

    sequence: RangeVar
    if_not_exists: bool = False
