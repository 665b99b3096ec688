"""``--each``: every file is a schema of its own, read in a process of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import click

from ondelete.cli._parallel import in_parallel
from ondelete.errors import OndeleteError
from ondelete.reports.each import SchemaAnswer, report_each

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ondelete.cli._progress import Progress
    from ondelete.report import Report


T = TypeVar("T")

_ONE_FILE = {
    "baseline": "--baseline names one schema's: give each [[schema]] of the configuration a baseline of its own",
    "picture": "--picture draws one schema: name its file",
}
"""Options that name a file, which several schemas would read or write one after the other."""


def refuse_shared_files(schemas: Mapping[str, object], options: Mapping[str, object]) -> None:
    """Refuse options that make sense for one schema only.

    Args:
        schemas: what is asked about.
        options: those of the command, by name.

    Raises:
        UsageError: one of them is given.
    """
    for name, why in _ONE_FILE.items():
        if options.get(name):
            raise click.UsageError(why)
    keeps = options.get("write_baseline") or options.get("prune_baseline")
    for label, inputs in schemas.items():
        if keeps and getattr(getattr(inputs, "config", None), "baseline", None) is None:
            raise click.UsageError(
                f"a baseline is one schema's: write it without --each, or give the [[schema]] of {label} a baseline"
            )


def answer_each(
    schemas: Mapping[str, T], answer: Callable[[T], tuple[Report, int]], progress: Progress, *, of_all: bool = False
) -> tuple[Report, int]:
    """Answer for every schema, in parallel, and return one report and the worst exit status.

    Args:
        schemas: by the name of its files; one that cannot be read does not stop the others.
        answer: reads one, and returns its report and exit status.
        progress: shows how many are done.
        of_all: whether they are all schemas that the configuration knows.
    """
    answers = in_parallel(lambda path: _answered(path, schemas[path], answer), tuple(schemas))
    found = list(progress.over(answers, len(schemas)))
    return report_each(found, of_all=of_all), max((each.status for each in found), default=0)


def _answered(path: str, schema: T, answer: Callable[[T], tuple[Report, int]]) -> SchemaAnswer:
    try:
        report, status = answer(schema)
    except (OndeleteError, click.ClickException) as error:
        said = error.format_message() if isinstance(error, click.ClickException) else str(error)
        return SchemaAnswer(path, None, 2, said)
    return SchemaAnswer(path, report, status)
