"""Sentences, JSON, the table of ``reach`` and the header of a picture give the same figures."""

from __future__ import annotations

import re

import pytest
from sample_runs import SAMPLES

import ondelete as library
from ondelete.diagrams.scenes import views
from ondelete.formats import as_text
from ondelete.reports.explain import report_explain
from ondelete.reports.reach import report_reach
from ondelete.reports.tree_rows import View

CASES = sorted(path.parent.name for path in SAMPLES.glob("*/schema.sql"))


def figure(pattern, text):
    """The number before some words, 0 where the text does not have them."""
    found = re.search(rf"([\d,]+) {pattern}", text)
    return int(found[1].replace(",", "")) if found else 0


@pytest.mark.parametrize("case", CASES)
def test_all_outputs_count_alike(case):
    schema = library.read_schema(SAMPLES / case / "schema.sql")
    survey = {row.table: row for row in report_reach(schema.survey(), schema.catalog, "table").data.tables}
    assert survey
    for table, row in survey.items():
        name = next(name for name in schema.catalog.tables if str(name) == table)
        report = report_explain(schema.predict_delete(name), schema.catalog, schema.coverage, View())
        answer = report.data
        assert row.verdict == answer.verdict
        assert row.deleted == len(answer.deleted)
        assert row.updated == len({(entry.table, column) for entry in answer.updated for column in entry.columns})
        assert row.longest == answer.longest
        assert row.blockers == len({error.key for error in answer.errors})
        assert row.unindexed == sum(entry.verdict == "none" for entry in answer.unindexed)

        others = sum(entry.table != table for entry in answer.deleted)
        header = " · ".join(views.scene_of(schema.catalog, [name], views.View()).figures)
        assert figure("other tables? loses? rows", header) == others
        assert figure("keys? can stop it", header) == row.blockers
        assert figure("of [\\d,]+ keys? ha(?:s|ve) no index", header) == row.unindexed
        assert ("∞" in header) == (row.longest is None)

        text = " ".join(as_text.render(report).split())
        assert figure("more tables?", text) == others
        # If every delete fails, or a rule replaces it, nothing more is counted.
        if "whatever the rows" not in text and "A rule replaces" not in text:
            assert figure("columns? changes?", text) == row.updated
            assert figure("ha(?:s|ve) no index", text) == row.unindexed
