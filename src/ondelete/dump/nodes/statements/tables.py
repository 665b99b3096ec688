"""Parse nodes of CREATE TABLE: its columns, partitions and parents."""

from __future__ import annotations

from ondelete.dump.nodes.expressions import CollateClause, ExpressionNode, TypeName
from ondelete.dump.nodes.names import RangeVar
from ondelete.dump.nodes.parsing import Struct
from ondelete.dump.nodes.statements.constraints import Constraint, ConstraintNode


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
