"""What servers do to a mixed schema: all of its statements in one round trip, each undone before the next."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from ondelete.catalog import MatchType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mixed_generator import Scene
    from server import Server

    from ondelete.catalog import Catalog, ForeignKey

TOOLS = """
CREATE SCHEMA fuzz;
CREATE FUNCTION fuzz.fill(rows text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE one text;
BEGIN
  FOREACH one IN ARRAY rows LOOP
    BEGIN EXECUTE one; EXCEPTION WHEN OTHERS THEN NULL; END;
  END LOOP;
END $$;
CREATE FUNCTION fuzz.sweep(deletes text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE one text; gone bigint; found bigint;
BEGIN
  LOOP
    gone := 0;
    FOREACH one IN ARRAY deletes LOOP
      EXECUTE one; GET DIAGNOSTICS found = ROW_COUNT; gone := gone + found;
    END LOOP;
    EXIT WHEN gone = 0;
  END LOOP;
END $$;
CREATE FUNCTION fuzz.refused(statements text[]) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE one text; said jsonb := '[]';
BEGIN
  FOREACH one IN ARRAY statements LOOP
    BEGIN EXECUTE one; said := said || 'null'::jsonb; EXCEPTION WHEN OTHERS THEN said := said || to_jsonb(SQLERRM); END;
  END LOOP;
  RETURN said;
END $$;
CREATE FUNCTION fuzz.declared(constraint_name text, of_table text) RETURNS text LANGUAGE sql AS $$
  WITH RECURSIVE up AS (
    SELECT oid, conname, conparentid FROM pg_constraint WHERE conname = $1 AND conrelid = to_regclass(nullif($2, ''))
    UNION ALL SELECT c.oid, c.conname, c.conparentid FROM pg_constraint c JOIN up ON c.oid = up.conparentid)
  SELECT conname FROM up WHERE conparentid = 0
$$;
CREATE FUNCTION fuzz.attempt(statements text[], probe text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE found jsonb := '[]'; one text; after jsonb; number bigint; late boolean;
  state text; name text; col text; tab text; said text;
BEGIN
  FOREACH one IN ARRAY statements LOOP
    late := false;
    BEGIN
      EXECUTE one; GET DIAGNOSTICS number = ROW_COUNT;
      late := true;
      SET CONSTRAINTS ALL IMMEDIATE;
      EXECUTE probe INTO after;
      RAISE EXCEPTION USING ERRCODE = 'FZ000';
    EXCEPTION WHEN SQLSTATE 'FZ000' THEN
      found := found || jsonb_build_object('number', number, 'after', after);
    WHEN OTHERS THEN
      GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, name = CONSTRAINT_NAME, col = COLUMN_NAME,
        tab = TABLE_NAME, said = MESSAGE_TEXT;
      found := found || jsonb_build_object('sqlstate', state, 'name', nullif(name, ''), 'column', nullif(col, ''),
        'table', nullif(tab, ''), 'message', said, 'late', late, 'declared', fuzz.declared(name, tab));
    END;
  END LOOP;
  RETURN found;
END $$;
"""

Rows = dict[int, tuple[str, dict[str, Any]]]


class Observed(NamedTuple):
    """What one statement did: an error, or the rows by rid (leaf and values) and the bodies that fired.

    ``name`` is the constraint that the error names, ``declared`` the one that it is a copy of (itself, mostly).
    ``number`` counts the rows that the statement itself deleted.
    """

    sqlstate: str | None = None
    name: str | None = None
    declared: str | None = None
    column: str | None = None
    table: str | None = None
    message: str = ""
    late: bool = False
    number: int = 0
    rows: Rows = {}  # noqa: RUF012 - never changed
    fired: frozenset[str] = frozenset()

    def __str__(self) -> str:
        if self.sqlstate is None:
            return f"{self.number} rows, then {self.rows}, fired {sorted(self.fired)}"
        return f"{self.sqlstate} {self.name} ({self.declared}) {self.table}.{self.column}: {self.message}"


class Made(NamedTuple):
    """A schema on a server: its rows before, what each refused statement said (None: it was taken), and outcomes."""

    rows: Rows
    refused: tuple[str | None, ...]
    outcomes: tuple[Observed, ...]


class Bench:
    """A server on which schema after schema is made."""

    SCHEMAS_PER_DATABASE = 60

    def __init__(self, server: Server) -> None:
        self.server = server
        self.version = server.version
        self._database: str | None = None
        self._used = 0

    def run(self, scene: Scene, catalog: Catalog, order: Sequence[str]) -> Made:
        """Make the schema with its keys created in that order, and try every statement."""
        if self._database is None or self._used >= self.SCHEMAS_PER_DATABASE:
            self.close()
            self._database, self._used = self._prepared(), 0
        self._used += 1
        try:
            return self._run(scene, catalog, order, self._database, f"s{self._used}")
        finally:
            drops = [f"DROP PUBLICATION IF EXISTS {w.split()[2]}" for w in scene.mixed.late if "PUBLICATION" in w]
            self.server.execute("; ".join(drops) or "SELECT", self._database)

    def run_and_dump(self, scene: Scene, catalog: Catalog, order: Sequence[str]) -> tuple[Made, str]:
        """Do the same in a database of its own, and return its own pg_dump's file too."""
        database = self._prepared()
        try:
            made = self._run(scene, catalog, order, database, "public")
            return made, self.server.dump(database, "--schema-only", "-N", "fuzz")
        finally:
            self.server.drop_database(database)

    def close(self) -> None:
        if self._database is not None:
            self.server.drop_database(self._database)
            self._database = None

    def _prepared(self) -> str:
        database = self.server.new_database()
        self.server.execute(TOOLS + "SET fuzz.least = 1; SET timezone = 'America/New_York'", database)
        return database

    def _run(self, scene: Scene, catalog: Catalog, order: Sequence[str], database: str, schema: str) -> Made:
        mixed, probe = scene.mixed, _probe(catalog)
        script = [
            f"BEGIN; CREATE SCHEMA IF NOT EXISTS {schema}; SET search_path = {schema}",
            "SET LOCAL fuzz.least = 0; SET LOCAL timezone = 'UTC'; SET LOCAL session_replication_role = replica",
            *(statement.replace("{schema}", schema) for statement in (*mixed.first, *mixed.constraints)),
            f"SELECT fuzz.fill({_array(mixed.rows)})",
            f"SELECT fuzz.sweep({_array(_sweeps(catalog))})",
            "SET LOCAL session_replication_role = origin",
            *order,
            *mixed.late,
            "COMMIT",
        ]
        self.server.execute(";\n".join(script), database)
        refused = self.server.execute(f"SELECT fuzz.refused({_array(mixed.refused)})", database)[0][0]
        before = self.server.execute(probe, database)[0][0]
        asked = _array([statement.sql for statement in scene.statements])
        found = self.server.execute(f"SELECT fuzz.attempt({asked}, $f${probe}$f$)", database)[0][0]
        return Made(_rows(before), tuple(refused), tuple(_observed(entry) for entry in found))


def _array(statements: Sequence[str]) -> str:
    return f"ARRAY[{', '.join(f'$f${statement}$f$' for statement in statements)}]::text[]"


def _probe(catalog: Catalog) -> str:
    """Return the query that reads all rows as one value: of each table that holds rows itself, by name."""
    holders = [name.name for name, table in catalog.tables.items() if table.partition_key is None]
    pairs = (f"'{t}', (SELECT jsonb_agg(to_jsonb(row_of_it)) FROM ONLY {t} row_of_it)" for t in holders)
    chunks = [", ".join(chunk) for chunk in _chunks(list(pairs), 40)]
    return "SELECT " + " || ".join(f"jsonb_build_object({chunk})" for chunk in chunks)


def _chunks(values: list[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]


def _rows(found: Mapping[str, Any]) -> Rows:
    return {row["rid"]: (leaf, row) for leaf, rows in found.items() for row in rows or () if row.get("rid") is not None}


def _observed(entry: Mapping[str, Any]) -> Observed:
    if "after" not in entry:
        return Observed(**{**entry, "declared": entry["declared"] or entry["name"]})
    fired = frozenset(row["name"] for row in entry["after"].get("fired") or ())
    return Observed(number=entry["number"], rows=_rows(entry["after"]), fired=fired)


def _sweeps(catalog: Catalog) -> list[str]:
    """Return DELETEs that take away the rows that a key would refuse."""
    return [_sweep(catalog, key) for key in catalog.foreign_keys if key.validated and key.enforced and not key.period]


def _sweep(catalog: Catalog, key: ForeignKey) -> str:
    only = {name: "" if catalog.is_partitioned(name) else "ONLY " for name in (key.table, key.referenced_table)}
    filled = " AND ".join(f"c.{column} IS NOT NULL" for column in key.columns)
    pairs = zip(key.columns, key.referenced_columns, strict=True)
    match = " AND ".join(f"p.{theirs} = c.{ours}" for ours, theirs in pairs)
    parent = f"SELECT FROM {only[key.referenced_table]}{key.referenced_table.name} p WHERE {match}"
    wrong = f"({filled} AND NOT EXISTS ({parent}))"
    if key.match is MatchType.FULL:
        wrong += f" OR (NOT ({filled}) AND num_nonnulls({', '.join(f'c.{column}' for column in key.columns)}) > 0)"
    return f"DELETE FROM {only[key.table]}{key.table.name} c WHERE {wrong}"


def shown(outcome: Observed) -> str:
    """Return an outcome as one line of JSON."""
    return json.dumps(outcome._asdict(), default=sorted)
