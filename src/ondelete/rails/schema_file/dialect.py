"""How Rails writes names, types and values for PostgreSQL, and which names it gives on its own.

Sources: Active Record's ``connection_adapters/abstract/schema_statements.rb`` and
``connection_adapters/postgresql/{quoting,schema_creation,schema_statements}.rb``, 6.1 to 8.0.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from ondelete.catalog import split_identifier
from ondelete.ruby import Call, Code, Const, Lambda

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ondelete.ruby import Value

_TYPES = {
    "string": "character varying",
    "datetime": "timestamp",
    "timestamp": "timestamp",
    "binary": "bytea",
    "blob": "bytea",
    "decimal": "numeric",
    "float": "double precision",
    "virtual": "text",
    "bit_varying": "bit varying",
    "primary_key": "bigserial",
}
_INTEGERS = {1: "smallint", 2: "smallint", 3: "integer", 4: "integer", **dict.fromkeys(range(5, 9), "bigint")}
_SIZED = frozenset({"string", "bit", "bit_varying", "vector", "halfvec", "sparsevec"})
_PRECISE = frozenset({"datetime", "timestamp", "timestamptz", "time", "timetz", "interval"})
_LONGEST_INDEX_NAME = 62


class NotSaid(Exception):
    """A call that only Ruby understands; the message says which part of it."""


def quoted(name: str) -> str:
    """Quote one name."""
    return '"' + name.replace('"', '""') + '"'


def quoted_table(name: str) -> str:
    """Quote a table or type that can have its schema before it."""
    parts = split_identifier(name)
    return ".".join(part if len(part) > 1 and part[0] == part[-1] == '"' else quoted(part) for part in parts)


def literal(text: str) -> str:
    """Return text as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def text_of(value: Value, what: str) -> str:
    """Return a string or symbol.

    Raises:
        NotSaid: it is something else; ``what`` says of what.
    """
    if not isinstance(value, str):
        raise NotSaid(f"{what} is no plain string or symbol")
    return value


def texts_of(value: Value, what: str) -> tuple[str, ...]:
    """Return one string, or an array of strings.

    Raises:
        NotSaid: it is something else.
    """
    values = value if isinstance(value, tuple) else (value,)
    return tuple(text_of(each, what) for each in values)


def sql_type(kind: str, options: dict[str, Value]) -> str:
    """Return the type of a column in SQL.

    Args:
        kind: what Rails calls the type, or SQL itself (``t.column "area", "geometry(Point)"``).
        options: of the column: limit, precision, scale, array, enum_type.
    """
    limit, precision, scale = (options.get(name) for name in ("limit", "precision", "scale"))
    if kind == "enum" and "enum_type" in options:
        found = quoted_table(text_of(options["enum_type"], "enum_type"))
    elif kind == "integer":
        found = _INTEGERS.get(limit, "integer") if isinstance(limit, int) else "integer"
    elif kind == "decimal" and isinstance(precision, int):
        found = f"numeric({precision},{scale})" if isinstance(scale, int) else f"numeric({precision})"
    elif kind in _PRECISE and isinstance(precision, int):
        found = f"{_TYPES.get(kind, kind)}({precision})"
    elif kind in _SIZED and isinstance(limit, int):
        found = f"{_TYPES.get(kind, kind)}({limit})"
    else:
        found = _TYPES.get(kind, kind)
    return f"{found}[]" if options.get("array") is True else found


def default_value(value: Value) -> str:
    """Return a default as SQL; a lambda holds SQL.

    Raises:
        NotSaid: only Ruby knows it.
    """
    if isinstance(value, Lambda):
        if len(value.body) == 1 and isinstance(value.body[0], str):
            return value.body[0]
        raise NotSaid("a default that Ruby works out")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, str):
        return literal(value)
    if isinstance(value, tuple):
        return literal("{" + ",".join(_element(each) for each in value) + "}")
    if isinstance(value, dict):
        return literal(_json(value))
    if value is None:
        return "NULL"
    if isinstance(value, Const) and value.name.endswith("Float::INFINITY"):
        return "'Infinity'"
    raise NotSaid("a default that Ruby works out")


def _element(value: Value) -> str:
    if isinstance(value, tuple):
        return "{" + ",".join(_element(each) for each in value) + "}"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return "NULL" if value is None else str(value).lower()


def _json(value: Value) -> str:
    import json  # few columns have such a default

    if _has_code(value):
        raise NotSaid("a default that Ruby works out")
    return json.dumps(value)


def _has_code(value: Value) -> bool:
    if isinstance(value, dict):
        return any(map(_has_code, value.values()))
    if isinstance(value, tuple):
        return any(map(_has_code, value))
    return isinstance(value, Call | Code | Const | Lambda)


def index_name(table: str, columns: Sequence[str]) -> str:
    """Return the name that ``index_name`` gives; a long one is cut as Rails does since 7.1."""
    full = f"index_{table}_on_{'_and_'.join(columns)}"
    if len(full.encode()) <= _LONGEST_INDEX_NAME:
        return full
    short = f"idx_on_{'_'.join(columns)}"
    ending = f"_{sha256(full.encode()).hexdigest()[:10]}"
    return short.encode()[: _LONGEST_INDEX_NAME - len(ending)].decode(errors="ignore") + ending


def foreign_key_name(table: str, columns: Sequence[str]) -> str:
    """Return ``fk_rails_`` and a part of a hash, as ``foreign_key_name`` does."""
    return "fk_rails_" + _hashed(table, "_".join(columns), "fk")


def check_name(table: str, expression: str) -> str:
    """Return ``chk_rails_`` and a part of a hash, as ``check_constraint_name`` does."""
    return "chk_rails_" + _hashed(table, expression, "chk")


def unique_name(table: str, columns: Sequence[str]) -> str:
    """Return ``uniq_rails_`` and a part of a hash, as ``unique_constraint_name`` does."""
    return "uniq_rails_" + _hashed(table, "_and_".join(columns), "unique")


def exclusion_name(table: str, expression: str) -> str:
    """Return ``excl_rails_`` and a part of a hash, as ``exclusion_constraint_name`` does."""
    return "excl_rails_" + _hashed(table, expression, "excl")


def _hashed(*parts: str) -> str:
    return sha256("_".join(parts).encode()).hexdigest()[:10]


_ACTIONS = {"cascade": "CASCADE", "nullify": "SET NULL", "restrict": "RESTRICT", "no_action": "NO ACTION"}


def action(clause: str, value: Value) -> str:
    """Return an ON DELETE or ON UPDATE clause with a blank before it; nothing for nil.

    Raises:
        NotSaid: Rails knows no such action.
    """
    if value is None:
        return ""
    if not isinstance(value, str) or value not in _ACTIONS:
        raise NotSaid(f"{clause.lower().replace(' ', '_')} has a value that Rails does not know")
    return f" {clause} {_ACTIONS[value]}"


def deferrable(value: Value) -> str:
    """Return a DEFERRABLE clause with a blank before it; nothing for nil and false."""
    if value in (None, False):
        return ""
    return f" DEFERRABLE INITIALLY {value.upper()}" if value in ("deferred", "immediate") else " DEFERRABLE"
