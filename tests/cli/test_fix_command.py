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
