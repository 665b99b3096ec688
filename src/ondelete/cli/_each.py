"""``--each``: every file is a schema of its own, read in a process of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ondelete.cli._parallel import in_parallel
from ondelete.errors import OndeleteError
from ondelete.reports.each import SchemaAnswer, report_each

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ondelete.cli._progress import Progress
    from ondelete.report import Report


def answer_each(
    paths: Sequence[str], answer: Callable[[str], tuple[Report, int]], progress: Progress
) -> tuple[Report, int]:
    """Answer for every file, in parallel, and return one report and the worst exit status.

    Args:
        paths: the files; one that cannot be read does not stop the others.
        answer: reads one file, and returns its report and exit status.
        progress: shows how many files are done.
    """
    answers = in_parallel(lambda path: _answered(path, answer), paths)
    found = list(progress.over(answers, len(paths)))
    return report_each(found), max((each.status for each in found), default=0)


def _answered(path: str, answer: Callable[[str], tuple[Report, int]]) -> SchemaAnswer:
    try:
        report, status = answer(path)
    except (OndeleteError, click.ClickException) as error:
        said = error.format_message() if isinstance(error, click.ClickException) else str(error)
        return SchemaAnswer(path, None, 2, said)
    return SchemaAnswer(path, report, status)
