"""What a session and a transaction are told, as the parser gives it."""

from __future__ import annotations

import pytest

from dump.nodes.parsed import node_of
from ondelete.dump.nodes.statements.session import (
    AlterDatabaseSetStmt,
    DiscardStmt,
    TransactionStmt,
    VariableSetStmt,
)


@pytest.mark.parametrize(
    ("sql", "kind", "name", "is_local"),
    [
        ("SET search_path = a", "VAR_SET_VALUE", "search_path", False),
        ("SET LOCAL search_path TO a", "VAR_SET_VALUE", "search_path", True),
        ("SET search_path TO DEFAULT", "VAR_SET_DEFAULT", "search_path", False),
        ("SET search_path FROM CURRENT", "VAR_SET_CURRENT", "search_path", False),
        ("RESET search_path", "VAR_RESET", "search_path", False),
        ("RESET ALL", "VAR_RESET_ALL", "", False),
    ],
)
def test_a_setting(sql: str, kind: str, name: str, is_local: bool) -> None:
    statement = node_of(sql, VariableSetStmt)
    assert (statement.kind, statement.name, statement.is_local) == (kind, name, is_local)
    assert len(statement.args) == (kind == "VAR_SET_VALUE")


def test_the_setting_of_a_database() -> None:
    statement = node_of("ALTER DATABASE d SET search_path = a, b", AlterDatabaseSetStmt)
    assert (statement.dbname, len(statement.setstmt.args)) == ("d", 2)


@pytest.mark.parametrize(
    ("sql", "kind", "name", "chain"),
    [
        ("BEGIN", "TRANS_STMT_BEGIN", "", False),
        ("COMMIT AND CHAIN", "TRANS_STMT_COMMIT", "", True),
        ("SAVEPOINT a", "TRANS_STMT_SAVEPOINT", "a", False),
        ("ROLLBACK TO a", "TRANS_STMT_ROLLBACK_TO", "a", False),
    ],
)
def test_a_transaction(sql: str, kind: str, name: str, chain: bool) -> None:
    statement = node_of(sql, TransactionStmt)
    assert (statement.kind, statement.savepoint_name, statement.chain) == (kind, name, chain)


def test_discard() -> None:
    assert [node_of(f"DISCARD {word}", DiscardStmt).target for word in ("ALL", "TEMP")] == [
        "DISCARD_ALL",
        "DISCARD_TEMP",
    ]
