from __future__ import annotations

import json

from hypothesis import given

from audits import NAMES, acceptance, audit_report, finding
from ondelete.findings import Severity
from ondelete.formats import as_gitlab
from ondelete.text.unsafe_characters import visible


def rendered(*findings):
    return json.loads(as_gitlab.render(audit_report(*findings)))


def test_a_finding_is_an_entry():
    one = finding(path="./db/schema.sql")
    assert rendered(one) == [
        {
            "description": "The key of orders is bad.",
            "check_name": "fk-indexed",
            "fingerprint": one.fingerprint,
            "severity": "major",
            "location": {"path": "db/schema.sql", "lines": {"begin": 7}},
        }
    ]


def test_severities_are_those_of_gitlab():
    found = rendered(*(finding(severity=severity) for severity in Severity))
    assert [entry["severity"] for entry in found] == ["critical", "major", "info"]


def test_no_two_entries_share_a_fingerprint():
    found = [entry["fingerprint"] for entry in rendered(finding(), finding(), finding("other"), finding())]
    assert len(set(found)) == 4
    assert found[0] == finding().fingerprint


def test_no_findings_are_an_empty_list():
    assert rendered() == []
    assert rendered(finding(accepted=acceptance())) == []


def test_there_is_always_a_path_and_a_line():
    (entry,) = rendered(finding(path="-", number=0))
    assert entry["location"] == {"path": "-", "lines": {"begin": 1}}


@given(NAMES)
def test_any_name_is_carried(name):
    text = as_gitlab.render(audit_report(finding(name, path=f"db/{name}")))
    text.encode()
    (entry,) = json.loads(text)
    assert entry["description"] == visible(f"The key of {name} is bad.")
