from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given

from audits import HOSTILE, NAMES, RULES, Nothing, acceptance, audit_report, finding
from ondelete import project
from ondelete.findings import Severity
from ondelete.formats import as_sarif
from ondelete.report import Report, line
from ondelete.text.unsafe_characters import visible

SCHEMA = Path(__file__).resolve().parents[3] / "shared/schemas/sarif-schema-2.1.0.json"


def log_of(*findings, **options):
    return json.loads(as_sarif.render(audit_report(*findings, **options)))


def results_of(*findings, **options):
    return log_of(*findings, **options)["runs"][0]["results"]


EVERY_KIND = (
    finding("a", rule="set-null", severity=Severity.ERROR, sql="ALTER TABLE a;\nALTER TABLE b;"),
    finding("b", path="-", number=0),
    finding("c", rule="trigger", severity=Severity.INFO, path="main:db/x y.sql"),
    finding("d", accepted=acceptance("config")),
    finding("e", accepted=acceptance("comment", "twelve \x1b rows")),
    finding("f", accepted=acceptance("baseline")),
    *map(finding, HOSTILE),
)


@pytest.mark.skipif(not SCHEMA.exists(), reason="the schema of SARIF is not at hand")
@pytest.mark.parametrize("compared", [False, True])
@pytest.mark.parametrize("findings", [(), EVERY_KIND])
def test_it_is_valid_by_the_schema_of_the_standard(findings, compared):
    jsonschema.Draft4Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(log_of(*findings, compared=compared))


def test_the_program_and_its_rules():
    log = log_of()
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("/sarif-schema-2.1.0.json")
    driver = log["runs"][0]["tool"]["driver"]
    assert driver["name"] == "ondelete"
    assert re.fullmatch(r"\d+\.\d+\.\d+", driver["semanticVersion"])
    assert [(rule["id"], rule["name"], rule["defaultConfiguration"]["level"]) for rule in driver["rules"]] == [
        ("OD101", "set-null", "error"),
        ("OD102", "fk-indexed", "warning"),
        ("OD103", "trigger", "note"),
    ]
    first = driver["rules"][0]
    assert first["shortDescription"] == {"text": "It cannot be NULL."}
    assert first["fullDescription"] == {"text": "Why."}
    assert first["help"] == {"text": RULES[0].text, "markdown": RULES[0].text}
    assert first["helpUri"] == "https://x.test/1"
    assert "helpUri" not in driver["rules"][1], "a rule without an address has its text, and no link to nowhere"
    assert "informationUri" not in driver
    assert driver["rules"][1]["fullDescription"] == {"text": "No index."}


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("", "set-null"),
        ("https://code.example/it", "[set-null](https://code.example/it/blob/main/docs/rules/set-null.md)"),
    ],
)
def test_a_page_links_to_another_rule_once_the_project_has_an_address(monkeypatch, address, link):
    monkeypatch.setattr(project, "ADDRESS", address)
    driver = log_of()["runs"][0]["tool"]["driver"]
    assert driver.get("informationUri", "") == address
    assert driver["rules"][2]["help"]["markdown"] == f"A trigger.\n\nSee {link}, [a page](https://x.test/4)."


def test_a_result_names_its_rule_its_place_and_its_key():
    one = finding("orders", path="./db/my schema.sql", number=12, sql="CREATE INDEX i ON orders (a);")
    assert results_of(one) == [
        {
            "ruleId": "OD102",
            "ruleIndex": 1,
            "level": "warning",
            "message": {
                "text": "The key of orders is bad.",
                "markdown": "The key of orders is bad.\n\n```sql\nCREATE INDEX i ON orders (a);\n```",
            },
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "db/my%20schema.sql"},
                        "region": {"startLine": 12},
                    },
                    "logicalLocations": [
                        {"name": "orders", "fullyQualifiedName": "public.orders", "kind": "table"},
                        {
                            "name": "orders_fkey",
                            "fullyQualifiedName": "public.orders.orders_fkey",
                            "kind": "foreign key",
                        },
                    ],
                }
            ],
            "partialFingerprints": {"ondelete/v1": one.fingerprint},
            "properties": {"columns": ["orders"], "sql": "CREATE INDEX i ON orders (a);"},
        }
    ]


def test_every_result_points_to_its_rule():
    log = log_of(*EVERY_KIND)
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in log["runs"][0]["results"])


def test_a_finding_without_a_line_has_no_region():
    (result,) = results_of(finding(number=0))
    assert result["locations"][0]["physicalLocation"] == {"artifactLocation": {"uri": "schema.sql"}}


def test_what_a_baseline_knows_is_unchanged_and_the_rest_is_new():
    findings = (finding("a"), finding("b", accepted=acceptance("baseline")))
    assert [result["baselineState"] for result in results_of(*findings, compared=True)] == ["new", "unchanged"]
    assert all("suppressions" not in result for result in results_of(*findings, compared=True))


def test_without_a_baseline_there_is_no_baseline_state():
    assert all("baselineState" not in result for result in results_of(finding("a"), finding("b")))


def test_what_is_ignored_is_suppressed_where_it_is_said():
    counts, ignored, commented = results_of(
        finding("a"), finding("b", accepted=acceptance("config")), finding("c", accepted=acceptance("comment"))
    )
    place = {"physicalLocation": {"artifactLocation": {"uri": "ondelete.toml"}, "region": {"startLine": 3}}}
    assert counts["suppressions"] == []
    assert ignored["suppressions"] == [{"kind": "external", "justification": "it is small", "location": place}]
    assert commented["suppressions"][0]["kind"] == "inSource"


def test_a_name_makes_no_link():
    (result,) = results_of(finding("[a](javascript:1)"))
    assert result["message"]["text"] == r"The key of \[a\](javascript:1) is bad."


@given(NAMES)
def test_any_name_is_carried(name):
    text = as_sarif.render(audit_report(finding(name, path=f"db/{name}", sql=f'DROP TABLE "{name}"')))
    text.encode()
    (result,) = json.loads(text)["runs"][0]["results"]
    assert result["locations"][0]["logicalLocations"][0]["name"] == visible(name)
    assert "\x1b" not in text
    assert "\x1b" not in result["message"]["text"] + result["message"]["markdown"]


def test_a_report_that_is_no_audit_has_no_results():
    run = json.loads(as_sarif.render(Report(line("t"), "s", line("v"), (), Nothing())))["runs"][0]
    assert run["results"] == run["tool"]["driver"]["rules"] == []
