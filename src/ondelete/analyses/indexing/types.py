"""Type names, reduced to what operators depend on; operator families as PostgreSQL's own catalogs define them.

Source: pg_opfamily.dat, pg_amop.dat and pg_cast.dat of PostgreSQL 15-18, and the install scripts of its contrib
extensions; the verdicts built on them are tested against servers (tests/postgres/test_index_coverage.py).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ondelete.catalog import Catalog, Column, QualifiedName

# Every blank and every parenthesis is looked at once, however many of them nothing closes.
_MODIFIER = re.compile(r"(?<!\s)\s*+\([^()]*+\)")
_INTERVAL = re.compile(r"interval\b.*")

_INTEGERS = ("smallint", "integer", "bigint")
_FLOATS = ("real", "double precision")
_TIMES = ("date", "timestamp without time zone", "timestamp with time zone")

BTREE_FAMILIES = (
    dict.fromkeys(_INTEGERS, "integer_ops")
    | dict.fromkeys(_FLOATS, "float_ops")
    | dict.fromkeys(_TIMES, "datetime_ops")
    | dict.fromkeys(("text", "name"), "text_ops")
    | {"character": "bpchar_ops", "inet": "network_ops", "oid": "oid_ops", "citext": "citext_ops"}
)
"""Type → the btree family of its ``=``; any other type has a family of its own, named after the type."""

HASH_FAMILIES = BTREE_FAMILIES | {name: name for name in _TIMES}
"""The same for hash, where dates and timestamps do not mix."""

OPCLASS_FAMILIES = {
    **dict.fromkeys(("int2_ops", "int4_ops", "int8_ops"), "integer_ops"),
    **dict.fromkeys(("float4_ops", "float8_ops"), "float_ops"),
    **dict.fromkeys(("text_ops", "varchar_ops", "name_ops"), "text_ops"),
    **dict.fromkeys(("text_pattern_ops", "varchar_pattern_ops"), "text_pattern_ops"),
    **dict.fromkeys(("inet_ops", "cidr_ops"), "network_ops"),
    "bpchar_ops": "bpchar_ops",
    "bpchar_pattern_ops": "bpchar_pattern_ops",
    "citext_ops": "citext_ops",
    "citext_pattern_ops": "citext_ops",
    "oid_ops": "oid_ops",
    "numeric_ops": "numeric",
    "uuid_ops": "uuid",
    "bool_ops": "boolean",
    "bytea_ops": "bytea",
    "char_ops": '"char"',
    "bit_ops": "bit",
    "varbit_ops": "bit varying",
    "interval_ops": "interval",
    "time_ops": "time without time zone",
    "timetz_ops": "time with time zone",
    "macaddr_ops": "macaddr",
    "macaddr8_ops": "macaddr8",
    "money_ops": "money",
    "jsonb_ops": "jsonb",
}
"""Operator class → family, for btree and hash alike; dates are told apart by the method."""

_DATE_OPCLASSES = {
    "date_ops": "date",
    "timestamp_ops": "timestamp without time zone",
    "timestamptz_ops": "timestamp with time zone",
}

PATTERN_FAMILIES = {"text_pattern_ops": "text", "bpchar_pattern_ops": "character"}
"""Families that contain only the ``=`` of one type with itself."""

RELABELLED = frozenset(
    {
        ("citext", "text"),
        ("integer", "oid"),
        ("text", "character"),
        ("bit", "bit varying"),
        ("bit varying", "bit"),
    }
)
"""Implicit casts that change no bit (and are not undone by ``plain_type``): an index on the bare column still fits."""

_OIDS = """
regclass regcollation regconfig regdictionary regnamespace regoper regoperator regproc regprocedure regrole regtype
""".split()
_SAME_OPERATORS = {
    "character varying": "text",
    "bpchar": "character",
    "cidr": "inet",
    **dict.fromkeys(_OIDS, "oid"),
}


@lru_cache(maxsize=1024)
def plain_type(name: str) -> str:
    """Return a type without modifiers, and as the type whose operators it uses (varchar has those of text).

    >>> plain_type("character varying(20)"), plain_type("timestamp(3) without time zone"), plain_type("public.citext")
    ('text', 'timestamp without time zone', 'citext')
    """
    bare = _INTERVAL.sub("interval", _MODIFIER.sub("", name)).removeprefix("pg_catalog.")
    suffix = "[]" * bare.count("[]")
    bare = bare.replace("[]", "")
    if bare.rpartition(".")[2] == "citext":
        bare = "citext"
    return _SAME_OPERATORS.get(bare, bare) + suffix


def base_type(catalog: Catalog, column: Column) -> str:
    """Return the type of a column as it is declared, looked up through domains."""
    name, type_name = column.type, column.type_name
    seen: set[QualifiedName] = set()
    while not name.endswith("[]") and (domain := catalog.domain(type_name)) is not None and domain.name not in seen:
        seen.add(domain.name)
        name, type_name = domain.base, domain.base_name
    return name


def is_collatable(plain: str) -> bool:
    """Whether values of a plain type compare under a collation."""
    return plain.removesuffix("[]") in ("text", "character", "name", "citext")


def is_range(plain: str) -> bool:
    """Whether a plain type is one of PostgreSQL's own range or multirange types."""
    return plain.endswith(("range", "multirange"))


@lru_cache(maxsize=1024)
def btree_family(plain: str) -> str:
    """Return the btree family of a plain type."""
    return "array_ops" if plain.endswith("[]") else BTREE_FAMILIES.get(plain, plain)


def hash_family(plain: str) -> str:
    """Return the hash family of a plain type."""
    return "array_ops" if plain.endswith("[]") else HASH_FAMILIES.get(plain, plain)


def opclass_family(opclass: str, method: str) -> str | None:
    """Return the family of an operator class of btree or hash, None for one that this program does not know."""
    bare = opclass.rpartition(".")[2].strip('"')
    if bare in _DATE_OPCLASSES:
        return _DATE_OPCLASSES[bare] if method == "hash" else "datetime_ops"
    return OPCLASS_FAMILIES.get(bare)
