"""Parse nodes of what a session and a transaction are told."""

from __future__ import annotations

from ondelete.dump.nodes.expressions import ExpressionNode
from ondelete.dump.nodes.parsing import Struct


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


class RoleSpec(Struct):
    """A role, by its name or as CURRENT_USER and the like."""

    roletype: str = ""
    rolename: str = ""

    @property
    def shown(self) -> str:
        """What tells it from other roles."""
        return self.rolename or self.roletype


class AlterRoleSetStmt(Struct):
    """ALTER ROLE ... SET; without a role it is for all of them."""

    setstmt: VariableSetStmt
    role: RoleSpec | None = None
    database: str = ""


class DiscardStmt(Struct):
    """DISCARD ALL, PLANS, SEQUENCES or TEMP."""

    target: str = "DISCARD_ALL"


class TransactionStmt(Struct):
    """BEGIN, COMMIT, ROLLBACK, SAVEPOINT and the rest; ``chain`` begins the next block at once."""

    kind: str = "TRANS_STMT_BEGIN"
    savepoint_name: str = ""
    chain: bool = False
