"""Which associations without ``dependent:`` stop destroy, and which twins are no finding."""

from __future__ import annotations

import pytest

from rule_runs import findings_of

RULE = "rails-missing-dependent"
SQL = "CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint {});"
USER = "class User < ApplicationRecord\n  {}\nend\nclass Post < ApplicationRecord\n  belongs_to :user\nend\n"

CASES = [
    ("has_many :posts", "REFERENCES users", 1),
    ("has_one :post", "REFERENCES users ON DELETE RESTRICT", 1),
    ("has_many :posts, dependent: :restrict_with_error", "REFERENCES users", 0),
    ("has_many :posts, dependent: :restrict_with_exception", "REFERENCES users", 0),
    ("has_many :posts", "REFERENCES users ON DELETE CASCADE", 0),
    ("has_many :posts", "REFERENCES users ON DELETE SET NULL", 0),
    ("has_many :posts", "", 0),
    ("has_many :posts\n  has_many :all_posts, class_name: 'Post', dependent: :destroy", "REFERENCES users", 0),
    (
        "has_many :posts\n  has_many :some, -> { where(a: 1) }, class_name: 'Post', dependent: :destroy",
        "REFERENCES users",
        1,
    ),
    ("acts_as_paranoid\n  has_many :posts", "REFERENCES users", 0),
]


@pytest.mark.parametrize(("body", "key", "number"), CASES)
def test_an_association_is_reported_if_destroy_would_raise(body: str, key: str, number: int) -> None:
    assert len(findings_of(SQL.format(key), RULE, "", USER.format(body))) == number


def test_the_fix_lets_the_key_cascade_and_the_message_names_the_option() -> None:
    (finding,) = findings_of(SQL.format("REFERENCES users"), RULE, "", USER.format("has_many :posts"))
    assert finding.fix is not None
    assert "ON DELETE CASCADE" in (finding.fix.sql or "")
    assert "write dependent: :restrict_with_error or :destroy" in finding.message
