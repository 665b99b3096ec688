"""Partitions that a file does not define, because they are made at run time: a witness makes its own.

A partitioned table without partitions holds no rows, so that no rows could show what a DELETE does to it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.catalog import PartitionBound, QualifiedName

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ondelete.catalog import Catalog, Table
    from ondelete.deletion.witness.result import WitnessRow

_LONGEST = 50  # characters of a name before the ending: PostgreSQL cuts names at 63 bytes


@lru_cache(maxsize=8)
def with_partitions(catalog: Catalog) -> Catalog:
    """Return the catalog with a DEFAULT partition for each table that could have one and has no partition at all."""
    made = _made(catalog)
    if not made:
        return catalog
    checks = (replace(check, table=leaf) for root, leaf in made.items() for check in catalog.checks_of.get(root, ()))
    return replace(
        catalog,
        tables={**catalog.tables, **{leaf: _leaf(catalog.tables[root], leaf) for root, leaf in made.items()}},
        checks=(*catalog.checks, *checks),
    )


def partitions_needed(catalog: Catalog, rows: Sequence[WitnessRow]) -> Iterator[tuple[QualifiedName, QualifiedName]]:
    """Yield the tables whose rows need a partition that the schema does not have, each with its new partition."""
    whole = with_partitions(catalog)
    for root, leaf in _made(catalog).items():
        if any(row.table == leaf or leaf in whole.partitions_below(row.table) for row in rows):
            yield root, leaf


@lru_cache(maxsize=8)
def _made(catalog: Catalog) -> Mapping[QualifiedName, QualifiedName]:
    """Return the names of the partitions to make, by the table without one; a hash cannot have a DEFAULT."""
    return {
        name: _free_name(catalog, name)
        for name, table in catalog.tables.items()
        if table.partition_key is not None
        and table.partition_key.strategy != "hash"
        and not catalog.partitions_below(name)
    }


def _free_name(catalog: Catalog, root: QualifiedName) -> QualifiedName:
    name = QualifiedName(root.schema, f"{root.name[:_LONGEST]}_default")
    while name in catalog.tables or name in catalog.relations:
        name = QualifiedName(name.schema, f"{name.name}_")
    return name


def _leaf(root: Table, name: QualifiedName) -> Table:
    bound = PartitionBound("DEFAULT", is_default=True, takes_null=True)
    return replace(root, name=name, kind="table", parents=(root.name,), bound=bound, partition_key=None, comment=None)
