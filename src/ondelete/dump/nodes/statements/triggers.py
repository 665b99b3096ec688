"""Parse nodes of triggers, rules and policies."""

from __future__ import annotations

import msgspec

from ondelete.dump.nodes.names import NameNode, RangeVar
from ondelete.dump.nodes.parsing import Struct


class Transition(Struct):
    """A name of REFERENCING OLD TABLE or NEW TABLE."""

    name: str = ""


class CreateTrigStmt(Struct, rename={"when": "whenClause", "transitions": "transitionRels"}):
    """CREATE TRIGGER; ``timing`` and ``events`` are the bits of TRIGGER_TYPE_... in pg_trigger.h."""

    relation: RangeVar
    trigname: str = ""
    replace: bool = False
    funcname: tuple[NameNode, ...] = ()
    row: bool = False
    timing: int = 0
    events: int = 0
    columns: tuple[NameNode, ...] = ()
    when: msgspec.Raw = msgspec.Raw()
    args: tuple[NameNode, ...] = ()
    initdeferred: bool = False
    transitions: tuple[dict[str, Transition], ...] = ()


class CreateEventTrigStmt(Struct):
    """CREATE EVENT TRIGGER."""

    trigname: str = ""
    funcname: tuple[NameNode, ...] = ()


class AlterEventTrigStmt(Struct):
    """ALTER EVENT TRIGGER ... ENABLE or DISABLE (``D``)."""

    trigname: str = ""
    tgenabled: str = ""


class CreatePolicyStmt(Struct):
    """CREATE POLICY."""

    table: RangeVar


class RuleAction(Struct):
    """An action of a rule; ``relation`` is what INSERT, UPDATE or DELETE writes."""

    relation: RangeVar | None = None


class RuleStmt(Struct, rename={"where": "whereClause"}):
    """CREATE RULE; of the actions only commands and targets are read: each action is named by its one member."""

    relation: RangeVar
    actions: list[dict[str, msgspec.Raw]] | None = None
    rulename: str = ""
    event: str = ""
    instead: bool = False
    replace: bool = False
    where: msgspec.Raw = msgspec.Raw()
