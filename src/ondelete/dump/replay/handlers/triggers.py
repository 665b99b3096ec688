"""Triggers and rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.catalog import Rule, Trigger
from ondelete.dump.nodes.names import strings
from ondelete.dump.nodes.statements.triggers import CreateTrigStmt, RuleStmt
from ondelete.dump.replay.changes.drops import drop_relation
from ondelete.dump.replay.dispatch import alters, replays
from ondelete.dump.replay.model.refusals import NotReplayed
from ondelete.dump.replay.model.state import State

if TYPE_CHECKING:
    from typing import Literal

    from ondelete.catalog import QualifiedName
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
    )
    old = state.triggers.get(table, trigger.name)
    if old is None:
        state.triggers.add(trigger)
    elif statement.replace:
        state.triggers.replace(old, trigger)
    else:
        raise NotReplayed(f"trigger {trigger.name} of {table} already exists")


@replays(RuleStmt)
def create_rule(statement: RuleStmt, source: Source, state: State) -> None:
    """CREATE [OR REPLACE] RULE; ON SELECT turns a table into a view, as dumps before PostgreSQL 16 can have it."""
    table = state.relation_name(statement.relation)
    if statement.event == "CMD_SELECT":
        if table in state.tables:
            drop_relation(table, state)
        state.add_relation(table, "view", source.location)
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
    )
    old = state.rules.get(table, rule.name)
    if old is None:
        state.rules.add(rule)
    elif statement.replace:
        state.rules.replace(old, rule)
    else:
        raise NotReplayed(f"rule {rule.name} of {table} already exists")


@alters("EnableTrig", "EnableAlwaysTrig", "EnableReplicaTrig", "DisableTrig")
def enable_trigger(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """ENABLE | DISABLE TRIGGER name."""
    name = command.name or ""
    trigger = state.triggers.get(table, name)
    if name.startswith("RI_ConstraintTrigger_"):
        raise NotReplayed("it switches a trigger of a foreign key, named by a number that only that server knows")
    enabled = _STATES[command.subtype.removeprefix("AT_").removesuffix("Trig")]
    inherited = _inherited_trigger(table, name, state) if trigger is None else None
    if trigger is not None:
        state.triggers.replace(trigger, replace(trigger, enabled=enabled))
        _switch_copies(table, name, enabled, command, state)
    elif inherited is not None:
        state.triggers.add(replace(inherited, table=table, enabled=enabled))
        _switch_copies(table, name, enabled, command, state)
    elif table in state.tables:
        raise NotReplayed(f"trigger {name} of table {table} does not exist")


def _inherited_trigger(table: QualifiedName, name: str, state: State) -> Trigger | None:
    """Return the row trigger of a partitioned table above a partition, which has a copy of it."""
    entry = state.tables.get(table)
    while entry is not None and entry.is_partition and entry.parents:
        found = state.triggers.get(entry.parents[0], name)
        if found is not None and found.row:
            return found
        entry = state.tables.get(entry.parents[0])
    return None


def _switch_copies(table: QualifiedName, name: str, enabled: Enabled, command: AlterTableCmd, state: State) -> None:
    """Without ONLY the copies of partitions are switched too, as far as they were switched by themselves before."""
    for partition in state.partitions(table) if command.recurse else ():
        copy = state.triggers.get(partition, name)
        if copy is not None:
            state.triggers.replace(copy, replace(copy, enabled=enabled))
        _switch_copies(partition, name, enabled, command, state)


@alters("EnableTrigAll", "EnableTrigUser", "DisableTrigAll", "DisableTrigUser")
def enable_triggers(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """ENABLE | DISABLE TRIGGER ALL | USER; ALL switches the table's foreign keys off and on as well."""
    enabled = _STATES["Enable" if command.subtype.startswith("AT_Enable") else "Disable"]
    for trigger in state.triggers.of(table):
        state.triggers.replace(trigger, replace(trigger, enabled=enabled))
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
