"""A scene as a picture: as Graphviz draws it best, or simply if that takes it too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.diagrams.formats import as_dot, render, sheet_dot
from ondelete.diagrams.formats.style import LIGHT
from ondelete.diagrams.formats.titles import titles_of
from ondelete.diagrams.scenes.sheet import Sheet
from ondelete.text.unsafe_characters import visible

if TYPE_CHECKING:
    from ondelete.diagrams.formats.render import Drawing, Engine, PictureFormat
    from ondelete.diagrams.formats.style import Theme
    from ondelete.diagrams.scenes.scene import Scene


def simple_note() -> str:
    """Return what is said of a simple picture, in it and beside it."""
    return (
        f"Drawn simply, with straight lines in no careful order: Graphviz did not finish in {render.SECONDS} seconds. "
        "Drawing less makes a better picture (--table, --depth, not --full)."
    )


def dot_of(scene: Scene | Sheet, base_url: str | None = None, theme: Theme = LIGHT) -> str:
    """Return the DOT text of a scene or of a sheet, as ``as_dot`` and ``sheet_dot`` write it."""
    return sheet_dot.render(scene, theme) if isinstance(scene, Sheet) else as_dot.render(scene, base_url, theme)


def draw_scene(
    engine: Engine, scene: Scene | Sheet, picture: PictureFormat, *, base_url: str | None = None, theme: Theme = LIGHT
) -> Drawing:
    """Draw a scene; one that takes too long is drawn a second time, simply, and says so (``Drawing.simply``).

    Args:
        engine: who draws.
        scene: what to draw, a graph or a page.
        picture: the format.
        base_url: where boxes link to.
        theme: the colours.

    Raises:
        EngineUnusable: the engine lacks a library of the system.
        CannotDraw: it cannot be drawn, or not even simply in time.
    """
    if isinstance(scene, Sheet):
        told = {"diagram": visible(scene.title), "sheet": visible(scene.because)}
        return render.draw(engine, dot_of(scene, theme=theme), picture, told)
    titles = titles_of(scene)
    try:
        return render.draw(engine, dot_of(scene, base_url, theme), picture, titles)
    except render.TookTooLong:
        noted = replace(scene, notes=(*scene.notes, simple_note()))
        dot = as_dot.render(noted, base_url, theme, simply=True)
        return replace(render.draw(engine, dot, picture, titles), simply=True)
