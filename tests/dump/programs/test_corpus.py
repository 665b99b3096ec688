"""Every function of public schemas is parsed, those whose types only their database knows, too."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from ondelete.catalog.programs import Unread
from ondelete.dump import read_catalog

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "dumps"
DUMPS = sorted(CORPUS.glob("*.sql"))


@pytest.mark.skipif(not DUMPS, reason="the public dumps are not here")
def test_all_functions_but_one_in_a_hundred_are_parsed() -> None:
    found = Counter({"all": 0, "refused": 0})
    for path in DUMPS:
        programs = read_catalog([str(path)]).programs
        for program in (each for name in programs for each in programs.named(name)):
            if program.language in ("plpgsql", "sql"):
                found["all"] += 1
                found["refused"] += any(isinstance(statement, Unread) for statement in program.body)
    assert found["all"] > 300
    assert found["refused"] * 100 <= found["all"]
