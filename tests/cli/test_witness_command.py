"""``ondelete witness`` prints SQL, or JSON by the contract; ``explain --prove`` marks what has rows."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest
from sample_runs import SAMPLES
from test_json_contract import FOLDER

TRACKER = SAMPLES / "tracker" / "schema.sql"
RECHECK = "recheck:public.issues.issues_project_fkey"


def test_text_is_a_script_of_transactions_that_leave_nothing(ondelete):
    done = ondelete("witness", "projects", TRACKER)
    assert done.status == 0
    statements = [line for line in done.out.splitlines() if line and not line.startswith(("--", " "))]
    assert all(re.match(r"(BEGIN|INSERT|DELETE|SET|SELECT|ROLLBACK|DO|DECLARE|EXCEPTION|END)\b", s) for s in statements)
    assert statements.count("ROLLBACK;") == done.out.count("-- Expected outcome:") > 5


def test_one_effect(ondelete):
    done = ondelete("witness", "users", TRACKER, "--effect", "deleted:public.milestones")
    assert done.out.count("BEGIN;") == 1
    assert done.out.index("INTO public.users") < done.out.index("INTO public.projects") < done.out.index("DELETE FROM")


def test_rows_of_a_recheck_are_committed_and_removed(ondelete):
    out = ondelete("witness", "users", TRACKER, "--effect", RECHECK).out
    assert out.index("COMMIT;") < out.index("DELETE FROM public.users") < out.index("ROLLBACK;") < out.index("WITH w0")
    assert "Expected outcome: 23503 issues_project_fkey" in out


@pytest.mark.parametrize("typed", ["deleted:public.milestone", "milestones", "DELETED:public.milestones"])
def test_an_unknown_effect_is_met_with_those_that_are_close(typed, ondelete):
    done = ondelete("witness", "users", TRACKER, "--effect", typed)
    assert (done.status, done.out) == (2, "")
    assert f"{typed}: the DELETE has no such effect" in done.err
    assert "Did you mean deleted:public.milestones" in done.err


def test_json_lists_every_effect_that_explain_lists(ondelete):
    explained = ondelete("explain", "users", TRACKER, "--format", "json").json
    effects = [entry["id"] for field in ("deleted", "updated", "errors") for entry in explained[field]]
    found = ondelete("witness", "users", TRACKER, "--format", "json").json
    jsonschema.validate(found, json.loads((FOLDER / "witness.schema.json").read_text("utf-8")))
    assert [entry["effect"] for entry in found["witness"]] == effects
    assert all((entry["reason"] is None) == entry["proved"] for entry in found["witness"])


def test_an_effect_without_rows_is_a_comment_with_the_reason(ondelete):
    effect = "recheck:public.issues.issues_milestone_fkey"
    (entry,) = ondelete("witness", "users", TRACKER, "--effect", effect, "--format", "json").json["witness"]
    assert not entry["proved"]
    assert entry["reason"] in entry["sql"]
    assert all(line.startswith("--") for line in entry["sql"].splitlines())


def test_a_table_that_nothing_references_has_a_script_without_statements(ondelete):
    reviews = ondelete("witness", "reviews", TRACKER)
    assert reviews.out.startswith("-- ")
    assert "BEGIN" not in reviews.out


def test_names_cannot_leave_their_place(ondelete):
    path = SAMPLES / "spreadsheet" / "schema.sql"
    out = ondelete("witness", '"Sheet 1"."Customer List (final)"', path).out
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", out)
    assert 'U&"two\\000alines"' in out
    assert "lines.two" not in [line.partition(" ")[0] for line in out.splitlines()]


def test_prove_marks_every_effect(ondelete):
    shown = ondelete("explain", "users", TRACKER, "--prove")
    assert "Proved: 13 of 14 effects" in shown.out
    assert "not proved recheck:public.issues.issues_milestone_fkey" in shown.out
    data = ondelete("explain", "users", TRACKER, "--prove", "--format", "json").json
    marks = [entry["proved"] for field in ("deleted", "updated", "errors") for entry in data[field]]
    assert (marks.count(True), marks.count(False)) == (13, 1)


def test_prove_is_not_asked_of_other_statements(ondelete):
    assert ondelete("explain", "users", TRACKER, "--prove", "--truncate").status == 2
