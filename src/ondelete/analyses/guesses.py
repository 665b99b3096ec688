"""What the names in a schema suggest: groups, large tables, references without a foreign key. A person has to judge."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from ondelete.analyses.references import Reference, References
from ondelete.catalog import ForeignKey, QualifiedName

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.catalog import Catalog, Table

_LARGE = re.compile(
    r"(?:^|_)(?:activit|audit|click|deliver|event|histor|hit|log|measure|message|metric|notification|point|reading|"
    r"revision|sample|session|trace|transition|version|view|visit)(?:s|y|ies|es|)(?:_|$)"
)
_TEXT = ("text", "character", "citext", "public.citext")
_MEMBERS = 3  # tables with one prefix make a group
_MOST = 8  # of each kind of guess


class Guesses(msgspec.Struct, frozen=True):
    """What to suggest, the most useful first; each list is short.

    ``groups`` are schemas, or prefixes of table names, with the number of tables in each; ``by_schema`` says which.
    ``large`` are partitioned tables and tables with names like logs. ``widest`` are referenced by the most foreign
    keys. ``references`` and ``polymorphic`` have no foreign key. ``third_party`` are columns of text that may contain
    ids from elsewhere.
    """

    groups: tuple[tuple[str, int], ...]
    by_schema: bool
    large: tuple[QualifiedName, ...]
    widest: tuple[QualifiedName, ...]
    references: tuple[Reference, ...]
    polymorphic: tuple[Reference, ...]
    third_party: tuple[tuple[QualifiedName, str], ...]
    first_key: ForeignKey | None


def guesses_of(catalog: Catalog) -> Guesses:
    """Return what the names of a schema suggest."""
    tables = [table for table in catalog.tables.values() if not table.is_partition]
    by_schema = len({table.name.schema for table in tables}) > 1
    groups = Counter(t.name.schema for t in tables) if by_schema else _prefixes(tables)
    found = References(catalog)
    return Guesses(
        groups=tuple(groups.most_common(_MOST)),
        by_schema=by_schema,
        large=tuple(t.name for t in tables if t.is_partitioned or _LARGE.search(t.name.name))[:_MOST],
        widest=_widest(catalog),
        references=tuple(r for r in found.all if r.can_be_key and len(r.columns) == 1)[:_MOST],
        polymorphic=found.polymorphic[:_MOST],
        third_party=tuple(_third_party(catalog, tables, found))[:_MOST],
        first_key=next(iter(catalog.foreign_keys), None),
    )


def _prefixes(tables: Sequence[Table]) -> Counter[str]:
    """Count the tables by the first word of their names, if several begin with it."""
    words = Counter(t.name.name.partition("_")[0] for t in tables if "_" in t.name.name.strip("_"))
    return Counter({word: number for word, number in words.items() if number >= _MEMBERS and len(word) > 1})


def _widest(catalog: Catalog) -> tuple[QualifiedName, ...]:
    counts = Counter(key.referenced_table for key in catalog.foreign_keys if not key.is_self_reference)
    return tuple(table for table, _ in counts.most_common(3))


def _third_party(catalog: Catalog, tables: Sequence[Table], found: References) -> Iterator[tuple[QualifiedName, str]]:
    """Yield the columns of text named ``x_id`` that are in no key and refer to no table."""
    known = {(reference.table, column) for reference in found.all for column in reference.columns}
    for table in tables:
        keyed = {column for key in catalog.foreign_keys_from.get(table.name, ()) for column in key.columns}
        keyed.update(c for k in catalog.keys_of.get(table.name, ()) if k.kind == "primary key" for c in k.columns if c)
        for column in table.columns:
            is_text = column.type.partition("(")[0].startswith(_TEXT)
            named = is_text and column.name.endswith("_id") and column.name not in keyed
            if named and (table.name, column.name) not in known:
                yield table.name, column.name
