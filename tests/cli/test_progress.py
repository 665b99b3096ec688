"""Long work says how far it is: on a terminal, on standard error, and no trace of it stays."""

from __future__ import annotations

import contextlib
import functools
import os
import pty
import re
import threading
import time

import pytest
from sample_runs import SAMPLES

from ondelete.cli import run
from ondelete.cli._progress import watch_reading, working

TELEMETRY = str(SAMPLES / "telemetry" / "schema.sql")  # it has partitions
HELPDESK = str(SAMPLES / "helpdesk" / "schema.sql")


def seen(action, monkeypatch, **environment):
    """What a person sees of an action on a terminal that stands for standard error."""
    for name, value in {"TERM": "xterm", "COLUMNS": "80", **environment}.items():
        monkeypatch.setenv(name, value)
    master, slave = pty.openpty()
    received = []
    reader = threading.Thread(target=_read, args=(master, received))
    reader.start()
    with os.fdopen(slave, "w", encoding="utf-8") as stream, contextlib.redirect_stderr(stream):
        action()
    reader.join()
    os.close(master)
    return b"".join(received).decode()


def _read(master, received):
    with contextlib.suppress(OSError):  # the other end is closed
        while block := os.read(master, 65536):
            received.append(block)


def screen(written):
    """The lines that are left on a terminal, of what the progress line uses of its language."""
    lines, row, column = [""], 0, 0
    for part in re.findall(r"\x1b\[\?25[lh]|\x1b\[K|\x1b\[1A|\r|\n|[^\x1b]", written):
        if part == "\r":
            column = 0
        elif part == "\n":
            row += 1
            lines += [""] * (row + 1 - len(lines))
        elif part == "\x1b[1A":
            row -= 1
        elif part == "\x1b[K":
            lines[row] = lines[row][:column]
        elif not part.startswith("\x1b"):
            lines[row] = lines[row][:column].ljust(column) + part + lines[row][column + 1 :]
            column += 1
    return [line.rstrip() for line in lines if line.strip()]


@pytest.fixture
def at_once(monkeypatch):
    """Show progress from the first moment, where the program would wait for a second."""
    for module in ("_command", "_inputs", "witness"):
        monkeypatch.setattr(f"ondelete.cli.{module}.working", functools.partial(working, after=0.0))
    monkeypatch.setattr("ondelete.cli._progress._PAUSE", 0.0)


def test_the_screen_of_the_tests_is_one():
    assert screen("ab\rc\n") == ["cb"]
    assert screen("ab\n\x1b[1A\r\x1b[K") == []
    assert screen("ab\r\x1b[?25lxyz") == ["xyz"]


def test_what_takes_long_is_said_and_gone_when_done(monkeypatch):
    def work():
        with working("Reading a\x1b[2Jb.sql", quiet=False, after=0.0):
            time.sleep(0.2)

    written = seen(work, monkeypatch)
    assert "Reading a\\x1b[2Jb.sql ..." in written
    assert screen(written) == []


def test_a_bar_shows_how_far_it_is_and_is_gone_when_done(monkeypatch, at_once):
    def work():
        with working("Looking", quiet=False, after=0.0) as progress:
            assert list(progress.over(range(4), 4)) == [0, 1, 2, 3]

    written = seen(work, monkeypatch)
    assert re.findall(r"(\d+)%", written)[-4:] == ["25", "50", "75", "100"]
    assert screen(written) == []


def test_ctrl_c_leaves_no_bar_behind(monkeypatch, at_once):
    def interrupted():
        with working("Looking", quiet=False, after=0.0) as progress:
            progress.advance(1, 4)
            raise KeyboardInterrupt

    def work():
        with pytest.raises(KeyboardInterrupt):
            interrupted()

    written = seen(work, monkeypatch)
    assert "25%" in written
    assert written.endswith("\x1b[?25h\r\n\x1b[1A\r\x1b[K")  # the cursor is back, the line is gone
    assert screen(written) == []


def test_short_work_says_nothing(monkeypatch):
    def work():
        with working("Looking", quiet=False, after=60.0) as progress:
            list(progress.over(range(100), 100))

    assert seen(work, monkeypatch) == ""


@pytest.mark.parametrize(
    ("command", "label"),
    [
        (["reach"], "Following every foreign key"),
        (["reach", TELEMETRY], "Following every foreign key"),
        (["reach", TELEMETRY, "--show-partitions"], "Following every foreign key"),
        (["audit"], "Following every foreign key"),
        (["explain", "users", "--prove"], "Following every foreign key"),
        (["witness", "users"], "Looking for rows"),
        (["catalog"], "Reading"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_long_command_shows_its_steps(command, label, monkeypatch, at_once, capsysbinary):
    written = seen(lambda: run(command if TELEMETRY in command else [*command, HELPDESK]), monkeypatch)
    assert label in written
    assert written.rpartition(label)[2].count("100%") == 1  # the last line drawn
    assert screen(written) == []
    out = capsysbinary.readouterr().out
    assert out
    assert b"\x1b" not in out


@pytest.mark.parametrize(
    ("more", "environment"), [(["--quiet"], {}), ([], {"TERM": "dumb"})], ids=["quiet", "a dumb terminal"]
)
def test_who_does_not_want_it_is_shown_nothing(more, environment, monkeypatch, at_once, capsysbinary):
    assert seen(lambda: run(["reach", HELPDESK, *more]), monkeypatch, **environment) == ""


def test_a_file_is_written_nothing(at_once, capsysbinary):
    assert run(["reach", HELPDESK]) == 0
    assert capsysbinary.readouterr().err == b""


def test_reading_is_measured_where_the_size_is_known(tmp_path):
    (tmp_path / "a.sql").write_text("x" * 10)
    with working("Reading", quiet=True) as progress:
        assert watch_reading(progress, [str(tmp_path / "a.sql")]) is not None
        assert watch_reading(progress, ["-"]) is None
        assert watch_reading(progress, [str(tmp_path / "a.sql"), "main:b.sql"]) is None


@pytest.mark.parametrize("columns", [30, 40, 60, 200])
def test_a_line_is_no_wider_than_the_terminal(columns, monkeypatch, at_once, capsysbinary):
    written = seen(lambda: run(["reach", HELPDESK]), monkeypatch, COLUMNS=str(columns))
    plain = re.sub(r"\x1b\[[?\d]*[A-Za-z]", "", written)
    assert max(map(len, re.split(r"[\r\n]", plain))) <= columns
