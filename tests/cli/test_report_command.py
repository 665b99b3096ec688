"""The command ``report``: where the page goes, and what is said. What a page holds stands in tests/browser."""

from __future__ import annotations

import io
import sys

import pytest
from sample_runs import SAMPLES

HELPDESK = SAMPLES / "helpdesk" / "schema.sql"


def test_the_page_goes_to_the_file_and_a_word_to_standard_error(ondelete, here):
    done = ondelete("report", HELPDESK, "-o", "report.html")
    assert (done.status, done.out) == (0, "")
    assert done.err == "ondelete: written to report.html; open it in a browser\n"
    assert (here / "report.html").read_text("utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize("arguments", [[], ["-o", "-"]])
def test_without_a_file_it_goes_to_standard_output(arguments, ondelete):
    done = ondelete("report", HELPDESK, *arguments)
    assert (done.status, done.err) == (0, "")
    assert done.out.rstrip().endswith("</html>")


def test_quiet_says_nothing(ondelete, here):
    assert ondelete("report", HELPDESK, "-o", "report.html", "--quiet").err == ""


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_gets_no_page(ondelete, monkeypatch):
    monkeypatch.setattr(sys, "stdout", Terminal())
    done = ondelete("report", HELPDESK)
    assert done.status == 2
    assert "name a file, such as -o report.html" in done.err
    assert sys.stdout.getvalue() == ""


def test_findings_are_those_of_the_configuration(ondelete, here):
    (here / "ondelete.toml").write_text('[rules]\nfk-indexed = "off"\n')
    with_rule = ondelete("report", HELPDESK, "--config", here / "none.toml")
    assert with_rule.status == 2
    assert '"fk-indexed"' not in ondelete("report", HELPDESK).out
    (here / "ondelete.toml").unlink()
    assert '"fk-indexed"' in ondelete("report", HELPDESK).out


def test_accepted_findings_are_counted_only(ondelete, here):
    assert ondelete("audit", HELPDESK, "--write-baseline").status == 0
    assert '"accepted":0' in ondelete("report", HELPDESK).out
    (here / "ondelete.toml").write_text('baseline = "ondelete-baseline.json"\n')
    known = ondelete("audit", HELPDESK, "--format", "json").json["summary"]["known"]
    assert known > 0
    assert f'"findings":[],"accepted":{known}' in ondelete("report", HELPDESK).out


def test_an_unread_statement_is_said_and_counted(ondelete, here):
    (here / "s.sql").write_text("CREATE TABLE t (id int PRIMARY KEY); ALTER TABLE t FROBNICATE;")
    done = ondelete("report", "s.sql", "-o", "r.html")
    assert "1 statement was not understood" in done.err
    assert '"skipped":1' in (here / "r.html").read_text("utf-8")


def test_a_hostile_name_does_not_leave_its_place(ondelete, here):
    (here / "s.sql").write_text('CREATE TABLE "</script><img src=x onerror=y>" (id int PRIMARY KEY);')
    page = ondelete("report", "s.sql").out
    assert page.count("</script>") == 2
    assert "<img" not in page


def test_the_page_shows_what_changed_since_a_file(ondelete, here):
    (here / "old.sql").write_text("CREATE TABLE a (id int PRIMARY KEY);")
    (here / "new.sql").write_text("CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a_id int REFERENCES a);")
    out = ondelete("report", "new.sql", "--base", "old.sql").out
    assert '"change":{"base":"old.sql"' in out
    assert "key b.b_a_id_fkey, new" in out
    assert '"change":null' in ondelete("report", "new.sql").out


@pytest.mark.parametrize(
    ("base", "said"),
    [("gone.sql", "git"), ("", "must not be empty"), ("v1..v2", "takes one version")],
)
def test_a_base_that_names_nothing_is_refused(base, said, ondelete, here):
    (here / "new.sql").write_text("CREATE TABLE a (id int PRIMARY KEY);")
    done = ondelete("report", "new.sql", "--base", base)
    assert (done.status, done.out, said in done.err) == (2, "", True), done.err
