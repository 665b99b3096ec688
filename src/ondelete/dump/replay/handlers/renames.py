"""RENAME and SET SCHEMA."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.catalog import CompositeType, Domain
from ondelete.dump.nodes.statements.objects import AlterObjectSchemaStmt, RenameStmt
from ondelete.dump.replay.changes.column_names import rename_column
from ondelete.dump.replay.changes.comments import comment_follows
from ondelete.dump.replay.changes.drops import KINDS, require_kind
from ondelete.dump.replay.changes.moves import (
    move_relation,
    move_type,
    rename_constraint,
    rename_in,
    rename_publication,
    rename_schema,
)
from ondelete.dump.replay.changes.triggers import copies_below, triggers_calling
from ondelete.dump.replay.changes.user_types import put_type
from ondelete.dump.replay.dispatch import replays
from ondelete.dump.replay.model.refusals import NotReplayed
from ondelete.dump.replay.model.state import State

if TYPE_CHECKING:
    from ondelete.catalog import QualifiedName
    from ondelete.dump.nodes.statements.objects import ObjectNode
    from ondelete.dump.statements.slicing import Source

_TABLES = tuple(KINDS)
_FUNCTIONS = ("OBJECT_FUNCTION", "OBJECT_ROUTINE")


@replays(RenameStmt)
def rename(statement: RenameStmt, source: Source, state: State) -> None:
    """ALTER ... RENAME."""
    kind, relation = statement.kind, statement.relation
    if kind == "OBJECT_SCHEMA":
        rename_schema(statement.subname, statement.newname, state)
    elif kind in ("OBJECT_TYPE", "OBJECT_DOMAIN", "OBJECT_DOMCONSTRAINT") and statement.object is not None:
        _rename_type(statement, statement.object.parts, state)
    elif kind == "OBJECT_PUBLICATION" and statement.object is not None:
        rename_publication(statement.object.parts[-1], statement.newname, state)
    elif kind in _FUNCTIONS and statement.object is not None:
        _rename_function(statement.object, statement.newname, state)
    elif relation is not None:
        name = state.relation_name(relation)
        if not state.relation_exists(name) and name not in state.relations:
            if statement.missing_ok or kind not in (*_TABLES, "OBJECT_INDEX"):
                return
            raise NotReplayed(f"relation {name} is not defined")
        _rename_of_relation(statement, name, state)


def _rename_function(function: ObjectNode, new: str, state: State) -> None:
    """Triggers call a function by its identity: theirs has the new name."""
    state.functions.rename(function.parts[-1], new)
    for trigger in triggers_calling(function, state):
        old = trigger.function.rpartition(".")[0]
        state.triggers.replace(trigger, replace(trigger, function=f"{old}.{new}" if old else new))


def _rename_of_relation(statement: RenameStmt, name: QualifiedName, state: State) -> None:
    old, new = statement.subname, statement.newname
    match statement.kind:
        case "OBJECT_COLUMN" | "OBJECT_ATTRIBUTE" if name in state.tables:
            _rename_columns(name, old, new, state)
        case "OBJECT_TABCONSTRAINT":
            rename_constraint(name, old, new, state)
        case "OBJECT_TRIGGER":
            for copy in list(copies_below(name, old, state)):
                rename_in(state.triggers, copy.table, old, new)
            rename_in(state.triggers, name, old, new)
            comment_follows(name, old, new, state, "trigger")
        case "OBJECT_RULE":
            rename_in(state.rules, name, old, new)
            comment_follows(name, old, new, state, "rule")
        case "OBJECT_ATTRIBUTE":
            _rename_attribute(name, old, new, state)
        case kind if kind == "OBJECT_INDEX" or kind in _TABLES:
            # ALTER INDEX ... RENAME renames tables and views too.
            require_kind(name, KINDS.get(kind, KINDS["OBJECT_TABLE"]), state)
            move_relation(name, name._replace(name=new), state)


def _rename_columns(name: QualifiedName, old: str, new: str, state: State) -> None:
    """Rename a column of a table, and of what inherits it."""
    state.column(state.tables[name], old)
    for parent in state.tables[name].parents:
        if parent in state.tables and state.tables[parent].column(old) is not None:
            raise NotReplayed(f"column {old} of table {name} is inherited")
    family = list(state.family(name))
    for each in family:
        if state.tables[each].column(new) is not None:
            raise NotReplayed(f"column {new} of table {each} already exists")
    for each in family:
        rename_column(each, old, new, state)
        comment_follows(each, old, new, state, "column")


def _rename_attribute(name: QualifiedName, old: str, new: str, state: State) -> None:
    composite = state.types.get(name)
    if isinstance(composite, CompositeType):
        columns = tuple(replace(each, name=new) if each.name == old else each for each in composite.columns)
        state.types[name] = replace(composite, columns=columns)


@replays(AlterObjectSchemaStmt)
def set_schema(statement: AlterObjectSchemaStmt, source: Source, state: State) -> None:
    """ALTER ... SET SCHEMA."""
    schema = statement.newschema
    if statement.kind in _TABLES and statement.relation is not None:
        name = state.relation_name(statement.relation)
        require_kind(name, tuple(kind for kind in KINDS[statement.kind] if kind != "index"), state)
        if state.relation_exists(name) or name in state.relations:
            if name.schema != schema:  # else PostgreSQL does nothing either
                move_relation(name, name._replace(schema=schema), state)
        elif not statement.missing_ok:
            raise NotReplayed(f"relation {name} is not defined")
    elif statement.kind in ("OBJECT_TYPE", "OBJECT_DOMAIN") and statement.object is not None:
        found = state.find_type(statement.object.parts)
        if found is not None:
            _require_domain(statement.kind, found, state)
            move_type(found, found._replace(schema=schema), state)
    elif statement.kind in _FUNCTIONS and statement.object is not None:
        for trigger in triggers_calling(statement.object, state):
            bare = trigger.function.rpartition(".")[2]
            state.triggers.replace(trigger, replace(trigger, function=f"{schema}.{bare}"))


def _require_domain(kind: str, name: QualifiedName, state: State) -> None:
    if kind == "OBJECT_DOMAIN" and not isinstance(state.types.get(name), Domain):
        raise NotReplayed(f"{name} is no domain")


def _rename_type(statement: RenameStmt, parts: tuple[str, ...], state: State) -> None:
    name = state.find_type(parts)
    if name is None:
        raise NotReplayed(f"type {'.'.join(parts)} is not defined")
    _require_domain(statement.kind, name, state)
    domain = state.types.get(name)
    if statement.kind == "OBJECT_DOMCONSTRAINT" and isinstance(domain, Domain):
        if any(check.name == statement.newname for check in domain.checks):
            raise NotReplayed(f"constraint {statement.newname} of domain {name} already exists")
        checks = tuple(
            replace(check, name=statement.newname) if check.name == statement.subname else check
            for check in domain.checks
        )
        put_type(replace(domain, checks=checks), state)
    elif statement.kind != "OBJECT_DOMCONSTRAINT":
        move_type(name, name._replace(name=statement.newname), state)
