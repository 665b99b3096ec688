"""An answer about a file of which something was not understood says so itself, in every format, also with --quiet."""

from __future__ import annotations

import json

import pytest

SCHEMA = """CREATE TABLE users (id int PRIMARY KEY);
BEGIN;
CREATE TABLE posts (id int PRIMARY KEY, user_id int REFERENCES users ON DELETE CASCADE);
{}
COMMIT;
CREATE TABLE tags (id int PRIMARY KEY);
"""
ERRORS = {
    "a word that is none": "CREAT TABLE x ();",
    "a table that is not there": "DROP TABLE missing;",
    "a table that is there": "CREATE TABLE users (id int);",
    "a harmless word with wrong grammar": "GRANT nothing at all;",
    "a table of another kind": "ALTER SEQUENCE users OWNER TO postgres;",
    "a schema that is there": "CREATE SCHEMA public;",
}
ANSWERS = ("explain users", "explain users --truncate", "explain users --invert", "why users posts", "reach")
ANSWERS += ("indexes", "cycles", "order", "remains users")
MARK = "INCOMPLETE: 1 statement was not understood; this leaves out what it does"


@pytest.fixture(params=ERRORS.values(), ids=ERRORS)
def schema(request, tmp_path):
    path = tmp_path / "schema.sql"
    path.write_text(SCHEMA.format(request.param))
    return path


@pytest.mark.parametrize("command", ANSWERS)
def test_an_error_in_a_transaction_marks_every_answer(command, schema, ondelete):
    words = [*command.split(), schema, "--quiet"]
    for form in ("text", "markdown"):
        out = " ".join(ondelete(*words, "--format", form).out.split())
        assert MARK in out
        assert "it undoes the transaction that begins in line 2, which counts here" in out
    [entry] = json.loads(ondelete(*words, "--format", "json").out)["skipped"]
    assert entry["line"] == 4


def test_what_the_transaction_makes_counts(schema, ondelete):
    answer = json.loads(ondelete("explain", "users", schema, "--format", "json").out)
    assert [each["table"] for each in answer["deleted"]] == ["public.posts"]


@pytest.mark.parametrize("form", ["text", "json", "markdown", "csv", "github", "gitlab", "junit", "sarif"])
def test_every_format_of_an_audit_marks_it(form, schema, ondelete):
    out = ondelete("audit", schema, "--quiet", "--format", form).out
    assert "unread-statement" in out
    assert "it undoes the transaction that begins in line 2" in " ".join(out.split())


def test_a_page_marks_it(schema, tmp_path, ondelete):
    ondelete("report", schema, "--quiet", "-o", tmp_path / "page.html")
    assert "it undoes the transaction that begins in line 2" in (tmp_path / "page.html").read_text("utf-8")


@pytest.mark.parametrize("leader", ["-- ", "# "])
@pytest.mark.parametrize("command", ["fix", "witness users"])
def test_a_script_has_the_mark_as_a_comment(command, leader, schema, ondelete):
    rails = ["--rails"] if leader == "# " else []
    if rails and command != "fix":
        return
    lines = ondelete(*command.split(), *rails, schema, "--quiet").out.splitlines()
    marked = next(number for number, each in enumerate(lines) if "INCOMPLETE" in each)
    after = " ".join(each.removeprefix(leader) for each in lines[marked : marked + 8])
    assert all(each.startswith(leader) for each in lines[marked : marked + 2])
    assert MARK in after
    assert "it undoes the transaction that begins in line 2" in " ".join(after.split())


PICTURES = [
    "",
    "--table users",
    "--table users --invert",
    "--table users --path-to posts",
    "--around users",
    "--cycles",
]


@pytest.mark.parametrize("asked", PICTURES)
@pytest.mark.parametrize("form", ["dot", "mmd", "md", "svg"])
def test_a_picture_has_the_mark(asked, form, schema, ondelete):
    if form == "svg" and asked:
        return
    assert MARK.split(";")[0] in ondelete("diagram", *asked.split(), schema, "--quiet", "--format", form).out


def test_the_picture_of_a_change_has_the_mark(schema, tmp_path, ondelete):
    after = tmp_path / "after.sql"
    after.write_text(schema.read_text().replace(" ON DELETE CASCADE", ""))
    for name in ("change.dot", "change.mmd"):
        ondelete("diff", schema, after, "--quiet", "--picture", tmp_path / name)
        assert "INCOMPLETE: 2 statements were not understood" in (tmp_path / name).read_text("utf-8")


def test_a_whole_answer_has_no_mark(tmp_path, ondelete):
    path = tmp_path / "schema.sql"
    path.write_text(SCHEMA.format(""))
    for command in (*ANSWERS, "fix", "witness users", "diagram", "diagram --format md"):
        assert "INCOMPLETE" not in ondelete(*command.split(), path).out


def test_many_statements_are_counted(tmp_path, ondelete):
    path = tmp_path / "schema.sql"
    path.write_text(SCHEMA.format("DROP TABLE missing;\n" * 5))
    out = ondelete("explain", "users", path).out
    assert "INCOMPLETE: 5 statements were not understood; this leaves out what they do" in " ".join(out.split())
    assert "… 2 more; 'skipped' of --format json lists them all" in out
