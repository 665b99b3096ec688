"""The differential fuzz: on random schemas, rows and DELETEs the simulator and real servers agree in everything.

``pytest tests/postgres --fuzz=100000`` runs at least that many cases from ``--fuzz-seed`` on; a case is one DELETE
on one set of rows on one server. The figures of the last long run are in docs/semantics.md.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from generated_rows import populate
from generator import SchemaMaker
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle import Workplace, describe, mismatches, mismatches_in_one_transaction, smallest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generated_cases import Case
    from server import Server

ROWS_PER_SCHEMA = 8


@pytest.fixture(scope="module")
def workplaces(servers: list[Server]) -> Iterator[list[Workplace]]:
    found = [Workplace(server) for server in servers]
    yield found
    for workplace in found:
        workplace.close()


def compare(random: Random, workplaces: list[Workplace]) -> int:
    """Compare one random schema with several sets of rows; return how many DELETEs were compared."""
    schema = SchemaMaker(random).case()
    compared = 0
    for number in range(ROWS_PER_SCHEMA):
        case = populate(random, schema)
        compared += len(case.deletes) * len(workplaces)
        found = list(mismatches(case, workplaces, fresh=number == 0))
        if found:
            pytest.fail(report(case, workplaces, found))
    found = list(mismatches_in_one_transaction(case, workplaces))
    if found:
        pytest.fail("\n".join([describe(case), *found]))
    return compared


def report(case: Case, workplaces: list[Workplace], found: list[str]) -> str:
    small = smallest(case, workplaces)
    again = list(mismatches(small, workplaces))
    return "\n".join([describe(small), *(again or ["(only on these rows after others)", describe(case), *found])])


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(random=st.randoms(use_true_random=False))
def test_simulator_and_servers_agree_on_cases_that_hypothesis_makes(
    random: Random, workplaces: list[Workplace]
) -> None:
    compare(random, workplaces)


def test_simulator_and_servers_agree(workplaces: list[Workplace], request: pytest.FixtureRequest) -> None:
    wanted = request.config.getoption("--fuzz") or 5_000
    seed = first = request.config.getoption("--fuzz-seed")
    compared = 0
    while compared < wanted:
        try:
            compared += compare(Random(seed), workplaces)
        except pytest.fail.Exception as failure:
            pytest.fail(f"seed {seed}\n{failure}")
        seed += 1
    print(f"{compared} cases, schemas of seeds {first} to {seed - 1}, on {workplaces}")  # noqa: T201


@pytest.mark.parametrize("seed", range(20))
def test_the_rows_of_a_case_are_accepted_by_every_server(seed: int, workplaces: list[Workplace]) -> None:
    case = populate(Random(seed), SchemaMaker(Random(seed), adversarial=False).case())
    for workplace in workplaces:
        workplace.build(case)
