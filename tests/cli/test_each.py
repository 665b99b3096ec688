"""``--each``: every file is a schema of its own, and one that cannot be read does not stop the others."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from git_itself import git

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Outcome

GOOD = "CREATE TABLE users (id int PRIMARY KEY);\nCREATE TABLE posts (id int PRIMARY KEY);\n"
BAD = (
    "CREATE TABLE users (id int PRIMARY KEY);\nCREATE TABLE posts (id int PRIMARY KEY, user_id int REFERENCES users);\n"
)


@pytest.fixture
def files(here: Path) -> tuple[str, str, str]:
    (here / "a.sql").write_text(GOOD, "utf-8")
    (here / "b.sql").write_text(BAD, "utf-8")
    (here / "c.sql").write_text("SELECT 1;", "utf-8")
    return "a.sql", "b.sql", "c.sql"


@pytest.mark.parametrize("command", ["audit", "reach", "indexes"])
def test_the_answer_about_each_is_the_one_about_it_alone(
    command: str, files: tuple[str, str, str], ondelete: Callable[..., Outcome]
) -> None:
    printed = ondelete(command, "--each", *files[:2], "--format", "json").json
    for path, found in zip(files, printed["schemas"], strict=False):
        assert {"path": path, **ondelete(command, path, "--format", "json").json} == found
    assert [each["path"] for each in printed["summary"]] == list(files[:2])


def test_the_worst_status_counts_and_the_others_are_answered(
    files: tuple[str, str, str], ondelete: Callable[..., Outcome]
) -> None:
    assert ondelete("audit", "--each", "a.sql").status == 0
    assert ondelete("audit", "--each", "a.sql", "b.sql").status == 1
    found = ondelete("audit", "--each", "c.sql", "b.sql", "gone.sql", "a.sql", "--format", "json")
    assert found.status == 2
    assert [(each["path"], each["status"]) for each in found.json["summary"]] == [
        ("c.sql", 2),
        ("b.sql", 1),
        ("gone.sql", 2),
        ("a.sql", 0),
    ]
    assert [each["path"] for each in found.json["schemas"]] == ["b.sql", "a.sql"]
    assert "defines neither a table nor a foreign key" in found.json["summary"][0]["error"]


def test_sarif_has_a_run_for_each(files: tuple[str, str, str], ondelete: Callable[..., Outcome]) -> None:
    log = json.loads(ondelete("audit", "--each", *files[:2], "--format", "sarif").out)
    places = [
        {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run["results"]}
        for run in log["runs"]
    ]
    assert places == [set(), {"b.sql"}]


def test_rows_begin_with_their_schema(files: tuple[str, str, str], ondelete: Callable[..., Outcome]) -> None:
    rows = list(csv.DictReader(io.StringIO(ondelete("reach", "--each", *files[:2], "--format", "csv").out)))
    assert {(row["schema"], row["table"]) for row in rows} == {
        (path, table) for path in files[:2] for table in ("public.users", "public.posts")
    }


def test_annotations_of_all_schemas_are_printed(files: tuple[str, str, str], ondelete: Callable[..., Outcome]) -> None:
    out = ondelete("audit", "--each", "b.sql", "a.sql", "--format", "github").out
    assert "file=b.sql,line=2,title=fk-indexed" in out


def test_what_was_not_understood_is_counted_for_each(
    files: tuple[str, str, str], here: Path, ondelete: Callable[..., Outcome]
) -> None:
    (here / "a.sql").write_text(GOOD + "DO $$ BEGIN EXECUTE 'x'; END $$;", "utf-8")
    printed = ondelete("reach", "--each", *files[:2], "--format", "json").json
    assert [each["unread"] for each in printed["summary"]] == [1, 0]
    words = " ".join(ondelete("reach", "--each", *files[:2]).out.split())
    assert "1 statement was not understood." in words


def test_a_baseline_is_one_schemas(files: tuple[str, str, str], ondelete: Callable[..., Outcome]) -> None:
    found = ondelete("audit", "--each", *files, "--write-baseline")
    assert (found.status, "a baseline is one schema's" in found.err) == (2, True)


def test_each_file_is_compared_with_the_same_at_a_revision(
    files: tuple[str, str, str], here: Path, ondelete: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(here.parent))
    git(here, "init", "-q", "-b", "main")
    git(here, "add", "a.sql", "b.sql")
    git(here, "commit", "-q", "-m", "first")
    (here / "a.sql").write_text(BAD, "utf-8")
    found = ondelete("diff", "--each", "HEAD", "a.sql", "b.sql", "c.sql", "--format", "json")
    assert [(each["path"], each["status"]) for each in found.json["summary"]] == [
        ("a.sql", 1),
        ("b.sql", 0),
        ("c.sql", 2),
    ]
    assert found.json["schemas"][0]["failing"] == ["newly-blocked"]
    assert found.json["schemas"][0]["head"] == "a.sql"
    assert ondelete("diff", "--each").status == 2


SLOW = """
import time, os
from ondelete.cli._parallel import in_parallel
from ondelete.cli._stopping import Stopped, die_of, listen
listen()
def work(number):
    os.write(1, b"begun\\n")
    time.sleep(60)
try:
    list(in_parallel(work, [1, 2, 3]))
except Stopped as stopped:
    die_of(stopped)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither these signals nor fork")
@pytest.mark.parametrize("to_all", [True, False], ids=["the terminal", "the first process"])
def test_a_signal_ends_all_processes_at_once_and_without_a_word(*, to_all: bool) -> None:
    command = [sys.executable, "-c", f"import os\nos.cpu_count = lambda: 2\n{SLOW}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True) as run:
        assert run.stdout is not None
        assert [run.stdout.readline() for _ in range(2)] == [b"begun\n"] * 2
        (os.killpg if to_all else os.kill)(run.pid, signal.SIGTERM)
        _, said = run.communicate(timeout=30)
    assert (run.returncode, said) == (-signal.SIGTERM, b"")


KILLED = """
import os, sys
os.cpu_count = lambda: 2
import ondelete.cli._each as each
each._answered = lambda *_: os.kill(os.getpid(), 9)
from ondelete.cli import main
sys.argv = ["ondelete", "audit", "--each", "a.sql", "b.sql"]
sys.exit(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_process_that_is_killed_is_said(files: tuple[str, str, str], here: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED], cwd=here, capture_output=True, check=False, timeout=60)
    assert done.returncode == 2
    assert done.stderr.startswith(b"ondelete: a process of this run was killed, perhaps because memory ran out")
    assert done.stderr.count(b"\n") == 1
