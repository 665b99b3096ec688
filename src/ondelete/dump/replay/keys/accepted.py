"""Which foreign keys PostgreSQL refuses when they are made, in its own words.

Source: ATAddForeignKeyConstraint, transformFkeyCheckAttrs and transformFkeyGetPrimaryKey in tablecmds.c. A missing
unique constraint is no reason to refuse if the file may lead to one that cannot be seen: the table is not in it or made
by a query, or a statement that names it is not followed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import ReferentialAction, Timing
from ondelete.catalog.comparable import never_compare
from ondelete.dump.replay.model.namespace import TEMPORARY
from ondelete.dump.replay.model.refusals import RefusedKey
from ondelete.dump.replay.model.state import State

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.catalog import Column, ForeignKey, Index, QualifiedName, Table

_CHANGES = (ReferentialAction.SET_NULL, ReferentialAction.SET_DEFAULT)
_LASTING = {"permanent": ("permanent",), "unlogged": ("permanent", "unlogged"), "temporary": ("temporary",)}


def require_accepted(key: ForeignKey, state: State, *, named: bool = True) -> None:
    """Raise RefusedKey if PostgreSQL surely refuses a key.

    Args:
        key: its columns, and those that it references, are there.
        state: what the statements before have made.
        named: the statement names the referenced columns; without them it means the primary key.
    """
    if named and _is_plain(key, state):
        return
    _require_tables(key, state)
    _require_lists(key)
    _require_unique(key, state, named=named)
    table = state.tables.get(key.table)
    columns = [table.column(name) for name in key.columns] if table is not None else []
    _require_actions(key, columns)
    if key.referenced_columns and len(key.columns) != len(key.referenced_columns):
        raise RefusedKey("number of referencing and referenced columns for foreign key disagree")
    _require_types(key, columns, state.tables.get(key.referenced_table))


def _is_plain(key: ForeignKey, state: State) -> bool:
    """Whether a key is like nearly all: one column of a lasting table to a unique one of another, of the same type.

    PostgreSQL accepts it, and none of the questions after this one need be asked.
    """
    table, other = state.tables.get(key.table), state.tables.get(key.referenced_table)
    if table is None or other is None or key.set_columns is not None or key.period:
        return False
    if len(key.columns) != 1 or len(key.referenced_columns) != 1 or not (_is_lasting(table) and _is_lasting(other)):
        return False
    column, target = table.column(key.columns[0]), other.column(key.referenced_columns[0])
    if column is None or target is None or column.generated is not None or column.type != target.type:
        return False
    return any(
        unique.columns == key.referenced_columns
        and unique.kind != "exclude"
        and not (unique.timing.deferrable or unique.without_overlaps)
        and (index := state.indexes.get(unique.table, unique.name)) is not None
        and index.valid
        for unique in state.keys.of(key.referenced_table)
    )


def _is_lasting(table: Table) -> bool:
    return table.kind != "foreign table" and not table.unlogged and table.name.schema != TEMPORARY


def _require_tables(key: ForeignKey, state: State) -> None:
    table, other = state.tables.get(key.table), state.tables.get(key.referenced_table)
    if table is not None and table.kind == "foreign table":
        raise RefusedKey("foreign key constraints are not supported on foreign tables")
    surely_else = other is None and state.is_sure(key.referenced_table)
    if surely_else or (other is not None and other.kind == "foreign table"):
        raise RefusedKey(f'referenced relation "{key.referenced_table.name}" is not a table')
    if table is None or other is None:
        return
    own, theirs = _persistence(key.table, state), _persistence(key.referenced_table, state)
    if theirs not in _LASTING[own]:
        allowed = " or ".join(_LASTING[own])
        raise RefusedKey(f"constraints on {own} tables may reference only {allowed} tables")


def _persistence(name: QualifiedName, state: State) -> str:
    if name.schema == TEMPORARY:
        return "temporary"
    return "unlogged" if state.tables[name].unlogged else "permanent"


def _require_lists(key: ForeignKey) -> None:
    for column in key.set_columns or ():
        if column not in key.columns:
            raise RefusedKey(f'column "{column}" referenced in ON DELETE SET action must be part of foreign key')
    if len(set(key.referenced_columns)) < len(key.referenced_columns):
        raise RefusedKey("foreign key referenced-columns list must not contain duplicates")


def _require_unique(key: ForeignKey, state: State, *, named: bool) -> None:
    table = key.referenced_table
    if not state.knows_uniques(table):
        return
    fitting = (index for index in uniques_of(table, state) if _fits(index, key, named=named, state=state))
    if not any(_serves(index, key, state) for index in fitting):
        raise RefusedKey(_why_none_serves(key, state, named=named))


def _serves(index: Index, key: ForeignKey, state: State) -> bool:
    """Whether a key can reference what an index with its columns keeps unique."""
    if _timing(index, state).deferrable:
        return False
    return _is_exclusion(index, state) if key.period else not _is_without_overlaps(index, state)


def _why_none_serves(key: ForeignKey, state: State, *, named: bool) -> str:
    table = key.referenced_table
    fit = [index for index in uniques_of(table, state) if _fits(index, key, named=named, state=state)]
    if all(_timing(index, state).deferrable for index in fit):
        kind = "unique constraint" if named else "primary key"
        if fit:
            return f'cannot use a deferrable {kind} for referenced table "{table.name}"'
        missing = "unique constraint matching given keys" if named else "primary key"
        return f'there is no {missing} for referenced table "{table.name}"'
    if key.period:
        return "could not identify an overlaps operator for foreign key"
    return "foreign key must use PERIOD when referencing a primary key using WITHOUT OVERLAPS"


def uniques_of(table: QualifiedName, state: State) -> Iterator[Index]:
    """Yield the indexes that a table has: its own that are valid, and what partitions have of those above them.

    Those of constraints, which keys nearly always reference, come first and again among the others.
    """
    backing = (state.indexes.get(table, key.name) for key in state.keys.of(table))
    yield from (index for index in backing if index is not None and index.valid)
    yield from (index for index in state.indexes.of(table) if index.valid)
    yield from _copies(table, state)


def _copies(table: QualifiedName, state: State) -> Iterator[Index]:
    """Yield the indexes above a partition of which it has a copy that no statement names."""
    known = state.tables.get(table)
    if known is None or not known.is_partition:
        return
    parent = known.parents[0]
    for index in state.indexes.of(parent):
        if state.of(table) in state.of_index(index).parts:
            yield index
    yield from _copies(parent, state)


def _fits(index: Index, key: ForeignKey, *, named: bool, state: State) -> bool:
    """Whether an index has exactly the referenced columns, in any order (by PERIOD: with the last one last)."""
    if index.predicate is not None or index.expressions:
        return False
    if not named:
        return index.primary
    if len(index.columns) != len(key.referenced_columns) or set(index.columns) != set(key.referenced_columns):
        return False
    if key.period:
        return _is_exclusion(index, state) and index.columns[-1] == key.referenced_columns[-1]
    return index.unique


def _timing(index: Index, state: State) -> Timing:
    found = state.keys.get(index.table, index.constraint) if index.constraint is not None else None
    return found.timing if found is not None else Timing()


def _is_without_overlaps(index: Index, state: State) -> bool:
    found = state.keys.get(index.table, index.constraint) if index.constraint is not None else None
    return found is not None and found.without_overlaps


def _is_exclusion(index: Index, state: State) -> bool:
    found = state.keys.get(index.table, index.constraint) if index.constraint is not None else None
    return found is not None and (found.without_overlaps or found.kind == "exclude")


def _require_actions(key: ForeignKey, columns: Sequence[Column | None]) -> None:
    generated = [column.generated for column in columns if column is not None and column.generated is not None]
    if generated and key.on_update in (*_CHANGES, ReferentialAction.CASCADE):
        raise RefusedKey("invalid ON UPDATE action for foreign key constraint containing generated column")
    if generated and key.on_delete in _CHANGES:
        raise RefusedKey("invalid ON DELETE action for foreign key constraint containing generated column")
    if "virtual" in generated:
        raise RefusedKey("foreign key constraints on virtual generated columns are not supported")
    for clause, action in (("UPDATE", key.on_update), ("DELETE", key.on_delete)):
        if key.period and action is not ReferentialAction.NO_ACTION:
            raise RefusedKey(f"unsupported ON {clause} action for foreign key constraint using PERIOD")


def _require_types(key: ForeignKey, columns: Sequence[Column | None], other: Table | None) -> None:
    if other is None or key.period:
        return
    for column, referenced in zip(columns, key.referenced_columns, strict=False):
        target = other.column(referenced)
        if column is not None and target is not None and never_compare(column, target):
            names = f'"{column.name}" and "{referenced}"'
            raise RefusedKey(
                f'foreign key constraint "{key.name}" cannot be implemented: key columns {names} '
                f"are of incompatible types: {column.type} and {target.type}"
            )
