"""The sequences of serial and identity columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import Expression, QualifiedName
from ondelete.catalog.expressions import Call, Cast, Constant
from ondelete.dump.nodes.names import strings

if TYPE_CHECKING:
    from ondelete.dump.nodes.statements.constraints import Constraint
    from ondelete.dump.replay.model.state import State
    from ondelete.dump.statements.slicing import Source


def next_value(table: QualifiedName, column: str, source: Source, state: State) -> Expression:
    """Make the sequence of a serial column; return the default that reads it."""
    sequence = add_sequence(table, column, source, state)
    literal = sequence.sql.replace("'", "''")
    return Expression(
        f"nextval('{literal}'::regclass)", Call("nextval", (Cast(Constant("string", sequence.sql), "regclass"),))
    )


def add_sequence(table: QualifiedName, column: str, source: Source, state: State) -> QualifiedName:
    """Make the sequence of a serial or identity column under PostgreSQL's name for it."""
    schema = table.schema
    name = state.names.choose(
        "relation", schema, table.name, column, "seq", lambda each: state.relation_exists(QualifiedName(schema, each))
    )
    sequence = QualifiedName(table.schema, name)
    state.add_relation(sequence, "sequence", source.location)
    return sequence


def add_identity_sequence(
    table: QualifiedName, column: str, constraint: Constraint, source: Source, state: State
) -> None:
    """Make the sequence of an identity column, under the name that SEQUENCE NAME gives it, if any."""
    for option in (node.option for node in constraint.options):
        if option.defname == "sequence_name" and option.arg is not None and option.arg.names is not None:
            state.add_relation(state.new_name_of(strings(option.arg.names.items)), "sequence", source.location)
            return
    add_sequence(table, column, source, state)
