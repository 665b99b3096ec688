"""Parse nodes of queries, of what runs them, and of what changes rows."""

from __future__ import annotations

from typing import Any

import msgspec

from ondelete.dump.nodes.expressions import ExpressionNode, IntegerValue
from ondelete.dump.nodes.names import NameNode, RangeVar, StringValue
from ondelete.dump.nodes.parsing import Struct
from ondelete.dump.nodes.statements.options import OptionNode


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


class QueryStmt(Struct):
    """INSERT, UPDATE, DELETE, MERGE, COPY, DECLARE: a statement of whose nodes nothing is read."""


class DoStmt(Struct):
    """DO: its code is read from the text."""


class CallStmt(Struct):
    """CALL of a procedure."""

    funccall: dict[str, Any] = msgspec.field(default_factory=dict)


class CopyStmt(Struct, rename={"where": "whereClause"}):
    """COPY: of a table and its columns."""

    relation: RangeVar | None = None
    attlist: tuple[NameNode, ...] = ()
    options: tuple[OptionNode, ...] = ()
    where: dict[str, Any] | None = None


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
