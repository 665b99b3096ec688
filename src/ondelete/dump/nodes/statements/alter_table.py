"""Parse nodes of ALTER TABLE and its commands."""

from __future__ import annotations

from functools import cache

import msgspec

from ondelete.dump.nodes.expressions import EXPRESSIONS, ExpressionNode, TypeName
from ondelete.dump.nodes.names import RangeVar
from ondelete.dump.nodes.parsing import Struct
from ondelete.dump.nodes.statements.constraints import Constraint
from ondelete.dump.nodes.statements.tables import ColumnDef, PartitionBoundSpec


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
    """REPLICA IDENTITY; ``name`` is the index, None if it uses none."""

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


@cache
def _decoder() -> msgspec.json.Decoder[CommandArgument]:
    """Return the decoder, which takes long to make and which a plain dump does not need."""
    return msgspec.json.Decoder(CommandArgument)


def argument_of(command: AlterTableCmd) -> CommandArgument:
    """Return what a command takes."""
    if command.decoded is not None:
        return command.decoded
    return _decoder().decode(command.argument) if command.argument else CommandArgument()


class AlterTableStmt(Struct):
    """ALTER TABLE, INDEX, VIEW, SEQUENCE, TYPE ... with commands."""

    relation: RangeVar
    cmds: tuple[AlterTableCmdNode, ...] = ()
    objtype: str = "OBJECT_TABLE"
    missing_ok: bool = False
