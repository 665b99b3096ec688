"""Precision: what is predicted can really happen. Every effect of believable schemas is asked for rows that show it."""

from __future__ import annotations

from random import Random

import pytest

from believable import believable_schema
from helpers import catalog_of
from ondelete.deletion import predict_delete
from ondelete.deletion.witness.search import find_witness

WANTED = 0.99
"""docs/semantics.md gives the share that was measured over more schemas."""


def proofs(seeds: range) -> list[tuple[int, str, bool]]:
    """Return every predicted effect of every table: seed, id, and whether rows were found that show it."""
    found = []
    for seed in seeds:
        catalog = catalog_of(believable_schema(Random(seed)))
        for table in catalog.tables:
            prediction = predict_delete(catalog, table)
            for effect in (*prediction.deleted, *prediction.updated, *prediction.failures):
                found.append((seed, effect.id, find_witness(catalog, prediction, effect.id).proved))
    return found


def test_nearly_every_effect_of_believable_schemas_has_a_witness() -> None:
    found = proofs(range(60))
    unproved = [(seed, effect) for seed, effect, proved in found if not proved]

    assert len(found) > 500
    assert len(unproved) <= (1 - WANTED) * len(found), unproved


@pytest.mark.fuzz
def test_nearly_every_effect_has_a_witness_for_long(request: pytest.FixtureRequest) -> None:
    count, first = request.config.getoption("--fuzz", 0), request.config.getoption("--fuzz-seed", 1)
    if not count:
        pytest.skip("a long run: --fuzz=N")
    found = proofs(range(first, first + count))
    assert sum(proved for _, _, proved in found) >= WANTED * len(found)
