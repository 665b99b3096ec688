"""``ondelete report``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ondelete.cli._inputs import Inputs
from ondelete.cli._models import layers_of, models_option, rails_option, with_jobs
from ondelete.cli._output import is_terminal, say, write
from ondelete.cli._parameters import input_parameters, quiet_parameter
from ondelete.cli._progress import working
from ondelete.cli._sides import read_base

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ondelete.config import Config
    from ondelete.rails.deletes.pairs import Layers
    from ondelete.report import Report
    from ondelete.schema import Schema


@click.command()
@click.option("--policy", metavar="NAME", help="Apply this policy instead of the configured one.")
@click.option("--base", metavar="BASE", help="Also show what changed since BASE: a file, a revision, or REV:path.")
@rails_option("Also show what Rails models do: their findings, the jobs of destroy_async, soft deletes.")
@models_option
@click.option("-o", "--output", metavar="FILE", help="Write the page to FILE.")
def command(
    files: tuple[str, ...],
    prelude: tuple[str, ...],
    database: str | None,
    config: str | None,
    max_memory: int | None,
    variables: Mapping[str, str],
    policy: str | None,
    base: str | None,
    rails: bool,
    folders: tuple[str, ...],
    output: str | None,
    quiet: bool,
) -> None:
    """Write an HTML page for exploring the whole schema.

    The page shows what a DELETE on any table does, what can delete a row, and why. It also lists cycles, foreign keys
    with no index, and findings. With --base, it shows what changed since another version, and what that does to
    deletes. It is one file that you can open from the disk, and it loads nothing. Without --output, the page goes to
    standard output, unless that is a terminal.
    """
    target = None if output in (None, "-") else output
    if target is None and output is None and is_terminal(sys.stdout):
        raise click.UsageError(
            "standard output is a terminal: name a file, such as -o report.html (-o - prints the page anyway)."
        )
    inputs = Inputs(files, prelude, database, config, max_memory, variables=variables)
    schema = inputs.read(quiet=quiet)
    models = layers_of(schema, inputs.config, folders) if rails or folders else ""
    if not isinstance(models, str):
        schema = with_jobs(schema, models)
    before = read_base(base, inputs, quiet=quiet) if base is not None else None
    with working("Following every foreign key", quiet=quiet):
        from ondelete.explorer.page import render

        page = render(_answer(schema, inputs.config, policy, before, models))
    write(page, target, encoding="utf-8")
    if target is not None and not quiet:
        say(f"written to {target}; open it in a browser")


command.params[:0] = input_parameters()
command.params.append(quiet_parameter())


def _answer(
    schema: Schema, config: Config, policy: str | None, before: tuple[Schema, str] | None, models: Layers | str
) -> Report:
    from ondelete.audit.baseline import read_baseline
    from ondelete.explorer.model import report_explorer

    known = read_baseline(config.baseline) if config.baseline else None
    audit = schema.audit(config.policy(policy), baseline=known, layers=models)
    change = (before[0].diff(schema, policy=policy), before[1]) if before is not None else None
    return report_explorer(schema.catalog, schema.key_graph, schema.coverage, audit, schema.declared, change)
