"""``ondelete diagram``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from ondelete.cli._command import input_parameters
from ondelete.cli._inputs import Inputs
from ondelete.cli._output import say, write, write_file
from ondelete.cli._progress import working
from ondelete.errors import CannotDraw

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ondelete.diagrams.render import Drawing, PictureFormat
    from ondelete.diagrams.scene import Scene

_PICTURES = ("svg", "png", "pdf")
_FORMATS = ("dot", *_PICTURES, "mmd")


@click.command()
@click.option(
    "--table", "tables", multiple=True, metavar="T", help="Draw the cascade of a DELETE on T; can be repeated."
)
@click.option("--depth", type=click.IntRange(min=1), metavar="N", help="Draw N steps from the table, count the rest.")
@click.option("--full", is_flag=True, help="Draw every table as a box of its own, however many.")
@click.option("--show-partitions", is_flag=True, help="Name partitions, and keep their own keys apart.")
@click.option("--base-url", metavar="URL", help="Link each table to URL followed by schema.table.")
@click.option(
    "--format", "chosen", type=click.Choice(_FORMATS), help="What to write; without it by the ending of -o, else dot."
)
@click.option("-o", "--output", metavar="FILE", help="Write to FILE (.svg .png .pdf .dot .mmd), replaced in one step.")
@click.option("-q", "--quiet", is_flag=True, help="Say neither who drew nor what is not understood.")
def command(
    files: tuple[str, ...],
    prelude: tuple[str, ...],
    database: str | None,
    config: str | None,
    tables: tuple[str, ...],
    depth: int | None,
    full: bool,
    show_partitions: bool,
    base_url: str | None,
    chosen: str | None,
    output: str | None,
    quiet: bool,
) -> None:
    """Draw what a DELETE does, or the whole schema.

    With --table the table stands at the left, and the lines run the way the delete travels. Wide pictures are
    collapsed: tables at the end of the way share a box; --full draws each. Without --table all keys are drawn.
    """
    from ondelete.diagrams.pictures import View, scene_of

    target = None if output in (None, "-") else output
    form = chosen or _format_of(target)
    if depth is not None and not tables:
        raise click.UsageError("--depth counts steps from a table: name it with --table.")
    schema = Inputs(files, prelude, database, config).read(quiet=quiet)
    view = View(depth=depth, full=full, partitions=show_partitions, small=form == "mmd")
    scene = scene_of(schema.catalog, [schema.table(name) for name in tables], view)
    if not scene.has_edges and not quiet:
        say(_nothing(scene, bool(tables)))
    if form == "mmd":
        from ondelete.diagrams import as_mermaid

        write(as_mermaid.render(scene), target, encoding="utf-8")
    elif form == "dot":
        from ondelete.diagrams import as_dot

        write(as_dot.render(scene, base_url), target, encoding="utf-8")
    else:
        _draw(scene, base_url, cast("PictureFormat", form), target, quiet=quiet)


command.params[:0] = input_parameters()


def _format_of(target: str | None) -> str:
    if target is None:
        return "dot"
    ending = Path(target).suffix.lower().removeprefix(".")
    form = {"gv": "dot", "mermaid": "mmd"}.get(ending, ending)
    if form not in _FORMATS:
        raise click.UsageError(
            f"{target!r} has no ending that says what to write: use .svg, .png, .pdf, .dot or .mmd, or --format."
        )
    return form


def _nothing(scene: Scene, asked: bool) -> str:
    if asked:
        return f"no foreign key references it, so there is little to see: {scene.title}"
    return "the schema has no foreign keys, so there is little to see"


def _draw(scene: Scene, base_url: str | None, form: PictureFormat, target: str | None, *, quiet: bool) -> None:
    from ondelete.diagrams import as_dot

    if target is None and form != "svg":
        raise click.UsageError(f"A {form} is no text: name a file with -o (-o /dev/stdout for a pipe).")
    dot = as_dot.render(scene, base_url)
    titles = as_dot.titles(scene)
    with working("Drawing", quiet=quiet):
        drawing, lacking = _drawn(dot, form, titles)
    if drawing is None:
        _write_dot_instead(dot, form, target, lacking)
        return
    if target is None:
        write(drawing.content.decode("utf-8"), None, encoding="utf-8")
    else:
        write_file(Path(target), drawing.content)
    for message in drawing.messages:
        say(f"Graphviz: {message}")
    if not quiet:
        say(f"drawn by {drawing.engine}{f', written to {target}' if target else ''}")


def _drawn(dot: str, form: PictureFormat, titles: Mapping[str, str]) -> tuple[Drawing | None, str]:
    """Return the picture of the first engine that works here; where none does, why not and what to install."""
    from ondelete.diagrams.render import INSTALL_HINT, EngineUnusable, draw, find_engine

    lacking = f"no Graphviz was found: {INSTALL_HINT}"
    engine = find_engine()
    while engine is not None:
        try:
            return draw(engine, dot, form, titles), ""
        except EngineUnusable as unusable:
            lacking = str(unusable)
            engine = find_engine(wheel=False) if engine.says_version else None
    return None, lacking


def _write_dot_instead(dot: str, form: PictureFormat, target: str | None, lacking: str) -> None:
    if target is None:
        raise CannotDraw(f"{lacking}. It takes that to draw an {form}; --format dot takes nothing.")
    path = Path(target).with_suffix(".dot")
    write_file(path, dot.encode("utf-8"))
    say(f"{lacking}. So {path} was written instead; to draw it, run this again then (or: dot -T{form} -O {path})")
