"""How far does a delete travel? The cascade reach of one table, and one line of figures for every table."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from ondelete.analyses.blockers import blockers_of
from ondelete.catalog import ForeignKey, QualifiedName
from ondelete.deletion.effects import Path, Prediction
from ondelete.deletion.kinds import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from ondelete.deletion.static.work import Work
    from ondelete.graph import ForeignKeyGraph


class ReachedTable(msgspec.Struct, frozen=True):
    """A table whose rows a cascade can delete.

    ``depth`` is the number of steps of the shortest chain, ``longest`` that of the longest one, None if there is no
    limit. ``keys`` are the last keys of all chains, ``via`` the last key of a shortest one.
    """

    table: QualifiedName
    depth: int
    longest: int | None
    keys: tuple[ForeignKey, ...]
    via: ForeignKey


class Reach(msgspec.Struct, frozen=True, dict=True):
    """Where ``DELETE FROM table`` cascades to, nearest tables first; ``table`` itself only if a chain leads back.

    ``parents`` are, for each reached table, the table and the key through which a shortest chain comes.
    """

    table: QualifiedName
    tables: tuple[ReachedTable, ...]
    parents: dict[QualifiedName, tuple[QualifiedName, ForeignKey]]

    @cached_property
    def depths(self) -> dict[QualifiedName, int]:
        """Steps of the shortest chain to each reached table."""
        return {entry.table: entry.depth for entry in self.tables}

    @property
    def longest(self) -> int | None:
        """Steps of the longest chain; None if there is no bound; 0 if nothing cascades."""
        lengths = [entry.longest for entry in self.tables]
        return None if None in lengths else max((n for n in lengths if n is not None), default=0)

    def path_to(self, table: QualifiedName) -> Path:
        """Return the keys of a shortest chain to a reached table, in the order in which the delete travels.

        Raises:
            KeyError: the table is not reached.
        """
        keys: list[ForeignKey] = []
        for _ in range(self.depths[table]):
            table, key = self.parents[table]
            keys.append(key)
        return tuple(reversed(keys))


class TableReach(msgspec.Struct, frozen=True):
    """One table's line in the survey of a schema; ``verdict`` is None if the table is undecided.

    ``deleted`` are tables that lose rows, ``updated`` changed columns as (table, column), ``longest`` the steps of the
    longest chain (None: no limit), ``blockers`` keys that can stop the delete, ``unindexed`` keys on the way with no
    index.
    """

    table: QualifiedName
    verdict: Verdict | None
    deleted: tuple[QualifiedName, ...] = ()
    updated: tuple[tuple[QualifiedName, str], ...] = ()
    longest: int | None = None
    blockers: tuple[ForeignKey, ...] = ()
    unindexed: tuple[ForeignKey, ...] = ()


def reach_of(graph: ForeignKeyGraph, table: QualifiedName) -> Reach:
    """Return the cascade reach of one table; a partition counts as its root if the graph folds partitions."""
    start = graph.node(table)
    arrivals = graph.reach(referenced=start)
    return Reach(
        table=start,
        tables=tuple(
            ReachedTable(a.table, a.depth, a.longest, tuple(edge.key for edge in a.edges), a.via.key) for a in arrivals
        ),
        parents={a.table: (a.via.referenced, a.via.key) for a in arrivals},
    )


def survey(
    graph: ForeignKeyGraph,
    predict: Callable[[QualifiedName], Prediction],
    unindexed: Collection[str],
    work: Work | None = None,
) -> Iterator[TableReach]:
    """Yield the figures of every table of the graph that the schema defines, in file order.

    Tables that come after ``work`` is over are left undecided, and one for which it does not suffice.

    Args:
        graph: the keys; partitions are included if it shows them.
        predict: returns what a DELETE on a table does.
        unindexed: ids of the keys with no index.
        work: counts the steps of ``predict``.
    """
    for table in graph.tables:
        if table not in graph.catalog.tables:
            continue
        if work is not None and work.is_over:
            yield TableReach(table, verdict=None)
            continue
        prediction = predict(table)
        exhausted = work is not None and work.is_exhausted
        yield TableReach(table, verdict=None) if exhausted else summarise(prediction, unindexed)


def summarise(prediction: Prediction, unindexed: Collection[str]) -> TableReach:
    """Return the figures of one prediction."""
    updated = [(entry.table, column) for entry in prediction.updated for column in entry.columns]
    updated += [(entry.table, column) for entry in prediction.trigger_updates for column in entry.columns]
    return TableReach(
        table=prediction.table,
        verdict=prediction.verdict,
        deleted=tuple(entry.table for entry in prediction.deleted),
        updated=tuple(dict.fromkeys(updated)),
        longest=prediction.longest,
        blockers=tuple(blocker.key for blocker in blockers_of(prediction)),
        unindexed=tuple(key for key in prediction.edges if key.id in unindexed),
    )
