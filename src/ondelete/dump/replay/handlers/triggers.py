"""Triggers and rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from ondelete.catalog import Expression, Rule, Trigger
from ondelete.dump.nodes.names import strings
from ondelete.dump.nodes.statements.triggers import (
    AlterEventTrigStmt,
    CreateEventTrigStmt,
    CreatePolicyStmt,
    CreateTrigStmt,
    RuleAction,
    RuleStmt,
)
from ondelete.dump.programs.conditions import condition_text
from ondelete.dump.programs.queries import query_of_node
from ondelete.dump.programs.trees import tree_of
from ondelete.dump.replay.changes.drops import drop_relation
from ondelete.dump.replay.changes.triggers import copies_below, inherited_triggers, partitions_of, trigger_of
from ondelete.dump.replay.dispatch import alters, replays
from ondelete.dump.replay.model.refusals import NotReplayed
from ondelete.dump.replay.model.state import State
from ondelete.dump.replay.session.calls import note_uses, note_view

if TYPE_CHECKING:
    from typing import Literal

    from ondelete.catalog import QualifiedName
    from ondelete.catalog.programs import Query
    from ondelete.catalog.relations import Enabled
    from ondelete.dump.nodes.statements.alter_table import AlterTableCmd
    from ondelete.dump.statements.slicing import Source

# TRIGGER_TYPE_... in pg_trigger.h.
_BEFORE, _INSTEAD = 1 << 1, 1 << 6
_EVENTS = ((1 << 2, "insert"), (1 << 3, "delete"), (1 << 4, "update"), (1 << 5, "truncate"))
_RULE_EVENTS: dict[str, Literal["select", "insert", "update", "delete"]] = {
    "CMD_SELECT": "select",
    "CMD_INSERT": "insert",
    "CMD_UPDATE": "update",
    "CMD_DELETE": "delete",
}
_STATES: dict[str, Literal["enabled", "disabled", "replica", "always"]] = {
    "Enable": "enabled",
    "Disable": "disabled",
    "EnableReplica": "replica",
    "EnableAlways": "always",
}
# Where a statement lists the columns that it writes.
_WRITTEN = {"UpdateStmt": "targetList", "InsertStmt": "cols"}
_MOST_EVENT_TRIGGERS = 20


@replays(CreateTrigStmt)
def create_trigger(statement: CreateTrigStmt, source: Source, state: State) -> None:
    """CREATE [OR REPLACE] [CONSTRAINT] TRIGGER."""
    table = state.relation_name(statement.relation)
    timing: Literal["before", "after", "instead of"] = "after"
    if statement.timing & _BEFORE:
        timing = "before"
    elif statement.timing & _INSTEAD:
        timing = "instead of"
    trigger = Trigger(
        table=table,
        name=statement.trigname,
        timing=timing,
        events=tuple(word for bit, word in _EVENTS if statement.events & bit),
        columns=strings(statement.columns),
        row=statement.row,
        function=".".join(strings(statement.funcname)),
        condition=bool(statement.when),
        enabled="enabled",
        location=source.location,
        when=_condition(statement.when, source, b"when"),
        arguments=strings(statement.args),
        deferred=statement.initdeferred,
        transitions=tuple(each.name for entry in statement.transitions for each in entry.values()),
    )
    state.doubt_gone(table)
    old = state.triggers.get(table, trigger.name)
    if old is None:
        state.triggers.add(trigger)
    elif statement.replace:
        state.triggers.replace(old, trigger)
    else:
        raise NotReplayed(f"trigger {trigger.name} of {table} already exists")


def _condition(node: msgspec.Raw, source: Source, keyword: bytes) -> Expression | None:
    """Return the condition of a trigger or rule."""
    if not node:
        return None
    return Expression(condition_text(source.text, keyword), tree_of(msgspec.json.decode(node), among_relations=False))


def _action(action: dict[str, msgspec.Raw], source: Source) -> Query:
    statement = {kind: msgspec.json.decode(node) for kind, node in action.items()}
    return query_of_node(statement, "", source.location.line)


@replays(RuleStmt)
def create_rule(statement: RuleStmt, source: Source, state: State) -> None:
    """CREATE [OR REPLACE] RULE; ON SELECT turns a table into a view, as dumps before PostgreSQL 16 can have it."""
    table = state.relation_name(statement.relation)
    if statement.event == "CMD_SELECT":
        if table in state.tables:
            drop_relation(table, state)
        state.add_relation(table, "view", source.location)
        note_view(table, source, state)
        return
    rule = Rule(
        table=table,
        name=statement.rulename,
        event=_RULE_EVENTS[statement.event],
        instead=statement.instead,
        condition=bool(statement.where),
        enabled="enabled",
        location=source.location,
        commands=tuple(name.removesuffix("Stmt").lower() for action in statement.actions or () for name in action),
        actions=tuple(_action(action, source) for action in statement.actions or ()),
        when=_condition(statement.where, source, b"where"),
        targets=tuple(_target(name, raw, state) for each in statement.actions or () for name, raw in each.items()),
    )
    note_uses(table, source, state)
    _doubt_columns(statement, state)
    old = state.rules.get(table, rule.name)
    if old is None:
        state.rules.add(rule)
    elif statement.replace:
        state.rules.replace(old, rule)
    else:
        raise NotReplayed(f"rule {rule.name} of {table} already exists")


def _target(name: str, action: msgspec.Raw, state: State) -> QualifiedName | None:
    """Return the table that an action of a rule writes, None if it writes none."""
    if name not in ("InsertStmt", "UpdateStmt", "DeleteStmt"):
        return None
    relation = msgspec.json.decode(action, type=RuleAction).relation
    return state.relation_name(relation) if relation is not None else None


def _doubt_columns(statement: RuleStmt, state: State) -> None:
    """Report a column that an action of a rule writes and its table does not have."""
    for kind, body in ((kind, body) for action in statement.actions or () for kind, body in action.items()):
        written = msgspec.json.decode(body) if kind in _WRITTEN else {}
        target = written.get("relation", {})
        names = tuple(target[part] for part in ("schemaname", "relname") if part in target)
        table = state.tables.get(state.named(names)) if names else None
        if table is None or state.of(table.name).opaque:
            continue
        for column in (entry["ResTarget"].get("name", "") for entry in written.get(_WRITTEN[kind], ())):
            if table.column(column) is None:
                said = f"table {table.name} has no column {column}"
                state.doubts.append(f"{said}, so a server refuses it; it counts all the same")


@replays(CreatePolicyStmt)
def create_policy(statement: CreatePolicyStmt, source: Source, state: State) -> None:
    """CREATE POLICY: what it reads is kept as it is."""
    note_uses(state.relation_name(statement.table), source, state)


@replays(CreateEventTrigStmt)
def create_event_trigger(statement: CreateEventTrigStmt, source: Source, state: State) -> None:
    """CREATE EVENT TRIGGER: its function runs with the changes that follow."""
    state.made_event_triggers.add(statement.trigname)
    if len(state.event_triggers) < _MOST_EVENT_TRIGGERS:
        state.event_triggers[statement.trigname] = (strings(statement.funcname)[-1], source)
    else:
        state.doubts.append(f"only the first {_MOST_EVENT_TRIGGERS} event triggers are looked at")


@replays(AlterEventTrigStmt)
def alter_event_trigger(statement: AlterEventTrigStmt, source: Source, state: State) -> None:
    """ALTER EVENT TRIGGER ... DISABLE."""
    if state.is_strict and statement.trigname not in state.made_event_triggers:
        raise NotReplayed(f"event trigger {statement.trigname} does not exist")
    if statement.tgenabled == "D":
        state.event_triggers.pop(statement.trigname, None)


@alters("EnableTrig", "EnableAlwaysTrig", "EnableReplicaTrig", "DisableTrig")
def enable_trigger(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """ENABLE | DISABLE TRIGGER name."""
    name = command.name or ""
    if name.startswith("RI_ConstraintTrigger_"):
        raise NotReplayed("it switches a trigger of a foreign key, named by a number that only that server knows")
    trigger = trigger_of(table, name, state)
    if trigger is not None:
        _switch(trigger, table, _STATES[command.subtype.removeprefix("AT_").removesuffix("Trig")], command, state)
    elif table in state.tables:
        raise NotReplayed(f"trigger {name} of table {table} does not exist")


def _switch(trigger: Trigger, table: QualifiedName, enabled: Enabled, command: AlterTableCmd, state: State) -> None:
    """Switch the trigger of a table, or its copy of one; without ONLY the copies of partitions are switched too."""
    for partition in partitions_of(table, state) if trigger.row and not command.recurse else ():
        if state.triggers.get(partition, trigger.name) is None:
            state.triggers.add(replace(trigger, table=partition))  # its copy stays as it was
    known = state.triggers.get(table, trigger.name)
    if known is None:
        state.triggers.add(replace(trigger, table=table, enabled=enabled))
    else:
        state.triggers.replace(known, replace(known, enabled=enabled))
    for copy in list(copies_below(table, trigger.name, state)) if command.recurse else ():
        state.triggers.replace(copy, replace(copy, enabled=enabled))


@alters("EnableTrigAll", "EnableTrigUser", "DisableTrigAll", "DisableTrigUser")
def enable_triggers(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """ENABLE | DISABLE TRIGGER ALL | USER; ALL switches the table's foreign keys off and on as well."""
    enabled = _STATES["Enable" if command.subtype.startswith("AT_Enable") else "Disable"]
    triggers = {trigger.name: trigger for trigger in (*inherited_triggers(table, state), *state.triggers.of(table))}
    for trigger in triggers.values():
        _switch(trigger, table, enabled, command, state)
    if command.subtype == "AT_DisableTrigAll":
        state.of(table).disabled = source
    elif command.subtype == "AT_EnableTrigAll":
        state.of(table).disabled = None


@alters("EnableRule", "EnableAlwaysRule", "EnableReplicaRule", "DisableRule")
def enable_rule(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """ENABLE | DISABLE RULE."""
    rule = state.rules.get(table, command.name or "")
    if rule is not None:
        enabled = _STATES[command.subtype.removeprefix("AT_").removesuffix("Rule")]
        state.rules.replace(rule, replace(rule, enabled=enabled))
    elif table in state.tables:
        raise NotReplayed(f"rule {command.name} of table {table} does not exist")
