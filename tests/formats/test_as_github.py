from __future__ import annotations

import pytest
from hypothesis import given

from audits import NAMES, acceptance, audit_report, finding
from ondelete.findings import Severity
from ondelete.formats import as_github
from ondelete.text.unsafe_characters import visible


def rendered(*findings):
    return as_github.render(audit_report(*findings))


@pytest.mark.parametrize(
    ("severity", "command"), [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "notice")]
)
def test_a_finding_is_a_command(severity, command):
    expected = f"::{command} file=schema.sql,line=7,title=fk-indexed::The key of orders is bad.\n"
    assert rendered(finding(severity=severity)) == expected


def test_the_repair_stands_below_the_message():
    assert rendered(finding(sql="A;\nB;")).endswith("::The key of orders is bad.%0AA;%0AB;\n")


def test_what_would_end_a_property_is_escaped():
    assert rendered(finding(path="main:a,b%:c.sql")).startswith("::warning file=a%2Cb%25%3Ac.sql,line=7,")


def test_a_finding_in_standard_input_is_one_of_the_run():
    assert rendered(finding(path="-")) == "::warning title=fk-indexed::The key of orders is bad.\n"


def test_a_finding_without_a_line_is_one_of_the_file():
    assert rendered(finding(number=0)).startswith("::warning file=schema.sql,title=")


def test_what_is_accepted_says_nothing():
    assert rendered(finding(accepted=acceptance())) == ""


@given(NAMES)
def test_any_name_stays_within_its_command(name):
    (text,) = rendered(finding(name, path=f"db/{name}")).splitlines()
    head, _, message = text.removeprefix("::").partition("::")
    assert [part.partition("=")[0] for part in head.removeprefix("warning ").split(",")] == ["file", "line", "title"]
    assert message.replace("%0A", "\n").replace("%25", "%") == visible(f"The key of {name} is bad.")
    assert text.isprintable() or not any(ord(character) < 32 or character == "\x7f" for character in text)
    text.encode()
