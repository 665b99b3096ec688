"""What refuses the statement of a key before it finds a row (semantics R16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.deletion.actions.partitions import CannotSimulate
from ondelete.deletion.actions.rules import recursive_rule
from ondelete.deletion.simulation.row_store import Abort, Failed
from ondelete.deletion.sqlstates import SqlState

if TYPE_CHECKING:
    from ondelete.catalog import Catalog, Clause, ForeignKey


def refuse_rule(catalog: Catalog, key: ForeignKey, verb: Clause) -> None:
    """Raise Abort if rules make the DELETE or UPDATE of a key fail, CannotSimulate if one runs something instead."""
    if recursive_rule(catalog, key.table, verb) is not None:
        raise Abort(Failed(SqlState.INVALID_OBJECT_DEFINITION, key.table))
    rule = catalog.replacing_rule(key.table, verb)
    if rule is None:
        return
    if verb in rule.commands:
        raise CannotSimulate(f"what rule {rule.name} on {key.table} runs instead")
    raise Abort(Failed(SqlState.INTERNAL_ERROR, key.table))
