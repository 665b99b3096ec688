"""Run witnesses on a server that has loaded the schema, and count what became of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import psycopg

from ondelete.deletion import predict_delete
from ondelete.deletion.witness.goal import effects_of
from ondelete.deletion.witness.search import find_witness
from ondelete.deletion.witness.sql import same_outcome, witness_sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from server import Server

    from ondelete.catalog import Catalog, QualifiedName
    from ondelete.deletion import Prediction
    from ondelete.deletion.witness.search import Witness


@dataclass
class Tally:
    """What became of the witnesses of one schema.

    ``undecided`` have rows but the simulation cannot tell: the server's word is counted in ``reproduced`` only where
    it shows the effect.  ``differences`` are proved witnesses over which the server does something else; where a
    trigger or a rule sits on one of their tables they are counted as ``with_bodies`` instead.
    """

    tables: int = 0
    effects: int = 0
    tried: int = 0
    proved: int = 0
    reproduced: int = 0
    undecided: int = 0
    shown_by_server: int = 0
    with_bodies: int = 0
    bodies: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def share(self) -> str:
        bodies = f" ({self.with_bodies} changed by triggers or rules)" if self.with_bodies else ""
        return f"{self.proved}/{self.tried} proved, {self.reproduced}/{self.proved} reproduced{bodies}"


def empty(server: Server, database: str) -> None:
    """Remove all rows that the file brought."""
    filled = server.execute(
        "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND oid >= 16384 AND pg_relation_size(oid) > 0",
        database,
    )
    for (name,) in filled:
        server.execute(f"TRUNCATE {name} CASCADE", database)


def run_witnesses(
    server: Server | None, database: str, catalog: Catalog, tables: Iterable[QualifiedName], most: int = 10**9
) -> Tally:
    """Explain each table; of all their effects take ``most``, evenly spread; run each witness that has rows."""
    tally = Tally()
    found = list(_effects(catalog, tables, tally))
    step = max(1, -(-len(found) // most))
    for prediction, effect in found[::step]:
        witness = find_witness(catalog, prediction, effect)
        tally.tried += 1
        tally.proved += witness.proved
        if witness.delete is None:
            tally.reasons[witness.reason or ""] += 1
        elif server is not None:
            _compare(server, database, catalog, prediction, witness, tally)
    return tally


def _effects(catalog: Catalog, tables: Iterable[QualifiedName], tally: Tally) -> Iterator[tuple[Prediction, str]]:
    for table in tables:
        prediction = predict_delete(catalog, table)
        effects = [effect.id for effect in effects_of(prediction)]
        tally.tables += 1
        tally.effects += len(effects)
        yield from ((prediction, effect) for effect in effects)


def _compare(
    server: Server, database: str, catalog: Catalog, prediction: Prediction, witness: Witness, tally: Tally
) -> None:
    sql = witness_sql(catalog, witness)
    outcome = outcome_of(server, database, sql)
    if not witness.proved:
        tally.undecided += 1
        tally.reasons[witness.reason or ""] += 1
        tally.shown_by_server += _shows(prediction, witness, outcome)
    elif same_outcome(catalog, witness, outcome):
        tally.reproduced += 1
    elif any(catalog.triggers_of.get(row.table) or catalog.rules_of.get(row.table) for row in witness.rows):
        tally.with_bodies += 1
        tally.bodies.append(f"{server!r}, DELETE FROM {prediction.table}: {outcome}\n{sql}")
    else:
        tally.differences.append(f"{server!r}, DELETE FROM {prediction.table}: {outcome}\n{sql}")


def _shows(prediction: Prediction, witness: Witness, outcome: str) -> bool:
    effect = next(e for e in effects_of(prediction) if e.id == witness.effect)
    states = getattr(effect, "sqlstates", (witness.effect.partition(":")[0],))
    return outcome.split(" ")[0] in states


def outcome_of(server: Server, database: str, sql: str) -> str:
    """Return the last result of a script, or the error that stopped it."""
    connection = server.connection(database)
    try:
        cursor = connection.execute(sql)  # type: ignore[call-overload]
        outcome = ""
        while True:
            if cursor.description and cursor.description[0].name == "outcome":
                outcome = cursor.fetchone()[0]
            if not cursor.nextset():
                return outcome
    except psycopg.Error as error:
        connection.rollback()
        return f"stopped by {error.sqlstate}: {error}"
