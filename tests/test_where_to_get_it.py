"""Nobody is sent to a stranger: nothing installs a name that anybody can take, or links to an address that is assumed.

The name ``ondelete`` on PyPI is somebody else's, and ``pg-ondelete`` is nobody's until it is released.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import ondelete
from ondelete import project
from ondelete.rules.base import Rule

ROOT = Path(__file__).parents[1]
TEXT = {".md", ".py", ".toml", ".yaml", ".yml", ".json", ".sarif", ".js", ".html", ".css", ".sql", ".txt", ""}
GENERATED = {".git", ".venv", "__pycache__", "node_modules", "build", "dist", ".hypothesis"}
# An installer, then anything on the line, then our name: not as part of a path, a file name, or another word.
FROM_AN_INDEX = re.compile(
    r"(?:\bpip3?\b|\bpipx\b|\buvx?\b|\bpoetry\b|\bpdm\b|\brequirements\b|additional_dependencies)[^\n`]*?"
    r"(?:(?<=[\s\"'\[,=])(?:pg[-_])?ondelete(?=[\s\"'`\[\],;=<>~!]|$))",
    re.IGNORECASE | re.MULTILINE,
)
ASSUMED = re.compile(
    r"(?:github\.com|githubusercontent\.com|gitlab\.com|codeberg\.org|readthedocs\.io|github\.io|ghcr\.io|pypi\.org/project)"
    r"[/:][\w./-]*ondelete|\bondelete\.(?:readthedocs\.io|github\.io|dev|org|io)\b",
    re.IGNORECASE,
)


def strangers(text: str) -> list[str]:
    """Return what a text says that leads to a package or an address of somebody else."""
    return [found[0] for form in (FROM_AN_INDEX, ASSUMED) for found in form.finditer(text)]


OLD = [
    "pip install ondelete",
    'pip install "ondelete[svg]"',
    "pip install -q 'ondelete[zstd]', or unpack it",
    "pip install pg-ondelete",
    "pip install -U pg_ondelete==0.1",
    "python -m pip install --user ondelete\n",
    "pipx run ondelete audit",
    "uvx ondelete audit",
    "uv tool install ondelete",
    'additional_dependencies: ["ondelete"]',
    "pip install git+https://github.com/ondelete/ondelete",
    "https://github.com/someone/pg-ondelete",
    "git@github.com:ondelete/ondelete.git",
    "https://pypi.org/project/ondelete/",
    "https://ondelete.readthedocs.io/",
]
NEW = [
    "pip install '.[svg]'",
    "pip install ../ondelete",
    "pip install ./tools/pg_ondelete-0.1.0-py3-none-any.whl",
    "pip install ./tools/pg_ondelete-*.whl",
    "pip install pygraphviz",
    "- repo: ../ondelete",
    ".venv/bin/pip install -q '.[svg]' && \\\n  .venv/bin/ondelete explain users schema.sql",
]


@pytest.mark.parametrize("text", OLD)
def test_an_old_form_is_seen(text: str) -> None:
    assert strangers(text)


@pytest.mark.parametrize("text", NEW)
def test_a_new_form_is_none(text: str) -> None:
    assert strangers(text) == []


def files() -> list[Path]:
    """Return the files of the project that hold text, this one left out."""
    found = (path for path in ROOT.rglob("*") if path.is_file() and path.suffix in TEXT and path != Path(__file__))
    return [path for path in found if not any(map(is_generated, path.relative_to(ROOT).parts))]


def is_generated(part: str) -> bool:
    return part in GENERATED or part.endswith("_cache")


def test_no_file_sends_anybody_to_a_stranger() -> None:
    texts = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8", "replace") for path in files()}
    assert {"README.md", "docs/formats.md", ".ci/run", ".pre-commit-hooks.yaml"} < set(texts)
    assert {name: found for name, text in texts.items() if (found := strangers(text))} == {}


def test_the_distribution_has_a_name_of_its_own_and_the_command_keeps_the_short_one() -> None:
    described = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert described["name"] == "pg-ondelete"
    assert described["scripts"] == {"ondelete": "ondelete.cli:main"}
    assert ondelete.__version__ == project.VERSION


def test_nothing_asks_what_is_installed_under_our_name() -> None:
    """The version stands in the code: what an index calls ``ondelete`` cannot answer in its place."""
    asking = re.compile(r"(?:version|metadata|distribution|requires)\(\s*[\"'](?:pg[-_])?ondelete[\"']")
    assert [path.name for path in (ROOT / "src").rglob("*.py") if asking.search(path.read_text("utf-8"))] == []


def test_a_rule_is_read_in_the_repository_and_at_the_address_once_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = Rule("OD999", "odd-key", "Finds one.", lambda _context, _setting: ())
    assert (rule.page, rule.url) == ("docs/rules/odd-key.md", None)
    monkeypatch.setattr(project, "ADDRESS", "https://code.example/it")
    assert rule.url == "https://code.example/it/blob/main/docs/rules/odd-key.md"
