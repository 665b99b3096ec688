"""Bad command lines and unreadable things: one clear message, status 2, no traceback."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_runs import SAMPLES

from ondelete.cli import run

HELPDESK = SAMPLES / "helpdesk" / "schema.sql"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["catlog"], r"No such command 'catlog'. Did you mean catalog\?"),
        (["explain"], r"Missing argument 'TABLE'"),
        (["explain", "users", "--nonsense"], r"No such option"),
        (["explain", "users", HELPDESK, "--format", "xml"], r"'xml' is not one of 'text', 'json'"),
        (["explain", "users", HELPDESK, "--depth", "0"], r"0 is not in the range x>=1"),
        (["explain", "users", HELPDESK, "--actions", "explode"], r"'explode' is no action; choose from no action, res"),
        (["explain", "users", HELPDESK, "--invert", "--truncate"], r"--invert and --truncate exclude each other"),
        (["explain", "usrs", HELPDESK], r"usrs: no such table in this schema. Did you mean users\?"),
        (["explain", "a\x1b[2Jb", HELPDESK], r"a\\x1b\[2Jb: no such table"),
        (["why", "users", "nowhere", HELPDESK], r"nowhere: no such table in this schema"),
        (["explain", HELPDESK, "users"], r"TABLE comes first, then FILE: users .*schema.sql"),
        (["catalog", "no-such-file.sql"], r"no-such-file.sql: "),
        (["catalog", SAMPLES / "helpdesk"], r"helpdesk: .*director"),
        (
            ["audit", HELPDESK, "--policy", "lenient"],
            r"policy 'lenient': no such policy; allowed: bounded-cascade, default, ",
        ),
        (["audit", HELPDESK, "--config", "no.toml"], r"no.toml: no such file"),
        (["audit", HELPDESK, "--fail-on", "fatal"], r"'fatal' is not one of"),
        (["audit", HELPDESK, "--policy", "gitlb"], r"policy 'gitlb': no such policy; did you mean gitlab\? allowed: "),
        (["rules", "fk-indxed"], r"fk-indxed: no such rule; did you mean fk-indexed\? allowed: .*unused-ignore"),
        (["audit", HELPDESK, "--rule", "fk-index"], r"fk-index: no such rule; did you mean fk-indexed\?"),
        (["explain"], r"Missing argument 'TABLE'(.|\n)*Try 'ondelete explain --help'"),
        (["reach", HELPDESK, "--sort", "size"], r"'size' is not one of"),
        (["catalog", HELPDESK, "-o", "no/such/folder/out.txt"], r"cannot write no/such/folder/out.txt: No such file"),
        (["catalog", HELPDESK, "-o", "."], r"cannot write .: Is a directory"),
        (["completion", "tcsh"], r"'tcsh' is not one of 'bash', 'zsh', 'fish'"),
        (["catalog"], r"no FILE given, and none of db/structure.sql, .* is there"),
        (["catalog", ""], r".+"),
    ],
    ids=lambda value: " ".join(map(str, value))[-40:] if isinstance(value, list) else "",
)
def test_one_message_and_status_2(arguments, message, ondelete, here):
    done = ondelete(*arguments)
    assert done.status == 2
    assert done.out == ""
    assert done.err.startswith("ondelete: ")
    assert re.search(message, done.err)
    assert "Traceback" not in done.err
    assert "internal error" not in done.err
    assert "\x1b" not in done.err


def test_a_view_is_no_table(ondelete, here):
    (here / "s.sql").write_text("CREATE TABLE t (id int PRIMARY KEY); CREATE VIEW live AS SELECT * FROM t;")
    assert "live: is a view, which holds no rows" in ondelete("explain", "live", "s.sql").err


def test_an_ambiguous_table_names_its_candidates(ondelete, here):
    (here / "s.sql").write_text(
        "CREATE SCHEMA a; CREATE SCHEMA b; CREATE TABLE a.t (id int); CREATE TABLE b.t (id int);"
    )
    assert "t: is ambiguous: a.t, b.t; name one of these" in ondelete("explain", "t", "s.sql").err


def test_unread_statements_are_said_in_every_command(ondelete, here):
    wrong = "".join(f"ALTER TABLE t FROBNICATE {number};\n" for number in range(7))
    (here / "s.sql").write_text(f"CREATE TABLE t (id int PRIMARY KEY);\n{wrong}")
    for arguments in (["catalog"], ["explain", "t"], ["reach"], ["audit"], ["indexes"], ["cycles"], ["order"]):
        done = ondelete(*arguments, "s.sql", "--format", "json")
        assert "7 statements were not understood" in done.err
        assert [int(line) for line in re.findall(r"s.sql:(\d+): ", done.err)] == [2, 3, 4, 5, 6]
        assert "and 2 more" in done.err
        assert [entry["line"] for entry in done.json["skipped"]] == [2, 3, 4, 5, 6, 7, 8]
    quiet = ondelete("catalog", "s.sql", "--quiet")
    assert quiet.err.count("\n") == 1
    assert "7 statements were not understood" in quiet.err


def test_a_warning_shows_no_control_characters(ondelete, here):
    (here / "s.sql").write_text("CREATE TABLE t (id int);\nALTER TABLE t FROBNICATE '\x1b[31mred';\n")
    done = ondelete("catalog", "s.sql")
    assert "not understood" in done.err
    assert "\x1b" not in done.err


def test_a_fault_of_ours_is_said_so(ondelete, monkeypatch):
    def explode(*_):
        raise RuntimeError("boom")

    monkeypatch.setattr("ondelete.reports.catalog.report_catalog", explode)
    done = ondelete("catalog", HELPDESK)
    assert done.status == 2
    assert done.err.startswith("ondelete: internal error: RuntimeError: boom\n")
    assert "Please report" in done.err
    assert "Traceback" not in done.err
    monkeypatch.setenv("ONDELETE_DEBUG", "1")
    assert "Traceback" in ondelete("catalog", HELPDESK).err


def test_ctrl_c_ends_quietly(ondelete, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("ondelete.dump.read_catalog", interrupt)
    assert ondelete("catalog", HELPDESK) == (130, "", "\n")


SAMPLE_BYTES = [path.read_bytes() for path in sorted(SAMPLES.glob("*/schema.sql")) if path.stat().st_size < 60_000]
COMMANDS = [
    ["catalog", "--format", "json"],
    ["audit"],
    ["reach"],
    ["indexes", "--full"],
    ["cycles"],
    ["order"],
    ["explain", "users"],
    ["explain", "accounts", "--truncate"],
    ["why", "users", "comments", "--all"],
]


@st.composite
def mutated(draw):
    """A sample with parts cut out, spliced in from another, and bytes flipped."""
    text = bytearray(draw(st.sampled_from(SAMPLE_BYTES)))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        length = draw(st.integers(0, 400))
        what = draw(st.sampled_from(["cut", "splice", "flip", "truncate"]))
        if what == "cut":
            del text[start : start + length]
        elif what == "splice":
            other = draw(st.sampled_from(SAMPLE_BYTES))
            place = draw(st.integers(0, len(other)))
            text[start:start] = other[place : place + length]
        elif what == "flip" and start < len(text):
            text[start] ^= draw(st.integers(1, 255))
        elif what == "truncate":
            del text[start:]
    return bytes(text)


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=mutated(), command=st.sampled_from(COMMANDS))
def test_a_damaged_file_is_answered_or_refused(text, command, here, capsysbinary):
    (here / "damaged.sql").write_bytes(text)
    status = run([*command, "damaged.sql"])
    out, err = capsysbinary.readouterr()
    assert status in (0, 1, 2)
    assert status != 2 or (out == b"" and err)
    assert b"Traceback" not in err
    assert b"internal error" not in err


def piped(*arguments, text=b"", **environment):
    return subprocess.run(
        [sys.executable, "-m", "ondelete", *map(str, arguments)],
        input=text,
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
    )


def test_a_closed_pipe_ends_quietly():
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "ondelete", "catalog", HELPDESK, "--format", "json"],
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_full_disk_is_said():
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "ondelete", "catalog", HELPDESK], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert done.stderr == b"ondelete: cannot write to standard output: No space left on device\n"


def test_closed_standard_streams_do_no_harm():
    command = f'"{sys.executable}" -m ondelete catalog "{HELPDESK}" >&- 2>&-'
    assert subprocess.run(["sh", "-c", command], check=False).returncode in (0, 2)


@pytest.mark.parametrize(
    "environment", [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C"}, {"PYTHONIOENCODING": "latin-1"}]
)
def test_an_encoding_without_the_letters_does_no_harm(environment):
    file = SAMPLES / "spreadsheet" / "schema.sql"
    done = piped("reach", file, **environment)
    assert done.returncode == 0
    assert done.stderr == b""
    assert b"\\U0001f4e6" in done.stdout


def test_a_file_name_that_is_no_text(tmp_path):
    name = os.fsencode(tmp_path) + b"/\xff\x1b.sql"
    with open(name, "wb") as file:  # noqa: PTH123
        file.write(b"CREATE TABLE t (id int PRIMARY KEY);")
    for form in ("text", "json"):
        done = subprocess.run(
            [sys.executable, "-m", "ondelete", "catalog", name, "--format", form], capture_output=True, check=False
        )
        assert done.returncode == 0
        assert done.stderr == b""
        assert b"\x1b" not in done.stdout
        assert b"\xff" not in done.stdout
    missing = piped("catalog", b"\xff.sql".decode("utf-8", "surrogateescape"))
    assert missing.returncode == 2
    assert missing.stderr.startswith(b"ondelete: \\xff.sql")


def test_a_file_name_writes_no_line_of_its_own(ondelete, here):
    done = ondelete("catalog", "a\nondelete: all is well")
    assert done.status == 2
    assert "a\\x0aondelete: all is well: no such file" in done.err
    assert done.err.count("\n") == 1


def test_a_choice_that_is_missing_is_named_in_plain_words(ondelete):
    done = ondelete("completion")
    assert done.status == 2
    assert "\\x" not in done.err
    assert "Choose from: bash, zsh, fish" in done.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize("arguments", [["--help"], ["explain", "--help"], ["--version"]], ids=" ".join)
def test_a_full_disk_under_the_help_is_no_fault_of_ours(arguments, unbuffered):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "ondelete", *arguments],
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr == "ondelete: the system refused: No space left on device\n"
