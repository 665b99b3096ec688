"""A db/schema.rb to SQL: the calls inside of ``ActiveRecord::Schema.define``, in order, and what was not understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.rails.schema_file.dialect import NotSaid
from ondelete.rails.schema_file.forms import Forms, forms_of
from ondelete.rails.schema_file.statements import HARMLESS, METHODS, Refusal
from ondelete.ruby import Branch, Call, Code, Const, read_ruby

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.ruby import Value

_CUT = 200
_RUBY = "it is Ruby code, and only Ruby knows what it does"


class Sent(msgspec.Struct, frozen=True):
    """A statement that Rails sends for a line; it can be several in one text (``execute``)."""

    sql: str
    line: int


class NotRead(msgspec.Struct, frozen=True):
    """A part of the file that could matter and was not understood."""

    line: int
    reason: str
    text: str


def schema_statements(source: bytes) -> tuple[Sent | NotRead, ...]:
    """Return the SQL of a schema.rb, in the order of the file.

    Raises:
        MissingLibrary: tree-sitter or its grammar of Ruby is not installed.
    """
    read = read_ruby(source)
    mistakes = [NotRead(each.line, "Ruby's grammar does not accept it", each.text) for each in read.mistakes]
    return (*mistakes, *_top(read.body, forms_of(source)))


def _top(body: tuple[Value, ...], forms: Forms) -> Iterator[Sent | NotRead]:
    for value in body:
        if isinstance(value, Call) and _is_schema(value):
            yield from _statements(value.block.body if value.block is not None else (), forms)
        else:  # behind a mistake, the calls of the schema can stand outside of its block
            yield from _statements((value,), forms)


def _is_schema(call: Call) -> bool:
    receiver = call.receiver
    text = receiver.name if isinstance(receiver, Const) else receiver.text if isinstance(receiver, Code) else ""
    return call.name == "define" and text.removeprefix("::").startswith("ActiveRecord::Schema")


def _statements(body: tuple[Value, ...], forms: Forms) -> Iterator[Sent | NotRead]:
    for value in body:
        method = METHODS.get(value.name) if isinstance(value, Call) and value.receiver is None else None
        if method is None or not isinstance(value, Call):
            yield from _other(value, forms)
            continue
        try:
            for found in method(value, forms):
                yield _refused(found) if isinstance(found, Refusal) else Sent(*found)
        except NotSaid as error:
            yield NotRead(value.line, f"only Rails can tell: {error}", value.text)
        yield from _statements(tuple(filter(_is_statement, value.block.body if value.block else ())), forms)


def _is_statement(value: Value) -> bool:
    """Whether a line in the block of a table is a statement of the schema: an ``end`` is missing."""
    return isinstance(value, Call) and value.receiver is None and value.name in METHODS


def _refused(found: Refusal) -> NotRead:
    return NotRead(found.line, found.reason, found.text)


def _other(value: Value, forms: Forms) -> Iterator[Sent | NotRead]:
    """Report code; what stands under a condition counts as if it ran."""
    if isinstance(value, Branch):
        yield NotRead(value.line, "it stands under a condition, and counts here all the same", value.text[:_CUT])
        yield from _statements(value.body, forms)
    elif isinstance(value, Call):
        if value.name not in HARMLESS:
            yield NotRead(value.line, _RUBY, value.text[:_CUT])
    elif not isinstance(value, str | int | float | bool | tuple | dict | None):
        yield NotRead(value.line, _RUBY, getattr(value, "text", getattr(value, "name", ""))[:_CUT])
