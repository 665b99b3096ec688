"""Workflow commands of GitHub Actions: each finding becomes an annotation of the file.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.findings import Severity
from ondelete.formats.places import repository_path
from ondelete.text.runner_commands import TEXT, without_brackets
from ondelete.text.unsafe_characters import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.findings import Finding
    from ondelete.report import Report

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
# What ends a line or a property, as GitHub's own toolkit writes it; '%' first.
_DATA = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_PROPERTY = (*_DATA, (":", "%3A"), (",", "%2C"))

PRINTS = "findings"
"""What of a report is printed: every command that gives it offers this format."""


def render(report: Report) -> str:
    """Return a workflow command per finding that counts, heaviest first."""
    findings = report.audit.findings if report.audit else ()
    return "".join(f"{_command(finding)}\n" for finding in findings)


def _command(finding: Finding) -> str:
    properties = ",".join(f"{name}={_escaped(value, _PROPERTY)}" for name, value in _properties(finding))
    rest = f"{properties}::{_escaped(_message(finding), _DATA)}"
    return f"::{_COMMANDS[finding.severity]} {without_brackets(rest, TEXT.bracket)}"


def _properties(finding: Finding) -> Iterator[tuple[str, str]]:
    place = finding.location
    if place.path != "-":  # standard input is no file of the repository: such a finding is one of the whole run
        yield "file", visible(repository_path(place.path))
        if place.line > 0:
            yield "line", str(place.line)
    yield "title", finding.rule


def _message(finding: Finding) -> str:
    sql = finding.fix.sql if finding.fix else None
    lines = [finding.message, *(sql.split("\n") if sql else ())]
    return "\n".join(map(visible, lines))


def _escaped(text: str, escapes: tuple[tuple[str, str], ...]) -> str:
    for character, escape in escapes:
        text = text.replace(character, escape)
    return text
