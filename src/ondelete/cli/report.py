"""``ondelete report``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ondelete.cli._command import input_parameters
from ondelete.cli._inputs import Inputs
from ondelete.cli._output import is_terminal, say, write
from ondelete.cli._progress import working

if TYPE_CHECKING:
    from ondelete.config import Config
    from ondelete.report import Report
    from ondelete.schema import Schema


@click.command()
@click.option("--policy", metavar="NAME", help="Rules to apply, instead of those that the configuration names.")
@click.option("-o", "--output", metavar="FILE", help="Write the page to FILE, replaced in one step.")
@click.option("-q", "--quiet", is_flag=True, help="No progress, and only a count of unread statements.")
def command(
    files: tuple[str, ...],
    prelude: tuple[str, ...],
    database: str | None,
    config: str | None,
    max_memory: int | None,
    policy: str | None,
    output: str | None,
    quiet: bool,
) -> None:
    """Write one HTML page that explores the whole schema.

    Any table can be the root of a picture of its DELETE; what can delete a table, why, cycles, keys without
    index and findings are there too. The page is one file that opens from the disk and loads nothing. Without
    --output it goes to standard output, if that is no terminal.
    """
    target = None if output in (None, "-") else output
    if target is None and output is None and is_terminal(sys.stdout):
        raise click.UsageError("A page of HTML is nothing for a terminal: name a file, -o report.html (-o - insists).")
    inputs = Inputs(files, prelude, database, config, max_memory)
    schema = inputs.read(quiet=quiet)
    with working("Looking at every way a delete can take", quiet=quiet):
        from ondelete.explorer.page import render

        page = render(_answer(schema, inputs.config, policy))
    write(page, target, encoding="utf-8")
    if target is not None and not quiet:
        say(f"written to {target}; open it in a browser")


command.params[:0] = input_parameters()


def _answer(schema: Schema, config: Config, policy: str | None) -> Report:
    from ondelete.audit.baseline import read_baseline
    from ondelete.explorer.model import report_explorer

    known = read_baseline(config.baseline) if config.baseline else None
    audit = schema.audit(config.policy(policy), baseline=known)
    return report_explorer(schema.catalog, schema.key_graph, schema.coverage, audit, schema.declared)
