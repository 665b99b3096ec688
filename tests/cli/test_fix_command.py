"""``ondelete fix`` on files."""

from __future__ import annotations

import pytest

SCHEMA = """\
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint NOT NULL REFERENCES users ON DELETE CASCADE);
CREATE TABLE notes (id bigint PRIMARY KEY, author_id bigint NOT NULL REFERENCES users ON DELETE SET NULL);
"""


def test_what_it_prints_makes_the_audit_clean(ondelete, here):
    (here / "schema.sql").write_text(SCHEMA)
    assert ondelete("audit").status == 1
    done = ondelete("fix")
    assert (done.status, done.err) == (0, "")
    (here / "fixed.sql").write_text(SCHEMA + done.out)
    assert ondelete("audit", "fixed.sql").status == 0


def test_it_says_why_it_is_not_run_in_a_transaction(ondelete, here):
    (here / "schema.sql").write_text(SCHEMA)
    assert "transaction, because CONCURRENTLY does not work in one." in " ".join(
        ondelete("fix").out.replace("--", "").split()
    )
    without_indexes = " ".join(ondelete("fix", "--rule", "set-null-impossible").out.replace("--", "").split())
    assert "transaction, so that each statement releases its locks." in without_indexes


def test_one_rule_alone(ondelete, here):
    (here / "schema.sql").write_text(SCHEMA)
    done = ondelete("fix", "--rule", "set-null-impossible")
    assert "DROP NOT NULL" in done.out
    assert "CONCURRENTLY notes" not in done.out
    assert ondelete("fix", "--rule", "nope").status == 2


def test_what_the_baseline_knows_is_left_alone(ondelete, here):
    (here / "schema.sql").write_text(SCHEMA)
    ondelete("audit", "--write-baseline")
    assert "Nothing to run" in ondelete("fix", "--baseline", "ondelete-baseline.json").out
    (here / "ondelete.toml").write_text('baseline = "ondelete-baseline.json"\n')
    assert "Nothing to run" in ondelete("fix").out
    assert "3 fixes for 3 findings" in ondelete("fix", "--no-baseline").out
    assert ondelete("fix", "--no-baseline", "--baseline", "ondelete-baseline.json").status == 2


@pytest.mark.parametrize(
    ("least", "rules"),
    [
        ("error", ["set-null-impossible"]),
        ("warning", ["fk-indexed", "set-null-impossible"]),
        ("info", ["fk-indexed", "set-null-impossible", "on-delete-explicit"]),
    ],
)
def test_only_what_is_severe_enough_is_fixed(ondelete, here, least, rules):
    (here / "schema.sql").write_text(SCHEMA + "CREATE TABLE logs (id bigint PRIMARY KEY REFERENCES users);")
    fixes = ondelete("fix", "--min-severity", least, "--format", "json").json["fixes"]
    assert list(dict.fromkeys(fix["findings"][0]["rule"] for fix in fixes)) == rules


def test_json_holds_sql_and_migration_of_each_fix(ondelete, here):
    (here / "schema.sql").write_text(SCHEMA)
    fixes = ondelete("fix", "--format", "json").json["fixes"]
    assert [fix["findings"][0]["rule"] for fix in fixes] == ["fk-indexed", "fk-indexed", "set-null-impossible"]
    assert all(fix["sql"] and fix["rails"] for fix in fixes)


REFERENCES = """
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint, owner_user_id bigint NOT NULL, writer bigint);
CREATE TABLE notes (user_id bigint REFERENCES users, subject_type text, subject_id bigint);
"""


def test_one_reference_is_declared_as_the_policy_prefers(ondelete, here):
    (here / "schema.sql").write_text(REFERENCES)
    actions = {
        "default": "ON DELETE SET NULL NOT VALID",
        "gitlab": "ON DELETE CASCADE",
        "restrict-explicit": "RESTRICT",
    }
    for policy, action in actions.items():
        done = ondelete("fix", "--reference", "posts.user_id", "--policy", policy)
        assert action in done.out
        assert "posts_user_id_fkey" in done.out
        assert "owner_user_id" not in done.out
    assert "ON DELETE RESTRICT" in ondelete("fix", "--reference", "public.posts.owner_user_id").out


def test_what_deletes_is_a_comment_and_nothing_is_cleaned_up_that_the_action_does_not_say(ondelete, here):
    (here / "schema.sql").write_text(REFERENCES)

    def lines(action):
        return ondelete("fix", "--reference", "posts.user_id", "--on-delete", action).out.splitlines()

    for action, written in {"cascade": "DELETE FROM", "set null": "UPDATE"}.items():
        assert [line[:3] for line in lines(action) if written in line] == ["-- "]
    assert not [line for line in lines("restrict") + lines("set null") if "DELETE FROM" in line]
    assert not [line for line in lines("cascade") if "UPDATE" in line]
    assert not [line for line in lines("restrict") if "UPDATE" in line and not line.startswith("-- ")]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["posts.owner_user_id", "--on-delete", "set null"], "SET NULL would always fail"),
        (["notes.user_id"], "it has a foreign key already, notes_user_id_fkey"),
        (["notes.subject_id"], "nothing says which row it means"),
        (["posts.writer"], "declare it in [[references]]"),
        (["posts.gone"], "posts has no such column"),
        (["gone.user_id"], "no such table"),
        (["user_id"], "name a column with its table"),
        (["posts.user_id", "--rule", "fk-indexed"], "--reference is about one column"),
    ],
)
def test_a_reference_that_cannot_be_declared_says_why(ondelete, here, words, message):
    (here / "schema.sql").write_text(REFERENCES)
    done = ondelete("fix", "--reference", *words)
    assert done.status == 2
    assert message in done.err
    assert ondelete("fix", "--on-delete", "cascade").status == 2


def test_guesses_are_listed_and_declared_only_if_their_rule_is_asked_for(ondelete, here):
    (here / "schema.sql").write_text(REFERENCES)
    plain = ondelete("fix").out
    assert "Somebody has to decide first; --rule undeclared-reference prints the fixes to" in plain
    assert "posts_user_id_fkey" not in plain
    asked = ondelete("fix", "--rule", "undeclared-reference").out
    assert "posts_user_id_fkey" in asked
    assert "posts_owner_user_id_fkey" not in asked  # its name leaves doubt
