"""DROP: which objects go, and whether a server lets them go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import Domain
from ondelete.dump.nodes.statements.objects import DropStmt
from ondelete.dump.replay.changes.column_users import doubt_defaults, doubt_rules
from ondelete.dump.replay.changes.dependents import drop_users_of_function, drop_users_of_sequence
from ondelete.dump.replay.changes.drops import drop_column, drop_dependents, drop_relation, remove_index, require_kind
from ondelete.dump.replay.changes.triggers import inherited_triggers, remove_trigger, triggers_calling
from ondelete.dump.replay.changes.user_types import drop_type
from ondelete.dump.replay.dispatch import replays
from ondelete.dump.replay.model.refusals import NotReplayed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from ondelete.catalog import QualifiedName
    from ondelete.dump.nodes.statements.objects import ObjectNode
    from ondelete.dump.replay.model.state import State
    from ondelete.dump.statements.slicing import Source

_RELATIONS = {
    "OBJECT_TABLE": "table",
    "OBJECT_FOREIGN_TABLE": "foreign table",
    "OBJECT_VIEW": "view",
    "OBJECT_MATVIEW": "materialized view",
    "OBJECT_SEQUENCE": "sequence",
}
_FUNCTIONS = ("OBJECT_FUNCTION", "OBJECT_ROUTINE")
# Nothing that a catalog holds depends on these, so their CASCADE is harmless.
_LONELY = frozenset(
    f"OBJECT_{name}" for name in "AGGREGATE CONVERSION POLICY PROCEDURE STATISTIC_EXT TRANSFORM".split()
)


@replays(DropStmt)
def drop(statement: DropStmt, source: Source, state: State) -> None:
    """DROP ... [IF EXISTS] ... [CASCADE]."""
    if state.is_empty and statement.kind != "OBJECT_SCHEMA":
        return
    cascade = statement.behavior == "DROP_CASCADE"
    if statement.kind in _RELATIONS:
        _drop_relations(statement, _RELATIONS[statement.kind], cascade, state)
        return
    for node in statement.objects:
        dropper = _DROPPERS.get(statement.kind)
        if statement.kind in _FUNCTIONS:
            _drop_function(node, statement.missing_ok, cascade, state)
        elif dropper is not None:
            dropper(node.parts, statement.missing_ok, cascade, state)
        elif cascade and statement.kind not in _LONELY:
            raise NotReplayed("what this CASCADE drops is not known")


def _drop_relations(statement: DropStmt, kind: str, cascade: bool, state: State) -> None:
    """Drop relations together: what hangs on one of them may be another one, and a name may stand there twice."""
    names = [state.relation_name_of(node.parts) for node in statement.objects]
    for name in names:
        require_kind(name, (kind,), state)
    found = [name for name in names if name in state.tables or name in state.relations]
    for name in names:
        # Views and sequences drop out of sight when what they hang on goes.
        needed = kind in ("table", "foreign table") or state.is_strict
        if name not in found and not statement.missing_ok and needed:
            raise NotReplayed(f"{kind} {name} does not exist")
    if not cascade:
        going = dict.fromkeys(each for name in found for each in _with_partitions(name, state))
        _require_unreferenced(going, state)
        for name in found:
            if any(child not in going for child in state.partitions(name)):
                raise NotReplayed(f"tables inherit from {name}, and there is no CASCADE")
            _require_unviewed(name, going, state)
    for name in found:
        if kind == "sequence" and cascade:
            drop_users_of_sequence(name, state)
        if name in state.tables or name in state.relations:
            doubt_rules(name, None, state)
            doubt_defaults(name, state)
            drop_relation(name, state)


def _require_unviewed(name: QualifiedName, going: Collection[QualifiedName], state: State) -> None:
    for view in state.of(name).views:
        if view.name in going:
            continue
        if view.sure:
            raise NotReplayed(f"view {view.name} depends on it, and there is no CASCADE")
        if view.name in state.relations:
            state.doubts.append(f"if view {view.name} is still there, a server refuses this; it counts all the same")
        elif view.name in state.tables:
            what = f"a rule or policy of {view.name}"
            state.doubts.append(f"if {what} reads it, a server refuses this; it counts all the same")


def _with_partitions(name: QualifiedName, state: State) -> list[QualifiedName]:
    found = [name]
    for each in found:
        found.extend(child for child in state.partitions(each) if state.tables[child].is_partition)
    return found


def _require_unreferenced(names: Collection[QualifiedName], state: State) -> None:
    going = set(names)
    for key in (key for name in names for key in state.foreign_keys.referencing(name)):
        if key.table not in going:
            raise NotReplayed(f"foreign key {key.id} references it, and there is no CASCADE")


def _drop_index(parts: tuple[str, ...], missing_ok: bool, cascade: bool, state: State) -> None:
    for name in state.candidates(parts):
        index = state.indexes.in_schema(*name)
        if index is None:
            continue
        if index.constraint is not None:
            raise NotReplayed(f"constraint {index.constraint} of table {index.table} requires index {index.name}")
        drop_dependents(index.table, index.columns, index.unique, cascade, state)
        remove_index(index, state)
        return
    require_kind(state.relation_name_of(parts), ("index",), state)
    if not missing_ok:
        raise NotReplayed(f"index {'.'.join(parts)} does not exist")


def _drop_type(parts: tuple[str, ...], missing_ok: bool, cascade: bool, state: State) -> None:
    name = state.find_type(parts)
    if name is not None and name in state.tables:
        raise NotReplayed(f"type {name} is the row type of a table")
    if name is None or name not in state.types:
        if missing_ok or cascade:
            return
        raise NotReplayed(f"type {'.'.join(parts)} does not exist")
    tables = [table for each in state.type_users.get(name, ()) if (table := state.tables.get(each)) is not None]
    users = [(table, column) for table in tables for column in table.columns if column.type_name == name]
    if users and not cascade:
        raise NotReplayed(f"column {users[0][1].name} of table {users[0][0].name} uses it, and there is no CASCADE")
    for table, column in users:
        if table.name in state.tables and state.tables[table.name].column(column.name) is not None:
            drop_column(table.name, column.name, True, state)
    drop_type(name, state)


def _drop_domain(parts: tuple[str, ...], missing_ok: bool, cascade: bool, state: State) -> None:
    name = state.find_type(parts)
    if name is not None and not isinstance(state.types.get(name), Domain):
        raise NotReplayed(f"{name} is no domain")
    _drop_type(parts, missing_ok, cascade, state)


def _drop_schema(parts: tuple[str, ...], missing_ok: bool, cascade: bool, state: State) -> None:
    schema = parts[-1]
    if schema in state.paths.dropped and not missing_ok:
        raise NotReplayed(f"schema {schema} does not exist any more")
    inside = (*state.tables.in_schema(schema), *state.relations.in_schema(schema))
    types = state.types.in_schema(schema)
    if (inside or types) and not cascade:
        raise NotReplayed(f"schema {schema} is not empty, and there is no CASCADE")
    if state.is_strict and not (missing_ok or inside or types or schema in state.paths.made):
        raise NotReplayed(f"schema {schema} is not in this file")
    for name in inside:
        if name in state.tables or name in state.relations:
            doubt_defaults(name, state)
            drop_relation(name, state)
    for name in types:
        _drop_type(tuple(name), True, True, state)
    for trigger in state.triggers.calling_into(schema):
        state.triggers.remove(trigger)
    state.paths.drop(schema)
    state.apply_path()


def _drop_function(function: ObjectNode, missing_ok: bool, cascade: bool, state: State) -> None:
    users = triggers_calling(function, state)
    name = function.parts[-1]
    if state.is_strict and not (missing_ok or users or state.functions.defines(name)):
        raise NotReplayed(f"function {name} is not in this file")
    if users and not cascade:
        raise NotReplayed(f"trigger {users[0].name} of {users[0].table} uses it, and there is no CASCADE")
    for trigger in users:
        state.triggers.remove(trigger)
    if cascade:
        drop_users_of_function(function.parts, state)
    parameters = len(function.function.objargs) if function.function is not None else None
    state.functions.forget(name, None if len(function.parts) == 1 else function.parts[-2], parameters)


def _drop_trigger(parts: tuple[str, ...], missing_ok: bool, cascade: bool, state: State) -> None:
    table = state.relation_name_of(parts[:-1])
    trigger = state.triggers.get(table, parts[-1])
    above = {each.name: each for each in inherited_triggers(table, state)}.get(parts[-1])
    if above is not None:
        raise NotReplayed(f"trigger {above.name} of {above.table} requires it")
    if trigger is not None:
        remove_trigger(trigger, state)
    elif not missing_ok:
        raise NotReplayed(f"trigger {parts[-1]} of {table} does not exist")


def _drop_publication(parts: tuple[str, ...], missing_ok: bool, cascade: bool, state: State) -> None:
    if state.publications.pop(parts[-1], None) is None and not missing_ok:
        raise NotReplayed(f"publication {parts[-1]} does not exist")
    for each in state.published.grouped(parts[-1]):
        state.published.remove(each)


def _drop_rule(parts: tuple[str, ...], missing_ok: bool, cascade: bool, state: State) -> None:
    table = state.relation_name_of(parts[:-1])
    rule = state.rules.get(table, parts[-1])
    if rule is not None:
        state.rules.remove(rule)
    elif not missing_ok and table in state.tables:
        raise NotReplayed(f"rule {parts[-1]} of {table} does not exist")


def _drop_event_trigger(parts: tuple[str, ...], missing_ok: bool, cascade: bool, state: State) -> None:
    state.event_triggers.pop(parts[-1], None)


_DROPPERS: dict[str, Callable[[tuple[str, ...], bool, bool, State], None]] = {
    "OBJECT_EVENT_TRIGGER": _drop_event_trigger,
    "OBJECT_INDEX": _drop_index,
    "OBJECT_TYPE": _drop_type,
    "OBJECT_DOMAIN": _drop_domain,
    "OBJECT_SCHEMA": _drop_schema,
    "OBJECT_TRIGGER": _drop_trigger,
    "OBJECT_RULE": _drop_rule,
    "OBJECT_PUBLICATION": _drop_publication,
}
