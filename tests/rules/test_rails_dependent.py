"""Each cell of the matrix as a finding: which grade it has, what it says, and the fix on either side."""

from __future__ import annotations

import pytest

from rule_runs import findings_of

RULE = "rails-dependent"
GRADES = ("contradictory", "broken", "dead", "redundant", "partial", "ignored", "large")
USER = "class User < ApplicationRecord\n  {}\nend\nclass Post < ApplicationRecord\n  belongs_to :user\nend\n"
SQL = "CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint {});"


def graded(sql: str, ruby: str, more: str = "") -> list[str]:
    """Return the grades of the findings: each is switched on alone."""
    found = []
    for grade in GRADES:
        others = ", ".join(f'{other} = "off"' for other in GRADES if other != grade)
        config = f'[rules]\n{RULE} = {{ severity = "warning", {others} }}\n{more}'
        found += [grade for _ in findings_of(sql, RULE, config, ruby)]
    return found


def of_cell(dependent: str, key: str, macro: str = "has_many :posts") -> list[str]:
    return graded(SQL.format(key), USER.format(f"{macro}, dependent: :{dependent}"))


NO_ACTION = (
    "REFERENCES users",
    "REFERENCES users ON DELETE RESTRICT",
    "REFERENCES users DEFERRABLE INITIALLY DEFERRED",
)
CASCADE = ("REFERENCES users ON DELETE CASCADE", "REFERENCES users ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED")
SET_NULL = ("REFERENCES users ON DELETE SET NULL",)
SET_DEFAULT = ("DEFAULT 1 REFERENCES users ON DELETE SET DEFAULT",)
FAILING = ("NOT NULL REFERENCES users ON DELETE SET NULL",)
CELLS = [
    ("destroy", ("", *NO_ACTION), []),
    ("destroy", CASCADE, ["redundant"]),
    ("destroy", (*SET_NULL, *SET_DEFAULT, *FAILING), ["contradictory"]),
    ("delete_all", ("", *NO_ACTION), []),
    ("delete_all", CASCADE, ["redundant"]),
    ("delete_all", (*SET_NULL, *SET_DEFAULT), ["contradictory"]),
    ("nullify", ("", *NO_ACTION), []),
    ("nullify", (*CASCADE, *SET_DEFAULT), ["contradictory"]),
    ("nullify", SET_NULL, ["redundant"]),
    ("nullify", ("NOT NULL", *(f"NOT NULL {key}" for key in (*NO_ACTION, *CASCADE, *SET_NULL))), ["broken"]),
    ("destroy_async", ("", *SET_NULL, *SET_DEFAULT), []),
    ("destroy_async", (*NO_ACTION, *FAILING), ["broken"]),
    ("destroy_async", CASCADE, ["dead"]),
    ("restrict_with_exception", ("", *NO_ACTION), []),
    ("restrict_with_exception", (*CASCADE, *SET_NULL, *SET_DEFAULT), ["contradictory"]),
    ("restrict_with_error", ("", *NO_ACTION), []),
    ("restrict_with_error", (*CASCADE, *SET_NULL, *SET_DEFAULT), ["contradictory"]),
]


@pytest.mark.parametrize(
    ("dependent", "key", "expected"), [(option, key, grades) for option, keys, grades in CELLS for key in keys]
)
def test_a_cell_has_its_grade(dependent: str, key: str, expected: list[str]) -> None:
    assert of_cell(dependent, key) == expected
    spelled = "delete" if dependent == "delete_all" else dependent
    assert of_cell(spelled, key, "has_one :post") == expected


def test_a_finding_names_the_model_and_the_key_and_repairs_either() -> None:
    (finding,) = findings_of(
        SQL.format("REFERENCES users ON DELETE CASCADE"), RULE, "", USER.format("has_many :posts, dependent: :nullify")
    )
    assert finding.location.path.endswith("app/models/all.rb")
    assert (finding.location.line, finding.key) == (2, "public.posts.posts_user_id_fkey")
    assert [place.line for place in finding.related] == [2]
    assert finding.message == (
        "User.posts: destroy sets NULL, but delete and SQL delete them (ON DELETE CASCADE). In the model, remove the "
        "option, or write dependent: :destroy if callbacks must run."
    )
    assert finding.fix is not None
    assert "ON DELETE SET NULL" in (finding.fix.sql or "")


MORE = [
    ("has_many :posts, -> { where(draft: true) }, dependent: :destroy", NO_ACTION[0], ["partial"]),
    ("has_many :posts, -> { order(:id) }, dependent: :destroy", NO_ACTION[0], []),
    ("has_many :posts\n  has_many :notes, through: :posts, dependent: :destroy", "", ["ignored"]),
    ("has_many :posts\n  has_one :note, through: :posts, dependent: :destroy", "", ["ignored"]),
    ("has_many :posts, dependent: :cascade", "", ["broken"]),
    ("acts_as_paranoid\n  has_many :posts, dependent: :destroy_async", CASCADE[0], []),
]


@pytest.mark.parametrize(("body", "key", "expected"), MORE)
def test_what_the_matrix_does_not_say(body: str, key: str, expected: list[str]) -> None:
    assert graded(SQL.format(key), USER.format(body)) == expected


@pytest.mark.parametrize(
    ("key", "expected"), [(NO_ACTION[0], ["broken"]), (CASCADE[0], ["contradictory", "redundant"])]
)
def test_rows_that_are_deleted_softly_still_meet_the_key(key: str, expected: list[str]) -> None:
    ruby = USER.format("has_many :posts, dependent: :destroy").replace("belongs_to", "acts_as_paranoid\n  belongs_to")
    assert graded(SQL.format(key), ruby) == expected


def test_delete_all_is_stopped_by_the_rows_below() -> None:
    sql = SQL.format("REFERENCES users") + "CREATE TABLE notes (post_id bigint REFERENCES posts);"
    assert graded(sql, USER.format("has_many :posts, dependent: :delete_all")) == ["partial"]
    assert graded(sql, USER.format("has_many :posts, dependent: :destroy")) == []


def test_a_large_table_is_not_deleted_in_one_transaction() -> None:
    ruby = USER.format("has_many :posts, dependent: :destroy")
    assert graded(SQL.format("REFERENCES users"), ruby, '[sizes]\nlarge = ["posts"]\n') == ["large"]
