"""The answer of ``catalog``: the schema as it was read."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

import msgspec

from ondelete.catalog import MatchType, ReferentialAction
from ondelete.report import Column, Line, Paragraph, Report, Section, Table, line
from ondelete.reports.base import Answer, Names, SkippedEntry, skipped_entries, skipped_of, source_of
from ondelete.text.counts import count

if TYPE_CHECKING:
    from ondelete import catalog as c


class ColumnEntry(msgspec.Struct, frozen=True):
    """A column; ``default`` is SQL text, ``generated`` says how a generated column is kept."""

    name: str
    type: str
    not_null: bool
    default: str | None
    generated: Literal["stored", "virtual"] | None
    identity: Literal["always", "by default"] | None


class TableEntry(msgspec.Struct, frozen=True):
    """A table; ``parents`` are the tables that it inherits from or is a partition of, None if there are none."""

    name: str
    kind: Literal["table", "partitioned table", "foreign table"]
    is_partition: bool
    parents: tuple[str, ...] | None
    columns: tuple[ColumnEntry, ...]
    path: str
    line: int


class ForeignKeyEntry(msgspec.Struct, frozen=True):
    """A foreign key as declared; ``name`` is the bare name of the constraint."""

    name: str
    table: str
    columns: tuple[str, ...]
    referenced_table: str
    referenced_columns: tuple[str, ...]
    on_delete: ReferentialAction
    on_update: ReferentialAction
    set_columns: tuple[str, ...] | None
    match: MatchType
    deferrable: bool
    initially_deferred: bool
    validated: bool
    enforced: bool
    period: bool
    path: str
    line: int


class IndexEntry(msgspec.Struct, frozen=True):
    """An index; a None column is an expression; ``constraint`` says whether a constraint of the same name owns it."""

    name: str
    table: str
    columns: tuple[str | None, ...]
    include: tuple[str, ...]
    method: str
    unique: bool
    primary: bool
    partial: bool
    predicate: str | None
    valid: bool
    constraint: bool
    path: str
    line: int


class MigrationsEntry(msgspec.Struct, frozen=True):
    """A folder of migrations, or a file with both ways: the tool that runs it, and the files read, in order."""

    path: str
    tool: str
    files: tuple[str, ...]


class CatalogAnswer(Answer, frozen=True, kw_only=True):
    """JSON of ``ondelete catalog``. ``external`` are tables that the file uses but does not define.

    ``notes`` are about what is odd and takes nothing from an answer.
    """

    tables: tuple[TableEntry, ...]
    foreign_keys: tuple[ForeignKeyEntry, ...]
    indexes: tuple[IndexEntry, ...]
    external: tuple[str, ...]
    migrations: tuple[MigrationsEntry, ...]
    notes: tuple[SkippedEntry, ...]


def report_catalog(catalog: c.Catalog) -> Report:
    """Return the schema as read: a line of totals, and a row per table."""
    return Report(
        title=line("Schema"),
        source=source_of(catalog),
        verdict=_totals(catalog),
        sections=tuple(section for section in (_tables(catalog), _external(catalog)) if section),
        data=_data(catalog),
    )


def _totals(catalog: c.Catalog) -> Line:
    partitions = sum(table.is_partition for table in catalog.tables.values())
    actions = Counter(key.on_delete for key in catalog.foreign_keys)
    by_action = ", ".join(f"{number:,} {action.value.upper()}" for action, number in actions.most_common())
    return line(
        count(len(catalog.tables), "table"),
        f" ({count(partitions, 'partition')})" if partitions else "",
        f", {count(len(catalog.foreign_keys), 'foreign key')}",
        f" ({by_action})" if by_action else "",
        f", {count(len(catalog.indexes), 'index', 'indexes')}, {count(len(catalog.triggers), 'trigger')}, ",
        f"{count(len(catalog.rules), 'rule')}; ",
        f"{count(len(catalog.skipped), 'statement')} not understood."
        if catalog.skipped
        else "every statement understood.",
    )


def _tables(catalog: c.Catalog) -> Section | None:
    names = Names(catalog)
    rows = tuple(
        (
            line(names.table(table.name)),
            line("partition" if table.is_partition else table.kind),
            line(f"{len(table.columns):,}"),
            line(f"{len(catalog.foreign_keys_from.get(table.name, ())):,}"),
            line(f"{len(catalog.foreign_keys_to.get(table.name, ())):,}"),
            names.place(table.location.path, table.location.line),
        )
        for table in sorted(catalog.tables.values(), key=lambda table: table.name)
    )
    headings = (
        Column("table"),
        Column("kind"),
        Column("columns", "right"),
        Column("keys from", "right"),
        Column("keys to", "right"),
        Column("defined"),
    )
    return Section((), (Table(headings, rows),)) if rows else None


def _external(catalog: c.Catalog) -> Section | None:
    if not catalog.external:
        return None
    names = Names(catalog)
    listed = [Paragraph(line(names.table(table)), indent=1) for table in catalog.external]
    return Section(line("Used by foreign keys or indexes, but not defined here"), tuple(listed))


def _data(catalog: c.Catalog) -> CatalogAnswer:
    return CatalogAnswer(
        skipped=skipped_entries(catalog),
        complete=not catalog.skipped,
        tables=tuple(map(_table, catalog.tables.values())),
        foreign_keys=tuple(map(_foreign_key, catalog.foreign_keys)),
        indexes=tuple(map(_index, catalog.indexes)),
        external=tuple(map(str, catalog.external)),
        migrations=tuple(MigrationsEntry(each.path, each.tool, each.files) for each in catalog.migrations),
        notes=skipped_of(catalog.notes),
    )


def _table(table: c.Table) -> TableEntry:
    return TableEntry(
        name=str(table.name),
        kind=table.kind,
        is_partition=table.is_partition,
        parents=tuple(map(str, table.parents)) or None,
        columns=tuple(
            ColumnEntry(
                name=column.name,
                type=column.type,
                not_null=column.not_null,
                default=column.default.sql if column.default else None,
                generated=column.generated,
                identity=column.identity,
            )
            for column in table.columns
        ),
        path=table.location.path,
        line=table.location.line,
    )


def _foreign_key(key: c.ForeignKey) -> ForeignKeyEntry:
    return ForeignKeyEntry(
        name=key.name,
        table=str(key.table),
        columns=key.columns,
        referenced_table=str(key.referenced_table),
        referenced_columns=key.referenced_columns,
        on_delete=key.on_delete,
        on_update=key.on_update,
        set_columns=key.set_columns,
        match=key.match,
        deferrable=key.timing.deferrable,
        initially_deferred=key.timing.initially_deferred,
        validated=key.validated,
        enforced=key.enforced,
        period=key.period,
        path=key.location.path,
        line=key.location.line,
    )


def _index(index: c.Index) -> IndexEntry:
    return IndexEntry(
        name=index.name,
        table=str(index.table),
        columns=index.columns,
        include=index.include,
        method=index.method,
        unique=index.unique,
        primary=index.primary,
        partial=index.predicate is not None,
        predicate=index.predicate.sql if index.predicate else None,
        valid=index.valid,
        constraint=index.constraint is not None,
        path=index.location.path,
        line=index.location.line,
    )
