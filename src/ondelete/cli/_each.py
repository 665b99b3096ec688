"""``--each``: every file is a schema of its own, answered in a process of its own."""

from __future__ import annotations

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

import click

from ondelete.errors import OndeleteError
from ondelete.reports.each import SchemaAnswer, report_each

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ondelete.cli._progress import Progress
    from ondelete.report import Report

_MOST_PROCESSES = 8

_work: Callable[[str], tuple[Report, int]] | None = None
"""What the processes do: they inherit it when they are forked, since a function inside of another cannot be sent."""


def answer_each(
    paths: Sequence[str], answer: Callable[[str], tuple[Report, int]], progress: Progress
) -> tuple[Report, int]:
    """Answer for every file, in parallel, and return one report and the worst exit status.

    Args:
        paths: the files; one that cannot be read does not stop the others.
        answer: what reads one file, and returns its report and exit status.
        progress: what is told of every file that is done.
    """
    found = list(progress.over(_answers(paths, answer), len(paths)))
    return report_each(found), max((each.status for each in found), default=0)


def _answers(paths: Sequence[str], answer: Callable[[str], tuple[Report, int]]) -> Iterator[SchemaAnswer]:
    global _work
    _work = answer
    processes = min(len(paths), os.cpu_count() or 1, _MOST_PROCESSES)
    if processes < 2 or sys.platform == "win32":
        yield from map(_one, paths)
        return
    with ProcessPoolExecutor(processes, multiprocessing.get_context("fork")) as pool:
        yield from pool.map(_one, paths)


def _one(path: str) -> SchemaAnswer:
    assert _work is not None  # noqa: S101 - set before any process is made
    try:
        report, status = _work(path)
    except (OndeleteError, click.ClickException) as error:
        said = error.format_message() if isinstance(error, click.ClickException) else str(error)
        return SchemaAnswer(path, None, 2, said)
    return SchemaAnswer(path, report, status)
