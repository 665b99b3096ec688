"""``ondelete history``, and the ``diff`` of every step, of a schema that grows: what they print reads as docs."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
from git_itself import git
from test_json_contract import schema_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Outcome

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "bookings"
STEPS = sorted((SAMPLE / "steps").glob("*.sql"))
FIRST_DAY = 1


@pytest.fixture
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a commit for every step of the sample."""
    folder = tmp_path_factory.mktemp("template") / "repository"
    (folder / "db").mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    for number, step in enumerate(STEPS, FIRST_DAY):
        (folder / "db" / "structure.sql").write_bytes((SAMPLE / "versions" / step.name).read_bytes())
        commit(folder, step.read_text("utf-8").splitlines()[0].removeprefix("-- "), f"2026-03-{number:02}T12:00:00Z")
    return folder


@pytest.fixture
def repository(template: Path, here: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, as the current directory."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(here.parent))
    shutil.copytree(template, here, dirs_exist_ok=True)
    return here


def commit(folder: Path, subject: str, date: str) -> None:
    git(folder, "add", ".")
    git(folder, "-c", "core.commentChar=;", "commit", "-q", "-m", subject, f"--date={date}", date=date)


def golden(name: str, text: str, request: pytest.FixtureRequest) -> None:
    path = SAMPLE / name
    if request.config.getoption("--update-goldens"):
        path.write_text(text, "utf-8")
    assert path.read_text("utf-8") == text


@pytest.mark.parametrize(("before", "after"), list(pairwise(STEPS)), ids=lambda step: step.stem)
def test_the_diff_of_every_step(
    before: Path,
    after: Path,
    ondelete: Callable[..., Outcome],
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(SAMPLE / "versions")
    found = ondelete("diff", before.name, after.name)
    golden(f"diff-{after.stem}.txt", f"{found.out}\nexit status {found.status}\n", request)


@pytest.mark.parametrize("arguments", [(), ("--table", "guests")], ids=["all", "guests"])
def test_the_history(
    arguments: tuple[str, ...], repository: Path, ondelete: Callable[..., Outcome], request: pytest.FixtureRequest
) -> None:
    found = ondelete("history", *arguments)
    hashes = git(repository, "log", "--format=%H").split()
    text = found.out
    for number, oid in enumerate(reversed(hashes), FIRST_DAY):  # a hash hangs on the version of git, and says nothing
        text = text.replace(oid[:7], f"commit{number:X}")
    golden(f"history{'-guests' if arguments else ''}.txt", text, request)


def test_the_breaking_commit_is_named(repository: Path, ondelete: Callable[..., Outcome]) -> None:
    git(repository, "checkout", "-q", "HEAD~2")
    printed = ondelete("history", "--table", "guests", "--format", "json").json
    jsonschema.validate(printed, schema_of("history"))
    subjects = {version["revision"]: version["subject"] for version in printed["versions"]}
    blockers = {each["name"]: subjects[each["revision"]] for each in printed["introduced"] if each["what"] == "blocker"}
    assert blockers == {"public.points.points_guest_id_fkey": "Points for loyal guests"}


def test_a_version_is_read_once(
    repository: Path, ondelete: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ondelete("history", "--format", "json").out
    assert ondelete("history", "--format", "json", "--no-cache").out == first
    monkeypatch.setattr("ondelete.dump.read_catalog", None)  # in the processes too, which are forked
    assert ondelete("history", "--format", "json").out == first
    assert ondelete("history", "--format", "json", "--no-cache").status == 2


def test_what_is_kept_and_damaged_is_made_again(
    repository: Path, cache: Path, ondelete: Callable[..., Outcome]
) -> None:
    first = ondelete("history", "--format", "json").out
    kept = list((cache / "ondelete" / "history").iterdir())
    assert len(kept) == len(STEPS)
    for place, content in zip(kept, (b"", b"{", b'{"tables": "many"}', b"\xff"), strict=False):
        place.write_bytes(content)
    assert ondelete("history", "--format", "json").out == first
    assert not list(repository.rglob("*.json")), "nothing is written into the repository"


def test_since(repository: Path, ondelete: Callable[..., Outcome]) -> None:
    found = ondelete("history", "--since", "HEAD~2", "--format", "json").json["versions"]
    assert [version["subject"] for version in found] == [
        "Bookings are archived before they go",
        "Points are no reason to keep a guest",
    ]


def test_versions_that_cannot_be_read_are_rows_that_say_so(repository: Path, ondelete: Callable[..., Outcome]) -> None:
    file = repository / "db" / "structure.sql"
    whole = file.read_text("utf-8")
    for number, (subject, text) in enumerate(
        {
            "cut off": whole[: whole.index("cents integer")],
            "a merge": f"<<<<<<< HEAD\n=======\n{whole}",
            "empty": "",
        }.items()
    ):
        file.write_text(text, "utf-8")
        commit(repository, subject, f"2026-04-{number + 1:02}T12:00:00Z")
    git(repository, "rm", "-q", "db/structure.sql")
    git(repository, "commit", "-q", "-m", "removed")
    found = ondelete("history", "db/structure.sql", "--format", "json")
    assert found.status == 0
    last = {version["subject"]: version for version in found.json["versions"][-4:]}
    assert last["cut off"]["error"]
    assert last["empty"]["error"]
    assert last["removed"]["error"] == "the file is not there any more"
    assert last["a merge"]["error"] or last["a merge"]["unread"]
    assert "cannot be read" in ondelete("history", "db/structure.sql").out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--table", "nobody"), "no version of this schema has such a table"),
        (("--since", "nothing"), "git knows no revision nothing"),
        (("/etc/passwd",), "git knows no version of it"),
        (("README.md",), "git knows no version of it"),
    ],
)
def test_what_has_no_history_is_said(
    arguments: tuple[str, ...], message: str, repository: Path, ondelete: Callable[..., Outcome]
) -> None:
    found = ondelete("history", *arguments)
    assert found.status == 2
    assert message in found.err


def test_branches_that_were_merged_are_followed_as_git_follows_them(
    repository: Path, ondelete: Callable[..., Outcome]
) -> None:
    git(repository, "checkout", "-q", "-b", "side", "HEAD~3")
    (repository / "notes").write_text("", "utf-8")
    commit(repository, "nothing about the schema", "2026-03-20T12:00:00Z")
    git(repository, "checkout", "-q", "main")
    git(repository, "merge", "-q", "--no-edit", "side")
    listed = git(repository, "log", "--format=%H", "--", "db/structure.sql").split()
    found = ondelete("history", "--format", "json").json["versions"]
    assert [version["revision"] for version in found] == listed[::-1]


def test_no_version_stands_before_one_that_it_comes_from(repository: Path, ondelete: Callable[..., Outcome]) -> None:
    """Whatever clocks say: a second is long for a script, and a machine can be a day behind."""
    file = repository / "db" / "structure.sql"
    for number, day in enumerate((20, 20, 19, 20)):
        file.write_text(f"{file.read_text('utf-8')}CREATE TABLE more_{number} (id int PRIMARY KEY);\n", "utf-8")
        commit(repository, f"table {number}", f"2026-03-{day:02}T12:00:00Z")
    found = ondelete("history", "--format", "json").json["versions"]
    listed = git(repository, "log", "--topo-order", "--format=%H", "--", "db/structure.sql").split()
    assert [version["revision"] for version in found] == listed[::-1]


@pytest.mark.parametrize("more", [(), ("--table", "guests")], ids=["all", "guests"])
def test_nothing_since_then_is_an_answer(
    more: tuple[str, ...], repository: Path, ondelete: Callable[..., Outcome]
) -> None:
    found = ondelete("history", "--since", "HEAD", *more)
    assert (found.status, "0 versions." in found.out) == (0, True)


def test_a_link_is_no_file_of_its_own(repository: Path, ondelete: Callable[..., Outcome]) -> None:
    (repository / "db" / "link.sql").symlink_to("structure.sql")
    commit(repository, "a link", "2026-03-20T12:00:00Z")
    found = ondelete("history", "db/link.sql")
    assert (found.status, "is a link in revision HEAD: name what it leads to" in found.err) == (2, True)


def test_a_shallow_clone_says_that_it_has_no_older_versions(
    repository: Path,
    tmp_path_factory: pytest.TempPathFactory,
    ondelete: Callable[..., Outcome],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path_factory.mktemp("shallow")
    git(folder, "clone", "-q", "--depth=2", f"file://{repository}", "clone")
    monkeypatch.chdir(folder / "clone")
    assert "git fetch --unshallow" in ondelete("history").out
    monkeypatch.chdir(repository)
    assert "git fetch --unshallow" not in ondelete("history").out


def test_a_cache_folder_that_is_a_file_is_not_used(
    repository: Path, tmp_path: Path, ondelete: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(repository / "db" / "structure.sql"))
    assert ondelete("history").status == 0


def test_the_page_shows_what_is_printed() -> None:
    page = SAMPLE.parents[1] / "docs" / "howto" / "history.md"
    assert (SAMPLE / "history-guests.txt").read_text("utf-8") in page.read_text("utf-8")
