"""The walk through a function for one event: each branch that can be taken, each statement that can run.

It over-approximates: a branch is left out only if its condition cannot be true, a loop runs with everything unknown
that it assigns, and what an exception block may undo is not certain. So what is not found does not happen, unless a
part is ``Unknown``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ondelete.catalog.programs import (
    Assert,
    Assign,
    Block,
    Dynamic,
    If,
    Leave,
    Loop,
    Raise,
    Return,
    Run,
    Unread,
)
from ondelete.deletion.expressions.values import ANYTHING
from ondelete.deletion.triggers.code.conditions import OTHERS, catches, sqlstates
from ondelete.deletion.triggers.code.found import Place, Raised, Unknown
from ondelete.deletion.triggers.code.paths import joined
from ondelete.deletion.triggers.code.shape import assigned, may_end, raises_again
from ondelete.deletion.triggers.code.sql import Sql
from ondelete.deletion.triggers.code.texts import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ondelete.catalog.expressions import Tree
    from ondelete.catalog.functions import Program
    from ondelete.catalog.programs import Query, Statement
    from ondelete.deletion.triggers.code.paths import Path

_CASE_NOT_FOUND, _ASSERT_FAILURE, _RAISED = "20000", "P0004", "P0001"
_NO_DATA_FOUND, _TOO_MANY_ROWS, _NO_RETURN = "P0002", "P0003", "2F005"


_DEEPEST = 150
"""Statements inside of statements, through all functions that are called, that are followed."""


class Returned(NamedTuple):
    """A RETURN: what it gives, and the way to it."""

    value: Tree | None
    path: Path
    line: int


class Machine:
    """Walks one function; what it does is added to ``sql``."""

    def __init__(self, sql: Sql, program: Program) -> None:
        self.sql, self.program = sql, program
        self.returned: list[Returned] = []
        self._caught: tuple[str, ...] = sql.caught
        self._left: set[str] = set()

    def walk(self, statements: Iterable[Statement], path: Path) -> Path | None:
        """Walk statements in order; return the way behind them, None if nothing gets there."""
        current: Path | None = path
        if self.sql.depth > _DEEPEST:
            self.sql.unknown.append(Unknown(self.program.location.line, "its statements nest too deep"))
            return path.unsure()
        self.sql.depth += 1
        for statement in statements:
            if current is None:
                break
            current = self._step(statement, current)
        self.sql.depth -= 1
        return current

    def _place(self, line: int, path: Path) -> Place:
        return Place(line, path.sure, path.when, self._caught)

    def _raise(self, line: int, path: Path, sqlstate: str, reason: str) -> None:
        self.sql.raised.append(Raised(self._place(line, path), sqlstate, reason))

    def _query(self, query: Query, path: Path) -> None:
        self.sql.run(query, path, self.program, self._caught)

    def _step(self, statement: Statement, path: Path) -> Path | None:
        match statement:
            case Run():
                return self._run(statement, path)
            case Assign():
                return self._assign(statement, path)
            case If():
                return self._if(statement, path)
            case Block():
                return self._block(statement, path)
            case Loop():
                return self._loop(statement, path)
            case Return():
                return self._return(statement, path)
            case Raise():
                return self._raised(statement, path)
            case Assert():
                return self._assert(statement, path)
            case Leave():
                return self._leave(statement, path)
            case Dynamic():
                return self._execute(statement.text, statement.line, statement.into, path, strict=statement.strict)
            case Unread():
                self.sql.unknown.append(Unknown(statement.line, statement.reason))
                return path.unsure()

    def _run(self, statement: Run, path: Path) -> Path:
        self._query(statement.query, path)
        return self._filled(statement.query, statement.into, statement.line, path, strict=statement.strict)

    def _filled(self, query: Query, into: tuple[str, ...], line: int, path: Path, *, strict: bool) -> Path:
        """Return the way after the row of a query went to variables."""
        if strict and query.command == "select" and not query.values:
            for sqlstate, what in ((_NO_DATA_FOUND, "no row"), (_TOO_MANY_ROWS, "more than one row")):
                self._raise(line, path.unsure(), sqlstate, f"INTO STRICT finds {what}")
        for name in into:
            self.sql.gives("new" if name == "new.*" else name, ANYTHING, self._place(line, path))
        path = path.without(into)
        if query.values and query.condition is None and len(query.values) == len(into):
            for name, value in zip(into, query.values, strict=True):
                path = path.with_value(name, path.value(value))
        return path

    def _assign(self, statement: Assign, path: Path) -> Path:
        if statement.value is None:
            return path.without((statement.target,))
        self._query(statement.value, path)
        values = statement.value.values
        known = path.value(values[0]) if len(values) == 1 and statement.value.condition is None else ANYTHING
        self.sql.gives(statement.target, known, self._place(statement.line, path))
        return path.without((statement.target,)).with_value(statement.target, known)

    def _if(self, statement: If, path: Path) -> Path | None:
        """Walk the branches that can be taken; behind them, what did not lead on is excluded."""
        ends: list[Path] = []
        left: list[str] = []
        rest: Path | None = path
        for branch in statement.branches:
            assert rest is not None  # noqa: S101 - the loop ends below otherwise
            self._query(branch.condition, rest)
            truth = rest.truth(branch.condition.values[0]) if len(branch.condition.values) == 1 else {True, False}
            if True not in truth:
                continue
            words = branch.condition.sql.strip()
            inside = rest if truth == {True} else rest.unsure(words)
            end = self.walk(branch.body, inside)
            if end is not None:
                ends.append(end)
            else:
                left.append(f"NOT ({words})")
            rest = None if truth == {True} else rest.unsure(f"NOT ({words})")
            if rest is None:
                break
        if rest is not None:
            if statement.otherwise is None:
                self._raise(statement.line, rest, _CASE_NOT_FOUND, "no WHEN of a CASE matches")
            elif (end := self.walk(statement.otherwise, rest)) is not None:
                ends.append(end)
            elif statement.branches:
                left.append(" OR ".join(branch.condition.sql.strip() for branch in statement.branches))
        return joined(ends, path, left=tuple(left), complete=not left)

    def _block(self, statement: Block, path: Path) -> Path | None:
        if statement.handlers:
            return self._guarded(statement, path)
        inside = path
        for value in statement.declared:  # the block that declares it may not be reached
            inside = self._assign(value, inside.unsure())._replace(sure=path.sure, when=path.when)
        end = self.walk(statement.body, inside)
        if statement.label and statement.label in self._left:
            self._left.discard(statement.label)
            return path.without(assigned(statement.body)).unsure()
        return end

    def _guarded(self, statement: Block, path: Path) -> Path | None:
        """Walk a block with EXCEPTION: what its handlers catch is no error, and what it did is undone then."""
        outer = self._caught
        # What a handler raises again is not caught.
        conditions = tuple(c for each in statement.handlers if not raises_again(each.body) for c in each.conditions)
        self._caught = (*outer, *conditions)
        before = len(self.sql.raised)
        ends = [self.walk(statement.body, path.unsure())]
        self._caught = outer
        caught = [r for r in self.sql.raised[before:] if any(_surely_caught(c, r) for c in conditions)]
        self.sql.raised[before:] = [r for r in self.sql.raised[before:] if r not in caught]
        after = path.without(assigned(statement.body)).unsure()
        for handler in statement.handlers:
            ends.append(self.walk(handler.body, after.unsure(f"it fails ({' or '.join(handler.conditions)})")))
        return joined([end for end in ends if end is not None], path, left=(), complete=None not in ends)

    def _loop(self, statement: Loop, path: Path) -> Path | None:
        for query in statement.queries:
            self._query(query, path)
        path = self._execute(statement.dynamic, statement.line, (), path) if statement.dynamic is not None else path
        around = path.without((*statement.variables, *assigned(statement.body)))
        inside = around if statement.endless else around.unsure()
        left, self._left = self._left, set()
        ends_here = self.walk(statement.body, inside) is None and not self._left
        escapes = self._left - {"", statement.label}
        self._left = left | escapes
        # After a RETURN or RAISE in the body nothing may follow any more.
        leaves = ends_here or may_end(statement.body) or bool(escapes)
        return around.unsure() if leaves else around

    def _leave(self, statement: Leave, path: Path) -> Path | None:
        self._left.add(statement.label)
        if statement.condition is None:
            return None
        self._query(statement.condition, path)
        return path.unsure()

    def _return(self, statement: Return, path: Path) -> Path | None:
        if statement.value is not None:
            self._query(statement.value, path)
        if statement.more:
            return path
        values = statement.value.values if statement.value is not None else ()
        self.returned.append(Returned(values[0] if len(values) == 1 else None, path, statement.line))
        return None

    def _raised(self, statement: Raise, path: Path) -> Path | None:
        for query in statement.expressions:
            self._query(query, path)
        if not statement.is_error:
            return path
        if statement.again:
            return None  # the errors that it stands for were not caught
        sqlstate = _sqlstate(statement, path)
        words = statement.message or statement.condition
        self._raise(statement.line, path, sqlstate, f"RAISE EXCEPTION '{words}'" if words else "RAISE EXCEPTION")
        return None

    def _assert(self, statement: Assert, path: Path) -> Path | None:
        self._query(statement.condition, path)
        values = statement.condition.values
        truth = path.truth(values[0]) if len(values) == 1 else {True, False}
        if truth == {True}:
            return path
        at = path if True not in truth else path.unsure(f"NOT ({statement.condition.sql.strip()})")
        self._raise(statement.line, at, _ASSERT_FAILURE, f"ASSERT {statement.condition.sql.strip()}")
        return path.unsure() if True in truth else None

    def _execute(self, text: Query, line: int, into: tuple[str, ...], path: Path, *, strict: bool = False) -> Path:
        """Run a statement whose text is made here, if it is the same in every run but for values."""
        self._query(text, path)
        made = text_of(text.values[0], path) if len(text.values) == 1 else None
        query = self.sql.parsed(made, line) if made is not None else None
        if query is None or query.unread:
            self.sql.unknown.append(Unknown(line, "dynamic SQL" if query is None else f"dynamic SQL: {query.unread}"))
            return path.without(into).unsure()
        self.sql.run(query, path._replace(values={}, same=frozenset()), self.program, self._caught)
        return self._filled(query, into, line, path, strict=strict)

    def fall_off(self, path: Path | None) -> None:
        """Note the error of a trigger function that ends without RETURN."""
        is_read = not any(isinstance(statement, Unread) for statement in self.program.body)
        if path is not None and is_read:
            self._raise(self.program.location.line, path, _NO_RETURN, "the function ends without RETURN")


def _sqlstate(statement: Raise, path: Path) -> str:
    if statement.errcode is not None:
        code = text_of(statement.errcode.values[0], path) if len(statement.errcode.values) == 1 else None
        found = sqlstates(code) if code is not None else ()
        return found[0] if found else ""
    if statement.condition:
        found = sqlstates(statement.condition)
        return found[0] if found else ""
    return _RAISED


def _surely_caught(condition: str, error: Raised) -> bool:
    if not error.sqlstate:
        return condition.lower() == OTHERS
    return catches(condition, error.sqlstate)
