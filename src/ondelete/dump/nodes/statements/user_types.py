"""Parse nodes of types and domains."""

from __future__ import annotations

from ondelete.dump.nodes.expressions import TypeName
from ondelete.dump.nodes.names import NameNode, RangeVar
from ondelete.dump.nodes.parsing import Struct
from ondelete.dump.nodes.statements.alter_table import CommandArgument
from ondelete.dump.nodes.statements.constraints import ConstraintNode
from ondelete.dump.nodes.statements.options import OptionNode
from ondelete.dump.nodes.statements.tables import ColumnDefNode


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


class CastFunction(Struct):
    """The function of a cast; its arguments do not matter."""

    objname: tuple[NameNode, ...] = ()


class CreateCastStmt(Struct):
    """CREATE CAST; without ``func`` it is WITHOUT FUNCTION or WITH INOUT."""

    sourcetype: TypeName
    targettype: TypeName
    func: CastFunction | None = None


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
