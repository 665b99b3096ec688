"""Row estimates: rows that go and rows that are changed count, in ``explain`` and in ``reach``."""

from __future__ import annotations

import pytest

SCHEMA = """\
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users ON DELETE CASCADE);
CREATE TABLE events (id bigint PRIMARY KEY, user_id bigint REFERENCES users ON DELETE SET NULL);
"""


@pytest.fixture
def file(here):
    (here / "schema.sql").write_text(SCHEMA, "utf-8")
    (here / "ondelete.toml").write_text("[sizes.rows]\nusers = 10\nposts = 50\nevents = 3000\n", "utf-8")
    return "schema.sql"


def test_explain_says_how_many_rows_are_changed(file, ondelete):
    text = " ".join(ondelete("explain", "users", file).out.split())
    assert "about 5 rows go with one row on average, 5 of them from posts." in text
    assert "about 300 rows stay and are changed with it on average, 300 of them from events." in text
    (updated,) = ondelete("explain", "users", file, "--format", "json").json["updated"]
    assert updated["expected_rows"] == 300


def test_reach_adds_both(file, ondelete):
    rows = {entry["table"]: entry["rows"] for entry in ondelete("reach", file, "--format", "json").json["tables"]}
    assert rows == {"public.users": 305, "public.posts": 0, "public.events": 0}
    assert "rows: deleted or changed" in " ".join(ondelete("reach", file).out.split())


def test_without_estimates_nothing_is_said(file, ondelete, here):
    (here / "ondelete.toml").unlink()
    assert "rows:" not in ondelete("reach", file).out
    assert {entry["rows"] for entry in ondelete("reach", file, "--format", "json").json["tables"]} == {None}
