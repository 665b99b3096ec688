"""What a server makes of a DELETE in a schema with triggers, compared with the prediction.

Everything that happens must be in the prediction: the SQLSTATE of an error, each table that loses, changes or gains
rows. And what is told as certain must happen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import psycopg

from ondelete.deletion.kinds import Certainty

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from server import Server

    from ondelete.catalog import Catalog, QualifiedName
    from ondelete.deletion.effects import Prediction


_SECONDS = 5
"""Triggers that fire each other can take hours; what has not ended by then is not judged."""
_TIMED_OUT = "57014"


class Observed(NamedTuple):
    """What a server did: the SQLSTATE, or by table the rows that are lost, changed and gained."""

    sqlstate: str | None
    message: str
    lost: Mapping[str, int]
    changed: Mapping[str, int]
    gained: Mapping[str, int]
    stays: bool
    matched: int


def observe(server: Server, database: str, tables: list[str], table: str, where: str) -> Observed:
    """Run the DELETE to its COMMIT in a transaction that is undone, and compare the rows before and after it."""
    connection = server.connection(database)
    connection.execute("BEGIN")
    connection.execute(f"SET LOCAL statement_timeout = '{_SECONDS}s'")
    try:
        before = _rows(connection, tables)
        named = {str(row[0]) for row in connection.execute(f"SELECT * FROM {table} WHERE {where}").fetchall()}
        try:
            connection.execute(f"DELETE FROM {table} WHERE {where}")
            connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except psycopg.Error as error:
            return Observed(error.sqlstate, str(error).splitlines()[0], {}, {}, {}, stays=False, matched=len(named))
        after = _rows(connection, tables)
        left = {str(row[0]) for row in connection.execute(f"SELECT * FROM {table}").fetchall()}
        return Observed(None, "", *_difference(before, after), bool(left & named), len(named))
    finally:
        connection.execute("ROLLBACK")


def _rows(connection: psycopg.Connection, tables: list[str]) -> dict[str, dict[str, str]]:
    found = {}
    for table in tables:
        rows = connection.execute(f"SELECT to_jsonb(t)::text, t.* FROM {table} t").fetchall()
        found[table] = {str(row[1]): row[0] for row in rows}
    return found


def _difference(
    before: dict[str, dict[str, str]], after: dict[str, dict[str, str]]
) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    lost, changed, gained = {}, {}, {}
    for table, rows in before.items():
        now = after[table]
        lost[table] = len(rows.keys() - now.keys())
        gained[table] = len(now.keys() - rows.keys())
        changed[table] = sum(rows[key] != now[key] for key in rows.keys() & now.keys())
    return (
        {t: n for t, n in lost.items() if n},
        {t: n for t, n in changed.items() if n},
        {t: n for t, n in gained.items() if n},
    )


def complaints(prediction: Prediction, catalog: Catalog, seen: Observed) -> list[str]:
    """Return what the prediction does not hold of what happened, or holds as certain and did not happen."""
    if prediction.not_modelled or seen.sqlstate == _TIMED_OUT:
        return []
    return [*_untold(prediction, catalog, seen), *_broken(prediction, seen)]


def _untold(prediction: Prediction, catalog: Catalog, seen: Observed) -> Iterator[str]:
    if seen.sqlstate is not None:
        states = {state for failure in prediction.failures for state in failure.sqlstates}
        states |= {refusal.sqlstate for refusal in prediction.refusals}
        errors = prediction.trigger_errors
        states |= {state for error in errors for state in error.sqlstates}
        if seen.sqlstate not in states and not any(not error.sqlstates for error in errors):
            yield f"untold error {seen.sqlstate}: {seen.message}"
        return
    names = _Names(catalog)
    gone = {names.root(prediction.table), *(names.root(entry.table) for entry in prediction.deleted)}
    changed = {names.root(entry.table) for entry in (*prediction.updated, *prediction.trigger_updates)}
    effects = [effect for run in prediction.triggers for effect in run.effects]
    gained = {names.root(effect.table) for effect in effects if effect.kind == "insert" and effect.table is not None}
    yield from (f"{table} lost rows" for table in seen.lost if names.of(table) not in gone)
    yield from (f"{table} changed" for table in seen.changed if names.of(table) not in changed)
    yield from (f"{table} gained rows" for table in seen.gained if names.of(table) not in gained | changed)
    if seen.stays and not (prediction.replaced or any(run.vetoes for run in prediction.triggers)):
        yield "the row stays, and no veto is told"
    for error in prediction.trigger_errors:
        if error.direct and error.certainty is Certainty.MUST and seen.matched:
            yield f"{error.trigger} must fail, and nothing stopped it"


def _broken(prediction: Prediction, seen: Observed) -> Iterator[str]:
    """Yield what each DELETE that succeeds should have done: a certain effect of a trigger of the table itself."""
    if seen.sqlstate is not None:
        if prediction.verdict == "clear":
            yield f"the verdict is clear: {seen.sqlstate} {seen.message}"
        return
    for run in prediction.triggers if seen.matched else ():
        if run.table != prediction.table or run.by is not None or run.event != "delete" or run.depth:
            continue
        for effect in run.effects:
            sure = effect.certainty is Certainty.MUST
            skipped = any(each.vetoes for each in prediction.triggers)
            if sure and effect.kind == "insert" and effect.table is not None and not skipped:
                table = effect.table.name
                gone = {entry.table for entry in prediction.deleted}
                if table not in seen.gained and effect.table not in gone:
                    yield f"{table} should have gained a row"
            if sure and effect.kind == "veto" and run.row and not seen.stays:
                yield "the row should have stayed"


class _Names:
    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def root(self, table: QualifiedName) -> str:
        return self._catalog.root_of(table).name

    def of(self, table: str) -> str:
        return table
