"""Type names as PostgreSQL's ``format_type`` prints them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ondelete.catalog import quote_identifier
from ondelete.dump.nodes.expressions import ExpressionNode, TypeName
from ondelete.dump.nodes.names import strings

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
    "bit": "bit{}",
    "varbit": "bit varying{}",
    "varchar": "character varying{}",
    "time": "time{} without time zone",
    "timetz": "time{} with time zone",
    "timestamp": "timestamp{} without time zone",
    "timestamptz": "timestamp{} with time zone",
    "char": '"char"',
    "json": "json",
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


# Types of pg_catalog that a column can have. pg_catalog is searched first, so no user-defined type hides them.
_BUILTIN = frozenset(_PRINTED) | frozenset(
    """
    aclitem bit box bpchar bytea cid cidr circle date datemultirange daterange inet int2vector int4multirange
    int4range int8multirange int8range interval json jsonb jsonpath line lseg macaddr macaddr8 money name
    nummultirange numrange oid oidvector path pg_lsn pg_snapshot point polygon refcursor regclass regcollation
    regconfig regdictionary regnamespace regoper regoperator regproc regprocedure regrole regtype text tid tsmultirange
    tsquery tsrange tstzmultirange tstzrange tsvector txid_snapshot uuid xid xid8 xml
    """.split()
)


def format_type(node: TypeName, find: Callable[[tuple[str, ...]], QualifiedName | None]) -> str:
    """Return a type as format_type prints it; ``find`` resolves the names of user-defined types."""
    parts = strings(node.names)
    modifiers = tuple(_modifier(each) for each in node.typmods) if node.typmods else ()
    array = bool(node.array_bounds)
    name = builtin_name(parts)
    if name is not None and name[0] == "_" and name[1:] in _BUILTIN:
        name, array = name[1:], True
    if name is not None:
        printed = _builtin(name, modifiers)
    else:
        user = find(parts)
        printed = user.sql if user is not None else ".".join(quote_identifier(part) for part in parts)
        printed += _in_parentheses(modifiers)
    return f"{printed}[]" if array else printed


@lru_cache(maxsize=4096)
def builtin_name(parts: tuple[str, ...]) -> str | None:
    """Return the bare name of a type of pg_catalog, None for any other type."""
    name = parts[-1]
    if len(parts) == 1:
        return name if name in _BUILTIN or (name[:1] == "_" and name[1:] in _BUILTIN) else None
    return name if parts[-2] == "pg_catalog" else None


@lru_cache(maxsize=4096)
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
