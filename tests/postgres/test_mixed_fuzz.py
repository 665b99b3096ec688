"""Schemas that mix every mechanism: what servers do to them is in the answer that a user has (docs/semantics.md).

``pytest tests/postgres/test_mixed_fuzz.py --fuzz=N`` compares at least N DELETEs from the schema ``--fuzz-seed`` on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mixed_generator import MECHANISMS, scene
from mixed_judge import Bench
from mixed_run import Run, Tally, Told
from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mixed_case import Statement
    from mixed_judge import Made, Observed
    from server import Server

SCHEMAS = 24
SEED = 60


@pytest.fixture(scope="module")
def benches(start_server: Callable[[int], Server]) -> Iterator[list[Bench]]:
    found = [Bench(start_server(version)) for version in (15, 16, 18)]
    yield found
    for bench in found:
        bench.close()


def test_what_servers_do_is_told(benches: list[Bench], request: pytest.FixtureRequest) -> None:
    wanted = request.config.getoption("--fuzz")
    seed = request.config.getoption("--fuzz-seed") if wanted else SEED
    tally = Tally()
    run = Run(benches, tally)
    first = seed
    while tally.total < wanted or (not wanted and seed < first + SCHEMAS):
        run.seed(seed)
        seed += 1
        assert tally.complaints == []
    print(tally.as_json())  # noqa: T201
    assert len(tally.unmade) * 50 <= seed - first
    assert len(tally.acted) > 30
    assert sum(n for how, n in tally.deletes.items() if "another order" in how) * 4 > tally.total


def test_every_mechanism_is_drawn() -> None:
    drawn = {name for seed in range(60) if (found := scene(seed)) for name in found.drawn}
    assert drawn == {mechanism.__name__ for mechanism in MECHANISMS}


@pytest.mark.parametrize("part", ["errors", "deleted", "updated"])
def test_the_comparison_sees_what_an_answer_lacks(benches: list[Bench], part: str) -> None:
    """An answer without its errors, or without its effects, is found out on some schema."""
    for seed in range(SEED, SEED + SCHEMAS):
        drawn = scene(seed)
        if drawn is None or drawn.mixed.since > 15:
            continue
        told = Told(drawn.file.replace("{schema}", "public"))
        made = benches[2].run(drawn, told.catalog, drawn.orders[0])
        outcomes = zip(drawn.statements, made.outcomes, strict=True)
        if any(_complaints(told, statement, made, seen, part) for statement, seen in outcomes):
            return
    pytest.fail(f"nobody misses {part}")


def _complaints(told: Told, statement: Statement, made: Made, seen: Observed, part: str) -> tuple[str, ...]:
    if statement.truncate:
        return ()
    answer = replace(told.report(statement, 18).data, **{part: ()})
    return told.answers.judge(answer, statement, made.rows, seen).complaints
