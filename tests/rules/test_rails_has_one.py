"""What models exclude and the schema lets happen: several rows of a has_one, a required belongs_to without a row."""

from __future__ import annotations

import pytest

from rule_runs import findings_of

RULE = "rails-has-one"
SQL = "CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE profiles ({});"
RUBY = "class User < ApplicationRecord\n  {}\nend\nclass Profile < ApplicationRecord\n  {}\nend\n"
PLAIN = "id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users"

CASES = [
    (PLAIN, "has_one :profile", "", ["unique"]),
    (PLAIN, "has_one :profile, -> { where(a: 1) }", "", []),
    (PLAIN + " UNIQUE", "has_one :profile", "", ["key"]),
    ("id bigint PRIMARY KEY, user_id bigint UNIQUE REFERENCES users", "has_one :profile", "", []),
    ("user_id bigint PRIMARY KEY REFERENCES users", "has_one :profile", "", []),
    (
        "id bigint PRIMARY KEY, user_id bigint REFERENCES users ON DELETE SET NULL",
        "has_many :profiles",
        "belongs_to :user",
        ["Profile.user"],
    ),
    (
        "id bigint PRIMARY KEY, user_id bigint REFERENCES users ON DELETE SET NULL",
        "has_many :profiles",
        "belongs_to :user, optional: true",
        [],
    ),
    (
        "id bigint PRIMARY KEY, user_id bigint REFERENCES users",
        "has_many :profiles, dependent: :nullify",
        "belongs_to :user",
        ["Profile.user"],
    ),
    (
        "id bigint PRIMARY KEY, user_id bigint REFERENCES users ON DELETE CASCADE",
        "has_many :profiles",
        "belongs_to :user",
        [],
    ),
]


@pytest.mark.parametrize(("table", "user", "profile", "expected"), CASES)
def test_a_case_is_reported_or_not(table: str, user: str, profile: str, expected: list[str]) -> None:
    found = findings_of(SQL.format(table), RULE, "", RUBY.format(user, profile))
    assert [each.subject.split()[-1] for each in found] == expected


def test_the_fix_is_a_unique_index() -> None:
    (finding,) = findings_of(SQL.format(PLAIN), RULE, "", RUBY.format("has_one :profile", ""))
    assert finding.fix is not None
    assert finding.fix.sql == (
        "CREATE UNIQUE INDEX CONCURRENTLY index_profiles_on_user_id_unique ON public.profiles (user_id);"
    )


def test_an_option_for_one_class_of_a_table_leaves_the_others_alone() -> None:
    sql = "CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE people (id bigint PRIMARY KEY, type text, user_id bigint REFERENCES users);"
    ruby = (
        "class User < ApplicationRecord\n  has_many :guests, dependent: :nullify\nend\n"
        "class Person < ApplicationRecord\nend\nclass Guest < Person\n  belongs_to :user, optional: true\nend\n"
        "class Guide < Person\n  belongs_to :user\nend\n"
    )
    assert findings_of(sql, RULE, "", ruby) == ()
