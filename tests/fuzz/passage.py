"""One hostile file through the program, in this process: read once, then every command that a user would try.

Only ``OndeleteError`` and wrong usage may come out. An exception of any other kind, a statement that was lost "by a
defect of this program", ten seconds of processor time, or more than 4 GB of memory is a find.
"""

from __future__ import annotations

import contextlib
import gc
import io
import resource
import signal
import sys
import traceback
from random import Random
from typing import TYPE_CHECKING

import click

import ondelete.dump
from ondelete.cli._group import ondelete as program
from ondelete.errors import OndeleteError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import FrameType

    from ondelete.catalog import Catalog

SECONDS = 10  # of processor time: a busy machine must not fail an input
MEMORY = 4 << 30
_SCHEMA_WIDE = ("indexes", "cycles", "order", "reach", "fix", "fix --rails", "indexes --full")
_OF_A_TABLE = ("explain --full", "explain --invert", "explain --truncate", "diagram --table", "witness", "why")
_DEFECT = "by a defect of this program"


class TooLong(BaseException):
    """Nothing in the program may catch this."""


def find(data: bytes, file: Path, random: Random) -> str | None:
    """Send a file through the program; return what is wrong with how it went, None if nothing is."""
    file.write_bytes(data)
    try:
        with _alarm():
            return _through(str(file), random)
    except TooLong:
        return f"more than {SECONDS} s: {_where()}"
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:200]}: {_where()}"
    finally:
        gc.unfreeze()  # the program freezes what it has read, since it ends soon


def _through(file: str, random: Random) -> str | None:
    catalog = _catalog(file)
    if catalog is None:
        return None
    for entry in catalog.skipped:
        if _DEFECT in entry.reason:
            return f"{entry.reason}: {entry.text[:200]}"
    tables = [name.sql for name in (*catalog.tables, *catalog.external)]
    lines = [["catalog"], ["audit"], ["report", "-o", "-"], ["explain", random.choice(tables)]]
    if random.random() < 0.1:
        lines.append(random.choice(_SCHEMA_WIDE).split())
        command = random.choice(_OF_A_TABLE).split()
        lines.append([*command, random.choice(tables), *([random.choice(tables)] if command == ["why"] else [])])
    for line in lines:
        formats = ("text", "json", "markdown") if line[0] in ("catalog", "audit", "explain") else ()
        chosen = ["--format", random.choice(formats)] if formats else []
        _run([*line[:1], *chosen, *(["-q"] if line[0] != "witness" else []), *line[1:], *([file])], catalog)
    return None


def _catalog(file: str) -> Catalog | None:
    try:
        return ondelete.dump.read_catalog([file])
    except OndeleteError:
        return None


def _run(arguments: list[str], catalog: Catalog) -> None:
    output = io.TextIOWrapper(io.BytesIO(), "utf-8")
    ours = contextlib.suppress(OndeleteError, click.ClickException)
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output), _read_already(catalog), ours:
        program.main(arguments, prog_name="ondelete", standalone_mode=False)


@contextlib.contextmanager
def _read_already(catalog: Catalog) -> Iterator[None]:
    reader = ondelete.dump.read_catalog
    ondelete.dump.read_catalog = lambda *_arguments, **_named: catalog
    try:
        yield
    finally:
        ondelete.dump.read_catalog = reader


@contextlib.contextmanager
def _alarm() -> Iterator[None]:
    def ring(_number: int, _frame: FrameType | None) -> None:
        raise TooLong

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextlib.contextmanager
def little_memory() -> Iterator[None]:
    """Bound the address space of this process."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def _where() -> str:
    frames = traceback.extract_tb(sys.exc_info()[2])
    ours = [frame for frame in frames if "/ondelete/" in frame.filename] or frames
    return " < ".join(
        f"{frame.filename.rpartition('/ondelete/')[2]}:{frame.lineno} {frame.name}" for frame in ours[:-4:-1]
    )
