"""Associations without keys, keys without associations, groups, and what does not resolve."""

from __future__ import annotations

from rule_runs import findings_of

RULE = "rails-key"
SQL = "CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint {});"
RUBY = "class User < ApplicationRecord\n  {}\nend\nclass Post < ApplicationRecord\n  {}\nend\n"


def found(key: str, user: str, post: str, config: str = "") -> list[str]:
    head = f'[rules]\n{RULE} = "warning"\n'
    return [each.message for each in findings_of(SQL.format(key), RULE, head + config, RUBY.format(user, post))]


def test_an_association_without_a_key_is_reported_once_at_the_belongs_to() -> None:
    assert found("", "has_many :posts", "belongs_to :user") == [
        "Post.user: posts.user_id references users without a foreign key."
    ]
    assert found("", "has_many :posts", "") == ["User.posts: posts.user_id references users without a foreign key."]
    assert found("REFERENCES users", "has_many :posts", "belongs_to :user") == []


def test_a_key_without_an_association_names_both_models() -> None:
    assert found("REFERENCES users", "", "") == [
        "posts.user_id references users (NO ACTION), but neither Post nor User has an association for it."
    ]


def test_dependent_across_groups_is_reported() -> None:
    groups = '[groups]\nmain = ["users"]\nci = ["posts"]\n'
    (message,) = found("REFERENCES users", "has_many :posts, dependent: :destroy", "", groups)
    assert message.startswith("User.posts: dependent: :destroy reaches from group main into group ci")


def test_what_does_not_resolve_is_reported_with_the_reason() -> None:
    assert found("REFERENCES users", "has_many :gone", "belongs_to :user") == [
        "User.gone does not resolve: no file of the models defines Gone, and no table is called so."
    ]
