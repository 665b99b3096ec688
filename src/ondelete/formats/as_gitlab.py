"""GitLab's code quality report (https://docs.gitlab.com/ci/testing/code_quality/): a JSON array of findings."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from ondelete.findings import Severity
from ondelete.formats.as_json import json_text
from ondelete.formats.places import repository_path
from ondelete.text.unsafe_characters import visible

if TYPE_CHECKING:
    from ondelete.findings import Finding
    from ondelete.report import Report

Weight: TypeAlias = Literal["info", "minor", "major", "critical", "blocker"]

_WEIGHTS: dict[Severity, Weight] = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.INFO: "info"}

PRINTS = "findings"
"""What of a report is printed: every command that gives it offers this format."""


class Lines(msgspec.Struct, frozen=True):
    """Where it begins, 1-based."""

    begin: int


class Place(msgspec.Struct, frozen=True):
    """A path relative to the repository, and the line."""

    path: str
    lines: Lines


class Violation(msgspec.Struct, frozen=True):
    """One entry; no two of a report may have the same fingerprint."""

    description: str
    check_name: str
    fingerprint: str
    severity: Weight
    location: Place


def render(report: Report) -> str:
    """Return the findings that count, heaviest first."""
    findings = report.audit.findings if report.audit else ()
    seen: Counter[str] = Counter()
    violations = []
    for finding in findings:
        violations.append(_violation(finding, seen[finding.fingerprint]))
        seen[finding.fingerprint] += 1
    return json_text(violations)


def _violation(finding: Finding, before: int) -> Violation:
    """Return an entry; ``before``: how many with this fingerprint stand above, as a file can say a thing twice."""
    return Violation(
        description=visible(finding.message),
        check_name=finding.rule,
        fingerprint=f"{finding.fingerprint}-{before + 1}" if before else finding.fingerprint,
        severity=_WEIGHTS[finding.severity],
        location=Place(visible(repository_path(finding.location.path)), Lines(max(1, finding.location.line))),
    )
