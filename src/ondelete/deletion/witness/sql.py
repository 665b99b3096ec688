"""A witness as SQL that runs in psql: insert, delete, show the outcome, leave nothing behind.

The last result of a script is one row with one column ``outcome``; ``expected_outcome`` says what it should hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import CompositeType, quote_identifier, quote_literal
from ondelete.deletion.actions.changes import default_expression
from ondelete.deletion.expressions.values import number
from ondelete.deletion.sqlstates import SqlState
from ondelete.deletion.witness.filling.values import bare_type
from ondelete.deletion.witness.missing_partitions import partitions_needed, with_partitions
from ondelete.deletion.witness.order import in_order
from ondelete.text.runner_commands import disarmed
from ondelete.text.unsafe_characters import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ondelete.catalog import Catalog, Column, QualifiedName
    from ondelete.deletion.expressions.values import Concrete
    from ondelete.deletion.witness.result import Witness, WitnessRow

# Types without an equality operator, which no WHERE can compare.
_INCOMPARABLE = frozenset("json xml point line lseg box path polygon circle jsonpath".split())


def witness_sql(catalog: Catalog, witness: Witness) -> str:
    """Return the script, or one comment with the reason if the witness has no rows.

    It runs unchanged on a database that was loaded from the same dump and holds no rows with the same keys.
    """
    if witness.delete is None:
        return disarmed(f"-- {visible(witness.effect)}: no witness: {visible(witness.reason or 'none was found')}.\n")
    missing = tuple(partitions_needed(catalog, witness.rows))
    catalog = with_partitions(catalog)
    parts = [*_header(catalog, witness), "BEGIN;"]
    # The schema makes its partitions at run time.
    parts += [f"CREATE TABLE {leaf.sql} PARTITION OF {root.sql} DEFAULT;" for root, leaf in missing]
    parts += _inserts(catalog, witness)
    if witness.committed:
        parts += ["COMMIT;", "BEGIN;"]
    parts += [*_delete(catalog, witness), *_outcome(catalog, witness), "ROLLBACK;"]
    if witness.committed:
        parts += ["-- Remove the rows again.", _clean_up(catalog, witness)]
        parts += [f"DROP TABLE {leaf.sql};" for _, leaf in missing]
    return disarmed("\n".join(parts) + "\n")  # in comments alone: names and values are quoted so


def expected_outcome(witness: Witness) -> str:
    """Return what the script's last result holds if the server agrees."""
    if witness.failed is not None:
        return " ".join(part for part in (witness.failed.sqlstate, witness.failed.constraint) if part)
    kind = witness.effect.partition(":")[0]
    return kind if kind in ("deleted", "updated") else "an error"


def same_outcome(catalog: Catalog, witness: Witness, found: str) -> bool:
    """Whether a server's outcome is the expected one.

    RESTRICT is 23503 below version 18 and 23001 from there on. A key to a partitioned table, and an index of one, is
    reported by the name of the copy that belongs to the partition.
    """
    newer, older = SqlState.RESTRICT_VIOLATION, SqlState.FOREIGN_KEY_VIOLATION
    expected = expected_outcome(witness)
    state, _, name = expected.replace(newer, older, 1).partition(" ")
    found_state, _, found_name = found.replace(newer, older, 1).partition(" ")
    keys = (
        k for t in {row.table for row in witness.rows} for k in catalog.foreign_keys_from.get(t, ()) if k.name == name
    )
    copied = any(catalog.is_partitioned(k.referenced_table) for k in keys) or any(
        index.name == name and catalog.is_partitioned(index.table) for index in catalog.indexes
    )
    return state == found_state and (name == found_name or (copied and found_name != ""))


def literal(value: Concrete | None) -> str:
    """Return a value as an SQL literal that takes its type from the column beside it.

    >>> literal("it's"), literal(None), literal(True), literal(3)
    ("'it''s'", 'NULL', 'true', '3')
    """
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    return quote_literal(value)


def _header(catalog: Catalog, witness: Witness) -> Iterator[str]:
    yield f"-- {visible(witness.effect)}"
    newer = witness.failed is not None and witness.failed.sqlstate == SqlState.RESTRICT_VIOLATION
    older = " (23503 before PostgreSQL 18)" if newer else ""
    yield f"-- Expected outcome: {visible(expected_outcome(witness))}{older}"
    if witness.reason is not None:
        yield f"-- Not proved offline ({visible(witness.reason)}): let the server decide."
    elif witness.undecided:
        yield f"-- Not decided offline: {visible(', '.join(witness.undecided))}."
    if witness.committed:
        yield "-- For a scratch database only: the rows are committed before the DELETE and removed at the end, because"
        yield "-- PostgreSQL checks rows that the same transaction inserted more often than others."
    else:
        yield "-- Everything is rolled back. The tables must not hold rows with the same keys."
    if any(catalog.triggers_of.get(row.table) for row in witness.rows):
        yield "-- Triggers of these tables run too, and can change the outcome."


def _inserts(catalog: Catalog, witness: Witness) -> Iterator[str]:
    for group in in_order(catalog, witness.rows):
        statements = [_insert(catalog, row) for row in group]
        if len(group) == 1:
            yield f"{statements[0]};"
            continue
        # Rows that reference each other go in by one statement: keys are checked at its end.
        for place, statement in enumerate(statements[:-1]):
            yield f"{'WITH' if place == 0 else '    '} w{place} AS ({statement}){',' if place < len(group) - 2 else ''}"
        yield f"{statements[-1]};"


def _insert(catalog: Catalog, row: WitnessRow) -> str:
    table = catalog.tables[row.table]
    # A NULL is written only if leaving the column out would bring a default.
    columns = [
        column
        for column in table.columns
        if column.generation is None
        and (row.values.get(column.name) is not None or default_expression(catalog, column) is not None)
    ]
    if not columns:
        return f"INSERT INTO {row.table.sql} DEFAULT VALUES"
    names = ", ".join(quote_identifier(c.name) for c in columns)
    values = ", ".join(literal(row.values.get(c.name)) for c in columns)
    overriding = " OVERRIDING SYSTEM VALUE" if any(c.identity == "always" for c in columns) else ""
    return f"INSERT INTO {row.table.sql} ({names}){overriding} VALUES ({values})"  # noqa: S608 - all quoted


def _delete(catalog: Catalog, witness: Witness) -> Iterator[str]:
    delete = witness.delete
    if delete is None:
        return
    statement = f"{_delete_rows(catalog, delete.table, delete.where, *delete.also)};"
    late = _can_wait(catalog, witness)
    kind = witness.effect.partition(":")[0]
    if kind in ("deleted", "updated"):
        yield statement
        if late:
            yield "SET CONSTRAINTS ALL IMMEDIATE;  -- what COMMIT would check"
        return
    tag = _tag(statement)
    yield f"DO {tag}"
    yield "DECLARE state text; name text;"
    yield "BEGIN"
    yield f"    {statement}"
    if late:
        yield "    SET CONSTRAINTS ALL IMMEDIATE;  -- what COMMIT would check"
    yield "    PERFORM set_config('witness.outcome', 'no error', true);"
    yield "EXCEPTION WHEN OTHERS THEN"
    yield "    GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, name = CONSTRAINT_NAME;"
    yield "    PERFORM set_config('witness.outcome', trim(state || ' ' || coalesce(name, '')), true);"
    yield f"END {tag};"


def _outcome(catalog: Catalog, witness: Witness) -> Iterator[str]:
    kind, target = witness.effect.partition(":")[0], witness.target
    if kind not in ("deleted", "updated") or target is None:
        yield "SELECT current_setting('witness.outcome') AS outcome;"
        return
    # A generated column that cannot be computed here cannot be looked for either.
    row = {c: v for c, v in target.values.items() if c not in witness.changed}
    source = f"FROM {_home(catalog, target.table).sql} WHERE"
    if kind == "deleted":
        condition = _where(catalog, target.table, _identity(catalog, target.table, target.values))
        yield f"SELECT CASE count(*) WHEN 0 THEN 'deleted' ELSE 'still there' END AS outcome {source} {condition};"
        return
    wanted = {**_identity(catalog, target.table, row), **witness.changed}
    condition = _where(catalog, target.table, wanted)
    yield f"SELECT CASE count(*) WHEN 1 THEN 'updated' ELSE 'not updated' END AS outcome {source} {condition};"


def _home(catalog: Catalog, table: QualifiedName) -> QualifiedName:
    """Return the partitioned table: an update can move the row to another partition."""
    return catalog.root_of(table)


def _identity(catalog: Catalog, table: QualifiedName, row: Mapping[str, Concrete | None]) -> dict[str, Concrete | None]:
    """Return the columns that tell the row from others: its primary key if all of it is known, else all columns."""
    for name in (table, catalog.root_of(table)):
        for constraint in catalog.keys_of.get(name, ()):
            columns = [c for c in constraint.columns if c is not None]
            if constraint.kind == "primary key" and all(row.get(c) is not None for c in columns):
                return {c: row[c] for c in columns}
    generated = {c.name for c in catalog.tables[table].columns if c.generation is not None}
    return {c: v for c, v in row.items() if c not in generated}


def _where(catalog: Catalog, table: QualifiedName, columns: Mapping[str, Concrete | None]) -> str:
    entry = catalog.tables[table]
    conditions = []
    for name, value in columns.items():
        column = entry.column(name)
        if column is None or bare_type(column.type)[0] in _INCOMPARABLE:
            continue
        quoted = quote_identifier(name)
        if value is None:
            conditions.append(f"{quoted} IS NULL")
        else:
            compared = _compared(value, column.type) + _type_of_row(catalog, column)
            conditions.append(f"{quoted}{_base_of(catalog, column)} = {compared}")
    return " AND ".join(conditions) or "true"


def _base_of(catalog: Catalog, column: Column) -> str:
    """Return a cast to the type below a domain over an enum or a range: the domain itself has no operator ``=``."""
    domain, base = catalog.domain(column.type_name) if not column.type.endswith("[]") else None, ""
    while domain is not None:
        base = domain.base_name.sql if domain.base_name is not None else domain.base
        domain = catalog.domain(domain.base_name)
    return f"::{base}" if "." in base or base.endswith("range") else ""


def _type_of_row(catalog: Catalog, column: Column) -> str:
    """Return a cast to the composite type of a column: beside one, a bare literal would be of no known type."""
    name = column.type_name
    is_row = name is not None and (isinstance(catalog.types.get(name), CompositeType) or name in catalog.tables)
    return f"::{name.sql}" if is_row and name is not None and not column.type.endswith("[]") else ""


def _compared(value: Concrete, type_text: str) -> str:
    # char(n) and text compare differently with a bare literal; a number in quotes takes the type of the column.
    text = literal(value)
    quoted = isinstance(value, str) and number(value) is None
    return text if quoted or isinstance(value, (bool, str)) or "text" not in type_text else f"'{text}'"


def _can_wait(catalog: Catalog, witness: Witness) -> bool:
    """Whether a constraint of the tables at hand is initially deferred."""
    names = {catalog.root_of(row.table) for row in witness.rows} | {row.table for row in witness.rows}
    keys = (
        k for name in names for k in (*catalog.foreign_keys_from.get(name, ()), *catalog.foreign_keys_to.get(name, ()))
    )
    uniques = (k for name in names for k in catalog.keys_of.get(name, ()))
    return any(k.timing.initially_deferred for k in keys) or any(k.timing.initially_deferred for k in uniques)


def _tag(body: str) -> str:
    """Return a dollar quote that the body does not hold: names in a dump can hold anything."""
    tag = "$witness$"
    while tag in body:
        tag = f"{tag[:-1]}_$"
    return tag


def _delete_rows(catalog: Catalog, table: QualifiedName, *rows: Mapping[str, Concrete | None]) -> str:
    each = [_where(catalog, table, columns) for columns in rows]
    condition = each[0] if len(each) == 1 else " OR ".join(f"({one})" for one in each)
    return f"DELETE FROM {table.sql} WHERE {condition}"  # noqa: S608 - all quoted


def _clean_up(catalog: Catalog, witness: Witness) -> str:
    """Delete all rows by one statement: no key minds, since referencing and referenced rows go together."""
    statements = [_delete_rows(catalog, row.table, _identity(catalog, row.table, row.values)) for row in witness.rows]
    heads = ", ".join(f"w{place} AS ({statement})" for place, statement in enumerate(statements[:-1]))
    return f"WITH {heads} {statements[-1]};" if heads else f"{statements[-1]};"
