"""Type names as PostgreSQL's ``format_type`` prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import quote_identifier
from ondelete.dump.nodes import ExpressionNode, TypeName, strings

if TYPE_CHECKING:
    from collections.abc import Callable

    from ondelete.catalog import QualifiedName

# format_type_extended in format_type.c: the types whose printed name is not their stored one.
# "{}" takes the type modifier.
_PRINTED = {
    "bool": "boolean",
    "int2": "smallint",
    "int4": "integer",
    "int8": "bigint",
    "float4": "real",
    "float8": "double precision",
    "numeric": "numeric{}",
    "decimal": "numeric{}",
    "int": "integer",
    "bit": "bit{}",
    "varbit": "bit varying{}",
    "varchar": "character varying{}",
    "time": "time{} without time zone",
    "timetz": "time{} with time zone",
    "timestamp": "timestamp{} without time zone",
    "timestamptz": "timestamp{} with time zone",
    "char": '"char"',
}
# INTERVAL_MASK in datetime.h: YEAR, MONTH, DAY, HOUR, MINUTE, SECOND are bits 2, 1, 3, 10, 11, 12.
_INTERVAL_FIELDS = ((1 << 2, "year"), (1 << 1, "month"), (1 << 3, "day"), (1 << 10, "hour"), (1 << 11, "minute"))
_SECOND = 1 << 12
_ANY_FIELDS = 0x7FFF
SERIALS = {
    "serial": "integer",
    "serial4": "integer",
    "bigserial": "bigint",
    "serial8": "bigint",
    "smallserial": "smallint",
    "serial2": "smallint",
}


def format_type(node: TypeName, find: Callable[[tuple[str, ...]], QualifiedName | None]) -> str:
    """Return a type as format_type prints it; ``find`` resolves the names of user-defined types."""
    parts = strings(node.names)
    name = parts[-1]
    modifiers = tuple(_modifier(each) for each in node.typmods)
    array = bool(node.array_bounds)
    if builtin_name(parts) is not None:
        if name.startswith("_") and name[1:] in _PRINTED | {"text": ""}:
            name, array = name[1:], True
        printed = _builtin(name, modifiers)
    else:
        printed = ""
    user = find(parts) if builtin_name(parts) is None or (len(parts) == 1 and name not in _PRINTED) else None
    if user is not None:
        printed = user.sql + _in_parentheses(modifiers)
    elif not printed:
        printed = ".".join(quote_identifier(part) for part in parts) + _in_parentheses(modifiers)
    return printed + ("[]" if array else "")


def builtin_name(parts: tuple[str, ...]) -> str | None:
    """Return the bare name where it can be a type of pg_catalog, else None."""
    return parts[-1] if len(parts) == 1 or parts[0] == "pg_catalog" else None


def _builtin(name: str, modifiers: tuple[str, ...]) -> str:
    if name == "bpchar":
        return f"character{_in_parentheses(modifiers)}" if modifiers else "bpchar"
    if name == "interval":
        return _interval(modifiers)
    pattern = _PRINTED.get(name)
    if pattern is None:
        return quote_identifier(name) + _in_parentheses(modifiers)
    if name == "numeric" and len(modifiers) == 1:
        modifiers = (*modifiers, "0")
    return pattern.format(_in_parentheses(modifiers))


def _interval(modifiers: tuple[str, ...]) -> str:
    mask = int(modifiers[0]) if modifiers and modifiers[0].isdigit() else _ANY_FIELDS
    precision = f"({modifiers[1]})" if len(modifiers) > 1 else ""
    if mask == _ANY_FIELDS:
        return f"interval{precision}"
    fields = [word for bit, word in _INTERVAL_FIELDS if mask & bit] + ["second"] * bool(mask & _SECOND)
    span = fields[0] if len(fields) == 1 else f"{fields[0]} to {fields[-1]}"
    return f"interval {span}{precision}"


def _in_parentheses(modifiers: tuple[str, ...]) -> str:
    return f"({','.join(modifiers)})" if modifiers else ""


def _modifier(node: ExpressionNode) -> str:
    if node.constant is not None and node.constant.sval is not None:
        return node.constant.sval.sval
    if node.constant is not None and node.constant.ival is not None:
        return str(node.constant.ival.ival)
    return ".".join(strings(node.column_ref.fields)) if node.column_ref is not None else "?"
