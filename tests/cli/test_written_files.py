"""Where -o may write: never over what the run has read, never a half, and nothing is left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from sample_runs import SAMPLES

SCHEMA = (SAMPLES / "helpdesk/schema.sql").read_text("utf-8")
CONFIG = """
schema = "s.sql"
baseline = "known.json"
[sizes]
rows = "rows.csv"
[loose]
files = ["loose.yml"]
"""


@pytest.fixture
def project(here):
    (here / "s.sql").write_text(SCHEMA, "utf-8")
    (here / "p.sql").write_text("CREATE TABLE prelude (id int PRIMARY KEY);", "utf-8")
    (here / "ondelete.toml").write_text(CONFIG, "utf-8")
    (here / "known.json").write_text('{"version": 1, "findings": []}', "utf-8")
    (here / "rows.csv").write_text("table,rows\nusers,10\n", "utf-8")
    (here / "loose.yml").write_text("{}\n", "utf-8")
    return here


def kept(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


NAMED = ("s.sql", "p.sql", "ondelete.toml", "known.json", "rows.csv", "loose.yml")


def by_name(path):
    return path


def by_a_detour(path):
    return path.parent / "." / ".." / path.parent.name / path.name


def by_a_link(path):
    (path.parent / "link.txt").symlink_to(path.name)
    return path.parent / "link.txt"


def by_a_link_to_a_link(path):
    (path.parent / "first").symlink_to(path.name)
    (path.parent / "second").symlink_to("first")
    return path.parent / "second"


def by_a_hard_link(path):
    os.link(path, path.parent / "hard.txt")
    return path.parent / "hard.txt"


@pytest.mark.parametrize("way", [by_name, by_a_detour, by_a_link, by_a_link_to_a_link, by_a_hard_link])
@pytest.mark.parametrize("name", NAMED)
def test_an_input_is_never_written_over(name, way, project, ondelete):
    target = way(project / name)
    before = kept(project)
    done = ondelete("audit", "--prelude", "p.sql", "-o", target)
    assert done.status == 2
    assert "this run reads that file" in done.err
    assert kept(project) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("catalog",),
        ("explain", "users"),
        ("fix",),
        ("report",),
        ("witness", "users", "--effect", "block:public.invoices.invoices_organization_id_fkey"),
        ("diagram", "--format", "dot"),
        ("diagram", "--format", "mmd"),
        ("diagram", "--format", "svg"),
    ],
    ids=" ".join,
)
def test_no_command_writes_over_the_schema(arguments, project, ondelete):
    before = kept(project)
    done = ondelete(*arguments, "s.sql", "-o", "s.sql")
    assert done.status == 2
    assert kept(project) == before


def test_a_baseline_that_is_named_is_an_input(project, ondelete):
    (project / "other.json").write_text('{"version": 1, "findings": []}', "utf-8")
    for command in ("audit", "fix"):
        done = ondelete(command, "--baseline", "other.json", "-o", "other.json")
        assert done.status == 2
        assert "this run reads that file" in done.err


def test_a_baseline_is_written_where_it_was(project, ondelete):
    assert ondelete("audit", "--write-baseline", "-o", "out.txt").status == 0
    assert json.loads((project / "known.json").read_text("utf-8"))["findings"]


def test_no_configuration_makes_a_baseline_of_the_schema(project, ondelete):
    (project / "ondelete.toml").write_text('schema = "s.sql"\nbaseline = "s.sql"\n')
    done = ondelete("audit", "--write-baseline")
    assert done.status == 2
    assert (project / "s.sql").read_text("utf-8") == SCHEMA


def test_a_file_of_another_name_is_left_alone(here, ondelete):
    tables = "".join(
        f"CREATE TABLE t{n} (id int PRIMARY KEY, r int REFERENCES r ON DELETE CASCADE);" for n in range(80)
    )
    (here / "schema.sql").write_text("CREATE TABLE r (id int PRIMARY KEY);" + tables)
    (here / "schema.md").write_text("mine")
    done = ondelete("diagram", "schema.sql", "--table", "r", "--full", "-o", "schema.mmd")
    assert done.status == 0
    assert "schema.md exists" in done.err
    assert (here / "schema.md").read_text() == "mine"


def test_no_dot_text_is_written_over_another_file(here, ondelete, monkeypatch):
    from ondelete.diagrams.formats import render

    monkeypatch.setattr(render, "find_engine", lambda **_: None)
    (here / "a.sql").write_text("CREATE TABLE a (id int PRIMARY KEY);")
    (here / "a.dot").write_text("mine")
    done = ondelete("diagram", "a.sql", "-o", "a.svg")
    assert done.status == 2
    assert "a.dot exists and was not overwritten" in done.err
    assert (here / "a.dot").read_text() == "mine"


def test_a_circle_of_links_is_a_message(here, ondelete):
    (here / "a").symlink_to("b")
    (here / "b").symlink_to("a")
    done = ondelete("catalog", SAMPLES / "helpdesk/schema.sql", "-o", "a")
    assert done == (2, "", "ondelete: cannot write a: Too many levels of symbolic links\n")


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("/dev/full", "cannot write /dev/full: No space left on device"),
        (".", "cannot write .: Is a directory"),
        ("nowhere/out.txt", "cannot write nowhere/out.txt: No such file or directory: there is no folder nowhere"),
        ("file/out.txt", "cannot write file/out.txt: Not a directory"),
        ("n" * 300, f"cannot write {'n' * 300}: File name too long"),
    ],
)
def test_what_cannot_be_written_is_a_message(target, said, here, ondelete):
    (here / "file").touch()
    done = ondelete("catalog", SAMPLES / "helpdesk/schema.sql", "-o", target)
    assert done == (2, "", f"ondelete: {said}\n")
    assert [path.name for path in here.iterdir()] == ["file"]


def test_the_longest_names_are_written(here, ondelete):
    name = "表" * 83 + "-.txt"  # 254 bytes of the 255 that file systems take
    assert ondelete("catalog", SAMPLES / "helpdesk/schema.sql", "-o", name).status == 0
    assert (here / name).read_text("utf-8").startswith("Schema")


def program(*arguments, **more):
    return subprocess.Popen([sys.executable, "-m", "ondelete", *arguments], stderr=subprocess.PIPE, **more)


def test_a_name_of_bytes_that_are_no_text(here):
    with program("catalog", SAMPLES / "helpdesk/schema.sql", "-o", b"out\xff\n::error::x.txt") as process:
        assert process.communicate()[1] == b""
    assert os.listdir(os.fsencode(here)) == [b"out\xff\n::error::x.txt"]  # noqa: PTH208 - bytes
    with program("catalog", SAMPLES / "helpdesk/schema.sql", "-o", b"no\xff\n::error::/x.txt") as process:
        said = process.communicate()[1]
    assert said.startswith(b"ondelete: cannot write no\\xff\\x0a::error::/x.txt: No such file or directory")


def test_a_pipe_takes_it(here, ondelete):
    os.mkfifo(here / "pipe")
    taken = []
    reader = threading.Thread(target=lambda: taken.append((here / "pipe").read_bytes()))
    reader.start()
    done = ondelete("catalog", SAMPLES / "helpdesk/schema.sql", "-o", "pipe")
    reader.join()
    assert done.status == 0
    assert taken[0].startswith(b"Schema")
    assert [path.name for path in here.iterdir()] == ["pipe"]


def test_the_file_that_standard_output_goes_to_is_written_through(here):
    with (here / "log").open("w") as log:
        log.write("before\n")
        log.flush()
        with program("catalog", SAMPLES / "helpdesk/schema.sql", "-o", "/dev/stdout", stdout=log) as process:
            assert process.communicate()[1] == b""
        log.seek(0, os.SEEK_END)
        log.write("after\n")
    text = (here / "log").read_text("utf-8")
    assert text.startswith("before\nSchema")
    assert text.endswith("after\n")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_takes_no_file_is_a_message(here, ondelete):
    (here / "closed").mkdir(mode=0o500)
    done = ondelete("catalog", SAMPLES / "helpdesk/schema.sql", "-o", "closed/out.txt")
    assert done.err == "ondelete: cannot write closed/out.txt: Permission denied: the folder closed takes no new file\n"


# What stands between the temporary file and the answer: a program that stops there tells where it is.
HALF_WRITTEN = """
import os, sys, time
from pathlib import Path
def waits(self, target):
    print("half", flush=True)
    time.sleep(60)
Path.replace = waits
from ondelete.cli import main
main()
"""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_stopped_run_leaves_nothing_behind(name, here):
    number = getattr(signal, name)
    (here / "out.txt").write_text("old")
    with subprocess.Popen(
        [sys.executable, "-c", HALF_WRITTEN, "catalog", SAMPLES / "helpdesk/schema.sql", "-o", "out.txt"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout.readline() == b"half\n"
        assert len(list(here.iterdir())) == 2
        process.send_signal(number)
        assert process.communicate(timeout=30)[1].strip() == b""
    assert process.returncode == (130 if name == "SIGINT" else -number)
    assert [path.name for path in here.iterdir()] == ["out.txt"]
    assert (here / "out.txt").read_text() == "old"


def test_a_run_that_nohup_started_goes_on(here):
    def ignoring():
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    command = [sys.executable, "-c", HALF_WRITTEN.replace("60", "0.5"), "catalog", SAMPLES / "helpdesk/schema.sql"]
    with subprocess.Popen([*command, "-o", "o"], stdout=subprocess.PIPE, preexec_fn=ignoring) as process:
        assert process.stdout.readline() == b"half\n"
        process.send_signal(signal.SIGHUP)
        time.sleep(0)
        process.communicate(timeout=30)
    assert process.returncode == 0


def test_two_outputs_are_not_one_file(here, ondelete):
    (here / "a.sql").write_text(SCHEMA, "utf-8")
    (here / "b.sql").write_text(SCHEMA.replace("ON DELETE CASCADE", ""), "utf-8")
    done = ondelete("diff", "a.sql", "b.sql", "--picture", "x.mmd", "-o", "./x.mmd")
    assert (done.status, done.err) == (2, "ondelete: cannot write x.mmd: this run has written that file already.\n")
    assert (here / "x.mmd").read_text("utf-8").startswith("flowchart")
