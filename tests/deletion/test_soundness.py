"""Soundness: whatever the simulator does to random rows lies within what the schema alone predicts.

The simulator's own judge is a server (tests/postgres). Each case is named by its seed.
"""

from __future__ import annotations

from random import Random

import msgspec
import pytest
from generated_cases import qualified
from generator import generate

from ondelete.catalog import Catalog
from ondelete.deletion.actions.partitions import CannotSimulate
from soundness import broken_musts, observe, surprises

CHUNK = 50


def unsound(seed: int, *, adversarial: bool) -> list[str]:
    """Return every disagreement of one case, with the case."""
    case = generate(Random(seed), adversarial=adversarial)
    running = _in_another_order(case.catalog, Random(seed)) if seed % 5 < 2 else case.catalog
    rows = {qualified(table): listed for table, listed in case.rows.items()}
    found = []
    for delete in case.deletes:
        table = qualified(delete.table)
        try:
            seen = observe(running, rows, table, delete.chooses)
        except CannotSimulate:
            continue
        complaints = [*surprises(case.catalog, table, seen), *broken_musts(case.catalog, table, seen)]
        found += [f"seed {seed}: {delete.sql}: {complaint}\n{case.sql}{case.inserts}" for complaint in complaints]
    return found


def _in_another_order(catalog: Catalog, random: Random) -> Catalog:
    """Return the catalog of the database that a dump was made of: its keys were created in any order (R5)."""
    keys = list(catalog.foreign_keys)
    random.shuffle(keys)
    return msgspec.structs.replace(catalog, foreign_keys=tuple(keys))


@pytest.mark.parametrize("first", range(0, 400, CHUNK))
def test_nothing_unpredicted_happens_in_adversarial_schemas(first: int) -> None:
    assert [c for seed in range(first, first + CHUNK) for c in unsound(seed, adversarial=True)] == []


@pytest.mark.parametrize("first", range(0, 400, CHUNK))
def test_nothing_unpredicted_happens_in_believable_schemas(first: int) -> None:
    assert [c for seed in range(first, first + CHUNK) for c in unsound(seed, adversarial=False)] == []


@pytest.mark.fuzz
def test_nothing_unpredicted_happens_for_long(request: pytest.FixtureRequest) -> None:
    count, first = request.config.getoption("--fuzz", 0), request.config.getoption("--fuzz-seed", 1)
    if not count:
        pytest.skip("a long run: --fuzz=N")
    for seed in range(first, first + count):
        for adversarial in (True, False):
            assert unsound(seed, adversarial=adversarial) == []
