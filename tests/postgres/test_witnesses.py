"""Witnesses are true: what a simulation proves, a server does, with the script as it is printed."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from corpus_runs import FILES, examine
from witness_runs import empty, run_witnesses

from believable import believable_schema
from helpers import catalog_of
from ondelete.dump import read_catalog

if TYPE_CHECKING:
    from collections.abc import Callable

    from server import Server

SAMPLES = Path(__file__).parents[2] / "samples"
CASES = sorted(path.parent.name for path in SAMPLES.glob("*/schema.sql"))


@pytest.mark.parametrize("case", CASES)
def test_server_does_what_every_witness_of_a_sample_shows(
    case: str, start_server: Callable[[int], Server], capsys: pytest.CaptureFixture[str]
) -> None:
    path = SAMPLES / case / "schema.sql"
    catalog = read_catalog([str(path)])
    dumped = re.search(r"-- Dumped from database version (\d+)", path.read_text("utf-8"))
    for version in sorted({int(dumped[1]) if dumped else 16, 18}):
        server = start_server(version)
        with server.database() as database:
            server.load(path.read_text("utf-8"), database)
            empty(server, database)
            tally = run_witnesses(server, database, catalog, catalog.tables)
        with capsys.disabled():
            sys.stdout.write(f"\n{case} on {server!r}: {tally.share}; not proved: {dict(tally.reasons)}\n")
        assert not tally.differences, "\n".join(tally.differences)
        assert tally.proved


@pytest.mark.parametrize("seed", range(12))
def test_server_does_what_every_witness_of_a_believable_schema_shows(seed: int, servers: list[Server]) -> None:
    ddl = believable_schema(Random(seed))
    catalog = catalog_of(ddl)
    for server in servers:
        with server.database() as database:
            server.load(ddl, database)
            tally = run_witnesses(server, database, catalog, catalog.tables)
        assert tally.differences == []
        assert tally.reproduced == tally.proved > 0


SMALL = [path for path in FILES if path.stat().st_size < 120_000]


@pytest.mark.parametrize(
    "path",
    SMALL or [pytest.param(None, marks=pytest.mark.skip(reason="no public dumps beside the checkout"))],
    ids=lambda path: getattr(path, "name", "none"),
)
def test_server_does_what_witnesses_of_a_public_schema_show(path: Path, start_server: Callable[[int], Server]) -> None:
    for version in (18, 16, 15):
        start_server(version)
    found = examine(path, start_server, most=10)
    assert not isinstance(found, str), found
    loaded, tally = found
    # Where every row hangs on a CHECK by an operator of an extension, the server alone decides.
    assert tally.proved or tally.undecided == tally.tried, tally.reasons
    assert tally.differences == []
    if loaded is None:
        pytest.skip("no server here can load all of it")
    assert tally.reproduced == tally.proved
