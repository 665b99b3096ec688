"""The methods of a schema: each gives the SQL that Rails would send. A method that is not here is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.rails.schema_file import constraints
from ondelete.rails.schema_file.columns import Column, column, comments, first, references, table_parts, timestamps
from ondelete.rails.schema_file.dialect import NotSaid, literal, quoted, quoted_table, text_of, texts_of
from ondelete.ruby import Call, Lambda

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ondelete.rails.schema_file.columns import Part
    from ondelete.rails.schema_file.forms import Forms
    from ondelete.ruby import Value

Sql = tuple[str, int]
"""A statement, and the line that it comes from."""


class Refusal(Exception):
    """A part of a statement that is left out; the statement itself counts."""

    def __init__(self, line: int, text: str, reason: str) -> None:
        self.line, self.text, self.reason = line, text, reason
        super().__init__(reason)


def _create_table(call: Call, forms: Forms) -> Iterator[Sql | Refusal]:
    name, options = text_of(first(call), "the name of the table"), call.options
    columns = list(_id_columns(options, forms))
    after: list[Sql] = []
    for line in call.block.body if call.block is not None else ():
        if isinstance(line, Call) and line.receiver is None and line.name in METHODS:
            continue  # a statement of its own, because an end is missing
        if not isinstance(line, Call):
            yield Refusal(getattr(line, "line", call.line), getattr(line, "text", ""), "it is no call of a method of t")
            continue
        try:
            parts: list[Part] = list(table_parts(line, name, forms))
        except NotSaid as error:
            yield Refusal(line.line, line.text, f"only Rails can tell: {error}")
            continue
        columns.extend(part for part in parts if isinstance(part, Column))
        after.extend((part, line.line) for part in parts if isinstance(part, str))
    if options.get("force"):
        yield f"DROP TABLE IF EXISTS {quoted_table(name)} CASCADE", call.line
    yield _table_sql(name, columns, options), call.line
    yield from after
    yield from ((sql, call.line) for sql in comments(name, columns, options.get("comment")))


def _table_sql(name: str, columns: list[Column], options: dict[str, Value]) -> str:
    parts = [each.sql for each in columns]
    keys = options.get("primary_key")
    if isinstance(keys, tuple):
        parts.append(f"PRIMARY KEY ({', '.join(map(quoted, texts_of(keys, 'primary_key')))})")
    exists = "IF NOT EXISTS " if options.get("if_not_exists") is True else ""
    kind = "TEMPORARY " if options.get("temporary") is True else ""
    more = f" {text_of(options['options'], 'options')}" if options.get("options") else ""
    return f"CREATE {kind}TABLE {exists}{quoted_table(name)} ({', '.join(parts)}){more}"


def _id_columns(options: dict[str, Value], forms: Forms) -> Iterator[Column]:
    """Yield the column that create_table makes on its own, unless it is switched off or the key has several columns."""
    kind, name = options.get("id", True), options.get("primary_key", "id")
    if kind is False or isinstance(name, tuple):
        return
    own: dict[str, Value] = {}
    if isinstance(kind, dict):
        own = {key: value for key, value in kind.items() if key != "type"}
        kind = kind.get("type", True)
    typed = ("primary_key" if forms.big_ids else "serial") if kind is True else text_of(kind, "id")
    kept = ("default", "limit", "precision", "scale", "collation", "comment")
    given = {**{key: options[key] for key in kept if key in options and key != "comment"}, **own}
    if "default" not in given:
        typed = {"bigint": "bigserial", "integer": "serial"}.get(typed, typed)
    yield column(text_of(name, "primary_key"), typed, {**_uuid_default(typed), **given, "primary_key": True}, forms)


def _uuid_default(kind: str) -> dict[str, Value]:
    return {"default": Lambda(("gen_random_uuid()",), 0)} if kind == "uuid" else {}


def _two(call: Call) -> tuple[str, str]:
    if len(call.arguments) < 2:
        raise NotSaid(f"{call.name} with one argument")
    return text_of(call.arguments[0], "a table"), text_of(call.arguments[1], f"what {call.name} adds")


def _plain(
    make: Callable[[str, str, dict[str, Value]], Iterator[str]],
) -> Callable[[Call, Forms], Iterator[Sql | Refusal]]:
    def method(call: Call, _forms: Forms) -> Iterator[Sql | Refusal]:
        yield from ((sql, call.line) for sql in make(*_two(call), call.options))

    return method


def _add_index(call: Call, _forms: Forms) -> Iterator[Sql | Refusal]:
    columns = call.arguments[1] if len(call.arguments) > 1 else None
    table = text_of(first(call), "a table")
    yield from ((sql, call.line) for sql in constraints.index(table, columns, call.options))


def _add_unique(call: Call, _forms: Forms) -> Iterator[Sql | Refusal]:
    columns = call.arguments[1] if len(call.arguments) > 1 else None
    table = text_of(first(call), "a table")
    yield from ((sql, call.line) for sql in constraints.unique(table, columns, call.options))


def _add_columns(table: str, parts: Iterator[Part]) -> Iterator[str]:
    columns = []
    for part in parts:
        if isinstance(part, Column):
            columns.append(part)
            yield f"ALTER TABLE {quoted_table(table)} ADD COLUMN {part.sql}"
        else:
            yield part
    yield from comments(table, columns, None)


def _add_column(call: Call, forms: Forms) -> Iterator[Sql | Refusal]:
    table, name = _two(call)
    kind = text_of(call.arguments[2] if len(call.arguments) > 2 else None, "the type of the column")
    for sql in _add_columns(table, iter([column(name, kind, call.options, forms)])):
        yield sql, call.line


def _add_reference(call: Call, forms: Forms) -> Iterator[Sql | Refusal]:
    table, name = _two(call)
    for sql in _add_columns(table, references(table, name, call.options, forms)):
        yield sql, call.line


def _add_timestamps(call: Call, forms: Forms) -> Iterator[Sql | Refusal]:
    table = text_of(first(call), "a table")
    for sql in _add_columns(table, timestamps(call.options, forms)):
        yield sql, call.line


def _create_enum(call: Call, _forms: Forms) -> Iterator[Sql | Refusal]:
    values = texts_of(call.arguments[1] if len(call.arguments) > 1 else None, "the values of the enum")
    listed = ", ".join(map(literal, values))
    yield f"CREATE TYPE {quoted_table(text_of(first(call), 'the enum'))} AS ENUM ({listed})", call.line


def _enable_extension(call: Call, _forms: Forms) -> Iterator[Sql | Refusal]:
    schema, _, name = text_of(first(call), "the extension").rpartition(".")
    place = f" SCHEMA {quoted(schema)}" if schema else ""
    yield f"CREATE EXTENSION IF NOT EXISTS {quoted(name)}{place}", call.line


def _create_schema(call: Call, _forms: Forms) -> Iterator[Sql | Refusal]:
    yield f"CREATE SCHEMA IF NOT EXISTS {quoted(text_of(first(call), 'the schema'))}", call.line


def _create_view(call: Call, _forms: Forms) -> Iterator[Sql | Refusal]:
    """As the gem Scenic writes it."""
    name = quoted_table(text_of(first(call), "the view"))
    kind = "MATERIALIZED VIEW" if call.options.get("materialized") else "VIEW"
    yield f"CREATE {kind} {name} AS {text_of(call.options.get('sql_definition'), 'sql_definition')}", call.line


def _own_sql(call: Call, _forms: Forms) -> Iterator[Sql | Refusal]:
    """As the gem F(x) writes functions and triggers, and ``execute``: the SQL itself."""
    given = call.options.get("sql_definition") or first(call)
    yield text_of(given, "its SQL"), call.line


METHODS: dict[str, Callable[[Call, Forms], Iterator[Sql | Refusal]]] = {
    "create_table": _create_table,
    "add_foreign_key": _plain(constraints.foreign_key),
    "add_check_constraint": _plain(constraints.check),
    "add_exclusion_constraint": _plain(constraints.exclusion),
    "add_unique_constraint": _add_unique,
    "add_index": _add_index,
    "add_column": _add_column,
    "add_reference": _add_reference,
    "add_belongs_to": _add_reference,
    "add_timestamps": _add_timestamps,
    "create_enum": _create_enum,
    "create_schema": _create_schema,
    "create_view": _create_view,
    "create_function": _own_sql,
    "create_trigger": _own_sql,
    "execute": _own_sql,
    "enable_extension": _enable_extension,
}
"""What stands in a schema, by the name of the method."""

HARMLESS = frozenset({"require", "require_relative", "puts", "p", "say", "set_pk_sequence!", "reset_pk_sequence!"})
"""Calls that change no table."""
