"""The recipes for CI do what the pages say: each is taken out of its page and run in a made repository.

Nothing is downloaded: the wheel is built from this tree as the page says, and the packages that it needs are lent by
the interpreter of the tests.
"""

from __future__ import annotations

import itertools
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

ROOT = Path(__file__).parents[1]
HOWTO = "docs/howto/run-in-ci.md"
SECURITY, REVIEW = "docs/security.md", "docs/howto/review-a-change.md"
SCHEMA = """\
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint);
ALTER TABLE ONLY posts
    ADD CONSTRAINT posts_author_fkey FOREIGN KEY (author_id) REFERENCES users(id) ON DELETE CASCADE;
"""
FOUND = "Deleting from users reads the whole of posts"


class Recipe(NamedTuple):
    """The shell commands of a job: one script per step."""

    page: str
    scripts: tuple[str, ...]


def blocks(page: str, language: str) -> list[str]:
    text = (ROOT / page).read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.M | re.S)


def scripts_of(job: Any) -> list[str]:
    """Return the scripts in a job of GitHub Actions or GitLab, a list of steps, or a file of jobs."""
    if isinstance(job, list):
        return [script for step in job for script in scripts_of(step)]
    if not isinstance(job, dict):
        return []
    if "run" in job:
        return [job["run"]]
    if "script" in job:  # GitLab runs all lines in one shell
        return ["\n".join(job["script"])]
    return [script for part in job.values() for script in scripts_of(part)]


def recipes() -> list[Recipe]:
    """Return every recipe of the pages that runs ondelete, those that another tool runs left to their own test."""
    pages = [path.relative_to(ROOT).as_posix() for path in (ROOT / "README.md", *ROOT.glob("docs/**/*.md"))]
    jobs = [Recipe(page, tuple(scripts_of(yaml.safe_load(block)))) for page in pages for block in blocks(page, "yaml")]
    shell = [Recipe(HOWTO, (block,)) for block in blocks(HOWTO, "sh") if "ondelete audit" in block]
    ours = [recipe for recipe in (*jobs, *shell) if any("ondelete " in script for script in recipe.scripts)]
    return [recipe for recipe in ours if recipe.page not in (SECURITY, REVIEW)]  # these want two commits


RECIPES = recipes()


class Runner(NamedTuple):
    """A machine of a CI: a repository with a schema and the wheel in it, and an environment without ondelete."""

    home: Path
    environment: dict[str, str]

    @property
    def repository(self) -> Path:
        return self.home / "shop"

    def run(self, *command: str, cwd: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            check=False,
            cwd=cwd or self.repository,
            env={**self.environment, **more},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )

    def shell(self, script: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run a script as GitHub runs a step."""
        return self.run("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script, cwd=cwd)

    def install(self) -> None:
        """Install the wheel, if no recipe has."""
        done = self.shell("test -e ../python/bin/ondelete || pip install ./tools/pg_ondelete-*.whl")
        assert done.returncode == 0, done.stdout

    def git(self, repository: Path, *arguments: str) -> str:
        done = self.run("git", *arguments, cwd=repository)
        assert done.returncode == 0, done.stdout
        return done.stdout.strip()

    def commit(self, repository: Path) -> str:
        self.git(repository, "init", "--quiet")
        self.git(repository, "add", "--all")
        self.git(repository, "commit", "--quiet", "--message", "All of it")
        return self.git(repository, "rev-parse", "HEAD")


def lender(folder: Path) -> str:
    """Make a folder that lends our interpreter's packages to every other one, behind its own."""
    folder.mkdir()
    lent = [entry for entry in sys.path if entry.endswith("site-packages")]
    (folder / "sitecustomize.py").write_text(f"import sys\nsys.path.extend({lent!r})\n", "utf-8")
    return str(folder)


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    home = tmp_path_factory.mktemp("ci")
    subprocess.run([sys.executable, "-m", "venv", home / "python"], check=True)
    environment = {
        "PATH": f"{home / 'python/bin'}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "PYTHONPATH": lender(home / "lender"),
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # the variable takes the word "no" out: 0 is without isolation
        "PIP_IGNORE_INSTALLED": "1",  # what is lent is not what is installed
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{who}_{what}": "a@e.test" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
        "VIRTUALENV_OVERRIDE_APP_DATA": str(home / "virtualenv"),
        "VIRTUALENV_NO_PERIODIC_UPDATE": "1",
    }
    made = Runner(home, environment)
    checkout = home / "ondelete"
    checkout.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, checkout)
    shutil.copytree(ROOT / "src", checkout / "src", ignore=shutil.ignore_patterns("__pycache__"))
    dump = made.repository / "db/structure.sql"
    dump.parent.mkdir(parents=True)
    dump.write_text(SCHEMA, "utf-8")
    (wheel,) = (block for block in blocks(HOWTO, "sh") if "pip wheel" in block)
    done = made.shell(wheel, cwd=home)
    assert done.returncode == 0, done.stdout
    return made


def test_the_wheel_is_called_what_the_page_says(runner: Runner) -> None:
    (wheel,) = (runner.repository / "tools").iterdir()
    assert f"`tools/{wheel.name}`" in (ROOT / HOWTO).read_text("utf-8")


def test_every_page_with_recipes_is_run() -> None:
    assert {recipe.page for recipe in RECIPES} == {HOWTO, "docs/formats.md", "docs/tutorial.md"}
    assert len([recipe for recipe in RECIPES if recipe.page == HOWTO]) == 3


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: f"{recipe.page}: {recipe.scripts[-1].splitlines()[-1]}")
def test_a_recipe_finds_what_is_wrong(recipe: Recipe, runner: Runner) -> None:
    if not any("pip install" in script for script in recipe.scripts):  # the page has shown that step before
        runner.install()
    for script in recipe.scripts:
        if script.startswith("gh "):  # asks GitHub
            continue
        done = runner.shell(script)
        if "ondelete audit" not in script:
            assert done.returncode == 0, done.stdout
            continue
        assert done.returncode == (0 if "--fail-on never" in script else 1), done.stdout
        assert FOUND in printed(script, done.stdout, runner.repository)


def printed(script: str, output: str, folder: Path) -> str:
    """Return what a script wrote, into the file that it names or to its standard output."""
    words = shlex.split(script)
    named = [after for word, after in itertools.pairwise(words) if word in ("-o", "--output")]
    text = (folder / named[0]).read_text("utf-8") if named else output
    return " ".join(text.split())


@pytest.fixture
def branches(runner: Runner, tmp_path: Path) -> Path:
    """A clone of a repository, on a branch that adds a foreign key which stops deletes of users."""
    origin = tmp_path / "origin"
    (origin / "db").mkdir(parents=True)
    dump = origin / "db/structure.sql"
    dump.write_text("CREATE TABLE users (id int PRIMARY KEY);\nCREATE TABLE posts (id int, user_id int);\n", "utf-8")
    runner.commit(origin)
    runner.git(origin, "branch", "--move", "main")
    runner.git(origin, "checkout", "--quiet", "-b", "feature")
    dump.write_text(
        dump.read_text("utf-8") + "ALTER TABLE posts ADD FOREIGN KEY (user_id) REFERENCES users;\n", "utf-8"
    )
    runner.commit(origin)
    runner.git(origin, "checkout", "--quiet", "main")
    (origin / "README").write_text("", "utf-8")
    runner.commit(origin)
    runner.git(tmp_path, "clone", "--quiet", "--branch", "feature", f"file://{origin}", "clone")
    return tmp_path / "clone"


def test_the_recipe_of_a_change_says_what_it_does(runner: Runner, branches: Path) -> None:
    (job,) = (yaml.safe_load(block) for block in blocks(REVIEW, "yaml"))
    (script,) = (script for script in scripts_of(job) if "ondelete diff" in script)
    runner.install()
    done = runner.shell(script, branches)
    assert done.returncode == 1
    assert "::error file=db/structure.sql,line=3,title=newly-blocked::newly blocked: a delete on users" in done.stdout
    origin = f"file://{branches.parent / 'origin'}"
    runner.git(branches.parent, "clone", "-q", "--depth=1", "--no-single-branch", "-b", "feature", origin, "shallow")
    done = runner.shell(script, branches.parent / "shallow")
    assert done.returncode == 2
    assert "'git fetch --unshallow' fetches the rest" in done.stdout


HOOKS = [block for block in blocks(HOWTO, "yaml") if "hooks:" in block]


@pytest.mark.parametrize("hook", HOOKS, ids=["of a checkout", "on the PATH"])
def test_the_hook_stops_a_commit_that_brings_a_finding(hook: str, runner: Runner, tmp_path: Path) -> None:
    revision = runner.commit(runner.home / "ondelete") if "COMMIT" in hook else ""
    runner.install()
    repository = runner.home / f"committed-{tmp_path.name}"
    (repository / "db").mkdir(parents=True)
    (repository / ".pre-commit-config.yaml").write_text(hook.replace("COMMIT", revision), "utf-8")
    runner.commit(repository)
    before = [sys.executable, "-m", "pre_commit", "run", "--color", "never"]

    (repository / "notes.txt").write_text("nothing of ours\n", "utf-8")
    runner.git(repository, "add", "--all")
    other = runner.run(*before, cwd=repository)
    assert (other.returncode, "(no files to check)" in other.stdout) == (0, True), other.stdout

    (repository / "db/structure.sql").write_text(SCHEMA, "utf-8")
    runner.git(repository, "add", "--all")
    ours = runner.run(*before, cwd=repository)
    assert ours.returncode == 1, ours.stdout
    assert FOUND in " ".join(ours.stdout.split())


LOOSENED = """
[rules]
fk-indexed = "off"
no-primary-key = "off"
"""


@pytest.fixture
def fork(runner: Runner, tmp_path: Path) -> Path:
    """Return a workspace with two checkouts: the branch, and a change that would silence what it brings."""
    base, change = tmp_path / "base", tmp_path / "change"
    shutil.copytree(runner.repository / "tools", base / "tools")
    (base / "ondelete.toml").write_text('policy = "default"\n', "utf-8")
    (change / "db").mkdir(parents=True)
    (change / "db/structure.sql").write_text(SCHEMA, "utf-8")
    (change / "ondelete.toml").write_text(LOOSENED, "utf-8")
    (change / "tools").mkdir()
    (change / "tools/pg_ondelete-9.0-py3-none-any.whl").write_text("not what the branch has", "utf-8")
    return tmp_path


def test_files_of_a_fork_loosen_nothing(runner: Runner, fork: Path) -> None:
    (block,) = blocks(SECURITY, "yaml")
    steps = [step for step in yaml.safe_load(block)["jobs"]["audit"]["steps"] if "run" in step]
    install, audit = [runner.shell(step["run"], fork / step.get("working-directory", ".")) for step in steps]
    assert install.returncode == 0, install.stdout
    assert audit.returncode == 1, audit.stdout
    assert f"::warning file=db/structure.sql,line=3,title=fk-indexed::{FOUND}" in audit.stdout


def test_without_the_recipe_they_would(runner: Runner, fork: Path) -> None:
    runner.install()
    done = runner.shell("ondelete audit db/structure.sql --format github", fork / "change")
    assert (done.returncode, FOUND in done.stdout) == (0, False)
