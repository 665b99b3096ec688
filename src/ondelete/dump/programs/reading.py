"""The functions of a file, each read when somebody asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog.functions import Program, Programs, Removed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ondelete.catalog.programs import Query
    from ondelete.dump.statements.functions import Definition


def programs_of(definitions: Mapping[str, Sequence[Definition | Removed]]) -> Programs:
    """Return the functions that a file defines; none of them is read yet."""
    return Programs(definitions, _read, _parse)


def _read(definition: Definition | Removed) -> Program | Removed:
    if isinstance(definition, Removed):
        return definition
    # Most schemas have no trigger, so nobody asks.
    from ondelete.dump.programs.definitions import program_of

    return program_of(definition)


def _parse(text: str, line: int) -> Query:
    # Few functions make the text of a statement.
    from ondelete.dump.programs.queries import query_of

    return query_of(text, line)
