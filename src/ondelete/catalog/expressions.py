"""SQL expressions in the small algebra that predictions need: NULL tests, comparisons, AND/OR/NOT, calls.

Anything else is ``Opaque``: its value is unknown, but its columns are listed, so that a reader can tell on which
columns it depends.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import msgspec
from msgspec.structs import replace

from ondelete.text.quoting import quote_identifier

if TYPE_CHECKING:
    from collections.abc import Iterator


WHOLE_ROW = "*"
"""As the name of a column: the whole row (``t.*``). A bare ``t`` is written as the name of the table."""


class ColumnRef(msgspec.Struct, frozen=True):
    """A column of the current row, or the row itself."""

    name: str


class Constant(msgspec.Struct, frozen=True):
    """A literal. ``text`` is None for NULL, or else its value as text (``true``, ``42``, ``abc`` without quotes)."""

    kind: Literal["null", "boolean", "number", "string"]
    text: str | None


class BooleanOp(msgspec.Struct, frozen=True):
    """``AND``, ``OR`` (two or more operands) or ``NOT`` (one)."""

    operator: Literal["and", "or", "not"]
    operands: tuple[Tree, ...]


class NullTest(msgspec.Struct, frozen=True):
    """``operand IS NULL`` or, if ``is_null`` is False, ``IS NOT NULL``.

    ``composite``: the operand can have fields. Then IS NULL asks whether all of them are NULL, and IS NOT NULL whether
    none is, so both can be false. A reader of SQL alone cannot tell; ``expressions.rows`` can.
    """

    operand: Tree
    is_null: bool
    composite: bool = False


class BooleanTest(msgspec.Struct, frozen=True):
    """``operand IS [NOT] TRUE | FALSE | UNKNOWN``."""

    operand: Tree
    value: Literal["true", "false", "unknown"]
    negated: bool


class Operation(msgspec.Struct, frozen=True):
    """An operator applied to one or two operands; ``operator`` is its bare symbol (``=``, ``<>``, ``~~``, ``+``)."""

    operator: str
    operands: tuple[Tree, ...]


class Distinct(msgspec.Struct, frozen=True):
    """``left IS [NOT] DISTINCT FROM right``; ``negated`` is the NOT."""

    left: Tree
    right: Tree
    negated: bool


class Membership(msgspec.Struct, frozen=True):
    """``operand operator ANY|ALL (elements)``; ``x IN (...)`` is ``=`` ANY, ``x NOT IN (...)`` is ``<>`` ALL."""

    operand: Tree
    operator: str
    elements: tuple[Tree, ...]
    every: bool


class Call(msgspec.Struct, frozen=True):
    """A function call; ``coalesce``, ``nullif`` and ``greatest`` too.

    ``function`` is the bare name of a function of pg_catalog, or of an unknown function. If it is, or may be, another
    function, its schema comes first: ``app.sign``, or ``.sign`` if the script defines a ``sign`` in some schema and the
    call names none.
    """

    function: str
    arguments: tuple[Tree, ...]


class Cast(msgspec.Struct, frozen=True):
    """``operand::type``; ``type`` as format_type would print it."""

    operand: Tree
    type: str


class Case(msgspec.Struct, frozen=True):
    """``CASE WHEN c THEN r ... ELSE d END``; ``CASE x WHEN v`` is written as ``x = v``."""

    branches: tuple[tuple[Tree, Tree], ...]
    otherwise: Tree


class Opaque(msgspec.Struct, frozen=True):
    """Anything else: its value is unknown.

    ``columns`` names every column that it mentions, ``functions`` every function as ``Call`` writes it.
    """

    columns: tuple[str, ...]
    functions: tuple[str, ...] = ()


Tree: TypeAlias = (
    ColumnRef
    | Constant
    | BooleanOp
    | NullTest
    | BooleanTest
    | Operation
    | Distinct
    | Membership
    | Call
    | Cast
    | Case
    | Opaque
)


class Expression(msgspec.Struct, frozen=True, dict=True):
    """An expression: its SQL text as the file has it, and its tree."""

    sql: str
    tree: Tree

    @cached_property
    def columns(self) -> frozenset[str]:
        """The names of all columns that the expression reads."""
        return frozenset(_columns(self.tree))

    def renamed(self, old: str, new: str) -> Expression:
        """Return the expression with another name for a column: in the tree, and in the text as an identifier."""
        if old not in self.columns:
            return self
        word = re.compile(rf"""('(?:[^']|'')*')|"{re.escape(old)}"|(?<![\w$."']){re.escape(old)}(?![\w$"'(])""")
        sql = word.sub(lambda match: match[1] or quote_identifier(new), self.sql)
        return Expression(sql, _renamed(self.tree, old, new))

    @property
    def is_null(self) -> bool:
        """Whether the expression is the literal NULL, under any casts."""
        tree = self.tree
        while isinstance(tree, Cast):
            tree = tree.operand
        return isinstance(tree, Constant) and tree.kind == "null"


def children(tree: Tree) -> tuple[Tree, ...]:
    """Return the direct operands of a node, left to right."""
    match tree:
        case BooleanOp() | Operation():
            return tree.operands
        case NullTest() | BooleanTest() | Cast():
            return (tree.operand,)
        case Distinct():
            return (tree.left, tree.right)
        case Membership():
            return (tree.operand, *tree.elements)
        case Call():
            return tree.arguments
        case Case():
            return (*(part for branch in tree.branches for part in branch), tree.otherwise)
        case _:
            return ()


def _renamed(value: Any, old: str, new: str) -> Any:
    """Return a part of a tree with another name for a column."""
    if isinstance(value, ColumnRef):
        return ColumnRef(new) if value.name == old else value
    if isinstance(value, Opaque):
        return replace(value, columns=tuple(new if column == old else column for column in value.columns))
    if isinstance(value, tuple):
        return tuple(_renamed(each, old, new) for each in value)
    if isinstance(value, msgspec.Struct):
        return replace(value, **{field: _renamed(getattr(value, field), old, new) for field in value.__struct_fields__})
    return value


def _columns(tree: Tree) -> Iterator[str]:
    pending = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, ColumnRef):
            yield node.name
        elif isinstance(node, Opaque):
            yield from node.columns
        else:
            pending.extend(children(node))
