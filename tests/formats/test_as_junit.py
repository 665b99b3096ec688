from __future__ import annotations

from xml.etree import ElementTree as Xml

from hypothesis import given

from audits import HOSTILE, NAMES, acceptance, audit_report, finding
from ondelete.findings import Severity
from ondelete.formats import as_junit
from ondelete.text.unsafe_characters import visible


def rendered(*findings):
    return Xml.fromstring(as_junit.render(audit_report(*findings)).encode())  # noqa: S314 - our own text


def test_each_rule_is_a_suite_and_one_without_findings_has_passed():
    root = rendered()
    assert [suite.get("name") for suite in root] == ["set-null", "fk-indexed", "trigger"]
    assert [case.get("name") for case in root.iter("testcase")] == ["It cannot be NULL.", "No index.", "A trigger."]
    assert (root.get("tests"), root.get("failures"), root.get("skipped")) == ("3", "0", "0")


def test_warnings_fail_information_passes_and_what_is_accepted_is_skipped():
    root = rendered(
        finding("a", sql="A;\nB;"),
        finding("b", rule="trigger", severity=Severity.INFO),
        finding("c", accepted=acceptance(reason="a lookup table")),
    )
    assert (root.get("tests"), root.get("failures"), root.get("skipped")) == ("4", "1", "1")
    failed, skipped = root[1]
    assert failed.attrib == {
        "classname": "ondelete.fk-indexed",
        "name": "public.a.a_fkey",
        "file": "schema.sql",
        "line": "7",
    }
    assert failed[0].tag == "failure"
    assert failed[0].attrib == {"type": "warning", "message": "The key of a is bad."}
    assert failed[0].text == "schema.sql:7\nThe key of a is bad.\nA;\nB;"
    assert skipped[0].tag == "skipped"
    assert skipped[0].get("message") == "a lookup table"
    (passed,) = root[2]
    assert [child.tag for child in passed] == ["system-out"]


def test_a_test_case_keeps_its_name_when_its_line_moves():
    names = [rendered(finding(number=number))[1][0].get("name") for number in (7, 900)]
    assert names[0] == names[1]


def test_hostile_names_are_text():
    root = rendered(*map(finding, HOSTILE))
    assert [case.get("name") for case in root[1]] == [visible(f"public.{name}.{name}_fkey") for name in HOSTILE]
    assert {element.tag for element in root.iter()} == {"testsuites", "testsuite", "testcase", "failure"}


@given(NAMES)
def test_any_name_is_carried(name):
    case = rendered(finding(name, path=f"db/{name}", sql=f'DROP TABLE "{name}"'))[1][0]
    assert case.get("name") == visible(f"public.{name}.{name}_fkey")
    assert case[0].get("message") == visible(f"The key of {name} is bad.")
