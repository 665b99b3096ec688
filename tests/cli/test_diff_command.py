"""``ondelete diff``: which two schemas are meant, what fails, what is let pass, and what every format says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from git_itself import git
from test_json_contract import schema_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Outcome

OLD = """\
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users ON DELETE SET NULL);
CREATE INDEX posts_user_id ON posts (user_id);
"""
NEW = """\
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users ON DELETE CASCADE);
CREATE INDEX posts_user_id ON posts (user_id);
CREATE TABLE bills (id bigint PRIMARY KEY, user_id bigint CONSTRAINT bills_user REFERENCES users);
CREATE INDEX bills_user_id ON bills (user_id);
"""
ACCEPT = """\
[[accept]]
cause = "key:public.bills.bills_user"
class = "newly-blocked"
reason = "bills are kept for ten years"
"""


@pytest.fixture
def repository(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A branch ``feature`` one commit after ``main``, with the change in the default file."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(here.parent))
    git(here, "init", "-q", "-b", "main")
    (here / "db").mkdir()
    (here / "db" / "structure.sql").write_text(OLD, "utf-8")
    _commit(here, "old")
    git(here, "checkout", "-q", "-b", "feature")
    (here / "db" / "structure.sql").write_text(NEW, "utf-8")
    _commit(here, "new")
    return here


def _commit(folder: Path, message: str) -> None:
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", message)


@pytest.fixture
def files(here: Path) -> tuple[str, str]:
    (here / "old.sql").write_text(OLD, "utf-8")
    (here / "new.sql").write_text(NEW, "utf-8")
    return "old.sql", "new.sql"


def causes(outcome: Outcome) -> list[str]:
    return [cause["id"] for cause in outcome.json["causes"]]


BOTH = ["key:public.bills.bills_user", "key:public.posts.posts_user_id_fkey"]


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("main",),
        ("main..",),
        ("main..feature",),
        ("main...feature",),
        ("main", "feature"),
        ("main:db/structure.sql",),
        ("main:./db/structure.sql", "db/structure.sql"),
        ("HEAD~1", "HEAD"),
    ],
    ids=" ".join,
)
def test_the_two_schemas_can_be_named_in_many_ways(
    arguments: tuple[str, ...], repository: Path, ondelete: Callable[..., Outcome]
) -> None:
    found = ondelete("diff", *arguments, "--format", "json")
    assert causes(found) == BOTH
    assert found.status == 1


def test_a_file_of_a_revision_is_compared_with_the_one_that_is_here_from_any_folder(
    repository: Path, ondelete: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository / "db")
    assert causes(ondelete("diff", "main:db/structure.sql", "--format", "json")) == BOTH
    assert causes(ondelete("diff", "main:./structure.sql", "--format", "json")) == BOTH


def test_without_a_base_the_change_is_what_this_branch_and_the_working_tree_have_done(
    repository: Path, ondelete: Callable[..., Outcome]
) -> None:
    git(repository, "checkout", "-q", "main", "--", "db/structure.sql")
    (repository / "db" / "structure.sql").write_text(OLD.replace("SET NULL", "RESTRICT"), "utf-8")
    assert causes(ondelete("diff", "--format", "json")) == BOTH[1:]


def test_migrations_come_after_the_base(files: tuple[str, str], here: Path, ondelete: Callable[..., Outcome]) -> None:
    (here / "1.sql").write_text("ALTER TABLE posts DROP CONSTRAINT posts_user_id_fkey;", "utf-8")
    (here / "2.sql").write_text("ALTER TABLE posts ADD CONSTRAINT x FOREIGN KEY (user_id) REFERENCES users;", "utf-8")
    found = ondelete("diff", "old.sql", "--migration", "1.sql", "--migration", "2.sql", "--format", "json")
    assert found.json["keys"]["added"] == ["public.posts.x"]
    assert found.json["outcomes"] == [{"table": "public.users", "before": "clear", "after": "must block"}]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("a", "b", "c"), "BASE and HEAD are two"),
        (("nothing",), "git knows no revision nothing"),
        (("main", "nothing"), "git knows no revision nothing"),
        (("db/structure.sql",), "is the schema itself"),
        (("main", "--fail-on", "everything"), "'everything' is none of newly-blocked, unblocked"),
        (("main", "--policy", "nobody"), "nobody"),
    ],
)
def test_what_cannot_be_compared_is_said(
    arguments: tuple[str, ...], message: str, repository: Path, ondelete: Callable[..., Outcome]
) -> None:
    found = ondelete("diff", *arguments)
    assert found.status == 2
    assert message in found.err
    assert "Traceback" not in found.err


def test_outside_a_repository_a_base_must_be_named(
    files: tuple[str, str], here: Path, ondelete: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(here.parent))
    found = ondelete("diff")
    assert found.status == 2
    assert "no BASE given, and this is no git repository" in found.err


def test_a_shallow_clone_says_what_fetches_the_rest(
    repository: Path, ondelete: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    git(repository, "checkout", "-q", "main")
    (repository / "more").write_text("", "utf-8")
    _commit(repository, "more")
    clone = repository.parent / "clone"
    git(repository, "clone", "-q", "--depth=1", "--no-single-branch", f"file://{repository}", str(clone))
    git(clone, "checkout", "-q", "feature")
    monkeypatch.chdir(clone)
    found = ondelete("diff")
    assert found.status == 2
    assert "'git fetch --unshallow' fetches the rest" in found.err


@pytest.mark.parametrize(
    ("gates", "failing"),
    [
        ("newly-blocked", ["newly-blocked"]),
        ("newly-deleted, newly-blocked", ["newly-blocked", "newly-deleted"]),
        ("newly-nulled,cycle,unindexed,left-behind", []),
        ("no-longer-nulled", []),
        ("any", ["newly-blocked", "newly-deleted"]),
        ("never,any", []),
    ],
)
def test_gates(gates: str, failing: list[str], files: tuple[str, str], ondelete: Callable[..., Outcome]) -> None:
    found = ondelete("diff", *files, "--fail-on", gates, "--format", "json")
    assert found.json["failing"] == failing
    assert found.status == int(bool(failing))


def test_the_configuration_names_gates_and_lets_pass(
    files: tuple[str, str], here: Path, ondelete: Callable[..., Outcome]
) -> None:
    (here / "ondelete.toml").write_text(f'[diff]\nfail-on = ["newly-blocked"]\n{ACCEPT}', "utf-8")
    found = ondelete("diff", *files, "--format", "json")
    assert (found.status, found.json["failing"]) == (0, [])
    assert found.json["accepted"] == [
        {
            "cause": "key:public.bills.bills_user",
            "class": "newly-blocked",
            "reason": "bills are kept for ten years",
            "path": "ondelete.toml",
            "line": 3,
            "stale": False,
        }
    ]
    assert "newly blocked by public.bills.bills_user, because bills are kept" in ondelete("diff", *files).out


def test_what_is_let_pass_is_stale_once_it_is_gone(
    files: tuple[str, str], here: Path, ondelete: Callable[..., Outcome]
) -> None:
    (here / "ondelete.toml").write_text(ACCEPT, "utf-8")
    assert [each["stale"] for each in ondelete("diff", "old.sql", "old.sql", "--format", "json").json["accepted"]] == [
        True
    ]
    assert ondelete("diff", "new.sql", "new.sql", "--format", "json").json["accepted"] == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[diff]\nfail-on = ["sometimes"]', "'sometimes' is none of"),
        ("[diff]\nfails = 1", "diff.fails: not known"),
        ('[[accept]]\ncause = "x"\nclass = "newly-blocked"', "accept (entry 1): reason"),
        ('[[accept]]\ncause = "x"\nclass = "bad"\nreason = "y"', "'bad' is none of"),
    ],
)
def test_a_configuration_that_means_nothing_is_refused(
    text: str, message: str, files: tuple[str, str], here: Path, ondelete: Callable[..., Outcome]
) -> None:
    (here / "ondelete.toml").write_text(text, "utf-8")
    found = ondelete("diff", *files)
    assert found.status == 2
    assert message in found.err


def silenced(outcome: Outcome) -> list[str]:
    return [cause["name"] for cause in outcome.json["causes"] if cause["what"] == "silenced"]


def test_what_a_change_silences_is_a_cause(repository: Path, ondelete: Callable[..., Outcome]) -> None:
    config = repository / "ondelete.toml"
    config.write_text('policy = "default"\n', "utf-8")
    _commit(repository, "a configuration")
    git(repository, "branch", "-f", "main")
    assert silenced(ondelete("diff", "main", "--format", "json")) == []
    config.write_text(
        'policy = "default"\nbaseline = "known.json"\n'
        '[[ignore]]\nrule = "fk-indexed"\nsubject = "bills"\nreason = "small"\n'
        f'{ACCEPT}[rules]\nreach-limit = {{severity = "warning"}}\n[rules.fk-indexed]\nseverity = "info"\n'
        'exempt = ["posts"]\n',
        "utf-8",
    )
    (repository / "known.json").write_text(
        '{"version": 1, "findings": [{"fingerprint": "0123456789abcdef", "rule": "fk-indexed", "subject": "x"}]}',
        "utf-8",
    )
    found = ondelete("diff", "main", "--fail-on", "silenced", "--format", "json")
    assert silenced(found) == [
        "fk-indexed on x",
        "fk-indexed on bills",
        "newly-blocked by key:public.bills.bills_user",
        "rule fk-indexed",
        "rule fk-indexed, exempt: posts",
    ]
    assert (found.status, found.json["failing"]) == (1, ["silenced"])


def test_a_comment_in_the_schema_can_silence(
    files: tuple[str, str], here: Path, ondelete: Callable[..., Outcome]
) -> None:
    comment = "COMMENT ON TABLE posts IS 'ondelete: ignore fk-indexed because it is small';\n"
    (here / "new.sql").write_text(OLD + comment, "utf-8")
    assert silenced(ondelete("diff", *files, "--format", "json")) == ["fk-indexed on public.posts"]


def test_a_contract_that_the_change_breaks_is_a_consequence_of_its_cause(
    files: tuple[str, str], here: Path, ondelete: Callable[..., Outcome]
) -> None:
    contract = '[[contract]]\ntables = ["users"]\nreason = "the right to be forgotten"\ndeletable = true\n'
    (here / "ondelete.toml").write_text(contract, "utf-8")
    broken, kept = (ondelete("diff", *ends, "--format", "json").json for ends in (files, files[::-1]))
    by_cause = {cause["id"]: [each["class"] for each in cause["consequences"]] for cause in broken["causes"]}
    assert by_cause["key:public.bills.bills_user"] == ["contract", "newly-blocked"]
    assert broken["failing"] == ["newly-blocked", "newly-deleted", "contract", "new-errors"]
    again = [each for cause in kept["causes"] for each in cause["consequences"] if each["class"] == "contract"]
    assert [(each["after"], "users" in each["before"]) for each in again] == [(None, True)]
    assert "contract" not in kept["failing"]


def test_what_was_not_understood_is_said_of_both_sides(
    files: tuple[str, str], here: Path, ondelete: Callable[..., Outcome]
) -> None:
    (here / "old.sql").write_text(OLD + "DO $$ BEGIN EXECUTE 'x'; END $$;\n", "utf-8")
    found = ondelete("diff", *files, "--format", "json")
    assert (found.json["complete"], len(found.json["skipped_before"]), found.json["skipped"]) == (False, 1, [])
    assert "As far as read: 1 statement was not understood." in ondelete("diff", *files).out


def test_the_json_is_as_it_is_published(files: tuple[str, str], ondelete: Callable[..., Outcome]) -> None:
    printed: Any = ondelete("diff", *files, "--format", "json").json
    jsonschema.validate(printed, schema_of("diff"))
    assert printed["causes"][1]["before"].endswith("ON DELETE SET NULL ON UPDATE NO ACTION")


def test_annotations_stand_at_lines_of_the_new_file(files: tuple[str, str], ondelete: Callable[..., Outcome]) -> None:
    out = ondelete("diff", *files, "--format", "github").out.splitlines()
    assert [line.split("::")[1] for line in out if "error" in line.split(" ")[0]] == [
        "error file=new.sql,line=4,title=newly-blocked",
        "error file=new.sql,line=2,title=newly-deleted",
    ]
    back = ondelete("diff", *files[::-1], "--format", "github").out
    assert "file=new.sql" not in back


def test_markdown_begins_with_a_hidden_marker(files: tuple[str, str], ondelete: Callable[..., Outcome]) -> None:
    lines = ondelete("diff", *files, "--format", "markdown").out.splitlines()
    assert lines[:2] == ["<!-- ondelete:diff -->", "## What the change does to deletes"]
    assert "<details><summary>Verdicts that changed</summary>" in lines
    assert lines.count("</details>") == sum(line.startswith("<details>") for line in lines)


def test_a_picture_is_drawn_beside_the_answer(
    files: tuple[str, str], here: Path, ondelete: Callable[..., Outcome]
) -> None:
    for ending, begins in ((".svg", b"<?xml"), (".dot", b"digraph"), (".mmd", b"flowchart"), (".png", b"\x89PNG")):
        found = ondelete("diff", *files, "--picture", f"change{ending}")
        assert (found.status, "What the change does" in found.out) == (1, True)
        assert (here / f"change{ending}").read_bytes().startswith(begins)
    refused = ondelete("diff", *files, "--picture", "change.doc")
    assert (refused.status, "no picture format" in refused.err) == (2, True)
    assert "```mermaid" in ondelete("diff", *files, "--format", "markdown").out
