"""What a run opens, writes, starts and connects to: Python itself says it, by its audit events.

Every command runs in a folder of somebody else, among files that a program might pick up by their names.
"""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from sample_runs import SAMPLES

SOURCE = Path(__file__).resolve().parents[2] / "src"
WATCHED = """
import os, sys
log = int(sys.argv[1])
watched = ("open", "os.", "subprocess.", "socket.", "shutil.", "ctypes.", "webbrowser.", "urllib.", "http.", "pty.")
quiet = ("os.putenv", "os.unsetenv", "os.listdir", "os.scandir")  # Python looks for its own modules so
def hook(event, details):
    if event.startswith(watched) and event not in quiet:
        os.write(log, f"{event}\\t{details!r}\\n".encode())
sys.addaudithook(hook)
sys.argv = ["ondelete", *sys.argv[2:]]
"""
ONDELETE = "from ondelete.cli import main\nmain()\n"
# What editors, git, shells, Python and other tools read by its name.
DECOYS = (
    ".env", ".git/config", ".git/HEAD", ".git/hooks/post-checkout", ".gitattributes", ".ondeleterc", ".pgpass",
    "click.py", "conftest.py", "json.py", "msgspec.py", "ondelete.py", "pglast/__init__.py", "sitecustomize.py",
    "usercustomize.py", "other.sql", "../ondelete.toml", "../schema.sql",
)  # fmt: skip
CONFIG = 'schema = "schema.sql"\nbaseline = "known.json"\n[sizes]\nrows = "rows.csv"\n[loose]\nfiles = ["loose.yml"]\n'


class Run(NamedTuple):
    """What one run did: names below its folder that it opened, names that it made, programs, and everything else."""

    opened: set[str]
    made: set[str]
    programs: list[list[str]]
    others: list[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "theirs"
    made.mkdir()
    shutil.copy(SAMPLES / "helpdesk/schema.sql", made)
    for name, text in {
        "ondelete.toml": CONFIG,
        "known.json": '{"version": 1, "findings": []}',
        "rows.csv": "table,rows\nusers,10\n",
        "loose.yml": "{}\n",
        **dict.fromkeys(DECOYS, "raise SystemExit('picked up')\n"),
    }.items():
        path = made / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return made


def run(folder: Path, *arguments: str, program: str = ONDELETE) -> Run:
    """Run a command, and return what it touched outside of Python, its packages and this program."""
    log = folder.parent / "log"
    with log.open("wb") as target:
        done = subprocess.run(
            [sys.executable, "-P", "-B", "-c", WATCHED + program, str(target.fileno()), *arguments],
            check=False,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            pass_fds=[target.fileno()],
        )
    assert done.returncode in (0, 1), done.stderr
    result = Run(set(), set(), [], [])
    for line in log.read_text("utf-8").splitlines():
        note(result, folder, *line.split("\t", 1))
    return result


def note(result: Run, folder: Path, event: str, details: str) -> None:
    """Sort one event into what it says of a run."""
    if event == "subprocess.Popen":
        result.programs.append(ast.literal_eval(details)[1])
    elif event == "os.posix_spawn" and ast.literal_eval(details)[1] in result.programs:
        return  # how Popen starts it from Python 3.13 on
    elif event == "os.rename":
        result.made.add(os.path.relpath(ast.literal_eval(details)[1], folder.resolve()))
    elif event == "open":
        name, _, flags = ast.literal_eval(details)
        path = Path(os.path.realpath(folder / name)) if isinstance(name, str) else None
        if path is None or is_of_python(path):
            return
        below = os.path.relpath(path, folder.resolve())
        if not flags & (os.O_WRONLY | os.O_RDWR):
            result.opened.add(below)
        elif not below.startswith(".ondelete-"):  # made anew beside the output, and renamed
            result.others.append(f"{event} {details}")
    elif event not in ("os.chmod", "os.remove") or ".ondelete-" not in details:
        result.others.append(f"{event} {details}")


def is_of_python(path: Path) -> bool:
    homes = {
        sys.prefix,
        sys.base_prefix,
        str(SOURCE),
        *(entry for entry in sys.path if entry.endswith("site-packages")),
    }
    return path == Path(os.devnull) or any(path.is_relative_to(os.path.realpath(home)) for home in homes)


COMMANDS = (
    "audit",
    "audit --no-baseline --format sarif",
    "catalog",
    "cycles",
    "diagram --format mmd",
    "explain users",
    "explain users --prove",
    "fix",
    "indexes",
    "order",
    "reach",
    "rules",
    "why users comments",
    "witness users",
)


CONFIGURED = ("ondelete.toml", "rows.csv", "loose.yml")


def given(command: str) -> set[str]:
    """Return what a command was told to read, by its configuration."""
    files = {"ondelete.toml"} if command == "rules" else {"ondelete.toml", "schema.sql", "rows.csv", "loose.yml"}
    return files | {"known.json"} if command in ("audit", "fix") else files


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_opens_what_it_was_given_and_nothing_else(command: str, folder: Path) -> None:
    done = run(folder, *command.split())
    assert done.opened <= given(command)
    assert "ondelete.toml" in done.opened
    assert (done.made, done.programs, done.others) == (set(), [], [])


def test_other_files_are_opened_inside_of_the_folder_of_the_named_one_only(folder: Path) -> None:
    (folder / "in").mkdir()
    (folder / "in/all.sql").write_text("\\ir t.sql\n\\ir ../other.sql\n\\i ../.env\n\\ir link.sql\n")
    (folder / "in/t.sql").write_text("CREATE TABLE t ();")
    (folder / "in/link.sql").symlink_to("../.pgpass")
    done = run(folder, "catalog", "in/all.sql")
    assert done.opened == {*CONFIGURED, "in/all.sql", "in/t.sql"}
    assert (done.made, done.programs, done.others) == (set(), [], [])


@pytest.mark.parametrize("command", ["models", "explain users --rails", "audit --policy rails"])
def test_of_an_application_only_its_models_and_a_few_settings_are_opened(command: str, folder: Path) -> None:
    """Nothing in them is run: the decoys end a run that does."""
    files = {
        "app/models/user.rb": "class User < ApplicationRecord\nend\nsystem('touch made')\n",
        "engines/x/app/models/x/y.rb": "exit 9\n",
        "engines/x/lib/x/engine.rb": "exit 9\n",
        "config/application.rb": "exit 9\n",
        "config/initializers/inflections.rb": "exit 9\n",
    }
    decoys = (
        "config/initializers/secret_token.rb",
        "config/master.key",
        "Gemfile",
        "Rakefile",
        "lib/tasks/x.rb",
        "app/a.rb",
    )
    for name, text in {**files, **dict.fromkeys(decoys, "exit 9\n")}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    (folder / "app/models/link.rb").symlink_to("../../config/master.key")
    done = run(folder, *command.split())
    assert done.opened <= {*given("audit"), *files}
    assert set(files) - {"config/application.rb"} <= done.opened
    assert (done.made, done.programs, done.others) == (set(), [], [])


def test_of_a_folder_of_migrations_only_its_own_files_are_opened(folder: Path) -> None:
    (folder / "m").mkdir()
    (folder / "m/1_t.sql").write_text("CREATE TABLE t ();")
    (folder / "m/2_link.sql").symlink_to("../other.sql")
    (folder / "m/3_program.py").write_text("raise SystemExit('run')\n")
    done = run(folder, "catalog", "m")
    assert done.opened == {*CONFIGURED, "m/1_t.sql", "m/3_program.py"}
    assert (done.made, done.programs, done.others) == (set(), [], [])


@pytest.mark.parametrize(
    "command", ["audit -o out.sarif", "audit --write-baseline", "report -o out.html", "diagram -o out.dot"]
)
def test_what_is_written_is_the_file_that_was_named(command: str, folder: Path) -> None:
    done = run(folder, *command.split())
    assert done.made == ({command.split()[-1]} if "-o" in command else {"known.json"})
    assert (done.programs, done.others) == ([], [])


def test_a_picture_is_drawn_by_graphviz_alone(folder: Path) -> None:
    pytest.importorskip("pygraphviz", reason="the extra svg is not installed", exc_type=ImportError)
    done = run(folder, "diagram", "--table", "users", "-o", "out.svg")
    assert done.programs == [[sys.executable, "-P", "-m", "ondelete.diagrams.formats.embedded", "svg"]]
    assert (done.made, done.others) == ({"out.svg"}, [])


def test_what_no_run_does_would_be_seen(folder: Path) -> None:
    deeds = (
        "open('.env'); open('new', 'w'); os.mkdir('made'); os.remove('new'); subprocess.run(['true']); socket.socket()"
    )
    done = run(folder, program=f"import socket, subprocess\n{deeds}\n")
    assert (done.opened, done.programs) == ({".env"}, [["true"]])
    assert [other.split()[0] for other in done.others] == ["open", "os.mkdir", "os.remove", "socket.__new__"]
