"""One version of a schema in figures, and what each version of a row of them brought."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

import msgspec

from ondelete.analyses.index_coverage import index_coverage
from ondelete.deletion.kinds import Verdict
from ondelete.deletion.predict import predict_statically
from ondelete.deletion.static.work import Work
from ondelete.graph import ForeignKeyGraph

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.catalog import Catalog, QualifiedName
    from ondelete.findings import Audit


class TableFacts(msgspec.Struct, frozen=True):
    """What a delete on one table does in a version; names are those of every output.

    ``blockers`` are the keys, and the triggers that raise errors, that can stop it, ``hard`` those that always do.
    """

    verdict: Verdict
    deleted: tuple[str, ...]
    blockers: tuple[str, ...]
    hard: tuple[str, ...]


class VersionFacts(msgspec.Struct, frozen=True):
    """A version in figures.

    ``keys`` counts foreign keys by their ON DELETE, ``blocked`` the tables of which a delete is BLOCKED, ``can_fail``
    those of which it CAN FAIL, ``unindexed`` the foreign keys that no index serves, ``unread`` the statements that were
    not understood. ``table`` is about the table that was asked for, None if the version does not have it.
    """

    tables: int
    keys: dict[str, int]
    blocked: int
    can_fail: int
    unindexed: int
    findings: int
    unread: int
    table: TableFacts | None = None


class Introduced(msgspec.Struct, frozen=True):
    """A blocker of a table, or a table that its cascade reaches, and the place of the version that brought it."""

    what: Literal["blocker", "deleted"]
    name: str
    version: int


def facts_of(catalog: Catalog, audit: Audit, table: QualifiedName | None = None) -> VersionFacts:
    """Return the figures of a version.

    Args:
        catalog: the schema.
        audit: what the policy finds fault with in it.
        table: the table to look at more closely.
    """
    graph = ForeignKeyGraph(catalog)
    work = Work()
    roots = (root for root in graph.tables if root in catalog.tables and not work.is_over)
    verdicts = Counter(predict_statically(catalog, root, work).verdict for root in roots)
    return VersionFacts(
        tables=sum(root in catalog.tables for root in graph.tables),
        keys=dict(sorted(Counter(key.on_delete.value for key in catalog.foreign_keys).items())),
        blocked=verdicts[Verdict.MUST_BLOCK],
        can_fail=verdicts[Verdict.MAY_BLOCK],
        unindexed=sum(found.verdict == "none" for found in index_coverage(catalog).values()),
        findings=len(audit.findings),
        unread=len(catalog.skipped),
        table=_table_facts(catalog, table) if table is not None else None,
    )


def _table_facts(catalog: Catalog, table: QualifiedName) -> TableFacts:
    prediction = predict_statically(catalog, table)
    errors = [(failure.key.id, failure.certainty) for failure in prediction.failures]
    for error in prediction.trigger_errors:
        errors.append((error.key.id if error.key is not None else error.trigger, error.certainty))
    return TableFacts(
        verdict=prediction.verdict,
        deleted=tuple(str(entry.table) for entry in prediction.deleted),
        blockers=tuple(dict.fromkeys(name for name, _ in errors)),
        hard=tuple(dict.fromkeys(name for name, certainty in errors if certainty.facts.sure)),
    )


def introduced(versions: Sequence[VersionFacts | None]) -> tuple[Introduced, ...]:
    """Return what the newest readable version has, and which version brought it for the last time, newest first.

    A version that cannot be read (None) neither brings nor removes anything.
    """
    known = [(place, each.table) for place, each in enumerate(versions) if each is not None]
    if not known:
        return ()
    came: dict[tuple[Literal["blocker", "deleted"], str], int] = {}
    for place, table in known:
        now = set(_things(table))
        came = {thing: since for thing, since in came.items() if thing in now}
        for thing in now:
            came.setdefault(thing, place)
    found = [Introduced(what, name, place) for (what, name), place in came.items()]
    return tuple(sorted(found, key=lambda each: (-each.version, each.what, each.name)))


def _things(table: TableFacts | None) -> Iterator[tuple[Literal["blocker", "deleted"], str]]:
    if table is not None:
        for name in table.blockers:
            yield "blocker", name
        for name in table.deleted:
            yield "deleted", name
