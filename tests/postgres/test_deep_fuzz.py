"""Partitions to any depth, expression keys, constraints of leaves and domains over domains: simulator against servers.

``pytest tests/postgres/test_deep_fuzz.py --fuzz=N`` compares at least N cases from ``--fuzz-seed`` on.
"""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import TYPE_CHECKING

import pytest
from deep_generator import generate_deep
from generated_cases import qualified
from oracle import Workplace, describe, mismatches, predicted

from ondelete.deletion.actions.partitions import CannotSimulate
from soundness import broken_musts, observe, surprises

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generated_cases import Case
    from server import Server


@pytest.fixture(scope="module")
def workplaces(servers: list[Server]) -> Iterator[list[Workplace]]:
    found = [Workplace(server) for server in servers]
    yield found
    for workplace in found:
        workplace.close()


def unpredicted(case: Case) -> list[str]:
    """Return what the simulator shows and the schema alone does not say, or says falsely."""
    rows = {qualified(table): listed for table, listed in case.rows.items()}
    found: list[str] = []
    for delete in case.deletes:
        table = qualified(delete.table)
        seen = observe(case.catalog, rows, table, delete.chooses)
        found += [f"{delete.sql}: {complaint}" for complaint in surprises(case.catalog, table, seen)]
        found += [f"{delete.sql}: {complaint}" for complaint in broken_musts(case.catalog, table, seen)]
    return found


def test_simulator_servers_and_prediction_agree(workplaces: list[Workplace], request: pytest.FixtureRequest) -> None:
    wanted = request.config.getoption("--fuzz") or 400
    seed = first = request.config.getoption("--fuzz-seed")
    compared, endings = 0, Counter[str]()
    while compared < wanted:
        case = generate_deep(Random(seed))
        try:
            found = [*mismatches(case, workplaces), *unpredicted(case)]
        except CannotSimulate:
            seed += 1
            continue
        assert found == [], f"seed {seed}\n{describe(case)}"
        compared += len(case.deletes) * len(workplaces)
        endings.update(predicted(case, delete, 18).sqlstate or "success" for delete in case.deletes)
        seed += 1
    print(f"{compared} cases, schemas of seeds {first} to {seed - 1}: {dict(endings)}")  # noqa: T201
    assert len(endings) > 1
