"""Triggers whose function makes, changes or drops tables, and the statements that change rows and so fire them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.catalog import QualifiedName, ReferentialAction
from ondelete.dump.replay.model.acting import Acting
from ondelete.text.patterns import later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Trigger
    from ondelete.dump.replay.model.state import State

_NAME = r'(?:"schemaname":"((?>(?:[^"\\]|\\.)*))",)?"relname":"((?>(?:[^"\\]|\\.)*))"'
_TARGET = later(rf'"(Insert|Update|Delete|Merge|Copy)Stmt":\{{"relation":\{{{_NAME}')
_EMPTIED = later(rf'"RangeVar":\{{{_NAME}')
_EVENTS = {
    "Insert": ("insert",),
    "Copy": ("insert",),
    "Update": ("update",),
    "Delete": ("delete",),
    "Merge": ("insert", "update", "delete"),
}
_ALL = ("insert", "update", "delete")
_WRITES = {
    ReferentialAction.CASCADE: "delete",
    ReferentialAction.SET_NULL: "update",
    ReferentialAction.SET_DEFAULT: "update",
}


def acting(state: State) -> Acting:
    """Return the tables on which a change of rows may fire such a trigger."""
    functions = state.functions
    of = (functions.changes, len(state.triggers), len(state.tables), len(state.foreign_keys))
    if state.acting is None or state.acting.of != of:
        tables = [each.table for each in state.triggers if _acts(each, state)]
        found = _closure(tables, state) if tables else set()
        state.acting = Acting(of, frozenset(found), frozenset(name.name for name in found))
    return state.acting


def may_fire(text: str, state: State) -> bool:
    """Return whether a statement that changes rows seems to speak of one of these tables."""
    if not state.functions.some_change_schema or not len(state.triggers):
        return False
    folded = text.lower()
    return any(name in text or name.lower() in folded for name in acting(state).names)


def doubt_fired(parsed: str, state: State) -> None:
    """Doubt a statement that changes the rows of such a table."""
    if not state.functions.some_change_schema or not len(state.triggers) or not acting(state).tables:
        return
    for table, events in _changed_in(parsed, state):
        trigger = _fired(table, events, state)
        if trigger is not None and (trigger.table, trigger.name) not in state.told_triggers:
            state.told_triggers.add((trigger.table, trigger.name))
            what = f"trigger {trigger.name} of {trigger.table}, which runs the function {trigger.function}()"
            state.doubts.append(f"this may fire {what}, whose code is not read")


def _acts(trigger: Trigger, state: State) -> bool:
    return trigger.enabled != "disabled" and state.functions.can_change_schema(trigger.function.rpartition(".")[2])


def _closure(tables: list[QualifiedName], state: State) -> set[QualifiedName]:
    waiting, found = list(tables), set(tables)
    for each in waiting:
        near = [*state.partitions(each), *(state.tables[each].parents if each in state.tables else ())]
        near += [reader.name for reader in state.of(each).views]
        near += [key.referenced_table for key in state.foreign_keys.touching(each) if key.table == each]
        fresh = [name for name in near if name not in found]
        found.update(fresh)
        waiting += fresh
    return found


def _changed_in(parsed: str, state: State) -> Iterator[tuple[QualifiedName, tuple[str, ...]]]:
    """Yield the tables whose rows a statement changes, and how."""
    for kind, schema, name in _TARGET.findall(parsed):
        events = _EVENTS[kind]
        if kind == "Insert" and '"onConflictClause"' in parsed:
            events = ("insert", "update")
        if kind != "Copy" or '"is_from":true' in parsed:
            yield _relation(schema, name, state), events
    if '"TruncateStmt"' in parsed:
        for schema, name in _EMPTIED.findall(parsed):
            yield _relation(schema, name, state), ("truncate",)


def _relation(schema: str, name: str, state: State) -> QualifiedName:
    parts = (*((schema,) if schema else ()), name)
    return state.named(tuple(str(msgspec.json.decode(f'"{part}"')) for part in parts))


def _fired(table: QualifiedName, events: tuple[str, ...], state: State) -> Trigger | None:
    """Return a trigger of such a function that one of the events fires: of the table, its family, or down its keys."""
    waiting = [(table, event) for event in events]
    seen = set(waiting)
    for each, event in waiting:
        for trigger in state.triggers.of(each):
            if event in trigger.events and _acts(trigger, state):
                return trigger
        near = [(name, event) for name in state.partitions(each)]
        near += [(name, event) for name in (state.tables[each].parents if each in state.tables else ())]
        if state.rules.of(each) and event != "truncate":  # no rule is ON TRUNCATE
            near += [(read.name, other) for read in state.of(each).reads for other in _ALL]
        elif each in state.relations:
            near += [(read.name, event) for read in state.of(each).reads]
        for key in state.foreign_keys.referencing(each):
            if event == "truncate":
                near.append((key.table, event))
            elif event == "delete" and key.on_delete in _WRITES:
                near.append((key.table, _WRITES[key.on_delete]))
            elif event == "update" and key.on_update in _WRITES:
                near.append((key.table, "update"))
        fresh = [one for one in near if one not in seen]
        seen.update(fresh)
        waiting += fresh
    return None
