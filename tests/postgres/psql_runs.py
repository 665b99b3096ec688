"""Runs scripts with psql, reads the same bytes, and tells where the two catalogs differ."""

from __future__ import annotations

import re
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from catalog_queries import catalog_facts, server_facts
from psql_scripts import DATABASE, OTHER_DATABASE

from ondelete.dump import read_catalog
from ondelete.errors import OndeleteError

if TYPE_CHECKING:
    from catalog_queries import Facts
    from server import Server

    from ondelete.catalog import Catalog

_CLEAN = """
DO $$ DECLARE s text; BEGIN
  FOR s IN SELECT evtname FROM pg_event_trigger LOOP
    EXECUTE format('DROP EVENT TRIGGER %I', s);
  END LOOP;
  FOR s IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
    EXECUTE format('DROP SCHEMA %I CASCADE', s);
  END LOOP;
  CREATE SCHEMA public;
  FOR s IN SELECT oid::regprocedure FROM pg_proc WHERE oid >= 16384 AND pronamespace = 'pg_catalog'::regnamespace LOOP
    EXECUTE 'DROP FUNCTION ' || s || ' CASCADE';
  END LOOP;
END $$;
"""
_RESET = f"""
SELECT 'ALTER ROLE postgres RESET ALL; ALTER ROLE ALL RESET ALL; ALTER ROLE postgres IN DATABASE {DATABASE} RESET ALL;
ALTER DATABASE {DATABASE} RESET ALL' WHERE EXISTS (SELECT FROM pg_db_role_setting)"""
_CONNECTED = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
_ERROR = re.compile(
    rb"^psql:[^\n]*?:(\d+): ((?:ERROR|FATAL|error|warning|invalid|\\\\|there|found|no |unterminated|reached)[^\n]*)",
    re.M,
)


class Ran(NamedTuple):
    """What psql did: the catalog that it left, its errors with their lines, and whether it stopped at one."""

    facts: Facts
    errors: tuple[tuple[int, str], ...]
    stopped: bool
    stderr: str


class Read(NamedTuple):
    """What we read: the catalog, the lines and reasons of warnings; or why the whole file was refused.

    ``loose`` are the lines and tables of keys to tables that the file does not make: a part of a dump is read as such,
    so these count as told where the server refused the statement.
    """

    facts: Facts | None
    warnings: tuple[tuple[int, str], ...]
    loose: tuple[tuple[int, str], ...] = ()


class Psql:
    """Runs scripts on a server, each in an empty database."""

    def __init__(self, server: Server) -> None:
        self.server = server
        for name in (DATABASE, OTHER_DATABASE):
            server.drop_database(name)
            server.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        self._used: tuple[str, ...] = ()
        self._folder = tempfile.TemporaryDirectory()
        self.file = Path(self._folder.name) / "schema.sql"

    def close(self) -> None:
        for name in (DATABASE, OTHER_DATABASE):
            self.server.drop_database(name)
        self._folder.cleanup()

    def run(self, text: bytes) -> Ran:
        for name in self._used:
            self.server.execute(_CLEAN, name)
        self._used = (DATABASE, OTHER_DATABASE) if OTHER_DATABASE.encode() in text else (DATABASE,)
        for (statements,) in self.server.execute(_RESET):
            self.server.execute(statements)
        self.file.write_bytes(text)
        command = [str(self.server.bin / "psql"), "-X", "-q", "-h", str(self.server.socket), "-U", "postgres"]
        done = subprocess.run(
            [*command, "-d", DATABASE, "-f", str(self.file)],
            check=False, capture_output=True, stdin=subprocess.DEVNULL, timeout=60, cwd=self._folder.name,
        )  # fmt: skip
        errors = tuple((int(found[1]), found[2].decode(errors="replace")) for found in _ERROR.finditer(done.stderr))
        self._wait()
        facts = server_facts(self.server, DATABASE)
        return Ran(facts, errors, done.returncode == 3, done.stderr.decode(errors="replace"))

    def _wait(self) -> None:
        """Wait for psql's connection to end: until then its temporary tables are there."""
        for _ in range(200):
            if not self.server.execute(_CONNECTED, DATABASE):
                return
            time.sleep(0.01)

    def read(self, text: bytes) -> Read:
        return read(self.file, text)


def read(file: Path, text: bytes) -> Read:
    """Return what we read of a script; where it leads through several databases, of the one that psql began in."""
    file.write_bytes(text)
    try:
        try:
            catalog = read_catalog([str(file)], database=DATABASE)
        except OndeleteError as error:
            if "there is no database" not in str(error):
                raise
            catalog = read_catalog([str(file)])
    except OndeleteError as error:
        return Read(None, ((getattr(error, "line", None) or 1, str(error)),))
    warnings = tuple((entry.location.line, entry.reason) for entry in catalog.skipped)
    loose = tuple(
        (each.location.line, each.table.name)
        for each in (*catalog.foreign_keys, *catalog.indexes, *catalog.triggers, *catalog.rules)
        if _is_loose(each, catalog)
    )
    return Read(catalog_facts(catalog), warnings, loose)


def _is_loose(each: Any, catalog: Catalog) -> bool:
    """Whether something is on a table, or references one, that is not in the file, or comes later in it."""
    found = [catalog.tables.get(name) for name in (each.table, getattr(each, "referenced_table", each.table))]
    return any(table is None or table.location.line > each.location.line for table in found)


def differences(ours: Facts, theirs: Facts) -> Any:
    """Yield kind, name, our facts, theirs, and the names of all objects that are involved."""
    theirs = dict(theirs)
    parts = theirs.pop("parts")
    theirs["indexes"] = {n: index for n, index in theirs["indexes"].items() if n in ours["indexes"] or n not in parts}
    for what, facts in theirs.items():
        if what == "firing order":
            continue
        mine = ours[what]
        for name in sorted(mine.keys() | facts.keys()):
            # Views and sequences go with what they hang on, which we do not follow: they hold no rows.
            if mine.get(name) != facts.get(name) and what != "others":
                yield what, name, mine.get(name), facts.get(name), _names(what, name, mine.get(name), facts.get(name))
    yield from _order(ours["firing order"], theirs["firing order"])


def _order(ours: list[Any], theirs: list[Any]) -> Any:
    common = set(ours) & set(theirs)
    mine, facts = ([key for key in keys if key in common] for keys in (ours, theirs))
    if mine != facts:
        wrong = [name for one, other in zip(mine, facts, strict=True) if one != other for name in (one, other)]
        yield "firing order", "", mine, facts, frozenset().union(*(_split(str(part)) for key in wrong for part in key))


def _names(what: str, name: Any, *facts: Any) -> frozenset[str]:
    found = set[str]()
    for part in name if isinstance(name, tuple) else (name,):
        found |= _split(str(part))
    for fact in facts:
        if fact is not None and what == "foreign keys":
            found |= _split(fact[1])
        if fact is not None and what == "tables":
            found |= frozenset().union(*(_split(parent) for parent in fact[2]))
    return frozenset(found)


def _split(name: str) -> frozenset[str]:
    """Return the schema and the name of ``schema.name``, and a name alone."""
    schema, dot, rest = name.partition(".")
    return frozenset((schema, rest)) if dot else frozenset((name,))
