"""The catalog that we make of a script is the one that real servers have after running it, names included.

The scripts lie in ``ddl/``. A script says how many of its statements PostgreSQL refuses (``-- refused: 2``) and,
where its forms are new, from which version on it runs (``-- since: 18``).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from catalog_queries import catalog_facts, server_facts

from helpers import catalog_of

if TYPE_CHECKING:
    from catalog_queries import Facts
    from server import Server

SCRIPTS = sorted((Path(__file__).parent / "ddl").glob("*.sql"))


def test_there_are_scripts() -> None:
    assert len(SCRIPTS) > 15


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_replay_equals_a_server(path: Path, servers: list[Server]) -> None:
    sql = path.read_text(encoding="utf-8")
    ours = catalog_facts(catalog_of(sql))
    for server in servers:
        if server.version >= _number(sql, "since"):
            with server.database() as database:
                server.run("psql", "-X", "-q", "-f", "-", database=database, stdin=sql)
                _compare(ours, server_facts(server, database), server)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_what_a_server_refuses_is_said_and_nothing_else(path: Path) -> None:
    sql = path.read_text(encoding="utf-8")
    skipped = [(entry.reason, entry.text) for entry in catalog_of(sql).skipped]
    assert len(skipped) == _number(sql, "refused"), skipped


def _number(sql: str, word: str) -> int:
    found = re.search(rf"^-- {word}: (\d+)", sql, re.MULTILINE)
    return int(found[1]) if found else 0


def _compare(ours: Facts, theirs: Facts, server: Server) -> None:
    parts = theirs.pop("parts")
    # A copy of a partitioned index that PostgreSQL made by itself is in no file, so the catalog does not list it.
    theirs["indexes"] = {
        name: index for name, index in theirs["indexes"].items() if name in ours["indexes"] or name not in parts
    }
    for what, facts in theirs.items():
        assert _differences(ours[what], facts) == {}, f"{what} on {server}: name -> (ours, the server's)"


def _differences(ours: Any, theirs: Any) -> dict[Any, Any]:
    if isinstance(ours, list):
        return {} if ours == theirs else {"order": (ours, theirs)}
    names = sorted(ours.keys() | theirs.keys())
    return {name: (ours.get(name), theirs.get(name)) for name in names if ours.get(name) != theirs.get(name)}
