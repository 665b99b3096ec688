"""``ondelete witness``."""

from __future__ import annotations

import click

from ondelete.cli._command import input_parameters
from ondelete.cli._inputs import Inputs
from ondelete.cli._output import render, write
from ondelete.cli._progress import working


@click.command()
@click.argument("table")
@click.option("--effect", metavar="ID", help="Only this effect, by the id that 'explain --format json' gives it.")
@click.option(
    "--format", "chosen", type=click.Choice(["text", "json"]), default="text", help="How to print; text is SQL."
)
@click.option("-o", "--output", metavar="FILE", help="Write to FILE, replaced in one step.")
@click.option("-q", "--quiet", is_flag=True, help="No progress, and only a count of unread statements.")
def command(
    files: tuple[str, ...],
    prelude: tuple[str, ...],
    database: str | None,
    config: str | None,
    max_memory: int | None,
    table: str,
    effect: str | None,
    chosen: str,
    output: str | None,
    quiet: bool,
) -> None:
    """Print SQL that shows the effects of a DELETE.

    For each effect a script for psql: it inserts a few rows, deletes one, shows what happened and rolls back. Run
    it on a scratch database that was loaded from the same dump. What has no witness is a comment with the reason.
    """
    from ondelete.deletion.witness.goal import effects_of
    from ondelete.deletion.witness.search import find_witness
    from ondelete.reports.witness import refuse_unknown, report_witnesses, script

    schema = Inputs(files, prelude, database, config, max_memory).read(quiet=quiet)
    prediction = schema.predict_delete(schema.table(table))
    known = [entry.id for entry in effects_of(prediction)]
    if effect is not None:
        refuse_unknown(effect, known)
    with working("Looking for rows that show each effect", quiet=quiet) as progress:
        wanted = known if effect is None else [effect]
        found = [find_witness(schema.catalog, prediction, one) for one in progress.over(wanted, len(wanted))]
    report = report_witnesses(prediction, found, schema.catalog)
    text = script(report) if chosen == "text" else render(report, chosen, to_file=output not in (None, "-"))
    write(text, output, encoding="utf-8")


command.params.extend(input_parameters())
