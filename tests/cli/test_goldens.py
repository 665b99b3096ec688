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
FORMATS = {
    "explain.md": ("explain", "TABLE", "schema.sql", "--format", "markdown"),
    "reach.csv": ("reach", "schema.sql", "--format", "csv"),
    "indexes.csv": ("indexes", "schema.sql", "--format", "csv"),
    "audit.md": ("audit", "schema.sql", "--format", "markdown"),
    "audit.sarif": ("audit", "schema.sql", "--format", "sarif"),
    "audit.github.txt": ("audit", "schema.sql", "--format", "github"),
    "audit.gitlab.json": ("audit", "schema.sql", "--format", "gitlab"),
    "audit.junit.xml": ("audit", "schema.sql", "--format", "junit"),
    "audit.csv": ("audit", "schema.sql", "--format", "csv"),
}
IN_EVERY_FORMAT = ("helpdesk", "spreadsheet")  # an ordinary schema, and one of hostile names


@pytest.mark.parametrize("file", ANSWERS)
@pytest.mark.parametrize("case", CASES)
def test_answer_is_as_committed(case, file, ondelete, monkeypatch, request):
    compare(case, file, ANSWERS[file], ondelete, monkeypatch, request)


@pytest.mark.parametrize("file", FORMATS)
@pytest.mark.parametrize("case", IN_EVERY_FORMAT)
def test_answer_in_this_format_is_as_committed(case, file, ondelete, monkeypatch, request):
    compare(case, file, FORMATS[file], ondelete, monkeypatch, request)


def compare(case, file, words, ondelete, monkeypatch, request):
    monkeypatch.chdir(SAMPLES / case)
    widest = tables_of(case)[0]
    done = ondelete(*(widest if word == "TABLE" else word for word in words))
    assert done.err == ""
    golden = SAMPLES / case / file
    if request.config.getoption("--update-goldens"):
        golden.write_text(done.out, "utf-8")
    assert golden.read_text("utf-8") == done.out
