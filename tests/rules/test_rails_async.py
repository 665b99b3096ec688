"""Jobs without a guard, without an index, and beside a loose key."""

from __future__ import annotations

from rule_runs import findings_of

RULE = "rails-async"
SQL = "CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE events (id bigint PRIMARY KEY, user_id bigint {});{}"
RUBY = "class User < ApplicationRecord\n  has_many :events, dependent: :{}\nend\n"
INDEX = "CREATE INDEX events_user_id ON events (user_id);"
LOOSE = '[[loose.keys]]\ntable = "events"\ncolumn = "user_id"\nreferences = "users"\non-delete = "async_delete"\n'


def found(key: str, index: str, option: str = "destroy_async", config: str = "") -> list[str]:
    head = f'[rules]\n{RULE} = "warning"\n'
    return sorted(
        each.subject.split()[-1]
        for each in findings_of(SQL.format(key, index), RULE, head + config, RUBY.format(option))
    )


def test_without_a_key_the_rows_are_orphans_until_the_job() -> None:
    assert found("", INDEX) == ["undeclared"]
    assert found("REFERENCES users ON DELETE SET NULL", INDEX) == []


def test_without_an_index_each_delete_reads_the_table() -> None:
    assert found("REFERENCES users ON DELETE SET NULL", "") == ["unindexed"]
    assert found("", "") == ["undeclared", "unindexed"]


def test_a_loose_key_declares_the_reference_and_needs_no_option() -> None:
    assert found("", INDEX, config=LOOSE) == ["twice"]
    assert found("", INDEX, "nullify", LOOSE) == ["twice"]


def test_other_options_are_not_about_jobs() -> None:
    assert found("", "", "destroy") == []
