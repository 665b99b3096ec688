"""What holds for every command: it has help, runs on every sample in every format, and loads only what it needs."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import import_module

import click
import pytest
from sample_runs import SAMPLES, SCHEMA_COMMANDS, roots_of

from ondelete.cli._group import ondelete as group
from ondelete.text.visible import columns_of

COMMANDS = group.list_commands(click.Context(group))
CASES = sorted(path.parent.name for path in SAMPLES.glob("*/schema.sql"))
OPTIONS = [
    pytest.param(name, parameter, id=f"{name} {parameter.opts[0]}")
    for name in COMMANDS
    for parameter in import_module(f"ondelete.cli.{name}").command.params
    if isinstance(parameter, click.Option)
]


def test_there_are_samples_and_commands():
    assert len(CASES) >= 6
    assert {"catalog", "explain", "why", "reach", "audit", "indexes", "cycles", "order", "rules"} <= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_what_it_does(name, ondelete):
    command = import_module(f"ondelete.cli.{name}").command
    assert len(command.get_short_help_str(limit=200)) <= 60
    done = ondelete(name, "--help")
    assert done.status == 0
    assert done.out.startswith(f"Usage: ondelete {name}")
    assert max(map(len, done.out.splitlines())) <= 80


@pytest.mark.parametrize(("name", "option"), OPTIONS)
def test_an_option_says_what_it_does(name, option):
    assert option.help
    assert option.help.endswith(".")


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("command", SCHEMA_COMMANDS, ids=" ".join)
def test_text_fits_a_terminal(case, command, ondelete, monkeypatch):
    monkeypatch.chdir(SAMPLES / case)
    for arguments in roots_of(command):
        done = ondelete(*arguments, "schema.sql")
        assert done.status in (0, 1), done.err
        assert done.err == ""
        wide = [line for line in done.out.splitlines() if columns_of(line) > 80 and not _is_code(line)]
        assert all(max(columns_of(word) for word in line.split()) > 40 for line in wide), wide
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", done.out)


def _is_code(line):
    return line.lstrip().startswith(
        ("CREATE INDEX", "ALTER INDEX", "ALTER TABLE", "-- DELETE", "-- UPDATE", "accept = [")
    )


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("command", SCHEMA_COMMANDS, ids=" ".join)
def test_ascii_is_ascii(case, command, ondelete, monkeypatch):
    monkeypatch.chdir(SAMPLES / case)
    for arguments in roots_of(command):
        lines = ondelete(*arguments, "schema.sql", "--ascii").out.splitlines()
        drawn = [line for line in lines if command != ("fix",) or line.startswith("--")]  # SQL keeps its names
        assert "\n".join(drawn).isascii()


@pytest.mark.parametrize(
    ("arguments", "absent"),
    [
        (["--version"], ["pglast", "networkx", "msgspec"]),
        (["--help"], ["pglast", "networkx", "graphviz", "difflib"]),
        (["explain", "--help"], ["pglast", "networkx", "graphviz", "difflib"]),
        (
            ["explain", "users", str(SAMPLES / "helpdesk/schema.sql")],
            ["networkx", "graphviz", "difflib", "tempfile", "wcwidth"],
        ),
    ],
    ids=lambda value: " ".join(value)[:20],
)
def test_a_run_imports_only_what_it_needs(arguments, absent):
    script = (
        "import sys; from ondelete.cli import run; run(sys.argv[1:]);"
        f"print('loaded:', sorted(set({absent!r}) & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.endswith("loaded: []\n")
