"""SARIF 2.1.0: findings for GitHub code scanning, editors and whatever else reads the standard."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ondelete import project
from ondelete.catalog import Location as Place
from ondelete.findings import Severity
from ondelete.formats import sarif
from ondelete.formats.as_json import json_text
from ondelete.formats.markdown import escaped, fenced
from ondelete.formats.places import uri
from ondelete.text.unsafe_characters import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ondelete.findings import Acceptance, Audit, Finding, Fix, RuleInfo
    from ondelete.report import Report

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "ondelete/v1"
"""Names how the fingerprint is made: another way gets another name, and old results are known to be other ones."""

_LEVELS: dict[Severity, sarif.Level] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}

ENDINGS = (".sarif", ".sarif.json")
"""Endings of files that mean this format."""

PRINTS = "findings"
"""What of a report is printed: every command that gives it offers this format."""


def render(report: Report) -> str:
    """Return the findings of an audit as a SARIF log: a run, or one for each part of the report.

    A report that is no audit has no results.
    """
    runs = tuple(map(_run, report.parts or (report,)))
    return json_text(sarif.Log(schema=SCHEMA, version="2.1.0", runs=runs))


def _run(report: Report) -> sarif.Run:
    results, rules = _content(report.audit) if report.audit else ((), ())
    driver = sarif.Driver(
        name="ondelete", semantic_version=project.VERSION, information_uri=project.ADDRESS or None, rules=rules
    )
    return sarif.Run(tool=sarif.Tool(driver=driver), results=results)


def _content(audit: Audit) -> tuple[tuple[sarif.Result, ...], tuple[sarif.Rule, ...]]:
    numbers = {rule.name: (rule.code, number) for number, rule in enumerate(audit.rules)}
    writer = _Writer(audit, numbers)
    return tuple(map(writer.result, (*audit.findings, *audit.accepted))), tuple(map(_rule, audit.rules))


class _Writer:
    """Writes results: all of them have a baseline state or none has, and so for suppressions, as the standard wants."""

    def __init__(self, audit: Audit, rules: Mapping[str, tuple[str, int]]) -> None:
        self._compared, self._rules = audit.compared, rules
        self._suppressing = any(_is_suppressed(finding.accepted) for finding in audit.accepted)

    def result(self, finding: Finding) -> sarif.Result:
        code, number = self._rules[finding.rule]
        accepted = finding.accepted
        known = accepted is not None and accepted.by == "baseline"
        return sarif.Result(
            rule_id=code,
            rule_index=number,
            level=_LEVELS[finding.severity],
            message=_message(finding),
            locations=(_location(finding.location, _logical(finding)),),
            partial_fingerprints={FINGERPRINT: finding.fingerprint},
            baseline_state=("unchanged" if known else "new") if self._compared else None,
            suppressions=_suppressions(accepted) if self._suppressing else None,
            related_locations=tuple(map(_location, finding.related)) or None,
            properties=_properties(finding),
        )


def _rule(rule: RuleInfo) -> sarif.Rule:
    page = _linked(rule.text)
    return sarif.Rule(
        id=rule.code,
        name=rule.name,
        short_description=sarif.Message(text=rule.summary),
        full_description=sarif.Message(text=_first_paragraph(rule)),
        help=sarif.Message(text=page, markdown=page),
        help_uri=rule.url,
        default_configuration=sarif.Configuration(level=_LEVELS[rule.severity]),
    )


def _linked(page: str) -> str:
    """Return a page whose links to other rules lead there, or are plain words while there is nowhere to lead to."""

    def link(found: re.Match[str]) -> str:
        address = project.address_of(f"docs/rules/{found[2]}")
        return f"[{found[1]}]({address})" if address else found[1]

    return re.sub(r"\[([^][]++)\]\(([\w.-]++)\)", link, page)


def _first_paragraph(rule: RuleInfo) -> str:
    """Return what the rule does: the first paragraph below its summary that is no heading."""
    paragraphs = rule.text.removeprefix(rule.summary).strip().split("\n\n")
    below = next((text for text in paragraphs if not text.startswith("#")), "")
    return " ".join(below.split()) or rule.summary


def _message(finding: Finding) -> sarif.Message:
    text = visible(finding.message)
    if "](" in text:  # a viewer makes a link of it (3.11.6), unless the brackets are escaped
        text = text.replace("[", "\\[").replace("]", "\\]")
    sql = finding.fix.sql if finding.fix else None
    if not sql:
        return sarif.Message(text=text)
    return sarif.Message(text=text, markdown=f"{escaped(finding.message)}\n\n{fenced(sql, 'sql')}")


def _location(place: Place, logical: tuple[sarif.LogicalLocation, ...] = ()) -> sarif.Location:
    return sarif.Location(
        physical_location=sarif.PhysicalLocation(
            artifact_location=sarif.ArtifactLocation(uri=uri(place.path)),
            region=sarif.Region(start_line=place.line) if place.line > 0 else None,
        ),
        logical_locations=logical or None,
    )


def _logical(finding: Finding) -> tuple[sarif.LogicalLocation, ...]:
    """Name the table, and the key in it. The standard has kinds for programs only; these two are ours."""
    if finding.table is None:
        return ()
    table = str(finding.table)
    found = [_named(finding.table.name, table, "table")]
    if finding.key is not None:
        found.append(_named(finding.key.removeprefix(f"{table}."), finding.key, "foreign key"))
    return tuple(found)


def _named(name: str, whole: str, kind: str) -> sarif.LogicalLocation:
    return sarif.LogicalLocation(name=visible(name), fully_qualified_name=visible(whole), kind=kind)


def _suppressions(accepted: Acceptance | None) -> tuple[sarif.Suppression, ...]:
    if accepted is None or not _is_suppressed(accepted):
        return ()
    suppression = sarif.Suppression(
        kind="inSource" if accepted.by == "comment" else "external",
        justification=visible(accepted.reason),
        location=_location(accepted.location),
    )
    return (suppression,)


def _is_suppressed(accepted: Acceptance | None) -> bool:
    return accepted is not None and accepted.by != "baseline"


def _properties(finding: Finding) -> sarif.Properties | None:
    fix: Fix | None = finding.fix
    if fix is None and not finding.columns:
        return None
    return sarif.Properties(
        columns=finding.columns or None,
        sql=fix.sql if fix else None,
        rails=fix.rails if fix else None,
    )
