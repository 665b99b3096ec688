"""``ondelete witness``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ondelete.cli._inputs import Inputs
from ondelete.cli._output import render, write
from ondelete.cli._parameters import input_parameters, quiet_parameter
from ondelete.cli._progress import working
from ondelete.cli._supposing import with_parameter

if TYPE_CHECKING:
    from collections.abc import Mapping


@click.command()
@click.argument("table")
@click.option("--effect", metavar="ID", help="Prove only this effect; 'explain --format json' prints the ids.")
@click.option(
    "--format", "chosen", type=click.Choice(["text", "json"]), default="text", help="Output format; text is SQL."
)
@click.option("-o", "--output", metavar="FILE", help="Write to FILE instead of standard output.")
def command(
    files: tuple[str, ...],
    prelude: tuple[str, ...],
    database: str | None,
    config: str | None,
    max_memory: int | None,
    variables: Mapping[str, str],
    table: str,
    effect: str | None,
    chosen: str,
    output: str | None,
    quiet: bool,
    supposed: tuple[str, ...],
) -> None:
    """Print SQL that proves the effects of a DELETE.

    For each effect, this is a script for psql that inserts a few rows, deletes one, shows what happened and rolls
    back. Run it on a scratch database that was loaded from the same dump. If no rows were found for an effect, a
    comment says why.
    """
    from ondelete.deletion.witness.goal import effects_of
    from ondelete.deletion.witness.search import find_witness
    from ondelete.reports.supposed import headed
    from ondelete.reports.witness import refuse_unknown, report_witnesses, script

    inputs = Inputs(files, prelude, database, config, max_memory, variables=variables)
    schema = inputs.read(quiet=quiet).suppose(*supposed)
    prediction = schema.predict_delete(schema.table(table))
    known = [entry.id for entry in effects_of(prediction)]
    if effect is not None:
        refuse_unknown(effect, known)
    with working("Looking for rows that show each effect", quiet=quiet) as progress:
        wanted = known if effect is None else [effect]
        found = [find_witness(schema.catalog, prediction, one) for one in progress.over(wanted, len(wanted))]
    report = headed(report_witnesses(prediction, found, schema.catalog, schema.supposed), schema.supposed)
    text = script(report) if chosen == "text" else render(report, chosen, to_file=output not in (None, "-"))
    write(text, output, encoding="utf-8")


command.params.extend([with_parameter(), quiet_parameter(), *input_parameters()])
