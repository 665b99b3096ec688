"""Public schema dumps kept beside the checkout: load one on the first server that takes it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from witness_runs import Tally, empty, run_witnesses

from ondelete.dump import read_catalog
from ondelete.errors import OndeleteError

if TYPE_CHECKING:
    from collections.abc import Callable

    from server import Server

    from ondelete.catalog import Catalog

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
FILES = sorted(CORPUS.glob("dumps/*.sql"))
_VERSIONS = (18, 16, 15)  # 15 is Debian's, with the contrib extensions


class Loaded(NamedTuple):
    """Where a file was loaded, and how many of its statements the server refused (owners, grants, extensions)."""

    server: Server
    database: str
    refused: int


def load(path: Path, catalog: Catalog, start: Callable[[int], Server]) -> Loaded | None:
    """Load a file on the newest server that ends up with all its tables and keys; None where none does."""
    for version in _VERSIONS:
        loaded = load_on(start(version), path)
        if _is_complete(loaded.server, loaded.database, catalog):
            return loaded
        loaded.server.drop_database(loaded.database)
    return None


def load_on(server: Server, path: Path) -> Loaded:
    """Load what a server accepts of a file into a new database."""
    text = re.sub(
        r"^(\\c(onnect)? |(CREATE|DROP) DATABASE ).*$", "", _text(path), flags=re.MULTILINE
    )  # stay where we are
    database = server.new_database()
    done = subprocess.run(
        [
            str(server.bin / "psql"),
            "-h",
            str(server.socket),
            "-U",
            "postgres",
            "-d",
            database,
            "-X",
            "-q",
            "-f",
            "-",
        ],
        input=text.encode("utf-8", "surrogateescape"),
        capture_output=True,
        check=False,
    )
    return Loaded(server, database, done.stderr.decode("utf-8", "replace").count("ERROR:"))


def _text(path: Path) -> str:
    raw = path.read_bytes()
    if raw.startswith(b"\xff\xfe"):
        return raw.decode("utf-16")
    return raw.decode("utf-8", "surrogateescape").removeprefix("\ufeff")


def _is_complete(server: Server, database: str, catalog: Catalog) -> bool:
    tables = server.execute(
        "SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p') AND oid >= 16384 AND NOT EXISTS "
        "(SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')",
        database,
    )
    keys = server.execute("SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND conparentid = 0", database)
    return tables[0][0] == len(catalog.tables) and keys[0][0] == len(catalog.foreign_keys)


def disable_user_triggers(server: Server, database: str, catalog: Catalog) -> None:
    """Leave only the triggers of keys: what others do is not modelled, and many need what a dump does not hold."""
    for table in {trigger.table for trigger in catalog.triggers}:
        server.execute(f"ALTER TABLE {table.sql} DISABLE TRIGGER USER", database)


def examine(path: Path, start: Callable[[int], Server], most: int) -> tuple[Loaded | None, Tally] | str:
    """Explain every table of a file and run witnesses of at most ``most`` effects; a reason where it cannot be read."""
    try:
        catalog = read_catalog([str(path)])
    except OndeleteError as error:
        return str(error)
    loaded = load(path, catalog, start)
    if loaded is None:
        return None, run_witnesses(None, "", catalog, catalog.tables, most)
    empty(loaded.server, loaded.database)
    disable_user_triggers(loaded.server, loaded.database, catalog)
    tally = run_witnesses(loaded.server, loaded.database, catalog, catalog.tables, most)
    loaded.server.drop_database(loaded.database)
    return loaded, tally
