"""Parse nodes of indexes and their elements."""

from __future__ import annotations

from ondelete.dump.nodes.expressions import ExpressionNode
from ondelete.dump.nodes.names import NameNode, RangeVar
from ondelete.dump.nodes.parsing import Struct


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
