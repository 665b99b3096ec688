"""Keys that a delete violates by itself, and the fix that lets them wait."""

from __future__ import annotations

import pytest

from rule_runs import assert_fixed, findings_of

RULE = "double-update-hazard"
USERS = "CREATE TABLE users (id int PRIMARY KEY);\n"
PROJECTS = "CREATE TABLE projects (id int PRIMARY KEY, owner_id int REFERENCES users ON DELETE CASCADE);\n"


def issues(project: str = "ON DELETE CASCADE", second: str = "ON DELETE SET NULL", table: str = "issues") -> str:
    return (
        f"{USERS}{PROJECTS}CREATE TABLE {table} (id int PRIMARY KEY, a int REFERENCES users ON DELETE SET NULL,\n"
        f"b int REFERENCES users {second}, project_id int CONSTRAINT g REFERENCES projects {project});"
    )


FIXED = [issues(), issues(table='"Iss""ues"'), issues(project="ON DELETE SET NULL")]


@pytest.mark.parametrize("sql", FIXED)
def test_deferring_the_key_leaves_nothing_to_find(sql: str) -> None:
    assert_fixed(sql, RULE)


def test_the_key_the_root_and_both_updates_are_named() -> None:
    (finding,) = findings_of(FIXED[0], RULE)
    assert finding.key == "public.issues.g"
    assert "A DELETE on users can fail on g" in finding.message
    assert "issues_a_fkey and issues_b_fkey" in finding.message
    assert "users → projects (owner_id)" in finding.message
    assert finding.fix is not None
    assert finding.fix.sql == "ALTER TABLE public.issues ALTER CONSTRAINT g DEFERRABLE INITIALLY DEFERRED;"


def test_the_nearest_root_is_named() -> None:
    tenants = "CREATE TABLE tenants (id int PRIMARY KEY);\n"
    users = "CREATE TABLE users (id int PRIMARY KEY, tenant int REFERENCES tenants ON DELETE CASCADE);\n"
    sql = FIXED[0].replace(USERS, tenants + users)
    (finding,) = findings_of(sql, RULE)
    assert "A DELETE on users can fail" in finding.message


@pytest.mark.parametrize(
    "sql",
    [
        issues(project="ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED"),
        issues(project="ON DELETE RESTRICT"),
        issues(second="ON DELETE CASCADE"),
        issues().replace("owner_id int REFERENCES users ON DELETE CASCADE", "owner_id int REFERENCES users"),
    ],
)
def test_without_two_updates_or_a_vanishing_row_there_is_no_hazard(sql: str) -> None:
    assert findings_of(sql, RULE) == ()
