"""Whatever a file holds, the program answers or says in its own words why it cannot.

``pytest tests/fuzz --fuzz=60000`` sends that many inputs, from ``--fuzz-seed`` on, through the program in one process.
The figures of the last long run are in docs/security.md.
"""

from __future__ import annotations

import gc
from random import Random
from typing import TYPE_CHECKING

import pytest
from mutations import mutated, sources
from passage import find, little_memory

if TYPE_CHECKING:
    from pathlib import Path

IN_THE_SUITE = 300
_TOLD = 20


def test_only_errors_of_our_own(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # no configuration is found here
    first: int = request.config.getoption("--fuzz-seed")
    wanted: int = request.config.getoption("--fuzz") or IN_THE_SUITE
    finds: list[str] = []
    with little_memory():
        for seed in range(first, first + wanted):
            found = find(mutated(seed), tmp_path / "schema.sql", Random(seed))
            if seed % 50 == 0:  # what was frozen counts as nothing new, so that nobody else collects it
                gc.collect()
            if found is not None:
                finds.append(f"seed {seed}: {found}")
                print(finds[-1], flush=True)  # noqa: T201 - a long run tells what it has found so far
    if finds:
        pytest.fail("\n".join([f"{len(finds)} of {wanted} inputs:", *finds[:_TOLD]]))


def test_a_seed_gives_the_same_input_again() -> None:
    assert len(sources()) > 20
    assert [mutated(seed) for seed in range(30)] == [mutated(seed) for seed in range(30)]
    assert len({mutated(seed) for seed in range(30)}) == 30
