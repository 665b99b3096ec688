"""What statements of a function hold: the variables that they assign, whether the function can end in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog.programs import Assign, Block, Dynamic, If, Loop, Raise, Return, Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ondelete.catalog.programs import Statement


def assigned(statements: Iterable[Statement]) -> Iterator[str]:
    """Yield the variables that statements can assign."""
    for statement in _all_in(statements):
        match statement:
            case Run() | Dynamic():
                yield from statement.into
            case Assign():
                yield statement.target
            case Loop():
                yield from statement.variables
            case Block():
                yield from (each.target for each in statement.declared)
            case _:
                pass


def raises_again(statements: Iterable[Statement]) -> bool:
    """Return whether RAISE without anything stands among statements."""
    return any(isinstance(each, Raise) and each.again for each in _all_in(statements))


def may_end(statements: Iterable[Statement]) -> bool:
    """Return whether a function can end in these statements."""
    return any(
        (isinstance(each, Return) and not each.more) or (isinstance(each, Raise) and each.is_error)
        for each in _all_in(statements)
    )


def _all_in(statements: Iterable[Statement]) -> Iterator[Statement]:
    pending = list(statements)
    while pending:
        statement = pending.pop()
        yield statement
        match statement:
            case If():
                pending += [each for branch in statement.branches for each in branch.body]
                pending += statement.otherwise or ()
            case Loop():
                pending += statement.body
            case Block():
                pending += [*statement.body, *(each for handler in statement.handlers for each in handler.body)]
            case _:
                pass
