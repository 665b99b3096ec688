"""Statements that a server refuses before it looks at any row: of a key, or the DELETE itself (semantics R16, R19)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from ondelete.catalog import ReferentialAction
from ondelete.deletion.actions.rules import recursive_rule
from ondelete.deletion.effects import Refusal
from ondelete.deletion.kinds import FailureKind
from ondelete.deletion.sqlstates import VERSIONS, SqlState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Catalog, Clause, ForeignKey, Publication, PublishedTable, QualifiedName, Table


def refusal_of_action(catalog: Catalog, key: ForeignKey, clause: Clause) -> Refusal | None:
    """Return why the statement that a key runs is refused, None if it is not."""
    action = key.action_on(clause)
    if action.checks_only:
        return None
    verb: Clause = "delete" if clause == "delete" and action is ReferentialAction.CASCADE else "update"
    if verb == "update" and len(set(_written(key, clause))) < len(_written(key, clause)):
        reason = f"{key.name} names a column twice, so the UPDATE that it runs cannot be planned"
        return Refusal(FailureKind.REFUSED, key.table, key.name, SqlState.SYNTAX_ERROR, reason)
    refusal = refusal_by_recursion(catalog, key.table, verb)
    if refusal is not None:
        return refusal
    rule = catalog.replacing_rule(key.table, verb)
    if rule is not None and verb not in rule.commands:
        reason = f"rule {rule.name} on {key.table.shown} replaces the statement that the key runs"
        return Refusal(FailureKind.RULE, key.table, rule.name, SqlState.INTERNAL_ERROR, reason)
    return refusal_by_publication(catalog, key.table, verb, frozenset(key.columns))


def refusal_by_recursion(catalog: Catalog, table: QualifiedName, verb: Clause) -> Refusal | None:
    """Return why the rules of a table can never be applied to a DELETE or UPDATE on it, None if they can.

    Not even a condition or ALSO changes that, as no row has been looked at.
    """
    rule = recursive_rule(catalog, table, verb)
    if rule is None:
        return None
    reason = (
        f"rule {rule.name} on {rule.table.shown} runs {rule.event.upper()} on {rule.table.shown} again,"
        " so the statement is rewritten without end"
    )
    return Refusal(FailureKind.RULE, rule.table, rule.name, SqlState.INVALID_OBJECT_DEFINITION, reason)


def refusal_by_publication(
    catalog: Catalog, table: QualifiedName, verb: Clause, known: frozenset[str] = frozenset()
) -> Refusal | None:
    """Return why a DELETE or UPDATE cannot be published, None if it can or is not.

    Args:
        catalog: the schema.
        table: the table that the statement names.
        verb: what it does.
        known: columns whose values the statement gives; because of them, partitions are skipped.
    """
    by = catalog.tables[table].partition_key if table in catalog.tables else None
    passes_over = by is not None and any(column in known for column in by.columns)
    for leaf in (table, *catalog.partitions_below(table)):
        if not catalog.is_partitioned(leaf):
            for publication, entry in _publications(catalog, leaf):
                found = _refusal(catalog, leaf, verb, publication, entry) if verb in publication.commands else None
                if found is not None:
                    certain = not passes_over and found.versions == VERSIONS
                    sure_on = () if certain or passes_over else found.versions
                    return msgspec.structs.replace(found, certain=certain, sure_on=sure_on)
    return None


def _written(key: ForeignKey, clause: Clause) -> tuple[str, ...]:
    return key.set_columns if clause == "delete" and key.set_columns else key.columns


def _publications(catalog: Catalog, leaf: QualifiedName) -> Iterator[tuple[Publication, PublishedTable | None]]:
    """Yield the publications of a table, each with its column list and row filter for that table."""
    definition = catalog.tables.get(leaf)
    if not catalog.publications or definition is None or definition.unlogged or definition.kind == "foreign table":
        return
    names = (leaf, *catalog.partitioned_above(leaf))
    for publication in catalog.publications:
        entries = [e for name in names for e in catalog.published_of.get(name, ()) if e.name == publication.name]
        if not (entries or publication.all_tables or any(name.schema in publication.schemas for name in names)):
            continue
        # Of a partition, only its own entry counts, unless changes are published as those of the root.
        own = [entry for entry in entries if entry.table == leaf or publication.via_root]
        yield publication, own[-1] if own else None


def _refusal(
    catalog: Catalog, leaf: QualifiedName, verb: Clause, publication: Publication, entry: PublishedTable | None
) -> Refusal | None:
    identity, full = _identity(catalog, leaf), catalog.tables[leaf].replica_identity == "full"
    statement = f"{verb.upper()} on {leaf.shown}"
    if entry is not None and entry.filter_columns is not None and not full:
        outside = [column for column in entry.filter_columns if column not in (identity or ())]
        if outside:
            reason = (
                f"{statement}: the row filter of publication {publication.name} reads {', '.join(outside)},"
                " which the replica identity does not contain"
            )
            return _by(publication, leaf, SqlState.INVALID_COLUMN_REFERENCE, reason)
    if entry is not None and entry.columns is not None:
        outside = [column for column in identity or () if column not in entry.columns]
        if full or outside:
            reason = (
                f"{statement}: the column list of publication {publication.name} does not cover the replica identity"
            )
            return _by(publication, leaf, SqlState.INVALID_COLUMN_REFERENCE, reason)
    hidden = _unpublished(catalog.tables[leaf], identity, publication, entry)
    if hidden:
        reason = (
            f"from 18 on, {statement}: the replica identity holds {', '.join(hidden)},"
            f" a generated column that publication {publication.name} does not publish"
        )
        refusal = _by(publication, leaf, SqlState.INVALID_COLUMN_REFERENCE, reason)
        return msgspec.structs.replace(refusal, versions=_KNOWS_GENERATED)
    if identity is None and not full:
        reason = (
            f"{statement}: publication {publication.name} publishes {verb}s,"
            f" and {leaf.shown} has no replica identity (a primary key is one)"
        )
        return _by(publication, leaf, SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, reason)
    return None


_KNOWS_GENERATED = tuple(version for version in VERSIONS if version >= 18)


def _unpublished(
    table: Table, identity: tuple[str, ...] | None, publication: Publication, entry: PublishedTable | None
) -> list[str]:
    """Return the generated columns of the replica identity that are not published (pub_contains_invalid_column, 18)."""
    listed = entry is not None and entry.columns is not None
    if listed:
        return []
    held = identity if table.replica_identity != "full" else tuple(column.name for column in table.columns)
    by_stored = ("virtual",) if publication.generated else ("virtual", "stored")
    return [column.name for column in table.columns if column.name in (held or ()) and column.generated in by_stored]


def _by(publication: Publication, leaf: QualifiedName, sqlstate: str, reason: str) -> Refusal:
    return Refusal(FailureKind.PUBLICATION, leaf, publication.name, sqlstate, reason)


def _identity(catalog: Catalog, table: QualifiedName) -> tuple[str, ...] | None:
    """Return the columns by which a subscriber finds a row, None if there are none."""
    kind = catalog.tables[table].replica_identity
    if kind == "default":
        for name in (table, *catalog.partitioned_above(table)):
            for key in catalog.keys_of.get(name, ()):
                if key.kind == "primary key" and not key.timing.deferrable:
                    return tuple(column for column in key.columns if column is not None)
    if kind == "index":
        for index in catalog.indexes_of.get(table, ()):
            if index.replica_identity:
                return tuple(column for column in index.columns if column is not None)
    return None


class RememberedRefusals:
    """The refusals of one catalog's keys, each computed once."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._known: dict[tuple[int, Clause], Refusal | None] = {}

    def of(self, order: int, key: ForeignKey, clause: Clause) -> Refusal | None:
        """Return why the statement of the key at that place of the creation order is refused, None if it is not."""
        if (order, clause) not in self._known:
            self._known[order, clause] = refusal_of_action(self._catalog, key, clause)
        return self._known[order, clause]


@lru_cache(maxsize=8)
def remembered_refusals(catalog: Catalog) -> RememberedRefusals:
    """Return the catalog's refusals, which other deletes also use."""
    return RememberedRefusals(catalog)
