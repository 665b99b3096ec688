"""Parse nodes of views, sequences, and tables made by a query."""

from __future__ import annotations

from ondelete.dump.nodes.names import RangeVar
from ondelete.dump.nodes.parsing import Struct
from ondelete.dump.nodes.statements.queries import IntoClause, QueryNode


class CreateTableAsStmt(Struct):
    """CREATE TABLE AS and CREATE MATERIALIZED VIEW."""

    into: IntoClause
    query: QueryNode
    objtype: str = "OBJECT_TABLE"
    if_not_exists: bool = False


class ViewStmt(Struct):
    """CREATE VIEW."""

    view: RangeVar
    replace: bool = False


class CreateSeqStmt(Struct):
    """CREATE SEQUENCE."""

    sequence: RangeVar
    if_not_exists: bool = False
