"""CREATE INDEX, and the index that identifies a row for subscribers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

from ondelete.catalog import QualifiedName
from ondelete.dump.nodes.statements.alter_table import argument_of
from ondelete.dump.nodes.statements.indexes import IndexStmt
from ondelete.dump.nodes.trees import first_offset
from ondelete.dump.replay.changes.indexes import (
    add_index,
    index_name,
    index_of,
    own_columns,
    plain_element,
    require_free_index,
    require_free_relation,
    require_unique_method,
)
from ondelete.dump.replay.dispatch import alters, replays
from ondelete.dump.replay.keys.columns import require_columns, require_columns_of

if TYPE_CHECKING:
    from ondelete.dump.nodes.statements.alter_table import AlterTableCmd
    from ondelete.dump.replay.model.state import State
    from ondelete.dump.statements.slicing import Source


@replays(IndexStmt)
def create_index(statement: IndexStmt, source: Source, state: State) -> None:
    """CREATE INDEX; an index on a table that no file defines makes that table external."""
    table = state.relation_name(statement.relation)
    elements = [plain_element(node.elem) for node in statement.params]
    include = tuple(node.elem.name or "" for node in statement.including)
    name = statement.idxname or index_name(table, own_columns(elements, include), state)
    full_name = QualifiedName(table.schema, name)
    if statement.if_not_exists and state.relation_exists(full_name):
        return
    require_unique_method(statement.method, unique=statement.unique)
    columns = [element.name for element in elements]
    if statement.where is None:
        require_free_index(full_name, table, columns, state, unique=statement.unique)
    require_free_relation(full_name, state)
    require_columns(table, [element.name for element in elements if element.name is not None], state)
    where = statement.where
    index = index_of(
        table,
        name,
        elements,
        state,
        source.elements() if any(element.expr is not None for element in elements) else [],
        source.location,
        include=include,
        method=statement.method,
        unique=statement.unique,
        predicate=state.expression(where, source.to_end(b"where", first_offset(where))) if where else None,
        nulls_not_distinct=statement.nulls_not_distinct,
        only=not statement.relation.inh and state.is_partitioned(table),
    )
    for expression in (*index.expressions, index.predicate):
        require_columns_of(expression, table, state)
    add_index(index, state)


# pg_class.relreplident
_IDENTITIES: dict[str, Literal["default", "full", "nothing", "index"]] = {"f": "full", "n": "nothing", "i": "index"}


@alters("ReplicaIdentity")
def replica_identity(table: QualifiedName, command: AlterTableCmd, source: Source, state: State) -> None:
    """REPLICA IDENTITY USING INDEX name | FULL | NOTHING | DEFAULT."""
    chosen = argument_of(command).replica_identity
    name = chosen.name if chosen is not None else None
    if chosen is not None and table in state.tables:
        state.tables[table] = replace(state.tables[table], replica_identity=_IDENTITIES.get(chosen.kind, "default"))
    for index in tuple(state.indexes.of(table)):
        if index.replica_identity is not (index.name == name):
            state.indexes.replace(index, replace(index, replica_identity=index.name == name))
