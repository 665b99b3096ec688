"""What psql makes of a script, session state and all, is what we read; or the line that we do not follow is named.

Each script is fed to psql, which goes on after an error, as it does with a file that sets no ON_ERROR_STOP. ``said``
is how many lines of it we name: where it is 0, the catalogs must be equal; elsewhere, what a server has must be in
ours, or be what a named line would have made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from catalog_queries import catalog_facts, server_facts
from scripts import CALLS, SESSIONS, TRANSACTIONS
from scripts_behind import BEHIND
from scripts_refused import REFUSED

from helpers import catalog_of_bytes

if TYPE_CHECKING:
    from catalog_queries import Facts
    from scripts import Script
    from server import Server

SCRIPTS = {**SESSIONS, **TRANSACTIONS, **CALLS, **BEHIND, **REFUSED}


class _Reading(NamedTuple):
    facts: Facts
    said: list[tuple[int, str]]


def _read(script: Script) -> _Reading:
    catalog = catalog_of_bytes(script.sql)
    return _Reading(catalog_facts(catalog), [(entry.location.line, entry.reason) for entry in catalog.skipped])


@pytest.mark.parametrize("name", SCRIPTS)
def test_psql_and_we_agree(name: str, servers: list[Server]) -> None:
    script = SCRIPTS[name]
    ours = _read(script)
    assert tuple(line for line, _ in ours.said) == script.said, ours.said
    for server in servers:
        with server.database() as database:
            server.run_bytes("psql", "-X", "-q", "-f", "-", database=database, stdin=script.sql)
            theirs = server_facts(server, database)
        for what in ("tables", "foreign keys", "indexes", "others"):
            _compare(ours.facts[what], theirs[what], what, script, server)


def _compare(ours: dict[Any, Any], theirs: dict[Any, Any], what: str, script: Script, server: Server) -> None:
    if not script.said:
        assert ours == theirs, f"{what} on {server}"
    lost = [name for name in theirs if name not in ours and not any(part in str(name) for part in script.unseen)]
    assert lost == [], f"{what} on {server} that we lose without a word"
