"""``ondelete history`` over what happens to a dump in years: every version is a row, and says what explain does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from git_itself import git

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Outcome

FILE = "db/structure.sql"
SCHEMA = """\
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users ON DELETE {});
"""
CASCADE, RESTRICT, SET_NULL = (SCHEMA.format(action) for action in ("CASCADE", "RESTRICT", "SET NULL"))
CONFLICT = CASCADE + "<<<<<<< HEAD\nCREATE TABLE a (id int);\n=======\nCREATE TABLE b (id int);\n>>>>>>> feature\n"
CONTENTS = {
    "first": CASCADE.encode(),
    "empty": b"",
    "a merge that nobody finished": CONFLICT.encode(),
    "CRLF": RESTRICT.replace("\n", "\r\n").encode(),
    "LF again": RESTRICT.encode(),
    "binary": bytes(range(256)) * 50,
    "an archive": b"PGDMP\x01\x0e\x00" + bytes(200),
    "UTF-16": SET_NULL.encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf" + SET_NULL.encode(),
    "cut off": SET_NULL.encode()[:60],
    "another dialect": b"CREATE TABLE `users` (`id` int(11) NOT NULL) ENGINE=InnoDB;\n",
    "good at last": SET_NULL.encode(),
}
UNREADABLE = {"empty", "binary", "an archive", "cut off", "another dialect"}


@pytest.fixture
def repository(here: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(here.parent))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    git(here, "init", "-q", "-b", "main")
    return here


def put(content: bytes | str, name: str = FILE) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(content.encode() if isinstance(content, str) else content)


def commit(folder: Path, subject: str, date: str = "2026-01-01T00:00:00Z") -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", subject, date=date)


def rows_of(folder: Path, ondelete: Callable[..., Outcome]) -> dict[str, tuple[str | None, str | None]]:
    """Return the verdict on users, or the error, of every row: those that git lists; explain says the same of each."""
    found = ondelete("history", FILE, "--table", "users", "--format", "json")
    assert found.status == 0, found.err
    versions = found.json["versions"]
    listed = git(folder, "log", "--format=%H", "--", FILE).split()
    assert {each["revision"] for each in versions} == set(listed)
    assert len(versions) == len(listed)
    for each in versions:
        explained = ondelete("explain", "users", f"{each['revision']}:{FILE}", "--format", "json")
        if each["error"] is None:
            assert explained.json["verdict"] == each["table"]["verdict"]
            assert [entry["table"] for entry in explained.json["deleted"]] == each["table"]["deleted"]
        else:
            assert explained.status == 2
    return {each["subject"]: (each["table"] and each["table"]["verdict"], each["error"]) for each in versions}


def test_whatever_a_version_holds_it_is_a_row(repository: Path, ondelete: Callable[..., Outcome]) -> None:
    for subject, content in CONTENTS.items():
        put(content)
        commit(repository, subject)
    rows = rows_of(repository, ondelete)
    assert list(rows) == list(CONTENTS)  # all in the same second
    assert {subject for subject, (_, error) in rows.items() if error} == UNREADABLE
    assert rows["a merge that nobody finished"][0] == "clear"
    unread = ondelete("audit", f"HEAD~{len(CONTENTS) - 3}:{FILE}", "--format", "json").json["skipped"]
    assert ["marks of an unfinished merge" in each["reason"] for each in unread] == [True] * len(unread), unread


def test_a_file_that_goes_comes_and_becomes_something_else(repository: Path, ondelete: Callable[..., Outcome]) -> None:
    put(CASCADE)
    commit(repository, "first")
    git(repository, "mv", FILE, "db/other.sql")
    commit(repository, "moved away")
    put(RESTRICT, "db/other.sql")
    commit(repository, "changed where it is")
    git(repository, "mv", "db/other.sql", FILE)
    commit(repository, "moved back")
    Path(FILE).unlink()
    commit(repository, "deleted")
    put(CASCADE)
    commit(repository, "added again")
    Path(FILE).unlink()
    Path(FILE).symlink_to("nowhere")
    commit(repository, "a link")
    Path(FILE).unlink()
    put("x", f"{FILE}/inside")
    commit(repository, "a folder")
    Path(f"{FILE}/inside").unlink()
    Path(FILE).rmdir()
    Path("db").rmdir()
    Path("elsewhere").mkdir()
    put(CASCADE, "elsewhere/structure.sql")
    Path("db").symlink_to("elsewhere")
    commit(repository, "its folder is a link")
    Path("db").unlink()
    put(SET_NULL)
    commit(repository, "a file again")
    Path(FILE).chmod(0o755)
    commit(repository, "executable")
    rows = rows_of(repository, ondelete)
    assert {subject: error for subject, (_, error) in rows.items() if error} == {
        "moved away": "the file is not there any more",
        "deleted": "the file is not there any more",
        "a link": "a link, a folder or a submodule has its place",
        "a folder": "a link, a folder or a submodule has its place",
        "its folder is a link": "the file is not there any more",
    }


def test_merges_of_every_kind_and_clocks_that_differ(repository: Path, ondelete: Callable[..., Outcome]) -> None:
    put(CASCADE)
    commit(repository, "first", "2027-06-01T00:00:00Z")
    for name, text in (("one", RESTRICT), ("two", SET_NULL), ("three", CASCADE)):
        git(repository, "checkout", "-q", "-b", name, "main")
        put(text)
        put(name, f"{name}.txt")
        commit(repository, f"branch {name}", "2025-01-01T00:00:00Z")
    git(repository, "checkout", "-q", "main")
    put("x", "x.txt")
    commit(repository, "beside it", "2026-01-01T00:00:00Z")
    git(repository, "merge", "-q", "-s", "ours", "--no-commit", "one", "two", "three")
    put(SET_NULL + "CREATE TABLE evil (post_id bigint REFERENCES posts ON DELETE CASCADE);\n")
    commit(repository, "an octopus that changes what it merges", "2024-01-01T00:00:00Z")
    git(repository, "checkout", "-q", "-b", "late", "one")
    put(RESTRICT + "CREATE TABLE late (user_id bigint REFERENCES users);\n")
    commit(repository, "late")
    git(repository, "checkout", "-q", "main")
    both = rows_of(repository, ondelete)
    assert {"branch one", "branch two", "an octopus that changes what it merges"} < both.keys()
    assert next(iter(both)) == "first"
    git(repository, "merge", "-q", "-X", "theirs", "late", "-m", "with their side")
    assert list(rows_of(repository, ondelete)) == ["first", "branch one", "late"]  # as git has it, too


def test_a_message_in_another_encoding_is_shown_as_it_was_written(
    repository: Path, ondelete: Callable[..., Outcome]
) -> None:
    put(CASCADE)
    git(repository, "add", "-A")
    (repository / "message").write_bytes("Grüße an alle".encode("latin-1"))
    git(repository, "-c", "i18n.commitEncoding=ISO-8859-1", "commit", "-q", "-F", "message")
    put(RESTRICT)
    git(repository, "add", "-A")
    git(repository, "-c", "i18n.commitEncoding=no-such-thing", "commit", "-q", "-m", "Grüße")
    assert list(rows_of(repository, ondelete)) == ["Grüße an alle", "Grüße"]
