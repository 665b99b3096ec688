"""Which picture ``ondelete diagram`` draws; options that contradict each other are refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click
import msgspec
from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Callable

    from ondelete.catalog import QualifiedName
    from ondelete.diagrams.scenes.scene import Scene
    from ondelete.diagrams.scenes.sheet import Sheet
    from ondelete.diagrams.scenes.views import View
    from ondelete.schema import Schema

PICTURES = ("svg", "png", "pdf")
LINKED = ("svg", "pdf", "dot")
DRAWN = (*PICTURES, "dot")


class Asked(msgspec.Struct, frozen=True):
    """The options that say what is drawn."""

    tables: tuple[str, ...]
    around: tuple[str, ...]
    distance: int | None
    cycles: bool
    invert: bool
    path_to: str | None
    depth: int | None
    actions: frozenset[str]
    clusters: str
    style: str | None
    blockers: bool

    def check(self) -> None:
        """Refuse options that exclude each other.

        Raises:
            click.UsageError: two options exclude each other, or one lacks the other that it needs.
        """
        for is_wrong, message in self._rules():
            if is_wrong:
                raise click.UsageError(message)

    @property
    def is_plain(self) -> bool:
        """Whether the question is what a DELETE on one table does, and no more: one that a sheet can answer."""
        parts = self.invert or self.path_to is not None or self.cycles or self.blockers or bool(self.actions)
        return len(self.tables) == 1 and not parts and self.depth is None and self.clusters == "none"

    def _rules(self) -> tuple[tuple[bool, str], ...]:
        away = self.invert or self.path_to is not None
        return (
            (
                bool(self.around) and bool(self.tables),
                "--around and --table exclude each other.",
            ),
            (bool(self.around) and self.cycles, "--around and --cycles exclude each other."),
            (
                self.distance is not None and not self.around,
                "--distance counts foreign keys from a table: name the table with --around.",
            ),
            (
                self.depth is not None and not self.tables,
                "--depth counts steps from a table: name the table with --table.",
            ),
            (
                self.depth is not None and self.cycles,
                "--depth and --cycles exclude each other: a cycle has no first step.",
            ),
            (self.invert and len(self.tables) != 1, "--invert needs one table: name it with --table."),
            (self.path_to is not None and not self.tables, "--path-to needs a first table: name it with --table."),
            (self.invert and self.path_to is not None, "--invert and --path-to exclude each other."),
            (
                self.style == "sheet" and not self.is_plain,
                "--style sheet is one page about a DELETE on one table: name it with --table, without other choices.",
            ),
            (
                self.blockers and (not self.tables or away or self.cycles or bool(self.actions)),
                "--blockers needs a table, and excludes --invert, --path-to, --cycles and --actions.",
            ),
            (self.cycles and away, "--cycles excludes --invert and --path-to."),
            (
                bool(self.actions) and (self.cycles or self.path_to is not None),
                "--actions excludes --cycles and --path-to, which need all foreign keys.",
            ),
            (
                self.clusters != "none" and self.cycles,
                "--clusters excludes --cycles, which draws a frame around each cycle.",
            ),
        )

    def titled(self, schema: Schema, view: View) -> Scene:
        """Return what is drawn; its title says what the schema is only supposed to be.

        Raises:
            NoSuchTable: a name means no table.
        """
        scene = self.scene(schema, view)
        if not schema.supposed:
            return scene
        from ondelete.reports.supposed import supposed_words

        words = "".join(span.text for span in supposed_words(schema.supposed))
        return replace(scene, title=f"{scene.title}, {words}")

    def scene(self, schema: Schema, view: View) -> Scene:
        """Return what is drawn.

        Raises:
            NoSuchTable: a name means no table.
        """
        from ondelete.diagrams.scenes import views

        view = replace(
            view,
            depth=self.depth,
            actions=self.actions,
            blockers=self.blockers,
            cluster_of=_frames(schema, self.clusters),
        )
        tables = [schema.table(name) for name in (*self.tables, *self.around)]
        return views.marked(self._scene(schema, tables, view), schema.catalog)

    def _scene(self, schema: Schema, tables: list[QualifiedName], view: View) -> Scene:
        from ondelete.diagrams.scenes import views

        if self.around:
            return views.neighbourhood_of(schema.catalog, tables, self.distance or 1, view)
        if self.cycles:
            return views.cycles_scene_of(schema.catalog, tables, view)
        if self.invert:
            return views.inverted_scene_of(schema.catalog, tables[0], view)
        if self.path_to is not None:
            return views.paths_scene_of(schema.catalog, tables, schema.table(self.path_to), view)
        return views.scene_of(schema.catalog, tables, view)

    def sheet(self, schema: Schema, view: View) -> Sheet | None:
        """Return the page that is drawn instead of a graph, None if a graph is asked for or can be read.

        Raises:
            NoSuchTable: a name means no table.
        """
        if self.style == "graph" or not self.is_plain or view.full or view.partitions:
            return None
        from ondelete.diagrams.scenes import views

        sheet = views.sheet_of_table(schema.catalog, schema.table(self.tables[0]), always=self.style == "sheet")
        if sheet is None or not schema.supposed:
            return sheet
        from ondelete.reports.supposed import supposed_words

        words = "".join(span.text for span in supposed_words(schema.supposed))
        return replace(sheet, because=f"{sheet.because}, {words}")

    def nothing(self, scene: Scene) -> str:
        """Return why the picture shows little, "" if it shows enough."""
        if scene.has_edges:
            return ""
        if self.cycles:
            return "no foreign keys form a cycle" + (" there" if self.tables else "")
        if self.path_to is not None:
            return f"no chain of foreign keys leads there: {scene.title}"
        if self.invert:
            return f"it references no table, so only a DELETE on it deletes its rows: {scene.title}"
        if self.around:
            return f"no foreign key leads to it or away from it: {scene.title}"
        if self.tables:
            return f"no foreign key references it, so there is little to see: {scene.title}"
        return "the schema has no foreign keys, so there is little to see"


def _frames(schema: Schema, clusters: str) -> Callable[[QualifiedName], str] | None:
    if clusters == "none":
        return None
    if clusters == "schema":
        return lambda table: table.schema
    if not schema.declared.groups:
        raise click.UsageError("--clusters group needs [groups] in the configuration; --clusters schema does not.")
    return lambda table: schema.declared.group_of(schema.catalog.root_of(table)) or ""


_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def checked_base_url(url: str | None, form: str) -> str | None:
    """Return the address that boxes link to.

    Raises:
        click.UsageError: it is no http, https or relative address (a browser would run ``javascript:``), or the
            format has no links.
    """
    if url is None:
        return None
    scheme = _SCHEME.match(url)
    # Browsers drop white space and controls wherever they stand in an address.
    if (scheme and scheme[0].lower() not in ("http:", "https:")) or not url.isprintable() or " " in url:
        raise click.UsageError("--base-url must be an http:, https: or relative address, without spaces.")
    if form not in LINKED:
        raise click.UsageError(f"--base-url: a {form} has no links; use .svg, .pdf or .dot.")
    return url


def checked_theme(theme: str | None, form: str) -> str:
    """Return light, dark or auto; without a choice an SVG follows its reader.

    Raises:
        click.UsageError: the format has no such theme.
    """
    if theme is None:
        return "auto" if form == "svg" else "light"
    if form not in DRAWN:
        raise click.UsageError(f"--theme: a {form} has no colours of its own; use .svg, .png, .pdf or .dot.")
    if theme == "auto" and form != "svg":
        raise click.UsageError(f"--theme auto is for .svg; for {form}, use light or dark.")
    return theme
