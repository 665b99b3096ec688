"""What is registered by presence: each has its test and its page, so that nothing is added halfway."""

from __future__ import annotations

from pathlib import Path
from pkgutil import iter_modules

import pytest
from sample_runs import COMMANDS, SCHEMA_COMMANDS, command_named, formats_of

from ondelete import formats
from ondelete.audit import rule_names
from ondelete.cli._formats import endings_of
from ondelete.config.policies import policy_names

TESTS = Path(__file__).parent
DOCS = TESTS.parent / "docs"
FORMATS = sorted(
    module.name.removeprefix("as_") for module in iter_modules(formats.__path__) if module.name.startswith("as_")
)
OFFERED = {name: [command for command in COMMANDS if name in formats_of(command)] for name in FORMATS}
OF_A_COMMAND = {"script": "fix", "fragment": ""}
"""Formats without a name: what a command prints always, or as its text; a fragment is for notebooks."""


@pytest.mark.parametrize("name", rule_names())
def test_a_rule_has_its_test(name: str) -> None:
    assert (TESTS / "rules" / f"test_{name.replace('-', '_')}.py").exists()


def test_a_test_of_a_rule_has_its_rule() -> None:
    tested = {path.stem.removeprefix("test_").replace("_", "-") for path in (TESTS / "rules").glob("test_*.py")}
    assert tested <= set(rule_names())


@pytest.mark.parametrize("name", policy_names())
def test_a_policy_has_its_page(name: str) -> None:
    index = (DOCS / "policies" / "index.md").read_text("utf-8")
    assert f"`{name}`" in index
    if name != "default":  # the index itself is about the default policy
        assert (DOCS / "policies" / f"{name}.md").exists()
        assert f"({name}.md)" in index


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_offered_and_has_its_test(name: str) -> None:
    assert OFFERED[name] or name in OF_A_COMMAND
    texts = (path.read_text("utf-8") for path in TESTS.rglob("test_*.py") if path != Path(__file__))
    assert any(f"as_{name}" in text or f'"--format", "{name}"' in text for text in texts)


def rows() -> dict[str, list[str]]:
    """The table of docs/formats.md: by format its commands, what it is for, and its endings."""
    lines = (DOCS / "formats.md").read_text("utf-8").splitlines()
    cells = [[cell.strip() for cell in line.split("|")] for line in lines if line.startswith("| `")]
    return {cell[1].strip("`"): cell[2:5] for cell in cells}


def test_the_docs_list_every_format() -> None:
    assert set(rows()) == {name for name in FORMATS if OFFERED[name]}
    assert all(purpose for _, purpose, _ in rows().values())


@pytest.mark.parametrize("name", [name for name in FORMATS if OFFERED[name]])
def test_the_docs_say_which_commands_have_a_format(name: str) -> None:
    shared = [command for command in COMMANDS if "json" in formats_of(command)]
    said, _, endings = rows()[name]
    assert tuple(endings.replace("`", "").replace(",", "").split()) == endings_of(name)
    if said.startswith("all"):
        excepted = [command for command in shared if f"`{command}`" in said.partition("but")[2]]
        assert OFFERED[name] == [command for command in shared if command not in excepted]
    else:
        assert OFFERED[name] == [command for command in COMMANDS if f"`{command}`" in said]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_a_test_that_runs_it(name: str) -> None:
    assert command_named(name).callback is not None
    texts = [path.read_text("utf-8") for path in (TESTS / "cli").glob("test_*.py")]
    assert name in {command[0] for command in SCHEMA_COMMANDS} or any(f'"{name}"' in text for text in texts)
