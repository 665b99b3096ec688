"""ALTER TABLE as the parser gives it."""

from __future__ import annotations

import pytest

from dump.nodes.parsed import node_of
from ondelete.dump.nodes.statements.alter_table import AlterTableCmd, AlterTableStmt, argument_of


def command(sql: str) -> AlterTableCmd:
    [node] = node_of(f"ALTER TABLE t {sql}", AlterTableStmt).cmds
    return node.command


@pytest.mark.parametrize(
    ("sql", "subtype", "name"),
    [
        ("ADD COLUMN a int", "AT_AddColumn", None),
        ("DROP COLUMN a", "AT_DropColumn", "a"),
        ("ALTER a SET NOT NULL", "AT_SetNotNull", "a"),
        ("DISABLE TRIGGER x", "AT_DisableTrig", "x"),
        ("DISABLE TRIGGER ALL", "AT_DisableTrigAll", None),
        ("VALIDATE CONSTRAINT c", "AT_ValidateConstraint", "c"),
        ("OWNER TO joe", "AT_ChangeOwner", None),
    ],
)
def test_a_command_has_a_subtype_and_a_name(sql: str, subtype: str, name: str | None) -> None:
    assert (command(sql).subtype, command(sql).name) == (subtype, name)


@pytest.mark.parametrize(
    ("sql", "field"),
    [
        ("ADD COLUMN a int", "column"),
        ("ADD CONSTRAINT c CHECK (a > 1)", "constraint"),
        ("ATTACH PARTITION p DEFAULT", "partition"),
        ("INHERIT p", "table"),
        ("ALTER CONSTRAINT c DEFERRABLE", "alter_constraint"),
        ("OF y", "type_name"),
        ("REPLICA IDENTITY FULL", "replica_identity"),
        ("ALTER a SET DEFAULT 1", "constant"),
    ],
)
def test_the_argument_of_a_command_is_decoded_when_it_is_asked(sql: str, field: str) -> None:
    argument = argument_of(command(sql))
    assert [name for name in argument.__struct_fields__ if getattr(argument, name) is not None] == [field]


def test_a_command_without_an_argument() -> None:
    argument = argument_of(command("DROP COLUMN a"))
    assert not any(getattr(argument, name) for name in argument.__struct_fields__)


def test_only_and_cascade() -> None:
    assert not node_of("ALTER TABLE ONLY t DROP a", AlterTableStmt).relation.inh
    assert command("DROP a CASCADE").behavior == "DROP_CASCADE"
    assert command("DROP IF EXISTS a").missing_ok
