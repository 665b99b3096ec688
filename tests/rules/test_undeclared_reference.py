"""What undeclared-reference finds: one finding for each table that columns reference without a key."""

from __future__ import annotations

from ondelete.findings import Severity
from rule_runs import by_default, findings_of, found, subjects

RULE = "undeclared-reference"
USERS = "CREATE TABLE users (id bigint PRIMARY KEY);"


def test_one_finding_speaks_of_all_columns() -> None:
    sql = USERS + "".join(f"CREATE TABLE t{number} (user_id bigint, owner_user_id bigint);" for number in range(5))
    (finding,) = found(sql, RULE)
    assert finding.message == (
        "users: 10 columns of 5 tables look like references and have no foreign key: t0.user_id, t1.user_id, "
        "t2.user_id and 7 more. A delete leaves their rows behind."
    )
    assert (finding.subject, finding.location.line) == ("public.users", 1)


def test_one_column_is_said_in_the_singular() -> None:
    (finding,) = found(f"{USERS} CREATE TABLE posts (user_id bigint);", RULE)
    assert finding.message == (
        "users: 1 column looks like a reference and has no foreign key: posts.user_id. A delete leaves its rows behind."
    )


def test_each_referenced_table_has_a_finding_of_its_own() -> None:
    sql = USERS + "CREATE TABLE tags (id int PRIMARY KEY); CREATE TABLE posts (user_id bigint, tag_id int);"
    assert subjects(found(sql, RULE)) == ["public.tags", "public.users"]


def test_nothing_is_said_of_a_schema_with_all_keys_nor_of_what_no_key_can_keep() -> None:
    sql = USERS + (
        "CREATE TABLE posts (user_id bigint REFERENCES users, subject_type text, subject_id bigint, user_ids bigint[]);"
    )
    assert found(sql, RULE) == []


def test_loose_keys_are_declared() -> None:
    loose = "[[loose.keys]]\ntable='posts'\ncolumn='user_id'\nreferences='users'\non-delete='async_delete'"
    assert found(f"{USERS} CREATE TABLE posts (user_id bigint);", RULE, more=loose) == []


def test_keys_that_delete_rows_on_both_sides_weigh_more() -> None:
    sql = (
        "CREATE TABLE teams (id int PRIMARY KEY);"
        "CREATE TABLE users (id bigint PRIMARY KEY, team_id int REFERENCES teams ON DELETE CASCADE);"
        "CREATE TABLE posts (user_id bigint, team_id int REFERENCES teams ON DELETE {});"
    )
    both, one = (by_default(sql.format(action), RULE) for action in ("CASCADE", "SET NULL"))
    assert [finding.severity for finding in both] == [Severity.WARNING]
    assert both[0].message.endswith("Foreign keys delete rows of users, and of posts.")
    assert [finding.severity for finding in one] == [Severity.INFO]


def test_what_the_team_says_is_checked() -> None:
    more = "[[references]]\ntable='posts'\ncolumns='gone'\nreferences='users'\n"
    sql = f"{USERS} CREATE TABLE posts (user_id bigint);"
    (stale, finding) = found(sql, RULE, more=more)
    assert stale.message == "The entry public.posts.gone of references is not needed: posts has no column gone."
    assert stale.location.line > 1
    assert finding.subject == "public.users"


def test_a_denied_column_is_none_and_an_idle_denial_is_stale() -> None:
    sql = f"{USERS} CREATE TABLE posts (user_id bigint);"
    (finding,) = findings_of(sql, RULE, 'not-references = ["posts.user_id", "*.gone_id"]\n')
    assert finding.message == (
        "The entry *.gone_id of not-references is not needed: no column that looks like a reference is meant by it."
    )


def test_a_table_can_be_left_out() -> None:
    sql = USERS + "CREATE TABLE posts (user_id bigint); CREATE TABLE imports (user_id bigint);"
    options = f"[[rules.{RULE}.per-table]]\ntables = 'imports'\nseverity = 'off'"
    (finding,) = found(sql, RULE, options)
    assert "imports" not in finding.message
