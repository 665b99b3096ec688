"""The index to add: SQL that does not lock the table against writes, and the same as a Rails migration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.analyses.indexing.comparison import CONFLICT, comparisons_of
from ondelete.analyses.indexing.copies import has_unnamed_copy, unnamed_copies
from ondelete.analyses.indexing.match import Verdict
from ondelete.catalog import QualifiedName, constraint_id, quote_identifier
from ondelete.findings import Fix
from ondelete.fixes.migrations import execute, is_sayable, migration, ruby_columns, ruby_string, ruby_table
from ondelete.fixes.names import name_within_limit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ondelete.analyses.index_coverage import KeyCoverage
    from ondelete.analyses.indexing.comparison import Comparison
    from ondelete.catalog import Catalog, ForeignKey, Index

_OPCLASSES = {"text": "text_ops", "character": "bpchar_ops", "oid": "oid_ops", "bit": "bit_ops"} | {
    "bit varying": "varbit_ops"
}
_NOT_IMMUTABLE = ("time with time zone",)
"""Types to which the implicit cast depends on a setting, so that no index can hold it (time to timetz)."""
_TYPES = {"character": "bpchar"}


class IndexNames:
    """Names for new indexes: as PostgreSQL would choose them, at most 63 bytes, none used twice in a schema."""

    def __init__(self, catalog: Catalog) -> None:
        self._taken = {*catalog.tables, *catalog.relations}
        self._taken.update(QualifiedName(index.table.schema, index.name) for index in catalog.indexes)
        self._given: dict[tuple[QualifiedName, str], str] = {}
        for table, columns in unnamed_copies(catalog):
            self._next(table, columns)

    def name_for(self, table: QualifiedName, columns: Sequence[str], definition: str) -> str:
        """Return a name for the index of that definition; the same one each time it is asked for."""
        if (table, definition) not in self._given:
            self._given[table, definition] = self._next(table, columns)
        return self._given[table, definition]

    def _next(self, table: QualifiedName, columns: Sequence[str]) -> str:
        base, number = f"{table.name}_{'_'.join(columns)}", 0
        name = name_within_limit(base, "_idx")
        while QualifiedName(table.schema, name) in self._taken:
            number += 1
            name = name_within_limit(base, f"_idx{number}")
        self._taken.add(QualifiedName(table.schema, name))
        return name


def index_fixes(catalog: Catalog, coverage: Iterable[KeyCoverage]) -> Mapping[str, Fix]:
    """Return the fix of each key that no index serves fully, by the key's id; a key that cannot be helped has none."""
    names = IndexNames(catalog)
    lacking = {found.key.id: found.key for found in coverage if found.verdict is not Verdict.FULL}
    compared = {key.id: tuple(comparisons_of(catalog, key)) for key in lacking.values()}
    wider = wider_keys(lacking.values(), lambda key: compared[key.id])
    fixes = ((key.id, wider.get(key.id, key)) for key in lacking.values())
    found = ((key, index_fix(catalog, served, compared[served.id], names)) for key, served in fixes)
    return {key: fix for key, fix in found if fix is not None}


def wider_keys(
    lacking: Iterable[ForeignKey], elements: Callable[[ForeignKey], Sequence[object]]
) -> Mapping[str, ForeignKey]:
    """Return, by key, another key of its table whose index will serve it too: its elements come first there.

    Args:
        lacking: keys without an index.
        elements: what an index on a key holds, in order.
    """
    found: dict[str, ForeignKey] = {}
    widest_first = sorted(lacking, key=lambda key: -len(key.columns))
    by_start: dict[tuple[QualifiedName, tuple[object, ...]], ForeignKey] = {}
    for key in widest_first:
        own = tuple(elements(key))
        wider = by_start.get((key.table, own))
        if wider is not None and not key.period and not wider.period:
            found[key.id] = wider
        for length in range(1, len(own) + 1):
            by_start.setdefault((key.table, own[:length]), key)
    return found


def index_fix(catalog: Catalog, key: ForeignKey, comparisons: Sequence[Comparison], names: IndexNames) -> Fix | None:
    """Return the index that serves a key fully, None if there is no such index.

    CREATE INDEX CONCURRENTLY cannot run inside a transaction, nor on a partitioned table: there the root gets an
    index ON ONLY it, every partition its own CONCURRENTLY, and each is attached.
    """
    elements = ", ".join(_element(comparison) for comparison in comparisons)
    if any(_is_beyond_help(comparison) for comparison in comparisons):
        return None
    definition = f" USING gist ({elements})" if key.period else f" ({elements})"
    plain = definition == _definition(key.columns)
    table = catalog.tables.get(key.table)
    if table is not None and table.is_partitioned:
        statements, touched = _partitioned(catalog, key, definition, names)
        return Fix(sql="\n".join(statements), rails=execute(statements), touches=touched)
    name = names.name_for(key.table, key.columns, definition)
    sql = f"CREATE INDEX CONCURRENTLY {quote_identifier(name)} ON {key.table.sql}{definition};"
    rails = _rails_add(key, name) if plain and is_sayable(key.table) else execute([sql])
    return Fix(sql=sql, rails=rails, touches=(constraint_id(key.table, name),))


def _is_beyond_help(comparison: Comparison) -> bool:
    return comparison.collation == CONFLICT or (comparison.cast and comparison.right in _NOT_IMMUTABLE)


def _definition(columns: Sequence[str]) -> str:
    return f" ({', '.join(quote_identifier(column) for column in columns)})"


def _element(comparison: Comparison) -> str:
    """Return the index element that answers a comparison: the column, or what it is cast or collated to."""
    column = quote_identifier(comparison.column)
    if not comparison.needs_help or comparison.right is None:
        return column
    collation = ' COLLATE "C"' if comparison.collation != comparison.column_collation else ""
    if comparison.cast:
        return f"(({column})::{_TYPES.get(comparison.right, comparison.right)}){collation}"
    opclass = f" {_OPCLASSES[comparison.right]}" if not collation and comparison.right in _OPCLASSES else ""
    return f"{column}{collation}{opclass}"


def _partitioned(
    catalog: Catalog, key: ForeignKey, definition: str, names: IndexNames
) -> tuple[list[str], tuple[str, ...]]:
    """Return statements for the root and all its partitions, and the indexes that they make, attach, or attach to.

    An index that is there already is attached.
    """
    plain = definition == _definition(key.columns)
    existing = _plain_index(catalog, key.table, key, None) if plain else None
    root = existing.name if existing else names.name_for(key.table, key.columns, definition)
    only = "ONLY " if catalog.children_of.get(key.table) else ""  # partitions that no file shows need it too
    statements = [] if existing else [f"CREATE INDEX {quote_identifier(root)} ON {only}{key.table.sql}{definition};"]
    pending = [(key.table, root, existing)]
    touched = [constraint_id(key.table, root)]
    while pending:
        parent, parent_name, parent_index = pending.pop()
        above = QualifiedName(parent.schema, parent_name)
        for child in catalog.children_of.get(parent, ()):
            part = catalog.tables[child]
            copied = parent_index is not None and has_unnamed_copy(catalog, parent_index, child, above)
            if part.kind == "foreign table" or copied:
                continue
            existing = _part_of(catalog, child, above) or (_plain_index(catalog, child, key, above) if plain else None)
            name = existing.name if existing else names.name_for(child, key.columns, definition)
            if not existing:
                how, only = ("", "ONLY ") if part.is_partitioned else (" CONCURRENTLY", "")
                statements.append(f"CREATE INDEX{how} {quote_identifier(name)} ON {only}{child.sql}{definition};")
            touched.append(constraint_id(child, name))
            attached = QualifiedName(child.schema, name)
            if (attached, above) not in _attachments(catalog, child):
                statements.append(f"ALTER INDEX {above.sql} ATTACH PARTITION {attached.sql};")
            if part.is_partitioned:
                pending.append((child, name, existing))
    return statements, tuple(touched)


def _part_of(catalog: Catalog, table: QualifiedName, above: QualifiedName) -> Index | None:
    """Return the index of a partition that is attached to the index ``above`` already: a second one is refused."""
    return next((index for index in catalog.indexes_of.get(table, ()) if index.attached_to == above), None)


def _plain_index(catalog: Catalog, table: QualifiedName, key: ForeignKey, above: QualifiedName | None) -> Index | None:
    """Return the index of just the key's columns that can be, or is, attached to the index ``above``."""
    for index in catalog.indexes_of.get(table, ()):
        special = index.unique or index.predicate or index.include or any(index.opclasses) or any(index.collations)
        free = index.attached_to in (None, above)
        if index.columns == key.columns and index.method == "btree" and free and not special and not index.constraint:
            return index
    return None


def _attachments(catalog: Catalog, table: QualifiedName) -> set[tuple[QualifiedName, QualifiedName | None]]:
    return {(QualifiedName(table.schema, index.name), index.attached_to) for index in catalog.indexes_of.get(table, ())}


def _rails_add(key: ForeignKey, name: str) -> str:
    listed = ruby_columns(key.columns)
    line = f"add_index {ruby_table(key.table)}, {listed}, name: {ruby_string(name)}, algorithm: :concurrently"
    return migration([line], in_transaction=False)
