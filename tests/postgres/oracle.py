"""Asking a server what a DELETE does to a case, and comparing its answer with the simulator's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import psycopg
from generated_cases import Case, Delete, qualified
from generator import without

from ondelete.deletion.simulation.simulate import simulate_delete

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server import Server

    from ondelete.catalog import Catalog

_DECLARED = """
WITH RECURSIVE up AS (
  SELECT oid, conname, conparentid FROM pg_constraint WHERE conname = %(name)s AND conrelid = %(table)s::regclass
  UNION ALL SELECT c.oid, c.conname, c.conparentid FROM pg_constraint c JOIN up ON c.oid = up.conparentid
) SELECT conname FROM up WHERE conparentid = 0
"""
"""The declared constraint behind a partition's own copy."""


@dataclass(frozen=True)
class Observed:
    """What a DELETE did: an error, or the rows of every leaf in scan order (empty where it failed)."""

    sqlstate: str | None
    constraint: str | None = None
    column: str | None = None
    at_commit: bool = False
    rows: Any = None

    def __str__(self) -> str:
        if self.sqlstate is None:
            return f"ok {self.rows}"
        return f"{self.sqlstate} {self.constraint or self.column or ''}{' at commit' * self.at_commit}"


class Workplace:
    """A database of one server in which case after case is built and torn down."""

    SCHEMAS_PER_DATABASE = 100  # to drop a database is cheaper than to drop what is in it

    def __init__(self, server: Server) -> None:
        self.server = server
        self._used = 0
        self._database: str | None = None

    @property
    def database(self) -> str:
        assert self._database is not None
        return self._database

    def __repr__(self) -> str:
        return repr(self.server)

    def execute(self, sql: str) -> list[tuple[Any, ...]]:
        return self.server.execute(sql, self.database)

    def build(self, case: Case) -> None:
        """Create the schema as a restore does: tables, constraints, rows, then keys (which check the rows)."""
        if self._database is None or self._used >= self.SCHEMAS_PER_DATABASE:
            self.close()
            self._database, self._used = self.server.new_database(), 0
        self._used += 1
        schema = f"s{self._used}"
        keys = [c for c in case.constraints if " FOREIGN KEY " in c]
        others = [c for c in case.constraints if c not in keys]
        script = [f"SET search_path = {schema}", *case.tables, *others, *case.inserts, *keys]
        self.execute(f"BEGIN; CREATE SCHEMA {schema};" + ";\n".join(script) + ";COMMIT")

    def refill(self, case: Case) -> None:
        """Replace the rows; referential triggers are off meanwhile."""
        script = [*(f"DELETE FROM {table}" for table in case.rows), *case.inserts]
        replica = "SET session_replication_role = replica"
        self.execute(f"{replica}; BEGIN; {';'.join(script)}; COMMIT; RESET session_replication_role")

    def accepts(self, case: Case) -> bool:
        """Whether the rows can be inserted with all keys in force, table after table; undone at once."""
        try:
            self.execute(f"BEGIN; {self.reinsert(case)}; ROLLBACK")
        except psycopg.Error:
            return False  # two tables that reference each other, say
        return True

    def reinsert(self, case: Case) -> str:
        """Return SQL that empties the tables without firing a trigger and inserts the rows anew."""
        empty = [f"DELETE FROM {table}" for table in case.rows]
        role = "SET LOCAL session_replication_role = {}"
        return "; ".join([role.format("replica"), *empty, role.format("origin"), *case.inserts])

    def observe(self, case: Case, delete: Delete, *, commit: bool = False, same_transaction: bool = False) -> Observed:
        """Run a DELETE and undo it.

        ``commit`` ends it with a real COMMIT instead (the case is then used up); ``same_transaction`` inserts the
        rows in the transaction of the DELETE (``accepts`` says whether that can be done).
        """
        connection = self.server.connection(self.database)
        at_commit = False
        tables = holders(case.catalog)
        selects = ", ".join(f"ARRAY(SELECT ROW(x.*)::text FROM ONLY {table} x)" for table in tables)
        end = "COMMIT; SELECT {}" if commit else "SET CONSTRAINTS ALL IMMEDIATE; SELECT {}; ROLLBACK"
        try:
            connection.execute(f"BEGIN; {self.reinsert(case) if same_transaction else 'SELECT'}; {delete.sql}")
            at_commit = True
            cursor = connection.execute(end.format(selects))  # type: ignore[call-overload]
        except psycopg.Error as error:
            connection.rollback()
            return self._failed(error, case.catalog, at_commit=at_commit)
        cursor.nextset()
        texts = cursor.fetchone()
        return Observed(
            None, rows={t: [_parse(row) for row in rows] for t, rows in zip(tables, texts, strict=True) if rows}
        )

    def close(self) -> None:
        if self._database is not None:
            self.server.drop_database(self._database)
            self._database = None

    def _failed(self, error: psycopg.Error, catalog: Catalog, *, at_commit: bool) -> Observed:
        name, table = error.diag.constraint_name, error.diag.table_name
        known = {c.name for c in (*catalog.foreign_keys, *catalog.keys, *catalog.checks)}
        if name and table and name not in known:
            cursor = self.server.connection(self.database).execute(_DECLARED, {"name": name, "table": table})
            declared = cursor.fetchone()
            name = declared[0] if declared else name
        return Observed(error.sqlstate, name, error.diag.column_name, at_commit)


def holders(catalog: Catalog) -> list[str]:
    """Return the tables that hold rows themselves."""
    return [name.name for name, table in catalog.tables.items() if table.partition_key is None]


def predicted(case: Case, delete: Delete, version: int, *, same_transaction: bool = False) -> Observed:
    """Return what the simulator says."""
    rows = {qualified(table): listed for table, listed in case.rows.items()}
    outcome = simulate_delete(
        case.catalog,
        rows,
        qualified(delete.table),
        delete.chooses,
        server_version=version,
        same_transaction=same_transaction,
    )
    if outcome.failed is not None:
        failed = outcome.failed
        return Observed(failed.sqlstate, failed.constraint, failed.column, failed.at_commit)
    found = {table.name: [tuple(row.values()) for row in listed] for table, listed in outcome.rows.items() if listed}
    return Observed(None, rows=found)


def mismatches(case: Case, workplaces: list[Workplace], *, fresh: bool = True) -> Iterator[str]:
    """Run every DELETE of a case on every server and describe each disagreement with the simulator."""
    for workplace in workplaces:
        if fresh:
            workplace.build(case)
        else:
            workplace.refill(case)
        for number, delete in enumerate(case.deletes):
            observed = workplace.observe(case, delete, commit=number == len(case.deletes) - 1)
            expected = predicted(case, delete, workplace.server.version)
            if observed != expected:
                if not fresh:  # deleted rows may have left a gap into which later ones went: start afresh
                    yield from mismatches(case, [workplace])
                    break
                yield f"{workplace.server!r}: {delete.sql}\n  server:    {observed}\n  simulator: {expected}"


def mismatches_in_one_transaction(case: Case, workplaces: list[Workplace]) -> Iterator[str]:
    """As ``mismatches``, with the rows inserted by the transaction that deletes; the schema is built already."""
    for workplace in workplaces:
        for delete in case.deletes if workplace.accepts(case) else ():
            observed = workplace.observe(case, delete, same_transaction=True)
            expected = predicted(case, delete, workplace.server.version, same_transaction=True)
            if observed != expected:
                yield (
                    f"{workplace.server!r}, in the transaction of the INSERTs: {delete.sql}\n"
                    f"  server:    {observed}\n  simulator: {expected}"
                )


def smallest(case: Case, workplaces: list[Workplace]) -> Case:
    """Return a case that still disagrees, without the constraints, rows and DELETEs that do not matter."""
    for candidate in _smaller(case):
        if _disagrees(candidate, workplaces):
            return smallest(candidate, workplaces)
    return case


def _smaller(case: Case) -> Iterator[Case]:
    if len(case.deletes) > 1:
        for delete in case.deletes:
            yield replace(case, deletes=(delete,))
    for constraint in case.constraints:
        yield without(case, keep=lambda c, dropped=constraint: c != dropped)
    for table, listed in case.rows.items():
        for row in listed:
            yield replace(case, rows={**case.rows, table: [other for other in listed if other is not row]})


def _disagrees(case: Case, workplaces: list[Workplace]) -> bool:
    try:
        return any(True for _ in mismatches(case, workplaces))
    except (psycopg.Error, ValueError, KeyError):
        return False  # it no longer loads


def describe(case: Case) -> str:
    """Return a case as SQL that can be pasted into psql."""
    return case.sql + "".join(f"{statement};\n" for statement in case.inserts)


def _parse(text: str) -> tuple[int | None, ...]:
    return tuple(int(part) if part else None for part in text[1:-1].split(","))
