"""Callbacks that a cascade passes by, and those that a policy lists."""

from __future__ import annotations

from rule_runs import findings_of

RULE = "rails-callback"
SQL = """CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users ON DELETE {});
CREATE TABLE notes (id bigint PRIMARY KEY, post_id bigint REFERENCES posts ON DELETE CASCADE);"""
RUBY = """class User < ApplicationRecord
  has_many :posts{user}
end
class Post < ApplicationRecord
  belongs_to :user
  {post}
end
class Note < ApplicationRecord
end
"""
ONLY_SKIPPED = f'[rules]\n{RULE} = {{ severity = "warning", listed = "off" }}\n'


def found(key: str, post: str, user: str = "", config: str = ONLY_SKIPPED) -> list[str]:
    return [each.message for each in findings_of(SQL.format(key), RULE, config, RUBY.format(user=user, post=post))]


def test_a_cascade_passes_the_callbacks_by() -> None:
    (message,) = found("CASCADE", "before_destroy :check")
    assert message.startswith("Post: before_destroy check never runs if a row of users is deleted")


def test_dependent_destroy_runs_them_first() -> None:
    assert found("CASCADE", "before_destroy :check", ", dependent: :destroy") == []


def test_without_a_cascade_nothing_passes_them_by() -> None:
    assert found("SET NULL", "before_destroy :check") == []


def test_a_cascade_passes_the_options_of_the_rows_by_too() -> None:
    (message,) = found("CASCADE", "has_many :notes, dependent: :destroy")
    assert "dependent: :destroy of notes never runs" in message


def test_other_callbacks_are_listed_and_excepted_with_a_reason() -> None:
    everything = f'[rules]\n{RULE} = "warning"\n'
    assert found("SET NULL", "after_destroy :tell", config=everything) == [
        "Post has after_destroy tell, which delete, SQL and cascades pass by."
    ]
    allow = f'[rules.{RULE}]\nseverity = "warning"\nallow = [{{ callback = "Post.*.tell", reason = "mail" }}]\n'
    assert found("SET NULL", "after_destroy :tell", config=allow) == []
    assert found("SET NULL", "", config=allow) == ["allow: there is no callback Post.*.tell (mail); remove the entry."]
