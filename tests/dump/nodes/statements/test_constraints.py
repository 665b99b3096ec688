"""Constraints as the parser gives them."""

from __future__ import annotations

import pytest

from dump.nodes.parsed import node_of
from ondelete.dump.nodes.names import strings
from ondelete.dump.nodes.statements.constraints import Constraint
from ondelete.dump.nodes.statements.tables import CreateStmt


def constraint(sql: str) -> Constraint:
    [element] = node_of(f"CREATE TABLE t ({sql})", CreateStmt).elements
    assert element.constraint is not None
    return element.constraint


@pytest.mark.parametrize(
    ("sql", "actions", "columns"),
    [
        ("", ("a", "a"), ()),
        ("ON DELETE CASCADE", ("c", "a"), ()),
        ("ON DELETE RESTRICT ON UPDATE SET DEFAULT", ("r", "d"), ()),
        ("ON UPDATE CASCADE ON DELETE SET NULL (b)", ("n", "c"), ("b",)),
    ],
)
def test_a_foreign_key(sql: str, actions: tuple[str, str], columns: tuple[str, ...]) -> None:
    key = constraint(f"CONSTRAINT k FOREIGN KEY (a, b) REFERENCES p (x, y) MATCH FULL {sql}")
    assert (key.conname, strings(key.fk_attrs), strings(key.pk_attrs)) == ("k", ("a", "b"), ("x", "y"))
    assert (key.fk_del_action, key.fk_upd_action) == actions
    assert strings(key.fk_del_set_cols) == columns
    assert key.fk_matchtype == "f"
    assert key.pktable is not None
    assert key.pktable.relname == "p"


def test_an_exclusion_has_elements_and_operators() -> None:
    found = constraint("EXCLUDE USING gist (a WITH =, lower(b) WITH &&) WHERE (a > 1)")
    parts = [part for entry in found.exclusions for each in entry.values() for part in each.items]
    assert [part.elem.name for part in parts if part.elem is not None] == ["a", None]
    assert [strings(part.operator.items) for part in parts if part.operator is not None] == [("=",), ("&&",)]
    assert found.access_method == "gist"
    assert found.where_clause is not None


def test_a_key() -> None:
    found = constraint("UNIQUE NULLS NOT DISTINCT (a, b) INCLUDE (c) DEFERRABLE INITIALLY DEFERRED")
    assert (found.contype, strings(found.keys), strings(found.including)) == ("CONSTR_UNIQUE", ("a", "b"), ("c",))
    assert (found.nulls_not_distinct, found.deferrable, found.initdeferred) == (True, True, True)
    assert constraint("PRIMARY KEY (a, b WITHOUT OVERLAPS)").without_overlaps


def test_a_check() -> None:
    found = constraint("CHECK (a > 1) NO INHERIT NOT ENFORCED")
    assert (found.is_no_inherit, found.is_enforced, found.skip_validation) == (True, False, True)
    assert found.raw_expr is not None
