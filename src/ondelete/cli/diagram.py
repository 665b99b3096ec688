"""``ondelete diagram``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click
from msgspec.structs import replace

from ondelete.cli._actions import read_actions
from ondelete.cli._diagram_output import Look, dot_text, write_picture, write_text
from ondelete.cli._diagram_views import PICTURES, Asked, checked_base_url, checked_theme
from ondelete.cli._inputs import Inputs
from ondelete.cli._models import layers_of, models_option, rails_option, with_jobs
from ondelete.cli._output import say, write
from ondelete.cli._parameters import input_parameters
from ondelete.cli._supposing import with_parameter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ondelete.diagrams.formats.render import PictureFormat
    from ondelete.diagrams.scenes.sheet import Sheet

_FORMATS = ("dot", *PICTURES, "mmd", "md")


@click.command()
@click.option("--table", "tables", multiple=True, metavar="T", help="Draw what a DELETE on T does. Can be repeated.")
@click.option("--invert", is_flag=True, help="Draw which DELETEs delete or change a row of T, or are stopped by it.")
@click.option(
    "--path-to", metavar="OTHER", help="Draw only the chains of foreign keys through which the delete reaches OTHER."
)
@click.option("--around", multiple=True, metavar="T", help="Draw T and its neighbours. Can be repeated.")
@click.option(
    "--distance",
    type=click.IntRange(min=1),
    metavar="N",
    help="With --around, draw tables at most N foreign keys away; the default is 1.",
)
@click.option(
    "--cycles", is_flag=True, help="Draw the cycles of foreign keys (of T, if named), and where to break them."
)
@click.option(
    "--depth",
    type=click.IntRange(min=1),
    metavar="N",
    help="Draw N steps from the table, and count the rest; with --path-to, chains of at most N foreign keys.",
)
@click.option(
    "--actions",
    metavar="A,B",
    default="",
    callback=lambda _ctx, _param, value: read_actions(value),
    help="Draw only foreign keys with these actions, e.g. 'restrict,no action', and the way to them.",
)
@click.option(
    "--blockers", is_flag=True, help="Draw only the foreign keys that can stop the delete, and the way to them."
)
@click.option(
    "--style",
    type=click.Choice(["sheet", "graph"]),
    help="Draw a graph, or a sheet: one page of words. The default is a sheet if more than 40 tables are in reach.",
)
@click.option("--full", is_flag=True, help="Draw every table as a box of its own, even in a large picture.")
@click.option(
    "--clusters",
    type=click.Choice(["none", "schema", "group"]),
    default="none",
    show_default=True,
    help="Draw a frame around the tables of each schema, or of each group of the configuration.",
)
@click.option("--show-partitions", is_flag=True, help="Name partitions, and draw their own foreign keys.")
@click.option("--undeclared", is_flag=True, help="Draw references without a foreign key, as dotted lines.")
@rails_option("Draw the jobs of destroy_async and the soft deletes of Rails models as lines of their own.")
@models_option
@click.option(
    "--theme",
    type=click.Choice(["auto", "light", "dark"]),
    help="Colours. The default is auto for .svg, which follows the theme of its reader, and light for other formats.",
)
@click.option("--base-url", metavar="URL", help="Link each table to URL followed by schema.table.")
@click.option(
    "--format",
    "chosen",
    type=click.Choice(_FORMATS),
    help="Picture format. By default, the ending of --output decides, or else it is dot.",
)
@click.option("-o", "--output", metavar="FILE", help="Write to FILE (.svg .png .pdf .dot .mmd .md).")
@click.option(
    "-q",
    "--quiet",
    is_flag=True,
    help="Hide progress and the engine's name, and only count statements that were not understood.",
)
def command(
    files: tuple[str, ...],
    prelude: tuple[str, ...],
    database: str | None,
    config: str | None,
    max_memory: int | None,
    variables: Mapping[str, str],
    full: bool,
    show_partitions: bool,
    undeclared: bool,
    theme: str | None,
    base_url: str | None,
    chosen: str | None,
    output: str | None,
    quiet: bool,
    supposed: tuple[str, ...],
    rails: bool,
    folders: tuple[str, ...],
    **asked: Any,
) -> None:
    """Draw what a DELETE does, or the whole schema.

    With --table, the table is at the left, and the lines run the way the delete travels. In a large picture,
    tables that lead no further share a box; --full draws each of them. If more than 40 tables are in reach, the
    picture is a sheet, which says on one page what happens; --style graph draws lines all the same. Without --table,
    --around and --cycles, the picture shows all tables, and how many rows each foreign key relates.
    """
    from ondelete.diagrams.scenes.views import View, loose_keys, undeclared_keys

    target = None if output in (None, "-") else output
    form = chosen or _format_of(target)
    question = Asked(**asked)
    question.check()
    if form == "mmd" and question.style == "sheet":
        raise click.UsageError("--style sheet: Mermaid draws graphs only; use .svg, .png, .pdf, .dot or .md.")
    look = Look(checked_theme(theme, form), checked_base_url(base_url, form), quiet=quiet)
    if form in ("png", "pdf") and target is None:
        raise click.UsageError(f"{form} is a binary format: name a file with -o (-o /dev/stdout for a pipe).")
    inputs = Inputs(files, prelude, database, config, max_memory, variables=variables)
    schema = inputs.read(quiet=quiet).suppose(*supposed)
    if rails or folders:
        schema = with_jobs(schema, layers_of(schema, inputs.config, folders))
    sheet = question.sheet(schema, View(full=full, partitions=show_partitions)) if form != "mmd" else None
    if sheet is not None:
        _write_sheet(sheet, form, target, look)
        return
    loose = (*loose_keys(schema.declared), *(undeclared_keys(schema.references) if undeclared else ()))
    view = View(full=full, partitions=show_partitions, small=form in ("mmd", "md"), loose=loose)
    scene = question.titled(schema, view)
    nothing = question.nothing(scene)
    if nothing and not quiet:
        say(nothing)
    if form in PICTURES:
        write_picture(scene, cast("PictureFormat", form), target, look)
    elif form == "dot":
        write(dot_text(scene, look), target, encoding="utf-8")
    else:
        write_text(scene, lambda: question.titled(schema, replace(view, small=False)), form, target, quiet=quiet)


command.params[:0] = [*input_parameters(), with_parameter()]


def _write_sheet(sheet: Sheet, form: str, target: str | None, look: Look) -> None:
    if form in PICTURES:
        write_picture(sheet, cast("PictureFormat", form), target, look)
    elif form == "dot":
        write(dot_text(sheet, look), target, encoding="utf-8")
    else:
        from ondelete.diagrams.formats.sheet_report import sheet_report
        from ondelete.formats import as_markdown

        write(as_markdown.render(sheet_report(sheet)), target, encoding="utf-8")


def _format_of(target: str | None) -> str:
    if target is None:
        return "dot"
    ending = Path(target).suffix.lower().removeprefix(".")
    form = {"gv": "dot", "mermaid": "mmd", "markdown": "md"}.get(ending, ending)
    if form not in _FORMATS:
        raise click.UsageError(
            f"the ending of {target!r} is no picture format: use .svg, .png, .pdf, .dot, .mmd or .md, or --format."
        )
    return form
