"""The rows of pg_catalog and information_schema, as far as the statements so far have made them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ondelete.catalog import Domain, EnumType, QualifiedName

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ondelete.dump.replay.model.state import State

Row = dict[str, Any]
"""A row by the names of its columns; a column that is not among them has a value that is not known."""

DATABASE = ("database",)
"""The name of the database, which no file tells."""

_KINDS = {"table": "r", "partitioned table": "p", "foreign table": "f"}
_OTHER_KINDS = {"view": "v", "materialized view": "m", "sequence": "S"}
_RULES = {"cascade": "CASCADE", "restrict": "RESTRICT", "set null": "SET NULL", "set default": "SET DEFAULT"}


def namespace(schema: str) -> tuple[str, str]:
    """Return what stands for the oid of a schema."""
    return ("namespace", schema)


def type_oid(name: QualifiedName) -> tuple[str, QualifiedName]:
    """Return what stands for the oid of a type. A relation's is its name."""
    return ("type", name)


def rows_of(schema: str | None, name: str, state: State) -> list[Row] | None:
    """Return the rows of a relation of the system; None if it is another one, or one whose rows are not known."""
    if schema == "information_schema":
        make = _INFORMATION.get(name)
    else:
        make = _CATALOG.get(name) if schema in (None, "pg_catalog") else None
    return list(make(state)) if make is not None else None


def _namespaces(state: State) -> list[str]:
    named = (*state.tables, *state.relations, *state.types)
    always = ("pg_catalog", "information_schema", "public")
    return list(dict.fromkeys([*always, *state.paths.made, *(each.schema for each in named)]))


def _pg_namespace(state: State) -> Iterator[Row]:
    for schema in _namespaces(state):
        yield {"nspname": schema, "oid": namespace(schema)}


def _relations(state: State) -> Iterator[tuple[QualifiedName, str]]:
    for name, table in state.tables.items():
        yield name, _KINDS[table.kind]
    for name, other in state.relations.items():
        yield name, _OTHER_KINDS[other.kind]
    for index in state.indexes:
        yield QualifiedName(index.table.schema, index.name), "i"


def _pg_class(state: State) -> Iterator[Row]:
    for name, kind in _relations(state):
        yield {"oid": name, "relname": name.name, "relnamespace": namespace(name.schema), "relkind": kind}


def _pg_type(state: State) -> Iterator[Row]:
    for name, found in state.types.items():
        kind = "e" if isinstance(found, EnumType) else "d" if isinstance(found, Domain) else "c"
        row = {"oid": type_oid(name), "typname": name.name, "typnamespace": namespace(name.schema)}
        yield {**row, "typtype": kind} if kind != "c" else row


def _pg_enum(state: State) -> Iterator[Row]:
    for name, found in state.types.items():
        for label in found.labels if isinstance(found, EnumType) else ():
            yield {"enumtypid": type_oid(name), "enumlabel": label}


def _constraints(state: State) -> Iterator[tuple[QualifiedName, str, str, tuple[str | None, ...]]]:
    """Yield the table, name, kind and columns of every constraint."""
    for key in state.foreign_keys:
        yield key.table, key.name, "f", key.columns
    for each in state.keys:
        yield each.table, each.name, each.kind[0] if each.kind != "exclude" else "x", each.columns
    for check in state.checks:
        yield check.table, check.name, "c", ()


def _pg_constraint(state: State) -> Iterator[Row]:
    for table, name, kind, _ in _constraints(state):
        key = state.foreign_keys.get(table, name) if kind == "f" else None
        yield {
            "conname": name,
            "contype": kind,
            "conrelid": table,
            "connamespace": namespace(table.schema),
            "confrelid": key.referenced_table if key is not None else None,
        }


def _pg_attribute(state: State) -> Iterator[Row]:
    for name, table in state.tables.items():
        for number, column in enumerate(table.columns, 1):
            row = {"attrelid": name, "attname": column.name, "attnum": number, "attisdropped": False}
            yield {**row, "attnotnull": column.not_null}


def _pg_trigger(state: State) -> Iterator[Row]:
    for trigger in state.triggers:
        yield {"tgname": trigger.name, "tgrelid": trigger.table, "tgisinternal": False}


def _pg_indexes(state: State) -> Iterator[Row]:
    for index in state.indexes:
        yield {"schemaname": index.table.schema, "tablename": index.table.name, "indexname": index.name}


def _pg_tables(state: State) -> Iterator[Row]:
    for name in state.tables:
        yield {"schemaname": name.schema, "tablename": name.name}


def _pg_views(state: State) -> Iterator[Row]:
    for name, other in state.relations.items():
        if other.kind == "view":
            yield {"schemaname": name.schema, "viewname": name.name}


def _pg_matviews(state: State) -> Iterator[Row]:
    for name, other in state.relations.items():
        if other.kind == "materialized view":
            yield {"schemaname": name.schema, "matviewname": name.name}


def _pg_publication(state: State) -> Iterator[Row]:
    for name in state.publications:
        yield {"pubname": name}


def _pg_publication_tables(state: State) -> Iterator[Row]:
    for each in state.published:
        yield {"pubname": each.name, "schemaname": each.table.schema, "tablename": each.table.name}


def _schemata(state: State) -> Iterator[Row]:
    for schema in _namespaces(state):
        yield {"schema_name": schema, "catalog_name": DATABASE}


def _tables(state: State) -> Iterator[Row]:
    for name, table in state.tables.items():
        kind = "FOREIGN" if table.kind == "foreign table" else "BASE TABLE"
        yield {"table_catalog": DATABASE, "table_schema": name.schema, "table_name": name.name, "table_type": kind}
    for name, other in state.relations.items():
        if other.kind == "view":
            yield {
                "table_catalog": DATABASE,
                "table_schema": name.schema,
                "table_name": name.name,
                "table_type": "VIEW",
            }


def _views(state: State) -> Iterator[Row]:
    return (row for row in _tables(state) if row["table_type"] == "VIEW")


def _columns(state: State) -> Iterator[Row]:
    for name, table in state.tables.items():
        for number, column in enumerate(table.columns, 1):
            row = {
                "table_catalog": DATABASE,
                "table_schema": name.schema,
                "table_name": name.name,
                "column_name": column.name,
                "ordinal_position": number,
                "is_nullable": "NO" if column.not_null else "YES",
            }
            # Only of plain names information_schema has the words of format_type.
            yield {**row, "data_type": column.type} if column.type.replace(" ", "").isalpha() else row


def _table_constraints(state: State) -> Iterator[Row]:
    kinds = {"f": "FOREIGN KEY", "p": "PRIMARY KEY", "u": "UNIQUE", "c": "CHECK"}
    for table, name, kind, _ in _constraints(state):
        if kind in kinds:
            yield {**_of_constraint(table, name), "constraint_type": kinds[kind]}


def _of_constraint(table: QualifiedName, name: str) -> Row:
    return {
        "constraint_catalog": DATABASE,
        "constraint_schema": table.schema,
        "constraint_name": name,
        "table_catalog": DATABASE,
        "table_schema": table.schema,
        "table_name": table.name,
    }


def _key_column_usage(state: State) -> Iterator[Row]:
    for table, name, kind, columns in _constraints(state):
        for column in columns if kind in "fpu" else ():
            yield {**_of_constraint(table, name), "column_name": column}


def _constraint_column_usage(state: State) -> Iterator[Row]:
    for table, name, kind, columns in _constraints(state):
        key = state.foreign_keys.get(table, name) if kind == "f" else None
        used = (key.referenced_table, key.referenced_columns) if key is not None else (table, columns)
        for column in used[1] if kind in "fpu" else ():
            row = _of_constraint(used[0], name)
            yield {**row, "constraint_schema": table.schema, "column_name": column}


def _referential_constraints(state: State) -> Iterator[Row]:
    for key in state.foreign_keys:
        yield {
            "constraint_catalog": DATABASE,
            "constraint_schema": key.table.schema,
            "constraint_name": key.name,
            "delete_rule": _RULES.get(key.on_delete.value, "NO ACTION"),
            "update_rule": _RULES.get(key.on_update.value, "NO ACTION"),
        }


_CATALOG: dict[str, Callable[[State], Iterator[Row]]] = {
    "pg_attribute": _pg_attribute,
    "pg_class": _pg_class,
    "pg_constraint": _pg_constraint,
    "pg_enum": _pg_enum,
    "pg_indexes": _pg_indexes,
    "pg_matviews": _pg_matviews,
    "pg_namespace": _pg_namespace,
    "pg_publication": _pg_publication,
    "pg_publication_tables": _pg_publication_tables,
    "pg_tables": _pg_tables,
    "pg_trigger": _pg_trigger,
    "pg_type": _pg_type,
    "pg_views": _pg_views,
}
_INFORMATION: dict[str, Callable[[State], Iterator[Row]]] = {
    "columns": _columns,
    "constraint_column_usage": _constraint_column_usage,
    "key_column_usage": _key_column_usage,
    "referential_constraints": _referential_constraints,
    "schemata": _schemata,
    "table_constraints": _table_constraints,
    "tables": _tables,
    "views": _views,
}
