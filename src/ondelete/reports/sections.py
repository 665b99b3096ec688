"""Sections that several reports share, and how a list that is too long is cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ondelete.report import Block, Paragraph, Section, Span, line, name
from ondelete.reports.base import Names
from ondelete.text.counts import not_understood

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ondelete.catalog import Skipped
    from ondelete.declarations import LooseKey
    from ondelete.deletion.effects import NotModelled


T = TypeVar("T")
SHOWN = 6
"""Entries of one kind, before the rest is counted."""
_UNREAD = 3


def first_of(items: Sequence[T], *, full: bool, most: int = SHOWN) -> tuple[Sequence[T], tuple[Paragraph, ...]]:
    """Return the items to show, and a paragraph that counts the others, if some are left out."""
    shown = items if full else items[:most]
    left_out = len(items) - len(shown)
    rest = Paragraph(line(Span(f"… {left_out:,} more; --full shows all", "dim")), indent=1)
    return shown, (rest,) if left_out else ()


def incomplete_sections(unread: Sequence[Skipped]) -> tuple[Section, ...]:
    """Return the statements that were not understood, of which an answer knows nothing; nothing if there are none."""
    if not unread:
        return ()
    shown = unread[:_UNREAD]
    entries = [Paragraph(line(name(str(each.location)), f"  {each.reason}"), indent=1, hang=1) for each in shown]
    if len(unread) > len(shown):
        more = f"… {len(unread) - len(shown):,} more; 'skipped' of --format json lists them all"
        entries.append(Paragraph(line(Span(more, "dim")), indent=1))
    word, colon, said = not_understood(len(unread)).partition(":")
    return (Section(line(Span(word, "warn"), colon + said), tuple(entries)),)


def later_section(loose: Sequence[LooseKey], names: Names, *, full: bool) -> Section | None:
    """Return what jobs of the application do after the delete; None if they have no work."""
    if not loose:
        return None
    shown, rest = first_of(loose, full=full)
    blocks: list[Block] = []
    for key in shown:
        ends = (*names.columns(key.table, (key.column,)), Span(" → "), names.table(key.referenced_table))
        blocks.append(Paragraph(line(*ends, f"  {key.action}  ", name(str(key.location))), indent=1, hang=1))
    return Section(line("Later, by the application (loose foreign keys never stop a delete)"), (*blocks, *rest))


def not_modelled_section(entries: Sequence[NotModelled], names: Names, *, full: bool) -> Section | None:
    """Return the triggers and rules whose bodies are not read; None if there are none."""
    if not entries:
        return None
    shown, rest = first_of(entries, full=full)
    blocks: list[Block] = []
    for entry in shown:
        detail = entry.detail or entry.event
        reason = f": {entry.reason}" if entry.reason else ""
        what = line(f"{entry.kind} ", name(entry.name), " on ", names.table(entry.table), f" ({detail}){reason}")
        blocks.append(Paragraph(what, indent=1, hang=1))
    return Section(line(Span("Not modelled: what these do can change the outcome", "warn")), (*blocks, *rest))
