"""Catalogs of bare tables and keys for tests of graphs, where SQL text would only stand in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import (
    IMMEDIATE,
    Catalog,
    Column,
    ForeignKey,
    Location,
    MatchType,
    PartitionBound,
    QualifiedName,
    ReferentialAction,
    Table,
    Timing,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HERE = Location("t.sql", 1)
DEFERRED = Timing(deferrable=True, initially_deferred=True)


def name(text: str) -> QualifiedName:
    return QualifiedName("public", text)


def key(
    referencing: str,
    referenced: str,
    on_delete: str = "cascade",
    *,
    on_update: str = "no action",
    number: int = 0,
    timing: Timing = IMMEDIATE,
    enforced: bool = True,
) -> ForeignKey:
    """Return the key ``referencing.<referenced>_<number> → referenced.id``."""
    column = f"{referenced}_{number}"
    return ForeignKey(
        table=name(referencing),
        name=f"{referencing}_{column}",
        columns=(column,),
        referenced_table=name(referenced),
        referenced_columns=("id",),
        on_delete=ReferentialAction(on_delete),
        on_update=ReferentialAction(on_update),
        set_columns=None,
        match=MatchType.SIMPLE,
        timing=timing,
        validated=True,
        enforced=enforced,
        period=False,
        location=HERE,
    )


def catalog_with(
    tables: Iterable[str],
    keys: Iterable[ForeignKey],
    *,
    not_null: Iterable[ForeignKey] = (),
    partitions: Mapping[str, str] | None = None,
    inherits: Mapping[str, str] | None = None,
    external: Iterable[str] = (),
) -> Catalog:
    """Return a catalog of these tables; ``partitions`` and ``inherits`` give a table's parent."""
    keys, partitions, inherits = tuple(keys), partitions or {}, inherits or {}
    required = {key.id for key in not_null}
    roots = set(partitions.values())
    values = []
    for table in tables:
        own = [key for key in keys if key.table == name(table)]
        columns = [Column("id", "bigint", not_null=True)]
        columns += [Column(key.columns[0], "bigint", not_null=key.id in required) for key in own]
        parent = partitions.get(table) or inherits.get(table)
        values.append(
            Table(
                name=name(table),
                kind="partitioned table" if table in roots else "table",
                columns=tuple(columns),
                location=HERE,
                parents=(name(parent),) if parent else (),
                bound=PartitionBound("DEFAULT", is_default=True, takes_null=True) if table in partitions else None,
            )
        )
    return Catalog(
        tables={value.name: value for value in values},
        foreign_keys=keys,
        keys=(),
        checks=(),
        indexes=(),
        triggers=(),
        rules=(),
        types={},
        relations={},
        external=tuple(name(table) for table in external),
        skipped=(),
        search_path=("public",),
        paths=("t.sql",),
    )
