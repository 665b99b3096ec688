"""What people see: the answers about every sample, as committed beside it."""

from __future__ import annotations

import pytest
from sample_runs import SAMPLES, tables_of

CASES = sorted(path.parent.name for path in SAMPLES.glob("*/schema.sql"))
ANSWERS = {
    "explain.txt": ("explain", "TABLE", "schema.sql"),
    "explain.json": ("explain", "TABLE", "schema.sql", "--format", "json"),
    "reach.txt": ("reach", "schema.sql"),
    "audit.txt": ("audit", "schema.sql"),
}


@pytest.mark.parametrize("file", ANSWERS)
@pytest.mark.parametrize("case", CASES)
def test_answer_is_as_committed(case, file, ondelete, monkeypatch, request):
    monkeypatch.chdir(SAMPLES / case)
    widest = tables_of(case)[0]
    done = ondelete(*(widest if word == "TABLE" else word for word in ANSWERS[file]))
    assert done.err == ""
    golden = SAMPLES / case / file
    if request.config.getoption("--update-goldens"):
        golden.write_text(done.out, "utf-8")
    assert golden.read_text("utf-8") == done.out
