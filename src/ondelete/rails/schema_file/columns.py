"""The block of create_table: each method of a table gives columns, or statements to run after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.rails.inflections import RAILS
from ondelete.rails.schema_file import constraints, dialect
from ondelete.rails.schema_file.dialect import NotSaid, literal, quoted, quoted_table, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ondelete.rails.schema_file.forms import Forms
    from ondelete.ruby import Call, Value


class Column(msgspec.Struct, frozen=True):
    """A column of CREATE TABLE or ADD COLUMN: its name, and its definition in SQL."""

    name: str
    definition: str
    comment: str | None = None

    @property
    def sql(self) -> str:
        """``"name" type ...``."""
        return f"{quoted(self.name)} {self.definition}"


Part = Column | str
"""What a method of a table adds: a column, or a statement that runs after CREATE TABLE."""


def column(name: str, kind: str, options: dict[str, Value], forms: Forms) -> Column:
    """Return a column of a type with its options."""
    comment = options.get("comment")
    said = comment if isinstance(comment, str) else None
    if kind == "virtual":
        inner = dialect.sql_type(text_of(options.get("type"), "the type of a virtual column"), options)
        stored = "STORED" if options.get("stored") is True else "VIRTUAL"
        made = text_of(options.get("as"), "the expression of a virtual column")
        null = " NOT NULL" if options.get("null") is False else ""
        return Column(name, f"{inner} GENERATED ALWAYS AS ({made}) {stored}{null}", said)
    if kind in ("datetime", "timestamp") and "precision" not in options and forms.precise_times:
        options = {**options, "precision": 6}
    parts = [dialect.sql_type(kind, options)]
    if isinstance(options.get("collation"), str):
        parts.append(f"COLLATE {quoted(text_of(options['collation'], 'collation'))}")
    if options.get("default") is not None:
        parts.append(f"DEFAULT {dialect.default_value(options['default'])}")
    if options.get("null") is False:
        parts.append("NOT NULL")
    if options.get("primary_key") is True or kind == "primary_key":
        parts.append("PRIMARY KEY")
    return Column(name, " ".join(parts), said)


def table_parts(call: Call, table: str, forms: Forms) -> Iterator[Part]:
    """Yield what one line in the block of create_table adds.

    Raises:
        NotSaid: only Ruby knows what it does.
    """
    method = _METHODS.get(call.name)
    if method is not None:
        yield from method(call, table, forms)
        return
    if not call.arguments:
        raise NotSaid(f"t.{call.name} without a column")
    for name in call.arguments:
        yield column(text_of(name, "the name of a column"), call.name, call.options, forms)


def references(table: str, name: str, options: dict[str, Value], forms: Forms) -> Iterator[Part]:
    """Yield what t.references adds: one column, or a pair, its index and its key."""
    kind = text_of(options.get("type", "bigint" if forms.big_ids else "integer"), "the type of a reference")
    own = {key: value for key, value in options.items() if key not in _OF_REFERENCES}
    polymorphic = options.get("polymorphic")
    names = [f"{name}_id"]
    if polymorphic:
        extra = polymorphic if isinstance(polymorphic, dict) else {}
        yield column(f"{name}_type", "string", {**extra, **({"null": own["null"]} if "null" in own else {})}, forms)
        names.insert(0, f"{name}_type")
    yield column(f"{name}_id", kind, own, forms)
    index = options.get("index", True)
    if index:
        default: dict[str, Value] = {"name": f"index_{table}_on_{name}"} if polymorphic and forms.short_names else {}
        chosen = index if isinstance(index, dict) else {}
        yield from constraints.index(table, tuple(names), {**default, **chosen})
    key = options.get("foreign_key")
    if key:
        chosen = key if isinstance(key, dict) else {}
        to_table = text_of(chosen.get("to_table") or RAILS.pluralize(name), "to_table")
        yield from constraints.foreign_key(table, to_table, {"column": f"{name}_id", **chosen})


_OF_REFERENCES = frozenset({"type", "polymorphic", "index", "foreign_key"})


def _references(call: Call, table: str, forms: Forms) -> Iterator[Part]:
    for name in call.arguments:
        yield from references(table, text_of(name, "the name of a reference"), call.options, forms)


def _column(call: Call, _table: str, forms: Forms) -> Iterator[Part]:
    if len(call.arguments) < 2:
        raise NotSaid("t.column without a type")
    name, kind = (text_of(each, "a name or type of a column") for each in call.arguments[:2])
    yield column(name, kind, call.options, forms)


def timestamps(options: dict[str, Value], forms: Forms) -> Iterator[Part]:
    """Yield created_at and updated_at."""
    precise: dict[str, Value] = {"precision": 6} if forms.short_names else {}
    for name in ("created_at", "updated_at"):
        yield column(name, "datetime", {"null": False, **precise, **options}, forms)


def _index(call: Call, table: str, _forms: Forms) -> Iterator[Part]:
    yield from constraints.index(table, first(call), call.options)


def _foreign_key(call: Call, table: str, _forms: Forms) -> Iterator[Part]:
    yield from constraints.foreign_key(table, text_of(first(call), "the referenced table"), _valid(call))


def _check(call: Call, table: str, _forms: Forms) -> Iterator[Part]:
    yield from constraints.check(table, text_of(first(call), "the check"), _valid(call))


def _valid(call: Call) -> dict[str, Value]:
    """Return the options without ``validate``: Rails sends them in CREATE TABLE, where NOT VALID changes nothing."""
    return {name: value for name, value in call.options.items() if name != "validate"}


def _unique(call: Call, table: str, _forms: Forms) -> Iterator[Part]:
    yield from constraints.unique(table, call.arguments[0] if call.arguments else None, call.options)


def _exclusion(call: Call, table: str, _forms: Forms) -> Iterator[Part]:
    yield from constraints.exclusion(table, text_of(first(call), "the exclusion"), call.options)


def _primary_key(call: Call, _table: str, forms: Forms) -> Iterator[Part]:
    kind = text_of(call.arguments[1], "a type") if len(call.arguments) > 1 else "primary_key"
    yield column(text_of(first(call), "a column"), kind, {**call.options, "primary_key": True}, forms)


def first(call: Call) -> Value:
    """Return the first argument.

    Raises:
        NotSaid: there is none.
    """
    if not call.arguments:
        raise NotSaid(f"{call.name} without arguments")
    return call.arguments[0]


_METHODS: dict[str, Callable[[Call, str, Forms], Iterator[Part]]] = {
    "column": _column,
    "references": _references,
    "belongs_to": _references,
    "timestamps": lambda call, _table, forms: timestamps(call.options, forms),
    "index": _index,
    "foreign_key": _foreign_key,
    "check_constraint": _check,
    "unique_constraint": _unique,
    "unique_key": _unique,  # as 7.1 called it before its release
    "exclusion_constraint": _exclusion,
    "primary_key": _primary_key,
}
"""Methods of a table that are no types; every other one is the type of its columns."""


def comments(table: str, columns: list[Column], comment: Value) -> Iterator[str]:
    """Yield COMMENT ON for a table and its columns."""
    if isinstance(comment, str):
        yield f"COMMENT ON TABLE {quoted_table(table)} IS {literal(comment)}"
    for each in columns:
        if each.comment is not None:
            yield f"COMMENT ON COLUMN {quoted_table(table)}.{quoted(each.name)} IS {literal(each.comment)}"
