"""Types and domains as the parser gives them."""

from __future__ import annotations

import pytest

from dump.nodes.parsed import node_of
from ondelete.dump.nodes.names import strings
from ondelete.dump.nodes.statements.user_types import (
    AlterDomainStmt,
    AlterEnumStmt,
    CompositeTypeStmt,
    CreateDomainStmt,
    CreateEnumStmt,
    DefineStmt,
)


def test_an_enumeration() -> None:
    statement = node_of("CREATE TYPE s.e AS ENUM ('a', 'b')", CreateEnumStmt)
    assert (strings(statement.names), strings(statement.vals)) == (("s", "e"), ("a", "b"))


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("ADD VALUE 'x'", (None, "x", None, False, False)),
        ("ADD VALUE IF NOT EXISTS 'x' BEFORE 'a'", (None, "x", "a", False, True)),
        ("ADD VALUE 'x' AFTER 'a'", (None, "x", "a", True, False)),
        ("RENAME VALUE 'a' TO 'x'", ("a", "x", None, False, False)),
    ],
)
def test_a_value_of_an_enumeration(sql: str, expected: tuple[object, ...]) -> None:
    each = node_of(f"ALTER TYPE e {sql}", AlterEnumStmt)
    # PostgreSQL marks a value without a neighbour as one after all others.
    after = each.after and each.neighbour is not None
    assert (each.old, each.new, each.neighbour, after, each.skip_existing) == expected


def test_a_composite_and_a_base_type() -> None:
    composite = node_of("CREATE TYPE c AS (a int, b text)", CompositeTypeStmt)
    assert [node.column.colname for node in composite.coldeflist] == ["a", "b"]
    base = node_of("CREATE TYPE s.b", DefineStmt)
    assert (base.kind, strings(base.defnames)) == ("OBJECT_TYPE", ("s", "b"))


@pytest.mark.parametrize(
    ("sql", "subtype"),
    [
        ("SET DEFAULT 1", "T"),
        ("DROP DEFAULT", "T"),
        ("SET NOT NULL", "O"),
        ("DROP NOT NULL", "N"),
        ("ADD CHECK (VALUE > 1)", "C"),
        ("DROP CONSTRAINT c", "X"),
        ("VALIDATE CONSTRAINT c", "V"),
    ],
)
def test_what_changes_in_a_domain(sql: str, subtype: str) -> None:
    statement = node_of(f"ALTER DOMAIN d {sql}", AlterDomainStmt)
    assert (statement.subtype, strings(statement.names)) == (subtype, ("d",))
    assert (statement.argument is not None) == (sql in ("SET DEFAULT 1", "ADD CHECK (VALUE > 1)"))


def test_a_domain() -> None:
    statement = node_of("CREATE DOMAIN d AS s.b[] NOT NULL CHECK (true)", CreateDomainStmt)
    assert strings(statement.type_name.names) == ("s", "b")
    assert len(statement.type_name.array_bounds) == 1
    assert [node.constraint.contype for node in statement.constraints] == ["CONSTR_NOTNULL", "CONSTR_CHECK"]
