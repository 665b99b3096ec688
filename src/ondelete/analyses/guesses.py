"""What the names in a schema suggest: groups, large tables, references without a key. A person has to judge."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from ondelete.catalog import ForeignKey, QualifiedName

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ondelete.catalog import Catalog, Column, Table

_LARGE = re.compile(
    r"(?:^|_)(?:activit|audit|click|deliver|event|histor|hit|log|measure|message|metric|notification|point|reading|"
    r"revision|sample|session|trace|transition|version|view|visit)(?:s|y|ies|es|)(?:_|$)"
)
_TEXT = ("text", "character", "citext", "public.citext")
_MEMBERS = 3  # tables with one prefix make a group
_MOST = 8  # of each kind of guess


class Reference(msgspec.Struct, frozen=True):
    """A column that looks like a reference and has no key; ``to`` is the table that its name means, if there is one."""

    table: QualifiedName
    column: str
    to: QualifiedName | None = None


class Guesses(msgspec.Struct, frozen=True):
    """What to suggest, the most telling first, each list short.

    ``groups`` are schemas, or the prefixes of table names, with how many tables each has; ``by_schema`` says which.
    ``large`` are partitioned tables and tables with names as of logs. ``widest`` have the most keys towards them.
    """

    groups: tuple[tuple[str, int], ...]
    by_schema: bool
    large: tuple[QualifiedName, ...]
    widest: tuple[QualifiedName, ...]
    references: tuple[Reference, ...]
    polymorphic: tuple[Reference, ...]
    third_party: tuple[Reference, ...]
    first_key: ForeignKey | None


def guesses_of(catalog: Catalog) -> Guesses:
    """Return what the names of a schema suggest."""
    tables = [table for table in catalog.tables.values() if not table.is_partition]
    by_schema = len({table.name.schema for table in tables}) > 1
    groups = Counter(t.name.schema for t in tables) if by_schema else _prefixes(tables)
    loose = list(_without_key(catalog, tables))
    return Guesses(
        groups=tuple(groups.most_common(_MOST)),
        by_schema=by_schema,
        large=tuple(t.name for t in tables if t.is_partitioned or _LARGE.search(t.name.name))[:_MOST],
        widest=_widest(catalog),
        references=tuple(r for r in loose if r.to is not None)[:_MOST],
        polymorphic=tuple(r for r in loose if _is_polymorphic(catalog, r))[:_MOST],
        third_party=tuple(r for r in loose if _is_text(catalog, r) and not _is_polymorphic(catalog, r))[:_MOST],
        first_key=next(iter(catalog.foreign_keys), None),
    )


def _prefixes(tables: Sequence[Table]) -> Counter[str]:
    """Count the tables by the first word of their names, where several begin with it."""
    words = Counter(t.name.name.partition("_")[0] for t in tables if "_" in t.name.name.strip("_"))
    return Counter({word: number for word, number in words.items() if number >= _MEMBERS and len(word) > 1})


def _widest(catalog: Catalog) -> tuple[QualifiedName, ...]:
    counts = Counter(key.referenced_table for key in catalog.foreign_keys if not key.is_self_reference)
    return tuple(table for table, _ in counts.most_common(3))


def _without_key(catalog: Catalog, tables: Sequence[Table]) -> Iterator[Reference]:
    """Yield the columns called ``x_id`` that are in no key, neither a foreign nor a primary one."""
    by_name: Mapping[str, QualifiedName] = {table.name.name: table.name for table in reversed(tables)}
    for table in tables:
        keyed = {column for key in catalog.foreign_keys_from.get(table.name, ()) for column in key.columns}
        keyed.update(c for k in catalog.keys_of.get(table.name, ()) if k.kind == "primary key" for c in k.columns if c)
        for column in table.columns:
            stem = column.name.removesuffix("_id")
            if stem and stem != column.name and column.name not in keyed:
                near = (by_name.get(name) for name in (f"{stem}s", f"{stem}es", f"{stem[:-1]}ies", stem))
                yield Reference(table.name, column.name, next(filter(None, near), None))


def _is_polymorphic(catalog: Catalog, reference: Reference) -> bool:
    return catalog.tables[reference.table].column(f"{reference.column.removesuffix('_id')}_type") is not None


def _is_text(catalog: Catalog, reference: Reference) -> bool:
    column: Column | None = catalog.tables[reference.table].column(reference.column)
    return column is not None and column.type.partition("(")[0].startswith(_TEXT)
