"""What is dropped with a table, column, index or key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import CompositeType, QualifiedName
from ondelete.dump.replay.changes.indexes import parts_of
from ondelete.dump.replay.model.refusals import DefinedTwice, NotReplayed

if TYPE_CHECKING:
    from ondelete.catalog import Index, Key
    from ondelete.dump.replay.model.state import State


def kind_of(name: QualifiedName, state: State) -> str | None:
    """Return what a relation surely is, in the words of DROP, None if there is none of that name."""
    if name in state.tables:
        return "foreign table" if state.tables[name].kind == "foreign table" else "table"
    if state.is_sure(name) and name in state.relations:
        return state.relations[name].kind
    if state.indexes.named(*name):
        return "index"
    return "type" if isinstance(state.types.get(name), CompositeType) else None


# What a relation must be to be called so (RangeVarCallbackForAlterRelation in tablecmds.c): ALTER TABLE takes all.
KINDS: dict[str, tuple[str, ...]] = {
    "OBJECT_TABLE": ("table", "foreign table", "view", "materialized view", "sequence", "index"),
    "OBJECT_FOREIGN_TABLE": ("foreign table",),
    "OBJECT_VIEW": ("view",),
    "OBJECT_MATVIEW": ("materialized view",),
    "OBJECT_SEQUENCE": ("sequence",),
}


def require_kind(name: QualifiedName, kinds: tuple[str, ...], state: State) -> None:
    """Raise NotReplayed if a name is that of another kind of relation: no IF EXISTS helps then."""
    kind = kind_of(name, state)
    if kind is not None and kind not in kinds:
        raise NotReplayed(f"{name} is no {kinds[0]}: there it is {'an' if kind == 'index' else 'a'} {kind}")


def drop_relation(name: QualifiedName, state: State) -> None:
    """Drop a relation with everything on it, the foreign keys to it, and the tables that inherit from it."""
    _drop_alone(name, state)
    state.doubt_relations()


def _drop_alone(name: QualifiedName, state: State) -> None:
    """Drop a relation as if no view or sequence could go with it."""
    for child in state.partitions(name):
        _drop_alone(child, state)
    for key in state.foreign_keys.touching(name):
        state.foreign_keys.remove(key)
    for index in state.indexes.of(name):
        remove_index(index, state)
    for parent in state.tables[name].parents if name in state.tables else ():
        for index in state.indexes.of(parent):
            state.of_index(index).parts.pop(state.of(name), None)
    for registry in state.dependents:
        for value in registry.of(name):
            registry.remove(value)
    if name in state.tables:
        state.drop_table(state.tables[name])
    if name in state.relations:
        del state.relations[name]
    state.forget(name)


def take_name(name: QualifiedName, state: State) -> None:
    """Make a name free for a new relation: a view or sequence that may be gone counts as gone.

    Raises:
        NotReplayed: there is a relation of that name.
    """
    if name in state.tables:
        raise DefinedTwice(name)
    if state.relation_exists(name):
        raise NotReplayed(f"relation {name} already exists")
    if name in state.relations:
        _drop_alone(name, state)


def remove_index(index: Index, state: State) -> None:
    """Drop an index and the parts of it that partitions have."""
    for part in parts_of(index, state):
        remove_key(part, state)
        remove_index(part, state)
    state.indexes.remove(index)
    state.forget_index(index)
    upper = state.indexes.in_schema(*index.attached_to) if index.attached_to is not None else None
    if upper is not None:
        state.of_index(upper).parts.pop(state.of(index.table), None)


def remove_key(index: Index, state: State) -> None:
    """Forget the constraint that an index serves, if any."""
    key = state.keys.get(index.table, index.constraint) if index.constraint is not None else None
    if key is not None:
        state.keys.remove(key)


def drop_dependents(
    table: QualifiedName, columns: tuple[str | None, ...], unique: bool, cascade: bool, state: State
) -> None:
    """Drop the foreign keys that rest on a key of exactly these columns, unless another one can serve them."""
    named = set(columns)
    keys = [key for key in state.foreign_keys.referencing(table) if unique and set(key.referenced_columns) == named]
    if not keys:
        return
    others = [i for i in state.indexes.of(table) if i.unique and i.predicate is None and set(i.columns) == named]
    for key in keys if len(others) <= 1 else ():
        if not cascade:
            raise NotReplayed(f"foreign key {key.id} depends on it, and there is no CASCADE")
        state.foreign_keys.remove(key)


def drop_key(key: Key, cascade: bool, state: State) -> None:
    """Drop a PRIMARY KEY, UNIQUE or EXCLUDE constraint and its index."""
    drop_dependents(key.table, key.columns, key.kind != "exclude", cascade, state)
    state.keys.remove(key)
    index = state.indexes.get(key.table, key.name)
    if index is not None:
        remove_index(index, state)


def drop_column(table: QualifiedName, column: str, cascade: bool, state: State) -> None:
    """Drop a column with the constraints, indexes and triggers that use it."""
    _drop_foreign_keys(table, column, cascade, state)
    for key in state.keys.of(table):
        if column in key.columns:
            drop_key(key, True, state)
    for index in state.indexes.of(table):
        if column in _columns_of(index):
            remove_key(index, state)
            remove_index(index, state)
    for check in state.checks.of(table):
        if column in check.expression.columns:
            state.checks.remove(check)
    for trigger in state.triggers.of(table):
        if column in trigger.columns:
            state.triggers.remove(trigger)
    state.doubt_relations()
    kept = tuple(each for each in state.tables[table].columns if each.name != column)
    state.change_table(state.tables[table], columns=kept)
    state.poorer.add(table)


def _drop_foreign_keys(table: QualifiedName, column: str, cascade: bool, state: State) -> None:
    for key in state.foreign_keys.touching(table):
        if key.table == table and column in key.columns:
            state.foreign_keys.remove(key)
        elif key.referenced_table == table and column in key.referenced_columns:
            if not cascade:
                raise NotReplayed(f"foreign key {key.id} references column {column}, and there is no CASCADE")
            state.foreign_keys.remove(key)


def _columns_of(index: Index) -> set[str | None]:
    used = {*index.columns, *index.include}
    for expression in (*index.expressions, index.predicate):
        used |= expression.columns if expression is not None else set()
    return used
