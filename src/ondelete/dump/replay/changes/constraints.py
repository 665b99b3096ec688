"""Constraints as declared -> keys, checks and foreign keys, under the names that PostgreSQL gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.catalog import (
    IMMEDIATE,
    Check,
    ForeignKey,
    Index,
    Key,
    MatchType,
    ReferentialAction,
    Timing,
)
from ondelete.catalog.expressions import WHOLE_ROW
from ondelete.dump.nodes.mentions import columns as columns_in
from ondelete.dump.nodes.names import strings
from ondelete.dump.nodes.statements.constraints import Constraint
from ondelete.dump.nodes.statements.indexes import IndexElem
from ondelete.dump.nodes.trees import first_offset
from ondelete.dump.replay.changes.indexes import add_index, index_of, own_columns, plain_element, require_free_relation
from ondelete.dump.replay.keys.columns import (
    learn_types,
    merges,
    primary_key_of,
    require_columns,
    require_columns_of,
    require_free_name,
    require_key_columns,
    require_room,
)
from ondelete.dump.replay.keys.parts import take_equal_key
from ondelete.dump.replay.model import naming
from ondelete.dump.replay.model.refusals import NotReplayed
from ondelete.dump.replay.model.state import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ondelete.catalog import Location, QualifiedName
    from ondelete.dump.replay.keys.columns import Kind
    from ondelete.dump.statements.slicing import Source

_ACTIONS = {
    "a": ReferentialAction.NO_ACTION,
    "r": ReferentialAction.RESTRICT,
    "c": ReferentialAction.CASCADE,
    "n": ReferentialAction.SET_NULL,
    "d": ReferentialAction.SET_DEFAULT,
}
_KINDS: dict[str, Kind] = {
    "CONSTR_PRIMARY": "primary key",
    "CONSTR_UNIQUE": "unique",
    "CONSTR_EXCLUSION": "exclude",
}
INDEX_CONSTRAINTS = frozenset(_KINDS)


def timing_of(constraint: Constraint) -> Timing:
    """Return when a constraint is checked."""
    return Timing(True, constraint.initdeferred) if constraint.deferrable else IMMEDIATE


def add_check(
    table: QualifiedName,
    constraint: Constraint,
    source: Source,
    state: State,
    *,
    location: Location,
    new_table: bool = False,
    only: bool = False,
) -> None:
    """Add a CHECK to a table and, unless NO INHERIT or ``only``, to everything that inherits from it."""
    node, name = constraint.raw_expr, constraint.conname
    assert node is not None  # the grammar has no CHECK without one # noqa: S101
    if name is None:
        # A whole row (t.* or t) gives no name.
        used = [c for c in dict.fromkeys(columns_in(node)) if c not in (WHOLE_ROW, table.name)]
        name = state.names.choose(
            "constraint",
            table.schema,
            table.name,
            used[0] if len(used) == 1 else None,
            "check",
            lambda candidate: state.constraint_exists(table.schema, candidate),
        )
    expression = state.expression(node, source.in_parentheses(b"check", first_offset(node)))
    if not new_table:
        require_columns_of(expression, table, state)
    enforced = constraint.is_enforced
    validated = enforced and (new_table or not constraint.skip_validation)
    no_inherit = constraint.is_no_inherit
    check = Check(table, name, expression, validated, enforced, False, location, no_inherit)
    add_new_check(check, state, only=only or no_inherit)


def add_new_check(check: Check, state: State, *, only: bool = False) -> None:
    """Store a CHECK and, unless ``only``, its copies in everything below the table.

    Raises:
        NotReplayed: the table has a constraint of that name.
    """
    table, name = check.table, check.name
    if merges(table, name, check.expression, state, no_inherit=check.no_inherit):
        return
    require_free_name(table, name, state)
    for each in state.family(table, only=only):
        if state.checks.get(each, name) is None:
            state.checks.add(check if each == table else replace(check, table=each, inherited=True))


def add_foreign_key(
    table: QualifiedName,
    constraint: Constraint,
    state: State,
    *,
    location: Location,
    new_table: bool = False,
) -> None:
    """Add a foreign key; a referenced table that is not known yet stays a bare name."""
    assert constraint.pktable is not None  # the grammar has no FOREIGN KEY without one # noqa: S101
    referenced, columns = state.relation_name(constraint.pktable), strings(constraint.fk_attrs)
    referenced_columns = strings(constraint.pk_attrs) or primary_key_of(referenced, state)
    name = constraint.conname or state.names.choose(
        "constraint",
        table.schema,
        table.name,
        naming.joined_columns(columns),
        "fkey",
        lambda candidate: state.constraint_exists(table.schema, candidate),
    )
    add_new_foreign_key(
        ForeignKey(
            table=table,
            name=name,
            columns=columns,
            referenced_table=referenced,
            referenced_columns=referenced_columns,
            on_delete=_ACTIONS[constraint.fk_del_action],
            on_update=_ACTIONS[constraint.fk_upd_action],
            set_columns=strings(constraint.fk_del_set_cols) or None,
            match=MatchType.FULL if constraint.fk_matchtype == "f" else MatchType.SIMPLE,
            timing=timing_of(constraint),
            validated=constraint.is_enforced and (new_table or not constraint.skip_validation),
            enforced=constraint.is_enforced,
            period=constraint.fk_with_period,
            location=location,
        ),
        state,
        named=bool(constraint.pk_attrs),
    )


def add_new_foreign_key(key: ForeignKey, state: State, *, named: bool = True) -> None:
    """Store a foreign key that its table does not have yet.

    Raises:
        NotReplayed: PostgreSQL would refuse it.
    """
    require_key_columns(key, state, named=named)
    require_free_name(key.table, key.name, state)
    for name in dict.fromkeys((key.table, key.referenced_table)):
        state.doubt_gone(name)
    state.foreign_keys.add(key)
    for child in state.partitions(key.table) if state.is_partitioned(key.table) else ():
        take_equal_key(key, child, state)
    learn_types(key, state)


def index_elements(constraint: Constraint) -> tuple[IndexElem, ...]:
    """Return what a PRIMARY KEY, UNIQUE or EXCLUDE constraint indexes."""
    if constraint.exclusions:
        parts = [part for entry in constraint.exclusions for each in entry.values() for part in each.items]
        return tuple(plain_element(part.elem) for part in parts if part.elem is not None)
    return tuple(IndexElem(name=name) for name in strings(constraint.keys))


def add_key(
    table: QualifiedName,
    constraint: Constraint,
    source: Source,
    state: State,
    *,
    location: Location,
    only: bool = False,
    unique: bool | None = None,
) -> None:
    """Add a PRIMARY KEY, UNIQUE or EXCLUDE constraint and its index."""
    if constraint.indexname is not None:
        _adopt_index(table, constraint, constraint.indexname, state, location)
        return
    kind = _KINDS[constraint.contype]
    elements = index_elements(constraint)
    named = [element.name for element in elements]
    name = constraint.conname or _key_name(table, kind, elements, strings(constraint.including), state)
    require_columns(table, strings(constraint.including), state)
    require_room(table, name, kind, list(filter(None, named)), state)
    where = constraint.where_clause
    index = index_of(
        table,
        name,
        elements,
        state,
        source.elements(constraint.location) if None in named else [],
        location,
        include=strings(constraint.including),
        method=constraint.access_method or ("gist" if constraint.without_overlaps else "btree"),
        unique=kind != "exclude" or bool(unique),
        primary=kind == "primary key",
        predicate=state.expression(where, source.in_parentheses(b"where", first_offset(where))) if where else None,
        nulls_not_distinct=constraint.nulls_not_distinct,
        constraint=name,
        only=only,
    )
    add_index(index, state)
    add_key_of(index, kind, timing_of(constraint), state, without_overlaps=constraint.without_overlaps)


def _key_name(
    table: QualifiedName, kind: str, elements: Iterable[IndexElem], include: tuple[str, ...], state: State
) -> str:
    joined = naming.joined_columns(own_columns(elements, include))
    label = {"primary key": "pkey", "unique": "key", "exclude": "excl"}[kind]
    return state.names.choose(
        "relation and constraint",
        table.schema,
        table.name,
        None if kind == "primary key" else joined,
        label,
        lambda name: state.relation_exists(table._replace(name=name)) or state.constraint_exists(table.schema, name),
    )


def _adopt_index(
    table: QualifiedName, constraint: Constraint, index_name: str, state: State, location: Location
) -> None:
    """ADD CONSTRAINT ... USING INDEX: the index takes the constraint's name."""
    index = state.indexes.get(table, index_name)
    if index is None:
        raise NotReplayed(f"index {index_name} of table {table} does not exist")
    if index.constraint is not None:
        raise NotReplayed(f"index {index_name} of table {table} is already associated with a constraint")
    kind = _KINDS[constraint.contype]
    name = constraint.conname or index_name
    require_free_name(table, name, state)
    if name != index_name:
        require_free_relation(table._replace(name=name), state)
    adopted = replace(index, name=name, constraint=name, primary=kind == "primary key")
    state.indexes.replace(index, adopted)
    add_key_of(
        replace(adopted, location=location),
        kind,
        timing_of(constraint),
        state,
        without_overlaps=constraint.without_overlaps,
    )


def add_key_of(index: Index, kind: Kind, timing: Timing, state: State, *, without_overlaps: bool = False) -> None:
    """Store the PRIMARY KEY, UNIQUE or EXCLUDE constraint that an index serves."""
    if kind == "primary key":
        for each in state.family(index.table):
            for column in filter(None, index.columns):
                if not state.is_not_null(each, column):
                    state.change_column(each, column, not_null=True)
    state.keys.add(
        Key(
            table=index.table,
            name=index.name,
            kind=kind,
            columns=index.columns,
            nulls_not_distinct=index.nulls_not_distinct,
            without_overlaps=without_overlaps,
            timing=timing,
            location=index.location,
        )
    )
