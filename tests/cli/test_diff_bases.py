"""``ondelete diff`` in repositories as people have them: other branches, other names, other states."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from git_itself import git

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Outcome

OLD = """\
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (user_id bigint REFERENCES users ON DELETE CASCADE);
"""
NEW = OLD.replace("CASCADE", "RESTRICT")
CAUSE = ["key:public.posts.posts_user_id_fkey"]


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message)


def put(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, "utf-8")


@pytest.fixture
def trunk(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose branch is called trunk."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(here.parent))
    git(here, "init", "-q", "-b", "trunk")
    put(here, "db/structure.sql", OLD)
    commit(here, "old")
    return here


def causes(outcome: Outcome) -> list[str]:
    assert outcome.status in (0, 1), outcome.err
    return [cause["id"] for cause in outcome.json["causes"]]


def test_a_default_branch_can_be_called_trunk(trunk: Path, ondelete: Callable[..., Outcome]) -> None:
    git(trunk, "checkout", "-q", "-b", "feature")
    put(trunk, "db/structure.sql", NEW)
    commit(trunk, "new")
    assert causes(ondelete("diff", "--format", "json")) == CAUSE


def test_one_of_another_name_has_to_be_named(trunk: Path, ondelete: Callable[..., Outcome]) -> None:
    git(trunk, "branch", "-m", "production")
    asked = ondelete("diff")
    assert (asked.status, "name the revision to compare with" in asked.err) == (2, True)
    put(trunk, "db/structure.sql", NEW)
    assert causes(ondelete("diff", "production", "--format", "json")) == CAUSE


@pytest.mark.parametrize("state", ["detached", "worktree"])
def test_a_head_without_a_branch_and_a_second_work_tree_are_as_good(
    state: str, trunk: Path, ondelete: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    git(trunk, "checkout", "-q", "-b", "feature")
    put(trunk, "db/structure.sql", NEW)
    commit(trunk, "new")
    if state == "detached":
        git(trunk, "checkout", "-q", "--detach", "feature")
    else:
        git(trunk, "checkout", "-q", "trunk")
        git(trunk, "worktree", "add", "-q", "second", "feature")
        monkeypatch.chdir(trunk / "second")
    assert causes(ondelete("diff", "--format", "json")) == CAUSE
    assert causes(ondelete("diff", "trunk..HEAD", "--format", "json")) == CAUSE


@pytest.mark.parametrize("arguments", [(), ("trunk",), ("trunk", "HEAD"), ("--each", "trunk", "db/structure.sql")])
def test_a_file_that_the_base_does_not_have_is_new_with_all_that_it_defines(
    arguments: tuple[str, ...], trunk: Path, ondelete: Callable[..., Outcome]
) -> None:
    git(trunk, "rm", "-q", "db/structure.sql")
    put(trunk, "README", "empty")
    commit(trunk, "gone")
    git(trunk, "checkout", "-q", "-b", "feature")
    put(trunk, "db/structure.sql", OLD)
    commit(trunk, "back again")
    change = ondelete("diff", *arguments, "--format", "json")
    found = change.json["schemas"][0] if "--each" in arguments else change.json
    assert found["tables"]["added"] == ["public.users", "public.posts"]
    assert found["outcomes"] == []
    assert ("has no db/structure.sql: all of it counts as new" in change.err) is ("--each" not in arguments)


def test_a_file_that_was_moved_between_two_usual_places_is_compared(
    trunk: Path, ondelete: Callable[..., Outcome]
) -> None:
    git(trunk, "checkout", "-q", "-b", "feature")
    git(trunk, "mv", "db/structure.sql", "structure.sql")
    put(trunk, "structure.sql", NEW)
    commit(trunk, "moved")
    change = ondelete("diff", "--format", "json")
    assert causes(change) == CAUSE
    assert "has no structure.sql: db/structure.sql is read instead" in change.err


def test_a_file_that_the_configuration_of_the_base_names_is_compared(
    trunk: Path, ondelete: Callable[..., Outcome]
) -> None:
    git(trunk, "mv", "db/structure.sql", "old.sql")
    put(trunk, "ondelete.toml", 'schema = "old.sql"\n')
    commit(trunk, "a name of our own")
    git(trunk, "checkout", "-q", "-b", "feature")
    git(trunk, "mv", "old.sql", "new.sql")
    put(trunk, "new.sql", NEW)
    put(trunk, "ondelete.toml", 'schema = "new.sql"\n')
    assert causes(ondelete("diff", "--format", "json")) == CAUSE


def test_a_wrong_name_of_a_file_is_no_new_schema(trunk: Path, ondelete: Callable[..., Outcome]) -> None:
    for words in (("trunk:db/strucutre.sql",), ("trunk:db/strucutre.sql", "db/structure.sql"), ("trnuk",)):
        assert ondelete("diff", *words).status == 2


def test_in_a_repository_without_a_commit_everything_is_new(
    here: Path, ondelete: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(here.parent))
    git(here, "init", "-q", "-b", "main")
    put(here, "db/structure.sql", OLD)
    change = ondelete("diff", "--each", "HEAD", "db/structure.sql", "--format", "json")
    assert change.status == 0, change.err
    assert change.json["schemas"][0]["tables"]["added"] == ["public.users", "public.posts"]
    assert ondelete("diff").status == 2
