"""CREATE TABLE (LIKE ...): what is copied, and under which names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.catalog import Column, CompositeType, Index, QualifiedName
from ondelete.dump.replay.changes.indexes import add_index
from ondelete.dump.replay.changes.sequences import add_sequence
from ondelete.dump.replay.model import naming
from ondelete.dump.replay.model.refusals import NotReplayed
from ondelete.dump.replay.model.state import State

if TYPE_CHECKING:
    from ondelete.dump.nodes.statements.tables import TableLikeClause
    from ondelete.dump.statements.slicing import Source

# CREATE_TABLE_LIKE_... in parsenodes.h.
_COMMENTS, _CONSTRAINTS, _DEFAULTS, _GENERATED, _IDENTITY, _INDEXES = (1 << bit for bit in (0, 2, 3, 4, 5, 6))


def like_columns(like: TableLikeClause, state: State) -> tuple[Column, ...]:
    """Return the columns that LIKE copies: names, types and NOT NULL always, the rest as INCLUDING says."""
    name = state.relation_name(like.relation)
    composite = state.types.get(name)
    if isinstance(composite, CompositeType):
        return composite.columns
    if name not in state.tables:
        raise NotReplayed(f"table {name}, whose columns it copies, is not defined")
    return tuple(_copy(column, like.options) for column in state.tables[name].columns)


def _copy(column: Column, options: int) -> Column:
    generated = bool(options & _GENERATED)
    return replace(
        column,
        not_null_unchecked=False,
        default=column.default if options & _DEFAULTS else None,
        identity=column.identity if options & _IDENTITY else None,
        generated=column.generated if generated else None,
        generation=column.generation if generated else None,
    )


def copy_like(like: TableLikeClause, table: QualifiedName, source: Source, state: State) -> None:
    """Copy CHECKs under their names, and indexes under new ones."""
    original = state.relation_name(like.relation)
    if like.options & _CONSTRAINTS:
        for check in state.checks.of(original):
            if state.checks.get(table, check.name) is None:
                # No row of a new table breaks it.
                new = replace(check, table=table, inherited=False, validated=check.enforced, location=source.location)
                state.checks.add(new)
    if like.options & _IDENTITY and original in state.tables:
        for column in (each for each in state.tables[original].columns if each.identity is not None):
            add_sequence(table, column.name, source, state)
    if like.options & _COMMENTS and original in state.tables:
        state.change_table(state.tables[table], comment=state.tables[original].comment)
    if like.options & _INDEXES:
        for index in sorted(state.indexes.of(original), key=lambda each: not each.primary):
            copy_index(index, table, source, state)


def copy_index(index: Index, table: QualifiedName, source: Source, state: State) -> None:
    """Give a table an index like another table's, and the constraint that goes with it, under PostgreSQL's name."""
    key = state.keys.get(index.table, index.constraint) if index.constraint is not None else None
    kind = key.kind if key is not None else ""
    label = {"primary key": "pkey", "unique": "key", "exclude": "excl"}.get(kind, "idx")
    columns = state.of_index(index).columns or naming.index_column_names([*index.columns, *index.include])
    name = state.names.choose(
        "relation" if key is None else "relation and constraint",
        table.schema,
        table.name,
        None if label == "pkey" else naming.joined_columns(columns),
        label,
        lambda each: (
            state.relation_exists(QualifiedName(table.schema, each))
            or (key is not None and state.constraint_exists(table.schema, each))
        ),
    )
    add_index(
        replace(
            index,
            table=table,
            name=name,
            constraint=name if key is not None else None,
            attached_to=None,
            only=False,
            valid=True,
            location=source.location,
        ),
        state,
    )
    if key is not None:
        state.keys.add(replace(key, table=table, name=name, location=source.location))
