"""Types and domains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.catalog import (
    Column,
    CompositeType,
    Domain,
    DomainCheck,
    EnumType,
    OtherType,
    QualifiedName,
)
from ondelete.dump.nodes.names import strings
from ondelete.dump.nodes.statements.constraints import Constraint
from ondelete.dump.nodes.statements.user_types import (
    AlterDomainStmt,
    AlterEnumStmt,
    CompositeTypeStmt,
    CreateCastStmt,
    CreateDomainStmt,
    CreateEnumStmt,
    CreateRangeStmt,
    DefineStmt,
)
from ondelete.dump.nodes.trees import first_offset
from ondelete.dump.replay.changes.columns import default_of, make_column
from ondelete.dump.replay.changes.user_types import drop_type, put_type
from ondelete.dump.replay.dispatch import replays
from ondelete.dump.replay.model.labels import Labels
from ondelete.dump.replay.model.refusals import NotReplayed
from ondelete.dump.replay.model.state import State

if TYPE_CHECKING:
    from ondelete.dump.nodes.names import NameNode
    from ondelete.dump.statements.slicing import Source


@replays(CreateEnumStmt)
def create_enum(statement: CreateEnumStmt, source: Source, state: State) -> None:
    """CREATE TYPE ... AS ENUM."""
    name = _free(statement.names, state)
    state.types[name] = EnumType(name, strings(statement.vals), source.location)


@replays(AlterEnumStmt)
def alter_enum(statement: AlterEnumStmt, source: Source, state: State) -> None:
    """ALTER TYPE ... ADD VALUE, RENAME VALUE."""
    enum = state.types.get(state.find_type(strings(statement.names)) or state.new_name_of(strings(statement.names)))
    if not isinstance(enum, EnumType):
        raise NotReplayed(f"enum {'.'.join(strings(statement.names))} is not defined")
    labels = state.labels.get(enum.name)
    if labels is None:
        labels = state.labels[enum.name] = Labels(enum.labels)
    if statement.new in labels:
        if not statement.skip_existing:
            raise NotReplayed(f"enum {enum.name} has the label {statement.new} already")
        return
    for needed in (statement.old, statement.neighbour):
        if needed is not None and needed not in labels:
            raise NotReplayed(f"enum {enum.name} has no label {needed}")
    if statement.old is not None:
        labels.rename(statement.old, statement.new)
    else:
        labels.insert(statement.new, statement.neighbour, after=statement.after)


@replays(CompositeTypeStmt)
def create_composite(statement: CompositeTypeStmt, source: Source, state: State) -> None:
    """CREATE TYPE ... AS (...)."""
    name = state.new_name(statement.typevar)
    columns: list[Column] = []
    for node in statement.coldeflist:
        columns.append(make_column(node.column, name, source, state)[0])
    state.types[name] = CompositeType(name, tuple(columns), source.location)


@replays(CreateRangeStmt)
def create_range(statement: CreateRangeStmt, source: Source, state: State) -> None:
    """CREATE TYPE ... AS RANGE."""
    name = _free(statement.names, state)
    subtype = None
    for option in (node.option for node in statement.params):
        if option.defname == "subtype" and option.arg is not None and option.arg.type_name is not None:
            subtype = state.type_text(option.arg.type_name)
    state.types[name] = OtherType(name, "range", subtype, source.location)


@replays(DefineStmt)
def create_base_type(statement: DefineStmt, source: Source, state: State) -> None:
    """CREATE TYPE of a base type; its shell type comes first, under the same name."""
    if statement.kind == "OBJECT_TYPE":
        name = state.new_name_of(strings(statement.defnames))
        state.types[name] = OtherType(name, "base", None, source.location)


@replays(CreateCastStmt)
def create_cast(statement: CreateCastStmt, source: Source, state: State) -> None:
    """CREATE CAST ... WITH FUNCTION."""
    if statement.func is not None:
        types = (state.type_text(statement.sourcetype), state.type_text(statement.targettype))
        state.casts[types] = f".{strings(statement.func.objname)[-1]}"


def _free(nodes: tuple[NameNode, ...], state: State) -> QualifiedName:
    name = state.new_name_of(strings(nodes))
    if name in state.types:
        raise NotReplayed(f"type {name} already exists")
    return name


@replays(CreateDomainStmt)
def create_domain(statement: CreateDomainStmt, source: Source, state: State) -> None:
    """CREATE DOMAIN."""
    name = _free(statement.names, state)
    base = state.find_type(strings(statement.type_name.names))
    below = state.types.get(base) if base is not None and not statement.type_name.array_bounds else None
    default = below.default if isinstance(below, Domain) else None
    domain = Domain(name, state.type_text(statement.type_name), base, False, default, (), source.location)
    put_type(domain, state)
    try:
        for constraint in (node.constraint for node in statement.constraints):
            domain = _constrain(domain, constraint, source, state)
            put_type(domain, state)
    except NotReplayed:
        drop_type(name, state)
        raise


def _constrain(domain: Domain, constraint: Constraint, source: Source, state: State) -> Domain:
    if constraint.contype == "CONSTR_NOTNULL":
        return replace(domain, not_null=True)
    if constraint.contype == "CONSTR_DEFAULT":
        return replace(domain, default=default_of(constraint, source, state))
    if constraint.contype == "CONSTR_CHECK" and constraint.raw_expr is not None:
        schema = domain.name.schema
        name = constraint.conname or state.names.choose(
            "constraint", schema, domain.name.name, None, "check", lambda each: state.constraint_exists(schema, each)
        )
        if (schema, name) in state.domain_constraints and any(check.name == name for check in domain.checks):
            raise NotReplayed(f"constraint {name} of domain {domain.name} already exists")
        node = constraint.raw_expr
        check = DomainCheck(name, state.expression(node, source.in_parentheses(b"check", first_offset(node))))
        return replace(domain, checks=(*domain.checks, check))
    return domain


@replays(AlterDomainStmt)
def alter_domain(statement: AlterDomainStmt, source: Source, state: State) -> None:
    """ALTER DOMAIN: default, NOT NULL, constraints. A domain that no file defines stays unknown."""
    parts = strings(statement.names)
    domain = state.types.get(state.find_type(parts) or state.new_name_of(parts))
    if not isinstance(domain, Domain):
        raise NotReplayed(f"domain {'.'.join(parts)} is not defined")
    argument = statement.argument
    match statement.subtype:
        case "T":
            node = argument
            sql = source.default(first_offset(node)) if node is not None else ""
            domain = replace(domain, default=state.expression(node, sql) if node is not None else None)
        case "N" | "O":
            domain = replace(domain, not_null=statement.subtype == "O")
        case "C" if argument is not None and argument.constraint is not None:
            domain = _constrain(domain, argument.constraint, source, state)
        case "X":
            domain = _unconstrain(domain, statement)
    put_type(domain, state)


def _unconstrain(domain: Domain, statement: AlterDomainStmt) -> Domain:
    kept = tuple(check for check in domain.checks if check.name != statement.name)
    if len(kept) < len(domain.checks):
        return replace(domain, checks=kept)
    if statement.name == f"{domain.name.name}_not_null":
        return replace(domain, not_null=False)
    if statement.missing_ok:
        return domain
    raise NotReplayed(f"constraint {statement.name} of domain {domain.name} does not exist")
