"""The action for GitHub and the template for GitLab, run as their hosts run them, against a stand-in for the host."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import yaml
from git_itself import git

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
OLD = "CREATE TABLE users (id int PRIMARY KEY);\nCREATE TABLE posts (id int, user_id int);\n"
NEW = OLD + "ALTER TABLE posts ADD CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users;\n"
MARKER = "<!-- ondelete:diff -->"


class Comments(NamedTuple):
    """A host that keeps comments; ``forbidden`` numbers are somebody else's, ``status`` is what writing answers."""

    kept: dict[int, str]
    forbidden: set[int]
    status: list[int]
    asked: list[str]
    address: str


@pytest.fixture
def host() -> Iterator[Comments]:
    comments = Comments({1: "looks good", 2: f"{MARKER}\nnot ours"}, {2}, [], [], "")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(200, [{"id": number, "body": body} for number, body in comments.kept.items()])

        def do_POST(self) -> None:
            self._write(max(comments.kept) + 1)

        def do_PATCH(self) -> None:
            self._write(int(self.path.rsplit("/", 1)[1]))

        do_PUT = do_PATCH  # noqa: N815 - as the server calls it

        def _write(self, number: int) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"]
            status = comments.status[0] if comments.status else 403 if number in comments.forbidden else 200
            if status == 200:
                comments.kept[number] = body
            self._answer(status, {})

        def _answer(self, status: int, value: Any) -> None:
            comments.asked.append(f"{self.command} {self.path}")
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(value).encode())

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield comments._replace(address=f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone on the branch of a change, of a repository with two schemas, the branch two commits ahead of it."""
    origin = tmp_path / "origin"
    for name in ("db", "billing"):
        (origin / name).mkdir(parents=True)
        (origin / name / "structure.sql").write_text(OLD, "utf-8")
    git(origin, "init", "-q", "-b", "main")
    _commit(origin)
    git(origin, "checkout", "-q", "-b", "feature")
    (origin / "db" / "structure.sql").write_text(NEW, "utf-8")
    _commit(origin)
    git(origin, "checkout", "-q", "main")
    (origin / "billing" / "structure.sql").write_text(NEW, "utf-8")
    _commit(origin)
    git(tmp_path, "clone", "-q", "-b", "feature", f"file://{origin}", "clone")
    return tmp_path / "clone"


def _commit(folder: Path) -> None:
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "a commit")


@pytest.fixture
def programs(tmp_path: Path) -> str:
    """A PATH on which ondelete is, as an environment has it."""
    folder = tmp_path / "temp" / "ondelete" / "bin"
    folder.mkdir(parents=True)
    shim = folder / "ondelete"
    shim.write_text(f'#!/bin/sh\nexec {sys.executable} -I -m ondelete "$@"\n', "utf-8")
    shim.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def run(folder: Path, *command: str, path: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITHUB_", "CI_"))}
    return subprocess.run(
        command,
        cwd=folder,
        env={**environment, "PATH": path, "GIT_CONFIG_GLOBAL": os.devnull, **more},
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )


def review(folder: Path, path: str, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return run(folder, str(ROOT / ".ci" / "review"), *arguments, path=path, **more)


def test_what_the_change_did_is_told_and_not_what_the_branch_has_done_since(clone: Path, programs: str) -> None:
    done = review(clone, programs, "origin/main", "db/structure.sql", "billing/structure.sql", OUT="out")
    assert done.returncode == 1, done.stdout
    assert "::error file=db/structure.sql,line=3,title=newly-blocked::newly blocked: a delete on users" in done.stdout
    assert "billing" not in done.stdout
    page = (clone / "out" / "review.md").read_text("utf-8")
    assert page.startswith(f"{MARKER}\n")
    assert page.count(MARKER) == 1
    assert page.count("## What the change does to deletes") == 2
    quality = json.loads((clone / "out" / "review.codequality.json").read_text("utf-8"))
    assert {entry["location"]["path"] for entry in quality} == {"db/structure.sql"}
    runs = [json.loads(path.read_text("utf-8"))["runs"] for path in sorted((clone / "out").glob("*.sarif"))]
    assert [len(each) for each in runs] == [1, 1]


def test_gates_can_be_named(clone: Path, programs: str) -> None:
    assert (
        review(clone, programs, "origin/main", "db/structure.sql", FAIL_ON="newly-deleted", OUT="out").returncode == 0
    )


def test_a_schema_that_is_new_or_gone_or_damaged_does_not_stop_the_others(clone: Path, programs: str) -> None:
    (clone / "new.sql").write_text(NEW, "utf-8")
    (clone / "billing" / "structure.sql").write_text("SELECT 1;", "utf-8")
    files = ("new.sql", "billing/structure.sql", "db/structure.sql")
    done = review(clone, programs, "origin/main", *files, OUT="out")
    assert done.returncode == 2
    page = (clone / "out" / "review.md").read_text("utf-8")
    assert "`new.sql` is new, or gone: nothing to compare." in page
    assert "`billing/structure.sql` cannot be compared: the log of the job says why." in page
    assert "**FAILS**: newly-blocked" in page


def test_a_file_that_is_nowhere_is_an_error_and_no_pass(clone: Path, programs: str) -> None:
    done = review(clone, programs, "origin/main", "db/strcture.sql", OUT="out")
    assert done.returncode == 2
    assert "db/strcture.sql is neither here nor in origin/main" in done.stdout
    assert json.loads((clone / "out" / "review.codequality.json").read_text("utf-8")) == []


def test_no_code_of_the_repository_runs_and_hostile_names_are_names(clone: Path, programs: str) -> None:
    for name in ("json.py", "pathlib.py", "venv.py"):
        (clone / name).write_text("open('ran', 'w')", "utf-8")
    names = ("--help", "-x.sql", "a b'\"$(touch ran)`touch ran`.sql", "two\n<!-- lines -->.sql", "*.sql")
    for name in names:
        (clone / name).write_text(NEW, "utf-8")
    git(clone, "add", ".")
    git(clone, "commit", "-q", "-m", "hostile names")
    (clone / "out").mkdir()
    for name in ("review.md", ".page", ".quality-1", "review-1.sarif", "review.codequality.json"):
        (clone / "out" / name).symlink_to(clone / "ran")
    for name in names:
        (clone / name).write_text(OLD, "utf-8")
    done = review(clone, programs, "HEAD", *names, "new\n## `x`.sql", OUT="out")
    assert done.returncode == 2, "the last one is nowhere"
    page = (clone / "out" / "review.md").read_text("utf-8")
    assert page.count("## What the change does to deletes\n") == len(names), done.stdout
    assert "`new?## ?x?.sql` is not there" in page
    assert not list(clone.rglob("ran"))


def test_a_shallow_clone_says_what_to_fetch(clone: Path, programs: str) -> None:
    origin = f"file://{clone.parent / 'origin'}"
    git(clone.parent, "clone", "-q", "--depth=1", "--no-single-branch", "-b", "feature", origin, "shallow")
    done = review(clone.parent / "shallow", programs, "origin/main", "db/structure.sql")
    assert (done.returncode, "fetch the history (fetch-depth: 0" in done.stdout) == (2, True)


def comment(
    folder: Path, kind: str, host: Comments, programs: str, *, may: bool = True
) -> subprocess.CompletedProcess[str]:
    variables = {
        "GITHUB_API_URL": host.address,
        "GITHUB_REPOSITORY": "shop/shop",
        "GITHUB_TOKEN": "x" if may else "",
        "PULL_REQUEST": "7",
        "CI_API_V4_URL": host.address,
        "CI_PROJECT_ID": "3",
        "CI_MERGE_REQUEST_IID": "7",
        "GITLAB_TOKEN": "x" if may else "",
    }
    return run(folder, sys.executable, str(ROOT / ".ci" / "comment"), kind, "page.md", path=programs, **variables)


@pytest.mark.parametrize("kind", ["github", "gitlab"])
def test_there_is_one_comment_however_often_the_job_runs(
    kind: str, host: Comments, tmp_path: Path, programs: str
) -> None:
    page = tmp_path / "page.md"
    for text, said in (("first", "comment posted"), ("second", "comment replaced")):
        page.write_text(f"{MARKER}\n{text}\n", "utf-8")
        done = comment(tmp_path, kind, host, programs)
        assert (done.returncode, done.stdout.strip()) == (0, said)
    assert host.kept == {1: "looks good", 2: f"{MARKER}\nnot ours", 3: f"{MARKER}\nsecond\n"}


@pytest.mark.parametrize("kind", ["github", "gitlab"])
def test_a_fork_has_no_right_to_comment_and_that_is_no_failure(
    kind: str, host: Comments, tmp_path: Path, programs: str
) -> None:
    (tmp_path / "page.md").write_text(f"{MARKER}\n", "utf-8")
    without = comment(tmp_path, kind, host, programs, may=False)
    assert (without.returncode, "no token" in without.stdout, host.asked) == (0, True, [])
    host.status.append(403)
    forbidden = comment(tmp_path, kind, host, programs)
    assert (forbidden.returncode, "may not comment" in forbidden.stdout) == (0, True)
    host.status[0] = 500
    assert comment(tmp_path, kind, host, programs).returncode == 1


@pytest.mark.parametrize("lines", [1, 9000])
def test_a_page_that_is_too_long_is_cut_before_a_schema_or_at_a_line(
    lines: int, host: Comments, tmp_path: Path, programs: str
) -> None:
    first = f"{MARKER}\n## What the change does to deletes\n" + "- a line\n" * lines
    (tmp_path / "page.md").write_text(f"{first}\n## What the change does to deletes\n" + "- a line\n" * 9000, "utf-8")
    assert comment(tmp_path, "github", host, programs).returncode == 0
    assert len(host.kept[3]) <= 65_536
    kept, said = host.kept[3].split("\n\n**Cut here**")
    assert "The whole page is in the summary" in said
    assert kept.strip() == first.strip() if lines == 1 else kept.endswith("\n- a line")


@pytest.mark.parametrize("content", [None, b"", b"\xff"], ids=["missing", "empty", "no UTF-8"])
def test_a_page_that_cannot_be_posted_is_said(
    content: bytes | None, host: Comments, tmp_path: Path, programs: str
) -> None:
    if content is not None:
        (tmp_path / "page.md").write_bytes(content)
    done = comment(tmp_path, "github", host, programs)
    assert (done.returncode, "Traceback" in done.stdout, host.asked) == (1, False, [])


def test_files_can_stand_on_lines_of_their_own(clone: Path) -> None:
    """And Python is told not to import what lies in the repository."""
    steps = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["runs"]["steps"]
    assert "python3 -I -m venv" in steps[0]["run"]
    (reading,) = (line for line in steps[1]["run"].splitlines() if line.startswith("read "))
    done = run(
        clone,
        "bash",
        "-ec",
        f"{reading}\nprintf '%s|' \"${{files[@]}}\"",
        path=os.environ["PATH"],
        FILES="a.sql\nb.sql  *.sql\n",
    )
    assert done.stdout == "a.sql|b.sql|*.sql|"


EVENTS = {
    "a pull request": {"inputs.base || github.base_ref": "main"},
    "a push": {"github.event.before": "origin/main"},
    "a push of a new branch": {"github.event.before": "0" * 40, "github.event.repository.default_branch": "main"},
    "a run by hand": {"github.event.repository.default_branch": "main"},
}


@pytest.mark.parametrize("event", EVENTS)
def test_the_action_does_what_it_says(event: str, clone: Path, host: Comments, programs: str) -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    temp = clone.parent / "temp"
    values = {f"inputs.{name}": each["default"] for name, each in action["inputs"].items()} | {
        "inputs.base || github.base_ref": "",
        "github.event.before": "",
        "github.event.repository.default_branch": "",
        "github.event.pull_request.number": "7",
        "inputs.token": "x",
        "inputs.comment == 'true' && github.event.pull_request.number": "7",
        **EVENTS[event],
    }
    statuses = []
    for step in action["runs"]["steps"]:
        if "pip" in step["run"]:
            assert '"$GITHUB_ACTION_PATH"' in step["run"], "what is installed is the checkout itself"
            continue
        given = {name: _evaluated(text, values, clone.parent) for name, text in step.get("env", {}).items()}
        done = run(
            clone,
            *("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]),
            path=programs,
            RUNNER_TEMP=str(temp),
            GITHUB_ACTION_PATH=str(ROOT),
            GITHUB_OUTPUT=str(clone.parent / "output"),
            GITHUB_STEP_SUMMARY=str(clone.parent / "summary"),
            GITHUB_API_URL=host.address,
            GITHUB_REPOSITORY="shop/shop",
            **given,
        )
        statuses.append(done.returncode)
    assert statuses == [0, 0, 1], "reviewed, commented, and failed at the end"
    assert host.kept[3] == (clone.parent / "summary").read_text("utf-8")
    assert host.kept[3].startswith(MARKER)


def _evaluated(text: str, values: dict[str, str], folder: Path) -> str:
    """Return a text in which the host has put values for its expressions."""

    def value(found: re.Match[str]) -> str:
        name = found[1].strip()
        if name.startswith("steps."):
            lines = (folder / "output").read_text("utf-8").splitlines()
            return dict(line.split("=", 1) for line in lines)[name.rsplit(".", 1)[1]]
        return values[name]

    return re.sub(r"\$\{\{(.*?)\}\}", value, text)


def test_the_template_for_gitlab_does_what_it_says(clone: Path, host: Comments, programs: str) -> None:
    (job,) = yaml.safe_load((ROOT / ".ci" / "gitlab-review.yml").read_text("utf-8")).values()
    script = "\n".join(line for line in job["script"] if "pip install" not in line)
    done = run(
        clone,
        *("bash", "-e", "-c", script),
        path=programs,
        ONDELETE=str(ROOT),
        ONDELETE_FILES="db/structure.sql billing/structure.sql",
        CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main",
        CI_API_V4_URL=host.address,
        CI_PROJECT_ID="3",
        CI_MERGE_REQUEST_IID="7",
        GITLAB_TOKEN="x",  # noqa: S106 - a word
    )
    assert done.returncode == 1, done.stdout
    assert host.kept[3] == (clone / "review.md").read_text("utf-8")
    assert [path for path in job["artifacts"]["paths"] if not (clone / path).exists()] == []
    assert (clone / job["artifacts"]["reports"]["codequality"]).exists()
