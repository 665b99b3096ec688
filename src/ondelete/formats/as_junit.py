"""JUnit XML: a suite per rule that ran, so that a dashboard shows what was looked for, not only what was found.

An error or warning is a failed test, a finding for information a passed one with its text as output, an accepted
finding a skipped one with the reason. A rule without findings is one passed test. A finding's test is named by its
subject, which no edit elsewhere changes, so that a dashboard can follow it from run to run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as Xml

from ondelete.findings import Severity
from ondelete.formats.places import repository_path
from ondelete.text.runner_commands import XML, disarmed
from ondelete.text.unsafe_characters import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ondelete.findings import Finding
    from ondelete.report import Report

ENDINGS = (".xml",)
"""Endings of files that mean this format."""

PRINTS = "findings"
"""What of a report is printed: every command that gives it offers this format."""


def render(report: Report) -> str:
    """Return the findings of an audit, suites in the order of the rules' codes."""
    root = Xml.Element("testsuites", name="ondelete")
    if report.audit is not None:
        everything = (*report.audit.findings, *report.audit.accepted)
        for rule in report.audit.rules:
            root.append(_suite(rule.name, rule.summary, [one for one in everything if one.rule == rule.name]))
    _count(root, list(root.iter("testcase")))
    Xml.indent(root)
    return disarmed(f'<?xml version="1.0" encoding="UTF-8"?>\n{Xml.tostring(root, encoding="unicode")}\n', XML)


def _suite(name: str, summary: str, findings: Sequence[Finding]) -> Xml.Element:
    suite = Xml.Element("testsuite", name=name)
    if not findings:
        Xml.SubElement(suite, "testcase", classname=_class(name), name=summary)
    for finding in findings:
        suite.append(_case(finding))
    _count(suite, list(suite))
    return suite


def _count(element: Xml.Element, cases: Sequence[Xml.Element]) -> None:
    element.set("tests", str(len(cases)))
    element.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    element.set("errors", "0")  # a test that could not run; ours all did, or there is no report
    element.set("skipped", str(sum(case.find("skipped") is not None for case in cases)))


def _case(finding: Finding) -> Xml.Element:
    place = finding.location
    case = Xml.Element("testcase", classname=_class(finding.rule), name=visible(finding.subject))
    case.set("file", visible(repository_path(place.path)))
    case.set("line", str(max(1, place.line)))
    message = visible(finding.message)
    if finding.accepted is not None:
        Xml.SubElement(case, "skipped", message=visible(finding.accepted.reason)).text = message
    elif finding.severity is Severity.INFO:
        Xml.SubElement(case, "system-out").text = _details(finding)
    else:
        failure = Xml.SubElement(case, "failure", type=finding.severity.value, message=message)
        failure.text = _details(finding)
    return case


def _class(rule: str) -> str:
    """Return a class in a package: Jenkins shows what has none under "(root)"."""
    return f"ondelete.{rule}"


def _details(finding: Finding) -> str:
    """Return the place, the message and the repair, one below the other."""
    sql = finding.fix.sql if finding.fix else None
    lines = [str(finding.location), finding.message, *(sql.split("\n") if sql else ())]
    return "\n".join(map(visible, lines))
