"""What the tests of parse nodes share: the node of a statement, and the nodes in an expression."""

from __future__ import annotations

from typing import TypeVar

from ondelete.dump.nodes.expressions import ExpressionNode
from ondelete.dump.nodes.parsing import decode, parse
from ondelete.dump.nodes.statements.queries import SelectStmt

T = TypeVar("T")


def node_of(sql: str, kind: type[T]) -> T:
    """Return a statement as the node of its kind."""
    found, parsed = parse(sql)
    assert found == kind.__name__
    return decode(parsed, kind)


def expression(sql: str) -> ExpressionNode:
    """Return the node of an expression."""
    [[target]] = [list(entry.values()) for entry in node_of(f"SELECT {sql}", SelectStmt).targets]
    assert target.val is not None
    return target.val
