"""Witnesses as a script, and what no DELETE does."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.deletion.witness.goal import effects_of
from ondelete.deletion.witness.search import find_witness
from ondelete.errors import OndeleteError
from ondelete.reports.witness import refuse_unknown, report_witnesses, script
from ondelete.schema import Schema
from reports.reporting import USERS, child


def test_a_script_says_what_it_proves_and_runs() -> None:
    schema = Schema(catalog_of(USERS + child("posts", "CASCADE")))
    prediction = schema.predict_delete("users")
    found = [find_witness(schema.catalog, prediction, effect.id) for effect in effects_of(prediction)]
    text = script(report_witnesses(prediction, found, schema.catalog))
    assert text.startswith("-- ")
    assert "INSERT INTO public.posts" in text
    assert "DELETE FROM public.users WHERE id = 1" in text


def test_an_effect_that_is_not_there_is_refused_with_those_that_are_close() -> None:
    refuse_unknown("deleted:public.posts", ["deleted:public.posts"])
    with pytest.raises(OndeleteError, match=r"Did you mean deleted:public\.posts\?"):
        refuse_unknown("deleted:public.post", ["deleted:public.posts", "x"])
