"""Fixtures: real servers, started when first asked for, stopped at the end (one set per pytest-xdist worker)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from scenes import Asker
from server import NoServer, Server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

VERSIONS = (15, 16, 18)


@pytest.fixture(scope="session")
def start_server() -> Iterator[Callable[[int], Server]]:
    """Give a function that returns the running server of a major version, or skips where there is none.

    ONDELETE_REQUIRE_ORACLES=1 turns the skip into a failure: a continuous build must not lose its oracle silently.
    """
    running: dict[int, Server] = {}

    def start(version: int) -> Server:
        if version not in running:
            try:
                running[version] = Server(version)
            except NoServer as missing:
                if os.environ.get("ONDELETE_REQUIRE_ORACLES") == "1":
                    pytest.fail(f"{missing} (ONDELETE_REQUIRE_ORACLES=1)")
                pytest.skip(str(missing))
        return running[version]

    yield start
    for server in running.values():
        server.stop()


@pytest.fixture(scope="session")
def server18(start_server: Callable[[int], Server]) -> Server:
    return start_server(18)


@pytest.fixture(scope="session")
def server16(start_server: Callable[[int], Server]) -> Server:
    return start_server(16)


@pytest.fixture(scope="session")
def server15(start_server: Callable[[int], Server]) -> Server:
    """Debian's, the one with contrib extensions."""
    return start_server(15)


@pytest.fixture(scope="session")
def servers(server18: Server, server16: Server) -> list[Server]:
    """The two servers of the wheel: every claim about behaviour is asked of both."""
    return [server18, server16]


@pytest.fixture(scope="session", params=VERSIONS, ids="pg{}".format)
def server(request: pytest.FixtureRequest, start_server: Callable[[int], Server]) -> Server:
    """Each server in turn."""
    return start_server(request.param)


@pytest.fixture(scope="module")
def ask(start_server: Callable[[int], Server]) -> Iterator[Asker]:
    """Ask all servers and the simulator what a DELETE does to a hand-written scene."""
    asker = Asker([start_server(version) for version in VERSIONS])
    yield asker
    asker.close()
