"""A scene as a Report, which prints as Markdown for comments and wikis: a Mermaid picture, or a nested list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.diagrams.formats import as_mermaid
from ondelete.diagrams.formats.header import marks_of
from ondelete.diagrams.formats.labels import lines_below, words_beside
from ondelete.diagrams.scenes.scene import Fate
from ondelete.report import Code, Paragraph, Report, Section, Span, join, line, name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ondelete.catalog import QualifiedName
    from ondelete.diagrams.scenes.scene import Box, Bundle, Member, Row, Scene
    from ondelete.report import Block, Line


def picture(scene: Scene) -> Report:
    """Return the scene as Mermaid text under its figures; ``as_mermaid.excess`` must have nothing to say."""
    return _report(scene, Code(as_mermaid.render(scene).rstrip("\n"), "mermaid"))


def outline(scene: Scene) -> Report:
    """Return the scene as a nested list: below a table the keys that reference it, each table once."""
    items = (Paragraph(text, indent=depth + 1) for depth, text in _Outline(scene).items())
    return _report(scene, *items, *(Paragraph(line(note)) for note in (*marks_of(scene), *scene.notes)))


def _report(scene: Scene, *blocks: Block) -> Report:
    return Report(
        title=line(scene.title),
        source="",
        verdict=line(" · ".join(scene.counts)),
        sections=(Section((), blocks),),
        data=scene,
    )


class _Outline:
    """Opens each table at its first place in the walk from the roots."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.keys: dict[QualifiedName, list[tuple[Box, Row]]] = {}
        self.own: dict[QualifiedName, list[Row]] = {}
        for box in scene.boxes:
            for row in box.rows:
                if row.referenced == box.table:
                    self.own.setdefault(box.table, []).append(row)
                else:
                    self.keys.setdefault(row.referenced, []).append((box, row))
        self.bundles: dict[QualifiedName | None, list[Bundle]] = {}
        for bundle in scene.bundles:
            self.bundles.setdefault(bundle.referenced, []).append(bundle)
        self.opened: set[QualifiedName] = set()

    def items(self) -> Iterator[tuple[int, Line]]:
        """Yield each item with its depth, in the order of reading."""
        for box in self._starts():
            if box.table not in self.opened:
                self.opened.add(box.table)
                yield 0, line(name(box.table.shown), f" {box.outcome}" if box.outcome else "")
                yield from self._below(box)
        for bundle in self.bundles.get(None, ()):
            yield 0, _bundle(bundle)

    def _starts(self) -> Iterable[Box]:
        """Where to begin: the roots, then what references nothing, then what only cycles lead to."""
        boxes = self.scene.boxes
        roots = [box for box in boxes if box.fate is Fate.ROOT and self.scene.layered]
        first = [box for box in boxes if not any(row.referenced != box.table for row in box.rows)]
        return (*(roots if self.scene.layered and roots[0].column == 0 else ()), *first, *boxes)

    def _below(self, start: Box) -> Iterator[tuple[int, Line]]:
        """Yield what stands below a box, without recursion: a chain can be any length."""
        pending = self._entries(start, 1)
        while pending:
            depth, text, box = pending.pop()
            if box is None:
                yield depth, text
            elif box.table in self.opened:
                yield depth, (*text, Span(" (see above)")) if self._leads_on(box) else text
            else:
                yield depth, text
                self.opened.add(box.table)
                pending.extend(self._entries(box, depth + 1))

    def _leads_on(self, box: Box) -> bool:
        return bool(self.keys.get(box.table) or self.own.get(box.table) or self.bundles.get(box.table))

    def _entries(self, box: Box, depth: int) -> list[tuple[int, Line, Box | None]]:
        """Return what stands directly below a box, last first, with the boxes that open there."""
        found: list[tuple[int, Line, Box | None]] = [(depth, line(text), None) for text in lines_below(box)]
        found += [(depth, _key(box, row, " ↻"), None) for row in self.own.get(box.table, ())]
        found += [(depth, _key(below, row), below) for below, row in self.keys.get(box.table, ())]
        found += [(depth, _bundle(bundle), None) for bundle in self.bundles.get(box.table, ())]
        return found[::-1]


def _key(box: Box, row: Row, mark: str = "") -> Line:
    counted = row.cardinality.words if row.cardinality else ""
    extra = " ".join(filter(None, (box.outcome, counted, words_beside(row))))
    place = name(f"{box.table.shown}.{', '.join(row.key.columns)}")
    return line(place, f"{mark} ", Span(row.words, "strong"), f" {extra}" if extra else "")


def _bundle(bundle: Bundle) -> Line:
    action: Sequence[str | Span] = (" ", Span(bundle.action.upper(), "strong")) if bundle.action else ()
    more = f", … {bundle.left_out:,} more" if bundle.left_out else ""
    return line(bundle.title, *action, ": ", *join([_member(member) for member in bundle.shown]), more)


def _member(member: Member) -> Line:
    return line(name(member.table.shown), " ⚠" if member.index == "none" else "")
