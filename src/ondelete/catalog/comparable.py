"""Which plain built-in types a foreign key can never compare.

A key needs an equality operator of the index of the referenced column; the type of the referencing column may differ if
that operator family has one for both, or if an implicit cast leads to the referenced type. So it matters which side is
which: ``integer`` may reference ``numeric``, not the other way round. Servers 15, 16 and 18 were asked for every pair.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.text.patterns import later

if TYPE_CHECKING:
    from ondelete.catalog.relations import Column

_MODIFIER = later(r"\(\d+(?:,\d+)?\)")
_INTEGERS = frozenset({"smallint", "integer", "bigint"})
_TEXTS = frozenset({"text", "character varying", "character", "name"})
_DATES = frozenset({"date", "timestamp without time zone", "timestamp with time zone"})
_ALONE = "uuid|time without time zone|boolean|bytea|jsonb|money|tsvector".split("|")
COMPARABLE: dict[str, frozenset[str]] = {
    **dict.fromkeys(_INTEGERS, _INTEGERS),
    "numeric": _INTEGERS | {"numeric"},
    "real": _INTEGERS | {"numeric", "real", "double precision"},
    "double precision": _INTEGERS | {"numeric", "real", "double precision"},
    "oid": _INTEGERS | {"oid"},
    **dict.fromkeys(_TEXTS, _TEXTS),
    "character": _TEXTS - {"name"},
    **dict.fromkeys(_DATES, _DATES),
    "time with time zone": frozenset({"time with time zone", "time without time zone"}),
    "interval": frozenset({"interval", "time without time zone"}),
    **dict.fromkeys(("inet", "cidr"), frozenset({"inet", "cidr"})),
    **dict.fromkeys(("macaddr", "macaddr8"), frozenset({"macaddr", "macaddr8"})),
    **dict.fromkeys(("bit", "bit varying"), frozenset({"bit", "bit varying"})),
    **{name: frozenset({name}) for name in _ALONE},
}
"""For each type of a referenced column those that a referencing column may have, of all types that are named here."""


def never_compare(column: Column, referenced: Column) -> bool:
    """Return whether no key leads from one column to the other; False wherever that is not certain."""
    if column.type == referenced.type or column.type_name is not None or referenced.type_name is not None:
        return False
    own, theirs = (_MODIFIER.sub("", each.type) for each in (column, referenced))
    return own in COMPARABLE and theirs in COMPARABLE and own not in COMPARABLE[theirs]
