"""The answer of ``explain --invert``: which deletes also delete a row of one table, and which ones that row stops."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import msgspec

from ondelete.catalog import ReferentialAction
from ondelete.report import Line, Paragraph, Report, Section, Span, line
from ondelete.reports.base import Names, WhatIfAnswer, skipped_entries, source_of
from ondelete.reports.sections import incomplete_sections
from ondelete.reports.tree_rows import LEAF, ON, Item, shown_tree
from ondelete.text.counts import count, several

if TYPE_CHECKING:
    from ondelete.catalog import QualifiedName
    from ondelete.graph import Edge, ForeignKeyGraph
    from ondelete.reports.tree_rows import Place, View

_ROWS = "delete"
"""What happens to the rows at each place of this tree."""


class DeletedByEntry(msgspec.Struct, frozen=True):
    """A table whose deletes can delete rows of the table in question, in at least ``depth`` steps."""

    table: str
    depth: int
    keys: tuple[str, ...]


class InvertAnswer(WhatIfAnswer, frozen=True, kw_only=True):
    """JSON of ``ondelete explain --invert``. ``protects``: foreign keys of ``table`` that can stop other deletes."""

    table: str
    deleted_by: tuple[DeletedByEntry, ...]
    protects: tuple[str, ...]


def report_invert(graph: ForeignKeyGraph, table: QualifiedName, view: View) -> Report:
    """Return the tables whose deletes reach ``table`` by cascades, as a tree against the direction of the delete."""
    names = Names(graph.catalog)
    table = graph.node(table)
    depths = _depths(graph, table)
    own = graph.edges_from(referencing=table)
    protects = [edge.key for edge in own if edge.key.on_delete.checks_only]
    reached = count(len(depths) - 1, "table")
    return Report(
        title=line("What can delete a row of ", names.table(table)),
        source=source_of(graph.catalog),
        verdict=line(
            *_inherited(graph, table, names),
            f"A delete on {reached} can also delete rows of " if len(depths) > 1 else "No cascade deletes rows of ",
            names.table(table),
            ".",
            f" Its rows can stop deletes through {count(len(protects), 'foreign key')}." if protects else "",
        ),
        sections=(*incomplete_sections(graph.catalog.skipped), *(_tree(graph, table, names, view) if own else ())),
        data=InvertAnswer(
            skipped=skipped_entries(graph.catalog),
            complete=not graph.catalog.skipped,
            table=str(table),
            deleted_by=tuple(
                DeletedByEntry(table=str(found), depth=depth, keys=keys)
                for found, (depth, keys) in depths.items()
                if depth
            ),
            protects=tuple(key.id for key in protects),
        ),
    )


def _inherited(graph: ForeignKeyGraph, table: QualifiedName, names: Names) -> Line:
    """Say from which tables a table inherits: DELETE FROM one of them also finds its rows."""
    over = [names.table(other) for other in graph.tables if table in graph.catalog.descendants(other)]
    return (
        line("DELETE FROM ", *several(over, last="or"), " also deletes its rows, because it inherits. ") if over else ()
    )


def _depths(graph: ForeignKeyGraph, table: QualifiedName) -> dict[QualifiedName, tuple[int, tuple[str, ...]]]:
    """Return, nearest first, each table from which cascades lead to ``table``, and the first keys of the cascades."""
    found: dict[QualifiedName, tuple[int, list[str]]] = {table: (0, [])}
    pending = deque([table])
    while pending:
        here = pending.popleft()
        for edge in graph.edges_from(referencing=here):
            if not _is_cascade(edge):
                continue
            if edge.referenced not in found:
                found[edge.referenced] = (found[here][0] + 1, [])
                pending.append(edge.referenced)
            found[edge.referenced][1].append(edge.key.id)
    return {name: (depth, tuple(keys)) for name, (depth, keys) in found.items()}


def _tree(graph: ForeignKeyGraph, table: QualifiedName, names: Names, view: View) -> tuple[Section, ...]:
    """Return the keys through which deletes come, against their direction; each table is opened once."""
    below: dict[Place, list[Item]] = {}
    own = graph.edges_from(referencing=table)
    pending = deque([(table, [edge for edge in own if not view.actions or edge.key.on_delete in view.actions])])
    opened = {table}
    while pending:
        here, edges = pending.popleft()
        items = below.setdefault((here, _ROWS), [])
        for edge in edges:
            above = _cascades(graph, edge.referenced) if _is_cascade(edge) else []
            again = bool(above) and edge.referenced in opened
            opens = bool(above) and not again
            if opens:
                opened.add(edge.referenced)
                pending.append((edge.referenced, above))
            mark = line(Span("(*)", "dim")) if again else ()
            place = (edge.referenced, _ROWS) if opens else None
            items.append(Item(_cells(edge, names), mark, place, again, ON if above else LEAF))
    tree, legend = shown_tree(line(names.table(table)), (table, _ROWS), below, view)
    return (Section((), (tree, *(Paragraph(line(Span(text, "dim"))) for text in legend))),)


def _cascades(graph: ForeignKeyGraph, table: QualifiedName) -> list[Edge]:
    return [edge for edge in graph.edges_from(referencing=table) if _is_cascade(edge)]


def _is_cascade(edge: Edge) -> bool:
    return edge.key.on_delete is ReferentialAction.CASCADE


def _cells(edge: Edge, names: Names) -> tuple[Line, Line, Line]:
    key = edge.key
    if _is_cascade(edge):
        outcome = line("deletes it")
    elif key.on_delete.checks_only:
        outcome = line(Span("is protected by it", "dim"))
    else:
        outcome = line(Span("changes it", "dim"))
    label = line(names.table(key.referenced_table), " ← ", *names.columns(key.table, key.columns))
    return label, line(key.on_delete.value.upper()), outcome
