"""References without a foreign key: as data, as a sentence of the verdict, and as a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.analyses.references import Grade, Kind
from ondelete.report import Block, Line, Paragraph, Section, Span, line
from ondelete.reports.sections import SHOWN
from ondelete.text.counts import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ondelete.analyses.references import Reference
    from ondelete.catalog import QualifiedName
    from ondelete.reports.base import Names


class UndeclaredEntry(msgspec.Struct, frozen=True):
    """A reference without a foreign key. ``to`` is None if it can be to any table.

    ``path`` and ``line`` are those of the referencing table, or of the entry that declares the reference.
    """

    table: str
    columns: tuple[str, ...]
    to: str | None
    kind: Kind
    grade: Grade
    reason: str
    path: str
    line: int


def undeclared_entry(reference: Reference) -> UndeclaredEntry:
    """Return a reference without a foreign key, as JSON has it."""
    return UndeclaredEntry(
        table=str(reference.table),
        columns=reference.columns,
        to=str(reference.to) if reference.to is not None else None,
        kind=reference.kind,
        grade=reference.grade,
        reason=reference.reason,
        path=reference.location.path,
        line=reference.location.line,
    )


def undeclared_clause(references: Sequence[Reference], table: QualifiedName, names: Names) -> Line:
    """Return the clause of a verdict: ``3 columns of 2 tables look like references to users but ...``.

    Loose keys are left out, because they have a list of their own, and so are references to any table.
    """
    told = counted(references)
    if not told:
        return ()
    tables = {reference.table for reference in told}
    whose = names.table(told[0].table) if len(tables) == 1 else Span(count(len(tables), "table"))
    meant = [reference.to for reference in told if reference.to is not None]
    to: Line = (names.table(table),) if table in meant else ()
    others = dict.fromkeys(other for other in meant if other != table)
    if others:
        beside = names.table(next(iter(others))) if len(others) == 1 else Span(f"{len(others):,} tables that lose rows")
        to = (*to, *((Span(" or "),) if to else ()), beside)
    one = len(told) == 1
    looks = "looks like a reference to " if one else "look like references to "
    stays = " but has no foreign key, so its rows stay" if one else " but have no foreign key, so their rows stay"
    return line(f"{count(len(told), 'column')} of ", whose, f" {looks}", *to, stays)


def counted(references: Sequence[Reference]) -> list[Reference]:
    """Return the references that a sentence counts."""
    return [each for each in references if each.kind is not Kind.LOOSE and each.to is not None]


def undeclared_section(references: Sequence[Reference], names: Names, *, every: bool) -> Section | None:
    """Return the list of references without a foreign key: the first few, or ``every`` one with those to any table."""
    told = [each for each in references if each.kind is not Kind.LOOSE] if every else counted(references)
    if not told:
        return None
    shown = told if every else told[:SHOWN]
    blocks: list[Block] = [Paragraph(_told(reference, names), indent=1, hang=1) for reference in shown]
    if len(told) > len(shown):
        text = f"… {len(told) - len(shown):,} more; --undeclared shows all"
        blocks.append(Paragraph(line(Span(text, "dim")), indent=1))
    title = line("References without a foreign key, found by name: no foreign key acts on these rows")
    return Section(title, tuple(blocks))


def _told(reference: Reference, names: Names) -> Line:
    to = names.table(reference.to) if reference.to is not None else Span("any table")
    place = names.place(reference.location.path, reference.location.line)
    return line(
        *names.columns(reference.table, reference.columns),
        " → ",
        to,
        "  ",
        Span(f"{reference.reason}{_sure(reference)}, ", "dim"),
        *place,
    )


def _sure(reference: Reference) -> str:
    kinds = {Kind.ARRAY: " (each element)", Kind.POLYMORPHIC: " (polymorphic)"}
    return kinds.get(reference.kind, "") + (" (likely)" if reference.grade is Grade.LIKELY else "")
