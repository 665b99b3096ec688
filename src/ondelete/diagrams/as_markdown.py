"""A scene as Markdown, for comments and wikis: a Mermaid block where Mermaid can draw it, else a nested list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ondelete.diagrams import as_mermaid
from ondelete.diagrams.header import marks_of
from ondelete.diagrams.labels import lines_below, words_beside
from ondelete.diagrams.scene import Fate
from ondelete.text.runner_commands import disarmed
from ondelete.text.unsafe_characters import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ondelete.catalog import QualifiedName
    from ondelete.diagrams.scene import Box, Bundle, Member, Row, Scene

MOST_LINES = 500
"""Comments have a limit: GitHub's is 65,536 characters."""


def block(scene: Scene) -> str:
    """Return the heading of a scene and its Mermaid text in a fence; ``as_mermaid.excess`` must have nothing to say."""
    return disarmed(f"{_heading(scene)}\n```mermaid\n{as_mermaid.render(scene)}```\n")


def tree(scene: Scene) -> str:
    """Return the heading of a scene and a nested list: below a table the keys that reference it, each table once."""
    lines = list(_Tree(scene).lines())
    if len(lines) > MOST_LINES:
        lines = [*lines[:MOST_LINES], f"- … {len(lines) - MOST_LINES:,} more lines"]
    notes = "".join(f"\n{escape(note)}\n" for note in (*marks_of(scene), *scene.notes))
    return disarmed(f"{_heading(scene)}\n" + "\n".join(lines) + "\n" + notes)


def _heading(scene: Scene) -> str:
    figures = escape(" · ".join(scene.figures))
    return f"**{escape(scene.title)}**\n" + (f"\n{figures}\n" if figures else "")


class _Tree:
    """Opens each table where the walk from the roots first arrives."""

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

    def lines(self) -> Iterator[str]:
        for box in self._starts():
            if box.table not in self.opened:
                self.opened.add(box.table)
                yield f"- {_title(box)}"
                yield from self._below(box)
        for bundle in self.bundles.get(None, ()):
            yield f"- {_bundle(bundle)}"

    def _starts(self) -> Iterable[Box]:
        """Where to begin: the roots, then what references nothing, then what only cycles lead to."""
        boxes = self.scene.boxes
        roots = [box for box in boxes if box.fate is Fate.ROOT and self.scene.layered]
        first = [box for box in boxes if not any(row.referenced != box.table for row in box.rows)]
        return (*(roots if self.scene.layered and roots[0].column == 0 else ()), *first, *boxes)

    def _below(self, start: Box) -> Iterator[str]:
        """Yield what stands below a box, without recursion: a chain can be any length."""
        pending: list[tuple[int, str | tuple[Box, Row]]] = self._entries(start, 1)
        while pending:
            depth, entry = pending.pop()
            indent = "  " * depth
            if isinstance(entry, str):
                yield f"{indent}- {entry}"
                continue
            box, row = entry
            again = box.table in self.opened
            yield f"{indent}- {_key(box, row)}{' (see above)' if again and self._leads_on(box) else ''}"
            if not again:
                self.opened.add(box.table)
                pending.extend(self._entries(box, depth + 1))

    def _leads_on(self, box: Box) -> bool:
        return bool(self.keys.get(box.table) or self.own.get(box.table) or self.bundles.get(box.table))

    def _entries(self, box: Box, depth: int) -> list[tuple[int, str | tuple[Box, Row]]]:
        """Return what stands directly below a box, last first."""
        found: list[tuple[int, str | tuple[Box, Row]]] = [(depth, escape(line)) for line in lines_below(box)]
        found += [(depth, _key(box, row, " ↻")) for row in self.own.get(box.table, ())]
        found += [(depth, key) for key in self.keys.get(box.table, ())]
        found += [(depth, _bundle(bundle)) for bundle in self.bundles.get(box.table, ())]
        return found[::-1]


def _title(box: Box) -> str:
    outcome = f" {escape(box.outcome)}" if box.outcome else ""
    return f"{code(box.table.shown)}{outcome}"


def _key(box: Box, row: Row, mark: str = "") -> str:
    columns = ", ".join(row.key.columns)
    counted = row.cardinality.words if row.cardinality else ""
    extra = escape(" ".join(filter(None, (box.outcome, counted, words_beside(row)))))
    return f"{code(f'{box.table.shown}.{columns}')}{mark} **{escape(row.words)}**{' ' + extra if extra else ''}"


def _bundle(bundle: Bundle) -> str:
    action = f" **{bundle.action.upper()}**" if bundle.action else ""
    names = ", ".join(map(_member, bundle.shown))
    more = f", … {bundle.left_out:,} more" if bundle.left_out else ""
    return f"{escape(bundle.title)}{action}: {names}{more}"


def _member(member: Member) -> str:
    return code(member.table.shown) + (" ⚠" if member.index == "none" else "")


def code(text: str) -> str:
    """Return a name as a code span, inside which neither Markdown, HTML, mentions nor links are read.

    Its fence is longer than any run of backticks in it (https://spec.commonmark.org/0.31.2/#code-spans).

    >>> code("a`b")
    '``a`b``'
    """
    shown = visible(text)
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    padding = " " if shown[:1] in "` " or shown[-1:] in "` " else ""
    return f"{fence}{padding}{shown}{padding}{fence}"


# What begins emphasis, code, HTML, links, formulas, tables, lists, or an address or an emoji by a colon.
_PUNCTUATION = re.compile(r"[\\`*_{}\[\]<>#+\-.!|~&@$^=]|:(?=\S)")


def escape(text: str) -> str:
    r"""Return text as plain Markdown: a backslash before every character that could mean something.

    A zero-width space after ``@`` and ``#``, by its number, keeps comments from reading a mention or an issue's number.

    >>> escape("a*b")
    'a\\*b'
    """
    escaped = _PUNCTUATION.sub(r"\\\g<0>", visible(text))
    return re.sub(r"(\\[@#])(?=\w)", r"\1&#8203;", escaped)
