"""Formats as the command line offers them: by name, by the ending of a file, on real schemas with hostile names."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree as Xml

import jsonschema
import pytest
from markdown_it import MarkdownIt
from sample_runs import SAMPLES, SCHEMA_COMMANDS, roots_of

from ondelete.formats.as_markdown import LIMIT

CASES = sorted(path.parent.name for path in SAMPLES.glob("*/schema.sql"))
SARIF = Path(__file__).resolve().parents[3] / "shared/schemas/sarif-schema-2.1.0.json"
CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def audit(ondelete, case, format_, *more):
    done = ondelete("audit", SAMPLES / case / "schema.sql", "--format", format_, *more)
    assert done.status in (0, 1)
    assert done.err == ""
    assert not CONTROLS.search(done.out)
    return done.out


@pytest.mark.parametrize("case", CASES)
def test_every_format_of_an_audit_holds_the_same_findings(case, ondelete):
    findings = json.loads(audit(ondelete, case, "json"))["findings"]
    prints = [finding["fingerprint"] for finding in findings]
    run = json.loads(audit(ondelete, case, "sarif"))["runs"][0]
    assert [result["partialFingerprints"]["ondelete/v1"] for result in run["results"]] == prints
    assert [entry["fingerprint"] for entry in json.loads(audit(ondelete, case, "gitlab"))] == prints
    rows = list(csv.DictReader(io.StringIO(audit(ondelete, case, "csv"), newline="")))
    assert [row["fingerprint"] for row in rows] == prints
    assert len(audit(ondelete, case, "github").splitlines()) == len(prints)
    root = Xml.fromstring(audit(ondelete, case, "junit"))  # noqa: S314 - our own text
    mild = sum(finding["severity"] == "info" for finding in findings)
    assert int(root.get("failures")) == len(findings) - mild


@pytest.mark.skipif(not SARIF.exists(), reason="the schema of SARIF is not at hand")
@pytest.mark.parametrize("case", CASES)
def test_sarif_is_valid_by_the_schema_of_the_standard(case, ondelete):
    jsonschema.Draft4Validator(json.loads(SARIF.read_text("utf-8"))).validate(
        json.loads(audit(ondelete, case, "sarif"))
    )


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("command", SCHEMA_COMMANDS, ids=" ".join)
def test_every_answer_is_markdown(case, command, ondelete, monkeypatch):
    monkeypatch.chdir(SAMPLES / case)
    for arguments in roots_of(command):
        done = ondelete(*arguments, "schema.sql", "--format", "markdown")
        assert done.err == ""
        assert not CONTROLS.search(done.out)
        assert len(done.out) < LIMIT
        tokens = MarkdownIt("gfm-like", {"html": True}).parse(done.out)
        kinds = {token.type for token in tokens} | {child.type for token in tokens for child in token.children or ()}
        assert not kinds & {"html_block", "html_inline", "link_open", "image", "em_open", "s_open", "code_block"}
        assert next(token.tag for token in tokens if token.type == "heading_open") == "h2"


@pytest.mark.parametrize(
    ("file", "begins"),
    [
        ("a.sarif", '{\n  "$schema"'),
        ("a.sarif.json", '{\n  "$schema"'),
        ("a.json", '{\n  "schema_version"'),
        ("A.MD", "## Audit"),
        ("a.csv", "rule,severity,"),
        ("a.xml", "<?xml "),
        ("a.txt", "Audit, policy default"),
        ("a", "Audit, policy default"),
    ],
)
def test_the_ending_chooses_the_format(file, begins, ondelete, here):
    ondelete("audit", SAMPLES / "helpdesk/schema.sql", "-o", file)
    assert (here / file).read_text("utf-8").startswith(begins)


def test_an_ending_that_a_command_has_no_format_for_is_text(ondelete, here):
    ondelete("explain", "users", SAMPLES / "helpdesk/schema.sql", "-o", "users.sarif")
    assert (here / "users.sarif").read_text("utf-8").startswith("DELETE FROM users")


def test_min_severity_holds_in_every_format(ondelete):
    (result,) = json.loads(audit(ondelete, "helpdesk", "sarif", "--min-severity", "error"))["runs"][0]["results"]
    assert result["level"] == "error"
    assert len(audit(ondelete, "helpdesk", "github", "--min-severity", "error").splitlines()) == 1


def test_a_baseline_makes_states_and_skipped_tests(ondelete, here):
    schema = SAMPLES / "helpdesk/schema.sql"
    assert ondelete("audit", schema, "--rule", "fk-indexed", "--write-baseline").status == 0
    log = ondelete("audit", schema, "--baseline", "ondelete-baseline.json", "--format", "sarif").json
    states = {result["ruleId"]: result["baselineState"] for result in log["runs"][0]["results"]}
    assert set(states.values()) == {"new", "unchanged"}
    done = ondelete("audit", schema, "--baseline", "ondelete-baseline.json", "--format", "junit")
    assert int(Xml.fromstring(done.out).get("skipped")) == 7  # noqa: S314 - our own text
    new = [result for result in log["runs"][0]["results"] if result["baselineState"] == "new"]
    annotated = ondelete("audit", schema, "--baseline", "ondelete-baseline.json", "--format", "github").out
    assert len(annotated.splitlines()) == len(new)


def test_what_stands_in_a_git_revision_is_a_file_of_the_repository(ondelete, here):
    import subprocess

    (here / "s.sql").write_text("CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a_id int REFERENCES a);")
    author = ("-c", "user.name=x", "-c", "user.email=x@e.test")
    for words in (["init", "-q"], ["add", "."], [*author, "commit", "-qm", "x"]):
        subprocess.run(["git", *words], check=True)
    done = ondelete("audit", "HEAD:s.sql", "--format", "github")
    assert done.out.startswith("::warning file=s.sql,line=1,title=fk-indexed::")
