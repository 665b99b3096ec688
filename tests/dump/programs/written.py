"""Programs written out again, one statement a line, so that a test can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import Location
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
from ondelete.dump.programs.definitions import program_of
from ondelete.dump.statements.functions import Definition

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ondelete.catalog.functions import Program
    from ondelete.catalog.programs import Statement


def read(text: str) -> Program:
    return program_of(Definition(text, "public", Location("schema.sql", 1)))


def trigger_function(body: str) -> Program:
    return read(f"CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$")


def written(statements: Iterable[Statement]) -> list[str]:
    return [line for statement in statements for line in _lines(statement)]


def _lines(statement: Statement) -> Iterator[str]:
    match statement:
        case Block():
            yield from written(statement.declared)
            yield from written(statement.body)
            for handler in statement.handlers:
                yield f"when {' or '.join(handler.conditions)}"
                yield from (f"  {line}" for line in written(handler.body))
        case If():
            for branch in statement.branches:
                yield f"if {branch.condition.sql}"
                yield from (f"  {line}" for line in written(branch.body))
            yield "else" if statement.otherwise is not None else "else error"
            yield from (f"  {line}" for line in written(statement.otherwise or ()))
        case Loop():
            over = ", ".join(query.sql for query in statement.queries)
            yield f"loop {statement.label} {over}{' endless' * statement.endless}".rstrip()
            yield from (f"  {line}" for line in written(statement.body))
        case _:
            yield _line(statement)


def _line(statement: Statement) -> str:
    match statement:
        case Run():
            strict = " strict" * statement.strict
            return f"run {statement.query.sql}" + (f" into{strict} {', '.join(statement.into)}" * bool(statement.into))
        case Dynamic():
            return f"execute {statement.text.sql}"
        case Assign():
            return f"{statement.target} := {statement.value.sql if statement.value is not None else '?'}"
        case Return():
            return (
                f"return {'next ' * statement.more}{statement.value.sql if statement.value is not None else ''}".strip()
            )
        case Raise():
            code = statement.errcode.sql if statement.errcode is not None else statement.condition
            return f"raise {'again' * statement.again}{statement.message} {code}".strip()
        case Assert():
            return f"assert {statement.condition.sql}"
        case Leave():
            return f"leave {statement.label}".strip() + (
                f" when {statement.condition.sql}" if statement.condition else ""
            )
        case Unread():
            return f"unread: {statement.reason}"
        case _:
            raise AssertionError(statement)
