"""Options that a policy forbids, the exceptions with their reasons, and those that are stale."""

from __future__ import annotations

import pytest

from ondelete.errors import BadConfig
from rule_runs import findings_of

RULE = "rails-dependent-allowed"
SQL = "CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint);"
USER = "class User < ApplicationRecord\n  has_many :posts, dependent: :{}\nend\nclass Post < ApplicationRecord\nend\n"
HEAD = f'[rules.{RULE}]\nseverity = "warning"\n'


@pytest.mark.parametrize(("option", "number"), [("destroy", 1), ("nullify", 1), ("restrict_with_error", 0)])
def test_what_is_not_allowed_is_reported(option: str, number: int) -> None:
    assert len(findings_of(SQL, RULE, "", USER.format(option))) == number


def test_an_exception_has_a_reason_and_a_stale_one_is_reported() -> None:
    entry = 'allow = [{ association = "User.*", dependent = "destroy", reason = "files" }]\n'
    assert findings_of(SQL, RULE, HEAD + entry, USER.format("destroy")) == ()
    (stale,) = findings_of(SQL, RULE, HEAD + entry, USER.format("restrict_with_error"))
    assert stale.message == "allow: no association needs User.* with destroy (files); remove the entry."
    with pytest.raises(BadConfig, match="reason"):
        findings_of(SQL, RULE, HEAD + entry.replace("files", " "), USER.format("destroy"))


def test_macros_of_gems_are_not_the_models_own_options() -> None:
    ruby = "class User < ApplicationRecord\n  has_one_attached :photo\nend\n"
    assert findings_of(SQL, RULE, "", ruby) == ()
