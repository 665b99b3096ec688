"""``--with``: an answer for a schema that nobody has written yet, headed as such."""

from __future__ import annotations

import pytest

SCHEMA = """\
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint NOT NULL, topic_id bigint);
CREATE TABLE likes (post_id bigint NOT NULL);
ALTER TABLE posts ADD CONSTRAINT fk_author FOREIGN KEY (user_id) REFERENCES users ON DELETE RESTRICT;
ALTER TABLE likes ADD CONSTRAINT fk_liked FOREIGN KEY (post_id) REFERENCES posts ON DELETE CASCADE;
"""
HEADING = "with fk_author = CASCADE, which nobody has written yet"
COMMANDS = (
    ("explain", "users"),
    ("explain", "users", "--truncate"),
    ("explain", "users", "--invert"),
    ("why", "users", "likes"),
    ("reach",),
    ("indexes",),
    ("audit", "--fail-on", "never"),
    ("witness", "users"),
)


@pytest.fixture
def file(here):
    (here / "schema.sql").write_text(SCHEMA, "utf-8")
    return "schema.sql"


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_text_and_json_say_that_it_is_supposed(command, file, ondelete):
    text = ondelete(*command, file, "--with", "fk_author=cascade")
    assert HEADING in " ".join(text.out.split())
    data = ondelete(*command, file, "--with", "fk_author=cascade", "--format", "json").json
    assert data["with"] == [
        {
            "key": "public.posts.fk_author",
            "table": "public.posts",
            "columns": ["user_id"],
            "referenced_table": "public.users",
            "before": "restrict",
            "after": "cascade",
        }
    ]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_an_answer_for_the_schema_as_it_is_has_no_such_field(command, file, ondelete):
    assert "with" not in ondelete(*command, file, "--format", "json").json


def test_the_answer_is_another_one(file, ondelete):
    assert "BLOCKED" in ondelete("explain", "users", file).out
    supposed = ondelete("explain", "users", file, "--with", "fk_author=cascade", "--format", "json").json
    assert supposed["verdict"] == "clear"
    assert [entry["table"] for entry in supposed["deleted"]] == ["public.posts", "public.likes"]


def test_a_new_key_and_one_that_is_gone(file, ondelete):
    asked = ("--with", "fk_*=none", "--with", "new:likes.post_id→users=cascade", "--format", "json")
    found = ondelete("explain", "users", file, *asked).json
    assert [entry["table"] for entry in found["deleted"]] == ["public.likes"]
    assert [entry["before"] for entry in found["with"]] == ["restrict", "cascade", None]


def test_a_picture_says_it_in_its_title(file, ondelete):
    out = ondelete("diagram", "--table", "users", file, "--with", "fk_author=cascade", "--format", "dot").out
    assert HEADING in out


def test_many_changes_are_counted_in_the_heading(file, ondelete, here):
    more = "".join(
        f"ALTER TABLE likes ADD CONSTRAINT fk_{n} FOREIGN KEY (post_id) REFERENCES posts;\n" for n in range(5)
    )
    (here / "schema.sql").write_text(SCHEMA + more, "utf-8")
    out = " ".join(ondelete("reach", file, "--with", "fk_*=restrict").out.split())
    assert "with fk_author = RESTRICT, fk_liked = RESTRICT, fk_0 = RESTRICT and 4 more, which nobody" in out


def test_each_schema_has_its_heading(file, ondelete):
    out = ondelete("reach", "--each", file, "--with", "fk_author=cascade", "--format", "json").json
    assert out["schemas"][0]["with"][0]["after"] == "cascade"


def test_a_witness_prepares_the_scratch_database(file, ondelete):
    out = ondelete("witness", "users", file, "--with", "fk_author=cascade").out
    assert (
        "ALTER TABLE public.posts DROP CONSTRAINT fk_author, ADD CONSTRAINT fk_author FOREIGN KEY (user_id) "
        "REFERENCES public.users (id) ON DELETE CASCADE;" in out
    )


def test_a_baseline_is_of_the_schema_as_it_is(file, ondelete):
    found = ondelete("audit", file, "--write-baseline", "--with", "fk_author=cascade")
    assert found.status == 2
    assert "without --with" in found.err


def test_an_unknown_key_is_refused(file, ondelete):
    found = ondelete("explain", "users", file, "--with", "fk_auther=cascade")
    assert found.status == 2
    assert "Did you mean public.posts.fk_author?" in found.err
