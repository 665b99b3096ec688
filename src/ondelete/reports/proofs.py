"""``explain --prove``: which effects of a prediction a witness shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.report import Line, Paragraph, Section, Span, line, name
from ondelete.reports.sections import first_of
from ondelete.text.counts import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.deletion.witness.result import Witness


def proofs_section(witnesses: Sequence[Witness], *, full: bool) -> Section:
    """Return the section that says which effects rows prove, and which they do not.

    Args:
        witnesses: one for every effect.
        full: whether to list every effect.
    """
    return Section(_title(witnesses), tuple(_paragraphs(witnesses, full=full)))


def _title(witnesses: Sequence[Witness]) -> Line:
    done = sum(witness.proved for witness in witnesses)
    if done == len(witnesses):
        return line(Span(f"Proved: {count(done, 'effect')}, each by rows that show it", "good"))
    return line(Span(f"Proved: {done} of {count(len(witnesses), 'effect')}, each by rows that show it", "warn"))


def _paragraphs(witnesses: Sequence[Witness], *, full: bool) -> Iterator[Paragraph]:
    missing = [witness for witness in witnesses if not witness.proved]
    shown, rest = first_of(missing, full=full)
    for witness in shown:
        yield Paragraph(line(Span("not proved ", "warn"), name(witness.effect)), indent=1, hang=1)
        yield Paragraph(line(f"{witness.reason}"), indent=2)
    yield from rest
    for witness in (w for w in witnesses if w.proved and full):
        rows = count(len(witness.rows), "row")
        yield Paragraph(line(Span("proved ", "good"), name(witness.effect), f" by {rows}"), indent=1, hang=1)
    yield Paragraph(line(Span("'ondelete witness' prints them as SQL.", "dim")), indent=1)
