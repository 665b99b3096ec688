"""The code of functions, as values: statements, branches, loops, exception blocks, and the SQL that they run.

``dump.programs`` makes them from the text of PL/pgSQL and SQL functions. What could not be read is a value, too
(``Unread``). A line is that of the file.

The trees of this module (``ondelete.catalog.expressions``) name what they read with its qualifier: ``new.name``,
``old.name``, ``t.name`` of a relation that a query calls ``t``, ``name`` of a variable, or of a column without a
qualifier. ``old.*`` is a whole row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

import msgspec

from ondelete.catalog.expressions import Tree

WriteCommand: TypeAlias = Literal["insert", "update", "delete", "truncate"]


class Mention(msgspec.Struct, frozen=True):
    """A relation as a statement names it; ``schema`` is None for a bare name, ``alias`` is how it is called there."""

    schema: str | None
    name: str
    alias: str


class Assignment(msgspec.Struct, frozen=True):
    """A column that an INSERT or UPDATE writes, and its new value; None for DEFAULT."""

    column: str
    value: Tree | None


class Write(msgspec.Struct, frozen=True):
    """Rows that a statement inserts, updates or deletes, or a table that it truncates.

    Attributes:
        command: what happens to the rows.
        table: the relation.
        assignments: what is written; () for DELETE and TRUNCATE.
        all_columns: an INSERT without a list of columns; ``assignments`` then have the name "" and stand in the
            order of the table's columns.
        values_known: False if the values of an INSERT come from a query, or several rows: only columns are known.
        where: the condition of an UPDATE or DELETE, None if there is none, or if it is an INSERT.
        joins: whether an UPDATE or DELETE looks at other relations, too.
        always: whether a row is certainly written: an INSERT of one row, without ON CONFLICT.
        skips_conflicts: an INSERT with ON CONFLICT: a row that is there already is no error.
        cascade: TRUNCATE ... CASCADE.
    """

    command: WriteCommand
    table: Mention
    assignments: tuple[Assignment, ...] = ()
    all_columns: bool = False
    values_known: bool = True
    where: Tree | None = None
    joins: bool = False
    always: bool = False
    skips_conflicts: bool = False
    cascade: bool = False


class FunctionCall(msgspec.Struct, frozen=True):
    """A call of a function; ``names`` are the parts of its name, ``arguments`` None if they are named."""

    names: tuple[str, ...]
    arguments: tuple[Tree, ...] | None


class Query(msgspec.Struct, frozen=True):
    """One SQL statement, or an expression.

    Attributes:
        sql: its text.
        line: its line in the file.
        command: its first word in lower case (``select``, ``insert``, ``notify``).
        values: what a SELECT without FROM, or the expression, gives; () for any other statement.
        condition: the WHERE of such a SELECT.
        reads: the relations that it names, those that it writes left out.
        columns: the columns that it names with a qualifier: (qualifier, name).
        writes: what it does to rows, inner statements first.
        calls: the functions that it calls.
        unread: why it is not known what it does, "" if it is.
    """

    sql: str
    line: int
    command: str
    values: tuple[Tree, ...] = ()
    condition: Tree | None = None
    reads: tuple[Mention, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    writes: tuple[Write, ...] = ()
    calls: tuple[FunctionCall, ...] = ()
    unread: str = ""


class Run(msgspec.Struct, frozen=True):
    """A statement runs: SQL, PERFORM, RETURN QUERY, CALL. ``into`` are the variables that its row goes to.

    ``strict``: it is an error if there is no row (P0002), or more than one (P0003).
    """

    line: int
    query: Query
    into: tuple[str, ...] = ()
    strict: bool = False


class Dynamic(msgspec.Struct, frozen=True):
    """EXECUTE: the text of a statement is made when it runs."""

    line: int
    text: Query
    into: tuple[str, ...] = ()
    strict: bool = False


class Assign(msgspec.Struct, frozen=True):
    """``target := value``; the target is a variable, or a field (``new.name``). None: what it gets is not known."""

    line: int
    target: str
    value: Query | None


class Branch(msgspec.Struct, frozen=True):
    """One branch of an IF or CASE."""

    condition: Query
    body: tuple[Statement, ...]


class If(msgspec.Struct, frozen=True):
    """IF, or CASE. ``otherwise`` is None for a CASE without ELSE: if no branch matches, it is an error (20000)."""

    line: int
    branches: tuple[Branch, ...]
    otherwise: tuple[Statement, ...] | None


class Loop(msgspec.Struct, frozen=True):
    """A loop. ``queries`` are evaluated before or between its rounds; ``variables`` are what each round sets.

    ``endless``: LOOP ... END LOOP, which only EXIT or RETURN ends.
    """

    line: int
    label: str
    queries: tuple[Query, ...]
    dynamic: Query | None
    variables: tuple[str, ...]
    endless: bool
    body: tuple[Statement, ...]


class Handler(msgspec.Struct, frozen=True):
    """WHEN ... THEN of an exception block; ``conditions`` are names of conditions, or SQLSTATEs."""

    conditions: tuple[str, ...]
    body: tuple[Statement, ...]


class Block(msgspec.Struct, frozen=True):
    """BEGIN ... EXCEPTION ... END. ``declared`` are the initial values of its variables."""

    line: int
    label: str
    declared: tuple[Assign, ...]
    body: tuple[Statement, ...]
    handlers: tuple[Handler, ...] = ()


class Return(msgspec.Struct, frozen=True):
    """RETURN; ``value`` is None if it gives nothing. ``more``: RETURN NEXT, after which the function goes on."""

    line: int
    value: Query | None
    more: bool = False


class Raise(msgspec.Struct, frozen=True):
    """RAISE. ``condition`` is the name of a condition or a SQLSTATE, "" for none, ``errcode`` that of USING.

    ``again``: RAISE without anything, which raises the error of the handler again. ``is_error``: not a NOTICE or the
    like. ``expressions`` are evaluated for the message.
    """

    line: int
    is_error: bool
    message: str
    condition: str
    errcode: Query | None
    again: bool
    expressions: tuple[Query, ...] = ()


class Assert(msgspec.Struct, frozen=True):
    """ASSERT: an error (P0004) if the condition is not true."""

    line: int
    condition: Query


class Leave(msgspec.Struct, frozen=True):
    """EXIT or CONTINUE (``again``) of a loop or block; without a condition it always leaves."""

    line: int
    label: str
    condition: Query | None
    again: bool = False


class Unread(msgspec.Struct, frozen=True):
    """A part that could not be read, and why."""

    line: int
    reason: str


Statement: TypeAlias = Run | Dynamic | Assign | If | Loop | Block | Return | Raise | Assert | Leave | Unread


def queries_in(statements: Iterable[Statement]) -> Iterator[Query]:
    """Yield every statement of SQL, and every expression, in statements of a function."""
    pending: list[object] = [*statements]
    pending.reverse()
    while pending:
        part = pending.pop()
        if isinstance(part, Query):
            yield part
        elif isinstance(part, tuple):
            pending.extend(reversed(part))
        elif isinstance(part, msgspec.Struct):
            pending.extend(getattr(part, name) for name in reversed(part.__struct_fields__))
