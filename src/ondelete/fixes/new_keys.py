"""A key on a table that has rows: orphans counted, cleaned up if somebody decides so, an index, NOT VALID, VALIDATE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.analyses.impossible import impossible_action
from ondelete.analyses.index_coverage import index_coverage
from ondelete.catalog import (
    IMMEDIATE,
    ForeignKey,
    MatchType,
    ReferentialAction,
    quote_identifier,
)
from ondelete.findings import Fix, Phase
from ondelete.fixes.builders import definition
from ondelete.fixes.indexes import index_fixes
from ondelete.fixes.migrations import migration, ruby_string
from ondelete.fixes.names import name_within_limit
from ondelete.fixes.orphans import COUNTING, as_comment, clean_up, count_orphans, list_missing, ruby_repeat

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.analyses.references import Reference
    from ondelete.catalog import Catalog, QualifiedName

_LOCK = "5s"


def new_key(catalog: Catalog, reference: Reference, action: ReferentialAction | None = None) -> ForeignKey:
    """Return the key that would declare a reference; it is none of the catalog.

    Args:
        catalog: the schema.
        reference: one that can be a key.
        action: what it does on delete; if it is None, SET NULL if the columns can be NULL, else RESTRICT: a delete
            then loses no row that it leaves alone today.
    """
    key = ForeignKey(
        table=reference.table,
        name=_name(catalog, reference),
        columns=reference.columns,
        referenced_table=reference.to or reference.table,
        referenced_columns=reference.referenced_columns,
        on_delete=action or ReferentialAction.SET_NULL,
        on_update=ReferentialAction.NO_ACTION,
        set_columns=reference.columns[-1:] if _clears_one(reference, action) else None,
        match=MatchType.SIMPLE,
        timing=IMMEDIATE,
        validated=True,
        enforced=True,
        period=False,
        location=reference.location,
    )
    if action is None and impossible_action(catalog, key):
        return new_key(catalog, reference, ReferentialAction.RESTRICT)
    return key


def why_not(catalog: Catalog, key: ForeignKey) -> str | None:
    """Return why the action of a new key could never work, None if it can."""
    reasons = impossible_action(catalog, key).reasons
    return f"{key.on_delete.value.upper()} would always fail: {'; '.join(reasons)}" if reasons else None


def add_keys(catalog: Catalog, keys: Sequence[ForeignKey]) -> list[Fix]:
    """Return the SQL, and the migration, that adds each key; a table with partitions that can have none is left out.

    What deletes or clears rows is a comment, until somebody has decided it.
    """
    indexes = index_fixes(catalog, index_coverage(catalog, keys).values())
    fixes = (_add_key(catalog, key, indexes.get(key.id)) for key in keys)
    return [fix for fix in fixes if fix is not None]


def _add_key(catalog: Catalog, key: ForeignKey, index: Fix | None) -> Fix | None:
    if any(catalog.tables[part].kind == "foreign table" for part in catalog.partitions_below(key.table)):
        return None
    constraints = list(_constraints(catalog, key))
    said, cleaning = clean_up(catalog, key)
    counting, missing = count_orphans(key), list_missing(key)
    sql = [
        COUNTING,
        counting,
        *([missing] if missing is not None else []),
        as_comment(said),
        *map(as_comment, cleaning),
        *([index.sql] if index is not None and index.sql else []),
        f"SET lock_timeout = '{_LOCK}';",
        *constraints,
        "RESET lock_timeout;",
    ]
    touches = (key.id, *(index.touches if index is not None else ()))
    rails = _rails(" ".join(filter(None, (counting, missing))), said, cleaning, index, constraints)
    return Fix("\n".join(sql), rails, Phase.ADD_CONSTRAINT, touches)


def _constraints(catalog: Catalog, key: ForeignKey) -> Iterator[str]:
    """Yield the statements that add the key.

    Before PostgreSQL 18 a partitioned table takes no NOT VALID key. Its leaves do, and a partitioned table takes the
    valid keys of its leaves for its own, without reading their rows again.
    """
    table = catalog.tables[key.table]
    leaves = [part for part in catalog.partitions_below(key.table) if not catalog.tables[part].is_partitioned]
    adding = f"ADD CONSTRAINT {quote_identifier(key.name)} {definition(key)}"
    for name in leaves if table.is_partitioned else (key.table,):
        yield f"ALTER TABLE {name.sql} {adding} NOT VALID;"
        yield f"ALTER TABLE {name.sql} VALIDATE CONSTRAINT {quote_identifier(key.name)};"
    if table.is_partitioned:
        yield f"ALTER TABLE {key.table.sql} {adding};"


def _rails(counting: str, said: str, cleaning: Sequence[str], index: Fix | None, constraints: Sequence[str]) -> str:
    adding = [index.sql] if index is not None and index.sql else []
    statements = [line for text in adding for line in text.splitlines()]
    lines = [
        *as_comment(f"Rows that reference nothing: {counting}", "#").splitlines(),
        *as_comment(said, "#").splitlines(),
        *(f"# {line}" for line in (ruby_repeat(cleaning) if cleaning else ())),
        *(f"execute {ruby_string(sql)}" for sql in statements),
        "execute " + ruby_string(f"SET lock_timeout = '{_LOCK}'"),
        *(f"execute {ruby_string(sql)}" for sql in constraints),
        "execute " + ruby_string("RESET lock_timeout"),
    ]
    return migration(lines, method="up", in_transaction=False)


def _clears_one(reference: Reference, action: ReferentialAction | None) -> bool:
    """Whether SET NULL has to be told which column it clears: the tenant of a row stays."""
    return len(reference.columns) > 1 and action in (None, ReferentialAction.SET_NULL)


def _name(catalog: Catalog, reference: Reference) -> str:
    """Return a name as PostgreSQL would choose it, that no constraint of the table or its partitions has."""
    tables: tuple[QualifiedName, ...] = (reference.table, *catalog.partitions_below(reference.table))
    groups = (catalog.foreign_keys_from, catalog.keys_of, catalog.checks_of)
    taken = {constraint.name for group in groups for table in tables for constraint in group.get(table, ())}
    base, number = f"{reference.table.name}_{'_'.join(reference.columns)}", 0
    while True:
        end = f"_fkey{number or ''}"
        name = name_within_limit(base, end)
        if name not in taken:
            return name
        number += 1
