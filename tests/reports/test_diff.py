"""What a change of the schema does to deletes."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.reports.diff import report_diff
from ondelete.reports.diff_entries import DiffAnswer
from ondelete.schema import Schema
from reports.reporting import USERS, body, child

GATES = ("newly-blocked",)


def diffed(before: str, after: str) -> tuple[DiffAnswer, str]:
    one, other = Schema(catalog_of(USERS + before)), Schema(catalog_of(USERS + after))
    report = report_diff(one.diff(other), one.catalog, other.catalog, GATES)
    assert isinstance(report.data, DiffAnswer)
    return report.data, " ".join(body(report).split())


def test_a_key_that_blocks_now_is_the_cause() -> None:
    data, text = diffed(child("posts", "CASCADE"), child("posts", "RESTRICT"))
    assert [(cause.what, cause.change) for cause in data.causes] == [("key", "changed")]
    classes = [consequence.class_ for cause in data.causes for consequence in cause.consequences]
    assert "newly-blocked" in classes
    assert "newly blocked" in text


def test_the_same_schema_twice_is_no_change() -> None:
    data, text = diffed(child("posts", "CASCADE"), child("posts", "CASCADE"))
    assert (data.causes, data.outcomes, data.failing) == ((), (), ())
    assert text == "NO CHANGE: the two schemas are the same to every delete."


def test_a_gate_that_the_change_does_not_pass_is_named() -> None:
    assert diffed(child("posts", "CASCADE"), child("posts", "RESTRICT"))[0].failing == GATES
    assert diffed(child("posts", "RESTRICT"), child("posts", "CASCADE"))[0].failing == ()
