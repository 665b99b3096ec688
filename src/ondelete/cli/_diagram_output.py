"""Writing a picture of ``ondelete diagram``: colours, links, the engine that draws, and the fallback without one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click
import msgspec

from ondelete.cli._files import write_beside, write_file
from ondelete.cli._output import say, write
from ondelete.cli._progress import working
from ondelete.errors import CannotDraw

if TYPE_CHECKING:
    from collections.abc import Callable

    from ondelete.diagrams.formats.render import Drawing, PictureFormat
    from ondelete.diagrams.formats.style import Theme
    from ondelete.diagrams.scenes.scene import Scene
    from ondelete.diagrams.scenes.sheet import Sheet


class Look(msgspec.Struct, frozen=True):
    """``theme``: light, dark or auto. ``base_url``: where boxes link to. ``quiet``: do not say which engine drew."""

    theme: str
    base_url: str | None
    quiet: bool

    @property
    def colours(self) -> Theme:
        """The colours to draw with; an SVG that follows its reader starts from the light ones."""
        from ondelete.diagrams.formats.style import DARK, LIGHT

        return DARK if self.theme == "dark" else LIGHT


def dot_text(scene: Scene | Sheet, look: Look) -> str:
    """Return the DOT text of a scene or a sheet."""
    from ondelete.diagrams.formats.drawn import dot_of

    return dot_of(scene, look.base_url, look.colours)


def write_picture(scene: Scene | Sheet, form: PictureFormat, target: str | None, look: Look) -> None:
    """Draw a scene with the first engine that works here; if none does, write the DOT text beside the picture.

    Raises:
        CannotDraw: it cannot be drawn, or no engine works and there is no file to write beside.
    """
    from ondelete.diagrams.formats.drawn import simple_note

    with working("Drawing", quiet=look.quiet):
        drawing, lacking = _drawn(scene, form, look)
    if drawing is None:
        _write_dot_instead(dot_text(scene, look), form, target, lacking)
        return
    content = _following(drawing.content) if look.theme == "auto" else drawing.content
    if target is None:
        write(content.decode("utf-8"), None, encoding="utf-8")
    else:
        write_file(Path(target), content)
    if drawing.simply:
        say(f"warning: {simple_note()}")
    for message in drawing.messages:
        say(f"Graphviz: {message}")
    if not look.quiet:
        say(f"drawn by {drawing.engine}{f', written to {target}' if target else ''}")


def write_any(scene: Scene, target: str, look: Look) -> None:
    """Draw a scene into a file, in the format that its ending names.

    Raises:
        UsageError: the ending is that of no picture.
        CannotDraw: as ``write_picture``.
    """
    from ondelete.diagrams.formats import as_mermaid

    match Path(target).suffix.lower():
        case ".svg" | ".png" | ".pdf" as ending:
            write_picture(scene, cast("PictureFormat", ending[1:]), target, look)
        case ".dot" | ".gv":
            write(dot_text(scene, look), target, encoding="utf-8")
        case ".mmd" | ".mermaid":
            write(as_mermaid.render(scene), target, encoding="utf-8")
        case _:
            raise click.UsageError(
                f"the ending of {target!r} is no picture format: use .svg, .png, .pdf, .dot or .mmd."
            )


def write_text(scene: Scene, larger: Callable[[], Scene], form: str, target: str | None, *, quiet: bool) -> None:
    """Write Mermaid or Markdown; a scene that is too large for Mermaid becomes a nested list.

    A Mermaid file stays one that Mermaid can read: the list is written beside it, unless a file of that name exists.

    Args:
        scene: what to draw, made small.
        larger: makes the same scene for the list, which can be longer.
        form: mmd or md.
        target: a file, None for standard output.
        quiet: do not say what was written instead.
    """
    from ondelete.diagrams.formats import as_mermaid, as_report
    from ondelete.formats import as_markdown

    def outlined() -> str:
        return as_markdown.render(as_report.outline(larger()))

    too_much = as_mermaid.excess(scene)
    if form == "md":
        write(outlined() if too_much else as_markdown.render(as_report.picture(scene)), target, encoding="utf-8")
        return
    write(as_mermaid.render(scene), target, encoding="utf-8")
    if not too_much:
        return
    if target is None:
        beside = "use --format md to print it as a list"
    else:
        path = Path(target).with_suffix(".md")
        written = path != Path(target) and write_beside(path, outlined().encode("utf-8"))
        beside = f"{path} has it as a list" if written else f"{path} exists, so use --format md to print it as a list"
    if not quiet:
        say(f"{too_much}; {beside}")


def _following(svg: bytes) -> bytes:
    from ondelete.diagrams.formats.render import with_style
    from ondelete.diagrams.formats.style import follow_the_reader

    return with_style(svg.decode("utf-8"), follow_the_reader()).encode("utf-8")


def _drawn(scene: Scene | Sheet, form: PictureFormat, look: Look) -> tuple[Drawing | None, str]:
    """Return the picture of the first engine that works here; if none does, why not, and what to install."""
    from ondelete.diagrams.formats.drawn import draw_scene
    from ondelete.diagrams.formats.render import INSTALL_HINT, EngineUnusable, find_engine

    lacking = f"no Graphviz was found: {INSTALL_HINT}"
    engine = find_engine()
    while engine is not None:
        try:
            return draw_scene(engine, scene, form, base_url=look.base_url, theme=look.colours), ""
        except EngineUnusable as unusable:
            lacking = str(unusable)
            engine = find_engine(wheel=False) if engine.says_version else None
    return None, lacking


def _write_dot_instead(dot: str, form: PictureFormat, target: str | None, lacking: str) -> None:
    if target is None:
        raise CannotDraw(f"{lacking}. Drawing {form} needs Graphviz; --format dot does not.")
    path = Path(target).with_suffix(".dot")
    if path == Path(target) or not write_beside(path, dot.encode("utf-8")):
        raise CannotDraw(f"{lacking}. {path} exists and was not overwritten; --format dot does not need Graphviz.")
    say(
        f"{lacking}. Wrote {path} instead; to draw it, install Graphviz and run this again (or: dot -T{form} -O {path})"
    )
