"""The contract that keeps a row deletable, as the configuration has it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ondelete.planning.plan import Plan


def contract_of(plan: Plan) -> str:
    """Return ``[[contract]]`` for the tables of a plan: a later blocker breaks it, but for what is accepted."""
    lines = [
        "[[contract]]",
        f"tables = {_list([str(table) for table in plan.tables])}",
        'reason = "its rows have to be deletable"',
        "deletable = true",
    ]
    if plan.kept:
        lines.append(f"accept = {_list([kept.key.id for kept in plan.kept])}")
    return "\n".join(lines)


def _list(names: list[str]) -> str:
    """Return names as a list of TOML, whose basic strings are written as those of JSON are.

    Brackets that a pattern would take for wildcards are escaped as a pattern has it.
    """
    return f"[{', '.join(json.dumps(_literal(name), ensure_ascii=True) for name in names)}]"


def _literal(name: str) -> str:
    return "".join(f"[{character}]" if character in "*?[" else character for character in name)
