"""Where the answer goes and in which shape: files, formats, colour, width."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import pty
import stat
import subprocess
import sys

import pytest
from sample_runs import SAMPLES

HELPDESK = SAMPLES / "helpdesk" / "schema.sql"


def test_a_file_is_replaced_in_one_step(ondelete, here):
    out = here / "out.txt"
    out.write_text("old")
    out.chmod(0o640)
    done = ondelete("catalog", HELPDESK, "-o", "out.txt")
    assert done == (0, "", "")
    assert out.read_text().startswith("Schema")
    assert stat.S_IMODE(out.stat().st_mode) == 0o640
    assert [path.name for path in here.iterdir()] == ["out.txt"]


def test_a_new_file_has_the_usual_permissions(ondelete, here):
    (here / "plain").touch()
    ondelete("catalog", HELPDESK, "-o", "out.txt")
    assert (here / "out.txt").stat().st_mode == (here / "plain").stat().st_mode


def test_a_link_stays_a_link(ondelete, here):
    (here / "real.txt").write_text("old")
    (here / "link.txt").symlink_to("real.txt")
    ondelete("catalog", HELPDESK, "-o", "link.txt")
    assert (here / "link.txt").is_symlink()
    assert (here / "real.txt").read_text().startswith("Schema")


def test_what_fails_leaves_the_old_file(ondelete, here):
    (here / "out.txt").write_text("old")
    assert ondelete("explain", "nowhere", HELPDESK, "-o", "out.txt").status == 2
    assert (here / "out.txt").read_text() == "old"


def test_a_device_is_written_to(ondelete):
    assert ondelete("catalog", HELPDESK, "-o", os.devnull) == (0, "", "")
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)  # noqa: PTH116


def test_dash_is_standard_output(ondelete):
    assert ondelete("catalog", HELPDESK, "-o", "-").out.startswith("Schema")


def test_the_ending_chooses_the_format(ondelete, here):
    ondelete("reach", HELPDESK, "-o", "reach.csv")
    assert (here / "reach.csv").read_text().startswith("table,verdict,deleted,")
    ondelete("reach", HELPDESK, "-o", "reach.json")
    assert (here / "reach.json").read_text().startswith("{")
    ondelete("reach", HELPDESK, "-o", "reach.csv", "--format", "text")
    assert (here / "reach.csv").read_text().startswith("Reach")


def test_csv_of_reach_holds_what_json_holds(ondelete):
    rows = list(csv.DictReader(io.StringIO(ondelete("reach", HELPDESK, "--format", "csv").out)))
    entries = ondelete("reach", HELPDESK, "--format", "json").json["tables"]
    assert rows == [{field: "" if value is None else str(value) for field, value in entry.items()} for entry in entries]


@pytest.mark.parametrize("sort", ["deleted", "updated", "longest", "blockers", "unindexed"])
def test_reach_sorts_largest_first(sort, ondelete):
    figures = [
        float("inf") if entry[sort] is None else entry[sort]
        for entry in ondelete("reach", SAMPLES / "shop/schema.sql", "--sort", sort, "--format", "json").json["tables"]
    ]
    assert figures == sorted(figures, reverse=True)
    assert len(set(figures)) > 1


def test_reach_sorts_by_name_and_by_verdict(ondelete):
    by_name = ondelete("reach", HELPDESK, "--sort", "table", "--format", "json").json["tables"]
    assert [entry["table"] for entry in by_name] == sorted(entry["table"] for entry in by_name)
    by_verdict = ondelete("reach", HELPDESK, "--sort", "verdict", "--format", "json").json["tables"]
    order = ["must block", "may block", "clear"]
    positions = [order.index(entry["verdict"]) for entry in by_verdict]
    assert positions == sorted(positions)


@pytest.mark.parametrize(("threshold", "status"), [("error", 1), ("warning", 1), ("info", 1), ("never", 0)])
def test_status_follows_the_threshold(threshold, status, ondelete):
    assert ondelete("audit", HELPDESK, "--fail-on", threshold).status == status


def test_status_counts_only_what_is_severe_enough(ondelete, here):
    (here / "s.sql").write_text(
        "CREATE TABLE a (id int PRIMARY KEY);CREATE TABLE b (a_id int REFERENCES a);CREATE INDEX ON b (a_id);"
    )
    assert [ondelete("audit", "s.sql", "--fail-on", level).status for level in ("error", "warning", "info")] == [
        0,
        0,
        1,
    ]
    assert ondelete("audit", "s.sql").status == 0


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_what_click_gives(shell, ondelete):
    printed = ondelete("completion", shell)
    assert printed.status == 0
    assert "_ONDELETE_COMPLETE" in printed.out


def in_terminal(*arguments, **environment):
    """What a terminal of 80 columns receives."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "ondelete", *map(str, arguments)],
        stdout=slave,
        stderr=slave,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TERM": "xterm", "COLUMNS": "80", **environment},
    )
    os.close(slave)
    received = b""
    with contextlib.suppress(OSError):  # the other end is closed: the program has ended
        while block := os.read(master, 65536):
            received += block
    os.close(master)
    assert process.wait() in (0, 1)
    return received.decode().replace("\r\n", "\n")


def test_colour_on_a_terminal_only(ondelete):
    plain = ondelete("explain", "users", HELPDESK).out
    assert "\x1b" not in plain
    coloured = in_terminal("explain", "users", HELPDESK)
    assert "\x1b[1;31mBLOCKED\x1b[0m" in coloured
    assert in_terminal("explain", "users", HELPDESK, NO_COLOR="1") == plain
    assert in_terminal("explain", "users", HELPDESK, TERM="dumb") == plain


def test_a_narrow_terminal_gets_narrow_lines():
    printed = in_terminal("explain", "users", HELPDESK, COLUMNS="60", NO_COLOR="1")
    assert max(map(len, printed.splitlines())) <= 60


def test_the_c_locale_gets_ascii():
    assert in_terminal("explain", "users", HELPDESK, LC_ALL="C").isascii()


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"FORCE_COLOR": ""}, False),
    ],
)
def test_colour_can_be_asked_for_where_no_terminal_is(environment, coloured, ondelete, monkeypatch):
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    assert ("\x1b[" in ondelete("explain", "users", HELPDESK).out) is coloured


def test_a_file_is_never_coloured(ondelete, here, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    ondelete("explain", "users", HELPDESK, "-o", "out.txt")
    assert "\x1b" not in (here / "out.txt").read_text("utf-8")
