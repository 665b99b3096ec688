"""Random triggers on servers: whatever a DELETE does is in the prediction (docs/semantics.md)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from code_run import judge

if TYPE_CHECKING:
    from collections.abc import Callable

    from server import Server

_IN_THE_SUITE = 40
_PER_SCHEMA = 8  # DELETEs, about


@pytest.mark.parametrize("version", [15, 16, 18])
def test_whatever_a_server_does_is_in_the_prediction(
    version: int, start_server: Callable[[int], Server], request: pytest.FixtureRequest
) -> None:
    server = start_server(version)
    wanted, first = request.config.getoption("--fuzz"), request.config.getoption("--fuzz-seed")
    number = -(-wanted // _PER_SCHEMA) if wanted else _IN_THE_SUITE
    counts: Counter[str] = Counter()
    with server.database() as database:
        for seed in range(first + version * 1_000_000, first + version * 1_000_000 + number):
            assert judge(server, database, seed, counts) == []
    assert counts["deletes"] > number
    assert counts["done"] > 0
