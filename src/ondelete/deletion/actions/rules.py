"""Which rules rewrite a statement without end (semantics R16)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from ondelete.catalog import Catalog, Clause, QualifiedName, Rule

_Written: TypeAlias = "tuple[QualifiedName, str]"
"""A table and the command that writes it."""


def recursive_rule(catalog: Catalog, table: QualifiedName, verb: Clause) -> Rule | None:
    """Return a rule whose actions come back to its own command on its own table, None if no rule does.

    The rules of a statement rewrite the statements of their actions in turn (RewriteQuery in rewriteHandler.c), whether
    they are INSTEAD, ALSO or conditional. Found depth first from DELETE or UPDATE (``verb``) on ``table``.
    """
    done: set[_Written] = set()
    above: dict[_Written, Rule] = {}
    pending: list[tuple[_Written, bool]] = [((table, verb), False)] if table in catalog.rules_of else []
    while pending:
        written, leaves = pending.pop()
        if leaves:
            above.pop(written, None)
            done.add(written)
        elif written in above:
            return above[written]
        elif written not in done:
            pending.append((written, True))
            for rule in _rules(catalog, written):
                above.setdefault(written, rule)
                targets = zip(rule.targets, rule.commands, strict=True)
                pending += [((target, command), False) for target, command in targets if target is not None]
    return None


def _rules(catalog: Catalog, written: _Written) -> list[Rule]:
    table, command = written
    return [rule for rule in catalog.rules_of.get(table, ()) if rule.event == command and rule.is_active]
