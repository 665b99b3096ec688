"""``ondelete audit``: what is shown, what is written, and which exit status a finding gives."""

from __future__ import annotations

import json

import pytest

SCHEMA = (
    "CREATE TABLE p (id bigint PRIMARY KEY);\n"
    "CREATE TABLE a (fk bigint NOT NULL REFERENCES p ON DELETE SET NULL);\n"
    "CREATE TABLE b (fk bigint REFERENCES p);\n"
)
"""An error and two warnings (no index on a and b), and one information (b names no action)."""


@pytest.fixture
def schema(here):
    (here / "schema.sql").write_text(SCHEMA)
    return here


def rules(done) -> list[tuple[str, str]]:
    return [(finding["rule"], finding["severity"]) for finding in done.json["findings"]]


def audit(ondelete, *arguments):
    return ondelete("audit", *arguments, "--format", "json")


ALL = [
    ("set-null-impossible", "error"),
    ("fk-indexed", "warning"),
    ("fk-indexed", "warning"),
    ("on-delete-explicit", "info"),
]


def test_everything_is_shown_heaviest_first(ondelete, schema):
    done = audit(ondelete)
    assert rules(done) == ALL
    assert done.status == 1
    summary = done.json["summary"]
    assert (summary["error"], summary["warning"], summary["info"], summary["findings"]) == (1, 2, 1, 4)


@pytest.mark.parametrize(
    ("arguments", "config", "status"),
    [
        ([], "", 1),
        (["--fail-on", "error"], "", 1),
        (["--fail-on", "never"], "", 0),
        ([], 'fail-on = "never"', 0),
        (["--fail-on", "info"], 'fail-on = "never"', 1),
        (["--rule", "on-delete-explicit"], "", 0),
        (["--rule", "on-delete-explicit"], 'fail-on = "info"', 1),
        (["--rule", "fk-indexed", "--fail-on", "error"], "", 0),
        (["--rule", "fk-indexed", "--min-severity", "error"], "", 1),
        (["--rule", "cascade-cycle"], "", 0),
        ([], 'fail-on = "fatal"', 2),
        (["--fail-on", "fatal"], "", 2),
        (["--rule", "no-rule"], "", 2),
        (["--policy", "none"], "", 2),
    ],
)
def test_the_status_tells_whether_something_is_heavy_enough(ondelete, schema, arguments, config, status):
    (schema / "ondelete.toml").write_text(config)
    assert ondelete("audit", *arguments).status == status


def test_some_rules_can_be_asked_alone_by_name_or_code(ondelete, schema):
    assert rules(audit(ondelete, "--rule", "fk-indexed")) == ALL[1:3]
    assert rules(audit(ondelete, "--rule", "OD201", "--rule", "on-delete-explicit")) == ALL[1:]


@pytest.mark.parametrize("command", ["audit", "fix"])
def test_a_rule_that_is_off_is_not_asked_in_vain(ondelete, schema, command):
    done = ondelete(command, "--rule", "fk-indexed", "--rule", "OD202")
    assert (done.status, done.out) == (2, "")
    assert "too-many-indexes is off in policy default" in done.err
    assert ondelete(command, "--rule", "OD202", "--policy", "gitlab").status == 0


def test_milder_findings_are_counted_where_they_are_not_shown(ondelete, schema):
    assert rules(audit(ondelete, "--min-severity", "error")) == ALL[:1]
    out = ondelete("audit", "--min-severity", "error").out
    assert "on-delete-explicit" not in out
    assert "3  less severe than --min-severity" in out
    assert audit(ondelete, "--min-severity", "error").json["summary"]["findings"] == 4


def test_statistics_count_by_table_and_show_no_finding(ondelete, schema):
    out = ondelete("audit", "--statistics").out
    assert "schema.sql:" not in out
    assert "By table" in out
    assert "By rule" in out
    lines = [line.split() for line in out.splitlines()]
    assert ["1", "1", "a"] in lines
    assert ["1", "1", "b"] in lines


IGNORE = '[[ignore]]\nrule = "fk-indexed"\nsubject = "b"\nreason = "twelve rows"\n'


def test_what_is_ignored_is_counted_and_listed_apart(ondelete, schema):
    (schema / "ondelete.toml").write_text(IGNORE)
    comment = "COMMENT ON COLUMN b.fk IS 'ondelete: ignore on-delete-explicit because so';"
    (schema / "schema.sql").write_text(SCHEMA + comment)
    done = audit(ondelete)
    assert rules(done) == ALL[:2]
    assert [(entry["rule"], entry["by"], entry["reason"]) for entry in done.json["accepted"]] == [
        ("fk-indexed", "config", "twelve rows"),
        ("on-delete-explicit", "comment", "so"),
    ]
    assert (done.json["summary"]["ignored"], done.json["summary"]["known"]) == (2, 0)
    out = ondelete("audit").out
    assert "1  ignored by the configuration" in out
    assert "1  ignored by a COMMENT in the database" in out
    assert "twelve rows" not in out


def test_a_baseline_makes_todays_findings_known_and_new_ones_count(ondelete, schema):
    written = ondelete("audit", "--write-baseline")
    assert written.status == 0
    assert 'written to ondelete-baseline.json; put baseline = "ondelete-baseline.json"' in written.err
    assert len(json.loads((schema / "ondelete-baseline.json").read_text())["findings"]) == 4
    assert ondelete("audit").status == 1, "only where it is named"
    known = audit(ondelete, "--baseline", "ondelete-baseline.json")
    assert (known.status, rules(known), known.json["summary"]["known"]) == (0, [], 4)
    assert "4  known from the baseline" in ondelete("audit", "--baseline", "ondelete-baseline.json").out
    (schema / "ondelete.toml").write_text('baseline = "ondelete-baseline.json"')
    (schema / "schema.sql").write_text(f"{SCHEMA}CREATE TABLE c (fk bigint REFERENCES p);\n")
    assert rules(audit(ondelete)) == [("fk-indexed", "warning"), ("on-delete-explicit", "info")]
    assert len(rules(audit(ondelete, "--no-baseline"))) == 6


def test_a_baseline_that_is_written_anew_forgets_what_is_gone(ondelete, schema):
    (schema / "ondelete.toml").write_text('baseline = "known.json"')
    assert ondelete("audit", "--write-baseline").err == "ondelete: 4 known findings written to known.json\n"
    (schema / "schema.sql").write_text(SCHEMA.replace("NOT NULL ", ""))
    done = audit(ondelete)
    assert (rules(done), done.status) == ([("stale-baseline", "warning")], 1)
    assert "known.json" in done.json["findings"][0]["path"]
    written = ondelete("audit", "--write-baseline")
    assert (written.status, written.err) == (0, "ondelete: 3 known findings written to known.json (+0 new, -1 gone)\n")
    assert rules(audit(ondelete)) == []
    assert "set-null-impossible" not in (schema / "known.json").read_text()


def test_a_baseline_of_some_rules_keeps_what_is_known_of_the_others(ondelete, schema):
    (schema / "ondelete.toml").write_text('baseline = "known.json"')
    ondelete("audit", "--write-baseline")
    (schema / "schema.sql").write_text(SCHEMA + "CREATE INDEX ON a (fk);\n")
    assert ondelete("audit", "--rule", "fk-indexed", "--write-baseline").status == 0
    assert len(json.loads((schema / "known.json").read_text())["findings"]) == 3
    assert rules(audit(ondelete)) == []


def test_a_baseline_that_is_pruned_learns_nothing(ondelete, schema):
    (schema / "ondelete.toml").write_text('baseline = "known.json"')
    ondelete("audit", "--write-baseline")
    (schema / "schema.sql").write_text(SCHEMA.replace("NOT NULL ", "") + "CREATE TABLE c (fk bigint REFERENCES p);\n")
    pruned = ondelete("audit", "--prune-baseline", "--format", "json")
    assert (pruned.status, pruned.err) == (1, "ondelete: known.json pruned (+0 new, -1 gone)\n")
    assert rules(pruned) == [("fk-indexed", "warning"), ("on-delete-explicit", "info")]
    assert rules(audit(ondelete)) == rules(pruned)
    before = (schema / "known.json").read_text()
    assert "pruned (+0 new, -0 gone)" in ondelete("audit", "--prune-baseline").err
    assert (schema / "known.json").read_text() == before


def test_pruning_by_one_rule_leaves_the_entries_of_others(ondelete, schema):
    (schema / "ondelete.toml").write_text('baseline = "known.json"')
    ondelete("audit", "--write-baseline")
    (schema / "schema.sql").write_text("CREATE TABLE p (id bigint PRIMARY KEY);\n")
    assert "(+0 new, -2 gone)" in ondelete("audit", "--rule", "fk-indexed", "--prune-baseline").err
    assert len(json.loads((schema / "known.json").read_text())["findings"]) == 2


def test_ignored_findings_are_not_written_into_a_baseline(ondelete, schema):
    (schema / "ondelete.toml").write_text(IGNORE)
    ondelete("audit", "--write-baseline", "--baseline", "known.json")
    assert len(json.loads((schema / "known.json").read_text())["findings"]) == 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--baseline", "gone.json"], "gone.json: the baseline cannot be read: No such file or directory; write a new"),
        (["--baseline", "schema.sql"], "schema.sql: this file is no baseline"),
        (
            ["--no-baseline", "--baseline", "x"],
            "--no-baseline excludes --baseline, --prune-baseline and --write-baseline",
        ),
        (["--no-baseline", "--write-baseline"], "--no-baseline excludes --baseline"),
        (["--prune-baseline", "--write-baseline"], "--write-baseline and --prune-baseline exclude each other"),
        (["--prune-baseline"], "ondelete-baseline.json: the baseline cannot be read"),
        (["--write-baseline", "--baseline", "no/such/folder.json"], "cannot write no/such/folder.json"),
    ],
)
def test_a_baseline_that_cannot_be_had_is_no_answer(ondelete, schema, arguments, words):
    done = ondelete("audit", *arguments)
    assert done.status == 2
    assert words in done.err
    assert done.out == ""


@pytest.mark.parametrize("encoding", ["UTF8", "SQL_ASCII"])
def test_strange_subjects_survive_in_a_baseline(ondelete, here, encoding):
    sql = (
        f"SET client_encoding = '{encoding}';\nCREATE TABLE p (id bigint PRIMARY KEY);\n"
        'CREATE TABLE "a\nb\x1b[2J✓\u202e" (fk bigint REFERENCES p);\nDO $$ BEGIN \xff END $$;\n'
    )
    (here / "schema.sql").write_bytes(sql.encode() if encoding == "UTF8" else sql.encode().replace(b"\xbf", b"\xff"))
    assert ondelete("audit", "--write-baseline").status == 0
    done = audit(ondelete, "--baseline", "ondelete-baseline.json")
    assert (done.status, rules(done), done.json["summary"]["known"]) == (0, [], 3)
    assert "\x1b" not in ondelete("audit").out
