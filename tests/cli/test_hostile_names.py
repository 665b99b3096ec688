"""Whatever a schema and its files are called: no output of any command, in any format, does what a name says.

Commands, formats and switches are those that the program has: a new one is tested here from its first day.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from importlib import import_module
from typing import Any
from xml.etree import ElementTree as Xml

import click
import pytest
from git_itself import git
from markdown_it import MarkdownIt

from hostile import HOSTILE, HUB, hostile_models, hostile_schema, quoted
from ondelete.cli._group import ondelete as group
from ondelete.text.unsafe_characters import is_unsafe

FILE = "::error file=x:: ##[group] \u3164.sql"
BEFORE = "##[error] before\u202e.sql"
ROOT = f"{quoted(HOSTILE[0])}.{quoted(HUB)}"
# What stands for each argument of a command; an argument that is not here fails the test of its command.
ARGUMENTS = {
    "table": [ROOT],
    "other": [quoted(HOSTILE[-2])],
    "files": [FILE],
    "tables_and_files": [ROOT, FILE],
    "file": [FILE],
    "ends": [BEFORE, FILE],
    "name": [],
    "shell": ["bash"],
}
WRITES_A_FILE = {"--write-baseline", "--force"}
BINARY = {"png", "pdf"}


def runs() -> list[Any]:
    found = []
    for name in group.list_commands(click.Context(group)):
        parameters = import_module(f"ondelete.cli.{name}").command.params
        arguments = [word for one in parameters if isinstance(one, click.Argument) for word in ARGUMENTS[one.name]]
        options = [one for one in parameters if isinstance(one, click.Option)]
        formats = [form for one in options if one.opts[0] == "--format" for form in one.type.choices] or [None]
        switches = [(one.opts[-1],) for one in options if one.is_flag and one.opts[-1] not in WRITES_A_FILE]
        switches += [("--policy", "rails") for one in options if one.opts[0] == "--policy"]
        switches += [("--with", "*=restrict") for one in options if one.opts[0] == "--with"]
        base = [name, *arguments, *(("-o", "-") if name in ("init", "report") else ())]
        roots = [[], ["--table", ROOT]] if name == "diagram" else [[]]
        for form in formats:
            for switch in [(), *(switches if form in (None, formats[0]) else ())]:
                for root in roots:
                    words = [*base, *root, *switch, *(("--format", form) if form else ())]
                    label = " ".join(filter(None, [name, form, *switch, "table" if root else None]))
                    found.append(pytest.param(words, form, id=label))
    return found


@pytest.fixture
def folder(here, history, monkeypatch):
    (here / FILE).write_text(hostile_schema(), "utf-8", newline="")
    (here / BEFORE).write_text(hostile_schema().replace("CASCADE", "RESTRICT"), "utf-8", newline="")
    (here / "app/models").mkdir(parents=True)
    for name, text in hostile_models().items():
        (here / "app/models" / name).write_text(text, "utf-8", newline="")
    monkeypatch.setenv("XDG_CACHE_HOME", str(here / "cache"))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(here.parent))
    shutil.copytree(history, here / ".git")
    return here


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    """A repository whose commits have hostile subjects."""
    folder = tmp_path_factory.mktemp("history")
    git(folder, "init", "-q")
    for number, subject in enumerate(HOSTILE):
        (folder / FILE).write_text(f"{hostile_schema()}-- {number}\n", "utf-8", newline="")
        git(folder, "add", ".")
        git(folder, "commit", "-q", "--allow-empty-message", "--cleanup=verbatim", "-m", subject)
    return folder / ".git"


def obeyed(output: str) -> list[str]:
    """Return the lines that a runner obeys, whatever of colours and blanks it takes away first."""
    found = []
    for line in re.split("[\r\n]", re.sub("\x1b\\[[0-9;]*m", "", output)):
        if line.lstrip().startswith("::") or re.search(r"##\w*\[", line):
            found.append(line)
    return found


def unseen(output: str) -> set[str]:
    output = re.sub("^\t+", "", output, flags=re.MULTILINE)  # lines of DOT are indented by tabs
    return {repr(character) for character in output if is_unsafe(ord(character)) and character != "\n"}


@pytest.mark.parametrize(("words", "form"), runs())
def test_no_output_does_what_a_name_says(words, form, folder, capsysbinary):
    from ondelete.cli import run

    status = run(words)
    out, err = capsysbinary.readouterr()
    # A picture of bytes is not printed; switches can exclude each other; of several schemas one may be no answer.
    if form in BINARY or (status == 2 and "--each" not in words):
        assert out == b""
        assert obeyed(err.decode()) == []
        return
    text = out.decode("utf-8")
    assert status in (0, 1) or "--each" in words, err.decode()
    for output in (text, err.decode()):
        if form == "github" and output is text:
            output = "\n".join(OWN.sub("", line) for line in text.splitlines())
        assert obeyed(output) == []
        assert unseen(output) == set()
    JUDGES.get(form or words[0], lambda _: None)(text)


OWN = re.compile(r"^::(error|warning|notice) (?=file=|title=)")


OWN_HTML = re.compile(
    r"^(?:<!-- ondelete:diff -->|</details>|<details><summary>(?:[^<]|<code>[^<]*</code>)*</summary>)$", re.MULTILINE
)


def is_json(text: str) -> None:
    assert isinstance(json.loads(text), dict | list)


def is_csv(text: str) -> None:
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def is_markdown(text: str) -> None:
    text = OWN_HTML.sub("", text)
    tokens = MarkdownIt("gfm-like", {"html": True}).parse(text)
    kinds = {token.type for token in tokens} | {child.type for token in tokens for child in token.children or ()}
    assert not kinds & {"html_block", "html_inline", "link_open", "image", "s_open"}


def is_github(text: str) -> None:
    assert all(OWN.match(line) for line in text.splitlines())


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]


def is_page(text: str) -> None:
    page = Elements()
    page.feed(text)
    assert page.tags.count("script") == 2
    assert "img" not in page.tags
    assert page.handlers == []


def is_svg(text: str) -> None:
    elements = [element.tag.rpartition("}")[2] for element in Xml.fromstring(text).iter()]  # noqa: S314 - our own
    assert not {"script", "img", "foreignObject"} & set(elements)


def is_xml(text: str) -> None:
    assert Xml.fromstring(text).tag == "testsuites"  # noqa: S314 - our own text


JUDGES = {
    "json": is_json,
    "sarif": is_json,
    "gitlab": is_json,
    "csv": is_csv,
    "markdown": is_markdown,
    "md": is_markdown,
    "github": is_github,
    "junit": is_xml,
    "svg": is_svg,
    "report": is_page,
}


def test_data_holds_the_names_as_they_are(folder, ondelete):
    tables = {entry["name"] for entry in ondelete("catalog", FILE, "--format", "json").json["tables"]}
    assert tables == {f"public.{name}" for name in HOSTILE} | {f"{HOSTILE[0]}.{HUB}"}


@pytest.mark.parametrize("colour", [False, True])
def test_a_terminal_s_colours_hide_no_command(colour, folder, ondelete, monkeypatch):
    if colour:
        monkeypatch.setenv("FORCE_COLOR", "1")
    for arguments in (("explain", ROOT, "--full"), ("reach",), ("audit",), ("indexes", "--full")):
        assert obeyed(ondelete(*arguments, FILE).out) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("explain", "::error::nowhere\n##[error]x", "s.sql"),
        ("catalog", "::error::nowhere\n::error::x"),
        ("catalog", "s.sql", "--config", "##[error]x"),
        ("catalog", "::error::empty.sql"),
        ("catalog", "::error::skipped ##vso[x].sql"),
        ("audit", "s.sql", "--policy", "::error::x\n::error::y"),
        ("audit", "s.sql", "--rule", "##[error]"),
        ("witness", "a", "s.sql", "--effect", "##[error]\n::error::"),
        ("::error::command",),
        ("diagram", "s.sql", "-o", "::error::\n##[x].jpg"),
    ],
)
def test_no_message_does_what_a_name_says(arguments, here, ondelete):
    (here / "s.sql").write_text("CREATE TABLE a (id int PRIMARY KEY);")
    (here / "::error::empty.sql").touch()
    (here / "::error::skipped ##vso[x].sql").write_text(
        "CREATE TABLE a (id int);\nALTER TABLE ::error::x ##[error];\nDO $$ ::error:: $$;"
    )
    done = ondelete(*arguments)
    assert done.err
    assert obeyed(done.err) == []
    assert obeyed(done.out) == []
    assert unseen(done.err) == set()


STUB = """# encoding: utf-8
$said = []
class M
  def self.disable_ddl_transaction! = nil
  def method_missing(name, *all, **named) = $said << [name, all, named]
  def respond_to_missing?(*) = true
end
"""


@pytest.mark.skipif(shutil.which("ruby") is None, reason="no Ruby is here")
def test_migrations_are_ruby_that_runs_nothing_of_a_name(folder, ondelete):
    script = ondelete("fix", FILE, "--rails").out
    blocks = re.split(r"^(?=(?:disable_ddl_transaction!\n\n)?def )", script, flags=re.MULTILINE)[1:]
    assert blocks
    calls = "\n".join(
        f"class M{n} < M\n{block}\nend\nM{n}.new.then {{ |m| M{n}.method_defined?(:up, false) ? m.up : m.change }}"
        for n, block in enumerate(blocks)
    )
    program = f"{STUB}{calls}\nputs $said.size\n"
    done = subprocess.run(["ruby", "-"], input=program.encode(), capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    assert int(done.stdout) >= len(blocks)
