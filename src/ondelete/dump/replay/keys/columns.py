"""What a new constraint needs: its columns, its name, and the column lists of a foreign key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.catalog.expressions import WHOLE_ROW
from ondelete.dump.replay.keys.accepted import require_accepted
from ondelete.dump.replay.model import naming
from ondelete.dump.replay.model.refusals import NotReplayed
from ondelete.dump.replay.model.state import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Literal, TypeAlias

    from ondelete.catalog import Expression, ForeignKey, QualifiedName, Table
    from ondelete.dump.replay.model.state import State

    Kind: TypeAlias = Literal["primary key", "unique", "exclude"]


def require_key_columns(key: ForeignKey, state: State, *, named: bool = True) -> None:
    """Raise NotReplayed if a column of a key is missing, or if PostgreSQL refuses the key."""
    require_columns(key.table, key.columns, state)
    require_columns(key.referenced_table, key.referenced_columns, state)
    require_accepted(key, state, named=named)


def primary_key_of(name: QualifiedName, state: State) -> tuple[str, ...]:
    """Return the columns of a table's primary key; a partition has its parent's. Empty if there is none."""
    while True:
        for key in state.keys.of(name):
            if key.kind == "primary key":
                return tuple(column for column in key.columns if column is not None)
        table = state.tables.get(name)
        if table is None or not table.is_partition:
            return ()
        name = table.parents[0]


def learn_types(key: ForeignKey, state: State) -> None:
    """Give columns whose types are not known those that they reference: PostgreSQL can compare the two."""
    if not state.of(key.table).opaque:
        return
    table, other = state.tables[key.table], state.tables.get(key.referenced_table)
    for name, referenced in zip(key.columns, key.referenced_columns, strict=False):
        column, like = table.column(name), other.column(referenced) if other is not None else None
        if column is not None and like is not None and column.type == UNKNOWN:
            state.change_column(key.table, name, type=like.type, type_name=like.type_name)


def require_free_name(table: QualifiedName, name: str, state: State) -> None:
    """Raise NotReplayed if a table already has a constraint of that name."""
    if state.foreign_keys.has(table, name) or state.checks.has(table, name) or state.keys.has(table, name):
        raise NotReplayed(f"constraint {name} of table {table} already exists")


def merges(table: QualifiedName, name: str, expression: Expression, state: State, *, no_inherit: bool) -> bool:
    """Make an inherited CHECK, written again, the table's own (a partition has none); return whether it is one."""
    old = state.checks.get(table, name)
    if old is None or not old.inherited or no_inherit or old.expression.tree != expression.tree:
        return False
    known = state.tables.get(table)
    state.checks.replace(old, replace(old, inherited=known is not None and known.is_partition))
    return True


def require_room(table: QualifiedName, name: str, kind: Kind, columns: Sequence[str], state: State) -> None:
    """Raise NotReplayed if a table cannot have a PRIMARY KEY, UNIQUE or EXCLUDE constraint of these columns."""
    require_columns(table, columns, state)
    if len(columns) > 1 and kind != "exclude" and len(set(columns)) < len(columns):
        raise NotReplayed(f"a column appears twice in constraint {name}")
    if kind == "primary key" and any(key.kind == kind for key in state.keys.of(table)):
        raise NotReplayed(f"table {table} already has a primary key")
    require_free_name(table, name, state)


def unnamed_not_null(table: Table, name: str) -> str | None:
    """Return the column of a NOT NULL that goes by the name that PostgreSQL 18 gives it."""
    for column in table.columns:
        if column.not_null and naming.object_name(table.name.name, column.name, "not_null") == name:
            return column.name
    return None


_SYSTEM = frozenset(("ctid", "tableoid", "xmin", "xmax", "cmin", "cmax"))


def require_columns_of(expression: Expression | None, table: QualifiedName, state: State) -> None:
    """Raise NotReplayed if an expression reads a column that a table, whose columns are all known, lacks."""
    if expression is not None and table in state.tables:
        require_columns(table, sorted(expression.columns - _SYSTEM - {WHOLE_ROW, table.name}), state)


def require_columns(table: QualifiedName, columns: Iterable[str], state: State) -> None:
    """Raise NotReplayed if a table whose columns are all known lacks one."""
    known = state.tables.get(table)
    if known is not None:
        for column in columns:
            state.column(known, column)
