"""README and docs tell the truth: every ``$ ondelete`` in a console block is run and compared, every link leads on.

A line ``...`` in an expected output stands for any lines. ``pytest tests/test_docs.py --update-goldens`` writes
what the commands print now. Commands run in a folder that holds ``samples/`` and nothing else of the project.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
GENERATED = ("docs/rules/", "docs/commands.md")  # from docstrings and help texts, with tests of their own
PAGES = [
    path
    for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "samples/README.md", *ROOT.glob("docs/**/*.md"))
    if not path.relative_to(ROOT).as_posix().startswith(GENERATED)
]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)
COMMAND = re.compile(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", re.M)


class Example(NamedTuple):
    """A command in a page, and what the page says that it prints."""

    page: Path
    line: int
    command: str
    expected: str

    @property
    def id(self) -> str:
        return f"{self.page.relative_to(ROOT).as_posix()}:{self.line}"


def examples_of(page: Path) -> list[Example]:
    text = page.read_text("utf-8")
    return [
        Example(page, text.count("\n", 0, block.start(1) + found.start()) + 1, found[1], found[2])
        for block in BLOCK.finditer(text)
        for found in COMMAND.finditer(block[1])
    ]


EXAMPLES = [example for page in PAGES for example in examples_of(page)]


def run(command: str, folder: Path) -> str:
    """Return what the command prints, standard error and a status other than 0 included."""
    program, *arguments = shlex.split(command)
    assert Path(program).name == "ondelete", "an example runs ondelete and nothing else"
    if not (folder / "samples").exists():
        (folder / "samples").symlink_to(ROOT / "samples")
    environment = {"PATH": os.environ["PATH"], "NO_COLOR": "1", "COLUMNS": "80", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "ondelete", *arguments],
        check=False,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    assert done.returncode in (0, 1, 2), done.stdout
    assert "Traceback" not in done.stdout
    return done.stdout


def agrees(expected: str, printed: str) -> bool:
    """Whether the lines are the same; ``...`` alone on a line stands for any lines."""
    parts = [re.escape(part) for part in re.split(r"^ *\.\.\.\n", expected, flags=re.M)]
    return re.fullmatch("(?:.*\n)*?".join(parts), printed) is not None


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.id for example in EXAMPLES])
def test_example_prints_what_the_page_says(example: Example, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    printed = run(example.command, tmp_path)
    if agrees(example.expected, printed):
        return
    if request.config.getoption("--update-goldens"):
        text = example.page.read_text("utf-8")
        old = f"$ {example.command}\n{example.expected}"
        assert text.count(old) == 1, "cannot tell which example to write"
        example.page.write_text(text.replace(old, f"$ {example.command}\n{printed}"), "utf-8")
        return
    assert printed == example.expected


@pytest.mark.parametrize(
    ("expected", "printed", "same"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\n...\nd\n", "a\nb\nc\nd\n", True),
        ("a\n...\nd\n", "a\nd\n", True),
        ("a\n...\n", "a\nb\n", True),
        ("a\n", "a\nb\n", False),
        ("a.\n", "ab\n", False),
        ("...\nb\n", "a\n", False),
    ],
)
def test_three_dots_stand_for_lines(expected: str, printed: str, same: bool) -> None:
    assert agrees(expected, printed) is same


def test_the_readme_has_examples() -> None:
    assert any(example.page.name == "README.md" and " explain " in example.command for example in EXAMPLES)


def first_steps() -> list[str]:
    """Return the commands that the README tells a newcomer to type, in the order of the page."""
    text = (ROOT / "README.md").read_text("utf-8")
    steps = re.findall(r"^```sh\n(python3 -m venv .*?)\n```$", text, re.M | re.S)
    return [re.sub(r"\s*\\\n\s*", " ", step) for step in steps]


def test_first_command_runs_and_leaves_a_picture(tmp_path: Path) -> None:
    runs = [part for part in first_steps()[0].split(" && ") if part.startswith(".venv/bin/ondelete ")]
    assert runs
    for part in runs:
        assert "error" not in run(part, tmp_path)
    pictures = list(tmp_path.glob("*.svg"))
    assert len(pictures) == 1
    assert pictures[0].read_text("utf-8").rstrip().endswith("</svg>")


def words_of(picture: str) -> list[str]:
    """Return the texts of an SVG; their places differ between versions of Graphviz."""
    return sorted(re.findall(r"<text[^>]*>([^<]*)</text>", picture))


def test_picture_of_the_readme_is_what_is_drawn_now(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    committed = ROOT / "docs/helpdesk-users.svg"
    run("ondelete diagram samples/helpdesk/schema.sql --table users -o users.svg", tmp_path)
    drawn = (tmp_path / "users.svg").read_text("utf-8")
    if request.config.getoption("--update-goldens"):
        committed.write_text(drawn, "utf-8")
    assert words_of(committed.read_text("utf-8")) == words_of(drawn)


def test_second_command_is_what_continuous_integration_runs() -> None:
    pytest_of_readme = first_steps()[1].split(" && ")[-1].removeprefix(".venv/bin/")
    lines = (ROOT / ".ci/run").read_text("utf-8").splitlines()
    assert [line.replace('"$bin/', "").replace('"', "") for line in lines if line.startswith('"$bin/pytest"')] == [
        pytest_of_readme
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.M | re.S)
    targets = re.findall(r"\]\(([^)\s]+)\)|<img[^>]* src=\"([^\"]+)\"", text)
    local = [one or other for one, other in targets if not re.match(r"[a-z]+:|#", one or other)]
    missing = [target for target in local if not (page.parent / target.split("#")[0]).exists()]
    assert missing == []


def test_every_page_of_docs_is_reached_from_its_index() -> None:
    index = (ROOT / "docs/index.md").read_text("utf-8")
    pages = {path.name for path in (ROOT / "docs").glob("*.md")} - {"index.md"}
    assert {page for page in pages if f"({page}" not in index} == set()


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs/decisions"
    index = (folder / "README.md").read_text("utf-8")
    assert {path.name for path in folder.glob("0*.md") if f"({path.name})" not in index} == set()
